"""Own fields of many topics or actors filled at once, from the codebook."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.own_fields import OwnField, find
from desktop.qt.codebook.filling import FillQuestion
from desktop.qt.codebook.page import CodebookPage
from desktop.qt.dialogs import FileDialogs
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import edits, reads

from ..store.making import ids


@pytest.fixture
def page(session: Session, tmp_path: Path, qtbot: QtBot) -> CodebookPage:
    session.do(edits.own_fields.make, OwnField("actor", "Party", "one", choices=("Reds", "Blues")))
    session.do(edits.own_fields.make, OwnField("actor", "Seats", "number"))
    found = CodebookPage(session, FileDialogs(), Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(found)
    found.resize(1200, 800)
    with qtbot.waitExposed(found):
        found.show()
    found.table.set_value("actor")
    found.do("actors")
    return found


def stored(session: Session, name: str) -> dict[str, str]:
    return {
        one.key: dict(one.variables)[name] for one in session.read(reads.project.actors) if name in dict(one.variables)
    }


def test_an_entry_and_all_below_it_get_what_is_written_but_those_that_are_not_ticked(
    page: CodebookPage, session: Session, qtbot: QtBot
) -> None:
    known = session.read(ids, "actor")
    page.tree.choose(known["tarn"])
    page.do("fill")
    question = page.entry.question
    assert isinstance(question, FillQuestion)
    # Ordun stands under Tarn
    assert set(question.ticked) == {known["tarn"], known["ordun"]}
    assert not question.go.isEnabled()
    row = next(at for at in range(2) if question.entries.item(at).text() == "Tarn")
    question.entries.item(row).setCheckState(Qt.CheckState.Unchecked)
    qtbot.keyClicks(question.fields.lines["Party"], "reds")
    qtbot.keyClicks(question.fields.lines["Seats"], "many")
    # what fits is written, what does not stays to be mended
    assert not question.act()
    assert (stored(session, "Party"), stored(session, "Seats")) == ({"ordun": "Reds"}, {})
    assert question.fields.lines["Seats"].text() == "many"
    question.fields.lines["Seats"].setText("3,5")
    assert question.act()
    assert stored(session, "Seats") == {"ordun": "3.5"}
    session.undo()
    session.undo()
    assert stored(session, "Party") == {}


def test_without_fields_it_is_said_where_one_makes_them(page: CodebookPage, session: Session) -> None:
    heard: list[str] = []
    session.messages.posted.connect(lambda _, text: heard.append(text))
    for name in ("Party", "Seats"):
        session.do(edits.own_fields.delete, find(session.own_fields("actor"), name))
    page.do("fill")
    assert page.entry.question is None
    assert any("Own fields" in text for text in heard)
