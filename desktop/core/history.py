"""The audit trail as values: its steps, what narrows them, and what each changed, told for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

# what people call the things that a step touches, and the tables that hold them
TOUCHED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "claims": ("claim", "claim_actor", "claim_value"),
        "documents": ("document", "participant", "segment"),
        "codebook": ("actor", "topic", "membership"),
        "fields": ("own_field",),
        "memos": ("memo",),
        "coders": ("coder",),
        "settings": ("setting",),
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the audit trail.

    Attributes:
        created: ISO 8601 time in UTC.
        coder: the name of who did it, as it was then.
        kind: ``edit``, ``undo`` or ``redo``.
        text: what it is called.
        state: of an edit: ``done``, ``undone``, ``abandoned`` (undone, then overtaken by another edit) or
            ``permanent`` (the first filling).
        of: of an undo or redo: the id of the edit that it takes back or does again.
    """

    id: int
    uuid: str
    created: str
    coder: str
    kind: str
    text: str
    state: str
    of: int | None = None


@dataclass(frozen=True, slots=True)
class StepFilter:
    """What narrows the audit trail; an empty field narrows nothing.

    All of it is about what never changes of a step, so that a step that is found once stays found.

    Attributes:
        kind: ``edit``, ``undo`` or ``redo``.
        since, before: ISO 8601 times in UTC; *before* itself is left out.
        text: what the step's name holds, in any case.
        touched: a key of `TOUCHED`.
    """

    coder: str = ""
    kind: str = ""
    since: str = ""
    before: str = ""
    text: str = ""
    touched: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a thing, before and after, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a step did to one thing.

    Attributes:
        verb: ``added``, ``changed`` or ``deleted``.
        table: a key of `core.phrases.THINGS`: ``claim``, ``document``, ``actor``, ``topic``, ``memo`` …
        name: what the thing is called: a claim's words, an actor's name.
        about: what else is told of a thing that was added or deleted.
        fields: what was changed of it.
        uuid: names the claim or the document that the thing is or belongs to; empty when there is none.
        document: whether *uuid* names a document and not a claim.
    """

    verb: str
    table: str
    name: str
    about: str = ""
    fields: tuple[FieldChange, ...] = ()
    uuid: str = ""
    document: bool = False


@dataclass(frozen=True, slots=True)
class ToldStep:
    """What a step did.

    Attributes:
        summary: the whole in one line: ``added 5 documents, 250 claims``.
        things: what it did to each thing, the first ones.
        more: how many things are left out.
        links: document and claim id (0 for a document itself) of the things that still exist, by uuid.
    """

    summary: str
    things: tuple[Told, ...] = ()
    more: int = 0
    links: Mapping[str, tuple[int, int]] = field(default_factory=dict)
