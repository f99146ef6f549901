import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop.core import logs
from desktop.core.errors import UserError
from desktop.qt import app
from desktop.qt.messages import Messages
from desktop.qt.session import Session
from desktop.store import edits, reads
from desktop.store.database import Database


def shown_boxes() -> list[QMessageBox]:
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox) and widget.isVisible()
    ]


def test_a_bug_is_shown_with_what_to_report_and_logged_without_its_words(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = logs.start(tmp_path)
    assert path is not None
    try:
        raise KeyError("words of a document")
    except KeyError as error:
        app.show_fault(KeyError, error, error.__traceback__)
    logs.stop()
    (box,) = shown_boxes()
    assert "Your project is intact" in box.text()
    assert "KeyError: 'words of a document'" in box.detailedText()
    assert f"Python {sys.version.split()[0]}" in box.detailedText()
    assert not box.isModal(), "the window stays usable"
    log = path.read_text("utf-8")
    assert "ERROR KeyError" in log
    assert "words of a document" not in log
    assert "KeyError" in capsys.readouterr().err
    box.close()


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
