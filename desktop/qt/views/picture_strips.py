"""The picture of documents as strips of their claims, one above the other (the document comparison chart)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.analysis.strips import Bar, Strip
from desktop.qt import theme
from desktop.qt.views.picture import MARGIN, Picture, Spot

LABEL = 230.0
WIDTH = 900.0
LANE, GAP = 13.0, 22.0
TOP = 44.0
# a bar is never so short that it could not be seen
SHORTEST = 5.0


class StripsPicture(Picture):
    """Strips from the beginning of each document to its end; a bar for each claim, with the shape of its stance."""

    def __init__(
        self,
        strips: Sequence[Strip],
        titles: Mapping[int, str],
        told: Callable[[Bar], str],
        color: Callable[[Bar], str],
    ) -> None:
        """Draw *strips*; *told* is what a bar tells at hover, *color* a name or ``#rrggbb``."""
        super().__init__("Claims by their place in each document: ▲ favor, ▼ against, ● neutral")
        self._strips, self._titles, self._color = strips, titles, color
        self._tops: list[float] = []
        top = TOP
        for strip in strips:
            self._tops.append(top)
            for bar in strip.bars:
                self.spots.append(Spot(self._place(top, bar), partial(told, bar), bar.claim_id, strip.document_id))
            top += max(2, strip.lanes) * LANE + GAP
        self.size.setWidth(2 * MARGIN + LABEL + WIDTH)
        self.size.setHeight(top + 10)

    def paint(self, painter: QPainter) -> None:
        """Paint titles, strips and bars."""
        self.begin(painter)
        for strip, top in zip(self._strips, self._tops, strict=True):
            high = max(2, strip.lanes) * LANE
            self.write(painter, QRectF(MARGIN, top, LABEL - 14, 18), self._titles.get(strip.document_id, ""), "ink")
            count = f"{len(strip.bars)} claim{'' if len(strip.bars) == 1 else 's'}"
            self.write(painter, QRectF(MARGIN, top + 16, LABEL - 14, 18), count)
            painter.setPen(QPen(theme.color("line"), 1))
            painter.setBrush(theme.color("panel"))
            painter.drawRect(QRectF(MARGIN + LABEL, top - 3, WIDTH, high + 6))
            for bar in strip.bars:
                rect = self._place(top, bar)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.mixed("page", self._color(bar), 0.42))
                painter.drawRoundedRect(rect, 2, 2)
                shape = QRectF(rect.left(), rect.top() + 1, rect.height() - 2, rect.height() - 2)
                shape.moveLeft(min(shape.left(), MARGIN + LABEL + WIDTH - shape.width()))
                theme.paint_shape(painter, bar.stance, shape, theme.color(self._color(bar)))

    @staticmethod
    def _place(top: float, bar: Bar) -> QRectF:
        left = MARGIN + LABEL + bar.start * WIDTH
        width = max(SHORTEST, (bar.end - bar.start) * WIDTH)
        return QRectF(min(left, MARGIN + LABEL + WIDTH - width), top + bar.lane * LANE, width, LANE - 3)
