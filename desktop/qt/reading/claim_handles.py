"""Two handles at the ends of the chosen claim: drag one to let the claim begin or end elsewhere."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QTextCursor

from desktop.core.structure.units import snap_to_words
from desktop.qt import theme
from desktop.qt.reading.highlights import PlacedBlock
from desktop.qt.reading.text_view import TextView

RADIUS = 4.5
REACH = 8


class ClaimHandles:
    """Paint the handles of one view, and follow the mouse that drags one."""

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
            rects = list(one.rects(start, end))
            if rects and begin <= start < stop:
                found["start"] = QPointF(rects[0].left() - 1, rects[0].top() - 1)
            if rects and begin < end <= stop:
                found["end"] = QPointF(rects[-1].right() + 2, rects[-1].bottom() + 3)
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
