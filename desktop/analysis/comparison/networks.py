"""The networks of discourse network analysis: actors and topics (two-mode), actors and actors (one-mode).

The formulas are those of Philip Leifeld's Discourse Network Analyzer: Leifeld, Gruber and Bossner 2019, Discourse
Network Analyzer Manual (``dna_network`` of rDNA), and where that is silent what DNA 3.0 computes (``Exporter``,
``computeTwoModeMatrix`` and ``computeOneModeMatrix``). xᵢⱼₖ is how often node i has concept j with qualifier k. DNA's
qualifier of two values, agreement, is here the stance as a number, the value of its step: against −1, neutral 0 and
favor 1 on the scale of three. Without neutral claims all weights are those that DNA gives for the binary qualifier. A
claim whose stance is not coded has no qualifier: it counts where the stance is ignored, and nowhere else.
"""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, zip_longest
from operator import mul
from typing import Generic, Literal, NamedTuple, TypeVar

from desktop.core import scale

N = TypeVar("N", bound=Hashable)
C = TypeVar("C", bound=Hashable)

TwoModeAggregation = Literal["ignore", "subtract", "combine"]
OneModeAggregation = Literal["ignore", "congruence", "conflict", "subtract"]
TwoModeNormalisation = Literal["none", "activity", "prominence"]
OneModeNormalisation = Literal["none", "average", "jaccard", "cosine"]

# how often a node has a concept: a number for each step of the scale, and the last for what is not coded
Uses = Mapping[tuple[N, C], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Network(Generic[N, C]):
    """A weighted network.

    Attributes:
        rows, columns: the nodes; of a one-mode network both are the same.
        weights: of the ties that are not 0; of a one-mode network both ways.
        one_mode: whether there is one kind of node; the ties have no direction then.
    """

    rows: tuple[N, ...]
    columns: tuple[C, ...]
    weights: Mapping[tuple[N, C], float]
    one_mode: bool = False

    def weight(self, row: N, column: C) -> float:
        """Return the weight of a tie, 0 where there is none."""
        return self.weights.get((row, column), 0.0)


def two_mode(
    uses: Uses[N, C],
    aggregation: TwoModeAggregation = "ignore",
    normalisation: TwoModeNormalisation = "none",
    nodes: Iterable[N] = (),
    concepts: Iterable[C] = (),
) -> Network[N, C]:
    """Return the network of nodes and concepts.

    ``ignore`` counts: wᵢⱼ = Σₖ xᵢⱼₖ. ``subtract``: Σₖ k xᵢⱼₖ, favor less against; neutral adds nothing. ``combine``
    numbers the stances that occur, 1, 2, 4 and so on in the order of the scale: 1 favor, 2 against, 3 both, and 4 more
    where there are neutral ones.

    ``activity`` divides by all uses of the node, Σⱼₖ xᵢⱼₖ, so that those who speak much do not stand out;
    ``prominence`` by all uses of the concept, Σᵢₖ xᵢⱼₖ. With ``combine`` DNA gives both but warns that they mean
    nothing: the denominators are then the numbers of ties.

    *nodes* and *concepts* are kept without a tie too.
    """
    weights: dict[tuple[N, C], float] = {}
    by_node: Counter[N] = Counter()
    by_concept: Counter[C] = Counter()
    values = scale.in_use().values
    for (node, concept), counts in qualified(uses, aggregation).items():
        weight: float = sum(counts)
        if aggregation == "combine":
            weight = sum((count > 0) << at for at, count in enumerate(counts))
        elif aggregation == "subtract":
            weight = sum(map(mul, values, counts))
        use = 1 if aggregation == "combine" else sum(counts)
        by_node[node] += use
        by_concept[concept] += use
        weights[node, concept] = float(weight)
    if normalisation != "none":
        weights = {
            (node, concept): weight / (by_node[node] if normalisation == "activity" else by_concept[concept])
            for (node, concept), weight in weights.items()
        }
    rows = tuple(dict.fromkeys((*nodes, *by_node)))
    columns = tuple(dict.fromkeys((*concepts, *by_concept)))
    return Network(rows, columns, {tie: weight for tie, weight in weights.items() if weight})


def one_mode(
    uses: Uses[N, C],
    aggregation: OneModeAggregation = "congruence",
    normalisation: OneModeNormalisation = "none",
    nodes: Iterable[N] = (),
) -> Network[N, N]:
    """Return the network of nodes who share concepts.

    ``ignore``: wₐᵦ = Σⱼ (Σₖ xₐⱼₖ)(Σₖ xᵦⱼₖ), whatever the stances. ``congruence``: Σⱼ Σₖ Σₗ xₐⱼₖ xᵦⱼₗ (1 − |k − l| / r),
    r being the range of the scale's values (2 with three steps), which counts pairs of claims of one stance, and by
    half those of which one is neutral. ``conflict``: the same with |k − l| / r. ``subtract``: congruence less conflict.

    A normalisation divides by:
    ``average``: (nₐ + nᵦ) / 2, n being all uses of a node;
    ``cosine``: √(nₐ²) √(nᵦ²), as DNA has it: the totals, not the vectors, make the lengths;
    ``jaccard``: m₁₀ + m₀₁ + m₁₁ over concepts and stances: the uses by a where b has none, by b where a has none, and
    the products xₐⱼₖ xᵦⱼₖ.

    *nodes* are kept without a tie too.
    """
    held = _held(qualified(uses, aggregation))
    active = {node: sum(use.total for use in concepts.values()) for node, concepts in held.items()}
    names = tuple(dict.fromkeys((*nodes, *held)))
    weights: dict[tuple[N, N], float] = {}
    for one, other in combinations((name for name in names if name in held), 2):
        if weight := _tie(held[one], held[other], aggregation):
            if normalisation == "average":
                weight /= (active[one] + active[other]) / 2
            elif normalisation == "cosine":
                weight /= active[one] * active[other]
            elif normalisation == "jaccard":
                weight /= _union(held[one], held[other])
            weights[one, other] = weights[other, one] = weight
    return Network(names, names, weights, one_mode=True)


def qualified(uses: Uses[N, C], aggregation: str) -> Uses[N, C]:
    """Return the *uses* that an aggregation reads: all where it ignores the stance, else those of which it is coded."""
    if aggregation == "ignore":
        return uses
    steps = len(scale.in_use().steps)
    coded = ((tie, counts[:steps]) for tie, counts in uses.items())
    return {tie: counts for tie, counts in coded if any(counts)}


def told(uses: Uses[N, C]) -> dict[tuple[N, C], dict[str, int]]:
    """Return of each tie of nodes and concepts how many claims there are of each stance, and the sign of their balance.

    What is not coded is told where there is any.
    """
    kind = scale.in_use()
    return {
        tie: {**_counted(counts), "sign": _sign(sum(map(mul, kind.values, counts)))} for tie, counts in uses.items()
    }


def told_pairs(uses: Uses[N, C]) -> dict[tuple[N, N], dict[str, int]]:
    """Return of each two nodes that share a concept how many pairs of their claims say the same of it, or the opposite.

    Those of each stance are pairs of which both claims take it, ``opposed`` those of which one is in favor and one
    against. The sign is that of congruence less conflict. Both orders of the nodes are given.
    """
    held, coded = _held(uses), _held(qualified(uses, "subtract"))
    nothing: Mapping[C, _Use] = {}
    found: dict[tuple[N, N], dict[str, int]] = {}
    for one, other in combinations(held, 2):
        pairs = [(held[one][concept], held[other][concept]) for concept in held[one].keys() & held[other].keys()]
        if not pairs:
            continue
        same = [
            sum(column)
            for column in zip(*(map(mul, mine.counts, theirs.counts) for mine, theirs in pairs), strict=True)
        ]
        opposed = sum(mine.favor * theirs.against + mine.against * theirs.favor for mine, theirs in pairs)
        sign = _sign(round(_tie(coded.get(one, nothing), coded.get(other, nothing), "subtract"), 9))
        found[one, other] = found[other, one] = {**_counted(same), "opposed": opposed, "sign": sign}
    return found


def ties_together(one: str, other: str, aggregation: str) -> bool:
    """Tell whether two claims of two nodes on one concept, by their stances, are a part of the weight of their tie.

    Where both stances are alike to ``congruence`` and ``conflict``, as one that is neutral and one in favor are, their
    difference (``subtract``) has nothing of them; what is not coded is a part only where stances are ignored.
    """
    if aggregation == "ignore":
        return True
    kind = scale.in_use()
    mine, theirs = kind.value(one), kind.value(other)
    if mine is None or theirs is None:
        return False
    distance = abs(mine - theirs) / (max(kind.values) - min(kind.values))
    parts = {"congruence": 1 - distance, "conflict": distance, "subtract": 1 - 2 * distance}
    return not math.isclose(parts[aggregation], 0, abs_tol=1e-12)


def _counted(counts: Sequence[int]) -> dict[str, int]:
    steps = zip(scale.in_use().all, counts, strict=False)
    return {step.column: count for step, count in steps if count or step.key != scale.NOT_CODED}


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


class _Use(NamedTuple):
    """How often a node has a concept, and what each pair of nodes that have it asks for.

    Attributes:
        total: all of the counts.
        far: of each step how far all uses are from it together, as parts of the range of the scale's values.
        favor, against: how many are on either side.
    """

    counts: Sequence[int]
    total: int
    far: tuple[float, ...]
    favor: int
    against: int


def _held(uses: Uses[N, C]) -> dict[N, dict[C, _Use]]:
    """Return what each node has; there are fewer uses than pairs of nodes that share a concept."""
    kind = scale.in_use()
    values, (favor, against, _neither) = kind.values, kind.sides
    length = max(values) - min(values)
    held: dict[N, dict[C, _Use]] = {}
    for (node, concept), counts in uses.items():
        if any(counts):
            far = tuple(
                sum(count * abs(value - other) / length for count, other in zip(counts, values, strict=False))
                for value in values
            )
            sides = (sum(counts[at] for at in side) for side in (favor, against))
            held.setdefault(node, {})[concept] = _Use(counts, sum(counts), far, *sides)
    return held


def _tie(one: Mapping[C, _Use], other: Mapping[C, _Use], aggregation: OneModeAggregation) -> float:
    pairs, distance = 0, 0.0
    for concept in one.keys() & other.keys():
        mine, theirs = one[concept], other[concept]
        pairs += mine.total * theirs.total
        distance += sum(map(mul, mine.counts, theirs.far))
    if aggregation == "ignore":
        return float(pairs)
    return {"congruence": pairs - distance, "conflict": distance, "subtract": pairs - 2 * distance}[aggregation]


def _union(one: Mapping[C, _Use], other: Mapping[C, _Use]) -> float:
    counts = (
        pair
        for concept in one.keys() | other.keys()
        for pair in zip_longest(
            one[concept].counts if concept in one else (),
            other[concept].counts if concept in other else (),
            fillvalue=0,
        )
    )
    return float(sum(math.prod(pair) if all(pair) else sum(pair) for pair in counts))
