"""What of a text can be laid out on a screen: long lines in pieces, and an end where a text is no reading.

A line of a page has some thousand characters. One word of thirty million, or fifteen million lines, would keep the
window for minutes each time it lays them out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from desktop.core.language import _, ngettext

# characters that stand in one line of the layout; beyond them a line is broken at a space
LONGEST_LINE = 20_000
# lines of a text
MOST_LINES = 200_000
_SPACE = re.compile(r"\s")
_ONE_UNIT = 0xFFFF


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is laid out, unit for unit of UTF-16 as long as it is.

    Attributes:
        hidden: stretches of it that are not shown, in code points; each is a line of its own.
        told: what is not shown, in a sentence or two; empty where all is.
    """

    text: str
    hidden: tuple[tuple[int, int], ...] = ()
    told: str = ""


def showing(text: str) -> Shown:
    """Return *text* with line breaks in the place of spaces where lines are too long, and what is hidden of it."""
    count = text.count("\n")
    parts: list[str] = []
    hidden: list[tuple[int, int]] = []
    told: list[str] = []
    end = len(text)
    if count > MOST_LINES:
        # the rest is one line, which costs nothing as long as it is not shown
        end = next(islice(re.finditer("\n", text), MOST_LINES - 1, None)).start()
        hidden.append((end, len(text)))
        told.append(
            _("Only the first {most:,} of {count:,} lines are shown here.").format(most=MOST_LINES, count=count + 1)
        )
    at, words = 0, 0
    for start, stop in _long_lines(text, end):
        parts.append(text[at:start])
        piece, cut = _in_pieces(text[start:stop])
        parts.append(piece)
        hidden.extend((start + first, start + last) for first, last in cut)
        words += len(cut)
        at = stop
    if not parts and end == len(text):
        return Shown(text)
    parts.append(text[at:end])
    if end < len(text):
        parts.append("\n" + re.sub(r"[\n\u2028\u2029]", " ", text[end + 1 :]))
    if words:
        sentence = ngettext(
            "{count:,} stretch without a space is longer than {most:,} characters and is shown no further.",
            "{count:,} stretches without a space are longer than {most:,} characters and are shown no further.",
            words,
        )
        told.append(sentence.format(count=words, most=LONGEST_LINE))
    return Shown("".join(parts), tuple(sorted(hidden)), " ".join(told))


def _long_lines(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Yield where lines stand that are too long, in *text* up to *end*; without a look at each of the others."""
    at = 0
    while end - at > LONGEST_LINE:
        last = text.rfind("\n", at, at + LONGEST_LINE + 1)
        if last >= 0:
            at = last + 1
            continue
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        yield at, stop
        at = stop + 1


def _in_pieces(line: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a long line broken where it has spaces, and the stretches that are hidden where it has none."""
    letters: list[str] = []
    hidden: list[tuple[int, int]] = []
    at = 0
    while len(line) - at > LONGEST_LINE:
        space = line.rfind(" ", at + 1, at + LONGEST_LINE)
        if space > 0:
            letters += (line[at:space], "\n")
            at = space + 1
            continue
        begin = at + LONGEST_LINE
        found = _SPACE.search(line, begin + 1)
        stop = found.start() if found else len(line)
        # a line break is one unit in UTF-16, and what it stands for may be two
        letters += (line[at:begin], "\n" if ord(line[begin]) <= _ONE_UNIT else "\n ", line[begin + 1 : stop])
        hidden.append((begin, stop))
        if found:
            letters.append("\n")
        at = stop + 1
    letters.append(line[at:])
    return "".join(letters), hidden
