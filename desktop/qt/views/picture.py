"""Pictures: drawn once for the window, for SVG and for PNG; each knows what stands where."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from desktop.qt import theme

MARGIN = 16.0
# pixels of a PNG to one of the window: enough for print at the size of a page
PNG_SCALE = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a picture: what it tells at hover, and the claim that a double click opens (0 for none)."""

    rect: QRectF
    tip: str | Callable[[], str]
    claim_id: int = 0
    document_id: int = 0

    def told(self) -> str:
        """Return what it tells."""
        return self.tip if isinstance(self.tip, str) else self.tip()


class Picture:
    """A picture that is laid out; painting it takes the colours of the scheme in force.

    Attributes:
        title: what it shows, in a line.
        size: in pixels.
        spots: what stands where.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.size = QSizeF(320, 120)
        self.spots: list[Spot] = []
        self.font = QFont(theme.small_font())
        self.metrics = QFontMetricsF(self.font)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.spots

    def paint(self, painter: QPainter) -> None:
        """Paint it from the origin on."""
        raise NotImplementedError

    def begin(self, painter: QPainter) -> None:
        """Paint the ground and the title."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(QPointF(0, 0), self.size), theme.color("page"))
        painter.setFont(self.font)
        self.write(painter, QRectF(MARGIN, 8, self.size.width() - 2 * MARGIN, 20), self.title, "ink")

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
        told = self.metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, told)

    def spot_at(self, point: QPointF) -> Spot | None:
        """Return what stands at a point; of several the last painted."""
        return next((one for one in reversed(self.spots) if one.rect.contains(point)), None)


def as_svg(picture: Picture) -> bytes:
    """Return a picture as SVG in the light scheme; the same picture gives the same bytes."""
    data = QByteArray()
    buffer = QBuffer(data)
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
    buffer.close()
    return bytes(data.data())


def as_png(picture: Picture) -> bytes:
    """Return a picture as PNG in the light scheme, in twice the window's resolution."""
    image = QImage((picture.size * PNG_SCALE).toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(PNG_SCALE)
    with theme.on_paper():
        painter = QPainter(image)
        picture.paint(painter)
        painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(data.data())
