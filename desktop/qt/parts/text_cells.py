"""What a cell of the matrix can hold; how it looks when that is no counts: a scale of grounds, words, sentences."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.analysis.comparison.counts import CellCounts
from desktop.core.direction import isolated
from desktop.core.language import _
from desktop.core.scale import LOOKS
from desktop.qt import theme
from desktop.qt.scripts import line_option

RADIUS = 5.0
# the strongest ground still leaves the ink on it a contrast of 4.5 : 1, in both schemes
FAINTEST, STRONGEST = 0.10, 0.42
STEPS = 5


class CellText(NamedTuple):
    """A cell that holds something else than counts.

    Attributes:
        lines: its words, line by line.
        tone: ``favor``, ``against`` or ``neutral`` for their colour and shape, ``share`` for the accent's, empty for
            plain words.
        strength: how strong its ground is, from 0 to 1.
        framed: whether claims in favor and against stand together here.
        rest: all lines, where a cell has room for the first ones only; its tip and what is copied have them.
    """

    lines: tuple[str, ...]
    tone: str = ""
    strength: float = 0.0
    framed: bool = False
    rest: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """All of its lines."""
        return self.rest or self.lines


Content = CellCounts | CellText


def text_width(text: CellText, metrics: QFontMetricsF, shape: float, *, wide: bool) -> float:
    """Return how wide the content of a cell is; sentences take the room that they get."""
    if wide:
        return 184
    widest = max((metrics.horizontalAdvance(line) for line in text.lines), default=0.0)
    return widest + (shape + 3 if _has_shape(text) else 0)


def paint_text(painter: QPainter, text: CellText, rect: QRectF, metrics: QFontMetricsF, *, wide: bool) -> None:
    """Paint a cell into *rect*: its ground, its shape, its words."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if text.strength > 0:
        painter.setBrush(theme.mixed("page", tone_color(text.tone), FAINTEST + (STRONGEST - FAINTEST) * text.strength))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
    if text.framed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
    height = metrics.height()
    top = rect.center().y() - height * len(text.lines) / 2
    painter.setPen(theme.color("ink"))
    for at, line in enumerate(text.lines):
        place = QRectF(rect.left() + 6, top + at * height, rect.width() - 12, height)
        if wide:
            words = metrics.elidedText(line, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, words, line_option(line))
            continue
        if at == 0 and _has_shape(text):
            side = round(metrics.capHeight() + 1)
            left = place.center().x() - (metrics.horizontalAdvance(line) + side + 3) / 2
            theme.paint_shape(
                painter, text.tone, QRectF(left, place.center().y() - side / 2, side, side), theme.color("ink")
            )
            place.setLeft(left + side + 3)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, isolated(line))
        else:
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, isolated(line))


def tone_color(tone: str) -> str:
    """Return the name of the colour of a tone."""
    return tone if tone in LOOKS else "accent"


def _has_shape(text: CellText) -> bool:
    return text.tone in LOOKS


class ScaleLegend(QWidget):
    """Say what the grounds of a scale mean: steps of a colour between two words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ends = ("", "")
        self._tones: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_scale(self, low: str, high: str, tones: tuple[str, ...]) -> None:
        """Show a scale from *low* to *high*: of one tone from faint to strong, of two with the middle between them."""
        self._ends, self._tones = (low, high), tones
        self.setAccessibleName(_("Legend: from {low} to {high}").format(low=low, high=high))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the words at its ends."""
        return " – ".join(self._ends)

    def sizeHint(self) -> QSize:
        """Return the size of the words and the steps."""
        metrics = QFontMetricsF(theme.small_font())
        words = sum(map(metrics.horizontalAdvance, self._ends))
        return QSize(int(words + 20 * len(self._steps()) + 16), 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.small_font()
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(theme.color("dim"))
        middle = Qt.AlignmentFlag.AlignVCenter
        first = metrics.horizontalAdvance(self._ends[0])
        painter.drawText(QRectF(0, 0, first + 2, self.height()), middle, self._ends[0])
        x = first + 6
        for tone, strength in self._steps():
            painter.fillRect(
                QRectF(x, self.height() / 2 - 7, 19, 14),
                theme.mixed("page", tone_color(tone), FAINTEST + (STRONGEST - FAINTEST) * strength),
            )
            x += 20
        painter.drawText(QRectF(x + 4, 0, self.width() - x, self.height()), middle, self._ends[1])

    def _steps(self) -> list[tuple[str, float]]:
        rising = [at / (STEPS - 1) for at in range(STEPS)]
        if len(self._tones) == 2:
            return [(self._tones[0], one) for one in reversed(rising)] + [(self._tones[1], one) for one in rising]
        return [(tone, one) for tone in self._tones for one in rising]
