"""What another program's codes are is asked in the window, and nothing enters before it is accepted."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QStyleOptionComboBox, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop.core.memos import MemoTarget
from desktop.core.scale import FIVE
from desktop.exchange.annotated.writer import write_annotated
from desktop.project.programs.exporting import export_to
from desktop.project.programs.reading import program_of, read_project
from desktop.qt.importing.program_page import ProgramPage
from desktop.qt.parts.page import GotoProgram, GotoReading
from desktop.qt.session import Session
from desktop.qt.window.projects import _goto
from desktop.store import edits, reads
from desktop.store.database import Database
from tests.cli.test_import_programs import NEEDS, QUIET, WANTS, qdpx
from tests.qt.window_kit import make_page


@pytest.fixture
def page(session: Session, qtbot: QtBot, tmp_path: Path) -> ProgramPage:
    """The page with a project read."""
    found: ProgramPage = make_page(ProgramPage, session)
    qtbot.addWidget(found)
    found.show()
    found.resize(1200, 760)
    found.begin(qdpx(tmp_path / "h.qdpx"))
    qtbot.waitUntil(lambda: found.rows.rowCount() > 0, timeout=60_000)
    return found


def box_option(box: QComboBox) -> QStyleOptionComboBox:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    return option


def quotes(session: Session) -> list[str]:
    return [one.quote for one in session.read(reads.project.claims)]


def answers(page: ProgramPage) -> dict[str, str]:
    return {row[0]: row[1] for row in page.branches.rows}


def test_the_answers_that_seem_right_are_shown_with_what_they_make(page: ProgramPage, session: Session) -> None:
    before = quotes(session)
    assert answers(page) == {"Topics": "topic", "Actors": "actor", "Haltung": "stance"}
    assert [(row[0], row[1]) for row in page.stances.rows] == [("dafür", "favor"), ("dagegen", "against")]
    assert [row[2] for row in page.stances.rows] == ["1", "1"]
    assert "100% of the offsets in " in page._about.text()
    assert "3 claims found." in page.told.text()
    assert "Without a stance: 1." in page.told.text()
    assert page.rows.rows[0].words == QUIET
    assert quotes(session) == before


def test_accepting_brings_the_project_in_as_one_step_of_undo(page: ProgramPage, session: Session, qtbot: QtBot) -> None:
    before = quotes(session)
    with qtbot.waitSignal(page.wanted, timeout=60_000) as wanted:
        qtbot.mouseClick(page.accept, Qt.MouseButton.LeftButton)
    assert isinstance(wanted.args[0], GotoReading)
    assert quotes(session) == [*before, WANTS, NEEDS]
    session.undo()
    assert quotes(session) == before


def test_giving_up_amid_the_import_leaves_no_trace(page: ProgramPage, session: Session) -> None:
    before, history = quotes(session), session.read(reads.history.count)
    page.accept_all()
    page._step()
    page.give_up()
    assert quotes(session) == before
    assert session.read(reads.history.count) == history


def test_another_answer_is_seen_at_once_in_what_it_makes(page: ProgramPage, session: Session, qtbot: QtBot) -> None:
    row = [one[0] for one in page.stances.rows].index("dagegen")
    page.stances.setData(page.stances.index(row, 1), "neutral")
    qtbot.waitUntil(lambda: any(one.words == NEEDS and one.stance == "neutral" for one in page.rows.rows))
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.accept_all()
    found = {one.quote: one.stance.value for one in session.read(reads.project.claims)}
    assert (found[WANTS], found[NEEDS]) == ("favor", "neutral")


def test_a_branch_becomes_an_own_field_as_it_is_chosen(page: ProgramPage, session: Session, qtbot: QtBot) -> None:
    row = next(at for at, one in enumerate(page.branches.rows) if one[0] == "Haltung")
    assert ("own-field", "own field") in page.branches.choices
    assert page.branches.setData(page.branches.index(row, 1), "own-field")
    qtbot.waitUntil(lambda: "Own fields of claims: Haltung (2)." in page.told.text(), timeout=60_000)
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        qtbot.mouseClick(page.accept, Qt.MouseButton.LeftButton)
    said = {one.quote: one.own for one in session.read(reads.project.claims) if one.own}
    assert said == {WANTS: (("Haltung", "dafür"),), NEEDS: (("Haltung", "dagegen"),)}


def test_a_press_on_an_answer_opens_its_list_and_a_choice_is_taken(page: ProgramPage, qtbot: QtBot) -> None:
    table = page._branches
    table.setCurrentIndex(page.branches.index(0, 1))
    at = table.visualRect(page.branches.index(2, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))
    assert table.state() == table.State.EditingState
    box = table.findChild(QComboBox)
    box.setCurrentIndex(box.findData("leave-out"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: "Without a stance: 3." in page.told.text())


def test_answers_are_saved_and_loaded(page: ProgramPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    page._dialogs.save_answers = lambda _parent, _name: path
    page._dialogs.open_answers = lambda _parent, _name: path
    page.save_answers()
    words = path.read_text("utf-8")
    path.write_text(words.replace('Haltung = "stance"', 'Haltung = "leave-out"'), "utf-8")
    page.load_answers()
    qtbot.waitUntil(lambda: answers(page)["Haltung"] == "leave-out")


def test_what_weights_mean_is_asked_and_nothing_is_guessed(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "weights.csv"
    rows = "".join(f"Harbour,Levy,words {at},{weight}\n" for at, weight in enumerate((0, 50, 100)))
    path.write_text(f"Document name,Code,Segment,Weight score\n{rows}", "utf-8")
    page = make_page(ProgramPage, session)
    qtbot.addWidget(page)
    page.show()
    page.begin(path)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 3, timeout=60_000)
    assert page.weighted.isVisible()
    assert {one.stance for one in page.rows.rows} == {""}
    page.weighted.setChecked(True)
    qtbot.waitUntil(lambda: [one.stance for one in page.rows.rows] == ["against", "neutral", "favor"], timeout=60_000)
    page.high.setValue(50)
    qtbot.waitUntil(lambda: [one.stance for one in page.rows.rows] == ["against", "favor", "favor"], timeout=60_000)
    assert page._file.mapping.cuts == (pytest.approx(33.33, abs=0.01), 50)


def test_in_a_small_window_nothing_that_is_asked_is_cut_off(page: ProgramPage, qtbot: QtBot) -> None:
    page.resize(1024, 500)
    qtbot.waitUntil(lambda: page.width() == 1024)
    page.layout().activate()
    area = page.units.parentWidget().parentWidget()
    assert page.units.parentWidget().width() <= area.width()
    for table in (page._branches, page._words, page._people):
        heads = table.horizontalHeader()
        assert sum(map(heads.sectionSize, range(heads.count()))) <= table.viewport().width() + 1
        assert table.viewport().height() > 2 * table.rowHeight(0)
    assert page._rows.viewport().height() > 2 * page._rows.rowHeight(0)
    for box in (page.units, page.without_actor, page.without_stance, page.several):
        # the words of each answer, beside the arrow
        room = box.style().subControlRect(
            box.style().ComplexControl.CC_ComboBox, box_option(box), box.style().SubControl.SC_ComboBoxEditField, box
        )
        for at in range(box.count()):
            assert box.fontMetrics().horizontalAdvance(box.itemText(at)) <= room.width(), box.itemText(at)


def test_a_table_without_rows_takes_no_room_and_the_end_of_a_path_is_seen(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "one.csv"
    path.write_text("document,quote,topic,a remark of the coder of these rows\nHarbour,words,Levy,sure\n", "utf-8")
    page = make_page(ProgramPage, session)
    qtbot.addWidget(page)
    page.show()
    page.resize(1024, 500)
    page.begin(path)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 1, timeout=60_000)
    assert not page._words.isVisible()
    assert not page._people.isVisible()
    assert page._branches.width() > page.width() / 2
    index = next(
        page.branches.index(row, 0)
        for row in range(page.branches.rowCount())
        if page.branches.rows[row][0].startswith("column > ")
    )
    option = QStyleOptionViewItem()
    page._branches.itemDelegate().initStyleOption(option, index)
    assert option.textElideMode == Qt.TextElideMode.ElideLeft


def test_the_steps_of_the_projects_scale_can_be_chosen(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    session.do(edits.scale.choose, FIVE)
    page = make_page(ProgramPage, session)
    qtbot.addWidget(page)
    page.show()
    path = tmp_path / "one.csv"
    path.write_text("document,quote,topic,stance\nHarbour,words,Levy,strongly agree\n", "utf-8")
    page.begin(path)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 1, timeout=60_000)
    assert [row[2] for row in page.stances.rows] == ["1"]
    assert [one[0] for one in page.stances.choices] == [*(step.key for step in FIVE.all), ""]
    assert page.rows.rows[0].stance == "strongly favor"


def test_of_a_project_without_weights_nothing_is_asked_about_them(page: ProgramPage) -> None:
    assert not page.weighted.isVisible()
    assert not page.low.isVisible()


def test_a_file_that_is_none_is_told_and_the_page_left(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    page = make_page(ProgramPage, session)
    qtbot.addWidget(page)
    path = tmp_path / "plan.nvp"
    path.write_bytes(b"\0")
    told: list[str] = []
    session.messages.posted.connect(lambda *message: told.append(" ".join(message)))
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.begin(path)
    assert "Share tab" in " ".join(told)
    assert not page.accept.isEnabled()


def test_the_project_that_is_open_is_written_for_other_programs(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "out.qdpx"
    assert "was written" in (session.do(export_to, path) or "")
    program = program_of(path)
    assert program is not None
    found = read_project(path, program)
    assert len({one.unit for one in found.codings}) == len(quotes(session))


def test_a_claim_that_was_changed_in_a_file_is_shown_and_asked_of_before_it_enters(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    claim = session.read(reads.project.claims)[0]
    with Database(session.path) as db:
        words = write_annotated(reads.project.coded_document(db, claim.document_id))
    stance = "neutral" if claim.stance.value != "neutral" else "favor"
    at = words.index(f"uuid={claim.uuid}")
    start = words.rindex("{.claim", 0, at)
    own = words[start:at].replace(f"stance={claim.stance.value}", f"stance={stance}")
    path = tmp_path / "back.md"
    path.write_text(words[:start] + own + words[at:], "utf-8")
    page = make_page(ProgramPage, session)
    qtbot.addWidget(page)
    page.show()
    assert _goto([path]) == GotoProgram(path)
    page.begin(path)
    qtbot.waitUntil(lambda: page.rows.rowCount() > 0, timeout=60_000)
    assert f"claim {claim.id}: " in page.rows.rows[0].reason
    assert f"“{claim.stance.value}” → “{stance}”" in page.rows.rows[0].reason
    assert "which is left" in page.told.text()
    assert session.read(reads.project.claim, claim.id) == claim
    page.changes.setCurrentIndex(page.changes.findData("take"))
    page.changes.activated.emit(page.changes.currentIndex())
    qtbot.waitUntil(lambda: "which is taken over" in page.told.text(), timeout=60_000)
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.accept_all()
    assert session.read(reads.project.claim, claim.id).stance.value == stance
    assert len(session.read(reads.project.claims)) == len({one.uuid for one in session.read(reads.project.claims)})
    session.undo()
    assert session.read(reads.project.claim, claim.id) == claim


def test_summaries_and_records_are_shown_before_they_enter(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    page = make_page(ProgramPage, session)
    qtbot.addWidget(page)
    page.show()
    actor, topic = session.read(reads.project.actors)[0], session.read(reads.project.topics)[1]
    book = Workbook()
    for row in (("actor", topic.name, "Nothing"), (actor.name, "Sums it up.", "Nowhere.")):
        book.active.append(row)
    book.active.title = "Framework"
    path = tmp_path / "f.xlsx"
    book.save(path)
    page.begin(path)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 2, timeout=60_000)
    assert page.told.text() == "2 summaries."
    with qtbot.waitSignal(page.wanted, timeout=60_000):
        page.accept_all()
    target = MemoTarget(actor_id=actor.id, topic_id=topic.id)
    assert session.read(reads.memos.text_on, target) == "Sums it up."
    records = tmp_path / "r.ris"
    facts = session.read(reads.project.document, 1).facts
    records.write_text(f"TY  - NEWS\nTI  - {facts.title}\nT2  - Another\nER  - \n", "utf-8")
    page.begin(records)
    qtbot.waitUntil(lambda: "publisher" in (page.rows.rows[0].reason if page.rows.rows else ""), timeout=60_000)
    assert "Of 1 document that is here it knows something else, which is left" in page.told.text()
    assert session.read(reads.project.document, 1).facts == facts
