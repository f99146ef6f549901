"""A page is a row: its tab, its digit and its place in the menu; and a page says where its user wants to go."""

import inspect
import subprocess
import sys
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.views import View
from desktop.qt.codebook.page import CodebookPage
from desktop.qt.findings.compare_page import ComparePage
from desktop.qt.importing.page import ImportPage
from desktop.qt.importing.replace_page import ReplacePage
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.parts import page as pages
from desktop.qt.parts.page import Goto
from desktop.qt.window.actions import COMMANDS
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import DESTINATIONS, PAGES, READ, SHORTCUTS, TABS

from ..store.making import make_project
from .window_kit import CTRL, close_window, keys, open_window, page_of


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    found = open_window(path, qtbot)
    yield found
    if found.exports.panel is not None:
        found.exports.panel.close()
    close_window(found)


def test_tabs_digits_and_menu_stand_in_one_order(window: MainWindow, qtbot: QtBot) -> None:
    buttons = window.top_bar.findChildren(QPushButton)
    tabs = sorted(
        (one for one in buttons if one.property("role") == "page" and one.isCheckable()), key=lambda one: one.x()
    )
    assert [one.text() for one in tabs] == [row.title for row in TABS]
    for digit, row in enumerate(TABS[:9], start=1):
        keys(qtbot, Qt.Key(Qt.Key.Key_0 + digit), modifier=CTRL)
        assert window.pages.current == row.key
        assert [one.text() for one in tabs if one.isChecked()] == [row.title]
    menu = next(one for one in window.menuBar().findChildren(QMenu) if one.title() == "&Pages")
    assert [one.text().replace("&", "") for one in menu.actions()] == [row.title for row in PAGES if row.text]


def test_no_menu_is_longer_than_a_small_screen(window: MainWindow) -> None:
    menus = window.menuBar().findChildren(QMenu)
    assert len(menus) > 8
    for menu in menus:
        assert menu.sizeHint().height() <= 600, menu.title()


def test_every_page_is_made_from_its_row_and_has_a_way_to_it(window: MainWindow) -> None:
    for row in PAGES:
        page = window.pages.page(row.key)
        assert type(page).__name__ == row.made_by.split(":")[1]
        assert page.isAncestorOf(page.focus_target) or page.focus_target is page
        # by a tab, by the menu, or from another page
        assert row.tab or row.text or row.receives
        assert bool(SHORTCUTS.get(row.key)) == bool(row.text)


def test_every_way_leads_to_a_page_or_to_the_export() -> None:
    kinds = {one for one in vars(pages).values() if inspect.isclass(one) and issubclass(one, Goto)} - {Goto}
    assert kinds == {*DESTINATIONS, pages.GotoExport}


def test_every_command_names_what_does_it(window: MainWindow) -> None:
    for command in COMMANDS:
        window.show_page(command.needs if command.needs.startswith("page_") else READ)
        name, *arguments = command.does
        does = attrgetter(name)(window)
        assert callable(does)
        if inspect.ismethod(does):
            inspect.signature(does).bind(*arguments)


def test_only_the_page_in_view_is_read_when_the_window_opens(tmp_path: Path) -> None:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    names = [f"desktop.qt.{row.made_by.split(':')[0]}" for row in PAGES if row.key != READ]
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from desktop.qt.app import make_window\n"
        "from desktop.qt.settings import Settings\n"
        f"path = Path({str(path)!r})\n"
        "window = make_window(path, Settings(path.with_name('settings.ini')))\n"
        f"print([name for name in {names!r} if name in sys.modules])\n"
        "window.session.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.stdout.splitlines()[-1] == b"[]", done.stderr.decode()


def test_one_goes_to_claims_passages_entries_comparisons_files_and_texts(window: MainWindow, tmp_path: Path) -> None:
    window.show_page("page_history")
    window.go(pages.GotoClaim(1, 2))
    assert window.pages.current == READ
    assert window.reading.claim_panel.claim is not None
    assert window.reading.claim_panel.claim.id == 2
    window.go(pages.GotoPassages(((1, Span(0, 4)), (1, Span(5, 10)))))
    assert [pane.view.selected_span() for pane in window.desk.panes] == [Span(0, 4), Span(5, 10)]
    window.go(pages.GotoEntry("actor", 1))
    assert window.pages.shown is page_of(window, CodebookPage)
    assert page_of(window, CodebookPage).tree.current_id() == 1
    window.show_page("page_matrix")
    page_of(window, MatrixPage).choose(None, 1)
    place = page_of(window, MatrixPage).place()
    assert place is not None
    window.go(pages.GotoComparison(View(), place))
    assert window.pages.shown is page_of(window, ComparePage)
    assert QApplication.focusWidget() is page_of(window, ComparePage).b
    window.go(pages.GotoReplacement(1))
    assert window.pages.shown is page_of(window, ReplacePage)
    (tmp_path / "new.txt").write_text("A new text.", "utf-8")
    window.go(pages.GotoFiles((tmp_path / "new.txt",)))
    assert window.pages.shown is page_of(window, ImportPage)
    window.go(pages.GotoSearch("velo"))
    assert window.library.search.text() == "velo"
    assert window.library.search.hasFocus()


def test_words_are_found_by_each_page_s_own_line_or_else_in_the_text(window: MainWindow, qtbot: QtBot) -> None:
    for key, place in (
        ("page_matrix", lambda: page_of(window, MatrixPage).finder),
        ("page_codebook", lambda: page_of(window, CodebookPage).filter),
    ):
        window.show_page(key)
        keys(qtbot, Qt.Key.Key_F, modifier=CTRL)
        assert window.pages.current == key
        assert QApplication.focusWidget() is place()
    window.show_page("page_history")
    keys(qtbot, Qt.Key.Key_F, modifier=CTRL)
    assert window.pages.current == READ
    assert window.desk.active is not None
    assert QApplication.focusWidget() is window.desk.active.find_bar.field


@pytest.mark.parametrize("key", [row.key for row in TABS if row.key != READ])
def test_tab_goes_through_all_that_a_page_has(window: MainWindow, qtbot: QtBot, key: str) -> None:
    window.show_page(key)
    QApplication.processEvents()
    page = window.pages.shown
    reached: set[QWidget] = set()
    # where a text has links, Tab stays in it for a while
    for _ in range(150):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    missed = [
        one
        for one in page.findChildren(QToolButton)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one not in reached
    ]
    assert not missed, [one.text() or one.accessibleName() for one in missed]
