"""The list of traced quotations, steered by keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView


class TraceList(QListView):
    """List the traces.

    Signals:
        confirm_wanted(), reject_wanted(): Enter, Delete.
        open_wanted(): a double click, or Ctrl+Enter: both passages on the desk.
    """

    confirm_wanted = Signal()
    reject_wanted = Signal()
    open_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Quotations")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.doubleClicked.connect(self.open_wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Confirm, reject, open."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            opens = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.open_wanted if opens else self.confirm_wanted).emit()
        elif key == Qt.Key.Key_Delete:
            self.reject_wanted.emit()
        else:
            super().keyPressEvent(event)
