"""The table of claims: its columns, its keys, and which rows are chosen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem

from desktop.core.claim_fields import CHOICES
from desktop.core.language import _
from desktop.qt.claims.model import COLUMNS, ClaimTableModel
from desktop.qt.parts.plain_cells import PlainDelegate
from desktop.qt.parts.row_table import RowTable

_ROW = 30
_QUOTE = [column.key for column in COLUMNS].index("quote")
_CHOICES = {at for at, column in enumerate(COLUMNS) if column.key in {choice.key for choice in CHOICES}}
# of the width, at least, for the quotations
_SHARE = 0.3


class ClaimTableView(RowTable):
    """Show a `ClaimTableModel`; what is chosen stays chosen when rows move.

    Signals:
        choice_changed(): other claims are chosen.
        open_wanted(int): the claim in a row is to be opened.
        copy_wanted(): the chosen rows are to be copied.
        delete_wanted(): the chosen claims are to be deleted.
    """

    choice_changed = Signal()
    open_wanted = Signal(int)
    copy_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, model: ClaimTableModel) -> None:
        super().__init__(model, "claims", _("Claims"))
        self._claims = model
        self._kept: tuple[tuple[int, ...], int] = ((), 0)
        self.setItemDelegate(_CellDelegate(self))
        self.setIconSize(QSize(11, 11))
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSortIndicatorClearable(True)
        head.setMinimumSectionSize(50)
        head.setSectionsMovable(True)
        self.setSortingEnabled(True)
        head.setSectionResizeMode(_QUOTE, QHeaderView.ResizeMode.Stretch)
        self._fit()
        self.doubleClicked.connect(lambda index: self.open_wanted.emit(index.row()))
        self.selectionModel().selectionChanged.connect(lambda *_: self.choice_changed.emit())
        model.modelAboutToBeReset.connect(self._before_reset)
        model.modelReset.connect(self._after_reset)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the quotations their share of a narrow window."""
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        if self.by_hand:
            return
        em = self.fontMetrics().averageCharWidth()
        widths = {at: em * column.width + 16 for at, column in enumerate(self._claims.columns) if at != _QUOTE}
        room, needed = (1 - _SHARE) * self.width(), sum(widths.values())
        # a stance that is cut says nothing, a title that is cut still does; where there is too little, all give way
        kept = sum(widths[at] for at in _CHOICES) if room > 0.8 * needed else 0
        share = min(1.0, (room - kept) / (needed - kept))
        self.fit({at: width if kept and at in _CHOICES else round(width * share) for at, width in widths.items()})

    def selectAll(self) -> None:
        """Choose all, those that are not listed yet too."""
        self._claims.complete()
        super().selectAll()

    def chosen_ids(self) -> tuple[int, ...]:
        """Return the ids of the chosen claims in the order of their rows."""
        ids = self._claims.ids
        return tuple(ids[row] for row in self.chosen_rows())

    def choose(self, ids: Sequence[int], current: int = 0) -> None:
        """Choose the rows of *ids*; the one of *current*, or else the first, has the cursor."""
        selection = QItemSelection()
        rows = self._claims.rows_of(ids)
        first = 0
        for at, row in enumerate(rows):
            if at + 1 == len(rows) or rows[at + 1] != row + 1:
                top, bottom = self._claims.index(rows[first], 0), self._claims.index(row, len(self._claims.columns) - 1)
                selection.select(top, bottom)
                first = at + 1
        chooser = self.selectionModel()
        chooser.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        for row in (self._claims.rows_of([current]) or rows)[:1]:
            index = self._claims.index(row, max(0, self.currentIndex().column()))
            chooser.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean the chosen rows from the window, which has Ctrl+C and Del too."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._meaning(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, copy and delete by keys."""
        meaning = self._meaning(event)
        if meaning == "open":
            if self.currentIndex().isValid():
                self.open_wanted.emit(self.currentIndex().row())
        elif meaning == "copy":
            self.copy_wanted.emit()
        elif meaning == "delete":
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    @staticmethod
    def _meaning(event: QKeyEvent) -> str:
        if event.matches(QKeySequence.StandardKey.Copy):
            return "copy"
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return ""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return "open"
        return "delete" if event.key() == Qt.Key.Key_Delete else ""

    def _before_reset(self) -> None:
        row = self.currentIndex().row()
        ids = self._claims.ids
        self._kept = self.chosen_ids(), ids[row] if 0 <= row < len(ids) else 0

    def _after_reset(self) -> None:
        # Qt forgets the choice when rows move, and tells nobody
        self.choose(*self._kept)
        self.choice_changed.emit()


class _CellDelegate(PlainDelegate):
    """Paint cells whose shape keeps its colour in a chosen row, where Qt would tint it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Take the plain shape for the chosen state too."""
        super().initStyleOption(option, index)
        # PySide6's stubs lack the attributes of QStyleOptionViewItem
        cell: Any = option
        if not cell.icon.isNull():
            icon = QIcon(cell.icon.pixmap(cell.decorationSize))
            icon.addPixmap(cell.icon.pixmap(cell.decorationSize), QIcon.Mode.Selected)
            cell.icon = icon
