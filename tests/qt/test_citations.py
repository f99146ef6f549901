"""Ctrl+C copies words with their source, as text and as rich text; Ctrl+Shift+C the words alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPagedPaintDevice, QPdfWriter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.values import CodedDocument, CodedSegment, Facts, SegmentKind, Stance, Voice
from desktop.exchange.documents import read_document
from desktop.project import opening
from desktop.qt.matrix.page import MatrixPage
from desktop.qt.window.main_window import MainWindow
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents

from .window_kit import CTRL, SHIFT, close_window, keys, open_window, page_of, span_of, tag_claim

ENGLISH = "Vask: The toll must go & stay away.\nNim said: “We keep it.”\n"
GERMAN = "Die Maut ist <neu>, sagte Vask.\n"


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    path = tmp_path / "own.visavis"
    with opening.new_project(path, empty=True) as db:
        edit_codebook.add(db, "actor", "Ordun Vask", key="vask")
        edit_codebook.add(db, "topic", "Bridge toll", proposition="The toll should be paid.")
        turn = CodedSegment(SegmentKind.TURN, Span(0, 35), "vask", label="Vask")
        facts = Facts(title="The debate", publisher="Tarn Herald", date="2024-04-26")
        documents = [
            CodedDocument("debate.pdf", facts, ENGLISH, (turn,), pages=(0, 36)),
            CodedDocument("maut.txt", Facts(title="Über die Maut"), GERMAN),
        ]
        edit_documents.add_documents(db, documents)
    found = open_window(path, qtbot)
    yield found
    close_window(found)


def copied() -> tuple[str, str]:
    data = QApplication.clipboard().mimeData()
    return data.text(), data.html()


def select(window: MainWindow, document_id: int, words: str) -> None:
    pane = window.desk.open(document_id)
    span = span_of(pane.model.text, words)
    pane.view.select(*pane.model.from_span(span.start, span.end))
    pane.view.setFocus()


def test_a_selection_is_copied_with_who_says_it_where_when_and_on_which_page(window: MainWindow, qtbot: QtBot) -> None:
    select(window, 1, "The toll must go & stay away.")
    keys(qtbot, Qt.Key.Key_C, modifier=CTRL)
    text, html = copied()
    assert text == "“The toll must go & stay away.” (Ordun Vask, Tarn Herald, 26 April 2024, p. 1)"
    assert "“The toll must go &amp; stay away.” (Ordun Vask, <i>Tarn Herald</i>, 26 April 2024, p. 1)" in html
    # its own marks are not set twice
    select(window, 1, "“We keep it.”")
    keys(qtbot, Qt.Key.Key_C, modifier=CTRL)
    assert copied()[0] == "“We keep it.” (Tarn Herald, 26 April 2024, p. 2)"
    select(window, 2, "Die Maut ist <neu>")
    keys(qtbot, Qt.Key.Key_C, modifier=CTRL)
    assert copied()[0] == "“Die Maut ist <neu>” (Über die Maut)"
    assert "&lt;neu&gt;" in copied()[1]
    keys(qtbot, Qt.Key.Key_C, modifier=CTRL | SHIFT)
    assert copied()[0] == "Die Maut ist <neu>"


def test_the_chosen_claim_and_a_row_of_evidence_are_copied_with_their_source(window: MainWindow, qtbot: QtBot) -> None:
    span = span_of(GERMAN, "Die Maut ist <neu>")
    claim = tag_claim(window.session, 2, span, (1,), 1, Stance.FAVOR, Voice.REPORTED)
    assert claim is not None
    window.desk.show_claim(2, claim)
    pane = window.desk.active
    assert pane is not None
    pane.view.select(*[pane.view.textCursor().position()] * 2)
    pane.view.setFocus()
    keys(qtbot, Qt.Key.Key_C, modifier=CTRL)
    expected = "“Die Maut ist <neu>” (Ordun Vask, Über die Maut)"
    assert copied()[0] == expected
    QApplication.clipboard().clear()
    window.show_page("page_matrix")
    page = page_of(window, MatrixPage)
    page.grid.setFocus()
    page.grid.choose(("bridge-toll",), ("vask",))
    keys(qtbot, Qt.Key.Key_Return)
    assert page.evidence.list.hasFocus()
    keys(qtbot, Qt.Key.Key_C, modifier=CTRL)
    assert copied()[0] == expected
    assert window.status.currentMessage() == "1 quotation copied with its source."


def printed(window: MainWindow, qtbot: QtBot, path: Path) -> str:
    """Press Ctrl+P, print into a file in the place of the dialog, and return its text on one line."""
    asked: list[str] = []

    def preview(parent: QWidget, title: str, draw: Callable[[QPagedPaintDevice], None]) -> None:
        asked.append(title)
        writer = QPdfWriter(str(path))
        draw(writer)
        del writer

    window.dialogs.print_preview = preview
    told: list[str] = []
    window.session.messages.posted.connect(lambda _kind, text: told.append(text))
    keys(qtbot, Qt.Key.Key_P, modifier=CTRL)
    assert len(asked) == 1
    assert told == []
    return " ".join(read_document(path).document.text.split())


def test_ctrl_p_prints_what_is_read_with_its_claims_and_tables_of_other_pages(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    claim = tag_claim(window.session, 2, span_of(GERMAN, "Die Maut ist <neu>"), (1,), 1, Stance.FAVOR)
    assert claim is not None
    pane = window.desk.open(2)
    window.desk.activate(pane)
    pane.view.setFocus()
    told = printed(window, qtbot, tmp_path / "read.pdf")
    assert "Die Maut ist <neu>, sagte Vask." in told
    assert "Ordun Vask" in told
    assert "Bridge toll" in told
    window.show_page("page_claims")
    told = printed(window, qtbot, tmp_path / "claims.pdf")
    assert "Bridge toll" in told
    assert "Die Maut ist <neu>" in told
