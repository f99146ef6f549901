"""Buttons that open a list: to tick what one filters by, or to choose what is saved in the project by name."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from desktop.core.changes import ChangeSet
from desktop.core.filters import ClaimFilter
from desktop.core.language import N_, _
from desktop.core.matching import Candidate, rank
from desktop.core.views import View
from desktop.qt import theme
from desktop.qt.parts.layouts import hbox, label, push, vbox
from desktop.qt.parts.popup_list import VISIBLE, PopupList, PopupModel, PopupRow
from desktop.qt.parts.switches import Switch
from desktop.qt.session import Session
from desktop.store import edits

# beyond this many, one finds by typing
_LINE_FROM = 9
_MOST = 200


class PanelButton(Switch):
    """Open a panel below the button by Down, Space or a click; Escape closes it.

    Signals:
        closed(): the panel is not seen any more.
    """

    closed = Signal()

    def __init__(self, title: str) -> None:
        """Call the button *title*."""
        super().__init__()
        self.setCheckable(False)
        self.setText(title)
        self.setProperty("role", "pill")
        self.setProperty("opens", True)
        self.clicked.connect(self.open)
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setObjectName("popup")
        self.popup.installEventFilter(self)

    def open(self) -> None:
        """Open the panel."""
        self.fill()
        self.popup.adjustSize()
        place, window = self.mapToGlobal(QPoint(0, self.height() + 2)), self.window().frameGeometry()
        # a list at the window's right edge opens to the left
        place.setX(max(window.left(), min(place.x(), window.right() - self.popup.width())))
        self.popup.move(place)
        self.popup.show()
        self.first().setFocus()

    def fill(self) -> None:
        """Find what the panel shows."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """Return what has the focus when the panel opens."""
        raise NotImplementedError

    def close_popup(self) -> None:
        """Close the panel and take the focus back."""
        self.popup.hide()
        self.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arrow that buttons with a menu have."""
        super().paintEvent(event)
        painter = QPainter(self)
        theme.paint_arrow(painter, QRect(self.width() - 17, (self.height() - 10) // 2, 10, 10))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the panel by Down too."""
        if event.key() == Qt.Key.Key_Down:
            self.open()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close by Escape, wherever the focus is in what is open."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and watched is self.popup
        ):
            self.close_popup()
            return True
        if watched is self.popup and event.type() == QEvent.Type.Hide:
            self.closed.emit()
        return super().eventFilter(watched, event)


class PopupButton(PanelButton):
    """Open a list below the button."""

    def __init__(self, title: str, model: PopupModel, line: QLineEdit | None = None) -> None:
        """Call the button and its list *title*; *line* steers the list."""
        super().__init__(title)
        self.model = model
        model.setParent(self)
        self.list = PopupList(model, title, line)
        # where there is no line, or none is needed
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list.left.connect(self.close_popup)

    def first(self) -> QWidget:
        """Return what has the focus when the list opens."""
        return self.list


class PickButton(PopupButton):
    """Choose any number of options; none chosen means all.

    Signals:
        changed(): another choice stands.
    """

    changed = Signal()

    def __init__(self, title: str, options: Callable[[], list[PopupRow]]) -> None:
        self.line = QLineEdit()
        super().__init__(title, PopupModel(ticks=True), self.line)
        self._title = title
        self._options = options
        self._known: list[PopupRow] = []
        self.setAccessibleName(_("Filter by {name}").format(name=title.lower()))
        self.setCheckable(True)
        self.line.setPlaceholderText(_("Find…"))
        self.line.setAccessibleName(_("Find {name}").format(name=title.lower()))
        vbox(self.line, self.list, on=self.popup, margins=(6, 6, 6, 6), gap=4)
        self.line.textEdited.connect(self._narrow)
        self.list.taken.connect(lambda row: self._toggle(row))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys that are chosen."""
        return tuple(sorted(map(str, self.model.ticked or ())))

    def set_chosen(self, keys: tuple[str, ...]) -> None:
        """Choose *keys*."""
        self.model.ticked = set(keys)
        self._show_choice()

    def fill(self) -> None:
        """List the options, the chosen ones first."""
        self._show_choice()
        self._known = sorted(self._options(), key=lambda row: row.key not in (self.model.ticked or ()))
        self.line.clear()
        self.line.setVisible(len(self._known) >= _LINE_FROM)
        self._narrow("")
        self.list.setFixedHeight(self.list.height_of(min(VISIBLE, max(1, len(self._known)))))
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(row.text) for row in self._known[:500]), default=0)
        self.popup.setFixedWidth(max(150, min(420, widest + 70)))

    def first(self) -> QWidget:
        """Return the line; the list where there is none."""
        return self.line if self.line.isVisible() else self.list

    def _narrow(self, typed: str) -> None:
        found = rank(typed, [Candidate(row, (row.text, *row.names)) for row in self._known], _MOST)
        self.model.set_rows(found if typed.strip() else self._known)
        self.list.setCurrentIndex(self.model.index(0))

    def _toggle(self, row: int) -> None:
        self.model.tick(row)
        self._show_choice()
        self.changed.emit()

    def _show_choice(self) -> None:
        count = len(self.chosen)
        self.setChecked(bool(count))
        self.setText(f"{self._title} {count}" if count else self._title)


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
        session.drafts.changed.connect(self._on_draft)

    def names(self) -> list[str]:
        """Return the names that are there."""
        return list(self._saved())

    def first(self) -> QWidget:
        """Return the list; the line for a name where nothing is saved."""
        return self.list if self.model.rows else self.name

    def fill(self) -> None:
        """List the names that are there."""
        row = max(0, self.list.currentIndex().row())
        self.model.set_rows(self._row(name) for name in self._saved())
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
        found = self._saved().get(str(self.model.rows[row].key))
        if found is not None:
            self.chosen.emit(found)

    def _save(self) -> None:
        name = self.name.text()
        if self.save.isEnabled() and self._session.done(edits.saved.save, name, self._present()):
            self.name.clear()
            self._session.messages.info(self._done.format(name=" ".join(name.split())))

    def _rename(self, row: int, new: str) -> None:
        old, kind, drafts = str(self.model.rows[row].key), self._kind, self._session.drafts

        def write(text: str, _seen: str) -> None:
            self._session.read(edits.saved.rename, kind, old, text)

        where = _("the name of {name}").format(name=old)
        if new == old:
            drafts.drop(self._key(old))
        else:
            drafts.write(self._key(old), new, old, write, where, refusable=True)

    def _row(self, name: str) -> PopupRow:
        draft = self._session.drafts.of(self._key(name))
        return PopupRow(name, name) if draft is None else PopupRow(name, draft.text, _("not saved yet"))

    def _key(self, name: str) -> tuple[str, str, str]:
        return "saved", self._kind, name

    def _on_draft(self, key: object) -> None:
        if isinstance(key, tuple) and key[:2] == ("saved", self._kind) and self.popup.isVisible():
            self.fill()

    def _delete(self) -> None:
        row = self.list.currentIndex().row()
        if row >= 0:
            self._session.do(edits.saved.delete, self._kind, str(self.model.rows[row].key))
