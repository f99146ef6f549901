"""What is to be looked at after sets were taken in: each a row of ``conflict``, known by what it is about."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop.core.portable import (
    CHANGED,
    DELETED,
    Header,
    PortableValues,
    ThingKey,
    WrittenField,
    name_uuid,
)

if TYPE_CHECKING:
    from desktop.core.changes import Value

# kinds of conflicts: a field with two versions, long texts that were joined, a thing that one deleted, one that was
# deleted and is still referred to, two new keys, a circle of parents, a place that was not found again
FIELD, BOTH_TEXTS, WAS_DELETED, STILL_USED, SAME_KEY, CIRCLE, LOST = (
    *("field", "texts", "deleted", "used", "key", "circle", "lost"),
)


class ConflictListing:
    """Gather what stands against each other, or was kept, numbered, left out or lost.

    Attributes:
        found: the rows, by their uuids: the same in every project that holds the same sets.
    """

    def __init__(self) -> None:
        self.found: dict[str, dict[str, Value]] = {}

    def dispute(
        self,
        kind: str,
        thing: ThingKey,
        name: str,
        written: Sequence[WrittenField],
        deleted: Sequence[Header] = (),
    ) -> None:
        """List what stands against each other: versions of a field, or deletions and what was written besides."""
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
        self.add(kind, thing, name, versions, [list(one.by.stamp) for one in ordered])

    def tell(
        self, kind: str, thing: ThingKey, name: str, values: Sequence[PortableValues], stamps: Sequence[Any]
    ) -> None:
        """List what was done to a thing, with the *values* that are told of it; *stamps* are of what made it so."""
        self.add(kind, thing, name, [{"values": one} for one in values], [*stamps, *values])

    def add(self, kind: str, thing: ThingKey, name: str, versions: Sequence[Any], known_by: Sequence[Any]) -> None:
        """List a row; its uuid is made of its kind, its thing and what it is *known_by*."""
        uuid = name_uuid("conflict", kind, *thing, name, json.dumps(known_by, sort_keys=True))
        created = max((str(one.get("created", "")) for one in versions), default="")
        self.found[uuid] = {
            **{"kind": kind, "name": thing[0], "thing": thing[1], "field": name},
            **{"versions": json.dumps(versions, ensure_ascii=False, sort_keys=True), "created": created},
        }
