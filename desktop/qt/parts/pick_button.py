"""A button that opens a list to tick: some of the topics, actors, documents, whatever one filters by."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QToolButton, QVBoxLayout, QWidget

from desktop.core.matching import Candidate, rank
from desktop.qt import theme

# beyond this many, one finds by typing
_LINE_FROM = 9
_SHOWN = 12

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Option:
    """Something to tick: its key, what it is called, by what else it is found, and the stance whose shape it has."""

    key: str
    text: str
    names: tuple[str, ...] = ()
    stance: str = ""


class PickModel(QAbstractListModel):
    """List options with ticks; what is typed narrows them, the best match first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._options: list[Option] = []
        self._rows: list[Option] = []
        self.chosen: set[str] = set()

    def set_options(self, options: list[Option]) -> None:
        """List *options*, the chosen ones first."""
        self._options = sorted(options, key=lambda option: option.key not in self.chosen)
        self.narrow("")

    def narrow(self, typed: str) -> None:
        """List those that *typed* means."""
        self.beginResetModel()
        if typed.strip():
            found = rank(typed, [Candidate(one, (one.text, *one.names)) for one in self._options], 200)
            self._rows = list(found)
        else:
            self._rows = self._options
        self.endResetModel()

    def toggle(self, row: int) -> bool:
        """Tick or untick a row; tell whether there is one."""
        if not 0 <= row < len(self._rows):
            return False
        self.chosen ^= {self._rows[row].key}
        self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.CheckStateRole])
        return True

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of options."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return an option's words, tick and shape."""
        if not index.isValid():
            return None
        option = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return option.text
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if option.key in self.chosen else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole and option.stance:
            return theme.shape_icon(option.stance, 11)
        return None


class PickButton(QToolButton):
    """Choose any number of options; none chosen means all.

    Down or Space opens the list, Up and Down move in it, Enter or a click ticks, Escape closes.

    Signals:
        changed(): another choice stands.
    """

    changed = Signal()

    def __init__(self, title: str, options: Callable[[], list[Option]]) -> None:
        super().__init__()
        self._title = title
        self._options = options
        self.setText(f"{title} ▾")
        self.setAccessibleName(f"Filter by {title.lower()}")
        self.setProperty("role", "pill")
        self.setCheckable(True)
        self.clicked.connect(self.open)
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setObjectName("pickList")
        self.line = QLineEdit()
        self.line.setPlaceholderText("Find…")
        self.line.setAccessibleName(f"Find {title.lower()}")
        self.list = QListView()
        self.list.setAccessibleName(title)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model = PickModel(self)
        self.list.setModel(self.model)
        column = QVBoxLayout(self.popup)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.line.textEdited.connect(self._narrow)
        self.line.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._toggle(index.row()))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys that are chosen."""
        return tuple(sorted(self.model.chosen))

    def set_chosen(self, keys: tuple[str, ...]) -> None:
        """Choose *keys*."""
        self.model.chosen = set(keys)
        self._show_choice()

    def open(self) -> None:
        """Open the list below the button."""
        self._show_choice()
        options = self._options()
        self.model.set_options(options)
        self.line.clear()
        self.line.setVisible(len(options) >= _LINE_FROM)
        height = max(self.list.sizeHintForRow(0), 20) * min(_SHOWN, max(1, len(options))) + 8
        self.list.setFixedHeight(height)
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(option.text) for option in options[:500]), default=0)
        self.popup.setFixedWidth(max(150, min(420, widest + 70)))
        self.popup.adjustSize()
        place = self.mapToGlobal(QPoint(0, self.height() + 2))
        window = self.window().frameGeometry()
        # a list at the window's right edge opens to the left
        place.setX(max(window.left(), min(place.x(), window.right() - self.popup.width())))
        self.popup.move(place)
        self.popup.show()
        self.list.setCurrentIndex(self.model.index(0))
        focus: QWidget = self.line if self.line.isVisible() else self.list
        focus.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list by Down too."""
        if event.key() == Qt.Key.Key_Down:
            self.open()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Steer the list by the keys of the line, and both by Enter and Escape."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.popup.hide()
            self.setFocus()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (key == Qt.Key.Key_Space and watched is self.list):
            self._toggle(self.list.currentIndex().row())
            return True
        if watched is self.line and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            row = self.list.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
            if 0 <= row < self.model.rowCount():
                self.list.setCurrentIndex(self.model.index(row))
            return True
        return False

    def _narrow(self, typed: str) -> None:
        self.model.narrow(typed)
        self.list.setCurrentIndex(self.model.index(0))

    def _toggle(self, row: int) -> None:
        if self.model.toggle(row):
            self._show_choice()
            self.changed.emit()

    def _show_choice(self) -> None:
        count = len(self.model.chosen)
        self.setChecked(bool(count))
        self.setText(f"{self._title} {count} ▾" if count else f"{self._title} ▾")
