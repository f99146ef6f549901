"""A comparison with nested axes as an outline: a group has a line above its members, and can be closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeVar

from desktop.analysis.comparison.counts import NO_CLAIMS, CellCounts, summed
from desktop.analysis.comparison.pivot import Dates, Path, Pivot, wider

T = TypeVar("T")

# a line by the keys of its members, the outer first; unlike a path it survives a change of names and order
LineKey = tuple[str, ...]


@dataclass(frozen=True)
class Outline:
    """A comparison, its groups as lines above their members.

    A group's line holds the sums of its members' cells; sums of the whole are the comparison's own, since here a claim
    stands on the lines of its groups too.

    Attributes:
        rows, columns: the lines; those shorter than their axis are groups.
        cells, dates: as in `Pivot`, by the numbers of these lines.
        row_counts, column_counts: sums of each line.
        row_lines, column_lines: for each line of the comparison the lines on which it is counted here.
    """

    rows: tuple[Path, ...] = ()
    columns: tuple[Path, ...] = ()
    cells: Mapping[tuple[int, int], CellCounts] = field(default_factory=dict)
    dates: Mapping[tuple[int, int], Dates] = field(default_factory=dict)
    row_counts: tuple[CellCounts, ...] = ()
    column_counts: tuple[CellCounts, ...] = ()
    row_lines: tuple[tuple[int, ...], ...] = ()
    column_lines: tuple[tuple[int, ...], ...] = ()

    def cell(self, row: int, column: int) -> CellCounts:
        """Return one cell's counts, all 0 where nothing was claimed."""
        return self.cells.get((row, column), NO_CLAIMS)

    def gathered(self, texts: Mapping[tuple[int, int], tuple[T, ...]]) -> dict[tuple[int, int], tuple[T, ...]]:
        """Return what stands in the comparison's cells by the cells here, a group's being those of its members."""
        found: dict[tuple[int, int], list[T]] = {}
        for (row, column), here in texts.items():
            for key in product(self.row_lines[row], self.column_lines[column]):
                found.setdefault(key, []).extend(here)
        return {key: tuple(here) for key, here in found.items()}


def key_of(path: Path) -> LineKey:
    """Return what names a line for good."""
    return tuple(member.key for member in path)


def outline(shown: Pivot, closed_rows: Iterable[LineKey] = (), closed_columns: Iterable[LineKey] = ()) -> Outline:
    """Return *shown* as an outline; of a closed group only its own line is left."""
    rows, row_lines = _lines(shown.rows, frozenset(closed_rows))
    columns, column_lines = _lines(shown.columns, frozenset(closed_columns))
    if rows == shown.rows and columns == shown.columns:
        # no axis is nested
        alone = tuple((at,) for at in range(len(rows))), tuple((at,) for at in range(len(columns)))
        return Outline(rows, columns, shown.cells, shown.dates, shown.row_counts, shown.column_counts, *alone)
    dates: dict[tuple[int, int], Dates] = {}
    for (row, column), both in shown.dates.items():
        for key in product(row_lines[row], column_lines[column]):
            dates[key] = wider(dates.get(key), both)
    places = ((product(row_lines[row], column_lines[column]), counts) for (row, column), counts in shown.cells.items())
    cells = summed((key, counts) for keys, counts in places for key in keys)
    sums = _sums(row_lines, shown.row_counts), _sums(column_lines, shown.column_counts)
    return Outline(rows, columns, cells, dates, *sums, row_lines, column_lines)


def _lines(lines: Sequence[Path], closed: frozenset[LineKey]) -> tuple[tuple[Path, ...], tuple[tuple[int, ...], ...]]:
    """Return the lines with their groups, and for each line the numbers of those on which it is counted."""
    at: dict[Path, int] = {}
    counted = []
    for line in lines:
        found = []
        for depth in range(1, len(line) + 1):
            group = line[:depth]
            found.append(at.setdefault(group, len(at)))
            if depth < len(line) and key_of(group) in closed:
                break
        counted.append(tuple(found))
    return tuple(at), tuple(counted)


def _sums(lines: Sequence[Sequence[int]], counts: Sequence[CellCounts]) -> tuple[CellCounts, ...]:
    sums = summed((number, own) for numbers, own in zip(lines, counts, strict=True) for number in numbers)
    return tuple(sums[number] for number in range(len(sums)))
