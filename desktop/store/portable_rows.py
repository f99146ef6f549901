"""Rows as they are in every project file: known by uuids, a claim with its actors, a place with the text it counts in.

`Past` reads them as they are now, and backwards through the history as they were.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from desktop.core.changes import Row, RowChange
from desktop.core.collecting import empty
from desktop.core.portable import (
    ACTORS,
    ADDED,
    CHANGED,
    DELETED,
    OF_TEXT,
    VALUES,
    PortableRow,
    PortableSet,
    PortableValues,
    completed,
)
from desktop.store.schema import RECORDED
from desktop.store.sqlite import Sqlite
from desktop.store.trail import COLUMNS, kept_rows

_RowId = tuple[str, int]
_REFERRING = re.compile(r"(_[ab])?_id$")
# texts that are objects or lists of named things: each name is a column of its own
_BY_NAME = {("document", "origins"), *((table, "variables") for table in ("document", "actor", "topic"))}
HAVE_PARTS = frozenset(table for table, _column in _BY_NAME)
# whose places count in the text of which document, and the column that says so
_PLACED = {
    "claim": (("document_id", OF_TEXT),),
    "segment": (("document_id", OF_TEXT),),
    "trace_verdict": (("document_a_id", OF_TEXT), ("document_b_id", f"{OF_TEXT}_b")),
}
# what never travels as a thing of its own: it goes with its claim
HELD_BY, VALUE_OF = "claim_actor", "claim_value"
FOLDED_IN = (HELD_BY, VALUE_OF)
# references that are not called like their table
_CALLED = {"field_id": "own_field", "organisation_id": "actor"}
# what was done here by taking in the sets of others
SYNC, MERGE = "sync", "merge_projects"


@lru_cache(maxsize=1000)
def reference(table: str, column: str) -> str:
    """Return the table that a column refers to; empty where it refers to none. A text is known by its hash."""
    if not column.endswith("_id"):
        return ""
    other = table if column == "parent_id" else _CALLED.get(column) or _REFERRING.sub("", column)
    return other if other in RECORDED or other == "text" else ""


@lru_cache(maxsize=100)
def referring(table: str) -> tuple[tuple[str, str], ...]:
    """Return the columns of a table that refer to another row, each with the table of that."""
    columns = COLUMNS.get(table, ())
    return tuple((name, other) for name in columns if (other := reference(table, name)))


# the columns of a claim that refer to another row, each with the table of that
_REFERRED = dict(referring("claim"))


def identity(row: Mapping[str, Any]) -> str:
    """Return by what a row is known in every project: its uuid; of a setting its key."""
    return str(row["uuid"] if "uuid" in row else row["key"])


class Past:
    """The recorded rows of an open file, and the way back through its history."""

    def __init__(self, db: Sqlite) -> None:
        """Begin with what stands in the file now."""
        self._db = db
        # what was other than now, at the moment that was gone back to
        self._rows: dict[_RowId, Row | None] = {}
        # by claim, the rows that go with it by table and number
        self._held: dict[int, dict[_RowId, Row]] = {}
        self._uuids: dict[_RowId, str] = {}
        self._texts: dict[int, str] = {}

    def row(self, table: str, number: int) -> Row | None:
        """Return a row as it was; None where there was none."""
        key = (table, number)
        if key not in self._rows:
            self.fetch(table, [number])
        return self._rows[key]

    def fetch(self, table: str, numbers: Iterable[int]) -> None:
        """Read rows together that are asked for next."""
        missing = [number for number in dict.fromkeys(numbers) if (table, number) not in self._rows]
        for number in missing:
            self._rows[table, number] = None
        sql = f'SELECT * FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))'
        for at in range(0, len(missing), 500):
            cursor = self._db.execute(sql, [json.dumps(missing[at : at + 500])])
            names = [column[0] for column in cursor.description]
            for values in cursor:
                row = dict(zip(names, values, strict=True))
                self._rows[table, int(values[0])] = row
                if "uuid" in row:
                    self._uuids.setdefault((table, int(values[0])), str(row["uuid"]))
        if table == "claim":
            self._fetch_held(missing)

    def _fetch_held(self, claims: Sequence[int]) -> None:
        missing = [number for number in claims if number not in self._held]
        for number in missing:
            self._held[number] = {}
        for table in FOLDED_IN:
            sql = f"SELECT * FROM {table} WHERE claim_id IN (SELECT value FROM json_each(?))"
            for at in range(0, len(missing), 500):
                cursor = self._db.execute(sql, [json.dumps(missing[at : at + 500])])
                names = [column[0] for column in cursor.description]
                for values in cursor:
                    row = dict(zip(names, values, strict=True))
                    self._held[int(row["claim_id"])][table, int(row["id"])] = row

    def let_go(self) -> None:
        """Free all that was read."""
        empty(self._rows, self._held, self._uuids, self._texts)

    def uuid(self, table: str, number: int) -> str:
        """Return by what a row is known, that was there then or later."""
        key = (table, number)
        if key not in self._uuids:
            row = self.row(table, number)
            if row is None:
                raise LookupError(f"{table} {number}")
            self._uuids[key] = identity(row)
        return self._uuids[key]

    def text_hash(self, number: int) -> str:
        """Return the SHA-256 of a text."""
        if number not in self._texts:
            row = self._db.execute("SELECT sha256 FROM text WHERE id = ?", [number]).fetchone()
            self._texts[number] = str(row[0]) if row else ""
        return self._texts[number]

    def known(self, table: str, numbers: Iterable[int]) -> dict[int, Row]:
        """Return those of the rows that were read already, as they were."""
        found = ((number, self._rows.get((table, number))) for number in numbers)
        return {number: row for number, row in found if row is not None}

    def held_by(self, claims: Iterable[int], wanted: str) -> dict[int, Row]:
        """Return the rows of a table that go with claims, by their numbers."""
        claims = list(claims)
        self._fetch_held(claims)
        return {
            number: row for claim in claims for (table, number), row in self._held[claim].items() if table == wanted
        }

    def portable(self, table: str, number: int) -> PortableValues | None:
        """Return a thing as it was, by columns; None where there was none."""
        row = self.row(table, number)
        if row is None:
            return None
        found: PortableValues = {**row}
        for name in ("id", "uuid"):
            found.pop(name, None)
        for name, other in _told_otherwise(table, tuple(row)):
            value = row[name]
            if other == "text":
                found[name] = self.text_hash(int(str(value)))
            elif other:
                found[name] = self.uuid(other, int(str(value))) if value is not None else None
            else:
                del found[name]
                found.update(by_name(name, str(value)))
        for column, told in _PLACED.get(table, ()):
            found[told] = self.text_of(row[column])
        if table == "same_event":
            # which of the two is the first one is a matter of their numbers here
            found["document_a_id"], found["document_b_id"] = sorted((found["document_a_id"], found["document_b_id"]))
        if table == "claim":
            found[ACTORS] = self._actors(number)
            found[VALUES] = self._values(number)
        return found

    def differing(self, claim: int, columns: Mapping[str, tuple[Any, Any]]) -> PortableValues:
        """Return the columns of a claim that are to be otherwise than they were, of some with what each is to be.

        As `portable` has them; but most of what a set tells of a claim is as it was, and need not be put together.
        """
        row = self.row("claim", claim) or {}
        found: PortableValues = {}
        for name, (_before, after) in columns.items():
            here: Any = row.get(name, row)
            if here == after:
                continue
            if name == ACTORS:
                here = self._actors(claim)
            elif name == VALUES:
                here = self._values(claim)
            elif name == OF_TEXT:
                here = self.text_of(row["document_id"])
            elif name in _REFERRED and here is not None:
                here = self.uuid(_REFERRED[name], here)
            if here != after:
                found[name] = after
        return found

    def text_of(self, number: object) -> str:
        """Return the SHA-256 of the text of a document."""
        document = self.row("document", int(str(number)))
        return self.text_hash(int(str(document["text_id"]))) if document else ""

    def _actors(self, claim: int) -> list[str]:
        held = self._held_by(claim, HELD_BY)
        if len(held) > 1:
            held.sort(key=lambda one: (one["position"], one["id"]))
        return [self.uuid("actor", int(str(one["actor_id"]))) for one in held]

    def _values(self, claim: int) -> list[list[str]]:
        values = self._held_by(claim, VALUE_OF)
        return values and sorted(
            [self.uuid("own_field", int(str(one["field_id"]))), str(one["value"])] for one in values
        )

    def _held_by(self, claim: int, wanted: str) -> list[Any]:
        if claim not in self._held:
            self._fetch_held([claim])
        return [row for (table, _number), row in self._held[claim].items() if table == wanted]

    def things_of(self, changes: Iterable[RowChange]) -> dict[_RowId, None]:
        """Return the things whose rows changed, each once, and read them together."""
        found: dict[_RowId, None] = {}
        by_table: dict[str, list[int]] = {}
        for change in changes:
            if change.table in FOLDED_IN:
                for row in (change.before, change.after):
                    if row is not None:
                        found["claim", int(str(row["claim_id"]))] = None
            elif change.table in RECORDED:
                found[change.table, change.id] = None
        for table, number in found:
            by_table.setdefault(table, []).append(number)
        for table, numbers in by_table.items():
            self.fetch(table, numbers)
        return found

    def go_back(self, changes: Sequence[RowChange]) -> None:
        """Take *changes*, which were done last, back."""
        for change in reversed(changes):
            row = change.before or change.after or {}
            if "uuid" in row or "key" in row:
                self._uuids[change.table, change.id] = identity(row)
            if change.table not in FOLDED_IN:
                self._rows[change.table, change.id] = change.before
                continue
            if change.after is not None:
                self._held_by(int(str(change.after["claim_id"])), change.table)
                self._held[int(str(change.after["claim_id"]))].pop((change.table, change.id), None)
            if change.before is not None:
                self._held_by(int(str(change.before["claim_id"])), change.table)
                self._held[int(str(change.before["claim_id"]))][change.table, change.id] = change.before


@lru_cache(maxsize=100)
def _told_otherwise(table: str, columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return those of the *columns* that refer to something, each with what that is, and those that have parts."""
    return tuple(
        (name, reference(table, name)) for name in columns if reference(table, name) or (table, name) in _BY_NAME
    )


def by_name(column: str, dumped: str) -> PortableValues:
    """Return the named parts of a text that is an object or a list of named things, each under a name of its own."""
    told = json.loads(dumped)
    if isinstance(told, dict):
        return {f"{column}.{name}": value for name, value in told.items()}
    return {f"{column}.{one[0]}": json.dumps(one, ensure_ascii=False) for one in told}


def from_names(column: str, parts: Mapping[str, Any], before: str) -> str:
    """Return what `by_name` took apart, in the order that it has in *before*."""
    is_list = column == "origins"
    order = [str(one[0]) for one in json.loads(before)] if is_list else list(json.loads(before))
    names = [*(name for name in order if name in parts), *sorted(name for name in parts if name not in order)]
    if is_list:
        return json.dumps([json.loads(parts[name]) for name in names], ensure_ascii=False)
    return json.dumps({name: parts[name] for name in names}, ensure_ascii=False)


def sets_since(
    db: Sqlite,
    after: int,
    *,
    client: str,
    number: int,
    order: int,
    base: Mapping[str, int],
    project: str = "",
    passed_by: Sequence[str] = (SYNC, MERGE),
) -> list[tuple[int, PortableSet]]:
    """Return what was done here behind a line of the history as sets, each with the line that tells it.

    Args:
        db: the open file.
        after: the line; 0 for all.
        client: whose sets they are.
        number: counts the first of them.
        order: the place of the first of them among all.
        base: what was seen when they were made.
        project: of the project or team.
        passed_by: actions that are none of one's own: what they brought in is told by the sets of others.

    Raises:
        ValueError, TypeError, LookupError: when the history cannot be read.
    """
    past = Past(db)
    found: list[tuple[int, tuple[str, ...], list[PortableRow]]] = []
    sql = (
        "SELECT h.id, h.uuid, h.coder, h.created, h.kind, h.action, h.text, e.id, e.parts, e.changes FROM history h "
        "JOIN history e ON e.id = coalesce(h.edit_id, h.id) WHERE h.id > ? ORDER BY h.id DESC"
    )
    numbers = [int(line) for (line,) in db.execute("SELECT id FROM history WHERE id > ? ORDER BY id DESC", [after])]
    one = sql.replace("h.id > ? ORDER BY h.id DESC", "h.id = ?")
    for line in numbers:
        _line, who, coder, created, kind, action, text, edit, parts, dumped = db.execute(one, [line]).fetchone()
        changes = list(kept_rows(db, edit, parts, dumped))
        if kind == "undo":
            changes = [change.inverted() for change in reversed(changes)]
        is_own = not any(action.startswith(f'["{name}"') for name in passed_by)
        things = past.things_of(changes)
        later = {key: past.portable(*key) for key in things} if is_own else {}
        past.go_back(changes)
        if not is_own:
            continue
        rows = list(_rows(past, later))
        if rows:
            told = text or action if kind == "edit" else f"{kind}: {text or action}"
            found.append((line, (who, coder, created, action if kind == "edit" else told), rows))
    sets: list[tuple[int, PortableSet]] = []
    for at, (line, (who, coder, created, told), rows) in enumerate(reversed(found)):
        sets.append(
            (line, PortableSet(who, project, client, number + at, order + at, base, coder, created, told, tuple(rows)))
        )
    return sets


def _rows(past: Past, later: Mapping[_RowId, PortableValues | None]) -> Iterator[PortableRow]:
    for (table, number), after in later.items():
        before = past.portable(table, number)
        columns = completed(table, before, after)
        if before is None and after is None:
            continue
        if table == "setting":
            # it is known by its key: one that gets another is another one
            yield from _settings(before, after)
            continue
        op = ADDED if before is None else DELETED if after is None else CHANGED
        # an action that leaves a thing as it was told nothing of it
        if columns or op != CHANGED:
            yield PortableRow(table, past.uuid(table, number), op, columns)


def _settings(before: PortableValues | None, after: PortableValues | None) -> Iterator[PortableRow]:
    if before is not None and (after is None or after["key"] != before["key"]):
        yield PortableRow("setting", before["key"], DELETED, completed("setting", before, None))
        before = None
    if after is not None:
        op = ADDED if before is None else CHANGED
        if columns := completed("setting", before, after):
            yield PortableRow("setting", after["key"], op, columns)


def state(db: Sqlite) -> dict[tuple[str, str], PortableValues]:
    """Return all things of a project, by table and uuid: two projects that have the same hold the same."""
    past = Past(db)
    found: dict[tuple[str, str], PortableValues] = {}
    for table in RECORDED:
        if table in FOLDED_IN:
            continue
        numbers = [int(number) for (number,) in db.execute(f'SELECT id FROM "{table}"')]
        past.fetch(table, numbers)
        for number in numbers:
            found[table, past.uuid(table, number)] = past.portable(table, number) or {}
    return found
