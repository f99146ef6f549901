"""A table of findings: words in columns, each row standing for something that can be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.qt import theme

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Finding:
    """A row: its words, what it stands for, and the colour of some cells by their column.

    Attributes:
        tones: names of colours in `theme.Colors`.
    """

    words: tuple[str, ...]
    what: object
    tones: tuple[tuple[int, str], ...] = ()


class FindingsModel(QAbstractTableModel):
    """List findings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._rows: list[Finding] = []

    def set_rows(self, titles: Sequence[str], rows: list[Finding]) -> None:
        """List *rows* under *titles*."""
        self.beginResetModel()
        self._titles, self._rows = tuple(titles), rows
        self.endResetModel()

    def rows(self) -> list[Finding]:
        """Return what is listed."""
        return list(self._rows)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of findings."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return a column's title."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._titles[section] if 0 <= section < len(self._titles) else None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return words, in full at hover, and their colour."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.words[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = dict(row.tones).get(index.column())
            return theme.color(tone) if tone else None
        return None
