"""Two runs of words laid beside each other: where the one stands in the other, and what changed.

The quotation is aligned as a whole with any part of the passage (Needleman & Wunsch 1970, with free ends in the passage
as in Sellers 1980), where leaving out many words in a row costs little more than leaving out one (Gotoh 1982): a clause
that a report dropped must not tear its ends apart. Runs of words that both have are anchors, and only what lies between
them and at the ends is laid in a table (as in MUMmer, Delcher et al. 1999). Words of grammar count about a third of the
others, so that a stray “the” does not move an end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.analysis.tracing.alignment_table import ROOM, AlignmentStep, Run, anchors, between, common_runs, table
from desktop.analysis.words import USUAL, Grammar, stem

# beyond this many pairs of words the passage is narrowed first
_LARGE = 60_000
# how far outside the ends words that changed their place are looked for, and how far inside they may stand now
_REACH, _INSIDE = 4, 5
_TELLING = 0.6


@dataclass(frozen=True, slots=True)
class Alignment:
    """A quotation beside its passage.

    Attributes:
        first, last: half-open range of the passage's words.
        steps: from the first word to the last.
        score: what the alignment maximises, in words.
    """

    first: int
    last: int
    steps: tuple[AlignmentStep, ...]
    score: float


@dataclass(frozen=True, slots=True)
class RoughAlignment:
    """Where in a longer run a quotation lies, roughly.

    Attributes:
        start, end: half-open range of words.
        shared: which words of the quotation are there.
        runs: the same in runs, their places counted from *start*.
    """

    start: int
    end: int
    shared: tuple[int, ...]
    runs: tuple[Run, ...]


def outline(quoted: Sequence[object], passage: Sequence[object]) -> RoughAlignment:
    """Return the densest part of the longest common subsequence: much cheaper than `align`, with rough ends.

    The part is half as long again as the quotation, and has room beyond its ends for words that differ.
    """
    found = common_runs(quoted, passage)
    if not found:
        return RoughAlignment(0, min(len(passage), len(quoted) * 3 // 2 + 4), (), ())
    # words of the quotation before and behind what was found, and some more
    at, place, _ = found[0]
    start = max(0, place - at - ROOM)
    at, place, _ = found[-1]
    return RoughAlignment(
        start,
        min(len(passage), place + len(quoted) - at + ROOM),
        tuple(word for at, _, length in found for word in range(at, at + length)),
        tuple((at, place - start, length) for at, place, length in found),
    )


def align(
    quoted: Sequence[str],
    passage: Sequence[str],
    rarity: Sequence[float] = (),
    runs: Sequence[Run] | None = None,
    grammar: Grammar = USUAL,
) -> Alignment:
    """Lay *quoted* beside the part of *passage* that fits it best; both are keys. Without any word it is empty.

    *rarity* is how much finding each word of *quoted* tells, from 0 to 1; without it all tell alike. *runs* are what
    both have in common, as `common_runs`, where that is known; *grammar* tells what their words weigh.
    """
    if not quoted or not passage:
        return Alignment(0, 0, tuple(AlignmentStep(at, None, "added") for at in range(len(quoted))), 0.0)
    # word for word
    line = "\n".join(["", *passage, ""])
    if (place := line.find("\n".join(["", *quoted, ""]))) >= 0:
        at = line.count("\n", 0, place)
        same = tuple(AlignmentStep(number, at + number, "same") for number in range(len(quoted)))
        return Alignment(at, at + len(quoted), same, sum(map(grammar.weight, quoted)))
    scores = [
        int(100 * grammar.weight(word) * share)
        for word, share in zip(quoted, rarity or [1.0] * len(quoted), strict=True)
    ]
    fixed = anchors(common_runs(quoted, passage) if runs is None else runs, scores)
    if fixed:
        steps, score = between(quoted, passage, scores, fixed)
    elif len(quoted) * len(passage) > _LARGE:
        rough = outline(quoted, passage)
        steps, score = table(quoted, passage[rough.start : rough.end], scores, (0, rough.start))
    else:
        steps, score = table(quoted, passage, scores, (0, 0))
    taken = [step.passage for step in steps if step.passage is not None]
    return Alignment(taken[0] if taken else 0, taken[-1] + 1 if taken else 0, tuple(steps), score / 100)


def with_moved(
    words: Sequence[str],
    passage: Sequence[str],
    alignment: Alignment,
    rarity: Sequence[float],
    grammar: Grammar = USUAL,
) -> Alignment:
    """Return *alignment* with its ends moved out to words of the quotation that stand right outside them.

    Words that changed their place at an end have no counterpart inside: “Africa, Asia and Latin America” for “Latin
    America, Africa and Asia”.
    """
    alignment = _settled(words, passage, alignment)
    # by their places: a word that came in elsewhere stands beside an end by chance
    missing = {
        step.quoted: stem(words[step.quoted])
        for step in alignment.steps
        if step.quoted is not None
        and step.kind in ("added", "replaced")
        and rarity[step.quoted] > _TELLING
        and grammar.is_content(words[step.quoted])
    }
    at_end = {root for place, root in missing.items() if place >= len(words) - _INSIDE}
    at_start = {root for place, root in missing.items() if place < _INSIDE}
    if not at_end and not at_start:
        return alignment
    first, last = alignment.first, alignment.last
    at = last
    while at < min(len(passage), last + _REACH):
        if stem(passage[at]) in at_end:
            at_end.discard(stem(passage[at]))
            last = at + 1
        at += 1
    at = first - 1
    while at >= max(0, first - _REACH):
        if stem(passage[at]) in at_start:
            at_start.discard(stem(passage[at]))
            first = at
        at -= 1
    before = [AlignmentStep(None, place, "dropped") for place in range(first, alignment.first)]
    after = [AlignmentStep(None, place, "dropped") for place in range(alignment.last, last)]
    return _settled(
        words, passage, replace(alignment, first=first, last=last, steps=(*before, *alignment.steps, *after))
    )


def _settled(words: Sequence[str], passage: Sequence[str], alignment: Alignment) -> Alignment:
    """Return *alignment* with its ends moved by one word where the quotation's own first or last word stands there.

    A small word is too light to be worth what stands between: “We promised” would begin at “never” in “We never
    promised”.
    """
    first, last, steps = alignment.first, alignment.last, list(alignment.steps)
    for at, quoted, place in ((0, 0, first - 1), (-1, len(words) - 1, last)):
        own = next((step for step in (steps if at == 0 else reversed(steps)) if step.quoted is not None), None)
        if own is None or own.quoted != quoted or own.kind not in ("added", "replaced"):
            continue
        if not 0 <= place < len(passage) or passage[place] != words[quoted]:
            continue
        number = steps.index(own)
        steps[number : number + 1] = [AlignmentStep(None, own.passage, "dropped")] if own.passage is not None else []
        steps.insert(0 if at == 0 else len(steps), AlignmentStep(quoted, place, "same"))
        first, last = min(first, place), max(last, place + 1)
    return replace(alignment, first=first, last=last, steps=tuple(steps))
