"""Taking in sets of others: what all that wrote a thing make of it, and what stands against each other, listed.

Whoever holds the same sets comes to the same rows. So nothing here looks at which set came first: each thing that a new
set touches is made anew of all sets that ever wrote it (`core.portable.fold`), and of what it refers to.

- A field that two wrote side by side shows the elder version, and both are kept in ``conflict``.
- What one deleted and another wrote side by side is kept.
- What refers to an actor or topic that was merged away refers to its successor; what was deleted without one, and is
  referred to, is kept.
- A place in a text that was corrected meanwhile is found again in the new text, or told as lost with all its words.
- Of two new keys that are the same the second is numbered; of a circle of parents the last link is left out.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from desktop.core.changes import Value
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.portable import (
    ACTORS,
    CHANGED,
    DELETED,
    JOINED,
    OF_TEXT,
    VALUES,
    Folded,
    Header,
    PortableRow,
    PortableSet,
    PortableValues,
    ThingKey,
    WrittenField,
    fold,
    in_order,
    name_uuid,
    resolve,
    saw,
)
from desktop.core.reanchor import ClaimQuote, PlaceMap, reanchor
from desktop.core.spans import Span
from desktop.core.text import context, one_line
from desktop.store import set_log
from desktop.store.database import Database
from desktop.store.edits.claims import actor_rows, place
from desktop.store.edits.text import moved_span
from desktop.store.foreign import FAULTS, is_ours
from desktop.store.portable_rows import FOLDED_IN, HELD_BY, MERGE, VALUE_OF, Past, from_names, reference
from desktop.store.reads import scale as scales
from desktop.store.recorder import Recorder
from desktop.store.schema import RECORDED

# nothing refers to these: they go before what comes takes their place
_LEAVES = (
    *("participant", "segment", "same_event", "dismissed_suggestion", "trace_verdict", "memo", "setting"),
    *("successor", "conflict", "membership"),
)
# a suggestion that was dismissed is one of the text that it was dismissed in
_PLACED = ("claim", "segment", "trace_verdict")
# in the place of these others may stand, or nothing, wherever something refers to them
_REPLACED = ("actor", "topic", "own_field")
# what of one kind there is once in a project, whatever it is known by
_ONCE = {
    "coder": ("name",),
    "own_field": ("owner", "name"),
    "participant": ("document_id", "actor_id", "role"),
    "same_event": ("document_a_id", "document_b_id", "coder_id"),
    "trace_verdict": ("document_a_id", "start_a", "end_a", "document_b_id", "coder_id"),
    "dismissed_suggestion": ("document_id", "start", "end", "coder_id"),
}
# kinds of conflicts: a field with two versions, long texts that were joined, a thing that one deleted, one that was
# deleted and is still referred to, two new keys, a circle of parents, a place that was not found again
FIELD, BOTH_TEXTS, WAS_DELETED, STILL_USED, SAME_KEY, CIRCLE, LOST = (
    *("field", "texts", "deleted", "used", "key", "circle", "lost"),
)
# how far the counter of a set may be beyond all that is known: each set counts one on
_FARTHEST = 1_000_000_000
# decisions after which what was deleted stays
KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking in sets did.

    Attributes:
        sets: how many came in.
        things: how many things they wrote.
        waiting: those that need others which are not there yet.
        conflicts: uuids of what is new to be looked at.
    """

    sets: int = 0
    things: int = 0
    waiting: int = 0
    conflicts: tuple[str, ...] = ()


def synchronize(db: Database, sets: Sequence[PortableSet]) -> Intake:
    """Make sets of what was done here, and take in those of the team that can be taken; one line of the history.

    It is nothing that undo takes back. What needs sets that are not there yet waits.
    """
    db.catch_up()
    with db.edit_in_parts("sync", {"count": len(sets)}, undoable=False) as edit:
        own = set_log.seal(db)
        ready, waiting = in_order(sets, set_log.vector(db))
        edit.by = ", ".join(sorted({one.coder for one in ready})) or "?"
        edit.values["count"] = len(ready)
        taken = _take(db, edit.recorder, ready, own)
        edit.note()
        (last,) = db.sqlite.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()
        db.sqlite.execute("UPDATE change_set SET line = ? WHERE line = 0", [last]).close()
    return replace(taken, waiting=len(waiting))


def merge(
    db: Database,
    own: Sequence[tuple[int, PortableSet]],
    theirs: Sequence[PortableSet],
    name: str,
    bring: Callable[[], object] = lambda: None,
) -> Intake:
    """Take in the sets of another file of the same project as one action that undo takes back.

    *own* are those of this file that are not among its sets yet, each with its line; *bring* brings the texts in that
    the others name, and *name* is what their file is called.
    """
    with db.edit_in_parts(MERGE, {"name": name}) as edit:
        bring()
        set_log.forget_undone(db)
        set_log.add(db, own)
        ready, waiting = in_order(theirs, set_log.vector(db))
        taken = _take(db, edit.recorder, ready, [one for _line, one in own])
        edit.note()
        if edit.line:
            db.sqlite.execute("UPDATE change_set SET line = ? WHERE line = 0", [edit.line]).close()
        else:
            (last,) = db.sqlite.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()
            db.sqlite.execute("UPDATE change_set SET line = ? WHERE line = 0", [last]).close()
    return replace(taken, waiting=len(waiting))


def _take(db: Database, recorder: Recorder, sets: Sequence[PortableSet], own: Iterable[PortableSet]) -> Intake:
    try:
        return _take_checked(db, recorder, sets, own)
    except (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, AssertionError, *FAULTS) as error:
        # a set of others may hold anything: nothing of it is written
        raise UserError(
            _(
                "What {coder} did elsewhere does not fit together and was not taken in ({reason}); nothing was "
                "changed here. Ask them to look at their file with “visavis check”, or to join the team anew."
            ),
            coder=", ".join(sorted({one.coder for one in sets})) or "?",
            reason=one_line(str(error) or type(error).__name__, 120),
        ) from error


def _take_checked(db: Database, recorder: Recorder, sets: Sequence[PortableSet], own: Iterable[PortableSet]) -> Intake:
    refuse_strange(db, sets)
    set_log.add(db, [(0, one) for one in sets])
    touched = dict.fromkeys(row.thing for one in sets for row in one.rows)
    # what was done here may have settled what stood against each other
    disputed = {(str(table), str(uuid)) for table, uuid in db.sqlite.execute("SELECT name, thing FROM conflict")}
    touched |= dict.fromkeys(row.thing for one in own for row in one.rows if row.thing in disputed)
    taking = _Taking(db, recorder)
    if touched:
        taking.run(touched)
        _refuse_out_of_text(db, touched)
        _refuse_other_words(db, recorder, [uuid for table, uuid in touched if table == "claim"])
        if any(table in ("claim", "setting") for table, _uuid in touched):
            _refuse_off_scale(db)
    return Intake(len(sets), len(touched), 0, tuple(taking.new_conflicts))


def refuse_strange(db: Database, sets: Iterable[PortableSet]) -> None:
    """Refuse sets that tell of tables or columns that there are not, or of values that Visavis writes nowhere.

    Raises:
        ValueError: when one does.
    """
    columns: dict[str, dict[str, str]] = {
        table: {
            str(name): str(kind)
            for name, kind in db.sqlite.execute("SELECT name, type FROM pragma_table_info(?)", [table])
        }
        for table in RECORDED
    }
    last = set_log.last_place(db)
    for one in sets:
        if one.order > last + _FARTHEST:
            raise ValueError(f"{one.client} {one.order}")
        for row in one.rows:
            if row.table not in columns or row.table in FOLDED_IN:
                raise ValueError(row.table)
            if row.table == "setting" and row.uuid == scales.SETTING:
                after = row.columns.get("value", (None, None))[1]
                if after is not None and scales.read(str(after).encode()) is None:
                    raise ValueError("setting scale")
            for name, pair in row.columns.items():
                for value in pair:
                    if value is not None and not _fits(columns[row.table], row.table, name, value):
                        raise ValueError(f"{row.table}.{name}")


def _fits(columns: Mapping[str, str], table: str, name: str, value: Any) -> bool:
    """Tell whether a value of a set is one of that column."""
    if name in (ACTORS, VALUES):
        return table == "claim" and isinstance(value, list)
    if name in (OF_TEXT, f"{OF_TEXT}_b"):
        return table in _PLACED and isinstance(value, str)
    whole = name.partition(".")[0]
    if whole in ("origins", "variables") and whole != name:
        if not (whole in columns and isinstance(value, str)):
            return False
        return whole == "variables" or is_ours(table, whole, f"[{value}]")
    if name not in columns or name in ("id", "uuid"):
        return False
    if reference(table, name):
        return isinstance(value, str)
    kinds: dict[str, type[Any] | tuple[type[Any], ...]] = {"TEXT": str, "INTEGER": int, "REAL": (int, float)}
    return isinstance(value, kinds.get(columns[name], object)) and is_ours(table, name, value)


def _refuse_off_scale(db: Database) -> None:
    """Refuse claims on no step of the project's scale, which nobody could read.

    Raises:
        UserError: when there is one; it may be that one chose another scale while another coded on this one.
    """
    known = scales.literals(one.key for one in scales.scale(db).all)
    row = db.sqlite.execute(
        f"SELECT id, stance FROM claim WHERE stance NOT IN ({known}) ORDER BY id LIMIT 1"
    ).fetchone()
    if row is not None:
        raise UserError(
            _(
                "A claim would have the stance “{stance}”, which is no step of the scale that the project would have: "
                "nothing was taken in. Give the claims on it another stance, or the scale this step, and meet again."
            ),
            stance=one_line(str(row[1]), 80),
        )


def _refuse_out_of_text(db: Database, touched: Iterable[ThingKey]) -> None:
    """Refuse documents that tell another length than their text has, and places behind its end.

    Raises:
        ValueError: when there is one.
    """
    sql = (
        "SELECT 'document', d.id FROM document d JOIN text t ON t.id = d.text_id "
        "WHERE d.uuid IN (SELECT value FROM json_each(:uuids)) AND d.length <> length(t.content) UNION ALL "
        "SELECT 'claim', c.id FROM claim c JOIN document d ON d.id = c.document_id "
        'WHERE c.uuid IN (SELECT value FROM json_each(:uuids)) AND c."end" > d.length UNION ALL '
        "SELECT 'segment', s.id FROM segment s JOIN document d ON d.id = s.document_id "
        'WHERE s.uuid IN (SELECT value FROM json_each(:uuids)) AND s."end" > d.length'
    )
    uuids = [uuid for table, uuid in touched if table in ("document", "claim", "segment")]
    for at in range(0, len(uuids), 500):
        row = db.sqlite.execute(sql, {"uuids": json.dumps(uuids[at : at + 500])}).fetchone()
        if row is not None:
            raise ValueError(" ".join(map(str, row)))


def _refuse_other_words(db: Database, recorder: Recorder, claims: Sequence[str]) -> None:
    """Refuse claims with other words than stand in their place; what stands around them follows from the text.

    Raises:
        ValueError: when there is one.
    """
    sql = (
        'SELECT c.id, c.document_id, c.start, c."end", c.quote, c.prefix, c.suffix FROM claim c '
        "WHERE c.uuid IN (SELECT value FROM json_each(?)) ORDER BY c.document_id, c.start"
    )
    text, of = "", 0
    around: dict[int, dict[str, Value]] = {}
    for number, document, start, end, quote, *told in db.sqlite.execute(sql, [json.dumps(list(claims))]).fetchall():
        if document != of:
            content = "SELECT t.content FROM document d JOIN text t ON t.id = d.text_id WHERE d.id = ?"
            (text,), of = db.sqlite.execute(content, [document]).fetchone(), document
        if text[start:end] != quote:
            raise ValueError(f"claim {number} quote")
        prefix, suffix = context(text, start, end)
        if told != [prefix, suffix]:
            around[int(number)] = {"prefix": prefix, "suffix": suffix}
    recorder.update_many("claim", around)


@dataclass(slots=True)
class _One:
    """A thing that is made anew.

    Attributes:
        there: its row here; None where there is none.
        now: its columns as they are here.
        target: as they are to be; None where it is to be gone.
        links: what each column refers to in truth, where that is gone or was merged away.
    """

    folded: Folded
    there: int | None
    now: PortableValues | None
    target: PortableValues | None = None
    links: dict[str, str] = field(default_factory=dict)


class _Taking:
    """One taking in of sets, which are in the log already."""

    def __init__(self, db: Database, recorder: Recorder) -> None:
        self._db = db
        self._sqlite = db.sqlite
        self._recorder = recorder
        self._past = Past(db.sqlite)
        self._ones: dict[ThingKey, _One] = {}
        self._revived: set[ThingKey] = set()
        self._deletions: dict[str, list[PortableRow]] = {}
        self._conflicts: dict[str, dict[str, Value]] = {}
        self._maps: dict[tuple[str, str], PlaceMap] = {}
        self._lost: set[str] = set()
        self.new_conflicts: list[str] = []
        self._successors = {
            (str(table), str(old)): str(new)
            for table, old, new in self._sqlite.execute("SELECT name, uuid, successor FROM successor")
        }
        # things that somebody decided to keep, with the deletions that this was decided of
        self._keep: dict[ThingKey, set[tuple[str, int]]] = {}
        sql = "SELECT name, thing, versions FROM conflict WHERE decision = ?"
        for name, thing, versions in self._sqlite.execute(sql, [KEEP]).fetchall():
            self._note_kept((str(name), str(thing)), str(versions))

    def run(self, touched: Iterable[ThingKey]) -> None:
        """Make *touched* and all that follows anew, and write what differs."""
        things = [thing for thing in touched if thing[0] in RECORDED and thing[0] not in FOLDED_IN]
        # what was kept or numbered before may not need to be any more
        sql = "SELECT DISTINCT name, thing FROM conflict WHERE kind IN (?, ?, ?, ?, ?)"
        held = self._sqlite.execute(sql, [WAS_DELETED, STILL_USED, SAME_KEY, CIRCLE, LOST]).fetchall()
        things += [(str(name), str(thing)) for name, thing in held]
        self._touch(dict.fromkeys(things))
        before = dict(self._successors)
        for table, uuid in [*self._ones]:
            one = self._ones[table, uuid]
            if table == "successor" and one.folded.is_alive and one.folded.row:
                values = self._shown(("successor", uuid))
                self._successors[str(values["name"]), uuid] = str(values["successor"])
            elif table == "successor" and not one.folded.is_alive:
                for name in ("actor", "topic"):
                    self._successors.pop((name, uuid), None)
            elif table == "conflict" and one.folded.fields:
                values = self._shown(("conflict", uuid))
                if values.get("decision") == KEEP:
                    self._note_kept((str(values["name"]), str(values["thing"])), str(values["versions"]))
        self._touch_meaning(
            {one for one in {*before, *self._successors} if before.get(one) != self._successors.get(one)}
        )
        self._settle()
        self._settle_keys()
        self._settle_circles()
        self._settle_places()
        self._drop_twins()
        self._write()

    def _note_kept(self, thing: ThingKey, versions: str) -> None:
        told = {(str(one.get("client")), int(one.get("number", 0))) for one in json.loads(versions)}
        self._keep.setdefault(thing, set()).update(told)

    # --- reading

    def _touch(self, things: Iterable[ThingKey]) -> list[ThingKey]:
        new = [thing for thing in dict.fromkeys(things) if thing not in self._ones]
        if not new:
            return new
        logged = set_log.versions(self._db, new)
        numbers = self._numbers(new)
        by_table: dict[str, list[int]] = {}
        for (table, _uuid), number in numbers.items():
            by_table.setdefault(table, []).append(number)
        for table, some in by_table.items():
            self._past.fetch(table, some)
        for thing in new:
            there = numbers.get(thing)
            now = self._past.portable(thing[0], there) if there is not None else None
            self._ones[thing] = _One(fold(thing[0], logged[thing]), there, now)
        wholes = {thing: self._ones[thing].folded.gone_by for thing in new if thing[0] in ("document", "claim")}
        parts = [part for thing, gone_by in wholes.items() if gone_by for part in self._deleted_with(thing, gone_by)]
        return [*new, *self._touch(parts)]

    def _deleted_with(self, whole: ThingKey, sets: Sequence[Header]) -> list[ThingKey]:
        """Return what was in a thing and went with it."""
        for one in sets:
            if one.uuid not in self._deletions:
                self._deletions[one.uuid] = set_log.deleted_with(self._db, [one.uuid])
        return [
            row.thing
            for one in sets
            for row in self._deletions[one.uuid]
            if any(reference(row.table, name) == whole[0] and pair[0] == whole[1] for name, pair in row.columns.items())
        ]

    def _numbers(self, things: Iterable[ThingKey]) -> dict[ThingKey, int]:
        by_table: dict[str, list[str]] = {}
        for table, uuid in things:
            by_table.setdefault(table, []).append(uuid)
        found: dict[ThingKey, int] = {}
        for table, uuids in by_table.items():
            column = "key" if table == "setting" else "uuid"
            sql = f'SELECT {column}, id FROM "{table}" WHERE {column} IN (SELECT value FROM json_each(?))'
            for at in range(0, len(uuids), 500):
                for uuid, number in self._sqlite.execute(sql, [json.dumps(uuids[at : at + 500])]):
                    found[table, str(uuid)] = int(number)
        return found

    def _shown(self, thing: ThingKey) -> PortableValues:
        """Return the columns of a thing as all sets make them, and note what stands against each other."""
        one, table = self._ones[thing], thing[0]
        # here it may refer to what stood in the place of another: what the sets tell goes before
        values = {**(one.now or {}), **one.folded.row}
        for name, written in one.folded.fields.items():
            found = resolve(table, name, written)
            values.update(found.values)
            if found.disputed and table not in ("conflict", "successor"):
                kind = BOTH_TEXTS if (table, name) in JOINED else FIELD
                self._dispute(kind, thing, name, found.disputed)
        # a part of a text that went, such as an own variable
        return {name: value for name, value in values.items() if not ("." in name and value is None)}

    # --- who is there

    def _is_alive(self, thing: ThingKey) -> bool:
        one = self._ones[thing]
        if thing in self._revived or self._is_kept(thing) or self._is_in_whole(thing):
            return bool(one.now or one.folded.row)
        if not one.folded.is_alive:
            return False
        # whoever decides a conflict tells all of it: it need not have been seen here
        if thing[0] == "conflict" and one.folded.fields:
            return True
        # one that somebody wrote who knew that it was deleted, and kept, is there
        return bool(one.now or (one.folded.row and (one.folded.inserted or one.folded.gone_by)))

    def _is_in_whole(self, thing: ThingKey) -> bool:
        """Tell whether a thing that was deleted with what it was in is there because that is."""
        folded = self._ones[thing].folded
        if folded.is_alive or thing[0] == "document":
            return False
        by = {one.uuid for one in folded.deletions}
        for name in ("document_id", "claim_id", "document_a_id", "document_b_id"):
            uuid = folded.row.get(name)
            if not uuid:
                continue
            whole = (reference(thing[0], name), str(uuid))
            self._touch([whole])
            if by & {one.uuid for one in self._ones[whole].folded.gone_by} and self._is_alive(whole):
                return True
        return False

    def _is_kept(self, thing: ThingKey) -> bool:
        told = self._keep.get(thing)
        return told is not None and all((one.client, one.number) in told for one in self._ones[thing].folded.deletions)

    def _revive(self, thing: ThingKey) -> None:
        self._touch([thing])
        self._revived.add(thing)

    def _settle(self) -> None:
        """Find what each thing is and what it refers to, until nothing more is to be kept."""
        done: set[ThingKey] = set()
        again: set[ThingKey] = set()
        while True:
            todo = [thing for thing in self._ones if thing not in done]
            if not todo:
                return
            back = {thing for thing in todo if thing[0] in _REPLACED and self._comes_back(thing)}
            self._touch_meaning(back)
            for thing in todo:
                done.add(thing)
                one = self._ones[thing]
                if not self._is_alive(thing):
                    one.target = None
                    if one.there is not None:
                        self._touch(self._referring(thing[0], one.there))
                    continue
                one.target = self._refer(thing, self._shown(thing))
                if one.folded.deleted and not self._is_kept(thing):
                    told = (*one.folded.deleted, *one.folded.kept)
                    self._dispute(WAS_DELETED, thing, "", [WrittenField(by, {}, {}) for by in told], one.folded.deleted)
                text = one.now.get("text_id") if one.now is not None else None
                if thing[0] == "document" and text is not None and (one.target or {}).get("text_id") != text:
                    self._touch(self._placed_in(thing, one))
            # what was found to be needed meanwhile is there, though it was gone before
            late = {thing for thing in done if self._ones[thing].target is None and self._is_alive(thing)} - again
            again |= late
            done -= late

    def _comes_back(self, thing: ThingKey) -> bool:
        one = self._ones[thing]
        return one.there is None and bool(one.folded.gone_by) and self._is_alive(thing)

    def _touch_meaning(self, meant: set[ThingKey]) -> None:
        """Make those anew that were written to refer to *meant*: here they may refer to what stood in its place."""
        if not meant:
            return
        # what stood in its place may have gone on in another one
        while more := {old for old, new in self._successors.items() if (old[0], new) in meant and old not in meant}:
            meant = meant | more
        self._touch(set_log.naming(self._db, sorted(uuid for _table, uuid in meant)))

    def _refer(self, thing: ThingKey, values: PortableValues) -> PortableValues | None:
        table, one = thing[0], self._ones[thing]
        for name, value in [*values.items()]:
            if name == ACTORS:
                held = [self._standing("actor", uuid) for uuid in value]
                values[ACTORS] = list(dict.fromkeys(uuid for uuid in held if uuid))
                if not values[ACTORS]:
                    self._list(LOST, thing, "", [{name: one for name, one in values.items() if one is not None}], [])
                    return None
                continue
            if name == VALUES:
                told = [(self._standing("own_field", uuid), one) for uuid, one in value]
                values[VALUES] = sorted([uuid, one] for uuid, one in dict.fromkeys(told) if uuid)
                continue
            other = reference(table, name)
            if not other or other == "text" or value is None:
                continue
            found = self._standing(other, str(value))
            if found != value:
                one.links[name] = str(value)
            if not found and (name not in ("parent_id", "actor_id") or table in ("memo", "participant", "membership")):
                # never where all of a team hold the same sets
                self._list(LOST, thing, "", [{name: one for name, one in values.items() if one is not None}], [])
                return None
            values[name] = found or None
        return values

    def _standing(self, table: str, uuid: str) -> str:
        """Return what a reference points to: the thing itself, what stands in its place, or nothing at all."""
        seen: dict[str, None] = {}
        while True:
            thing = (table, uuid)
            if thing not in self._ones and thing in self._numbers([thing]):
                return uuid
            self._touch([thing])
            if self._is_alive(thing):
                return uuid
            seen[uuid] = None
            after = self._successors.get(thing, "")
            if not after or after in seen:
                break
            uuid = after
        # the last that stood in its place comes back, everywhere the same
        for uuid in reversed(seen):
            if self._ones[table, uuid].now or self._ones[table, uuid].folded.row:
                self._revive((table, uuid))
                return uuid
        return ""

    def _referring(self, table: str, number: int) -> list[ThingKey]:
        """Return what here refers to a row."""
        found: list[ThingKey] = []
        for other in RECORDED:
            for (name,) in self._sqlite.execute("SELECT name FROM pragma_table_info(?)", [other]).fetchall():
                if reference(other, name) != table:
                    continue
                if other in FOLDED_IN:
                    sql = f'SELECT c.uuid FROM "{other}" a JOIN claim c ON c.id = a.claim_id WHERE a."{name}" = ?'
                    found += [("claim", str(uuid)) for (uuid,) in self._sqlite.execute(sql, [number])]
                elif other != "setting":
                    sql = f'SELECT uuid FROM "{other}" WHERE "{name}" = ?'
                    found += [(other, str(uuid)) for (uuid,) in self._sqlite.execute(sql, [number])]
        return found

    def _placed_in(self, document: ThingKey, one: _One) -> list[ThingKey]:
        found: list[ThingKey] = []
        for table in _PLACED:
            for column in ("document_a_id", "document_b_id") if table == "trace_verdict" else ("document_id",):
                sql = f'SELECT uuid FROM "{table}" WHERE {column} = ?'
                found += [(table, str(uuid)) for (uuid,) in self._sqlite.execute(sql, [one.there])]
        return found

    # --- rules of the whole

    def _settle_keys(self) -> None:
        for table in ("actor", "topic"):
            own = {thing: one for thing, one in self._ones.items() if thing[0] == table and one.target is not None}
            wanted = {str(one.target["key"]) for one in own.values() if one.target is not None}
            # all who want one of these keys: those that are made anew, and whoever has it here
            holders: dict[str, list[ThingKey]] = {}
            for thing, one in own.items():
                assert one.target is not None
                holders.setdefault(str(one.target["key"]), []).append(thing)
            taken: set[str] = set()
            for key, uuid in self._sqlite.execute(f"SELECT key, uuid FROM {table}"):
                thing = (table, str(uuid))
                if thing not in self._ones:
                    taken.add(str(key))
                    if key in wanted:
                        holders[str(key)].append(thing)
            for key, who in holders.items():
                if len(who) > 1:
                    self._number_keys(key, who, {*taken, *holders})

    def _number_keys(self, key: str, who: Sequence[ThingKey], taken: set[str]) -> None:
        """Leave a key to the eldest of those who want it, and number it for the others."""
        self._bring_in(who)
        first, *others = sorted(who, key=self._age)
        for thing in others:
            number = 2
            while f"{key}-{number}" in taken:
                number += 1
            one = self._ones[thing]
            assert one.target is not None
            one.target["key"] = f"{key}-{number}"
            taken.add(f"{key}-{number}")
            values = [{"key": key, "uuid": other[1]} for other in (first, thing)]
            self._list(SAME_KEY, thing, "key", values, [self._age(first), self._age(thing)])

    def _bring_in(self, things: Iterable[ThingKey]) -> None:
        """Make those anew that nothing touched so far."""
        for new in self._touch(things):
            self._ones[new].target = self._refer(new, self._shown(new))

    def _age(self, thing: ThingKey) -> tuple[int, str, int, str]:
        one = self._ones.get(thing)
        made = one.folded.inserted if one is not None else None
        return (*(made.stamp if made is not None else (0, "", 0)), thing[1])

    def _settle_circles(self) -> None:
        for table in ("actor", "topic"):
            parents: dict[str, str] = {}
            for uuid, above in self._sqlite.execute(
                f"SELECT c.uuid, p.uuid FROM {table} c JOIN {table} p ON p.id = c.parent_id"
            ):
                parents[str(uuid)] = str(above)
            moved: list[str] = []
            for (name, uuid), one in self._ones.items():
                if name == table:
                    parents.pop(uuid, None)
                    if one.target is not None and one.target.get("parent_id"):
                        parents[uuid] = str(one.target["parent_id"])
                        moved.append(uuid)
            for start in sorted(moved):
                path: dict[str, None] = {}
                at = start
                while at in parents and at not in path:
                    path[at] = None
                    at = parents[at]
                if at not in path:
                    continue
                circle = [*path][[*path].index(at) :]
                self._bring_in([(table, uuid) for uuid in circle])
                last = max(circle, key=lambda uuid: self._moved_at((table, uuid)))
                one = self._ones[table, last]
                assert one.target is not None
                self._list(CIRCLE, (table, last), "parent_id", [{"parent_id": parents[last]}], [])
                one.target["parent_id"] = None
                del parents[last]

    def _moved_at(self, thing: ThingKey) -> tuple[int, str, int, str]:
        one = self._ones.get(thing)
        written = one.folded.fields.get("parent_id", []) if one is not None else []
        return (*max((one.by.stamp for one in written), default=(-1, "", 0)), thing[1])

    def _settle_places(self) -> None:
        for thing, one in [*self._ones.items()]:
            if thing[0] not in _PLACED or one.target is None:
                continue
            for column, suffix in (("document_id", ""), ("document_a_id", ""), ("document_b_id", "_b")):
                document = one.target.get(column)
                before = one.target.get(f"{OF_TEXT}{suffix}")
                if document is None or not before:
                    continue
                sha256 = self._text_of(str(document))
                if sha256 and sha256 != before:
                    ends = ("start", "end") if column == "document_id" else (f"start_{column[9]}", f"end_{column[9]}")
                    self._move(thing, one, ends, str(before), sha256)
                if one.target is None:
                    break
                one.target[f"{OF_TEXT}{suffix}"] = sha256
        if self._lost:
            self._lose_memos()

    def _lose_memos(self) -> None:
        """List the memos of claims that found no place, too."""
        sql = (
            "SELECT m.uuid FROM memo m JOIN claim c ON c.id = m.claim_id "
            "WHERE c.uuid IN (SELECT value FROM json_each(?))"
        )
        here = self._sqlite.execute(sql, [json.dumps(sorted(self._lost))]).fetchall()
        for thing in self._touch(("memo", str(uuid)) for (uuid,) in here):
            if self._is_alive(thing):
                self._ones[thing].target = self._refer(thing, self._shown(thing))
        for thing, one in self._ones.items():
            if thing[0] == "memo" and one.target is not None and one.target.get("claim_id") in self._lost:
                told = {name: value for name, value in one.target.items() if value is not None}
                self._list(LOST, thing, "", [told], [])
                one.target = None

    def _text_of(self, document: str) -> str:
        one = self._ones.get(("document", document))
        if one is not None:
            return str(one.target["text_id"]) if one.target is not None else ""
        sql = "SELECT t.sha256 FROM document d JOIN text t ON t.id = d.text_id WHERE d.uuid = ?"
        row = self._sqlite.execute(sql, [document]).fetchone()
        return str(row[0]) if row else ""

    def _text(self, sha256: str) -> str:
        row = self._sqlite.execute("SELECT content FROM text WHERE sha256 = ?", [sha256]).fetchone()
        return str(row[0]) if row else ""

    def _move(self, thing: ThingKey, one: _One, ends: tuple[str, str], before: str, after: str) -> None:
        assert one.target is not None
        if one.target[ends[0]] is None:
            return
        old, new = self._text(before), self._text(after)
        span = Span(int(one.target[ends[0]]), int(one.target[ends[1]]))
        table = thing[0]
        quote = old[span.start : span.end]
        if table == "trace_verdict" and ends[0] == "start_a" and quote != one.target["quote"]:
            # said of words that had no place before
            return
        if self._was_seen(thing, one, after) and (
            (new[span.start : span.end] == quote and quote)
            # a part of the structure keeps its place where words in it are others
            or (table == "segment" and self._writer(one, after) is not None and span.end <= len(new))
        ):
            # whoever corrected the text left it there
            found: Span | None = span
        elif table == "segment":
            maps = self._maps.setdefault((before, after), PlaceMap(old, new))
            found = moved_span(old, new, span, maps)
        else:
            around = (old[max(0, span.start - 32) : span.start], old[span.end : span.end + 32])
            found = reanchor(old, new, [ClaimQuote(1, span, quote, *around)])[0].after
        if found is not None:
            one.target[ends[0]], one.target[ends[1]] = found.start, found.end
            if table == "claim":
                one.target.update({**place(new, found), "original_start": None, "original_end": None})
            elif table != "segment" and ends[0] != "start_b":
                one.target["quote"] = new[found.start : found.end]
        elif table in ("claim", "segment"):
            told = {name: value for name, value in one.target.items() if value is not None}
            self._list(LOST, thing, "", [{**told, "quote": quote}], [])
            one.target = None
            if table == "claim":
                self._lost.add(thing[1])

    def _was_seen(self, thing: ThingKey, one: _One, text: str) -> bool:
        """Tell whether whoever brought a text in knew of a thing as it is."""
        writer = self._writer(one, text)
        places = [each.by for name in ("unit", "span") for each in one.folded.fields.get(name, [])]
        if writer is None:
            return not places
        return all(by == writer or saw(writer, by) for by in places)

    def _writer(self, one: _One, text: str) -> Header | None:
        document = self._ones.get(("document", str((one.target or {}).get("document_id"))))
        written = document.folded.fields.get("text", []) if document is not None else []
        return next((each.by for each in written if each.values.get("text_id") == text), None)

    def _drop_twins(self) -> None:
        """Leave one of what there is once, such as the same part of the same actor in a document."""
        for table, names in _ONCE.items():
            first: dict[tuple[Any, ...], ThingKey] = {}
            for thing in sorted(self._ones):
                one = self._ones[thing]
                if thing[0] != table or one.target is None:
                    continue
                key = tuple(one.target.get(name) for name in names)
                if key in first:
                    one.target = None
                    continue
                first[key] = thing
                other = self._twin_here(table, names, key)
                if other is None or other == thing or other in self._ones:
                    continue
                if table == "coder" or other < thing:
                    one.target = None
                else:
                    self._touch([other])

    def _twin_here(self, table: str, names: Sequence[str], key: Sequence[Any]) -> ThingKey | None:
        values: list[Any] = []
        for name, value in zip(names, key, strict=True):
            other = reference(table, name)
            if other and value is not None:
                number = self._numbers([(other, str(value))]).get((other, str(value)))
                if number is None:
                    return None
                values.append(number)
            else:
                values.append(value)
        where = " AND ".join(f'"{name}" IS ?' for name in names)
        row = self._sqlite.execute(f'SELECT uuid FROM "{table}" WHERE {where}', values).fetchone()
        return (table, str(row[0])) if row else None

    # --- conflicts

    def _dispute(
        self,
        kind: str,
        thing: ThingKey,
        name: str,
        written: Sequence[WrittenField],
        deleted: Sequence[Header] = (),
    ) -> None:
        ordered = sorted(written, key=lambda one: one.by.stamp)
        versions = [
            {
                **{"client": one.by.client, "number": one.by.number, "order": one.by.order, "coder": one.by.coder},
                **{"created": one.by.created, "values": one.values},
                # of one that was deleted each has done something, and says nothing
                **({"did": DELETED if one.by in deleted else CHANGED} if deleted else {}),
            }
            for one in ordered
        ]
        self._add(kind, thing, name, versions, [list(one.by.stamp) for one in ordered])

    def _list(
        self, kind: str, thing: ThingKey, name: str, values: Sequence[PortableValues], stamps: Sequence[Any]
    ) -> None:
        self._add(kind, thing, name, [{"values": one} for one in values], [*stamps, *values])

    def _add(self, kind: str, thing: ThingKey, name: str, versions: Sequence[Any], known_by: Sequence[Any]) -> None:
        uuid = name_uuid("conflict", kind, *thing, name, json.dumps(known_by, sort_keys=True))
        created = max((str(one.get("created", "")) for one in versions), default="")
        self._conflicts[uuid] = {
            **{"kind": kind, "name": thing[0], "thing": thing[1], "field": name},
            **{"versions": json.dumps(versions, ensure_ascii=False, sort_keys=True), "created": created},
        }

    # --- writing

    def _write(self) -> None:
        for thing in sorted(self._revived):
            one = self._ones[thing]
            # what came back with its whole is not told beside it
            if one.target is not None and not self._is_in_whole(thing) and not self._is_kept(thing):
                by = [
                    {"client": head.client, "number": head.number, "coder": head.coder, "created": head.created}
                    for head in one.folded.deletions
                ]
                versions = [{**told, "values": {}, "did": DELETED} for told in by]
                self._add(STILL_USED, thing, "", versions, [list(head.stamp) for head in one.folded.deletions])
        for (table, _uuid), one in self._ones.items():
            names = _ONCE.get(table, ()) if table in _LEAVES else ()
            if one.target is not None and one.now is not None and any(one.now[n] != one.target[n] for n in names):
                # it may come to stand where another one still is
                self._delete(table, [one.there])
                one.there = one.now = None
        going = {thing: one for thing, one in self._ones.items() if one.target is None and one.there is not None}
        coming = {thing: one for thing, one in self._ones.items() if one.target is not None}
        for table in _LEAVES:
            self._delete(table, [one.there for thing, one in going.items() if thing[0] == table and one.there])
        self._free_keys(going, coming)
        self._put(coming)
        claims = [one.there for thing, one in going.items() if thing[0] == "claim" and one.there is not None]
        for table in FOLDED_IN:
            sql = f"SELECT id FROM {table} WHERE claim_id IN (SELECT value FROM json_each(?)) ORDER BY id"
            self._delete(table, [int(row[0]) for row in self._sqlite.execute(sql, [json.dumps(claims)])])
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

    def _free_keys(self, going: Mapping[ThingKey, _One], coming: Mapping[ThingKey, _One]) -> None:
        """Give keys that others get now up first."""
        for table in ("actor", "topic"):
            wanted = {
                str(one.target["key"]): thing
                for thing, one in coming.items()
                if thing[0] == table and one.target is not None
            }
            for thing, one in {**going, **coming}.items():
                if thing[0] != table or one.there is None or one.now is None:
                    continue
                key = str(one.now["key"])
                if wanted.get(key, thing) != thing:
                    self._recorder.update(table, one.there, {"key": f"{key}~{thing[1]}"})

    def _put(self, coming: Mapping[ThingKey, _One]) -> None:
        ids: dict[ThingKey, int] = {thing: one.there for thing, one in coming.items() if one.there is not None}
        for table in RECORDED:
            if table in FOLDED_IN:
                continue
            some = [(thing, one) for thing, one in coming.items() if thing[0] == table]
            new = [(thing, one) for thing, one in some if one.there is None]
            old = [(thing, one) for thing, one in some if one.there is not None and one.target != one.now]
            self._find(ids, some)
            rows: list[dict[str, Value]] = []
            for thing, one in new:
                row = self._row(thing, one, ids)
                if "parent_id" in row:
                    row["parent_id"] = None
                rows.append(row)
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
            self._recorder.update_many(table, changes)
            if table == "claim":
                self._put_actors([*new, *old], ids)
            if table == "own_field":
                # they stand behind the claims in the order of tables
                claims = [(thing, one) for thing, one in coming.items() if thing[0] == "claim"]
                self._find(ids, claims)
                self._put_values(claims, ids)

    def _find(self, ids: dict[ThingKey, int], some: Sequence[tuple[ThingKey, _One]]) -> None:
        """Look the numbers up of all that *some* refer to."""
        wanted: dict[ThingKey, None] = {}
        for (table, _uuid), one in some:
            for name, value in (one.target or {}).items():
                other = reference(table, name)
                if other and other != "text" and value is not None:
                    wanted[other, str(value)] = None
                elif name == ACTORS:
                    wanted.update(dict.fromkeys(("actor", str(uuid)) for uuid in value))
                elif name == VALUES:
                    wanted.update(dict.fromkeys(("own_field", str(uuid)) for uuid, _value in value))
        ids.update(self._numbers(thing for thing in wanted if thing not in ids))

    def _row(self, thing: ThingKey, one: _One, ids: Mapping[ThingKey, int]) -> dict[str, Value]:
        """Return the columns of a row of this file."""
        table, target = thing[0], one.target
        assert target is not None
        row: dict[str, Value] = {} if table == "setting" else {"uuid": thing[1]}
        parts: dict[str, dict[str, Any]] = {"variables": {}} if table in ("document", "actor", "topic") else {}
        if table == "document":
            parts["origins"] = {}
        before = self._past.row(table, one.there) if one.there is not None else None
        for name, value in target.items():
            other = reference(table, name)
            whole = name.partition(".")[0]
            if name in (ACTORS, VALUES) or name.startswith(OF_TEXT):
                continue
            if whole in parts and "." in name:
                parts[whole][name.partition(".")[2]] = value
            elif other == "text":
                (row[name],) = self._sqlite.execute("SELECT id FROM text WHERE sha256 = ?", [value]).fetchone()
            elif other:
                row[name] = ids[other, str(value)] if value is not None else None
            else:
                row[name] = value
        for name, told in parts.items():
            empty = "{}" if name == "variables" else "[]"
            row[name] = from_names(name, told, str(before[name]) if before is not None else empty)
        if table == "same_event" and int(str(row["document_a_id"])) > int(str(row["document_b_id"])):
            row["document_a_id"], row["document_b_id"] = row["document_b_id"], row["document_a_id"]
        return row

    def _put_actors(self, claims: Sequence[tuple[ThingKey, _One]], ids: Mapping[ThingKey, int]) -> None:
        own = ("topic_id", "stance", ACTORS)
        changed = [
            (thing, one)
            for thing, one in claims
            if one.target is not None and (one.now is None or any(one.now[name] != one.target[name] for name in own))
        ]
        numbers = [ids[thing] for thing, _one in changed]
        sql = "SELECT id FROM claim_actor WHERE claim_id IN (SELECT value FROM json_each(?)) ORDER BY id"
        self._delete(HELD_BY, [int(row[0]) for row in self._sqlite.execute(sql, [json.dumps(numbers)])])
        rows: list[dict[str, Value]] = []
        for thing, one in changed:
            assert one.target is not None
            actors = [ids["actor", str(uuid)] for uuid in one.target[ACTORS]]
            topic = ids["topic", str(one.target["topic_id"])]
            rows += actor_rows(ids[thing], actors, topic, str(one.target["stance"]))
        self._recorder.insert_many(HELD_BY, rows)

    def _put_values(self, claims: Sequence[tuple[ThingKey, _One]], ids: Mapping[ThingKey, int]) -> None:
        changed = [
            (thing, one.target[VALUES])
            for thing, one in claims
            if one.target is not None and (one.now[VALUES] if one.now is not None else []) != one.target[VALUES]
        ]
        numbers = json.dumps([ids[thing] for thing, _values in changed])
        sql = "SELECT id FROM claim_value WHERE claim_id IN (SELECT value FROM json_each(?)) ORDER BY id"
        self._delete(VALUE_OF, [int(row[0]) for row in self._sqlite.execute(sql, [numbers])])
        rows: list[dict[str, Value]] = [
            {"claim_id": ids[thing], "field_id": ids["own_field", str(uuid)], "value": value}
            for thing, values in changed
            for uuid, value in values
        ]
        self._recorder.insert_many(VALUE_OF, rows)

    def _put_conflicts(self) -> None:
        things = json.dumps([uuid for _table, uuid in self._ones])
        sql = "SELECT uuid, id FROM conflict WHERE thing IN (SELECT value FROM json_each(?))"
        there = {str(uuid): int(number) for uuid, number in self._sqlite.execute(sql, [things])}
        logged = set_log.versions(self._db, [("conflict", uuid) for uuid in {*there, *self._conflicts}])
        told = {uuid for (_table, uuid), versions in logged.items() if versions}
        gone = [number for uuid, number in there.items() if uuid not in self._conflicts and uuid not in told]
        self._recorder.delete("conflict", gone)
        new = [{"uuid": uuid, **row} for uuid, row in self._conflicts.items() if uuid not in there and uuid not in told]
        self._recorder.insert_many("conflict", new)
        self.new_conflicts = [str(row["uuid"]) for row in new]
