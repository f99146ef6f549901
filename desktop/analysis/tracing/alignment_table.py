"""Two runs of words laid beside each other: in a table of all pairs, between runs that both have."""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq, Opcode

from desktop.analysis.words import stem

# in hundredths of a word
_REPLACED, _ADDED, _OPENED, _DROPPED = 22, 32, 60, 7
_FORM = 0.65
_DIAGONAL, _UP, _GAP = 0, 1, 2
# runs of so many words, worth so much in hundredths of a word, are taken as they stand in both
_LEAST, _CERTAIN = 3, 150
ROOM = 6
# where a run of words stands in the quotation and in the passage, and how long it is
Run = tuple[int, int, int]


class AlignmentStep(NamedTuple):
    """A pair of an alignment: places of words, None where one side has no word.

    Attributes:
        quoted: the place in the quotation.
        passage: the place in the passage.
        kind: ``same``, ``form`` (another form of the same word), ``replaced``, ``dropped`` or ``added``.
    """

    quoted: int | None
    passage: int | None
    kind: str


def table(
    quoted: Sequence[str],
    passage: Sequence[str],
    scores: Sequence[int],
    base: tuple[int, int],
    *,
    at_start: bool = False,
    at_end: bool = False,
) -> tuple[list[AlignmentStep], int]:
    """Return the best steps through a table of all pairs of words, and their score.

    *scores* are what finding each word of *quoted* is worth; *base* is where the first word of both stands, from which
    the steps count. Unless *at_start* and *at_end*, what stands before and behind them in *passage* is free.
    """
    where, forms = _where(quoted, passage)
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
) -> list[AlignmentStep]:
    steps: list[AlignmentStep] = []
    own, there = base
    number, at = len(quoted), last
    while number:
        cell = traces[number - 1][at]
        choice = cell & 3
        if choice == _DIAGONAL:
            number, at = number - 1, at - 1
            steps.append(AlignmentStep(number + own, at + there, _kind(quoted[number], passage[at])))
        elif choice == _UP:
            number -= 1
            steps.append(AlignmentStep(number + own, None, "added"))
        else:
            while True:
                goes_on = traces[number - 1][at] & 4
                at -= 1
                steps.append(AlignmentStep(None, at + there, "dropped"))
                if not goes_on:
                    break
    if at_start:
        steps += [AlignmentStep(None, one + there, "dropped") for one in range(at - 1, -1, -1)]
    steps.reverse()
    return steps


def _kind(one: str, other: str) -> str:
    """Return how two words that stand beside each other differ: as `AlignmentStep.kind`."""
    if one == other:
        return "same"
    return "form" if stem(one) == stem(other) else "replaced"


def _where(quoted: Sequence[str], passage: Sequence[str]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
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


def common_runs(quoted: Sequence[object], passage: Sequence[object]) -> list[Run]:
    """Return the densest part of the longest common subsequence, not wider than half as much again as *quoted*."""
    blocks = [block for block in LCSseq.opcodes(quoted, passage) if block.tag == "equal"]
    first, last = _densest(blocks, len(quoted) * 3 // 2 + 4)
    return [(one.src_start, one.dest_start, one.src_end - one.src_start) for one in blocks[first : last + 1]]


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


def anchors(runs: Sequence[Run], scores: Sequence[int]) -> list[Run]:
    """Return those of *runs* that tell too much to be chance."""
    return [run for run in runs if run[2] >= _LEAST and sum(scores[run[0] : run[0] + run[2]]) >= _CERTAIN]


def between(
    quoted: Sequence[str], passage: Sequence[str], scores: Sequence[int], fixed: Sequence[Run]
) -> tuple[list[AlignmentStep], int]:
    """Return the steps through the anchors *fixed*, and their score.

    What lies before, between and behind them goes through a table, together with the word at each edge, which may
    belong elsewhere, unless it is plain: no other way is worth more then.
    """
    start, there, _ = fixed[0]
    # as much room as a dropped clause may take
    low = max(0, there - 2 * start - ROOM)
    steps: list[AlignmentStep] = []
    score, first, at, place = 0, 0, 0, 0
    if start:
        steps, score = table(quoted[: start + 1], passage[low : there + 1], scores, (0, low), at_end=True)
        first = 1
    for number, (start, there, length) in enumerate(fixed):
        if number:
            plain = _plain(quoted, passage, scores, (at, start), (place, there))
            if plain is None:
                score -= scores[at - 1]
                steps.pop()
                plain = table(
                    quoted[at - 1 : start + 1],
                    passage[place - 1 : there + 1],
                    scores[at - 1 :],
                    (at - 1, place - 1),
                    at_start=True,
                    at_end=True,
                )
                first = 1
            steps += plain[0]
            score += plain[1]
        steps += [AlignmentStep(start + one, there + one, "same") for one in range(first, length)]
        score += sum(scores[start + first : start + length])
        first, at, place = 0, start + length, there + length
    if at < len(quoted):
        score -= scores[at - 1]
        steps.pop()
        behind = passage[place - 1 : place + 2 * (len(quoted) - at) + ROOM]
        more, value = table(quoted[at - 1 :], behind, scores[at - 1 :], (at - 1, place - 1), at_start=True)
        steps += more
        score += value
    return steps, score


def _plain(
    quoted: Sequence[str], passage: Sequence[str], scores: Sequence[int], own: tuple[int, int], there: tuple[int, int]
) -> tuple[list[AlignmentStep], int] | None:
    """Return the steps between two anchors where there is only one best way; None where there may be others."""
    (at, start), (place, end) = own, there
    pairs, more, less = min(start - at, end - place), start - at, end - place
    if more == less == 1:
        kind = _kind(quoted[at], passage[place])
        score = scores[at] if kind == "same" else int(scores[at] * _FORM) if kind == "form" else -_REPLACED
        return [AlignmentStep(at, place, kind)], score
    if pairs and not _apart(quoted[at:start], passage[place:end]):
        return None
    steps = [AlignmentStep(one, None, "added") for one in range(at, start - pairs)]
    steps += [AlignmentStep(None, one, "dropped") for one in range(place, end - pairs)]
    steps += [AlignmentStep(start - one, end - one, "replaced") for one in range(pairs, 0, -1)]
    score = -_ADDED * (more - pairs) - _REPLACED * pairs
    return steps, score - (_OPENED + _DROPPED * (less - pairs - 1) if less > pairs else 0)


def _apart(quoted: Sequence[str], passage: Sequence[str]) -> bool:
    """Tell whether two runs have no word in common, in any form."""
    return set(map(stem, quoted)).isdisjoint(map(stem, passage))
