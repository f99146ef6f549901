"""What the tables of teams, conflicts and own fields of a foreign file may hold: told in a sentence, never a bug."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from desktop.core.own_fields import OwnField
from desktop.core.values import Stance
from desktop.project.sharing import teams
from desktop.store import edits, reads
from desktop.store.database import Database

from ..store.making import make_project
from .conftest import Run

VERSION = '{"client": "c", "number": 1, "coder": "Ben", "created": "", "values": {"stance": "favor"}}'
WRONG = {
    "kind of a conflict": "UPDATE conflict SET kind = 'alien'",
    "table of a conflict": "UPDATE conflict SET name = 'sqlite_master'",
    "table of a conflict that is a statement": "UPDATE conflict SET name = 'claim\" --'",
    "versions that are a number": "UPDATE conflict SET versions = '3'",
    "versions that are no JSON": "UPDATE conflict SET versions = '{'",
    "versions of another form": "UPDATE conflict SET versions = '[[1]]'",
    "a version without values": 'UPDATE conflict SET versions = \'[{"coder": "Ben"}]\'',
    "values that are lists": 'UPDATE conflict SET versions = \'[{"values": {"stance": [1]}}]\'',
    "versions that are no text": "UPDATE conflict SET versions = CAST(x'5bff5d' AS TEXT)",
    "decision": "UPDATE conflict SET decision = 'war'",
    "a note that is no text": "UPDATE conflict SET note = CAST(x'41ff' AS TEXT)",
    "who decided is nobody": "UPDATE conflict SET coder_id = 99",
    "table of a successor": "INSERT INTO successor (uuid, name, successor) VALUES ('a', 'x', 'b')",
    "what a set had seen": "UPDATE change_set SET base = '[1]'",
    "what a set had seen is no JSON": "UPDATE change_set SET base = '{'",
    "counters of what a set had seen": 'UPDATE change_set SET base = \'{"a": "b"}\'',
    "what a set did": "UPDATE change_row SET columns = '[1]'",
    "what a set did is no pair": "UPDATE change_row SET columns = '{\"a\": 1}'",
    "what a set did is no JSON": "UPDATE change_row SET columns = '{'",
    "what a set did is no text": "UPDATE change_row SET columns = CAST(x'7bff7d' AS TEXT)",
    "a member who is a path": "UPDATE team SET value = '../../elsewhere' WHERE key = 'client'",
    "a team without a place": "DELETE FROM team WHERE key = 'place'",
    "a number sent that is a word": "UPDATE team SET value = 'x' WHERE key = 'sent'",
    "a team that is no text": "UPDATE team SET value = CAST(x'41ff' AS TEXT) WHERE key = 'name'",
    "choices of a field that are a number": "UPDATE own_field SET choices = '3'",
    "choices of a field that are no JSON": "UPDATE own_field SET choices = '{'",
    "kind of a field": "UPDATE own_field SET kind = 'alien'",
    "a field of something else": "UPDATE own_field SET owner = 'planet'",
    "name of a field that is no text": "UPDATE own_field SET name = CAST(x'41ff' AS TEXT)",
    "definition of a field that is no text": "UPDATE own_field SET definition = CAST(x'41ff' AS TEXT)",
    "a value that is no text": "UPDATE claim_value SET value = CAST(x'41ff' AS TEXT)",
    "a value of no field": "UPDATE claim_value SET field_id = 99",
}
COMMANDS = (
    ("claims",),
    ("fields",),
    ("agreement",),
    ("conflicts",),
    ("conflicts", "--all", "--json"),
    ("team", "status"),
    ("team", "sync"),
    ("history",),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sharing")
    path = folder / "small.visavis"
    make_project(path).close()
    (folder / "shared").mkdir()
    with Database(path) as db:
        db.set_coder("Ana")
        edits.own_fields.make(db, OwnField("claim", "Frame"))
        edits.own_fields.set_value(db, reads.own_fields.fields(db, "claim")[0], [1], "a")
        teams.init(db, str(folder / "shared"))
        edits.claims.change(db, 1, stance=Stance.AGAINST)
        teams.sync(db)
        (claim,) = db.sqlite.execute("SELECT uuid FROM claim WHERE id = 1").fetchone()
        with db.edit("note_conflict") as recorder:
            row = {"kind": "field", "name": "claim", "thing": claim, "field": "unit", "created": ""}
            recorder.insert("conflict", {**row, "uuid": "cc", "versions": f"[{VERSION}]"})
    return path


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(made, tmp_path / "p.visavis"))


def spoil(path: Path, sql: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for name in ("searchable", "new_words"):
        connection.create_function(name, 1, lambda _content: "[]")
    connection.execute("PRAGMA ignore_check_constraints=ON")
    assert connection.execute(sql).rowcount > 0
    connection.close()


@pytest.mark.parametrize("wrong", WRONG)
def test_what_no_visavis_wrote_is_told_by_check_and_nowhere_a_bug(wrong: str, run: Run, project: Path) -> None:
    assert run("check", project).exit_code == 0
    spoil(project, WRONG[wrong])
    checked = run("check", project)
    assert checked.exit_code == 1, checked.output
    for command, *words in COMMANDS:
        place = (command, words[0], project, *words[1:]) if command == "team" else (command, project, *words)
        result = run(*place)
        assert result.exception is None or isinstance(result.exception, SystemExit), (command, result.exception)
        if result.exit_code:
            assert result.stderr.count("\n") == 1, (command, result.stderr)
            assert result.stderr.endswith(".\n"), (command, result.stderr)


@pytest.mark.parametrize("wrong", WRONG)
def test_what_no_visavis_wrote_is_rescued(wrong: str, run: Run, project: Path, tmp_path: Path) -> None:
    spoil(project, WRONG[wrong])
    result = run("rescue", project, "-o", tmp_path / "new.visavis")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert run("check", tmp_path / "new.visavis").exit_code == 0, run("check", tmp_path / "new.visavis").output
    assert run("conflicts", tmp_path / "new.visavis").exit_code == 0
    assert run("claims", tmp_path / "new.visavis").exit_code == 0


def test_nobody_merges_with_a_file_that_holds_what_is_not_ours(
    run: Run, project: Path, made: Path, tmp_path: Path
) -> None:
    for wrong in (
        "what a set did",
        "versions of another form",
        "a value that is no text",
        "choices of a field that are no JSON",
    ):
        own = Path(shutil.copyfile(made, tmp_path / "own.visavis"))
        other = Path(shutil.copyfile(project, tmp_path / "other.visavis"))
        spoil(other, WRONG[wrong])
        result = run("merge", own, other, "--yes")
        assert result.exception is None or isinstance(result.exception, SystemExit), (wrong, result.exception)
        assert run("check", own).exit_code == 0
