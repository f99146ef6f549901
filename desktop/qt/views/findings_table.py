"""A list of findings beside what they stand for."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop.qt.models.findings_model import Finding, FindingsModel

Index = QModelIndex | QPersistentModelIndex


class FindingsTable(QTableView):
    """List findings; one is always chosen while there are any.

    Attributes:
        findings: the model.

    Signals:
        chosen(object): another finding was chosen; what it stands for, or None.
        entered(): Enter or a double click: the user wants to go on in what it stands for.
    """

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.findings = FindingsModel(self)
        self.setModel(self.findings)
        self.setObjectName("historyList")
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setResizeContentsPrecision(50)
        header.setMaximumSectionSize(260)
        self.doubleClicked.connect(lambda _: self.entered.emit())

    def show_rows(self, titles: Sequence[str], rows: list[Finding]) -> None:
        """List *rows*; the one that was chosen stays so when it is still there, else the first is."""
        before = self.current()
        self.findings.set_rows(titles, rows)
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        for column in range(len(titles) - 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        at = next((at for at, row in enumerate(rows) if row.what == before), 0)
        if rows:
            self.selectRow(at)
        else:
            self.chosen.emit(None)

    def current(self) -> object:
        """Return what the chosen finding stands for; None without one."""
        row = self.currentIndex().row()
        rows = self.findings.rows()
        return rows[row].what if 0 <= row < len(rows) else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which finding is chosen."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered.emit()
        else:
            super().keyPressEvent(event)
