"""Offsets of other programs are read as what they count, whatever that is."""

from itertools import product

import pytest

from desktop.core.text import normalise_text
from desktop.exchange.programs.readings import Selection, read_offsets

WORDS = ("The 😀 minister", "“never again”", "العلاقات مع الجيران", "naïve 🇵🇪 hopes", "of the treaty")
LINES = (
    "The 😀 minister spoke first.",
    "She said “never again” twice.",
    "تحدث عن العلاقات مع الجيران اليوم",
    "Some naïve 🇵🇪 hopes of the treaty remain.",
)


def counted(raw: str, words: str, unit: str, ends: str) -> tuple[int, int]:
    """Return where *words* stand in *raw* as a program that counts so would say."""
    text = raw if ends == "stored" else raw.replace("\r\n", "\n")
    if ends == "twice":
        text = text.replace("\n", "\r\n")
    at = text.index(words)
    sizes = {
        "points": len,
        "utf-16": lambda part: len(part.encode("utf-16-le")) // 2,
        "utf-8": lambda part: len(part.encode()),
    }
    size = sizes[unit]
    return size(text[:at]), size(text[: at + len(words)])


@pytest.mark.parametrize(
    ("end", "mark", "unit", "ends", "named"),
    list(product(("\n", "\r\n"), ("", "\ufeff"), ("points", "utf-16"), ("stored", "folded", "twice"), (True, False))),
)
def test_each_selection_is_where_its_words_are(end: str, mark: str, unit: str, ends: str, named: bool) -> None:
    raw = mark + end.join(LINES)
    selections = [Selection(*counted(raw, one, unit, ends), one if named else "line:3") for one in WORDS]
    reading = read_offsets(raw, selections)
    spans = [reading.span(one.start, one.end) for one in selections]
    assert reading.text == normalise_text(raw)
    assert [reading.text[slice(*span)] if span else "" for span in spans] == list(WORDS)


def test_bytes_are_counted_where_the_program_counts_them() -> None:
    raw = "\n".join(LINES)
    selections = [Selection(*counted(raw, one, "utf-8", "stored")) for one in WORDS]
    reading = read_offsets(raw, selections, ("utf-8",))
    spans = [reading.span(one.start, one.end) for one in selections]
    assert [reading.text[slice(*span)] if span else "" for span in spans] == list(WORDS)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 4), (9000, 9010), (7, 3), (0, 9000)])
def test_what_is_empty_or_outside_has_no_place(start: int, end: int) -> None:
    assert read_offsets("A short text.", [Selection(start, end)]).span(start, end) is None


def test_whole_lines_with_their_ends_are_at_borders() -> None:
    raw = "One line of words.\nAnother line, of more.\nA last one.\n"
    starts = (0, raw.index("Another"), raw.index("A last"))
    reading = read_offsets(raw, [Selection(one, raw.index("\n", one) + 1) for one in starts])
    assert reading.score == 1.0
    assert reading.span(starts[1], starts[2]) == (starts[1], starts[2])
    # inside of words and behind blanks none is at a border
    assert read_offsets("abcdef ghijkl", [Selection(2, 7)]).score == 0.0
