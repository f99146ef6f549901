from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.project.importing import import_files
from desktop.qt.codebook.page import CodebookPage
from desktop.qt.codebook.proposals import ProposalQuestion
from desktop.qt.codebook.questions import DeleteQuestion, MergeQuestion, NameQuestion
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.claim_list_model import CLAIM_ROLE
from desktop.qt.parts.entry_tree import ID_ROLE, EntryTreeModel
from desktop.qt.parts.memo_field import GrowingText
from desktop.qt.parts.name_field import NameField
from desktop.qt.parts.page import GotoClaim
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import edits, reads

from .test_matrix_model import ids

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def dialogs() -> FileDialogs:
    return FileDialogs()


@pytest.fixture
def page(session: Session, dialogs: FileDialogs, qtbot: QtBot) -> CodebookPage:
    found = CodebookPage(session, dialogs, Settings(session.path.with_name("settings.ini")))
    QAbstractItemModelTester(found.model, QAbstractItemModelTester.FailureReportingMode.Fatal, found)
    qtbot.addWidget(found)
    found.resize(1200, 800)
    with qtbot.waitExposed(found):
        found.show()
    found.tree.setFocus()
    return found


@pytest.fixture
def told(session: Session) -> list[str]:
    heard: list[str] = []
    session.messages.posted.connect(lambda _, text: heard.append(text))
    return heard


def outline(model: EntryTreeModel, parent: QModelIndex | None = None) -> list[object]:
    """Return the names as nested lists."""
    found: list[object] = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        found.append(str(index.data()))
        if model.rowCount(index):
            found.append(outline(model, index))
    return found


def line(page: CodebookPage, name: str) -> QLineEdit:
    field = page.entry.form.fields[name]
    assert isinstance(field, QLineEdit)
    return field


def start(page: CodebookPage, table: str, key: str) -> int:
    """Choose an entry, with the focus in the tree."""
    topics, actors = ids(page._session)
    number = (topics if table == "topic" else actors)[key]
    page.choose(table, number)
    page.tree.setFocus()
    return number


def type_into(qtbot: QtBot, widget: QWidget, text: str) -> None:
    if isinstance(widget, QLineEdit | GrowingText):
        widget.selectAll()
    qtbot.keyClicks(widget, text)


def test_the_tree_shows_what_stands_under_what_and_how_often_it_is_used(page: CodebookPage, qtbot: QtBot) -> None:
    assert outline(page.model) == ["Economy", ["Trade"], "Bridge"]
    number = start(page, "topic", "trade")
    assert page.model.uses(number) == 2
    assert (page.entry._title.text(), page.entry._about.text()) == ("Trade", "2 claims")
    qtbot.keyClick(page.tree, Qt.Key.Key_A)
    assert outline(page.model) == ["Tarn", ["Ordun Vask"], "Elbar Nim"]
    qtbot.keyClick(page.tree, Qt.Key.Key_T)
    assert outline(page.model) == ["Economy", ["Trade"], "Bridge"]


def test_typing_filters_the_tree_and_enter_goes_to_the_best(page: CodebookPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.tree, Qt.Key.Key_Slash)
    assert page.filter.hasFocus()
    qtbot.keyClicks(page.filter, "comme")
    qtbot.keyClick(page.filter, Qt.Key.Key_Return)
    assert outline(page.model) == ["Economy", ["Trade"]]
    assert page.tree.currentIndex().data() == "Trade"
    qtbot.keyClick(page.tree, Qt.Key.Key_Slash)
    qtbot.keyClick(page.filter, Qt.Key.Key_Escape)
    assert outline(page.model) == ["Economy", ["Trade"], "Bridge"]
    assert page.tree.currentIndex().data() == "Trade"


def test_f2_renames_in_the_tree(page: CodebookPage, session: Session, qtbot: QtBot) -> None:
    number = start(page, "topic", "trade")
    qtbot.keyClick(page.tree, Qt.Key.Key_F2)
    editor = page.tree.findChild(QLineEdit)
    assert editor is not None
    type_into(qtbot, editor, "Commerce")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    # Qt commits what was typed once the key is through
    qtbot.waitUntil(lambda: session.topics()[number].name == "Commerce")
    session.undo()
    assert outline(page.model) == ["Economy", ["Trade"], "Bridge"]


def test_a_field_is_saved_when_it_is_left_one_step_each(page: CodebookPage, session: Session, qtbot: QtBot) -> None:
    number = start(page, "topic", "trade")
    definition = page.entry.form.fields["definition"]
    definition.setFocus()
    type_into(qtbot, definition, "What is sold.")
    assert session.topics()[number].definition == ""
    aliases = line(page, "aliases")
    aliases.setFocus()
    type_into(qtbot, aliases, "commerce; barter;")
    page.tree.setFocus()
    assert (session.topics()[number].definition, session.topics()[number].aliases) == (
        "What is sold.",
        ("commerce", "barter"),
    )
    session.undo()
    assert session.topics()[number].definition == "What is sold."
    assert aliases.text() == "commerce"
    session.undo()
    assert page.entry.form.value("definition") == ""


def test_escape_puts_a_field_back_and_a_refusal_is_told(
    page: CodebookPage, session: Session, told: list[str], qtbot: QtBot
) -> None:
    number = start(page, "actor", "tarn")
    name = line(page, "name")
    name.setFocus()
    type_into(qtbot, name, "Velo")
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert name.text() == "Tarn"
    key = line(page, "key")
    key.setFocus()
    type_into(qtbot, key, "ordun")
    qtbot.keyClick(key, Qt.Key.Key_Return)
    assert told == ["The key “ordun” is another actor’s already: choose another."]
    assert (key.text(), session.actors()[number].key) == ("tarn", "tarn")


def test_alt_and_the_arrows_nest_and_move(page: CodebookPage, session: Session, qtbot: QtBot) -> None:
    start(page, "topic", "bridge")
    qtbot.keyClick(page.tree, Qt.Key.Key_Right, ALT)
    assert outline(page.model) == ["Economy", ["Trade", "Bridge"]]
    qtbot.keyClick(page.tree, Qt.Key.Key_Up, ALT)
    assert outline(page.model) == ["Economy", ["Bridge", "Trade"]]
    qtbot.keyClick(page.tree, Qt.Key.Key_Left, ALT)
    assert outline(page.model) == ["Economy", ["Trade"], "Bridge"]
    qtbot.keyClick(page.tree, Qt.Key.Key_Up, ALT)
    assert outline(page.model) == ["Bridge", "Economy", ["Trade"]]
    assert page.tree.currentIndex().data() == "Bridge"
    for _ in range(4):
        session.undo()
    assert outline(page.model) == ["Economy", ["Trade"], "Bridge"]
    session.redo()
    assert outline(page.model) == ["Economy", ["Trade", "Bridge"]]


def drop(page: CodebookPage, mime: QMimeData, at: QPoint) -> None:
    """Drop as the window system does: enter, move, drop."""
    viewport, point = page.tree.viewport(), QPointF(at)
    left, none, move = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.MoveAction
    for event in (
        QDragEnterEvent(at, move, mime, left, none),
        QDragMoveEvent(at, move, mime, left, none),
        QDropEvent(point, move, mime, left, none, QEvent.Type.Drop),
    ):
        QApplication.sendEvent(viewport, event)


def test_dropping_an_entry_on_another_nests_it_and_a_circle_is_refused(page: CodebookPage, session: Session) -> None:
    topics, _ = ids(session)
    mime = page.model.mimeData([page.model.index_of(topics["bridge"])])
    drop(page, mime, page.tree.visualRect(page.model.index_of(topics["economy"])).center())
    assert outline(page.model) == ["Economy", ["Trade", "Bridge"]]
    mime = page.model.mimeData([page.model.index_of(topics["economy"])])
    drop(page, mime, page.tree.visualRect(page.model.index_of(topics["trade"])).center())
    assert outline(page.model) == ["Economy", ["Trade", "Bridge"]]
    mime = page.model.mimeData([page.model.index_of(topics["bridge"])])
    drop(page, mime, QPoint(50, page.tree.viewport().height() - 5))
    assert outline(page.model) == ["Economy", ["Trade"], "Bridge"]


def test_n_makes_a_new_entry_and_shift_n_one_below(page: CodebookPage, session: Session, qtbot: QtBot) -> None:
    start(page, "topic", "bridge")
    qtbot.keyClick(page.tree, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    question = page.entry.question
    assert isinstance(question, NameQuestion)
    qtbot.keyClicks(question.line, "Toll")
    qtbot.keyClick(question.line, Qt.Key.Key_Return)
    assert page.entry.question is None
    assert outline(page.model) == ["Economy", ["Trade"], "Bridge", ["Toll"]]
    assert page.tree.currentIndex().data() == "Toll"
    assert page.tree.hasFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_N)
    assert page.entry.question is not None
    qtbot.keyClick(page.entry.question, Qt.Key.Key_Escape)
    assert page.entry.question is None


def test_m_previews_a_merge_and_does_it(page: CodebookPage, session: Session, qtbot: QtBot) -> None:
    start(page, "topic", "bridge")
    qtbot.keyClick(page.tree, Qt.Key.Key_M)
    question = page.entry.question
    assert isinstance(question, MergeQuestion)
    assert not question.go.isEnabled()
    qtbot.keyClicks(question.target.line, "tra")
    qtbot.keyClick(question.target.line, Qt.Key.Key_Return)
    assert "1 claim of “Bridge” goes to “Trade”." in question.told.text()
    assert "Lost, since “Trade” has its own: proposition" in question.told.text()
    assert "Ordun Vask: 1 favor → 1 favor, 1 against, becomes contradictory" in question.cells.text()
    qtbot.keyClick(question.target.line, Qt.Key.Key_Return)
    assert outline(page.model) == ["Economy", ["Trade"]]
    assert page.entry.question is None
    session.undo()
    assert outline(page.model) == ["Economy", ["Trade"], "Bridge"]


def test_del_asks_what_becomes_of_the_claims(page: CodebookPage, session: Session, qtbot: QtBot) -> None:
    start(page, "actor", "ordun")
    qtbot.keyClick(page.tree, Qt.Key.Key_Delete)
    question = page.entry.question
    assert isinstance(question, DeleteQuestion)
    assert "1 claim held with others only loses this actor." in question.told.text()
    assert not question.go.isEnabled()
    qtbot.keyClicks(question.target.line, "tarn")
    qtbot.keyClick(question.target.line, Qt.Key.Key_Return)
    qtbot.mouseClick(question.go, Qt.MouseButton.LeftButton)
    assert outline(page.model) == ["Tarn", "Elbar Nim"]
    assert len(session.claims(actor_id=ids(session)[1]["tarn"])) == 1
    session.undo()
    start(page, "actor", "ordun")
    page.do("delete")
    question = page.entry.question
    assert isinstance(question, DeleteQuestion)
    question.deleting.setChecked(True)
    qtbot.mouseClick(question.go, Qt.MouseButton.LeftButton)
    assert session.counts()["claims"] == 2


def test_s_splits_the_picked_claims_off(page: CodebookPage, session: Session, qtbot: QtBot) -> None:
    start(page, "topic", "trade")
    qtbot.keyClick(page.tree, Qt.Key.Key_S)
    question = page.entry.question
    assert isinstance(question, NameQuestion)
    qtbot.keyClicks(question.line, "Barter")
    assert not question.go.isEnabled()
    rect = page.uses.list.visualRect(page.uses.model.index(1))
    qtbot.mouseClick(page.uses.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert question.told.text().startswith("1 claim picked")
    qtbot.mouseClick(question.go, Qt.MouseButton.LeftButton)
    assert outline(page.model) == ["Economy", ["Trade", "Barter"], "Bridge"]
    assert (page.entry._title.text(), page.entry._about.text()) == ("Barter", "1 claim")


def test_a_use_opens_its_claim(page: CodebookPage, qtbot: QtBot) -> None:
    start(page, "topic", "trade")
    claim = page.uses.model.index(1).data(CLAIM_ROLE)
    page.uses.list.setCurrentIndex(page.uses.list.first())
    page.uses.list.setFocus()
    with qtbot.waitSignal(page.wanted) as caught:
        qtbot.keyClick(page.uses.list, Qt.Key.Key_Return)
    assert caught.args == [GotoClaim(claim.document_id, claim.id)]


def test_a_hidden_page_is_stale_and_catches_up(page: CodebookPage, session: Session) -> None:
    page.hide()
    session.do(edits.codebook.add, "topic", "Toll", None)
    assert outline(page.model) == ["Economy", ["Trade"], "Bridge"]
    page.show()
    assert outline(page.model) == ["Economy", ["Trade"], "Bridge", "Toll"]


def test_the_codebook_goes_out_and_in(
    page: CodebookPage, session: Session, dialogs: FileDialogs, told: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    for name in ("c.toml", "c.csv"):
        path = tmp_path / name
        dialogs.save_codebook = lambda *_, to=path: to
        dialogs.open_codebook = lambda *_, to=path: to
        page.do("export")
        assert told.pop() == f"{name}: 3 actors and 3 topics were written."
        start(page, "topic", "bridge")
        page.do("delete")
        assert page.entry.question is not None
        page.entry.end_question()
        session.do(edits.codebook.update, "topic", ids(session)[0]["bridge"], name="Velo")
        page.do("import")
        question = page.entry.question
        assert question is not None
        question.update_too.setChecked(True)
        qtbot.mouseClick(question.go, Qt.MouseButton.LeftButton)
        assert told.pop() == f"{name}: 0 new, 1 changed, 5 as before."
        assert outline(page.model) == ["Economy", ["Trade"], "Bridge"]


def test_the_model_follows_merges_undone_and_done_again(page: CodebookPage, session: Session) -> None:
    topics, _ = ids(session)
    session.do(edits.codebook_tree.place, "topic", topics["bridge"], topics["trade"])
    # what remains stood below what goes
    session.do(edits.codebook_merge.merge, "topic", topics["economy"], topics["bridge"])
    assert outline(page.model) == ["Bridge", ["Trade"]]
    session.undo()
    assert outline(page.model) == ["Economy", ["Trade", ["Bridge"]]]
    session.redo()
    assert outline(page.model) == ["Bridge", ["Trade"]]
    assert [page.model.index(0, 0).data(ID_ROLE)] == [topics["bridge"]]


def test_another_project_does_not_get_what_was_typed_for_the_last(
    page: CodebookPage, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    start(page, "topic", "trade")
    name = line(page, "name")
    type_into(qtbot, name, "Typed")
    session.create(tmp_path / "other.visavis")
    assert all(topic.name != "Typed" for topic in session.topics().values())


def test_the_tree_is_sorted_by_its_menu_and_undo_brings_the_order_back(page: CodebookPage, session: Session) -> None:
    before = outline(page.model)
    assert before == ["Economy", ["Trade"], "Bridge"]
    page.commands.menu(page.tree.mapToGlobal(page.tree.rect().center()))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    next(one for one in popup.actions() if one.text().startswith("Sort all by name")).trigger()
    popup.close()
    assert outline(page.model) == ["Bridge", "Economy", ["Trade"]]
    session.undo()
    assert outline(page.model) == before


def test_a_new_topic_has_a_hint_in_place_of_a_proposition_and_can_be_coded(
    page: CodebookPage, session: Session, qtbot: QtBot
) -> None:
    start(page, "topic", "bridge")
    qtbot.keyClick(page.tree, Qt.Key.Key_N)
    question = page.findChild(NameQuestion)
    assert question is not None
    type_into(qtbot, question.line, "City tram")
    qtbot.keyClick(question.line, Qt.Key.Key_Return)
    topic = next(one for one in session.topics().values() if one.name == "City tram")
    assert topic.proposition == ""
    assert page.entry._about.text() == "0 claims"
    field = page.entry.form.fields["proposition"]
    assert isinstance(field, GrowingText)
    assert (field.toPlainText(), field.placeholderText()) == (
        "",
        "a sentence one can be for or against; a theme has none",
    )
    field.setFocus()
    qtbot.keyClicks(field, "The city should build the tram.")
    page.tree.setFocus()
    assert session.topics()[topic.id].proposition == "The city should build the tram."
    assert topic.id in [match.key for match in session.index("topic").find("city")]


def test_a_theme_that_is_not_there_is_made_with_the_move_under_it(
    page: CodebookPage, session: Session, qtbot: QtBot
) -> None:
    number = start(page, "topic", "bridge")
    parent = page.entry.form.fields["parent"]
    assert isinstance(parent, NameField)
    parent.line.setFocus()
    type_into(qtbot, parent.line, "Roads and rails")
    assert [row.text for row in parent.line.offered] == ["+ new theme “Roads and rails”"]
    qtbot.keyClick(parent.line, Qt.Key.Key_Return)
    theme = next(one for one in session.topics().values() if one.name == "Roads and rails")
    assert session.topics()[number].parent == theme.key
    assert parent.line.text() == "Roads and rails"
    assert outline(page.model) == ["Economy", ["Trade"], "Roads and rails", ["Bridge"]]
    # a theme is nothing to code
    assert theme.id not in [match.key for match in session.index("topic").find("roads")]
    session.undo()
    assert "Roads and rails" not in [one.name for one in session.topics().values()]
    assert session.topics()[number].parent == ""


def test_a_merge_that_leaves_one_of_two_claims_tells_it_before_and_after(
    page: CodebookPage, session: Session, told: list[str], qtbot: QtBot
) -> None:
    trade, bridge = (ids(session)[0][key] for key in ("trade", "bridge"))
    claim = next(one for one in session.claims(topic_id=trade))
    session.coder = next(one.name for one in session.read(reads.project.coders) if one.id == claim.coder_id)
    assert session.do(edits.claims_many.duplicate, [claim.id], bridge)
    count = len(session.claims())
    start(page, "topic", "bridge")
    qtbot.keyClick(page.tree, Qt.Key.Key_M)
    question = page.findChild(MergeQuestion)
    assert question is not None
    question.target.set_chosen((trade,))
    question._preview()
    words = "1 claim says what another says of the same words: one of the two is left."
    assert words in question.told.text().split("\n")
    assert question.act()
    assert told[-1] == "1 claim said what another says of the same words: one of the two is left."
    assert len(session.claims()) == count - 1
    session.undo()
    assert len(session.claims()) == count


def test_topics_are_counted_as_the_line_below_the_window_counts_them(page: CodebookPage, session: Session) -> None:
    assert page._told.text() == f"{session.counts()['topics']} topics in 1 theme"
    page.filter.setText("trad")
    page._find("trad")
    page._show(page.tree.current_id())
    assert page._told.text() == "1 found of 2 topics in 1 theme"


def test_the_buttons_are_read_in_full_where_the_page_is_narrow(page: CodebookPage) -> None:
    page.resize(700, 500)
    QApplication.processEvents()
    for button in page._buttons.values():
        assert button.width() >= button.sizeHint().width()


def test_proposed_names_are_listed_by_evidence_and_made_actors(
    page: CodebookPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(
        'Ferry to run again\n\n"We have paid," said Tilda Brandt. Ole Marten agreed with her.\n\n'
        '"Nobody asked us," said Ines Okoro. "Nobody," she added.\n'
    )
    session.do(import_files, [report])
    before = set(session.actors())
    page.do("adopt")
    question = page.entry.question
    assert isinstance(question, ProposalQuestion)
    qtbot.waitUntil(lambda: "names may be" in question.told.text() or "name may be" in question.told.text())
    names = [row.name for row in question.model.rows]
    assert names.index("Ines Okoro") >= 0
    assert "Ole Marten" not in names
    assert not question.go.isEnabled()
    shown = question.model.index(names.index("Tilda Brandt"), 1)
    assert shown.data() == "in full beside 1 verb, 1 quotation"
    question.table.selectRow(names.index("Tilda Brandt"))
    assert question.go.isEnabled()
    qtbot.mouseClick(question.go, Qt.MouseButton.LeftButton)
    assert page.entry.question is None
    (new,) = set(session.actors()) - before
    assert session.actors()[new].name == "Tilda Brandt"
    session.undo()
    assert set(session.actors()) == before
