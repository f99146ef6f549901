"""The picture of how alike actors are: a heat map in clustered order with its dendrogram."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from desktop.analysis.comparison.similarity import Clustering, Measure
from desktop.core.language import _
from desktop.qt import theme
from desktop.qt.findings.picture import LEGEND, MARGIN, PAPER, TITLE, Picture, Spot

# of a cell: its height, and its width as there is room; a number of three digits must fit
HIGH, NARROWEST, WIDEST = 24.0, 21.0, 44.0
LABEL, WIDEST_LABEL = 100.0, 240.0
TREE, WIDEST_TREE = 110.0, 320.0
FAINTEST, STRONGEST = 0.06, 0.45
STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
_NOTHING = 0.005


class LikenessPicture(Picture):
    """A heat map: each cell has its number and a ground as strong as the number; like stands beside like."""

    def __init__(
        self,
        names: Sequence[str],
        table: Sequence[Sequence[float]],
        clustering: Clustering,
        measure: Measure,
        width: float = PAPER,
        field: str = "",
    ) -> None:
        """Draw the similarities of *names* to each other: of actors, or of what people call *field*."""
        title = _("Similarity of actors ({measure}), like beside like")
        if field:
            title = _("Similarity by {field} ({measure}), like beside like")
        super().__init__(title.format(measure=_(measure), field=field), width)
        self._names, self._table, self._clustering = names, table, clustering
        self._signed = measure == "position"
        size = len(names)
        longest = max(map(self.metrics.horizontalAdvance, names), default=0)
        self._label = min(WIDEST_LABEL, max(LABEL, longest + 16))
        heads = max(48.0, min(150.0, longest + 10))
        self._cell_width = min(WIDEST, max(NARROWEST, (width - 2 * MARGIN - self._label - TREE) / max(1, size) // 1))
        self._small = QFont(self.font)
        self._small.setPixelSize(13 if self._cell_width >= 28 else 11)
        left = width - 2 * MARGIN - self._label - self._cell_width * size
        self._tree = min(WIDEST_TREE, max(TREE, left))
        self.size.setWidth(max(width, 2 * MARGIN + self._label + self._cell_width * size + self._tree))
        self._top = TITLE + LEGEND
        self.head = self._top + heads
        self.size.setHeight(self.head + HIGH * size + MARGIN)
        order = clustering.order
        for row, one in enumerate(order):
            for column, other in enumerate(order):
                tip = _("{actor} and {other}: {value:.2f}")
                tip = tip.format(actor=names[one], other=names[other], value=table[one][other])
                self.spots.append(Spot(self._cell(row, column), tip))

    def paint_body(self, painter: QPainter) -> None:
        """Paint names, cells and the tree."""
        order = self._clustering.order
        for row, one in enumerate(order):
            top = self._cell(row, 0).top()
            if not self.seen(painter, top, top + HIGH):
                continue
            self.write(painter, QRectF(MARGIN, top, self._label - 8, HIGH), self._names[one], "ink", _RIGHT)
            for column, other in enumerate(order):
                self._paint_cell(painter, self._cell(row, column), self._table[one][other], row == column)
        self._paint_tree(painter)

    def paint_legend(self, painter: QPainter) -> None:
        """Paint the scale, the names above the columns, and the axis of the tree."""
        self._paint_scale(painter)
        for column, one in enumerate(self._clustering.order):
            cell = self._cell(0, column)
            painter.save()
            painter.translate(cell.center().x(), self.head - 4)
            painter.rotate(-90)
            room = self.head - self._top - 6
            self.write(painter, QRectF(0, -HIGH / 2, room, HIGH), self._names[one], "ink")
            painter.restore()
        left = self._tree_left
        painter.setPen(QPen(theme.color("dim"), 1))
        painter.drawLine(QPointF(left, self.head - 4), QPointF(left + self._tree - 24, self.head - 4))
        for part in (0.0, 0.5, 1.0):
            x = left + (self._tree - 24) * part
            painter.setPen(QPen(theme.color("dim"), 1))
            painter.drawLine(QPointF(x, self.head - 8), QPointF(x, self.head - 4))
            place = QRectF(x - 24, self.head - 26, 48, 18)
            self.write(painter, place, _short(self._farthest * part), align=Qt.AlignmentFlag.AlignHCenter)
        words = QRectF(left - 8, self.head - 44, self._tree - 8, 18)
        self.write(painter, words, "1 − similarity")

    def _paint_scale(self, painter: QPainter) -> None:
        """Paint what the grounds mean; opposites have a minus and a ground of their own."""
        x = MARGIN
        steps = (*(-one for one in reversed(STEPS[1:])), *STEPS) if self._signed else STEPS
        for value in steps:
            words = _short(value)
            box = QRectF(x, TITLE + 5, 30, 16)
            painter.fillRect(box, self._ground(value))
            self.write(painter, box, words, "ink", Qt.AlignmentFlag.AlignHCenter)
            x += 31
        ends = (
            _("from opposite (−1) to the same (1)") if self._signed else _("from nothing in common (0) to the same (1)")
        )
        self.write(painter, QRectF(x + 8, TITLE, max(40.0, self.size.width() - x - 24), LEGEND), ends)

    def _paint_cell(self, painter: QPainter, rect: QRectF, value: float, own: bool) -> None:
        nothing = abs(value) < _NOTHING
        if own:
            # everybody is like themselves: no news
            painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.color("line"))
            return
        if not nothing:
            painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), self._ground(value))
        middle = Qt.AlignmentFlag.AlignHCenter
        painter.setFont(self._small)
        painter.setPen(theme.color("dim" if nothing else "ink"))
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignVCenter, "·" if nothing else _short(value))
        painter.setFont(self.font)

    @staticmethod
    def _ground(value: float) -> QColor:
        # opposite positions are grey, with a minus before the number: no colour needed to tell them
        if abs(value) < _NOTHING:
            return theme.color("panel")
        part = FAINTEST + (STRONGEST - FAINTEST) * min(1.0, abs(value))
        return theme.mixed("page", "accent" if value >= 0 else "ink", part)

    @property
    def _farthest(self) -> float:
        return max((distance for _, _, distance in self._clustering.merges), default=0.0) or 1.0

    @property
    def _tree_left(self) -> float:
        return MARGIN + self._label + self._cell_width * len(self._names) + 8

    def _paint_tree(self, painter: QPainter) -> None:
        """Paint the dendrogram beside the cells: the farther right a joint, the less alike its branches."""
        size, left = len(self._names), self._tree_left
        ends: dict[int, QPointF] = {
            line: QPointF(left, self._cell(row, 0).center().y()) for row, line in enumerate(self._clustering.order)
        }
        painter.setPen(QPen(theme.color("dim"), 1.2))
        for number, (one, other, distance) in enumerate(self._clustering.merges):
            x = left + (self._tree - 24) * distance / self._farthest
            first, second = ends[one], ends[other]
            for end in (first, second):
                painter.drawLine(end, QPointF(x, end.y()))
            painter.drawLine(QPointF(x, first.y()), QPointF(x, second.y()))
            ends[size + number] = QPointF(x, (first.y() + second.y()) / 2)

    def _cell(self, row: int, column: int) -> QRectF:
        left = MARGIN + self._label + self._cell_width * column
        return QRectF(left, self.head + HIGH * row, self._cell_width, HIGH)


_RIGHT = Qt.AlignmentFlag.AlignRight


def _short(value: float) -> str:
    """Return a number between −1 and 1 in little room: ``.45``, ``−.3`` as ``−.30``, ``1``."""
    number = f"{value:.2f}".replace("-", "−")
    if number in ("0.00", "−0.00"):
        return "0"
    return number.replace("0.", ".", 1) if abs(value) < 0.995 else number.split(".")[0]
