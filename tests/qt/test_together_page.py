"""The page of a team and its conflicts, by real keys and clicks."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.core.values import Stance
from desktop.project.sharing import merging, teams
from desktop.qt.session import Session
from desktop.qt.together.page import TogetherPage
from desktop.store import edits, reads
from desktop.store.database import Database
from tests.qt.window_kit import make_page

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def other(session: Session) -> Path:
    """Let Ben change in a copy what is changed here, too, so that both stand against each other."""
    path = session.path.with_name("ben.visavis")
    session.database.save_copy(path)
    with Database(path) as db:
        db.set_coder("Ben")
        edits.claims.change(db, 1, topic_id=3)
        edits.claims.change(db, 2, stance=Stance.NEUTRAL)
    session.coder = "Ana"
    session.do(edits.claims.change, 1, stance=Stance.AGAINST)
    session.do(edits.claims.delete, [2])
    return path


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> TogetherPage:
    found = make_page(TogetherPage, session)
    qtbot.addWidget(found)
    found.resize(1024, 600)
    with qtbot.waitExposed(found):
        found.show()
    return found


def merged(page: TogetherPage, session: Session, other: Path) -> None:
    told: list[str] = []

    def agree(_parent: object, _title: str, question: str, _words: str) -> bool:
        told.append(question)
        return True

    page._dialogs.open_project = lambda _parent, _folder: other
    page._dialogs.confirm = agree
    page.merge.click()
    assert "2 actions of “ben.visavis” are not here" in told[0]
    assert reads.conflicts.count(session.database) == 2


def test_a_file_is_merged_and_its_conflicts_are_decided_by_keys(
    page: TogetherPage, session: Session, other: Path, qtbot: QtBot
) -> None:
    merged(page, session, other)
    assert page.list.count() == 2
    desk = page.desk
    unit = 0 if "what it says" in page.list.item(0).text() else 1
    page.list.setCurrentRow(unit)
    page.list.setFocus()
    assert desk.passage.text.toPlainText().count("marin tosk")
    own, theirs = desk.cards
    assert own.who.text().startswith("Ana")
    assert theirs.who.text().startswith("Ben")
    assert "≠ stance: against" in own.told.text()
    assert "≠ topic: Bridge" in theirs.told.text()
    assert [button.isVisible() for button in desk.buttons.values()] == [True, True, True, False, False, False]
    # theirs, whichever is shown
    qtbot.keyClick(page.list, Qt.Key.Key_2)
    claim = reads.project.claim(session.database, 1)
    assert (claim.topic_id, claim.stance) == (3, Stance.FAVOR)
    assert page.list.count() == 1
    # and kept what one deleted
    qtbot.keyClick(page.list, Qt.Key.Key_1)
    assert page.list.count() == 0
    assert desk.about.text() == "Nothing stands against each other."
    assert not any(button.isVisible() for button in desk.buttons.values())
    session.database.undo()
    page.refresh()
    assert page.list.count() == 1


def test_j_and_k_walk_and_n_notes(page: TogetherPage, session: Session, other: Path, qtbot: QtBot) -> None:
    merged(page, session, other)
    page._dialogs.ask_text = lambda _parent, _title, _question, _current: "As the text has it"
    page.list.setCurrentRow(0)
    qtbot.keyClick(page.list, Qt.Key.Key_J)
    assert page.list.currentRow() == 1
    qtbot.keyClick(page.list, Qt.Key.Key_K)
    assert page.list.currentRow() == 0
    qtbot.keyClick(page.list, Qt.Key.Key_N)
    assert page.desk.noted.text() == "As the text has it"
    # it stays open
    assert page.list.count() == 2


def test_a_team_begins_and_what_waits_is_told(page: TogetherPage, session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    assert page.begin.isVisible()
    assert not page.sync.isVisible()
    page._dialogs.choose_folder = lambda _parent, _title: folder
    page.begin.click()
    assert not page.begin.isVisible()
    assert str(folder) in page.team.text()
    ben = tmp_path / "ben.visavis"
    teams.join(str(folder), ben, "Ben")
    with Database(ben) as db:
        db.set_coder("Ben")
        edits.claims.change(db, 1, stance=Stance.NEUTRAL)
        teams.sync(db)
    page.refresh()
    assert "Ben: here last" in page.members.text()
    assert "1 action of theirs is not here yet" in page.members.text()
    page.sync.click()
    assert reads.project.claim(session.database, 1).stance is Stance.NEUTRAL
    assert "0 actions of theirs are not here yet" in page.members.text()
    shutil.rmtree(folder)
    page.refresh()
    assert "does not exist, or is not here now" in page.members.text()
    assert merging.conflicts_told(0) == "Nothing stands against each other."
