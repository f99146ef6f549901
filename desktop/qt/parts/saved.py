"""Buttons with what is saved in the project by name: filters, and views of the matrix."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.core.changes import ChangeSet
from desktop.core.filters import ClaimFilter
from desktop.core.language import N_, _
from desktop.core.views import View
from desktop.qt.parts.layouts import hbox, label, push, vbox
from desktop.qt.parts.pick_button import PopupButton
from desktop.qt.parts.popup_list import VISIBLE, PopupModel, PopupRow
from desktop.qt.session import Session
from desktop.store import edits

_WIDTH = 300
# the button and its tool tip; what the list says when it is empty; the line for a name; what is told when it is saved
_WORDS = {
    "filter": (
        N_("Saved filters"),
        N_("Filters saved in the project"),
        N_("No filter is saved yet."),
        N_("Save the present filter as…"),
        N_("Name of the filter to save"),
        N_("The filter “{name}” is saved in the project."),
    ),
    "view": (
        N_("Views"),
        N_("Views saved in the project: axes, cells, filter, order"),
        N_("No view is saved yet."),
        N_("Save the present view as…"),
        N_("Name of the view to save"),
        N_("The view “{name}” is saved in the project."),
    ),
}


class SavedNames(PopupButton):
    """Save filters or views by name.

    In the open list Enter chooses, F2 renames, Delete deletes; in the line below, Enter saves what is present under
    the name that stands there.

    Signals:
        chosen(ClaimFilter | View): a saved one was chosen.
    """

    chosen = Signal(object)

    def __init__(
        self, session: Session, kind: "edits.saved.SavedKind", present: Callable[[], ClaimFilter | View]
    ) -> None:
        """Offer what *session* has of a kind; *present* returns what is to be saved."""
        title, tip, nothing, prompt, name, self._done = (_(words) for words in _WORDS[kind])
        super().__init__(title, PopupModel(renames=True))
        self._session = session
        self._kind = kind
        self._present = present
        self.setToolTip(tip)
        self.popup.setFixedWidth(_WIDTH)
        self.nothing = label(nothing, "dim")
        self.model.renamed.connect(self._rename)
        self.list.taken.connect(lambda row: self._choose(row))
        self.rename = push(_("Rename"), "flat", "F2", does=lambda: self.list.edit(self.list.currentIndex()))
        self.delete = push(_("Delete"), "flat", _("Del"), does=self._delete)
        self.name = QLineEdit()
        self.name.setPlaceholderText(prompt)
        self.name.setAccessibleName(name)
        self.name.returnPressed.connect(self._save)
        self.save = push(_("Save"), does=self._save)
        changing, saving = hbox(1, self.rename, self.delete), hbox((self.name, 1), self.save)
        vbox(self.nothing, self.list, changing, saving, on=self.popup, margins=(8, 8, 8, 8), gap=6)
        session.changed.connect(self._on_changed)

    def names(self) -> list[str]:
        """Return the names that are there."""
        return list(self._saved())

    def first(self) -> QWidget:
        """Return the list; the line for a name where nothing is saved."""
        return self.list if self.model.rows else self.name

    def fill(self) -> None:
        """List the names that are there."""
        row = max(0, self.list.currentIndex().row())
        self.model.set_rows(PopupRow(name, name) for name in self._saved())
        count = self.model.rowCount()
        self.list.setCurrentIndex(self.model.index(min(row, count - 1)))
        self.list.setFixedHeight(self.list.height_of(min(VISIBLE, max(1, count))))
        for widget in (self.list, self.rename, self.delete):
            widget.setVisible(bool(count))
        self.nothing.setVisible(not count)
        present = self._present()
        for control in (self.name, self.save):
            control.setEnabled(isinstance(present, View) or not present.is_empty)
        self.popup.adjustSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete by Delete."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Delete
            and self.list.hasFocus()
        ):
            self._delete()
            return True
        return super().eventFilter(watched, event)

    def _saved(self) -> Mapping[str, ClaimFilter | View]:
        if not self._session.is_open:
            return {}
        return self._session.do(edits.saved.views if self._kind == "view" else edits.saved.filters) or {}

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("setting") and self.popup.isVisible():
            self.fill()

    def _choose(self, row: int) -> None:
        self.close_popup()
        found = self._saved().get(self.model.rows[row].text)
        if found is not None:
            self.chosen.emit(found)

    def _save(self) -> None:
        name = self.name.text()
        if self.save.isEnabled() and self._session.done(edits.saved.save, name, self._present()):
            self.name.clear()
            self._session.messages.info(self._done.format(name=" ".join(name.split())))

    def _rename(self, row: int, new: str) -> None:
        self._session.do(edits.saved.rename, self._kind, self.model.rows[row].text, new)

    def _delete(self) -> None:
        row = self.list.currentIndex().row()
        if row >= 0:
            self._session.do(edits.saved.delete, self._kind, self.model.rows[row].text)
