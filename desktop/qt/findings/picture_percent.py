"""The picture of the percent in favor over time: a line for each actor or topic, from 0 % below to 100 % above."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.pictured import TimeUnit
from desktop.core.language import N_, _
from desktop.project.matrix_table import percent_of_n
from desktop.qt import theme
from desktop.qt.findings.picture import Sign
from desktop.qt.findings.picture_timeline import AXIS, UNDATED, TimelinePicture

# half the height between 0 % and 100 %, and the smallest and the largest mark of a period
REACH, LEAST, MOST = 15.0, 2.4, 5.0
_RIGHT = Qt.AlignmentFlag.AlignRight
_TITLES: dict[TimeUnit, str] = {
    "day": N_("Percent in favor by day of the document"),
    "week": N_("Percent in favor by week of the document"),
    "month": N_("Percent in favor by month of the document"),
    "year": N_("Percent in favor by year of the document"),
}


class PercentPicture(TimelinePicture):
    """Marks by period, the larger the more claims they are of, joined by a line; a cross where there is no percent.

    The line is dotted where periods lie between that have no percent: nothing is told of these.
    """

    def _title(self, step: TimeUnit, even: bool) -> str:
        return _(_TITLES[step])

    def _told(self, counts: CellCounts) -> str:
        return percent_of_n(counts)

    def _heads(self) -> int:
        return 2

    def _signs(self) -> list[tuple[Sign, str]]:
        return [
            (self._sign_mark, _("percent in favor: 100 % above, 0 % below, 50 % on the line")),
            (self._sign_size, _("the larger, the more claims (n)")),
            (self._sign_none, _("undefined: no claim in favor or against")),
        ]

    def _paint_row(self, painter: QPainter, y: float, cells: Iterable[tuple[str, CellCounts]]) -> None:
        told = dict(cells)
        painter.setPen(QPen(theme.mixed("page", "line", 0.6), 1))
        for edge in (y - REACH, y + REACH):
            painter.drawLine(QPointF(self._x(0), edge), QPointF(self._x(len(self._periods)), edge))
        places = [(at, told[period]) for at, period in enumerate(self._periods) if period in told]
        most = max((counts.sided for _at, counts in places), default=0) or 1
        before: tuple[int, QPointF] | None = None
        for at, counts in places:
            middle = QPointF(self._x(at) + self._pitch / 2, y)
            if counts.percent is None:
                self._paint_none(painter, middle)
                continue
            point = QPointF(middle.x(), y + REACH - 2 * REACH * counts.percent / 100)
            if before is not None and self._periods[at] != UNDATED:
                style = Qt.PenStyle.SolidLine if at == before[0] + 1 else Qt.PenStyle.DotLine
                painter.setPen(QPen(theme.color("ink"), 1.4, style))
                painter.drawLine(before[1], point)
            before = (at, point)
        for at, counts in places:
            if counts.percent is not None:
                point = QPointF(self._x(at) + self._pitch / 2, y + REACH - 2 * REACH * counts.percent / 100)
                self._paint_mark(painter, point, counts, LEAST + (MOST - LEAST) * counts.sided / most)
        whole = CellCounts()
        for _at, counts in places:
            whole = whole.plus(counts)
        percent = "–" if whole.percent is None else f"{whole.percent:.0f} %"
        self.write(painter, self._total(0, y), percent, "ink", _RIGHT)
        self.write(painter, self._total(1, y), str(whole.sided), "dim", _RIGHT)

    def _paint_heads(self, painter: QPainter, top: float) -> None:
        for number, words in enumerate((_("all"), _("n"))):
            place = self._total(number, top + AXIS / 2)
            self.write(painter, QRectF(place.left(), top, place.width(), AXIS), words, "dim", _RIGHT)

    @staticmethod
    def _paint_mark(painter: QPainter, point: QPointF, counts: CellCounts, radius: float) -> None:
        percent = counts.percent or 0.0
        tone = "favor" if percent > 50 else "against" if percent < 50 else "neutral"
        painter.setPen(QPen(theme.color("page"), 1))
        painter.setBrush(theme.color(tone))
        painter.drawEllipse(point, radius, radius)

    @staticmethod
    def _paint_none(painter: QPainter, point: QPointF) -> None:
        painter.setPen(QPen(theme.color("dim"), 1.4))
        reach = QPointF(3, 3)
        painter.drawLine(point - reach, point + reach)
        painter.drawLine(point + QPointF(-3, 3), point + QPointF(3, -3))

    def _sign_mark(self, painter: QPainter, rect: QRectF) -> None:
        middle = rect.center()
        painter.setPen(QPen(theme.color("ink"), 1.4))
        painter.drawLine(middle + QPointF(-5, 3), middle + QPointF(5, -3))
        for at, tone in ((QPointF(-5, 3), "against"), (QPointF(5, -3), "favor")):
            painter.setPen(QPen(theme.color("page"), 1))
            painter.setBrush(theme.color(tone))
            painter.drawEllipse(middle + at, 3, 3)

    def _sign_size(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("dim"))
        for at, radius in ((-6.0, LEAST), (2.0, MOST)):
            painter.drawEllipse(rect.center() + QPointF(at, 0), radius, radius)

    def _sign_none(self, painter: QPainter, rect: QRectF) -> None:
        self._paint_none(painter, rect.center())
