"""The history: which steps there are, what each of them changed, and what things were called then.

An undo or redo keeps no rows of its own: it has those of its edit. So every read of changes looks at the edit's line.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from desktop.core import actions
from desktop.core.changes import ChangeSet, Row, RowChange
from desktop.core.history import TOUCHED, Step, StepFilter
from desktop.core.matching import fold
from desktop.store.database import Database
from desktop.store.errors import wrong_row
from desktop.store.foreign import FAULTS
from desktop.store.trail import kept_rows, part_texts

_STEP = "h.id, h.uuid, h.created, h.coder, h.kind, h.action, h.text, h.state, h.edit_id"
_WITH_EDIT = "FROM history h JOIN history e ON e.id = coalesce(h.edit_id, h.id)"
# the edit whose rows they are, and what there is of them in its line
_KEPT_ROWS = ",".join(("e.id", "e.parts", "e.changes"))
_KEPT = ("uuid", "name", "title", "parent_id")
_NAMED = ("actor", "topic", "document", "coder", "own_field")
_CLAIM = re.compile(r'\["claim",(\d+),')

_Key = tuple[str, int]


def step_ids(db: Database, found: StepFilter | None = None, *, after: int = 0, until: int | None = None) -> list[int]:
    """Return the ids of the steps that a filter lets through, the newest first.

    Only those behind the id *after*, and not behind the id *until*.
    """
    chosen = found or StepFilter()
    sql, values = _where(chosen, after, until)
    wanted = fold(chosen.text.strip())
    if not wanted:
        # one row of all ids takes a quarter of the time of as many rows; sorted here, since to have them in order
        # SQLite would read the table with all its changes and not an index
        dumped = db.sqlite.execute(f"SELECT json_group_array(h.id) {sql}", values).fetchone()[0]
        return sorted(map(int, json.loads(dumped)), reverse=True)
    # here and not in SQL: SQLite knows the case of ASCII only
    rows = db.sqlite.execute(f"SELECT h.id, h.action, h.text {sql} ORDER BY h.id DESC", values)
    meets = cache(lambda *told: wanted in fold(actions.tell(*told)))
    return [int(number) for number, *told in rows if meets(*told)]


def all_ids(db: Database, known: int | None = None) -> list[int] | range:
    """Return the ids of all steps, the newest first: a range where no number is missing.

    How many there are may be *known*: to count a million takes a frame or more.
    """
    sql = "SELECT (SELECT min(id) FROM history), (SELECT max(id) FROM history)"
    first, last = db.sqlite.execute(sql).fetchone()
    if first is not None and (count(db) if known is None else known) == last - first + 1:
        return range(last, first - 1, -1)
    return step_ids(db)


def steps(db: Database, ids: Iterable[int]) -> list[Step]:
    """Return the steps of these ids that exist, the newest first; their changes are not read."""
    sql = f"SELECT {_STEP} FROM history h WHERE h.id IN (SELECT value FROM json_each(?)) ORDER BY h.id DESC"
    return [_step(row) for row in db.sqlite.execute(sql, [json.dumps(list(ids))])]


def count(db: Database, *, after: int = 0) -> int:
    """Return how many steps there are, or how many behind the id *after*."""
    # of all an index tells it, in a tenth of the time of the rows
    where, values = ("WHERE id > ?", [after]) if after else ("", [])
    return int(db.sqlite.execute(f"SELECT count(*) FROM history {where}", values).fetchone()[0])


def newest(db: Database) -> int:
    """Return the id of the newest step; 0 when there is none."""
    return int(db.sqlite.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()[0])


# by an index, from one name to the next: a million steps are gone through by few names
_NAMES = """
WITH RECURSIVE
    standing(coder) AS (
        SELECT min(coder) FROM history WHERE kind = 'edit' AND state = 'done'
        UNION ALL
        SELECT (
            SELECT min(h.coder) FROM history h
            WHERE h.kind = 'edit' AND h.state = 'done' AND h.coder > standing.coder
        ) FROM standing WHERE coder IS NOT NULL
    ),
    other(coder) AS (
        SELECT min(coder) FROM history WHERE kind <> 'edit' OR state <> 'done'
        UNION ALL
        SELECT (
            SELECT min(h.coder) FROM history h
            WHERE (h.kind <> 'edit' OR h.state <> 'done') AND h.coder > other.coder
        ) FROM other WHERE coder IS NOT NULL
    )
SELECT coder FROM standing WHERE coder IS NOT NULL UNION SELECT coder FROM other WHERE coder IS NOT NULL ORDER BY coder
"""


def coder_names(db: Database, *, after: int = 0) -> list[str]:
    """Return the names of all who did something *after* a step, by alphabet."""
    if not after:
        return [str(row[0]) for row in db.sqlite.execute(_NAMES)]
    sql = "SELECT DISTINCT coder FROM history WHERE id > ? ORDER BY coder"
    return [str(row[0]) for row in db.sqlite.execute(sql, [after])]


def changes(db: Database, step_id: int) -> Sequence[RowChange]:
    """Return the rows that a step changed, in its own direction: an undo's are its edit's, inverted.

    Those of a long step are a `core.changes.RowLog`, read part by part.
    """
    row = db.sqlite.execute(f"SELECT h.kind, {_KEPT_ROWS} {_WITH_EDIT} WHERE h.id = ?", [step_id]).fetchone()
    return _directed(db, *row) if row is not None else ()


def walk(db: Database, ids: Sequence[int]) -> Iterator[tuple[Step, Sequence[RowChange]]]:
    """Yield the steps of these ids with the rows they changed, as `changes` has them, the newest first."""
    wanted = "h.id IN (SELECT value FROM json_each(?))"
    sql = f"SELECT {_KEPT_ROWS}, {_STEP} {_WITH_EDIT} WHERE {wanted} ORDER BY h.id DESC"
    for number, parts, dumped, *row in db.sqlite.execute(sql, [json.dumps(list(ids))]):
        step = _step(row)
        yield step, _directed(db, step.kind, number, parts, dumped)


def places(db: Database, uuids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return document and claim id of the claims and documents of these uuids that exist; a document's claim is 0."""
    sql = (
        "SELECT uuid, document_id, id FROM claim WHERE uuid IN (SELECT value FROM json_each(:uuids)) UNION ALL "
        "SELECT uuid, id, 0 FROM document WHERE uuid IN (SELECT value FROM json_each(:uuids))"
    )
    found = db.sqlite.execute(sql, {"uuids": json.dumps(list(uuids))})
    return {uuid: (document_id, claim_id) for uuid, document_id, claim_id in found}


def touches(tables: Sequence[str]) -> tuple[str, list[str]]:
    """Return the SQL that tells whether the edit ``e`` touches one of *tables*, and its values.

    A change is kept as ``["table",id,…`` without spaces, and a quotation mark within a text is always escaped: these
    characters stand nowhere but at the beginning of a change, so that nothing need be parsed. A part says its tables.
    """
    whole = " OR ".join("instr(e.changes, ?) > 0" for _ in tables)
    part = " OR ".join("instr(p.tables, ?) > 0" for _ in tables)
    parts = f"SELECT 1 FROM history_part p WHERE p.history_id = e.id AND ({part})"
    sql = f"(e.parts = 0 AND ({whole}) OR e.parts > 0 AND EXISTS ({parts}))"
    return sql, [*(f'["{table}",' for table in tables), *(f'"{table}"' for table in tables)]


class PastNames:
    """Find rows as they were after a step: as the next step that changed them found them, or as they are now.

    What became of actors, topics, documents and coders is kept in memory, back to the oldest step that was asked for:
    steps that touch them are few, and the newest steps, which are looked at most, cost next to nothing. Claims are what
    most steps touch; for these the trail is searched. A row's id may be given again once the row is deleted, so the
    present tables alone could tell a wrong name.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        # what a row was before each step that changed it; None before the one that made it
        self._states: dict[_Key, list[tuple[int, Row | None]]] = {}
        # the steps after the first and up to the second are known
        self._known = (0, 0)

    def rows(self, step_id: int, wanted: Iterable[_Key]) -> dict[_Key, Row]:
        """Return those of the *wanted* rows that were there after the step *step_id*, as they were then."""
        keys = set(wanted)
        last = newest(self._db)
        self._learn(step_id, last)
        found = self._claims(step_id, last, {number for table, number in keys if table == "claim"})
        for key in keys - found.keys():
            states = self._states.get(key, [])
            at = bisect_right(states, step_id, key=itemgetter(0))
            row = states[at][1] if at < len(states) else self._present(*key)
            if row is not None:
                found[key] = row
        return found

    def _learn(self, step_id: int, newest: int) -> None:
        low, high = self._known
        if not high:
            low = high = newest
        self._read(high, newest)
        if step_id < low:
            self._read(step_id, low)
        self._known = (min(low, step_id), newest)

    def _read(self, after: int, until: int) -> None:
        condition, values = touches(_NAMED)
        sql = f"SELECT h.id {_WITH_EDIT} WHERE h.id > ? AND h.id <= ? AND {condition} ORDER BY h.id"
        steps = self._db.sqlite.execute(sql, [after, until, *values]).fetchall() if after < until else []
        touched: set[_Key] = set()
        for (number,) in steps:
            for change in changes(self._db, number):
                if change.table in _NAMED:
                    row = change.before and {name: change.before[name] for name in _KEPT if name in change.before}
                    self._states.setdefault((change.table, change.id), []).append((number, row))
                    touched.add((change.table, change.id))
        for key in touched:
            # stable: of two changes within one step the first stays the first
            self._states[key].sort(key=itemgetter(0))

    def _claims(self, step_id: int, newest: int, wanted: set[int]) -> dict[_Key, Row]:
        """Search the shorter part of the trail: what is before the step, or what is after it."""
        found: dict[_Key, Row] = {}
        forward = newest - step_id < step_id
        where = "h.id > ? ORDER BY h.id" if forward else "h.id <= ? ORDER BY h.id DESC"
        sql = f"SELECT h.id, h.kind, {_KEPT_ROWS} {_WITH_EDIT} WHERE {where}"
        rest = set(wanted)
        for _number, kind, edit, parts, dumped in self._db.sqlite.execute(sql, [step_id]) if rest else ():
            texts = part_texts(self._db.sqlite, edit, parts) if parts else (dumped,)
            here = rest & {int(one) for text in texts for one in _CLAIM.findall(text)}
            if here:
                for change in _directed(self._db, kind, edit, parts, dumped):
                    row = change.before if forward else change.after or change.before
                    # forward the first change tells, backward the last
                    if change.table == "claim" and change.id in here and (not forward or change.id in rest):
                        rest.discard(change.id)
                        if row is not None:
                            found["claim", change.id] = row
                if not rest:
                    break
        return found

    def _present(self, table: str, number: int) -> Row | None:
        if table not in (*_NAMED, "claim"):
            return None
        cursor = self._db.sqlite.execute(f'SELECT * FROM "{table}" WHERE id = ?', [number])
        row = cursor.fetchone()
        return dict(zip((column[0] for column in cursor.description), row, strict=True)) if row else None


def _where(found: StepFilter, after: int, until: int | None = None) -> tuple[str, list[str | int]]:
    source = _WITH_EDIT if found.touched else "FROM history h"
    asked: dict[str, str | int] = {"h.id > ?": after, "h.coder = ?": found.coder, "h.kind = ?": found.kind}
    asked |= {"h.created >= ?": found.since, "h.created < ?": found.before}
    wheres = ["true", *(sql for sql, value in asked.items() if value)]
    values = [value for value in asked.values() if value]
    if until is not None:
        wheres.append("h.id <= ?")
        values.append(until)
    if found.touched:
        sql, tables = touches(TOUCHED[found.touched])
        wheres.append(sql)
        values.extend(tables)
    return f"{source} WHERE {' AND '.join(wheres)}", values


def _step(row: Sequence[Any]) -> Step:
    try:
        return Step(*(*row[:5], actions.tell(row[5], row[6]), *row[7:]))
    except FAULTS as error:
        raise wrong_row("history", row[0]) from error


def _directed(db: Database, kind: str, number: int, parts: int, dumped: str) -> Sequence[RowChange]:
    try:
        rows = kept_rows(db.sqlite, number, parts, dumped)
    except FAULTS as error:
        raise wrong_row("history", number) from error
    return ChangeSet("", rows).inverted().rows if kind == "undo" else rows
