"""The tables of the page on which it is said what another program's codes are."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.core.language import N_, _
from desktop.core.text import one_line
from desktop.qt import theme
from desktop.qt.parts.chosen_cells import ChosenCells
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import HeadedModel, RowTable
from desktop.qt.tips import tip

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


class AnswersModel(HeadedModel):
    """List what is asked of: its name, the answer, and more about it; the second column is chosen or written.

    Signals:
        decided(str, str): the answer to what is called so.
    """

    decided = Signal(str, str)

    def __init__(self, titles: Sequence[str], choices: Sequence[tuple[str, str]], parent: QWidget) -> None:
        """Take the columns' titles, and what can be chosen with what people call it; none where one writes."""
        super().__init__(parent)
        self.TITLES = tuple(titles)
        self.choices_are(choices)

    def choices_are(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these from now on."""
        self.choices = tuple(choices)
        self._names = dict(choices)

    def show_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """List these: name, answer, and as many more as there are columns."""
        if list(self.rows) == list(rows):
            return
        if [row[0] for row in self.rows] == [row[0] for row in rows]:
            self.rows = list(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.TITLES) - 1))
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Return a cell's words or colour."""
        if not index.isValid():
            return None
        value = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.EditRole:
            return value
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._names.get(value, value) if index.column() == 1 else one_line(value, 200)
        if role == Qt.ItemDataRole.ToolTipRole:
            # what is longer than its column
            return tip(self._names.get(value, value) if index.column() == 1 else one_line(value, 400))
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color("ink" if index.column() < 2 else "dim")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let answers be changed."""
        own = super().flags(index)
        return own | Qt.ItemFlag.ItemIsEditable if index.column() == 1 else own

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Take an answer."""
        words = str(value or "").strip()
        if index.column() != 1 or words == self.rows[index.row()][1]:
            return False
        self.decided.emit(self.rows[index.row()][0], words)
        return True


class AnswersTable(RowTable):
    """Show answers; Enter, Space or a press of the mouse changes one."""

    def __init__(self, model: AnswersModel, name: str) -> None:
        super().__init__(model, "importTable", name, several=False)
        self.setItemDelegate(ChosenCells(lambda _: model.choices, self))
        self.setEditTriggers(self.EditTrigger.DoubleClicked | self.EditTrigger.EditKeyPressed)
        self.horizontalHeader().setStretchLastSection(True)
        self.clicked.connect(lambda index: self.edit(index) if index.column() == 1 else None)

    def closeEditor(self, editor: QWidget, hint: ChosenCells.EndEditHint) -> None:
        """Take the focus back, which the list had."""
        super().closeEditor(editor, hint)
        QTimer.singleShot(0, self, self.setFocus)

    def event(self, event: QEvent) -> bool:
        """Keep Space from the window, which has it too."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Space, *_ENTER)
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change with Enter or Space."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in _ENTER:
            event.ignore()
        elif event.key() in (*_ENTER, Qt.Key.Key_Space, Qt.Key.Key_F2):
            current = self.currentIndex()
            if current.isValid() and self.state() != self.State.EditingState:
                self.edit(current.siblingAtColumn(1))
        else:
            super().keyPressEvent(event)


class PreviewModel(HeadedModel):
    """List claims as they would come in, and above them what does not."""

    TITLES = (N_("Words"), N_("Actors"), N_("Topic"), N_("Stance"), N_("Open"))

    def show_rows(self, rows: Sequence[Any]) -> None:
        """List these."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Return a cell's words or colour."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (row.words, row.actors, row.topic, row.stance, row.reason)[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color("against" if row.reason and index.column() == 4 else "ink")
        return None


def chooser(choices: Sequence[tuple[str, str]], name: str, chosen: Callable[[str], None]) -> QComboBox:
    """Return a list of answers to one question, which calls *chosen* with what is chosen by hand."""
    box = QComboBox()
    box.setAccessibleName(name)
    # as wide as there is room: an answer that is longer is read in the list
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    for key, words in choices:
        box.addItem(_(words), key)
    box.activated.connect(lambda _index: chosen(str(box.currentData())))
    return box
