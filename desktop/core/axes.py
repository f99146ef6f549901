"""What can stand on the axes of a comparison: the fields, and how they nest."""

from dataclasses import dataclass
from typing import Literal

from desktop.core.claim_fields import QUALITIES
from desktop.core.errors import UsageError
from desktop.core.fields import title_of
from desktop.core.language import N_, _
from desktop.core.own_fields import JOINT, OWNERS, parted

# one of `COLUMNS`, or the place of an own field of claims
Base = str
Order = Literal["codebook", "name", "count", "date", "similarity"]

ORDERS: tuple[Order, ...] = ("codebook", "name", "count", "date", "similarity")
# the column of a claim, or of its actors, that holds each base; mentions name them alike
COLUMNS: dict[Base, str] = {
    "topic": "topic_id",
    "actor": "actor_id",
    "document": "document_id",
    **{choice.key: choice.key for choice in QUALITIES},
    "coder": "coder_id",
}
# what may stand on both axes, where the claims of one passage are counted together
TOGETHER: tuple[Base, ...] = ("topic", "actor")
# stands for a member that a claim lacks: a document without a date, an actor without a country
NONE = "(none)"
# stands for organisations of which nobody knows whether an actor belonged to them then
NOT_KNOWN = N_("(not known)")
_EXAMPLE = f"{next(iter(OWNERS))}{JOINT}Frame"


@dataclass(frozen=True, slots=True)
class AxisField:
    """Something that divides claims.

    Attributes:
        word: what people call it.
        base: the column of a claim that it follows from: every actor has one country, every document one month.
        is_own: whether the project has it of its own: its word is the user's then.
    """

    name: str
    word: str
    base: Base
    is_own: bool = False

    @property
    def called(self) -> str:
        """What people call it, in the language of the interface."""
        return self.word if self.is_own else _(self.word)

    @property
    def title(self) -> str:
        """What heads a column or a choice of it."""
        return self.word if self.is_own else title_of(self.word)


FIELDS = {
    field.name: field
    for field in (
        AxisField("topic", N_("topic"), "topic"),
        AxisField("theme", N_("theme"), "topic"),
        AxisField("actor", N_("actor"), "actor"),
        AxisField("organisation", N_("organisation"), "actor"),
        AxisField("country", N_("country"), "actor"),
        AxisField("document", N_("document"), "document"),
        AxisField("set", N_("set"), "document"),
        AxisField("publisher", N_("publisher"), "document"),
        AxisField("kind", N_("kind"), "document"),
        AxisField("year", N_("year"), "document"),
        AxisField("month", N_("month"), "document"),
        AxisField("week", N_("week"), "document"),
        *(AxisField(choice.key, choice.word, choice.key) for choice in QUALITIES),
        AxisField("coder", N_("coder"), "coder"),
    )
}


def field_of(name: str) -> AxisField:
    """Return what can stand on an axis by its name; of an own field that is its place, such as ``claim:Frame``.

    Raises:
        KeyError: when there can be none of that name.
    """
    owner, word = parted(name)
    if not owner:
        return FIELDS[name]
    # what a claim has of its own is a column of its own; what another thing has follows from that
    return AxisField(name, word, name if owner == "claim" else owner, is_own=True)


def column_of(base: Base) -> str:
    """Return the column that holds a base; an own field of claims is its own."""
    return COLUMNS.get(base, base)


def is_own_base(base: Base) -> bool:
    """Tell whether a base is an own field of claims, which none of their columns holds."""
    return base not in COLUMNS


@dataclass(frozen=True, slots=True)
class Axis:
    """One or more fields, the outer first: ``theme>topic``, ``country>organisation>actor``."""

    fields: tuple[str, ...]

    def __str__(self) -> str:
        return ">".join(self.fields)

    @property
    def leaf(self) -> str:
        """The innermost field, whose members are the lines of the table."""
        return self.fields[-1]

    @property
    def bases(self) -> tuple[Base, ...]:
        """The columns of a claim that the fields follow from, each once."""
        return tuple(dict.fromkeys(field_of(name).base for name in self.fields))

    @classmethod
    def parse(cls, text: str) -> "Axis":
        """Read fields joined by ``>``.

        Raises:
            UsageError: when a field is unknown, empty, or named twice.
        """
        given = [part.strip() for part in text.split(">")]
        names = tuple(part if parted(part)[0] else part.lower() for part in given)
        for name in names:
            if name not in FIELDS and not parted(name)[1:][0].strip():
                raise UsageError(_("“{name}” names no field: write it as {example}."), name=name, example=_EXAMPLE)
            if name not in FIELDS and not parted(name)[0]:
                # who names a field that there is waits for no module
                import difflib

                near = difflib.get_close_matches(name, FIELDS, 1)
                sentence = (
                    _("“{name}” is nothing that an axis can show: did you mean “{near}”?")
                    if near
                    else _("“{name}” is nothing that an axis can show: choose among {fields}.")
                )
                raise UsageError(sentence, name=name, near="".join(near), fields=", ".join(FIELDS))
        if len(set(names)) != len(names):
            raise UsageError(_("The axis “{axis}” names a field twice: name each once."), axis=text)
        return cls(names)


def is_shared(rows: Axis, columns: Axis) -> bool:
    """Tell whether a field stands on both axes: what is said together in one passage is counted then."""
    return not {*rows.fields}.isdisjoint(columns.fields)


def check_pair(rows: Axis, columns: Axis) -> None:
    """Make sure that two axes can face each other.

    Raises:
        UsageError: when both show what claims of one passage cannot differ in, a document or a coder: every cell off
            the diagonal would be empty; or what they differ in only by taking sides.
    """
    if is_shared(rows, columns) and any(map(is_own_base, (*rows.bases, *columns.bases))):
        raise UsageError(
            _("Where a field stands on both axes, no own field of claims can stand beside it: leave it out.")
        )
    for name in rows.fields:
        if name in columns.fields and field_of(name).base not in TOGETHER:
            raise UsageError(_("“{name}” stands on both axes: choose something else for one of them."), name=name)
