import gzip
import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.core.project_file import APPLICATION_ID
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store import files
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.schema import MIGRATIONS, Migration
from desktop.store.sqlite import Sqlite

from .making import make_project, rows

OLDEST = Path(__file__).parents[1] / "data" / "projects" / "version-2.visavis.gz"
# what is kept of a project that is brought up from the newest version
COPY = f"small.visavis.version-{len(MIGRATIONS)}"


def refusal(path: Path) -> str:
    """Return the sentence with which the file is refused, and see that it is one and names the file."""
    with pytest.raises(UserError) as caught:
        Database(path)
    sentence = str(caught.value)
    assert sentence.startswith(("“", "There is")), sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert f"“{path}”" in sentence
    return sentence


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def dumped(path: Path) -> list[str]:
    """Return all that a sound file holds, as statements."""
    connection = sqlite3.connect(path)
    connection.create_function("searchable", 1, lambda content: content)
    try:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        return [*connection.iterdump()]
    finally:
        connection.close()


def make_sqlite(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def add_color_to_claims(db: Sqlite) -> None:
    db.execute("ALTER TABLE claim ADD COLUMN color TEXT NOT NULL DEFAULT ''")


def add_a_table(db: Sqlite) -> None:
    db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT")


def break_in_the_middle(db: Sqlite) -> None:
    db.execute("UPDATE claim SET voice = 'author'")
    db.execute("INSERT INTO nowhere VALUES (1)")


def raise_a_bug(db: Sqlite) -> None:
    db.execute("UPDATE claim SET voice = 'author'")
    raise RuntimeError("a bug of ours")


def test_a_missing_file_is_refused_and_not_made(tmp_path: Path) -> None:
    assert "There is no project" in refusal(tmp_path / "none.visavis")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is no file" in refusal(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"S", b"velo marin\n" * 500, b"\0" * 4096, b"SQLite format 2\0" + b"x" * 4096, b"SQLite format 3"]
)
def test_a_file_that_is_no_sqlite_file_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.visavis"
    path.write_bytes(content)
    assert "is no Visavis project" in refusal(path)
    assert content_of(tmp_path) == {"other.visavis": content}


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_a_foreign_sqlite_file_is_refused_and_left_byte_for_byte(tmp_path: Path, journal: str) -> None:
    path = tmp_path / "other.db"
    make_sqlite(path, f"PRAGMA journal_mode={journal}", "CREATE TABLE velo (a)", "INSERT INTO velo VALUES (1)")
    before = content_of(tmp_path)
    assert "but no Visavis project" in refusal(path)
    assert content_of(tmp_path) == before


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_a_project_from_the_future_is_refused_and_left_byte_for_byte(path: Path, journal: str) -> None:
    make_project(path).close()
    make_sqlite(path, f"PRAGMA user_version={len(MIGRATIONS) + 1}", f"PRAGMA journal_mode={journal}")
    before = content_of(path.parent)
    newest = len(MIGRATIONS)
    told = f"was written by a newer Visavis (format {newest + 1}, this one reads up to {newest}): update Visavis"
    assert told in refusal(path)
    assert content_of(path.parent) == before


def test_a_file_with_our_header_and_nothing_behind_it_is_called_damaged(path: Path) -> None:
    make_project(path).close()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 4000)
    assert "is damaged" in refusal(path)


def test_a_name_that_the_system_cannot_take_is_refused(tmp_path: Path) -> None:
    too_long = tmp_path / ("x" * 5000)
    refusal(too_long)
    with pytest.raises(UserError, match="cannot be written"):
        Database(too_long, create=True)


def test_a_write_protected_project_can_be_read_and_is_not_written_to(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make_project(path) as db:
        expected = rows(db)
    before = content_of(path.parent)
    # root may write anywhere, so the system's answer is put in its mouth
    monkeypatch.setattr(os, "access", lambda file, mode: mode != os.W_OK)
    with Database(path) as db:
        assert db.is_read_only
        assert rows(db) == expected
        assert problems(db) == []
        with pytest.raises(UserError, match=r"is open to be read only: save a copy in a folder of your own"):
            edit_claims.delete(db, [1])
        with pytest.raises(UserError, match=r"is open to be read only"):
            db.undo()
        db.save_copy(path.with_name("copy.visavis"))
    assert content_of(path.parent).items() >= before.items()
    monkeypatch.undo()
    with Database(path.with_name("copy.visavis")) as copy:
        edit_claims.delete(copy, [1])


def test_an_older_project_that_is_write_protected_is_read_as_a_newer_one_and_stays_as_it_is(path: Path) -> None:
    path.write_bytes(gzip.decompress(OLDEST.read_bytes()))
    before = content_of(path.parent)
    with Database(path, read_only=True) as db:
        assert len(rows(db)["claim"]) > 0
        assert files.read_version(db.sqlite) == len(MIGRATIONS)
        assert problems(db) == []
    assert content_of(path.parent) == before


def test_a_write_protected_project_that_was_left_amid_a_write_says_what_to_copy(path: Path) -> None:
    with make_project(path) as db:
        db.sqlite.execute("PRAGMA cache_size=1").close()
        db.sqlite.execute("BEGIN IMMEDIATE").close()
        db.sqlite.execute("UPDATE segment SET label = hex(randomblob(2000))").close()
        for name in (path.name, f"{path.name}-journal"):
            shutil.copyfile(path.with_name(name), path.with_name(f"left-{name}"))
        db.sqlite.execute("ROLLBACK").close()
    left = path.with_name(f"left-{path.name}")
    with pytest.raises(UserError, match=r"left amid a write.*“left-small.visavis-journal” to a folder of your own"):
        Database(left, read_only=True)


def test_a_write_protected_project_with_a_write_ahead_log_is_read(path: Path) -> None:
    with make_project(path) as db:
        expected = rows(db)
    make_sqlite(path, "PRAGMA journal_mode=WAL")
    with Database(path, read_only=True) as db:
        assert rows(db) == expected


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read and write anything")
def test_a_file_that_may_not_be_read_is_refused(path: Path) -> None:
    make_project(path).close()
    path.chmod(0)
    assert "cannot be read" in refusal(path)


def test_a_locked_file_is_refused_and_opens_again_when_it_is_free(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(path).close()
    monkeypatch.setattr(files, "TIMEOUT", 0.02)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert "is in use by another program: close it there" in refusal(path)
    other.execute("ROLLBACK")
    other.close()
    with Database(path) as db:
        assert problems(db) == []


def test_an_edit_of_a_locked_file_is_refused_and_writes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "TIMEOUT", 0.02)
    with make_project(path) as db:
        before = rows(db)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        claim = NewClaim(1, Span(0, 4), (1,), 1, Stance.FAVOR)
        with pytest.raises(UserError, match=r"is in use by another program"):
            edit_claims.tag(db, claim)
        with pytest.raises(UserError, match=r"is in use by another program"):
            db.undo()
        other.execute("ROLLBACK")
        other.close()
        assert rows(db) == before
        edit_claims.tag(db, claim)
        assert len(rows(db)["claim"]) == 4


def test_a_full_disk_is_told_and_nothing_is_half_written(db: Database) -> None:
    before = rows(db)
    pages = db.sqlite.execute("PRAGMA page_count").fetchone()[0]
    db.sqlite.execute(f"PRAGMA max_page_count={pages}")
    sentence = r"is full: make room and try again; nothing was lost\."
    with pytest.raises(UserError, match=sentence), db.edit("Fill the disk") as recorder:
        recorder.insert("setting", {"key": "a", "value": f'"{"x" * 100_000}"'})
    assert rows(db) == before
    assert problems(db) == []


def test_a_project_is_made_only_where_nothing_stands(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(UserError, match=r"^“.*” exists already: choose another name, or delete it first\.$"):
        Database(path, create=True)
    assert path.read_text() == "mine"


def test_a_project_is_made_only_in_a_folder_that_is_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^The folder “.*missing” does not exist: make it first"):
        Database(tmp_path / "missing" / "small.visavis", create=True)
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match=r"^The folder “.*file” does not exist"):
        Database(tmp_path / "file" / "small.visavis", create=True)


def test_a_project_that_cannot_be_made_leaves_no_file(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table: claim"):
        files.create(path, (break_in_the_middle,))
    assert list(path.parent.iterdir()) == []
    with pytest.raises(RuntimeError, match="a bug of ours"):
        files.create(path, (*MIGRATIONS, raise_a_bug))
    assert list(path.parent.iterdir()) == []


def test_nothing_stands_beside_a_project_that_was_closed(path: Path) -> None:
    with make_project(path) as db:
        edit_claims.delete(db, [1])
        db.undo()
    assert [file.name for file in path.parent.iterdir()] == ["small.visavis"]
    with Database(path) as db:
        db.redo()
        # nor while it is open and at rest: what is mailed is whole
        assert [file.name for file in path.parent.iterdir()] == ["small.visavis"]
    assert [file.name for file in path.parent.iterdir()] == ["small.visavis"]


def test_a_project_left_with_a_write_ahead_log_becomes_one_file_again(path: Path) -> None:
    make_project(path).close()
    make_sqlite(path, "PRAGMA journal_mode=WAL", "UPDATE claim SET voice = 'author'")
    with Database(path) as db:
        assert db.sqlite.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert {row[0] for row in db.sqlite.execute("SELECT voice FROM claim")} == {"author"}
    assert [file.name for file in path.parent.iterdir()] == ["small.visavis"]


def test_an_older_project_is_brought_up_and_a_copy_of_it_kept(path: Path) -> None:
    with make_project(path) as db:
        claims = rows(db)["claim"]
    shutil.copyfile(path, path.with_name("before"))
    db2 = files.open_file(path, (*MIGRATIONS, add_color_to_claims, add_a_table))
    assert files.read_version(db2) == len(MIGRATIONS) + 2
    assert [(*row, "") for row in claims] == list(db2.execute("SELECT * FROM claim ORDER BY id"))
    assert db2.execute("SELECT count(*) FROM note").fetchone() == (0,)
    db2.close()
    assert content_of(path.parent).keys() == {"before", "small.visavis", COPY}
    assert dumped(path.parent / COPY) == dumped(path.with_name("before"))
    path.with_name("before").unlink()
    # brought up once, it is not copied again
    files.open_file(path, (*MIGRATIONS, add_color_to_claims, add_a_table)).close()
    assert len(content_of(path.parent)) == 2


def test_a_copy_that_stands_already_is_not_overwritten(path: Path) -> None:
    make_project(path).close()
    for name in (COPY, f"{COPY}-2"):
        (path.parent / name).write_text("older copy")
    files.open_file(path, (*MIGRATIONS, add_a_table)).close()
    assert (path.parent / COPY).read_text() == "older copy"
    with Database(path.parent / f"{COPY}-3") as copy:
        assert problems(copy) == []


def test_an_undo_goes_on_after_a_migration(path: Path) -> None:
    with make_project(path) as db:
        before = rows(db)
        edit_claims.delete(db, [1, 2])
    files.open_file(path, (*MIGRATIONS, add_a_table)).close()
    make_sqlite(path, f"PRAGMA user_version={len(MIGRATIONS)}", "DROP TABLE note")
    with Database(path) as db:
        db.set_coder("Nilo")
        db.undo()
        assert rows(db) == before


@pytest.mark.parametrize(
    ("migration", "error", "sentence"),
    [
        (break_in_the_middle, sqlite3.OperationalError, "no such table: nowhere"),
        (raise_a_bug, RuntimeError, "a bug of ours"),
    ],
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(
    path: Path, migration: Migration, error: type[Exception], sentence: str
) -> None:
    make_project(path).close()
    before = path.read_bytes()
    with pytest.raises(error, match=sentence):
        files.open_file(path, (*MIGRATIONS, add_color_to_claims, migration))
    assert path.read_bytes() == before
    assert {file.name for file in path.parent.iterdir()} == {"small.visavis", COPY}
    # tried again, what was kept is the copy already
    with pytest.raises(error, match=sentence):
        files.open_file(path, (*MIGRATIONS, add_color_to_claims, migration))
    assert content_of(path.parent).keys() == {"small.visavis", COPY}
    assert path.read_bytes() == before
    assert dumped(path) == dumped(path.with_name(COPY))
    with Database(path) as db:
        assert problems(db) == []


def test_two_programs_that_bring_one_project_up_at_once_do_it_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(path).close()
    newer = (*MIGRATIONS, add_color_to_claims)
    write_copy = files.write_copy

    def overtaken(source: sqlite3.Connection, target: Path) -> None:
        write_copy(source, target)
        monkeypatch.undo()
        files.open_file(path, newer).close()

    monkeypatch.setattr(files, "write_copy", overtaken)
    db = files.open_file(path, newer)
    assert files.read_version(db) == len(newer)
    db.close()


def test_no_migration_begins_when_no_copy_can_be_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(path).close()
    before = path.read_bytes()

    def no_room(source: sqlite3.Connection, target: Path) -> None:
        target.write_bytes(path.read_bytes()[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write_copy", no_room)
    with pytest.raises(UserError, match=r"no copy fits beside it \(No space left on device\): make room"):
        files.open_file(path, (*MIGRATIONS, add_a_table))
    assert content_of(path.parent) == {"small.visavis": before}


def test_the_versions_are_counted_from_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "new.visavis"
    db = files.create(path, (*MIGRATIONS, add_a_table))
    assert files.read_version(db) == len(MIGRATIONS) + 1
    assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    db.close()
    assert [file.name for file in tmp_path.iterdir()] == ["new.visavis"]


def test_a_long_action_that_is_taken_back_leaves_none_of_its_words_in_the_file(path: Path) -> None:
    """SQLite overwrites free pages before the end of a long action, and leaves them so when it is rolled back."""
    with Database(path, create=True) as db:
        # what an import that was undone leaves: free pages
        db.sqlite.execute("CREATE TABLE gone (content)")
        db.sqlite.execute("INSERT INTO gone VALUES (zeroblob(4000000))")
        db.sqlite.execute("DROP TABLE gone")
        # of a project that holds something
        with db.edit("Some") as recorder:
            recorder.insert("setting", {"key": "kept", "value": '"heron"'})
        size, rows = path.stat().st_size, list(db.sqlite.execute("SELECT * FROM setting"))
        free = db.sqlite.execute("PRAGMA freelist_count").fetchone()[0]
        assert free > 900
        # as small as that of an import of a hundred thousand documents
        db.sqlite.execute("PRAGMA cache_size=100")
        seen: list[bytes] = []

        def give_up() -> None:
            with db.edit("Many") as recorder:
                for number in range(300):
                    recorder.insert("setting", {"key": f"k{number}", "value": json.dumps("cormorant " * 3000)})
                seen.append(path.read_bytes())
                raise RuntimeError

        with pytest.raises(RuntimeError):
            give_up()
        # it was in the file: else this test says nothing
        assert b"cormorant" in seen[0]
        left = path.read_bytes()
        assert b"cormorant" not in left
        assert b"heron" in left
        assert len(left) == size
        assert list(db.sqlite.execute("SELECT * FROM setting")) == rows
        assert db.sqlite.execute("PRAGMA freelist_count").fetchone()[0] == free
        assert db.sqlite.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.sqlite.execute("PRAGMA cache_size").fetchone()[0] == 100
        # and it goes on
        with db.edit("Some") as recorder:
            recorder.insert("setting", {"key": "next", "value": "1"})
        assert problems(db) == []
