"""Places where words stand, as keywords in context: left, the words, right, who speaks, in which document.

Where a text runs from right to left, what is before the words stands at their right.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop.core.concordance import HitLine, HitOrder
from desktop.core.direction import runs_leftward
from desktop.core.language import N_, _
from desktop.project.concordance import in_order
from desktop.qt import theme
from desktop.qt.parts.directed import DirectedDelegate
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import LEFT_CELL, RIGHT_CELL, HeadedModel

# by what a click on the head of each column sorts
BY: tuple[HitOrder, ...] = ("left", "document", "right", "speaker", "document")
LEFT, WORDS, RIGHT, SPEAKER, DOCUMENT = range(5)
# so many letters on both sides of the words tell the direction of their line
_NEAR = 40


class HitsModel(HeadedModel):
    """List lines in an order."""

    TITLES = (N_("Before"), N_("Words"), N_("After"), N_("Speaker"), N_("Document"))

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[HitLine] = []
        self.order: HitOrder = "document"
        self.descending = False
        self._titles: Mapping[int, str] = {}
        self._names: Mapping[int, str] = {}
        # how many of the rows run from right to left
        self._leftward = 0

    def heads(self) -> tuple[str, ...]:
        """Return what the columns are called where rows run as these do."""
        before, found, after, *others = super().heads()
        if self._leftward == len(self.rows) > 0:
            before, after = after, before
        elif self._leftward:
            before, after = _("At the left"), _("At the right")
        return before, found, after, *others

    def set_lines(self, lines: Sequence[HitLine], titles: Mapping[int, str], names: Mapping[int, str]) -> None:
        """List *lines*, in documents and by speakers that are called so."""
        self._titles, self._names = titles, names
        self.beginResetModel()
        self.rows = in_order(lines, self.order, names, descending=self.descending)
        self._leftward = sum(map(is_turned, self.rows))
        self.endResetModel()

    def add(self, lines: Sequence[HitLine]) -> None:
        """List more lines below."""
        if lines:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(lines) - 1)
            self.rows.extend(lines)
            self._leftward += sum(map(is_turned, lines))
            self.endInsertRows()
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, LEFT, RIGHT)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; as the documents run when it is -1."""
        turned = {LEFT: RIGHT, RIGHT: LEFT} if self._leftward == len(self.rows) else {}
        self.order = BY[turned.get(column, column)] if column >= 0 else "document"
        self.descending = order == Qt.SortOrder.DescendingOrder
        self.set_lines(self.rows, self._titles, self._names)

    def words(self, line: HitLine) -> tuple[str, ...]:
        """Return what stands in a line's row of a table, whatever its direction."""
        who = self._names.get(line.actor_id, "")
        return line.left, line.words, line.right, who, self._titles.get(line.document_id, "")

    def alignment(self, column: int) -> int:
        """Return how the words of a column stand: what is before leans on the words."""
        return RIGHT_CELL if column == LEFT else LEFT_CELL

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the words of a cell, in full at hover, and how they look."""
        if not index.isValid():
            return None
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            line = self.rows[index.row()]
            turned = {LEFT: RIGHT, RIGHT: LEFT} if column in (LEFT, RIGHT) and is_turned(line) else {}
            return self.words(line)[turned.get(column, column)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and column != RIGHT and column != LEFT:
            return theme.color("accent" if column == WORDS else "dim")
        return None


def is_turned(line: HitLine) -> bool:
    """Tell whether a line runs from right to left."""
    return runs_leftward(line.left[-_NEAR:] + line.words + line.right[:_NEAR])


class HitDelegate(DirectedDelegate):
    """Paint what stands before the words so that its end is seen."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Cut the left context at its left, and give both the direction of their line."""
        super().initStyleOption(option, index)
        model = index.model()
        if not isinstance(model, HitsModel) or index.column() not in (LEFT, RIGHT):
            return
        turned = is_turned(model.rows[index.row()])
        # PySide6's stubs lack the attributes of QStyleOptionViewItem
        cell: Any = option
        cell.direction = Qt.LayoutDirection.RightToLeft if turned else Qt.LayoutDirection.LeftToRight
        cell.displayAlignment |= Qt.AlignmentFlag.AlignAbsolute
        if index.column() == (RIGHT if turned else LEFT):
            cell.textElideMode = Qt.TextElideMode.ElideLeft
