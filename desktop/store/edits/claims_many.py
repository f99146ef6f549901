"""Actions on many claims at once: set what they say, or lay them onto another topic as well; one undo step each."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.core.changes import Value
from desktop.core.claim_fields import CHOICES
from desktop.core.errors import UserError
from desktop.core.language import ngettext
from desktop.core.phrases import gone
from desktop.store.database import Database, now
from desktop.store.edits import own_fields
from desktop.store.edits.claims import NOTHING, Made, actor_rows, doubles, make, remove, unite
from desktop.store.recorder import Recorder

_COPIED = [
    *("document_id", "start", "end", "quote", "prefix", "suffix", "topic_id", "original_start", "original_end"),
    *(choice.key for choice in CHOICES),
]


@dataclass(frozen=True, slots=True)
class Retag:
    """What many claims shall say; None leaves that part of each as it is.

    Attributes:
        actor_ids: takes the place of the actors of each.
        add_actor_ids, remove_actor_ids: put behind the actors of each, and taken from them.
        chosen: new values of `CHOICES`, by their keys.
        own: new values of own fields, by their names; an empty one takes away what is there.
    """

    topic_id: int | None = None
    actor_ids: tuple[int, ...] | None = None
    add_actor_ids: tuple[int, ...] = ()
    remove_actor_ids: tuple[int, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def action(self) -> tuple[str, dict[str, str]]:
        """What the history calls it, and the field that it names."""
        changed = [*(["topic"] if self.topic_id is not None else []), *self.chosen, *self.own]
        if changed:
            alone = len(changed) == 1 and not (self.actor_ids or self.add_actor_ids or self.remove_actor_ids)
            return ("set_claims_field", {"field": changed[0]}) if alone else ("change_claims", {})
        if self.actor_ids is not None or bool(self.add_actor_ids) == bool(self.remove_actor_ids):
            return "change_actors", {}
        return "add_actors" if self.add_actor_ids else "remove_actors", {}

    def having(self, actors: Mapping[int, int], topics: Mapping[int, int]) -> "Retag":
        """Return it with other actors and another topic in the place of some."""
        own, added = (
            None if one is None else tuple(actors.get(number, number) for number in one)
            for one in (self.actor_ids, self.add_actor_ids)
        )
        topic = self.topic_id if self.topic_id is None else topics.get(self.topic_id, self.topic_id)
        return replace(self, topic_id=topic, actor_ids=own, add_actor_ids=added or ())

    def of(self, actors: tuple[int, ...]) -> tuple[int, ...]:
        """Return the actors that a claim which has *actors* shall have."""
        kept = actors if self.actor_ids is None else self.actor_ids
        return tuple(dict.fromkeys(one for one in (*kept, *self.add_actor_ids) if one not in self.remove_actor_ids))


def retag(db: Database, claim_ids: Iterable[int], new: Retag, made: Made = NOTHING) -> tuple[int, int]:
    """Make claims say what *new* says; return how many of them that changed, and how many went.

    Of claims that say the same then one is left. Actors and a topic that are *made* with it are named by their negative
    numbers.

    Raises:
        UserError: when a claim does not exist or would be left without an actor; nothing is changed then.
    """
    numbers = list(dict.fromkeys(claim_ids))
    action, field = new.action
    with db.edit(action, {**field, "count": len(numbers)}) as recorder:
        before = _read(db, numbers)
        new = new.having(*make(db, recorder, made)) if before else new
        values: dict[str, Value] = {name: str(value) for name, value in new.chosen.items()}
        if new.topic_id is not None:
            values["topic_id"] = new.topic_id
        said: dict[int, dict[str, Value]] = {}
        for number, row in before.items():
            if changed := {name: value for name, value in values.items() if value != row[name]}:
                said[number] = changed
        recorder.update_many("claim", said)
        changed_ids = said.keys() | _set_actors(db, recorder, before, new)
        changed_ids |= own_fields.write_values(db, recorder, dict.fromkeys(before, new.own)) if new.own else set()
        return len(changed_ids), len(unite(db, recorder, list(changed_ids)))


def duplicate(db: Database, claim_ids: Iterable[int], topic_id: int, made: Made = NOTHING) -> list[int]:
    """Lay claims onto another topic as well and return the ids of the copies, which are the current coder's.

    A copy has all that its claim has but the memos. A claim that is on *topic_id* already gets none, nor does one of
    which another there says the same.

    Raises:
        UserError: when a claim does not exist; nothing is changed then.
    """
    numbers = list(dict.fromkeys(claim_ids))
    with db.edit("duplicate_claims", {"count": len(numbers)}) as recorder:
        topic_id = make(db, recorder, made)[1].get(topic_id, topic_id)
        before = {number: row for number, row in _read(db, numbers).items() if row["topic_id"] != topic_id}
        coder: dict[str, Value] = {"coder_id": db.coder_id(recorder), "created": now()} if before else {}
        rows = [{**row, "topic_id": topic_id, **coder} for row in before.values()]
        recorder.build_on("claim", before)
        copies = dict(zip(before, recorder.insert_many("claim", rows), strict=True))
        actors: list[dict[str, Value]] = []
        for number, found in _actors(db, list(before)).items():
            held = [actor for _, actor in found]
            actors += actor_rows(copies[number], held, topic_id, str(before[number]["stance"]))
        recorder.insert_many("claim_actor", actors)
        own_fields.fill_up(db, recorder, copies)
        again = doubles(db, list(copies.values()))
        remove(db, recorder, list(again))
        return [number for number in copies.values() if number not in again]


def _set_actors(db: Database, recorder: Recorder, before: dict[int, dict[str, Value]], new: Retag) -> set[int]:
    """Bring the actors' rows of claims into line with *new* and return the claims whose actors changed."""
    gone: list[int] = []
    rows: list[dict[str, Value]] = []
    same: dict[int, dict[str, Value]] = {}
    other: set[int] = set()
    bare = 0
    for number, found in _actors(db, list(before)).items():
        claim = before[number]
        topic = int(str(claim["topic_id"])) if new.topic_id is None else new.topic_id
        stance = str(new.chosen.get("stance", claim["stance"]))
        actors = tuple(actor for _, actor in found)
        wanted = new.of(actors)
        bare += not wanted
        if wanted == actors:
            same.update((row, {"topic_id": topic, "stance": stance}) for row, _ in found)
            continue
        other.add(number)
        gone.extend(row for row, _ in found)
        rows += actor_rows(number, wanted, topic, stance)
    if bare:
        sentence = ngettext(
            "Claim would have no actor left: give another one first.",
            "{count} claims would have no actor left: give another one first.",
            bare,
        )
        raise UserError(sentence, count=bare)
    recorder.delete("claim_actor", gone)
    recorder.insert_many("claim_actor", rows)
    recorder.update_many("claim_actor", same)
    return other


def _read(db: Database, numbers: Sequence[int]) -> dict[int, dict[str, Value]]:
    """Return what claims say, in the order of *numbers*."""
    columns = ", ".join(f'"{name}"' for name in _COPIED)
    sql = f"SELECT id, {columns} FROM claim WHERE id IN (SELECT value FROM json_each(?))"
    found: dict[int, dict[str, Value]] = {
        row[0]: dict(zip(_COPIED, row[1:], strict=True)) for row in db.sqlite.execute(sql, [json.dumps(numbers)])
    }
    for number in numbers:
        if number not in found:
            raise gone("claim", number)
    return {number: found[number] for number in numbers}


def _actors(db: Database, numbers: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Return the rows and actors of claims, in the order of each claim's actors."""
    sql = (
        "SELECT claim_id, id, actor_id FROM claim_actor WHERE claim_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY claim_id, position, id"
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for number, row, actor in db.sqlite.execute(sql, [json.dumps(numbers)]):
        found.setdefault(number, []).append((row, actor))
    return found
