"""Co-occurrence: what stands together in one unit, a claim, the same words, words that overlap, a turn or a document.

A unit holds a topic or an actor once, however often it is said there, so that the weight of a tie is a number of units:
nₐᵦ of those with both, nₐ and nᵦ of those with each, N of all. Of words that overlap each pair of claims is a unit, as
is a claim that overlaps none. What two coders read in the same words stands together only for each of them: a unit is
one coder's.
"""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, Literal, NamedTuple, TypeVar

N = TypeVar("N", bound=Hashable)

UnitKind = Literal["claim", "span", "overlap", "turn", "document"]
TogetherNormalisation = Literal["none", "average", "jaccard", "cosine"]


class Standing(NamedTuple):
    """A claim as it stands in its text.

    Attributes:
        start, end: code points of its document, half-open.
        unit: the number of its turn or paragraph; 0 where it begins in none.
    """

    claim_id: int
    document_id: int
    start: int
    end: int
    coder_id: int
    unit: int = 0


@dataclass(frozen=True)
class Together(Generic[N]):
    """What stands together.

    Attributes:
        pairs: of each two that do, the earlier in the order of the items first, in how many units.
        each: in how many units an item stands.
        units: how many there are.
    """

    pairs: Mapping[tuple[N, N], int]
    each: Mapping[N, int]
    units: int


class Association(NamedTuple):
    """How surely two stand together more often than by chance.

    Attributes:
        expected: in how many units both would stand by chance, nₐ nᵦ / N.
        p: the probability of as many or more by chance (`tail`).
        q: *p* adjusted for how many pairs were tried (`adjusted`).
    """

    expected: float
    p: float
    q: float


def units(claims: Iterable[Standing], within: UnitKind) -> list[tuple[int, ...]]:
    """Return the claims of each unit by their ids, in the order of documents and places.

    *within* ``claim`` makes each claim a unit, ``span`` those of exactly the same words, ``overlap`` each pair whose
    words overlap, ``turn`` those that begin in the same turn of a transcript, or paragraph where there are no turns,
    ``document`` those of a document; of one coder each.
    """
    ordered = sorted(claims, key=lambda one: (one.document_id, one.start, one.end, one.claim_id))
    if within == "claim":
        return [(one.claim_id,) for one in ordered]
    if within == "overlap":
        return _overlapping(ordered)
    found: dict[tuple[int, ...], list[int]] = {}
    for one in ordered:
        key: tuple[int, ...] = (one.document_id, one.coder_id)
        if within == "span":
            key = (*key, one.start, one.end)
        elif within == "turn":
            # what begins in none stands alone
            key = (*key, one.unit) if one.unit else (*key, 0, one.claim_id)
        found.setdefault(key, []).append(one.claim_id)
    return [tuple(ids) for ids in found.values()]


def _overlapping(ordered: Sequence[Standing]) -> list[tuple[int, ...]]:
    """Return the pairs of claims whose words overlap, and each alone that overlaps none, by a sweep."""
    found: list[tuple[int, ...]] = []
    paired: set[int] = set()
    going_on: dict[int, list[Standing]] = {}
    document = None
    for one in ordered:
        if one.document_id != document:
            document, going_on = one.document_id, {}
        still = [other for other in going_on.get(one.coder_id, ()) if other.end > one.start]
        for other in still:
            found.append((other.claim_id, one.claim_id))
            paired.update((other.claim_id, one.claim_id))
        still.append(one)
        going_on[one.coder_id] = still
    return [*found, *((one.claim_id,) for one in ordered if one.claim_id not in paired)]


def together(unit_items: Iterable[Iterable[N]], order: Mapping[N, int]) -> Together[N]:
    """Return what stands together in units, each given by its items; *order* has the place of every item."""
    pairs: Counter[tuple[N, N]] = Counter()
    each: Counter[N] = Counter()
    # many units hold the same: they are taken apart once
    alike = Counter(frozenset(items) for items in unit_items)
    for held, number in alike.items():
        items = sorted(held, key=order.__getitem__)
        for item in items:
            each[item] += number
        for pair in combinations(items, 2):
            pairs[pair] += number
    return Together(pairs, each, sum(number for held, number in alike.items() if held))


def weight(number: int, one: int, other: int, normalisation: TogetherNormalisation) -> float:
    """Return the weight of a tie of two that stand in *one* and *other* units, in *number* of them together.

    ``average`` divides by (nₐ + nᵦ) / 2, the average activity of Leifeld's Discourse Network Analyzer, which makes it
    the coefficient of Dice 1945, Ecology 26:297–302; ``jaccard`` by nₐ + nᵦ − nₐᵦ (Jaccard 1912, New Phytologist
    11:37–50; the c-coefficient of ATLAS.ti); ``cosine`` by √(nₐ nᵦ) (Salton and McGill 1983, Introduction to Modern
    Information Retrieval; Ochiai 1957).
    """
    if normalisation == "average":
        return 2 * number / (one + other)
    if normalisation == "jaccard":
        return number / (one + other - number)
    return number / math.sqrt(one * other) if normalisation == "cosine" else float(number)


def associations(found: Together[N]) -> dict[tuple[N, N], Association]:
    """Return of each pair that stands together how surely it does so more often than by chance.

    All pairs of items that stand in some unit were tried, also those that never stand together.
    """
    tail_of = _Tails(found.units)
    chances = {
        (one, other): tail_of(number, found.each[one], found.each[other])
        for (one, other), number in found.pairs.items()
    }
    size = len(found.each)
    corrected = adjusted(chances, size * (size - 1) // 2)
    return {
        pair: Association(found.each[pair[0]] * found.each[pair[1]] / found.units, chance, corrected[pair])
        for pair, chance in chances.items()
    }


def tail(number: int, one: int, other: int, units: int) -> float:
    """Return the probability that two stand together in *number* units or more if each is spread by chance.

    The upper tail of the hypergeometric distribution, P(X ≥ k) = Σᵢ₌ₖ C(nₐ, i) C(N − nₐ, nᵦ − i) / C(N, nᵦ): Fisher's
    exact test, one-sided (Fisher 1935, The Logic of Inductive Inference, Journal of the Royal Statistical Society
    98:39–82; Veech 2013, A probabilistic model for analysing species co-occurrence, Global Ecology and Biogeography
    22:252–260).
    """
    return _Tails(units)(number, one, other)


class _Tails:
    """Tails of the hypergeometric distribution in *units*; the logarithms of factorials are made once."""

    def __init__(self, units: int) -> None:
        self._units = units
        self._known: dict[int, float] = {}

    def __call__(self, number: int, one: int, other: int) -> float:
        units = self._units
        least, most = max(0, one + other - units), min(one, other)
        if number <= least:
            return 1.0
        if number > most:
            return 0.0
        # from the end that is nearer to k: what is small is summed, and nothing is lost by a difference of large ones
        upper = number >= one * other / units
        at = number if upper else number - 1
        term = math.exp(self._log(one, at) + self._log(units - one, other - at) - self._log(units, other))
        total = 0.0
        while term > 0:
            before, total = total, total + term
            if total == before:
                break
            if upper:
                term *= (one - at) * (other - at) / ((at + 1) * (units - one - other + at + 1))
                at += 1
            else:
                term *= at * (units - one - other + at) / ((one - at + 1) * (other - at + 1))
                at -= 1
        return min(1.0, total if upper else 1.0 - total)

    def _log(self, size: int, chosen: int) -> float:
        """Return the logarithm of C(size, chosen)."""
        return self._factorial(size) - self._factorial(chosen) - self._factorial(size - chosen)

    def _factorial(self, number: int) -> float:
        found = self._known.get(number)
        if found is None:
            found = self._known[number] = math.lgamma(number + 1)
        return found


def adjusted(chances: Mapping[N, float], tried: int) -> dict[N, float]:
    """Return each probability adjusted for *tried* tests, so that of those below α no more than α are false on average.

    The false discovery rate of Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57:289–300: the
    i-th smallest of m becomes the least of pⱼ m / j over all j ≥ i. Tests that are not among *chances* have 1.
    """
    least, found = 1.0, {}
    ranked = sorted(chances, key=chances.__getitem__)
    for place in range(len(ranked), 0, -1):
        least = min(least, chances[ranked[place - 1]] * tried / place)
        found[ranked[place - 1]] = least
    return found
