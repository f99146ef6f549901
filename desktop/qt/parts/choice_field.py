"""A line in which one of many things is chosen by typing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from desktop.core.matching import Candidate, rank

_SHOWN = 9


class ChoiceField(QLineEdit):
    """Choose by typing: suggestions below, Up and Down move in them, Enter or a click takes one, Escape none.

    Signals:
        picked(int): the user chose something.
    """

    picked = Signal(int)

    def __init__(self, name: str, candidates: Callable[[], list[Candidate[int]]]) -> None:
        """Offer what *candidates* returns whenever the line gets the focus."""
        super().__init__()
        self._candidates = candidates
        self._offers: list[Candidate[int]] = []
        self._offered: list[int] = []
        self.chosen: int | None = None
        self.setPlaceholderText(f"{name}…")
        self.setAccessibleName(name)
        self._model = QStringListModel(self)
        self.suggestions = QListView(self)
        self.suggestions.setWindowFlags(Qt.WindowType.ToolTip)
        self.suggestions.setModel(self._model)
        self.suggestions.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.suggestions.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.suggestions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.suggestions.setAccessibleName("Suggestions")
        self.suggestions.clicked.connect(lambda index: self._take(index.row()))
        self.suggestions.hide()
        self.textEdited.connect(self._offer)
        self.installEventFilter(self)

    def set_chosen(self, number: int | None) -> None:
        """Choose *number*, or nothing; nothing is told."""
        self.chosen = number
        names = {one.key: one.names[0] for one in self._candidates()} if number is not None else {}
        # a number, 0 too, or None
        self.setText("" if number is None else names.get(number, ""))
        self.setToolTip(self.text())
        self.setCursorPosition(0)
        if self.hasFocus():
            # the next letter begins another choice, and no cursor stands before the name as if it were cut
            self.selectAll()
        self.suggestions.hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be ready for another choice."""
        super().focusInEvent(event)
        self._offers = self._candidates()
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the choice that stands instead of what was typed."""
        super().focusOutEvent(event)
        self.set_chosen(self.chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Steer the suggestions."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key, row = event.key(), self.suggestions.currentIndex().row()
        if key == Qt.Key.Key_Down and not self.suggestions.isVisible():
            self._offer("")
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            row += 1 if key == Qt.Key.Key_Down else -1
            if 0 <= row < len(self._offered):
                self.suggestions.setCurrentIndex(self._model.index(row))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(row)
        elif key == Qt.Key.Key_Escape and self.suggestions.isVisible():
            self.set_chosen(self.chosen)
        else:
            return False
        return True

    def _offer(self, typed: str) -> None:
        self._offered = rank(typed, self._offers, 60)
        names = {one.key: one.names[0] for one in self._offers}
        self._model.setStringList([names[number] for number in self._offered])
        if not self._offered:
            self.suggestions.hide()
            return
        self.suggestions.setCurrentIndex(self._model.index(0))
        height = max(20, self.suggestions.sizeHintForRow(0)) * min(_SHOWN, len(self._offered)) + 6
        self.suggestions.setGeometry(0, 0, max(self.width(), 260), height)
        self.suggestions.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.suggestions.show()

    def _take(self, row: int) -> None:
        if self.suggestions.isVisible() and 0 <= row < len(self._offered):
            self.set_chosen(self._offered[row])
            assert self.chosen is not None
            self.picked.emit(self.chosen)
