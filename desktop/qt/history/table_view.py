"""The steps of the history in a table, by mouse and by keys."""

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView

from desktop.core.language import _
from desktop.core.text import one_line
from desktop.qt.history.model import HEADERS, KIND, STATE, WHAT, WHEN, WHO, HistoryModel, step_cells
from desktop.qt.parts.row_table import RowTable


class HistoryList(RowTable):
    """List the steps.

    Signals:
        chosen(step_id): another step is chosen; 0 when none is.
        opened(): Enter: the user wants to go on to what the step changed.
    """

    chosen = Signal(int)
    opened = Signal()

    def __init__(self, model: HistoryModel) -> None:
        # asked as soon as the view has its model
        self._history = model
        self._chosen = 0
        super().__init__(model, "historyList", _("History"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column, sample in (
            (WHEN, "28 Sep 2024 00:00"),
            (WHO, "A. Researcher"),
            (KIND, "redo+"),
            (STATE, _("cannot be undone")),
        ):
            header.resizeSection(column, self.fontMetrics().horizontalAdvance(sample) + 26)

    def choose(self, row: int) -> None:
        """Choose a row; none when it is -1."""
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(self._history.index(-1, -1))
            self._tell(0)
            return
        self.setCurrentIndex(self._history.index(row, 0))
        self.scrollTo(self._history.index(row, 0))
        self._tell(self._current())

    def step_id(self) -> int:
        """Return the id of the chosen step; 0 when there is none."""
        return self._chosen

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which step is chosen now."""
        super().selectionChanged(selected, deselected)
        if self._current():
            self._tell(self._current(), again=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter; copy the chosen lines as a table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Copy the chosen lines, tab-separated under their headers."""
        steps = [step for row in self.chosen_rows() if (step := self._history.step_at(row)) is not None]
        lines = [HEADERS, *(tuple(map(one_line, step_cells(step))) for step in steps)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def _current(self) -> int:
        step = self._history.step_at(self.currentIndex().row())
        return step.id if step else 0

    def _tell(self, step_id: int, *, again: bool = True) -> None:
        if again or step_id != self._chosen:
            self._chosen = step_id
            self.chosen.emit(step_id)
