"""A team on a real server is begun and joined from the window."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.core.values import Stance
from desktop.project.sharing import teams
from desktop.qt.session import Session
from desktop.qt.together.meetings import meetings_of
from desktop.qt.together.page import TogetherPage
from desktop.store import edits, reads
from desktop.store.database import Database
from tests.qt.window_kit import make_page
from tests.sharing.test_hub import address, as_role, server

__all__ = ["address", "server"]


def test_a_team_is_begun_and_joined_at_the_address_of_a_server(
    session: Session, address: str, tmp_path: Path, qtbot: QtBot
) -> None:
    page = make_page(TogetherPage, session)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page._dialogs.choose_folder = lambda _parent, _title: pytest.fail("no folder is asked for")
    session.coder = "Ana"
    page.place.setText(address)
    page.begin.click()
    qtbot.waitUntil(lambda: not meetings_of(session).is_under_way)
    assert address in page.team.text()
    teams.admit(session.database, "ben")
    assert session.done(edits.claims.change, 1, stance=Stance.NEUTRAL)
    page.sync.click()
    qtbot.waitUntil(lambda: not meetings_of(session).is_under_way)
    ana, ben = session.path, tmp_path / "ben.visavis"
    problems: list[str] = []
    session.messages.error = problems.append  # type: ignore[method-assign]
    page._dialogs.save_project = lambda _parent, _folder: ben
    page.place.setText(as_role(address, "ben"))
    # who joins is not who is there already
    page.join.click()
    qtbot.waitUntil(lambda: not meetings_of(session).is_under_way)
    assert "“Ana” is another member of the team" in problems[-1]
    assert not ben.exists()
    session.coder = "Ben"
    page.join.click()
    qtbot.waitUntil(lambda: session.path == ben)
    assert reads.project.claim(session.database, 1).stance is Stance.NEUTRAL
    with Database(ana, read_only=True) as db:
        assert teams.status(db, look=False).place == address
