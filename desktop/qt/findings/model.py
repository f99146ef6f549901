"""A table of findings: words and counts in columns, each row standing for something that can be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, Qt

from desktop.analysis.comparison.counts import CellCounts
from desktop.core.matching import fold
from desktop.qt import theme
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import HeadedModel

NOWHERE = QModelIndex()
COUNTS_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class Finding:
    """A row: its words, what it stands for, and what else is known of some cells by their column.

    Attributes:
        tones: names of colours in `theme.Colors`.
        counts: claims by stance, to be painted in place of the words.
    """

    words: tuple[str, ...]
    what: object
    tones: tuple[tuple[int, str], ...] = ()
    counts: tuple[tuple[int, CellCounts], ...] = ()


class FindingsModel(HeadedModel):
    """List findings, in the order in which they were given or sorted by a column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._given: list[Finding] = []
        self._rows: list[Finding] = []
        self._by: tuple[int, bool] = (-1, False)

    def set_rows(self, titles: Sequence[str], rows: list[Finding]) -> None:
        """List *rows* under *titles*; other titles end the order that was chosen."""
        self.beginResetModel()
        if tuple(titles) != self._titles:
            self._by = (-1, False)
        self._titles, self._given = tuple(titles), rows
        self._rows = self._sorted()
        self.endResetModel()

    def rows(self) -> list[Finding]:
        """Return what is listed, from the top."""
        return list(self._rows)

    @property
    def titles(self) -> tuple[str, ...]:
        """What stands above the columns."""
        return self._titles

    @property
    def sorted_by(self) -> int:
        """The column by which the rows are sorted; -1 in the order in which they were given."""
        return self._by[0]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 brings back the order in which the rows were given."""
        self._by = (column, order == Qt.SortOrder.DescendingOrder)
        self.layoutAboutToBeChanged.emit()
        before, self._rows = self._rows, self._sorted()
        places = {id(row): at for at, row in enumerate(self._rows)}
        old = self.persistentIndexList()
        new = [self.index(places[id(before[index.row()])], index.column()) for index in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def heads(self) -> tuple[str, ...]:
        """Return the words above the columns."""
        return self._titles

    def count(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return words, in full at hover, and their colour, or counts."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.words[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = dict(row.tones).get(index.column())
            return theme.color(tone) if tone else None
        if role == COUNTS_ROLE:
            return dict(row.counts).get(index.column())
        return None

    def _sorted(self) -> list[Finding]:
        column, descending = self._by
        if not 0 <= column < len(self._titles):
            return list(self._given)
        return sorted(self._given, key=lambda row: _key(row, column), reverse=descending)


def _key(row: Finding, column: int) -> tuple[int, float, str]:
    """Return what a cell is sorted by: counts by their number, numbers as such, words without case and accents."""
    counts = dict(row.counts).get(column)
    if counts is not None:
        return 0, counts.total, ""
    words = row.words[column]
    try:
        return 0, float(words.replace("−", "-")), ""
    except ValueError:
        return (1, 0.0, fold(words)) if words else (-1, 0.0, "")
