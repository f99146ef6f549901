"""Over the text: the veil on folded page furniture, and the two handles at the ends of the chosen claim."""

from bisect import bisect_right
from itertools import islice, takewhile

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTextCursor

from desktop.core.language import ngettext
from desktop.core.structure.units import snap_to_words
from desktop.qt import theme
from desktop.qt.reading.placed import PlacedBlock
from desktop.qt.reading.text_view import TextView

RADIUS = 4.5
REACH = 8


class Furniture:
    """Fold and veil the stretches of furniture of one view: one line each until the reader unfolds them."""

    def __init__(self, view: TextView) -> None:
        self._view = view
        self._stretches: list[tuple[int, int]] = []
        self._open: set[int] = set()

    def load(self) -> None:
        """Find the stretches as block ranges ``(first, last)`` and fold them all."""
        self._stretches, self._open = [], set()
        self.load_more()
        self._view.relayout()

    def load_more(self) -> None:
        """Find and fold those that are known and laid out by now."""
        view, document, there = self._view, self._view.document(), len(self._stretches)
        # more of the last one may be known later
        known = len(view.model.furniture) - (not view.model.is_structure_read)
        for start, end in islice(view.model.furniture, there, max(there, known)):
            if not view.is_laid_to(end):
                break
            first = document.findBlock(start).blockNumber()
            self._stretches.append((first, document.findBlock(max(start, end - 1)).blockNumber()))
            self._fold(self._stretches[-1], True)
        if len(self._stretches) > there:
            view.relayout()

    def is_folded(self, first: int) -> bool:
        """Tell whether the stretch that begins with block *first* is folded."""
        return first not in self._open

    def folded(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the folded stretches in a UTF-16 range, as far as they are laid out."""
        known = self._view.model.furniture
        first = bisect_right(known, start, key=lambda one: one[1])
        found = zip(islice(known, first, None), islice(self._stretches, first, None), strict=False)
        inside = takewhile(lambda one: one[0][0] < end, found)
        return [whole for whole, stretch in inside if self.is_folded(stretch[0])]

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
        find = self._view.document().findBlockByNumber
        return sum(bool(find(number).text().strip()) for number in range(stretch[0], stretch[1] + 1))

    def _stretch(self, number: int) -> tuple[int, int] | None:
        at = bisect_right(self._stretches, number, key=lambda one: one[0]) - 1
        return self._stretches[at] if at >= 0 and number <= self._stretches[at][1] else None

    def _fold(self, stretch: tuple[int, int], fold: bool) -> None:
        folded, opened = self._view.layout_of_text.collapsed, self._open
        (opened if fold else folded).discard(stretch[0])
        (folded if fold else opened).add(stretch[0])
        for number in range(stretch[0] + 1, stretch[1] + 1):
            block = self._view.document().findBlockByNumber(number)
            block.setVisible(not fold)
            # a hidden block counts no lines, or the scroll bar would leave room for it
            block.setLineCount(0 if fold else max(1, block.layout().lineCount()))


class ClaimHandles:
    """Paint the handles of one view; dragging one lets the claim begin or end elsewhere."""

    def __init__(self, view: TextView) -> None:
        self._view = view
        self._dragged = ""

    def places(self, placed: list[PlacedBlock]) -> dict[str, QPointF]:
        """Return where the visible ones of the handles ``start`` and ``end`` stand in the viewport."""
        view = self._view
        if view.chosen is None or view.chosen not in view.model.marks:
            return {}
        start, end = view.model.marks.span(view.chosen)
        found: dict[str, QPointF] = {}
        for one in placed:
            begin, stop = one.block.position(), one.block.position() + one.block.length()
            corners = one.corners(start, end)
            if corners is None:
                continue
            first, last = corners
            if begin <= start < stop:
                found["start"] = first.point + QPointF(1 if first.leftward else -1, -1)
            if begin < end <= stop:
                found["end"] = last.point + QPointF(-2 if last.leftward else 2, 3)
        return found

    def paint(self, painter: QPainter, placed: list[PlacedBlock]) -> None:
        """Paint them over the text."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 1.6))
        painter.setBrush(theme.color("card"))
        for point in self.places(placed).values():
            painter.drawEllipse(point, RADIUS, RADIUS)

    def press(self, point: QPoint) -> bool:
        """Take hold of the handle under the mouse; tell whether there is one."""
        for edge, place in self.places(self._view.placed()).items():
            if (place - QPointF(point)).manhattanLength() <= REACH + RADIUS:
                self._dragged = edge
                self._view.viewport().setCursor(Qt.CursorShape.SizeHorCursor)
                return True
        return False

    def move(self, point: QPoint) -> bool:
        """Select what the claim would cover; tell whether a handle is dragged."""
        view = self._view
        if not self._dragged or view.chosen is None or view.chosen not in view.model.marks:
            return False
        start, end = view.model.marks.span(view.chosen)
        at = view.cursorForPosition(point).position()
        start, end = (min(at, end - 1), end) if self._dragged == "start" else (start, max(at, start + 1))
        span = snap_to_words(view.model.text, view.model.to_span(start, end))
        view.select(*view.model.from_span(span.start, span.end))
        return True

    def release(self) -> bool:
        """Let go: the claim takes over what is selected; tell whether a handle was dragged."""
        if not self._dragged:
            return False
        self._dragged = ""
        view = self._view
        view.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        span = view.selected_span()
        cursor = QTextCursor(view.textCursor())
        cursor.clearSelection()
        view.setTextCursor(cursor)
        if span is not None and view.chosen is not None:
            view.span_wanted.emit(view.chosen, span)
        return True
