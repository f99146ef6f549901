"""A double click on what goes or moves with the first click: the second hits nothing that took its place."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget


class SecondClicks(QObject):
    """Watch the clicks that come to the handle of *window*, before they come to what is in it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        # what was pressed last, and what before that
        self._last: QWidget | None = None
        self._before: QWidget | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep a double click from what its first click has not hit."""
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                # comes before the double click as well
                self._before, self._last = self._last, self._window.childAt(event.position().toPoint())
            elif event.type() == QEvent.Type.MouseButtonDblClick:
                return self._before is not self._last
        return False
