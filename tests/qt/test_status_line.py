"""The line below the pages, as it is painted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.qt.window.main_window import MainWindow
from tests.store.making import make_project

from .window_kit import close_window, keys, open_window


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    window = open_window(path, qtbot)
    yield window
    close_window(window)


def ink(window: MainWindow) -> int:
    """Return how many pixels at the left of the line differ from its ground."""
    QApplication.processEvents()
    image = window.status.grab(QRect(0, 0, window.width() // 2, window.status.height())).toImage()
    ground = image.pixel(image.width() - 2, image.height() // 2)
    return sum(image.pixel(x, y) != ground for x in range(image.width()) for y in range(4, image.height() - 2))


def test_a_key_that_does_nothing_now_says_why(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.open(1)
    window.show()
    pane.view.setFocus()
    for key, command in ((Qt.Key.Key_Delete, "Delete the chosen claim"), (Qt.Key.Key_3, "Stance: neutral")):
        window.status.clearMessage()
        keys(qtbot, key)
        assert window.status.currentMessage() == (
            f"“{command}” is not done. It needs a chosen claim on the reading page."
        )
    pane.view.select(0, 4)
    keys(qtbot, Qt.Key.Key_T)
    pane.view.setFocus()
    keys(qtbot, Qt.Key.Key_1)
    assert window.status.currentMessage() == "“Stance: favor” is not done. Esc closes the bar first."
    assert len(window.session.claims()) == 3


@pytest.mark.parametrize("width", [1024, 1280])
@pytest.mark.parametrize("page", ["page_read", "page_matrix"])
def test_a_hint_can_be_read_on_each_page(window: MainWindow, page: str, width: int) -> None:
    window.resize(width, 700)
    window.show()
    window.show_page(page)
    window.status.clearMessage()
    window.status.showMessage(" ")
    empty = ink(window)
    window.status.hint("Select the words that carry the claim first, then press T.")
    assert ink(window) > empty + 400


def test_a_hint_stands_alone_where_what_is_beside_it_takes_another_line(window: MainWindow) -> None:
    window.show()
    window.status.hint("Select the words that carry the claim first, then press T.")
    for height in (80, 20):
        # as a legend does that finds no room in one line
        window.status.coder.setMinimumHeight(height)
        window.status.coder.setMaximumHeight(height)
        QApplication.processEvents()
        QApplication.processEvents()
        assert not window.status.counts.isVisible()
    window.status.clearMessage()
    assert window.status.counts.isVisible()
