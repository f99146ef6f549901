"""The rows of an export as a table view shows them."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor

from desktop.core.text import one_line
from desktop.project.export import TablePreview
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import LEFT_CELL, RIGHT_CELL, HeadedModel

LONGEST = 300


class TablePreviewModel(HeadedModel):
    """Show a `TablePreview`: long cells are cut, breaks are shown as ⏎; the tool tip has all of a cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preview = TablePreview()

    def set_preview(self, preview: TablePreview) -> None:
        """Show another table."""
        self.beginResetModel()
        self.preview, self.rows = preview, preview.rows
        self.endResetModel()

    def heads(self) -> tuple[str, ...]:
        """Return the columns' keys."""
        return tuple(self.preview.header)

    def alignment(self, column: int) -> int:
        """Put numbers to the right."""
        return RIGHT_CELL if self.preview.numbers[column] else LEFT_CELL

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell's text, its alignment, its colours, or all of it for the tool tip."""
        if not index.isValid():
            return None
        text = self.rows[index.row()][index.column()]
        tone = self.preview.tones.get((index.row(), index.column()))
        if tone is not None and role in (int(Qt.ItemDataRole.ForegroundRole), int(Qt.ItemDataRole.BackgroundRole)):
            return QColor(tone[0] if role == int(Qt.ItemDataRole.ForegroundRole) else tone[1])
        if role == int(Qt.ItemDataRole.DisplayRole):
            return one_line(text.replace("\n", " ⏎ "), LONGEST)
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return text[:2000] if len(text) > 20 else None
        return self.alignment(index.column()) if role == int(Qt.ItemDataRole.TextAlignmentRole) else None
