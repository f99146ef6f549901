"""What the cells of a large comparison hold, made line by line when one of a line is first asked for.

Sixty topics by ten thousand documents have half a million cells, of which a screen shows a few hundred. Until somebody
looks at it, a line is the numbers of the documents of its claims, a text for each stance.
"""

from collections import Counter
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from typing import TypeVar

from desktop.analysis.comparison.counts import CellCounts
from desktop.core import scale

V = TypeVar("V")
# the numbers of a row and of a column
CellPlace = tuple[int, int]
Dates = tuple[str, str]
# bits for the claims of one stance, where those of a cell are one number
_BITS = 32


class LateCells(Mapping[CellPlace, V]):
    """What stands in cells, by the numbers of their rows and columns, and in the order of these; to be read only."""

    def __init__(
        self,
        size: int,
        make: Callable[[int], dict[int, V]],
        *,
        by_column: bool = False,
        made: dict[int, dict[int, V]] | None = None,
    ) -> None:
        """Hold what will be made.

        Args:
            size: how many lines there are of those that are made one by one.
            make: returns what such a line holds, by the numbers of the lines that it faces.
            by_column: whether they are columns.
            made: the lines that are there already; others are added to them.
        """
        self._size, self._make, self._by_column = size, make, by_column
        self._made: dict[int, dict[int, V]] = {} if made is None else made

    def turned(self) -> "LateCells[V]":
        """Return it with rows and columns in each other's place."""
        return LateCells(self._size, self._make, by_column=not self._by_column, made=self._made)

    def changed(self, cells: Mapping[CellPlace, V | None]) -> "LateCells[V]":
        """Return it with something else in some *cells* of its lines; None for nothing."""
        made = {**self._made}
        own: dict[int, dict[int, V | None]] = {}
        for place, one in cells.items():
            at, other = place[::-1] if self._by_column else place
            own.setdefault(at, {})[other] = one
        for at, others in own.items():
            made[at] = {other: one for other, one in {**self._line(at), **others}.items() if one is not None}
        return LateCells(self._size, self._make, by_column=self._by_column, made=made)

    def _line(self, at: int) -> dict[int, V]:
        line = self._made.get(at)
        if line is None:
            line = self._made[at] = self._make(at)
        return line

    def by_rows(self) -> Iterator[tuple[int, dict[int, V]]]:
        """Yield the number of each row and its cells, which are in no order."""
        lines = ((at, self._line(at)) for at in range(self._size))
        if not self._by_column:
            return lines
        rows: dict[int, dict[int, V]] = {}
        for column, line in lines:
            for row, one in line.items():
                rows.setdefault(row, {})[column] = one
        return ((row, rows[row]) for row in sorted(rows))

    def __getitem__(self, place: CellPlace) -> V:
        at, other = place[::-1] if self._by_column else place
        if not 0 <= at < self._size:
            raise KeyError(place)
        return self._line(at)[other]

    def __iter__(self) -> Iterator[CellPlace]:
        return ((row, column) for row, line in self.by_rows() for column in sorted(line))

    def __len__(self) -> int:
        return sum(len(self._line(at)) for at in range(self._size))

    def items(self) -> ItemsView[CellPlace, V]:
        """Return the cells with their places, without looking each up once more."""
        return _LateItems(self)

    def values(self) -> ValuesView[V]:
        """Return what the cells hold, without looking each up once more."""
        return _LateValues(self)


class _LateItems(ItemsView[CellPlace, V]):
    _mapping: LateCells[V]

    def __iter__(self) -> Iterator[tuple[CellPlace, V]]:
        return (((row, column), line[column]) for row, line in self._mapping.by_rows() for column in sorted(line))


class _LateValues(ValuesView[V]):
    _mapping: LateCells[V]

    def __iter__(self) -> Iterator[V]:
        return (line[column] for _row, line in self._mapping.by_rows() for column in sorted(line))


def turned(cells: Mapping[CellPlace, V]) -> Mapping[CellPlace, V]:
    """Return what stands in cells with rows and columns in each other's place."""
    if isinstance(cells, LateCells):
        return cells.turned()
    return {(column, row): one for (row, column), one in cells.items()}


def changed(cells: Mapping[CellPlace, V], new: Mapping[CellPlace, V | None]) -> Mapping[CellPlace, V]:
    """Return *cells* with something else in some of them; None for nothing."""
    if isinstance(cells, LateCells):
        return cells.changed(new)
    found = {**cells}
    for place, one in new.items():
        if one is not None:
            found[place] = one
        else:
            found.pop(place, None)
    return found


def by_document(
    texts: Sequence[Sequence[tuple[int, str]]], line_of: Mapping[str, int]
) -> Callable[[int], dict[int, CellCounts]]:
    """Return what makes the counts of a line, by the lines of documents.

    Args:
        texts: of each line for a stance, by its place on the scale, the documents of its claims: their numbers, parted
            by commas.
        line_of: on which line each document stands.
    """
    known = _Unpacked()

    def make(at: int) -> dict[int, CellCounts]:
        packed: dict[int, int] = {}
        for stance, text in texts[at]:
            for line, number in Counter(map(line_of.__getitem__, text.split(","))).items():
                packed[line] = packed.get(line, 0) + (number << _BITS * stance)
        return {line: known[number] for line, number in packed.items()}

    return make


class _Unpacked(dict[int, CellCounts]):
    """Counts by the number that holds them all: half a million cells have a hundred different ones."""

    def __missing__(self, packed: int) -> CellCounts:
        counts = [packed >> _BITS * at & (1 << _BITS) - 1 for at in range(scale.in_use().size)]
        found = self[packed] = CellCounts.made(counts)
        return found


def dates_by_document(
    texts: Sequence[Sequence[tuple[int, str]]], line_of: Mapping[str, int], date_of: Mapping[str, str]
) -> Callable[[int], dict[int, Dates]]:
    """Return what makes the first and last dates of a line by the lines of documents; see `by_document`.

    *date_of* has the documents whose dates have a year.
    """

    def make(at: int) -> dict[int, Dates]:
        held: dict[int, list[str]] = {}
        for document in {number for _stance, text in texts[at] for number in text.split(",")}:
            if document in date_of:
                held.setdefault(line_of[document], []).append(date_of[document])
        return {line: (min(dates), max(dates)) for line, dates in held.items()}

    return make


def dates_of_cells(
    texts: Sequence[Iterable[tuple[int, str]]], date_of: Mapping[str, str]
) -> Callable[[int], dict[int, Dates]]:
    """Return what makes the first and last dates of a line whose cells have texts each, by the line that it faces."""

    def make(at: int) -> dict[int, Dates]:
        held: dict[int, set[str]] = {}
        for line, text in texts[at]:
            held.setdefault(line, set()).update(text.split(","))
        found = {}
        for line, documents in held.items():
            dates = {date_of[one] for one in documents if one in date_of}
            if dates:
                found[line] = min(dates), max(dates)
        return found

    return make
