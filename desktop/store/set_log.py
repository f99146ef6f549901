"""The sets that are in a project file: one's own, once they are to travel, and those of others that were taken in.

They are what tells of two versions whether one followed the other, and what a thing is that several wrote. What came in
by a merging that was undone does not count.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from desktop.core.portable import (
    Header,
    PortableRow,
    PortableSet,
    ThingKey,
    WrittenVersion,
    dump_columns,
    has_halves,
    load_row,
)
from desktop.store.database import Database
from desktop.store.errors import wrong_row
from desktop.store.foreign import are_team_facts
from desktop.store.portable_rows import MERGE, SYNC, sets_since

_STANDING = (
    "NOT EXISTS (SELECT 1 FROM history h WHERE h.id = s.line AND h.state IN ('undone', 'abandoned') "
    f"AND h.action LIKE '[\"{MERGE}%')"
)
_HEADER = ", ".join(f"s.{name}" for name in ("uuid", "client", "number", "place", "base", "coder", "created"))
# things that are asked for together
_TOGETHER = 500
# of `team`: who this file is in its team, the team, the last line that is no set yet to travel, and what was sent
CLIENT, PROJECT, SEALED = "client", "project", "sealed"


def vector(db: Database, until: int | None = None) -> dict[str, int]:
    """Return for each client the number of its last set that is here; only up to a line of the history."""
    sql = f"SELECT s.client, max(s.number) FROM change_set s WHERE {_STANDING} AND s.line <= ? GROUP BY s.client"
    return {str(client): int(number) for client, number in db.sqlite.execute(sql, [2**62 if until is None else until])}


def last_place(db: Database) -> int:
    """Return the counter of the last set that is here; 0 where there is none."""
    return int(db.sqlite.execute(f"SELECT coalesce(max(s.place), 0) FROM change_set s WHERE {_STANDING}").fetchone()[0])


def facts(db: Database) -> dict[str, str]:
    """Return what this file alone knows of its team; empty where it is in none.

    Raises:
        DamageError: when it is nothing that Visavis writes.
    """
    told = db.sqlite.execute("SELECT CAST(key AS BLOB), CAST(value AS BLOB) FROM team").fetchall()
    if not are_team_facts(dict(told)):
        raise wrong_row("team", 1)
    return {key.decode(): value.decode() for key, value in told}


def note(db: Database, told: Mapping[str, str]) -> None:
    """Keep facts on the team, as part of a greater action."""
    sql = "INSERT INTO team (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    db.sqlite.conn.executemany(sql, list(told.items()))


def add(db: Database, sets: Iterable[tuple[int, PortableSet]]) -> None:
    """Keep sets, each with the line of the history that it belongs to, as part of a greater action."""
    for line, one in sets:
        cursor = db.sqlite.execute(
            "INSERT INTO change_set (uuid, client, number, place, base, coder, created, text, line) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(one.uuid, one.client, one.number, one.order, json.dumps(dict(sorted(one.base.items())))),
                *(one.coder, one.created, one.text, line),
            ],
        )
        number = int(cursor.lastrowid or 0)
        db.sqlite.conn.executemany(
            "INSERT INTO change_row (set_id, name, thing, op, columns) VALUES (?, ?, ?, ?, ?)",
            ((number, row.table, row.uuid, row.op, dump_columns(row)) for row in one.rows),
        )


def forget_undone(db: Database) -> None:
    """Take away what came in by a merging that was undone, as part of a greater action: it may come again."""
    gone = f"SELECT s.id FROM change_set s WHERE NOT ({_STANDING})"
    db.sqlite.execute(f"DELETE FROM change_row WHERE set_id IN ({gone})").close()
    db.sqlite.execute(f"DELETE FROM change_set AS s WHERE NOT ({_STANDING})").close()


def newest_set(db: Database) -> int:
    """Return the number that the last set has in this file; 0 where there is none."""
    return int(db.sqlite.execute("SELECT coalesce(max(id), 0) FROM change_set").fetchone()[0])


def versions(db: Database, things: Iterable[ThingKey], until: int = 2**62) -> dict[ThingKey, list[WrittenVersion]]:
    """Return what each set that is here, *until* one by its number in this file, did to *things*."""
    found: dict[ThingKey, list[WrittenVersion]] = {thing: [] for thing in things}
    names = sorted({uuid for _table, uuid in found})
    sql = (
        "SELECT r.set_id, r.name, r.thing, r.op, r.columns FROM json_each(?) j JOIN change_row r ON r.thing = j.value "
        "WHERE r.set_id <= ?"
    )
    head = f"SELECT {_HEADER} FROM change_set s WHERE s.id = ? AND {_STANDING}"
    # by its number, a set that stands
    headers: dict[int, Header | None] = {}
    for at in range(0, len(names), _TOGETHER):
        rows = db.sqlite.execute(sql, [json.dumps(names[at : at + _TOGETHER]), until]).fetchall()
        for number, table, thing, op, columns in rows:
            if (table, thing) not in found:
                continue
            if number not in headers:
                told = db.sqlite.execute(head, [number]).fetchone()
                headers[number] = _header(told) if told is not None else None
            header = headers[number]
            if header is not None:
                found[table, thing].append(
                    (header, load_row((table, thing, op, json.loads(columns)), is_whole=not has_halves(columns)))
                )
    return found


def naming(db: Database, uuids: Sequence[str]) -> list[ThingKey]:
    """Return the things that some set wrote one of these *uuids* into, whether they refer to it still or not."""
    sql = (
        "SELECT DISTINCT name, thing FROM change_row r "
        "WHERE EXISTS (SELECT 1 FROM json_each(?) j WHERE instr(r.columns, j.value) > 0)"
    )
    return [(str(name), str(thing)) for name, thing in db.sqlite.execute(sql, [json.dumps(uuids)])]


def deleted_with(db: Database, sets: Iterable[str]) -> list[PortableRow]:
    """Return what the sets of these uuids delete."""
    sql = (
        "SELECT r.name, r.thing, r.op, r.columns FROM change_set s JOIN change_row r ON r.set_id = s.id "
        "WHERE s.uuid = ? AND r.op = 'deleted'"
    )
    return [
        load_row((table, thing, op, json.loads(columns)), is_whole=not has_halves(columns))
        for one in sets
        for table, thing, op, columns in db.sqlite.execute(sql, [one])
    ]


def sets(db: Database, where: str = "1", values: Sequence[object] = ()) -> list[tuple[int, PortableSet]]:
    """Return sets that are here with their lines, in the order in which they came; *where* narrows ``change_set s``."""
    project = facts(db).get(PROJECT, "")
    sql = f"SELECT s.id, s.line, s.text, {_HEADER} FROM change_set s WHERE {_STANDING} AND {where} ORDER BY s.id"
    found: list[tuple[int, PortableSet]] = []
    for number, line, text, *head in db.sqlite.execute(sql, list(values)).fetchall():
        header = _header(head)
        rows = db.sqlite.execute(
            "SELECT name, thing, op, columns FROM change_row WHERE set_id = ? ORDER BY id", [number]
        ).fetchall()
        told = tuple(
            load_row((table, thing, op, json.loads(columns)), is_whole=not has_halves(columns), dumped=columns)
            for table, thing, op, columns in rows
        )
        one = PortableSet(
            *(header.uuid, project, header.client, header.number, header.order, header.base),
            *(header.coder, header.created, str(text), told),
        )
        found.append((int(line), one))
    return found


def sets_behind(db: Database, line: int) -> list[tuple[int, PortableSet]]:
    """Return the sets that came in behind a line of the history, with their lines."""
    return sets(db, "s.line > ?", [line])


def known(db: Database, uuids: Sequence[str]) -> set[str]:
    """Return which of these sets are here: taken in, or lines of this file's own history."""
    sql = (
        f"SELECT s.uuid FROM change_set s WHERE s.uuid IN (SELECT value FROM json_each(:uuids)) AND {_STANDING} "
        "UNION SELECT uuid FROM history WHERE uuid IN (SELECT value FROM json_each(:uuids))"
    )
    return {str(uuid) for (uuid,) in db.sqlite.execute(sql, {"uuids": json.dumps(list(uuids))})}


def sets_of(db: Database, client: str, after: int = 0) -> list[PortableSet]:
    """Return the sets of a client behind a number."""
    return [one for _line, one in sets(db, "s.client = ? AND s.number > ?", [client, after])]


def file_version(db: Database) -> int:
    """Return a number that is another one once somebody else has written to the file; to ask for it costs nothing."""
    return int(db.sqlite.execute("PRAGMA data_version").fetchone()[0])


def newest_line(db: Database) -> int:
    """Return the last line of the history; 0 where there is none."""
    return int(db.sqlite.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()[0])


def end(db: Database) -> tuple[int, str]:
    """Return what is another one once anything was done in a file: its last line of the history, or a set came in."""
    uuid = db.sqlite.execute("SELECT uuid FROM history ORDER BY id DESC LIMIT 1").fetchone()
    return newest_set(db), str(uuid[0]) if uuid is not None else ""


def first_line_behind(db: Database, line: int) -> str:
    """Return the uuid of the first line behind another one; empty where there is none."""
    row = db.sqlite.execute("SELECT uuid FROM history WHERE id > ? ORDER BY id LIMIT 1", [line]).fetchone()
    return str(row[0]) if row is not None else ""


def unsealed(db: Database) -> int:
    """Return how many lines of the history are one's own work and no set yet."""
    # a rescue changes nothing that travels
    sql = (
        f"SELECT count(*) FROM history WHERE id > ? AND action NOT LIKE '[\"{SYNC}%' "
        "AND NOT (kind = 'edit' AND parts = 0 AND changes = '[]')"
    )
    return int(db.sqlite.execute(sql, [sealed_until(db)]).fetchone()[0])


def leave_team(db: Database) -> None:
    """Forget the team, as part of a greater action."""
    db.sqlite.execute("DELETE FROM team").close()


def count_as(db: Database, client: str, after: int, new: str) -> None:
    """Let the sets of a *client* behind a number be those of a *new* one, as part of a greater action."""
    sql = "SELECT id, number, base FROM change_set WHERE client = ? AND number > ?"
    for row, number, base in db.sqlite.execute(sql, [client, after]).fetchall():
        seen = {**json.loads(base), client: after} if after else json.loads(base)
        db.sqlite.execute(
            "UPDATE change_set SET client = ?, number = ?, base = ? WHERE id = ?",
            [new, number - after, json.dumps(seen), row],
        ).close()


def rename_coders(db: Database, client: str, after: int, names: Sequence[str], new: str) -> None:
    """Let *new* be the coder of a client's sets behind a number where it is one of *names*, as part of an action."""
    sql = (
        "UPDATE change_set SET coder = ? WHERE client = ? AND number > ? AND coder IN (SELECT value FROM json_each(?))"
    )
    db.sqlite.execute(sql, [new, client, after, json.dumps(list(names))]).close()


def content(db: Database, table: str, sha256: str) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a text or file (*table*) that is here."""
    if table == "text":
        row = db.sqlite.execute("SELECT '', CAST(content AS BLOB) FROM text WHERE sha256 = ?", [sha256]).fetchone()
    else:
        row = db.sqlite.execute("SELECT name, content FROM file WHERE sha256 = ?", [sha256]).fetchone()
    return (str(row[0]), bytes(row[1])) if row else None


def put_content(db: Database, table: str, sha256: str, name: str, data: bytes) -> None:
    """Keep a text or file (*table*) that came in, as part of a greater action."""
    if table == "text":
        db.sqlite.execute(
            "INSERT INTO text (sha256, content) VALUES (?, ?) ON CONFLICT DO NOTHING", [sha256, data.decode()]
        ).close()
    else:
        sql = "INSERT INTO file (sha256, name, content) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        db.sqlite.execute(sql, [sha256, name, data]).close()


def sealed_until(db: Database) -> int:
    """Return the last line of the history that is told by a set, or that was there before there were any."""
    (line,) = db.sqlite.execute("SELECT coalesce(max(line), 0) FROM change_set").fetchone()
    return max(int(line), int(facts(db).get(SEALED, "0")))


def own_since(db: Database, after: int, client: str, *, in_team: bool) -> list[tuple[int, PortableSet]]:
    """Return what was done here behind a line and is no set yet, as sets of *client*."""
    base = vector(db)
    number = base.pop(client, 0) + 1
    project = facts(db).get(PROJECT, "")
    passed_by = (SYNC,) if in_team else (SYNC, MERGE)
    return sets_since(
        db.sqlite,
        after,
        client=client,
        number=number,
        order=last_place(db) + 1,
        base=base,
        project=project,
        passed_by=passed_by,
    )


def seal(db: Database) -> list[PortableSet]:
    """Make sets of what was done here since the last ones, for the team; as part of a greater action."""
    told = facts(db)
    after = sealed_until(db)
    found = own_since(db, after, told[CLIENT], in_team=True)
    add(db, found)
    note(db, {SEALED: str(newest_line(db))})
    return [one for _line, one in found]


def with_base(one: PortableSet, base: Mapping[str, int]) -> PortableSet:
    """Return a set that has seen more."""
    return replace(one, base=base)


def _header(row: Sequence[object]) -> Header:
    uuid, client, number, place, base, coder, created = row
    return Header(
        *(str(uuid), str(client), int(str(number)), int(str(place)), json.loads(str(base))), str(coder), str(created)
    )
