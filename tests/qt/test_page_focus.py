"""A page that one goes to by its key is used by the keyboard at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.project import opening
from desktop.qt.claims.claims_page import ClaimsPage
from desktop.qt.codebook.page import CodebookPage
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.quotations.quotations_page import QuotationsPage
from desktop.qt.window.main_window import MainWindow
from tests.qt.window_kit import CTRL, close_window, keys, open_window, page_of


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "seeds.visavis"
    opening.new_project(path).close()
    found = open_window(path, qtbot)
    yield found
    close_window(found)


def test_arrows_choose_a_cell_of_the_matrix(window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_2, modifier=CTRL)
    keys(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Right)
    grid = page_of(window, MatrixPage).grid
    assert grid.row_id is not None
    assert grid.column_id is not None


def test_arrows_choose_a_claim_and_an_entry(window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_4, modifier=CTRL)
    keys(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert page_of(window, ClaimsPage).table.currentIndex().row() >= 1
    keys(qtbot, Qt.Key.Key_5, modifier=CTRL)
    before = page_of(window, CodebookPage).tree.currentIndex()
    keys(qtbot, Qt.Key.Key_Down)
    assert page_of(window, CodebookPage).tree.currentIndex().isValid()
    assert page_of(window, CodebookPage).tree.currentIndex() != before


def test_the_list_of_quotations_has_the_keys_when_it_comes(window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_3, modifier=CTRL)
    page = window.pages.page("page_quotations")
    assert isinstance(page, QuotationsPage)
    qtbot.waitUntil(lambda: page.list.isVisible() and page.model.rowCount() > 1, timeout=20_000)
    first = page.chosen
    keys(qtbot, "j")
    assert page.chosen is not None
    assert page.chosen != first
    assert QApplication.focusWidget() is page.list
