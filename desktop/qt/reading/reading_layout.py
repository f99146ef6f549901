"""Reading type on a lazy text widget: wide lines, and blank lines that are a gap rather than a line."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

# line height in parts of the font's own (1.2 em): 1.4 gives near 1.7 em
LEADING = 1.4
BLANK = 0.55


class ReadingLayout(QPlainTextDocumentLayout):
    """Spread the lines that `QPlainTextDocumentLayout` lays out.

    Qt lays out only the blocks that it is asked for and puts their lines at multiples of the font's height. The lines
    are moved apart when a block is asked for and they are not where they belong: Qt has laid it out anew.

    Attributes:
        collapsed: block numbers that are shown as one line, whatever their text (the head of folded furniture).
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.collapsed: set[int] = set()

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Return the block's rectangle, its lines spread; empty for a hidden block."""
        if not block.isVisible():
            return QRectF()
        rect = super().blockBoundingRect(block)
        layout = block.layout()
        lines = layout.lineCount()
        if not lines:
            return rect
        first = layout.lineAt(0)
        height = first.height()
        pitch = height * LEADING
        if block.length() <= 1:
            return QRectF(0, 0, rect.width(), height * BLANK)
        top = (pitch - height) / 2
        # the lines of a collapsed block lie on one another, under the veil that says what is folded
        step = 0.0 if block.blockNumber() in self.collapsed else pitch
        if first.y() != top or (lines > 1 and layout.lineAt(lines - 1).y() != top + (lines - 1) * step):
            for number in range(lines):
                line = layout.lineAt(number)
                line.setPosition(QPointF(line.x(), top + number * step))
        return QRectF(0, 0, rect.width(), pitch if step == 0.0 else lines * pitch)
