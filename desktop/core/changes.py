"""What one action changed: the unit of undo, of signals, and of the audit trail."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Value = str | int | float | None
Row = Mapping[str, Value]


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

    Whoever follows it asks for ids and reads what is there now; the store, and what keeps counts right without reading
    them anew, look at the rows.

    Attributes:
        text: what the action did, in the language of the interface: ``Tag claim``.
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

    def ids(self, table: str) -> tuple[int, ...]:
        """Return the ids of the changed rows of one table, each once, in the order of the changes."""
        return tuple(dict.fromkeys(change.id for change in self.of(table)))

    def deleted(self, table: str) -> frozenset[int]:
        """Return the ids of the rows of one table that are there no more."""
        last = {change.id: change.after for change in self.of(table)}
        return frozenset(number for number, after in last.items() if after is None)

    def grouped(self, table: str, owner: str) -> dict[int, tuple[int, ...]]:
        """Return the ids of the changed rows of *table* under that of the *owner* they belong or belonged to.

        ``grouped("claim", "document")`` has the documents whose claims changed, each with these claims.
        """
        column = f"{owner}_id"
        found: dict[int, dict[int, None]] = {}
        for change in self.of(table):
            for row in (change.before, change.after):
                if row is not None and isinstance(number := row.get(column), int):
                    found.setdefault(number, {})[change.id] = None
        return {number: tuple(ids) for number, ids in found.items()}

    def claims(self) -> frozenset[int]:
        """Return the ids of the claims of which anything changed: their own facts, their actors, their memos."""
        parts = (self.grouped(table, "claim") for table in ("claim_actor", "memo"))
        return frozenset(self.ids("claim")).union(*parts)

    def inverted(self, kind: str = "undo") -> "ChangeSet":
        """Return the change set that takes this one back: each row inverted, in the opposite order."""
        return ChangeSet(self.text, tuple(change.inverted() for change in reversed(self.rows)), self.history_id, kind)
