import sqlite3

import pytest

from desktop.core.project_file import APPLICATION_ID
from desktop.store.database import Database
from desktop.store.schema import MIGRATIONS, RECORDED

from .making import rows


def pragma(db: Database, name: str) -> object:
    return db.sqlite.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_project_says_what_it_is_and_of_which_version(db: Database) -> None:
    assert db.path.read_bytes()[68:72] == b"VISV"
    assert pragma(db, "application_id") == APPLICATION_ID == int.from_bytes(b"VISV")
    assert pragma(db, "user_version") == len(MIGRATIONS)


def test_a_connection_keeps_a_project_one_file_and_each_commit_on_the_disk(db: Database) -> None:
    settings = {name: pragma(db, name) for name in ("foreign_keys", "journal_mode", "synchronous", "encoding")}
    # 3 is EXTRA: the folder's record of the journal's end is on the disk before a commit is told
    assert settings == {"foreign_keys": 1, "journal_mode": "delete", "synchronous": 3, "encoding": "UTF-8"}
    assert [pragma(db, name) for name in ("fullfsync", "checkpoint_fullfsync", "cell_size_check")] == [1, 1, 1]


def test_every_table_is_strict_and_refuses_another_type(db: Database) -> None:
    own = db.sqlite.execute(
        "SELECT name, strict FROM pragma_table_list "
        "WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    strict = {name: bool(is_strict) for name, is_strict in own if not name.startswith("text_fts")}
    own_tables = [*RECORDED, "text", "file", "history", "history_part", "mention", "vocabulary", "last_id"]
    own_tables += ["field_mention", "change_set", "change_row", "team"]
    assert strict == dict.fromkeys(own_tables, True)
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in INTEGER column"):
        db.sqlite.execute("UPDATE document SET length = 'long'")


def test_every_recorded_row_has_a_uuid_of_its_own(db: Database) -> None:
    with_uuid = [table for table in RECORDED if table not in ("claim_actor", "claim_value", "setting")]
    found = [uuid for table in with_uuid for (uuid,) in db.sqlite.execute(f"SELECT uuid FROM {table}")]
    assert len(found) == len(set(found)) > 15
    assert all(len(uuid) == 36 for uuid in found)


def test_no_foreign_key_cascades(db: Database) -> None:
    actions = {
        (table, row[2]): row[6]
        for table in (*RECORDED, "history", "history_part")
        for row in db.sqlite.execute(f"PRAGMA foreign_key_list({table})")
    }
    # the composite key is checked at the commit; the plain key beside it refuses at once
    assert len(actions) >= 14
    assert set(actions.values()) <= {"RESTRICT", "NO ACTION"}


@pytest.mark.parametrize("table", ["text", "coder", "actor", "topic", "document", "claim"])
def test_what_others_refer_to_cannot_be_deleted(db: Database, table: str) -> None:
    before = rows(db)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"):
        db.sqlite.execute(f"DELETE FROM {table} WHERE id = 1")
    assert rows(db) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claim SET stance = ''",
        "UPDATE claim SET voice = 'loud'",
        "UPDATE claim SET origin = 'elsewhere'",
        "UPDATE claim SET quote = quote || 'x'",
        "UPDATE claim SET \"end\" = start, quote = ''",
        "UPDATE claim SET start = -1, \"end\" = 0, quote = 'x'",
        "UPDATE claim SET prefix = printf('%33s', 'x')",
        "UPDATE claim SET original_start = 3",
        "UPDATE claim SET original_start = 3, original_end = 3",
        'UPDATE segment SET "end" = start - 1',
        "UPDATE segment SET kind = 'poem'",
        "UPDATE segment SET original_end = 3",
        "UPDATE document SET length = -1",
        "UPDATE document SET is_brief = 2",
        "UPDATE document SET date_certainty = 'sure'",
        "UPDATE document SET name = ''",
        "UPDATE actor SET key = '' WHERE id = 1",
        "UPDATE actor SET kind = 'dog'",
        "UPDATE actor SET parent_id = id",
        "UPDATE actor SET aliases = '['",
        "UPDATE topic SET name = ''",
        "UPDATE topic SET parent_id = id",
        "UPDATE coder SET name = ''",
        "UPDATE memo SET document_id = 1",
        "UPDATE memo SET claim_id = NULL",
        "UPDATE memo SET actor_id = 1",
        "UPDATE history SET kind = 'wish'",
        "UPDATE history SET state = 'lost'",
        "UPDATE history SET changes = '['",
        "UPDATE text SET sha256 = 'abc'",
        "INSERT INTO setting (key, value) VALUES ('a', 'not json')",
    ],
)
def test_checks_refuse_what_cannot_be(db: Database, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        db.sqlite.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO claim_actor (claim_id, actor_id, topic_id, stance) VALUES (2, 1, 3, 'against')",
        "UPDATE claim SET uuid = (SELECT uuid FROM claim WHERE id = 1) WHERE id = 2",
        "UPDATE actor SET key = 'tarn'",
        "UPDATE topic SET key = 'trade'",
        "INSERT INTO text (sha256, content) SELECT sha256, 'other' FROM text",
        "INSERT INTO coder (uuid, name) VALUES ('x', 'Nilo')",
    ],
)
def test_what_must_be_alone_is_refused_a_second_time(db: Database, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE constraint failed"):
        db.sqlite.execute(statement)


@pytest.mark.parametrize("column", ["topic_id = 3", "stance = 'neutral'"])
def test_a_claim_actor_cannot_say_another_topic_or_stance_than_its_claim(db: Database, column: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"):
        db.sqlite.execute(f"UPDATE claim_actor SET {column} WHERE claim_id = 1")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"):
        db.sqlite.execute(f"UPDATE claim SET {column} WHERE id = 1")


@pytest.mark.parametrize("on", ["actor_id = 1", "topic_id = 1", "actor_id = 1, topic_id = 1", "document_id = 1"])
def test_a_memo_may_be_on_anything_one(db: Database, on: str) -> None:
    db.sqlite.execute(f"UPDATE memo SET claim_id = NULL, {on}")
    assert db.sqlite.execute("SELECT count(*) FROM memo WHERE claim_id IS NULL").fetchone() == (1,)
