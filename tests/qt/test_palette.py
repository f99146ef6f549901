from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.qt.dialogs import FileDialogs
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.messages import Messages
from desktop.qt.parts.page import GotoDocument, GotoEntry, GotoSearch
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window import help as key_help
from desktop.qt.window.actions import COMMANDS
from desktop.qt.window.help import KeyMap, key_groups, keys_html, keys_text
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.palette import Palette, PaletteEntry, PaletteModel
from desktop.store import edits
from tests.clock import processor_time
from tests.qt.window_kit import page_of

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(session: Session, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    found = MainWindow(session, Settings(tmp_path / "settings.ini"), FileDialogs())
    found.resize(1100, 700)
    with qtbot.waitActive(found):
        found.show()
        found.activateWindow()
    yield found
    found.close()
    found.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


@pytest.fixture
def palette(window: MainWindow) -> Palette:
    """The palette, open over the reading page, whose text had the focus."""
    found = Palette(window.session, window.actions_by_key, window.projects.recent, window)
    pane = window.desk.active
    assert pane is not None
    pane.view.setFocus()
    found.begin()
    QApplication.processEvents()
    return found


def entries(palette: Palette) -> list[PaletteEntry]:
    model = palette.model
    return [entry for row in range(model.rowCount()) if (entry := model.entry_at(row)) is not None]


def names(palette: Palette) -> list[str]:
    return [entry.name for entry in entries(palette)]


def press(qtbot: QtBot, *keys: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press keys where the focus is, as the keyboard does."""
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None
        if isinstance(key, str):
            qtbot.keyClicks(target, key)
        else:
            qtbot.keyClick(target, key, modifier)


def test_it_lies_over_the_window_and_escape_gives_the_focus_back(
    palette: Palette, window: MainWindow, qtbot: QtBot
) -> None:
    assert palette.isVisible()
    assert palette.line.hasFocus()
    assert not palette.isWindow()
    assert QApplication.activeModalWidget() is None
    assert window.rect().contains(palette.geometry())
    with qtbot.waitSignal(palette.closed):
        press(qtbot, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.desk.active is not None
    assert window.desk.active.view.hasFocus()
    palette.toggle()
    assert palette.isVisible()
    palette.toggle()
    assert not palette.isVisible()


def test_letters_are_typed_and_run_no_shortcut(palette: Palette, window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, "jt1")
    assert palette.line.text() == "jt1"
    assert not window.reading.tag_bar.is_open
    # Escape is the shortcut of another command too, Ctrl+Enter of “Open beside”
    press(qtbot, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_a_command_is_found_by_a_few_letters_and_run_by_enter(
    palette: Palette, window: MainWindow, qtbot: QtBot
) -> None:
    press(qtbot, "matr")
    assert entries(palette)[0] == PaletteEntry("page", "page_matrix", "Matrix", "View", "Ctrl+2")
    press(qtbot, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.pages.currentWidget() is page_of(window, MatrixPage)


def test_letters_scattered_over_names_find_nothing(palette: Palette, qtbot: QtBot) -> None:
    # as in “Delete chosen claim” and others
    press(qtbot, "dltchsn")
    assert names(palette) == ["Search texts for “dltchsn”"]
    palette.line.selectAll()
    press(qtbot, "prvcl")
    assert not any("claim" in name for name in names(palette))


def test_a_command_that_cannot_be_run_now_says_why_and_does_nothing(
    palette: Palette, window: MainWindow, qtbot: QtBot
) -> None:
    press(qtbot, "delete chosen")
    first = entries(palette)[0]
    assert first.key == "delete_claim"
    assert first.reason
    assert palette._hint.text().startswith("It needs a chosen claim")
    press(qtbot, Qt.Key.Key_Return)
    assert palette.isVisible()
    point = palette.list.visualRect(palette.model.index(0)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert palette.isVisible()
    assert len(window.session.claims()) == 3


def test_documents_topics_and_actors_are_gone_to(palette: Palette, qtbot: QtBot) -> None:
    press(qtbot, "elbar papers")
    assert entries(palette)[0].kind == "document"
    with qtbot.waitSignal(palette.wanted) as opened:
        press(qtbot, Qt.Key.Key_Return)
    assert opened.args == [GotoDocument(1, beside=False)]
    palette.begin()
    press(qtbot, "elbar pap")
    with qtbot.waitSignal(palette.wanted) as opened:
        press(qtbot, Qt.Key.Key_Return, modifier=CONTROL)
    assert opened.args == [GotoDocument(1, beside=True)]
    palette.begin()
    press(qtbot, "commerce")
    assert (entries(palette)[0].name, entries(palette)[0].detail) == ("Trade", "topic · 2 claims")
    with qtbot.waitSignal(palette.wanted) as topic:
        press(qtbot, Qt.Key.Key_Return)
    assert topic.args == [GotoEntry("topic", int(entries(palette)[0].key))]
    palette.begin()
    press(qtbot, "vask")
    with qtbot.waitSignal(palette.wanted) as actor:
        press(qtbot, Qt.Key.Key_Return)
    assert actor.args == [GotoEntry("actor", 1)]


def test_the_last_entry_searches_the_texts(palette: Palette, qtbot: QtBot) -> None:
    press(qtbot, "zzqq xx")
    assert names(palette) == ["Search texts for “zzqq xx”"]
    with qtbot.waitSignal(palette.wanted) as wanted:
        press(qtbot, Qt.Key.Key_Return)
    assert wanted.args == [GotoSearch("zzqq xx")]
    palette.begin()
    press(qtbot, "trade")
    assert names(palette)[0] == "Trade"
    press(qtbot, Qt.Key.Key_Up)
    with qtbot.waitSignal(palette.wanted) as wanted:
        press(qtbot, Qt.Key.Key_Return)
    assert wanted.args == [GotoSearch("trade")]


def test_up_down_tab_and_the_page_keys_move_and_the_mouse_runs(
    palette: Palette, window: MainWindow, qtbot: QtBot
) -> None:
    count = palette.model.rowCount()
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab)
    assert palette.list.currentIndex().row() == 2
    press(qtbot, Qt.Key.Key_Backtab, Qt.Key.Key_PageDown)
    assert palette.list.currentIndex().row() == 11
    press(qtbot, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == count - 1
    press(qtbot, "matrix")
    point = palette.list.visualRect(palette.model.index(0)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert window.pages.currentWidget() is page_of(window, MatrixPage)


def test_what_was_used_last_stands_first_when_nothing_is_typed(palette: Palette, qtbot: QtBot) -> None:
    assert entries(palette)[0].kind == "page"
    for words in ("vask", "larger type", "vask"):
        press(qtbot, words, Qt.Key.Key_Return)
        palette.begin()
    assert names(palette)[:3] == ["Ordun Vask", "Larger type", "Read"]
    assert len(set(names(palette))) == len(names(palette))


def test_a_click_elsewhere_closes_it_and_leaves_the_focus_there(
    palette: Palette, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.mouseClick(window.library.search, Qt.MouseButton.LeftButton)
    assert not palette.isVisible()
    assert window.library.search.hasFocus()


def test_it_follows_renaming_undo_and_another_project(palette: Palette, session: Session, tmp_path: Path) -> None:
    assert entries_of(palette, "quon") == []
    session.do(edits.codebook.add, "actor", "Quon Bel")
    assert entries_of(palette, "quon") == ["Quon Bel"]
    assert "Undo add actor Quon Bel" in names(palette)
    session.undo()
    assert entries_of(palette, "quon") == []
    session.create(tmp_path / "other.visavis", empty=True)
    assert entries_of(palette, "vask") == []


def entries_of(palette: Palette, words: str) -> list[str]:
    palette.begin()
    palette.line.setText(words)
    return [entry.name for entry in entries(palette) if entry.kind not in ("search", "command", "page")]


def test_it_stays_within_a_small_window_and_in_the_middle_of_a_large_one(palette: Palette, window: MainWindow) -> None:
    for width, height in ((700, 420), (1920, 1080)):
        window.resize(width, height)
        QApplication.processEvents()
        assert window.rect().contains(palette.geometry())
        assert abs(palette.geometry().center().x() - window.width() // 2) <= 1


def test_every_command_is_reached_by_a_menu_the_palette_and_the_key_map(palette: Palette, window: MainWindow) -> None:
    in_menus = [
        action for menu in window.menuBar().findChildren(QMenu) for action in menu.actions() if not action.isSeparator()
    ]
    offered = {entry.key: entry for entry in entries(palette)}
    told = {row for rows in key_groups().values() for row in rows}
    for command in COMMANDS:
        if not command.text:
            continue
        action = window.actions_by_key[command.key]
        assert action in in_menus, command.key
        assert [key.toString() for key in action.shortcuts()] == list(command.shortcuts)
        entry = offered[command.key]
        assert bool(entry.reason) != action.isEnabled()
        assert entry.shortcut == action.shortcut().toString()
        palette.line.setText(action.text().replace("&", ""))
        assert command.key in [one.key for one in entries(palette)], command.key
        assert command.text.replace("&", "").rstrip("…") in {text for _, text in told}


def test_no_two_commands_share_a_key() -> None:
    keys = [key for command in COMMANDS for key in command.shortcuts]
    assert sorted(keys) == sorted(set(keys))


def test_the_key_map_is_searched_and_copied_as_text(light: QApplication, qtbot: QtBot) -> None:
    dialog = KeyMap()
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.isModal()
    qtbot.keyClicks(dialog.search, "tag BAR enter")
    assert "In the tag bar" in dialog.text.toPlainText()
    assert "In the matrix" not in dialog.text.toPlainText()
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == keys_text("tag BAR enter")
    dialog.search.setText("zzqq")
    assert dialog.text.toPlainText() == "No key does this."
    assert keys_text("zzqq") == "\n"


def test_the_key_map_stands_menu_by_menu_in_columns() -> None:
    titles = list(key_groups())
    assert titles[0] == "File"
    assert titles[-len(key_help.WITHIN) :] == list(key_help.WITHIN)
    lines = keys_text().splitlines()
    assert lines[0] == "File"
    starts = {line.index("New project"): line for line in lines if "New project" in line}
    (place,) = starts
    assert next(line for line in lines if line.endswith("Quit")).index("Quit") == place
    assert "Ctrl+Q" in keys_html("quit")


def test_the_model_keeps_qts_rules(session: Session) -> None:
    model = PaletteModel(session, {}, list)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.begin()
    for words in ("", "vask", "zzqq", ""):
        model.search(words)
    del tester


def test_with_ten_thousand_entries_each_key_answers_at_once(light: QApplication, tmp_path: Path) -> None:
    session = Session(Messages())
    session.create(tmp_path / "large.visavis", empty=True)
    with session.database.edit("Fill") as recorder:
        for table, count in (("actor", 7000), ("topic", 3000)):
            rows = [
                {"key": f"{table}-{n}", "name": f"{NAMES[n % 17]} {NAMES[n // 17 % 17]} {NAMES[n // 289 % 17]} {n}"}
                for n in range(count)
            ]
            kinds = {"kind": "person"} if table == "actor" else {}
            recorder.insert_many(table, [{**row, **kinds} for row in rows])
    model = PaletteModel(session, {}, list)
    model.begin()
    model.prepare()
    times = []
    for words in ("b", "ba", "bar", "bar l", "bar lo", "lo", "a", "br", "brl", "zq", "bar lon 9", "mr"):
        times.append(processor_time(partial(model.search, words)))
    assert sorted(times)[len(times) // 2] < 0.05, times
    session.close()


NAMES = (
    *("Bara", "Lona", "Miro", "Tesk", "Orlan", "Veldin", "Quom", "Sarit", "Pell"),
    *("Drova", "Hask", "Imvel", "Nimor", "Karpat", "Zuni", "Elbar", "Resh"),
)
