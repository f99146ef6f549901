import gzip
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from desktop.core.errors import DamageError, UserError
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store import files, own_schema
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.schema import MIGRATIONS

from .making import make_project, rows

OLD = sorted((Path(__file__).parents[1] / "data" / "projects").glob("version-*.gz"))
HOSTILE = {
    "a trigger that turns stances": (
        "CREATE TRIGGER zz AFTER INSERT ON history BEGIN UPDATE claim SET voice = 'author'; END",
        "trigger “zz”",
    ),
    "a trigger in the place of ours": (
        "DROP TRIGGER mention_insert; CREATE TRIGGER mention_insert AFTER INSERT ON claim_actor "
        "BEGIN DELETE FROM history; END",
        "trigger “mention_insert”",
    ),
    "a trigger of ours that does more": (
        "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = replace(sql, 'END', ' DELETE FROM memo; END') "
        "WHERE name = 'mention_insert'",
        "trigger “mention_insert”",
    ),
    "a view in the place of a table": (
        "PRAGMA foreign_keys=OFF; ALTER TABLE document RENAME TO old_document; CREATE VIEW document AS "
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n",
        "view “document”",
    ),
    "a generated column": (
        "ALTER TABLE memo ADD COLUMN big TEXT AS (hex(zeroblob(400000000)))",
        "table “memo”",
    ),
    "a generated column of a search index": (
        "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = replace(sql, 'block BLOB', "
        "'block BLOB, big AS (hex(zeroblob(400000000)))') WHERE name = 'text_fts_data'",
        "text_fts_data",
    ),
    "a virtual table": ("CREATE VIRTUAL TABLE spy USING fts5(a)", "table “spy”"),
    "an index on an expression": ("CREATE INDEX slow ON claim(length(quote))", "index “slow”"),
    "a table of another program": ("CREATE TABLE note (a)", "table “note”"),
}
LOST = {
    "a table": ("PRAGMA foreign_keys=OFF; DROP TABLE same_event", "table “same_event”"),
    "a search index": ("DROP TABLE claim_fts", "table “claim_fts”"),
}


def script(path: Path, statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.create_function("searchable", 1, lambda content: content)
    try:
        connection.executescript(statements)
    finally:
        connection.close()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_another_program_put_into_the_schema_is_refused_and_not_run(path: Path, hostile: str) -> None:
    make_project(path).close()
    statements, named = HOSTILE[hostile]
    script(path, statements)
    before = path.read_bytes()
    with pytest.raises(DamageError, match="has put into no project") as caught:
        Database(path)
    assert named in str(caught.value)
    assert "“visavis rescue”" in str(caught.value)
    with pytest.raises(DamageError):
        Database(path, read_only=True)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("lost", LOST)
def test_a_project_that_lacks_a_table_is_refused(path: Path, lost: str) -> None:
    make_project(path).close()
    statements, named = LOST[lost]
    script(path, statements)
    with pytest.raises(DamageError, match="lacks what every project has") as caught:
        Database(path)
    assert named in str(caught.value)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_lost_index_is_made_again_and_told(path: Path, read_only: bool) -> None:
    make_project(path).close()
    script(path, "DROP INDEX claim_document")
    with Database(path, read_only=read_only) as db:
        assert list(db.notes) == [
            f"“{path}” lacked parts that Visavis makes of others (claim_document): they were made again."
        ]
        assert problems(db) == []
        # the claims page names it
        db.sqlite.execute("SELECT start FROM claim INDEXED BY claim_document").close()
    with Database(path) as db:
        assert len(db.notes) == int(read_only)


def test_a_lost_trigger_is_made_again_with_all_that_it_did_not_follow(path: Path) -> None:
    with make_project(path) as db:
        expected = rows(db)
    script(path, "DROP TRIGGER claim_fts_update; DROP TRIGGER claim_vocabulary_update; DROP TRIGGER mention_delete")
    script(path, "DELETE FROM mention; DELETE FROM vocabulary")
    with Database(path) as db:
        assert "claim_fts_update" in db.notes[0]
        assert problems(db) == []
        assert rows(db) == expected


def test_statistics_of_another_program_are_no_harm(path: Path) -> None:
    make_project(path).close()
    script(path, "ANALYZE")
    with Database(path) as db:
        assert problems(db) == []


@pytest.mark.parametrize("kept", OLD, ids=lambda kept: kept.name.partition(".")[0])
def test_a_project_of_each_version_opens_and_is_sound(path: Path, kept: Path) -> None:
    path.write_bytes(gzip.decompress(kept.read_bytes()))
    with Database(path, read_only=True) as db:
        read, claims = problems(db), rows(db)["claim"]
    with Database(path) as db:
        assert files.read_version(db.sqlite) == len(MIGRATIONS)
        assert rows(db)["claim"] == claims != []
        assert problems(db) == read == []
        _undo_and_redo(db)


def _undo_and_redo(db: Database) -> None:
    """See that what was done in a former version can be taken back and done again."""
    coders = [name for (name,) in db.sqlite.execute("SELECT coder FROM history GROUP BY coder ORDER BY max(id)")]
    # what was undone when it was kept comes first
    _all(db, coders, db.redo)
    before = rows(db)
    _all(db, reversed(coders), db.undo)
    assert problems(db) == []
    left = "SELECT 1 FROM history WHERE kind = 'edit' AND state = 'done'"
    assert db.sqlite.execute(left).fetchone() is None
    _all(db, coders, db.redo)
    assert rows(db) == before
    assert problems(db) == []


def _all(db: Database, coders: Iterable[str], step: Callable[[], object]) -> None:
    for coder in coders:
        db.set_coder(coder)
        while step() is not None:
            pass


def test_there_is_a_project_of_each_version() -> None:
    kept = {int(path.name.split("-")[1].partition(".")[0]) for path in OLD}
    assert kept == set(range(1, len(MIGRATIONS) + 1))


def test_the_schema_that_needs_no_comparison_is_that_of_the_newest_version() -> None:
    connection = own_schema.made_by(MIGRATIONS)
    try:
        assert own_schema.digest(own_schema.read(connection)) == own_schema.NEWEST
    finally:
        connection.close()


def test_what_is_put_into_the_schema_while_a_project_is_open_is_not_run(path: Path) -> None:
    with make_project(path) as db:
        before = rows(db)
        script(path, HOSTILE["a trigger that turns stances"][0])
        with pytest.raises(DamageError, match="trigger “zz”"):
            edit_claims.tag(db, NewClaim(1, Span(0, 4), (1,), 1, Stance.FAVOR))
        assert rows(db) == before
        script(path, "DROP TRIGGER zz")
        # what is no action of anybody is looked at before one goes on
        assert db.catch_up()
        edit_claims.tag(db, NewClaim(1, Span(0, 4), (1,), 1, Stance.FAVOR))


def test_a_newer_visavis_that_brings_the_project_up_meanwhile_is_told(path: Path) -> None:
    with make_project(path) as db:
        script(path, f"ALTER TABLE memo ADD COLUMN mood TEXT; PRAGMA user_version={len(MIGRATIONS) + 1}")
        with pytest.raises(UserError, match="was changed by another Visavis, a newer one: open it again"):
            edit_claims.delete(db, [1])
