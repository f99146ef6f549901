"""Two runs of words laid beside each other: where the one stands in the other, and what changed.

The quotation is aligned as a whole with any part of the passage (Needleman & Wunsch 1970, with free ends in the passage
as in Sellers 1980), where leaving out many words in a row costs little more than leaving out one (Gotoh 1982): a clause
that a report dropped must not tear its ends apart. Runs of words that both have are anchors, and only what lies between
them and at the ends is laid in a table (as in MUMmer, Delcher et al. 1999). Words of grammar count about a third of the
others, so that a stray “the” does not move an end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import LCSseq, Opcode

from desktop.analysis.words import FUNCTION, stem, weight

# in hundredths of a word
_REPLACED, _ADDED, _OPENED, _DROPPED = 22, 32, 60, 7
_FORM = 0.65
# beyond this many pairs of words the passage is narrowed first
_LARGE = 60_000
_DIAGONAL, _UP, _GAP = 0, 1, 2
# how far outside the ends words that changed their place are looked for, and how far inside they may stand now
_REACH, _INSIDE = 4, 5
_ROOM = 6
_TELLING = 0.6
# runs of so many words, worth so much, are taken as they stand in both
_ANCHOR, _CERTAIN = 3, 150
# where a run of words stands in the quotation and in the passage, and how long it is
_Anchor = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Step:
    """A pair of an alignment: places of words, None where one side has no word.

    Attributes:
        quoted: the place in the quotation.
        passage: the place in the passage.
        kind: ``same``, ``form`` (another form of the same word), ``replaced``, ``dropped`` or ``added``.
    """

    quoted: int | None
    passage: int | None
    kind: str


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
    steps: tuple[Step, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Outline:
    """Where in a longer run a quotation lies, roughly: words *start* to *end*, and which of its words are there."""

    start: int
    end: int
    shared: tuple[int, ...]


def outline(quoted: Sequence[object], passage: Sequence[object]) -> Outline:
    """Return the densest part of the longest common subsequence: much cheaper than `align`, with rough ends.

    The part is half as long again as the quotation, and has room beyond its ends for words that differ.
    """
    blocks = [block for block in LCSseq.opcodes(quoted, passage) if block.tag == "equal"]
    reach = len(quoted) * 3 // 2 + 4
    if not blocks:
        return Outline(0, min(len(passage), reach), ())
    first, last = _densest(blocks, reach)
    found = blocks[first : last + 1]
    # words of the quotation before and behind what was found, and some more
    before = found[0].src_start + _ROOM
    behind = len(quoted) - found[-1].src_end + _ROOM
    return Outline(
        max(0, found[0].dest_start - before),
        min(len(passage), found[-1].dest_end + behind),
        tuple(at for block in found for at in range(block.src_start, block.src_end)),
    )


def _densest(blocks: Sequence[Opcode], reach: int) -> tuple[int, int]:
    """Return the first and the last of those blocks that hold the most words within *reach* words of the passage."""
    best, first, last, held, tail = 0, 0, -1, 0, 0
    for head, block in enumerate(blocks):
        held += block.dest_end - block.dest_start
        while block.dest_end - blocks[tail].dest_start > reach and tail < head:
            held -= blocks[tail].dest_end - blocks[tail].dest_start
            tail += 1
        if held > best:
            best, first, last = held, tail, head
    return first, last


def align(quoted: Sequence[str], passage: Sequence[str], rarity: Sequence[float] = ()) -> Alignment:
    """Lay *quoted* beside the part of *passage* that fits it best; both are keys. Without any word it is empty.

    *rarity* says of each word of *quoted* how much finding it tells, from 0 to 1; without it all tell alike.
    """
    if not quoted or not passage:
        return Alignment(0, 0, tuple(Step(at, None, "added") for at in range(len(quoted))), 0.0)
    at = _exactly(quoted, passage)
    if at >= 0:
        total = sum(weight(word) for word in quoted)
        same = tuple(Step(number, at + number, "same") for number in range(len(quoted)))
        return Alignment(at, at + len(quoted), same, total)
    scores = [
        int(100 * weight(word) * share) for word, share in zip(quoted, rarity or [1.0] * len(quoted), strict=True)
    ]
    anchors = _anchors(quoted, passage, scores)
    if not anchors and len(quoted) * len(passage) > _LARGE:
        rough = outline(quoted, passage)
        part = _part(quoted, passage[rough.start : rough.end], scores, (0, rough.start))
    elif not anchors:
        part = _part(quoted, passage, scores, (0, 0))
    else:
        part = _between(quoted, passage, scores, anchors)
    steps, score = part
    taken = [step.passage for step in steps if step.passage is not None]
    return Alignment(taken[0] if taken else 0, taken[-1] + 1 if taken else 0, tuple(steps), score / 100)


def _anchors(quoted: Sequence[str], passage: Sequence[str], scores: Sequence[int]) -> list[_Anchor]:
    """Return runs of words that stand in both and tell too much to be chance, in their order."""
    blocks = [block for block in LCSseq.opcodes(quoted, passage) if block.tag == "equal"]
    first, last = _densest(blocks, len(quoted) * 3 // 2 + 4)
    return [
        (block.src_start, block.dest_start, block.src_end - block.src_start)
        for block in blocks[first : last + 1]
        if block.src_end - block.src_start >= _ANCHOR and sum(scores[block.src_start : block.src_end]) >= _CERTAIN
    ]


def _between(
    quoted: Sequence[str], passage: Sequence[str], scores: Sequence[int], anchors: Sequence[_Anchor]
) -> tuple[list[Step], int]:
    """Return the steps through *anchors*, with only what lies before, between and behind them aligned word by word."""
    steps: list[Step] = []
    score = at = place = 0
    for number, (start, there, length) in enumerate(anchors):
        first = 0
        if start > at or there > place:
            if number == 0:
                if start:
                    # as much room as a dropped clause may take
                    low = max(0, there - 2 * start - _ROOM)
                    first = 1
                    more, value = _part(quoted[: start + 1], passage[low : there + 1], scores, (0, low), at_end=True)
                    steps += more
                    score += value
            elif start - at == there - place == 1:
                kind = _kind(quoted[at], passage[place])
                steps.append(Step(at, place, kind))
                score += int(scores[at] * _FORM) if kind == "form" else -_REPLACED
            elif start == at:
                steps += [Step(None, one, "dropped") for one in range(place, there)]
                score -= _OPENED + _DROPPED * (there - place - 1)
            elif there == place:
                steps += [Step(one, None, "added") for one in range(at, start)]
                score -= _ADDED * (start - at)
            else:
                # the words at both edges may belong elsewhere
                score -= scores[steps.pop().quoted or 0]
                first = 1
                more, value = _part(
                    quoted[at - 1 : start + 1],
                    passage[place - 1 : there + 1],
                    scores[at - 1 :],
                    (at - 1, place - 1),
                    at_start=True,
                    at_end=True,
                )
                steps += more
                score += value
        steps += [Step(start + one, there + one, "same") for one in range(first, length)]
        score += sum(scores[start + first : start + length])
        at, place = start + length, there + length
    rest = len(quoted) - at
    if rest:
        score -= scores[steps.pop().quoted or 0]
        more, value = _part(
            quoted[at - 1 :],
            passage[place - 1 : place + 2 * rest + _ROOM],
            scores[at - 1 :],
            (at - 1, place - 1),
            at_start=True,
        )
        steps += more
        score += value
    return steps, score


def _part(
    quoted: Sequence[str],
    passage: Sequence[str],
    scores: Sequence[int],
    base: tuple[int, int],
    *,
    at_start: bool = False,
    at_end: bool = False,
) -> tuple[list[Step], int]:
    """Return the best steps through a table of all pairs of words, and their score.

    Args:
        quoted: words of the quotation.
        passage: words of the passage.
        scores: what finding each word of *quoted* is worth.
        base: the places of the first word of both, from which the steps count.
        at_start: whether the steps must begin at the first word of *passage*; else what is before is free.
        at_end: whether they must end at its last.
    """
    where, forms = _tables(quoted, passage)
    width = len(passage)
    # best score with the quotation consumed so far, ending before each place of the passage
    row = [0] * (width + 1)
    if at_start:
        row[1:] = [-_OPENED - _DROPPED * at for at in range(width)]
    traces: list[bytearray] = []
    blank = [-_REPLACED] * width
    for number, word in enumerate(quoted):
        pairs = blank
        if word in where or stem(word) in forms:
            pairs = blank.copy()
            for at in forms.get(stem(word), ()):
                pairs[at] = int(scores[number] * _FORM)
            for at in where.get(word, ()):
                pairs[at] = scores[number]
        row, trace = _row(row, pairs, _ADDED)
        traces.append(trace)
    last = width if at_end else max(range(width + 1), key=row.__getitem__)
    return _trace_back(quoted, passage, traces, last, base, at_start), row[last]


def _exactly(quoted: Sequence[str], passage: Sequence[str]) -> int:
    """Return where *quoted* stands in *passage* word for word; -1 where it does not."""
    line = "\n".join(["", *passage, ""])
    at = line.find("\n".join(["", *quoted, ""]))
    return line.count("\n", 0, at) if at >= 0 else -1


def with_moved(
    words: Sequence[str], passage: Sequence[str], alignment: Alignment, rarity: Sequence[float]
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
        and words[step.quoted] not in FUNCTION
    }
    at_end = {root for place, root in missing.items() if place >= len(words) - _INSIDE}
    at_start = {root for place, root in missing.items() if place < _INSIDE}
    if not at_end and not at_start:
        return alignment
    first, last = alignment.first, alignment.last
    steps = list(alignment.steps)
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
    before = [Step(None, place, "dropped") for place in range(first, alignment.first)]
    after = [Step(None, place, "dropped") for place in range(alignment.last, last)]
    return _settled(words, passage, replace(alignment, first=first, last=last, steps=(*before, *steps, *after)))


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
        steps[number : number + 1] = [Step(None, own.passage, "dropped")] if own.passage is not None else []
        steps.insert(0 if at == 0 else len(steps), Step(quoted, place, "same"))
        first, last = min(first, place), max(last, place + 1)
    return replace(alignment, first=first, last=last, steps=tuple(steps))


def _row(above: list[int], pairs: list[int], added: int) -> tuple[list[int], bytearray]:
    """Return the next row of the table and, for each cell, where its score came from.

    The two lowest bits are the choice; the third says that a gap in the passage goes on an open one.
    """
    best = above[0] - added
    row = [best]
    trace = bytearray(len(above))
    trace[0] = _UP
    gap = -1_000_000
    for at, pair in enumerate(pairs):
        opened = best - _OPENED
        gap -= _DROPPED
        flag = 4
        if opened >= gap:
            gap = opened
            flag = 0
        best = above[at] + pair
        choice = _DIAGONAL
        up = above[at + 1] - added
        if up > best:
            best = up
            choice = _UP
        if gap > best:
            best = gap
            choice = _GAP
        row.append(best)
        trace[at + 1] = choice | flag
    return row, trace


def _trace_back(
    quoted: Sequence[str],
    passage: Sequence[str],
    traces: Sequence[bytearray],
    last: int,
    base: tuple[int, int],
    at_start: bool,
) -> list[Step]:
    steps: list[Step] = []
    own, there = base
    number, at = len(quoted), last
    while number:
        cell = traces[number - 1][at]
        choice = cell & 3
        if choice == _DIAGONAL:
            number, at = number - 1, at - 1
            steps.append(Step(number + own, at + there, _kind(quoted[number], passage[at])))
        elif choice == _UP:
            number -= 1
            steps.append(Step(number + own, None, "added"))
        else:
            while True:
                goes_on = traces[number - 1][at] & 4
                at -= 1
                steps.append(Step(None, at + there, "dropped"))
                if not goes_on:
                    break
    if at_start:
        steps += [Step(None, one + there, "dropped") for one in range(at - 1, -1, -1)]
    steps.reverse()
    return steps


def _kind(one: str, other: str) -> str:
    if one == other:
        return "same"
    return "form" if stem(one) == stem(other) else "replaced"


def _tables(quoted: Sequence[str], passage: Sequence[str]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return where in *passage* each word of *quoted* stands, and each word that has its stem."""
    where: dict[str, list[int]] = {}
    forms: dict[str, list[int]] = {}
    wanted = set(map(stem, quoted))
    for at, word in enumerate(passage):
        root = stem(word)
        if root in wanted:
            where.setdefault(word, []).append(at)
            forms.setdefault(root, []).append(at)
    return where, forms
