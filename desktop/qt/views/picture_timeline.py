"""The picture of stance over time: a line for each actor or topic, claims in favor above it, against below."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.analysis.timeline import Point, Step
from desktop.qt import theme
from desktop.qt.views.picture import MARGIN, Picture, Spot

PITCH, HALF, GAP = 20.0, 26.0, 8.0
LABEL = 220.0
TOP = 62.0
# beyond so many empty stretches only those that hold something are drawn
LONGEST = 240
UNDATED = "undated"


class TimelinePicture(Picture):
    """Bars by period: up and ▲ for claims in favor, down and ▼ for those against, a dot for neutral ones."""

    def __init__(self, points: Sequence[Point], step: Step, name: Callable[[Point], str]) -> None:
        """Draw *points*; those that *name* calls alike share a line, the fullest lines first."""
        super().__init__(f"Stance by {step}: claims in favor ▲ above the line, against ▼ below, neutral ● on it")
        lines: dict[str, dict[str, list[int]]] = {}
        for point in points:
            cell = lines.setdefault(name(point), {}).setdefault(point.period or UNDATED, [0, 0, 0])
            for at, number in enumerate((point.favor, point.against, point.neutral)):
                cell[at] += number
        self._lines = sorted(lines.items(), key=lambda item: (-sum(map(sum, item[1].values())), item[0]))
        found = sorted({period for cells in lines.values() for period in cells} - {UNDATED})
        self._periods = _between(found, step)
        if any(UNDATED in cells for cells in lines.values()):
            self._periods.append(UNDATED)
        self._most = max((max(cell[:2]) for cells in lines.values() for cell in cells.values()), default=0) or 1
        self._pitch = max(PITCH, min(64.0, 720 / max(1, len(self._periods))))
        self._row = 2 * HALF + GAP
        width = LABEL + self._pitch * len(self._periods) + 2 * MARGIN + 30
        self.size.setWidth(max(520.0, width))
        self.size.setHeight(TOP + self._row * len(self._lines) + MARGIN)
        places = {period: number for number, period in enumerate(self._periods)}
        for row, (words, cells) in enumerate(self._lines):
            for period, (favor, against, neutral) in cells.items():
                told = f"{words}\n{period}: {favor} favor, {against} against, {neutral} neutral"
                self.spots.append(
                    Spot(QRectF(self._x(places[period]), self._y(row) - HALF, self._pitch, 2 * HALF), told)
                )

    def paint(self, painter: QPainter) -> None:
        """Paint the periods above, the lines and their bars."""
        self.begin(painter)
        at = {period: number for number, period in enumerate(self._periods)}
        for row, (words, cells) in enumerate(self._lines):
            y = self._y(row)
            self.write(painter, QRectF(MARGIN, y - 10, LABEL - 20, 20), words, "ink")
            painter.setPen(QPen(theme.color("dim"), 1))
            painter.drawLine(QPointF(self._x(0), y), QPointF(self._x(len(self._periods)), y))
            for period, counts in cells.items():
                self._paint_bars(painter, self._x(at[period]) + self._pitch / 2, y, counts)
        self._paint_periods(painter)

    def _paint_bars(self, painter: QPainter, x: float, y: float, counts: Sequence[int]) -> None:
        favor, against, neutral = counts
        wide = min(self._pitch - 6, 14.0)
        for stance, number, up in (("favor", favor, -1), ("against", against, 1)):
            if not number:
                continue
            # the shape stands at the end, so that the side is told without a colour too
            high = max(3.0, (HALF - 9) * number / self._most)
            top = y - high if up < 0 else y
            painter.fillRect(QRectF(x - wide / 2, top, wide, high), theme.color(stance))
            shape = QRectF(x - 4, y + up * (high + 5) - 4, 8, 8)
            theme.paint_shape(painter, stance, shape)
        if neutral:
            theme.paint_shape(painter, "neutral", QRectF(x - 4, y - 4, 8, 8))

    def _paint_periods(self, painter: QPainter) -> None:
        y = 36.0
        room = self.metrics.horizontalAdvance("2024-04-26") + 10
        every = max(1, round(room / self._pitch + 0.49))
        for number, period in enumerate(self._periods):
            if number % every == 0 or period == UNDATED:
                place = QRectF(self._x(number) + self._pitch / 2 - room / 2, y, room, 20)
                if period == UNDATED and number % every:
                    place.translate(room / 3, -12)
                self.write(painter, place, period, align=Qt.AlignmentFlag.AlignHCenter)

    def _x(self, number: int) -> float:
        return MARGIN + LABEL + self._pitch * number

    def _y(self, row: int) -> float:
        return TOP + self._row * row + HALF


def _between(found: Sequence[str], step: Step) -> list[str]:
    """Return all periods from the first to the last, so that time passes evenly; only *found* where they are too many.

    Days are never filled in: years of them would leave nothing to see.
    """
    if len(found) < 2 or step == "day":
        return list(found)
    first, last = (_number(one, step) for one in (found[0], found[-1]))
    if last - first > LONGEST:
        return list(found)
    numbers = range(first, last + 1)
    return [f"{one:04}" if step == "year" else f"{one // 12:04}-{one % 12 + 1:02}" for one in numbers]


def _number(period: str, step: Step) -> int:
    return int(period) if step == "year" else int(period[:4]) * 12 + int(period[5:7]) - 1
