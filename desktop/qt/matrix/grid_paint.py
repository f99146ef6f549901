"""Painting the matrix: where cells, frozen heads and totals stand, and how they and the choice look."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.direction import isolated
from desktop.qt import theme
from desktop.qt.matrix.model import Head, MatrixModel
from desktop.qt.parts.elided import wrapped
from desktop.qt.parts.stance_cells import CellPainter, transparent

HEAD = -1
INDENT = 12
# how much further in the members of a group stand, and the width of its triangle
STEP = 16
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_BOTTOM_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GridLayout:
    """Where cells and frozen heads stand in a viewport; all lengths are in pixels.

    A position is a row and a column; `HEAD` (-1) stands for the frozen heads: row -1 is the actors' names and totals,
    column -1 the topics' names and totals.

    Attributes:
        rows, columns: how many there are.
        width, height: of the viewport.
        left, top: of the heads: the first column's width, the first row's height.
        right, bottom: of the totals: the last column's width, the last row's height.
        pitch, row: a column's width, a row's height.
        x, y: how far the cells are scrolled.
        compact: whether names of columns stand upright, and rows have their name alone.
    """

    rows: int = 0
    columns: int = 0
    width: int = 0
    height: int = 0
    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0
    pitch: int = 1
    row: int = 1
    x: int = 0
    y: int = 0
    compact: bool = False

    @property
    def body(self) -> QRect:
        """Where cells are seen; the totals stand right of it and below."""
        width = min(self.columns * self.pitch, self.width - self.left - self.right)
        height = min(self.rows * self.row, self.height - self.top - self.bottom)
        return QRect(self.left, self.top, max(0, width), max(0, height))

    @property
    def most_x(self) -> int:
        """How far the cells can be scrolled to the right."""
        return max(0, self.columns * self.pitch - self.body.width())

    @property
    def most_y(self) -> int:
        """How far the cells can be scrolled down."""
        return max(0, self.rows * self.row - self.body.height())

    def seen_rows(self) -> range:
        """Return the rows that are at least partly in sight."""
        return range(self.y // self.row, min(self.rows, -(-(self.y + self.body.height()) // self.row)))

    def seen_columns(self) -> range:
        """Return the columns that are at least partly in sight."""
        return range(self.x // self.pitch, min(self.columns, -(-(self.x + self.body.width()) // self.pitch)))

    def row_top(self, row: int) -> int:
        """Return where a row begins, in sight or not."""
        return self.top + row * self.row - self.y

    def column_left(self, column: int) -> int:
        """Return where a column begins, in sight or not."""
        return self.left + column * self.pitch - self.x

    def rect(self, row: int, column: int) -> QRect:
        """Return the rectangle of a cell or head, in sight or not."""
        across = (0, self.left) if column == HEAD else (self.column_left(column), self.pitch)
        down = (0, self.top) if row == HEAD else (self.row_top(row), self.row)
        return QRect(across[0], down[0], across[1], down[1])

    def row_total(self, row: int) -> QRect:
        """Return where a row's total stands."""
        return QRect(self.body.right() + 1, self.row_top(row), self.right, self.row)

    def column_total(self, column: int) -> QRect:
        """Return where a column's total stands."""
        return QRect(self.column_left(column), self.body.bottom() + 1, self.pitch, self.bottom)

    def at(self, point: QPoint) -> Position | None:
        """Return what stands at *point*: a cell or a head; a total belongs to its head. None beside them."""
        body = self.body
        row = (point.y() - self.top + self.y) // self.row if body.top() <= point.y() <= body.bottom() else HEAD
        column = (point.x() - self.left + self.x) // self.pitch if body.left() <= point.x() <= body.right() else HEAD
        outside = point.x() > body.right() + self.right or point.y() > body.bottom() + self.bottom
        return None if outside or (row == HEAD and column == HEAD) else (row, column)


class GridPainter:
    """Paint a `MatrixModel` in the places that a `GridLayout` gives."""

    def __init__(self, model: MatrixModel, cells: CellPainter) -> None:
        self._model = model
        self._cells = cells
        self._heads: dict[tuple[object, ...], QPixmap] = {}
        self._for: tuple[object, ...] = ()

    def forget(self) -> None:
        """Forget the painted names: they, or the fonts, are others now."""
        self._heads.clear()

    def paint(
        self,
        widget: QWidget,
        layout: GridLayout,
        rect: QRect,
        chosen: Position | None,
        focused: bool,
        pins: Mapping[Position, str],
    ) -> None:
        """Paint the part *rect* of *widget*; *chosen* is outlined, the more so when *focused*; *pins* are letters."""
        painter = QPainter(widget)
        painter.fillRect(rect, theme.color("page"))
        if not layout.rows or not layout.columns:
            return
        self._ratio = widget.devicePixelRatioF()
        now = (theme.colors(), self._ratio, layout.left, layout.pitch, layout.row)
        if now != self._for:
            self._for = now
            self._heads.clear()
        self._normal = QFont(QApplication.font())
        self._strong = QFont(self._normal)
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._small = theme.small_font()
        body = layout.body
        self._paint_band(painter, layout, chosen)
        self._paint_lines(painter, layout)
        painter.setClipRect(body)
        self._paint_cells(painter, layout, rect, chosen, focused)
        painter.setClipRect(QRect(0, body.top(), layout.left, body.height()))
        for row in layout.seen_rows():
            self._paint_row(painter, layout, row, chosen)
        painter.setClipRect(QRect(body.left(), 0, body.width(), layout.top))
        for column in layout.seen_columns():
            self._paint_column(painter, layout, column, chosen)
        for place, letter in pins.items():
            self._paint_pin(painter, layout, place, letter)
        painter.setClipping(False)
        self._paint_totals(painter, layout, chosen)
        self._paint_edges(painter, layout)
        if chosen is not None and HEAD in chosen:
            self._outline(painter, QRectF(layout.rect(*chosen)).adjusted(2, 2, -2, -2), focused)

    def _paint_band(self, painter: QPainter, layout: GridLayout, chosen: Position | None) -> None:
        """Paint a ground below the whole row or column that is chosen."""
        if chosen is None or HEAD not in chosen:
            return
        row, column = chosen
        body = layout.body
        if row != HEAD:
            seen = QRect(0, body.top(), body.right() + 1 + layout.right, body.height())
            band = QRect(0, layout.row_top(row), seen.width(), layout.row)
        else:
            seen = QRect(body.left(), 0, body.width(), body.bottom() + 1 + layout.bottom)
            band = QRect(layout.column_left(column), 0, layout.pitch, seen.height())
        painter.fillRect(band.intersected(seen), theme.color("accent_ground"))

    @staticmethod
    def _paint_lines(painter: QPainter, layout: GridLayout) -> None:
        body = layout.body
        painter.setPen(QPen(theme.color("line"), 1))
        for row in layout.seen_rows():
            bottom = layout.row_top(row) + layout.row - 1
            if body.top() <= bottom <= body.bottom():
                painter.drawLine(0, bottom, body.right() + layout.right, bottom)

    def _paint_cells(
        self, painter: QPainter, layout: GridLayout, rect: QRect, chosen: Position | None, focused: bool
    ) -> None:
        cells, model, ratio = self._cells, self._model, self._ratio
        # 56 by 24 pixels or so; the middle of the cell is the middle of its box
        columns = [
            (column, layout.column_left(column))
            for column in layout.seen_columns()
            if layout.column_left(column) <= rect.right() and layout.column_left(column) + layout.pitch > rect.left()
        ]
        inset = (layout.row - cells.height) // 2
        for row in layout.seen_rows():
            top = layout.row_top(row)
            if top > rect.bottom() or top + layout.row <= rect.top():
                continue
            for column, left in columns:
                counts = model.content(row, column)
                width = cells.width(counts)
                painter.drawPixmap(left + (layout.pitch - width) // 2, top + inset, cells.pixmap(counts, ratio))
        if chosen is not None and HEAD not in chosen:
            width, cell = cells.width(model.content(*chosen)) + 8, layout.rect(*chosen)
            box = QRectF(cell.left() + (layout.pitch - width) // 2, cell.top() + inset - 4, width, cells.height + 8)
            self._outline(painter, box, focused)

    def _paint_pin(self, painter: QPainter, layout: GridLayout, place: Position, letter: str) -> None:
        """Paint a letter into the corner of a cell or head."""
        body, rect = layout.body, layout.rect(*place)
        left, width = (0, layout.left) if place[1] == HEAD else (body.left(), body.width())
        top, height = (0, layout.top) if place[0] == HEAD else (body.top(), body.height())
        painter.save()
        painter.setClipRect(QRect(left, top, width, height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.small_font(bold=True)
        painter.setFont(font)
        side = QFontMetricsF(font).height()
        box = QRectF(rect.right() - side - 1, rect.top() + 1, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(box)
        painter.setPen(theme.color("page"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
        painter.restore()

    @staticmethod
    def _outline(painter: QPainter, rect: QRectF, focused: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("ink" if focused else "dim"), 2 if focused else 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 7, 7)
        painter.restore()

    def _paint_row(self, painter: QPainter, layout: GridLayout, row: int, chosen: Position | None) -> None:
        head = self._model.head(True, row)
        strong = chosen is not None and chosen[0] == row
        key = ("row", self._model.rows[row], strong, head.is_open)
        pixmap = self._heads.get(key)
        if pixmap is None:
            bold = strong or head.is_open is not None
            lines = [(head.name, self._strong if bold else self._normal, "ink")]
            if head.about and not layout.compact:
                lines.append((head.about, self._small, "dim"))
            left = INDENT + head.depth * STEP
            size = QSize(layout.left, layout.row - 1)
            pixmap = self._painted(key, size, QRect(left, 0, layout.left - left - 8, 0), lines)
            self._paint_mark(pixmap, head, QPointF(left - 7, size.height() / 2))
        painter.drawPixmap(0, layout.row_top(row), pixmap)

    def _paint_column(self, painter: QPainter, layout: GridLayout, column: int, chosen: Position | None) -> None:
        head = self._model.head(False, column)
        strong = chosen is not None and chosen[1] == column
        key = ("column", self._model.columns[column], strong, head.is_open)
        pixmap = self._heads.get(key)
        if pixmap is None:
            font = QFont(self._small)
            font.setWeight(QFont.Weight.DemiBold if strong or head.is_open is not None else QFont.Weight.Normal)
            if layout.compact:
                pixmap = self._heads[key] = self._upright(layout, head, font, "ink" if strong else "dim")
                painter.drawPixmap(layout.column_left(column), 0, pixmap)
                return
            width = layout.pitch - 8
            room = width - (STEP if head.is_open is not None else 0)
            words = wrapped(head.short or head.name, QFontMetricsF(font), room, 2)
            lines = [(line, font, "ink" if strong else "dim") for line in words]
            size = QSize(layout.pitch, layout.top - 1)
            pixmap = self._painted(key, size, QRect(4, 0, width, 8), lines)
            self._paint_mark(pixmap, head, QPointF(8, size.height() - 8 - QFontMetricsF(font).height() / 2))
        painter.drawPixmap(layout.column_left(column), 0, pixmap)

    def _upright(self, layout: GridLayout, head: Head, font: QFont, ink: str) -> QPixmap:
        """Return the name of a narrow column, written from its foot up, above the triangle of a group."""
        size = QSize(layout.pitch, layout.top - 1)
        pixmap = transparent(size, self._ratio)
        painter = QPainter(pixmap)
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        foot = 8 if head.is_open is None else 8 + STEP
        painter.translate(0, size.height() - foot)
        painter.rotate(-90)
        room = QRectF(0, 0, size.height() - foot - 4, size.width())
        words = QFontMetricsF(font).elidedText(
            isolated(head.short or head.name), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, _LEFT, words)
        painter.end()
        self._paint_mark(pixmap, head, QPointF(8, size.height() - STEP / 2 - 2))
        return pixmap

    @staticmethod
    def _paint_mark(pixmap: QPixmap, head: Head, middle: QPointF) -> None:
        """Paint the triangle of a group: down when it is open, to the right when it is closed."""
        if head.is_open is None:
            return
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("dim"))
        corners = ((-4, -2), (4, -2), (0, 3)) if head.is_open else ((-2, -4), (3, 0), (-2, 4))
        painter.drawPolygon(QPolygonF([middle + QPointF(*corner) for corner in corners]))
        painter.end()

    def _painted(
        self, key: tuple[object, ...], size: QSize, within: QRect, lines: list[tuple[str, QFont, str]]
    ) -> QPixmap:
        """Paint lines of text once; *within* is left, width, and (for names above columns) the space below them."""
        pixmap = self._heads[key] = transparent(size, self._ratio)
        painter = QPainter(pixmap)
        heights = [int(QFontMetricsF(font).height()) for _, font, _ in lines]
        above = within.height() > 0
        top = size.height() - within.height() - sum(heights) if above else (size.height() - sum(heights)) // 2
        for (text, font, ink), height in zip(lines, heights, strict=True):
            painter.setFont(font)
            painter.setPen(theme.color(ink))
            rect = QRect(within.left(), top, within.width(), height)
            words = QFontMetricsF(font).elidedText(isolated(text), Qt.TextElideMode.ElideRight, within.width())
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter if above else _LEFT, words)
            top += height
        painter.end()
        return pixmap

    def _paint_totals(self, painter: QPainter, layout: GridLayout, chosen: Position | None) -> None:
        model, body = self._model, layout.body
        painter.setFont(self._cells.font)
        ink, dim = theme.color("ink"), theme.color("dim")
        painter.setClipRect(QRect(body.right() + 1, body.top(), layout.right, body.height()))
        for row in layout.seen_rows():
            painter.setPen(ink if chosen is not None and chosen[0] == row else dim)
            rect = layout.row_total(row).adjusted(0, 0, -12, -1)
            painter.drawText(rect, _RIGHT, str(model.counts(model.rows[row], None).total))
        painter.setClipRect(QRect(body.left(), body.bottom() + 1, body.width(), layout.bottom))
        for column in layout.seen_columns():
            painter.setPen(ink if chosen is not None and chosen[1] == column else dim)
            total = str(model.counts(None, model.columns[column]).total)
            painter.drawText(layout.column_total(column), Qt.AlignmentFlag.AlignCenter, total)
        painter.setClipping(False)
        painter.setPen(dim)
        foot = body.bottom() + 1
        painter.setFont(self._small)
        head = QRect(body.right() + 1, 4, layout.right - 12, layout.top - 12)
        painter.drawText(head, _BOTTOM_RIGHT, f"Σ\n{model.summed}")
        painter.drawText(QRect(INDENT, foot, layout.left - INDENT, layout.bottom), _LEFT, f"Σ {model.summed}")
        painter.setFont(self._cells.font)
        painter.setPen(ink)
        corner = QRect(body.right() + 1, foot, layout.right - 12, layout.bottom)
        painter.drawText(corner, _RIGHT, str(model.counts(None, None).total))

    @staticmethod
    def _paint_edges(painter: QPainter, layout: GridLayout) -> None:
        """Paint the lines below the heads and above the totals; beside them only where cells are out of sight."""
        body = layout.body
        end = body.right() + layout.right
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(0, layout.top - 1, end, layout.top - 1)
        painter.drawLine(0, body.bottom(), end, body.bottom())
        if layout.x:
            painter.drawLine(layout.left - 1, 0, layout.left - 1, body.bottom() + layout.bottom)
        if layout.x < layout.most_x:
            painter.drawLine(body.right() + 1, 0, body.right() + 1, body.bottom() + layout.bottom)
