"""What SQLite says of a file, made for real wherever that is possible."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store import files, set_log
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.errors import explain, explained
from desktop.store.reads import project as reads

from .making import make_project, rows


@contextmanager
def refused(path: Path, sentence: str, code: int) -> Iterator[None]:
    """See that the block ends with a finished sentence that names the file, for SQLite's *code*."""
    with pytest.raises(UserError) as caught:
        yield
    told = str(caught.value)
    assert sentence in told
    assert f"“{path}”" in told
    assert told.endswith(".")
    cause = caught.value.__cause__
    assert isinstance(cause, sqlite3.Error)
    assert cause.sqlite_errorcode == code


def tag(db: Database, memo: str = "") -> int:
    return edit_claims.tag(db, NewClaim(1, Span(0, 4), (1,), 1, Stance.FAVOR, memo=memo))


def test_a_file_that_is_locked_is_in_use(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "TIMEOUT", 0.02)
    with make_project(path) as db:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with refused(path, "is in use by another program", sqlite3.SQLITE_BUSY):
            tag(db)
        other.close()
        tag(db)


def test_a_file_that_may_only_be_read_is_write_protected(path: Path) -> None:
    with make_project(path) as db:
        db.sqlite.execute("PRAGMA query_only=ON").close()
        with refused(path, "is write-protected: copy it", sqlite3.SQLITE_READONLY):
            tag(db)


def test_a_file_that_was_moved_while_it_was_open_is_not_called_write_protected(path: Path) -> None:
    with make_project(path) as db:
        before = rows(db)
        path.rename(path.with_name("elsewhere.visavis"))
        with pytest.raises(UserError, match=f"“{path.name}” was renamed, moved or deleted at .+ put the file back"):
            tag(db)
        # where nobody looked before, SQLite says so itself
        with refused(path, "was moved or deleted while it was open", sqlite3.SQLITE_READONLY_DBMOVED), explained(path):
            db.sqlite.execute("UPDATE setting SET value = value").close()
            db.sqlite.execute("DELETE FROM memo").close()
        path.with_name("elsewhere.visavis").rename(path)
        assert rows(db) == before
        tag(db)


def test_a_full_disk_is_told_with_what_to_do(path: Path) -> None:
    with make_project(path) as db:
        pages = db.sqlite.execute("PRAGMA page_count").fetchone()[0]
        db.sqlite.execute(f"PRAGMA max_page_count={pages}")
        with refused(path, "is full: make room", sqlite3.SQLITE_FULL):
            tag(db, memo="x" * 100_000)


def test_a_disk_that_fails_in_the_middle_of_an_edit_is_told_and_nothing_is_half_written(path: Path) -> None:
    """A file may grow no further than it is: the system refuses the write as a broken disk would."""
    resource = pytest.importorskip("resource", reason="only systems with limits of their own can fail like that")
    strange: list[str] = []
    with make_project(path) as db:
        db.on_strange = lambda: strange.append("read anew")
        before = rows(db)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
        try:
            with refused(path, "cannot be read or written (SQLITE_IOERR_WRITE)", sqlite3.SQLITE_IOERR_WRITE):
                tag(db, memo="x" * 1_000_000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert rows(db) == before
        # nobody else has written: what is shown and half typed is not taken away
        assert not db.catch_up()
        assert strange == []
        tag(db)
        with Database(path) as other:
            other.set_coder("Mira")
            tag(other)
        assert db.catch_up()
        assert strange == []


def test_an_action_that_stands_in_the_file_is_not_called_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some disks cannot sync a folder: SQLite tells of it when the journal is gone, and all is written."""
    execute = files.Connection.execute

    def commit_and_fail(self: files.Connection, sql: str, *values: Any) -> sqlite3.Cursor:
        found = execute(self, sql, *values)
        if sql == "COMMIT":
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_DIR_FSYNC
            raise error
        return found

    told: list[object] = []
    with make_project(path) as db:
        db.on_change = told.append
        with monkeypatch.context() as failing:
            failing.setattr(files.Connection, "execute", commit_and_fail)
            number = tag(db)
        assert number in {claim.id for claim in reads.claims(db)}
        with monkeypatch.context() as failing:
            failing.setattr(files.Connection, "execute", commit_and_fail)
            assert db.undo() is not None
        assert number not in {claim.id for claim in reads.claims(db)}
        assert len(told) == 2


def test_an_action_that_was_not_committed_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    execute = files.Connection.execute

    def fail(self: files.Connection, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql == "COMMIT":
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            raise error
        return execute(self, sql, *values)

    with make_project(path) as db:
        before = rows(db)
        with monkeypatch.context() as failing:
            failing.setattr(files.Connection, "execute", fail)
            with refused(path, "cannot be read or written", sqlite3.SQLITE_IOERR_FSYNC):
                tag(db)
            # what a team leaves beside the history has no line there
            with (
                refused(path, "cannot be read or written", sqlite3.SQLITE_IOERR_FSYNC),
                db.edit("sync", {"count": 0}, undoable=False),
            ):
                set_log.note(db, {"name": "Harbour"})
        assert rows(db) == before
        assert set_log.facts(db) == {}
        tag(db)


def test_a_place_that_no_file_can_be_opened_at_is_told(tmp_path: Path) -> None:
    code = sqlite3.SQLITE_CANTOPEN
    with refused(tmp_path, "cannot be opened: check that you may read it", code), explained(tmp_path):
        files.connect(tmp_path)


def test_a_damaged_page_is_told_where_it_is_read_and_where_it_is_written(path: Path) -> None:
    with make_project(path) as db:
        page = db.sqlite.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claim'").fetchone()[0]
        size = db.sqlite.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)
    with Database(path) as db:
        with refused(path, "is damaged (database disk image is malformed)", sqlite3.SQLITE_CORRUPT), explained(path):
            rows(db)
        with refused(path, "is damaged", sqlite3.SQLITE_CORRUPT):
            tag(db)


def test_a_file_that_only_begins_like_a_project_is_damaged(path: Path) -> None:
    make_project(path).close()
    path.write_bytes(path.read_bytes()[:20] + b"\xff" * 4000)
    with refused(path, "is damaged (file is not a database)", sqlite3.SQLITE_NOTADB):
        Database(path)


def test_a_text_that_is_no_utf_8_is_damage_and_not_a_bug(path: Path) -> None:
    with make_project(path) as db, pytest.raises(UserError, match="is damaged"), explained(path):
        db.sqlite.execute("SELECT CAST(x'fffe' AS TEXT)").fetchall()


@pytest.mark.parametrize(
    "statement",
    ["SELECT nothing FROM claim", "SELECT * FROM nowhere", "no SQL at all", "UPDATE claim SET stance = 'loud'"],
)
def test_a_bug_of_ours_goes_on_as_it_is(path: Path, statement: str) -> None:
    with make_project(path) as db, pytest.raises(sqlite3.DatabaseError), explained(path):
        db.sqlite.execute(statement)


def test_a_connection_that_was_closed_is_a_bug_of_ours(path: Path) -> None:
    db = make_project(path)
    db.close()
    with pytest.raises(sqlite3.ProgrammingError), explained(path):
        db.sqlite.execute("SELECT 1")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "in use by another program"),
        (sqlite3.SQLITE_LOCKED_SHAREDCACHE, "in use by another program"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "write-protected"),
        (sqlite3.SQLITE_IOERR_FSYNC, "cannot be read or written"),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, "cannot be opened"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "is damaged"),
        (sqlite3.SQLITE_PERM, "write-protected"),
        (sqlite3.SQLITE_NOLFS, "too large for its disk"),
    ],
)
def test_an_extended_code_is_told_as_its_kind(code: int, sentence: str) -> None:
    error = sqlite3.OperationalError("whatever it says: full, locked, readonly")
    error.sqlite_errorcode = code
    assert sentence in str(explain(error, Path("small.visavis")))


@pytest.mark.parametrize("code", [sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT_CHECK, sqlite3.SQLITE_MISUSE])
def test_the_words_of_a_message_make_no_bug_the_users(code: int) -> None:
    error = sqlite3.OperationalError("no such column: locked, full, readonly")
    error.sqlite_errorcode = code
    assert explain(error, Path("small.visavis")) is None
