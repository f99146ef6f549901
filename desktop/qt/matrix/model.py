"""The matrix as the grid shows it: by any axes, kept right by every change."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.field_values import FieldValues, ToldValues, ordered
from desktop.analysis.comparison.outline import LineKey, Outline, key_of, outline
from desktop.analysis.comparison.pivot import Path
from desktop.core import phrases
from desktop.core.axes import Axis, field_of
from desktop.core.changes import ChangeSet
from desktop.core.collecting import no_collecting
from desktop.core.language import _, ngettext
from desktop.core.text import one_line
from desktop.core.values import Actor, ActorKind
from desktop.core.views import View
from desktop.project import matrix
from desktop.project.matrix import Comparison
from desktop.project.matrix_table import WRITERS, congruence_of_n, field_words, percent_of_n
from desktop.qt.background import later
from desktop.qt.parts.text_cells import CellText, Content
from desktop.qt.session import Session

_SHOWN = ("claim", "claim_actor", "claim_value", "own_field", "membership", "document", "actor", "topic", "coder")


class Head(NamedTuple):
    """What stands at the head of a line.

    Attributes:
        name: what it is called.
        about: a side remark; empty for none.
        short: the name where there is little room.
        depth: how far in it stands, from 0.
        is_open: whether the lines of a group are shown; None where there are none.
    """

    name: str
    about: str = ""
    short: str = ""
    depth: int = 0
    is_open: bool | None = None


class MatrixModel(QObject):
    """Hold what a view shows: rows and columns, each known by the keys of its members, which outlive its place.

    An edit patches the counts where its rows tell what became of them; else all is counted anew, after many in a row
    once.

    Attributes:
        view: what is asked for.
        comparison: the answer; None before the first one, and where there is none (the user was told why).
        about: what it shows, for those who hear the window.
        lines: how many lines of text a cell has room for.
        wide: whether cells hold sentences.
        rows, columns: the keys of the members of each, groups among them.
        contents: what stands in the cells that hold something.
        is_stale: whether a change waits to be followed.

    Signals:
        cells_changed(set): the claims of these cells, as pairs of a row's keys and a column's, changed, and totals.
        reset(): other lines are shown, or they are called otherwise.
    """

    cells_changed = Signal(object)
    reset = Signal()

    def __init__(self, session: Session, view: View, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.view = view
        self.comparison: Comparison | None = None
        self.about, self.lines, self.wide = _("Matrix"), 1, False
        self.rows: list[LineKey] = []
        self.columns: list[LineKey] = []
        self.contents: Mapping[tuple[int, int], Content] = {}
        self._outline = Outline()
        self._closed: tuple[set[LineKey], set[LineKey]] = (set(), set())
        self._rows: dict[LineKey, int] = {}
        self._columns: dict[LineKey, int] = {}
        self._actors: dict[str, Actor] = {}
        self._short: dict[str, str] = {}
        self._active = False
        self.is_stale = True
        self._later = later(self, 0, self.catch_up)
        session.changed.connect(self._on_changed)
        session.opened.connect(self._on_opened)
        session.visibility_changed.connect(self._on_opened)

    @property
    def summed(self) -> str:
        """What the totals count, in a word."""
        return _(phrases.SUMMED[self.view.summed][0])

    def set_view(self, view: View) -> None:
        """Show *view*; groups of an axis that stays the same stay closed."""
        for at, same in enumerate((view.rows == self.view.rows, view.columns == self.view.columns)):
            if not same:
                self._closed[at].clear()
        self.view = view
        self.is_stale = True
        self.catch_up()

    def set_active(self, active: bool) -> None:
        """Follow changes, or (while nobody looks) only remember that there were some."""
        self._active = active
        self.catch_up()

    def catch_up(self) -> None:
        """Count anew where that is due and somebody looks."""
        if not self._active or not self.is_stale or not self._session.is_open:
            return
        self._later.stop()
        self.is_stale = False
        with no_collecting():
            self.comparison = self._session.comparisons.compare(self.view)
            self._read_actors()
            self._arrange()

    def fold(self, is_row: bool, line: LineKey) -> None:
        """Close an open group, open a closed one."""
        self._of(is_row).symmetric_difference_update({line})
        self._arrange()

    def fold_all(self, is_row: bool, *, closed: bool) -> None:
        """Close, or open, all groups of an axis."""
        lines = self._of(is_row)
        lines.clear()
        if closed and self.comparison is not None:
            shown = self.comparison.pivot.rows if is_row else self.comparison.pivot.columns
            lines.update(key_of(path[:depth]) for path in shown for depth in range(1, len(path)))
        self._arrange()

    def path(self, is_row: bool, line: LineKey | None) -> Path | None:
        """Return the members of a line, whether it is shown or not; None for no line, or when a member is gone."""
        if line is None or self.comparison is None or len(line) > len(self._axis(is_row).fields):
            return None
        fields = (self.comparison.found[name].values() for name in self._axis(is_row).fields)
        found = [next((one for one in field if one.key == key), None) for field, key in zip(fields, line, strict=False)]
        path = tuple(one for one in found if one is not None)
        return path if len(path) == len(line) else None

    # the grid

    def row_of(self, row_id: LineKey) -> int:
        """Return where a row stands; -1 when it is not shown."""
        return self._rows.get(row_id, -1)

    def column_of(self, column_id: LineKey) -> int:
        """Return where a column stands; -1 when it is not shown."""
        return self._columns.get(column_id, -1)

    def head(self, is_row: bool, at: int) -> Head:
        """Return what stands at the head of a row, or a column."""
        assert self.comparison is not None
        path = (self._outline.rows if is_row else self._outline.columns)[at]
        fields = self._axis(is_row).fields
        member, field = path[-1], fields[len(path) - 1]
        about = short = ""
        if field == "topic":
            about = self.comparison.topics[member.key].proposition
        elif field in ("actor", "organisation"):
            short = self._short.get(member.key, "")
            # above a column there is room for it in the tip alone
            about = self._actors[member.key].role if field == "actor" and not is_row else ""
        is_open = None if len(path) == len(fields) else key_of(path) not in self._of(is_row)
        return Head(member.name, about, short, len(path) - 1, is_open)

    def content(self, row: int, column: int) -> Content:
        """Return what stands in a cell."""
        return self.contents.get((row, column)) or CellCounts()

    def counts(self, row_id: LineKey | None, column_id: LineKey | None) -> CellCounts:
        """Return the counts of a cell, of a row (*column_id* is None), of a column, or of all; none where not shown."""
        row = None if row_id is None else self.row_of(row_id)
        column = None if column_id is None else self.column_of(column_id)
        if self.comparison is None or -1 in (row, column):
            return CellCounts()
        if row is not None:
            return self._outline.row_counts[row] if column is None else self._outline.cell(row, column)
        return self.comparison.pivot.total if column is None else self._outline.column_counts[column]

    # keeping right

    def _of(self, is_row: bool) -> set[LineKey]:
        return self._closed[0 if is_row != self.view.transpose else 1]

    def _axis(self, is_row: bool) -> Axis:
        return self.view.rows if is_row != self.view.transpose else self.view.columns

    def _read_actors(self) -> None:
        actors = self._session.actors()
        self._actors = {actor.key: actor for actor in actors.values()}
        self._short = {actors[number].key: short for number, short in short_names(actors).items()}

    def _arrange(self) -> None:
        self.contents = {}
        self._outline = Outline()
        if self.comparison is not None:
            closed = self._closed[::-1] if self.view.transpose else self._closed
            self._outline = outline(self.comparison.pivot, *closed)
            self.lines = self.comparison.kind.lines
            self.wide = self.lines > 1
            down, across = (
                _(" in ").join(field_of(name).called for name in reversed(self._axis(is_row).fields))
                for is_row in (True, False)
            )
            self.about = _("Matrix of {rows} and {columns}").format(rows=down, columns=across)
            self.contents = contents_of(self.comparison, self._outline)
        self.rows, self.columns = [*map(key_of, self._outline.rows)], [*map(key_of, self._outline.columns)]
        self._rows = {key: at for at, key in enumerate(self.rows)}
        self._columns = {key: at for at, key in enumerate(self.columns)}
        self.reset.emit()

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._active and not self.is_stale and self.comparison is not None:
            members = self._session.comparisons.members()
            followed = self._session.read(matrix.follow, self.comparison, changes, members)
            if followed is not None:
                self._patch(*followed)
                return
        if changes.touches(*_SHOWN) or (self.view.cells == "summary" and changes.touches("memo")):
            self.is_stale = True
            if self._active:
                self._later.start()

    def _patch(self, comparison: Comparison, cells: frozenset[tuple[Path, Path]]) -> None:
        assert self.comparison is not None
        renamed, before = comparison.found is not self.comparison.found, self._outline
        self.comparison, shown = comparison, comparison.pivot
        if renamed:
            self._read_actors()
        elif not cells:
            return
        if renamed or self.view.cells != "counts" or (shown.rows, shown.columns) != (before.rows, before.columns):
            self._arrange()
            return
        self._outline = outline(shown)
        self.contents = self._outline.cells
        self.cells_changed.emit({(key_of(row), key_of(column)) for row, column in cells})

    def _on_opened(self) -> None:
        self.is_stale = True
        self.catch_up()


def short_names(actors: Mapping[int, Actor]) -> dict[int, str]:
    """Return short names by actor id: an abbreviation in brackets, a person's surname, else the name itself.

    A surname is an alias with which the name ends. No two actors get the same short name.
    """
    short = {number: _short_name(actor) for number, actor in actors.items()}
    seen: dict[str, int] = {}
    for name in short.values():
        seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
    return {number: name if seen[name.casefold()] == 1 else actors[number].name for number, name in short.items()}


def _short_name(actor: Actor) -> str:
    name = actor.name
    if name.endswith(")") and " (" in name:
        return name[name.rindex(" (") + 2 : -1]
    if actor.kind == ActorKind.PERSON:
        return next((alias for alias in actor.aliases if name.endswith(f" {alias}")), name)
    return name


# values of a field in a cell
_VALUES = 3
# letters of a quote in a cell; the panel beside shows the whole
_LETTERS = 60


def contents_of(comparison: Comparison, shown: Outline) -> Mapping[tuple[int, int], Content]:
    """Return what the cells hold that hold something."""
    cells = comparison.view.cells
    if cells == "counts":
        return shown.cells
    if cells in ("quotes", "summary"):
        texts = shown.gathered(comparison.texts)
        if cells == "summary":
            return {at: CellText(_wrapped(one)) for at, one in texts.items()}
        return {at: _quotes(one, shown.cell(*at)) for at, one in texts.items()}
    if comparison.values is not None:
        told = shown.gathered({at: (*counts.items(),) for at, counts in comparison.values.cells.items()})
        return {at: _values(comparison.values, told.get(at, ())) for at in shown.cells}
    most = max((abs(one.net) for one in shown.cells.values()), default=0) or 1
    return {place: _content(comparison, shown, place, most) for place in shown.cells}


def _content(comparison: Comparison, shown: Outline, place: tuple[int, int], most: float) -> CellText:
    view, counts = comparison.view, shown.cells[place]
    if view.cells == "net":
        return net(counts, most)
    if view.cells == "percent":
        return percent(counts)
    if view.cells == "congruence":
        part = counts.congruence or 0.0
        tone = "uncoded" if counts.congruence is None else "share"
        return CellText((congruence_of_n(counts),), tone, part, counts.is_contradictory)
    if view.cells == "share":
        row, column = shown.row_counts[place[0]], shown.column_counts[place[1]]
        whole = {"row": row, "column": column, "all": comparison.pivot.total}[view.share_of].total
        part = counts.total / whole if whole else 0.0
        return CellText((f"{part:.0%}",), "share", part, counts.is_contradictory)
    if view.cells == "dates":
        first, last = shown.dates.get(place, ("", ""))
        dates = first if first == last else f"{first} – {last}"
        return CellText((dates or _("undated"),))
    if view.cells in ("dominant", "stance"):
        if counts.stance is None:
            return CellText((_("balanced"),), "", 0.0, counts.is_contradictory)
        return CellText((_(phrases.STANCES[counts.stance]),), counts.stance.value, 0.35, counts.is_contradictory)
    # a kind that is painted in no way of its own stands as in a table
    return CellText((str(WRITERS[view.cells](comparison, place, counts)),), framed=counts.is_contradictory)


def net(counts: CellCounts, most: float) -> CellText:
    """Return favor less against with its pair, so that one on each side differs from none; *most* has full colour."""
    value = counts.net
    sign = "+" if value > 0 else "−" if value < 0 else ""
    # of what is not coded alone there is no net
    tone = "favor" if value > 0 else "against" if value < 0 else "neutral" if any(counts.sides) else "uncoded"
    pair = f"{counts.favor} : {counts.against}"
    return CellText((f"{sign}{abs(value):g}  ({pair})",), tone, abs(value) / most, counts.is_contradictory)


def percent(counts: CellCounts) -> CellText:
    """Return the percent in favor with the number of claims of which it is one; half and half has no ground."""
    if counts.percent is None:
        return CellText((percent_of_n(counts),), "neutral" if counts.neutral else "uncoded", 0.0)
    lean = counts.percent / 50 - 1
    tone = "favor" if lean > 0 else "against" if lean < 0 else "neutral"
    return CellText((percent_of_n(counts),), tone, abs(lean), counts.is_contradictory)


def _values(values: FieldValues, pairs: ToldValues) -> CellText:
    """Return what a cell tells of a field: of many values the first ones, and how many there are besides."""
    lines = field_words(values, ordered(pairs)) or (_("no value"),)
    if len(lines) <= _VALUES:
        return CellText(lines)
    left = len(lines) - _VALUES + 1
    more = ngettext("and {count:,} more", "and {count:,} more", left).format(count=left)
    return CellText((*lines[: _VALUES - 1], more), rest=lines)


def _quotes(texts: tuple[str, ...], counts: CellCounts) -> CellText:
    """Return how many quotes there are and the first words of the first."""
    number = ngettext("{count} quote", "{count} quotes", len(texts)).format(count=len(texts))
    tone = counts.stance.value if counts.stance else ""
    return CellText((number, *_wrapped((texts[0],), 2)), tone, 0.0, counts.is_contradictory)


def _wrapped(texts: tuple[str, ...], lines: int = 3) -> tuple[str, ...]:
    """Return the first words in lines of about 26 letters; the last one may be longer, for the cell to cut."""
    words = one_line(" ¶ ".join(texts), _LETTERS * lines).split()
    found: list[str] = []
    for word in words:
        if found and (len(found[-1]) + len(word) < 27 or len(found) == lines):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return tuple(found)
