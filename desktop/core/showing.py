"""What of a text can be laid out on a screen: long lines in pieces, and an end where a text is no reading.

A line of a page has some thousand characters. One word of thirty million, or fifteen million lines, would keep the
window for minutes each time it lays them out. What is laid out comes in pieces, since of a large text all of it at once
would keep the window, too.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.core.language import _, ngettext

# characters that stand in one line of the layout; beyond them a line is broken at a space
LONGEST_LINE = 20_000
# lines of a text
MOST_LINES = 200_000
# a piece ends at so many characters or lines, which take a window some milliseconds
PIECE, PIECE_LINES = 200_000, 4_000
# characters of a paragraph that is laid out by itself where all of a text need not be one
PART = 4_000
# marks on one letter, at most: what has more is parted among them
_MARKS = 20
_SPACE = re.compile(r"\s")
_ONE_UNIT = 0xFFFF


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A stretch of a text as it is laid out, unit for unit of UTF-16 as long as it is.

    Attributes:
        hidden: stretches of the text that are not shown, in code points of the whole; each is a line of its own.
    """

    text: str
    hidden: tuple[tuple[int, int], ...] = ()


class Showing:
    """A text as it is laid out, with line breaks in the place of spaces where lines are too long.

    `pieces` are read once; what they leave out is `told` behind the last.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        # of the text, as far as pieces of it were made
        self._at = self._lines = 0
        self._words, self._unshown = 0, 0
        self._letters: list[str] = []
        self._hidden: list[tuple[int, int]] = []
        self._size = self._breaks = 0

    @property
    def told(self) -> str:
        """What is not shown, in a sentence or two; empty where all is."""
        told = []
        if self._unshown:
            words = _("Only the first {most:,} of {count:,} lines are shown here.")
            told.append(words.format(most=MOST_LINES, count=MOST_LINES + self._unshown))
        if self._words:
            sentence = ngettext(
                "{count:,} stretch without a space is longer than {most:,} characters and is shown no further.",
                "{count:,} stretches without a space are longer than {most:,} characters and are shown no further.",
                self._words,
            )
            told.append(sentence.format(count=self._words, most=LONGEST_LINE))
        return " ".join(told)

    def pieces(self) -> Iterator[ShownPiece]:
        """Yield the text piece by piece; each is made when it is asked for."""
        text = self._text
        while len(text) - self._at > LONGEST_LINE:
            # without a look at each line
            last = text.rfind("\n", self._at, self._at + LONGEST_LINE + 1)
            if last < 0:
                yield from self._break_line()
            elif (cut := self._last_shown(last + 1)) is not None:
                self._take(cut)
                yield from self._hide(len(text))
                break
            else:
                self._take(last + 1)
            if self._size >= PIECE or self._breaks >= PIECE_LINES:
                yield self._made()
        cut = self._last_shown(len(text))
        if cut is not None:
            self._take(cut)
            yield from self._hide(len(text))
        self._take(len(text))
        if self._letters:
            yield self._made()

    def _take(self, stop: int, instead: str = "") -> None:
        """Let the text up to *stop* stand as it is, and *instead* of the white space behind it something else."""
        if stop > self._at:
            self._letters.append(self._text[self._at : stop])
        if instead:
            self._letters.append(instead)
        self._size += stop - self._at
        self._at = stop + len(instead)

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

    def _break_line(self) -> Iterator[ShownPiece]:
        """Take the next part of a line that is too long: up to a space, or else hide what cannot be broken."""
        text, at = self._text, self._at
        space = text.rfind(" ", at + 1, at + LONGEST_LINE)
        if space > 0:
            self._take(space, "\n")
            self._breaks += 1
            return
        self._take(at + LONGEST_LINE)
        self._words += 1
        yield from self._hide(None)
        # a real one is counted with its line
        if self._at < len(text) and text[self._at] != "\n":
            self._take(self._at, "\n")

    def _hide(self, stop: int | None) -> Iterator[ShownPiece]:
        """Hide what follows up to *stop*, or to the next white space behind its first letter, in lines of its own."""
        text, is_first = self._text, True
        while self._at < len(text) and (stop is None or self._at < stop):
            begin = self._at
            end = min(begin + PIECE, len(text))
            found = None
            if stop is None:
                found = _SPACE.search(text, begin + is_first, end)
                end = found.start() if found else end
            if end > begin:
                letters = text[begin:end]
                units = len(letters) if letters.isascii() else len(letters.encode("utf-16-le", "surrogatepass")) // 2
                # of what is hidden only the length counts
                self._letters.append("\n" + " " * (units - 1))
                self._hidden.append((begin, end))
                self._size += units
                self._at = end
                if stop is not None:
                    self._unshown += letters.count("\n")
            is_first = False
            if self._size >= PIECE:
                yield self._made()
            if found:
                return

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
            stop = most
            while stop > most - _MARKS and unicodedata.category(words[stop])[0] == "M":
                stop -= 1
        yield words[start:stop]
        start = stop
    yield words[start:]
