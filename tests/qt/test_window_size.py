"""The window on small screens: no page makes it wider than it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.project import opening
from desktop.qt import settings
from desktop.qt.claims.claims_page import ClaimsPage
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.parts.elided import ElidedLabel
from desktop.qt.parts.filter_bar import FilterBar
from desktop.qt.parts.layouts import vbox
from desktop.qt.parts.pick_button import PopupButton
from desktop.qt.window.bars import TopBar
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import PAGES, TABS
from tests.qt.window_kit import close_window, open_window, page_of

from ..store.making import make_project

SMALL = 1024


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    found = open_window(path, qtbot)
    yield found
    close_window(found)


def pressed(window: MainWindow) -> list[str]:
    return [one.text() for one in window.top_bar.findChildren(QPushButton) if one.isChecked() and one.isVisible()]


def test_every_page_fits_a_narrow_screen_whichever_was_shown_before(window: MainWindow) -> None:
    for _ in range(2):
        window.reading.open_twice()
    for key in [row.key for row in (*PAGES, *reversed(PAGES))]:
        window.show_page(key)
        QApplication.processEvents()
        window.resize(SMALL, 700)
        QApplication.processEvents()
        assert window.width() == SMALL, key
        assert window.pages.width() <= SMALL, key


@pytest.mark.parametrize("key", ["page_claims", "page_matrix", "page_pictures", "page_compare"])
def test_the_controls_of_a_filter_wrap_instead_of_widening_the_window(window: MainWindow, key: str) -> None:
    window.show_page(key)
    page = window.pages.page(key)
    bar = page.findChildren(FilterBar)[0]
    bar.show()
    window.resize(SMALL, 700)
    QApplication.processEvents()
    assert window.width() == SMALL
    controls = [one for one in bar.findChildren(QWidget) if one.parent() is bar and one.isVisible()]
    assert len(controls) > 8
    places = [QRect(one.mapTo(window, one.rect().topLeft()), one.size()) for one in controls]
    assert all(window.rect().contains(place) for place in places)
    assert not any(one.intersects(other) for at, one in enumerate(places) for other in places[:at])


def test_a_page_without_a_tab_leaves_none_pressed(window: MainWindow) -> None:
    for row in TABS:
        window.show_page(row.key)
        assert row.title in pressed(window)
        window.show_page("page_import")
        assert not set(pressed(window)) & {one.title for one in TABS}


def test_tabs_without_room_stand_in_a_menu_and_the_page_in_view_stays(light: QApplication, qtbot: QtBot) -> None:
    bar = TopBar([], QAction())
    window = QWidget()
    vbox(bar, on=window)
    qtbot.addWidget(window)
    window.show()
    tabs = {one.text(): one for one in bar.findChildren(QPushButton) if one.isCheckable()}
    titles = [row.title for row in TABS]
    for width in (1400, 700, 300, 60, 1400):
        for row in (TABS[0], TABS[-1]):
            window.resize(width, 50)
            bar.set_page(row.key)
            QApplication.processEvents()
            bar.more.menu().aboutToShow.emit()
            in_menu = [action.text() for action in bar.more.menu().actions()]
            shown = [title for title in titles if tabs[title].isVisible()]
            assert sorted(shown + in_menu) == sorted(titles)
            assert bar.more.isVisible() == bool(in_menu)
            assert row.title in shown or width == 60
            assert all(tabs[title].geometry().right() <= width for title in shown)
    assert not in_menu
    window.resize(300, 50)
    QApplication.processEvents()
    bar.more.menu().aboutToShow.emit()
    with qtbot.waitSignal(bar.page_wanted) as wanted:
        bar.more.menu().actions()[0].trigger()
    assert wanted.args[0] in [row.key for row in TABS]


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_every_page_has_room_on_a_small_screen_and_on_a_scaled_one(window: MainWindow, scale: float) -> None:
    width, height = min(1024, int(1280 / scale)), min(600, int(800 / scale))
    window.reading.open_twice()
    # a title bar and a panel of the desktop
    height -= 60
    for row in PAGES:
        window.show_page(row.key)
        QApplication.processEvents()
        least = window.minimumSizeHint()
        assert least.width() <= width, row.key
        assert least.height() <= height, row.key
        window.resize(width, height)
        QApplication.processEvents()
        assert (window.width(), window.height()) == (width, height), row.key


def test_chosen_claims_make_the_window_no_wider_and_the_list_no_shorter(window: MainWindow) -> None:
    window.show_page("page_claims")
    window.resize(SMALL, 600)
    QApplication.processEvents()
    page = page_of(window, ClaimsPage)
    before = page.table.height()
    page.table.selectAll()
    QApplication.processEvents()
    assert (window.width(), page.table.height()) == (SMALL, before)
    buttons = [one for one in page.retag.findChildren(QAbstractButton) if one.isVisible()]
    assert len(buttons) > 8
    assert all(one.width() >= one.sizeHint().width() for one in buttons)


def test_every_window_of_its_own_lies_within_the_screen(window: MainWindow) -> None:
    window.exports.show_panel()
    window.show_keys()
    window.show_preferences()
    QApplication.processEvents()
    room = window.screen().availableSize()
    dialogs = [one for one in window.findChildren(QDialog) if one.isVisible()]
    assert len(dialogs) == 3
    for dialog in dialogs:
        assert dialog.width() <= room.width()
        assert dialog.height() <= room.height()
        # and on the smallest one with its title
        assert dialog.minimumSizeHint().height() <= 540
        assert dialog.minimumSizeHint().width() <= 850
        dialog.close()


@pytest.mark.parametrize(
    ("size", "percent"),
    [((1280, 800), "100"), ((1280, 800), "125"), ((1280, 800), "150"), ((1024, 600), "100"), ((1024, 600), "150")],
)
def test_nothing_is_cut_through(tmp_path: Path, qtbot: QtBot, size: tuple[int, int], percent: str) -> None:
    """Each button and label of each page, of a claim and a cell too, has the room that its words need."""
    path = tmp_path / "seeds.visavis"
    opening.new_project(path).close()
    window = open_window(path, qtbot)
    window.looks.set_type(settings.INTERFACE, percent)
    cut = []
    for row in (one for one in PAGES if one.text):
        window.show_page(row.key)
        for prepare in [*window.pages.page(row.key).examples().values()][:1]:
            prepare()
        window.resize(*size)
        for _ in range(4):
            QApplication.processEvents()
        for one in window.pages.page(row.key).findChildren(QWidget):
            if not one.isVisible() or isinstance(one, ElidedLabel) or isinstance(one.parent(), QLineEdit):
                continue
            needed = one.sizeHint()
            # the name of an actor in its chip and the order of the library may end in an ellipsis
            may_be_short = isinstance(one, QAbstractButton) and (one is window.library.sort or one.text()[-1:] == "×")
            if isinstance(one, QAbstractButton) and one.text() and one.maximumWidth() > 30 and not may_be_short:
                narrow = one.width() < needed.width() - 2
                cut += [(row.key, one.text())] if narrow or one.height() < needed.height() - 2 else []
            elif isinstance(one, QLabel) and one.text():
                height = one.heightForWidth(one.width()) if one.wordWrap() else needed.height()
                narrow = not one.wordWrap() and one.width() < needed.width() - 2
                cut += [(row.key, one.text())] if one.height() < height - 2 or narrow else []
    close_window(window)
    assert cut == []


def test_what_opens_a_list_has_one_arrow(window: MainWindow) -> None:
    """The right end of each such button is not blank, and no word of it is an arrow too."""
    for row in (one for one in PAGES if one.text):
        window.show_page(row.key)
        for bar in window.pages.page(row.key).findChildren(FilterBar):
            bar.show()
        QApplication.processEvents()
        buttons = [one for one in window.findChildren(QToolButton) if one.isVisible()]
        opening = [one for one in buttons if one.menu() is not None or isinstance(one, PopupButton)]
        for one in (*opening, *(box for box in window.findChildren(QComboBox) if box.isVisible())):
            image = one.grab(QRect(one.width() - 18, one.height() // 2 - 6, 14, 12)).toImage()
            colors = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
            assert len(colors) > 1, (row.key, one.toolTip())
            assert not isinstance(one, QToolButton) or not set(one.text()) & set("▾▼")


def test_the_smallest_screen_shows_the_status_line_and_one_scrolls_to_the_cells(window: MainWindow) -> None:
    # 1024 by 600 at 150 %, without the frame and the title
    window.resize(676, 370)
    window.show_page("page_matrix")
    QApplication.processEvents()
    assert (window.width(), window.height()) == (676, 370)
    assert window.statusBar().geometry().bottom() < 370
    grid = page_of(window, MatrixPage).grid
    assert grid.height() >= 180
    (area,) = [one for one in grid.window().findChildren(QScrollArea) if one.isAncestorOf(grid)]
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    bottom = grid.mapTo(area.viewport(), grid.rect().bottomLeft()).y()
    assert 180 <= bottom < area.viewport().height()
