"""Reading the audit trail: which steps there are, and what each of them changed.

An undo or redo keeps no rows of its own: it has those of its edit. So every read of changes looks at the edit's line.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

from desktop.core.changes import ChangeSet, RowChange
from desktop.core.history import TOUCHED, Step, StepFilter
from desktop.core.matching import fold
from desktop.store.database import Database
from desktop.store.recorder import load_changes

_STEPS = "SELECT id, uuid, created, coder, kind, text, state, edit_id FROM history"
WITH_EDIT = "FROM history h JOIN history e ON e.id = coalesce(h.edit_id, h.id)"


def step_ids(db: Database, found: StepFilter | None = None, *, after: int = 0) -> list[int]:
    """Return the ids of the steps that a filter lets through, the newest first; only those *after* an id."""
    chosen = found or StepFilter()
    sql, values = _where(chosen, after)
    wanted = fold(chosen.text.strip())
    if not wanted:
        # one row of all ids takes a quarter of the time of as many rows; sorted here, since to have them in order
        # SQLite would read the table with all its changes and not an index
        dumped = db.sqlite.execute(f"SELECT json_group_array(h.id) {sql}", values).fetchone()[0]
        return sorted(map(int, json.loads(dumped)), reverse=True)
    # here and not in SQL: SQLite knows the case of ASCII only
    rows = db.sqlite.execute(f"SELECT h.id, h.text {sql} ORDER BY h.id DESC", values)
    return [int(number) for number, text in rows if wanted in fold(text)]


def steps(db: Database, ids: Iterable[int]) -> list[Step]:
    """Return the steps of these ids that exist, the newest first; their changes are not read."""
    sql = f"{_STEPS} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC"
    return [Step(*row) for row in db.sqlite.execute(sql, [json.dumps(list(ids))])]


def count(db: Database) -> int:
    """Return how many steps there are."""
    return int(db.sqlite.execute("SELECT count(*) FROM history").fetchone()[0])


def newest(db: Database) -> int:
    """Return the id of the newest step; 0 when there is none."""
    return int(db.sqlite.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()[0])


def coder_names(db: Database, *, after: int = 0) -> list[str]:
    """Return the names of all who did something *after* a step, by alphabet."""
    sql = "SELECT DISTINCT coder FROM history WHERE id > ? ORDER BY coder"
    return [str(row[0]) for row in db.sqlite.execute(sql, [after])]


def changes(db: Database, step_id: int) -> tuple[RowChange, ...]:
    """Return the rows that a step changed, in its own direction: an undo's are its edit's, inverted."""
    row = db.sqlite.execute(f"SELECT h.kind, e.changes {WITH_EDIT} WHERE h.id = ?", [step_id]).fetchone()
    return _directed(row[0], row[1]) if row is not None else ()


def walk(db: Database, ids: Sequence[int]) -> Iterator[tuple[Step, tuple[RowChange, ...]]]:
    """Yield the steps of these ids with the rows they changed, the newest first."""
    sql = (
        "SELECT h.id, h.uuid, h.created, h.coder, h.kind, h.text, h.state, h.edit_id, e.changes "
        f"{WITH_EDIT} WHERE h.id IN (SELECT value FROM json_each(?)) ORDER BY h.id DESC"
    )
    for *told, dumped in db.sqlite.execute(sql, [json.dumps(list(ids))]):
        step = Step(*told)
        yield step, _directed(step.kind, dumped)


def places(db: Database, uuids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return document and claim id of the claims and documents of these uuids that exist; a document's claim is 0."""
    sql = (
        "SELECT uuid, document_id, id FROM claim WHERE uuid IN (SELECT value FROM json_each(:uuids)) UNION ALL "
        "SELECT uuid, id, 0 FROM document WHERE uuid IN (SELECT value FROM json_each(:uuids))"
    )
    found = db.sqlite.execute(sql, {"uuids": json.dumps(list(uuids))})
    return {uuid: (document_id, claim_id) for uuid, document_id, claim_id in found}


def touches(tables: Sequence[str], column: str) -> tuple[str, list[str]]:
    """Return the SQL that tells whether the changes in *column* touch one of *tables*, and its values.

    A change is kept as ``["table",id,…`` without spaces, and a quotation mark within a text is always escaped: these
    characters stand nowhere but at the beginning of a change, so that nothing need be parsed.
    """
    return "(" + " OR ".join(f"instr({column}, ?) > 0" for _ in tables) + ")", [f'["{table}",' for table in tables]


def _where(found: StepFilter, after: int) -> tuple[str, list[str | int]]:
    source = WITH_EDIT if found.touched else "FROM history h"
    wheres = ["h.id > ?"] if after else ["true"]
    values: list[str | int] = [after] if after else []
    for column, value in (("coder", found.coder), ("kind", found.kind)):
        if value:
            wheres.append(f"h.{column} = ?")
            values.append(value)
    if found.since:
        wheres.append("h.created >= ?")
        values.append(found.since)
    if found.before:
        wheres.append("h.created < ?")
        values.append(found.before)
    if found.touched:
        sql, tables = touches(TOUCHED[found.touched], "e.changes")
        wheres.append(sql)
        values.extend(tables)
    return f"{source} WHERE {' AND '.join(wheres)}", values


def _directed(kind: str, dumped: str) -> tuple[RowChange, ...]:
    rows = load_changes(dumped)
    return ChangeSet("", rows).inverted().rows if kind == "undo" else rows
