"""A comparison as a table for a file."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.field_values import FieldValues, ToldValues
from desktop.core import phrases, scale
from desktop.core.axes import field_of
from desktop.core.fields import title_of
from desktop.core.language import N_, _
from desktop.core.own_fields import PARTING
from desktop.core.views import View, is_field
from desktop.exchange.tables.table import Cell, Column, Kind, Table, Tone
from desktop.project.matrix import Comparison, compare
from desktop.project.requests import Request
from desktop.store.database import Database

_SHARES = {
    "row": N_("part of the claims of the row"),
    "column": N_("part of the claims of the column"),
    "all": N_("part of the claims of the whole table"),
}
# the numbers of a row and of a column
RowColumn = tuple[int, int]


def view_table(db: Database, request: Request) -> Table:
    """Return the view that is asked for, of the claims that the filter lets through."""
    comparison = compare(db, request.view.changed(where=request.where))
    return comparison_table(comparison, named=request.named, compact=request.compact)


def topics_by_actors(db: Database, request: Request) -> Table:
    """Return topics down, actors across."""
    return view_table(db, replace(request, view=View().changed(**request.options)))


def comparison_table(comparison: Comparison, *, named: bool = False, compact: bool = False) -> Table:
    """Return a comparison as a table: a line of the rows' axis to a row, one of the columns' axis to a column.

    *Counts* have a column for each stance and end with a column and a row of totals; *net*, *percent*,
    *congruence* and what is told of a field end with a row of totals, and what is a part or a mean has a column for the
    number of its claims.

    Args:
        comparison: what to write.
        named: whether rows go by their names instead of their keys.
        compact: whether the counts of a cell share a column, with the shapes of the stances, and a net is followed by
            its pair, so that one claim on each side differs from none: ``0 (1 : 1)``.
    """
    view, shown, kind = comparison.view, comparison.pivot, comparison.kind
    heads = [Column(name, title=field_of(name).title) for name in shown.row_axis.fields]
    propositions = shown.row_axis.leaf == "topic"
    if propositions:
        heads.append(Column("proposition", title=_("Proposition")))
    # of the columns of a cell, where its counts have one each
    steps = scale.counted(uncoded=bool(shown.total.uncoded))
    columns = [*heads, *_columns(comparison, {head.key for head in heads}, steps, compact)]
    rows: list[tuple[Cell, ...]] = []
    tones: dict[tuple[int, int], Tone] = {}
    wide = view.cells == "counts" and not compact
    for row, line in enumerate(shown.rows):
        cells: list[Cell] = [member.name if named else member.key for member in line]
        cells += [""] * (len(shown.row_axis.fields) - len(line))
        if propositions:
            topic = comparison.topics.get(line[-1].key)
            cells.append(topic.proposition if topic else "")
        for column in range(len(shown.columns)):
            counts = shown.cell(row, column)
            if wide:
                tones.update({(row, len(cells) + at): one.look for at, one in enumerate(steps) if counts[at]})
                cells += counts[: len(steps)]
                continue
            # of a field's values no stance is told, and what has two columns has no room for a shape
            plain = kind.source == "field" or (kind.paired is not None and not compact)
            if tone := None if plain else _tone(counts):
                tones[row, len(cells)] = tone
            cells += _cell(comparison, (row, column), counts, compact)
        if view.cells == "counts":
            cells.append(shown.row_counts[row].total)
        rows.append(tuple(cells))
    if kind.is_summed:
        rows.append(_totals(comparison, len(heads), len(steps), compact))
        tones.update({(len(rows) - 1, at): "total" for at in range(len(heads), len(columns))})
    content = _(kind.about or _SHARES[view.share_of])
    if is_field(view.cells):
        content = content.format(field=field_of(view.cells).called)
    caption = _("{rows} by {columns}: {content}").format(
        rows=_axis(shown.row_axis.fields),
        columns=_axis(shown.column_axis.fields).lower(),
        content=content,
    )
    return Table(tuple(columns), tuple(rows), caption, comparison.notes, len(heads), tones)


def _columns(comparison: Comparison, taken: set[str], steps: Sequence[scale.StanceStep], compact: bool) -> list[Column]:
    view, shown, made = comparison.view, comparison.pivot, comparison.kind
    columns = []
    for line in shown.columns:
        key, title = ">".join(member.key for member in line), " › ".join(member.name for member in line)
        if view.cells == "counts" and not compact:
            for step in steps:
                words = {"name": title, "stance": _(step.word)}
                heading, about = _("{name}: {stance}"), _("Claims of {name}: {stance}.")
                columns.append(
                    Column(f"{key}_{step.column}", "integer", heading.format(**words), about.format(**words))
                )
            continue
        if made.paired and not compact:
            called, about, number = made.paired
            words = {"name": title, "field": field_of(view.cells).called if is_field(view.cells) else ""}
            columns.append(Column(f"{key}_{called}", "number", title, _(about).format(**words)))
            columns.append(Column(f"{key}_n", "integer", f"{title}: n", _(number).format(**words)))
            continue
        # a line called like a fixed column; keys of codebooks hold no underscores, so this can be no other's
        if key in taken or key in ("total", view.summed):
            key = f"{key}_{shown.column_axis.leaf}"
        kind: Kind = "text" if compact and made.is_summed else made.kind
        columns.append(Column(key, kind, title))
    if view.cells == "counts":
        word, about = phrases.SUMMED[view.summed]
        columns.append(Column(view.summed, "integer", title_of(word), _(about)))
    # two lines may still share a key: a publisher and a place are free texts
    seen: dict[str, int] = {}
    for at, column in enumerate(columns):
        seen[column.key] = seen.get(column.key, 0) + 1
        if seen[column.key] > 1:
            columns[at] = Column(f"{column.key}_{seen[column.key]}", column.kind, column.title, column.description)
    return columns


def _cell(comparison: Comparison, place: RowColumn, counts: CellCounts, compact: bool) -> tuple[Cell, ...]:
    """Return what stands in a cell: a figure with its number where the two have columns of their own."""
    kind = comparison.kind
    if not counts.total and kind.source != "texts":
        return ((None if kind.column != "text" else ""),) * (2 if kind.paired and not compact else 1)
    if comparison.values is not None:
        return _of_field(comparison.values, comparison.values.told(place), compact)
    if kind.paired:
        return (percent_of_n(counts),) if compact else _percent_of(counts)
    if compact and kind.key == "net":
        return (_pair(counts),)
    if compact and kind.key == "congruence":
        return (congruence_of_n(counts),)
    return (WRITERS[kind.key](comparison, place, counts),)


def _share(comparison: Comparison, place: RowColumn, _counts: CellCounts) -> Cell:
    share = comparison.pivot.share(*place, comparison.view.share_of)
    return None if share is None else round(share, 6)


def _dates(comparison: Comparison, place: RowColumn, _counts: CellCounts) -> Cell:
    return _ends(*comparison.pivot.dates.get(place, ("", "")))


def _ends(first: str, last: str) -> str:
    return first if first == last else f"{first}..{last}"


def _texts(parting: str) -> Callable[[Comparison, RowColumn, CellCounts], Cell]:
    return lambda comparison, place, _counts: parting.join(comparison.texts.get(place, ()))


# what a cell of each kind holds, by the comparison, its place and its counts
WRITERS: dict[str, Callable[[Comparison, RowColumn, CellCounts], Cell]] = {
    "counts": lambda comparison, place, counts: _shapes(counts),
    "net": lambda comparison, place, counts: round(counts.net, 6),
    "percent": lambda comparison, place, counts: _percent_of(counts)[0],
    "congruence": lambda comparison, place, counts: _congruence(counts),
    "share": _share,
    "dominant": lambda comparison, place, counts: counts.stance.value if counts.stance else "balanced",
    "stance": lambda comparison, place, counts: counts.label,
    "dates": _dates,
    "quotes": _texts("\n"),
    "summary": _texts("\n\n"),
}


def _totals(comparison: Comparison, heads: int, steps: int, compact: bool) -> tuple[Cell, ...]:
    shown, kind = comparison.pivot, comparison.kind
    summed = comparison.view.summed if kind.key == "counts" else "total"
    title = title_of(phrases.SUMMED[summed][0]) if summed in phrases.SUMMED else _("Total")
    cells: list[Cell] = [title if compact else summed, *[""] * (heads - 1)]
    values = comparison.values
    told = values.of_columns() if values is not None else {}
    for column, counts in enumerate(shown.column_counts):
        if values is not None:
            cells += _of_field(values, told.get(column, ()), compact)
        elif kind.key == "net":
            cells.append((_pair(counts) if compact else counts.net) if counts.total else None)
        elif kind.key == "congruence":
            cells.append((congruence_of_n(counts) if compact else _congruence(counts)) if counts.total else None)
        elif kind.paired:
            cells += ([percent_of_n(counts)] if counts.total else [None]) if compact else _percent_of(counts)
        elif compact:
            cells.append(_shapes(counts))
        else:
            cells += counts[:steps]
    if kind.key == "counts":
        cells.append(shown.total.total)
    return tuple(cells)


def _of_field(values: FieldValues, told: ToldValues, compact: bool) -> tuple[Cell, ...]:
    """Return what a cell tells of a field."""
    if compact:
        return (f"{PARTING} ".join(field_words(values, told)),)
    if values.way in ("mean", "part"):
        figure, number = values.figure(told)
        return None if figure is None else round(figure, 6 if values.way == "mean" else 4), number
    if values.way == "span":
        return (_ends(*values.span(told)),)
    return (f"{PARTING} ".join(f"{member.key} ({number})" for member, number in told),)


def field_words(values: FieldValues, told: ToldValues) -> tuple[str, ...]:
    """Return what a cell tells of a field where people read it, line by line; nothing of claims without a value."""
    if not told:
        return ()
    if values.way == "span":
        ends = _ends(*values.span(told))
        return (ends,) if ends else ()
    if values.way == "values":
        return tuple(f"{member.name} ({number:,})" for member, number in told)
    figure, number = values.figure(told)
    if figure is None:
        return ()
    if values.way == "part":
        return (_("{percent} (n = {number})").format(percent=f"{figure:.0f} %", number=number),)
    # small ones keep what tells them from none
    mean = f"{figure:,.2f}" if abs(figure) >= 0.1 or not figure else f"{figure:.2g}"
    return (_("{mean} (n = {number})").format(mean=mean, number=number),)


def _percent_of(counts: CellCounts) -> tuple[Cell, Cell]:
    """Return the percent in favor and of how many claims; of none, and of no claim at all, there is no percent."""
    if not counts.total:
        return None, None
    return None if counts.percent is None else round(counts.percent, 4), counts.sided


def _congruence(counts: CellCounts) -> Cell:
    return None if counts.congruence is None else round(counts.congruence, 6)


def percent_of_n(counts: CellCounts) -> str:
    """Return the percent in favor with the number of claims of which it is one: ``67 % (n = 3)``."""
    told = _("undefined") if counts.percent is None else f"{counts.percent:.0f} %"
    return _("{percent} (n = {number})").format(percent=told, number=counts.sided)


def congruence_of_n(counts: CellCounts) -> str:
    """Return the congruence with the number of claims of which it is one: ``0.60 (n = 5)``."""
    told = _("undefined") if counts.congruence is None else f"{counts.congruence:.2f}"
    return _("{congruence} (n = {number})").format(congruence=told, number=counts.sided)


def _shapes(counts: CellCounts) -> str:
    named = zip(phrases.SHAPES.values(), counts, strict=True)
    return " ".join(f"{shape}{number}" for shape, number in named if number)


def _pair(counts: CellCounts) -> str:
    sign = "+" if counts.net > 0 else "−" if counts.net < 0 else ""
    return f"{sign}{abs(counts.net):g} ({counts.favor} : {counts.against})"


def _tone(counts: CellCounts) -> Tone | None:
    if counts.is_contradictory:
        return "contradictory"
    return scale.look(counts.stance).key if counts.stance else None


def _axis(fields: tuple[str, ...]) -> str:
    return " › ".join(field_of(name).title for name in fields)
