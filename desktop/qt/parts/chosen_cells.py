"""Cells whose words are chosen from a list, or written where there is none."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QObject, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyleOptionViewItem, QWidget

from desktop.qt.parts.directed import DirectedDelegate
from desktop.qt.parts.indexes import Index

# the keys that can be chosen in a cell, each with what people call it
Offered = Callable[[Index], Sequence[tuple[str, str]]]
_SHOWN = 20
# between the names of a path
JOINT = " > "


class ChosenCells(DirectedDelegate):
    """Edit a cell by a list of what can be chosen there; where nothing can, by a line."""

    def __init__(self, choices: Offered, parent: QObject) -> None:
        super().__init__(parent)
        self._choices = choices

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Cut paths where they begin: their ends tell them apart."""
        super().initStyleOption(option, index)
        if index.column() == 0 and JOINT in str(index.data() or ""):
            # PySide6's stubs lack the attributes of QStyleOptionViewItem
            cell: Any = option
            cell.textElideMode = Qt.TextElideMode.ElideLeft

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor of a cell."""
        choices = self._choices(index)
        if choices:
            box = QComboBox(parent)
            box.setMaxVisibleItems(_SHOWN)
            for key, words in choices:
                box.addItem(words, key)
            box.activated.connect(lambda _: self.commitData.emit(box))
            box.activated.connect(lambda _: self.closeEditor.emit(box))
            return box
        line = QLineEdit(parent)
        line.setProperty("bare", "inline")
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what is edited."""
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))
            editor.showPopup()
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write what was edited."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())
