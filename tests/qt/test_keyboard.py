"""Every control of every page is reached by the keyboard alone, and one comes round again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from desktop.qt.parts.filter_bar import FilterBar
from desktop.qt.parts.page import focusable
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import PAGES, READ
from tests.qt.window_kit import SHIFT, close_window, keys, open_window

from ..store.making import make_project

SHOWN = [row.key for row in PAGES if row.text]


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    found = open_window(path, qtbot)
    yield found
    close_window(found)


def siblings(button: QWidget) -> set[QWidget]:
    """Return those of its row of which one is chosen: Tab goes to that one, the arrows to the others."""
    group = button.group() if isinstance(button, QAbstractButton) else None
    return set(group.buttons()) if group is not None and group.exclusive() else {button}


def walk(window: MainWindow, qtbot: QtBot, modifier: Qt.KeyboardModifier) -> set[QWidget]:
    """Press Tab until the focus is where it began, and return what had it."""
    first = now = QApplication.focusWidget()
    assert first is not None
    seen: set[QWidget] = set()
    for _ in range(400):
        seen |= siblings(now)
        keys(qtbot, Qt.Key.Key_Tab, modifier=modifier)
        now = QApplication.focusWidget()
        assert now is not None
        if now is first:
            return seen
    pytest.fail(f"Tab does not come back to {first} but stays at {now}")


@pytest.mark.parametrize("key", SHOWN)
def test_tab_reaches_every_control_of_a_page_and_returns(window: MainWindow, qtbot: QtBot, key: str) -> None:
    window.show_page(key)
    for bar in window.pages.page(key).findChildren(FilterBar):
        bar.show()
    QApplication.processEvents()
    # a text that answers to Tab itself, such as links do, is walked through once
    there = set(focusable(window))
    assert len(there) > 3
    assert there - walk(window, qtbot, Qt.KeyboardModifier.NoModifier) == set()
    assert there - walk(window, qtbot, SHIFT) == set()


@pytest.mark.parametrize("key", SHOWN)
def test_no_button_is_for_the_mouse_alone(window: MainWindow, key: str) -> None:
    window.show_page(key)
    QApplication.processEvents()
    buttons = [one for one in window.pages.page(key).findChildren(QAbstractButton) if one.isVisible()]
    # what empties a line, and what chooses a whole table, are Qt's own and have their keys
    ours = [one for one in buttons if not isinstance(one.parent(), QLineEdit | QTableView) and one.isEnabled()]
    ours = [one for one in ours if siblings(one) == {one}]
    assert [one.text() for one in ours if not one.focusPolicy() & Qt.FocusPolicy.TabFocus] == []


@pytest.mark.parametrize("key", SHOWN)
def test_f6_goes_from_part_to_part_and_comes_round(window: MainWindow, qtbot: QtBot, key: str) -> None:
    window.show_page(key)
    QApplication.processEvents()
    parts = [there for _part, there in window.regions.all()]
    assert len(parts) >= 2
    assert {one for there in parts for one in there} == set(focusable(window))

    def part() -> int:
        return next(at for at, there in enumerate(parts) if QApplication.focusWidget() in there)

    first = part()
    seen = []
    for _ in parts:
        keys(qtbot, Qt.Key.Key_F6)
        seen.append(part())
    assert seen == [(first + step) % len(parts) for step in range(1, len(parts) + 1)]
    keys(qtbot, Qt.Key.Key_F6, modifier=SHIFT)
    assert part() == (first - 1) % len(parts)


def test_f6_comes_back_to_where_one_was_in_a_part(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page(READ)
    window.library.search.setFocus()
    keys(qtbot, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is window.desk.panes[0].view
    keys(qtbot, Qt.Key.Key_F6, modifier=SHIFT)
    assert QApplication.focusWidget() is window.library.search


def test_tab_goes_round_in_the_windows_of_their_own(window: MainWindow, qtbot: QtBot) -> None:
    for show in (window.exports.show_panel, window.show_preferences, window.show_keys):
        show()
        qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QDialog))
        dialog = QApplication.activeWindow()
        assert isinstance(dialog, QDialog)
        first = now = QApplication.focusWidget()
        assert first is not None
        seen: set[QWidget] = set()
        for _ in range(60):
            seen |= siblings(now)
            keys(qtbot, Qt.Key.Key_Tab)
            now = QApplication.focusWidget()
            assert now is not None
            if now is first:
                break
        assert now is first
        assert set(focusable(dialog)) - seen == set()
        dialog.close()
        window.activateWindow()
