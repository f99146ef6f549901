"""The table of all pairs of words of two runs: the best way to lay the one beside the other."""

from collections.abc import Sequence
from typing import NamedTuple

from desktop.analysis.words import stem

# in hundredths of a word
REPLACED, ADDED, OPENED, DROPPED = 22, 32, 60, 7
FORM = 0.65
_DIAGONAL, _UP, _GAP = 0, 1, 2


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

    Args:
        quoted: words of the quotation.
        passage: words of the passage.
        scores: what finding each word of *quoted* is worth.
        base: the places of the first word of both, from which the steps count.
        at_start: whether the steps must begin at the first word of *passage*; else what is before is free.
        at_end: whether they must end at its last.
    """
    where, forms = _where(quoted, passage)
    width = len(passage)
    # best score with the quotation consumed so far, ending before each place of the passage
    row = [0] * (width + 1)
    if at_start:
        row[1:] = [-OPENED - DROPPED * at for at in range(width)]
    traces: list[bytearray] = []
    blank = [-REPLACED] * width
    for number, word in enumerate(quoted):
        pairs = blank
        if word in where or stem(word) in forms:
            pairs = blank.copy()
            for at in forms.get(stem(word), ()):
                pairs[at] = int(scores[number] * FORM)
            for at in where.get(word, ()):
                pairs[at] = scores[number]
        row, trace = _row(row, pairs, ADDED)
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
        opened = best - OPENED
        gap -= DROPPED
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
            steps.append(AlignmentStep(number + own, at + there, kind_of(quoted[number], passage[at])))
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


def kind_of(one: str, other: str) -> str:
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
