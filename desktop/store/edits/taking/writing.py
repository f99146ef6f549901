"""Bringing the rows of a project to what its things were found to be."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from desktop.core.changes import Value
from desktop.core.collecting import empty
from desktop.core.portable import (
    ACTORS,
    DELETED,
    OF_TEXT,
    VALUES,
    ThingKey,
)
from desktop.store import set_log
from desktop.store.edits.claims import actor_rows
from desktop.store.edits.taking.listing import STILL_USED
from desktop.store.edits.taking.rules import CALLED_BY, ONCE
from desktop.store.edits.taking.things import TakenThing, Things
from desktop.store.portable_rows import FOLDED_IN, HAVE_PARTS, HELD_BY, VALUE_OF, from_names, reference, referring
from desktop.store.recorder import Recorder
from desktop.store.schema import RECORDED

# nothing refers to these: they go before what comes takes their place
_LEAVES = (
    *("participant", "segment", "same_event", "dismissed_suggestion", "trace_verdict", "memo", "setting"),
    *("successor", "conflict", "membership"),
)


@lru_cache(maxsize=100)
def _told(table: str, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return those of the columns of a thing that its row has, each with the table that it refers to, if any."""
    return tuple(
        (name, reference(table, name))
        for name in names
        if name not in (ACTORS, VALUES) and not name.startswith(OF_TEXT)
    )


class ThingWriting:
    """Write what differs.

    Attributes:
        new_conflicts: uuids of what is new to be looked at.
    """

    def __init__(self, things: Things, recorder: Recorder) -> None:
        self._things = things
        self._recorder = recorder
        self.new_conflicts: list[str] = []

    def write(self) -> None:
        """Bring all rows to what the things were found to be, and what is to be looked at into its table."""
        for thing in sorted(self._things.revived):
            one = self._things.ones[thing]
            # what came back with its whole is not told beside it
            if one.target is not None and not self._things.is_in_whole(thing) and not self._things.is_kept(thing):
                by = [
                    {"client": head.client, "number": head.number, "coder": head.coder, "created": head.created}
                    for head in one.folded.deletions
                ]
                versions = [{**told, "values": {}, "did": DELETED} for told in by]
                self._things.listing.add(
                    STILL_USED, thing, "", versions, [list(head.stamp) for head in one.folded.deletions]
                )
        for (table, _uuid), one in self._things.ones.items():
            names = ONCE.get(table, ()) if table in _LEAVES else ()
            if one.target is not None and one.now is not None and any(one.now[n] != one.target[n] for n in names):
                # it may come to stand where another one still is
                self._delete(table, [one.there])
                one.there = one.now = None
        going = {thing: one for thing, one in self._things.ones.items() if one.target is None and one.there is not None}
        coming = {thing: one for thing, one in self._things.ones.items() if one.target is not None}
        for table in _LEAVES:
            self._delete(table, [one.there for thing, one in going.items() if thing[0] == table and one.there])
        self._free_keys(going, coming)
        self._put(coming)
        claims = [one.there for thing, one in going.items() if thing[0] == "claim" and one.there is not None]
        for table in FOLDED_IN:
            sql = f"SELECT id FROM {table} WHERE claim_id IN (SELECT value FROM json_each(?)) ORDER BY id"
            self._delete(table, [int(row[0]) for row in self._things.sqlite.execute(sql, [json.dumps(claims)])])
        self._delete("claim", claims)
        self._delete("document", [one.there for thing, one in going.items() if thing[0] == "document" and one.there])
        for table in ("topic", "actor", "coder", "own_field"):
            numbers = [one.there for thing, one in going.items() if thing[0] == table and one.there is not None]
            if table in ("topic", "actor"):
                inside = {number: {"parent_id": None} for number in numbers}
                self._recorder.update_many(table, inside)
            self._delete(table, numbers)
        self._put_conflicts()

    def _delete(self, table: str, numbers: Sequence[int | None]) -> None:
        self._recorder.delete(table, [number for number in numbers if number is not None])

    def _free_keys(self, going: Mapping[ThingKey, TakenThing], coming: Mapping[ThingKey, TakenThing]) -> None:
        """Give keys that others get now up first."""
        for table, called in CALLED_BY.items():
            wanted = {
                (one.target.get("owner"), str(one.target[called])): thing
                for thing, one in coming.items()
                if thing[0] == table and one.target is not None
            }
            if not wanted:
                continue
            for thing, one in (*going.items(), *coming.items()):
                if thing[0] != table or one.there is None or one.now is None:
                    continue
                key = str(one.now[called])
                if wanted.get((one.now.get("owner"), key), thing) != thing:
                    self._recorder.update(table, one.there, {called: f"{key}~{thing[1]}"})

    def _put(self, coming: Mapping[ThingKey, TakenThing]) -> None:
        ids: dict[ThingKey, int] = {thing: one.there for thing, one in coming.items() if one.there is not None}
        by_table: dict[str, list[tuple[ThingKey, TakenThing]]] = {}
        for pair in coming.items():
            by_table.setdefault(pair[0][0], []).append(pair)
        for table in RECORDED:
            if table in FOLDED_IN:
                continue
            some = by_table.get(table, [])
            new = [(thing, one) for thing, one in some if one.there is None]
            old = [(thing, one) for thing, one in some if one.there is not None and one.target != one.now]
            self._find(ids, some)
            rows: list[dict[str, Value]] = []
            for thing, one in new:
                # what it stands under may come behind it
                rows.append(self._new_row(thing, one, ids))
            if table == "claim":
                self._put_alone(ids)
            for names in dict.fromkeys(tuple(row) for row in rows):
                same = [at for at, row in enumerate(rows) if tuple(row) == names]
                numbers = self._recorder.insert_many(table, [rows[at] for at in same])
                ids.update(zip((new[at][0] for at in same), numbers, strict=True))
            nested: list[tuple[int, dict[str, Value]]] = [
                (ids[thing], {"parent_id": ids[table, str(one.target["parent_id"])]})
                for thing, one in new
                if one.target is not None and one.target.get("parent_id")
            ]
            changes = {ids[thing]: self._row(thing, one, ids) for thing, one in old}
            changes.update(dict(nested))
            if table == "claim":
                changes.update(self._things.alone.changed.values())
            # in the order in which they lie in the file: it takes a fifth less
            changes = {number: changes[number] for number in sorted(changes)}
            # nothing else of this writes to claims before
            known = self._things.past.known(table, changes) if table == "claim" else {}
            self._recorder.update_many(table, changes, known if len(known) == len(changes) else None)
            empty(changes, known)
            if table == "claim":
                self._put_actors([*new, *old], ids)
            if table == "own_field":
                # they stand behind the claims in the order of tables
                claims = by_table.get("claim", [])
                self._find(ids, claims)
                self._put_values(claims, ids)

    def _put_alone(self, ids: dict[ThingKey, int]) -> None:
        """Write the claims that come of which nothing needed to be made anew."""
        alone = self._things.alone
        ids.update(self._things.numbers(thing for thing in alone.referred if thing not in ids))
        rows = alone.rows(ids)
        said: list[dict[str, Value]] = []
        for row, number in zip(rows, self._recorder.insert_many("claim", rows), strict=True):
            thing = "claim", str(row["uuid"])
            ids[thing] = number
            actors = [ids["actor", uuid] for uuid in alone.new[thing][ACTORS]]
            said += actor_rows(number, actors, int(str(row["topic_id"])), str(row["stance"]))
        self._recorder.insert_many(HELD_BY, said)
        empty(rows, said)

    def _find(self, ids: dict[ThingKey, int], some: Sequence[tuple[ThingKey, TakenThing]]) -> None:
        """Look the numbers up of all that *some* refer to."""
        wanted: dict[ThingKey, None] = {}
        for (table, _uuid), one in some:
            target = one.target or {}
            for name, other in referring(table):
                if other != "text" and (value := target.get(name)) is not None:
                    wanted[other, str(value)] = None
            for uuid in target.get(ACTORS, ()):
                wanted["actor", str(uuid)] = None
            for uuid, _value in target.get(VALUES, ()):
                wanted["own_field", str(uuid)] = None
        ids.update(self._things.numbers(thing for thing in wanted if thing not in ids))

    def _row(
        self, thing: ThingKey, one: TakenThing, ids: Mapping[ThingKey, int], *, is_nested: bool = True
    ) -> dict[str, Value]:
        """Return the columns of a row of this file; under nothing where it is not *is_nested*."""
        table, target = thing[0], one.target
        assert target is not None
        row: dict[str, Value] = {} if table == "setting" else {"uuid": thing[1]}
        parts: dict[str, dict[str, Any]] = {"variables": {}} if table in ("document", "actor", "topic") else {}
        if table == "document":
            parts["origins"] = {}
        before = self._things.past.row(table, one.there) if one.there is not None else None
        now = one.now if one.there is not None and not parts and table != "same_event" else None
        # what stands there already need not be written
        told = target.items() if now is None else [one for one in target.items() if now.get(one[0], one) != one[1]]
        for name, value in told:
            if name in (ACTORS, VALUES) or name.startswith(OF_TEXT):
                continue
            other = reference(table, name)
            whole, _dot, part = name.partition(".") if parts else (name, "", "")
            if part and whole in parts:
                parts[whole][part] = value
            elif other == "text":
                (row[name],) = self._things.sqlite.execute("SELECT id FROM text WHERE sha256 = ?", [value]).fetchone()
            elif other:
                is_left = value is None or (name == "parent_id" and not is_nested)
                row[name] = None if is_left else ids[other, str(value)]
            else:
                row[name] = value
        for name, held in parts.items():
            empty = "{}" if name == "variables" else "[]"
            row[name] = from_names(name, held, str(before[name]) if before is not None else empty)
        if table == "same_event" and int(str(row["document_a_id"])) > int(str(row["document_b_id"])):
            row["document_a_id"], row["document_b_id"] = row["document_b_id"], row["document_a_id"]
        return row

    def _new_row(self, thing: ThingKey, one: TakenThing, ids: Mapping[ThingKey, int]) -> dict[str, Value]:
        """Return the columns of a row that comes, under nothing."""
        table, target = thing[0], one.target
        assert target is not None
        if table in HAVE_PARTS or table in ("same_event", "setting"):
            return self._row(thing, one, ids, is_nested=False)
        # which of its columns refer to what is known from the thing before
        row: dict[str, Value] = {"uuid": thing[1]}
        for name, other in _told(table, tuple(target)):
            value = target[name]
            is_left = value is None or name == "parent_id"
            row[name] = value if not other else None if is_left else ids[other, str(value)]
        return row

    def _put_actors(self, claims: Sequence[tuple[ThingKey, TakenThing]], ids: Mapping[ThingKey, int]) -> None:
        changed: list[tuple[ThingKey, TakenThing]] = []
        said: dict[int, dict[str, Value]] = {}
        for thing, one in claims:
            if one.target is None:
                continue
            if one.now is None or one.now[ACTORS] != one.target[ACTORS]:
                changed.append((thing, one))
            elif any(one.now[name] != one.target[name] for name in ("topic_id", "stance")):
                topic = ids["topic", str(one.target["topic_id"])]
                said[ids[thing]] = {"topic_id": topic, "stance": one.target["stance"]}
        for id_, told in self._things.alone.changed.values():
            if "stance" in told:
                said[id_] = {"stance": told["stance"]}
        # of those who say it nobody came or went
        held = self._things.past.held_by(said, HELD_BY)
        rows = {number: held.pop(number) for number in sorted(held)}
        self._recorder.update_many(HELD_BY, {id_: said[int(str(row["claim_id"]))] for id_, row in rows.items()}, rows)
        empty(rows, said)
        numbers = [ids[thing] for thing, _one in changed]
        sql = "SELECT id FROM claim_actor WHERE claim_id IN (SELECT value FROM json_each(?)) ORDER BY id"
        self._delete(HELD_BY, [int(row[0]) for row in self._things.sqlite.execute(sql, [json.dumps(numbers)])])
        new: list[dict[str, Value]] = []
        for thing, one in changed:
            assert one.target is not None
            actors = [ids["actor", str(uuid)] for uuid in one.target[ACTORS]]
            topic = ids["topic", str(one.target["topic_id"])]
            new += actor_rows(ids[thing], actors, topic, str(one.target["stance"]))
        self._recorder.insert_many(HELD_BY, new)

    def _put_values(self, claims: Sequence[tuple[ThingKey, TakenThing]], ids: Mapping[ThingKey, int]) -> None:
        changed = [
            (thing, one.target[VALUES])
            for thing, one in claims
            if one.target is not None and (one.now[VALUES] if one.now is not None else []) != one.target[VALUES]
        ]
        numbers = json.dumps([ids[thing] for thing, _values in changed])
        sql = "SELECT id FROM claim_value WHERE claim_id IN (SELECT value FROM json_each(?)) ORDER BY id"
        self._delete(VALUE_OF, [int(row[0]) for row in self._things.sqlite.execute(sql, [numbers])])
        rows: list[dict[str, Value]] = [
            {"claim_id": ids[thing], "field_id": ids["own_field", str(uuid)], "value": value}
            for thing, values in (*changed, *((thing, new[VALUES]) for thing, new in self._things.alone.new.items()))
            for uuid, value in values or ()
        ]
        self._recorder.insert_many(VALUE_OF, rows)

    def _put_conflicts(self) -> None:
        things = json.dumps([uuid for _table, uuid in self._things.ones])
        sql = "SELECT uuid, id FROM conflict WHERE thing IN (SELECT value FROM json_each(?))"
        there = {str(uuid): int(number) for uuid, number in self._things.sqlite.execute(sql, [things])}
        logged = set_log.versions(
            self._things.db, [("conflict", uuid) for uuid in {*there, *self._things.listing.found}]
        )
        told = {uuid for (_table, uuid), versions in logged.items() if versions}
        gone = [number for uuid, number in there.items() if uuid not in self._things.listing.found and uuid not in told]
        self._recorder.delete("conflict", gone)
        new = [
            {"uuid": uuid, **row}
            for uuid, row in self._things.listing.found.items()
            if uuid not in there and uuid not in told
        ]
        self._recorder.insert_many("conflict", new)
        self.new_conflicts = [str(row["uuid"]) for row in new]
