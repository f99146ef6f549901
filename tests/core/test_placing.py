"""Each quotation without a place is placed, ambiguous, or not found; none is put where it does not belong."""

import pytest

from desktop.core.placing import place_quote

TEXT = (
    "The treaty is good.\nWe never wanted a war on anybody,\nsaid the minister. The treaty is good. "
    "Others doubted whether the parliament would ratify the agreement before the winter."
)


@pytest.mark.parametrize(
    ("quote", "how"),
    [
        ("We never wanted a war", "exact"),
        ("a war on anybody, said the minister", "blanks"),
        ("whether the parlament would ratify the agrement before", "like"),
    ],
)
def test_a_quotation_is_found_by_its_words(quote: str, how: str) -> None:
    found = place_quote(TEXT, quote)
    assert found.span is not None
    assert found.how == how
    assert TEXT[found.span.start : found.span.end].split()[-1] == quote.split()[-1]


def test_words_that_stand_twice_are_ambiguous() -> None:
    found = place_quote(TEXT, "The treaty is good.")
    assert (found.span, found.places) == (None, 2)


def test_what_stands_around_tells_one_of_two() -> None:
    found = place_quote(TEXT, "The treaty is good.", "said the minister. ", " Others doubted")
    assert found.span is not None
    assert found.span.start == TEXT.rindex("The treaty")


@pytest.mark.parametrize("quote", ["nobody ever spoke of the railway to the coast", "", "  ", "x"])
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert place_quote(TEXT, quote).span is None
