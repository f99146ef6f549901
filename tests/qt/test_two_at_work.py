"""Somebody else works on the same project while the window is open."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.errors import LockedError
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.qt.window.main_window import MainWindow
from desktop.store import edits, reads
from desktop.store.check import problems
from desktop.store.database import Database

from ..store.making import TEXT, make_project, span_of
from ..store.test_presence import foreign_note
from .window_kit import close_window, keys, open_window

NEW = NewClaim(1, span_of(TEXT, "velo pardun"), (3,), 3, Stance.FAVOR)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    return path


@pytest.fixture
def window(light: QApplication, path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    window = open_window(path, qtbot)
    window.projects.name_coder("Nilo")
    yield window
    close_window(window)


@pytest.fixture
def other(window: MainWindow, path: Path) -> Iterator[Database]:
    with Database(path) as found:
        found.set_coder("Mira")
        yield found


def claims(db: Database) -> set[int]:
    return {claim.id for claim in reads.project.claims(db)}


def test_what_another_does_appears_without_a_word_and_names_them(
    window: MainWindow, other: Database, qtbot: QtBot
) -> None:
    anew: list[None] = []
    window.session.opened.connect(lambda: anew.append(None))
    window.reading.claim_panel.show_claim(2)
    pane = window.desk.panes[0]
    number = edits.claims.tag(other, NEW)
    edits.claims.change(other, 2, stance=Stance.NEUTRAL)
    qtbot.waitUntil(lambda: number in pane.model.marks, timeout=3000)
    assert window.statusBar().currentMessage() == "Mira: 2 actions"
    assert window.reading.claim_panel.choices["stance"].value == "neutral"
    assert anew == [], "nothing is read anew, so that all stays where it is"
    assert window.desk.panes == [pane]
    edits.claims.delete(other, [2])
    qtbot.waitUntil(lambda: 2 not in pane.model.marks, timeout=3000)
    assert window.reading.claim_panel.claim is None


def test_undo_is_ones_own_and_asks_before_it_takes_back_what_another_did(
    window: MainWindow, other: Database, qtbot: QtBot
) -> None:
    mine = window.session.do(edits.claims.tag, NEW)
    theirs = edits.claims.tag(other, NewClaim(1, Span(0, 4), (3,), 3, Stance.FAVOR))
    asked: list[str] = []
    answer = False

    def confirm(_parent: object, _title: str, question: str, _words: str) -> bool:
        asked.append(question)
        return answer

    window.dialogs.confirm = confirm
    keys(qtbot, Qt.Key.Key_Z, modifier=CTRL)
    assert (mine in claims(other), theirs in claims(other)) == (False, True)
    assert asked == []
    assert window.actions_by_key["undo"].text() == "&Undo tag claim (Mira)"
    keys(qtbot, Qt.Key.Key_Z, modifier=CTRL)
    assert theirs in claims(other)
    assert asked == ["Nothing of yours is left to undo. The last action, “Tag claim”, is of Mira. Take it back?"]
    answer = True
    keys(qtbot, Qt.Key.Key_Z, modifier=CTRL)
    assert theirs not in claims(other)
    assert not window.actions_by_key["undo"].isEnabled()


# locks


@contextmanager
def writing(path: Path, how: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
    """Let another program hold the file."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute(f"BEGIN {how}")
    try:
        yield connection
    finally:
        connection.close()


def test_an_action_waits_for_anothers_writing_and_the_window_lives_meanwhile(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    hints: list[str] = []
    window.session.messages.posted.connect(lambda _kind, text, _path: hints.append(text))
    seen: list[str] = []

    def meanwhile() -> None:
        window.show_page("page_matrix")
        seen.append(window.pages.current)
        # a second action is not done unseen later: it is refused in a sentence
        assert not window.session.done(edits.claims.change, 2, stance=Stance.FAVOR)

    with writing(path) as held:
        QTimer.singleShot(300, meanwhile)
        QTimer.singleShot(900, lambda: held.execute("ROLLBACK"))
        assert window.session.done(edits.claims.change, 1, stance=Stance.NEUTRAL)
    assert seen == ["page_matrix"]
    assert hints[0] == "Waiting for another program that writes to “small.visavis”. Esc gives up."
    assert any("in use" in one for one in hints)
    with Database(path) as db:
        assert [reads.project.claim(db, number).stance for number in (1, 2)] == [Stance.NEUTRAL, Stance.AGAINST]


def test_esc_gives_up_what_waits_and_nothing_is_done(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    with writing(path):
        begun = time.monotonic()
        QTimer.singleShot(300, lambda: qtbot.keyClick(window.desk.panes[0].view, Qt.Key.Key_Escape))
        assert not window.session.done(edits.claims.change, 1, stance=Stance.NEUTRAL)
        # by the key, and not because the session has lost its patience
        assert time.monotonic() - begun < window.session.patience
        QTimer.singleShot(300, window.close)
        assert not window.session.done(edits.claims.change, 1, stance=Stance.NEUTRAL)
        assert window.isVisible()
        window.session.patience = 0.3
        assert not window.session.done(edits.claims.change, 1, stance=Stance.NEUTRAL)
    with Database(path) as db:
        assert reads.project.claim(db, 1).stance == Stance.FAVOR


def test_what_could_not_be_read_for_a_lock_is_shown_once_it_is_gone(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    anew: list[None] = []
    told = hints(window)
    window.session.opened.connect(lambda: anew.append(None))
    with writing(path, "EXCLUSIVE"):
        with pytest.raises(LockedError):
            window.session.read(reads.project.claims)
        window.show_page("page_codebook")
        assert window.pages.current == "page_read"
        # told once, however often it is looked
        qtbot.wait(2500)
        assert anew == []
        assert told == ["Waiting for another program that writes to “small.visavis”: what is shown may not be all."]
    qtbot.waitUntil(lambda: bool(anew), timeout=3000)
    assert len(window.session.read(reads.project.claims)) == 3


def test_nobody_is_told_of_a_slow_disk_that_holds_a_reader_up_for_a_moment(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    anew: list[None] = []
    told = hints(window)
    window.session.opened.connect(lambda: anew.append(None))
    with writing(path, "EXCLUSIVE"), pytest.raises(LockedError):
        window.session.read(reads.project.claims)
    qtbot.waitUntil(lambda: bool(anew), timeout=3000)
    assert told == []


def hints(window: MainWindow) -> list[str]:
    """Return the list that grows by each hint that is shown from now on."""
    told: list[str] = []
    window.session.messages.posted.connect(lambda kind, text, _path: told.append(text) if kind == "hint" else None)
    return told


# the file


def test_a_file_that_is_replaced_is_told_of_within_a_second_and_what_is_seen_can_be_saved(
    window: MainWindow, path: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    claim = window.session.do(edits.claims.tag, NEW)
    newer = tmp_path / "newer"
    make_project(newer).close()
    newer.replace(path)
    qtbot.waitUntil(window.lost.isVisible, timeout=3000)
    assert "“small.visavis” was replaced by another program at " in window.lost.told.text()
    assert "write-protected" not in window.lost.told.text()
    # what cannot be written is told so, and what is typed is kept
    told: list[str] = []
    window.session.messages.posted.connect(lambda _kind, text, _path: told.append(text))
    assert not window.session.done(edits.claims.delete, [1])
    assert "was replaced by another program" in told[0]
    copy = tmp_path / "copy.visavis"
    window.dialogs.save_copy = lambda *_: copy
    window.lost.copy.click()
    with Database(copy) as saved:
        assert claims(saved) == {1, 2, 3, claim}
    window.lost.anew.click()
    assert not window.lost.isVisible()
    assert claims(window.session.database) == {1, 2, 3}
    assert window.session.done(edits.claims.delete, [1])


def test_a_file_that_is_written_over_in_place_is_told_of_and_never_written_to(
    window: MainWindow, path: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    older = path.read_bytes()
    claim = window.session.do(edits.claims.tag, NEW)
    path.write_bytes(older)
    qtbot.waitUntil(window.lost.isVisible, timeout=3000)
    assert "Another program wrote another state of the project" in window.lost.told.text()
    assert not window.session.done(edits.claims.delete, [1])
    # what is seen can be saved all the same: the state that was written over it, and what was done since
    told: list[tuple[str, str, str]] = []
    window.session.messages.posted.connect(lambda kind, text, path: told.append((kind, text, path)))
    copy = tmp_path / "copy.visavis"
    window.dialogs.save_copy = lambda *_: copy
    window.lost.copy.click()
    qtbot.waitUntil(lambda: bool(told) and told[-1][0] != "hint")
    assert told[-1][::2] == ("info", str(copy))
    assert "holds all that you saw: " in told[-1][1]
    with Database(copy) as saved:
        assert claims(saved) == {1, 2, 3, claim}
        assert problems(saved) == []
    assert path.read_bytes() == older
    window.lost.anew.click()
    assert claims(window.session.database) == {1, 2, 3}


def test_a_file_that_is_put_back_is_gone_on_with(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    away = path.with_name("away")
    path.rename(away)
    qtbot.waitUntil(window.lost.isVisible, timeout=3000)
    assert not window.lost.anew.isVisible()
    away.rename(path)
    qtbot.waitUntil(lambda: not window.lost.isVisible(), timeout=3000)
    assert window.session.done(edits.claims.delete, [1])


# who else is there


def test_who_else_has_the_project_open_is_told_and_a_synced_folder_once(
    window: MainWindow, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    window.session.messages.posted.connect(lambda _kind, text, _path: told.append(text))
    foreign_note(path, os.getppid())
    monkeypatch.setattr("desktop.qt.session.TOUCH", 0)
    qtbot.waitUntil(lambda: bool(told), timeout=3000)
    assert "“small.visavis” is open elsewhere too: Mira (in a window, on " in told[0]
    qtbot.wait(1000)
    assert len(told) == 1
    told.clear()
    (path.parent / ".stfolder").mkdir()
    path.with_name("small.sync-conflict-20240426-140200-ABCDEFG.visavis").touch()
    window.projects.tell_of_syncing()
    window.projects.tell_of_syncing()
    assert told[0].startswith("Syncthing keeps this folder the same on other computers.")
    assert [one.count("“small.sync-conflict-20240426-140200-ABCDEFG.visavis”") for one in told] == [1, 1]
    assert "Syncthing keeps" not in told[1]
    assert [one.name for one in path.parent.iterdir() if f".open-{os.getpid()}-" in one.name] != []
    window.session.close()
    assert [one.name for one in path.parent.iterdir() if f".open-{os.getpid()}-" in one.name] == []
