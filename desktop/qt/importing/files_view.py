"""The table of files that may be imported: in-place editing, ticking and choosing by mouse and keys."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, Qt, Signal
from PySide6.QtGui import QBrush, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.language import _
from desktop.core.values import DOCUMENT_KINDS
from desktop.qt.importing.files_model import (
    AUTHOR,
    DATE,
    ENCODING,
    FILE,
    FORMAT,
    KIND,
    LANGUAGE,
    NOTE,
    PLACE,
    PUBLISHER,
    SPEAKERS,
    TITLE,
    ImportTableModel,
)
from desktop.qt.importing.import_rows import ImportRows
from desktop.qt.parts.indexes import Index

# in average letters
_WIDTHS = {
    FILE: 20,
    FORMAT: 10,
    TITLE: 22,
    PUBLISHER: 10,
    AUTHOR: 9,
    DATE: 17,
    PLACE: 8,
    KIND: 12,
    LANGUAGE: 9,
    SPEAKERS: 9,
    ENCODING: 8,
    NOTE: 20,
}
_PADDING = 14


class ImportTableView(ImportRows):
    """Show an `ImportTableModel`. Space ticks the chosen rows, Del leaves them out, Enter or F2 edits a cell.

    Signals:
        chosen(int): another row has the cursor; -1 when none has.
        choice_changed(): other rows are chosen.
    """

    chosen = Signal(int)
    choice_changed = Signal()

    def __init__(self, model: ImportTableModel) -> None:
        super().__init__(model, _("Files to import"))
        self._files = model
        self.setItemDelegate(_FactDelegate(self))
        self.decides = {Qt.Key.Key_Space: self._tick, Qt.Key.Key_Delete: self._leave_out}
        head = self.horizontalHeader()
        head.setMinimumSectionSize(40)
        letter = self.fontMetrics().averageCharWidth()
        for column, letters in _WIDTHS.items():
            self.setColumnWidth(column, letters * letter + _PADDING)
        head.setStretchLastSection(True)
        # what is wrong with a file stands beside its name
        head.moveSection(NOTE, 1)
        self.selectionModel().selectionChanged.connect(lambda *_: self.choice_changed.emit())
        self.selectionModel().currentRowChanged.connect(lambda now, _: self.chosen.emit(now.row()))
        model.modelReset.connect(lambda: self.chosen.emit(-1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the room that is left to the titles and the notes."""
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        own = sum(letters * letter + _PADDING for letters in _WIDTHS.values())
        more = max(0, event.size().width() - own)
        for column in (TITLE, NOTE):
            self.setColumnWidth(column, _WIDTHS[column] * letter + _PADDING + more * 9 // 20)

    def _tick(self) -> None:
        rows = self.chosen_rows()
        self._files.take(rows, not all(self._files.rows[row].wanted for row in rows))

    def _leave_out(self) -> None:
        self._files.take(self.chosen_rows(), False)


class _FactDelegate(QStyledItemDelegate):
    """Edit a fact in its cell: the kind by a list, the rest by a line."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Let a chosen row keep the colours that mean something."""
        super().initStyleOption(option, index)
        # PySide6's stubs lack the attributes of QStyleOptionViewItem
        cell: Any = option
        color = index.data(Qt.ItemDataRole.ForegroundRole)
        if color is not None:
            cell.palette.setBrush(QPalette.ColorRole.HighlightedText, QBrush(color))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor of a cell."""
        if index.column() == KIND:
            box = QComboBox(parent)
            box.addItems(DOCUMENT_KINDS)
            box.activated.connect(lambda _: self._take(box))
            return box
        line = QLineEdit(parent)
        line.setProperty("bare", "inline")
        if index.column() == DATE:
            line.setPlaceholderText("2024-04-26")
        return line

    def _take(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what is edited."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.showPopup()
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write what was edited."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit) and editor.text() != str(index.data(Qt.ItemDataRole.EditRole)):
            model.setData(index, editor.text())
