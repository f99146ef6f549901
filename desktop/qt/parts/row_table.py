"""Tables whose rows are chosen whole, and what their models have in common."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.core.language import _
from desktop.qt.parts.directed import DirectedDelegate
from desktop.qt.parts.indexes import Index

LEFT_CELL = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT_CELL = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

# no column is squeezed below this, in pixels
LEAST = 44


class HeadedModel(QAbstractTableModel):
    """A table with a word above each of its columns.

    Attributes:
        TITLES: the words, marked for translation.
        rows: what is listed, from the top.
    """

    TITLES: tuple[str, ...] = ()
    rows: Sequence[Any] = ()

    def heads(self) -> tuple[str, ...]:
        """Return the words."""
        return tuple(map(_, self.TITLES))

    def count(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def alignment(self, column: int) -> int:
        """Return how the words of a column stand, its head too."""
        return LEFT_CELL

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else self.count()

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        if parent is not None and parent.isValid():
            return 0
        # asked for each cell that is looked at: no word is looked up for it
        return len(self.TITLES) if type(self).heads is HeadedModel.heads else len(self.heads())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return the words above the columns, and the numbers of the rows."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < self.columnCount():
            if role == Qt.ItemDataRole.DisplayRole:
                return self.heads()[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(section)
        return super().headerData(section, orientation, role)


class RowTable(QTableView):
    """Show rows of one line each, all of one height: to measure 100,000 rows would read them all.

    Attributes:
        by_hand: the columns that were drawn to a width by hand.
    """

    def __init__(self, model: QAbstractItemModel, look: str, name: str, *, several: bool = True) -> None:
        """Show *model* as the style sheet knows it by *look*; *several* rows may be chosen at once."""
        super().__init__()
        self.setObjectName(look)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(DirectedDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.75))
        self.horizontalHeader().setHighlightSections(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            # Qt's heads ask each cell of a chosen column whether it can be chosen, to be painted otherwise: where
            # 100,000 rows are chosen the window stands still for seconds
            header.setSelectionModel(QItemSelectionModel(model, header))
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.by_hand: set[int] = set()
        self._fitting = False
        self.horizontalHeader().sectionResized.connect(self._on_resized)

    def fit(self, widths: Mapping[int, int]) -> None:
        """Give columns these widths; one that was drawn to a width by hand keeps it."""
        self._fitting = True
        for column, width in widths.items():
            if column not in self.by_hand:
                self.setColumnWidth(column, width)
        self._fitting = False

    @property
    def drawn(self) -> int:
        """The room that the columns have which were drawn to a width by hand."""
        return sum(self.columnWidth(column) for column in self.by_hand)

    def _on_resized(self, column: int) -> None:
        header = self.horizontalHeader()
        # what is left is given by Qt to columns that stretch
        stretches = header.stretchLastSection() and header.visualIndex(column) == header.count() - 1
        interactive = header.sectionResizeMode(column) == QHeaderView.ResizeMode.Interactive
        if interactive and not stretches and not self._fitting:
            self.by_hand.add(column)

    def chosen_rows(self) -> list[int]:
        """Return the chosen rows from the top."""
        # ranges, not selectedRows(): of 100,000 rows that would make as many indexes
        selection = self.selectionModel().selection()
        rows: set[int] = set()
        for part in (selection.at(number) for number in range(selection.count())):
            rows.update(range(part.top(), part.bottom() + 1))
        return sorted(rows)


def choose_alone(view: QAbstractItemView, index: QModelIndex) -> None:
    """Make an entry the current one, and no other chosen.

    By the view itself, a key that is held down, as Ctrl of Ctrl+Z, would leave the others chosen too.
    """
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)


def shared(needed: Sequence[int], room: int) -> list[int]:
    """Return widths that fit into *room* pixels: the same limit for all that need more, so that the least is cut.

    None falls below `LEAST`, even where there is too little room for that.
    """
    widths = [max(LEAST, one) for one in needed]
    left, open_ = room, sorted(range(len(widths)), key=lambda at: widths[at])
    for number, at in enumerate(open_):
        limit = max(LEAST, left // (len(open_) - number))
        widths[at] = min(widths[at], limit)
        left -= widths[at]
    return widths
