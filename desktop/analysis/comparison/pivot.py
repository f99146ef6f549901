"""The comparison: claims counted in a table whose rows and columns are freely chosen and may be nested."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import add, itemgetter
from typing import Any

from desktop.analysis.comparison import late
from desktop.analysis.comparison.counts import CellCounts, nothing
from desktop.analysis.comparison.late import Dates
from desktop.analysis.comparison.members import Member, Members
from desktop.analysis.comparison.similarity import cluster, similarities
from desktop.core import scale
from desktop.core.axes import Axis, Base, Order, column_of, field_of
from desktop.core.collation import name_key

# the members on a line, the outer first; shorter than the axis where a group is folded
Path = tuple[Member, ...]


@dataclass(frozen=True)
class Pivot:
    """A comparison, ready to be shown.

    The counts of a line are the sums of its cells: a claim of two actors counts in both columns, and so twice in its
    row. Treat the mappings as read only.

    Attributes:
        rows, columns: the lines in their order.
        cells: the cells that hold a claim, by the numbers of their lines; of many documents `late.LateCells`.
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
    total: CellCounts = field(default_factory=CellCounts)

    def cell(self, row: int, column: int) -> CellCounts:
        """Return one cell's counts, all 0 where nothing was claimed."""
        return self.cells.get((row, column)) or CellCounts()

    def share(self, row: int, column: int, of: str = "row") -> float | None:
        """Return a cell's claims as a part of those of its row, its column, or *all*; None where these are none."""
        whole = {"row": self.row_counts[row], "column": self.column_counts[column], "all": self.total}[of].total
        return self.cell(row, column).total / whole if whole else None

    def transposed(self) -> "Pivot":
        """Return it with rows and columns in each other's place."""
        cells, dates = late.turned(self.cells), late.turned(self.dates)
        lines, sums = (self.columns, self.rows), (self.column_counts, self.row_counts)
        return Pivot(self.column_axis, self.row_axis, *lines, cells, dates, *sums, self.total)


def path_of(axis: Axis, found: Members, ids: Mapping[str, Any]) -> Path:
    """Return the line of an axis on which something stands; *ids* are by the names in `COLUMNS`."""
    return tuple(found[name][ids[column_of(field_of(name).base)]] for name in axis.fields)


def build(
    rows: Axis,
    columns: Axis,
    found: Members,
    bases: Sequence[Base],
    counts: Iterable[Sequence[Any]],
    *,
    order: Order = "codebook",
    column_order: Order = "codebook",
    kept: tuple[Iterable[Path], Iterable[Path]] = ((), ()),
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
        kept: the rows and the columns that stay even without a claim.
    """
    size = len(bases)
    row_key, row_at = _lines(rows, found, bases)
    column_key, column_at = _lines(columns, found, bases)
    cells: dict[tuple[int, int], list[int]] = {}
    dates: dict[tuple[int, int], Dates] = {}
    before, cell = None, nothing()
    place_of = scale.in_use().places
    for line in counts:
        # lines that differ in their stance alone mostly follow each other
        if (ids := line[:size]) != before:
            before = ids
            place = row_at[row_key(ids)], column_at[column_key(ids)]
            cell = cells.get(place) or cells.setdefault(place, nothing())
        cell[place_of.get(line[size], -1)] += line[size + 1]
        if len(line) > size + 2 and line[size + 2] is not None:
            dates[place] = wider(dates.get(place), (line[size + 2], line[size + 3]))
    for lines, paths in zip((row_at, column_at), kept, strict=True):
        for path in paths:
            lines.number(path)
    return _arranged(rows, columns, (row_at, column_at), cells, dates, (order, column_order))


def placing(shown: Pivot, found: Members, bases: Sequence[Base]) -> Callable[[Sequence[Any]], tuple[int, int] | None]:
    """Return what tells in which cell of *shown* the ids of *bases* stand; None for what is in none.

    What another program wrote since the comparison was counted stands on none of its lines.
    """
    (row_key, row_at), (column_key, column_at) = (
        _lines(axis, found, bases) for axis in (shown.row_axis, shown.column_axis)
    )
    rows, columns = ({path: at for at, path in enumerate(lines)} for lines in (shown.rows, shown.columns))
    # by the numbers of lines as they come
    down: list[int] = []
    across: list[int] = []

    def place_of(ids: Sequence[Any]) -> tuple[int, int] | None:
        row, column = row_at[row_key(ids)], column_at[column_key(ids)]
        if row == len(down):
            down.append(rows.get(row_at.paths[row], -1))
        if column == len(across):
            across.append(columns.get(column_at.paths[column], -1))
        place = down[row], across[column]
        return None if -1 in place else place

    return place_of


def by_field(
    shown: Pivot, field_name: str, found: Members, bases: Sequence[Base], counts: Iterable[Sequence[Any]]
) -> dict[tuple[int, int], dict[Member, int]]:
    """Return how many claims of each cell stand on each line of one more field.

    Args:
        shown: the comparison, of the same claims.
        field_name: the field.
        found: the members of each field.
        bases: what the counts are divided by, as in `build`.
        counts: for each combination of *bases* and stance the number of claims.
    """
    size, members = len(bases), found[field_name]
    at, place_of = bases.index(field_of(field_name).base), placing(shown, found, bases)
    cells: dict[tuple[int, int], dict[Member, int]] = {}
    for line in counts:
        place = place_of(line)
        if place is not None:
            held = cells.setdefault(place, {})
            member = members[line[at]]
            held[member] = held.get(member, 0) + line[size + 1]
    return cells


@dataclass(frozen=True, slots=True)
class DocumentsTold:
    """Claims counted for each combination of some bases and stance, with the documents that they are of.

    Attributes:
        bases: what the rows are divided by.
        rows: the ids of these, a stance, how many claims, and the numbers of their documents as one text, with commas.
        documents: for a document's number and a stance how many claims; empty where nobody asks by documents.
        date_of: the dates that have a year, by the numbers of documents as text; None where no dates are asked for.
    """

    bases: Sequence[Base]
    rows: Sequence[Sequence[Any]]
    documents: Iterable[tuple[int, str, int]] = ()
    date_of: Mapping[str, str] | None = None


def build_dated(
    rows: Axis,
    columns: Axis,
    found: Members,
    told: DocumentsTold,
    *,
    order: Order = "codebook",
    column_order: Order = "codebook",
    kept: tuple[Iterable[Path], Iterable[Path]] = ((), ()),
) -> Pivot:
    """Return what `build` does, the dates of a cell made when they are first asked for; no side is sorted by dates."""
    counted = [row[:-1] for row in told.rows]
    shown = build(rows, columns, found, told.bases, counted, order=order, column_order=column_order, kept=kept)
    (row_key, row_at), (column_key, column_at) = (_lines(axis, found, told.bases) for axis in (rows, columns))
    row_place, column_place = ({path: at for at, path in enumerate(lines)} for lines in (shown.rows, shown.columns))
    texts: list[list[tuple[int, str]]] = [[] for _ in shown.rows]
    down: list[list[tuple[int, str]]] = []
    across: list[int] = []
    for row in told.rows:
        # the numbers of lines as they come
        one, other = row_at[row_key(row)], column_at[column_key(row)]
        if one == len(down):
            down.append(texts[row_place[row_at.paths[one]]])
        if other == len(across):
            across.append(column_place[column_at.paths[other]])
        down[one].append((across[other], row[-1]))
    return replace(shown, dates=late.LateCells(len(texts), late.dates_of_cells(texts, told.date_of or {})))


def build_by_document(
    rows: Axis,
    columns: Axis,
    found: Members,
    told: DocumentsTold,
    *,
    order: Order = "codebook",
    column_order: Order = "codebook",
    kept: tuple[Iterable[Path], Iterable[Path]] = ((), ()),
) -> Pivot:
    """Return what `build` does where one side has documents alone and the other none: its cells are made late.

    No side is sorted by dates or likeness, which all cells tell.
    """
    by_column = rows.bases == ("document",)
    axis, facing = (columns, rows) if by_column else (rows, columns)
    key, lines = _lines(axis, found, told.bases)
    _key, line_of = _lines(facing, found, ("document",))
    place_of, last = scale.in_use().places, scale.in_use().size - 1
    parts: list[dict[int, list[str]]] = []
    sums: list[list[int]] = []
    for row in told.rows:
        at = lines[key(row)]
        if at == len(parts):
            parts.append({})
            sums.append(nothing())
        stance = place_of.get(row[-3], last)
        sums[at][stance] += row[-2]
        parts[at].setdefault(stance, []).append(row[-1])
    facing_sums: list[list[int]] = []
    numbers: dict[str, int] = {}
    for document, word, count in told.documents:
        at = numbers[str(document)] = line_of[document]
        if at == len(facing_sums):
            facing_sums.append(nothing())
        facing_sums[at][place_of.get(word, last)] += count
    for into, held, paths in zip((lines, line_of), (sums, facing_sums), kept[::-1] if by_column else kept, strict=True):
        for path in paths:
            if into.number(path) == len(held):
                held.append(nothing())
    orders = (column_order, order) if by_column else (order, column_order)
    # what sorting by numbers asks for
    own, other = (
        _sorted(into.paths, way, {(at, at): held for at, held in enumerate(into_sums)}, {}, 0)
        for into, way, into_sums in zip((lines, line_of), orders, (sums, facing_sums), strict=True)
    )
    place = {number: at for at, number in enumerate(other)}
    there = {document: place[number] for document, number in numbers.items()}
    # of lines that are kept there are no texts
    parts += [{}] * (len(own) - len(parts))
    texts = [[(stance, ",".join(several)) for stance, several in parts[number].items()] for number in own]
    make = late.by_document(texts, there)
    dates: Mapping[late.CellPlace, Dates] = {}
    if told.date_of is not None:
        dates = late.LateCells(len(own), late.dates_by_document(texts, there, told.date_of))
    shown = Pivot(
        axis,
        facing,
        tuple(lines.paths[number] for number in own),
        tuple(line_of.paths[number] for number in other),
        late.LateCells(len(own), make),
        dates,
        tuple(CellCounts.made(sums[number]) for number in own),
        tuple(CellCounts.made(facing_sums[number]) for number in other),
        CellCounts(*map(sum, zip(*sums, strict=True))),
    )
    return shown.transposed() if by_column else shown


def build_counted(
    rows: Axis,
    columns: Axis,
    lines: tuple[Iterable[Path], Iterable[Path]],
    cells: Mapping[tuple[int, int], list[int]],
    dates: Mapping[tuple[int, int], Dates],
    *,
    order: Order = "codebook",
    column_order: Order = "codebook",
    kept: tuple[Iterable[Path], Iterable[Path]] = ((), ()),
) -> Pivot:
    """Return the comparison whose *cells* are counted already, by the numbers of their *lines*."""
    row_at, column_at = (_Lines((), is_single=True) for _ in range(2))
    for into, paths, more in zip((row_at, column_at), lines, kept, strict=True):
        for path in (*paths, *more):
            into.number(path)
    return _arranged(rows, columns, (row_at, column_at), cells, dates, (order, column_order))


def build_cells(
    rows: Axis,
    columns: Axis,
    counted: Iterable[tuple[tuple[Path, Path], str, str]],
    *,
    order: Order = "codebook",
    column_order: Order = "codebook",
    kept: tuple[Iterable[Path], Iterable[Path]] = ((), ()),
) -> Pivot:
    """Return the comparison of what is *counted* one by one: its cell, its stance, and a date or nothing."""
    row_at, column_at = (_Lines((), is_single=True) for _ in range(2))
    cells: dict[tuple[int, int], list[int]] = {}
    dates: dict[tuple[int, int], Dates] = {}
    for (row, column), stance, date in counted:
        place = row_at.number(row), column_at.number(column)
        cells.setdefault(place, nothing())[scale.in_use().place(stance)] += 1
        if date:
            dates[place] = wider(dates.get(place), (date, date))
    for lines, paths in zip((row_at, column_at), kept, strict=True):
        for path in paths:
            lines.number(path)
    return _arranged(rows, columns, (row_at, column_at), cells, dates, (order, column_order))


def _arranged(
    rows: Axis,
    columns: Axis,
    lines_at: "tuple[_Lines, _Lines]",
    cells: Mapping[tuple[int, int], list[int]],
    dates: Mapping[tuple[int, int], Dates],
    orders: tuple[Order, Order],
) -> Pivot:
    """Return the comparison whose cells are known by the numbers of their lines, sorted and summed."""
    row_at, column_at = lines_at
    order, column_order = orders
    down = _sorted(row_at.paths, order, cells, dates, 0)
    across = _sorted(column_at.paths, column_order, cells, dates, 1)
    row_place, column_place = ({number: at for at, number in enumerate(order)} for order in (down, across))
    row_sums, column_sums = ([nothing() for _ in lines] for lines in (down, across))
    totals: dict[tuple[int, int], CellCounts] = {}
    made = CellCounts.made
    # numbers are sorted in a fraction of the time that pairs of them take
    width = len(across)
    placed = {row_place[row] * width + column_place[column]: cell for (row, column), cell in cells.items()}
    for place in sorted(placed):
        cell = placed[place]
        row, column = divmod(place, width)
        for into in (row_sums[row], column_sums[column]):
            into[:] = map(add, into, cell)
        totals[row, column] = made(cell)
    return Pivot(
        rows,
        columns,
        tuple(row_at.paths[number] for number in down),
        tuple(column_at.paths[number] for number in across),
        totals,
        dict(sorted(((row_place[row], column_place[column]), both) for (row, column), both in dates.items())),
        tuple(map(made, row_sums)),
        tuple(map(made, column_sums)),
        CellCounts(*map(sum, zip(*row_sums, strict=True))),
    )


class _Lines(dict[Any, int]):
    """The number of the line on which an id, or a combination of ids, stands; each is looked up once.

    Numbers are hashed for every counted line: a path, which is a tuple of tuples, takes ten times as long.

    Attributes:
        paths: the lines by their numbers.
    """

    def __init__(self, members: Sequence[tuple[int, Mapping[int | str, Member]]], *, is_single: bool) -> None:
        super().__init__()
        self.paths: list[Path] = []
        self._members = members
        self._is_single = is_single
        self._numbers: dict[Path, int] = {}

    def __missing__(self, key: Any) -> int:
        path = tuple(members[key if self._is_single else key[at]] for at, members in self._members)
        number = self[key] = self.number(path)
        return number

    def number(self, path: Path) -> int:
        """Return the number of a line, which is there from now on."""
        number = self._numbers.setdefault(path, len(self.paths))
        if number == len(self.paths):
            self.paths.append(path)
        return number


def _lines(axis: Axis, found: Members, bases: Sequence[Base]) -> tuple[Callable[[Sequence[Any]], Any], _Lines]:
    """Return what takes the ids of an axis from a counted line, and the lines that they stand on."""
    own = axis.bases
    members = [(own.index(field_of(name).base), found[name]) for name in axis.fields]
    return itemgetter(*(bases.index(base) for base in own)), _Lines(members, is_single=len(own) == 1)


def _sorted(
    paths: Sequence[Path],
    order: Order,
    cells: Mapping[tuple[int, int], Sequence[int]],
    dates: Mapping[tuple[int, int], Dates],
    side: int,
) -> list[int]:
    """Return the numbers of lines so that those of a group stand together, each group and line sorted by *order*."""
    ordered = sorted(range(len(paths)), key=paths.__getitem__)
    if order == "codebook" or not ordered:
        return ordered
    if order == "name":
        return sorted(ordered, key=lambda at: [(name_key(member.name), member) for member in paths[at]])
    # what each group holds, at any depth
    groups = [[path[: depth + 1] for depth in range(len(path))] for path in paths]
    if order == "count":
        totals: Counter[Path] = Counter()
        for key, cell in cells.items():
            number = sum(cell)
            for group in groups[key[side]]:
                totals[group] += number
        return sorted(ordered, key=lambda at: [(-totals[group], group[-1]) for group in groups[at]])
    if order == "date":
        first: dict[Path, str] = {}
        for key, both in dates.items():
            for group in groups[key[side]]:
                first[group] = min(first.get(group, "~"), both[0])
        # a line without a date stands last
        return sorted(ordered, key=lambda at: [(first.get(group, "~"), group[-1]) for group in groups[at]])
    sums = _held(groups, cells, side)
    lines = [paths[at] for at in ordered]
    place = {group: at for siblings in _siblings(lines) for at, group in enumerate(_clustered(siblings, sums))}
    return sorted(ordered, key=lambda at: [place[group] for group in groups[at]])


def _held(
    groups: Sequence[Sequence[Path]], cells: Mapping[tuple[int, int], Sequence[int]], side: int
) -> dict[Path, Counter[tuple[int, int]]]:
    """Return what each group holds, by the number of the facing line and that of the stance."""
    sums: dict[Path, Counter[tuple[int, int]]] = {}
    for key, cell in cells.items():
        for group in groups[key[side]]:
            held = sums.setdefault(group, Counter())
            for at, count in enumerate(cell):
                if count:
                    held[key[1 - side], at] += count
    return sums


def _siblings(lines: Sequence[Path]) -> Iterable[list[Path]]:
    """Yield the groups that stand side by side within each group, and the outermost ones."""
    found: dict[Path, dict[Path, None]] = {}
    for line in lines:
        for depth in range(len(line)):
            found.setdefault(line[:depth], {})[line[: depth + 1]] = None
    return (list(groups) for groups in found.values())


def _clustered(groups: Sequence[Path], sums: Mapping[Path, Mapping[tuple[int, int], int]]) -> list[Path]:
    # what holds nothing is like nothing; it stands at the end instead of somewhere
    full = [group for group in groups if sums.get(group)]
    order = cluster(similarities([{key: float(n) for key, n in sums[group].items()} for group in full])).order
    return [full[at] for at in order] + [group for group in groups if not sums.get(group)]


def wider(one: Dates | None, other: Dates) -> Dates:
    """Return the first and the last of the dates of both; *one* may have none."""
    return other if one is None else (min(one[0], other[0]), max(one[1], other[1]))
