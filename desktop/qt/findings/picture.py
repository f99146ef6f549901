"""Pictures: drawn once for the window, for SVG and for PNG, each knowing what stands where; and where they are seen."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QWidget

from desktop.core.direction import isolated
from desktop.core.language import _
from desktop.qt import theme
from desktop.qt.tips import tip

MARGIN = 16.0
# pixels: a page's width in print, and so that of every file, whatever the window has
PAPER = 1120.0
# pixels of a PNG to one of the window: enough for print at the size of a page
PNG_SCALE = 2
# what stands above every picture: its title, and what its marks mean
TITLE, LEGEND = 32.0, 24.0
# where the shipped type is not installed, one of the same width takes its place
_FAMILIES = f"'{theme.SANS}', 'Source Sans 3', 'Helvetica Neue', Arial, sans-serif"
# paints a sign into a square
Sign = Callable[[QPainter, QRectF], None]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a picture: what it tells at hover, and the claim that a double click opens (0 for none)."""

    rect: QRectF
    tip: str | Callable[[], str]
    claim_id: int = 0
    document_id: int = 0

    def text(self) -> str:
        """Return what it tells."""
        return self.tip if isinstance(self.tip, str) else self.tip()


class Picture:
    """A picture that is laid out; painting it takes the colours of the scheme in force.

    Attributes:
        title: what it shows, in a line.
        size: in pixels.
        head: how much of its top stays in sight when it is scrolled.
        spots: what stands where.
    """

    def __init__(self, title: str, width: float = PAPER) -> None:
        """Lay it out in *width* pixels where it can be; what needs more is wider."""
        self.title = title
        self.width = width
        self.size = QSizeF(width, 120)
        self.head = 0.0
        self.spots: list[Spot] = []
        # in pixels of the shipped type: the same picture on every screen and system
        theme.load_fonts()
        self.font = QFont(theme.SANS)
        self.font.setPixelSize(13)
        self.strong = QFont(self.font)
        self.strong.setPixelSize(15)
        self.strong.setWeight(QFont.Weight.DemiBold)
        self.metrics = QFontMetricsF(self.font)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.spots

    def paint(self, painter: QPainter) -> None:
        """Paint it from the origin on; what lies outside the painter's clip may be left out."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(QPointF(0, 0), self.size), theme.color("page"))
        painter.setFont(self.font)
        self.paint_body(painter)
        self.paint_head(painter)

    def paint_head(self, painter: QPainter) -> None:
        """Paint its top: the title, and what the picture says there."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, self.size.width(), self.head), theme.color("page"))
        painter.setFont(self.strong)
        painter.setPen(theme.color("ink"))
        place = QRectF(MARGIN, 8, self.size.width() - 2 * MARGIN, 22)
        words = QFontMetricsF(self.strong).elidedText(self.title, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(self.font)
        self.paint_legend(painter)

    def paint_body(self, painter: QPainter) -> None:
        """Paint what stands below the top, on the ground."""
        raise NotImplementedError

    def paint_legend(self, painter: QPainter) -> None:
        """Paint what stands in the top below the title."""
        raise NotImplementedError

    def seen(self, painter: QPainter, top: float, bottom: float) -> bool:
        """Tell whether something between two heights may be seen."""
        if not painter.hasClipping():
            return True
        clip = painter.clipBoundingRect()
        return top <= clip.bottom() and bottom >= clip.top()

    def write(
        self,
        painter: QPainter,
        rect: QRectF,
        words: str,
        ink: str = "dim",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Write words in the middle of a rectangle's height; what is too long ends with an ellipsis."""
        painter.setPen(theme.color(ink))
        elided = self.metrics.elidedText(isolated(words), Qt.TextElideMode.ElideRight, rect.width() + 0.5)
        painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, elided)

    def legend_lines(self, entries: Sequence[str]) -> list[tuple[float, float]]:
        """Return where each entry of a legend stands: x and y, on as many lines as they need."""
        places, x, y = [], MARGIN, TITLE
        for words in entries:
            wide = 16 + self.metrics.horizontalAdvance(words) + 18
            if x > MARGIN and x + wide > self.size.width() - MARGIN:
                x, y = MARGIN, y + LEGEND
            places.append((x, y))
            x += wide
        return places

    def write_legend(self, painter: QPainter, entries: Sequence[tuple[Sign, str]]) -> None:
        """Write below the title what signs mean."""
        places = self.legend_lines([words for _sign, words in entries])
        for (sign, words), (x, y) in zip(entries, places, strict=True):
            sign(painter, QRectF(x, y + (LEGEND - 10) / 2, 10, 10))
            room = min(self.metrics.horizontalAdvance(words) + 2, self.size.width() - x - 16)
            self.write(painter, QRectF(x + 15, y, room, LEGEND), words)

    def spot_at(self, point: QPointF) -> Spot | None:
        """Return what stands at a point; of several the last painted."""
        return next((one for one in reversed(self.spots) if one.rect.contains(point)), None)


def look_signs(told: Iterable[tuple[str, str]]) -> list[tuple[Sign, str]]:
    """Return the shapes of stances, or of looks, with what they mean, for a legend; the words are translated here."""

    def sign(look: str) -> Sign:
        return lambda painter, rect: theme.paint_shape(painter, look, rect)

    return [(sign(look), _(word)) for look, word in told]


def as_svg(picture: Picture) -> bytes:
    """Return a picture as SVG in the light scheme; the same picture gives the same bytes."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setTitle(picture.title)
    made.setDescription("Visavis")
    # else the size in points would follow the screen's resolution
    made.setResolution(96)
    size = picture.size
    made.setSize(QSize(int(size.width()), int(size.height())))
    made.setViewBox(QRectF(QPointF(0, 0), size))
    with theme.on_paper():
        painter = QPainter(made)
        picture.paint(painter)
        painter.end()
    # in pixels: some programs know no millimetres without a resolution
    sides = f'width="{int(size.width())}" height="{int(size.height())}"'.encode()
    written = re.sub(rb'width="[\d.]+mm" height="[\d.]+mm"', sides, bytes(buffer.data().data()), count=1)
    return written.replace(f'font-family="{theme.SANS}"'.encode(), f'font-family="{_FAMILIES}"'.encode())


def as_png(picture: Picture) -> bytes:
    """Return a picture as PNG in the light scheme, in twice the window's resolution."""
    image = QImage((picture.size * PNG_SCALE).toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(PNG_SCALE)
    with theme.on_paper():
        painter = QPainter(image)
        picture.paint(painter)
        painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


class Canvas(QWidget):
    """Paint a picture in its own size; its head stays in sight when it is scrolled.

    Attributes:
        scrolled: how far, in pixels.

    Signals:
        opened(document_id, claim_id): a claim was double-clicked.
    """

    opened = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.picture: Picture | None = None
        self.scrolled = 0

    @property
    def scale(self) -> float:
        """How large the picture is on the screen: as the rest of the interface."""
        return theme.type_choice().interface

    def set_picture(self, picture: Picture) -> None:
        """Show *picture*."""
        self.picture = picture
        self.setAccessibleName(picture.title)
        self.setAccessibleDescription(_("Its figures can be read in the table: Export…"))
        self.setFixedSize((picture.size * self.scale).toSize())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part that is seen."""
        if self.picture is None:
            return
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.scale(self.scale, self.scale)
        self.picture.paint(painter)
        if self.scrolled > 0:
            top = self.scrolled / self.scale
            painter.setClipRect(QRectF(0, top, self.picture.size.width(), self.picture.head))
            painter.translate(0, top)
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
            QToolTip.showText(event.globalPos(), tip(spot.text() if spot else ""), self)
            return True
        return super().event(event)

    def _spot_at(self, point: QPointF) -> Spot | None:
        # below the head nothing is seen
        if self.picture is None or (self.scrolled > 0 and point.y() < self.scrolled + self.picture.head * self.scale):
            return None
        return self.picture.spot_at(point / self.scale)


class PictureView(QScrollArea):
    """Show a picture that may be larger than its room.

    Signals:
        resized(): there is another room for the picture.
    """

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.canvas = Canvas()
        self.setAccessibleName(_("Picture"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self.canvas)
        # the ground of pages, so that a small picture does not end in the middle of the room
        self.viewport().setObjectName("pane")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def room(self) -> float:
        """How wide a picture can be that needs no scrolling to the side."""
        return max(320, self.width() - 12) / self.canvas.scale

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that there is another room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def _on_scrolled(self, value: int) -> None:
        self.canvas.scrolled = value
        self.canvas.update()
