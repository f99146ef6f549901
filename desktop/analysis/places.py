"""Places of a comparison: a cell, a row or a column of any axes, known by its members whatever is shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from desktop.analysis.members import Members
from desktop.analysis.pivot import Path, Pivot
from desktop.core.axes import FIELDS, Axis
from desktop.core.mentions import Mention

# for each field what its members are called, by their keys
Called = Mapping[str, Mapping[str, str]]
_ATTRIBUTES = {
    "topic": "topic_id",
    "actor": "actor_id",
    "document": "document_id",
    "voice": "voice",
    "coder": "coder_id",
}


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
    pairs = [*((one, None) for one in rows), *((None, one) for one in columns), *product(rows, columns)]
    for down, across in pairs:
        if totals.get((down, across)):
            yield place_of((shown.column_axis, across), (shown.row_axis, down), where), totals[down, across]


def within(mentions: Iterable[Mention], place: Place, found: Members) -> list[Mention]:
    """Return those of *mentions* that stand in a place; none where a member of it is gone."""
    allowed = [
        (
            _ATTRIBUTES[FIELDS[name].base],
            {number for number, member in found[name].items() if member.key == key},
        )
        for name, key in place.parts
    ]
    return [one for one in mentions if all(getattr(one, attribute) in numbers for attribute, numbers in allowed)]


def called(found: Members) -> Called:
    """Return what the members of each field are called, by their keys."""
    return {name: {member.key: member.name for member in members.values()} for name, members in found.items()}


def names(place: Place, known: Called) -> tuple[str, ...]:
    """Return what the members of a place are called; of one that is gone its key."""
    return tuple(known[name].get(key, key) for name, key in place.parts)


def told(place: Place, known: Called) -> str:
    """Return a place in words: ``Actor Celinda Sosa · Topic Trade``."""
    pairs = zip(place.fields, names(place, known), strict=True)
    return " · ".join(f"{FIELDS[field].title} {name}" for field, name in pairs)


def _groups(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield lines, each after the groups in which it stands."""
    for path in paths:
        for depth in range(1, len(path) + 1):
            yield path[:depth]
