"""What the cells of a comparison tell of a field: its values with their counts, a mean, a share, first and last.

A claim without a value counts for none, and one with several of a list counts for each.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import fsum

from desktop.analysis.comparison.member import Member
from desktop.analysis.comparison.members import own_member
from desktop.core.axes import NONE
from desktop.core.mentions import has_year
from desktop.core.own_fields import PARTING, OwnField

# the values of a field with how many claims have each
ValueCounts = Mapping[Member, int]
# the same in the order in which they are told
ToldValues = tuple[tuple[Member, int], ...]


@dataclass(frozen=True)
class FieldValues:
    """What the claims of each cell have of a field; treat it as read only.

    Attributes:
        cells: by the numbers of their rows and columns; where there is none, no claim has a value.
        own: the field, where it is one of the project's own.
    """

    cells: Mapping[tuple[int, int], ValueCounts]
    own: OwnField | None = None

    @property
    def way(self) -> str:
        """What is told of them, a key of `views.FIELD_CELLS`."""
        return self.own.made.told if self.own is not None else "values"

    def told(self, place: tuple[int, int]) -> ToldValues:
        """Return what a cell holds."""
        return ordered(self.cells.get(place, {}).items())

    def of_columns(self) -> dict[int, ToldValues]:
        """Return what all cells of each column hold together, where they hold anything."""
        held: dict[int, list[tuple[Member, int]]] = {}
        for (_row, column), counts in self.cells.items():
            held.setdefault(column, []).extend(counts.items())
        return {column: ordered(pairs) for column, pairs in held.items()}

    def figure(self, told: ToldValues) -> tuple[float | None, int]:
        """Return the mean, or of yes and no the percent of yes, and of how many claims; None of no claim."""
        fitting = self._fitting(told)
        whole = sum(number for _value, number in fitting)
        if not whole:
            return None, 0
        if self.way == "part":
            return 100 * sum(number for value, number in fitting if value == "yes") / whole, whole
        return fsum(float(value) * number for value, number in fitting) / whole, whole

    def span(self, told: ToldValues) -> tuple[str, str]:
        """Return the first and the last date that has a year; nothing twice where none has one."""
        dates = [value for value, _number in self._fitting(told) if has_year(value)]
        return min(dates, default=""), max(dates, default="")

    def _fitting(self, told: ToldValues) -> list[tuple[str, int]]:
        """Return values in their one form, without those that the field would not take, which documents may have."""
        own = self.own
        assert own is not None
        return [("".join(own.read(member.key)), number) for member, number in told if own.fits(member.key)]


def ordered(pairs: Iterable[tuple[Member, int]]) -> ToldValues:
    """Return values with the sum of their counts, the most frequent first, equal ones in the order of the field."""
    sums: Counter[Member] = Counter()
    for member, number in pairs:
        sums[member] += number
    return tuple(sorted(sums.items(), key=lambda one: (-one[1], one[0])))


def field_values(counted: Mapping[tuple[int, int], ValueCounts], own: OwnField | None) -> FieldValues:
    """Return what cells hold of a field.

    Args:
        counted: for each cell how many claims stand on each line of the field.
        own: the field, where it is one of the project's own.
    """
    parts: dict[Member, tuple[Member, ...]] = {}
    cells: dict[tuple[int, int], dict[Member, int]] = {}
    for place, lines in counted.items():
        held: dict[Member, int] = {}
        for line, number in lines.items():
            if line not in parts:
                parts[line] = values_of(line, own)
            for member in parts[line]:
                held[member] = held.get(member, 0) + number
        told = {member: number for member, number in held.items() if number}
        if told:
            cells[place] = told
    return FieldValues(cells, own)


class LateValues(Mapping[tuple[int, int], ValueCounts]):
    """What cells have of a field, counted when somebody looks at one: until then each is a text, a letter a claim."""

    def __init__(self, texts: Mapping[tuple[int, int], str], meaning: Mapping[str, tuple[Member, ...]]) -> None:
        """Take the text of each cell, and the values that each letter stands for; none where there is none."""
        self._texts, self._meaning = texts, meaning

    def __getitem__(self, place: tuple[int, int]) -> ValueCounts:
        held: dict[Member, int] = {}
        for letter, number in Counter(self._texts[place]).items():
            for member in self._meaning[letter]:
                held[member] = held.get(member, 0) + number
        return held

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def values_of(line: Member, own: OwnField | None) -> tuple[Member, ...]:
    """Return the values that a line of a field stands for: of several of a list each, and none where there is none."""
    if line.key == NONE:
        return ()
    if own is None or not own.made.several:
        return (line,)
    return tuple(own_member(own, part) for part in dict.fromkeys(map(str.strip, line.key.split(PARTING))) if part)
