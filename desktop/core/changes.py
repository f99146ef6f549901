"""What one action changed: the unit of undo, of signals, and of the audit trail."""

import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

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


# letters that are pressed together
_PRESSED = 1_000_000


class RowLog(Sequence[RowChange]):
    """The changed rows of a long action: as text, pressed, since as rows those of 100,000 documents take a gigabyte.

    They are read from it again as often as one goes through them; their tables and ids are at hand.

    Attributes:
        tables: those that have a changed row.
    """

    def __init__(self, read: Callable[[str], tuple[RowChange, ...]]) -> None:
        """Make an empty one, whose texts *read* turns into rows: each in brackets, which they have not here."""
        self._read = read
        self._pressed: list[bytes] = []
        self._texts: list[str] = []
        self._letters = 0
        self._ids: dict[str, array[int]] = {}
        self._is_gone: dict[str, bytearray] = {}
        self._count = 0

    @property
    def tables(self) -> frozenset[str]:
        """Those that have a changed row."""
        return frozenset(self._ids)

    def add(self, rows: Sequence[RowChange], text: str) -> None:
        """Take rows in, and the text that they are read from again."""
        for row in rows:
            self._ids.setdefault(row.table, array("q")).append(row.id)
            self._is_gone.setdefault(row.table, bytearray()).append(row.after is None)
        self._count += len(rows)
        self._texts.append(text)
        self._letters += len(text)
        if self._letters > _PRESSED:
            self._pressed.append(zlib.compress(",".join(self._texts).encode(), 1))
            self._texts, self._letters = [], 0

    def texts(self) -> Iterator[str]:
        """Yield all texts, in the order in which they came."""
        yield from (zlib.decompress(one).decode() for one in self._pressed)
        if self._texts:
            yield ",".join(self._texts)

    def states(self, table: str) -> Iterator[tuple[int, bool]]:
        """Yield the id of each changed row of one table, and whether it was deleted."""
        return zip(self._ids.get(table, ()), map(bool, self._is_gone.get(table, ())), strict=True)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[RowChange]:
        for text in self.texts():
            yield from self._read(f"[{text}]")

    @overload
    def __getitem__(self, at: int) -> RowChange: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[RowChange, ...]: ...
    def __getitem__(self, at: int | slice) -> RowChange | tuple[RowChange, ...]:
        return tuple(self)[at]


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
    rows: Sequence[RowChange] = field(default=())
    history_id: int = 0
    kind: str = "edit"
    tables: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # once: every view asks
        rows = self.rows
        tables = rows.tables if isinstance(rows, RowLog) else frozenset(change.table for change in rows)
        object.__setattr__(self, "tables", tables)

    def touches(self, *tables: str) -> bool:
        """Tell whether a row of any of *tables* changed."""
        return not self.tables.isdisjoint(tables)

    def of(self, table: str) -> Iterator[RowChange]:
        """Yield the changes of one table."""
        return (change for change in self.rows if change.table == table) if table in self.tables else iter(())

    def _states(self, table: str) -> Iterator[tuple[int, bool]]:
        if isinstance(self.rows, RowLog):
            return self.rows.states(table)
        return ((change.id, change.after is None) for change in self.of(table))

    def ids(self, table: str) -> tuple[int, ...]:
        """Return the ids of the changed rows of one table, each once, in the order of the changes."""
        return tuple(dict.fromkeys(number for number, _gone in self._states(table)))

    def deleted(self, table: str) -> frozenset[int]:
        """Return the ids of the rows of one table that are there no more."""
        return frozenset(number for number, is_gone in dict(self._states(table)).items() if is_gone)

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
