import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store import check, files, foreign, vocabulary
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.trail import whole_changes

from .making import damage, make_project

# what is wrong, how it came about, and what must be said of it
DAMAGES = {
    "quote": (
        ["UPDATE claim SET quote = upper(quote) WHERE id = 1"],
        ["The quote of claim 1 is not what stands in document 1 at 5-23."],
    ),
    "offset": (
        ['UPDATE claim SET start = start + 1, "end" = "end" + 1 WHERE id = 3'],
        ["The quote of claim 3 is not what stands in document 1 at 12-16."],
    ),
    "context": (
        ["UPDATE claim SET prefix = 'X' WHERE id = 1"],
        ["The context of claim 1 is not what stands around it in document 1."],
    ),
    "outside": (
        ['UPDATE claim SET start = start + 900, "end" = "end" + 900 WHERE id = 2'],
        ["Claim 2 lies outside its document 1."],
    ),
    "text": (
        ["UPDATE text SET content = replace(content, 'Karvel', 'Karvol')"],
        ["Text 1 is not the text that came in: its hash differs."],
    ),
    "length": (["UPDATE document SET length = length - 1"], ["Document 1 does not say its text's length."]),
    "segment": (['UPDATE segment SET "end" = "end" + 100 WHERE id = 4'], ["Segment 4 lies outside its document 1."]),
    "no actor": (["DELETE FROM claim_actor WHERE claim_id = 2"], ["Claim 2 has no actor."]),
    "other topic": (
        ["UPDATE claim_actor SET topic_id = 3 WHERE id = 1"],
        ["claim_actor 1 says another topic or stance than its claim."],
    ),
    "other stance": (
        ["UPDATE claim_actor SET stance = 'neutral' WHERE id = 4"],
        ["claim_actor 4 says another topic or stance than its claim."],
    ),
    "lost actor": (
        ["DELETE FROM actor WHERE key = 'elbar'"],
        [f"{table} 2 refers to a row of actor that does not exist." for table in ("participant", "claim_actor")],
    ),
    "lost document": (["DELETE FROM document"], ["claim 1 refers to a row of document that does not exist."]),
    "lost text": (["DELETE FROM text"], ["document 1 refers to a row of text that does not exist."]),
    "history cut short": (
        ["UPDATE history SET changes = substr(changes, 1, 50)"],
        ["History entry 1 cannot be read."],
    ),
    "history of another kind": (
        ["UPDATE history SET changes = '{\"a\": 1}'"],
        ["History entry 1 cannot be read."],
    ),
    "history with a torn row": (
        ["UPDATE history SET changes = '[[\"claim\", 1]]'"],
        ["History entry 1 cannot be read."],
    ),
    "history of a number": (["UPDATE history SET changes = '7'"], ["History entry 1 cannot be read."]),
    "no stance": (["UPDATE claim SET stance = '' WHERE id = 1"], ["CHECK constraint failed in claim"]),
    "stance unknown": (
        ["UPDATE claim SET stance = 'perhaps' WHERE id = 1"],
        ["Claim 1 has the stance “perhaps”, which is no step of the project's scale."],
    ),
    "vocabulary": (
        ["DELETE FROM vocabulary WHERE word LIKE '%marin%'"],
        ["The vocabulary lacks words: letters inside of these are not found."],
    ),
    "index": (
        ["INSERT INTO text_fts(text_fts, rowid, content) SELECT 'delete', id, content FROM text"],
        ["The search index does not agree with the texts."],
    ),
    "index of the claims": (
        ["INSERT INTO claim_fts(claim_fts, rowid, quote) SELECT 'delete', id, quote FROM claim"],
        ["The search index does not agree with the claims."],
    ),
    "index of the memos": (
        ["INSERT INTO memo_fts(memo_fts, rowid, text) SELECT 'delete', id, text FROM memo"],
        ["The search index does not agree with the memos."],
    ),
    "index of mentions, one too few": (
        ["DELETE FROM mention WHERE claim_id = 1"],
        ["The index of mentions does not agree with the claims"],
    ),
    "index of mentions, one that says otherwise": (
        ["UPDATE mention SET voice = 'author' WHERE claim_id = 1"],
        ["The index of mentions does not agree with the claims"],
    ),
}  # fmt: skip


def test_a_sound_project_has_no_problems(db: Database) -> None:
    assert problems(db) == []
    edit_claims.tag(db, NewClaim(1, Span(0, 4), (1,), 1, Stance.FAVOR))
    db.undo()
    assert problems(db) == []


def test_an_empty_project_has_no_problems(path: Path) -> None:
    with Database(path, create=True) as db:
        assert problems(db) == []


@pytest.mark.parametrize(("statements", "sentences"), DAMAGES.values(), ids=DAMAGES.keys())
def test_each_kind_of_damage_is_told(path: Path, statements: list[str], sentences: list[str]) -> None:
    make_project(path).close()
    damage(path, *statements)
    with Database(path) as db:
        found = problems(db)
    for sentence in sentences:
        assert any(sentence in problem for problem in found), found


def test_all_damages_are_told_at_once(path: Path) -> None:
    make_project(path).close()
    for name in ("quote", "outside", "segment", "length", "history cut short"):
        damage(path, *DAMAGES[name][0])
    with Database(path) as db:
        found = problems(db)
    for name in ("quote", "outside", "segment", "length", "history cut short"):
        assert any(DAMAGES[name][1][0] in problem for problem in found), name


def test_a_damaged_page_is_told_in_a_sentence(path: Path) -> None:
    with make_project(path) as db:
        page = db.sqlite.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claim'").fetchone()[0]
        size = db.sqlite.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)
    with Database(path) as db:
        found = problems(db)
    assert found[-1].startswith(f"“{path}” is damaged (database disk image is malformed): restore a backup")


def test_texts_that_are_no_utf_8_are_told(path: Path) -> None:
    make_project(path).close()
    damage(path, "UPDATE claim SET quote = CAST(x'fffe' AS TEXT) WHERE id = 1")
    with Database(path) as db:
        found = problems(db)
    assert any("is damaged" in problem and "UTF-8" in problem for problem in found), found


def test_a_project_in_use_is_not_called_damaged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "TIMEOUT", 0.01)
    with make_project(path) as db:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert problems(db) == [f"“{path}” is in use by another program: close it there and try again."]
        other.execute("ROLLBACK")
        other.close()
        assert problems(db) == []


def test_the_history_is_kept_as_rows_before_and_after(db: Database) -> None:
    edit_claims.change(db, 3, stance=Stance.NEUTRAL)
    (changes,) = db.sqlite.execute("SELECT changes FROM history ORDER BY id DESC").fetchone()
    # each value once, and of a changed row what changed
    assert json.loads(changes)[0][3] == {"stance": "neutral"}
    ((table, number, before, after),) = [
        one for one in whole_changes(json.loads(changes), db.texts.content) if one[0] == "claim"
    ]
    assert before is not None
    assert after is not None
    assert (table, number, before["stance"], after["stance"]) == ("claim", 3, "against", "neutral")
    assert before["uuid"] == after["uuid"]
    assert db.sqlite.execute("SELECT uuid FROM claim WHERE id = 3").fetchone()[0] == after["uuid"]
    assert {name for name in before if before[name] != after[name]} == {"stance"}


def test_a_large_project_is_looked_through_beside_and_tells_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damages = ("UPDATE claim SET prefix = 'x' WHERE id = 1", "DELETE FROM mention WHERE claim_id = 2")
    with make_project(path) as db:
        for sql in damages:
            db.sqlite.execute(sql).close()
        alone, told = problems(db), list[tuple[int, int]]()
        assert len(alone) == 2
        monkeypatch.setattr(check, "_LARGE", 0)
        assert problems(db, lambda *parts: told.append(parts)) == alone
        # in order, and to the end
        assert [done / whole for done, whole in told] == sorted(done / whole for done, whole in told)
        assert told[-1] == (1, 1)
        assert len(told) > 5
        # the memory that it took is given back
        assert db.sqlite.execute("PRAGMA cache_size").fetchone()[0] != -check._CACHE


@pytest.mark.parametrize(("least", "read_only"), [(0, False), (10**9, True), (10**9, False)])
def test_what_a_table_forbids_is_told_of_a_large_file_and_of_one_that_is_only_read(
    path: Path, monkeypatch: pytest.MonkeyPatch, least: int, *, read_only: bool
) -> None:
    make_project(path).close()
    damage(path, "UPDATE claim SET voice = 'sung' WHERE id = 2")
    monkeypatch.setattr(check, "_LARGE", least)
    with Database(path, read_only=read_only) as db:
        assert problems(db)[0] == "The file is damaged: CHECK constraint failed in claim."


def test_a_look_that_is_given_up_ends_at_once(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "_LARGE", 0)

    def give_up(done: int, _whole: int) -> None:
        if done >= 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        problems(db, give_up)
    assert problems(db) == []


def test_a_look_that_is_stopped_amid_a_function_of_ours_tells_nothing_wrong(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # as Ctrl+C does, of which SQLite makes an error of its own
    def stopped(_text: str) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(vocabulary, "searchable", stopped)
        with pytest.raises(KeyboardInterrupt):
            problems(db)
    assert problems(db) == []


@pytest.mark.parametrize("wrong", ["topic_id = topic_id + 1", "origin = 'import'", "actor_id = actor_id + 5"])
def test_a_mention_that_says_something_else_than_its_claim_is_told(db: Database, wrong: str) -> None:
    db.sqlite.execute(f"UPDATE OR REPLACE mention SET {wrong} WHERE claim_id = 1").close()
    assert problems(db) == ["The index of mentions does not agree with the claims: counts with a filter may be wrong."]


def test_who_reads_beside_is_in_the_way_of_no_part(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a large file does: the look beside is at its beginning still when all else is done."""
    monkeypatch.setattr(check, "_LARGE", 0)

    @contextmanager
    def beside(db: Database, _elsewhere: object) -> Iterator[list[check.Beside]]:
        connection = sqlite3.connect(db.path, isolation_level=None)
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM claim").fetchone()
        found: Future[list[str] | None] = Future()
        found.set_result([])
        yield [(found, ())]
        connection.close()

    monkeypatch.setattr(check, "_looked_at_beside", beside)
    db.wait_at_most(0)
    assert problems(db) == []


def test_bytes_that_only_together_are_a_letter_are_no_text(path: Path) -> None:
    make_project(path).close()
    damage(
        path,
        "UPDATE claim SET certainty = CAST(x'c3' AS TEXT) WHERE id = 1",
        "UPDATE claim SET certainty = CAST(x'a9' AS TEXT) WHERE id = 2",
        # the highest id that there can be, and what is looked at together ends there
        "UPDATE memo SET id = 9223372036854775807, text = CAST(x'ff' AS TEXT)",
    )
    with Database(path) as db:
        told = [*foreign.problems(db.sqlite)]
    assert told[:2] == [f"claim {number} has bytes in certainty that are no text (UTF-8)." for number in (1, 2)]
    assert told[2] == "memo 9223372036854775807 has bytes in text that are no text (UTF-8)."
    assert len(told) == 3
