"""Where an actor belongs from when until when, in the codebook's form."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.filters import ClaimFilter
from desktop.core.memberships import Membership
from desktop.core.values import ActorKind
from desktop.core.views import View
from desktop.project.matrix import compare
from desktop.qt.codebook.form import CodebookForm
from desktop.qt.codebook.membership_rows import MembershipRow
from desktop.qt.parts.filter_bar import FilterBar
from desktop.qt.session import Session
from desktop.store import edits, reads

from ..store.making import ids as numbers


@pytest.fixture
def form(session: Session, qtbot: QtBot) -> CodebookForm:
    for name in ("Harbour Party", "Board"):
        session.do(edits.codebook.add, "actor", name, kind="organisation")
    found = CodebookForm(session, "actor")
    qtbot.addWidget(found)
    session.changed.connect(lambda _changes: found.refresh())
    with qtbot.waitExposed(found):
        found.show()
    found.show_entry(session.read(numbers, "actor")["elbar"])
    return found


def shown(form: CodebookForm) -> list[tuple[str, str, str, str]]:
    rows = form.memberships.rows
    return [(row.organisation.line.text(), row.role.text(), row.since.text(), row.until.text()) for row in rows]


def stored(session: Session, key: str = "elbar") -> list[str]:
    (actor,) = (one for one in session.read(reads.project.actors) if one.key == key)
    return [str(one) for one in actor.memberships]


def choose(row: MembershipRow, qtbot: QtBot, words: str) -> None:
    row.organisation.line.setFocus()
    qtbot.keyClicks(row.organisation.line, words)
    qtbot.keyClick(row.organisation.line, Qt.Key.Key_Return)


def test_an_organisation_is_chosen_by_typing_and_its_dates_count_at_once(
    form: CodebookForm, session: Session, qtbot: QtBot
) -> None:
    rows = form.memberships
    assert rows.isVisible()
    assert rows.new is not None
    choose(rows.new, qtbot, "harb")
    assert stored(session) == ["harbour-party"]
    (row,) = rows.rows
    for line, text in ((row.role, "deputy"), (row.since, "2024-04"), (row.until, "2024")):
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert stored(session) == ["harbour-party (deputy) 2024-04..2024"]
    # the document is of the 26th of April
    columns = session.read(compare, View().changed(columns="organisation")).pivot.columns
    assert "harbour-party" in [line[0].key for line in columns]
    session.undo()
    assert shown(form) == [("Harbour Party", "deputy", "2024-04", "")]
    assert rows.new is not None
    choose(rows.new, qtbot, "board")
    assert {one[0] for one in shown(form)} == {"Harbour Party", "Board"}
    form.memberships.rows[0].remove.click()
    assert len(stored(session)) == 1


def test_an_organisation_that_is_not_there_is_made_with_its_first_member(
    form: CodebookForm, session: Session, qtbot: QtBot
) -> None:
    rows = form.memberships
    assert rows.new is not None
    before = {one.key for one in session.actors().values()}
    rows.new.role.setText("deputy")
    line = rows.new.organisation.line
    line.setFocus()
    qtbot.keyClicks(line, "Progress Union")
    offered = rows.new.organisation._rows("Progress Union")
    assert offered[-1].text == "+ new organisation “Progress Union”"
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert stored(session) == ["progress-union (deputy)"]
    (made,) = (one for one in session.actors().values() if one.key not in before)
    assert (made.name, made.kind) == ("Progress Union", ActorKind.ORGANISATION)
    assert shown(form) == [("Progress Union", "deputy", "", "")]
    assert session.database.undo_text() == "Let Elbar Nim belong to Progress Union"
    session.undo()
    assert stored(session) == []
    assert {one.key for one in session.actors().values()} == before
    session.redo()
    assert stored(session) == ["progress-union (deputy)"]
    # one that is there is offered, and not made again
    assert rows.new is not None
    assert [row.text for row in rows.new.organisation._rows("Progress Union")] == ["Progress Union"]


def test_lines_stay_where_they_are_while_dates_are_written_into_them(
    form: CodebookForm, session: Session, qtbot: QtBot
) -> None:
    rows = form.memberships
    for name, since in (("harb", "2023"), ("board", "2021")):
        assert rows.new is not None
        choose(rows.new, qtbot, name)
        QApplication.processEvents()
        row = rows.rows[-1]
        assert row.organisation.line.text().casefold().startswith(name)
        with qtbot.waitActive(form):
            form.activateWindow()
        row.role.setFocus()
        qtbot.keyClick(row.role, Qt.Key.Key_Tab)
        qtbot.keyClicks(row.since, since)
        qtbot.keyClick(row.since, Qt.Key.Key_Tab)
        assert rows.rows[-1] is row
        assert row.until.hasFocus(), "and Tab goes on"
    assert [one[2] for one in shown(form)] == ["2023", "2021"]
    assert stored(session) == ["board 2021..", "harbour-party 2023.."]
    # seen anew they stand in time
    form.show_entry(session.read(numbers, "actor")["ordun"])
    form.show_entry(session.read(numbers, "actor")["elbar"])
    assert [one[2] for one in shown(form)] == ["2021", "2023"]


def test_what_is_no_date_is_told_and_stays_to_be_mended(form: CodebookForm, session: Session, qtbot: QtBot) -> None:
    heard: list[str] = []
    session.messages.posted.connect(lambda _, text: heard.append(text))
    assert form.memberships.new is not None
    choose(form.memberships.new, qtbot, "board")
    (row,) = form.memberships.rows
    qtbot.keyClicks(row.until, "May")
    qtbot.keyClick(row.until, Qt.Key.Key_Return)
    assert any("“May” is no date" in text for text in heard)
    assert row.until.text() == "May"
    assert stored(session) == ["board"]


def test_nobody_is_offered_a_person_and_organisations_have_no_lines(form: CodebookForm, session: Session) -> None:
    known = session.read(numbers, "actor")
    assert form.memberships._without() == {known["elbar"], known["ordun"]}
    form.show_entry(known["board"])
    assert not form.memberships.isVisible()


def test_a_filter_offers_who_is_spoken_for_and_lets_through_what_was_said_for_them_then(
    form: CodebookForm, session: Session, qtbot: QtBot
) -> None:
    bar = FilterBar(session)
    qtbot.addWidget(bar)
    pick = bar.picks["organisation"]
    every = session.read(reads.filtered.ids, ClaimFilter())
    elbar = session.read(reads.filtered.ids, ClaimFilter(actors=("elbar",)))
    assert 0 < len(elbar) < len(every)
    number = session.read(numbers, "actor")["elbar"]
    # the text is of April 2024
    session.do(edits.memberships.add, number, Membership("harbour-party", "2024-04", "", "speaker"))
    session.do(edits.memberships.add, number, Membership("board", "", "2023-12-31"))
    qtbot.waitUntil(lambda: not pick.isHidden())
    names = [one.text for one in bar._organisations()]
    assert {"Harbour Party", "Board", "(not known)"} <= {*names}
    assert "Elbar Nim" not in names
    bar.set_filter(ClaimFilter(organisations=("harbour-party",)))
    assert pick.chosen == ("harbour-party",)
    assert session.read(reads.filtered.ids, bar.filter) == elbar
    assert bar.filter.sentence(bar.naming) == "speaking for Harbour Party"
    assert session.read(reads.filtered.ids, ClaimFilter(organisations=("board",))) == []
