"""What chooses what the matrix shows: rows, columns, cells, order, repetitions; and a line that finds its heads."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from desktop.analysis.comparison.outline import LineKey
from desktop.core import phrases
from desktop.core.axes import FIELDS, TOGETHER, Axis, field_of
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.matching import fold
from desktop.core.views import CELLS, View, cell_word
from desktop.qt.matrix.grid import MatrixGrid
from desktop.qt.matrix.model import Head
from desktop.qt.parts.elided import FlowLayout
from desktop.qt.parts.field_choices import Pill, radio_action
from desktop.qt.parts.layouts import tool

NESTED = (
    "theme>topic",
    "organisation>actor",
    "country>actor",
    "country>organisation>actor",
    "publisher>document",
    "year>month",
    "month>week",
    "year>document",
)


def axis_words(axis: Axis) -> str:
    """Return an axis as people say it: ``theme › topic``."""
    return " › ".join(field_of(name).called for name in axis.fields)


class MatrixBar(QWidget):
    """Choose a view; its filter is chosen elsewhere.

    Signals:
        changed(View): the user chose another view.
        refused(str): why a choice cannot be.
        fold_all_wanted(is_row, closed): all groups of an axis are to be closed, or opened.
    """

    changed = Signal(object)
    refused = Signal(str)
    fold_all_wanted = Signal(bool, bool)

    def __init__(self, view: View, own: Callable[[], Iterable[str]] = tuple) -> None:
        """Show *view*; *own* gives the places of the project's own fields, which stand behind the others."""
        super().__init__()
        self.view = view
        self._own = own
        self.rows, self.columns, self.cells = Pill(_("Rows")), Pill(_("Columns")), Pill(_("Cells"))
        self.order, self.rule, self.within = Pill(_("Order")), Pill(_("Duplicates")), Pill(_("Within"))
        self.transpose = tool(_("Transpose"), "pill", _("Let rows and columns change places"), checkable=True)
        self.hide_empty = tool(_("Hide empty"), "pill", _("Leave out rows and columns without claims"), checkable=True)
        pills = (
            self.rows,
            self.columns,
            self.within,
            self.cells,
            self.order,
            self.rule,
            self.transpose,
            self.hide_empty,
        )
        FlowLayout(*pills, on=self, even=False, gap=6)
        for pill, fill in (
            (self.rows, lambda: self._fill_axis(self.rows, "rows")),
            (self.columns, lambda: self._fill_axis(self.columns, "columns")),
            (self.cells, self._fill_cells),
            (self.order, self._fill_order),
            (self.rule, lambda: self._fill_radios(self.rule.choices, phrases.RULES, "duplicates")),
            (self.within, lambda: self._fill_radios(self.within.choices, phrases.WITHIN, "within")),
        ):
            pill.choices.aboutToShow.connect(fill)
        self.transpose.clicked.connect(lambda on: self.choose(transpose=on))
        self.hide_empty.toggled.connect(lambda on: self.choose(hide_empty=on))
        self.set_view(view)

    def set_view(self, view: View) -> None:
        """Show *view* in the pills; nothing is told."""
        self.view = view
        self.rows.show_choice(axis_words(view.rows))
        self.columns.show_choice(axis_words(view.columns))
        share = f" {_(phrases.SHARES[view.share_of])}" if view.cells == "share" else ""
        self.cells.show_choice(cell_word(view.cells) + share)
        orders = [_(phrases.ORDERS[one]) for one in dict.fromkeys((view.order, view.column_order))]
        self.order.show_choice(_(", ").join(orders))
        self.rule.show_choice(_(phrases.RULES[view.duplicates]))
        self.rule.setToolTip(_("How often an actor counts who holds a topic with one stance again and again"))
        self.within.show_choice(_(phrases.WITHIN[view.within]))
        self.within.setVisible(view.is_together)
        self.transpose.setChecked(view.transpose)
        self.hide_empty.setChecked(view.hide_empty)
        self.rule.setProperty("on", view.duplicates != "include")

    def choose(self, **changes: Any) -> None:
        """Change the view as the user does, by the names of `View`."""
        try:
            view = self.view.changed(**changes)
        except UserError as error:
            self.refused.emit(str(error))
            self.set_view(self.view)
            return
        if view != self.view:
            self.set_view(view)
            self.changed.emit(view)

    def _take_axis(self, name: str, axis: Axis) -> None:
        other = "columns" if name == "rows" else "rows"
        facing, before = getattr(self.view, other), getattr(self.view, name)
        changes: dict[str, Any] = {name: axis}
        if set(axis.fields) & set(facing.fields):
            # what stands on the other side already changes places with what stood here, where that can be
            left = tuple(one for one in facing.fields if one not in axis.fields)
            changes[other] = Axis(left) if left else before
        self.choose(**changes)

    def _fill_axis(self, pill: Pill, name: str) -> None:
        axis: Axis = getattr(self.view, name)
        menu = pill.choices
        menu.clear()
        group = QActionGroup(menu)
        for field in FIELDS.values():
            single = Axis((field.name,))
            radio_action(menu, group, _(field.title), axis == single, partial(self._take_axis, name, single))
        own = [field_of(place) for place in self._own()]
        if own:
            menu.addSeparator()
        for field in own:
            single = Axis((field.name,))
            radio_action(menu, group, field.title, axis == single, partial(self._take_axis, name, single))
        menu.addSeparator()
        for text in NESTED:
            nested = Axis.parse(text)
            radio_action(menu, group, axis_words(nested), axis == nested, partial(self._take_axis, name, nested))
        menu.addSeparator()
        facing: Axis = getattr(self.view, "columns" if name == "rows" else "rows")
        if {*facing.bases} <= {*TOGETHER}:
            words = _("{field}, as on the other side: claims of one passage").format(field=axis_words(facing))
            radio_action(menu, group, words, axis == facing, partial(self.choose, **{name: facing}))
            menu.addSeparator()
        within = menu.addMenu(_("Divide further by"))
        for field in (*FIELDS.values(), *own):
            if field.name not in axis.fields:
                finer = Axis((*axis.fields, field.name))
                within.addAction(field.title, partial(self._take_axis, name, finer))
        if len(axis.fields) > 1:
            menu.addSeparator()
            is_row = (name == "rows") != self.view.transpose
            menu.addAction(_("Close all groups"), lambda: self.fold_all_wanted.emit(is_row, True))
            menu.addAction(_("Open all groups"), lambda: self.fold_all_wanted.emit(is_row, False))

    def _fill_cells(self) -> None:
        self._fill_radios(self.cells.choices, {kind.key: kind.title for kind in CELLS.values()}, "cells")
        self._fill_radios(self.cells.choices.addMenu(_("Share of")), phrases.SHARES, "share_of")
        menu = self.cells.choices.addMenu(_("Values of a field"))
        group = QActionGroup(menu)
        own = [field_of(place) for place in self._own()]
        for fields in (own, [*FIELDS.values()]):
            if not menu.isEmpty():
                menu.addSeparator()
            for field in fields:
                chosen = self.view.cells == field.name
                radio_action(menu, group, field.title, chosen, partial(self.choose, cells=field.name))

    def _fill_order(self) -> None:
        self.order.choices.clear()
        for title, name in ((_("Rows by"), "order"), (_("Columns by"), "column_order")):
            self._fill_radios(self.order.choices.addMenu(title), phrases.ORDERS, name)
        menu = self.order.choices.addMenu(_("Both by"))
        for order, word in phrases.ORDERS.items():
            menu.addAction(_(word), partial(self.choose, order=order, column_order=order))

    def _fill_radios(self, menu: QMenu, words: Mapping[Any, str], name: str) -> None:
        menu.clear()
        group = QActionGroup(menu)
        for value, word in words.items():
            chosen = getattr(self.view, name) == value
            radio_action(menu, group, _(word), chosen, partial(self.choose, **{name: value}))


class MatrixFind(QLineEdit):
    """Find heads as one types; Enter goes to the next one, Shift+Enter to the one before, Escape back to the grid.

    Signals:
        result_changed(str): what was found: ``2 of 5``; empty when nothing is looked for.
    """

    result_changed = Signal(str)

    def __init__(self, grid: MatrixGrid) -> None:
        super().__init__()
        self._grid = grid
        self._at = 0
        self.setPlaceholderText(_("Find row or column…"))
        self.setAccessibleName(_("Find row or column"))
        self.setToolTip(_("Enter: next, Shift+Enter: the one before"))
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(110)
        self.setMaximumWidth(220)
        self.textChanged.connect(lambda: self._go(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, back with Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._go(self._at + (-1 if back else 1))
        elif event.key() == Qt.Key.Key_Escape:
            self._grid.setFocus()
        else:
            super().keyPressEvent(event)

    def matches(self) -> list[tuple[LineKey | None, LineKey | None]]:
        """Return the rows, then the columns, whose names hold what was typed."""
        typed = fold(self.text().strip())
        if not typed:
            return []
        model = self._grid.model

        def holds(head: Head) -> bool:
            return any(typed in fold(words) for words in (head.name, head.about, head.short))

        rows = [at for at in range(len(model.rows)) if holds(model.head(True, at))]
        columns = [at for at in range(len(model.columns)) if holds(model.head(False, at))]
        return [*((model.rows[at], None) for at in rows), *((None, model.columns[at]) for at in columns)]

    def _go(self, at: int) -> None:
        found = self.matches()
        self._at = at % len(found) if found else 0
        if found:
            self._grid.choose(*found[self._at])
        result = _("{at} of {count}").format(at=self._at + 1, count=len(found)) if found else _("nothing")
        self.result_changed.emit(result if self.text().strip() else "")
