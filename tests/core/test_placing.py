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
        ("WE NEVER wanted a WÁR", "alike"),
        ("Others dou\u00adbted whether", "alike"),
        ("“We never wanted a war”", "exact"),
        ("We never wanted a war…", "exact"),
        ("[...] doubted whether the parliament", "exact"),
        ("We never wanted a war […] said the minister", "parts"),
        ("whether the parlament would ratify the agrement before", "like"),
        ("never wished for a war on anybody, said the minister. The treaty", ""),
        ("doubted whether the assembly would ratify the agreement before the winter", ""),
        ("doubted whether the parliaments could ratify the agreement before the winter", "like"),
    ],
)
def test_a_quotation_is_found_by_its_words(quote: str, how: str) -> None:
    found = place_quote(TEXT, quote)
    assert found.how == how
    assert (found.span is not None) is bool(how)
    if found.span is not None:
        words = TEXT[found.span.start : found.span.end].split()
        bare = quote.strip("“”…[]. ").lower().replace("á", "a").replace("\u00ad", "").split()
        assert (words[0].lower(), words[-1].lower()) == (bare[0], bare[-1])


def test_parts_of_a_quotation_are_one_after_the_other() -> None:
    assert place_quote(TEXT, "said the minister […] We never wanted a war").span is None


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
