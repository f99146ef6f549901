from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import showing as module
from desktop.core.showing import PART, Showing, breaks, line_ends, parts
from desktop.core.spans import Utf16Map

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
    text = WORDS * 200 + "\n\n" + "\n".join([WORDS] * 1000)
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


@pytest.mark.parametrize("word", ["a" * 5_000_000, "สวัสดีครับประชาชน" * 50_000, "議員說。" * 100_000, "e\u0301" * 90_000])
def test_a_word_without_end_is_broken_between_letters_and_nothing_of_it_is_hidden(word: str) -> None:
    text = f"before {word} behind\nnext\n"
    found = showing(text)
    assert (found.hidden, found.told) == ((), "")
    places = breaks(text, line_ends(text))
    assert len(places) > len(word) // module.LONGEST_WORD - 3
    assert "\u0301" not in {text[place] for place in places}
    assert max(map(len, found.text.split("\n"))) <= module.LONGEST_LINE
    shown = "\n".join(text[start:stop] for start, stop in zip([0, *places], [*places, len(text)], strict=True))
    # a space may have given way, too
    assert len(found.text) == len(shown)
    assert all(one == other or (one, other) == (" ", "\n") for one, other in zip(shown, found.text, strict=True))


@pytest.mark.parametrize("letter", ["a" + "\u0301" * 399_999, "a" + "\u0301" * 700, "a" + "\u0301" * 700 + " "])
def test_lines_of_letters_with_marks_without_end_are_shorter(letter: str) -> None:
    # all the marks of such a letter take the place of one, and a page that is full of such lines takes long
    text = letter * (400_000 // len(letter))
    found = showing(text)
    lines = found.text.split("\n")
    assert max(map(len, lines)) <= module.LONGEST_WORD
    assert len(lines) > 1.3 * len(text) // module.LONGEST_WORD
    assert found.hidden == ()
    assert len("".join(lines).replace(" ", "")) == len(text.replace(" ", ""))


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
    st.text(st.sampled_from("aaab \n\t😀\u2028é\u0301\u200d"), max_size=120),
    st.integers(3, 9),
    st.integers(1, 3),
    st.integers(1, 9),
    st.integers(2, 30),
)
def test_every_place_stays_where_it_is_whatever_is_hidden(
    text: str, longest: int, word: int, most: int, piece: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LONGEST_LINE", longest)
        patch.setattr(module, "LONGEST_WORD", word)
        patch.setattr(module, "MOST_LINES", most)
        patch.setattr(module, "PIECE", piece)
        found = showing(text)
        ends = line_ends(text)
    places = breaks(text, ends)
    positions = Utf16Map(text, places)
    units = found.text.encode("utf-16-le", "surrogatepass")
    assert len(units) == 2 * positions.utf16_length
    hidden = {at for start, stop in found.hidden for at in range(start, stop)}
    for at, one in enumerate(text):
        begin, end = positions.to_utf16(at), positions.to_utf16(at) + 1 + (ord(one) > 0xFFFF)
        assert (positions.to_points(begin), positions.to_points(end - 1)) == (at, at)
        if at in hidden:
            continue
        shown = units[2 * begin : 2 * end].decode("utf-16-le")
        assert shown == one or (shown == "\n" and one == " " and at in ends)
        if at in places:
            # a break before it, at which the letter before ends
            assert units[2 * begin - 2 : 2 * begin].decode("utf-16-le") == "\n"
            assert positions.to_points(begin - 1) == at
    assert positions.to_utf16(len(text)) == positions.utf16_length
    assert positions.to_points(positions.utf16_length) == len(text)
    assert bool(found.told) == bool(hidden)
    if not hidden:
        assert max(map(len, found.text.split("\n"))) <= longest


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
