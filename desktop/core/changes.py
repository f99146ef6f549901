"""What one action changed: the unit of undo, of signals, and of the audit trail."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Cell = str | int | float | None
Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after: ``before`` is None for an inserted row, ``after`` for a deleted one."""

    table: str
    id: int
    before: Row | None
    after: Row | None

    def inverted(self) -> "RowChange":
        """Return the change that takes this one back."""
        return RowChange(self.table, self.id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All rows that one action changed, in the order in which it did.

    Attributes:
        text: what the action did, as the menu says it: ``Tag claim``.
        history_id: the history row that holds it.
        kind: ``edit``, ``undo`` or ``redo``.
        tables: those that have a changed row.
    """

    text: str
    rows: tuple[RowChange, ...] = field(default=())
    history_id: int = 0
    kind: str = "edit"
    tables: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # once: every view asks
        object.__setattr__(self, "tables", frozenset(change.table for change in self.rows))

    def touches(self, *tables: str) -> bool:
        """Tell whether a row of any of *tables* changed."""
        return not self.tables.isdisjoint(tables)

    def of(self, table: str) -> Iterator[RowChange]:
        """Yield the changes of one table."""
        return (change for change in self.rows if change.table == table)

    def inverted(self, kind: str = "undo") -> "ChangeSet":
        """Return the change set that takes this one back: each row inverted, in the opposite order."""
        return ChangeSet(self.text, tuple(change.inverted() for change in reversed(self.rows)), self.history_id, kind)
