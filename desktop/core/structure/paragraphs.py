"""What the paragraphs of a text are: its lines, or what blank lines part where a program wrapped it."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from desktop.core.matching import fold
from desktop.core.spans import Span, trimmed
from desktop.core.structure.heads import LINE_NUMBER, find_head
from desktop.core.structure.units import ends_sentence

# possessive, and from its beginning: a line of nothing but blanks would else take the square of its length
_FULL = r"[^\S\n]*+\S[^\n]*+"
_LINE = re.compile(rf"^{_FULL}", re.MULTILINE)
_BLOCK = re.compile(rf"^{_FULL}(?:\n{_FULL})*+", re.MULTILINE)
# a text whose lines are nearly all of 45 to 100 characters, several to a block, was wrapped by a program
_WRAPPED = (45, 100)
_CHANGE = re.compile(r"\s*>>+")
# by so many blanks a first line stands in, but not what is centred
_INDENT = (2, 12)
# of wrapped lines, and of names above them
_LEAST, _NAMES = 4, 3


def find_paragraphs(text: str, *, joined: bool = True) -> list[Span]:
    """Return the paragraphs of *text* without the white space around them.

    Each line is one, unless the text was wrapped by a program and *joined* allows it: then a blank line ends it, a
    line that stands in, and the end of a line that holds nothing but who speaks; a line of captions with ``>>`` begins
    one.
    """
    if joined and (indented := _indented(text, list(_LINE.finditer(text)))):
        return indented
    parts = _blocks(text) if joined else []
    named = _named([[line[0] for line in lines] for lines in parts])
    wrapped = False
    if parts:
        inner = [len(line[0]) for at, lines in enumerate(parts) for line in lines[at in named : -1]]
        within = sum(_WRAPPED[0] <= length <= _WRAPPED[1] for length in inner)
        several = sum(len(lines) > 1 for lines in parts)
        wrapped = len(inner) >= _LEAST and within >= 0.8 * len(inner) and 2 * several >= len(parts)
    if wrapped:
        # a conversation may have lines of that length, one below the other
        heads = Counter(
            fold(head.name)
            for lines in parts
            for line in lines[1:]
            if (head := find_head(LINE_NUMBER.sub("", line[0])))
        )
        again = sum(count for count in heads.values() if count > 1)
        wrapped = 3 * again < len(inner)
    if not wrapped:
        return [trimmed(text, *match.span()) for match in _LINE.finditer(text)]
    found = []
    for at, lines in enumerate(parts):
        first = lines[0]
        if at in named:
            found.append(trimmed(text, *first.span()))
        found.append(trimmed(text, first.end() if at in named else first.start(), lines[-1].end()))
    return found


def _blocks(text: str) -> list[list[re.Match[str]]]:
    """Return the lines between blank ones, block by block; where captions change the speaker (``>>``), one begins."""
    found = []
    for block in _BLOCK.finditer(text):
        lines = list(_LINE.finditer(text, *block.span()))
        # what is quoted in mail has the mark before each line
        changes = {at for at, line in enumerate(lines) if _CHANGE.match(line[0])}
        starts = {at for at in changes if at - 1 not in changes or find_head(lines[at][0]) is not None}
        found += [lines[at:end] for at, end in pairwise(sorted({0, *starts, len(lines)}))]
    return found


def _indented(text: str, lines: Sequence[re.Match[str]]) -> list[Span]:
    """Return the paragraphs of a wrapped text whose first lines stand in, as hearings are printed; else none."""
    indents = [len(line[0]) - len(line[0].lstrip()) for line in lines]
    starts: list[int] = []
    goes_on = full = 0
    for at, line in enumerate(lines):
        below = at > 0 and "\n" not in text[lines[at - 1].end() : line.start()].replace("\n", "", 1)
        # flush below a full line
        full_above = at > 0 and len(lines[at - 1][0].rstrip()) >= _WRAPPED[0] and indents[at - 1] <= _INDENT[1]
        joins = below and indents[at] == 0 and full_above
        goes_on += joins
        full += len(line[0]) <= _WRAPPED[1]
        if not joins:
            starts.append(at)
    ends = [*starts[1:], len(lines)] if starts else []
    several = [at for at, end in zip(starts, ends, strict=True) if end - at > 1]
    stands_in = sum(_INDENT[0] <= indents[at] <= _INDENT[1] for at in several)
    if goes_on < 4 or full < len(lines) or 2 * goes_on < len(starts) or 2 * stands_in < len(several):
        return []
    return [trimmed(text, lines[at].start(), lines[end - 1].end()) for at, end in zip(starts, ends, strict=True)]


def _named(blocks: Sequence[Sequence[str]]) -> set[int]:
    """Return the blocks whose first lines are names of who says the rest: short ones, that come again or have times."""
    able = {
        at: fold(lines[0].strip())
        for at, lines in enumerate(blocks)
        if len(lines) > 1 and len(lines[0]) < _WRAPPED[0] and not ends_sentence(lines[0], ",;")
    }
    counts = Counter(able.values())
    heads = {at: find_head(blocks[at][0]) for at in able}
    sure = {at for at, line in able.items() if counts[line] > 1 or ((head := heads[at]) is not None and head.alone)}
    several = len({able[at] for at in sure}) > 1 and len(sure) >= _NAMES
    return set(able) if several and 2 * len(sure) >= len(able) else set()
