"""What stands against each other when the work of several comes together, as it is shown and decided."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop.core.language import N_, _
from desktop.core.phrases import THINGS


class ConflictKind(StrEnum):
    """Why something is to be looked at."""

    FIELD = "field"
    TEXTS = "texts"
    DELETED = "deleted"
    USED = "used"
    KEY = "key"
    CIRCLE = "circle"
    LOST = "lost"


class Settlement(StrEnum):
    """What can be decided."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"
    KEEP = "keep"
    DELETE = "delete"
    SEEN = "seen"


# by kind what can be decided, the most usual first
CHOICES: Mapping[ConflictKind, tuple[Settlement, ...]] = {
    ConflictKind.FIELD: (Settlement.FIRST, Settlement.SECOND, Settlement.BOTH),
    ConflictKind.TEXTS: (Settlement.FIRST, Settlement.SECOND, Settlement.BOTH),
    ConflictKind.DELETED: (Settlement.KEEP, Settlement.DELETE),
    ConflictKind.USED: (Settlement.KEEP,),
    ConflictKind.KEY: (Settlement.SEEN,),
    ConflictKind.CIRCLE: (Settlement.SEEN,),
    ConflictKind.LOST: (Settlement.SEEN,),
}
_TOLD = {
    ConflictKind.FIELD: N_("{thing}: {field} was changed by both"),
    ConflictKind.TEXTS: N_("{thing}: {field} was written by both; both texts were kept"),
    ConflictKind.DELETED: N_("{thing} was deleted by one and changed by the other; it was kept"),
    ConflictKind.USED: N_("{thing} was deleted by one and used by the other; it was kept"),
    ConflictKind.KEY: N_("{thing} is called like another one: its key was numbered; merge the two if they are one"),
    ConflictKind.CIRCLE: N_("{thing} was put under what stands below it: it stands at the top"),
    ConflictKind.LOST: N_("{thing} finds no place in the corrected text: tag its words anew where they stand"),
}
# nobody sees the key of these
_NAME_TOLD = N_("{thing} is called like another one: its name was numbered; merge the two if they are one")
_KEY = re.compile(r"(?:[^/:]* )?(?P<kind>[^/: ]+)(?:[/:](?P<name>.*))?", re.DOTALL)
# settings by what their keys begin with
_SETTINGS = {
    "handout": N_("hand-out"),
    "filter": N_("saved filter"),
    "view": N_("saved view"),
    "scale": N_("scale of stances"),
    "columns": N_("columns of a table"),
    "agreed": N_("decision on what coders differ in"),
}
_DEEDS = {"deleted": N_("{coder} deleted it"), "changed": N_("{coder} changed it")}


def setting_parts(key: str) -> tuple[str, str]:
    """Return what a setting is, by its key, and what it is called there: ``view`` and ``By year``."""
    found = _KEY.fullmatch(key)
    return (found["kind"], found["name"] or "") if found else ("", key)


@dataclass(frozen=True, slots=True)
class ConflictVersion:
    """One of the versions.

    Attributes:
        coder: who wrote it; empty where it is nobody's.
        created: when, ISO 8601 in UTC.
        told: what it says, each with what it is called.
        is_shown: whether it is what the project shows now.
        values: its columns, as they travel.
        did: what they did, ``deleted`` or ``changed``, where one deleted it; else empty.
    """

    coder: str
    created: str
    told: tuple[tuple[str, str], ...]
    is_shown: bool
    values: Mapping[str, Any]
    did: str = ""

    @property
    def deed(self) -> str:
        """What they did, in a sentence with their name; empty where each says something else."""
        return _(_DEEDS[self.did]).format(coder=self.coder or "?") if self.did in _DEEDS else ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What is to be looked at.

    Attributes:
        table, thing: what it is about; ``row`` is its number here, 0 where there is none.
        name: what that is called.
        field: which field of it; ``unit`` of a claim is all that it says.
        versions: the elder first.
        decision: a `Settlement`; empty until it is decided.
        document: the number of the document with the passage; 0 where there is none.
        passage: its words, what stands before and after them.
    """

    id: int
    uuid: str
    kind: ConflictKind
    table: str
    thing: str
    row: int
    name: str
    field: str
    versions: Sequence[ConflictVersion]
    decision: str
    note: str
    document: int = 0
    passage: tuple[str, str, str] = ("", "", "")

    @property
    def told(self) -> str:
        """What it is about, in a line."""
        what = _(THINGS.get(self.table, self.table))
        is_setting = self.table == "setting"
        if is_setting:
            what = _(_SETTINGS.get(setting_parts(self.thing)[0], THINGS["setting"]))
        thing = f"{what} “{self.name}”" if self.name else what
        field = _("what it says") if self.field == "unit" or is_setting else self.field
        told = _NAME_TOLD if self.kind is ConflictKind.KEY and self.field == "name" else _TOLD[self.kind]
        return _(told).format(thing=thing, field=field)

    @property
    def choices(self) -> tuple[Settlement, ...]:
        """What can be decided of it."""
        found = CHOICES[self.kind]
        if self.kind is ConflictKind.FIELD and self.table != "claim":
            return tuple(one for one in found if one is not Settlement.BOTH)
        return found
