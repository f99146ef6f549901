"""A comparison after an edit, patched by what the edit changed instead of being counted anew."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.analysis.comparison.counts import NO_CLAIMS, CellCounts, summed
from desktop.analysis.comparison.pivot import Path, Pivot
from desktop.core.axes import Order
from desktop.core.matching import fold

# for each cell, by its row and column, how many claims more it holds of each stance; fewer where negative
Deltas = Mapping[tuple[Path, Path], Sequence[int]]


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
    rows = _lines(shown.rows, shown.row_counts, down, orders[0], kept[0], arranged)
    columns = _lines(shown.columns, shown.column_counts, across, orders[1], kept[1], arranged)
    if rows is None or columns is None:
        return None
    cells = dict(shown.cells)
    row_at, column_at = ({path: at for at, path in enumerate(lines)} for lines in (rows, columns))
    if (*rows,) != shown.rows or (*columns,) != shown.columns:
        row_of, column_of = [row_at.get(path) for path in shown.rows], [column_at.get(path) for path in shown.columns]
        # those of lines that went are empty by now
        cells = {
            (row, column): counts
            for (one, other), counts in shown.cells.items()
            if (row := row_of[one]) is not None and (column := column_of[other]) is not None
        }
    for (row_path, column_path), delta in deltas.items():
        if row_path in row_at and column_path in column_at:
            place = row_at[row_path], column_at[column_path]
            counts = cells.get(place, NO_CLAIMS).plus(delta)
            if counts.total:
                cells[place] = counts
            else:
                cells.pop(place, None)
    return replace(
        shown,
        rows=(*rows,),
        columns=(*columns,),
        cells=cells,
        row_counts=(*rows.values(),),
        column_counts=(*columns.values(),),
        total=shown.total.plus([sum(delta[at] for delta in deltas.values()) for at in range(3)]),
    )


def _lines(
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
        sums[path] = sums.get(path, NO_CLAIMS).plus(delta)
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
    return {path: sums.get(path, NO_CLAIMS) for path in ordered}


def _key(order: Order, sums: Mapping[Path, CellCounts]) -> Callable[[Path], Any] | None:
    """Return by what lines are sorted; None where that is more than their names and counts."""
    if order == "codebook":
        return lambda path: path
    if order == "name":
        return lambda path: [(fold(member.name), member) for member in path]
    return (lambda path: (-sums.get(path, NO_CLAIMS).total, path)) if order == "count" else None
