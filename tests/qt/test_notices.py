"""What the window tells: never over a control, on its page and in its window, and to those who cannot see it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMessageBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.qt.claims.claims_page import ClaimsPage
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts import notice as notices
from desktop.qt.parts.notice import Notice
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import PAGES, READ
from tests.qt.window_kit import CTRL, close_window, keys, open_window, page_of

from ..store.making import make_project

LONG = "The file could not be written, since its folder is gone meanwhile: choose another one, please. " * 3


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    found = open_window(path, qtbot)
    yield found
    close_window(found)


def covered(notice: Notice) -> list[str]:
    """Return the controls of its window on which a notice lies."""
    over = notice.parentWidget()
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    controls = [one for one in over.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]
    controls = [one for one in controls if not (isinstance(one, QPlainTextEdit) and one.isReadOnly())]
    assert controls
    return [
        f"{type(one).__name__} {one.accessibleName() or one.toolTip()}"
        for one in controls
        if not notice.isAncestorOf(one)
        and QRect(one.mapTo(over, one.rect().topLeft()), one.size()).intersects(notice.geometry())
    ]


@pytest.mark.parametrize("size", [(1024, 600), (1280, 800)])
@pytest.mark.parametrize("key", [row.key for row in PAGES if row.text])
def test_a_notice_lies_on_no_control(window: MainWindow, key: str, size: tuple[int, int]) -> None:
    window.resize(*size)
    window.show_page(key)
    QApplication.processEvents()
    for text in ("Done.", LONG):
        window.session.messages.error(text)
        assert window.notice.isVisible()
        assert window.rect().contains(window.notice.geometry())
        assert covered(window.notice) == []


def test_a_notice_makes_way_for_buttons_that_come(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("page_claims")
    QApplication.processEvents()
    window.session.messages.info("Done.")
    page_of(window, ClaimsPage).table.selectAll()
    QApplication.processEvents()
    page_of(window, ClaimsPage).retag.open_field("topic")
    qtbot.waitUntil(lambda: covered(window.notice) == [], timeout=2000)


def test_a_notice_stays_on_its_page(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(notices.time, "monotonic", lambda: now[0])
    window.session.messages.info("Done.")
    # told by what leads to the next page, such as an import
    window.show_page("page_matrix")
    assert window.notice.isVisible()
    now[0] += 1.5
    window.show_page("page_matrix")
    assert window.notice.isVisible()
    window.show_page(READ)
    assert not window.notice.isVisible()


def test_a_file_is_told_in_front_of_its_window_with_its_place(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out" / "mine.csv"
    target.parent.mkdir()
    window.dialogs.save_table = lambda _parent, _suggestion: target
    keys(qtbot, Qt.Key.Key_E, modifier=CTRL)
    panel = window.exports.panel
    assert panel is not None
    qtbot.waitUntil(lambda: QApplication.activeWindow() is panel)
    with qtbot.waitSignal(panel.saved):
        qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    notice = Notice.over(panel)
    assert notice.isVisible()
    assert not window.notice.isVisible()
    assert "mine.csv" in notice.label.text()
    assert notice.place.text().replace("\u200b", "") == str(target)
    assert covered(notice) == []
    opened: list[QUrl] = []
    monkeypatch.setattr(notices.QDesktopServices, "openUrl", opened.append)
    qtbot.mouseClick(notice.folder, Qt.MouseButton.LeftButton)
    assert [Path(url.toLocalFile()) for url in opened] == [target.parent]
    # another sentence has no place
    window.session.messages.info("Done.")
    assert notice.folder.isHidden()
    assert notice.place.isHidden()


def test_what_is_told_is_announced(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[str, bool]] = []

    def hear(event: QAccessibleAnnouncementEvent) -> None:
        urgent = event.politeness() == notices.QAccessible.AnnouncementPoliteness.Assertive
        said.append((event.message(), urgent))

    monkeypatch.setattr(notices.QAccessible, "updateAccessibility", hear)
    window.session.messages.info("Done.")
    window.session.messages.error("It could not be done.")
    window.session.messages.hint("In passing.")
    assert said == [("Done.", False), ("It could not be done.", True), ("In passing.", False)]


def test_a_notice_goes_before_a_question_and_lies_on_none(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(notices.time, "monotonic", lambda: now[0])
    window.session.messages.info("Read long ago.")
    now[0] += 3
    box = QMessageBox(QMessageBox.Icon.Question, "Visavis", "Leave it?", parent=window)
    seen: list[bool] = []

    def look() -> None:
        seen.append(window.notice.isVisible())
        # an import ends while one is asked whether it shall
        window.session.messages.info("3 documents imported.")
        seen.extend((window.notice.isVisible(), box.findChild(Notice) is not None))
        box.reject()

    QTimer.singleShot(50, look)
    box.exec()
    assert seen == [False, False, False]
    assert window.notice.isVisible()
    assert window.notice.label.text() == "3 documents imported."
    # what came and was covered at once comes back, what was read does not
    for age, comes in ((0.2, True), (3.0, False)):
        window.session.messages.error("It could not be done.")
        now[0] += age
        QTimer.singleShot(50, box.reject)
        box.exec()
        assert window.notice.isVisible() is comes


def test_a_question_tells_names_as_they_are(qtbot: QtBot) -> None:
    window, told = QWidget(), []
    qtbot.addWidget(window)

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        told.append((box.textFormat(), box.text()))
        box.reject()

    QTimer.singleShot(0, look)
    assert not FileDialogs().confirm(window, "Visavis", 'Delete “<img src="x.png">\x1b\u202e”?', "Delete")
    assert told == [(Qt.TextFormat.PlainText, 'Delete “<img src="x.png">␛⟨U+202E⟩”?')]
