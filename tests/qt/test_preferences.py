"""What one sets to one's own liking holds at once, is remembered, and leaves every control readable."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox
from pytestqt.qtbot import QtBot

from desktop.core.limits import MEGABYTE, Limits, allow, limits
from desktop.core.values import CodedDocument, Facts
from desktop.project import opening
from desktop.qt import settings as setting_keys
from desktop.qt import theme
from desktop.qt.messages import Messages
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import PAGES, READ
from desktop.qt.window.preferences import Preferences
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import project as reads
from tests.qt.window_kit import CTRL, close_window, keys, open_window

TEXT = "\n\n".join(f"The ferry number {number} must go on Sundays too, said the warden." for number in range(30))


@pytest.fixture
def window(light: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "own.visavis"
    with opening.new_project(path, empty=True) as db:
        edit_documents.add_documents(db, [CodedDocument("ferry.txt", Facts(title="Ferry"), TEXT)])
        edit_codebook.add(db, "actor", "The warden", key="warden")
        edit_codebook.add(db, "topic", "Ferries", key="ferries", proposition="Ferries should go on Sundays.")
    found = open_window(path, qtbot)
    yield found
    close_window(found)


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> Preferences:
    window.desk.panes[0].view.setFocus()
    keys(qtbot, Qt.Key.Key_Comma, modifier=CTRL)
    (found,) = window.findChildren(Preferences)
    assert found.isVisible()
    assert not found.isModal()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is found.interface)
    return found


def choose(qtbot: QtBot, box: QComboBox, value: str) -> None:
    """Choose by the keys, as a user does."""
    box.setFocus()
    wanted = box.findData(value)
    assert wanted >= 0
    while box.currentIndex() != wanted:
        qtbot.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < wanted else Qt.Key.Key_Up)


def line_height(window: MainWindow) -> float:
    return window.desk.panes[0].view.placed()[0].rect.height()


def test_the_interface_grows_at_once_and_stays_so_at_the_next_start(
    window: MainWindow, dialog: Preferences, qtbot: QtBot
) -> None:
    before, button = QApplication.font().pointSizeF(), window.top_bar.findChildren(QAbstractButton)[0].sizeHint()
    text = window.desk.panes[0].view.font_of_text().pointSizeF()
    choose(qtbot, dialog.interface, "150")
    assert QApplication.font().pointSizeF() == pytest.approx(1.5 * before)
    QApplication.processEvents()
    assert window.top_bar.findChildren(QAbstractButton)[0].sizeHint().height() > 1.2 * button.height()
    assert window.desk.panes[0].view.font_of_text().pointSizeF() == text, "texts have a size of their own"
    theme.apply(QApplication.instance(), "light")
    session = Session(Messages())
    session.open(window.session.path)
    again = MainWindow(session, Settings(window.session.path.with_name("settings.ini")))
    assert QApplication.font().pointSizeF() == pytest.approx(1.5 * before)
    close_window(again)
    # what goes into a paper does not change with the window
    with theme.on_paper():
        assert theme.interface_font().pointSizeF() == pytest.approx(before)


def test_type_size_and_lines_of_texts(window: MainWindow, dialog: Preferences, qtbot: QtBot) -> None:
    view = window.desk.panes[0].view
    usual = line_height(window)
    choose(qtbot, dialog.leading, "2.0")
    assert line_height(window) == pytest.approx(usual * 2.0 / 1.4, rel=0.02)
    # what is painted follows: a click finds the words of its line
    place = view.placed()[4]
    assert view.position_at(place.rect.center().toPoint()) is None or place.block.contains(
        view.position_at(place.rect.center().toPoint()) or 0
    )
    dialog.points.setValue(20)
    assert view.font_of_text().pointSizeF() == 20
    assert window.settings.get(setting_keys.ZOOM) == "20.0"
    dialog.family.setCurrentFont(QFont(theme.SANS))
    assert view.font_of_text().family() == theme.SANS
    assert view.document().defaultFont().family() == theme.SANS


def test_light_and_dark_and_the_coder(window: MainWindow, dialog: Preferences, qtbot: QtBot) -> None:
    choose(qtbot, dialog.scheme, "dark")
    assert theme.colors() is theme.DARK
    assert window.actions_by_key["scheme_dark"].isChecked()
    dialog.coder.setFocus()
    qtbot.keyClicks(dialog.coder, "Ana Weber")
    qtbot.keyClick(dialog.coder, Qt.Key.Key_Tab)
    assert "Ana Weber" in window.status.coder.text()
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    view = window.desk.panes[0].view
    view.setFocus()
    view.select(0, 9)
    window.claims.tag()
    bar = window.reading.tag_bar
    bar.who.line.setFocus()
    keys(qtbot, "warden", Qt.Key.Key_Return, "ferr", Qt.Key.Key_Return, "2", Qt.Key.Key_Return)
    with Database(window.session.path) as db:
        (claim,) = reads.claims(db)
        assert {one.id: one.name for one in reads.coders(db)}[claim.coder_id] == "Ana Weber"


def test_a_name_given_before_a_project_is_open_holds_for_the_next(
    window: MainWindow, dialog: Preferences, qtbot: QtBot
) -> None:
    path = window.session.path
    window.session.close()
    dialog.coder.setFocus()
    qtbot.keyClicks(dialog.coder, "Bo Lind")
    qtbot.keyClick(dialog.coder, Qt.Key.Key_Tab)
    window.session.open(path)
    assert window.session.coder == "Bo Lind"


def test_the_keys_are_there_to_be_looked_up(dialog: Preferences, qtbot: QtBot) -> None:
    dialog.tabs.setCurrentWidget(dialog.keys)
    dialog.keys.search.setFocus()
    keys(qtbot, "topics beside")
    assert "F8" in dialog.keys.text.toPlainText()
    keys(qtbot, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("percent", ["80", "150"])
def test_every_page_has_room_in_another_size(window: MainWindow, percent: str) -> None:
    window.looks.set_type(setting_keys.INTERFACE, percent)
    for row in PAGES:
        window.show_page(row.key)
        QApplication.processEvents()
        window.resize(1280, 800)
        QApplication.processEvents()
        assert (window.width(), window.height()) == (1280, 800), row.key
    window.show_page(READ)


@pytest.mark.parametrize(("damaged", "points"), [("huge", 13), ("", 13), ("nan", 13), ("0,5", 13), ("4000", 32)])
def test_settings_that_are_no_values_stop_no_start(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, damaged: str, points: float
) -> None:
    close_window(window)
    settings = Settings(tmp_path / "settings.ini")
    for setting in [one for one in vars(setting_keys).values() if isinstance(one, setting_keys.Setting)]:
        settings.set(setting, damaged)
    with qtbot.captureExceptions() as faults:
        again = open_window(tmp_path / "own.visavis", qtbot)
        for row in PAGES:
            again.show_page(row.key)
    assert faults == []
    assert again.looks.points == points
    assert again.desk.colors.by == "stance"
    if damaged != "4000":
        assert theme.type_choice() == theme.TypeChoice(family=damaged or theme.SERIF)
    close_window(again)


def test_how_much_a_document_may_take_is_taken_over_at_once_and_kept(window: MainWindow, dialog: Preferences) -> None:
    before = limits()
    try:
        dialog.seconds.setValue(120)
        dialog.megabytes.setValue(3000)
        assert limits() == Limits(seconds=120, memory=3000 * MEGABYTE)
        assert window.settings.get(setting_keys.READING_SECONDS) == "120"
        # at the next start
        allow(before)
        window.settings.allow_reading()
        assert limits() == Limits(seconds=120, memory=3000 * MEGABYTE)
    finally:
        allow(before)
