"""The picture of how alike actors are: a heat map in clustered order with its dendrogram."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.analysis.similarity import Clustering, Measure
from desktop.qt import theme
from desktop.qt.views.picture import MARGIN, Picture, Spot

CELL = 30.0
LABEL = 190.0
TREE = 130.0
TOP = 40.0
FAINTEST, STRONGEST = 0.06, 0.45


class LikenessPicture(Picture):
    """A heat map: each cell has its number and a ground as strong as the number; like stands beside like."""

    def __init__(
        self, names: Sequence[str], table: Sequence[Sequence[float]], clustering: Clustering, measure: Measure
    ) -> None:
        """Draw the similarities of *names* to each other."""
        super().__init__(f"Similarity of actors ({measure}), like beside like; distance in the tree is 1 − similarity")
        self._names, self._table, self._clustering = names, table, clustering
        size = len(names)
        self._heads = max(60.0, min(150.0, max(map(self.metrics.horizontalAdvance, names), default=0) + 8))
        self.size.setWidth(2 * MARGIN + LABEL + CELL * size + TREE)
        self.size.setHeight(TOP + self._heads + CELL * size + MARGIN)
        order = clustering.order
        for row, one in enumerate(order):
            for column, other in enumerate(order):
                told = f"{names[one]} and {names[other]}: {table[one][other]:.2f}"
                self.spots.append(Spot(self._cell(row, column), told))

    def paint(self, painter: QPainter) -> None:
        """Paint names, cells and the tree."""
        self.begin(painter)
        order = self._clustering.order
        right = Qt.AlignmentFlag.AlignRight
        for row, one in enumerate(order):
            left = QRectF(MARGIN, self._cell(row, 0).top(), LABEL - 8, CELL)
            self.write(painter, left, self._names[one], "ink", right)
            painter.save()
            painter.translate(self._cell(0, row).center().x(), TOP + self._heads - 4)
            painter.rotate(-90)
            self.write(painter, QRectF(0, -CELL / 2, self._heads - 4, CELL), self._names[one], "ink")
            painter.restore()
            for column, other in enumerate(order):
                self._paint_cell(painter, self._cell(row, column), self._table[one][other])
        self._paint_tree(painter)

    def _paint_cell(self, painter: QPainter, rect: QRectF, value: float) -> None:
        # opposite positions are grey, with a minus before the number: no colour needed to tell them
        tone = "accent" if value >= 0 else "ink"
        part = FAINTEST + (STRONGEST - FAINTEST) * min(1.0, abs(value))
        if abs(value) >= 0.005:
            painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.mixed("page", tone, part))
        told = f"{value:.2f}".replace("-", "−")
        told = told.replace("0.", ".", 1) if abs(value) < 1 else told.split(".")[0]
        nothing = abs(value) < 0.005
        middle = Qt.AlignmentFlag.AlignHCenter
        self.write(painter, rect, "0" if nothing else told, "dim" if nothing else "ink", middle)

    def _paint_tree(self, painter: QPainter) -> None:
        """Paint the dendrogram beside the cells: the farther right a joint, the less alike its branches."""
        size = len(self._names)
        left = MARGIN + LABEL + CELL * size + 8
        farthest = max((distance for _, _, distance in self._clustering.merges), default=0.0) or 1.0
        ends: dict[int, QPointF] = {
            line: QPointF(left, self._cell(row, 0).center().y()) for row, line in enumerate(self._clustering.order)
        }
        painter.setPen(QPen(theme.color("dim"), 1.2))
        for number, (one, other, distance) in enumerate(self._clustering.merges):
            x = left + (TREE - 16) * distance / farthest
            first, second = ends[one], ends[other]
            for end in (first, second):
                painter.drawLine(end, QPointF(x, end.y()))
            painter.drawLine(QPointF(x, first.y()), QPointF(x, second.y()))
            ends[size + number] = QPointF(x, (first.y() + second.y()) / 2)

    def _cell(self, row: int, column: int) -> QRectF:
        return QRectF(MARGIN + LABEL + CELL * column, TOP + self._heads + CELL * row, CELL, CELL)
