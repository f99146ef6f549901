"""Memos on everything, search over everything, other coders' claims, pages by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.core.memos import MemoTarget
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.project import opening
from desktop.qt import settings, theme
from desktop.qt.codebook.page import CodebookPage
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.parts.page import GotoEntry
from desktop.qt.window.actions import COMMANDS
from desktop.qt.window.main_window import MainWindow
from desktop.store import edits
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import memos
from tests.qt.window_kit import CTRL, cell_words, click_words, close_window, keys, open_window, page_of, span_of

from .window_kit import tag_claim

TEXT = "Harbours must stay open. Tolls should go.\nNobody objected."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "memos.visavis"
    with opening.new_project(path, empty=True) as db:
        db.set_coder("Ana")
        edit_documents.add_documents(db, [CodedDocument("a.txt", Facts(title="A speech"), TEXT)])
        edit_codebook.add(db, "actor", "Vera Stone", key="vera")
        edit_codebook.add(db, "topic", "Open harbours", key="harbour")
        for coder, words in (("Ana", "Harbours must stay open."), ("Bo", "Tolls should go.")):
            db.set_coder(coder)
            edit_claims.tag(db, NewClaim(1, span_of(TEXT, words), (1,), 1, Stance.FAVOR))
    return path


@pytest.fixture
def window(project: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    window = open_window(project, qtbot)
    window.session.database.set_coder("Ana")
    window.desk.panes[0].view.setFocus()
    yield window
    close_window(window)


def texts(window: MainWindow, target: MemoTarget) -> list[str]:
    return [memo.text for memo in memos.memos_on(window.session.database, target)]


def test_a_memo_on_the_document_is_written_when_one_leaves_it(window: MainWindow, qtbot: QtBot) -> None:
    field = window.reading.claim_panel.document_memo
    assert field.isVisible()
    field.setFocus()
    keys(qtbot, "a weak source")
    window.desk.panes[0].view.setFocus()
    assert texts(window, MemoTarget(document_id=1)) == ["a weak source"]
    click_words(qtbot, window.desk.panes[0], "Harbours")
    assert not field.isVisible()


def test_a_memo_on_a_topic_stands_in_the_codebook(window: MainWindow, qtbot: QtBot) -> None:
    window.go(GotoEntry("topic", 1))
    field = page_of(window, CodebookPage).entry.memo
    field.setFocus()
    keys(qtbot, "too broad")
    page_of(window, CodebookPage).tree.setFocus()
    assert texts(window, MemoTarget(topic_id=1)) == ["too broad"]


def test_what_is_found_cuts_no_button_of_a_low_library(window: MainWindow, qtbot: QtBot) -> None:
    for target in (MemoTarget(topic_id=1), MemoTarget(actor_id=1), MemoTarget(document_id=1)):
        window.session.done(edits.memos.set_text, target, "harbours and locks " * 8)
    window.looks.set_type(settings.INTERFACE, "150")
    window.resize(1024, 600)
    keys(qtbot, Qt.Key.Key_L, modifier=CTRL)
    keys(qtbot, "harb")
    qtbot.waitUntil(lambda: window.library.found.isVisible())
    QApplication.processEvents()
    buttons = [one for one in window.library.findChildren(QPushButton) if one.isVisible()]
    assert len(buttons) == 2
    assert all(one.height() >= one.sizeHint().height() for one in buttons)


def test_the_search_box_finds_documents_claims_and_memos_as_one_types(window: MainWindow, qtbot: QtBot) -> None:
    window.session.done(edits.memos.set_text, MemoTarget(topic_id=1), "harbours and locks")
    keys(qtbot, Qt.Key.Key_L, modifier=CTRL)
    keys(qtbot, "harb")
    found = window.library.found
    qtbot.waitUntil(lambda: found.isVisible())
    assert found.head.text() == "1 CLAIM · 1 MEMO"
    assert window.library.model.rowCount() == 1
    told = [found.list.item(row).text() for row in range(found.list.count())]
    assert told[0].startswith("Vera Stone · Open harbours")
    assert told[1].startswith("memo on Open harbours")
    # the list has its place once the layout above it is done
    qtbot.waitUntil(lambda: found.list.viewport().rect().intersects(found.list.visualItemRect(found.list.item(0))))
    # the stance is painted, and said to those who do not see it; nothing of so little is scrolled
    image = found.list.viewport().grab(found.list.visualItemRect(found.list.item(0))).toImage()
    painted = [image.pixelColor(x, y).name() for x in range(20) for y in range(image.height())]
    assert painted.count(theme.color("favor").name()) > 20
    assert found.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("favor: Vera Stone")
    assert found.list.verticalScrollBar().maximum() == 0
    found.list.setCurrentRow(0)
    found.list.setFocus()
    keys(qtbot, Qt.Key.Key_Return)
    assert window.reading.claim_panel.claim is not None
    assert window.reading.claim_panel.claim.quote == "Harbours must stay open."
    found.list.setCurrentRow(1)
    found.list.setFocus()
    keys(qtbot, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is page_of(window, CodebookPage)


def test_the_claims_of_other_coders_are_hidden_and_that_is_told(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.desk.panes[0]
    assert len(pane.model.marks) == 2
    window.actions_by_key["only_mine"].trigger()
    assert len(pane.model.marks) == 1
    assert "1 claim hidden (Bo)" in window.status.coder.text()
    keys(qtbot, Qt.Key.Key_2, modifier=CTRL)
    assert cell_words(page_of(window, MatrixPage).grid, ("harbour",), ("vera",)) == "▲1"
    window.actions_by_key["only_mine"].trigger()
    assert cell_words(page_of(window, MatrixPage).grid, ("harbour",), ("vera",)) == "▲2"
    assert len(pane.model.marks) == 2
    assert "hidden" not in window.status.coder.text()


def test_ctrl_and_a_digit_goes_to_each_page_and_letters_of_the_desk_rest_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    pages = [command for command in COMMANDS if command.group == "page"]
    assert len(pages) >= 5
    for command in pages:
        window.actions_by_key[command.key].trigger()
        assert window.actions_by_key[command.key].isChecked()
        reading = window.pages.currentWidget() is window.reading
        assert window.actions_by_key["next_claim"].isEnabled() == reading


def test_the_palette_goes_to_commands_documents_and_topics(window: MainWindow, qtbot: QtBot) -> None:
    keys(qtbot, Qt.Key.Key_K, modifier=CTRL)
    assert QApplication.focusWidget() is window.palette_line.line
    keys(qtbot, "dark", Qt.Key.Key_Return)
    assert window.actions_by_key["scheme_dark"].isChecked()
    window.actions_by_key["scheme_light"].trigger()
    keys(qtbot, Qt.Key.Key_K, modifier=CTRL)
    keys(qtbot, "open harb", Qt.Key.Key_Return)
    assert window.pages.currentWidget() is page_of(window, CodebookPage)


def test_every_step_of_the_history_page_is_undone_from_there(window: MainWindow, project: Path, qtbot: QtBot) -> None:
    tag_claim(window.session, 1, Span(0, 8), (1,), 1, Stance.AGAINST)
    window.show_page("page_history")
    keys(qtbot, Qt.Key.Key_Z, modifier=CTRL)
    with Database(project) as other:
        entries = other.history(2)
    assert [entry.kind for entry in entries] == ["undo", "edit"]


def test_the_library_is_sorted_and_copied_as_a_table(window: MainWindow, qtbot: QtBot) -> None:
    edit_documents.add_documents(
        window.session.database,
        [CodedDocument("b.txt", Facts(title="Ä report", date="2030-01-02"), "Other words stand here.")],
    )
    model = window.library.model
    assert [model.data(model.index(row)) for row in range(2)] == ["A speech", "Ä report"]
    model.sort_by("date")
    assert [model.data(model.index(row)) for row in range(2)] == ["Ä report", "A speech"]
    window.library.list.setFocus()
    keys(qtbot, Qt.Key.Key_C, modifier=CTRL)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:4] == ["id", "title", "publisher", "date"]
    assert [line.split("\t")[1] for line in lines[1:]] == ["Ä report", "A speech"]


@pytest.mark.parametrize(
    ("typed", "found"), [("الدولة", "الدَّولَةَ"), ("部长", "部长"), ("lodz", "Łódź"), ("еще", "ещё"), ("don't", "don’t")]
)
def test_what_the_line_above_a_text_finds_the_library_finds(
    window: MainWindow, qtbot: QtBot, typed: str, found: str
) -> None:
    text = "👩\u200d👦 副部长说。 إنّ الدَّولَةَ لن ترفع. In Łódź ещё рано; they don’t."
    added = [CodedDocument("b.txt", Facts(title="Scripts"), text)]
    assert window.session.done(edits.documents.add_documents, added)
    window.library.search.setText(typed)
    qtbot.waitUntil(lambda: window.library.model.rowCount() == 1)
    (number,) = window.library.model.listed()
    window.desk.open(number)
    pane = window.desk.active
    assert pane is not None
    assert pane.model.text == text
    pane.view.setFocus()
    keys(qtbot, Qt.Key.Key_F, modifier=CTRL)
    pane.find_bar.field.setText(typed)
    assert pane.find_bar.count.text() == "1 of 1"
    assert pane.view.textCursor().selectedText() == found
