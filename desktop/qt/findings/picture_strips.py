"""The picture of documents as strips of their claims, one above the other (the document comparison chart)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop.analysis.comparison.pictured import Bar, Strip
from desktop.core import phrases
from desktop.core.direction import isolated
from desktop.core.language import _
from desktop.qt import theme
from desktop.qt.findings.picture import LEGEND, MARGIN, PAPER, Picture, Sign, Spot, look_signs

# of what stands before the strips: a part of the width, within limits
LABEL, WIDEST_LABEL, PART = 200.0, 380.0, 0.24
LEAST = 320.0
LANE, GAP = 13.0, 20.0
AXIS = 22.0
# what stands above the strips of one value of a field
HEAD = 26.0
# a bar is never so short that it could not be seen
SHORTEST = 5.0


class StripsPicture(Picture):
    """Strips from the beginning of each document to its end; a bar for each claim, with the shape of its stance."""

    def __init__(
        self,
        strips: Sequence[Strip],
        titles: Mapping[int, tuple[str, str]],
        tip: Callable[[Bar], str],
        color: Callable[[Bar], str],
        width: float = PAPER,
        colors: Sequence[tuple[str, str]] = (),
        heads: Mapping[int, str] | None = None,
    ) -> None:
        """Draw *strips*.

        Args:
            strips: the documents.
            titles: what stands before each of them, and below that.
            tip: what a bar tells at hover.
            color: the name of a bar's colour in the scheme, or ``#rrggbb``.
            width: in pixels.
            colors: what each colour means, where it is not the stance's: colour and words.
            heads: what stands above the strip of a document, with which a group of them begins.
        """
        super().__init__(_("Claims by their place in each document"), width)
        self._strips, self._titles, self._color, self._colors = strips, titles, color, colors
        self._label = min(WIDEST_LABEL, max(LABEL, width * PART))
        self._width = max(LEAST, width - 2 * MARGIN - self._label)
        self.size.setWidth(2 * MARGIN + self._label + self._width)
        entries = [words for _, words in self._signs()]
        self.head = self.legend_lines(entries)[-1][1] + LEGEND + AXIS
        self._tops: list[float] = []
        # where a group begins, and what it is called
        self.headings: list[tuple[float, str]] = []
        top = self.head + 10
        for strip in strips:
            if heads is not None and strip.document_id in heads:
                self.headings.append((top - 5, heads[strip.document_id]))
                top += HEAD
            self._tops.append(top)
            for bar in strip.bars:
                self.spots.append(Spot(self._place(top, bar), partial(tip, bar), bar.claim_id, strip.document_id))
            top += max(2, strip.lanes) * LANE + GAP
        self.size.setHeight(top)

    def paint_body(self, painter: QPainter) -> None:
        """Paint titles, strips and bars."""
        left = MARGIN + self._label
        for top, words in self.headings:
            if self.seen(painter, top, top + HEAD):
                self._paint_heading(painter, top, words)
        for strip, top in zip(self._strips, self._tops, strict=True):
            high = max(2, strip.lanes) * LANE
            if not self.seen(painter, top - GAP, top + high + GAP):
                continue
            title, below = self._titles.get(strip.document_id, ("", ""))
            self.write(painter, QRectF(MARGIN, top - 5, self._label - 14, 18), title, "ink")
            count = phrases.counted("claim", len(strip.bars))
            words = f"{count} · {below}" if below else count
            self.write(painter, QRectF(MARGIN, top + 11, self._label - 14, 18), words)
            painter.setPen(QPen(theme.color("line"), 1))
            painter.setBrush(theme.color("panel"))
            painter.drawRect(QRectF(left, top - 3, self._width, high + 6))
            for bar in strip.bars:
                rect = self._place(top, bar)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.mixed("page", self._color(bar), 0.42))
                painter.drawRoundedRect(rect, 2, 2)
                shape = QRectF(rect.left(), rect.top() + 1, rect.height() - 2, rect.height() - 2)
                shape.moveLeft(min(shape.left(), left + self._width - shape.width()))
                theme.paint_shape(painter, bar.stance, shape, theme.color(self._color(bar)))

    def _paint_heading(self, painter: QPainter, top: float, words: str) -> None:
        whole = QRectF(MARGIN, top, self._label + self._width, HEAD - 8)
        painter.setFont(self.strong)
        painter.setPen(theme.color("ink"))
        elided = QFontMetricsF(self.strong).elidedText(isolated(words), Qt.TextElideMode.ElideRight, whole.width())
        painter.drawText(whole, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
        painter.setFont(self.font)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(MARGIN, top + HEAD - 7.5), QPointF(whole.right(), top + HEAD - 7.5))

    def paint_legend(self, painter: QPainter) -> None:
        """Paint what shapes and colours mean, and the parts of a document."""
        self.write_legend(painter, self._signs())
        top, left = self.head - AXIS, MARGIN + self._label
        self.write(painter, QRectF(MARGIN, top, self._label - 14, AXIS), _("Document"))
        for part, words, align in (
            (0.0, _("beginning"), Qt.AlignmentFlag.AlignLeft),
            (0.5, _("middle"), Qt.AlignmentFlag.AlignHCenter),
            (1.0, _("end"), Qt.AlignmentFlag.AlignRight),
        ):
            place = QRectF(left + self._width * part - 100 * part, top, 100, AXIS)
            self.write(painter, place, words, align=align)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(MARGIN, self.head - 0.5), QPointF(left + self._width, self.head - 0.5))

    def _signs(self) -> list[tuple[Sign, str]]:
        return [
            *look_signs(phrases.STANCES.items()),
            *((partial(_paint_swatch, color), words) for color, words in self._colors),
        ]

    def _place(self, top: float, bar: Bar) -> QRectF:
        end = MARGIN + self._label + self._width
        width = max(SHORTEST, (bar.end - bar.start) * self._width)
        left = MARGIN + self._label + bar.start * self._width
        return QRectF(min(left, end - width), top + bar.lane * LANE, width, LANE - 3)


def _paint_swatch(color: str, painter: QPainter, rect: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(color))
    painter.drawRoundedRect(rect, 2, 2)
