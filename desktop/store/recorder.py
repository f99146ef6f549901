"""The one function through which every write goes, so that every write can be undone."""

import itertools
import json
import re
import sqlite3
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import TypeVar

from desktop.core.changes import ChangeSet, Row, RowChange, Value, parts_of
from desktop.core.phrases import gone
from desktop.core.portable import name_uuid
from desktop.store.elsewhere import OthersWork
from desktop.store.indexing import indexed_together
from desktop.store.schema import RECORDED
from desktop.store.sqlite import Sqlite
from desktop.store.trail import ActionTrail

# by what a row of these is known, of which there is one in every project
_KNOWN_BY: dict[str, tuple[str, ...]] = {
    "coder": ("name",),
    "own_field": ("owner", "name"),
    "participant": ("document_id", "actor_id", "role"),
    "same_event": ("document_a_id", "document_b_id", "coder_id"),
    "trace_verdict": ("document_a_id", "start_a", "end_a", "document_b_id", "coder_id"),
    "dismissed_suggestion": ("document_id", "start", "end", "coder_id"),
}
# rows of one call that are written, and noted, together
_TOGETHER = 500
# rows that are inserted together: a search index that takes them in at once has less to bring together afterwards
_INSERTED = 5_000
# columns that name a row of a table which is called otherwise
_OTHERS = {"field_id": "own_field", "organisation_id": "actor"}
# rows of a step that are written again before others have their turn
_APPLIED = 100
# columns of which thousands of rows have the same few values, and which need not be once; together from so many rows on
_OF_FEW_VALUES = frozenset({"stance", "voice", "certainty", "topic_id"})
_ALIKE = 20
# by what a column is declared with, what is kept there as it is given
_KINDS: dict[str, frozenset[type]] = {"TEXT": frozenset({str, type(None)}), "INTEGER": frozenset({int, type(None)})}
_NO_KINDS: frozenset[type] = frozenset()
_Thing = TypeVar("_Thing")


class Recorder:
    """Write rows of the recorded tables and note each before and after.

    It lives as long as one transaction. A row that is written twice appears twice, in the order of writing, so that
    the inverse applied backwards always meets the row that it expects.
    """

    def __init__(self, db: Sqlite, elsewhere: OthersWork | None = None) -> None:
        """Write to *db*, and nothing that meets what was done *elsewhere* and has not been seen here."""
        self._db = db
        self._trail = ActionTrail(db)
        self._elsewhere = elsewhere
        # by table, the highest id that a row ever had
        self._last: dict[str, int] = {}
        self._kinds: dict[str, dict[str, frozenset[type]]] = {}
        # whether all that is inserted is what it is in every project, as seeds are
        self.names_all = False
        self._named: dict[str, int] = {}

    @property
    def trail(self) -> ActionTrail:
        """What was written so far, as the history keeps it."""
        return self._trail

    def insert(self, table: str, values: Mapping[str, Value]) -> int:
        """Insert one row, with a new ``uuid`` where the table has one and none is given, and return its id."""
        return self.insert_many(table, [values])[0]

    def insert_many(self, table: str, rows: Sequence[Mapping[str, Value]]) -> list[int]:
        """Insert *rows*, which all have the same columns, and return their ids."""
        if not rows:
            return []
        first = self._last_id(table) + 1
        self._last[table] += len(rows)
        has_uuid = table not in ("claim_actor", "setting", "claim_value")
        if self._elsewhere is not None:
            for values in rows:
                self._elsewhere.refuse_references(table, values)
        written: list[int] = []
        names = tuple(dict.fromkeys(("id", *(("uuid",) if has_uuid else ()), *rows[0])))
        for part in _parts(list(enumerate(rows, start=first)), _INSERTED):
            complete: list[dict[str, Value]] = []
            for number, values in part:
                row = {"id": number, **values}
                if has_uuid and not row.get("uuid"):
                    row["uuid"] = self._new_uuid(table, row)
                complete.append(row)
            numbers = [int(str(row["id"])) for row in complete]
            with self._told_of_missing(table, complete), indexed_together(self._db, table, coming=numbers):
                self._db.conn.executemany(_insert(table, names), map(itemgetter(*names), complete))
            after = self._as_written(table, numbers, complete)
            self._trail.add([RowChange(table, number, None, row) for number, row in after.items()])
            written.extend(after)
        return written

    def update(self, table: str, number: int, values: Mapping[str, Value]) -> bool:
        """Set columns of one row and tell whether that changed anything.

        Raises:
            KeyError, GoneError: when there is no such row, or no longer.
        """
        return self.update_many(table, {number: values}) == 1

    def update_many(
        self, table: str, rows: Mapping[int, Mapping[str, Value]], known: Mapping[int, Row] | None = None
    ) -> int:
        """Set columns of several rows and return how many of them that changed.

        All of them as they stand are *known* where they were read since the transaction began, and not written since.

        Raises:
            KeyError, GoneError: when one of the rows does not exist, or no longer; nothing was written then.
            ConflictError: when others changed one that was not seen here yet.
        """
        count = 0
        for numbers in self._parts_that_exist(table, rows) if known is None else _parts(list(rows)):
            before = self._read(table, numbers) if known is None else {number: known[number] for number in numbers}
            changed: list[tuple[int, dict[str, Value]]] = []
            for number in numbers:
                old = before[number]
                new = {name: value for name, value in rows[number].items() if old[name] != value}
                if new:
                    changed.append((number, new))
                    if self._elsewhere is not None:
                        self._elsewhere.refuse_change(table, number, new.keys())
                        self._elsewhere.refuse_references(table, new)
            # those that set the same columns together: of thousands of claims a statement each would take twice as long
            for names, part in itertools.groupby(changed, key=lambda one: tuple(one[1])):
                written = list(part)
                with self._told_of_missing(table, [new for _number, new in written]):
                    self._set(table, names, written)
            self._trail.add(
                [RowChange(table, number, before[number], {**before[number], **new}) for number, new in changed],
                [new for _number, new in changed],
            )
            count += len(changed)
        return count

    def _set(self, table: str, names: Sequence[str], rows: Sequence[tuple[int, Mapping[str, Value]]]) -> None:
        """Set the same columns of several rows."""
        if len(rows) < _ALIKE or not _OF_FEW_VALUES.issuperset(names):
            values = [(*new.values(), number) for number, new in rows]
            self._db.conn.executemany(_update(table, names), values)
            return
        # which of them is written first does not matter: no two may not be alike
        alike: dict[tuple[Value, ...], list[int]] = {}
        for number, new in rows:
            alike.setdefault(tuple(new.values()), []).append(number)
        sql = _update(table, names).removesuffix("= ?") + "IN (SELECT value FROM json_each(?))"
        for told, numbers in alike.items():
            self._db.conn.execute(sql, (*told, json.dumps(numbers))).close()

    def delete(self, table: str, numbers: Iterable[int]) -> None:
        """Delete rows by id.

        Raises:
            KeyError, GoneError: when one of the rows does not exist, or no longer; nothing was written then.
            ConflictError: when others changed one that was not seen here yet.
        """
        for part in self._parts_that_exist(table, numbers):
            before = self._read(table, part)
            if self._elsewhere is not None:
                for number in before:
                    self._elsewhere.refuse_deletion(table, number)
            with indexed_together(self._db, table, going=list(before)):
                self._db.conn.executemany(f'DELETE FROM "{table}" WHERE id = ?', ([number] for number in before))
            self._trail.add([RowChange(table, number, row, None) for number, row in before.items()])

    def build_on(self, table: str, numbers: Iterable[int]) -> None:
        """Refuse to go on where others changed rows of which this action makes something, though it leaves them.

        Raises:
            ConflictError: then.
        """
        if self._elsewhere is not None:
            for number in numbers:
                self._elsewhere.refuse_deletion(table, number)

    def keep_ids(self) -> None:
        """Remember which ids were given, so that none is given again; once, before the commit."""
        sql = (
            "INSERT INTO last_id (name, number) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET number = excluded.number"
        )
        self._db.conn.executemany(sql, list(self._last.items()))

    def apply(self, changes: ChangeSet) -> Iterator[int]:
        """Write a recorded change set again, in its order; yield again and again how many rows are written.

        What is written so is not noted anew.

        Raises:
            LookupError: when a row is not as the change set expects; the history does not belong to this state then.
        """
        count = unseen = 0
        for every in parts_of(changes.rows):
            if count:
                # to read a part takes as long as to write some of it
                yield count
            # consecutive rows that the same statement writes together: a statement for each takes much longer
            for (sql, names), part in itertools.groupby(every, key=_statement):
                for rows in _batches(part):
                    self._apply_alike(sql, names, rows)
                    count += len(rows)
                    unseen += len(rows)
                    if unseen >= _APPLIED:
                        unseen = 0
                        yield count
        if unseen:
            yield count

    def _apply_alike(self, sql: str, names: Sequence[str], rows: Sequence[RowChange]) -> None:
        """Write rows that the same statement writes."""
        ids, table = [row.id for row in rows], rows[0].table
        if rows[0].before is None:
            with indexed_together(self._db, table, coming=ids):
                self._db.conn.executemany(sql, [[row.after[name] for name in names] for row in rows if row.after])
            return
        values = [[*(row.after[name] for name in names), row.id] if row.after else [row.id] for row in rows]
        with indexed_together(self._db, table, going=ids if rows[0].after is None else ()):
            written = self._db.conn.executemany(sql, values).rowcount
        # a statement writes one row at most, so their sum tells whether each did
        if written != len(rows):
            numbers = ", ".join(str(row.id) for row in rows[:5])
            raise LookupError(f"{rows[0].table} {numbers}: a row of these is not in the file")

    def _new_uuid(self, table: str, row: Mapping[str, Value]) -> str:
        """Return a uuid for a new row: of what there is once by what it is, so that it is the same in every project."""
        known_by = _KNOWN_BY.get(table)
        if known_by is None and not self.names_all:
            return str(uuid.uuid4())
        told: list[str] = []
        for name in known_by or sorted(set(row) - {"id", "uuid", "created", "position"}):
            other = table if name == "parent_id" else re.sub(r"(_[ab])?_id$", "", name)
            column = "sha256" if other == "text" else "uuid"
            value = row.get(name)
            if name.endswith("_id") and isinstance(value, int):
                found = self._db.execute(f'SELECT {column} FROM "{other}" WHERE id = ?', [value]).fetchone()
                value = found[0] if found else value
            told.append(f"{name}={value}")
        # which of two documents is the first one is a matter of their numbers here
        made = name_uuid(table, *(sorted(told) if table == "same_event" else told))
        if self.names_all:
            count = self._named[made] = self._named.get(made, 0) + 1
            made = made if count == 1 else name_uuid(made, str(count))
        taken = self._db.execute(f'SELECT 1 FROM "{_checked(table)}" WHERE uuid = ?', [made]).fetchone()
        return str(uuid.uuid4()) if taken else made

    def _last_id(self, table: str) -> int:
        if table not in self._last:
            sql = (
                f'SELECT max(coalesce((SELECT max(id) FROM "{_checked(table)}"), 0), '
                "coalesce((SELECT number FROM last_id WHERE name = ?), 0))"
            )
            self._last[table] = int(self._db.execute(sql, [table]).fetchone()[0])
        return self._last[table]

    def _parts_that_exist(self, table: str, numbers: Iterable[int]) -> Iterator[list[int]]:
        """Yield *numbers*, each once, in parts; before the first of several it is made sure that there are all."""
        parts = _parts(list(dict.fromkeys(numbers)))
        if len(parts) > 1:
            for part in parts:
                marks = ", ".join("?" * len(part))
                sql = f'SELECT id FROM "{_checked(table)}" WHERE id IN ({marks})'
                self._require(table, part, {int(row[0]) for row in self._db.execute(sql, part)})
        yield from parts

    @contextmanager
    def _told_of_missing(self, table: str, rows: Sequence[Mapping[str, Value]]) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            self._refuse_missing(table, rows)
            raise

    def _require(self, table: str, numbers: Iterable[int], there: Collection[int]) -> None:
        for number in numbers:
            if number not in there:
                # one that was there is not a bug's
                raise gone(table, number) if number <= self._last_id(table) else KeyError(f"{table} {number}")

    def _refuse_missing(self, table: str, rows: Iterable[Mapping[str, Value]]) -> None:
        """Say of rows that could not be written what they refer to that was there once."""
        for values in rows:
            for column, value in values.items():
                other = _OTHERS.get(column) or (table if column == "parent_id" else re.sub(r"(_[ab])?_id$", "", column))
                if not column.endswith("_id") or not isinstance(value, int) or other not in RECORDED:
                    continue
                there = self._db.execute(f'SELECT 1 FROM "{other}" WHERE id = ?', [value]).fetchone()
                if there is None and value <= self._last_id(other):
                    raise gone(other, value)

    def _as_written(self, table: str, numbers: list[int], rows: Sequence[Mapping[str, Value]]) -> dict[int, Row]:
        """Return rows that were inserted as they stand in the file: defaults belong to a row as much as what is given.

        They are read back unless each tells all of its columns, in the kinds that these are declared with.
        """
        kinds = self._columns(table)
        if rows[0].keys() != kinds.keys():
            return self._read(table, numbers)
        found: dict[int, Row] = {}
        for number, row in zip(numbers, rows, strict=True):
            found[number] = {name: row[name] for name in kinds}
            if not all(map(_holds, kinds.values(), found[number].values())):
                return self._read(table, numbers)
        return found

    def _columns(self, table: str) -> dict[str, frozenset[type]]:
        """Return the columns of a table, each with the kinds of values that it keeps as they are given."""
        if table not in self._kinds:
            told = self._db.execute("SELECT name, type FROM pragma_table_info(?)", [table])
            self._kinds[table] = {str(name): _KINDS.get(str(kind), _NO_KINDS) for name, kind in told}
        return self._kinds[table]

    def _read(self, table: str, numbers: list[int]) -> dict[int, Row]:
        found: dict[int, Row] = {}
        # SQLite takes a limited number of parameters
        for at in range(0, len(numbers), 500):
            part = numbers[at : at + 500]
            marks = ", ".join("?" * len(part))
            cursor = self._db.execute(f'SELECT * FROM "{_checked(table)}" WHERE id IN ({marks})', part)
            names = [column[0] for column in cursor.description]
            found.update((int(row[0]), dict(zip(names, row, strict=True))) for row in cursor)
        self._require(table, numbers, found)
        return {number: found[number] for number in numbers}


def _holds(kinds: frozenset[type], value: Value) -> bool:
    return type(value) in kinds


def _batches(rows: Iterable[RowChange]) -> Iterator[list[RowChange]]:
    waiting = iter(rows)
    while batch := list(itertools.islice(waiting, _APPLIED)):
        yield batch


def _parts(things: list[_Thing], size: int = _TOGETHER) -> list[list[_Thing]]:
    return [things[at : at + size] for at in range(0, len(things), size)]


def _statement(change: RowChange) -> tuple[str, tuple[str, ...]]:
    """Return the statement that writes a change, and the columns whose new values it takes before the id."""
    table = _checked(change.table)
    if change.before is None:
        assert change.after is not None
        return _insert(table, change.after), tuple(change.after)
    if change.after is None:
        return f'DELETE FROM "{table}" WHERE id = ?', ()
    names = tuple(name for name, value in change.after.items() if change.before[name] != value)
    return _update(table, names), names


def _insert(table: str, names: Collection[str]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(names))})'


def _update(table: str, names: Iterable[str]) -> str:
    sets = ", ".join(f'"{name}" = ?' for name in names)
    return f'UPDATE "{table}" SET {sets} WHERE id = ?'


def _checked(table: str) -> str:
    if table not in RECORDED:
        raise ValueError(f"not a recorded table: {table}")
    return table
