"""The fields of a claim: a row each, from which all that knows them is drawn.

To add one that takes one of a few values: these and its attributes in `values`, a row of `CHOICES`, an attribute of
`ClaimFilter` and of `Mention`, and a migration of the store.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from desktop.core.errors import UserError
from desktop.core.fields import Field, title_of
from desktop.core.language import N_, _
from desktop.core.scale import ByStance, in_use
from desktop.core.spans import page_of
from desktop.core.values import Actor, Claim, Document, Facts, Voice


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of a claim that takes one of a few values.

    Attributes:
        key: its name wherever a program reads it: attribute of a claim, column of the store and of files, option of the
            command line, attribute in annotated Markdown, part of a filter, field of an axis.
        word: what people call it.
        about: what a column of files with it holds.
        question: what its option on the command line asks for.
        values: what it takes, in the order in which it is offered and sorted: for each value what people call it, and
            what it means.
        condition: what tells a filter by it, with its values where ``{values}`` stands.
        several: the attribute of `ClaimFilter` that holds those that are let through.
        default: what it is where nothing is said; None where something must be.
    """

    key: str
    word: str
    about: str
    question: str
    values: Mapping[Any, tuple[str, str]]
    condition: str
    several: str
    default: StrEnum | None = None

    @property
    def title(self) -> str:
        """What heads a column or a row of it."""
        return title_of(self.word)

    def given(self, value: str) -> Any:
        """Return the value of this name that a user gave.

        Raises:
            UserError: when there is none.
        """
        try:
            return self.parse(value)
        except ValueError as error:
            sentence = _("“{value}” is no {field}: write one of {known}.")
            known = ", ".join(map(str, self.values))
            raise UserError(sentence, value=value, field=_(self.word), known=known) from error

    def parse(self, value: str) -> Any:
        """Return the value of this name; of none, the one that stands where nothing is said.

        Raises:
            ValueError: when there is none.
        """
        kind = type(next(iter(self.values)))
        return kind(value or self.default or value)


STANCE = Choice(
    "stance",
    N_("stance"),
    N_("Toward the topic's proposition: a step of the project's scale, or not coded."),
    N_("The position toward the topic's proposition."),
    ByStance(lambda step: (step.word, step.meaning)),
    N_("stance {values}"),
    "stances",
)
# the choices but for the stance, which comparisons count apart
QUALITIES = (
    Choice(
        "voice",
        N_("voice"),
        N_("Whose words: direct, reported, or the author's."),
        N_("Whose words carry it: the actor's own, indirect speech, the document's."),
        {
            Voice.DIRECT: (N_("direct"), N_("the actor's own words: a turn, or between quotation marks")),
            Voice.REPORTED: (N_("reported"), N_("indirect speech")),
            Voice.AUTHOR: (N_("author"), N_("the document's own voice")),
        },
        N_("voice {values}"),
        "voices",
        Voice.DIRECT,
    ),
)
CHOICES = (STANCE, *QUALITIES)


def quality_words(claim: object) -> list[str]:
    """Return what people call the values that a claim of whatever kind has of `QUALITIES`."""
    return [_(choice.values[getattr(claim, choice.key)][0]) for choice in QUALITIES]


def chosen(claim: object) -> dict[str, Any]:
    """Return the values that a claim of whatever kind has of `CHOICES`, by their keys."""
    return {choice.key: getattr(claim, choice.key) for choice in CHOICES}


class NamedClaim(NamedTuple):
    """A claim with its document, what its actors, its topic and its coder are called, and when it was said."""

    claim: Claim
    document: Document
    actors: tuple[str, ...]
    topic: str
    coder: str
    time: str = ""


# of a claim whose document went meanwhile
NO_DOCUMENT = Document(0, "", "", Facts(), "")


def name_claim(
    claim: Claim, document: Document, actors: Mapping[int, Actor], topics: Mapping[int, str], coder: str = ""
) -> NamedClaim:
    """Return *claim* with the names of those of its actors that are there, and of its topic, by their ids."""
    names = tuple(actors[number].name for number in claim.actor_ids if number in actors)
    return NamedClaim(claim, document, names, topics.get(claim.topic_id, ""), coder)


def _title(one: NamedClaim) -> str:
    return one.document.facts.title or one.document.name


def _page(one: NamedClaim) -> int | None:
    return page_of(one.document.pages, one.claim.start)


def _row(key: str, word: str, about: str, path: str, kind: Literal["text", "integer"] = "text", **more: Any) -> Field:
    """Return a field whose value is what stands at *path* in a `NamedClaim`."""
    return Field(key, word, about, attrgetter(path), kind, path=path, **more)


# in the order of the columns of files
CLAIM = (
    _row("claim_id", N_("claim"), N_("The number of the claim in this project."), "claim.id", "integer", brief=True),
    _row("uuid", N_("UUID"), N_("Names the claim in every project."), "claim.uuid"),
    _row(
        "document_id", N_("document no."), N_("The number of the document in this project."), "document.id", "integer"
    ),
    _row("document", N_("document"), N_("The document's file name."), "document.name", shown=_title, width=18),
    _row("title", N_("title"), N_("The document's title."), "document.facts.title", brief=True),
    Field("publisher", N_("publisher"), shown=attrgetter("document.facts.publisher")),
    _row(
        "date",
        N_("date"),
        N_("The document's day of publication, or as much as is known of it."),
        "document.facts.date",
        brief=True,
        width=10,
    ),
    _row(
        "start",
        N_("start"),
        N_("Where the quote begins in the document's text, in code points."),
        "claim.start",
        "integer",
    ),
    _row("end", N_("end"), N_("Where it ends, not included."), "claim.end", "integer"),
    _row("quote", N_("quote"), N_("The words that carry the position."), "claim.quote", brief=True, width=60),
    _row(
        "actors",
        N_("actors"),
        N_("Who holds the position."),
        "actors",
        brief=True,
        shown=lambda one: ", ".join(one.actors),
        width=18,
    ),
    _row("topic", N_("topic"), N_("What it is on."), "topic", brief=True, width=20),
    # a stance has a shape beside it
    *(
        _row(one.key, one.word, one.about, f"claim.{one.key}.value", brief=True, width=10 if one is STANCE else 9)
        for one in CHOICES
    ),
    Field(
        "stance_value",
        N_("value of the stance"),
        N_("Where the stance lies on the project's scale, from −1 (against) to 1; empty where it is not coded."),
        lambda one: in_use().value(one.claim.stance),
        "number",
        optional=True,
    ),
    _row("coder", N_("coder"), N_("Who tagged it."), "coder", brief=True, width=9),
    _row("created", N_("tagged"), N_("When it was tagged, in ISO 8601 and UTC."), "claim.created"),
    _row("memo", N_("memo"), N_("What was noted on it."), "claim.memo", brief=True, width=13),
    _row(
        "certainty",
        N_("certainty"),
        N_("How the text tells who holds it: named, role, pronoun or turn; empty where the coder says it."),
        "claim.certainty",
    ),
    _row("origin", N_("origin"), N_("How it came about: coder, seed, import or suggestion."), "claim.origin"),
    Field("page", N_("page"), N_("The page on which it begins, counted from 1."), _page, "integer", optional=True),
    Field(
        "time",
        N_("time"),
        N_("When the turn or paragraph in which it stands begins: 00:12:31 of a recording, or a clock's 10:03."),
        lambda one: one.time or None,
        optional=True,
    ),
)
_BY_KEY = {field.key: field for field in CLAIM}
_CHOSEN = tuple(choice.key for choice in CHOICES)


def listed(*keys: str) -> tuple[Field, ...]:
    """Return the fields of these keys; ``choices`` stands for all of `CHOICES`."""
    return tuple(_BY_KEY[one] for key in keys for one in (_CHOSEN if key == "choices" else (key,)))
