"""The page of the matrix: what stands where rows and columns meet, and the claims behind each cell."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget
from PySide6.QtWidgets import QWidget as Widget

from desktop.analysis.comparison import places
from desktop.analysis.comparison.outline import LineKey
from desktop.analysis.comparison.pivot import Path
from desktop.analysis.comparison.places import Place
from desktop.core import phrases
from desktop.core.changes import ChangeSet
from desktop.core.filters import ClaimFilter
from desktop.core.language import N_, _, ngettext
from desktop.core.text import one_line
from desktop.core.values import topics_to_code
from desktop.core.views import ACTORS, TOPICS, View, kind_of
from desktop.project.matrix import Comparison
from desktop.qt.dialogs import FileDialogs
from desktop.qt.matrix.bar import MatrixBar, MatrixFind
from desktop.qt.matrix.evidence_panel import EvidencePanel
from desktop.qt.matrix.grid import MatrixGrid
from desktop.qt.matrix.model import MatrixModel
from desktop.qt.parts.field_choices import own_places, renamed_fields
from desktop.qt.parts.filter_bar import FilterRow
from desktop.qt.parts.layouts import TOP, ground, hbox, label, scrolled, splitter, tool, vbox
from desktop.qt.parts.page import GotoComparison, Page
from desktop.qt.parts.pick_button import SavedNames
from desktop.qt.parts.stance_cells import BOTH, CONTRADICTORY, StanceLegend
from desktop.qt.parts.text_cells import ScaleLegend
from desktop.qt.session import Session
from desktop.qt.settings import MATRIX_COMPACT, Settings
from desktop.qt.tips import tip
from desktop.store import edits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from desktop.project.requests import Request

EMPTY = N_(
    "There is nothing to compare yet. Import documents, select the words in which somebody takes a position, and tag "
    "who holds it, on which topic, for or against: each claim fills a cell here."
)
NO_MATCH = N_("No claim meets the filter: take a condition away, or show empty rows.")
REFUSED = N_("This view cannot be shown: choose other rows, columns or cells, or another filter.")
# what the page begins with
PLAIN = View(column_order="count", hide_empty=True)
# pixels of height that the cells keep: heads, two rows and the totals
_LEAST = 190


class MatrixPage(Page):
    """Show the matrix and the claims of what is chosen in it; the result of `filters` is how much it shows.

    Attributes:
        side: the side of a comparison that was marked and waits for the other.
    """

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self.setObjectName("matrixPage")
        self._shown: tuple[object, ...] = ()
        # whether an edit changed which claims the chosen cell has
        self._is_touched = False
        # the view before a field was deleted, the field's place, and the view without it: undo brings it back
        self._before: tuple[View, str, View] | None = None
        # the two sides to be compared, and where they stand in the view in which they were chosen
        self._sides: dict[str, tuple[Place, View, tuple[LineKey | None, LineKey | None]]] = {}
        self.model = MatrixModel(session, PLAIN, self)
        self.grid = MatrixGrid(self.model)
        self.focus_target = self.grid
        self.evidence = EvidencePanel(session)
        # what is said of a cell is higher than a small screen
        self._beside = scrolled(self.evidence, _("Claims of the cell"))
        self._beside.setMinimumWidth(240)
        self.bar = MatrixBar(PLAIN, lambda: own_places(session))
        self.hide_empty = self.bar.hide_empty
        self.saved = SavedNames(session, "view", lambda: self.view)
        self.finder = MatrixFind(self.grid)
        self.side, self._found = tool(role="filterChip"), label(role="dim")
        self.side.hide()
        self._legend, self.scale = StanceLegend(), ScaleLegend()
        self.scale.hide()
        self.compact = tool(_("Compact"), "pill", _("Narrow columns and low rows: more at one look"), checkable=True)
        self.filters = FilterRow(session, self.side, self._legend, self.scale, self.compact)
        self._export = tool(_("Export…"), "pill", _("Save the matrix or the claims as a table"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._words = label(_(EMPTY), "dim", wraps=True, centred=True)
        self._words.setMaximumWidth(460)
        self._words.setMinimumWidth(420)
        empty = Widget()
        vbox((self._words, 0, Qt.AlignmentFlag.AlignCenter), on=empty, margins=None)
        self._stack.addWidget(empty)
        self._lay()
        self._connect()
        self._on_reset()

    def _connect(self) -> None:
        self.bar.changed.connect(lambda: self._on_view())
        self.compact.toggled.connect(self._on_compact)
        self.compact.setChecked(self._settings.get(MATRIX_COMPACT) == "1")
        self.bar.refused.connect(self._session.messages.error)
        self.bar.fold_all_wanted.connect(lambda is_row, closed: self.model.fold_all(is_row, closed=closed))
        self.saved.chosen.connect(self.set_view)
        self.finder.result_changed.connect(self._found.setText)
        self.filters.changed.connect(self._on_view)
        self._export.clicked.connect(self.want_export)
        self.grid.chosen.connect(self._show_evidence)
        self.side.clicked.connect(self._forget_sides)
        self.grid.menu_wanted.connect(self._show_menu)
        self.grid.fold_wanted.connect(self.model.fold)
        self.grid.evidence_wanted.connect(self.evidence.focus_list)
        self.evidence.list.left.connect(self.grid.setFocus)
        self.evidence.list.claim_opened.connect(self.want_claim)
        self.model.reset.connect(self._on_reset)
        self.model.cells_changed.connect(self._on_cells_changed)
        # after the model, which is connected since it was made: its counts are right by now
        self._session.changed.connect(self._on_changed)
        self._session.entered.connect(self._on_entered)

    @property
    def view(self) -> View:
        """What is shown, its filter included."""
        return self.bar.view.changed(where=self.filters.filter.as_text())

    def set_view(self, view: View) -> None:
        """Show a view, its filter included."""
        chosen = self._session.messages.attempt(ClaimFilter.parse, view.where)
        if chosen is not None:
            self.bar.set_view(view)
            self.filters.bar.set_filter(chosen)
            self._on_view()

    def choose(self, topic_id: int | None, actor_id: int | None) -> None:
        """Show topics and actors; choose a cell, a row (*actor_id* is None) or a column, and show its evidence."""
        plain = PLAIN.changed(hide_empty=self.bar.view.hide_empty)
        if self.view != plain:
            self.set_view(plain)
        row = None if topic_id is None else (self._session.topics()[topic_id].key,)
        column = None if actor_id is None else (self._session.actors()[actor_id].key,)
        self.model.catch_up()
        if -1 in (row and self.model.row_of(row), column and self.model.column_of(column)):
            self.hide_empty.setChecked(False)
        self.grid.choose(row, column)

    def place(self) -> Place | None:
        """Return what is chosen as a place of the view; None when nothing is."""
        shown, row, column = self._chosen()
        if shown is None or not (row or column) or (row and column and shown.view.is_together):
            return None
        sides = (shown.pivot.column_axis, column), (shown.pivot.row_axis, row)
        return places.place_of(*sides, self.filters.filter.as_text())

    def mark_side(self, letter: str) -> None:
        """Take what is chosen as side A or B (*letter*) of a comparison; with both sides it begins."""
        place = self.place()
        if place is None:
            self._tell_no_place()
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
        if place is None:
            self._tell_no_place()
            return
        self.wanted.emit(GotoComparison(self.view, place))

    def _tell_no_place(self) -> None:
        together = self.view.is_together
        self._session.messages.info(
            _("Choose a row or a column: what stands together in a cell cannot be compared with something else.")
            if together
            else _("Choose a cell, a row or a column first.")
        )

    def whereabouts(self) -> "dict[str, Any]":
        """Return the view: its axes, cells, order and filter."""
        return {"view": self.view.as_record()}

    def return_to(self, spot: "dict[str, Any]") -> None:
        """Show a view."""
        view = self._session.messages.attempt(View.from_record, spot["view"]) if "view" in spot else None
        if view is not None and view != self.view:
            self.set_view(view)

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
        for topic, actor in self._session.comparisons.fullest()[:1]:
            self.choose(topic, actor)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was changed while the page was hidden."""
        super().showEvent(event)
        self.model.set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop following changes."""
        super().hideEvent(event)
        self.evidence.summary.save()
        self.model.set_active(False)

    def restyle(self) -> None:
        """Take over the colours of the scheme in force."""
        self.update()
        self.grid.viewport().update()

    def _lay(self) -> None:
        bars = ground()
        beside = ((one, 0, TOP) for one in (self._found, self.finder, self.saved, self._export))
        vbox(hbox((self.bar, 1), *beside, gap=6), self.filters, on=bars, margins=(12, 8, 12, 8), gap=8)
        left = ground()
        vbox((self._stack, 1), on=left, gap=0)
        # in a window lower than this one scrolls to the cells instead of losing them
        self._stack.setMinimumHeight(_LEAST)
        whole = Widget()
        vbox(bars, (splitter((left, 1), (self._beside, 0), sizes=(1000, 340)), 1), on=whole, gap=0)
        vbox((scrolled(whole, _("Matrix")), 1), on=self, gap=0)

    # what happens

    def _show_pins(self) -> None:
        """Mark the sides that stand in what is shown: the same line ids mean other things on other axes."""
        now, pins = self.view, {}
        for letter, (_place, view, ids) in self._sides.items():
            if (view.rows, view.columns, view.transpose) == (now.rows, now.columns, now.transpose):
                pins[ids] = letter
        self.grid.set_pins(pins)
        told = _("{names}: choose another cell, row or column and press {missing}; a click forgets it")
        for letter, side in self._sides.items():
            names = " · ".join(places.names(side[0], self._session.comparisons.called()))
            self.side.setText(f"{letter}: {one_line(names, 40)}  ×")
            self.side.setToolTip(tip(told.format(names=names, missing="B" if letter == "A" else "A")))
        self.side.setVisible(bool(self._sides))

    def _forget_sides(self) -> None:
        self._sides.clear()
        self._show_pins()

    def _show_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Quotations") + "\t" + _("Enter"), self.evidence.focus_list)
        menu.addSeparator()
        menu.addAction(_("Compare with…"), self.compare_with)
        for letter in "AB":
            words = _("Compare: this is {letter}").format(letter=letter)
            menu.addAction(f"{words}\t{letter}", partial(self.mark_side, letter))
        menu.addSeparator()
        menu.addAction(_("Copy the table") + "\tCtrl+C", self.grid.copy)
        menu.popup(point)

    def _on_view(self) -> None:
        view = self.view
        self._shown = ()
        self.model.set_view(view)
        self._on_reset()
        self._show_pins()
        kind = kind_of(view.cells)
        self._legend.setVisible(not kind.source and kind.scale is None)
        # who is for one topic and against another contradicts nobody
        one = "topic" in (*view.rows.fields, *view.columns.fields)
        self.grid.both = CONTRADICTORY if one else BOTH
        self._legend.set_both(self.grid.both)
        self.scale.setVisible(kind.scale is not None)
        if kind.scale is not None:
            first, last, tones = kind.scale
            self.scale.set_scale(_(first), _(last), tones)

    def _on_compact(self, on: bool) -> None:
        self._settings.set(MATRIX_COMPACT, "1" if on else "0")
        self.grid.set_compact(on)

    def _on_reset(self) -> None:
        model = self.model
        filled = bool(model.rows and model.columns)
        self._stack.setCurrentIndex(0 if filled else 1)
        # of a view that could not be shown the user was told why
        refused = self._session.is_open and model.comparison is None and not model.is_stale
        self._words.setText(_(REFUSED if refused else EMPTY if self.filters.filter.is_empty else NO_MATCH))
        self._beside.setVisible(filled)
        self.filters.result.setText(self._extent_words())
        self._export.setEnabled(model.counts(None, None).total > 0)
        if not self._session.is_open or model.comparison is None:
            return
        chosen = self.grid.row_id, self.grid.column_id
        found = self._chosen()[1:]
        if any(line is not None and path is None for line, path in zip(chosen, found, strict=True)):
            self.grid.choose(None, None)
        else:
            self._show_evidence(*chosen)

    def _on_cells_changed(self, cells: set[tuple[LineKey, LineKey]]) -> None:
        row_id, column_id = self.grid.row_id, self.grid.column_id
        # the page hears of the edit itself next, which tells which documents it touched
        self._is_touched = any(row_id in (None, row) and column_id in (None, column) for row, column in cells)

    def _extent_words(self) -> str:
        model, view = self.model, self.view
        rows, columns = len(model.rows), len(model.columns)
        if (view.rows, view.columns, view.transpose) != (TOPICS, ACTORS, False) or not self._session.is_open:
            return f"{phrases.counted('row', rows)}, {phrases.counted('column', columns)}"
        # a theme gathers topics and is none itself, unless a claim uses it
        known = self._session.topics().values()
        coded = set(topics_to_code(known))
        topics = sum(one in coded or model.row_of((one.key,)) >= 0 for one in known)
        actors = len(self._session.actors())
        down = ngettext("{count} of {all} topic", "{count} of {all} topics", topics).format(count=rows, all=topics)
        across = ngettext("{count} of {all} actor", "{count} of {all} actors", actors).format(count=columns, all=actors)
        return f"{down}, {across}"

    def _chosen(self) -> tuple[Comparison | None, Path | None, Path | None]:
        """Return what is shown, and the row and column that are chosen in it."""
        row, column = self.model.path(True, self.grid.row_id), self.model.path(False, self.grid.column_id)
        return self.model.comparison, row, column

    def _show_evidence(self, row_id: LineKey | None, column_id: LineKey | None) -> None:
        shown = (self._session.revision, self.view, row_id, column_id)
        if self._session.is_open and shown != self._shown:
            self._shown = shown
            self.evidence.show_cell(*self._chosen())

    def _on_entered(self) -> None:
        """Forget the choice: its ids mean other things in another project."""
        self._forget_sides()
        self._before = None
        self.grid.choose(None, None)
        self.set_view(PLAIN.changed(hide_empty=self.bar.view.hide_empty))

    def _follow_fields(self, changes: ChangeSet) -> None:
        """Let the view name own fields as they are called now, and go without those that are gone."""
        view = self.view
        for old, new in renamed_fields(self._session, changes):
            if new is not None:
                view = self._session.messages.attempt(edits.saved.with_field, view, old, new) or view
            elif old.place in view.fields:
                self._before = view, old.place, view.without(old.place)
                view = self._before[2]
                words = _("The field “{name}” is not there any more: the matrix goes without it.")
                self._session.messages.info(words.format(name=old.name))
        if self._before is not None:
            before, place, without = self._before
            if view == without and place in own_places(self._session):
                view, self._before = before, None
        if view != self.view:
            self.set_view(view)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("own_field"):
            self._follow_fields(changes)
        touched, self._is_touched = self._is_touched, False
        # what was shown anew is right already, and soon will be what waits for other counts
        if not self.isVisible() or self.model.is_stale or self._shown[:1] == (self._session.revision,):
            return
        if changes.touches("actor", "topic", "document"):
            self._show_evidence(self.grid.row_id, self.grid.column_id)
        elif touched and self.model.comparison is not None:
            self._shown = (self._session.revision, *self._shown[1:])
            self.evidence.follow_cell(self.model.comparison, changes)
        else:
            self.evidence.follow(changes)
