"""Sentences of a stretch of text, with exact offsets."""

import re

from desktop.analysis.words import word_set
from desktop.core.spans import Span

_END = re.compile("[.!?…]+[\"'”’»“)\\]]*(?=\\s|$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Jr|Sr|vs|No|Nos|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|"
    r"Nov|Dec|Inc|Ltd|Co|cf|al|approx|fig|i\.e|e\.g|etc)|\b[A-Z](?:\.[A-Z])*)\.$"
)
_BLANK = re.compile(r"\n[ \t\u00a0]*\n")
_NEXT = re.compile(r"[A-Za-z]+")
# after these a sentence may end all the same, when what follows begins one
_NATIONS = re.compile(r"(?:\b[A-Z]\.[A-Z]|\betc)\.$")
_STARTERS = word_set("the a an this that these those it he she we they i in on at but and so also our their")


def split_sentences(text: str, within: Span) -> list[Span]:
    """Return the sentences of a stretch of *text*, without white space at their ends.

    A line break preceded by no stop ends one only where a blank line follows.
    """
    found: list[Span] = []
    start = within.start
    stops = [one.end() for one in _END.finditer(text, within.start, within.end)]
    breaks = [one.end() for one in _BLANK.finditer(text, within.start, within.end)]
    known = set(stops)
    for at in sorted({*stops, *breaks, within.end}):
        if at <= start or (at in known and at < within.end and not _ends(text, start, at, within.end)):
            continue
        left, right = start, at
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if left < right:
            found.append(Span(left, right))
        start = at
    return found


def _ends(text: str, start: int, at: int, limit: int) -> bool:
    """Tell whether the stop before *at* ends a sentence."""
    following = text[at : min(limit, at + 40)].lstrip()
    first = following.lstrip("\"'“”‘’«»„([–—-• ")[:1]
    if not first:
        return True
    if first.islower():
        return False
    word = text[max(start, at - 12) : at]
    if _ABBREVIATION.search(word):
        next_word = _NEXT.match(following)
        return bool(_NATIONS.search(word)) and next_word is not None and next_word[0].lower() in _STARTERS
    return True
