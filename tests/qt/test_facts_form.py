from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.qt.reading.facts_form import FactsForm
from desktop.qt.session import Session
from desktop.store import edits, reads


@pytest.fixture
def form(session: Session, qtbot: QtBot) -> Iterator[FactsForm]:
    found = FactsForm(session)
    qtbot.addWidget(found)
    found.resize(560, 520)
    with qtbot.waitActive(found):
        found.begin(1)
        found.activateWindow()
    yield found
    found.hide()


def write(qtbot: QtBot, form: FactsForm, name: str, text: str) -> None:
    line = form.lines[name]
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    line.selectAll()
    qtbot.keyClicks(line, text)


def test_facts_are_corrected_in_one_step_that_undo_takes_back(form: FactsForm, session: Session, qtbot: QtBot) -> None:
    assert form.lines["publisher"].text() == "Tarn Herald"
    before = session.shown(reads.filtered.document, 1).facts
    write(qtbot, form, "title", "The papers of Elbar")
    write(qtbot, form, "date", "27 April 2024")
    form.kind.setCurrentText("statement")
    qtbot.keyClick(form.lines["date"], Qt.Key.Key_Return)
    assert not form.isVisible()
    facts = session.shown(reads.filtered.document, 1).facts
    assert (facts.title, facts.date, facts.kind) == ("The papers of Elbar", "2024-04-27", "statement")
    assert facts.publisher == "Tarn Herald"
    session.undo()
    assert session.shown(reads.filtered.document, 1).facts == before


def test_a_date_that_is_none_stays_to_be_mended(form: FactsForm, session: Session, qtbot: QtBot) -> None:
    told: list[str] = []
    session.messages.posted.connect(lambda _, text: told.append(text))
    write(qtbot, form, "date", "soon")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert form.isVisible()
    assert "is no date" in told[-1]
    assert session.shown(reads.filtered.document, 1).facts.date == "2024-04-26"


def test_escape_and_unchanged_facts_write_nothing(form: FactsForm, session: Session, qtbot: QtBot) -> None:
    steps = len(session.database.history())
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert not form.isVisible()
    form.begin(1)
    write(qtbot, form, "title", "Other")
    qtbot.keyClick(form.lines["title"], Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert len(session.database.history()) == steps


def test_each_fact_says_how_sure_it_is_and_where_it_stood(form: FactsForm, session: Session, qtbot: QtBot) -> None:
    write(qtbot, form, "author", "Ada Lind")
    qtbot.keyClick(form.lines["author"], Qt.Key.Key_Return)
    form.begin(1)
    assert form.told["author"].text() == "Author (stated: what was written by hand)"
    assert form.lines["author"].accessibleDescription() == form.told["author"].text()
    # of what nobody told anything, nothing is said
    assert form.told["place"].text() == "Place"


def test_own_variables_stand_below_the_facts_and_a_new_one_is_written_there(
    session: Session, qtbot: QtBot, form: FactsForm
) -> None:
    form.new_name.setText(" The  side ")
    form.new_value.setText("North")
    qtbot.keyClick(form.new_value, Qt.Key.Key_Return)
    assert session.shown(reads.filtered.document, 1).facts.variables == (("The side", "North"),)
    form.begin(1)
    assert form.own["The side"].text() == "North"
    form.own["The side"].clear()
    qtbot.keyClick(form.own["The side"], Qt.Key.Key_Return)
    assert session.shown(reads.filtered.document, 1).facts.variables == ()
    session.undo()
    assert session.shown(reads.filtered.document, 1).facts.variables == (("The side", "North"),)


def test_half_an_own_variable_is_neither_lost_nor_taken_for_one_that_shall_go(
    form: FactsForm, session: Session, qtbot: QtBot
) -> None:
    told: list[str] = []
    session.messages.posted.connect(lambda _, text: told.append(text))
    session.do(edits.documents.set_variable, [1], "Side", "North")
    form.begin(1)
    for name, value in (("Side", " "), ("", "South")):
        form.new_name.setText(name)
        form.new_value.setText(value)
        qtbot.keyClick(form.new_value, Qt.Key.Key_Return)
        assert form.isVisible()
        assert told.pop().startswith("An own variable has a name and a value")
    assert form.focusWidget() is form.new_name
    assert session.shown(reads.filtered.document, 1).facts.variables == (("Side", "North"),)


def test_tab_comes_from_the_facts_to_the_own_variables_and_to_a_new_one(
    form: FactsForm, session: Session, qtbot: QtBot
) -> None:
    for name in ("Side", "Ward"):
        session.do(edits.documents.set_variable, [1], name, "North")
    form.begin(1)
    passed: list[object] = []
    while form.focusWidget() is not form.new_name and len(passed) < 30:
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
        passed.append(form.focusWidget())
    assert passed[-3:] == [form.own["Side"], form.own["Ward"], form.new_name]
