"""Tables of rows: however many are chosen, only those in view are looked at."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import HeadedModel, RowTable


class Asked(HeadedModel):
    TITLES = ("One", "Two")
    rows = range(3000)

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        return str(index.row()) if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        self.asked += 1
        return super().flags(index)


def test_no_row_out_of_view_is_asked_for_where_all_are_chosen(qtbot: QtBot) -> None:
    model = Asked()
    table = RowTable(model, "claims", "Numbers")
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show()
    qtbot.waitExposed(table)
    table.selectAll()
    table.grab()
    QApplication.processEvents()
    assert len(table.chosen_rows()) == 3000
    assert model.asked < 500
