"""The matrix: how many claims each actor holds on each topic, with which stance."""

from collections.abc import Hashable, Iterable
from typing import NamedTuple, TypeVar

from desktop.core.changes import ChangeSet, Row
from desktop.core.values import Stance

K = TypeVar("K", bound=Hashable)

CellKey = tuple[int, int]

CONTRADICTORY = "contradictory"

# where a stance stands in CellCounts
_INDEX = {Stance.FAVOR.value: 0, Stance.AGAINST.value: 1, Stance.NEUTRAL.value: 2}


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

    def plus(self, stance: str, count: int) -> "CellCounts":
        """Return these counts with *count* claims more of one *stance*; less when it is negative.

        Raises:
            KeyError: when there is no such stance.
            ValueError: when fewer than no claims would be left.
        """
        counts = list(self)
        at = _INDEX[stance]
        counts[at] += count
        if counts[at] < 0:
            raise ValueError(f"fewer than no claims: {counts}")
        return CellCounts(*counts)


NO_CLAIMS = CellCounts()


class Matrix:
    """Claims per topic, actor and stance, with totals, kept right by the rows that each edit changes.

    Attributes:
        cells: the cells that hold a claim, by topic and actor id.
        rows: the totals by topic id, of topics that have a claim.
        columns: the totals by actor id, of actors that have a claim.
        total: of all cells.
    """

    __slots__ = ("cells", "columns", "rows", "total")

    def __init__(self, counts: Iterable[tuple[int, int, str, int]] = ()) -> None:
        """Add up *counts*: topic id, actor id, stance, number of claims; a cell may be named more than once."""
        # lists here and values at the end: a value for each step of the way takes four times as long
        cells: dict[CellKey, list[int]] = {}
        for topic_id, actor_id, stance, count in counts:
            if count > 0:
                cell = cells.get((topic_id, actor_id))
                if cell is None:
                    cell = cells[topic_id, actor_id] = [0, 0, 0]
                cell[_INDEX[stance]] += count
        self.cells = _values(cells)
        self.rows = _values(_summed((topic_id, cell) for (topic_id, _), cell in cells.items()))
        self.columns = _values(_summed((actor_id, cell) for (_, actor_id), cell in cells.items()))
        self.total = _values(_summed(("", row) for row in self.rows.values())).get("", NO_CLAIMS)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Matrix):
            return NotImplemented
        mine, others = ((one.cells, one.rows, one.columns, one.total) for one in (self, other))
        return mine == others

    __hash__ = None  # type: ignore[assignment]  # it changes

    def cell(self, topic_id: int, actor_id: int) -> CellCounts:
        """Return one cell's counts, all 0 where nothing was claimed."""
        return self.cells.get((topic_id, actor_id), NO_CLAIMS)

    def row(self, topic_id: int) -> CellCounts:
        """Return the totals of one topic."""
        return self.rows.get(topic_id, NO_CLAIMS)

    def column(self, actor_id: int) -> CellCounts:
        """Return the totals of one actor."""
        return self.columns.get(actor_id, NO_CLAIMS)

    def apply(self, changes: ChangeSet) -> set[CellKey]:
        """Follow an edit, undo or redo, and return the cells whose counts it may have changed.

        Takes constant time per changed row of ``claim_actor``; what it gives equals a matrix built anew.

        Raises:
            ValueError: when the change does not belong to this state; build the matrix anew then.
        """
        touched: set[CellKey] = set()
        for change in changes.of("claim_actor"):
            if change.before is not None:
                touched.add(self._count(change.before, -1))
            if change.after is not None:
                touched.add(self._count(change.after, 1))
        return touched

    def _count(self, row: Row, count: int) -> CellKey:
        topic_id, actor_id, stance = row["topic_id"], row["actor_id"], str(row["stance"])
        if not isinstance(topic_id, int) or not isinstance(actor_id, int):
            raise TypeError(f"not a row of claim_actor: {dict(row)}")
        _add(self.cells, (topic_id, actor_id), stance, count)
        _add(self.rows, topic_id, stance, count)
        _add(self.columns, actor_id, stance, count)
        self.total = self.total.plus(stance, count)
        return topic_id, actor_id


def _summed(counts: Iterable[tuple[K, Iterable[int]]]) -> dict[K, list[int]]:
    sums: dict[K, list[int]] = {}
    for key, (favor, against, neutral) in counts:
        found = sums.get(key)
        if found is None:
            sums[key] = [favor, against, neutral]
        else:
            found[0] += favor
            found[1] += against
            found[2] += neutral
    return sums


def _values(counts: dict[K, list[int]]) -> dict[K, CellCounts]:
    return {key: CellCounts(*cell) for key, cell in counts.items()}


def _add(counts: dict[K, CellCounts], key: K, stance: str, count: int) -> None:
    new = counts.get(key, NO_CLAIMS).plus(stance, count)
    if new.total:
        counts[key] = new
    else:
        counts.pop(key, None)
