"""A button with what is kept in the project by name: choose, keep, rename, delete."""

from PySide6.QtCore import QEvent, QObject, QPoint, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QToolButton,
    QVBoxLayout,
)

from desktop.core.changes import ChangeSet
from desktop.qt.session import Session


class KeptNames(QToolButton):
    """Keep something by name.

    In the open list Enter chooses, F2 renames where that is offered, Delete deletes; in the line below, Enter keeps
    what is present under the name that stands there.

    Attributes:
        popup: the open list and what stands below it.
        nothing: says that nothing is kept.
        list, name, save, rename, delete: its parts.
    """

    def __init__(self, session: Session, words: str, what: str, tip: str, *, renames: bool = False) -> None:
        """Say *words* on the button; *what* is kept here, in the singular, and *tip* says more of it."""
        super().__init__()
        self.session = session
        self._names: list[str] = []
        self._renames = renames
        self._filling = False
        self.setText(f"{words} ▾")
        self.setProperty("role", "pill")
        self.setToolTip(tip)
        self.clicked.connect(self.open)
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setObjectName("pickList")
        self.popup.setFixedWidth(300)
        self.nothing = QLabel(f"No {what} is kept yet.")
        self.nothing.setProperty("role", "dim")
        self.list = QListView()
        self.list.setAccessibleName(words)
        triggers = QAbstractItemView.EditTrigger
        self.list.setEditTriggers(triggers.EditKeyPressed if renames else triggers.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = QStringListModel(self)
        self.list.setModel(self._model)
        self._model.dataChanged.connect(lambda index: self._on_edited(index.row()))
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.list.installEventFilter(self)
        self.rename, self.delete = QPushButton("Rename"), QPushButton("Delete")
        for button, key in ((self.rename, "F2"), (self.delete, "Del")):
            button.setProperty("role", "flat")
            button.setToolTip(key)
        self.rename.clicked.connect(lambda: self.list.edit(self.list.currentIndex()))
        self.delete.clicked.connect(self._delete)
        self.name = QLineEdit()
        self.name.setPlaceholderText(f"Keep the present {what} as…")
        self.name.setAccessibleName(f"Name of the {what} to keep")
        self.name.returnPressed.connect(self._keep)
        self.name.installEventFilter(self)
        self.save = QPushButton("Keep")
        self.save.clicked.connect(self._keep)
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.nothing)
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.rename)
        row.addWidget(self.delete)
        column.addLayout(row)
        below = QHBoxLayout()
        below.addWidget(self.name, 1)
        below.addWidget(self.save)
        column.addLayout(below)
        session.changed.connect(self._on_changed)

    # what is kept

    def kept(self) -> list[str]:
        """Return the names that are there."""
        raise NotImplementedError

    def can_keep(self) -> bool:
        """Tell whether there is something to be kept."""
        return True

    def choose_name(self, name: str) -> None:
        """Show what is kept under a name."""
        raise NotImplementedError

    def keep_as(self, name: str) -> bool:
        """Keep what is present under a name and tell whether that was done."""
        raise NotImplementedError

    def rename_to(self, old: str, new: str) -> bool:
        """Give what is kept another name and tell whether that was done."""
        raise NotImplementedError

    def delete_name(self, name: str) -> None:
        """Delete what is kept under a name."""
        raise NotImplementedError

    # the list

    def open(self) -> None:
        """Open the list below the button."""
        self._fill()
        place = self.mapToGlobal(QPoint(self.width() - self.popup.width(), self.height() + 2))
        self.popup.move(max(self.window().frameGeometry().left(), place.x()), place.y())
        self.popup.show()
        if self._names:
            self.list.setCurrentIndex(self._model.index(0))
            self.list.setFocus()
        else:
            self.name.setFocus()

    def names(self) -> list[str]:
        """Return the names in the list."""
        return list(self._names)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list by Down too."""
        if event.key() == Qt.Key.Key_Down:
            self.open()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Steer the list by Enter, Delete and Escape."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.popup.hide()
            self.setFocus()
            return True
        if watched is self.list and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex().row())
            return True
        if watched is self.list and key == Qt.Key.Key_Delete:
            self._delete()
            return True
        return False

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("setting") and self.popup.isVisible():
            self._fill()

    def _fill(self) -> None:
        self._filling = True
        row = max(0, self.list.currentIndex().row())
        self._names = self.kept() if self.session.is_open else []
        self._model.setStringList(self._names)
        self.list.setCurrentIndex(self._model.index(min(row, len(self._names) - 1)))
        self._filling = False
        has = bool(self._names)
        self.list.setVisible(has)
        self.delete.setVisible(has)
        self.rename.setVisible(has and self._renames)
        self.nothing.setVisible(not has)
        self.list.setFixedHeight(max(24, self.list.sizeHintForRow(0)) * min(10, max(1, len(self._names))) + 8)
        present = self.can_keep()
        self.name.setEnabled(present)
        self.save.setEnabled(present)
        self.popup.adjustSize()

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._names):
            self.popup.hide()
            self.setFocus()
            self.choose_name(self._names[row])

    def _keep(self) -> None:
        if self.save.isEnabled() and self.keep_as(self.name.text()):
            self.name.clear()

    def _on_edited(self, row: int) -> None:
        if self._filling or not 0 <= row < len(self._names):
            return
        new = self._model.stringList()[row]
        if new != self._names[row] and not self.rename_to(self._names[row], new):
            self._fill()

    def _delete(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self._names):
            self.delete_name(self._names[row])
