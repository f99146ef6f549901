"""What every reader of another program's project gives, whatever the program: texts, codes, what is coded, and notes.

Offsets are half-open ranges of code points of the texts as Visavis stores them; `readings` makes them of whatever the
program counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.core.memberships import Membership
from desktop.core.own_fields import OwnField
from desktop.core.values import Actor, CodedDocument, Topic

# the rows of the tables of a program's database, each by its columns
DatabaseRows = Mapping[str, Sequence[Mapping[str, Any]]]
# what a coding is on where it has no place in a text
NOWHERE = -1


def term(words: str) -> str:
    """Return *words*, which a standard or a file fixes: they are the same in every language."""
    return words


# the branches of codes that Visavis writes
TOPICS, ACTORS, CERTAINTY, ORIGIN = term("Topics"), term("Actors"), term("Certainty"), term("Origin")


@dataclass(frozen=True, slots=True)
class ForeignCode:
    """A code, a case, or a value of a statement's variable.

    Attributes:
        id: what codings and children name it by, unique in the file.
        parent: the id of the one above; empty at the top.
        color: like ``#0072b2``; empty where the file has none.
        definition: what the coder wrote of it.
        uuid: in lower case; empty where the program makes new ones each time.
        entry: the actor or topic that Visavis wrote, where it did.
        attributes: what the program keeps of the case or the value, by name.
        kind, aliases, role: of an actor or topic, where Visavis wrote them beside the code.
        memberships: where an actor belongs from when until when; the organisations by the ids of their codes.
    """

    id: str
    name: str
    parent: str = ""
    color: str = ""
    definition: str = ""
    uuid: str = ""
    entry: Actor | Topic | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    aliases: tuple[str, ...] = ()
    role: str = ""
    memberships: tuple[Membership, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignDocument:
    """A text, or the name of one that the file tells of and does not hold.

    Attributes:
        id: what codings name it by.
        text: as Visavis stores it; None where the file does not have it.
        variables: what the program keeps of it, by name; those called as a field of `Facts` are facts.
        sha256: of its text; empty where the file does not tell it.
        coded: all of it, where the file tells its facts, turns and pages as Visavis has them.
    """

    id: str
    name: str
    text: str | None = None
    variables: tuple[tuple[str, str], ...] = ()
    uuid: str = ""
    sha256: str = ""
    coded: CodedDocument | None = None


@dataclass(frozen=True, slots=True)
class ForeignCoding:
    """One code on one stretch of a text, or on a whole document (`NOWHERE` without a quote).

    Attributes:
        code: the id of the code.
        start, end: in the text of its document; `NOWHERE` where only the quote is known.
        unit: what is the same in codings that belong together: a selection, a statement, a row.
        uuid: of the unit, where it names the same thing in every file.
        quote: the words, where the file tells them.
        prefix, suffix: what stands around them, where the file tells it.
        weight: how strong it is; None where there is none.
    """

    document: str
    code: str
    start: int = NOWHERE
    end: int = NOWHERE
    coder: str = ""
    created: str = ""
    unit: str = ""
    uuid: str = ""
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class ForeignMemo:
    """A note on a unit of codings, a document or a code; one of these, by its id.

    Attributes:
        actor: the code of an actor, where it is on what that one says on the topic of *code*.
    """

    text: str
    coder: str = ""
    created: str = ""
    unit: str = ""
    document: str = ""
    code: str = ""
    uuid: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True)
class ForeignSummary:
    """What a cell of a matrix says of an actor and a topic, each by a name; which is which the names tell."""

    row: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class ForeignProject:
    """What a file of another program holds.

    Attributes:
        program: who wrote it, as the file says.
        coders: names of those who coded, with their uuids where they have any.
        whole_units: whether what has one unit is one claim by what the program is: a statement, a row.
        notes: what the user shall know of the file, a sentence each.
        readings: by the id of a document how its offsets were read, in words, with the share that fits (0 to 1).
        is_own: whether Visavis wrote it.
        summaries: of cells of a matrix.
        own_fields: those that a project of ours has of its own.
        values: of units what is said of them beside their codes, by name: other columns of a table, and the own fields
            of claims in what Visavis wrote, of some several values, joined by semicolons.
        is_catalogue: whether its documents are no texts but what is known of them, for those that are here.
    """

    program: str
    documents: tuple[ForeignDocument, ...] = ()
    codes: tuple[ForeignCode, ...] = ()
    codings: tuple[ForeignCoding, ...] = ()
    memos: tuple[ForeignMemo, ...] = ()
    coders: Mapping[str, str] = field(default_factory=dict)
    whole_units: bool = False
    notes: tuple[str, ...] = ()
    readings: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    is_own: bool = False
    summaries: tuple[ForeignSummary, ...] = ()
    is_catalogue: bool = False
    own_fields: tuple[OwnField, ...] = ()
    values: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @property
    def may_differ(self) -> bool:
        """Whether it may say something else of what is here, rather than bring what is new."""
        return self.is_own or self.is_catalogue or bool(self.summaries)
