"""Lists of cards; those of claims can be copied as a table and put into another order."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QListView, QMenu

from desktop.core.language import _
from desktop.qt.clipboard import copy_table
from desktop.qt.parts.claim_list_model import CLAIM_ROLE, COLUMNS, ORDERS, ClaimListModel

if TYPE_CHECKING:
    from desktop.core.values import Claim


class CardList(QListView):
    """List cards on the ground of the page, as wide as there is room.

    Signals:
        opened(index, beside): Enter: the user wants to see what the card stands for; with Ctrl beside the rest.
    """

    opened = Signal(QModelIndex, bool)

    def __init__(self, name: str) -> None:
        """Call the list *name* to those who do not see it."""
        super().__init__()
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter."""
        # not the signal `activated`: some desktops send it for a single click
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)


class ClaimCards(CardList):
    """Show a `ClaimListModel`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.orders: dict[str, QAction] = {}

    def copy(self) -> int:
        """Copy the claims as a table, in their order, and return their number."""
        model = self.model()
        if not isinstance(model, ClaimListModel):
            return 0
        return copy_table([column.title for column in COLUMNS], model.table())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy with Ctrl+C."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the orders and the table."""
        model = self.model()
        if not isinstance(model, ClaimListModel) or not model.rowCount():
            return
        menu = QMenu(self)
        group = QActionGroup(menu)
        sort = menu.addMenu(_("Sort by"))
        self.orders = {}
        for name in ORDERS:
            action = sort.addAction(_(name))
            action.setCheckable(True)
            action.setChecked(name == model.order)
            group.addAction(action)
            action.triggered.connect(partial(self._sort, name))
            self.orders[name] = action
        menu.addAction(_("Copy this list as a table") + "\tCtrl+C", self.copy)
        menu.popup(event.globalPos())

    def _sort(self, name: str) -> None:
        model = self.model()
        if isinstance(model, ClaimListModel):
            model.sort_by(name)
            self.scrollToTop()


class EvidenceList(ClaimCards):
    """List the claims that something rests on, and lead to them.

    Signals:
        claim_opened(document_id, claim_id): Enter or a double click: the user wants to see a claim in its document.
        left(): Escape: the user wants to go back.
    """

    claim_opened = Signal(int, int)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # an actor may have thousands of claims: only the first are measured at once
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(60)
        self.doubleClicked.connect(self._open)
        self.opened.connect(self._open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def first(self) -> QModelIndex:
        """Return the first claim, which stands below the head of its document; an invalid index when there is none."""
        indexes = (self.model().index(row, 0) for row in range(self.model().rowCount()))
        return next((index for index in indexes if index.data(CLAIM_ROLE) is not None), QModelIndex())

    def _open(self, index: QModelIndex) -> None:
        claim: Claim | None = index.data(CLAIM_ROLE)
        if claim is not None:
            self.claim_opened.emit(claim.document_id, claim.id)
