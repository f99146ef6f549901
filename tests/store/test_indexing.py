"""Rows that are written together are in the search index, vocabulary and mentions as if each had come alone."""

import random
import sqlite3
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.spans import Span
from desktop.core.values import Stance
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits.claims import NewClaim, delete, tag, tag_many
from desktop.store.reads import project as reads

from .making import make_project

# more than are written one by one
MANY = 120


def held(db: Database) -> list[tuple[object, ...]]:
    """Return each word of the claims' index with its row and place, what the vocabulary has, and the mentions."""
    sqlite = db.sqlite
    sqlite.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.held USING FTS5VOCAB (main, claim_fts, instance)").close()
    words = sqlite.execute("SELECT term, doc, offset FROM temp.held ORDER BY 1, 2, 3").fetchall()
    vocabulary = sqlite.execute("SELECT word FROM vocabulary ORDER BY 1").fetchall()
    return [*words, *vocabulary, *sqlite.execute("SELECT * FROM mention ORDER BY 1, 2, 3, 4").fetchall()]


def schema(db: Database) -> list[tuple[object, ...]]:
    return db.sqlite.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name").fetchall()


def spans(db: Database, count: int) -> list[NewClaim]:
    """Return so many claims on places of the first document, none twice."""
    text = reads.text(db, 1)
    found = ((start, start + size) for start in range(len(text)) for size in range(1, 20))
    # those with a word in them
    places = [(start, end) for start, end in found if end <= len(text) and any(map(str.isalpha, text[start:end]))]
    return [NewClaim(1, Span(*place), (1,), 1, Stance.FAVOR) for place in random.Random(7).sample(places, count)]


def test_claims_that_come_and_go_together_are_indexed_as_alone(db: Database, tmp_path: Path) -> None:
    new, before, made = spans(db, 3 * MANY), schema(db), []
    with make_project(tmp_path / "alone.visavis") as alone:
        alone.set_coder("Nilo")
        for one in new:
            tag(alone, one)
        tag_many(db, new)
        assert held(db) == held(alone)
        made = [claim.id for claim in reads.claims(db)][-2 * MANY :]
        for one in made:
            delete(alone, [one])
        delete(db, made)
        assert held(db) == held(alone)
    # as is what undo and redo write again
    full = held(db)
    db.undo()
    again = held(db)
    db.redo()
    assert held(db) == full != again
    assert schema(db) == before
    assert problems(db) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["tag", "delete", "undo", "redo"]), max_size=8), st.randoms(use_true_random=False))
def test_the_index_is_right_after_any_steps(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str], rng: Random
) -> None:
    with make_project(tmp_path_factory.mktemp("steps") / "project.visavis") as db:
        db.set_coder("Nilo")
        before, new = schema(db), spans(db, 8 * MANY)
        for step in steps:
            there = [claim.id for claim in reads.claims(db)]
            if step == "tag":
                tag_many(db, [new.pop() for _ in range(rng.choice((1, MANY)))])
            elif step == "delete" and there:
                delete(db, rng.sample(there, rng.randint(1, len(there))))
            elif step == "undo":
                db.undo()
            elif step == "redo":
                db.redo()
        assert schema(db) == before
        assert problems(db) == []


def test_of_rows_that_cannot_be_written_nothing_is_left(db: Database) -> None:
    before, words, count = schema(db), held(db), len(reads.claims(db))
    row = {"document_id": 1, "start": 0, "end": 3, "quote": "xyz", "topic_id": 1, "stance": "favor"}
    rows = [{**row, "voice": "direct", "coder_id": 1, "created": ""} for _ in range(MANY)]
    # the last refers to a topic that never was
    rows[-1]["topic_id"] = 99
    with db.edit("Fail", undoable=False) as recorder:
        with pytest.raises(sqlite3.IntegrityError):
            recorder.insert_many("claim", rows)
        # whoever goes on all the same goes on with a sound file
        assert schema(db) == before
    assert held(db) == words
    assert len(reads.claims(db)) == count
    assert problems(db) == []


def test_others_read_on_while_rows_come_together(db: Database) -> None:
    with Database(db.path, read_only=True) as other:
        before = len(reads.claims(other))
        tag_many(db, spans(db, MANY))
        assert len(reads.claims(other)) == before + MANY
        assert held(other) == held(db)
