"""A button with the views that are kept in the project: choose, keep, delete."""

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

from desktop.core.changes import ChangeSet
from desktop.core.views import View
from desktop.qt.session import Session


class SavedViews(QToolButton):
    """Keep views by name.

    In the open list Enter chooses a view and Delete deletes it; in the line below, Enter keeps the present one under
    the name that stands there.

    Signals:
        chosen(str, View): a kept view was chosen, by its name.
    """

    chosen = Signal(str, object)

    def __init__(self, session: Session, present: Callable[[], View]) -> None:
        """Offer the views of *session*; *present* returns the one to be kept."""
        super().__init__()
        self._session = session
        self._present = present
        self._names: list[str] = []
        self.setText("Views ▾")
        self.setProperty("role", "pill")
        self.setToolTip("Views kept in the project: axes, cells, filter, order")
        self.clicked.connect(self.open)
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setObjectName("pickList")
        self.popup.setFixedWidth(300)
        self.nothing = QLabel("No view is kept yet.")
        self.nothing.setProperty("role", "dim")
        self.list = QListView()
        self.list.setAccessibleName("Kept views")
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = QStringListModel(self)
        self.list.setModel(self._model)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.list.installEventFilter(self)
        self.delete = QPushButton("Delete")
        self.delete.setProperty("role", "flat")
        self.delete.setToolTip("Del")
        self.delete.clicked.connect(self._delete)
        self.name = QLineEdit()
        self.name.setPlaceholderText("Keep the present view as…")
        self.name.setAccessibleName("Name of the view to keep")
        self.name.returnPressed.connect(self._keep)
        self.name.installEventFilter(self)
        self.keep = QPushButton("Keep")
        self.keep.clicked.connect(self._keep)
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.nothing)
        column.addWidget(self.list)
        column.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignRight)
        below = QHBoxLayout()
        below.addWidget(self.name, 1)
        below.addWidget(self.keep)
        column.addLayout(below)
        session.changed.connect(self._on_changed)

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
        row = max(0, self.list.currentIndex().row())
        self._names = list(self._session.comparisons.views()) if self._session.is_open else []
        self._model.setStringList(self._names)
        self.list.setCurrentIndex(self._model.index(min(row, len(self._names) - 1)))
        for widget in (self.list, self.delete):
            widget.setVisible(bool(self._names))
        self.nothing.setVisible(not self._names)
        self.list.setFixedHeight(max(24, self.list.sizeHintForRow(0)) * min(10, max(1, len(self._names))) + 8)
        self.popup.adjustSize()

    def _choose(self, row: int) -> None:
        name = self._names[row] if 0 <= row < len(self._names) else ""
        found = self._session.comparisons.views().get(name)
        if found is not None:
            self.popup.hide()
            self.setFocus()
            self.chosen.emit(name, found)

    def _keep(self) -> None:
        name = self.name.text()
        if self._session.comparisons.keep_view(name, self._present()):
            self.name.clear()
            self._session.messages.info(f"The view “{name.strip()}” is kept in the project.")

    def _delete(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self._names):
            self._session.comparisons.delete_view(self._names[row])
