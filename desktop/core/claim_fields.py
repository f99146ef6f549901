"""The fields of a claim that take one of a few values: a row each, from which all that knows such a field is drawn.

To add one: its values and attributes in `values`, a row here, an attribute of `ClaimFilter` and of `Mention`, and a
migration of the store.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop.core.language import N_, _
from desktop.core.values import Stance, Voice


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

    def parse(self, value: str) -> StrEnum:
        """Return the value of this name; of none, the one that stands where nothing is said.

        Raises:
            ValueError: when there is none.
        """
        kind: type[StrEnum] = type(next(iter(self.values)))
        return kind(value or self.default or value)


def title_of(word: str) -> str:
    """Return what people call something as it heads a column: translated, with a capital."""
    words = _(word)
    return words[:1].upper() + words[1:]


STANCE = Choice(
    "stance",
    N_("stance"),
    N_("Toward the topic's proposition: favor, against or neutral."),
    N_("The position toward the topic's proposition."),
    {
        Stance.FAVOR: (N_("favor"), N_("for the topic's proposition")),
        Stance.AGAINST: (N_("against"), N_("against the topic's proposition")),
        Stance.NEUTRAL: (N_("neutral"), N_("neither, or mixed")),
    },
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


def chosen(claim: object) -> dict[str, Any]:
    """Return the values that a claim of whatever kind has of `CHOICES`, by their keys."""
    return {choice.key: getattr(claim, choice.key) for choice in CHOICES}
