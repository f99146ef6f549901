"""Which claims of coders are on the same words: a maximum-weight assignment.

The rule is fixed, so that a figure can be repeated. Two claims of one document may be a pair when their words overlap
by one code point or more, and each claim is in one pair at most. Among all ways to pair, that one is taken which

- ``span``: has the most code points in common; the values are not looked at, so that agreement cannot make itself.
  Where that leaves a choice, the ends that lie nearer go together, then, on the same words, the claims that each coder
  made in the same turn.
- ``best``: has the most values in common (topic, actors, stance, voice), and only then the most code points: the most
  agreement that can be read into the same claims. What separates the two is how much the pairing matters.

The assignment is found by shortest augmenting paths: H. W. Kuhn, The Hungarian method for the assignment problem, Naval
Research Logistics Quarterly 2 (1955), 83–97; in the sparse form of R. Jonker and A. Volgenant, A shortest augmenting
path algorithm for dense and sparse linear assignment problems, Computing 38 (1987), 325–340.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import accumulate, combinations
from typing import Literal, NamedTuple, get_args

Rule = Literal["span", "best"]
RULES: tuple[Rule, ...] = get_args(Rule)
# code points, distances and turns are kept apart by so many bits: the sums of a document never carry over
_DISTANCE_BITS, _TURN_BITS = 56, 56


class CodedSpan(NamedTuple):
    """Words that a coder chose, and what was said of them.

    Attributes:
        start, end: half-open code point offsets.
        values: what two claims can have in common, in the same order for all.
    """

    start: int
    end: int
    values: tuple[Hashable, ...] = ()

    def overlap(self, other: "CodedSpan") -> int:
        """Return how many code points both have."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def likeness(self, other: "CodedSpan") -> float:
        """Return the intersection of both over their union, from 0 to 1 (Jaccard's index)."""
        common = self.overlap(other)
        return common / (self.end - self.start + other.end - other.start - common)


def assign(weights: Sequence[Mapping[int, int]]) -> dict[int, int]:
    """Return which column each row gets, so that the sum of the weights is the highest; a row may get none.

    Args:
        weights: of each row the columns that it may get, with weights greater than 0. They are integers: no sum is
            rounded.

    It takes one search for each row, which ends at the first column that is free or row that is better left out.
    """
    # prices of rows and columns are never below the weight of a pair, and equal to it where it is taken
    row_price = [max(row.values(), default=0) for row in weights]
    column_price: defaultdict[int, int] = defaultdict(int)
    row_of: dict[int, int] = {}
    column_of: dict[int, int] = {}
    for root in range(len(weights)):
        _augment(root, weights, row_price, column_price, row_of, column_of)
    return column_of


def _augment(
    root: int,
    weights: Sequence[Mapping[int, int]],
    row_price: list[int],
    column_price: defaultdict[int, int],
    row_of: dict[int, int],
    column_of: dict[int, int],
) -> None:
    """Take one more row in, by the change of what stands that loses least."""
    far_rows, far_columns = {root: 0}, dict[int, int]()
    nearest: dict[int, int] = {}
    via: dict[int, int] = {}
    heap: list[tuple[int, int]] = []
    # the search ends at a row that is better left without a column, or at a column that is free
    end_at, end_row, end_column = row_price[root], root, -1
    row, at = root, 0
    while True:
        for column, weight in weights[row].items():
            far = at + row_price[row] + column_price[column] - weight
            if column not in far_columns and far < min(end_at, nearest.get(column, end_at)):
                nearest[column], via[column] = far, row
                heappush(heap, (far, column))
        while heap and heap[0][1] in far_columns:
            heappop(heap)
        if not heap or heap[0][0] >= end_at:
            break
        at, column = heappop(heap)
        far_columns[column] = at
        if column not in row_of:
            end_at, end_column = at, column
            break
        row = row_of[column]
        far_rows[row] = at
        if at + row_price[row] < end_at:
            end_at, end_row = at + row_price[row], row
    for row, far in far_rows.items():
        row_price[row] -= end_at - far
    for column, far in far_columns.items():
        column_price[column] += end_at - far
    _change(root, end_column if end_column >= 0 else column_of.pop(end_row, -1), via, row_of, column_of)


def _change(root: int, column: int, via: Mapping[int, int], row_of: dict[int, int], column_of: dict[int, int]) -> None:
    """Give a free *column* to the row it was found from, the one that this had to the next, up to *root*."""
    while column >= 0:
        row = via[column]
        before = column_of.get(row, -1)
        column_of[row], row_of[column] = column, row
        column = -1 if row == root else before


def overlapping(ours: Sequence[CodedSpan], theirs: Sequence[CodedSpan]) -> list[dict[int, int]]:
    """Return for each of *ours* which of *theirs*, by their places, have code points in common, and how many."""
    order = sorted(range(len(theirs)), key=lambda at: theirs[at].start)
    starts = [theirs[at].start for at in order]
    # the furthest end so far: before it nothing reaches what begins later
    ends = list(accumulate((theirs[at].end for at in order), max))
    found: list[dict[int, int]] = []
    for one in ours:
        near = order[bisect_right(ends, one.start) : bisect_left(starts, one.end)]
        found.append({at: common for at in near if (common := one.overlap(theirs[at]))})
    return found


def pair(ours: Sequence[CodedSpan], theirs: Sequence[CodedSpan], rule: Rule = "span") -> list[tuple[int, int]]:
    """Return the pairs of two coders' claims in one document, by their places in *ours* and *theirs*.

    The claims of each are in the order in which they were made; *rule* says which of all ways to pair them is taken.
    What is in no pair stands alone. Who is named first makes no difference.
    """
    if [one[:2] for one in theirs] < [one[:2] for one in ours]:
        return sorted((one, other) for other, one in pair(theirs, ours, rule))
    candidates = overlapping(ours, theirs)
    wanted: defaultdict[int, int] = defaultdict(int)
    for near in candidates:
        for at in near:
            wanted[at] += 1
    turns = _turns(ours), _turns(theirs)
    found: list[tuple[int, int]] = []
    rows: list[int] = []
    weights: list[dict[int, int]] = []
    for at, near in enumerate(candidates):
        if len(near) == 1 and wanted[only := next(iter(near))] == 1:
            found.append((at, only))
        elif near:
            rows.append(at)
            one = ours[at]
            weights.append(
                {
                    other: _weight(one, theirs[other], common, turns[0][at] - turns[1][other], rule)
                    for other, common in near.items()
                }
            )
    found += [(rows[row], column) for row, column in assign(weights).items()]
    return sorted(found)


def units(coders: Sequence[Sequence[CodedSpan]], rule: Rule = "span") -> list[tuple[int | None, ...]]:
    """Return what several coders said of the same words: for each unit the place of each coder's claim, None for none.

    Two coders make the pairs of `pair`. Of more, each two are paired; the pairs are joined, the heaviest first, unless
    a unit would get two claims of one coder: so no coder is the one that the others are measured by. A claim that
    nobody else has anything on is a unit of its own.
    """
    links: list[tuple[tuple[int, ...], tuple[int, int], tuple[int, int]]] = []
    for a, b in combinations(range(len(coders)), 2):
        for at, to in pair(coders[a], coders[b], rule):
            ours, theirs = coders[a][at], coders[b][to]
            common = ours.overlap(theirs)
            heavy = (-_common_values(ours, theirs), -common) if rule == "best" else (-common,)
            links.append((heavy, (a, at), (b, to)))
    unit_of = {(coder, at): {coder: at} for coder, claims in enumerate(coders) for at in range(len(claims))}
    for _heavy, first, second in sorted(links):
        one, other = unit_of[first], unit_of[second]
        if one is not other and one.keys().isdisjoint(other):
            one.update(other)
            for coder, at in other.items():
                unit_of[coder, at] = one
    distinct = {id(unit): unit for unit in unit_of.values()}
    made = [tuple(unit.get(coder) for coder in range(len(coders))) for unit in distinct.values()]
    return sorted(made, key=lambda unit: min(coders[at][one][:2] for at, one in enumerate(unit) if one is not None))


def _turns(claims: Sequence[CodedSpan]) -> list[int]:
    """Return of each claim how many of the same coder stand on just its words before it."""
    seen: defaultdict[tuple[int, int], int] = defaultdict(int)
    found: list[int] = []
    for one in claims:
        found.append(seen[one[:2]])
        seen[one[:2]] += 1
    return found


def _common_values(one: CodedSpan, other: CodedSpan) -> int:
    return sum(ours == theirs for ours, theirs in zip(one.values, other.values, strict=True))


def _weight(one: CodedSpan, other: CodedSpan, common: int, turns: int, rule: Rule) -> int:
    """Return the weight of a pair: what counts first stands in the highest bits."""
    first = (_common_values(one, other) << _DISTANCE_BITS) + common if rule == "best" else common
    distance = abs(one.start - other.start) + abs(one.end - other.end)
    return (((first << _DISTANCE_BITS) - distance) << _TURN_BITS) - turns * turns
