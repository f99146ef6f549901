"""What of a text can be laid out on a screen: long lines in pieces, and an end where a text is no reading.

A line of a page has some thousand characters. One word of thirty million, or fifteen million lines, would keep the
window for minutes each time it lays them out. What is laid out comes in pieces, since of a large text all of it at once
would keep the window, too.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.core.language import _
from desktop.core.spans import Utf16Map

# characters that stand in one line of the layout; beyond them a line is broken at a space
LONGEST_LINE = 8_000
# characters without a space, behind which a line is broken between two letters: in most scripts that takes longest
LONGEST_WORD = 2_000
# lines of a text
MOST_LINES = 200_000
# a piece ends at so many characters or lines, which take a window some milliseconds
PIECE, PIECE_LINES = 200_000, 4_000
# characters of a paragraph that is laid out by itself where all of a text need not be one
PART = 2_000
# marks on one letter, at most: what has more is parted among them
_MARKS = 8
# parts of a line or a word of such letters are so many times shorter: all of their marks stand above each other, and a
# page that is full of lines without end has tens of thousands
_SHORTER = 4
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A stretch of a text as it is laid out: unit for unit of UTF-16 as `core.spans.Utf16Map` has it with its breaks.

    Attributes:
        hidden: stretches of the text that are not shown, in code points of the whole; each is a line of its own.
    """

    text: str
    hidden: tuple[tuple[int, int], ...] = ()


def line_ends(text: str) -> list[int]:
    """Return where lines that are too long are broken: at a space, which gives way, or else before another letter."""
    found: list[int] = []
    at = 0
    while len(text) - at > LONGEST_WORD:
        # without a look at each line
        last = text.rfind("\n", at, at + LONGEST_WORD + 1)
        if last >= 0:
            at = last + 1
            continue
        if text.rfind(" ", at + 1, at + LONGEST_WORD) < 0:
            found += _within_word(text, at)
            at = found[-1]
            continue
        most = LONGEST_WORD if _before_mark(text, at + LONGEST_WORD, _MARKS) is None else LONGEST_LINE
        last = text.find("\n", at, at + most + 1)
        if last >= 0 or len(text) - at <= most:
            at = last + 1 if last >= 0 else len(text)
            continue
        found.append(text.rfind(" ", at + 1, at + most))
        at = found[-1] + 1
    return found


def breaks(text: str, ends: Sequence[int]) -> list[int]:
    """Return before which letters a line break is shown that the text does not have; *ends* are its `line_ends`."""
    return [place for place in ends if text[place] != " "]


def _within_word(text: str, at: int) -> list[int]:
    """Return where the word that begins at *at* is broken, which is too long."""
    ends = (text.find(one, at + LONGEST_WORD) for one in " \n")
    end = min((one for one in ends if one >= 0), default=len(text))
    if text.isascii() and end - at > LONGEST_WORD:
        return [*range(at + LONGEST_WORD, end, LONGEST_WORD)]
    found: list[int] = []
    least = max(1, LONGEST_WORD // _SHORTER)
    most = min(_MARKS, least - 1)
    length = LONGEST_WORD
    while not found or end - at > length:
        at += length
        back = _marks_before(text[max(0, at - most - 1) : at + 1])
        if back > most:
            length = least
        else:
            length = LONGEST_WORD
            at -= back
        found.append(at)
    return found


def _between_letters(text: str, at: int) -> int:
    """Return the place of a letter at *at*, or a little before it, that has its marks."""
    place = _before_mark(text, at, min(_MARKS, PART - 1))
    return at if place is None else place


def _before_mark(text: str, at: int, most: int) -> int | None:
    """Return the place of the last letter up to *at*, at most so many marks before it; None where more stand there."""
    back = _marks_before(text[max(0, at - most - 1) : at + 1])
    return None if back > most else at - back


@lru_cache(maxsize=1_000)
def _marks_before(letters: str) -> int:
    """Return how many letters at the end of some belong to the one before them, which is not the first."""
    back = 0
    while back < len(letters) - 1 and _is_joined(letters, len(letters) - 1 - back):
        back += 1
    return back


def _is_joined(text: str, at: int) -> bool:
    return unicodedata.category(text[at])[0] == "M" or _JOINER in (text[at], text[at - 1])


class ReadyText:
    """A stored text with what takes long to find before it is laid out; made of a large one beside a window.

    Attributes:
        sha256: its hash.
        line_ends: as the function tells them.
        units: its positions in UTF-16, with the breaks.
    """

    __slots__ = ("line_ends", "sha256", "text", "units")

    def __init__(self, text: str, sha256: str) -> None:
        self.text = text
        self.sha256 = sha256
        self.line_ends = line_ends(text)
        self.units = Utf16Map(text, breaks(text, self.line_ends))


class Showing:
    """A text as it is laid out, with line breaks where lines are too long.

    `pieces` are read once; what they leave out is `told` behind the last.
    """

    def __init__(self, text: str, ends: Sequence[int] | None = None) -> None:
        """*ends* are the `line_ends` of the text, where they are known already."""
        self._text = text
        self._ends = line_ends(text) if ends is None else ends
        # of both, as far as pieces were made
        self._at = self._ended = self._lines = 0
        self._unshown = 0
        self._letters: list[str] = []
        self._hidden: list[tuple[int, int]] = []
        self._size = self._breaks = 0

    @property
    def told(self) -> str:
        """What is not shown, in a sentence; empty where all is."""
        if not self._unshown:
            return ""
        words = _("Only the first {most:,} of {count:,} lines are shown here.")
        return words.format(most=MOST_LINES, count=MOST_LINES + self._unshown)

    def pieces(self) -> Iterator[ShownPiece]:
        """Yield the text piece by piece; each is made when it is asked for."""
        text = self._text
        while self._at < len(text):
            end = self._ends[self._ended] if self._ended < len(self._ends) else len(text)
            most = min(end, self._at + LONGEST_LINE + 1)
            stop = most if most == len(text) else text.rfind("\n", self._at, most) + 1
            if not stop:
                self._take(end)
                self._break()
            elif (cut := self._last_shown(stop)) is not None:
                self._take(cut)
                yield from self._hide()
            else:
                self._take(stop)
            if self._size >= PIECE or self._breaks >= PIECE_LINES:
                yield self._made()
        if self._letters:
            yield self._made()

    def _take(self, stop: int) -> None:
        """Let the text up to *stop* stand as it is."""
        if stop > self._at:
            self._letters.append(self._text[self._at : stop])
        self._size += stop - self._at
        self._at = stop

    def _break(self) -> None:
        """End a line that is too long: in the place of a space, or before a letter."""
        self._letters.append("\n")
        self._at += self._text[self._at] == " "
        self._ended += 1
        self._size += 1
        self._breaks += 1

    def _last_shown(self, stop: int) -> int | None:
        """Count the lines up to *stop*; return where the last one ends that is shown, if that is before *stop*."""
        lines = self._text.count("\n", self._at, stop)
        self._breaks += lines
        if self._lines + lines < MOST_LINES:
            self._lines += lines
            return None
        cut = self._at - 1
        for _line in range(MOST_LINES - self._lines):
            cut = self._text.find("\n", cut + 1)
        if self._text.find("\n", cut + 1) < 0:
            # a last line more hides nothing
            self._lines = -len(self._text)
            return None
        return cut

    def _hide(self) -> Iterator[ShownPiece]:
        """Hide all that follows, in lines of its own."""
        text = self._text
        while self._at < len(text):
            begin, end = self._at, min(self._at + PIECE, len(text))
            letters = text[begin:end]
            units = len(letters) if letters.isascii() else len(letters.encode("utf-16-le", "surrogatepass")) // 2
            ended = bisect_left(self._ends, end)
            units += len(breaks(text, self._ends[self._ended : ended]))
            # of what is hidden only the length counts
            self._letters.append("\n" + " " * (units - 1))
            self._hidden.append((begin, end))
            self._size += units
            self._at, self._ended = end, ended
            self._unshown += letters.count("\n")
            if self._size >= PIECE:
                yield self._made()

    def _made(self) -> ShownPiece:
        """Return what was made since the last piece."""
        made = ShownPiece("".join(self._letters), tuple(self._hidden))
        self._letters, self._hidden = [], []
        self._size = self._breaks = 0
        return made


def parts(words: str) -> Iterator[str]:
    """Yield a paragraph in parts of some `PART` characters, of which a page lays out those that are seen.

    Each but the last ends behind white space if it can, or else behind any letter with its marks.
    """
    start = 0
    while len(words) - start > PART:
        most = start + PART
        stop = 1 + max(words.rfind(one, start, most) for one in " \n")
        if stop <= start:
            stop = _between_letters(words, most)
        yield words[start:stop]
        start = stop
    yield words[start:]
