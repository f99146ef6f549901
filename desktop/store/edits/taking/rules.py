"""What holds among several things: keys, circles of parents, places in texts, what there is once."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from desktop.core.portable import (
    OF_TEXT,
    Header,
    ThingKey,
    saw,
)
from desktop.core.reanchor import ClaimQuote, PlaceMap, moved_span, reanchor
from desktop.core.spans import Span
from desktop.store.edits.claims import place
from desktop.store.edits.taking.listing import CIRCLE, LOST, SAME_KEY
from desktop.store.edits.taking.things import PLACED, TakenThing, Things
from desktop.store.portable_rows import reference

# what of one kind there is once in a project, whatever it is known by
ONCE = {
    "coder": ("name",),
    "participant": ("document_id", "actor_id", "role"),
    "same_event": ("document_a_id", "document_b_id", "coder_id"),
    "trace_verdict": ("document_a_id", "start_a", "end_a", "document_b_id", "coder_id"),
    "dismissed_suggestion": ("document_id", "start", "end", "coder_id"),
}
# what there is once as well, but is numbered where two want it: values and claims go on with each of them
CALLED_BY = {"actor": "key", "topic": "key", "own_field": "name"}


def _wanted(table: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Return what no other of a table may have: nobody can tell fields whose names differ in capitals alone."""
    if table == "own_field":
        return str(values["owner"]), str(values["name"]).casefold()
    return "", str(values[CALLED_BY[table]])


class Rules:
    """Bring things that were made anew under the rules of the whole; each method is one of them."""

    def __init__(self, things: Things) -> None:
        self._things = things
        self._maps: dict[tuple[str, str], PlaceMap] = {}
        self._lost: set[str] = set()
        # of documents that nothing touched
        self._texts: dict[str, str] = {}

    def settle_keys(self) -> None:
        """Leave each key, and each name of an own field, to the eldest of those who want it."""
        for table, called in CALLED_BY.items():
            own = {
                thing: one.target
                for thing, one in self._things.ones.items()
                if thing[0] == table and one.target is not None
            }
            wanted = {_wanted(table, target) for target in own.values()}
            # all who want one of these keys: those that are made anew, and whoever has it here
            holders: dict[tuple[str, str], list[ThingKey]] = {}
            for thing, target in own.items():
                holders.setdefault(_wanted(table, target), []).append(thing)
            taken: set[tuple[str, str]] = set()
            owner = "owner" if table == "own_field" else "''"
            for above, key, uuid in self._things.sqlite.execute(f"SELECT {owner}, {called}, uuid FROM {table}"):
                thing = (table, str(uuid))
                if thing not in self._things.ones:
                    place = _wanted(table, {"owner": above, called: key})
                    taken.add(place)
                    if place in wanted:
                        holders[place].append(thing)
            for who in holders.values():
                if len(who) > 1:
                    self._number_keys(table, who, {*taken, *holders})

    def _number_keys(self, table: str, who: Sequence[ThingKey], taken: set[tuple[str, str]]) -> None:
        """Leave a key to the eldest of those who want it, and number it for the others."""
        self._things.bring_in(who)
        called = CALLED_BY[table]
        form = "{key} ({number})" if table == "own_field" else "{key}-{number}"
        first, *others = sorted(who, key=self._age)
        for thing in others:
            target = self._things.ones[thing].target
            assert target is not None
            key, number = str(target[called]), 2
            while _wanted(table, {**target, called: form.format(key=key, number=number)}) in taken:
                number += 1
            target[called] = form.format(key=key, number=number)
            taken.add(_wanted(table, target))
            values = [{called: key, "uuid": other[1]} for other in (first, thing)]
            self._things.listing.tell(SAME_KEY, thing, called, values, [self._age(first), self._age(thing)])

    def _age(self, thing: ThingKey) -> tuple[int, str, int, str]:
        one = self._things.ones.get(thing)
        made = one.folded.inserted if one is not None else None
        return (*(made.stamp if made is not None else (0, "", 0)), thing[1])

    def settle_circles(self) -> None:
        """Leave the last link of each circle of parents out."""
        for table in ("actor", "topic"):
            parents: dict[str, str] = {}
            for uuid, above in self._things.sqlite.execute(
                f"SELECT c.uuid, p.uuid FROM {table} c JOIN {table} p ON p.id = c.parent_id"
            ):
                parents[str(uuid)] = str(above)
            moved: list[str] = []
            for (name, uuid), one in self._things.ones.items():
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
                self._things.bring_in([(table, uuid) for uuid in circle])
                last = max(circle, key=lambda uuid: self._moved_at((table, uuid)))
                one = self._things.ones[table, last]
                assert one.target is not None
                self._things.listing.tell(CIRCLE, (table, last), "parent_id", [{"parent_id": parents[last]}], [])
                one.target["parent_id"] = None
                del parents[last]

    def _moved_at(self, thing: ThingKey) -> tuple[int, str, int, str]:
        one = self._things.ones.get(thing)
        written = one.folded.fields.get("parent_id", []) if one is not None else []
        return (*max((one.by.stamp for one in written), default=(-1, "", 0)), thing[1])

    def settle_places(self) -> None:
        """Find places again in texts that were corrected meanwhile, and list what is lost."""
        for thing, one in [*self._things.ones.items()]:
            if thing[0] not in PLACED or one.target is None:
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
        here = self._things.sqlite.execute(sql, [json.dumps(sorted(self._lost))]).fetchall()
        for thing in self._things.touch(("memo", str(uuid)) for (uuid,) in here):
            if self._things.is_alive(thing):
                self._things.ones[thing].target = self._things.refer(thing, self._things.shown(thing))
        for thing, one in self._things.ones.items():
            if thing[0] == "memo" and one.target is not None and one.target.get("claim_id") in self._lost:
                told = {name: value for name, value in one.target.items() if value is not None}
                self._things.listing.tell(LOST, thing, "", [told], [])
                one.target = None

    def _text_of(self, document: str) -> str:
        one = self._things.ones.get(("document", document))
        if one is not None:
            return str(one.target["text_id"]) if one.target is not None else ""
        if document not in self._texts:
            sql = "SELECT t.sha256 FROM document d JOIN text t ON t.id = d.text_id WHERE d.uuid = ?"
            row = self._things.sqlite.execute(sql, [document]).fetchone()
            self._texts[document] = str(row[0]) if row else ""
        return self._texts[document]

    def _text(self, sha256: str) -> str:
        row = self._things.sqlite.execute("SELECT content FROM text WHERE sha256 = ?", [sha256]).fetchone()
        return str(row[0]) if row else ""

    def _move(self, thing: ThingKey, one: TakenThing, ends: tuple[str, str], before: str, after: str) -> None:
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
            self._things.listing.tell(LOST, thing, "", [{**told, "quote": quote}], [])
            one.target = None
            if table == "claim":
                self._lost.add(thing[1])

    def _was_seen(self, thing: ThingKey, one: TakenThing, text: str) -> bool:
        """Tell whether whoever brought a text in knew of a thing as it is."""
        writer = self._writer(one, text)
        places = [each.by for name in ("unit", "span") for each in one.folded.fields.get(name, [])]
        if writer is None:
            return not places
        return all(by == writer or saw(writer, by) for by in places)

    def _writer(self, one: TakenThing, text: str) -> Header | None:
        document = self._things.ones.get(("document", str((one.target or {}).get("document_id"))))
        written = document.folded.fields.get("text", []) if document is not None else []
        return next((each.by for each in written if each.values.get("text_id") == text), None)

    def drop_twins(self) -> None:
        """Leave one of what there is once, such as the same part of the same actor in a document."""
        for table, names in ONCE.items():
            first: dict[tuple[Any, ...], ThingKey] = {}
            for thing in sorted(thing for thing in self._things.ones if thing[0] == table):
                one = self._things.ones[thing]
                if one.target is None:
                    continue
                key = tuple(one.target.get(name) for name in names)
                if key in first:
                    one.target = None
                    continue
                first[key] = thing
                other = self._twin_here(table, names, key)
                if other is None or other == thing or other in self._things.ones:
                    continue
                if table == "coder" or other < thing:
                    one.target = None
                else:
                    self._things.touch([other])

    def _twin_here(self, table: str, names: Sequence[str], key: Sequence[Any]) -> ThingKey | None:
        values: list[Any] = []
        for name, value in zip(names, key, strict=True):
            other = reference(table, name)
            if other and value is not None:
                number = self._things.numbers([(other, str(value))]).get((other, str(value)))
                if number is None:
                    return None
                values.append(number)
            else:
                values.append(value)
        where = " AND ".join(f'"{name}" IS ?' for name in names)
        row = self._things.sqlite.execute(f'SELECT uuid FROM "{table}" WHERE {where}', values).fetchone()
        return (table, str(row[0])) if row else None
