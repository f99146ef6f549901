"""Half-open ranges of code points, and the one converter between them and the UTF-16 units that Qt counts."""

import re
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import add

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
# letters that are looked through at once: nothing else in the program has its turn meanwhile
_PIECE = 5_000
# where more than one of so many letters is one of these, all are looked at, instead of looking for each
_DENSE = 10
# Qt reads these as its own frame and object marks; each gives way to a replacement character of the same width
_QT_MARKS = ("\ufdd0", "\ufdd1", "\ufffc")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points of a stored text.

    Raises:
        ValueError: when it would begin before 0 or end before it begins.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Tell whether *other* lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read ``START-END``.

        Raises:
            ValueError: when *text* is not of that form.
        """
        found = re.fullmatch(r"(\d+)-(\d+)", text.strip())
        if found is None:
            raise ValueError(f"not a span (START-END): {text!r}")
        return cls(int(found[1]), int(found[2]))


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a stretch of *text* without white space at its ends; of nothing else its end."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, max(start, start + len(words.strip())))


class Utf16Map:
    """Translate positions in one text between code points (the store) and UTF-16 units (Qt).

    Only characters outside the Basic Multilingual Plane differ (two units each), and line breaks that a layout shows
    and the text does not have, so the positions of these are all it keeps; both directions are a binary search among
    them.

    Attributes:
        length: the text's length in code points.
        utf16_length: its length in UTF-16 units, with the breaks.
    """

    __slots__ = ("_inside", "_points", "_units", "length", "utf16_length")

    def __init__(self, text: str, breaks: Sequence[int] = ()) -> None:
        """*breaks* are the code points before which a line break is shown that the text does not have, in order."""
        self._points = _astral(text)
        # what stands at the unit behind each: the second half of a letter, or the line break behind it
        self._inside = self._points
        if breaks:
            self._points, self._inside = _with_breaks(self._points, breaks)
        # of a text of millions of them lists would be millions of numbers to free at once
        self._units = array("I")
        for start in range(0, len(self._points), _PIECE):
            self._units.extend(map(add, self._points[start : start + _PIECE], count(start)))
        self.length = len(text)
        self.utf16_length = len(text) + len(self._points)

    def to_utf16(self, point: int) -> int:
        """Return the UTF-16 position of the code point position *point*."""
        return point + bisect_left(self._points, point)

    def to_utf16_many(self, points: Sequence[int]) -> Sequence[int]:
        """Return the UTF-16 positions of many code point positions at once."""
        own = self._points
        return [point + bisect_left(own, point) for point in points] if own else points

    def to_points(self, unit: int) -> int:
        """Return the code point position of the UTF-16 position *unit*.

        A position inside a surrogate pair belongs to the character it cuts and gives that character's beginning.
        """
        before = bisect_left(self._units, unit)
        if before and self._units[before - 1] == unit - 1:
            return self._inside[before - 1]
        return unit - before


def _astral(text: str) -> "array[int]":
    """Return where the characters outside the Basic Multilingual Plane stand."""
    found = array("I")
    # most texts hold none. One that does has four bytes in memory for each letter; those of others are not looked at,
    # which takes a window that opens tens of megabytes too long
    if sys.getsizeof(text) < 4 * len(text):
        return found
    for start in range(0, len(text), _PIECE):
        piece = text[start : start + _PIECE]
        astral = len(piece.encode("utf-16-le", "surrogatepass")) // 2 - len(piece)
        if astral * _DENSE > len(piece):
            found.extend(compress(range(start, start + len(piece)), map("\uffff".__lt__, piece)))
        elif astral:
            found.extend(start + one.start() for one in _ASTRAL.finditer(piece))
    return found


def _with_breaks(astral: "array[int]", breaks: Sequence[int]) -> "tuple[array[int], array[int]]":
    """Return the places behind which a unit more stands, and what stands at that unit: astral characters and breaks."""
    points, inside = array("I"), array("I")
    done = 0
    for place in breaks:
        stop = bisect_left(astral, place, done)
        points += astral[done:stop]
        inside += astral[done:stop]
        points.append(place - 1)
        inside.append(place)
        done = stop
    return points + astral[done:], inside + astral[done:]


def display_text(text: str) -> str:
    """Return *text* for a Qt document: unit for unit as long as *text*, with Qt's own marks replaced."""
    for mark in _QT_MARKS:
        if mark in text:
            text = text.replace(mark, "\ufffd")
    return text


def page_of(pages: Sequence[int], position: int) -> int | None:
    """Return the number of the page, from 1, that the character at *position* stands on; None without pages.

    *pages* are the positions at which the pages begin, in order.
    """
    return max(1, bisect_right(pages, position)) if pages else None
