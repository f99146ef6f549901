"""How alike two lines are, and the order that puts like beside like.

Written small and without SciPy: NumPy and SciPy would treble what an installation weighs for these two functions, and
at the five hundred lines that a table can show they take well under a second.
"""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Literal, TypeVar

from desktop.core import scale

K = TypeVar("K", bound=Hashable)
# a sparse vector: its components by what they count, the topic and the stance
Vector = Mapping[K, float]
Measure = Literal["cosine", "jaccard", "position"]
# of vectors that have but one of so many components each is looked up
_SPARSE = 4


@dataclass(frozen=True, slots=True)
class Clustering:
    """A dendrogram.

    Attributes:
        order: the lines, so that no two branches cross.
        merges: the two clusters that each step joins and the distance between them, the nearest first; the lines are
            numbered from 0, and the n-th merge of m lines makes cluster m + n.
    """

    order: tuple[int, ...]
    merges: tuple[tuple[int, int, float], ...] = ()


def cosine(one: Vector[K], other: Vector[K]) -> float:
    """Return Σ xᵢyᵢ / √(Σ xᵢ² Σ yᵢ²), the cosine of the angle between two vectors; 0 when one of them is empty.

    Salton and McGill 1983, Introduction to Modern Information Retrieval, p. 121. Over counts per topic and stance it
    lies between 0 and 1; over net positions per topic between −1, opposite on all, and 1.
    """
    product = _product(one, other)
    lengths = math.sqrt(sum(value * value for value in one.values()) * sum(v * v for v in other.values()))
    return product / lengths if lengths else 0.0


def jaccard(one: Vector[K], other: Vector[K]) -> float:
    """Return |A ∩ B| / |A ∪ B| of the components that are not 0; 0 when both are empty.

    Jaccard 1912, The distribution of the flora in the alpine zone, New Phytologist 11, 37–50.
    """
    mine, others = ({key for key, value in vector.items() if value} for vector in (one, other))
    union = len(mine | others)
    return len(mine & others) / union if union else 0.0


def similarities(vectors: Sequence[Vector[K]], measure: Measure = "cosine") -> list[list[float]]:
    """Return the similarity of every two lines; 1 of each with itself, even where it is empty.

    *position* is the cosine as well; what differs is the vectors, as `stance_vectors` makes them.
    """
    if measure == "jaccard":
        return _table(len(vectors), lambda row, column: jaccard(vectors[row], vectors[column]))
    squares = [sum(value * value for value in one.values()) for one in vectors]
    product = _products(vectors)

    def similarity(row: int, column: int) -> float:
        lengths = math.sqrt(squares[row] * squares[column])
        return product(row, column) / lengths if lengths else 0.0

    return _table(len(vectors), similarity)


def _table(size: int, work: Callable[[int, int], float]) -> list[list[float]]:
    table = [[1.0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row):
            table[row][column] = table[column][row] = work(row, column)
    return table


def _products(vectors: Sequence[Vector[K]]) -> Callable[[int, int], float]:
    """Return what gives Σ xᵢyᵢ of two vectors by their numbers.

    Where most of them have most components, they are laid out side by side once: that is five times as fast as looking
    each component up.
    """
    keys = [*dict.fromkeys(key for one in vectors for key in one)]
    if sum(map(len, vectors)) * _SPARSE < len(vectors) * len(keys):
        return lambda row, column: _product(vectors[row], vectors[column])
    laid = [[one.get(key, 0.0) for key in keys] for one in vectors]
    return lambda row, column: sum(map(mul, laid[row], laid[column]))


def _product(one: Vector[K], other: Vector[K]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other.get(key, 0.0) for key, value in one.items())


def stance_vectors(
    counts: Mapping[tuple[int, int], Sequence[int]], lines: Sequence[int], measure: Measure = "cosine"
) -> list[dict[tuple[int, str], float]]:
    """Return the vector of each of *lines* out of counts by line and place (such as actor and topic).

    For *position* a component is the net on a place, by the values of the scale; else there is one for each place and
    stance. What is not coded is none.
    """
    used = scale.in_use()
    vectors: dict[int, dict[tuple[int, str], float]] = {line: {} for line in lines}
    for (line, place), numbers in counts.items():
        if line not in vectors:
            continue
        if measure == "position":
            if net := sum(map(mul, used.values, numbers)):
                vectors[line][place, "net"] = float(net)
            continue
        # the last number is of what is not coded
        for step, count in zip(used.steps, numbers, strict=False):
            if count:
                vectors[line][place, step.key] = float(count)
    return [vectors[line] for line in lines]


def cluster(table: Sequence[Sequence[float]]) -> Clustering:
    """Return the average-linkage clustering of lines from their similarities; the distance is 1 − similarity.

    Unweighted average linkage (UPGMA): the distance of two clusters is the mean over all pairs of their lines. Sokal
    and Michener 1958, A statistical method for evaluating systematic relationships, University of Kansas Science
    Bulletin 38. Found by chains of nearest neighbours (Murtagh 1983, A survey of recent advances in hierarchical
    clustering algorithms, The Computer Journal 26), which takes n² steps. Ties go to the line that comes first, and
    of two branches the one with the earlier line stands first, so that one table has one order.
    """
    size = len(table)
    distances = {
        row: {column: 1.0 - table[row][column] for column in range(size) if column != row} for row in range(size)
    }
    sizes = dict.fromkeys(range(size), 1)
    found: list[tuple[int, int, float]] = []
    chain: list[int] = []
    new = size
    while len(distances) > 1:
        if not chain:
            chain.append(min(distances))
        top = chain[-1]
        near = distances[top]
        nearest = min(near, key=lambda one: (near[one], one))
        # the one before wins a tie: the chain would else go round in a circle
        if len(chain) > 1 and near[chain[-2]] <= near[nearest]:
            nearest = chain[-2]
        if len(chain) < 2 or nearest != chain[-2]:
            chain.append(nearest)
            continue
        del chain[-2:]
        height = near[nearest]
        found.append((top, nearest, height))
        one, other = distances.pop(top), distances.pop(nearest)
        weight, rest = sizes.pop(top), sizes.pop(nearest)
        distances[new] = {}
        for line in distances:
            if line == new:
                continue
            mean = (one[line] * weight + other[line] * rest) / (weight + rest)
            distances[line].pop(top)
            distances[line].pop(nearest)
            distances[line][new] = distances[new][line] = mean
        sizes[new] = weight + rest
        new += 1
    return _drawn(size, found)


def _drawn(size: int, found: Sequence[tuple[int, int, float]]) -> Clustering:
    """Return the dendrogram with its merges by distance and its branches in the order of their first lines."""
    lines: dict[int, list[int]] = {line: [line] for line in range(size)}
    # a later merge is never nearer than one inside it, so a stable sort keeps the inner ones first
    ranked = sorted(range(len(found)), key=lambda step: found[step][2])
    number = {line: line for line in range(size)} | {size + step: size + rank for rank, step in enumerate(ranked)}
    merges = []
    for step in ranked:
        one, other, height = found[step]
        first, second = sorted((number[one], number[other]), key=lambda each: min(lines[each]))
        lines[number[size + step]] = lines[first] + lines[second]
        merges.append((first, second, height))
    order = lines[size + len(found) - 1] if found else list(range(size))
    return Clustering(tuple(order), tuple(merges))
