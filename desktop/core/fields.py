"""What is known of documents, actors and topics: a row a field, from which tables, forms and the history are drawn.

The fields of claims are in `claim_fields`.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from desktop.core import scale
from desktop.core.language import N_, _
from desktop.core.memberships import told
from desktop.core.values import Actor, Document, Facts, Topic

# what one cell of a table holds; several texts are the names of several things
FieldValue = str | int | float | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is known of a thing.

    Attributes:
        key: its name wherever a program reads it: the column of files, and for what is stored that of the store.
        word: what people call it.
        about: what its column holds, in a sentence.
        value: what a table has of it; None for what tables leave out.
        kind: of a column of files.
        brief: whether formats that people read on a page have it too; there is no room for all of them.
        optional: whether a table in which no row has it goes without.
        column: what it is called where it is stored, if not so.
        path: where a named claim holds it, for what is made of millions; empty for what is found out in another way.
        shown, width: what the list of claims has of it where that is another thing, and its width there in characters
            at first; 0 where it is not listed.
    """

    key: str
    word: str
    about: str = ""
    value: Callable[[Any], FieldValue] | None = None
    kind: Literal["text", "integer", "number"] = "text"
    brief: bool = False
    optional: bool = False
    column: str = ""
    path: str = ""
    shown: Callable[[Any], str] | None = None
    width: int = 0

    @property
    def title(self) -> str:
        """What heads a column or a line of it."""
        return title_of(self.word)

    @property
    def stored(self) -> str:
        """What it is called where it is stored."""
        return self.column or self.key

    def text(self, thing: object) -> str:
        """Return what the list of claims has of a thing."""
        read = self.shown or self.value
        return "" if read is None else str(read(thing))


class Counted(NamedTuple):
    """A document, an actor or a topic, with its claims by the steps of the scale, those that are not coded last."""

    thing: Document | Actor | Topic
    stances: tuple[int, ...]


def title_of(word: str) -> str:
    """Return what people call something as it heads a column: translated, with a capital."""
    words = _(word)
    return words[:1].upper() + words[1:]


def columns_of(kind: type, *others: str) -> tuple[str, ...]:
    """Return the names of what is kept of a thing in columns of its own, in their order: all but *others*."""
    return tuple(one.name for one in fields(kind) if one.name not in others)


def _own(key: str, word: str, about: str = "", *, brief: bool = False) -> Field:
    """Return a field that is an attribute of an actor or topic."""
    read = attrgetter(key)
    return Field(key, word, about, lambda one: read(one.thing), brief=brief)


def _fact(key: str, word: str, about: str = "", *, brief: bool = False) -> Field:
    """Return a field that is a bibliographic fact."""
    read = attrgetter(key)
    return Field(key, word, about, lambda one: str(read(one.thing.facts)), brief=brief)


def _surety(key: str, certainty: str, origin: str) -> tuple[Field, ...]:
    """Return the fields that tell how sure a fact is and where it comes from."""

    def sure(one: Any) -> FieldValue:
        found = one.thing.facts.origin(key)
        return str(found.certainty) if found.origin else None

    about = N_("Stated by the document, inferred, guessed or unknown.")
    where = N_("Where it was found, or that it was written by hand.")
    return (
        Field(f"{key}_certainty", certainty, about, sure, optional=True),
        Field(f"{key}_origin", origin, where, lambda one: one.thing.facts.origin(key).told or None, optional=True),
    )


def _side(side: int) -> Callable[[Counted], int]:
    """Return what counts the claims of one side: in favor, against, or neither."""
    return lambda one: sum(one.stances[at] for at in scale.in_use().sides[side])


_COUNTS = (
    Field("claims", N_("claims"), N_("How many there are."), lambda one: sum(one.stances), "integer", True),
    Field("favor", N_("in favor"), N_("Claims in favor."), _side(0), "integer", True),
    Field("against", N_("against"), N_("Claims against."), _side(1), "integer", True),
    Field("neutral", N_("neutral"), N_("Neutral or mixed claims."), _side(2), "integer", True),
    Field(
        "not_coded",
        N_("not coded"),
        N_("Claims whose stance is not coded."),
        lambda one: one.stances[-1] or None,
        "integer",
        True,
        optional=True,
    ),
)
_UUID = Field("uuid", N_("UUID"), "", lambda one: one.thing.uuid)

# what is kept in columns that hold just that: of the facts of a document, of an actor, of a topic
FACTS = columns_of(Facts, "participants", "origins", "variables")
ENTRY_COLUMNS = {
    table: columns_of(kind, "parent", "aliases", "variables", "memberships", "id", "uuid")
    for table, kind in (("actor", Actor), ("topic", Topic))
}
DOCUMENT = (
    Field("document_id", N_("no."), N_("The number of the document."), lambda one: one.thing.id, "integer", True),
    Field("uuid", N_("UUID"), N_("Names the document in every project."), lambda one: one.thing.uuid),
    Field("document", N_("file"), N_("The name of the file that it was read from."), lambda one: one.thing.name),
    _fact("title", N_("title"), brief=True),
    _fact("date", N_("date"), N_("The day of publication, or as much as is known of it."), brief=True),
    _fact("publisher", N_("publisher"), brief=True),
    _fact("author", N_("author")),
    _fact("source", N_("source"), N_("Where it was found.")),
    _fact("date_certainty", N_("certainty of the date"), N_("Stated by the document, inferred, guessed or unknown.")),
    _fact("date_note", N_("reason for the date"), N_("Why a date was inferred.")),
    _fact("event_date", N_("date of the event")),
    _fact("event", N_("event")),
    _fact("place", N_("place")),
    _fact("kind", N_("kind"), brief=True),
    _fact("language", N_("language"), N_("A tag of BCP 47."), brief=True),
    Field(
        "participants",
        N_("participants"),
        value=lambda one: tuple(f"{each.actor} ({each.role})" for each in one.thing.facts.participants),
    ),
    _fact("note", N_("note")),
    *_surety("title", N_("certainty of the title"), N_("origin of the title")),
    *_surety("publisher", N_("certainty of the publisher"), N_("origin of the publisher")),
    *_surety("author", N_("certainty of the author"), N_("origin of the author")),
    _surety("date", "", N_("origin of the date"))[-1],
    Field(
        "set",
        N_("set"),
        N_("The set that it is in, such as 2024/Spring."),
        lambda one: one.thing.set_path or None,
        optional=True,
        column="set_path",
    ),
    Field(
        "is_brief", N_("brief"), N_("Whether it sums up an original."), lambda one: ("no", "yes")[one.thing.is_brief]
    ),
    Field("length", N_("length"), N_("In code points."), lambda one: one.thing.length, "integer"),
    *_COUNTS,
    _own("text_sha256", N_("SHA-256 of the text")),
    _own("bytes_sha256", N_("SHA-256 of the file")),
    _own("original_sha256", N_("SHA-256 of the original")),
    _own("extractor", N_("extractor"), N_("What took the text out of the file.")),
)
ACTOR = (
    Field("actor", N_("key"), N_("Names the actor in tables and filters."), lambda one: one.thing.key, column="key"),
    _own("name", N_("name"), brief=True),
    Field("kind", N_("kind"), "", lambda one: str(one.thing.kind), brief=True),
    _own("role", N_("role"), brief=True),
    _own("affiliation", N_("affiliation")),
    _own("country", N_("country"), brief=True),
    _own("parent", N_("belongs to"), N_("The key of the actor above it."), brief=True),
    Field(
        "memberships",
        N_("memberships"),
        N_("The organisations that it belongs to from when until when: key (role) from..until; parted by semicolons."),
        lambda one: told(one.thing.memberships) or None,
        optional=True,
    ),
    _own("aliases", N_("aliases")),
    _own("initials", N_("initials")),
    _own("color", N_("colour")),
    _own("definition", N_("definition")),
    *_COUNTS,
    _UUID,
)
TOPIC = (
    Field("topic", N_("key"), N_("Names the topic in tables and filters."), lambda one: one.thing.key, column="key"),
    _own("name", N_("name"), brief=True),
    Field(
        "theme",
        N_("theme"),
        N_("The key of the topic or theme above it."),
        lambda one: one.thing.parent,
        brief=True,
        column="parent",
    ),
    _own("proposition", N_("proposition"), N_("What one can be for or against."), brief=True),
    _own("definition", N_("definition")),
    _own("inclusion", N_("inclusion"), N_("What belongs to it.")),
    _own("exclusion", N_("exclusion"), N_("What does not.")),
    _own("example", N_("example")),
    _own("aliases", N_("aliases")),
    _own("color", N_("colour")),
    *_COUNTS,
    _UUID,
)
