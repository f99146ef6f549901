"""The page of a team and its conflicts, by real keys and clicks."""

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.core.errors import LockedError, UserError
from desktop.core.own_fields import OwnField
from desktop.core.values import Stance
from desktop.project.sharing import merging, teams
from desktop.qt.session import Session
from desktop.qt.together.meetings import meetings_of
from desktop.qt.together.page import TogetherPage
from desktop.store import edits, reads
from desktop.store.database import Database
from tests.qt.window_kit import close_window, make_page, open_window

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
    # while there is no list, the keys go to the address
    page.place.setFocus()
    merged(page, session, other)
    assert page.list.count() == 2
    assert page.list.hasFocus()
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
    # of what one deleted the cards say who did, and on which side
    assert own.who.text() == "Mine: Ana deleted it"
    assert theirs.who.text() == "Theirs: Ben changed it"
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


def settled(session: Session, qtbot: QtBot) -> None:
    """Wait until nothing goes to the team or comes from there."""
    qtbot.waitUntil(lambda: not meetings_of(session).is_under_way)


def test_a_team_begins_and_what_waits_is_told(
    page: TogetherPage, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    assert page.begin.isVisible()
    assert not page.sync.isVisible()
    page._dialogs.choose_folder = lambda _parent, _title: folder
    page.begin.click()
    settled(session, qtbot)
    assert not page.begin.isVisible()
    assert str(folder) in page.team.text()
    ben = tmp_path / "ben.visavis"
    teams.join(str(folder), ben, "Ben")
    with Database(ben) as db:
        db.set_coder("Ben")
        edits.claims.change(db, 1, stance=Stance.NEUTRAL)
        teams.sync(db)
    told: list[str] = []
    session.messages.posted.connect(lambda _kind, text, _path: told.append(text))
    page.sync.click()
    # the window goes on meanwhile
    assert "Meeting with the team" in page.members.text()
    settled(session, qtbot)
    assert told == ["1 action taken in, 0 sent."]
    assert reads.project.claim(session.database, 1).stance is Stance.NEUTRAL
    assert "Ben: here last" in page.members.text()
    assert "0 actions of theirs are not here yet" in page.members.text()
    assert meetings_of(session).told.startswith("team: ")
    shutil.rmtree(folder)
    page.sync.click()
    settled(session, qtbot)
    assert "does not exist, or is not here now" in page.members.text()
    assert len(told) == 2
    assert "does not exist, or is not here now" in told[1]
    assert meetings_of(session).told.startswith("team away since ")
    assert merging.conflicts_told(0) == "Nothing stands against each other."


def test_a_team_is_joined_from_the_window_and_its_file_opened(
    page: TogetherPage, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    folder, ben = tmp_path / "shared", tmp_path / "ben.visavis"
    folder.mkdir()
    teams.init(session.database, str(folder), "Harbour")
    page._dialogs.choose_folder = lambda _parent, _title: folder
    page._dialogs.save_project = lambda _parent, _folder: ben
    page.join.click()
    qtbot.waitUntil(lambda: session.path == ben)
    assert "“Harbour” meets at" in page.team.text()


def test_a_password_in_the_address_of_a_server_goes_nowhere(page: TogetherPage, session: Session) -> None:
    told: list[str] = []
    session.messages.posted.connect(lambda _kind, text, _path: told.append(text))
    page._dialogs.choose_folder = lambda _parent, _title: pytest.fail("no folder is asked for")
    page.place.setText("postgresql://ana:tide@host/harbour")
    page.begin.click()
    assert "There is a password in the address" in told[0]
    assert not page.place.text()
    assert not meetings_of(session).is_under_way
    assert b"tide" not in session.path.read_bytes()


def is_sent(session: Session) -> bool:
    """Tell whether the others have all that was done; asked as another program: the window waits for no lock."""
    try:
        with Database(session.path) as db:
            return not teams.status(db, look=False).unsent
    except LockedError:
        return False


def test_the_window_meets_by_itself_after_an_edit_and_another_who_watches_hinders_nothing(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    folder, ben = tmp_path / "shared", tmp_path / "ben.visavis"
    folder.mkdir()
    session.coder = "Ana"
    teams.init(session.database, str(folder))
    teams.join(str(folder), ben, "Ben")
    meetings = meetings_of(session)
    anew: list[None] = []
    told: list[tuple[str, str]] = []
    session.opened.connect(lambda: anew.append(None))
    session.messages.posted.connect(lambda kind, text, _path: told.append((kind, text)))
    meetings._soon.setInterval(10)
    assert session.done(edits.claims.change, 1, stance=Stance.NEUTRAL)
    qtbot.waitUntil(lambda: is_sent(session))
    settled(session, qtbot)
    with Database(ben) as db:
        teams.sync(db)
        assert reads.project.claim(db, 1).stance is Stance.NEUTRAL
    # a command that watches sends what was done here before the window does
    meetings._soon.setInterval(10_000_000)
    for stance in (Stance.AGAINST, Stance.FAVOR, Stance.NEUTRAL):
        assert session.done(edits.claims.change, 1, stance=stance)
        with Database(session.path) as db:
            assert teams.sync(db).sent
        # what it leaves in the file is no change that the window has not seen
        assert session.done(edits.claims.change, 2, stance=stance)
    session.refresh()
    assert told == []
    assert anew == []
    assert session.undo() is not None
    # without the place all goes on, and nobody is told again and again
    shutil.rmtree(folder)
    meetings.meet(is_asked=False)
    settled(session, qtbot)
    assert told == []
    assert "not here now" in meetings.problem
    assert session.done(edits.claims.delete, [2])


def test_a_project_in_no_team_meets_nobody(session: Session, qtbot: QtBot) -> None:
    meetings = meetings_of(session)
    asked: list[None] = []
    meetings.moved.connect(lambda: asked.append(None))
    meetings._by_itself()
    assert session.done(edits.claims.delete, [2])
    meetings._by_itself()
    assert asked == []
    assert meetings.told == ""
    session.close()
    assert not any(one.isActive() for one in (meetings._first, meetings._soon, meetings._timer))


SPOILT = (
    "UPDATE conflict SET kind = 'alien'",
    "UPDATE conflict SET name = 'sqlite_master'",
    "UPDATE conflict SET versions = '3'",
    "UPDATE conflict SET versions = CAST(x'5bff5d' AS TEXT)",
    "UPDATE team SET value = '../../elsewhere' WHERE key = 'client'",
    "UPDATE own_field SET choices = '3'",
    "UPDATE own_field SET name = CAST(x'41ff' AS TEXT)",
    "UPDATE claim_value SET value = CAST(x'41ff' AS TEXT)",
    "INSERT INTO setting (key, value) VALUES ('scale', '3')",
)


@pytest.mark.parametrize("sql", SPOILT)
def test_what_no_visavis_wrote_of_teams_and_fields_leaves_no_override_as_an_exception(
    sql: str, session: Session, other: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "shared").mkdir()
    db = session.database
    edits.own_fields.make(db, OwnField("claim", "Frame"))
    edits.own_fields.set_value(db, reads.own_fields.fields(db, "claim")[0], [3], "a")
    merging.carry_out(db, merging.plan(db, other))
    teams.init(db, str(tmp_path / "shared"))
    path = Path(shutil.copyfile(session.path, tmp_path / "spoilt.visavis"))
    session.close()
    connection = sqlite3.connect(path, isolation_level=None)
    for name in ("searchable", "new_words"):
        connection.create_function(name, 1, lambda _content: "[]")
    connection.execute("PRAGMA ignore_check_constraints=ON")
    assert connection.execute(sql).rowcount > 0
    connection.close()
    with qtbot.capture_exceptions() as caught:
        window = open_window(path, qtbot)
        for key in ("together", "agreement", "matrix", "claims", "codebook", "together"):
            window.actions_by_key[f"page_{key}"].trigger()
            qtbot.wait(30)
        boxes = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]
        assert len(boxes) <= 1
        close_window(window)
    # the application shows the page of damage for these, once
    assert not [one for one in caught if not isinstance(one[1], UserError)], caught


def test_who_closes_a_project_waits_for_no_meeting(
    session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    begun, answer, ended = threading.Event(), threading.Event(), threading.Event()

    def never(_path: Path, _coder: str, **_how: object) -> object:
        begun.set()
        # as a server that takes the connection and says nothing
        answer.wait(20)
        ended.set()
        return None

    monkeypatch.setattr(teams, "sync_file", never)
    meetings = meetings_of(session)
    meetings.meet()
    qtbot.waitUntil(begun.is_set)
    session.close()
    assert not ended.is_set()
    assert not meetings.is_under_way
    left = [one for one in threading.enumerate() if one.name == "left"]
    assert [one.daemon for one in left] == [True]
    answer.set()
    left[0].join(10)
    assert not left[0].is_alive()
