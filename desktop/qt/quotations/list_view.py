"""The list of traced quotations, steered by keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from desktop.core.language import _
from desktop.qt.parts.claim_cards import CardList


class TraceList(CardList):
    """List the traces.

    Signals:
        confirm_wanted(), reject_wanted(), withdraw_wanted(): Enter, Delete, Backspace.
        verdict_wanted(number): a digit, from 1.
        memo_wanted(), more_wanted(): N, M: the memo, and more around the passages.
        open_wanted(): a double click, or Ctrl+Enter: both passages on the desk.
    """

    withdraw_wanted = Signal()
    verdict_wanted = Signal(int)
    memo_wanted = Signal()
    more_wanted = Signal()
    confirm_wanted = Signal()
    reject_wanted = Signal()
    open_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Quotations"))
        self.setLayoutMode(CardList.LayoutMode.Batched)
        self.doubleClicked.connect(self.open_wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, judge, write, open."""
        key = event.key()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        letters = {Qt.Key.Key_N: self.memo_wanted, Qt.Key.Key_M: self.more_wanted}
        if plain and key in (Qt.Key.Key_J, Qt.Key.Key_K):
            row = self.currentIndex().row() + (1 if key == Qt.Key.Key_J else -1)
            if 0 <= row < self.model().rowCount():
                self.setCurrentIndex(self.model().index(row, 0))
            return
        if plain and Qt.Key.Key_1 <= key <= Qt.Key.Key_5:
            self.verdict_wanted.emit(int(key) - int(Qt.Key.Key_0))
            return
        if plain and key in letters:
            letters[Qt.Key(key)].emit()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            opens = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.open_wanted if opens else self.confirm_wanted).emit()
        elif key == Qt.Key.Key_Delete:
            self.reject_wanted.emit()
        elif key == Qt.Key.Key_Backspace:
            self.withdraw_wanted.emit()
        else:
            super().keyPressEvent(event)
