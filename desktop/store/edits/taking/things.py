"""What each thing is that sets wrote: whether it is there, its columns, and what it refers to in truth."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.core.collecting import empty
from desktop.core.own_fields import KINDS, OWNERS, PARTING, joined
from desktop.core.portable import (
    ACTORS,
    ADDED,
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
    WrittenVersion,
    fold,
    resolve,
)
from desktop.store import set_log
from desktop.store.database import Database
from desktop.store.edits.taking.alone import AloneClaims
from desktop.store.edits.taking.listing import (
    BOTH_TEXTS,
    CIRCLE,
    FIELD,
    LOST,
    SAME_KEY,
    STILL_USED,
    WAS_DELETED,
    ConflictListing,
)
from desktop.store.portable_rows import FOLDED_IN, HAVE_PARTS, Past, reference, referring
from desktop.store.schema import RECORDED

# decisions after which what was deleted stays
KEEP = "keep"
# what has a place in a text; a suggestion that was dismissed is one of the text that it was dismissed in
PLACED = ("claim", "segment", "trace_verdict")
# what tells of such a thing where it stands, and with which words
_PLACE = ("document_id", OF_TEXT, "start", "end", "quote", "prefix", "suffix")
# in the place of these others may stand, or nothing, wherever something refers to them
_REPLACED = ("actor", "topic", "own_field")
# what goes, and comes back, with all that is in it
_WHOLES = ("document", "claim")


def may_come_back(row: PortableRow) -> bool:
    """Tell whether a row brings something back with which more comes back, if it was gone.

    Others may stand in the place of an actor; with a document comes what others had in it when it went.
    """
    return row.table in (*_REPLACED, *_WHOLES) and row.op == ADDED


def _quoted(name: str) -> str:
    """Return a column as it stands in what the log has of a row."""
    return f"{json.dumps(name, ensure_ascii=False)}:["


def changes_text(row: PortableRow) -> bool:
    """Tell whether a row puts another text in the place of a document's, as undo does: what others coded has moved."""
    return row.table == "document" and row.op == CHANGED and "text_id" in row.columns


@dataclass(slots=True)
class TakenThing:
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


class Things:
    """The things that are made anew, of sets that are in the log already.

    Attributes:
        db, sqlite, past: the open project, and its rows as they are.
        ones: each thing by table and uuid.
        alone: claims of which nothing needs to be made anew; none of them is one of *ones*.
        revived: those that were gone, and are kept since something refers to them.
        successors: what stands in the place of what was merged away.
        listing: what is to be looked at.
    """

    def __init__(self, db: Database, sets: Sequence[PortableSet], before: int) -> None:
        """Begin with *sets* that just came into the log, behind the one that has the number *before* there."""
        self.db = db
        # what comes in need not be read from where it was just written
        self._before = before
        self._coming: dict[ThingKey, list[WrittenVersion]] = {}
        for one in sets:
            header = one.header
            for row in one.rows:
                self._coming.setdefault(row.thing, []).append((header, row))
        # the number here of what was looked for; nothing is written before all is known
        self._numbers: dict[ThingKey, int | None] = {}
        self.sqlite = db.sqlite
        self.past = Past(db.sqlite)
        self.listing = ConflictListing()
        self.ones: dict[ThingKey, TakenThing] = {}
        # what was asked for already, and not used yet
        self._logged: dict[ThingKey, list[WrittenVersion]] = {}
        self.alone = AloneClaims(self.past)
        self.revived: set[ThingKey] = set()
        # own fields that came back, with what stood in their place
        self._back: dict[str, str] = {}
        self._deletions: dict[str, list[PortableRow]] = {}
        self.successors = {
            (str(table), str(old)): str(new)
            for table, old, new in self.sqlite.execute("SELECT name, uuid, successor FROM successor")
        }
        # things that somebody decided to keep, with the deletions that this was decided of
        self._keep: dict[ThingKey, set[tuple[str, int]]] = {}
        sql = "SELECT name, thing, versions FROM conflict WHERE decision = ?"
        for name, thing, versions in self.sqlite.execute(sql, [KEEP]).fetchall():
            self.note_kept((str(name), str(thing)), str(versions))
        # what was there before all sets, and lost its place: nothing else tells what it was
        sql = "SELECT name, thing, versions FROM conflict WHERE kind = ? ORDER BY uuid DESC"
        self._lost: dict[ThingKey, PortableValues] = {
            (str(name), str(thing)): json.loads(versions)[0]["values"]
            for name, thing, versions in self.sqlite.execute(sql, [LOST])
        }

    def gather(self, touched: Iterable[ThingKey], back: Sequence[PortableRow] = ()) -> None:
        """Look at *touched*, and at all that may be otherwise with them, or with what came *back* here."""
        things = [thing for thing in touched if thing[0] in RECORDED and thing[0] not in FOLDED_IN]
        self._find_alone(things)
        things = [thing for thing in things if thing not in self.alone]
        # what was kept or numbered before may not need to be any more
        sql = "SELECT DISTINCT name, thing FROM conflict WHERE kind IN (?, ?, ?, ?, ?)"
        held = self.sqlite.execute(sql, [WAS_DELETED, STILL_USED, SAME_KEY, CIRCLE, LOST]).fetchall()
        things += [(str(name), str(thing)) for name, thing in held]
        things += [row.thing for row in back if row.table in _WHOLES]
        self.touch(dict.fromkeys(things))
        for thing in dict.fromkeys(row.thing for row in back if changes_text(row)):
            if self.ones[thing].there is not None:
                self.touch(self._placed_in(thing, self.ones[thing]))
        before = dict(self.successors)
        for table, uuid in [*self.ones]:
            one = self.ones[table, uuid]
            if table == "successor" and one.folded.is_alive and one.folded.row:
                values = self.shown(("successor", uuid))
                self.successors[str(values["name"]), uuid] = str(values["successor"])
            elif table == "successor" and not one.folded.is_alive:
                for name in _REPLACED:
                    self.successors.pop((name, uuid), None)
            elif table == "conflict" and one.folded.fields:
                values = self.shown(("conflict", uuid))
                if values.get("decision") == KEEP:
                    self.note_kept((str(values["name"]), str(values["thing"])), str(values["versions"]))
        self._note_meant(before, back)

    def _find_alone(self, touched: Iterable[ThingKey]) -> None:
        found: dict[ThingKey, PortableRow] = {}
        for thing in touched:
            told = self._coming.get(thing, ()) if thing[0] == "claim" and thing not in self._lost else ()
            if len(told) == 1 and told[0][1].op != DELETED:
                found[thing] = told[0][1]
        logged = self._versions(found)
        alone = {thing: row for thing, row in found.items() if not logged[thing]}
        self.alone.find(alone, self.numbers, self._coming.__contains__)
        # those that are made anew are asked for next
        self._logged = {thing: versions for thing, versions in logged.items() if versions}

    def let_go(self) -> None:
        """Free all that is held of the things, when they are written."""
        empty(self._coming, self._numbers, self.ones, self._logged, self.alone.changed, self.alone.new)
        self.past.let_go()

    def _versions(self, things: Iterable[ThingKey]) -> dict[ThingKey, list[WrittenVersion]]:
        """Return what the sets that were there before did to *things*."""
        asked = list(things)
        held = {thing: self._logged.pop(thing) for thing in asked if thing in self._logged}
        missing = [thing for thing in asked if thing not in held]
        return {**held, **set_log.versions(self.db, missing, self._before)}

    def _note_meant(self, before: Mapping[ThingKey, str], back: Sequence[PortableRow]) -> None:
        """Look at what was written to refer to those that have another successor than *before*, or came *back*."""
        meant = {one for one in {*before, *self.successors} if before.get(one) != self.successors.get(one)}
        self._back = {one[1]: before[one] for one in meant if one[0] == "own_field" and one in before}
        for row in back:
            if row.table == "successor":
                names = (value for value in row.columns.get("name", ()) if value)
                meant.update((str(name), row.uuid) for name in names)
                if row.op == DELETED and row.columns["name"][0] == "own_field":
                    self._back[row.uuid] = str(row.columns["successor"][0])
            elif row.table not in _WHOLES and any(
                version.op == DELETED for _by, version in set_log.versions(self.db, [row.thing])[row.thing]
            ):
                meant.add(row.thing)
        self.touch_meaning(meant)

    def note_kept(self, thing: ThingKey, versions: str) -> None:
        """Note of which deletions it was decided that a thing stays."""
        told = {(str(one.get("client")), int(one.get("number", 0))) for one in json.loads(versions)}
        self._keep.setdefault(thing, set()).update(told)

    def touch(self, things: Iterable[ThingKey]) -> list[ThingKey]:
        """Look at things, and at what went with them; return those that were not looked at before."""
        new = [thing for thing in dict.fromkeys(things) if thing not in self.ones]
        if not new:
            return new
        self.alone.give_up(new)
        # where they stand is found in its text
        new += self.alone.release(thing for thing in [*new] if thing[0] == "document")
        logged = self._versions(new)
        numbers = self.numbers(new)
        by_table: dict[str, list[int]] = {}
        for (table, _uuid), number in numbers.items():
            by_table.setdefault(table, []).append(number)
        for table, some in by_table.items():
            self.past.fetch(table, some)
        for thing in new:
            there = numbers.get(thing)
            now = self.past.portable(thing[0], there) if there is not None else None
            versions = [*logged[thing], *self._coming.get(thing, ())]
            one = self.ones[thing] = TakenThing(fold(thing[0], versions), there, now)
            if there is None:
                one.folded.row = {**self._lost.get(thing, {}), **one.folded.row}
        wholes = {thing: self.ones[thing].folded.gone_by for thing in new if thing[0] in _WHOLES}
        parts = [part for thing, gone_by in wholes.items() if gone_by for part in self._deleted_with(thing, gone_by)]
        return [*new, *self.touch(parts)]

    def _deleted_with(self, whole: ThingKey, sets: Sequence[Header]) -> list[ThingKey]:
        """Return what was in a thing and went with it."""
        for one in sets:
            if one.uuid not in self._deletions:
                self._deletions[one.uuid] = set_log.deleted_with(self.db, [one.uuid])
        return [
            row.thing
            for one in sets
            for row in self._deletions[one.uuid]
            if any(reference(row.table, name) == whole[0] and pair[0] == whole[1] for name, pair in row.columns.items())
        ]

    def numbers(self, things: Iterable[ThingKey]) -> dict[ThingKey, int]:
        """Return the numbers of those things that had a row here when this began."""
        known = self._numbers
        asked = list(things)
        by_table: dict[str, list[str]] = {}
        for thing in asked:
            if thing not in known:
                known[thing] = None
                by_table.setdefault(thing[0], []).append(thing[1])
        for table, uuids in by_table.items():
            column = "key" if table == "setting" else "uuid"
            sql = f'SELECT {column}, id FROM "{table}" WHERE {column} IN (SELECT value FROM json_each(?))'
            for at in range(0, len(uuids), 500):
                for uuid, number in self.sqlite.execute(sql, [json.dumps(uuids[at : at + 500])]):
                    known[table, str(uuid)] = int(number)
        return {thing: number for thing in asked if (number := known[thing]) is not None}

    def shown(self, thing: ThingKey) -> PortableValues:
        """Return the columns of a thing as all sets make them, and note what stands against each other."""
        one, table = self.ones[thing], thing[0]
        # here it may refer to what stood in the place of another: what the sets tell goes before
        values = {**(one.now or {}), **one.folded.row}
        for name, written in one.folded.fields.items():
            if len(written) == 1:
                values.update(written[0].values)
                continue
            found = resolve(table, name, written)
            values.update(found.values)
            if found.disputed and table not in ("conflict", "successor"):
                kind = BOTH_TEXTS if (table, name) in JOINED else FIELD
                self.listing.dispute(kind, thing, name, found.disputed)
        if table in HAVE_PARTS:
            # a part of a text that went, such as an own variable
            gone = [name for name, value in values.items() if value is None and "." in name]
            for name in gone:
                del values[name]
        return values

    def is_alive(self, thing: ThingKey) -> bool:
        """Tell whether a thing is there."""
        one = self.ones[thing]
        if thing in self.revived or self.is_kept(thing) or self.is_in_whole(thing):
            return bool(one.now or one.folded.row)
        if not one.folded.is_alive:
            return False
        # whoever decides a conflict tells all of it: it need not have been seen here
        if thing[0] == "conflict" and one.folded.fields:
            return True
        # one that somebody wrote who knew that it was deleted, and kept, is there
        return bool(one.now or (one.folded.row and (one.folded.inserted or one.folded.gone_by or thing in self._lost)))

    def is_in_whole(self, thing: ThingKey) -> bool:
        """Tell whether a thing that was deleted with what it was in is there because that is."""
        folded = self.ones[thing].folded
        if folded.is_alive or thing[0] == "document":
            return False
        by = {one.uuid for one in folded.deletions}
        for name in ("document_id", "claim_id", "document_a_id", "document_b_id"):
            uuid = folded.row.get(name)
            if not uuid:
                continue
            whole = (reference(thing[0], name), str(uuid))
            self.touch([whole])
            if by & {one.uuid for one in self.ones[whole].folded.gone_by} and self.is_alive(whole):
                return True
        return False

    def is_kept(self, thing: ThingKey) -> bool:
        """Tell whether somebody decided that a thing stays, of all deletions that stand."""
        told = self._keep.get(thing)
        return told is not None and all((one.client, one.number) in told for one in self.ones[thing].folded.deletions)

    def _revive(self, thing: ThingKey) -> None:
        self.touch([thing])
        self.revived.add(thing)

    def settle(self) -> None:
        """Find what each thing is and what it refers to, until nothing more is to be kept."""
        done: set[ThingKey] = set()
        again: set[ThingKey] = set()
        while True:
            todo = [thing for thing in self.ones if thing not in done]
            if not todo:
                gone = [thing for thing in self.alone.referred if thing in self.ones and not self.is_alive(thing)]
                if not self.touch(self.alone.release(gone)):
                    return
                continue
            back = {thing for thing in todo if thing[0] in _REPLACED and self._comes_back(thing)}
            self.touch_meaning(back)
            for thing in todo:
                done.add(thing)
                one = self.ones[thing]
                if not self.is_alive(thing):
                    one.target = None
                    if one.there is not None:
                        self.touch(self._referring(thing[0], one.there))
                    continue
                one.target = self.refer(thing, self.shown(thing))
                if one.folded.deleted and not self.is_kept(thing):
                    told = (*one.folded.deleted, *one.folded.kept)
                    self.listing.dispute(
                        WAS_DELETED, thing, "", [WrittenField(by, {}, {}) for by in told], one.folded.deleted
                    )
                text = one.now.get("text_id") if one.now is not None else None
                if thing[0] == "document" and text is not None and (one.target or {}).get("text_id") != text:
                    self.touch(self._placed_in(thing, one))
            # what was found to be needed meanwhile is there, though it was gone before
            late = {thing for thing in done if self.ones[thing].target is None and self.is_alive(thing)} - again
            again |= late
            done -= late

    def _comes_back(self, thing: ThingKey) -> bool:
        one = self.ones[thing]
        return one.there is None and bool(one.folded.gone_by) and self.is_alive(thing)

    def touch_meaning(self, meant: set[ThingKey]) -> None:
        """Make those anew that were written to refer to *meant*: here they may refer to what stood in its place."""
        if not meant:
            return
        # what stood in its place may have gone on in another one
        while more := {old for old, new in self.successors.items() if (old[0], new) in meant and old not in meant}:
            meant = meant | more
        self.touch(set_log.naming(self.db, sorted(uuid for _table, uuid in meant)))
        fields = [thing for thing in meant if thing[0] == "own_field"]
        self.touch(fields)
        # what documents, actors and topics have of a field goes by its name
        names = {str(self.ones[thing].folded.row.get("name", "")) for thing in fields} - {""}
        if names:
            self.touch(set_log.naming(self.db, sorted(_quoted(f"variables.{name}") for name in names)))

    def refer(self, thing: ThingKey, values: PortableValues) -> PortableValues | None:
        """Return columns with what they refer to in truth; None where the thing cannot be without what is gone."""
        table, one = thing[0], self.ones[thing]
        for name, other in referring(table):
            value = values.get(name)
            if other == "text" or value is None:
                continue
            found = self._standing(other, str(value))
            if found != value:
                one.links[name] = str(value)
            if not found and (name not in ("parent_id", "actor_id") or table in ("memo", "participant", "membership")):
                # never where all of a team hold the same sets
                self.listing.tell(LOST, thing, "", [{name: one for name, one in values.items() if one is not None}], [])
                return None
            values[name] = found or None
        if ACTORS in values:
            held = [self._standing("actor", uuid) for uuid in values[ACTORS]]
            values[ACTORS] = list(dict.fromkeys(uuid for uuid in held if uuid))
            if not values[ACTORS]:
                self.listing.tell(LOST, thing, "", [{name: one for name, one in values.items() if one is not None}], [])
                return None
        if values.get(VALUES):
            values[VALUES] = self._values_now(values[VALUES])
        if table in OWNERS and any(of == "own_field" for of, _uuid in self.successors):
            self._name_anew(table, values)
        for old, new in self._back.items() if table in OWNERS else ():
            self._name_again(thing, values, self._field(old), self._field(new))
        return values

    def _values_now(self, held: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return what a claim has of own fields with those that stand: of one that stayed its own value goes before."""
        told = [(self._standing("own_field", uuid), uuid, value) for uuid, value in held]
        own = {uuid for uuid, before, _value in told if uuid == before}
        found = {(uuid, value): None for uuid, before, value in told if uuid == before}
        for uuid, _before, value in told:
            if uuid and (uuid not in own or self._takes_several(uuid)):
                found[uuid, value] = None
                own.add(uuid)
        return sorted([uuid, value] for uuid, value in found)

    def _name_anew(self, owner: str, values: PortableValues) -> None:
        """Put what a thing that is no claim has of a field that was merged away under the name of what stands."""
        for table, old in [*self.successors]:
            if table != "own_field":
                continue
            self.touch([(table, old)])
            row = self.ones[table, old].folded.row
            name = f"variables.{row.get('name')}"
            if row.get("owner") != owner or name not in values or self.is_alive((table, old)):
                continue
            new = self._standing(table, old)
            if not new or new == old:
                continue
            other = f"variables.{self._field(new)['name']}"
            texts = [text for text in (values.get(other), values.pop(name)) if text]
            if len(texts) > 1 and self._takes_several(new):
                texts = [joined(dict.fromkeys(part.strip() for text in texts for part in text.split(PARTING)))]
            values[other] = texts[0] if texts else None

    def _name_again(self, thing: ThingKey, values: PortableValues, old: PortableValues, new: PortableValues) -> None:
        """Take what stood under the name of a *new* field away where that is told of the *old* one, which came back."""
        name, other = (f"variables.{field.get('name')}" for field in (old, new))
        is_told = other in self.ones[thing].folded.fields
        if old.get("owner") == thing[0] and name in values and values.get(other) == values[name] and not is_told:
            del values[other]

    def _field(self, uuid: str) -> PortableValues:
        """Return the columns of an own field that is there."""
        self.touch([("own_field", uuid)])
        return self.shown(("own_field", uuid))

    def _takes_several(self, uuid: str) -> bool:
        kind = KINDS.get(str(self._field(uuid)["kind"]))
        return kind is not None and kind.several

    def _standing(self, table: str, uuid: str) -> str:
        """Return what a reference points to: the thing itself, what stands in its place, or nothing at all."""
        seen: dict[str, None] = {}
        while True:
            thing = (table, uuid)
            if thing not in self.ones:
                number = self._numbers[thing] if thing in self._numbers else self.numbers([thing]).get(thing)
                if number is not None:
                    return uuid
                self.touch([thing])
            if self.is_alive(thing):
                return uuid
            seen[uuid] = None
            after = self.successors.get(thing, "")
            if not after or after in seen:
                break
            uuid = after
        # the last that stood in its place comes back; of those that went to each other one, wherever one began
        told = list(seen)
        circle = sorted(told[told.index(after) :]) if after else []
        for uuid in (*circle, *reversed(told)):
            if self.ones[table, uuid].now or self.ones[table, uuid].folded.row:
                self._revive((table, uuid))
                return uuid
        return ""

    def _referring(self, table: str, number: int) -> list[ThingKey]:
        """Return what here refers to a row."""
        found: list[ThingKey] = []
        for other in RECORDED:
            for name, of in referring(other):
                if of != table:
                    continue
                if other in FOLDED_IN:
                    sql = f'SELECT c.uuid FROM "{other}" a JOIN claim c ON c.id = a.claim_id WHERE a."{name}" = ?'
                    found += [("claim", str(uuid)) for (uuid,) in self.sqlite.execute(sql, [number])]
                elif other != "setting":
                    sql = f'SELECT uuid FROM "{other}" WHERE "{name}" = ?'
                    found += [(other, str(uuid)) for (uuid,) in self.sqlite.execute(sql, [number])]
        return found

    def _placed_in(self, document: ThingKey, one: TakenThing) -> list[ThingKey]:
        found: list[ThingKey] = []
        for table in PLACED:
            for column in ("document_a_id", "document_b_id") if table == "trace_verdict" else ("document_id",):
                sql = f'SELECT uuid FROM "{table}" WHERE {column} = ?'
                found += [(table, str(uuid)) for (uuid,) in self.sqlite.execute(sql, [one.there])]
        return found

    def placed_anew(self, things: Iterable[ThingKey]) -> list[ThingKey]:
        """Return those of *things* that stand in another place, or with other words, than here before, or in others."""
        found: list[ThingKey] = []
        for thing in things:
            if thing in self.alone.changed:
                continue
            one = self.ones.get(thing)
            now, target = (one.now, one.target) if one is not None and thing[0] in PLACED else (None, None)
            if now is None or target is None or any(now.get(name) != target.get(name) for name in _PLACE):
                found.append(thing)
        return found

    def bring_in(self, things: Iterable[ThingKey]) -> None:
        """Make those anew that nothing touched so far."""
        for new in self.touch(things):
            self.ones[new].target = self.refer(new, self.shown(new))
