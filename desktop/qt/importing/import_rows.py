"""What the tables of an import have in common: Enter edits, Space and Del decide, Ctrl+Enter is the page's."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QAbstractItemModel, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from desktop.qt.parts.row_table import RowTable

if TYPE_CHECKING:
    from collections.abc import Callable

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ImportRows(RowTable):
    """Show rows that are edited in place.

    Attributes:
        decides: what Space and Del do.
    """

    _OWN: ClassVar = (Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Return)

    def __init__(self, model: QAbstractItemModel, name: str) -> None:
        super().__init__(model, "importTable", name)
        self.decides: dict[Qt.Key, Callable[[], None]] = {}
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)

    def edited_column(self) -> int:
        """Return the column that Enter edits: the one with the cursor."""
        return self.currentIndex().column()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the table from the window, which has them too."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in self._OWN
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit or decide by keys."""
        key, control = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and key in _ENTER:
            # the page accepts all with it
            event.ignore()
        elif key in self.decides and self.chosen_rows():
            self.decides[key]()
        elif key in (*_ENTER, Qt.Key.Key_F2):
            index = self.currentIndex().siblingAtColumn(self.edited_column())
            # the Return that ends an editing comes here too
            editing = self.state() == QAbstractItemView.State.EditingState
            if not editing and index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
        else:
            super().keyPressEvent(event)
