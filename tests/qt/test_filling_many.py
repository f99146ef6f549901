"""Own fields of many topics or actors filled at once, from the codebook."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.own_fields import OwnField, find
from desktop.qt.codebook.filling import DeleteManyQuestion, FillQuestion, MergeManyQuestion
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
    # what does not fit stays to be mended, and nothing is written
    assert not question.act()
    assert (stored(session, "Party"), stored(session, "Seats")) == ({}, {})
    assert question.fields.lines["Seats"].text() == "many"
    question.fields.lines["Seats"].setText("3,5")
    assert question.act()
    assert (stored(session, "Party"), stored(session, "Seats")) == ({"ordun": "Reds"}, {"ordun": "3.5"})
    session.undo()
    assert (stored(session, "Party"), stored(session, "Seats")) == ({}, {})


def pick(page: CodebookPage, qtbot: QtBot, *keys: str) -> None:
    """Choose entries together: the first by a click, others by clicks with Ctrl."""
    known = page._session.read(ids, page.tree.entries.table)
    for at, key in enumerate(keys):
        rect = page.tree.visualRect(page.tree.entries.index_of(known[key]))
        held = Qt.KeyboardModifier.ControlModifier if at else Qt.KeyboardModifier.NoModifier
        qtbot.mouseClick(page.tree.viewport(), Qt.MouseButton.LeftButton, held, rect.center())
    assert page.tree.picked() == [number for number in page.tree.picked() if number in {known[key] for key in keys}]
    assert len(page.tree.picked()) == len(keys)


def test_what_is_chosen_together_gets_kind_colour_place_and_fields_in_one_step(
    page: CodebookPage, session: Session, qtbot: QtBot
) -> None:
    before = session.read(reads.project.actors)
    pick(page, qtbot, "ordun", "elbar")
    qtbot.keyClick(page.tree, Qt.Key.Key_F)
    question = page.entry.question
    assert isinstance(question, FillQuestion)
    known = session.read(ids, "actor")
    assert {*question.ticked} == {known["ordun"], known["elbar"]}
    qtbot.mouseClick(question.kind.button("group"), Qt.MouseButton.LeftButton)
    question.color._pick("#0072b2")
    question.parent_field.set_chosen((known["tarn"],))
    question.parent_field.chosen_changed.emit()
    qtbot.keyClicks(question.fields.lines["Party"], "Blues")
    assert question.go.isEnabled()
    qtbot.mouseClick(question.go, Qt.MouseButton.LeftButton)
    actors = {one.key: one for one in session.read(reads.project.actors)}
    for key in ("ordun", "elbar"):
        one = actors[key]
        assert (one.kind.value, one.color, one.parent) == ("group", "#0072b2", "tarn")
        assert dict(one.variables) == {"Party": "Blues"}
    session.undo()
    assert session.read(reads.project.actors) == before


def test_those_chosen_together_are_merged_or_deleted_in_one_step(
    page: CodebookPage, session: Session, qtbot: QtBot
) -> None:
    before, claims = session.read(reads.project.actors), session.read(reads.project.claims)
    known = session.read(ids, "actor")
    pick(page, qtbot, "ordun", "elbar")
    qtbot.keyClick(page.tree, Qt.Key.Key_M)
    question = page.entry.question
    assert isinstance(question, MergeManyQuestion)
    assert not question.go.isEnabled()
    question.target.set_chosen((known["elbar"],))
    question.target.chosen_changed.emit()
    qtbot.mouseClick(question.go, Qt.MouseButton.LeftButton)
    left = {one.key for one in session.read(reads.project.actors)}
    assert left == {one.key for one in before} - {"ordun"}
    assert all(known["ordun"] not in one.actor_ids for one in session.read(reads.project.claims))
    session.undo()
    assert (session.read(reads.project.actors), session.read(reads.project.claims)) == (before, claims)
    pick(page, qtbot, "ordun", "elbar")
    qtbot.keyClick(page.tree, Qt.Key.Key_Delete)
    question = page.entry.question
    assert isinstance(question, DeleteManyQuestion)
    assert not question.go.isEnabled()
    question.target.set_chosen((known["tarn"],))
    question.target.chosen_changed.emit()
    qtbot.mouseClick(question.go, Qt.MouseButton.LeftButton)
    assert {one.key for one in session.read(reads.project.actors)} == left - {"elbar"}
    assert {actor for one in session.read(reads.project.claims) for actor in one.actor_ids} == {known["tarn"]}
    session.undo()
    assert (session.read(reads.project.actors), session.read(reads.project.claims)) == (before, claims)
    # with their claims
    question = DeleteManyQuestion(session, "actor", [known["ordun"], known["elbar"]], 1)
    qtbot.addWidget(question)
    question.deleting.setChecked(True)
    assert question.act()
    assert session.read(reads.project.claims) == []
    session.undo()
    assert session.read(reads.project.claims) == claims


def test_several_are_dragged_below_another_and_never_below_themselves(page: CodebookPage, session: Session) -> None:
    known, model = session.read(ids, "actor"), page.tree.entries
    data = model.mimeData([model.index_of(known[key]) for key in ("ordun", "elbar")])
    move = Qt.DropAction.MoveAction
    assert not model.canDropMimeData(data, move, -1, 0, model.index_of(known["elbar"]))
    assert model.dropMimeData(data, move, -1, 0, model.index_of(known["tarn"]))
    parents = {one.key: one.parent for one in session.read(reads.project.actors)}
    assert (parents["ordun"], parents["elbar"]) == ("tarn", "tarn")


def test_without_own_fields_kind_colour_and_place_are_asked_all_the_same(page: CodebookPage, session: Session) -> None:
    for name in ("Party", "Seats"):
        session.do(edits.own_fields.delete, find(session.own_fields("actor"), name))
    page.do("fill")
    question = page.entry.question
    assert isinstance(question, FillQuestion)
    assert question.fields.lines == {}
    question.at_top.setChecked(True)
    assert question.act()
    assert {one.parent for one in session.read(reads.project.actors) if one.id in question.ticked} == {""}
