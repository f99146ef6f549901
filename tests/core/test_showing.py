from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import showing as module
from desktop.core.showing import PART, Showing, parts

WORDS = "The harbour council talked until late. "


class Whole(NamedTuple):
    text: str
    hidden: tuple[tuple[int, int], ...]
    told: str


def showing(text: str) -> Whole:
    found = Showing(text)
    pieces = list(found.pieces())
    hidden = tuple(stretch for piece in pieces for stretch in piece.hidden)
    return Whole("".join(piece.text for piece in pieces), hidden, found.told)


def test_what_people_read_is_shown_as_it_is() -> None:
    text = WORDS * 500 + "\n\n" + "\n".join([WORDS] * 1000)
    assert showing(text).text == text
    assert showing(text).hidden == ()
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
    start, stop = found.hidden[0][0], found.hidden[-1][1]
    assert [one for _begin, one in found.hidden[:-1]] == [one for one, _end in found.hidden[1:]]
    assert len(found.text) == len(text)
    assert found.text[start] == found.text[stop] == "\n"
    assert found.text[stop + 1 :] == "behind\nnext\n"
    assert max(map(len, (found.text[:start] + found.text[stop:]).split("\n"))) <= module.LONGEST_LINE
    assert found.told == "1 stretch without a space is longer than 20,000 characters and is shown no further."


def test_of_lines_without_end_the_first_are_shown_and_that_is_said() -> None:
    text = "a\n" * 1_000_000
    found = showing(text)
    assert len(found.text) == len(text)
    start = found.hidden[0][0]
    assert found.text[:start] == text[:start]
    assert found.text[:start].count("\n") + 1 == module.MOST_LINES
    assert {found.text[begin] for begin, _end in found.hidden} == {"\n"}
    assert found.told == "Only the first 200,000 of 1,000,001 lines are shown here."


@pytest.mark.parametrize(
    "text",
    ["a" * 3_000_000, "a\n" * 1_000_000, WORDS * 100_000, "é" * 3_000_000 + " b", "\n" * 900_000 + "a" * 2_000_000],
)
def test_no_piece_is_so_large_that_a_window_would_stand_still(text: str) -> None:
    for piece in Showing(text).pieces():
        assert len(piece.text) <= 2 * module.PIECE
        assert piece.text.count("\n") <= module.PIECE_LINES + module.LONGEST_LINE


@given(
    st.text(st.sampled_from("ab \n\t😀\u2028é"), max_size=120), st.integers(2, 9), st.integers(1, 9), st.integers(2, 30)
)
def test_every_place_stays_where_it_is_whatever_is_hidden(text: str, longest: int, most: int, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LONGEST_LINE", longest)
        patch.setattr(module, "MOST_LINES", most)
        patch.setattr(module, "PIECE", piece)
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


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (WORDS * 1000, " "),
        ("Line of it.\n" * 5000, (" ", "\n")),
        ("a\u0301" * 9000, "\u0301"),
        ("สวัสดีครับประชาชน" * 2000, ""),
        ("a" + "\u0301" * 30_000, ""),
        ("short", ""),
        ("", ""),
    ],
)
def test_a_paragraph_without_end_comes_in_parts_that_are_it_together(text: str, ends: str | tuple[str, ...]) -> None:
    found = list(parts(text))
    assert "".join(found) == text
    assert max(map(len, found)) <= PART
    assert len(found) <= 1 + 2 * len(text) // PART
    assert all(one.endswith(ends) for one in found[:-1])
