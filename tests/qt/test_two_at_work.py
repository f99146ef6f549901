"""Somebody else works on the same project while the window is open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.qt.window.main_window import MainWindow
from desktop.store import edits, reads
from desktop.store.database import Database

from ..store.making import TEXT, make_project, span_of
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
