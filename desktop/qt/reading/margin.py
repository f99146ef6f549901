"""Left of the text: a lane for each of several overlapping claims, and who speaks."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.core.language import _
from desktop.core.text import one_line
from desktop.core.values import TurnRole
from desktop.qt import theme
from desktop.qt.reading.highlights import PlacedBlock
from desktop.qt.reading.text_view import TextView

LANE = 6
BAR = 3
GAP = 7
LANES = 5


class Margin(QWidget):
    """Paint the lanes and the speakers of the blocks that the view shows."""

    def __init__(self, view: TextView) -> None:
        super().__init__(view)
        self._view = view
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def bars(self, placed: list[PlacedBlock]) -> list[tuple[int, QRectF]]:
        """Return the visible claims with the rectangles of their bars."""
        model = self._view.model
        found: list[tuple[int, QRectF]] = []
        for one in placed:
            begin = one.block.position()
            for claim_id in model.marks.overlapping(begin, begin + max(1, one.block.length() - 1)):
                rects = list(one.rects(*model.marks.span(claim_id)))
                if rects:
                    lane = min(model.lane(claim_id), LANES - 1)
                    left = self.width() - GAP - BAR - lane * LANE
                    top, bottom = rects[0].top(), rects[-1].bottom()
                    found.append((claim_id, QRectF(left, top, BAR, bottom - top + 2)))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands beside the visible blocks."""
        view = self._view
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("page"))
        placed = view.placed()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for claim_id, rect in self.bars(placed):
            if claim_id == view.chosen:
                rect = rect.adjusted(-1, 0, 1, 0)
            painter.setBrush(view.colors.line(view.model, claim_id))
            painter.drawRoundedRect(rect, 1.5, 1.5)
        self._paint_speakers(painter, placed)
        painter.end()

    def _paint_speakers(self, painter: QPainter, placed: list[PlacedBlock]) -> None:
        view = self._view
        if not placed:
            return
        last = placed[-1].block
        shown = view.model.turns_within(placed[0].block.position(), last.position() + last.length())
        first = {view.document().findBlock(turn.start).position(): turn for turn in shown}
        painter.setFont(theme.small_font(bold=True))
        metrics = painter.fontMetrics()
        width = self.width() - GAP - BAR - LANE * LANES - 2
        for one in placed:
            turn = first.get(one.block.position())
            if turn is None or not one.block.layout().lineCount():
                continue
            line = one.block.layout().lineAt(0)
            rect = QRectF(2, one.rect.top() + line.y(), width, line.height())
            asks = turn.role == TurnRole.QUESTION
            name = one_line(turn.speaker).split(" ")[-1].upper() if turn.speaker else ""
            painter.setPen(theme.color("dim" if asks else "accent"))
            words = _("Q · {name}").format(name=name) if asks and name else name
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the claim whose bar is clicked."""
        for claim_id, rect in self.bars(self._view.placed()):
            if rect.adjusted(-2, 0, 2, 0).contains(event.position()):
                self._view.claim_clicked.emit(claim_id)
                return
