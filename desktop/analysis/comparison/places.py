"""Places of a comparison: a cell, a row or a column of any axes, known by its members whatever is shown."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

from desktop.analysis.comparison.members import Members
from desktop.analysis.comparison.pivot import Path, Pivot
from desktop.core.axes import FIELDS, NONE, Axis, column_of, field_of, is_own_base, is_shared
from desktop.core.errors import UserError
from desktop.core.filters import quoted, split
from desktop.core.language import _
from desktop.core.mentions import Mention
from desktop.core.own_fields import parted

_NOTHING: Mapping[str, Mapping[int, Sequence[str]]] = MappingProxyType({})
# for each field what its members are called, by their keys
Called = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """What stands in a cell, or on a line.

    Attributes:
        parts: fields with the key of a member of each, as ``("actor", "sosa"), ("topic", "trade")``; all must hold.
        where: the filter under which it was looked at, in its text form.
    """

    parts: tuple[tuple[str, str], ...]
    where: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it names."""
        return tuple(name for name, _ in self.parts)

    def as_text(self) -> str:
        """Return it as the command line takes it: ``actor=sosa topic=trade where="voice=direct"``."""
        own = (("field", f"{name}={key}") if field_of(name).is_own else (name, key) for name, key in self.parts)
        words = [*own, *([("where", self.where)] if self.where else [])]
        return " ".join(f"{name}={quoted(key)}" for name, key in words)

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Read the form of `as_text`; UserError when it names no field, a field twice, or several members of one."""
        parts: dict[str, str] = {}
        examples = {**{field: f"{field}=key" for field in FIELDS}, "where": "where=stance=favor"}
        for name, values in split(text, {**examples, "field": "field=claim:Frame=key"}):
            if name == "field":
                for value in values:
                    own, _sign, key = value.partition("=")
                    if not parted(own)[0]:
                        sentence = _("“{name}” names no field: write it as {example}.")
                        raise UserError(sentence, name=own, example="claim:Frame")
                    parts[own] = key
                continue
            if name in parts or len(values) > 1:
                sentence = _("A cell has one “{name}”: name one member of a field, as in actor=sosa topic=trade.")
                raise UserError(sentence, name=name)
            parts[name] = values[0]
        where = parts.pop("where", "")
        if not parts:
            raise UserError(_("A cell names a member of a field at least, as in actor=sosa topic=trade."))
        return cls(tuple(parts.items()), where)


def place_of(column: tuple[Axis, Path | None], row: tuple[Axis, Path | None], where: str = "") -> Place:
    """Return the place of a cell, or with None for a path of a row or a column; groups are named by their members."""
    parts = [
        (name, member.key)
        for axis, path in (column, row)
        for name, member in zip(axis.fields, path or (), strict=False)
    ]
    return Place(tuple(parts), where)


def places(shown: Pivot, where: str = "") -> Iterator[tuple[Place, int]]:
    """Yield the rows, the columns and the cells of a comparison, groups among them, with the number of their claims.

    Rows stand first, then columns, then cells; each of them is named once.
    """
    rows: list[Path | None] = [*dict.fromkeys(_groups(shown.rows))]
    columns: list[Path | None] = [*dict.fromkeys(_groups(shown.columns))]
    totals: dict[tuple[Path | None, Path | None], int] = {}
    for (row, column), counts in shown.cells.items():
        for one in (*_groups([shown.rows[row]]), None):
            for other in (*_groups([shown.columns[column]]), None):
                totals[one, other] = totals.get((one, other), 0) + counts.total
    # a place names a field once: what two topics have in common is no place
    cells = () if is_shared(shown.row_axis, shown.column_axis) else product(rows, columns)
    pairs = [*((one, None) for one in rows), *((None, one) for one in columns), *cells]
    for down, across in pairs:
        if totals.get((down, across)):
            yield place_of((shown.column_axis, across), (shown.row_axis, down), where), totals[down, across]


def within(
    mentions: Iterable[Mention], place: Place, found: Members, own: Mapping[str, Mapping[int, Sequence[str]]] = _NOTHING
) -> list[Mention]:
    """Return those of *mentions* that stand in a place; none where a member of it is gone.

    *own* has for each own field of claims that the place names its values, by the ids of the claims.
    """
    allowed = [
        (
            column_of(field_of(name).base),
            {number for number, member in found[name].items() if member.key == key},
        )
        for name, key in place.parts
        if not is_own_base(field_of(name).base)
    ]
    kept = [one for one in mentions if all(getattr(one, attribute) in numbers for attribute, numbers in allowed)]
    for name, key in place.parts:
        if is_own_base(field_of(name).base):
            kept = [one for one in kept if key in (own[name].get(one.claim_id) or (NONE,))]
    return kept


def check_place(place: Place, found: Members) -> None:
    """Make sure that the project has what a place names; UserError when a field has no such member."""
    for name, key in place.parts:
        if name not in found:
            raise UserError(_("There is no field “{name}” any more: choose another one."), name=field_of(name).called)
        known = sorted({member.key for member in found[name].values()})
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            sentence = (
                _("No {field} is called “{key}”: did you mean “{near}”?")
                if near
                else _("No {field} is called “{key}”: choose among {known}.")
            )
            raise UserError(sentence, field=name, key=key, near="".join(near), known=", ".join(known[:12]))


def called(found: Members) -> Called:
    """Return what the members of each field are called, by their keys."""
    return {name: {member.key: member.name for member in members.values()} for name, members in found.items()}


def names(place: Place, known: Called) -> tuple[str, ...]:
    """Return what the members of a place are called; of one that is gone its key."""
    return tuple(known.get(name, {}).get(key, key) for name, key in place.parts)


def words(place: Place, known: Called) -> str:
    """Return a place in words: ``Actor Celinda Sosa · Topic Trade``."""
    pairs = zip(place.fields, names(place, known), strict=True)
    return " · ".join(f"{field_of(field).title} {name}" for field, name in pairs)


def _groups(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield lines, each after the groups in which it stands."""
    for path in paths:
        for depth in range(1, len(path) + 1):
            yield path[:depth]
