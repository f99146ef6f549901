"""Cells of tables whose words run in their own direction, whatever that of the window is."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop.core.direction import is_leftward, isolated


class DirectedDelegate(QStyledItemDelegate):
    """Paint words from right to left where their readers read so; the cell keeps its side.

    Else the stop of a sentence would stand at its beginning, and what follows a word in Latin letters before it.
    """

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Give the cell the direction of its words."""
        super().initStyleOption(option, index)
        # PySide6's stubs lack the attributes of QStyleOptionViewItem
        cell: Any = option
        if not is_leftward(cell.text):
            return
        if cell.icon.isNull():
            cell.direction = Qt.LayoutDirection.RightToLeft
            cell.displayAlignment |= Qt.AlignmentFlag.AlignAbsolute
        else:
            # the whole cell would be turned, its icon too
            cell.text = isolated(cell.text)
