"""The file of a project that is open is moved, replaced, written over: it is noticed, and what is seen can be saved."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.lost import Loss, LostFileError
from desktop.store.reads import project as reads

from .making import rows
from .overwriting import fork, garble, tag, write_over

Change = Callable[[Path, Path], object]


def replace(path: Path, older: Path) -> None:
    shutil.copy(older, path.with_name("new"))
    path.with_name("new").replace(path)


def shorten(path: Path, older: Path) -> None:
    os.truncate(path, 0)


@pytest.mark.parametrize(
    ("change", "loss", "told"),
    [
        (lambda path, older: path.rename(path.with_name("elsewhere")), Loss.MOVED, "was renamed, moved or deleted at "),
        (lambda path, older: path.unlink(), Loss.MOVED, "was renamed, moved or deleted at "),
        (replace, Loss.REPLACED, "was replaced by another program at "),
        (write_over, Loss.OVERWRITTEN, "Another program wrote another state of the project into "),
        (fork, Loss.OVERWRITTEN, "Another program wrote another state of the project into "),
        (shorten, Loss.CUT, "was cut short or written over by another program at "),
        (garble, Loss.CUT, "was cut short or written over by another program at "),
    ],
    ids=["renamed", "deleted", "replaced", "older copy", "fork", "cut short", "garbled"],
)
def test_what_became_of_the_file_is_told_and_nothing_is_written_to_another(
    db: Database, tmp_path: Path, change: Change, loss: Loss, told: str
) -> None:
    older = tmp_path / "older.visavis"
    shutil.copy(db.path, older)
    number = tag(db)
    assert db.look_after_file() == ""
    before = rows(db)
    change(db.path, older)
    there = db.path.read_bytes() if db.path.exists() else None
    # before anybody has looked, too
    with pytest.raises(LostFileError, match=told):
        tag(db, 10)
    assert told in db.look_after_file()
    assert "write-protected" not in db.look_after_file()
    assert db.watch.loss is loss
    assert (db.path.read_bytes() if db.path.exists() else None) == there
    if loss in (Loss.MOVED, Loss.REPLACED):
        copy = tmp_path / "copy.visavis"
        db.save_copy(copy)
        with Database(copy) as saved:
            assert rows(saved) == before
            assert problems(saved) == []
            assert number in {claim.id for claim in reads.claims(saved)}


def test_a_file_that_is_put_back_is_the_same_again(db: Database) -> None:
    away = db.path.with_name("away")
    db.path.rename(away)
    assert db.look_after_file()
    away.rename(db.path)
    assert db.look_after_file() == ""
    tag(db)
    assert problems(db) == []


def test_what_others_write_and_a_file_that_is_touched_are_no_loss(db: Database) -> None:
    with Database(db.path) as other:
        other.set_coder("Mira")
        tag(other)
        assert db.look_after_file() == ""
    os.utime(db.path)
    assert db.look_after_file() == ""
    db.catch_up()
    tag(db, 5)
    assert db.look_after_file() == ""
    assert problems(db) == []
