"""Tables of rows: however many are chosen, only those in view are looked at."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.values import Stance
from desktop.qt import theme
from desktop.qt.parts.directed import DirectedDelegate
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.plain_cells import Plain, PlainDelegate
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


WORDS = (
    "Müller, Anna",
    "„Ein langer Satz“ – der gewiss nicht in die Spalte passt",
    "Ελλάδα Россия",
    "",
    "مرحبا بكم.",
    "政策",
)


class Worded(HeadedModel):
    TITLES = ("One", "Two", "Three", "Four")
    rows = range(30)

    def words(self, row: int, column: int) -> str:
        return WORDS[(row + column) % len(WORDS)]

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color("dim") if column == 1 else None
        if role == Qt.ItemDataRole.FontRole:
            return theme.reading_font(11) if column == 2 else None
        return theme.shape_icon(Stance.AGAINST, 11) if role == Qt.ItemDataRole.DecorationRole and column == 3 else None

    def plain(self, row: int, column: int) -> Plain:
        tone, points = "dim" if column == 1 else "", 11 if column == 2 else 0
        return Plain(self.words(row, column), tone, points, Stance.AGAINST if column == 3 else "")


def rendered(table: RowTable, ratio: float) -> QImage:
    image = QImage(table.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    table.render(image)
    return image


@pytest.mark.parametrize("look", ["claims", "historyList"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cells_that_are_painted_at_once_look_as_those_of_the_style(
    look: str, scheme: str, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.apply(qapp, scheme)
    tables = []
    for delegate in (PlainDelegate, DirectedDelegate):
        table = RowTable(Worded(), look, "Words")
        qtbot.addWidget(table)
        table.setItemDelegate(delegate(table))
        table.setIconSize(QSize(11, 11))
        for column in range(4):
            table.setColumnWidth(column, 90 + 30 * column)
        table.resize(620, 400)
        table.selectRow(2)
        tables.append(table)
    plain, styled = tables
    for ratio in (1.0, 1.5):
        assert rendered(plain, ratio) == rendered(styled, ratio)
    for column in range(4):
        assert plain.sizeHintForColumn(column) == styled.sizeHintForColumn(column)
