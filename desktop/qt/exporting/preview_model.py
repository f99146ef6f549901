"""The rows of an export as a table view shows them."""

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QColor

from desktop.core.text import one_line
from desktop.project.export import TablePreview
from desktop.qt.parts.indexes import Index

LONGEST = 300
_ALIGN_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ALIGN_TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TablePreviewModel(QAbstractTableModel):
    """Show a `TablePreview`: long cells are cut, breaks are shown as ⏎; the tool tip has all of a cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preview = TablePreview()

    def set_preview(self, preview: TablePreview) -> None:
        """Show another table."""
        self.beginResetModel()
        self.preview = preview
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self.preview.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.preview.header)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell's text, its alignment, its colours, or all of it for the tool tip."""
        if not index.isValid():
            return None
        text = self.preview.rows[index.row()][index.column()]
        tone = self.preview.tones.get((index.row(), index.column()))
        if tone is not None and role in (int(Qt.ItemDataRole.ForegroundRole), int(Qt.ItemDataRole.BackgroundRole)):
            return QColor(tone[0] if role == int(Qt.ItemDataRole.ForegroundRole) else tone[1])
        if role == int(Qt.ItemDataRole.DisplayRole):
            return one_line(text.replace("\n", " ⏎ "), LONGEST)
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return text[:2000] if len(text) > 20 else None
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return _ALIGN_NUMBER if self.preview.numbers[index.column()] else _ALIGN_TEXT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return a column's key or a row's number."""
        if orientation == Qt.Orientation.Horizontal and section < len(self.preview.header):
            if role == int(Qt.ItemDataRole.DisplayRole):
                return self.preview.header[section]
            if role == int(Qt.ItemDataRole.TextAlignmentRole):
                return _ALIGN_NUMBER if self.preview.numbers[section] else _ALIGN_TEXT
        if orientation == Qt.Orientation.Vertical and role == int(Qt.ItemDataRole.DisplayRole):
            return section + 1
        return None
