"""A text that no screen can lay out is shown as far as it can, and the window says so."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.showing import LONGEST_LINE
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, Stance
from desktop.store import edits, reads
from desktop.store.database import Database
from tests.qt.window_kit import open_window, tag_claim
from tests.store.making import make_project


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a" * 1_000_000 + " end\nlast line\n", "1 stretch without a space is longer than 20,000 characters"),
        ("Words of a line. " * 60_000, ""),
        ("a\n" * 250_000, "Only the first 200,000 of 250,001 lines are shown here."),
    ],
)
def test_a_text_without_end_is_laid_out_in_pieces(tmp_path: Path, qtbot: QtBot, text: str, told: str) -> None:
    path = tmp_path / "p.visavis"
    with make_project(path) as db, db.edit("Fill", undoable=False) as recorder:
        edits.documents.add_document(db, recorder, CodedDocument("long.txt", Facts(title="Long"), text), "import")
        number = max(one.id for one in reads.project.documents(db))
    with Database(path) as db:
        assert reads.project.text(db, number) == text
    window = open_window(path, qtbot)
    qtbot.addWidget(window)
    window.desk.open(number)
    pane = next(one for one in window.desk.panes if one.model.document_id == number)
    block = pane.view.document().begin()
    while block.isValid():
        assert not block.isVisible() or block.length() <= LONGEST_LINE + 1
        block = block.next()
    qtbot.waitUntil(lambda: not pane.lacking.isHidden() or not told)
    assert pane.lacking.text().startswith(told)
    # a claim where nothing is shown is chosen like any other
    claim = tag_claim(window.session, number, Span(len(text) - 40, len(text) - 30), (1,), 1, Stance.FAVOR)
    assert claim is not None
    pane.view.show_claim(claim)
    assert not window.grab().isNull()
    window.session.close()
