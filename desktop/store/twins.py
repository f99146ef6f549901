"""What two project files have in common: a history up to some line, or only things that say the same."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from desktop.core.folding import fold
from desktop.core.portable import (
    ACTORS,
    ADDED,
    CHANGED,
    OF_TEXT,
    QUIET,
    VALUES,
    PortableRow,
    PortableSet,
    PortableValues,
    ThingKey,
    completed,
)
from desktop.store import set_log
from desktop.store.database import Database
from desktop.store.portable_rows import FOLDED_IN, reference, sets_since, state
from desktop.store.schema import RECORDED


@dataclass(frozen=True, slots=True)
class Twin:
    """A thing of another file that is taken for one of this file.

    Attributes:
        table: what both are.
        own, theirs: their uuids.
        name: what it is called here.
        why: ``uuid``, ``text``, ``key``, ``name``, ``alias``, or ``content``.
    """

    table: str
    own: str
    theirs: str
    name: str
    why: str


def last_common_line(one: Database, other: Database) -> int:
    """Return the last line of the history that two open files have in common; 0 where they have none.

    Copies of a file have all lines alike up to where one of them went on.
    """
    first, last = 0, min(_newest(one), _newest(other))

    def is_same(line: int) -> bool:
        sql = "SELECT uuid FROM history WHERE id = ?"
        here, there = one.sqlite.execute(sql, [line]).fetchone(), other.sqlite.execute(sql, [line]).fetchone()
        return bool(here == there)

    while first < last:
        middle = (first + last + 1) // 2
        if is_same(middle):
            first = middle
        else:
            last = middle - 1
    # a line that is missing in both tells nothing
    while first and one.sqlite.execute("SELECT 1 FROM history WHERE id = ?", [first]).fetchone() is None:
        first -= 1
    return first


def _newest(db: Database) -> int:
    return int(db.sqlite.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()[0])


def bring_texts(db: Database, other: Database, sets: Iterable[PortableSet]) -> None:
    """Bring in the texts and kept files that *sets* name and that this file lacks; they are known by their hashes."""
    texts, files = named(sets)
    for sha256 in sorted(texts - held(db, "text", texts)):
        row = other.sqlite.execute("SELECT content FROM text WHERE sha256 = ?", [sha256]).fetchone()
        if row is not None:
            db.sqlite.execute("INSERT INTO text (sha256, content) VALUES (?, ?)", [sha256, row[0]]).close()
    for sha256 in sorted(files - held(db, "file", files)):
        row = other.sqlite.execute("SELECT name, content FROM file WHERE sha256 = ?", [sha256]).fetchone()
        if row is not None:
            sql = "INSERT INTO file (sha256, name, content) VALUES (?, ?, ?)"
            db.sqlite.execute(sql, [sha256, *row]).close()


# the columns that name texts and files
_NAMING = {"text_id", OF_TEXT, f"{OF_TEXT}_b", "bytes_sha256"}


def named(sets: Iterable[PortableSet]) -> tuple[set[str], set[str]]:
    """Return the hashes of the texts and of the files that *sets* name."""
    texts, files = set[str](), set[str]()
    for one in sets:
        for row in one.rows:
            for name in _NAMING & row.columns.keys():
                of = files if name == "bytes_sha256" else texts
                of.update(str(value) for value in row.columns[name] if value)
    return texts, files


def brought(one: PortableSet) -> tuple[set[str], set[str]]:
    """Return the hashes of the texts and of the files that a set brings: what else it names was there before."""
    pairs = [(name, pair[1]) for row in one.rows for name, pair in row.columns.items() if pair[1]]
    texts = {str(value) for name, value in pairs if name == "text_id"}
    return texts, {str(value) for name, value in pairs if name == "bytes_sha256"}


def held(db: Database, table: str, hashes: Iterable[str]) -> set[str]:
    """Return which of these texts or files (*table*) are in an open file."""
    sql = f"SELECT sha256 FROM {table} WHERE sha256 IN (SELECT value FROM json_each(?))"
    return {str(one) for (one,) in db.sqlite.execute(sql, [json.dumps(sorted(hashes))])}


# by table the columns by which two things of different projects are the same, and what that is called
_ALIKE: dict[str, tuple[str, ...]] = {
    "coder": ("name",),
    "own_field": ("owner", "name"),
    "participant": ("document_id", "actor_id", "role"),
    "segment": ("document_id", "kind", "start", "end"),
    "membership": ("actor_id", "organisation_id", "since", "until", "role"),
    "claim": ("document_id", "start", "end", "topic_id", "stance", "voice", "coder_id", ACTORS, VALUES),
    "memo": ("document_id", "claim_id", "actor_id", "topic_id", "coder_id", "text"),
    "trace_verdict": ("document_a_id", "start_a", "end_a", "document_b_id", "coder_id"),
    "same_event": ("document_a_id", "document_b_id", "coder_id"),
    "dismissed_suggestion": ("document_id", "start", "end", "coder_id"),
}


def matched_sets(db: Database, other: Database) -> tuple[list[tuple[int, PortableSet]], list[PortableSet], list[Twin]]:
    """Return what is in two files without a common history, as a set of each, and what was taken for the same.

    What both have and tell differently is in both sets, so that it is told as written side by side.
    """
    here, there = state(db.sqlite), state(other.sqlite)
    clients = [_client(one) for one in (db, other)]
    seen = set_log.vector(db)
    if clients[1] in seen:
        return _since_last(db, other, clients[1], here, there)
    mapped, matches = _match(here, there)
    own_rows: list[PortableRow] = []
    their_rows: list[PortableRow] = []
    for (table, uuid), values in there.items():
        if table in ("conflict", "successor"):
            continue
        told = _mapped(values, mapped)
        own = mapped.get((table, uuid), "")
        if not own:
            their_rows.append(PortableRow(table, uuid, ADDED, {name: (None, value) for name, value in told.items()}))
            continue
        before = here[table, own]
        changed = {name for name in {*before, *told} if before.get(name) != told.get(name)}
        if not changed - QUIET:
            continue
        columns = completed(table, before, told)
        their_rows.append(PortableRow(table, own, CHANGED, columns))
        kept = {name: (pair[1], pair[0]) for name, pair in columns.items()}
        own_rows.append(PortableRow(table, own, CHANGED, kept))
    for (table, uuid), own in mapped.items():
        if uuid != own and table not in ("setting",):
            columns = {"name": (None, table), "successor": (None, own)}
            their_rows.append(PortableRow("successor", uuid, ADDED, columns))
    sets = [
        PortableSet(_last(one), "", client, 1, 1, {}, one.coder_name, "", "", tuple(rows))
        for one, client, rows in ((db, clients[0], own_rows), (other, clients[1], their_rows))
    ]
    line = _newest(db)
    is_known = clients[0] in seen or not own_rows
    return ([] if is_known else [(line, sets[0])]), ([sets[1]] if their_rows else []), matches


def _since_last(
    db: Database,
    other: Database,
    client: str,
    here: Mapping[ThingKey, PortableValues],
    there: Mapping[ThingKey, PortableValues],
) -> tuple[list[tuple[int, PortableSet]], list[PortableSet], list[Twin]]:
    """Return what was done in a file that came in before without a common history."""
    known = {
        str(uuid) for (uuid,) in db.sqlite.execute("SELECT uuid FROM change_set WHERE client = ?", [client]).fetchall()
    }
    lines = other.sqlite.execute("SELECT id, uuid FROM history ORDER BY id DESC")
    after = next((int(line) for line, uuid in lines if f"{uuid}" in known or f"{uuid}+" in known), 0)
    (number,) = db.sqlite.execute("SELECT max(number) FROM change_set WHERE client = ?", [client]).fetchone()
    mapped, matches = _match(here, there)
    successors = {
        (str(table), str(old)): str(new)
        for table, old, new in db.sqlite.execute("SELECT name, uuid, successor FROM successor")
    }
    mapped.update(successors)
    found = sets_since(
        other.sqlite, after, client=client, number=int(number) + 1, order=set_log.last_place(db) + 1, base={}
    )
    sets = [replace(one, rows=tuple(_mapped_row(row, mapped) for row in one.rows)) for _line, one in found]
    last = _newest(db)
    own = set_log.own_since(db, set_log.sealed_until(db), _last(db), in_team=False) if last else []
    return own, sets, matches


def _client(db: Database) -> str:
    row = db.sqlite.execute("SELECT uuid FROM history ORDER BY id LIMIT 1").fetchone()
    return str(row[0]) if row else "empty"


def _last(db: Database) -> str:
    """Return what tells how far a file was when it came in: its last line, which is no set's own uuid."""
    row = db.sqlite.execute("SELECT uuid FROM history ORDER BY id DESC LIMIT 1").fetchone()
    return f"{row[0]}+" if row else "empty"


def _mapped(values: PortableValues, mapped: Mapping[ThingKey, str], table: str = "") -> PortableValues:
    found: PortableValues = {}
    for name, value in values.items():
        other = reference(table, name)
        if name == ACTORS:
            found[name] = [mapped.get(("actor", uuid), uuid) for uuid in value]
        elif name == VALUES:
            found[name] = sorted([mapped.get(("own_field", uuid), uuid), one] for uuid, one in value)
        elif name == "parent_id" and value is not None:
            found[name] = mapped.get(("actor", value), mapped.get(("topic", value), value))
        elif other and other != "text" and value is not None:
            found[name] = mapped.get((other, value), value)
        else:
            found[name] = value
    return found


def _mapped_row(row: PortableRow, mapped: Mapping[ThingKey, str]) -> PortableRow:
    pairs = [
        _mapped({name: pair[at] for name, pair in row.columns.items() if pair[at] is not None}, mapped, row.table)
        for at in (0, 1)
    ]
    columns = {name: (pairs[0].get(name), pairs[1].get(name)) for name in row.columns}
    return PortableRow(row.table, mapped.get(row.thing, row.uuid), row.op, columns)


def _match(
    here: Mapping[ThingKey, PortableValues], there: Mapping[ThingKey, PortableValues]
) -> tuple[dict[ThingKey, str], list[Twin]]:
    """Return for each thing of the other file what it is here, and what of these is the same by more than its uuid."""
    mapped: dict[ThingKey, str] = {}
    matches: list[Twin] = []
    order = [table for table in RECORDED if table not in (*FOLDED_IN, "conflict", "successor")]
    for table in order:
        own = {uuid: values for (name, uuid), values in here.items() if name == table}
        theirs = {uuid: values for (name, uuid), values in there.items() if name == table}
        free = set(own)
        for uuid in theirs:
            if uuid in own:
                mapped[table, uuid] = uuid
                free.discard(uuid)
        for why in _WAYS.get(table, ("content",)):
            index: dict[str, str] = {}
            for uuid in sorted(free):
                for word in _known_by(table, why, own[uuid]):
                    index.setdefault(word, uuid)
            for uuid, values in theirs.items():
                if (table, uuid) in mapped:
                    continue
                words = _known_by(table, why, _mapped(values, mapped, table))
                found = next((index[word] for word in words if index.get(word) in free), None)
                if found is not None:
                    mapped[table, uuid] = found
                    free.discard(found)
                    name = str(own[found].get("name") or own[found].get("title") or own[found].get("quote") or "")
                    matches.append(Twin(table, found, uuid, name, why))
    return mapped, matches


_WAYS = {
    "actor": ("key", "name", "alias"),
    "topic": ("key", "name", "alias"),
    "document": ("text", "file"),
    "setting": (),
}


def _known_by(table: str, why: str, values: PortableValues) -> list[str]:
    if why == "text":
        return [str(values["text_id"])]
    if why == "file":
        return [str(values["bytes_sha256"])] if values["bytes_sha256"] else []
    if why == "key":
        return [str(values["key"])]
    if why == "name":
        return [fold(str(values["name"]))]
    if why == "alias":
        return [fold(name) for name in (str(values["name"]), *json.loads(str(values["aliases"])))]
    told = {name: sorted(values[name]) if name == ACTORS else values.get(name) for name in _ALIKE[table]}
    return [json.dumps(told, sort_keys=True)]
