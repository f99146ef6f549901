"""A comparison as an outline, whose groups have a line above their members and can be closed; and one patched."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, TypeVar

from desktop.analysis.comparison import late
from desktop.analysis.comparison.counts import CellCounts, summed
from desktop.analysis.comparison.late import Dates
from desktop.analysis.comparison.pivot import Path, Pivot, wider
from desktop.core.axes import Order
from desktop.core.matching import fold

T = TypeVar("T")

# a line by the keys of its members, the outer first; unlike a path it survives a change of names and order
LineKey = tuple[str, ...]

# for each cell, by its row and column, how many claims more it holds of each stance; fewer where negative
Deltas = Mapping[tuple[Path, Path], Sequence[int]]


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
        return self.cells.get((row, column)) or CellCounts()

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


def patched(
    shown: Pivot,
    deltas: Deltas,
    orders: tuple[Order, Order],
    kept: tuple[Collection[Path], Collection[Path]],
    *,
    arranged: bool = False,
) -> Pivot | None:
    """Return *shown* with other counts; None where only counting anew tells on which place a new line stands.

    Lines keep their places however their totals change: a table that reorders itself at every tag cannot be read. One
    that comes takes the place that its order gives it; one without claims goes, unless it is *kept*. Dates are not
    followed. With *arranged*, which is for lines that are called otherwise now, all take the places of their order, and
    those come that are kept.

    Raises:
        ValueError: when fewer than no claims would be left: the change does not belong to these counts.
    """
    down, across = (summed((paths[side], delta) for paths, delta in deltas.items()) for side in (0, 1))
    rows = _patched_lines(shown.rows, shown.row_counts, down, orders[0], kept[0], arranged)
    columns = _patched_lines(shown.columns, shown.column_counts, across, orders[1], kept[1], arranged)
    if rows is None or columns is None:
        return None
    cells = shown.cells
    row_at, column_at = ({path: at for at, path in enumerate(lines)} for lines in (rows, columns))
    if (*rows,) != shown.rows or (*columns,) != shown.columns:
        row_of, column_of = [row_at.get(path) for path in shown.rows], [column_at.get(path) for path in shown.columns]
        # those of lines that went are empty by now
        cells = {
            (row, column): counts
            for (one, other), counts in shown.cells.items()
            if (row := row_of[one]) is not None and (column := column_of[other]) is not None
        }
    new: dict[tuple[int, int], CellCounts | None] = {}
    for (row_path, column_path), delta in deltas.items():
        if row_path in row_at and column_path in column_at:
            place = row_at[row_path], column_at[column_path]
            counts = (cells.get(place) or CellCounts()).plus(delta)
            new[place] = counts if counts.total else None
    return replace(
        shown,
        rows=(*rows,),
        columns=(*columns,),
        cells=late.changed(cells, new),
        row_counts=(*rows.values(),),
        column_counts=(*columns.values(),),
        total=shown.total.plus([sum(each) for each in zip(*deltas.values(), strict=True)] or CellCounts()),
    )


def _patched_lines(
    lines: Sequence[Path],
    counts: Iterable[CellCounts],
    deltas: Mapping[Path, Sequence[int]],
    order: Order,
    kept: Collection[Path],
    arranged: bool,
) -> dict[Path, CellCounts] | None:
    """Return the lines in their order with their counts; None where the place of a new one is not known."""
    sums = dict(zip(lines, counts, strict=True))
    new = [path for path in (*deltas, *(kept if arranged else ())) if path not in sums]
    for path, delta in deltas.items():
        sums[path] = (sums.get(path) or CellCounts()).plus(delta)
    ordered = [path for path in lines if sums[path].total or path in kept]
    coming = [path for path in dict.fromkeys(new) if path in kept or sums[path].total]
    key = _key(order, sums)
    if coming:
        # a group stands where all that it holds puts it
        if key is None or (order == "count" and len(coming[0]) > 1):
            return None
        for path in sorted(coming, key=key):
            at = next((at for at, other in enumerate(ordered) if key(other) > key(path)), len(ordered))
            ordered.insert(at, path)
    if arranged and key is not None:
        ordered.sort(key=key)
    return {path: sums.get(path) or CellCounts() for path in ordered}


def _key(order: Order, sums: Mapping[Path, CellCounts]) -> Callable[[Path], Any] | None:
    """Return by what lines are sorted; None where that is more than their names and counts."""
    if order == "codebook":
        return lambda path: path
    if order == "name":
        return lambda path: [(fold(member.name), member) for member in path]
    return (lambda path: (-(sums.get(path) or CellCounts()).total, path)) if order == "count" else None
