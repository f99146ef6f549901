"""Actions on actors and topics."""

import json
import re
import unicodedata
from collections.abc import Mapping

from desktop.core.changes import Cell
from desktop.core.errors import UserError
from desktop.core.values import Actor, ActorKind, Codebook, Topic
from desktop.store.database import Database
from desktop.store.recorder import Recorder


def add_codebook(db: Database, recorder: Recorder, codebook: Codebook) -> None:
    """Add the actors and topics of *codebook* whose keys the project does not have; the others stay as they are."""
    for table, values in (("actor", codebook.actors), ("topic", codebook.topics)):
        known = keys(db, table)
        position = _next_position(db, table)
        new = [one for one in values if one.key not in known]
        rows = [_row(one, position + number) for number, one in enumerate(new)]
        known.update(zip((one.key for one in new), recorder.insert_many(table, rows), strict=True))
        # parents after all rows exist: a child may stand before its parent
        recorder.update_many(table, {known[one.key]: {"parent_id": known[one.parent]} for one in new if one.parent})


def add_actor(db: Database, name: str, key: str = "", kind: ActorKind = ActorKind.PERSON) -> int:
    """Add an actor called *name* and return its id.

    Raises:
        UserError: when the name is empty or the key is taken.
    """
    with db.edit(f"Add actor {name.strip()}") as recorder:
        return new_actor(db, recorder, name, key, kind)


def new_actor(db: Database, recorder: Recorder, name: str, key: str = "", kind: ActorKind = ActorKind.PERSON) -> int:
    """Add an actor as part of a greater action; as `add_actor`."""
    name, key = _name_and_key(db, "actor", name, key)
    return recorder.insert(
        "actor", _row(Actor(key, name, kind, initials=initials_of(name)), _next_position(db, "actor"))
    )


def add_topic(db: Database, name: str, proposition: str = "", key: str = "") -> int:
    """Add a topic and return its id; without a proposition the name stands for it.

    Raises:
        UserError: when the name is empty or the key is taken.
    """
    with db.edit(f"Add topic {name.strip()}") as recorder:
        return new_topic(db, recorder, name, proposition, key)


def new_topic(db: Database, recorder: Recorder, name: str, proposition: str = "", key: str = "") -> int:
    """Add a topic as part of a greater action; as `add_topic`."""
    name, key = _name_and_key(db, "topic", name, key)
    topic = Topic(key, name, proposition.strip() or name)
    return recorder.insert("topic", _row(topic, _next_position(db, "topic")))


def keys(db: Database, table: str) -> dict[str, int]:
    """Return the ids of the *table* ``actor`` or ``topic`` by key."""
    if table not in ("actor", "topic"):
        raise ValueError(table)
    return {str(key): int(number) for key, number in db.sqlite.execute(f"SELECT key, id FROM {table}")}


def key_of(name: str) -> str:
    """Return a key for *name*: lower-case ASCII words joined by hyphens; empty when no letter or digit is left."""
    letters = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    # a dash or apostrophe outside ASCII parts words as those inside it do
    plain = re.sub(r"\W", "-", letters).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")


def initials_of(name: str) -> str:
    """Return up to three initials of *name*, the particles left out."""
    words = [word for word in re.findall(r"\w+", name) if word[0].isupper()] or re.findall(r"\w+", name)
    return "".join(word[0] for word in words[:3]).upper()


def _name_and_key(db: Database, table: str, name: str, key: str) -> tuple[str, str]:
    name = " ".join(name.split())
    if not name:
        raise UserError(f"The new {table} needs a name: type one.")
    known = keys(db, table)
    if key:
        if key in known:
            raise UserError(f"The key “{key}” is another {table}’s already: choose it, or another key.")
        return name, key
    base = key_of(name) or table
    key, number = base, 1
    while key in known:
        number += 1
        key = f"{base}-{number}"
    return name, key


def _next_position(db: Database, table: str) -> int:
    return int(db.sqlite.execute(f"SELECT coalesce(max(position), 0) + 1 FROM {table}").fetchone()[0])


def _row(value: Actor | Topic, position: int) -> Mapping[str, Cell]:
    names = (
        ("key", "name", "kind", "role", "affiliation", "country", "color", "initials", "definition")
        if isinstance(value, Actor)
        else ("key", "name", "proposition", "definition", "inclusion", "exclusion", "example", "color")
    )
    row: dict[str, Cell] = {name: str(getattr(value, name)) for name in names}
    row["uuid"] = value.uuid
    row["aliases"] = json.dumps(value.aliases, ensure_ascii=False)
    row["position"] = position
    return row
