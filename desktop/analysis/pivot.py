"""The comparison: claims counted in a table whose rows and columns are freely chosen and may be nested."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from desktop.analysis.matrix import NO_CLAIMS, CellCounts
from desktop.analysis.members import Member, Members
from desktop.analysis.similarity import cluster, similarities
from desktop.core.axes import FIELDS, Axis, Base, Order
from desktop.core.matching import fold as fold_case

K = TypeVar("K", bound=Hashable)
# the members on a line, the outer first; shorter than the axis where a group is folded
Path = tuple[Member, ...]
Dates = tuple[str, str]

_AT = {"favor": 0, "against": 1, "neutral": 2}


@dataclass(frozen=True)
class Pivot:
    """A comparison, ready to be shown.

    The counts of a line are the sums of its cells: a claim of two actors counts in both columns, and so twice in its
    row. Treat the mappings as read only.

    Attributes:
        rows, columns: the lines in their order.
        cells: the cells that hold a claim, by the numbers of their lines.
        dates: the first and last date in each of these cells, where dates were counted and one has a year.
        row_counts, column_counts, total: sums.
    """

    row_axis: Axis
    column_axis: Axis
    rows: tuple[Path, ...] = ()
    columns: tuple[Path, ...] = ()
    cells: Mapping[tuple[int, int], CellCounts] = field(default_factory=dict)
    dates: Mapping[tuple[int, int], Dates] = field(default_factory=dict)
    row_counts: tuple[CellCounts, ...] = ()
    column_counts: tuple[CellCounts, ...] = ()
    total: CellCounts = NO_CLAIMS

    def cell(self, row: int, column: int) -> CellCounts:
        """Return one cell's counts, all 0 where nothing was claimed."""
        return self.cells.get((row, column), NO_CLAIMS)

    def share(self, row: int, column: int, of: str = "row") -> float | None:
        """Return a cell's claims as a part of those of its row, its column, or *all*; None where these are none."""
        whole = {"row": self.row_counts[row], "column": self.column_counts[column], "all": self.total}[of].total
        return self.cell(row, column).total / whole if whole else None

    def transposed(self) -> "Pivot":
        """Return it with rows and columns in each other's place."""
        return Pivot(
            self.column_axis,
            self.row_axis,
            self.columns,
            self.rows,
            {(column, row): cell for (row, column), cell in self.cells.items()},
            {(column, row): dates for (row, column), dates in self.dates.items()},
            self.column_counts,
            self.row_counts,
            self.total,
        )

    def folded(self, rows: Iterable[Path] = (), columns: Iterable[Path] = ()) -> "Pivot":
        """Return it with the lines below each of these groups drawn together into one line.

        A group is named by the members from the outermost inwards; it takes the place of its first line.
        """
        row_to, new_rows = _fold_lines(self.rows, frozenset(rows))
        column_to, new_columns = _fold_lines(self.columns, frozenset(columns))
        cells: dict[tuple[int, int], list[int]] = {}
        dates: dict[tuple[int, int], Dates] = {}
        for (row, column), counts in self.cells.items():
            key = row_to[row], column_to[column]
            into = cells.setdefault(key, [0, 0, 0])
            for at, count in enumerate(counts):
                into[at] += count
            if (row, column) in self.dates:
                dates[key] = _wider(dates.get(key), self.dates[row, column])
        return _finished(self.row_axis, self.column_axis, new_rows, new_columns, cells, dates)


def build(
    rows: Axis,
    columns: Axis,
    found: Members,
    bases: Sequence[Base],
    counts: Iterable[Sequence[int | str | None]],
    *,
    order: Order = "codebook",
    column_order: Order = "codebook",
    keep: Iterable[int | str] = (),
) -> Pivot:
    """Return the comparison of counted claims.

    Args:
        rows: what stands down the side.
        columns: what stands across the top.
        found: the members of each field.
        bases: what the counts are divided by; all that the axes' fields follow from must be among them.
        counts: for each combination of *bases* and stance the number of claims, and if dates were counted the first
            and last one.
        order: how the rows are sorted.
        column_order: how the columns are.
        keep: ids of the rows' base whose lines stay even without a claim; only where all fields have one base.
    """
    row_of, column_of = (_paths(axis, found, bases) for axis in (rows, columns))
    size = len(bases)
    cells: dict[tuple[Path, Path], list[int]] = {}
    dates: dict[tuple[Path, Path], Dates] = {}
    for line in counts:
        key = row_of(line), column_of(line)
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = [0, 0, 0]
        number = line[size + 1]
        assert isinstance(number, int)
        cell[_AT[str(line[size])]] += number
        if len(line) > size + 2 and line[size + 2] is not None:
            dates[key] = _wider(dates.get(key), (str(line[size + 2]), str(line[size + 3])))
    lines = {row for row, _ in cells}
    if len(rows.bases) == 1:
        lines |= {tuple(found[name][number] for name in rows.fields) for number in keep}
    row_lines = _sorted(lines, order, cells, dates, 0)
    column_lines = _sorted({column for _, column in cells}, column_order, cells, dates, 1)
    row_at, column_at = ({line: at for at, line in enumerate(one)} for one in (row_lines, column_lines))
    placed = {(row_at[row], column_at[column]): cell for (row, column), cell in cells.items()}
    dated = {(row_at[row], column_at[column]): both for (row, column), both in dates.items()}
    return _finished(rows, columns, row_lines, column_lines, placed, dated)


def _paths(axis: Axis, found: Members, bases: Sequence[Base]) -> Callable[[Sequence[int | str | None]], Path]:
    """Return what gives the path of a counted line; each combination of ids is looked up once."""
    places = [(bases.index(FIELDS[name].base), found[name]) for name in axis.fields]
    ats = tuple(dict.fromkeys(at for at, _ in places))
    known: dict[Hashable, Path] = {}

    def path(line: Sequence[int | str | None]) -> Path:
        key: Hashable = line[ats[0]] if len(ats) == 1 else tuple(line[at] for at in ats)
        hit = known.get(key)
        if hit is None:
            hit = known[key] = tuple(members[line[at]] for at, members in places)  # type: ignore[index]
        return hit

    return path


def _finished(
    rows: Axis,
    columns: Axis,
    row_lines: Sequence[Path],
    column_lines: Sequence[Path],
    cells: Mapping[tuple[int, int], Sequence[int]],
    dates: Mapping[tuple[int, int], Dates],
) -> Pivot:
    row_sums, column_sums = ([[0, 0, 0] for _ in lines] for lines in (row_lines, column_lines))
    total = [0, 0, 0]
    for (row, column), cell in cells.items():
        for at, count in enumerate(cell):
            if count:
                row_sums[row][at] += count
                column_sums[column][at] += count
                total[at] += count
    return Pivot(
        rows,
        columns,
        tuple(row_lines),
        tuple(column_lines),
        {key: CellCounts(*cell) for key, cell in sorted(cells.items())},
        dict(sorted(dates.items())),
        tuple(CellCounts(*one) for one in row_sums),
        tuple(CellCounts(*one) for one in column_sums),
        CellCounts(*total),
    )


def _sorted(
    lines: Iterable[Path],
    order: Order,
    cells: Mapping[tuple[Path, Path], Sequence[int]],
    dates: Mapping[tuple[Path, Path], Dates],
    side: int,
) -> list[Path]:
    """Return lines so that those of a group stand together, each group and each line in it sorted by *order*."""
    ordered = sorted(lines)
    if order == "codebook" or not ordered:
        return ordered
    if order == "name":
        return sorted(ordered, key=lambda path: [(fold_case(member.name), member) for member in path])
    # what each group, at any depth, holds
    sums: dict[Path, dict[tuple[Path, int], int]] = {}
    first: dict[Path, str] = {}
    for key, cell in cells.items():
        for depth in range(1, len(key[side]) + 1):
            group = key[side][:depth]
            into = sums.setdefault(group, {})
            for at, count in enumerate(cell):
                if count:
                    into[key[1 - side], at] = into.get((key[1 - side], at), 0) + count
            if key in dates:
                first[group] = min(first.get(group, "~"), dates[key][0])
    if order == "count":
        totals = {group: sum(into.values()) for group, into in sums.items()}
        return sorted(
            ordered,
            key=lambda path: [(-totals.get(path[: at + 1], 0), member) for at, member in enumerate(path)],
        )
    if order == "date":
        # a line without a date stands last
        return sorted(
            ordered, key=lambda path: [(first.get(path[: at + 1], "~"), member) for at, member in enumerate(path)]
        )
    place = {group: at for siblings in _siblings(ordered) for at, group in enumerate(_clustered(siblings, sums))}
    return sorted(ordered, key=lambda path: [place[path[: at + 1]] for at in range(len(path))])


def _siblings(lines: Sequence[Path]) -> Iterable[list[Path]]:
    """Yield the groups that stand side by side within each group, and the outermost ones."""
    found: dict[Path, dict[Path, None]] = {}
    for line in lines:
        for depth in range(len(line)):
            found.setdefault(line[:depth], {})[line[: depth + 1]] = None
    return (list(groups) for groups in found.values())


def _clustered(groups: Sequence[Path], sums: Mapping[Path, Mapping[tuple[Path, int], int]]) -> list[Path]:
    # what holds nothing is like nothing; it stands at the end instead of somewhere
    full = [group for group in groups if sums.get(group)]
    order = cluster(similarities([{key: float(n) for key, n in sums[group].items()} for group in full])).order
    return [full[at] for at in order] + [group for group in groups if not sums.get(group)]


def _fold_lines(lines: Sequence[Path], closed: frozenset[Path]) -> tuple[list[int], list[Path]]:
    """Return for each line the number of the line it becomes, and these lines."""
    shown: dict[Path, int] = {}
    numbers = []
    for line in lines:
        cut = next((line[:depth] for depth in range(1, len(line)) if line[:depth] in closed), line)
        numbers.append(shown.setdefault(cut, len(shown)))
    return numbers, list(shown)


def _wider(one: Dates | None, other: Dates) -> Dates:
    return other if one is None else (min(one[0], other[0]), max(one[1], other[1]))
