"""The place where a picture is looked at: it scrolls, tells what is below the mouse, and opens claims."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QWidget

from desktop.qt.views.picture import Picture


class Canvas(QWidget):
    """Paint a picture in its own size.

    Signals:
        opened(document_id, claim_id): a claim was double-clicked.
    """

    opened = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.picture: Picture | None = None

    def set_picture(self, picture: Picture) -> None:
        """Show *picture*."""
        self.picture = picture
        self.setAccessibleName(picture.title)
        self.setFixedSize(picture.size.toSize())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part that is seen."""
        if self.picture is not None:
            painter = QPainter(self)
            painter.setClipRect(event.rect())
            self.picture.paint(painter)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the claim that stands there."""
        spot = self.picture.spot_at(event.position()) if self.picture is not None else None
        if spot is not None and spot.claim_id:
            self.opened.emit(spot.document_id, spot.claim_id)

    def event(self, event: QEvent) -> bool:
        """Tell what stands below the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self.picture.spot_at(event.pos().toPointF()) if self.picture is not None else None
            QToolTip.showText(event.globalPos(), spot.told() if spot else "", self)
            return True
        return super().event(event)


class PictureView(QScrollArea):
    """Show a picture that may be larger than its room.

    Attributes:
        canvas: what paints it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.canvas = Canvas()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self.canvas)
        # the ground of pages, so that a small picture does not end in the middle of the room
        self.viewport().setObjectName("pane")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
