"""The picture of stance over time: a line for each actor or topic, claims in favor above it, against below."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.pictured import Point, TimeUnit
from desktop.core import scale
from desktop.core.language import N_, _, ngettext
from desktop.core.mentions import week_of
from desktop.core.scale import NOT_CODED
from desktop.qt import theme
from desktop.qt.findings.picture import LEGEND, MARGIN, PAPER, Picture, Sign, Spot, look_signs

# a stretch of time is at least so wide, and no wider than this: a mark at the end of a desert is hard to find
PITCH, WIDEST = 11.0, 200.0
# half a line's height, and what lies between two
HALF, GAP = 19.0, 6.0
TIP = 5.0
# of the names: at least, and at most that part of the width
LABEL, WIDEST_LABEL = 120.0, 0.21
TOTAL = 46.0
AXIS = 24.0
# beyond so many empty stretches only those that hold something are drawn
LONGEST = 240
UNDATED = N_("undated")
_NUMBERED = 36.0


class TimelinePicture(Picture):
    """Bars by period: up for claims in favor, down for those against, a dot for neutral ones; sums at the right.

    A square above the line stands for claims whose stance is not coded.
    """

    def __init__(
        self,
        points: Sequence[Point],
        step: TimeUnit,
        name: Callable[[Point], str],
        width: float = PAPER,
        heading: str = "",
    ) -> None:
        """Draw *points*; those that *name* calls alike share a line, the fullest lines first, below a *heading*."""
        lines: dict[str, dict[str, CellCounts]] = {}
        for point in points:
            cells = lines.setdefault(name(point), {})
            period = point.period or UNDATED
            cells[period] = cells.get(period, CellCounts()).plus(point.counts)
        # a sum for each step, and for what is not coded where there is such
        uncoded = any(cell.uncoded for cells in lines.values() for cell in cells.values())
        self._steps = scale.counted(uncoded=uncoded)
        found = sorted({period for cells in lines.values() for period in cells} - {UNDATED})
        self._periods, even = _between(found, step)
        super().__init__(self._title(step, even), width)
        self._lines = sorted(lines.items(), key=lambda item: (-sum(map(sum, item[1].values())), item[0]))
        self._heading = heading
        if any(UNDATED in cells for cells in lines.values()):
            self._periods.append(UNDATED)
        self._most = max((max(cell.sides[:2]) for cells in lines.values() for cell in cells.values()), default=0) or 1
        self._label = min(
            max(LABEL, width * WIDEST_LABEL), max(LABEL, *map(self.metrics.horizontalAdvance, ("", *lines))) + 20
        )
        beside = 2 * MARGIN + self._label + self._heads() * TOTAL
        self._pitch = max(PITCH, min(WIDEST, (width - beside) / max(1, len(self._periods))))
        self.size.setWidth(max(width, beside + self._pitch * len(self._periods)))
        legend = self.legend_lines([words for _sign, words in self._signs()])
        self.head = legend[-1][1] + LEGEND + AXIS
        self._row = 2 * HALF + GAP
        self.size.setHeight(self.head + self._row * len(self._lines) + AXIS + 8)
        self._ticks = self._labelled(step, even)
        places = {period: number for number, period in enumerate(self._periods)}
        for row, (words, cells) in enumerate(self._lines):
            for period, counts in cells.items():
                tip = _("{line}\n{period}: {counts}")
                tip = tip.format(line=words, period=_(period), counts=self._told(counts))
                rect = QRectF(self._x(places[period]), self._y(row) - HALF, self._pitch, 2 * HALF)
                self.spots.append(Spot(rect, tip))

    def paint_body(self, painter: QPainter) -> None:
        """Paint the lines and their bars, and the periods above and below them."""
        bottom = self._y(len(self._lines)) - HALF
        painter.setPen(QPen(theme.color("line"), 1))
        for number, _words in self._ticks:
            x = self._x(number) + self._pitch / 2
            painter.drawLine(QPointF(x, self.head), QPointF(x, bottom))
        for row, (words, cells) in enumerate(self._lines):
            y = self._y(row)
            if not self.seen(painter, y - HALF - GAP, y + HALF + GAP):
                continue
            self.write(painter, QRectF(MARGIN, y - 10, self._label - 14, 20), words, "ink")
            painter.setPen(QPen(theme.mixed("page", "dim", 0.5), 1))
            painter.drawLine(QPointF(self._x(0), y), QPointF(self._x(len(self._periods)), y))
            self._paint_row(painter, y, cells.items())
        self._paint_periods(painter, bottom)

    def paint_legend(self, painter: QPainter) -> None:
        """Paint what the marks mean, the periods, and the heads of the sums."""
        self.write_legend(painter, self._signs())
        top = self.head - AXIS
        self.write(painter, QRectF(MARGIN, top, self._label - 14, AXIS), self._heading)
        self._paint_periods(painter, top)
        self._paint_heads(painter, top)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(MARGIN, self.head - 0.5), QPointF(self.size.width() - MARGIN, self.head - 0.5))

    # what another measure tells otherwise

    def _title(self, step: TimeUnit, even: bool) -> str:
        return _(_TITLES[step, even])

    def _heads(self) -> int:
        """Return how many sums stand at the right."""
        return len(self._steps)

    def _paint_row(self, painter: QPainter, y: float, cells: Iterable[tuple[str, CellCounts]]) -> None:
        """Paint what a line holds by period, and its sums."""
        at = {period: number for number, period in enumerate(self._periods)}
        whole = CellCounts()
        for period, counts in cells:
            self._paint_bars(painter, self._x(at[period]) + self._pitch / 2, y, counts)
            whole = whole.plus(counts)
        for number, step in enumerate(self._steps):
            total = whole[number]
            self.write(painter, self._total(number, y), str(total) if total else "·", step.look, _RIGHT)

    def _paint_heads(self, painter: QPainter, top: float) -> None:
        for number, step in enumerate(self._steps):
            place = self._total(number, top + AXIS / 2)
            theme.paint_shape(painter, step.key, QRectF(place.right() - 9, place.center().y() - 5, 10, 10))

    def _told(self, counts: CellCounts) -> str:
        words = _("{count} {stance}")
        return _(", ").join(
            words.format(count=count, stance=_(step.word)) for step, count in zip(self._steps, counts, strict=False)
        )

    def _signs(self) -> list[tuple[Sign, str]]:
        """Return what the legend tells: the sides, what is not coded where there is such, and how high a claim is."""
        sides = [("favor", _MEANINGS[0]), ("against", _MEANINGS[1]), ("neutral", _MEANINGS[2])]
        if self._steps[-1].key == NOT_CODED:
            sides.append(("uncoded", N_("the stance is not coded")))
        return [*look_signs(sides), (self._paint_scale, self._scale_words())]

    # measures

    @property
    def _scale(self) -> int:
        """The round number whose bar is shown in the legend."""
        return max(
            (part * 10**power for power in range(8) for part in (1, 2, 5) if part * 10**power <= self._most), default=1
        )

    def _scale_words(self) -> str:
        return ngettext("= {count} claim", "= {count} claims", self._scale).format(count=self._scale)

    def _high(self, number: int) -> float:
        # the tip is always there, the body below it grows by claims
        return TIP + (HALF - TIP) * number / self._most

    def _labelled(self, step: TimeUnit, even: bool) -> list[tuple[int, str]]:
        """Return the periods that have room for their name; of months those that part the year evenly."""
        room = (
            self.metrics.horizontalAdvance(
                {"year": "2024", "month": "2024-04", "week": "2024-W17", "day": "2024-04-26"}[step]
            )
            + 14
        )
        dated = [period for period in self._periods if period != UNDATED]
        least = max(1, ceil(room / self._pitch))
        if step == "month" and even:
            every = next((one for one in (1, 2, 3, 4, 6, 12, 24, 60) if one >= least), 120)
            found = [(at, period) for at, period in enumerate(dated) if _number(period, "month") % every == 0]
        else:
            found = [(at, period) for at, period in enumerate(dated) if at % least == 0]
        if not found and dated:
            found = [(0, dated[0])]
        if UNDATED in self._periods:
            end = len(self._periods) - 1
            away = (self.metrics.horizontalAdvance(_(UNDATED)) + room) / 2
            found = [*(one for one in found if (end - one[0]) * self._pitch >= away), (end, _(UNDATED))]
        return found

    # painting

    def _paint_bars(self, painter: QPainter, x: float, y: float, counts: CellCounts) -> None:
        favor, against, neutral = counts.sides
        wide = min(self._pitch - 4, 14.0)
        for stance, number, up in (("favor", favor, -1), ("against", against, 1)):
            if not number:
                continue
            self._paint_bar(painter, stance, QPointF(x, y), up, wide, self._high(number))
            if self._pitch >= _NUMBERED:
                place = QRectF(x + wide / 2 + 3, y - HALF if up < 0 else y, self._pitch / 2 - wide / 2 - 3, HALF)
                self.write(painter, place, str(number), stance)
        if counts.uncoded:
            # beside the bar, on the line
            theme.paint_shape(painter, "uncoded", QRectF(x - wide / 2 - 8, y - 4, 8, 8))
        if neutral:
            painter.setPen(QPen(theme.color("page"), 1.2))
            painter.setBrush(theme.color("neutral"))
            painter.drawEllipse(QPointF(x, y), 3.2, 3.2)
            if self._pitch >= _NUMBERED and not favor and not against:
                self.write(painter, QRectF(x + 8, y - HALF, self._pitch / 2 - 8, HALF), str(neutral), "neutral")

    @staticmethod
    def _paint_bar(painter: QPainter, stance: str, foot: QPointF, up: int, wide: float, high: float) -> None:
        """Paint a bar that ends in the tip of its stance's shape, so that the side is told without a colour too."""
        shoulder = up * max(0.5, high - TIP)
        half = QPointF(wide / 2, 0)
        corners = [foot - half, foot - half + QPointF(0, shoulder), foot + QPointF(0, up * high)]
        corners += [foot + half + QPointF(0, shoulder), foot + half]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(stance))
        painter.drawPolygon(QPolygonF(corners))

    def _paint_scale(self, painter: QPainter, rect: QRectF) -> None:
        high = self._high(self._scale)
        foot = QPointF(rect.center().x(), rect.center().y() + high / 2)
        self._paint_bar(painter, "dim", foot, -1, 9, high)

    def _paint_periods(self, painter: QPainter, top: float) -> None:
        for number, period in self._ticks:
            room = self.metrics.horizontalAdvance(period) + 4
            x = self._x(number) + self._pitch / 2 - room / 2
            self.write(painter, QRectF(x, top, room, AXIS), period, align=Qt.AlignmentFlag.AlignHCenter)

    def _total(self, number: int, y: float) -> QRectF:
        left = self._x(len(self._periods)) + TOTAL * number
        return QRectF(left, y - 10, TOTAL - 4, 20)

    def _x(self, number: int) -> float:
        return MARGIN + self._label + self._pitch * number

    def _y(self, row: int) -> float:
        return self.head + self._row * row + GAP / 2 + HALF


_RIGHT = Qt.AlignmentFlag.AlignRight
_MEANINGS = (N_("favor, above the line"), N_("against, below it"), N_("neutral, on it"))
# by the unit, and by whether time passes evenly
_TITLES: dict[tuple[TimeUnit, bool], str] = {
    ("day", True): N_("Claims by day of their document"),
    ("day", False): N_("Claims by day of their document, only days with claims"),
    ("week", True): N_("Claims by week of their document"),
    ("week", False): N_("Claims by week of their document, only weeks with claims"),
    ("month", True): N_("Claims by month of their document"),
    ("month", False): N_("Claims by month of their document, only months with claims"),
    ("year", True): N_("Claims by year of their document"),
    ("year", False): N_("Claims by year of their document, only years with claims"),
}


def _between(found: Sequence[str], step: TimeUnit) -> tuple[list[str], bool]:
    """Return all periods from the first to the last, and whether time passes evenly in them.

    Only *found* are returned where they are too many, and for days: years of them would leave nothing to see.
    """
    if len(found) < 2:
        return list(found), True
    first, last = (0, 0) if step == "day" else (_number(one, step) for one in (found[0], found[-1]))
    if step == "day" or last - first > LONGEST:
        return list(found), False
    numbers = range(first, last + 1)
    return [_period(one, step) for one in numbers], True


def _number(period: str, step: TimeUnit) -> int:
    """Return a number for a period that is one more for the next."""
    if step == "week":
        # the first day of the calendar is a Monday
        return (date.fromisocalendar(int(period[:4]), int(period[6:]), 1).toordinal() - 1) // 7
    return int(period) if step == "year" else int(period[:4]) * 12 + int(period[5:7]) - 1


def _period(number: int, step: TimeUnit) -> str:
    """Return the period that has a number."""
    if step == "week":
        return week_of(date.fromordinal(number * 7 + 1).isoformat())
    return f"{number:04}" if step == "year" else f"{number // 12:04}-{number % 12 + 1:02}"
