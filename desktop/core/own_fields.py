"""The fields that a project has of its own: of claims, documents, actors and topics, each of one of a few kinds.

A field is a row that the user makes (`OwnField`), and so is a kind of fields (`KINDS`): what it takes, how that is
written, and how it is sorted. Wherever a built-in field stands, an own one stands by its `OwnField.place`, such as
``claim:Frame`` or ``actor:Party``.

How values are kept was measured with ten fields of a claim, at 100,000 claims (ms; bytes for each claim):

=====================  ======  =============  =====
way                    matrix  filter by two  bytes
=====================  ======  =============  =====
typed columns              14             29    597
a table of values          25             18   1071
JSON, indexed              38             42    698
=====================  ======  =============  =====

Columns and indexes of JSON would be another schema in every project, while a file is held to the schema of its version
before anything of it is used. So claims, of which there are millions, have a table of values (``claim_value``) and a
covering index on it that triggers keep (``field_mention``); one value is one row of the history, and undo, merging and
deleting are those of rows. Documents, actors and topics, of which there are few, keep theirs beside their other columns
as a JSON object of names and values (``variables``).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, isinf
from typing import Any, NamedTuple

from desktop.core.dates import PartialDate
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.text import one_line

# what can have fields, and what people call several of it
OWNERS = {"claim": N_("claims"), "document": N_("documents"), "actor": N_("actors"), "topic": N_("topics")}
# what parts a field's owner from its name, and several values from each other
JOINT, PARTING = ":", ";"
# what a name cannot have, for it would end it elsewhere: on axes, in filters, before a value
_NOT_IN_NAMES = re.compile(r"[>=;]")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?")
# values that do not fit and are told one by one
_MOST_TOLD = 5
_YES = frozenset(("yes", "true", "1", "x", "y"))
_NO = frozenset(("no", "false", "0", "n"))


class Rank(NamedTuple):
    """Where a value stands among the others of its field: what `bad` is stands last."""

    bad: bool
    number: float
    text: str


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A kind of fields.

    Attributes:
        key: how files and the command line call it.
        word: what people call it.
        hint: what one writes, where something else stands; a whole sentence.
        read: returns a value in its one form, or raises ValueError.
        rank: the number by which values are sorted before their letters.
        listed: whether values are those of a list.
        several: whether a thing can have more than one.
        ranges: whether a filter takes what lies between two values.
        told: what a cell of a comparison tells of the values of several claims, a key of `views.FIELD_CELLS`.
    """

    key: str
    word: str
    hint: str
    read: Callable[[str, "OwnField"], str]
    rank: Callable[[str, "OwnField"], float] = lambda _value, _field: 0.0
    listed: bool = False
    several: bool = False
    ranges: bool = False
    told: str = "values"


def _text(value: str, _field: "OwnField") -> str:
    return value


def _number(value: str, _field: "OwnField") -> str:
    if not _NUMBER.fullmatch(value):
        raise ValueError(value)
    # no start waits for it
    from decimal import Decimal, InvalidOperation

    try:
        number = Decimal(value.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(value) from error
    if isinf(float(number)):
        # beyond all that can be added up, or written as a number
        raise ValueError(value)
    # every digit as it was written: normalize() would round
    plain = format(number, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


def _size(value: str, _field: "OwnField") -> float:
    return float(value)


def _date(value: str, _field: "OwnField") -> str:
    return str(PartialDate.parse(value))


def _truth(value: str, _field: "OwnField") -> str:
    folded = value.casefold()
    if folded in _YES or folded == _("yes").casefold():
        return "yes"
    if folded in _NO or folded == _("no").casefold():
        return "no"
    raise ValueError(value)


def _one(value: str, field: "OwnField") -> str:
    known = {one.casefold(): one for one in reversed(field.choices)}
    if value.casefold() not in known:
        raise ValueError(value)
    return known[value.casefold()]


def _place(value: str, field: "OwnField") -> float:
    return float(field.choices.index(value)) if value in field.choices else inf


KINDS = {
    kind.key: kind
    for kind in (
        FieldKind("text", N_("text"), N_("Write what it is."), _text),
        FieldKind(
            "number",
            N_("number"),
            N_("Write a number, such as 12 or 3.5."),
            _number,
            lambda one, _: float(one),
            ranges=True,
            told="mean",
        ),
        FieldKind("date", N_("date"), N_("Write 2024-04-26, 2024-04 or 2024."), _date, ranges=True, told="span"),
        FieldKind(
            "yes-no",
            N_("yes or no"),
            N_("Write yes or no."),
            _truth,
            lambda one, _: float(one != "yes"),
            told="part",
        ),
        FieldKind("one", N_("one of a list"), N_("Choose one of: {choices}."), _one, _place, listed=True),
        FieldKind(
            "several", N_("several of a list"), N_("Choose among: {choices}."), _one, _place, listed=True, several=True
        ),
    )
}


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field that a project has of its own.

    Attributes:
        owner: whose it is, one of `OWNERS`.
        kind: one of `KINDS`.
        definition: what coders shall mean by it.
        preset: what a new claim has of it where nothing else is said; empty for nothing.
        choices: what is offered; of a list all that it takes, in its order.
        id: its row; 0 for one that documents have and nobody has defined.
    """

    owner: str
    name: str
    kind: str = "text"
    definition: str = ""
    preset: str = ""
    choices: tuple[str, ...] = ()
    id: int = 0
    uuid: str = ""

    @property
    def place(self) -> str:
        """What names it among all fields: ``claim:Frame``."""
        return f"{self.owner}{JOINT}{self.name}"

    @property
    def made(self) -> FieldKind:
        """The row of its kind."""
        return KINDS[self.kind]

    def read(self, text: str) -> tuple[str, ...]:
        """Return the values that a user wrote, in the form that is kept: none, one, or of some kinds several.

        Raises:
            UserError: when it takes no such value.
        """
        parts = text.split(PARTING) if self.made.several else [text]
        found: dict[str, None] = {}
        for part in filter(None, map(one_line, parts)):
            try:
                found[self.made.read(part, self)] = None
            except ValueError:
                hint = _(self.made.hint).format(choices=", ".join(self.choices))
                raise UserError(
                    _("“{name}” cannot be “{value}”. {hint}"), name=self.name, value=part, hint=hint
                ) from None
        return tuple(sorted(found, key=self.rank)) if self.made.several else tuple(found)

    def fits(self, value: str) -> bool:
        """Tell whether it takes a value."""
        try:
            self.read(value)
        except UserError:
            return False
        return True

    def rank(self, value: str) -> Rank:
        """Return where a value stands among others; what another program wrote stands behind all that it takes."""
        try:
            return Rank(False, self.made.rank(value, self), value)
        except ValueError:
            return Rank(True, inf, value)

    def shown(self, value: str) -> str:
        """Return what people call a value."""
        return _(value) if self.kind == "yes-no" and value in ("yes", "no") else value

    def as_record(self) -> dict[str, Any]:
        """Return it as programs read it."""
        return {
            **{"owner": self.owner, "name": self.name, "kind": self.kind, "definition": self.definition},
            **{"default": self.preset, "values": list(self.choices), "uuid": self.uuid},
        }


# told by gettext where `_truth` and `shown` ask for them
_TRUTHS = (N_("yes"), N_("no"))


def joined(values: Iterable[str]) -> str:
    """Return the values of a field as one text, as `OwnField.read` reads it."""
    return f"{PARTING} ".join(values)


def parted(place: str) -> tuple[str, str]:
    """Return the owner and the name of a field's place; no owner where it names none."""
    owner, joint, name = place.partition(JOINT)
    return (owner, name) if joint and owner in OWNERS else ("", place)


def checked(field: OwnField) -> OwnField:
    """Return a field in its one form.

    Raises:
        UserError: when it has no name, or one that cannot be, a list without values, or a preset that does not fit.
    """
    name = one_line(field.name)
    if not name:
        raise UserError(_("The field has no name: write what it shall be called."))
    if found := _NOT_IN_NAMES.search(name):
        raise UserError(_("A field cannot have “{sign}” in its name: leave it out."), sign=found[0])
    if field.kind not in KINDS:
        raise UserError(
            _("“{kind}” is no kind of field: choose one of {kinds}."), kind=field.kind, kinds=", ".join(KINDS)
        )
    if field.owner not in OWNERS:
        raise UserError(
            _("“{owner}” has no fields: choose one of {owners}."), owner=field.owner, owners=", ".join(OWNERS)
        )
    known: dict[str, str] = {}
    for choice in filter(None, map(one_line, field.choices)):
        if PARTING in choice:
            raise UserError(_("A value of a list cannot have “;” in it: leave it out of “{value}”."), value=choice)
        known.setdefault(choice.casefold(), choice)
    choices = tuple(known.values()) if field.made.listed else ()
    if field.made.listed and not choices:
        raise UserError(_("The list of “{name}” is empty: write the values that it has."), name=name)
    made = replace(field, name=name, definition=field.definition.strip(), choices=choices)
    return replace(made, preset=joined(made.read(field.preset)))


def find(fields: Iterable[OwnField], place: str) -> OwnField:
    """Return the field of a place, or the only one of a name.

    Raises:
        UserError: when there is none, or several of that name.
    """
    known = list(fields)
    owner, name = parted(place)
    found = [one for one in known if one.name == name and owner in ("", one.owner)]
    found = found or [one for one in known if one.name.casefold() == name.casefold() and owner in ("", one.owner)]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(one.place for one in found)
        raise UserError(_("There are several fields “{name}”: write one of {fields}."), name=name, fields=several)
    told = ", ".join(one.place for one in known) or _("none")
    raise UserError(_("There is no field “{name}”: the project has {fields}."), name=place, fields=told)


def value_parts(given: str, fields: Iterable[OwnField]) -> tuple[OwnField, str]:
    """Return the field and the value of what is written ``name=value``.

    Raises:
        UserError: as `find`.
    """
    place, _sign, value = given.partition("=")
    return find(fields, place.strip()), value.strip()


def misfitting(fields: Iterable[OwnField], told: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what is told of fields by name that they would not take, as pairs of a field's name and a value."""
    known = {one.name.casefold(): one for one in fields}
    given = ((known.get(one_line(name).casefold()), value) for name, value in told.items() if value)
    return tuple((field.name, value) for field, value in given if field is not None and not field.fits(value))


def misfits_sentence(found: Iterable[tuple[str, str]]) -> str:
    """Return the sentence that tells what came in of fields that would not take it; empty for nothing."""
    counted: dict[tuple[str, str], int] = {}
    for pair in found:
        counted[pair] = counted.get(pair, 0) + 1
    told = [f"{name} “{one_line(value, 40)}” ({count:,})" for (name, value), count in counted.items()]
    more = ", …" if len(told) > _MOST_TOLD else ""
    sentence = _("What came in and does not fit its field stays as it is: {values}.")
    return sentence.format(values=", ".join(told[:_MOST_TOLD]) + more) if told else ""


def of_owner(fields: Iterable[OwnField], owner: str) -> list[OwnField]:
    """Return the fields of claims, documents, actors or topics."""
    return [one for one in fields if one.owner == owner]


def offered(field: OwnField, used: Mapping[str, int] | Sequence[str] = ()) -> list[str]:
    """Return the values that are offered while one types: those of the list, else what is *used* already."""
    if field.kind == "yes-no":
        return ["yes", "no"]
    return list(field.choices) if field.made.listed else sorted(used, key=field.rank)
