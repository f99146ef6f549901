import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.core import logs
from desktop.core.errors import UserError
from desktop.project.opening import fault_in
from desktop.qt import app
from desktop.qt.messages import Messages
from desktop.qt.session import Session
from desktop.qt.window.fault_box import FaultBox
from desktop.store import edits, reads
from desktop.store.database import Database


def shown_boxes() -> list[QMessageBox]:
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox) and widget.isVisible()
    ]


@pytest.fixture(autouse=True)
def nothing_told(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let each test meet faults as if none had been before."""
    monkeypatch.setattr(app, "_faults", None)
    yield
    for box in shown_boxes():
        box.close()


def meet(error: BaseException) -> None:
    try:
        raise error
    except BaseException as caught:
        app.show_fault(type(caught), caught, caught.__traceback__)


def test_a_bug_is_shown_with_what_to_report_and_logged_without_its_words(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = logs.start(tmp_path)
    assert path is not None
    meet(KeyError("words of a document"))
    logs.stop()
    (box,) = shown_boxes()
    assert isinstance(box, FaultBox)
    assert box.text() == "Something went wrong that should not have; the window goes on."
    assert box.detailedText() == box.report()
    assert "KeyError" in box.report()
    assert "test_faults.py" in box.report()
    assert f"Python {sys.version.split()[0]}" in box.report()
    assert not box.isModal(), "the window stays usable"
    # what may quote a document is reported only when the user ticks it
    assert "words of a document" not in box.report()
    box.with_words.setChecked(True)
    assert "KeyError: 'words of a document'" in box.detailedText()
    log = path.read_text("utf-8")
    assert "ERROR KeyError" in log
    assert "words of a document" not in log
    assert "KeyError" in capsys.readouterr().err


def test_of_faults_without_end_there_is_one_box_and_each_is_told_once(qtbot: QtBot) -> None:
    for number in range(300):
        meet(KeyError(number) if number % 2 else ValueError(number))
    (box,) = shown_boxes()
    assert box.informativeText() == "299 faults followed."
    assert len(box.detailedText()) < 60_000
    box.close()
    # the same again is in the log alone, another is told
    meet(KeyError(1))
    assert shown_boxes() == []
    meet(ZeroDivisionError())
    assert len(shown_boxes()) == 1


def test_that_the_project_is_whole_is_said_only_after_a_look_at_it(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "_check", lambda: partial(fault_in, session.path))
    meet(KeyError(1))
    (box,) = shown_boxes()
    assert box.informativeText() == "The project is being looked at…"
    qtbot.waitUntil(lambda: box.informativeText() == "A quick check has found the project whole.")
    box.close()
    size = session.database.sqlite.execute("PRAGMA page_size").fetchone()[0]
    with session.path.open("r+b") as file:
        file.seek(2 * size)
        file.write(b"\xff" * size)
    meet(ValueError(1))
    (box,) = shown_boxes()
    qtbot.waitUntil(lambda: "damaged" in box.informativeText())


def test_a_build_without_a_terminal_shows_a_fault_too(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    meet(KeyError(1))
    assert len(shown_boxes()) == 1
    app._pass_on(QtMsgType.QtWarningMsg, QMessageLogContext(), "a sentence of Qt")


def test_a_sentence_for_the_user_that_nobody_awaited_is_shown_as_it_is(qtbot: QtBot) -> None:
    meet(UserError("There is a topic <b>“Bridge”</b> already."))
    (box,) = shown_boxes()
    assert box.text() == "There is a topic <b>“Bridge”</b> already."
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert not box.detailedText()


def test_what_was_refused_is_logged_by_its_place(qtbot: QtBot, tmp_path: Path) -> None:
    path = logs.start(tmp_path)
    assert path is not None

    def refuse() -> None:
        raise UserError("There is a topic “Bridge” already.")

    assert Messages().attempt(refuse) is None
    logs.stop()
    log = path.read_text("utf-8")
    assert "INFO UserError" in log
    assert "refuse" in log
    assert "Bridge" not in log


def test_a_file_that_is_damaged_while_the_window_is_open_is_told_as_such_and_is_no_bug(session: Session) -> None:
    told: list[str] = []
    session.messages.posted.connect(lambda _kind, text: told.append(text))
    size = session.database.sqlite.execute("PRAGMA page_size").fetchone()[0]
    page = session.database.sqlite.execute("SELECT rootpage FROM sqlite_master WHERE name = 'memo'").fetchone()[0]
    with session.path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    # what was read before is kept by SQLite
    session.database.sqlite.execute("PRAGMA cache_size=0").close()
    session.database.sqlite.execute("PRAGMA shrink_memory").close()
    with pytest.raises(UserError, match=r"is damaged \(database disk image is malformed\): restore a backup"):
        session.read(reads.memos.memos)
    assert session.do(reads.memos.memos) is None
    assert len(told) == 1
    assert "is damaged" in told[0]


def test_what_another_program_has_taken_away_is_told_and_what_is_shown_is_read_anew(
    qtbot: QtBot, session: Session
) -> None:
    topics = {topic.key: topic.id for topic in session.topics().values()}
    with Database(session.path) as other:
        other.set_coder("Mira")
        edits.codebook_merge.merge(other, "topic", topics["bridge"], topics["trade"])
    told: list[str] = []
    session.messages.posted.connect(lambda _kind, text, _path: told.append(text))
    with qtbot.waitSignal(session.changed):
        assert not session.done(edits.claims.change, 1, topic_id=topics["bridge"])
    assert told == ["Mira has deleted this meanwhile (Merge topic Bridge into Trade): nothing was done."]
    assert topics["bridge"] not in session.topics()
