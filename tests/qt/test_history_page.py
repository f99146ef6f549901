import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.history import StepFilter
from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.qt import theme
from desktop.qt.history import model as history_model
from desktop.qt.history.model import WHAT, WHO, HistoryModel, time_text, utc_text
from desktop.qt.history.page import HistoryPage
from desktop.qt.parts.page import GotoClaim, GotoDocument
from desktop.qt.session import Session
from desktop.store import edits, trail
from tests.qt.window_kit import make_page

from .window_kit import tag_claim

if TYPE_CHECKING:
    from desktop.store.database import Database


def tag(session: Session, start: int = 0) -> int:
    claim = tag_claim(session, 1, Span(start, start + 4), (1,), 1, Stance.FAVOR)
    assert claim is not None
    return claim


@pytest.fixture
def busy(session: Session) -> Session:
    """Nilo filled the project; Mira tags, changes a stance, adds an actor and takes that back."""
    session.database.set_coder("Mira")
    claim = tag(session)
    session.do(edits.claims.change, claim, stance=Stance.AGAINST)
    session.do(edits.codebook.add, "actor", "Quon")
    session.undo()
    return session


@pytest.fixture
def page(busy: Session, qtbot: QtBot) -> Iterator[HistoryPage]:
    found = make_page(HistoryPage, busy)
    qtbot.addWidget(found)
    found.resize(1200, 700)
    with qtbot.waitActive(found):
        found.show()
        found.activateWindow()
    yield found
    found.hide()


def listed(page: HistoryPage) -> list[str]:
    return [str(page.model.index(row, WHAT).data()) for row in range(page.model.rowCount())]


def click(qtbot: QtBot, page: HistoryPage, row: int) -> None:
    point = page.list.visualRect(page.model.index(row, WHAT)).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_the_newest_step_stands_first_with_who_when_and_what_became_of_it(page: HistoryPage) -> None:
    assert page.told.text() == "5 steps"
    assert listed(page) == ["Add actor Quon", "Add actor Quon", "Change stance", "Tag claim", "Fill"]
    cells = [[str(page.model.index(row, column).data()) for column in (1, 2, 4)] for row in range(5)]
    assert cells == [
        ["Mira", "undo", ""],
        ["Mira", "edit", "undone"],
        ["Mira", "edit", "done"],
        ["Mira", "edit", "done"],
        ["Nilo", "edit", "cannot be undone"],
    ]
    assert str(page.model.index(0, 0).data()).startswith(("today", "yesterday"))
    assert page.list.step_id() == 5


@pytest.mark.parametrize("width", [853, 1200])
def test_what_was_done_has_room_in_a_narrow_window_too(page: HistoryPage, width: int) -> None:
    page.resize(width, 500)
    QApplication.processEvents()
    header = page.list.horizontalHeader()
    assert header.sectionSize(WHAT) >= page.list.viewport().width() * 3 // 10
    assert all(header.sectionSize(column) > 40 for column in range(header.count()))
    assert header.length() <= page.list.viewport().width()
    # what the user has made wide stays so, and the others make room for it
    header.resizeSection(WHO, 150)
    page.resize(width + 50, 500)
    QApplication.processEvents()
    assert header.sectionSize(WHO) == 150
    assert header.length() <= page.list.viewport().width()


def test_choosing_a_step_tells_what_it_changed_and_its_link_opens_the_claim(
    page: HistoryPage, busy: Session, qtbot: QtBot
) -> None:
    click(qtbot, page, 2)
    told = page.detail.text.toPlainText()
    assert "Change stance" in told
    assert "“Velo”" in told
    assert "favor → against" in told
    claim = busy.claims(topic_id=1)[0]
    with qtbot.waitSignal(page.wanted) as opened:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        qtbot.keyClick(page.detail.text, Qt.Key.Key_Tab)
        qtbot.keyClick(page.detail.text, Qt.Key.Key_Return)
    assert opened.args == [GotoClaim(1, claim.id)]
    qtbot.keyClick(page.detail.text, Qt.Key.Key_Escape)
    assert page.list.hasFocus()


def test_the_mouse_opens_a_document_by_its_link_and_an_undo_leads_to_its_edit(page: HistoryPage, qtbot: QtBot) -> None:
    click(qtbot, page, 4)
    assert "Added 1 document, 3 claims" in page.detail.text.toPlainText()
    text = page.detail.text
    place = next(
        QPoint(x, y) for y in range(0, 300, 4) for x in range(0, 300, 4) if text.anchorAt(QPoint(x, y)) == "document:1"
    )
    with qtbot.waitSignal(page.wanted) as opened:
        qtbot.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == [GotoDocument(1)]
    click(qtbot, page, 0)
    assert "Takes back step 4" in page.detail.text.toPlainText()
    text.anchorClicked.emit(QUrl("step:4"))
    assert page.list.step_id() == 4


def test_what_is_gone_has_no_link_but_its_name(page: HistoryPage, busy: Session) -> None:
    claim = busy.claims(topic_id=1)[0]
    busy.done(edits.claims.delete, [claim.id])
    page.choose(2)
    assert "added claim" in page.detail.text.toPlainText()
    assert "Ordun Vask · Trade" in page.detail.text.toPlainText()
    assert "open" not in page.detail.text.toPlainText().replace("opened", "")


def test_filters_narrow_the_list_and_tell_how_many_are_left(page: HistoryPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filter.text, "ACTOR")
    qtbot.keyClick(page.filter.text, Qt.Key.Key_Return)
    assert (listed(page), page.told.text()) == (["Add actor Quon", "Add actor Quon"], "2 of 5 steps")
    page.filter.kind.setCurrentIndex(page.filter.kind.findData("undo"))
    assert page.told.text() == "1 of 5 steps"
    page.filter.clear()
    assert page.told.text() == "5 steps"
    page.filter.coder.setCurrentIndex(page.filter.coder.findData("Nilo"))
    assert listed(page) == ["Fill"]
    page.filter.clear()
    page.filter.touched.setCurrentIndex(page.filter.touched.findData("claims"))
    assert listed(page) == ["Change stance", "Tag claim", "Fill"]
    qtbot.keyClicks(page.filter.text, "nothing like this")
    qtbot.keyClick(page.filter.text, Qt.Key.Key_Return)
    assert page.told.text() == "0 of 5 steps"
    assert not page.list.isVisible()
    assert "Choose a step" in page.detail.text.toPlainText()


def test_dates_may_be_days_months_or_years_and_a_wrong_one_is_shown_as_such(page: HistoryPage, qtbot: QtBot) -> None:
    page.filter.when.setCurrentIndex(page.filter.when.findData("0"))
    assert page.told.text() == "5 steps"
    page.filter.when.setCurrentIndex(page.filter.when.findData("between"))
    assert page.filter.since.hasFocus()
    qtbot.keyClicks(page.filter.until, "2001-02")
    qtbot.keyClick(page.filter.until, Qt.Key.Key_Return)
    assert page.told.text() == "0 of 5 steps"
    assert page.filter.value().before == utc_text(datetime.date(2001, 3, 1))
    page.filter.until.clear()
    qtbot.keyClicks(page.filter.since, "2001-13")
    qtbot.keyClick(page.filter.since, Qt.Key.Key_Return)
    assert page.told.text() == "5 steps"
    assert page.filter.since.property("wrong")
    page.filter.since.setText("2001")
    qtbot.keyClick(page.filter.since, Qt.Key.Key_Return)
    assert not page.filter.since.property("wrong")
    assert page.filter.value().since == utc_text(datetime.date(2001, 1, 1))


def test_undo_and_redo_work_from_here_and_the_list_follows(page: HistoryPage, busy: Session, qtbot: QtBot) -> None:
    assert page.undo.text() == "Undo change stance"
    assert page.redo.text() == "Redo add actor Quon"
    qtbot.mouseClick(page.undo, Qt.MouseButton.LeftButton)
    assert page.told.text() == "6 steps"
    assert page.list.step_id() == 6, "who looks at the newest step goes on looking at the newest"
    assert page.model.index(3, 4).data() == "undone"
    page.choose(2)
    qtbot.mouseClick(page.redo, Qt.MouseButton.LeftButton)
    assert page.list.step_id() == 2, "who looks at another step keeps it"
    assert page.told.text() == "7 steps"
    tag(busy, 5)
    assert not page.redo.isEnabled()
    assert page.model.index(page.model.row_of(4), 4).data() == "abandoned"


def test_one_click_undoes_back_to_a_step_and_redoes_up_to_one(page: HistoryPage, busy: Session, qtbot: QtBot) -> None:
    tag(busy, 5)
    page.choose(2)
    assert page.detail.back.text() == "Undo back to here"
    before = len(busy.claims())
    qtbot.mouseClick(page.detail.back, Qt.MouseButton.LeftButton)
    assert len(busy.claims()) == before - 2
    page.choose(6)
    assert page.detail.back.text() == "Redo up to here"
    qtbot.mouseClick(page.detail.back, Qt.MouseButton.LeftButton)
    assert len(busy.claims()) == before
    page.choose(1)
    assert not page.detail.back.isVisible()


def test_a_hidden_page_reads_nothing_and_catches_up_when_it_is_shown(page: HistoryPage, busy: Session) -> None:
    page.choose(2)
    page.hide()
    tag(busy, 5)
    assert page.model.rowCount() == 5
    page.show()
    assert page.model.rowCount() == 6
    assert page.list.step_id() == 2


def test_another_project_has_another_trail(page: HistoryPage, busy: Session, tmp_path: Path) -> None:
    busy.create(tmp_path / "other.visavis", empty=True)
    assert page.told.text() == "0 steps"
    assert "Choose a step" in page.detail.text.toPlainText()
    busy.do(edits.codebook.add, "actor", "Quon")
    assert listed(page) == ["Add actor Quon"]
    assert "Added 1 actor" in page.detail.text.toPlainText()


def test_the_export_is_asked_for_with_what_is_listed(page: HistoryPage, qtbot: QtBot) -> None:
    page.filter.coder.setCurrentIndex(page.filter.coder.findData("Mira"))
    with qtbot.waitSignal(page.wanted):
        qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert page.model.filter.coder == "Mira"


def test_a_long_step_is_told_between_events_and_only_while_it_is_chosen(
    page: HistoryPage, busy: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "PART", 20)
    monkeypatch.setattr(trail, "_ROWS", 1)
    told = page.detail.text.toPlainText
    tag(busy, 5)
    tag(busy, 9)
    assert "Reading what it changed" in told()
    qtbot.waitUntil(lambda: "Added 1 claim" in told())
    click(qtbot, page, 1)
    assert "Reading what it changed" in told()
    # another is chosen before it is told: what comes late is not shown
    click(qtbot, page, 3)
    qtbot.wait(100)
    assert "Reading" not in told()
    shown = told()
    click(qtbot, page, 0)
    # told before: at once
    assert "Added 1 claim" in told()
    click(qtbot, page, 3)
    assert told() == shown
    # the project is closed meanwhile
    click(qtbot, page, 1)
    assert "Reading what it changed" in told()
    busy.create(busy.path.with_name("other.visavis"), empty=True)
    qtbot.wait(50)
    assert "Choose a step" in told()


def test_chosen_steps_are_copied_as_a_table(page: HistoryPage, qtbot: QtBot) -> None:
    click(qtbot, page, 2)
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert lines[0] == ["When", "Who", "Kind", "What", "State"]
    assert [line[3] for line in lines[1:]] == ["Change stance", "Tag claim"]


def test_another_scheme_is_told_in_its_colours(page: HistoryPage, light: QApplication) -> None:
    before = page.detail.text.toHtml()
    theme.apply(light, "dark")
    QApplication.processEvents()
    assert theme.DARK.dim.lower() in page.detail.text.toHtml().lower()
    assert page.detail.text.toHtml() != before


def test_a_time_is_told_as_people_say_it() -> None:
    local = datetime.datetime(2031, 5, 6, 14, 5, 9).astimezone()
    created = local.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    day = datetime.date(2031, 5, 6)
    assert time_text(created, today=day) == "today 14:05"
    assert time_text(created, today=day + datetime.timedelta(days=1)) == "yesterday 14:05"
    assert time_text(created, today=day + datetime.timedelta(days=2)) == "6 May 2031 14:05"
    assert time_text(created, exact=True) == "6 May 2031 14:05:09"
    assert time_text("long ago") == "long ago"


def test_the_model_keeps_qts_rules(busy: Session, qtmodeltester: object) -> None:
    model = HistoryModel(busy)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_filter(StepFilter())
    tag(busy, 5)
    model.follow()
    assert model.rowCount() == 6
    del tester


def test_a_long_trail_is_read_only_where_it_is_looked_at(page: HistoryPage, busy: Session) -> None:
    database: Database = busy.database
    # one transaction: 5,000 of their own would each wait for the disk
    database.sqlite.conn.execute("BEGIN")
    database.sqlite.conn.executemany(
        "INSERT INTO history (uuid, created, coder, kind, text, state, changes) "
        "VALUES (?, '2031-01-01T00:00:00Z', 'Bo', 'edit', 'Tag claim', 'done', '[]')",
        ([f"long-{number}"] for number in range(5000)),
    )
    database.sqlite.conn.execute("COMMIT")
    page.hide()
    page.show()
    QApplication.processEvents()
    assert page.told.text() == "5,005 steps"
    page.list.choose(0)
    assert len(page.model._steps) < 600
    assert "Nothing changed" in page.detail.text.toPlainText()


def test_a_long_history_is_looked_through_between_the_events(
    page: HistoryPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two steps at once: what the filter lets through comes bit by bit, and nothing is said of what is not known."""
    monkeypatch.setattr(history_model, "SLICE", 2)
    page.filter.text.setText("fill")
    page.filter.text.returnPressed.emit()
    assert (listed(page), page.told.text()) == ([], "0 of 5 steps so far")
    assert page._nothing.isHidden()
    qtbot.waitUntil(lambda: page.told.text() == "1 of 5 steps")
    assert listed(page) == ["Fill"]
    assert page.list.step_id() == 1
    page.filter.text.setText("actor")
    page.filter.text.returnPressed.emit()
    assert page.told.text() == "2 of 5 steps so far"
    # what is done meanwhile stands first, and once
    page._session.do(edits.codebook.add, "actor", "Tarn")
    qtbot.waitUntil(lambda: page.told.text() == "3 of 6 steps")
    assert listed(page) == ["Add actor Tarn", "Add actor Quon", "Add actor Quon"]
    page.filter.text.setText("claim")
    page.filter.text.returnPressed.emit()
    # one that was not looked at yet is found by going on, and the filter stays
    page.choose(2)
    assert (page.list.step_id(), page.filter.value().text) == (2, "claim")


def test_the_whole_history_takes_no_memory_and_goes_on_after_a_gap(page: HistoryPage) -> None:
    assert page.model.rows == range(5, 0, -1)
    tag(page._session, 9)
    assert page.model.rows == range(6, 0, -1)
    # such as a rescue may leave it
    page._session.database.sqlite.execute("UPDATE history SET id = 20 WHERE id = 6").close()
    page._session.open(page._session.path)
    assert page.model.rows == [20, 5, 4, 3, 2, 1]
    page._session.do(edits.codebook.add, "actor", "Tarn")
    assert page.model.rows == [21, 20, 5, 4, 3, 2, 1]
    assert page.told.text() == "7 steps"


def test_an_undo_by_a_key_that_is_held_down_chooses_the_new_step_alone(page: HistoryPage, busy: Session) -> None:
    page.list.choose(0)
    handle = page.window().windowHandle()
    QTest.keyPress(handle, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    try:
        assert QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.ControlModifier
        assert busy.undo() is not None
        assert busy.redo() is not None
        assert page.list.chosen_rows() == [0]
    finally:
        QTest.keyRelease(handle, Qt.Key.Key_Z)
