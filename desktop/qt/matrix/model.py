"""A comparison by any axes as the grid shows it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.analysis.comparison.counts import NO_CLAIMS, CellCounts
from desktop.analysis.comparison.outline import LineKey, Outline, key_of, outline
from desktop.analysis.comparison.pivot import Path
from desktop.core.axes import FIELDS
from desktop.core.changes import ChangeSet
from desktop.core.collecting import no_collecting
from desktop.core.views import View
from desktop.qt.matrix.pivot_cells import content_of
from desktop.qt.matrix.short_names import short_names
from desktop.qt.parts.grid_model import Content, GridModel, Head, LineId
from desktop.qt.session import Session

if TYPE_CHECKING:
    from desktop.qt.comparisons import Comparison

_SHOWN = ("claim", "claim_actor", "document", "actor", "topic", "coder")
_ROOM = {"quotes": 3, "summary": 3}


class PivotModel(GridModel):
    """Hold what a view shows; every change counts anew, many in a row once.

    Attributes:
        view: what is asked for.
        comparison: the answer; None before the first one, and where there is none.

    Signals:
        failed(): the view's filter names what the project does not have (the user was told).
    """

    failed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.view = View()
        self.comparison: Comparison | None = None
        self._outline = Outline()
        self._texts: dict[tuple[int, int], tuple[str, ...]] = {}
        self._closed: tuple[set[LineKey], set[LineKey]] = (set(), set())
        self._rows: dict[LineId, int] = {}
        self._columns: dict[LineId, int] = {}
        self._contents: dict[tuple[int, int], Content] = {}
        self._short: dict[str, str] = {}
        self._active = False
        self._stale = True
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._catch_up)
        session.changed.connect(self._on_changed)
        session.opened.connect(self._mark_stale)
        session.visibility_changed.connect(self._mark_stale)

    def set_view(self, view: View) -> None:
        """Show *view*; groups of an axis that stays the same stay closed."""
        for at, same in enumerate((view.rows == self.view.rows, view.columns == self.view.columns)):
            if not same:
                self._closed[at].clear()
        self.view = view
        self._stale = True
        self._catch_up()

    def set_active(self, active: bool) -> None:
        """Follow changes, or (while nobody looks) only remember that there were some."""
        self._active = active
        self._catch_up()

    def fold(self, is_row: bool, line: LineId) -> None:
        """Close an open group, open a closed one."""
        assert isinstance(line, tuple)
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

    def path(self, is_row: bool, line: LineId | None) -> Path | None:
        """Return the members of a line; None where there is none."""
        at = -1 if line is None else self.row_of(line) if is_row else self.column_of(line)
        return None if at < 0 else (self._outline.rows if is_row else self._outline.columns)[at]

    # the grid

    def row_count(self) -> int:
        """Return how many rows there are, groups among them."""
        return len(self._outline.rows)

    def column_count(self) -> int:
        """Return how many columns there are, groups among them."""
        return len(self._outline.columns)

    def row_id(self, row: int) -> LineId:
        """Return the keys of a row's members."""
        return key_of(self._outline.rows[row])

    def column_id(self, column: int) -> LineId:
        """Return the keys of a column's members."""
        return key_of(self._outline.columns[column])

    def row_of(self, row_id: LineId) -> int:
        """Return where a row stands; -1 when it is not shown."""
        return self._rows.get(row_id, -1)

    def column_of(self, column_id: LineId) -> int:
        """Return where a column stands; -1 when it is not shown."""
        return self._columns.get(column_id, -1)

    def row_head(self, row: int) -> Head:
        """Return what stands at the head of a row."""
        return self._head(True, self._outline.rows[row])

    def column_head(self, column: int) -> Head:
        """Return what stands at the head of a column."""
        return self._head(False, self._outline.columns[column])

    def content(self, row: int, column: int) -> Content:
        """Return what stands in a cell."""
        return self._contents.get((row, column), NO_CLAIMS)

    def contents(self) -> set[Content]:
        """Return all that stands in cells, each once."""
        return set(self._contents.values())

    def counts(self, row_id: LineId | None, column_id: LineId | None) -> CellCounts:
        """Return the counts of a cell, of a row (*column_id* is None), of a column, or of all."""
        shown = self._outline
        row, column = (
            (-1 if row_id is None else self.row_of(row_id)),
            (-1 if column_id is None else self.column_of(column_id)),
        )
        if row < 0 and column < 0:
            return self.comparison.pivot.total if self.comparison is not None else NO_CLAIMS
        if column < 0:
            return shown.row_counts[row]
        return shown.column_counts[column] if row < 0 else shown.cell(row, column)

    # keeping right

    def _of(self, is_row: bool) -> set[LineKey]:
        return self._closed[0 if is_row != self.view.transpose else 1]

    def _head(self, is_row: bool, path: Path) -> Head:
        assert self.comparison is not None
        axis = self.comparison.pivot.row_axis if is_row else self.comparison.pivot.column_axis
        member, field = path[-1], axis.fields[len(path) - 1]
        topic = self.comparison.topics.get(member.key) if field == "topic" else None
        short = self._short.get(member.key, "") if field in ("actor", "organisation") else ""
        is_open = None if len(path) == len(axis.fields) else key_of(path) not in self._of(is_row)
        return Head(member.name, topic.proposition if topic else "", short, len(path) - 1, is_open)

    def _catch_up(self) -> None:
        if not self._active or not self._stale or not self._session.is_open:
            return
        self._later.stop()
        self._stale = False
        with no_collecting():
            self.comparison = self._session.comparisons.compare(self.view)
            actors = self._session.actors()
            self._short = {actors[number].key: short for number, short in short_names(actors).items()}
            self._arrange()
        if self.comparison is None:
            self.failed.emit()

    def _arrange(self) -> None:
        found = self.comparison
        self._contents.clear()
        if found is None:
            self._outline = Outline()
        else:
            closed = self._closed[::-1] if self.view.transpose else self._closed
            self._outline = outline(found.pivot, *closed)
            self.lines, self.wide = _ROOM.get(self.view.cells, 1), self.view.cells in _ROOM
            fields = (found.pivot.row_axis.fields, found.pivot.column_axis.fields)
            down, across = (" in ".join(FIELDS[name].title.lower() for name in reversed(one)) for one in fields)
            self.about = f"Matrix of {down} and {across}"
            self._contents.update(content_of(found, self._outline))
        self._rows = {key_of(path): at for at, path in enumerate(self._outline.rows)}
        self._columns = {key_of(path): at for at, path in enumerate(self._outline.columns)}
        self.reset.emit()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_SHOWN) or (self.view.cells == "summary" and changes.touches("memo")):
            self._mark_stale()

    def _mark_stale(self) -> None:
        self._stale = True
        if self._active:
            self._later.start()
