"""The confusions of two coders: a grid of which values both gave to the same words."""

from collections.abc import Hashable, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.core.language import _
from desktop.qt import theme
from desktop.qt.parts.indexes import Index
from desktop.qt.tips import tip

# of a column, in pixels
_NARROWEST, _WIDEST = 64, 130
TwoValues = tuple[Hashable, Hashable]


class ConfusionModel(QAbstractTableModel):
    """Count for each two values how often the coders gave them; the last row and column are those of no claim.

    Attributes:
        rows, columns: the values of the first coder and of the second, with what each is called.
        counts: how often two values met.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[tuple[Hashable, str]] = ()
        self.columns: Sequence[tuple[Hashable, str]] = ()
        self.counts: Mapping[TwoValues, int] = {}

    def set_counts(
        self,
        rows: Sequence[tuple[Hashable, str]],
        columns: Sequence[tuple[Hashable, str]],
        counts: Mapping[TwoValues, int],
    ) -> None:
        """Show other counts."""
        self.beginResetModel()
        self.rows, self.columns, self.counts = rows, columns, counts
        self.endResetModel()

    def cell(self, index: Index) -> TwoValues:
        """Return the two values of a cell."""
        return self.rows[index.row()][0], self.columns[index.column()][0]

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of the first coder's values."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of the second coder's values."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return how often two values met, on the ground of what is alike where they are the same."""
        if not index.isValid():
            return None
        cell = self.cell(index)
        count = self.counts.get(cell, 0)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{count:,}" if count else ""
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = self.rows[index.row()][1], self.columns[index.column()][1]
            told = _("{first} and {second}: {count:,}").format(first=words[0], second=words[1], count=count)
            return tip(told) if role == Qt.ItemDataRole.ToolTipRole else told
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.BackgroundRole and cell[0] == cell[1] is not None:
            return theme.color("accent_ground")
        if role == Qt.ItemDataRole.BackgroundRole and count:
            return theme.color("against_ground")
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color("ink")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return what a value is called."""
        values = self.columns if orientation == Qt.Orientation.Horizontal else self.rows
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) and 0 <= section < len(values):
            return tip(values[section][1]) if role == Qt.ItemDataRole.ToolTipRole else values[section][1]
        return super().headerData(section, orientation, role)


class ConfusionGrid(QTableView):
    """Show confusions.

    Signals:
        opened(object): Enter or a double click on a cell that has something: its two values.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("confusionGrid")
        self.setAccessibleName(_("Confusions"))
        self.confusions = ConfusionModel(self)
        self.setModel(self.confusions)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.verticalHeader().setMaximumWidth(150)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setTextElideMode(Qt.TextElideMode.ElideRight)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._open)

    def show_counts(
        self,
        rows: Sequence[tuple[Hashable, str]],
        columns: Sequence[tuple[Hashable, str]],
        counts: Mapping[TwoValues, int],
    ) -> None:
        """Show other counts, each column as wide as its head needs, within bounds."""
        self.confusions.set_counts(rows, columns, counts)
        metrics = self.horizontalHeader().fontMetrics()
        for at, (_value, words) in enumerate(columns):
            self.setColumnWidth(at, max(_NARROWEST, min(_WIDEST, metrics.horizontalAdvance(words) + 18)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a cell by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        if index.isValid() and self.confusions.counts.get(self.confusions.cell(index)):
            self.opened.emit(self.confusions.cell(index))
