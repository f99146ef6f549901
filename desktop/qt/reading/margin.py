"""Beside the text: where lines begin the lanes of overlapping claims, and who speaks; right a strip of all claims."""

from bisect import bisect_left
from itertools import zip_longest

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.core.language import _
from desktop.core.scale import NOT_CODED
from desktop.core.text import one_line
from desktop.core.times import time_at
from desktop.core.values import TurnRole
from desktop.qt import theme
from desktop.qt.background import later
from desktop.qt.parts.stance_lines import paint_line, paint_mark
from desktop.qt.reading.placed import PlacedBlock, lines_of
from desktop.qt.reading.text_view import TextView
from desktop.qt.tips import tip

LANE = 6
BAR = 3
GAP = 7
LANES = 5
STRIP = 13


class Margin(QWidget):
    """Paint the lanes and the speakers of the blocks that the view shows.

    Attributes:
        at_right: whether it stands at the right of the text, where the lines of some scripts begin.
    """

    def __init__(self, view: TextView) -> None:
        super().__init__(view)
        self._view = view
        self.at_right = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def bars(self, placed: list[PlacedBlock]) -> list[tuple[int, QRectF]]:
        """Return the visible claims with the rectangles of their bars.

        Claims that follow each other in one line share its height: none lies over another.
        """
        model = self._view.model
        found: list[tuple[int, QRectF]] = []
        for one in placed:
            begin = one.block.position()
            lines: dict[int, list[QRectF]] = {}
            sharing: dict[tuple[int, float], list[int]] = {}
            for claim_id in model.marks_on(begin, begin + max(1, one.block.length() - 1)):
                rects = one.rects(*model.mark(claim_id))
                if one.turns:
                    rects = lines_of(rects)
                if rects:
                    lines[claim_id] = rects
                    lane = self._lane(claim_id)
                    for rect in rects:
                        sharing.setdefault((lane, rect.top()), []).append(claim_id)
            for claim_id, rects in lines.items():
                lane = self._lane(claim_id)
                first, last = (sharing[lane, rect.top()] for rect in (rects[0], rects[-1]))
                height = rects[0].height() + 2
                top = rects[0].top() + height * first.index(claim_id) / len(first)
                bottom = rects[-1].top() + height * (last.index(claim_id) + 1) / len(last)
                left = GAP + lane * LANE if self.at_right else self.width() - GAP - BAR - lane * LANE
                found.append((claim_id, QRectF(left, top, BAR, bottom - top - (len(last) > 1))))
        return found

    def _lane(self, claim_id: int) -> int:
        return min(self._view.model.lane(claim_id), LANES - 1)

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
            stance = view.model.stance_of(claim_id)
            paint_line(painter, stance, view.colors.line(view.model, claim_id), rect, upright=True)
        self._paint_speakers(painter, placed)
        painter.end()

    def _paint_speakers(self, painter: QPainter, placed: list[PlacedBlock]) -> None:
        view = self._view
        if not placed:
            return
        last = placed[-1].block
        shown = view.model.turns_within(placed[0].block.position(), last.position() + last.length())
        first = {view.document().findBlock(turn.start).position(): turn for turn in shown}
        times = self._times(placed)
        painter.setFont(theme.small_font(bold=True))
        metrics = painter.fontMetrics()
        width = self.width() - GAP - BAR - LANE * LANES - 2
        # beside the text, whatever the direction of the name
        side = Qt.AlignmentFlag.AlignLeft if self.at_right else Qt.AlignmentFlag.AlignRight
        side |= Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        for one, below in zip_longest(placed, placed[1:]):
            turn, time = first.get(one.block.position()), times.get(one.block.position())
            if not (turn or time) or not one.block.layout().lineCount():
                continue
            line = one.block.layout().lineAt(0)
            left = self.width() - width - 2 if self.at_right else 2
            rect = QRectF(left, one.rect.top() + line.y(), width, line.height())
            free = below is None or not (below.block.position() in first or below.block.position() in times)
            if time and (turn is None or one.block.layout().lineCount() > 1 or free):
                painter.setPen(theme.color("dim"))
                painter.setFont(theme.small_font())
                place = rect.translated(0, line.height() if turn is not None else 0)
                words = painter.fontMetrics().elidedText(time, Qt.TextElideMode.ElideLeft, int(width))
                painter.drawText(place, side, words)
                painter.setFont(theme.small_font(bold=True))
            if turn is None:
                continue
            asks = turn.role == TurnRole.QUESTION
            name = one_line(turn.speaker).split(" ")[-1].upper() if turn.speaker else ""
            painter.setPen(theme.color("dim" if asks else "accent"))
            words = _("Q · {name}").format(name=name) if asks and name else name
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(rect, side, text)

    def _times(self, placed: list[PlacedBlock]) -> dict[int, str]:
        """Return the times of what begins in the visible blocks, by these blocks' positions."""
        times, last = self._view.model.times, placed[-1].block
        first = bisect_left(times, placed[0].block.position(), key=lambda one: one[0])
        end = bisect_left(times, last.position() + last.length(), key=lambda one: one[0])
        find = self._view.document().findBlock
        return {find(place).position(): time for place, time in times[first:end] if time}

    def tip_at(self, y: float) -> str:
        """Return who speaks in the block at a height, and since when; empty where neither is known."""
        model = self._view.model
        for one in self._view.placed():
            if one.rect.top() <= y < one.rect.bottom():
                turn, time = model.turn_at(one.block.position()), time_at(model.times, one.block.position())
                return " · ".join(filter(None, (one_line(turn.speaker) if turn is not None else "", time)))
        return ""

    def event(self, event: QEvent) -> bool:
        """Tell who speaks and since when: the name is often cut."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), tip(self.tip_at(event.pos().y())), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the claim whose bar is clicked."""
        for claim_id, rect in self.bars(self._view.placed()):
            if rect.adjusted(-2, 0, 2, 0).contains(event.position()):
                self._view.claim_clicked.emit(claim_id)
                return


class OverviewStrip(QWidget):
    """Show where the claims of a document stand, and the stretch in view; a click goes there."""

    def __init__(self, view: TextView) -> None:
        super().__init__()
        self._view = view
        self._marks: QPixmap | None = None
        self.setFixedWidth(STRIP)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("All claims of the document"))
        # many edits in a row repaint the strip once
        self._later = later(self, 30, self.renew)
        # methods, not lambdas: the model outlives the strip when the document stands in two panes
        view.model.marks_changed.connect(self._on_marks_changed)
        view.model.text_changed.connect(self.renew)
        view.model.marks_read.connect(self.renew)
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def renew(self) -> None:
        """Paint all marks anew."""
        self._marks = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the marks to the new height."""
        self.renew()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks, and a frame around what is in view."""
        if self._marks is None:
            self._marks = self._paint_marks()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._marks)
        bar = self._view.verticalScrollBar()
        span = bar.maximum() - bar.minimum() + bar.pageStep()
        if bar.maximum() > 0:
            top = bar.value() / span * self.height()
            height = max(12.0, bar.pageStep() / span * self.height())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("dim"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(1, top + 0.5, STRIP - 2, min(height, self.height() - top - 1)), 3, 3)
        painter.end()

    def _paint_marks(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(int(self.width() * ratio), int(max(1, self.height()) * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(theme.color("page"))
        painter = QPainter(pixmap)
        painter.fillRect(QRectF(2, 0, STRIP - 4, self.height()), theme.color("panel"))
        model = self._view.model
        if not model.is_read:
            # painted once the last highlight is known: no opening waits for that
            painter.end()
            return pixmap
        length = max(1, len(model.text))
        # a thousand claims on one pixel are one mark: the last colour of a row wins
        rows: dict[int, int] = {}
        for claim_id in model.marks:
            rows[int(model.marks.span(claim_id)[0] / length * (self.height() - 3))] = claim_id
        self._view.colors.learn(model, rows.values())
        for row, claim_id in rows.items():
            stance, color = model.stance.get(claim_id, NOT_CODED), self._view.colors.line(model, claim_id)
            paint_mark(painter, stance, color, QRectF(2, row, STRIP - 4, 2))
        painter.end()
        return pixmap

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the clicked place."""
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while it is pressed."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def _on_marks_changed(self, _claim_ids: list[int]) -> None:
        self._later.start()

    def _on_scrolled(self, _value: int) -> None:
        self.update()

    def _go(self, point: QPointF) -> None:
        bar = self._view.verticalScrollBar()
        span = bar.maximum() + bar.pageStep()
        bar.setValue(int(point.y() / max(1, self.height()) * span - bar.pageStep() / 2))
