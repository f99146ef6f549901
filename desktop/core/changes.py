"""What one action changed: the unit of undo, of signals, and of the audit trail."""

import itertools
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


# the columns that name what a row belongs to
_OWNERS = ("document_id", "claim_id", "actor_id", "topic_id")
# what a claim is besides its row
_OF_CLAIMS = ("claim_actor", "memo", "claim_value")


class RowIndex:
    """What one asks most of many changed rows, without the rows: 40 bytes for each of those of 100,000 documents."""

    def __init__(self) -> None:
        self.count = 0
        # by table: ids of rows, and whether each is gone
        self._rows: dict[str, tuple[array[int], bytearray]] = {}
        # by table and column: ids of rows, and what they belong or belonged to
        self._owners: dict[str, dict[str, tuple[array[int], array[int]]]] = {}
        # every view asks for the same: of a hundred thousand rows it takes a twentieth of a second each time
        self._ids: dict[str, tuple[int, ...]] = {}
        self._deleted: dict[str, frozenset[int]] = {}
        self._grouped: dict[tuple[str, str], dict[int, tuple[int, ...]]] = {}
        self._claims: frozenset[int] | None = None
        # all that may be asked for was found
        self.is_ready = False

    @property
    def tables(self) -> frozenset[str]:
        """Those that have a changed row."""
        return frozenset(self._rows)

    def add(self, rows: Sequence[RowChange]) -> None:
        """Take in the next *rows*."""
        self._ids, self._deleted, self._grouped, self._claims, self.is_ready = {}, {}, {}, None, False
        for table, part in itertools.groupby(rows, key=lambda row: row.table):
            some = list(part)
            if table not in self._rows:
                self._rows[table] = array("q"), bytearray()
                held = some[0].after or some[0].before or {}
                self._owners[table] = {one: (array("q"), array("q")) for one in _OWNERS if one in held}
            numbers, gone = self._rows[table]
            numbers.extend([row.id for row in some])
            gone.extend([row.after is None for row in some])
            for column, (ids, owners) in self._owners[table].items():
                for row in some:
                    before, after = row.before, row.after
                    first, last = before and before.get(column), after and after.get(column)
                    if isinstance(first, int):
                        ids.append(row.id)
                        owners.append(first)
                    if isinstance(last, int) and first != last:
                        ids.append(row.id)
                        owners.append(last)
        self.count += len(rows)

    def ids(self, table: str) -> tuple[int, ...]:
        """Return the id of each changed row of one table, once."""
        if table not in self._ids:
            self._ids[table] = tuple(dict.fromkeys(self._rows.get(table, ((), b""))[0]))
        return self._ids[table]

    def deleted(self, table: str) -> frozenset[int]:
        """Return the ids of the rows of one table that are there no more."""
        if table not in self._deleted:
            # the last change of a row tells
            states = dict(zip(*self._rows.get(table, ((), b"")), strict=True))
            self._deleted[table] = frozenset(number for number, is_gone in states.items() if is_gone)
        return self._deleted[table]

    def owned(self, table: str, column: str) -> Iterator[tuple[int, int]]:
        """Yield the ids of changed rows of one table with what they belong or belonged to."""
        return zip(*self._owners.get(table, {}).get(column, ((), ())), strict=True)

    def grouped(self, table: str, column: str) -> dict[int, tuple[int, ...]]:
        """Return the ids of changed rows of one table under what they belong or belonged to."""
        if (table, column) not in self._grouped:
            self._grouped[table, column] = _grouped(self.owned(table, column))
        return self._grouped[table, column]

    def claims(self) -> frozenset[int]:
        """Return the ids of the claims of which anything changed."""
        if self._claims is None:
            parts = (self.grouped(table, "claim_id") for table in _OF_CLAIMS)
            self._claims = frozenset(self.ids("claim")).union(*parts)
        return self._claims

    def ready(self) -> Iterator[None]:
        """Find all that may be asked for, one of it at each step."""
        for table, columns in self._owners.items():
            self.ids(table)
            yield
            self.deleted(table)
            yield
            for column in columns:
                self.grouped(table, column)
                yield
        self.claims()
        # who asks for the last step does not tell of it at once
        yield
        self.is_ready = True


def _grouped(owned: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, dict[int, None]] = {}
    for number, whose in owned:
        found.setdefault(whose, {})[number] = None
    return {number: tuple(ids) for number, ids in found.items()}


class RowLog(Sequence[RowChange]):
    """The changed rows of a long action, read part by part whenever one goes through them.

    As rows at once those of 100,000 documents take more than a gigabyte; their tables and ids are at hand.

    Attributes:
        tables: those that have a changed row.
    """

    def __init__(
        self,
        read: Callable[[bool], Iterator[Sequence[RowChange]]],
        tables: frozenset[str],
        count: int,
        index: RowIndex | None = None,
    ) -> None:
        """Make one of the parts that *read* yields, from the last to the first when it is given True.

        Without an *index* one is made when all rows are gone through for the first time.
        """
        self._read = read
        self.tables = tables
        self._count = count
        self._index = index

    def read(self, backward: bool) -> Iterator[Sequence[RowChange]]:
        """Yield the rows in parts, from the last to the first when *backward*; `parts` notes what it saw, too."""
        return self._read(backward)

    def parts(self) -> Iterator[Sequence[RowChange]]:
        """Yield the rows in parts, of which each is easily held in memory."""
        if self._index is not None:
            yield from self._read(False)
            return
        index = RowIndex()
        for rows in self._read(False):
            index.add(rows)
            yield rows
        self._index = index

    def noting(self) -> Iterator[None]:
        """Find `noted` and what it groups, in steps of which each takes some hundredths of a second."""
        if self._index is None:
            for _rows in self.parts():
                yield
        yield from self.noted.ready()

    def know(self, index: RowIndex) -> None:
        """Take what somebody else found of the same rows."""
        self._index = index

    @property
    def is_noted(self) -> bool:
        """Whether `noted` and what it groups are at hand."""
        return self._index is not None and self._index.is_ready

    @property
    def noted(self) -> RowIndex:
        """Tables, ids and owners of the rows."""
        if self._index is None:
            for _rows in self.parts():
                pass
        assert self._index is not None
        return self._index

    def inverted(self) -> "RowLog":
        """Return the rows that take these back: each inverted, in the opposite order."""

        def read(backward: bool) -> Iterator[Sequence[RowChange]]:
            return (inverted(rows) for rows in self._read(not backward))

        return RowLog(read, self.tables, self._count)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[RowChange]:
        return itertools.chain.from_iterable(self.parts())

    @overload
    def __getitem__(self, at: int) -> RowChange: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[RowChange, ...]: ...
    def __getitem__(self, at: int | slice) -> RowChange | tuple[RowChange, ...]:
        if isinstance(at, slice):
            return tuple(self)[at]
        place = range(len(self))[at]
        return next(itertools.islice(self, place, None))


def inverted(rows: Sequence[RowChange]) -> tuple[RowChange, ...]:
    """Return the rows that take *rows* back: each inverted, in the opposite order."""
    return tuple(change.inverted() for change in reversed(rows))


def parts_of(rows: Sequence[RowChange]) -> Iterator[Sequence[RowChange]]:
    """Yield *rows* in parts of which each is easily held in memory: those of a short action at once."""
    return rows.parts() if isinstance(rows, RowLog) else iter((rows,))


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All rows that one action changed, in the order in which it did.

    Whoever follows it asks for ids and reads what is there now; the store, and what keeps counts right without reading
    them anew, look at the rows.

    Attributes:
        text: what the action did, in the language of the interface: ``Tag claim``.
        history_id: the history row that holds it.
        kind: ``edit``, ``undo`` or ``redo``.
        coder: of what was done by another window or program: the names of who did it; empty for what was done here.
        tables: those that have a changed row.
    """

    text: str
    rows: Sequence[RowChange] = field(default=())
    history_id: int = 0
    kind: str = "edit"
    coder: str = ""
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

    def ids(self, table: str) -> tuple[int, ...]:
        """Return the ids of the changed rows of one table, each once, in the order of the changes."""
        if isinstance(self.rows, RowLog):
            return self.rows.noted.ids(table) if table in self.tables else ()
        return tuple(dict.fromkeys(change.id for change in self.of(table)))

    def deleted(self, table: str) -> frozenset[int]:
        """Return the ids of the rows of one table that are there no more."""
        if isinstance(self.rows, RowLog):
            return self.rows.noted.deleted(table) if table in self.tables else frozenset()
        states = {change.id: change.after is None for change in self.of(table)}
        return frozenset(number for number, is_gone in states.items() if is_gone)

    def grouped(self, table: str, owner: str) -> dict[int, tuple[int, ...]]:
        """Return the ids of the changed rows of *table* under that of the *owner* they belong or belonged to.

        ``grouped("claim", "document")`` has the documents whose claims changed, each with these claims.
        """
        column = f"{owner}_id"
        if isinstance(self.rows, RowLog):
            return self.rows.noted.grouped(table, column) if table in self.tables else {}
        rows = ((change.id, row) for change in self.of(table) for row in (change.before, change.after) if row)
        return _grouped((number, whose) for number, row in rows if isinstance(whose := row.get(column), int))

    def claims(self) -> frozenset[int]:
        """Return the ids of the claims of which anything changed: what they say, their actors, memos and own fields."""
        if isinstance(self.rows, RowLog):
            return self.rows.noted.claims()
        parts = (self.grouped(table, "claim") for table in _OF_CLAIMS)
        return frozenset(self.ids("claim")).union(*parts)

    def inverted(self, kind: str = "undo") -> "ChangeSet":
        """Return the change set that takes this one back: each row inverted, in the opposite order."""
        rows = self.rows.inverted() if isinstance(self.rows, RowLog) else inverted(self.rows)
        return ChangeSet(self.text, rows, self.history_id, kind)
