"""Offsets of other programs, read as what they count: code points, UTF-16 units or bytes, ends of lines once or twice.

No file says what it counts. So each reading is tried, and scored by whether the stretches begin and end at the borders
of words and by whether a selection that is called as its words are is found to hold these.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from desktop.core.language import N_, _
from desktop.core.text import normalise_text

# selections of a text that are looked at; more tell no more
_LOOKED_AT = 400
# a selection's name that is the beginning of its words tells more than borders
_NAME_WEIGHT = 3
# a share of names that are words by more than chance, and how long such a name is
_TELLING, _SHORTEST = 0.1, 3
_BOM = "\ufeff"
_END = re.compile(r"\r\n|\r|\n")

_UNITS: tuple[tuple[str, str, Callable[[str], int]], ...] = (
    ("points", N_("code points"), lambda letter: 1),
    ("utf-16", N_("UTF-16 units"), lambda letter: 1 + (ord(letter) > 0xFFFF)),
    ("utf-8", N_("bytes of UTF-8"), lambda letter: 1 + sum(ord(letter) > most for most in (0x7F, 0x7FF, 0xFFFF))),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """Where a program says that something stands, and what it calls that, which may be its words."""

    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class OffsetReading:
    """What a program's offsets into one text are taken for.

    Attributes:
        text: as Visavis stores it.
        told: what is counted, in the language of the interface.
        score: the share of borders and names that fit, 0 to 1; 1 where there was nothing to choose among.
    """

    text: str
    told: str
    score: float
    _starts: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a stretch lies in the text; None where it is empty or lies outside."""
        if start < 0 or end <= start:
            return None
        if not self._starts:
            first, last = start, end
        else:
            first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        if last > len(self.text) and first < len(self.text):
            # some count a line feed at the end that is not there
            last = len(self.text) if last <= len(self.text) + 2 else last
        return (first, last) if first < last <= len(self.text) else None


def read_offsets(
    raw: str, selections: Sequence[Selection], units: Sequence[str] = ("points", "utf-16"), *, known: str = ""
) -> OffsetReading:
    """Return the reading of *selections* in a text as its file has it that fits best; of equal ones the plainest.

    Where it is *known* what they count, nothing is tried: ``points`` of the text as it is stored, or ``utf-16`` units
    with two for each end of a line.
    """
    text = normalise_text(raw)
    if known == "points":
        return OffsetReading(text, _("code points"), 1.0, ())
    if known:
        widths = (1 + (letter == "\n") + (ord(letter) > 0xFFFF) for letter in text)
        return OffsetReading(text, _("UTF-16 units"), 1.0, list(accumulate(widths, initial=0)))
    some = selections[:: max(1, len(selections) // _LOOKED_AT)]
    tried = [OffsetReading(text, told, 0.0, starts) for starts, told in _candidates(raw, text, units)]
    named = [_named(one, some) for one in tried]
    # where no reading finds any name at its place, names are no words: lines, numbers, what the user wrote
    weight = _NAME_WEIGHT if max(named) >= _TELLING else 0
    best, most = tried[0], -1.0
    for one, share in zip(tried, named, strict=True):
        score = (_bordered(one, some) + weight * share) / (1 + weight)
        if score > most + 1e-9:
            best, most = one, score
    return replace(best, score=most)


def _candidates(raw: str, text: str, units: Sequence[str]) -> Iterator[tuple[Sequence[int], str]]:
    """Yield the positions of all code points in what may be counted, and what that is; each different one once."""
    marks = [0]
    if raw.startswith(_BOM):
        marks.append(1)
    seen = set[tuple[int, ...]]()
    ends = _ends(raw, text)
    for key, name, width in _UNITS:
        if key not in units:
            continue
        widths = [1] * len(text) if key == "points" or text.isascii() else [width(letter) for letter in text]
        for how, extra in ends:
            for mark in marks:
                first = mark * (3 if key == "utf-8" else 1)
                starts: Sequence[int] = ()
                if first or extra or max(widths, default=1) > 1:
                    both = [one + more for one, more in zip(widths, extra, strict=True)] if extra else widths
                    starts = list(accumulate(both, initial=first))
                told = tuple(starts)
                if told in seen:
                    continue
                seen.add(told)
                words = _("{unit}, {ends}").format(unit=_(name), ends=_(how)) if how else _(name)
                yield starts, words


def _ends(raw: str, text: str) -> list[tuple[str, list[int]]]:
    """Return how ends of lines may be counted: what is added to the width of each code point."""
    if "\n" not in text:
        return [("", [])]
    once, twice = N_("ends of lines as one"), N_("ends of lines as two")
    found: list[tuple[str, list[int]]] = []
    double = [int(letter == "\n") for letter in text]
    if "\r\n" in raw:
        own = _own_ends(raw, text)
        found = [(twice, own), (once, [])]
        if own != double:
            found.append((twice, double))
        return found
    return [("", []), (twice, double)]


def _own_ends(raw: str, text: str) -> list[int]:
    """Return for each line feed of *text* whether two characters stand for it in *raw*."""
    widths = (len(found[0]) for found in _END.finditer(raw))
    return [int(letter == "\n" and next(widths, 1) == 2) for letter in text]


def _named(reading: OffsetReading, selections: Sequence[Selection]) -> float:
    """Return the share of the selections with a name that hold the words of their name."""
    text, found, total = reading.text, 0, 0
    for one in selections:
        words = " ".join(one.name.rstrip("….").split())
        if len(words) > _SHORTEST:
            total += 1
            span = reading.span(one.start, one.end)
            found += span is not None and " ".join(text[span[0] : span[1] + 40].split()).startswith(words)
    return found / total if total else 0.0


def _bordered(reading: OffsetReading, selections: Sequence[Selection]) -> float:
    """Return the share of the ends of selections at which a word begins or ends."""
    text, points = reading.text, 0
    for one in selections:
        span = reading.span(one.start, one.end)
        if span is not None:
            start, end = span
            points += _is_border(text, start) and not text[start].isspace()
            # whole lines end behind their line feed
            points += _is_border(text, end) and (not text[end - 1].isspace() or text[end - 1] == "\n")
    return points / (2 * len(selections)) if selections else 1.0


def _is_border(text: str, at: int) -> bool:
    if at <= 0 or at >= len(text):
        return True
    return not (text[at - 1].isalnum() and text[at].isalnum())
