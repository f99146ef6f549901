"""Names command no terminal: what would do something there is shown."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.own_fields import OwnField
from desktop.store import reads
from desktop.store.database import Database
from desktop.store.edits import codebook, own_fields
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


def test_what_a_name_holds_leaves_in_no_form_as_what_it_does(run: Run, hostile: Path, tmp_path: Path) -> None:
    for form in ("qdpx", "qdc", "ris", "bibtex", "dna", "framework", "csljson"):
        path = tmp_path / f"out-{form}"
        assert run("export", hostile, "--as", form, "-o", path).exit_code == 0, form
        if form in ("qdc", "ris", "bibtex", "csljson"):
            words = path.read_text("utf-8")
            assert "title" in words, form
            # JSON and XML have a form for bidi overrides; what is read into a text by TeX and by lines has none
            sent = SENT if form in ("ris", "bibtex") else SENT[:1]
            assert not [sign for sign in sent if sign in words], form


def test_own_fields_agreement_conflicts_and_teams_send_nothing(run: Run, project: Path, tmp_path: Path) -> None:
    name = HARM.replace(";", " ").replace("=", " ")
    with Database(project) as db:
        db.set_coder(HARM)
        own_fields.make(db, OwnField("claim", name, kind="one", definition=HARM, choices=(name,)))
        field = reads.own_fields.fields(db, "claim")[0]
        own_fields.set_value(db, field, [1], name)
    other = tmp_path / "other.visavis"
    run("copy", project, other)
    for path, stance in ((project, "favor"), (other, "neutral")):
        run("change", path, "1", f"stance={stance}", "--coder", HARM)
    (tmp_path / HARM).mkdir()
    commands = [
        ("fields", project),
        ("fields", project, "define", name, "--definition", HARM),
        ("fields", project, "define", f"no {name}"),
        ("merge", project, other),
        ("conflicts", project),
        ("conflicts", project, "1", "--note", HARM),
        ("agreement", project, "--coders", HARM, f"no {HARM}"),
        ("agreement", project, "--format", "md"),
        ("team", "init", project, tmp_path / HARM, "--name", HARM),
        ("team", "status", project),
        ("history", project),
    ]
    for words in commands:
        output = run(*words).output
        assert not [sign for sign in SENT if sign in output], words
