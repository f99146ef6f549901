"""Labels that end with an ellipsis where the room ends, buttons and rows that wrap."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTextBoundaryFinder
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QSizePolicy,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.spans import Utf16Map
from desktop.core.structure.writing import has_unspaced
from desktop.qt import tips
from desktop.qt.scripts import line_option


def wrapped(text: str, metrics: QFontMetricsF, width: float, lines: int) -> list[str]:
    """Return *text* in at most *lines* lines of *width* pixels, the last one elided.

    Lines are broken at spaces, and where a script without these breaks them.
    """
    pieces = [piece for word in text.split() for piece in _pieces(word)]
    found: list[str] = []
    while pieces and len(found) < lines - 1:
        line = pieces.pop(0)
        while pieces and metrics.horizontalAdvance((line + pieces[0]).rstrip()) <= width:
            line += pieces.pop(0)
        found.append(metrics.elidedText(line.rstrip(), Qt.TextElideMode.ElideRight, width))
    if pieces:
        found.append(metrics.elidedText("".join(pieces).rstrip(), Qt.TextElideMode.ElideRight, width))
    return found


def _pieces(word: str) -> list[str]:
    """Return what a line may end behind in what stands between two spaces: of Chinese or Thai that is no word."""
    if not has_unspaced(word):
        return [f"{word} "]
    units, found, start = Utf16Map(word), [], 0
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, word)
    while (at := finder.toNextBoundary()) >= 0:
        end = units.to_points(at)
        found.append(word[start:end])
        start = end
    return [*found[:-1], f"{found[-1]} "]


def view_width(option: QStyleOptionViewItem) -> int:
    """Return how wide a row of the list is that an option is of."""
    view = option.widget
    return view.viewport().width() if isinstance(view, QAbstractScrollArea) else option.rect.width()


class ElidedLabel(QLabel):
    """A label of at most *lines* lines; what does not fit is in the tool tip.

    Where it *follows* its words, these begin at the side where their readers do.
    """

    def __init__(self, lines: int = 1, *, follows: bool = False) -> None:
        super().__init__()
        self._follows = follows
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
            if self._follows:
                painter.drawText(place, line, line_option(self.text()))
            else:
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)
        painter.end()


class WrappingButton(QPushButton):
    """A button whose words go on in a second line where one line has no room for them."""

    def __init__(self, words: str, tip: str = "") -> None:
        super().__init__(words)
        self._words = words
        self.setProperty("role", "flat")
        self.setToolTip(tips.tip(tip))
        self.setAccessibleName(words)

    def minimumSizeHint(self) -> QSize:
        """Return the height of the lines at the present width: the button never pushes its neighbours."""
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        metrics = QFontMetricsF(self.font())
        widest = max(metrics.horizontalAdvance(line) for line in self.text().split("\n"))
        around = self.sizeHint().width() - widest
        text = "\n".join(wrapped(self._words, metrics, max(1, event.size().width() - around), 2))
        if text != self.text():
            self.setText(text)


class FlowLayout(QLayout):
    """Place widgets from left to right, on the next line where a line is full.

    What a line has left goes to the widget that asks to be *wide*; else the last widget of all takes it.
    """

    def __init__(
        self,
        *widgets: QWidget,
        on: QWidget | None = None,
        wide: QWidget | None = None,
        even: bool = True,
        gap: int = 5,
    ) -> None:
        """Lay *widgets* on a widget; *even*: without a wide one the last one takes what is left."""
        super().__init__(on)
        self._items: list[QLayoutItem] = []
        # by width, until something here changes
        self._heights: dict[int, int] = {}
        self._wide = wide
        self._even = even and wide is None
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)
        for widget in widgets:
            self.addWidget(widget)

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
        # asked a hundred times where what stands around has new words, though nothing here has
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """Forget what was measured: an item has another size, or came or went."""
        self._heights = {}
        super().invalidate()

    def sizeHint(self) -> QSize:
        """Return one line of all items; the least size where the last item takes what is left."""
        if self._even:
            return self.minimumSize()
        sizes = [item.sizeHint() for item in self._shown()]
        spaces = self.spacing() * max(0, len(sizes) - 1)
        return QSize(sum(size.width() for size in sizes) + spaces, max((size.height() for size in sizes), default=0))

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

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not ((widget := item.widget()) and widget.isHidden())]

    def _place(self, rect: QRect, *, move: bool) -> int:
        shown = self._shown()
        lines: list[list[tuple[QLayoutItem, int]]] = [[]]
        left = 0
        for item in shown:
            width = min(item.sizeHint().width(), rect.width())
            least = min(width, 90) if self._even and item is shown[-1] else width
            if lines[-1] and left + least > rect.width():
                lines.append([])
                left = 0
            lines[-1].append((item, width))
            left += width + self.spacing()
        top = rect.top()
        for line in lines:
            spare = rect.width() - sum(width for _, width in line) - self.spacing() * (len(line) - 1)
            x, height = rect.left(), max((item.sizeHint().height() for item, _ in line), default=0)
            for item, width in line:
                if item.widget() is self._wide if self._wide is not None else self._even and item is shown[-1]:
                    width += spare
                size = QSize(width, item.sizeHint().height())
                if move:
                    item.setGeometry(QRect(QPoint(x, top + (height - size.height()) // 2), size))
                x += width + self.spacing()
            top += height + self.spacing()
        return top - self.spacing() - rect.top()


def flowing(*widgets: QWidget, gap: int = 5) -> QWidget:
    """Return *widgets* side by side, on the next line where a line is full, on a widget of their own."""
    found = QWidget()
    FlowLayout(*widgets, on=found, even=False, gap=gap)
    return found
