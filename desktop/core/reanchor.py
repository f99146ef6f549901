"""Finding the places of claims again in a text that was corrected."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate

from desktop.core.language import _, ngettext
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
# of words that stand there more often than that, one among many is looked for and none doubted
_MANY = 200
# of the 32 characters before and after, so many alike tell one of two places with the same words from the other
_CLEAR = 12


class Fate(StrEnum):
    """What becomes of a claim when its text is replaced."""

    KEPT = "kept"
    MOVED = "moved"
    CHANGED = "changed"
    LOST = "lost"


class Doubt(StrEnum):
    """Why a new place may be another's: other claims come to stand there too, or its words stand there again."""

    SHARED = "shared"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a claim stands now and where it would stand.

    Attributes:
        after: None when it is lost.
        doubt: why it may be the wrong one of several places; None where nothing speaks for another.
        others: the numbers of the claims that would share its place, and did not before.
        times: how often its words stood in the old text, and stand in the new one; twice 0 where that was not counted.
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
    doubt: Doubt | None = None
    others: tuple[int, ...] = ()
    times: tuple[int, int] = (0, 0)

    @property
    def doubt_told(self) -> str:
        """In a sentence, why the new place may be the wrong one; empty where nothing says so."""
        if self.doubt is Doubt.SHARED:
            told = ngettext(
                "Doubtful: claim {numbers} stands on these words now, and stood elsewhere.",
                "Doubtful: claims {numbers} stand on these words now, and stood elsewhere.",
                len(self.others),
            )
            return told.format(numbers=", ".join(map(str, self.others)))
        if self.doubt is Doubt.AGAIN:
            told = _("Doubtful: its words stood {before} × in the text, and stand {after} × there now.")
            return told.format(before=self.times[0], after=self.times[1])
        return ""


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
    ratio, 75 of 100 at least). Where the neighbours do not tell one of several places with the same words from the
    others, they keep their order if as many stand there as before; else the claim is doubtful. So are claims that
    come to share a place and did not before.
    """
    if old == new:
        return tuple(
            Anchor(one.id, one.span, one.span, Fate.KEPT, "exact", 100.0, one.quote, one.quote) for one in quotes
        )
    places = PlaceMap(old, new)
    found = [_anchor(new, one, places) for one in quotes]
    alike: dict[str, list[int]] = defaultdict(list)
    for at, anchor in enumerate(found):
        if anchor.how == "exact":
            alike[anchor.quote].append(at)
    for quote, positions in alike.items():
        before, after = _starts(old, quote), _starts(new, quote)
        if max(len(before), len(after)) > 1 and before and after:
            for at in positions:
                found[at] = _among(found[at], old, new, before, after)
    return tuple(_with_company(found))


def _starts(text: str, words: str) -> list[int]:
    """Return where *words* stand in a text; nothing where they stand there many times."""
    found: list[int] = []
    at = text.find(words)
    while at >= 0 and len(found) <= _MANY:
        found.append(at)
        at = text.find(words, at + len(words))
    return found if len(found) <= _MANY else []


def _among(anchor: Anchor, old: str, new: str, before: list[int], after: list[int]) -> Anchor:
    """Return an anchor whose words stand at *before* in the old text, and at *after* in the new one.

    It is clear where the neighbours of its place are those that it had, and neither another place of the new text has
    them as well nor another of the old one had them.
    """
    assert anchor.after is not None
    length = len(anchor.quote)

    def fit(here: int, there: int) -> int:
        return _alike(old, here, new, there, length)

    own = fit(anchor.before.start, anchor.after.start)
    rivals = [fit(anchor.before.start, other) for other in after if other != anchor.after.start]
    rivals += [fit(other, anchor.after.start) for other in before if other != anchor.before.start]
    if own >= _CLEAR + max(rivals, default=0):
        return anchor
    if len(before) == len(after) and anchor.before.start in before:
        start = after[before.index(anchor.before.start)]
        span = Span(start, start + length)
        return replace(anchor, after=span, fate=Fate.KEPT if span == anchor.before else Fate.MOVED)
    return replace(anchor, doubt=Doubt.AGAIN, times=(len(before), len(after)))


def _alike(old: str, here: int, new: str, there: int, length: int) -> int:
    """Return how many characters beside two places are the same, 0 to 64; where both texts end it is as many."""
    from rapidfuzz.distance import Postfix, Prefix

    first, second = old[max(0, here - 32) : here], new[max(0, there - 32) : there]
    behind, following = old[here + length : here + length + 32], new[there + length : there + length + 32]
    before = 32 if first == second and len(first) < 32 else Postfix.similarity(first, second)
    after = 32 if behind == following and len(behind) < 32 else Prefix.similarity(behind, following)
    return int(before + after)


def _with_company(found: Sequence[Anchor]) -> list[Anchor]:
    """Return anchors of which those that share a place in the new text, and shared none in the old one, say so."""
    order = sorted((at for at, one in enumerate(found) if one.after), key=lambda at: found[at].after or Span(0, 0))
    company: dict[int, list[int]] = defaultdict(list)
    reached: list[int] = []
    for at in order:
        here = found[at].after
        assert here is not None
        reached = [one for one in reached if (span := found[one].after) is not None and span.end > here.start]
        for other in reached[-_MANY:]:
            there = found[other].after
            shared = there is not None and 2 * (min(here.end, there.end) - here.start) >= min(len(here), len(there))
            if shared and not found[at].before.overlaps(found[other].before):
                company[at].append(found[other].id)
                company[other].append(found[at].id)
        reached.append(at)
    return [
        replace(one, doubt=Doubt.SHARED, others=tuple(sorted(company[at]))) if at in company else one
        for at, one in enumerate(found)
    ]


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
    if new.count(one.quote) > _MANY:
        at = new.find(one.quote, max(0, expected - _AROUND))
    while at >= 0 and seen < _MANY:
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


def moved_span(old: str, new: str, span: Span, places: PlaceMap) -> Span | None:
    """Return where a segment lies: its very words, else from its moved beginning to its moved end, on whole lines."""
    words = old[span.start : span.end]
    start = places(span.start)
    if new[start : start + len(words)] == words:
        return Span(start, start + len(words))
    end = max(start, places(span.end))
    begin = new.rfind("\n", 0, start) + 1
    stop = new.find("\n", max(start, end - 1))
    found = new[begin : stop if stop >= 0 else len(new)]
    lead = len(found) - len(found.lstrip())
    return Span(begin + lead, begin + lead + len(found.strip())) if found.strip() and end > start else None
