"""Finding the places of claims again in a text that was corrected."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate

from desktop.core.spans import Span
from desktop.core.structure.units import snap_to_words
from desktop.core.text import one_line

# of 100; below it the words found say something else as likely as not
LEAST_SCORE = 75.0
# a shorter quote stands in a text by chance, so it needs its place or its neighbours
_TELLING = 16
# characters on either side of the expected place that are searched, and the longest quote that is aligned
_AROUND = 4000
_LONGEST = 20_000
_LINES = 20_000


class Fate(StrEnum):
    """What becomes of a claim when its text is replaced."""

    KEPT = "kept"
    MOVED = "moved"
    CHANGED = "changed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a claim stands now and where it would stand.

    Attributes:
        after: None when it is lost.
        how: ``exact`` (its words), ``position`` (between the words around it), ``alignment`` (what is most like it).
        score: how like the new words are to the old, 0 to 100.
        quote, new_quote: the words before and after.
    """

    id: int
    before: Span
    after: Span | None
    fate: Fate
    how: str
    score: float
    quote: str
    new_quote: str


@dataclass(frozen=True, slots=True)
class ClaimQuote:
    """What a claim keeps of its place."""

    id: int
    span: Span
    quote: str
    prefix: str = ""
    suffix: str = ""


class PlaceMap:
    """Say where a position of the old text lies in the new one, by the lines that both have."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = len(old), len(new)
        first, second = old.splitlines(keepends=True), new.splitlines(keepends=True)
        self._starts: list[int] = []
        self._pairs: list[tuple[int, int, int]] = []
        if len(first) > _LINES or len(second) > _LINES:
            return
        begins, ends = (list(accumulate(map(len, lines), initial=0)) for lines in (first, second))
        for a, b, size in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks():
            if size:
                length = begins[a + size] - begins[a]
                self._starts.append(begins[a])
                self._pairs.append((begins[a], ends[b], length))

    def __call__(self, position: int) -> int:
        """Return where *position* lies: exactly on a line that both have, in proportion between two such lines."""
        at = bisect_right(self._starts, position) - 1
        start, there, length = self._pairs[at] if at >= 0 else (0, 0, 0)
        if position <= start + length:
            return there + position - start
        beyond = at + 1 < len(self._pairs)
        next_start, next_there = self._pairs[at + 1][:2] if beyond else (self._old, self._new)
        gap, other = next_start - start - length, next_there - there - length
        return there + length + round((position - start - length) * other / gap) if gap else next_there


def reanchor(old: str, new: str, quotes: Sequence[ClaimQuote]) -> tuple[Anchor, ...]:
    """Return where each of *quotes* of the text *old* stands in *new*.

    First the exact words, at the place that fits their neighbours best and lies nearest to where it should; then
    what stands between the words that stood around them; then what is most like them thereabouts (rapidfuzz's partial
    ratio, 75 of 100 at least).
    """
    if old == new:
        return tuple(
            Anchor(one.id, one.span, one.span, Fate.KEPT, "exact", 100.0, one.quote, one.quote) for one in quotes
        )
    places = PlaceMap(old, new)
    return tuple(_anchor(new, one, places) for one in quotes)


def _anchor(new: str, one: ClaimQuote, places: PlaceMap) -> Anchor:
    expected = places(one.span.start)
    found = _exact(new, one, expected)
    if found is not None:
        fate = Fate.KEPT if found == one.span else Fate.MOVED
        return Anchor(one.id, one.span, found, fate, "exact", 100.0, one.quote, one.quote)
    for how, able in (("position", _between(new, one, expected)), ("alignment", _aligned(new, one, expected))):
        if able is not None and len(able[0]):
            span, score = able
            return Anchor(one.id, one.span, span, Fate.CHANGED, how, score, one.quote, new[span.start : span.end])
    return Anchor(one.id, one.span, None, Fate.LOST, "", 0.0, one.quote, "")


def _exact(new: str, one: ClaimQuote, expected: int) -> Span | None:
    from rapidfuzz.distance import Postfix, Prefix

    best: tuple[int, int] | None = None
    at, seen = new.find(one.quote), 0
    # a word such as “the” stands there thousands of times: those nearest to the expected place are enough
    if new.count(one.quote) > 200:
        at = new.find(one.quote, max(0, expected - _AROUND))
    while at >= 0 and seen < 200:
        end = at + len(one.quote)
        fits = Postfix.similarity(new[max(0, at - 32) : at], one.prefix)
        fits += Prefix.similarity(new[end : end + 32], one.suffix)
        # three characters of a neighbour outweigh a hundred of distance
        rank = (-fits * 33 + abs(at - expected), at)
        near = fits >= 8 or abs(at - expected) <= _AROUND // 8
        if (len(one.quote) >= _TELLING or near) and (best is None or rank < best):
            best = rank
        at = new.find(one.quote, at + 1)
        seen += 1
    return Span(best[1], best[1] + len(one.quote)) if best else None


def _between(new: str, one: ClaimQuote, expected: int) -> tuple[Span, float] | None:
    """Return what stands between the old neighbours, when both are there, in order and about as far apart."""
    from rapidfuzz import fuzz

    prefix, suffix = one.prefix[-16:], one.suffix[:16]
    if len(prefix.strip()) < 6 or len(suffix.strip()) < 6:
        return None
    low = max(0, expected - _AROUND)
    start = new.find(prefix, low, expected + _AROUND)
    if start < 0:
        return None
    start += len(prefix)
    end = new.find(suffix, start, start + 2 * len(one.quote) + 200)
    if end < 0 or end == start:
        return None
    score = fuzz.ratio(one.quote[:_LONGEST], new[start:end][:_LONGEST])
    # the neighbours may stand around words that have nothing to do with the old ones
    return (Span(start, end), score) if score >= LEAST_SCORE - 25 else None


def _aligned(new: str, one: ClaimQuote, expected: int) -> tuple[Span, float] | None:
    from rapidfuzz import fuzz

    if len(one.quote) > _LONGEST or len(one.quote) < 6:
        return None
    low = max(0, expected - _AROUND - len(one.quote))
    window = new[low : expected + _AROUND + 2 * len(one.quote)]
    found = fuzz.partial_ratio_alignment(one.quote, window, score_cutoff=LEAST_SCORE)
    if found is None or found.dest_end <= found.dest_start:
        return None
    span = snap_to_words(new, Span(low + found.dest_start, low + found.dest_end))
    score = fuzz.ratio(one_line(one.quote), one_line(new[span.start : span.end]))
    return (span, score) if score >= LEAST_SCORE else None
