"""What others did to the file since those who look at it here were told last, and whether an action meets it.

The history is the record of it: whoever writes, writes there. So what another program did can be shown here like what
was done here, row by row, and an action that would change what its user has not seen can be refused by name.
"""

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property, partial

from desktop.core import actions
from desktop.core.changes import ChangeSet, Row, RowChange, RowLog, Value, inverted, parts_of
from desktop.core.dates import here
from desktop.core.errors import ConflictError, GoneError, UserError
from desktop.core.language import N_, _, ngettext
from desktop.store.schema import RECORDED
from desktop.store.sqlite import Sqlite
from desktop.store.trail import kept_rows

# how many lines of the history are looked through for one that wrote a row
_FAR = 1000
# the id and the uuid of the last line of the history that somebody was told of
LineMark = tuple[int, str]

# whose columns are fields that are written one by one: two may be at work on one row. Of any other the whole row counts
_BY_FIELD = ("actor", "topic", "document", "setting", "own_field")
# what a row refers to, and the columns there by which people know it: who chose it did not choose what it is now
_KNOWN_BY: dict[str, tuple[str, tuple[str, ...]]] = {
    "document_id": ("document", ("text_id",)),
    "document_a_id": ("document", ("text_id",)),
    "document_b_id": ("document", ("text_id",)),
    "actor_id": ("actor", ("name",)),
    "organisation_id": ("actor", ("name",)),
    "topic_id": ("topic", ("name", "proposition")),
    "field_id": ("own_field", ("owner", "name", "kind")),
}
# which rows are a part of what, so that a change of theirs is one of it
_PARTS = {"claim_actor": ("claim", "claim_id"), "claim_value": ("claim", "claim_id")}
_CHANGED = N_(
    "{coder} has changed this meanwhile ({action}): nothing was done; look at it, and do it again if need be."
)
_DELETED = N_("{coder} has deleted this meanwhile ({action}): nothing was done.")
_CHANGED_HERE = N_(
    "This was changed in another window meanwhile ({action}): nothing was done; look at it, and do it again if need be."
)
_DELETED_HERE = N_("This was deleted in another window meanwhile ({action}): nothing was done.")
_UNKNOWN = N_(
    "Another program has changed the project meanwhile, and not by an action that could be named: nothing was done; "
    "look again, and do it again if need be."
)
_GONE_ELSEWHERE = N_(
    "Another program has changed the project meanwhile, and not all that this is about is there any more: look again."
)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history.

    Attributes:
        coder: who did it.
        text: what it is called, in the language of the interface.
        kind: ``edit``, ``undo`` or ``redo``.
        created: ISO 8601 time in UTC; empty where nobody asks.
    """

    id: int
    coder: str
    text: str
    kind: str
    created: str = ""

    @property
    def when(self) -> str:
        """The time where one is, to the minute: ``2026-11-26 14:02``."""
        return here(self.created)


@dataclass(slots=True)
class _Touch:
    """One row that others changed: as it was before the first of it and after the last.

    Of a row that came nothing is kept: an import brings hundreds of thousands.

    Attributes:
        step: the last that wrote it.
        wholes: what it is or was a part of.
        parts: whether a part of it changed, too.
    """

    before: Row | None
    after: Row | None
    step: HistoryLine
    wholes: set[int] = field(default_factory=set)
    parts: bool = False

    def columns(self) -> Set[str] | None:
        """Return the columns that differ; None for all: the row came or went."""
        if self.before is None or self.after is None or self.parts:
            return None
        return {name for name, value in self.after.items() if self.before.get(name) != value}


class OthersWork:
    """What others did.

    Attributes:
        steps: the lines of the history, in their order; empty where it tells nothing.
        explained: whether the history goes on from where it was known, and tells what was done.
        last: the last line of the history now.
    """

    def __init__(self, db: Sqlite, told: LineMark, own: str) -> None:
        """Look what stands in the history since *told*; *own* is the name of the one who works here."""
        self._own = own
        row = db.execute("SELECT uuid FROM history WHERE id = ?", [told[0]]).fetchone() if told[0] else (told[1],)
        found: list[tuple[HistoryLine, Sequence[RowChange]]] = []
        if row is not None and row[0] == told[1]:
            # what cannot be read is as if nothing was told
            with contextlib.suppress(ValueError, TypeError, LookupError):
                found = list(_steps(db, told[0]))
        self.steps = [step for step, _rows in found]
        self.explained = bool(found)
        self.last = last_line(db)
        self._found = found

    @cached_property
    def changes(self) -> ChangeSet:
        """All that was done, as one: each row may be read as it is now only."""
        names = list(dict.fromkeys(step.coder for step in self.steps))
        text = self.steps[-1].text
        if len(self.steps) > 1:
            text = ngettext("{count:,} action", "{count:,} actions", len(self.steps)).format(count=len(self.steps))
        rows = [rows for _step, rows in self._found]
        return ChangeSet(text, _together(rows), self.last[0], coder=", ".join(names))

    def refuse_change(self, table: str, number: int, columns: Collection[str]) -> None:
        """Refuse to write *columns* of a row that others wrote.

        Raises:
            ConflictError: then; it names who did what.
        """
        touch = self._touched.get((table, number))
        if touch is None:
            return
        theirs = touch.columns()
        if theirs is None or table not in _BY_FIELD or not theirs.isdisjoint(columns):
            raise self._conflict(touch)

    def refuse_deletion(self, table: str, number: int) -> None:
        """Refuse to delete a row that others wrote; as `refuse_change`."""
        touch = self._touched.get((table, number))
        if touch is not None:
            raise self._conflict(touch)

    def refuse_references(self, table: str, values: Mapping[str, Value]) -> None:
        """Refuse to write a row that refers to what is not there any more, or not what it was; as `refuse_change`."""
        for column, (other, known_by) in _KNOWN_BY.items():
            number = values.get(column)
            touch = self._touched.get((other, number)) if isinstance(number, int) else None
            if touch is None or touch.before is None:
                # what has just come could be chosen only by who looked for it in this transaction
                continue
            theirs = touch.columns()
            if theirs is None or not theirs.isdisjoint(known_by):
                raise self._conflict(touch)

    def explain(self, error: BaseException) -> UserError | None:
        """Return the sentence for an error that comes of what others did; None for any other."""
        if isinstance(error, ConflictError):
            return None
        thing = None
        if isinstance(error, GoneError):
            thing = error.thing, error.number
        elif isinstance(error, KeyError) and error.args:
            table, _blank, number = str(error.args[0]).partition(" ")
            thing = table, int(number) if number.isdecimal() else 0
        touch = self._touched.get(thing) if thing is not None else None
        if touch is not None:
            return self._conflict(touch)
        if isinstance(error, KeyError | sqlite3.IntegrityError):
            return ConflictError(_(_GONE_ELSEWHERE))
        return None

    @staticmethod
    def unknown() -> ConflictError:
        """Return the sentence for a change of which nobody knows what it was."""
        return ConflictError(_(_UNKNOWN))

    def _conflict(self, touch: _Touch) -> ConflictError:
        gone = touch.before is not None and touch.after is None
        if touch.step.coder == self._own:
            return ConflictError(_(_DELETED_HERE if gone else _CHANGED_HERE), action=touch.step.text)
        return ConflictError(_(_DELETED if gone else _CHANGED), coder=touch.step.coder, action=touch.step.text)

    @cached_property
    def _touched(self) -> dict[tuple[str, int], _Touch]:
        found: dict[tuple[str, int], _Touch] = {}
        for step, rows in self._found:
            for part in parts_of(rows):
                for row in part:
                    _note(found, step, row)
        # without what was done and taken back again
        found = {key: touch for key, touch in found.items() if touch.before is None or touch.before != touch.after}
        for (table, _number), touch in list(found.items()):
            for whole in touch.wholes:
                part_of = found.setdefault((_PARTS[table][0], whole), _Touch({}, {}, touch.step))
                part_of.parts, part_of.step = True, touch.step
        return found


def last_line(db: Sqlite) -> LineMark:
    """Return the last line of the history; 0 and an empty text where there is none."""
    row = db.execute("SELECT id, uuid FROM history ORDER BY id DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def leave_quiet_mark(db: Sqlite) -> None:
    """Tell those who have the project open that what is written now changes nothing that they see, within its action.

    What a team's sets and meetings leave behind stands beside the project and not in its history.
    """
    sql = "INSERT INTO team (key, value) VALUES ('quiet', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    db.execute(sql, [os.urandom(8).hex()]).close()


def quiet_mark(db: Sqlite) -> str:
    """Return the last mark of `leave_quiet_mark`; empty where there is none."""
    # a file that cannot be read is told of by what asks for more
    with contextlib.suppress(sqlite3.Error):
        row = db.execute("SELECT value FROM team WHERE key = 'quiet'").fetchone()
        return str(row[0]) if row else ""
    return ""


def rows_of(db: Sqlite, number: int) -> Sequence[RowChange]:
    """Return the rows of one line of the history, those of an undo or redo as it wrote them.

    Raises:
        ValueError, TypeError, LookupError: when they cannot be read.
    """
    sql = "SELECT kind, edit_id, parts, changes FROM history WHERE id = ?"
    row = db.execute(sql, [number]).fetchone()
    if row is None:
        raise LookupError(f"history {number}")
    kind, edit, parts, changes = row
    if kind == "edit":
        return kept_rows(db, number, parts, changes)
    rows = rows_of(db, edit)
    if kind == "redo":
        return rows
    return rows.inverted() if isinstance(rows, RowLog) else inverted(rows)


def differing_row(db: Sqlite, rows: Sequence[RowChange]) -> RowChange | None:
    """Return the first of *rows* that does not stand in the file as it was before; None where all do."""
    seen: set[tuple[str, int]] = set()
    for part in parts_of(rows):
        for row in part:
            # what an action wrote twice stood in between as it does nowhere
            if (row.table, row.id) in seen:
                continue
            seen.add((row.table, row.id))
            if row.table not in RECORDED:
                raise ValueError(f"not a recorded table: {row.table}")
            cursor = db.execute(f'SELECT * FROM "{row.table}" WHERE id = ?', [row.id])
            values = cursor.fetchone()
            now = dict(zip((column[0] for column in cursor.description), values, strict=True)) if values else None
            # columns that came with a later version were not told
            if (now is None) != (row.before is None) or (
                now is not None and row.before is not None and any(now[name] != row.before[name] for name in row.before)
            ):
                return row
    return None


def last_that_wrote(db: Sqlite, row: RowChange, after: int) -> HistoryLine | None:
    """Return the last of the lines of the history behind *after* that wrote a row."""
    return _last_that_wrote(db, {(row.table, row.id)}, after)


def last_that_builds_on(db: Sqlite, rows: Sequence[RowChange], after: int) -> HistoryLine | None:
    """Return the last of the lines of the history behind *after* in whose way it is to write *rows*.

    It wrote what refers to a row that they delete, or what has the name of one that they bring. None where there is
    none.
    """
    own = {(row.table, row.id) for part in parts_of(rows) for row in part}
    references, names = _references(db), _unique_columns(db)
    for part in parts_of(rows):
        found: set[tuple[str, int]] = set()
        for table in {row.table for row in part}:
            gone = json.dumps([row.id for row in part if row.table == table and row.after is None])
            for child, column in references.get(table, ()):
                sql = f'SELECT id FROM "{child}" WHERE "{column}" IN (SELECT value FROM json_each(?))'
                found.update((child, number) for (number,) in db.execute(sql, [gone]).fetchall())
            for columns in names.get(table, ()):
                sql = f'SELECT id FROM "{table}" WHERE ' + " AND ".join(f'"{name}" = ?' for name in columns)
                for row in part:
                    if row.table == table and row.after is not None:
                        there = db.execute(sql, [row.after.get(name) for name in columns]).fetchone()
                        found.update({(table, there[0])} if there else ())
        if found - own:
            return _last_that_wrote(db, found - own, after)
    return None


def _last_that_wrote(db: Sqlite, wanted: Set[tuple[str, int]], after: int) -> HistoryLine | None:
    sql = "SELECT id, coder, action, text, kind, created FROM history WHERE id > ? ORDER BY id DESC LIMIT ?"
    for number, coder, action, text, kind, created in db.execute(sql, [after, _FAR]).fetchall():
        for part in parts_of(rows_of(db, number)):
            if any((one.table, one.id) in wanted for one in part):
                return HistoryLine(number, coder, actions.tell(action, text), kind, created)
    return None


def _references(db: Sqlite) -> dict[str, list[tuple[str, str]]]:
    """Return by table which columns of which other tables refer to it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for child in RECORDED:
        for _id, _place, table, column, *_rest in db.execute(f'PRAGMA foreign_key_list("{child}")').fetchall():
            found.setdefault(table, []).append((child, column))
    return found


def _unique_columns(db: Sqlite) -> dict[str, list[list[str]]]:
    """Return by table the columns whose values no two of its rows may have."""
    found: dict[str, list[list[str]]] = {}
    for table in RECORDED:
        for _number, index, is_unique, *_rest in db.execute(f'PRAGMA index_list("{table}")').fetchall():
            columns = [row[2] for row in db.execute(f'PRAGMA index_info("{index}")').fetchall()]
            if is_unique and all(columns):
                found.setdefault(table, []).append(columns)
    return found


def _steps(db: Sqlite, after: int) -> Iterator[tuple[HistoryLine, Sequence[RowChange]]]:
    sql = "SELECT id, coder, action, text, kind FROM history WHERE id > ? ORDER BY id"
    for number, coder, action, text, kind in db.execute(sql, [after]).fetchall():
        yield HistoryLine(number, coder, actions.tell(action, text), kind), rows_of(db, number)


def _together(parts: list[Sequence[RowChange]]) -> Sequence[RowChange]:
    if len(parts) == 1:
        return parts[0]
    if not any(isinstance(rows, RowLog) for rows in parts):
        return tuple(row for rows in parts for row in rows)

    def read(backward: bool, parts: list[Sequence[RowChange]]) -> Iterator[Sequence[RowChange]]:
        for rows in reversed(parts) if backward else parts:
            if isinstance(rows, RowLog):
                yield from rows.read(backward)
            else:
                yield rows

    tables = {table for rows in parts for table in (rows.tables if isinstance(rows, RowLog) else _tables(rows))}
    reader: Callable[[bool], Iterator[Sequence[RowChange]]] = partial(read, parts=parts)
    return RowLog(reader, frozenset(tables), sum(map(len, parts)))


def _tables(rows: Sequence[RowChange]) -> set[str]:
    return {row.table for row in rows}


def _note(found: dict[tuple[str, int], _Touch], step: HistoryLine, row: RowChange) -> None:
    touch = found.get((row.table, row.id))
    if touch is None:
        # one that came has no columns that could be its user's
        touch = found[row.table, row.id] = _Touch(row.before, row.before and row.after, step)
    else:
        touch.after, touch.step = touch.before and row.after, step
    if row.table in _PARTS:
        column = _PARTS[row.table][1]
        touch.wholes |= {
            number for values in (row.before, row.after) if values and isinstance(number := values[column], int)
        }
