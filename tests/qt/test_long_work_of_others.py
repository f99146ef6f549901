"""What others do in a long action is gone through between events, and shown as any other."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.changes import ChangeSet, RowLog
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.qt.noting import Noting
from desktop.qt.window.main_window import MainWindow
from desktop.store import edits, reads, trail
from desktop.store.database import Database
from desktop.store.edits.claims_many import Retag

from ..store.making import make_project
from .window_kit import close_window, open_window

COUNT = 80


@pytest.fixture
def window(light: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[MainWindow]:
    """A window on a project of which even a short action has parts in the history."""
    monkeypatch.setattr(trail, "PART", 400)
    monkeypatch.setattr(trail, "_ROWS", 2)
    path = tmp_path / "small.visavis"
    with make_project(path) as db:
        for at in range(COUNT):
            edits.claims.tag(db, NewClaim(1, Span(at % 9, 14 + at % 64), (3,), 3, Stance.FAVOR))
    window = open_window(path, qtbot)
    window.projects.name_coder("Nilo")
    yield window
    close_window(window)


@pytest.fixture
def other(window: MainWindow) -> Iterator[Database]:
    with Database(window.session.path) as found:
        found.set_coder("Mira")
        yield found


def retag(db: Database) -> list[int]:
    numbers = [claim.id for claim in reads.project.claims(db) if claim.stance is Stance.FAVOR]
    edits.claims_many.retag(db, numbers, Retag(chosen={"stance": "against"}))
    return numbers


def test_it_is_shown_part_by_part_and_nothing_is_read_anew(
    window: MainWindow, other: Database, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew: list[None] = []
    told: list[ChangeSet] = []
    steps: list[float] = []
    window.session.opened.connect(lambda: anew.append(None))
    window.session.changed.connect(told.append)
    whole = Noting._go_on

    def go_on(noting: Noting) -> None:
        steps.append(time.monotonic())
        whole(noting)

    monkeypatch.setattr(Noting, "_go_on", go_on)
    uses = window.session.usage("topic")[3]
    number = retag(other)[0]
    window.reading.claim_panel.show_claim(number)
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    rows = told[0].rows
    assert isinstance(rows, RowLog)
    assert rows.is_noted
    assert len(steps) > COUNT / 2, "each part is a step of its own"
    assert told[0].coder == "Mira"
    assert anew == []
    qtbot.waitUntil(lambda: window.reading.claim_panel.choices["stance"].value == "against", timeout=3000)
    assert window.session.usage("topic")[3] == uses
    assert window.session.read(reads.project.claim, number).stance is Stance.AGAINST


def test_what_comes_meanwhile_is_told_of_after_it(window: MainWindow, other: Database, qtbot: QtBot) -> None:
    told: list[ChangeSet] = []
    window.session.changed.connect(told.append)
    retag(other)
    window.session.refresh()
    edits.claims.change(other, 1, memo="Later.")
    window.session.refresh()
    mine = window.session.do(edits.claims.tag, NewClaim(1, Span(0, 3), (3,), 3, Stance.FAVOR))
    qtbot.waitUntil(lambda: len(told) == 3, timeout=5000)
    theirs = [changes for changes in told if changes.coder]
    assert [len(changes.rows) > 2 for changes in theirs] == [True, False]
    assert mine in window.desk.panes[0].model.marks


def test_a_project_that_is_opened_meanwhile_hears_nothing_of_it(
    window: MainWindow, other: Database, qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[ChangeSet] = []
    retag(other)
    window.session.refresh()
    make_project(tmp_path / "another.visavis").close()
    window.session.open(tmp_path / "another.visavis")
    window.session.changed.connect(told.append)
    qtbot.wait(300)
    assert told == []
    with Database(tmp_path / "another.visavis") as db:
        db.set_coder("Mira")
        retag(db)
        qtbot.waitUntil(lambda: bool(told), timeout=5000)


def test_what_cannot_be_read_is_as_if_nothing_was_told(
    window: MainWindow, other: Database, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew: list[None] = []
    window.session.opened.connect(lambda: anew.append(None))
    retag(other)

    def noting(_rows: RowLog) -> Iterator[None]:
        yield
        raise ValueError("history 3")

    monkeypatch.setattr(RowLog, "noting", noting)
    window.session.refresh()
    qtbot.waitUntil(lambda: bool(anew), timeout=5000)
    # and what comes next is told of as ever
    told: list[ChangeSet] = []
    window.session.changed.connect(told.append)
    edits.claims.change(other, 1, memo="Later.")
    qtbot.waitUntil(lambda: bool(told), timeout=3000)
