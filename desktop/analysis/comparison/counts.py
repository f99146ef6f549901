"""How many claims of each stance stand together, and the position that this is."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import zip_longest
from operator import mul
from typing import TypeVar

from desktop.core import scale
from desktop.core.scale import Stance

K = TypeVar("K", bound=Hashable)
CONTRADICTORY = "contradictory"


def nothing() -> list[int]:
    """Return a 0 for each stance, to count into by `core.scale.Scale.place`."""
    return [0] * scale.in_use().size


class CellCounts(tuple[int, ...]):
    """How many claims of each stance a cell, a row or a column holds: the steps of the scale in use, then *not coded*.

    A claim of two actors stands in two cells, and so counts twice in its row. What is not coded is a claim, and so
    part of the total; it is on no side, and what weighs the sides leaves it out.
    """

    __slots__ = ()

    def __new__(cls, *counts: int) -> "CellCounts":
        """Return these counts, and 0 of each stance behind them."""
        return tuple.__new__(cls, (*counts, *(0,) * (scale.in_use().size - len(counts))))

    @classmethod
    def made(cls, counts: Iterable[int]) -> "CellCounts":
        """Return counts of which there is one for each stance: in less time than they take one by one."""
        return tuple.__new__(cls, counts)

    def _of(self, sign: int) -> int:
        return sum(self[at] for at in scale.in_use().sides[sign])

    @property
    def favor(self) -> int:
        """Claims on the side in favor."""
        return self._of(0)

    @property
    def against(self) -> int:
        """Claims on the side against."""
        return self._of(1)

    @property
    def neutral(self) -> int:
        """Claims on neither side."""
        return self._of(2)

    @property
    def uncoded(self) -> int:
        """Claims of which nobody said the stance."""
        return self[-1]

    @property
    def total(self) -> int:
        """All claims, whatever their stance."""
        return sum(self)

    @property
    def net(self) -> float:
        """The claims by the values of their stances: with three steps those in favor less those against.

        0 also where the two are in balance; a whole number where all values of the scale are.
        """
        net: float = sum(map(mul, scale.in_use().values, self))
        return net

    @property
    def sided(self) -> int:
        """Claims on one of the two sides: those of which `percent` is a part."""
        return self.favor + self.against

    @property
    def percent(self) -> float | None:
        """The claims in favor in a hundred of those in favor or against; None where there is neither.

        On any scale sides are told by the sign of a step's value; what is neutral or not coded is on none.
        """
        return 100 * self.favor / self.sided if self.sided else None

    @property
    def congruence(self) -> float | None:
        """How often two different claims in favor or against are on one side: Σ n(n − 1) / N(N − 1).

        None where there are not two. Simpson 1949, Measurement of diversity, Nature 163, 688.
        """
        pairs = self.sided * (self.sided - 1)
        agreeing = sum(number * (number - 1) for number in (self.favor, self.against))
        return agreeing / pairs if pairs else None

    @property
    def is_contradictory(self) -> bool:
        """Tell whether claims in favor and claims against stand here together."""
        return self.favor > 0 and self.against > 0

    @property
    def stance(self) -> Stance | None:
        """The position taken here: of the weightier side the most frequent step, the stronger where two are.

        Neutral only where neither side stands, *not coded* where nothing else does; None where there is no claim, and
        where the sides are in balance.
        """
        used = scale.in_use()
        if self.net:
            return self._most(used.sides[0 if self.net > 0 else 1])
        if self.neutral and not self.favor and not self.against:
            return self._most(used.sides[2])
        return Stance.NOT_CODED if self.uncoded == self.total > 0 else None

    def _most(self, places: Sequence[int]) -> Stance:
        steps = scale.in_use().steps
        return Stance.of(steps[max(places, key=lambda at: (self[at], abs(steps[at].value)))].key)

    @property
    def side(self) -> int | None:
        """On which side the position lies: 1, −1, or 0 for neither; None where none is taken."""
        return None if self.stance is None else scale.in_use().sign(self.stance)

    @property
    def sides(self) -> tuple[int, int, int]:
        """Claims on the side in favor, on the side against, and on neither; without what is not coded."""
        return self.favor, self.against, self.neutral

    @property
    def label(self) -> str:
        """The stance in a word: ``contradictory`` where both sides stand, empty where there is no claim."""
        if self.is_contradictory:
            return CONTRADICTORY
        return self.stance.value if self.stance else ""

    def plus(self, more: Sequence[int]) -> "CellCounts":
        """Return these counts with *more* of each stance, fewer where negative; ValueError for fewer than no claims."""
        counts = CellCounts(*map(sum, zip_longest(self, more, fillvalue=0)))
        if min(counts) < 0:
            raise ValueError(f"fewer than no claims: {counts}")
        return counts

    @classmethod
    def of(cls, stances: Iterable[str]) -> "CellCounts":
        """Return how often each stance is among *stances*."""
        counts, place = nothing(), scale.in_use().place
        for stance, number in Counter(stances).items():
            counts[place(stance)] += number
        return cls(*counts)


def of_sides(numbers: Mapping[int, int]) -> CellCounts:
    """Return counts of sides (1, −1, 0), of which the steps are not known: each stands on the mildest step there."""
    counts, used = nothing(), scale.in_use()
    for sign, number in numbers.items():
        places = used.sides[{1: 0, -1: 1, 0: 2}[sign]]
        if places:
            counts[min(places, key=lambda at: abs(used.steps[at].value))] = number
    return CellCounts(*counts)


class DisputedCounts(CellCounts):
    """Counts whose two sides are two readings of the same passages, by two coders: nobody contradicts themselves."""

    @property
    def is_contradictory(self) -> bool:
        """Never."""
        return False

    # the same numbers are another thing: they are painted and told otherwise
    def __eq__(self, other: object) -> bool:
        return isinstance(other, DisputedCounts) and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(("disputed", *self))


def summed(counted: Iterable[tuple[K, Sequence[int]]]) -> dict[K, CellCounts]:
    """Return the sums of counts by what they belong to."""
    sums: dict[K, list[int]] = {}
    for key, counts in counted:
        into = sums.setdefault(key, nothing())
        for at, count in enumerate(counts):
            into[at] += count
    return {key: CellCounts(*one) for key, one in sums.items()}
