"""Page text outside the article: dimmed, and folded to one line until the reader unfolds it."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QTextBlock

from desktop.core.language import ngettext
from desktop.qt import theme
from desktop.qt.reading.highlights import PlacedBlock
from desktop.qt.reading.text_view import TextView


class Furniture:
    """Fold and veil the stretches of furniture of one view."""

    def __init__(self, view: TextView) -> None:
        self._view = view
        self._stretches: list[tuple[int, int]] = []
        self._open: set[int] = set()

    def load(self) -> None:
        """Find the stretches as block ranges ``(first, last)`` and fold them all."""
        document = self._view.document()
        self._stretches = []
        for start, end in self._view.model.furniture:
            first = document.findBlock(start).blockNumber()
            self._stretches.append((first, document.findBlock(max(start, end - 1)).blockNumber()))
        self._open = set()
        for stretch in self._stretches:
            self._fold(stretch, True)
        self._view.relayout()

    @property
    def stretches(self) -> list[tuple[int, int]]:
        """The stretches as block ranges, both ends included."""
        return list(self._stretches)

    def is_folded(self, first: int) -> bool:
        """Tell whether the stretch that begins with block *first* is folded."""
        return first not in self._open

    def toggle_all(self) -> None:
        """Unfold all stretches, or fold them when all are open."""
        fold = len(self._open) == len(self._stretches)
        for stretch in self._stretches:
            self._fold(stretch, fold)
        self._view.relayout()

    def toggle_at(self, point: QPoint) -> bool:
        """Unfold the folded stretch at a point of the viewport; tell whether there was one."""
        for one in self._view.placed():
            if one.rect.top() <= point.y() < one.rect.bottom():
                stretch = self._stretch(one.block.blockNumber())
                if stretch is not None and self.is_folded(stretch[0]):
                    self._fold(stretch, False)
                    self._view.relayout()
                    return True
        return False

    def reveal(self, number: int) -> None:
        """Unfold the stretch that hides block *number*, if one does."""
        stretch = self._stretch(number)
        if stretch is not None and number > stretch[0] and self.is_folded(stretch[0]):
            self._fold(stretch, False)
            self._view.relayout()

    def paint(self, painter: QPainter, placed: list[PlacedBlock]) -> None:
        """Veil visible furniture, and write over a folded stretch how much it hides."""
        if not self._stretches:
            return
        width = self._view.viewport().width()
        for one in placed:
            stretch = self._stretch(one.block.blockNumber())
            if stretch is None:
                continue
            veil = theme.color("page").toRgb()
            rect = QRectF(0, one.rect.top(), width, one.rect.height())
            if self.is_folded(stretch[0]):
                painter.fillRect(rect, veil)
                lines = self._lines(stretch)
                painter.setPen(theme.color("dim"))
                painter.setFont(theme.small_font())
                words = ngettext("▸  {count} line of page furniture", "▸  {count} lines of page furniture", lines)
                painter.drawText(
                    rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words.format(count=lines)
                )
            else:
                veil.setAlphaF(0.45)
                painter.fillRect(rect, veil)

    def _lines(self, stretch: tuple[int, int]) -> int:
        block = self._view.document().findBlockByNumber(stretch[0])
        count = 0
        for _ in range(stretch[0], stretch[1] + 1):
            count += bool(block.text().strip())
            block = block.next()
        return count

    def _stretch(self, number: int) -> tuple[int, int] | None:
        for stretch in self._stretches:
            if stretch[0] <= number <= stretch[1]:
                return stretch
        return None

    def _fold(self, stretch: tuple[int, int], fold: bool) -> None:
        if fold:
            self._open.discard(stretch[0])
            self._view.layout_of_text.collapsed.add(stretch[0])
        else:
            self._open.add(stretch[0])
            self._view.layout_of_text.collapsed.discard(stretch[0])
        block = self._view.document().findBlockByNumber(stretch[0])
        for number in range(stretch[0], stretch[1] + 1):
            if number > stretch[0]:
                _set_visible(block, not fold)
            block = block.next()


def _set_visible(block: QTextBlock, visible: bool) -> None:
    block.setVisible(visible)
    # a hidden block counts no lines, or the scroll bar would leave room for it
    block.setLineCount(max(1, block.layout().lineCount()) if visible else 0)
