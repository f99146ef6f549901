"""Names command no terminal: what would do something there is shown."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.store.database import Database
from desktop.store.edits import codebook
from tests.cli.conftest import PROJECT, Run

# what writes the title of a terminal, its clipboard, and what turns the rest of the line
HARM = "a\x1b]0;title\x07\x1b]52;c;cm0=\x07\x9b2J\u202etxt.exe"
SEEN = "a␛]0;title␇␛]52;c;cm0=␇⟨U+009B⟩2J⟨U+202E⟩txt.exe"
SENT = ("\x1b", "\x07", "\x9b", "\u202e")


@pytest.fixture
def hostile(project: Path) -> Path:
    with Database(project) as db:
        for table in ("actor", "topic"):
            codebook.update(db, table, 1, name=HARM)
        db.sqlite.execute("UPDATE document SET title = ?, name = ?", [HARM, HARM])
        db.sqlite.conn.commit()
    return project


@pytest.mark.parametrize("command", ["documents", "actors", "topics", "history", "matrix", "check", "memos"])
def test_no_list_sends_what_a_name_holds(run: Run, hostile: Path, command: str) -> None:
    result = run(command, hostile, *(["--format", "md"] if command == "matrix" else []))
    assert not [sign for sign in SENT if sign in result.output]
    if command in ("documents", "actors", "topics"):
        assert SEEN in result.output


def test_an_error_sends_nothing_either(run: Run, hostile: Path) -> None:
    result = run("set", hostile, f"document {HARM}", "title=x")
    assert result.exit_code
    assert not [sign for sign in SENT if sign in result.output]


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal of its own can be made there")
def test_a_table_that_is_looked_at_in_a_terminal_is_shown_and_in_a_file_it_is_as_it_is(
    hostile: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "desktop", "topics", str(hostile), "--format", "csv"]
    ours, theirs = os.openpty()
    read = b""
    with subprocess.Popen(command, cwd=PROJECT, stdout=theirs, stdin=subprocess.DEVNULL):
        os.close(theirs)
        # the other end is gone when there is no more: what that is, differs between systems
        with contextlib.suppress(OSError):
            while more := os.read(ours, 100_000):
                read += more
    os.close(ours)
    seen = read.decode("utf-8")
    assert SEEN.partition("\u202e")[0] in seen
    assert not [sign for sign in SENT if sign in seen]
    piped = subprocess.run(command, cwd=PROJECT, capture_output=True, check=True, timeout=60).stdout
    assert HARM in piped.decode("utf-8-sig")
