"""A stance that is not coded is a value of its own: on disk, in history and undo, in counts, after a rescue."""

import gzip
import sqlite3
from pathlib import Path

import pytest

from desktop.core.errors import DamageError
from desktop.core.filters import ClaimFilter
from desktop.core.values import NewClaim, Stance
from desktop.store import files
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import claims_many
from desktop.store.reads import counts, filtered
from desktop.store.reads import project as reads

from .making import TEXT, rows, span_of

OLD = Path(__file__).parents[1] / "data" / "projects" / "version-15.visavis.gz"


def open_claim(db: Database, actors: tuple[int, ...] = (1,), topic: int = 3) -> int:
    return edit_claims.tag(db, NewClaim(1, span_of(TEXT, "velo pardun quist"), actors, topic, Stance.NOT_CODED))


def test_it_stands_in_the_file_as_itself_and_is_read_back(db: Database) -> None:
    number = open_claim(db, (3, 1))
    for table, column in (("claim", "id"), ("claim_actor", "claim_id"), ("mention", "claim_id")):
        found = db.sqlite.execute(f"SELECT DISTINCT stance FROM {table} WHERE {column} = ?", [number]).fetchall()
        assert found == [("not coded",)]
    assert reads.claim(db, number).stance is Stance.NOT_CODED
    assert problems(db) == []


def test_it_comes_and_goes_by_undo_alone_and_among_many(db: Database, kept: str) -> None:
    before = rows(db)
    number = open_claim(db)
    edit_claims.change(db, number, stance=Stance.AGAINST)
    assert db.undo() is not None
    assert reads.claim(db, number).stance is Stance.NOT_CODED
    assert db.redo() is not None
    claims_many.retag(db, [1, number], claims_many.Retag(chosen={"stance": Stance.NOT_CODED}))
    assert {one.stance for one in reads.claims(db, ids=[1, number])} == {Stance.NOT_CODED}
    for _action in range(3):
        db.undo()
    assert {table: found for table, found in rows(db).items() if table != "history"} == {
        table: found for table, found in before.items() if table != "history"
    }
    assert problems(db) == []


def test_counts_and_filters_tell_it_apart_from_neutral(db: Database) -> None:
    number = open_claim(db)
    neutral = edit_claims.tag(db, NewClaim(1, span_of(TEXT, "pardun quist"), (1,), 3, Stance.NEUTRAL))
    assert [one[2:] for one in counts.counts(db, ("topic", "actor")) if one[:2] == (3, 1)] == [
        ("against", 1),
        ("neutral", 1),
        ("not coded", 1),
    ]
    assert filtered.ids(db, ClaimFilter(stances=(Stance.NOT_CODED,))) == [number]
    assert filtered.ids(db, ClaimFilter.parse('stance="not coded"')) == [number]
    assert filtered.ids(db, ClaimFilter(stances=(Stance.NEUTRAL,))) == [neutral]
    assert filtered.stances(db, "document", ClaimFilter())[1][-2:] == (1, 1)
    assert reads.document(db, 1).stances[-1] == 1
    # sorted behind the three
    assert filtered.ids(db, ClaimFilter(), "stance")[-1] == number


def test_two_coders_do_not_differ_where_one_has_said_nothing(db: Database) -> None:
    number = open_claim(db)
    db.sqlite.execute("INSERT INTO coder (id, uuid, name) VALUES (9, 'ninth', 'Other')").close()
    other = edit_claims.tag(db, NewClaim(1, span_of(TEXT, "velo pardun quist"), (1,), 3, Stance.FAVOR))
    db.sqlite.execute("UPDATE claim SET coder_id = 9 WHERE id = ?", [other]).close()
    assert counts.disputed(db) == set()
    edit_claims.change(db, number, stance=Stance.AGAINST)
    assert counts.disputed(db) == {(number, 1), (other, 1)}


def test_a_project_of_version_15_is_brought_up_and_takes_it(tmp_path: Path) -> None:
    path = tmp_path / "old.visavis"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    with sqlite3.connect(path) as raw:
        before = raw.execute("SELECT id, stance FROM claim ORDER BY id").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            raw.execute("UPDATE claim SET stance = 'not coded'")
    raw.close()
    with Database(path) as db:
        assert files.read_version(db.sqlite) >= 16
        assert sorted((one.id, one.stance) for one in reads.claims(db)) == before != []
        edit_claims.change(db, before[0][0], stance=Stance.NOT_CODED)
        assert problems(db) == []
        assert db.sqlite.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    # what was kept beside it is as it was
    with sqlite3.connect(next(tmp_path.glob("old.visavis.version-15"))) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (15,)
        assert raw.execute("SELECT id, stance FROM claim ORDER BY id").fetchall() == before
    raw.close()
    with Database(path) as db:
        assert reads.claim(db, before[0][0]).stance is Stance.NOT_CODED


def test_a_stance_of_another_program_is_told_and_not_taken_for_one(db: Database) -> None:
    with db.sqlite.atomic():
        for table, column in (("claim", "id"), ("claim_actor", "claim_id")):
            db.sqlite.execute(f"UPDATE {table} SET stance = 'perhaps' WHERE {column} = 1").close()
    with pytest.raises(DamageError, match="visavis check"):
        reads.claims(db)
    assert problems(db) == ["Claim 1 has the stance “perhaps”, which is no step of the project's scale."]
