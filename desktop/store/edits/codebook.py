"""Actions on actors and topics: add and change them. Their order, merging and deleting are in `codebook_…`."""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from desktop.core.changes import Value
from desktop.core.errors import ConflictError, UserError
from desktop.core.fields import ENTRY_COLUMNS
from desktop.core.keys import COLOR, free_key
from desktop.core.language import N_, _
from desktop.core.memos import MemoTarget
from desktop.core.phrases import gone
from desktop.core.portable import name_uuid
from desktop.core.structure.units import PLAIN
from desktop.core.text import one_line
from desktop.core.values import Actor, ActorKind, Codebook, CodebookFile, CodedMemo, EntryMemo, Topic
from desktop.store.database import Database
from desktop.store.edits import memberships
from desktop.store.edits.own_fields import define, variables_column
from desktop.store.edits.told_memos import Difference, bring_memos
from desktop.store.reads import project as reads
from desktop.store.recorder import Recorder

KEY = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_CIRCLE = {
    "actor": N_("The parents of actors would go round in a circle ({circle}): remove one of them."),
    "topic": N_("The parents of topics would go round in a circle ({circle}): remove one of them."),
}
_UNNAMED = {
    "actor": N_("The actor “{name}” needs a name: type one."),
    "topic": N_("The topic “{name}” needs a name: type one."),
}
_NEW_UNNAMED = {
    "actor": N_("The new actor needs a name: type one."),
    "topic": N_("The new topic needs a name: type one."),
}
_KEY_TAKEN = {
    "actor": N_("The key “{key}” is another actor’s already: choose another."),
    "topic": N_("The key “{key}” is another topic’s already: choose another."),
}
_OTHER_KEY = {
    "actor": N_(
        "The actor “{key}” has the uuid of the actor “{other}”: import it with --update to change the key of that one, "
        "or empty its uuid to make it another."
    ),
    "topic": N_(
        "The topic “{key}” has the uuid of the topic “{other}”: import it with --update to change the key of that one, "
        "or empty its uuid to make it another."
    ),
}
E = TypeVar("E", Actor, Topic)


def add_codebook(db: Database, recorder: Recorder, codebook: Codebook) -> None:
    """Add the actors and topics of *codebook* whose keys the project does not have; the others stay as they are."""
    for table, values in (("actor", codebook.actors), ("topic", codebook.topics)):
        if not values:
            continue
        known = keys(db, table, {key for one in values for key in (one.key, one.parent)})
        position = _next_position(db, table)
        new = [one for one in values if one.key not in known]
        rows = [_row(one, position + number) for number, one in enumerate(new)]
        rows = _named(db, table, rows)
        known.update(zip((one.key for one in new), recorder.insert_many(table, rows), strict=True))
        # parents after all rows exist: a child may stand before its parent
        recorder.update_many(table, {known[one.key]: {"parent_id": known[one.parent]} for one in new if one.parent})
        belonging = {known[one.key]: one.memberships for one in new if isinstance(one, Actor) and one.memberships}
        memberships.put(db, recorder, belonging)


def _named(db: Database, table: str, rows: Sequence[Mapping[str, Value]]) -> list[Mapping[str, Value]]:
    """Give entries of a file without uuids one of their keys: who brings in the same file has the same entries."""
    made = [str(row.get("uuid") or name_uuid(table, str(row["key"]))) for row in rows]
    sql = f"SELECT uuid FROM {table} WHERE uuid IN (SELECT value FROM json_each(?))"
    taken = {str(one) for (one,) in db.sqlite.execute(sql, [json.dumps(made)])}
    named = zip(rows, made, strict=True)
    return [{**row, "uuid": row.get("uuid") or ("" if uuid in taken else uuid)} for row, uuid in named]


def apply_codebook(db: Database, file: CodebookFile, *, update: bool = False) -> tuple[int, int, int, list[Difference]]:
    """Add what the project does not have; with *update* change the rest to what the file says.

    A field that the file does not mention stays as it is. An entry is known by its uuid where its key is new: its key
    was changed then. Returns how many entries are new, how many were changed, how many memos are new, and what is said
    otherwise of those that are there.

    Raises:
        UserError: when parents would go round in a circle, or a key was changed and nothing is to be updated.
    """
    changed = 0
    with db.edit("import_codebook") as recorder:
        book = file.codebook
        own = define(db, recorder, book.own_fields, update=update)
        actors, renamed = _by_uuid(db, recorder, "actor", book.actors, update=update)
        topics, more = _by_uuid(db, recorder, "topic", book.topics, update=update)
        known = {table: set(keys(db, table)) for table in ("actor", "topic")}
        add_codebook(db, recorder, Codebook(tuple(actors), tuple(topics)))
        if update:
            for table, entries in (("actor", actors), ("topic", topics)):
                old = [one for one in entries if one.key in known[table]]
                changed += _update_to(db, recorder, table, old, file, changed={*renamed, *more})
        changed += own
        noted, differing = _add_memos(db, recorder, file.memos, takes=update)
    new = sum(one.key not in known["actor"] for one in actors)
    return new + sum(one.key not in known["topic"] for one in topics), changed, noted, differing


def _add_memos(
    db: Database, recorder: Recorder, memos: Sequence[EntryMemo], *, takes: bool
) -> tuple[int, list[Difference]]:
    topics, actors = (keys(db, "topic"), keys(db, "actor")) if memos else ({}, {})
    by_target: dict[MemoTarget, list[CodedMemo]] = {}
    for one in memos:
        target = MemoTarget(topic_id=topics.get(one.topic), actor_id=actors.get(one.actor))
        by_target.setdefault(target, []).append(one.memo)
    count, differing = 0, list[Difference]()
    for target, told in by_target.items():
        new, more = bring_memos(db, recorder, target, told, takes=takes)
        count, differing = count + new, differing + more
    return count, differing


def _by_uuid(
    db: Database, recorder: Recorder, table: str, entries: Sequence[E], *, update: bool
) -> tuple[list[E], set[str]]:
    """Return *entries* each with a uuid that no other has, and the keys that were changed to theirs.

    A row that was copied in a spreadsheet has the uuid of the first; it is a new entry and gets one of its own.
    """
    there: Sequence[Actor | Topic] = (reads.actors if table == "actor" else reads.topics)(db)
    ids, by_uuid = {one.key: one.id for one in there}, {one.uuid: one.key for one in there}
    given = {one.key for one in entries}
    found, seen, renamed = [], set[str](), set[str]()
    for one in entries:
        before = by_uuid.get(one.uuid, one.key)
        if one.uuid in seen or (one.key != before and (one.key in ids or before in given)):
            found.append(replace(one, uuid=""))
            continue
        if one.uuid:
            seen.add(one.uuid)
        if one.key != before:
            if not update:
                raise UserError(_(_OTHER_KEY[table]), key=one.key, other=before)
            recorder.update(table, ids[before], {"key": one.key})
            renamed.add(one.key)
        found.append(one)
    return found, renamed


def update(
    db: Database,
    /,
    table: str,
    number: int,
    *,
    seen: Mapping[str, str | tuple[str, ...]] = MappingProxyType({}),
    **values: str | tuple[str, ...],
) -> None:
    """Change fields of an actor or topic: those of `ENTRY_COLUMNS`, and ``aliases``.

    What was made of the name follows the name: an actor's initials, a proposition for which only the name stood. Where
    it is told what was *seen* in a field, nothing else may stand there now.

    Raises:
        ConflictError: when something else stands in a field than was seen.
        UserError: when the entry is gone, or a value cannot be; the sentence says why.
    """
    with db.edit_in_parts(f"change_{table}") as edit:
        old = entry(db, table, number)
        new = checked_values(db, table, old, values)
        for name, value in seen.items():
            before = tuple(json.loads(str(old[name]))) if name == "aliases" else str(old[name]).strip()
            if before != value and old[name] != new.get(name):
                raise ConflictError(_("Something else stands there now than what was changed: look at it first."))
        names = [name for name in values if new[name] != old[name]]
        edit.values["name"] = str(new.get("name", old["name"]))
        if names == ["name"]:
            edit.action, edit.values["name"] = f"rename_{table}", str(old["name"])
        elif len(names) == 1:
            edit.action, edit.values["field"] = "change_entry_field", names[0]
        edit.recorder.update(table, number, new)


def add(db: Database, /, table: str, name: str, parent_id: Value = None, *, key: str = "", **values: Value) -> int:
    """Add an actor or topic called *name* and return its id.

    Args:
        db: the project.
        table: ``actor`` or ``topic``.
        name: what it is called.
        parent_id: what it stands under; None for the top.
        key: of its own; without one it is made of the name.
        values: what else is known of it. An actor is a person if they do not say so.

    Raises:
        UserError: when the name is empty or the key is taken.
    """
    with db.edit(f"add_{table}", {"name": one_line(name)}) as recorder:
        return insert(db, recorder, table, name, parent_id, key=key, **values)


def insert(
    db: Database,
    recorder: Recorder,
    table: str,
    name: str,
    parent_id: Value = None,
    *,
    key: str = "",
    **values: Value,
) -> int:
    """Add an actor or topic as part of a greater action; as `add`."""
    name, known = one_line(name), keys(db, table)
    if not name:
        raise UserError(_(_NEW_UNNAMED[table]))
    if key in known:
        raise UserError(_(_KEY_TAKEN[table]), key=key)
    made = {"kind": "person", "initials": initials_of(name)} if table == "actor" else {}
    row = {**made, **values, "key": key or free_key(name, known, table), "name": name, "parent_id": parent_id}
    return recorder.insert(table, {**row, "position": _next_position(db, table)})


def keys(db: Database, table: str, wanted: Collection[str] | None = None) -> dict[str, int]:
    """Return the ids of the *table* ``actor`` or ``topic`` by key: of all, or of the *wanted* ones that there are."""
    if table not in ("actor", "topic"):
        raise ValueError(table)
    sql = f"SELECT key, id FROM {table}"
    values: list[str] = []
    if wanted is not None:
        if not wanted:
            return {}
        sql, values = f"{sql} WHERE key IN (SELECT value FROM json_each(?))", [json.dumps(list(wanted))]
    return {str(key): int(number) for key, number in db.sqlite.execute(sql, values)}


def initials_of(name: str) -> str:
    """Return up to three initials of *name*, the particles left out."""
    words = PLAIN.findall(name)
    words = [word for word in words if word[0].isupper()] or words
    return "".join(word[0] for word in words[:3]).upper()


def entry(db: Database, table: str, number: int) -> dict[str, Value]:
    """Return the row of an actor or topic.

    Raises:
        UserError: when there is none of that number.
    """
    if table not in ("actor", "topic"):
        raise ValueError(table)
    cursor = db.sqlite.execute(f"SELECT * FROM {table} WHERE id = ?", [number])
    row = cursor.fetchone()
    if row is None:
        raise gone(table, number)
    return dict(zip((column[0] for column in cursor.description), row, strict=True))


def clean_aliases(aliases: Iterable[str], name: str) -> tuple[str, ...]:
    """Return *aliases* without empty ones, repetitions (whatever their case) and the name itself."""
    found: dict[str, str] = {}
    for alias in aliases:
        flat = one_line(alias)
        if flat and flat.casefold() != name.casefold():
            found.setdefault(flat.casefold(), flat)
    return tuple(found.values())


def dump_aliases(aliases: Iterable[str]) -> str:
    """Return aliases as the column holds them."""
    return json.dumps(list(aliases), ensure_ascii=False)


def check_circle(db: Database, table: str) -> None:
    """Refuse parents that go round in a circle, as they stand in the open transaction.

    Raises:
        UserError: naming the circle.
    """
    rows = db.sqlite.execute(f"SELECT id, parent_id, key FROM {table}").fetchall()
    parents, names = {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}
    checked: set[int] = set()
    for number in parents:
        path: list[int] = []
        current: int | None = number
        while current is not None and current not in checked:
            if current in path:
                circle = " → ".join(names[one] for one in [*path[path.index(current) :], current])
                raise UserError(_(_CIRCLE[table]), circle=circle)
            path.append(current)
            current = parents[current]
        checked.update(path)


def checked_values(
    db: Database, table: str, old: Mapping[str, Value], values: Mapping[str, str | tuple[str, ...]]
) -> dict[str, Value]:
    """Return the columns that *values* make of a row, or say in one sentence why they cannot be."""
    name = one_line(str(values.get("name", old["name"])))
    new = _clean_values(table, name, values)
    if "name" in values:
        if not name:
            raise UserError(_(_UNNAMED[table]), name=old["name"])
        new["name"] = name
        made = {"initials": initials_of} if table == "actor" else {"proposition": str}
        for field, make in made.items():
            if field not in values and old[field] and old[field] == make(str(old["name"])):
                new[field] = make(name)
    _check_key(db, table, old, str(new.get("key", old["key"])))
    color = str(new.get("color", ""))
    if color and color != old["color"] and not COLOR.fullmatch(color):
        raise UserError(_("“{color}” is no colour: choose one, or write it like #0072b2."), color=color)
    if "kind" in new and new["kind"] not in tuple(ActorKind):
        sentence = _("“{kind}” is no kind of actor: choose one of {kinds}.")
        raise UserError(sentence, kind=new["kind"], kinds=", ".join(ActorKind))
    return new


def _clean_values(table: str, name: str, values: Mapping[str, str | tuple[str, ...]]) -> dict[str, Value]:
    new: dict[str, Value] = {}
    for field, value in values.items():
        if field == "aliases":
            if isinstance(value, str):
                raise TypeError("aliases are several texts")
            new[field] = dump_aliases(clean_aliases(value, name))
        elif field == "variables":
            new[field] = str(value)
        elif field not in ENTRY_COLUMNS[table]:
            raise ValueError(field)
        else:
            new[field] = str(value).strip()
    return new


def _check_key(db: Database, table: str, old: Mapping[str, Value], key: str) -> None:
    if key == old["key"]:
        return
    if not KEY.fullmatch(key):
        sentence = _("“{key}” is no key: write lower-case letters a to z, digits and hyphens, such as “us-gov”.")
        raise UserError(sentence, key=key)
    if key in keys(db, table):
        raise UserError(_(_KEY_TAKEN[table]), key=key)


def _update_to(
    db: Database,
    recorder: Recorder,
    table: str,
    entries: Iterable[Actor | Topic],
    file: CodebookFile,
    changed: Collection[str] = (),
) -> int:
    """Give *entries* what the file says of them; return how many changed, with those whose keys *changed* before."""
    known = keys(db, table)
    rows: dict[int, dict[str, Value]] = {}
    for one in entries:
        given = file.given.get((table, one.key), frozenset())
        row = dict(_row(one, 0))
        columns = given & {"aliases", "variables", *ENTRY_COLUMNS[table]} - {"key"}
        columns |= {"variables"} if "fields" in given else set()
        values = {name: row[name] for name in columns}
        if "parent" in given:
            values["parent_id"] = known[one.parent] if one.parent else None
        rows[known[one.key]] = values
    renamed = {known[key] for key in changed if key in known} & rows.keys()
    others = recorder.update_many(table, {number: row for number, row in rows.items() if number not in renamed})
    recorder.update_many(table, {number: rows[number] for number in renamed})
    check_circle(db, table)
    belonging = {
        known[one.key]: one.memberships
        for one in entries
        if isinstance(one, Actor) and "memberships" in file.given.get((table, one.key), ())
    }
    moved = memberships.put(db, recorder, belonging, only=True)
    return others + len(renamed) + len(moved - renamed)


def _next_position(db: Database, table: str) -> int:
    return int(db.sqlite.execute(f"SELECT coalesce(max(position), 0) + 1 FROM {table}").fetchone()[0])


def _row(value: Actor | Topic, position: int) -> Mapping[str, Value]:
    names = ENTRY_COLUMNS["actor" if isinstance(value, Actor) else "topic"]
    row: dict[str, Value] = {name: str(getattr(value, name)) for name in names}
    row["uuid"] = value.uuid
    row["aliases"] = dump_aliases(value.aliases)
    row["variables"] = variables_column(dict(value.variables))
    row["position"] = position
    return row
