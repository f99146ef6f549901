"""Where things stand in the matrix: pure numbers, no painting."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

HEAD = -1
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
