"""Buttons with what is saved in the project by name: filters, and views of the matrix."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.core.changes import ChangeSet
from desktop.core.filters import ClaimFilter
from desktop.core.language import _
from desktop.core.views import View
from desktop.qt.parts.layouts import hbox, label, push, vbox
from desktop.qt.parts.pick_button import PopupButton
from desktop.qt.parts.popup_list import VISIBLE, PopupModel, PopupRow
from desktop.qt.session import Session
from desktop.store import edits

_WIDTH = 300


class SavedNames(PopupButton):
    """Save something by name.

    In the open list Enter chooses, F2 renames where that is offered, Delete deletes; in the line below, Enter saves
    what is present under the name that stands there.

    Attributes:
        nothing: says that nothing is saved.
        name, save, rename, delete: the line for a new name, and what can be done.
    """

    def __init__(self, session: Session, title: str, *, renames: bool = False) -> None:
        super().__init__(title, PopupModel(renames=renames))
        self.session = session
        self._renames = renames
        self.popup.setFixedWidth(_WIDTH)
        self.nothing = label(role="dim")
        self.model.renamed.connect(self._rename)
        self.list.taken.connect(lambda row: self._choose(row))
        self.rename = push(_("Rename"), "flat", "F2", does=lambda: self.list.edit(self.list.currentIndex()))
        self.delete = push(_("Delete"), "flat", _("Del"), does=self._delete)
        self.name = QLineEdit()
        self.name.returnPressed.connect(self._save)
        self.save = push(_("Save"), does=self._save)
        changing, saving = hbox(1, self.rename, self.delete), hbox((self.name, 1), self.save)
        vbox(self.nothing, self.list, changing, saving, on=self.popup, margins=(8, 8, 8, 8), gap=6)
        session.changed.connect(self._on_changed)

    # what is saved

    def names(self) -> list[str]:
        """Return the names that are there."""
        raise NotImplementedError

    def can_save(self) -> bool:
        """Tell whether there is something to be saved."""
        return True

    def choose_name(self, name: str) -> None:
        """Show what is saved under a name."""
        raise NotImplementedError

    def save_as(self, name: str) -> bool:
        """Save what is present under a name and tell whether that was done."""
        raise NotImplementedError

    def rename_to(self, old: str, new: str) -> bool:
        """Give what is saved another name and tell whether that was done."""
        raise NotImplementedError

    def delete_name(self, name: str) -> None:
        """Delete what is saved under a name."""
        raise NotImplementedError

    # the list

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

    def first(self) -> QWidget:
        """Return the list; the line for a name where nothing is saved."""
        return self.list if self.model.rows else self.name

    def fill(self) -> None:
        """List the names that are there."""
        row = max(0, self.list.currentIndex().row())
        self.model.set_rows(PopupRow(name, name) for name in (self.names() if self.session.is_open else ()))
        count = self.model.rowCount()
        self.list.setCurrentIndex(self.model.index(min(row, count - 1)))
        self.list.setFixedHeight(self.list.height_of(min(VISIBLE, max(1, count))))
        self.list.setVisible(bool(count))
        self.delete.setVisible(bool(count))
        self.rename.setVisible(bool(count) and self._renames)
        self.nothing.setVisible(not count)
        present = self.can_save()
        self.name.setEnabled(present)
        self.save.setEnabled(present)
        self.popup.adjustSize()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("setting") and self.popup.isVisible():
            self.fill()

    def _choose(self, row: int) -> None:
        self.close_popup()
        self.choose_name(self.model.rows[row].text)

    def _save(self) -> None:
        if self.save.isEnabled() and self.save_as(self.name.text()):
            self.name.clear()

    def _rename(self, row: int, new: str) -> None:
        self.rename_to(self.model.rows[row].text, new)

    def _delete(self) -> None:
        row = self.list.currentIndex().row()
        if row >= 0:
            self.delete_name(self.model.rows[row].text)


class SavedFilters(SavedNames):
    """Save filters.

    Signals:
        chosen(ClaimFilter): a saved filter was chosen.
    """

    chosen = Signal(object)

    def __init__(self, session: Session, present: Callable[[], ClaimFilter]) -> None:
        """Offer the filters of *session*; *present* returns the one to be saved."""
        super().__init__(session, _("Saved filters"), renames=True)
        self._present = present
        self.setToolTip(_("Filters saved in the project"))
        self.nothing.setText(_("No filter is saved yet."))
        self.name.setPlaceholderText(_("Save the present filter as…"))
        self.name.setAccessibleName(_("Name of the filter to save"))

    def names(self) -> list[str]:
        """Return the names of the filters."""
        return list(self.session.read(edits.edit_filters.saved_filters))

    def can_save(self) -> bool:
        """Tell whether a filter stands."""
        return not self._present().is_empty

    def choose_name(self, name: str) -> None:
        """Tell which filter was chosen."""
        found = self.session.read(edits.edit_filters.saved_filters).get(name)
        if found is not None:
            self.chosen.emit(found)

    def save_as(self, name: str) -> bool:
        """Save the present filter."""
        return self.session.done(edits.edit_filters.save, name, self._present())

    def rename_to(self, old: str, new: str) -> bool:
        """Rename a filter."""
        return self.session.done(edits.edit_filters.rename, old, new)

    def delete_name(self, name: str) -> None:
        """Delete a filter."""
        self.session.do(edits.edit_filters.delete, name)


class SavedViews(SavedNames):
    """Save views of the matrix.

    Signals:
        chosen(str, View): a saved view was chosen, by its name.
    """

    chosen = Signal(str, object)

    def __init__(self, session: Session, present: Callable[[], View]) -> None:
        """Offer the views of *session*; *present* returns the one to be saved."""
        super().__init__(session, _("Views"))
        self._present = present
        self.setToolTip(_("Views saved in the project: axes, cells, filter, order"))
        self.nothing.setText(_("No view is saved yet."))
        self.name.setPlaceholderText(_("Save the present view as…"))
        self.name.setAccessibleName(_("Name of the view to save"))

    def names(self) -> list[str]:
        """Return the names of the views."""
        return list(self.session.do(edits.kept.views) or {})

    def choose_name(self, name: str) -> None:
        """Tell which view was chosen."""
        found = (self.session.do(edits.kept.views) or {}).get(name)
        if found is not None:
            self.chosen.emit(name, found)

    def save_as(self, name: str) -> bool:
        """Save the present view, in place of the one that has the name."""
        done = self.session.done(edits.kept.keep_view, name, self._present())
        if done:
            self.session.messages.info(_("The view “{name}” is saved in the project.").format(name=name.strip()))
        return done

    def delete_name(self, name: str) -> None:
        """Delete a view."""
        self.session.do(edits.kept.delete_view, name)
