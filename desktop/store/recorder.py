"""The one function through which every write goes, so that every write can be undone."""

import itertools
import json
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlite_utils import Database as Sqlite

from desktop.core.changes import ChangeSet, Row, RowChange, RowLog, Value
from desktop.store.schema import RECORDED


class Recorder:
    """Write rows of the recorded tables and note each before and after.

    It lives as long as one transaction. A row that is written twice appears twice, in the order of writing, so that
    the inverse applied backwards always meets the row that it expects.
    """

    def __init__(self, db: Sqlite) -> None:
        self._db = db
        # what was written since the last `prepare`, and what was before
        self._rows: list[RowChange] = []
        self._log = RowLog(load_changes)

    @property
    def rows(self) -> Sequence[RowChange]:
        """What was written so far."""
        if not self._log:
            return tuple(self._rows)
        self.prepare()
        return self._log

    def prepare(self) -> None:
        """Turn what was written since into the form that the history keeps; a long action does so after each part."""
        if self._rows:
            # without the brackets of the whole list
            self._log.add(self._rows, dump_changes(self._rows)[1:-1])
            self._rows = []

    def dump(self) -> bytes:
        """Return all that was written as `dump_changes` does, in UTF-8: one emoji would make a long text fourfold."""
        if not self._log:
            return dump_changes(self._rows).encode()
        self.prepare()
        return b"[%b]" % b",".join(map(str.encode, self._log.texts()))

    def insert(self, table: str, values: Mapping[str, Value]) -> int:
        """Insert one row, with a new ``uuid`` where the table has one and none is given, and return its id."""
        return self.insert_many(table, [values])[0]

    def insert_many(self, table: str, rows: Sequence[Mapping[str, Value]]) -> list[int]:
        """Insert *rows*, which all have the same columns, and return their ids.

        One ``executemany``: sqlite-utils' own bulk insert takes four times as long.
        """
        if not rows:
            return []
        first = int(self._db.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{_checked(table)}"').fetchone()[0])
        has_uuid = table not in ("claim_actor", "setting")
        complete: list[dict[str, Value]] = []
        for number, values in enumerate(rows, start=first):
            row = {"id": number, **values}
            if has_uuid and not row.get("uuid"):
                row["uuid"] = str(uuid.uuid4())
            complete.append(row)
        self._db.conn.executemany(
            _insert(table, complete[0]), ([row[name] for name in complete[0]] for row in complete)
        )
        # read back: defaults belong to the row as much as what was given
        after = self._read(table, [int(str(row["id"])) for row in complete])
        self._rows.extend(RowChange(table, number, None, row) for number, row in after.items())
        return list(after)

    def update(self, table: str, number: int, values: Mapping[str, Value]) -> bool:
        """Set columns of one row and tell whether that changed anything.

        Raises:
            KeyError: when there is no such row.
        """
        return self.update_many(table, {number: values}) == 1

    def update_many(self, table: str, rows: Mapping[int, Mapping[str, Value]]) -> int:
        """Set columns of several rows and return how many of them that changed.

        Raises:
            KeyError: when one of the rows does not exist; nothing was written then.
        """
        before = self._read(table, list(rows))
        changed: list[tuple[int, dict[str, Value]]] = []
        for number, values in rows.items():
            old = before[number]
            new = {name: value for name, value in values.items() if old[name] != value}
            if new:
                changed.append((number, new))
        # those that set the same columns together: of thousands of claims a statement each would take twice as long
        for names, part in itertools.groupby(changed, key=lambda one: tuple(one[1])):
            self._db.conn.executemany(_update(table, names), [(*new.values(), number) for number, new in part])
        self._rows.extend(
            RowChange(table, number, before[number], {**before[number], **new}) for number, new in changed
        )
        return len(changed)

    def delete(self, table: str, numbers: Iterable[int]) -> None:
        """Delete rows by id.

        Raises:
            KeyError: when one of the rows does not exist; nothing was written then.
        """
        before = self._read(table, list(numbers))
        self._db.conn.executemany(f'DELETE FROM "{table}" WHERE id = ?', ([number] for number in before))
        self._rows.extend(RowChange(table, number, row, None) for number, row in before.items())

    def apply(self, changes: ChangeSet) -> None:
        """Write a recorded change set again, in its order.

        Raises:
            LookupError: when a row is not as the change set expects; the history does not belong to this state then.
        """
        # consecutive rows that the same statement writes together: a statement for each takes much longer
        for (sql, names), part in itertools.groupby(changes.rows, key=_statement):
            rows = list(part)
            if rows[0].before is None:
                self._db.conn.executemany(sql, [[row.after[name] for name in names] for row in rows if row.after])
            else:
                values = [[*(row.after[name] for name in names), row.id] if row.after else [row.id] for row in rows]
                # a statement writes one row at most, so their sum tells whether each did
                if self._db.conn.executemany(sql, values).rowcount != len(rows):
                    numbers = ", ".join(str(row.id) for row in rows[:5])
                    raise LookupError(f"{rows[0].table} {numbers}: a row of these is not in the file")
            self._rows.extend(rows)

    def _read(self, table: str, numbers: list[int]) -> dict[int, Row]:
        found: dict[int, Row] = {}
        # SQLite takes a limited number of parameters
        for at in range(0, len(numbers), 500):
            part = numbers[at : at + 500]
            marks = ", ".join("?" * len(part))
            cursor = self._db.execute(f'SELECT * FROM "{_checked(table)}" WHERE id IN ({marks})', part)
            names = [column[0] for column in cursor.description]
            found.update((int(row[0]), dict(zip(names, row, strict=True))) for row in cursor)
        for number in numbers:
            if number not in found:
                raise KeyError(f"{table} {number}")
        return {number: found[number] for number in numbers}


def dump_changes(rows: Sequence[RowChange]) -> str:
    """Return *rows* as the JSON that the history keeps: ``[[table, id, before, after], …]``."""
    return json.dumps(
        [[row.table, row.id, row.before, row.after] for row in rows], ensure_ascii=False, separators=(",", ":")
    )


def load_changes(text: str) -> tuple[RowChange, ...]:
    """Read what `dump_changes` wrote."""
    return tuple(RowChange(table, number, before, after) for table, number, before, after in json.loads(text))


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
