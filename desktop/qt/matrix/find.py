"""A line that finds rows and columns of the matrix by their names."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.analysis.comparison.outline import LineKey
from desktop.core.language import _
from desktop.core.matching import fold
from desktop.qt.matrix.grid import MatrixGrid
from desktop.qt.matrix.model import Head


class MatrixFind(QLineEdit):
    """Find heads as one types; Enter goes to the next one, Shift+Enter to the one before, Escape back to the grid.

    Signals:
        result_changed(str): what was found: ``2 of 5``; empty when nothing is looked for.
    """

    result_changed = Signal(str)

    def __init__(self, grid: MatrixGrid) -> None:
        super().__init__()
        self._grid = grid
        self._at = 0
        self.setPlaceholderText(_("Find row or column…"))
        self.setAccessibleName(_("Find row or column"))
        self.setToolTip(_("Enter: next, Shift+Enter: the one before"))
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(110)
        self.setMaximumWidth(220)
        self.textChanged.connect(lambda: self._go(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, back with Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._go(self._at + (-1 if back else 1))
        elif event.key() == Qt.Key.Key_Escape:
            self._grid.setFocus()
        else:
            super().keyPressEvent(event)

    def matches(self) -> list[tuple[LineKey | None, LineKey | None]]:
        """Return the rows, then the columns, whose names hold what was typed."""
        typed = fold(self.text().strip())
        if not typed:
            return []
        model = self._grid.model

        def holds(head: Head) -> bool:
            return any(typed in fold(words) for words in (head.name, head.about, head.short))

        rows = [at for at in range(model.row_count()) if holds(model.row_head(at))]
        columns = [at for at in range(model.column_count()) if holds(model.column_head(at))]
        return [*((model.row_id(at), None) for at in rows), *((None, model.column_id(at)) for at in columns)]

    def _go(self, at: int) -> None:
        found = self.matches()
        self._at = at % len(found) if found else 0
        if found:
            self._grid.choose(*found[self._at])
        result = _("{at} of {count}").format(at=self._at + 1, count=len(found)) if found else _("nothing")
        self.result_changed.emit(result if self.text().strip() else "")
