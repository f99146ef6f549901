"""Pages of hearings, courts and analysts as plain text, whose lines are numbered.

::

                                                         4
     1        MS. QUILL:  It goes at nine, as it
     2   always did.

The numbers are no words of anybody; nor is what comes again above and below each page, figures aside.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from desktop.core.structure.units import ends_sentence

_NUMBERED = re.compile(r"[\f \t]{0,8}(?P<number>\d{1,4})(?:[ \t]{2,}(?=\S)|\t[ \t]*|[ \t]*$)")
_BEGINS = re.compile(r"^[\f \t]{0,8}1(?:[ \t]{2,}|\t)", re.MULTILINE)
# so many lines are numbered, but on the last page; of all lines so many are; of these so many go on in small letters
_PAGE, _SHARE, _GOING_ON = 5, 0.6, 0.25


@dataclass(frozen=True, slots=True)
class NumberedLines:
    """A text without the numbers of its lines.

    Attributes:
        count: how many numbers there were.
        heads: what stood above and below the pages.
    """

    text: str
    count: int
    heads: tuple[str, ...]


def without_line_numbers(text: str) -> NumberedLines | None:
    """Return *text* without the numbers of its lines, through all of it or of each page; None where lines have none."""
    if _BEGINS.search(text) is None:
        return None
    lines = text.split("\n")
    pages = _pages(lines)
    numbered = [at for page in pages for at in page]
    full = sum(1 for line in lines if line.strip())
    whole = [page for page in pages if len(page) >= _PAGE]
    if not pages or len(whole) < max(1, len(pages) - 1) or len(numbered) < _SHARE * full:
        return None
    said = {at: _NUMBERED.sub("", lines[at], count=1) for at in numbered}
    spoken = [words for words in said.values() if words]
    goes_on = sum(words[0].islower() and not ends_sentence(above) for above, words in pairwise(spoken))
    if goes_on < _GOING_ON * len(spoken):
        return None
    # a first line stands in where it is farther from the beginning of its line than others are
    places = {at: len(lines[at].expandtabs()) - len(words.expandtabs()) for at, words in said.items() if words}
    least = min(places.values())
    for at, words in said.items():
        lines[at] = " " * (places.get(at, least) - least) + words
    heads = _heads(lines, pages) if len(pages) > 1 else set[int]()
    told = tuple(lines[at].strip() for at in sorted(heads))
    # what goes on over a page is one
    gone = heads | {
        at
        for page, below in pairwise(pages)
        for at in range(page[-1] + 1, below[0])
        if not lines[at].strip() and heads.issuperset(_full(lines, page[-1] + 1, below[0]))
    }
    return NumberedLines("\n".join(line for at, line in enumerate(lines) if at not in gone), len(numbered), told)


def _pages(lines: Sequence[str]) -> list[list[int]]:
    """Return the lines that are numbered 1, 2, 3 …, page by page; nothing but blank lines stands between them."""
    pages: list[list[int]] = []
    last = 0
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        found = _NUMBERED.match(line)
        number = int(found["number"]) if found else 0
        if number == 1:
            pages.append([at])
        elif last and number == last + 1:
            pages[-1].append(at)
        last = number if pages and pages[-1][-1] == at else 0
    # the number of a page stands alone
    return [page for page in pages if len(page) > 1 or _NUMBERED.sub("", lines[page[0]], count=1)]


def _heads(lines: Sequence[str], pages: Sequence[Sequence[int]]) -> set[int]:
    """Return the lines above and below the numbered ones that come again, figures aside."""
    numbered = {at for page in pages for at in page}
    outside = {at: re.sub(r"\d+", "0", lines[at].strip()) for at in _full(lines, 0, len(lines)) if at not in numbered}
    shapes = Counter(outside.values())
    return {at for at, shape in outside.items() if shapes[shape] > 1}


def _full(lines: Sequence[str], start: int, end: int) -> list[int]:
    return [at for at in range(start, end) if lines[at].strip()]
