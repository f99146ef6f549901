"""Beside the scroll bar: a strip with a mark for every claim of the whole document."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.core.language import _
from desktop.qt import theme
from desktop.qt.background import later

if TYPE_CHECKING:
    from desktop.qt.reading.reading_view import ReadingView

WIDTH = 13


class OverviewStrip(QWidget):
    """Show where the claims of a document stand, and the stretch in view; a click goes there."""

    def __init__(self, view: "ReadingView", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._marks: QPixmap | None = None
        self.setFixedWidth(WIDTH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("All claims of the document"))
        # many edits in a row repaint the strip once
        self._later = later(self, 30, self.renew)
        # methods, not lambdas: the model outlives the strip when the document stands in two panes
        view.model.marks_changed.connect(self._on_marks_changed)
        view.model.text_changed.connect(self.renew)
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def sizeHint(self) -> QSize:
        """Return a narrow strip."""
        return QSize(WIDTH, 100)

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
            painter.drawRoundedRect(QRectF(1, top + 0.5, WIDTH - 2, min(height, self.height() - top - 1)), 3, 3)
        painter.end()

    def _paint_marks(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(int(self.width() * ratio), int(max(1, self.height()) * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(theme.color("page"))
        painter = QPainter(pixmap)
        painter.fillRect(QRectF(3, 0, WIDTH - 6, self.height()), theme.color("panel"))
        model = self._view.model
        length = max(1, len(model.text))
        # a thousand claims on one pixel are one mark: the last colour of a row wins
        rows: dict[int, int] = {}
        for claim_id in model.marks:
            rows[int(model.marks.span(claim_id)[0] / length * (self.height() - 3))] = claim_id
        if self._view.colors.by == "actor":
            model.learn_actors(rows.values())
        for row, claim_id in rows.items():
            painter.fillRect(QRectF(3, row, WIDTH - 6, 2), self._view.colors.line(model, claim_id))
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
