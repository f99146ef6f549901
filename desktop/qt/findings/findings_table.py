"""A sorted list of findings: words and counts in columns, each row standing for something that can be looked at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from desktop.analysis.comparison.counts import CellCounts
from desktop.core.collation import name_key
from desktop.core.visible import visible
from desktop.qt import theme
from desktop.qt.clipboard import copy_table
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.plain_cells import Plain, PlainDelegate
from desktop.qt.parts.row_table import LEAST, HeadedModel, RowTable, shared
from desktop.qt.parts.stance_cells import CellPainter

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


class LazyFindings(Sequence[Finding]):
    """Findings that are put into words when they are looked at: of thousands few come into view."""

    def __init__(self, keys: Sequence[Any], make: Callable[[Any], Finding], find: Callable[[Any], int]) -> None:
        """List what *make* makes of each of *keys*.

        *find* returns where that stands what a finding stands for, whatever is counted of it now; -1 where it is gone.
        """
        self._keys = keys
        self._make = make
        self._find = find
        self._made: dict[int, Finding] = {}

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, at: int) -> Finding: ...
    @overload
    def __getitem__(self, at: slice) -> "list[Finding]": ...
    def __getitem__(self, at: int | slice) -> "Finding | list[Finding]":
        if isinstance(at, slice):
            return [self[each] for each in range(len(self))[at]]
        place = range(len(self))[at]
        if place not in self._made:
            self._made[place] = self._make(self._keys[place])
        return self._made[place]

    def place_of(self, what: object) -> int:
        """Return where a finding stands that stood for this; -1 where it is gone."""
        return -1 if what is None else self._find(what)


class FindingsModel(HeadedModel):
    """List findings, in the order in which they were given or sorted by a column.

    Attributes:
        titles: what stands above the columns.
        sorted_by: the column by which the rows are sorted; -1 in the order in which they were given.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.titles: tuple[str, ...] = ()
        self.rows: Sequence[Finding] = []
        self._given: Sequence[Finding] = []
        self.sorted_by, self._descending = -1, False

    def set_rows(self, titles: Sequence[str], rows: Sequence[Finding]) -> None:
        """List *rows* under *titles*; other titles end the order that was chosen."""
        self.beginResetModel()
        if tuple(titles) != self.titles:
            self.sorted_by = -1
        self.titles, self._given = tuple(titles), rows
        self.rows = self._sorted()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 brings back the order in which the rows were given."""
        self.sorted_by, self._descending = column, order == Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        before, self.rows = self.rows, self._sorted()
        places = {id(row): at for at, row in enumerate(self.rows)}
        old = self.persistentIndexList()
        new = [self.index(places[id(before[index.row()])], index.column()) for index in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def heads(self) -> tuple[str, ...]:
        """Return the words above the columns."""
        return self.titles

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return words, in full at hover, and their colour, or counts."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.words[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = dict(row.tones).get(index.column())
            return theme.color(tone) if tone else None
        if role == COUNTS_ROLE:
            return self.counts(index.row(), index.column())
        return None

    def plain(self, row: int, column: int) -> Plain:
        """Return what a cell shows, for who paints it; where it has counts, no words."""
        found = self.rows[row]
        if self.counts(row, column) is not None:
            return Plain("")
        tone = next((tone for at, tone in found.tones if at == column), "")
        return Plain(visible(found.words[column], isolates=False), tone)

    def counts(self, row: int, column: int) -> CellCounts | None:
        """Return the claims by stance that a cell shows in place of words."""
        return next((counts for at, counts in self.rows[row].counts if at == column), None)

    def place_of(self, what: object) -> int:
        """Return the row of what a finding stands for; -1 where it is not listed."""
        if isinstance(self._given, LazyFindings):
            at = self._given.place_of(what)
            if at < 0 or self.rows is self._given:
                return at
            what = self._given[at].what
        return next((at for at, row in enumerate(self.rows) if row.what == what), -1)

    def _sorted(self) -> Sequence[Finding]:
        if not 0 <= self.sorted_by < len(self.titles):
            return self._given
        return sorted(self._given, key=lambda row: _key(row, self.sorted_by), reverse=self._descending)


def _key(row: Finding, column: int) -> tuple[int, float, Any]:
    """Return what a cell is sorted by: counts by their number, numbers as such, words without case and accents."""
    counts = dict(row.counts).get(column)
    if counts is not None:
        return 0, counts.total, ""
    words = row.words[column]
    try:
        return 0, float(words.replace("−", "-")), ""
    except ValueError:
        return (1, 0.0, name_key(words)) if words else (-1, 0.0, "")


# what stands beside the words of a cell, in pixels
_BESIDE = 24


class FindingsTable(RowTable):
    """List findings; one is always chosen while there are any.

    A click on a title sorts, a third one brings back the given order. The columns share the width that there is.

    Signals:
        chosen(object): another finding was chosen; what it stands for, or None.
        entered(): Enter or a double click: the user wants to go on in what it stands for.
    """

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, name: str) -> None:
        self.findings = FindingsModel()
        super().__init__(self.findings, "historyList", name, several=False)
        self.findings.setParent(self)
        self._whole: frozenset[int] = frozenset()
        self.setItemDelegate(_CountsDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # those in view are read anyway, and more of contradictions take as long as all else of their page
        header.setResizeContentsPrecision(0)
        header.setMinimumSectionSize(LEAST)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(lambda _: self.entered.emit())

    def show_rows(
        self, titles: Sequence[str], rows: Sequence[Finding], first: object = None, *, whole: Sequence[int] = ()
    ) -> None:
        """List *rows*; the one that was chosen stays so, else the one of *first*, or the first, is chosen.

        The columns *whole* (numbers, dates) are never cut to make room: names can be read when their end is missing.
        """
        before = self.current()
        self._whole = frozenset(whole)
        if tuple(titles) != self.findings.titles:
            self.by_hand.clear()
        self.findings.set_rows(titles, rows)
        if self.findings.sorted_by < 0:
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._fit()
        if rows:
            places = map(self.findings.place_of, (before, first))
            self.selectRow(next((at for at in places if at >= 0), 0))
        else:
            self.chosen.emit(None)

    def current(self) -> object:
        """Return what the chosen finding stands for; None without one."""
        row, rows = self.currentIndex().row(), self.findings.rows
        return rows[row].what if 0 <= row < len(rows) else None

    def copy(self) -> int:
        """Copy the list as a table, in its order, and return the number of its rows."""
        return copy_table(self.findings.titles, (row.words for row in self.findings.rows))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which finding is chosen."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, copy with Ctrl+C."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the columns share the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give each column what it needs; where that is too much, the widest give way until all are in sight."""
        header, count = self.horizontalHeader(), self.findings.columnCount()
        if not count:
            return
        title = header.fontMetrics().horizontalAdvance
        needed = [
            self.columnWidth(at)
            if at in self.by_hand
            else max(self.sizeHintForColumn(at) + 6, title(self.findings.titles[at]) + _BESIDE, LEAST)
            for at in range(count)
        ]
        kept = self._whole | self.by_hand
        room = self.viewport().width()
        cut = [at for at in range(count) if at not in kept]
        widths = list(needed)
        fitting = shared([needed[at] for at in cut], room - sum(needed[at] for at in kept))
        for at, width in zip(cut, fitting, strict=True):
            widths[at] = width
        if sum(widths) < room:
            # what is left goes to words, not to numbers
            widths[max(cut or range(count), key=lambda at: needed[at])] += room - sum(widths)
        self.fit(dict(enumerate(widths)))


class _CountsDelegate(PlainDelegate):
    """Paint counts as the matrix does: shapes and numbers on the ground of their stance."""

    def __init__(self, table: FindingsTable) -> None:
        super().__init__(table)
        self._table = table
        self._cells = CellPainter()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Leave the words out where counts are painted."""
        super().initStyleOption(option, index)
        if self._counts(index) is not None:
            # PySide6's stubs lack the attributes of QStyleOptionViewItem
            cell: Any = option
            cell.text = ""

    def _counts(self, index: Index) -> CellCounts | None:
        return self._table.findings.counts(index.row(), index.column())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of the words, or of the counts' box."""
        counts = self._counts(index)
        if counts is None:
            return super().sizeHint(option, index)
        return QSize(self._cells.width(counts) + _BESIDE, self._cells.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the words, or the counts' box."""
        super().paint(painter, option, index)
        counts = self._counts(index)
        if counts is None or not counts.total:
            return
        rect = option.rect
        box = self._cells.pixmap(counts, self._table.devicePixelRatioF())
        painter.save()
        painter.setClipRect(rect)
        painter.drawPixmap(rect.left() + 8, rect.top() + (rect.height() - self._cells.height) // 2, box)
        painter.restore()
