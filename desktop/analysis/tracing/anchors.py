"""Runs of words that two texts have in common, and the words between them laid beside each other."""

from collections.abc import Sequence

from rapidfuzz.distance import LCSseq, Opcode

from desktop.analysis.tracing.alignment_table import (
    ADDED,
    DROPPED,
    FORM,
    OPENED,
    REPLACED,
    AlignmentStep,
    kind_of,
    table,
)
from desktop.analysis.words import stem

# runs of so many words, worth so much in hundredths of a word, are taken as they stand in both
_LEAST, _CERTAIN = 3, 150
ROOM = 6
# where a run of words stands in the quotation and in the passage, and how long it is
Run = tuple[int, int, int]


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
    if not start:
        steps, score, first = [], 0, 0
    elif there - low >= start and _apart(quoted[:start], passage[low:there]):
        steps = [AlignmentStep(at, at + there - start, "replaced") for at in range(start)]
        score, first = -REPLACED * start, 0
    else:
        steps, score = table(quoted[: start + 1], passage[low : there + 1], scores, (0, low), at_end=True)
        first = 1
    at, place = 0, 0
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
    rest = len(quoted) - at
    behind = passage[place : place + 2 * rest + ROOM]
    if rest and len(behind) >= rest and _apart(quoted[at:], behind):
        steps += [AlignmentStep(at + one, place + one, "replaced") for one in range(rest)]
        score -= REPLACED * rest
    elif rest:
        score -= scores[at - 1]
        steps.pop()
        more, value = table(
            quoted[at - 1 :], [passage[place - 1], *behind], scores[at - 1 :], (at - 1, place - 1), at_start=True
        )
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
        kind = kind_of(quoted[at], passage[place])
        score = scores[at] if kind == "same" else int(scores[at] * FORM) if kind == "form" else -REPLACED
        return [AlignmentStep(at, place, kind)], score
    if pairs and not _apart(quoted[at:start], passage[place:end]):
        return None
    steps = [AlignmentStep(one, None, "added") for one in range(at, start - pairs)]
    steps += [AlignmentStep(None, one, "dropped") for one in range(place, end - pairs)]
    steps += [AlignmentStep(start - one, end - one, "replaced") for one in range(pairs, 0, -1)]
    score = -ADDED * (more - pairs) - REPLACED * pairs
    return steps, score - (OPENED + DROPPED * (less - pairs - 1) if less > pairs else 0)


def _apart(quoted: Sequence[str], passage: Sequence[str]) -> bool:
    """Tell whether two runs have no word in common, in any form."""
    return set(map(stem, quoted)).isdisjoint(map(stem, passage))
