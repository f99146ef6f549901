"""A button with the filters that are kept in the project: choose, save, rename, delete."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QStringListModel, Qt, Signal
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

from desktop.core.filters import ClaimFilter
from desktop.qt.session import Session


class SavedFilters(QToolButton):
    """Keep filters by name.

    In the open list Enter chooses a filter, F2 renames it, Delete deletes it; in the line below, Enter keeps the
    present filter under the name that stands there.

    Signals:
        chosen(ClaimFilter): a saved filter was chosen.
    """

    chosen = Signal(object)

    def __init__(self, session: Session, present: Callable[[], ClaimFilter]) -> None:
        """Offer the filters of *session*; *present* returns the one to be saved."""
        super().__init__()
        self._session = session
        self._present = present
        self._names: list[str] = []
        self._filling = False
        self.setText("Saved filters ▾")
        self.setProperty("role", "pill")
        self.setToolTip("Filters kept in the project")
        self.clicked.connect(self.open)
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setObjectName("pickList")
        self.popup.setFixedWidth(300)
        self.nothing = QLabel("No filter is saved yet.")
        self.nothing.setProperty("role", "dim")
        self.list = QListView()
        self.list.setAccessibleName("Saved filters")
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = QStringListModel(self)
        self.list.setModel(self._model)
        self._model.dataChanged.connect(lambda index: self._rename(index.row()))
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.list.installEventFilter(self)
        self.rename, self.delete = QPushButton("Rename"), QPushButton("Delete")
        for button, tip in ((self.rename, "F2"), (self.delete, "Del")):
            button.setProperty("role", "flat")
            button.setToolTip(tip)
        self.rename.clicked.connect(lambda: self.list.edit(self.list.currentIndex()))
        self.delete.clicked.connect(self._delete)
        self.name = QLineEdit()
        self.name.setPlaceholderText("Keep the present filter as…")
        self.name.setAccessibleName("Name of the filter to keep")
        self.name.returnPressed.connect(self._save)
        self.name.installEventFilter(self)
        self.save = QPushButton("Save")
        self.save.clicked.connect(self._save)
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
        session.changed.connect(lambda changes: self._fill() if changes.touches("setting") else None)

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

    def _fill(self) -> None:
        self._filling = True
        row = max(0, self.list.currentIndex().row())
        self._names = list(self._session.lists.saved()) if self._session.is_open else []
        self._model.setStringList(self._names)
        self.list.setCurrentIndex(self._model.index(min(row, len(self._names) - 1)))
        self._filling = False
        has = bool(self._names)
        for widget in (self.list, self.rename, self.delete):
            widget.setVisible(has)
        self.nothing.setVisible(not has)
        self.list.setFixedHeight(max(24, self.list.sizeHintForRow(0)) * min(10, max(1, len(self._names))) + 8)
        present = not self._present().is_empty
        self.name.setEnabled(present)
        self.save.setEnabled(present)
        self.popup.adjustSize()

    def _choose(self, row: int) -> None:
        name = self._names[row] if 0 <= row < len(self._names) else ""
        found = self._session.lists.saved().get(name)
        if found is not None:
            self.popup.hide()
            self.setFocus()
            self.chosen.emit(found)

    def _save(self) -> None:
        if self.save.isEnabled() and self._session.lists.save(self.name.text(), self._present()):
            self.name.clear()

    def _rename(self, row: int) -> None:
        if self._filling or not 0 <= row < len(self._names):
            return
        new = self._model.stringList()[row]
        if new != self._names[row] and not self._session.lists.rename(self._names[row], new):
            self._fill()

    def _delete(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self._names):
            self._session.lists.delete(self._names[row])
