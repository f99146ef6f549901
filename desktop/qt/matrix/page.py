"""The page of the matrix: what stands where rows and columns meet, and the claims behind each cell."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSplitter, QStackedWidget, QToolButton, QVBoxLayout
from PySide6.QtWidgets import QWidget as Widget

from desktop.analysis.comparison.places import Place, place_of
from desktop.analysis.comparison.places import names as names_of
from desktop.core.changes import ChangeSet
from desktop.core.filters import ClaimFilter
from desktop.core.text import one_line
from desktop.core.views import View
from desktop.qt.dialogs import FileDialogs
from desktop.qt.matrix.bar import MatrixBar
from desktop.qt.matrix.evidence_panel import EvidencePanel
from desktop.qt.matrix.find import MatrixFind
from desktop.qt.matrix.grid import MatrixGrid
from desktop.qt.matrix.line_evidence import show_line
from desktop.qt.matrix.matrix_model import MatrixModel
from desktop.qt.matrix.model import PivotModel
from desktop.qt.parts.filter_bar import FilterBar, FilterChips
from desktop.qt.parts.grid_model import LineId
from desktop.qt.parts.page import GotoComparison, Page
from desktop.qt.parts.saved import saved_views
from desktop.qt.parts.stance_cells import BOTH, CONTRADICTORY, Legend
from desktop.qt.parts.told_cells import ScaleLegend
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import reads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.project.requests import Request

EMPTY = (
    "There is nothing to compare yet. Import documents, select the words in which somebody takes a position, and tag "
    "who holds it, on which topic, for or against: each claim fills a cell here."
)

NO_MATCH = "No claim meets the filter: take a condition away, or show empty rows."
# what the page begins with; kept right by each edit instead of being counted anew
PLAIN = View(column_order="count", hide_empty=True)


class MatrixPage(Page):
    """Show the matrix and its evidence.

    Attributes:
        model: the matrix of topics and actors, when that is shown.
        pivot: any other view.
        grid: the table.
        evidence: the claims of what is chosen in it.
        side: the side of a comparison that was marked and waits for the other.
        bar, saved, finder: what chooses axes, cells and order; saved views; names.
        filter_bar, chips: the filter.
        hide_empty: the toggle.
    """

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self.setObjectName("matrixPage")
        self._project = session.path if session.is_open else None
        self._shown: tuple[object, ...] = ()
        # the two sides to be compared, and where they stand in the view in which they were chosen
        self._sides: dict[str, tuple[Place, View, tuple[LineId | None, LineId | None]]] = {}
        self.model = MatrixModel(session, self)
        # until it is shown; a page that nobody looks at follows nothing
        self.model.set_active(False)
        self.pivot = PivotModel(session, self)
        self.grid = MatrixGrid(self.model)
        self.focus_target = self.grid
        self.evidence = EvidencePanel(session)
        self.evidence.setMinimumWidth(240)
        self.bar = MatrixBar(PLAIN)
        self.hide_empty = self.bar.hide_empty
        self.saved = saved_views(session, lambda: self.view)
        self.finder = MatrixFind(self.grid)
        self.filter_bar = FilterBar(session)
        self.filter_bar.hide()
        self.chips = FilterChips()
        self.filter_button = QToolButton()
        self.filter_button.setText("+ filter")
        self.filter_button.setToolTip("Count only some of the claims")
        self.filter_button.setProperty("role", "pill")
        self.filter_button.setCheckable(True)
        # tells the side that waits for the other one
        self.side = QToolButton()
        self.side.setProperty("role", "filterChip")
        self.side.hide()
        self._told, self._found = QLabel(), QLabel()
        for label in (self._told, self._found):
            label.setProperty("role", "dim")
        self._legend, self.scale = Legend(), ScaleLegend()
        self.scale.hide()
        self._export = QToolButton()
        self._export.setText("Export…")
        self._export.setToolTip("Save the matrix or the claims as a table")
        self._export.setProperty("role", "pill")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._words = QLabel(EMPTY)
        self._stack.addWidget(self._empty_sentence())
        self._lay()
        self._connect()
        self._on_reset()

    def _connect(self) -> None:
        self.bar.changed.connect(lambda _: self._on_view())
        self.bar.refused.connect(self._session.messages.error)
        self.bar.fold_all_wanted.connect(lambda is_row, closed: self.pivot.fold_all(is_row, closed=closed))
        self.saved.chosen.connect(self.set_view)
        self.finder.told.connect(self._found.setText)
        self.filter_button.toggled.connect(self._on_filter_button)
        self.filter_bar.changed.connect(self._on_filter)
        self.chips.removed.connect(lambda name: self.filter_bar.set_filter(self.filter_bar.filter.without(name)))
        self.chips.cleared.connect(lambda: self.filter_bar.set_filter(ClaimFilter()))
        self._export.clicked.connect(self.want_export)
        self.grid.chosen.connect(self._show_evidence)
        self.side.clicked.connect(self._forget_sides)
        self.grid.menu_wanted.connect(self._show_menu)
        self.grid.fold_wanted.connect(self.pivot.fold)
        self.grid.evidence_wanted.connect(self.evidence.focus_list)
        self.evidence.left.connect(self.grid.setFocus)
        self.evidence.claim_opened.connect(self.want_claim)
        self.model.reset.connect(self._on_reset)
        self.pivot.reset.connect(self._on_reset)
        # after the models, which are connected since they were made: their counts are right by now
        self._session.changed.connect(self._on_changed)
        self._session.opened.connect(self._on_opened)

    @property
    def view(self) -> View:
        """What is shown, its filter included."""
        return self.bar.view.changed(where=self.filter_bar.filter.as_text())

    def set_view(self, view: View) -> None:
        """Show a view, its filter included."""
        chosen = self._session.messages.attempt(ClaimFilter.parse, view.where)
        if chosen is not None:
            self.bar.set_view(view)
            self.filter_bar.set_filter(chosen)
            self._on_view()

    @property
    def is_plain(self) -> bool:
        """Whether topics and actors are shown as they always were, and so at every edit at once."""
        return self.view == PLAIN.changed(hide_empty=self.bar.view.hide_empty)

    def choose(self, topic_id: int | None, actor_id: int | None) -> None:
        """Show topics and actors; choose a cell, a row (*actor_id* is None) or a column, and show its evidence."""
        if not self.is_plain:
            self.set_view(PLAIN.changed(hide_empty=self.bar.view.hide_empty))
        hidden = (topic_id is not None and self.model.row_of(topic_id) < 0) or (
            actor_id is not None and self.model.column_of(actor_id) < 0
        )
        if hidden:
            self.hide_empty.setChecked(False)
        self.grid.choose(topic_id, actor_id)

    def choose_line(self, row: LineId | None, column: LineId | None) -> None:
        """Choose a cell, a row or a column of the view that is shown, by the ids of its lines."""
        self.grid.choose(row, column)

    def place(self) -> Place | None:
        """Return what is chosen as a place of the view; None when nothing is."""
        row_id, column_id = self.grid.row_id, self.grid.column_id
        if row_id is None and column_id is None:
            return None
        where = self.filter_bar.filter.as_text()
        if self.grid.model is not self.model:
            found = self.pivot.comparison
            if found is None:
                return None
            row, column = self.pivot.path(True, row_id), self.pivot.path(False, column_id)
            return place_of((found.pivot.column_axis, column), (found.pivot.row_axis, row), where)
        parts = [("actor", actor.key) for actor in self.model.actors if actor.id == column_id]
        parts += [("topic", topic.key) for topic in self.model.topics if topic.id == row_id]
        return Place(tuple(parts), where)

    def mark_side(self, letter: str) -> None:
        """Take what is chosen as side A or B (*letter*) of a comparison; with both sides it begins."""
        place = self.place()
        if place is None:
            self._session.messages.info("Choose a cell, a row or a column first.")
            return
        self._sides[letter] = place, self.view, (self.grid.row_id, self.grid.column_id)
        both = tuple(self._sides[one][0] for one in "AB" if one in self._sides)
        if len(both) == 2:
            # the next two are others
            self._sides.clear()
        self._show_pins()
        if len(both) == 2:
            self.wanted.emit(GotoComparison(self.view, *both))

    def compare_with(self) -> None:
        """Go and choose what to compare with what is chosen here."""
        place = self.place()
        if place is not None:
            self.wanted.emit(GotoComparison(self.view, place))

    def told(self) -> str:
        """Return the line above the grid."""
        return self._told.text()

    def find_words(self) -> bool:
        """Put the cursor into the line that finds rows and columns."""
        self.finder.setFocus()
        self.finder.selectAll()
        return True

    def shown_table(self, request: "Request") -> tuple[str, "Request"]:
        """Return the view."""
        return "view", replace(request, where=self.view.where)

    def lasting(self, request: "Request") -> "Request":
        """Let the table of the matrix be the one that its page shows."""
        return replace(request, view=self.view)

    def examples(self) -> "Mapping[str, Callable[[], None]]":
        """Return the fullest cell."""
        return {"matrix": self._choose_fullest}

    def _choose_fullest(self) -> None:
        cells = self._session.shown(reads.filtered.cell_counts)
        if cells:
            fullest = max(cells, key=lambda cell: cell.count)
            self.choose(fullest.topic_id, fullest.actor_id)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was changed while the page was hidden."""
        super().showEvent(event)
        self._set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop following changes."""
        super().hideEvent(event)
        self.evidence.summary.save()
        self._set_active(False)

    def restyle(self) -> None:
        """Take over the colours of the scheme in force."""
        self.update()
        self.grid.viewport().update()

    def _set_active(self, active: bool) -> None:
        plain = self.is_plain
        self.model.set_active(active and plain)
        self.pivot.set_active(active and not plain)

    def _lay(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(6)
        above.addWidget(self.bar, 1)
        for widget in (self._found, self.finder, self.saved, self._export):
            above.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        told = QHBoxLayout()
        told.setSpacing(10)
        told.addWidget(self.filter_button)
        told.addWidget(self._told)
        told.addWidget(self.side)
        told.addWidget(self.chips, 1)
        told.addWidget(self._legend)
        told.addWidget(self.scale)
        bars = Widget()
        bars.setObjectName("pane")
        bars.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(bars)
        rows.setContentsMargins(12, 8, 12, 8)
        rows.setSpacing(8)
        rows.addLayout(above)
        rows.addWidget(self.filter_bar)
        rows.addLayout(told)
        left = Widget()
        left.setObjectName("pane")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.evidence)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([1000, 340])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bars)
        layout.addWidget(splitter, 1)

    def _empty_sentence(self) -> Widget:
        page, words = Widget(), self._words
        words.setProperty("role", "dim")
        words.setWordWrap(True)
        words.setMaximumWidth(460)
        words.setMinimumWidth(420)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(page)
        layout.addWidget(words, 0, Qt.AlignmentFlag.AlignCenter)
        return page

    # what happens

    def _show_pins(self) -> None:
        """Mark the sides that stand in what is shown: the same line ids mean other things on other axes."""
        axes = (self.view.rows, self.view.columns, self.view.transpose)
        self.grid.set_pins(
            {
                ids: letter
                for letter, (_, view, ids) in self._sides.items()
                if (view.rows, view.columns, view.transpose) == axes
            }
        )
        for letter, (place, _, _) in self._sides.items():
            names = " · ".join(names_of(place, self._session.comparisons.called()))
            missing = "B" if letter == "A" else "A"
            self.side.setText(f"{letter}: {one_line(names, 40)}  ×")
            self.side.setToolTip(f"{names}: choose another cell, row or column and press {missing}; a click forgets it")
        self.side.setVisible(bool(self._sides))

    def _forget_sides(self) -> None:
        self._sides.clear()
        self._show_pins()

    def _show_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Quotations\tEnter", self.evidence.focus_list)
        menu.addSeparator()
        menu.addAction("Compare with…", self.compare_with)
        for letter in "AB":
            menu.addAction(f"Compare: this is {letter}\t{letter}", partial(self.mark_side, letter))
        menu.addSeparator()
        menu.addAction("Copy the table\tCtrl+C", self.grid.copy)
        menu.popup(point)

    def _on_view(self) -> None:
        view, plain = self.view, self.is_plain
        self._shown = ()
        if plain:
            self.model.set_hide_empty(view.hide_empty)
        changed = (self.grid.model is self.model) != plain
        self.grid.set_model(self.model if plain else self.pivot)
        if not plain:
            self.pivot.set_view(view)
        # last, so that the view before is not counted once more
        self._set_active(self.isVisible())
        if changed:
            self.grid.choose(None, None)
            self._show_evidence(None, None)
        self._on_reset()
        self._show_pins()
        counted = view.cells in ("counts", "dominant", "stance")
        self._legend.setVisible(counted)
        # who is for one topic and against another contradicts nobody
        one = "topic" in (*view.rows.fields, *view.columns.fields)
        self.grid.both = CONTRADICTORY if one else BOTH
        self._legend.set_both(self.grid.both)
        self.scale.setVisible(view.cells in ("net", "share"))
        if view.cells == "net":
            self.scale.set_scale("▼ against", "favor ▲", ("against", "favor"))
        elif view.cells == "share":
            self.scale.set_scale("0 %", "100 %", ("share",))

    def _on_filter(self) -> None:
        self.chips.show_filter(self.filter_bar.filter, self.filter_bar.naming)
        self._on_view()

    def _on_filter_button(self, on: bool) -> None:
        self.filter_bar.setVisible(on)
        if on:
            self.filter_bar.text.setFocus()

    def _on_reset(self) -> None:
        shown = self.grid.model
        filled = bool(shown.row_count() and shown.column_count())
        self._stack.setCurrentIndex(0 if filled else 1)
        self._words.setText(EMPTY if shown is self.model or self.filter_bar.filter.is_empty else NO_MATCH)
        self.evidence.setVisible(filled)
        model = self.model
        if shown is model:
            self._told.setText(
                f"{len(model.topics)} of {_number(model.topic_count, 'topic')}, "
                f"{len(model.actors)} of {_number(model.actor_count, 'actor')}"
            )
        else:
            self._told.setText(f"{_number(shown.row_count(), 'row')}, {_number(shown.column_count(), 'column')}")
        self._export.setEnabled(shown.counts(None, None).total > 0)
        if not self._session.is_open:
            return
        row_id, column_id = self.grid.row_id, self.grid.column_id
        if shown is model:
            gone = (row_id or 0) not in (0, *self._session.topics()) or (
                (column_id or 0) not in (0, *self._session.actors())
            )
        else:
            gone = (row_id is not None and shown.row_of(row_id) < 0) or (
                column_id is not None and shown.column_of(column_id) < 0
            )
        if gone:
            self.grid.choose(None, None)
        else:
            self._show_evidence(row_id, column_id)

    def _show_evidence(self, row_id: LineId | None, column_id: LineId | None) -> None:
        plain = self.grid.model is self.model
        shown = (self._session.revision, plain, self.view, row_id, column_id)
        if not self._session.is_open or shown == self._shown:
            return
        self._shown = shown
        if plain or (row_id is None and column_id is None):
            assert row_id is None or isinstance(row_id, int)
            assert column_id is None or isinstance(column_id, int)
            self.evidence.show_choice(row_id, column_id)
        else:
            show_line(self._session, self.pivot, self.evidence, row_id, column_id)

    def _on_opened(self) -> None:
        """Forget the choice when this is another project: its ids mean other things there."""
        if self._session.path != self._project:
            self._project = self._session.path
            self._forget_sides()
            self.grid.choose(None, None)
            self.set_view(PLAIN.changed(hide_empty=self.bar.view.hide_empty))

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("actor", "topic", "document"):
            self.chips.show_filter(self.filter_bar.filter, self.filter_bar.naming)
        if not self.isVisible():
            return
        if self.grid.model is not self.model:
            # what was counted anew shows its evidence anew; a memo changes no count
            self.evidence.follow(changes)
            return
        topic_id, actor_id = self.grid.row_id, self.grid.column_id
        topics, actors = (changes.grouped("claim_actor", base) for base in ("topic", "actor"))
        # a cell whose topic and actor both changed elsewhere is read anew for nothing, which nobody sees
        touched = topics and topic_id in (None, *topics) and actor_id in (None, *actors)
        if touched or changes.touches("document", "actor", "topic"):
            self._show_evidence(topic_id, actor_id)
        else:
            self.evidence.follow(changes)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
