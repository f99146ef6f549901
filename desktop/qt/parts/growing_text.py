"""A field for a few lines of text that is as high as its text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

LEAST, MOST = 2, 9


class GrowingText(QPlainTextEdit):
    """Show between two and nine lines; Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "field")
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _fit(self) -> None:
        # a plain text's layout counts its height in lines
        lines = min(max(LEAST, round(self.document().size().height())), MOST)
        margins = self.contentsMargins()
        around = margins.top() + margins.bottom() + 2 * self.document().documentMargin() + 2
        height = int(self.fontMetrics().lineSpacing() * lines + around)
        if height != self.height():
            self.setFixedHeight(height)
