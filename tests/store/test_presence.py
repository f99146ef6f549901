"""Who has a project open is told by a note beside it, which hinders nobody."""

import json
import os
import platform
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.errors import LockedError
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store import presence
from desktop.store.database import Database
from desktop.store.edits import claims
from desktop.store.presence import Presence, holders


def foreign_note(project: Path, pid: int, **values: object) -> Path:
    note = {"who": "Mira", "host": platform.node(), "pid": pid, "since": "14:02", "program": "window", **values}
    path = project.with_name(f".{project.name}.open-{pid}-abcd")
    path.write_text(json.dumps(note), "utf-8")
    return path


def test_who_has_the_project_open_is_told_and_the_note_goes_with_them(db: Database) -> None:
    own = Presence(db.path, "Nilo", "window")
    assert own.others() == []
    assert holders(db.path) == [], "one's own is nobody else's"
    path = foreign_note(db.path, os.getppid())
    assert [one.told for one in own.others()] == [f"Mira (in a window, on {platform.node()}, since 14:02)"]
    own.end()
    assert [one.name for one in db.path.parent.iterdir() if "open" in one.name] == [path.name]


def test_a_note_that_was_left_behind_is_taken_away(db: Database) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    ended = foreign_note(db.path, process.pid)
    own = Presence(db.path, "Nilo", "window")
    old = foreign_note(db.path, 1, host="another computer")
    os.utime(old, (0, 0))
    assert own.others() == []
    assert not ended.exists()
    assert not old.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"who": 1}', b"\xff", b'{"who": "A", "pid": "x"}'])
def test_a_note_that_is_none_is_nobody(db: Database, content: bytes) -> None:
    db.path.with_name(f".{db.path.name}.open-1-x").write_bytes(content)
    assert holders(db.path) == []


def test_where_no_note_can_be_written_nothing_else_is_missing(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise PermissionError("read-only")

    for name in ("write_text", "unlink"):
        monkeypatch.setattr(presence.Path, name, refuse)
    own = Presence(db.path, "Nilo", "window")
    own.say("Mira")
    own.touch()
    assert own.others() == []
    own.end()


def test_a_lock_is_told_with_who_has_the_file(db: Database) -> None:
    foreign_note(db.path, os.getppid(), program="command")
    db.wait_at_most(0)
    other = sqlite3.connect(db.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    sentence = r"is in use by Mira \(by a command, on .+, since 14:02\): wait until"
    with pytest.raises(LockedError, match=sentence) as caught:
        claims.tag(db, NewClaim(1, Span(0, 4), (1,), 1, Stance.FAVOR))
    assert caught.value.only_writing
    other.close()
