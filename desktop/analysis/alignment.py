"""Two runs of words laid beside each other: where the one stands in the other, and what changed.

The quotation is aligned as a whole with any part of the passage (Needleman & Wunsch 1970, with free ends in the passage
as in Sellers 1980), where leaving out many words in a row costs little more than leaving out one (Gotoh 1982): a clause
that a report dropped must not tear its ends apart. Words of grammar count about a third of the others, so that a stray
“the” does not move an end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import LCSseq

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
    best, first, last, held, tail = 0, 0, 0, 0, 0
    for head, block in enumerate(blocks):
        held += block.dest_end - block.dest_start
        while block.dest_end - blocks[tail].dest_start > reach and tail < head:
            held -= blocks[tail].dest_end - blocks[tail].dest_start
            tail += 1
        if held > best:
            best, first, last = held, tail, head
    if not best:
        return Outline(0, min(len(passage), reach), ())
    found = blocks[first : last + 1]
    # words of the quotation before and behind what was found, and some more
    before = found[0].src_start + _ROOM
    behind = len(quoted) - found[-1].src_end + _ROOM
    return Outline(
        max(0, found[0].dest_start - before),
        min(len(passage), found[-1].dest_end + behind),
        tuple(at for block in found for at in range(block.src_start, block.src_end)),
    )


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
    start = 0
    if len(quoted) * len(passage) > _LARGE:
        rough = outline(quoted, passage)
        start = rough.start
        passage = passage[start : rough.end]
    scores, where, forms = _tables(quoted, passage, rarity or [1.0] * len(quoted))
    width = len(passage)
    # best score with the quotation consumed so far, ending before each place of the passage
    row: list[int] = [0] * (width + 1)
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
    last = max(range(width + 1), key=row.__getitem__)
    return _trace_back(quoted, passage, traces, last, start, row[last] / 100)


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
    quoted: Sequence[str], passage: Sequence[str], traces: Sequence[bytearray], last: int, start: int, score: float
) -> Alignment:
    steps: list[Step] = []
    number, at = len(quoted), last
    while number:
        cell = traces[number - 1][at]
        choice = cell & 3
        if choice == _DIAGONAL:
            number, at = number - 1, at - 1
            steps.append(Step(number, at + start, _kind(quoted[number], passage[at])))
        elif choice == _UP:
            number -= 1
            steps.append(Step(number, None, "added"))
        else:
            while True:
                goes_on = traces[number - 1][at] & 4
                at -= 1
                steps.append(Step(None, at + start, "dropped"))
                if not goes_on:
                    break
    steps.reverse()
    taken = [step.passage for step in steps if step.passage is not None]
    return Alignment(taken[0] if taken else 0, taken[-1] + 1 if taken else 0, tuple(steps), score)


def _kind(one: str, other: str) -> str:
    if one == other:
        return "same"
    return "form" if stem(one) == stem(other) else "replaced"


def _tables(
    quoted: Sequence[str], passage: Sequence[str], rarity: Sequence[float]
) -> tuple[list[int], dict[str, list[int]], dict[str, list[int]]]:
    scores = [int(100 * weight(word) * share) for word, share in zip(quoted, rarity, strict=True)]
    where: dict[str, list[int]] = {}
    forms: dict[str, list[int]] = {}
    wanted = {stem(word) for word in quoted}
    for at, word in enumerate(passage):
        root = stem(word)
        if root in wanted:
            where.setdefault(word, []).append(at)
            forms.setdefault(root, []).append(at)
    return scores, where, forms
