"""A project whose file is written over or cut short while it is open is saved as it was seen."""

import datetime
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.project.backups import save_held
from desktop.store import backups, held, step_log
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims, codebook, documents
from desktop.store.reads import project as reads

from .making import BRIEF, rows
from .overwriting import fork, garble, tag, write_over

Change = Callable[[Path, Path], object]


def folder(path: Path) -> Path:
    return path.with_name("small.backups")


def work(db: Database) -> None:
    """Tag, bring a document in, undo, redo, rename; and what another does meanwhile."""
    first = tag(db)
    tag(db, 5)
    db.undo()
    documents.add_documents(db, [BRIEF])
    with Database(db.path) as other:
        other.set_coder("Mira")
        claims.delete(other, [1])
    db.catch_up()
    claims.delete(db, [first])
    db.undo()
    db.redo()
    db.undo()
    codebook.update(db, "topic", 1, name="Trade of Tarn")


def history(db: Database) -> list[object]:
    return [tuple(row) for row in db.sqlite.execute("SELECT * FROM history ORDER BY id")]


def shorten(path: Path, older: Path) -> None:
    os.truncate(path, 4096)


def empty(path: Path, older: Path) -> None:
    os.truncate(path, 0)


@pytest.mark.parametrize("base", ["backup", "copy in no folder"])
@pytest.mark.parametrize("change", [write_over, fork, shorten, empty, garble])
def test_what_was_seen_is_saved_whatever_was_done_to_the_file(
    db: Database, tmp_path: Path, base: str, change: Change
) -> None:
    db.keep_steps()
    older = tmp_path / "older.visavis"
    shutil.copy(db.path, older)
    if base == "backup":
        backups.keep(db, folder(db.path))
    else:
        db.hold()
    work(db)
    seen, told = rows(db), history(db)
    texts = db.sqlite.execute("SELECT * FROM text ORDER BY id").fetchall()
    given = db.sqlite.execute("SELECT * FROM last_id ORDER BY name").fetchall()
    change(db.path, older)
    there = db.path.read_bytes()
    assert db.look_after_file()
    copy = tmp_path / "copy.visavis"
    sentence = save_held(db, copy)
    assert "holds all that you saw" in sentence
    assert "10 actions since" in sentence
    assert db.path.read_bytes() == there
    with Database(copy) as saved:
        assert rows(saved) == seen
        assert history(saved) == told
        assert saved.sqlite.execute("SELECT * FROM text ORDER BY id").fetchall() == texts
        assert problems(saved) == []
        # one goes on there: what was done can be undone, and no number is given twice
        assert saved.sqlite.execute("SELECT * FROM last_id ORDER BY name").fetchall() == given
        saved.set_coder(db.coder_name)
        assert saved.undo() is not None
        assert tag(saved, 9)
        assert problems(saved) == []


def test_an_older_state_that_was_written_over_it_serves_where_there_is_no_backup(db: Database, tmp_path: Path) -> None:
    db.keep_steps()
    older = tmp_path / "older.visavis"
    tag(db)
    shutil.copy(db.path, older)
    tag(db, 5)
    seen = rows(db)
    write_over(db.path, older)
    copy = tmp_path / "copy.visavis"
    assert "and 1 action since" in save_held(db, copy)
    with Database(copy) as saved:
        assert rows(saved) == seen


def test_what_is_missing_is_named_and_what_builds_on_it_is_not_done_by_halves(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step_log, "_LONGEST", 10)
    db.keep_steps()
    backups.keep(db, folder(db.path))
    tag(db)
    # of a text that is larger than what is kept nothing is
    documents.add_documents(db, [replace(BRIEF, name="long.txt")])
    number = claims.tag(db, NewClaim(2, Span(0, 4), (1,), 1, Stance.FAVOR))
    claims.delete(db, [number])
    db.undo()
    tag(db, 5)
    garble(db.path, db.path)
    copy = tmp_path / "copy.visavis"
    sentence = save_held(db, copy)
    assert "2 actions since; it lacks “Import document” (" in sentence
    for told in ("“Tag claim” (", "“Delete claim” (", "“undone: Delete claim” ("):
        assert told in sentence
    with Database(copy) as saved:
        assert problems(saved) == []
        assert {claim.document_id for claim in reads.claims(saved)} == {1}
        assert len(reads.claims(saved)) == 5


def test_what_was_done_before_the_opening_and_is_in_no_backup_is_told_as_doubtful(db: Database, tmp_path: Path) -> None:
    backups.keep(db, folder(db.path))
    tag(db)
    db.keep_steps()
    tag(db, 5)
    garble(db.path, db.path)
    assert "what was done in between may be missing" in save_held(db, tmp_path / "copy.visavis")
    with Database(tmp_path / "copy.visavis") as saved:
        assert problems(saved) == []
        assert len(reads.claims(saved)) == 4


def test_neither_a_damaged_backup_nor_one_of_another_project_is_built_on(db: Database, tmp_path: Path) -> None:
    db.keep_steps()
    now = datetime.datetime.now(datetime.UTC)
    first = backups.keep(db, folder(db.path), now=now - datetime.timedelta(hours=2))
    tag(db)
    second = backups.keep(db, folder(db.path), now=now - datetime.timedelta(hours=1))
    connection = sqlite3.connect(second)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claim'").fetchone()
    connection.close()
    with second.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    other = folder(db.path) / f"small.{now:%Y-%m-%dT%H%M%SZ}.visavis"
    Database(other, create=True).close()
    seen = rows(db)
    garble(db.path, db.path)
    found = held.save(db, tmp_path / "copy.visavis", [other, second, first])
    assert (found.added, found.missing, found.is_gap) == (1, (), False)
    with Database(tmp_path / "copy.visavis") as saved:
        assert rows(saved) == seen


def test_where_nothing_is_held_that_is_said_and_nothing_is_written(db: Database, tmp_path: Path) -> None:
    db.keep_steps()
    tag(db)
    garble(db.path, db.path)
    copy = tmp_path / "copy.visavis"
    with pytest.raises(UserError, match="there is no backup of it"):
        save_held(db, copy)
    assert not copy.exists()
    backups_there = list(tmp_path.iterdir())
    db.hold()
    with pytest.raises(UserError, match="is the project itself"):
        save_held(db, db.path)
    assert list(tmp_path.iterdir()) == backups_there


def test_what_could_not_be_written_is_no_step(db: Database, tmp_path: Path) -> None:
    db.keep_steps()
    db.hold()
    seen = rows(db)
    with pytest.raises(UserError):
        claims.delete(db, [1, 99])
    assert rows(db) == seen
    garble(db.path, db.path)
    save_held(db, tmp_path / "copy.visavis")
    with Database(tmp_path / "copy.visavis") as saved:
        assert rows(saved) == seen


def test_of_many_steps_the_memory_is_bounded_and_a_backup_is_due(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step_log, "_MOST", 5_000)
    db.keep_steps()
    backups.keep(db, folder(db.path))
    for start in range(40):
        tag(db, start)
    assert db.steps is not None
    assert db.steps.missing
    assert sum(step.size for step in db.steps.since(0)) <= 5_000
    from desktop.project.backups import Keeper

    monkeypatch.delenv("VISAVIS_BACKUPS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    keeper = Keeper(db)
    assert keeper.is_behind
    # at once, however short ago the last one was
    assert keeper.is_due()
    keeper.keep()
    assert not keeper.is_behind
    tag(db, 50)
    seen = rows(db)
    garble(db.path, db.path)
    assert "holds all that you saw" in save_held(db, tmp_path / "copy.visavis")
    with Database(tmp_path / "copy.visavis") as saved:
        assert rows(saved) == seen
