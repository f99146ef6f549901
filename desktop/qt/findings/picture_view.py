"""The place where a picture is looked at: it scrolls, tells what is below the mouse, and opens claims."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QWidget

from desktop.qt.findings.picture import Picture, Spot


class Canvas(QWidget):
    """Paint a picture in its own size; its head stays in sight when it is scrolled.

    Attributes:
        picture: what is painted.
        scrolled: how far, in pixels.

    Signals:
        opened(document_id, claim_id): a claim was double-clicked.
    """

    opened = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.picture: Picture | None = None
        self.scrolled = 0

    def set_picture(self, picture: Picture) -> None:
        """Show *picture*."""
        self.picture = picture
        self.setAccessibleName(picture.title)
        self.setFixedSize(picture.size.toSize())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part that is seen."""
        if self.picture is None:
            return
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        self.picture.paint(painter)
        if self.scrolled > 0:
            painter.setClipRect(QRectF(0, self.scrolled, self.width(), self.picture.head))
            painter.translate(0, self.scrolled)
            self.picture.paint_head(painter)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the claim that stands there."""
        spot = self._spot_at(event.position())
        if spot is not None and spot.claim_id:
            self.opened.emit(spot.document_id, spot.claim_id)

    def event(self, event: QEvent) -> bool:
        """Tell what stands below the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self._spot_at(event.pos().toPointF())
            QToolTip.showText(event.globalPos(), spot.text() if spot else "", self)
            return True
        return super().event(event)

    def _spot_at(self, point: QPointF) -> Spot | None:
        # below the head nothing is seen
        hidden = self.picture is None or (self.scrolled > 0 and point.y() < self.scrolled + self.picture.head)
        return None if hidden or self.picture is None else self.picture.spot_at(point)


class PictureView(QScrollArea):
    """Show a picture that may be larger than its room.

    Attributes:
        canvas: what paints it.

    Signals:
        resized(): there is another room for the picture.
    """

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.canvas = Canvas()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self.canvas)
        # the ground of pages, so that a small picture does not end in the middle of the room
        self.viewport().setObjectName("pane")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def room(self) -> float:
        """How wide a picture can be that needs no scrolling to the side."""
        return float(max(320, self.width() - 12))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that there is another room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def _on_scrolled(self, value: int) -> None:
        self.canvas.scrolled = value
        self.canvas.update()
