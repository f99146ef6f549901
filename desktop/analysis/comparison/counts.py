"""How many claims of each stance stand together, and the position that this is."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from desktop.core.values import Stance

K = TypeVar("K", bound=Hashable)
CONTRADICTORY = "contradictory"

# where a stance stands in CellCounts
AT = {stance.value: at for at, stance in enumerate(Stance)}


class CellCounts(NamedTuple):
    """How many claims of each stance a cell, a row or a column holds.

    A claim of two actors stands in two cells, and so counts twice in its row.
    """

    favor: int = 0
    against: int = 0
    neutral: int = 0

    @property
    def total(self) -> int:
        """All claims, whatever their stance."""
        return self.favor + self.against + self.neutral

    @property
    def net(self) -> int:
        """Claims in favor less claims against; 0 also when the two are in balance."""
        return self.favor - self.against

    @property
    def is_contradictory(self) -> bool:
        """Tell whether claims in favor and claims against stand here together."""
        return self.favor > 0 and self.against > 0

    @property
    def stance(self) -> Stance | None:
        """The position taken here: the more frequent of favor and against, neutral only where neither stands.

        None where there is no claim, and where favor and against are in balance.
        """
        if self.net:
            return Stance.FAVOR if self.net > 0 else Stance.AGAINST
        return Stance.NEUTRAL if self.neutral and not self.favor else None

    @property
    def label(self) -> str:
        """The stance in a word: ``contradictory`` where both sides stand, empty where there is no claim."""
        if self.is_contradictory:
            return CONTRADICTORY
        return self.stance.value if self.stance else ""

    def plus(self, more: Sequence[int]) -> "CellCounts":
        """Return these counts with *more* of each stance, fewer where negative; ValueError for fewer than no claims."""
        counts = CellCounts(self.favor + more[0], self.against + more[1], self.neutral + more[2])
        if min(counts) < 0:
            raise ValueError(f"fewer than no claims: {counts}")
        return counts

    @classmethod
    def of(cls, stances: Iterable[str]) -> "CellCounts":
        """Return how often each stance is among *stances*."""
        tally = Counter(stances)
        return cls(*(tally[stance] for stance in Stance))


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


NO_CLAIMS = CellCounts()


def summed(counted: Iterable[tuple[K, Sequence[int]]]) -> dict[K, CellCounts]:
    """Return the sums of counts by what they belong to."""
    sums: dict[K, list[int]] = {}
    for key, counts in counted:
        into = sums.setdefault(key, [0, 0, 0])
        for at, count in enumerate(counts):
            into[at] += count
    return {key: CellCounts(*one) for key, one in sums.items()}
