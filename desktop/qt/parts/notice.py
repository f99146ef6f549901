"""A sentence at the foot of the window that goes by itself and blocks nothing."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from desktop.core.language import _
from desktop.qt.parts.layouts import TOP, hbox, label, tool

SECONDS = {"info": 5, "error": 15}


class Notice(QFrame):
    """Show what `Messages` tells, over the lower edge of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.label = label(wraps=True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = tool("×", "flat", does=self.hide)
        close.setAccessibleName(_("Close the notice"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._over = parent
        self._row = hbox((self.label, 1), (close, 0, TOP), on=self, margins=(14, 8, 6, 8))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def tell(self, kind: str, text: str) -> None:
        """Show *text* for a while; an ``error`` stays longer."""
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.label.setText(text)
        self.show()
        self.raise_()
        self._place()
        self._timer.start(SECONDS[kind] * 1000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        width = min(640, self._over.width() - 40)
        self.setFixedWidth(width)
        self._row.activate()
        # a wrapped label tells its height only for a given width
        self.setFixedHeight(max(self._row.heightForWidth(width), 40))
        self.move((self._over.width() - width) // 2, self._over.height() - self.height() - 40)
