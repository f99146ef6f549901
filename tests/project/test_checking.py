"""A large file is looked through by another process beside: the same is told, whatever becomes of that process."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.project import checking, children
from desktop.store import check
from desktop.store.database import Database
from desktop.store.lost import mark

from ..store.making import make_project

# one that SQLite finds in the file, one in what rows refer to, one in the mentions, and one that is found here
DAMAGES = (
    "DELETE FROM mention WHERE claim_id = 2",
    "UPDATE claim SET prefix = 'x' WHERE id = 1",
    "UPDATE claim SET topic_id = 99 WHERE id = 3",
    "UPDATE claim SET voice = 'sung' WHERE id = 2",
)


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(children, "count", lambda: 2)
    monkeypatch.setattr(check, "_LARGE", 0)
    with make_project(tmp_path / "some.visavis") as made:
        yield made
    children.close()


@pytest.fixture
def wrong(db: Database) -> list[str]:
    """Damage the project, and return what one process alone says of it."""
    for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
        db.sqlite.execute(f"PRAGMA {pragma}").close()
    for sql in DAMAGES:
        db.sqlite.execute(sql).close()
    db.sqlite.execute("PRAGMA ignore_check_constraints = OFF").close()
    found = check.problems(db)
    assert len(found) > len(DAMAGES)
    assert "CHECK" in found[0], found
    return found


def test_two_processes_tell_what_one_tells(db: Database, wrong: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_db: Database) -> Iterator[str]:
        raise AssertionError

    # in the child, and not here
    monkeypatch.setattr(check, "_file", never)
    monkeypatch.setattr(check, "_ELSEWHERE", (never, check._references, check._mentions))
    monkeypatch.setattr(check, "_PARTS", (never, *check._PARTS[1:]))
    told = list[tuple[int, int]]()
    assert sorted(checking.problems(db, lambda *parts: told.append(parts))) == sorted(wrong)
    assert [done for done, _whole in told[:-1]] == sorted(done for done, _whole in told[:-1])
    assert told[-1] == (1, 1)


def test_a_copy_is_looked_through_by_two_processes_too(db: Database, wrong: list[str]) -> None:
    assert sorted(checking.problems_of_copy(db.path, lambda *_parts: None)) == sorted(wrong)


def test_a_process_that_the_system_ends_is_made_up_for(db: Database, wrong: list[str]) -> None:
    killed = list[int]()

    def kill(_done: int, _whole: int) -> None:
        # as a medium that fails does, of which a page was mapped
        for child in children._pool._children:
            child._process.kill()
            killed.append(child.number)

    assert sorted(checking.problems(db, kill)) == sorted(wrong)
    assert killed


def test_where_all_children_are_at_work_nobody_waits_for_one(
    db: Database, wrong: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children._pool, "most", 0)
    monkeypatch.setattr(checking, "_PATIENCE", 0.1)
    begun = time.monotonic()
    assert sorted(checking.problems(db)) == sorted(wrong)
    assert time.monotonic() - begun < 10


def test_a_look_that_is_given_up_leaves_no_process_at_work(db: Database) -> None:
    def give_up(done: int, _whole: int) -> None:
        if done >= 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        checking.problems(db, give_up)
    assert [one for one in children._pool._children if one.began is not None] == []
    assert checking.problems(db) == []


def test_another_file_in_the_place_of_the_project_is_not_looked_through(db: Database, tmp_path: Path) -> None:
    known = mark(db.path)
    assert check.look_at_file(db.path, known) == []
    with make_project(tmp_path / "other.visavis") as other:
        assert check.look_at_file(other.path, known) is None
