"""How often words stand: in texts, in what actors say, in the claims of a topic."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.project import concordance
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Request
from desktop.qt.clipboard import copy_table
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.layouts import hbox, label, tool, vbox
from desktop.qt.parts.row_table import LEFT_CELL, RIGHT_CELL, HeadedModel, RowTable
from desktop.qt.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence


class WordsModel(HeadedModel):
    """List the rows of a table as they are, or sorted by a column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.titles: tuple[str, ...] = ()
        self._numbers: frozenset[int] = frozenset()
        self._given: Sequence[tuple[Any, ...]] = ()
        self.rows: Sequence[tuple[Any, ...]] = ()

    def set_rows(self, titles: tuple[str, ...], rows: "Sequence[tuple[Any, ...]]") -> None:
        """List *rows* below *titles*."""
        self.beginResetModel()
        self.titles, self.rows, self._given = titles, rows, rows
        self._numbers = frozenset(at for at, cell in enumerate(rows[0] if rows else ()) if not isinstance(cell, str))
        self.endResetModel()

    def heads(self) -> tuple[str, ...]:
        """Return the words above the columns."""
        return self.titles

    def alignment(self, column: int) -> int:
        """Return how a column stands: numbers at the right."""
        return RIGHT_CELL if column in self._numbers else LEFT_CELL

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return what stands in a cell."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return str(self.rows[index.row()][index.column()])
        return self.alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; as they were counted when it is -1."""
        self.beginResetModel()
        descending = order == Qt.SortOrder.DescendingOrder
        given = self._given
        self.rows = sorted(given, key=lambda row: row[column], reverse=descending) if column >= 0 else given
        self.endResetModel()


class Frequencies(QWidget):
    """Count words as it is chosen.

    Attributes:
        among: the documents whose words are counted; None for all.

    Signals:
        word_wanted(str): the places of a word are wanted.
    """

    word_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        entry = ENTRIES["words"]
        choices = {one.key: [(value, _(words), "") for value, words in one.choices] for one in entry.options}
        self.of, self.by = Choices(choices["of"]), Choices(choices["by"])
        self.every = tool(_("Words of grammar too"), "choice", checkable=True)
        self.told = label(role="dim", wraps=True)
        self.among: list[int] | None = None
        self.model = WordsModel(self)
        self.table = _WordsTable(self.model)
        self._word = 0
        self._worker = session.worker(self)
        chosen = (label(_("Words of"), "dim"), self.of, label(_("for each"), "dim"), self.by, self.every, 1)
        vbox(hbox(*chosen, gap=8), self.told, (self.table, 1), on=self, gap=8)
        self.of.set_value("texts")
        self.by.set_value("none")
        self.of.picked.connect(self.refresh)
        self.by.picked.connect(self.refresh)
        self.every.clicked.connect(self.refresh)
        self.table.entered.connect(self._want_word)

    @property
    def busy(self) -> bool:
        """Whether words are being counted."""
        return self._worker.busy

    def options(self) -> dict[str, str]:
        """Return what is chosen, as the table's options."""
        of = "claims" if self.by.value == "topic" else self.of.value
        return {"of": of, "by": self.by.value, "all": "yes" if self.every.isChecked() else ""}

    def refresh(self) -> None:
        """Count anew."""
        self._worker.drop()
        if not self._session.is_open:
            return
        # texts have no topic
        self.of.set_value(self.options()["of"])
        request = ENTRIES["words"].completed(Request(options=self.options(), named=True, order=self.among))
        self.told.setText(_("Counting…"))
        self._worker.ask(lambda: self._session.read(concordance.counting, request), self._on_counted)

    def _on_counted(self, table: Any) -> None:
        if isinstance(table, UserError):
            self.told.setText(str(table))
            return
        self.model.set_rows(tuple(column.title for column in table.columns), table.rows)
        self._word = [column.key for column in table.columns].index("word")
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.table.resizeColumnsToContents()
        # what is filtered stands last: here it is nothing
        self.told.setText(" ".join(table.notes[:-1]))

    def _want_word(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            # the same as were counted
            self.word_wanted.emit(f'"{self.model.rows[row][self._word]}"')


class _WordsTable(RowTable):
    entered = Signal()

    def __init__(self, model: WordsModel) -> None:
        super().__init__(model, "historyList", _("Word frequencies"))
        self._words = model
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicatorClearable(True)
        self.doubleClicked.connect(lambda _index: self.entered.emit())

    def copy(self) -> int:
        return copy_table(self._words.heads(), ([str(cell) for cell in row] for row in self._words.rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
