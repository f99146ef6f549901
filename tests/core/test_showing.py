import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import showing as module
from desktop.core.showing import showing

WORDS = "The harbour council talked until late. "


def test_what_people_read_is_shown_as_it_is() -> None:
    text = WORDS * 500 + "\n\n" + "\n".join([WORDS] * 1000)
    assert showing(text).text is text
    assert showing(text).told == ""


def test_a_line_without_end_is_broken_where_it_has_spaces_and_nothing_of_it_is_hidden() -> None:
    text = WORDS * 10_000
    found = showing(text)
    assert found.hidden == ()
    assert found.told == ""
    assert found.text.replace("\n", " ") == text
    assert max(map(len, found.text.split("\n"))) <= module.LONGEST_LINE


def test_a_word_without_end_is_shown_up_to_a_limit_and_that_is_said() -> None:
    text = f"before {'a' * 5_000_000} behind\nnext\n"
    found = showing(text)
    ((start, stop),) = found.hidden
    assert len(found.text) == len(text)
    assert found.text[start] == found.text[stop] == "\n"
    assert found.text[stop + 1 :] == "behind\nnext\n"
    assert max(map(len, (found.text[:start] + found.text[stop:]).split("\n"))) <= module.LONGEST_LINE
    assert found.told == "1 stretch without a space is longer than 20,000 characters and is shown no further."


def test_of_lines_without_end_the_first_are_shown_and_that_is_said() -> None:
    text = "a\n" * 1_000_000
    found = showing(text)
    assert len(found.text) == len(text)
    assert found.text.count("\n") == module.MOST_LINES
    assert found.told == "Only the first 200,000 of 1,000,001 lines are shown here."


@given(st.text(st.sampled_from("ab \n\t😀\u2028é"), max_size=120), st.integers(2, 9), st.integers(1, 9))
def test_every_place_stays_where_it_is_whatever_is_hidden(text: str, longest: int, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LONGEST_LINE", longest)
        patch.setattr(module, "MOST_LINES", most)
        found = showing(text)
    seen = "".join(
        "\0" if any(start <= at < stop for start, stop in found.hidden) else one for at, one in enumerate(text)
    )
    before, after = (one.encode("utf-16-le") for one in (text, found.text))
    assert len(before) == len(after)
    # of what is hidden only the length counts
    units = seen.replace("\0", "").encode("utf-16-le")
    shown = bytearray()
    place = 0
    for one, kept in zip(text, seen, strict=True):
        size = len(one.encode("utf-16-le"))
        if kept != "\0":
            piece = after[place : place + size].decode("utf-16-le")
            assert piece == one or (piece == "\n" and one.isspace())
            shown += one.encode("utf-16-le")
        place += size
    assert bytes(shown) == units
    assert bool(found.told) == bool(found.hidden)
