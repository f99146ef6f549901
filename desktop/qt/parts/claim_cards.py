"""A list of claims on cards that can be copied as a table and put into another order."""

from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QListView, QMenu, QWidget

from desktop.qt.clipboard import copy_table
from desktop.qt.parts.claim_list_model import HEADS, ORDERS, ClaimListModel


class ClaimCards(QListView):
    """Show a `ClaimListModel`.

    Attributes:
        orders: the choices of the context menu by which the list is sorted, by their names.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.orders: dict[str, QAction] = {}

    def copy(self) -> int:
        """Copy the claims as a table, in their order, and return their number."""
        model = self.model()
        return copy_table(HEADS, model.table()) if isinstance(model, ClaimListModel) else 0

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
        sort = menu.addMenu("Sort by")
        self.orders = {}
        for name in ORDERS:
            action = sort.addAction(name)
            action.setCheckable(True)
            action.setChecked(name == model.order)
            group.addAction(action)
            action.triggered.connect(partial(self._sort, name))
            self.orders[name] = action
        menu.addAction("Copy this list as a table\tCtrl+C", self.copy)
        menu.popup(event.globalPos())

    def _sort(self, name: str) -> None:
        model = self.model()
        if isinstance(model, ClaimListModel):
            model.sort_by(name)
            self.scrollToTop()
