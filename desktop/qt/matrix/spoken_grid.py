"""The matrix for those who hear the window: a table with heads and cells, which no eye sees, over the painted one."""

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from desktop.core.language import _
from desktop.qt.background import later
from desktop.qt.matrix.grid_paint import HEAD, GridLayout, Position
from desktop.qt.matrix.model import MatrixModel
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.stance_cells import counts_text
from desktop.qt.parts.text_cells import CellText

_SPOKEN = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
# beside the table: nothing of it is painted, and no mouse meets it
_NOWHERE = QRegion(-2, -2, 1, 1)


class SpokenModel(QAbstractTableModel):
    """The cells of a `MatrixModel` in words, its totals in a last row and a last column."""

    def __init__(self, model: MatrixModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def renew(self) -> None:
        """Tell that other rows and columns are shown."""
        self.beginResetModel()
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows, that of totals among them."""
        return self._count(len(self._model.rows), parent)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns, that of totals among them."""
        return self._count(len(self._model.columns), parent)

    def _count(self, lines: int, parent: Index | None) -> int:
        inside = parent is not None and parent.isValid()
        return 0 if inside or self._model.comparison is None or not lines else lines + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return the name of a row or a column."""
        if role not in _SPOKEN or self._model.comparison is None:
            return None
        is_row = orientation == Qt.Orientation.Vertical
        lines = len(self._model.rows if is_row else self._model.columns)
        if section < lines:
            return self._model.head(is_row, section).name
        return _("Total") if section == lines else None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return what a cell shows, in words."""
        model, row, column = self._model, index.row(), index.column()
        if role not in _SPOKEN or not index.isValid() or model.comparison is None:
            return None
        if row > len(model.rows) or column > len(model.columns):
            # a reader may ask for a cell between a change and its signal
            return None
        row_id = model.rows[row] if row < len(model.rows) else None
        column_id = model.columns[column] if column < len(model.columns) else None
        counts = counts_text(model.counts(row_id, column_id))
        if row_id is None or column_id is None:
            return counts
        content = model.content(row, column)
        lines = content.told if isinstance(content, CellText) else ()
        return "\n".join([*lines, counts])


class SpokenGrid(QTableView):
    """Lie over a grid, see `SpokenModel`, and follow what is chosen in it; it paints nothing and takes no keys.

    Qt knows how to tell a table to every platform; the bindings let none be told that is not one of Qt's own.
    """

    def __init__(self, model: MatrixModel, grid: QWidget, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._grid = grid
        self._spoken = SpokenModel(model, self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMask(_NOWHERE)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(self._spoken)
        # after the grid itself was told to have the focus
        self._focus = later(self, 0, self._tell_focus)
        self.show()

    def renew(self, about: str) -> None:
        """Take other rows and columns; *about* says of what."""
        self._spoken.renew()
        self.setAccessibleName(about)

    def follow(self, layout: GridLayout) -> None:
        """Stand where the painted cells do, so that a reader finds by the place what is seen there."""
        self.setGeometry(0, 0, layout.width, layout.height)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setFixedHeight(max(1, layout.top))
        down.setFixedWidth(max(1, layout.left))
        across.setMinimumSectionSize(1)
        down.setMinimumSectionSize(1)
        across.setDefaultSectionSize(layout.pitch)
        down.setDefaultSectionSize(layout.row)
        self.horizontalScrollBar().setValue(layout.x)
        self.verticalScrollBar().setValue(layout.y)

    def choose(self, place: Position | None) -> None:
        """Follow the choice: a whole row is its total, and so is a column."""
        if place is None:
            self.clearSelection()
            return
        row, column = place
        index = self._spoken.index(
            self._spoken.rowCount() - 1 if row == HEAD else row,
            self._spoken.columnCount() - 1 if column == HEAD else column,
        )
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)
        self._focus.start()

    def _tell_focus(self) -> None:
        index = self.currentIndex()
        if not (self._grid.hasFocus() and index.isValid()):
            return
        event = QAccessibleEvent(self, QAccessible.Event.Focus)
        # both heads count, and so does the corner
        event.setChild((index.row() + 1) * (self._spoken.columnCount() + 1) + index.column() + 1)
        QAccessible.updateAccessibility(event)
