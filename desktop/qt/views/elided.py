"""Labels that end with an ellipsis where the room ends, and rows that wrap."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QSizePolicy, QWidget


def wrapped(text: str, metrics: QFontMetricsF, width: float, lines: int) -> list[str]:
    """Return *text* broken at spaces into at most *lines* lines of *width* pixels, the last one elided."""
    words = text.split()
    found: list[str] = []
    while words and len(found) < lines - 1:
        line = words.pop(0)
        while words and metrics.horizontalAdvance(f"{line} {words[0]}") <= width:
            line = f"{line} {words.pop(0)}"
        found.append(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width))
    if words:
        found.append(metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width))
    return found


class ElidedLabel(QLabel):
    """A label of at most *lines* lines; what does not fit is in the tool tip."""

    def __init__(self, lines: int = 1) -> None:
        super().__init__()
        self._lines = lines
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(lines > 1)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Return the height of the lines at the present width."""
        return QSize(60, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return the same: the label never pushes its neighbours."""
        return QSize(0, self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        """Return the height that the text needs at *width*."""
        metrics = QFontMetricsF(self.font())
        count = max(1, len(wrapped(self.text(), metrics, max(1, width), self._lines)))
        return round(metrics.lineSpacing() * count + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height when the words wrap otherwise."""
        super().resizeEvent(event)
        if event.size().height() != self.heightForWidth(event.size().width()):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        metrics = QFontMetricsF(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        for number, line in enumerate(wrapped(self.text(), metrics, self.width(), self._lines)):
            place = QRectF(0, number * metrics.lineSpacing(), self.width(), metrics.lineSpacing())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)
        painter.end()


class FlowLayout(QLayout):
    """Place widgets from left to right, on the next line where a line is full; the last widget takes what is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(5)

    def addItem(self, item: QLayoutItem) -> None:
        """Add an item at the end."""
        self._items.append(item)

    def insert(self, at: int, widget: QWidget) -> None:
        """Add a widget before the item at *at*."""
        self.addWidget(widget)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """The height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at *width*."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return QSize(min(size.width(), 80), size.height())

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _place(self, rect: QRect, *, move: bool) -> int:
        left, top, height = rect.left(), rect.top(), 0
        shown = [item for item in self._items if not ((widget := item.widget()) and widget.isHidden())]
        for number, item in enumerate(shown):
            size = item.sizeHint()
            last = number == len(shown) - 1
            least = min(size.width(), 90) if last else min(size.width(), rect.width())
            if left > rect.left() and left + least > rect.left() + rect.width():
                left, top = rect.left(), top + height + self.spacing()
                height = 0
            width = rect.left() + rect.width() - left if last else min(size.width(), rect.width())
            if move:
                item.setGeometry(QRect(QPoint(left, top), QSize(width, size.height())))
            left += width + self.spacing()
            height = max(height, size.height())
        return top + height - rect.top()
