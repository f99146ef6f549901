"""The table of mentions says what the claims and their actors say, whoever writes, and comes to older projects."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.filters import ClaimFilter
from desktop.store import files
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.reads.filtered import ids
from desktop.store.schema import MIGRATIONS

from ..benchmarks.generator import generate_project
from .making import make_project, rows

# as the table is defined, without the triggers
TRUTH = (
    "SELECT x.topic_id, x.actor_id, x.stance, x.claim_id, document_id, voice, certainty, coder_id, origin "
    "FROM claim_actor x, claim c WHERE c.id = x.claim_id"
)


def held(db: Database) -> list[tuple[object, ...]]:
    return sorted(db.sqlite.execute("SELECT * FROM mention"))


def truth(db: Database) -> list[tuple[object, ...]]:
    return sorted(db.sqlite.execute(TRUTH))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("mentions") / "p.visavis"
    generate_project(path, documents=3, claims=30, topics=4, actors=5, paragraphs=6)
    with Database(path) as db:
        db.sqlite.execute("INSERT INTO coder (id, uuid, name) VALUES (2, 'second', 'Ana')")
        yield db


numbers = st.integers(1, 30)
writings = st.one_of(
    st.tuples(st.just("UPDATE claim SET voice = ? WHERE id = ?"), st.sampled_from(["direct", "author"]), numbers),
    st.tuples(st.just("UPDATE claim SET origin = ? WHERE id = ?"), st.sampled_from(["coder", "import"]), numbers),
    st.tuples(st.just("UPDATE claim SET coder_id = ? WHERE id % ? = 0"), st.sampled_from([1, 2]), numbers),
    st.tuples(st.just("UPDATE claim SET document_id = ? WHERE id = ?"), st.integers(1, 3), numbers),
    st.tuples(st.just("DELETE FROM claim_actor WHERE claim_id = ? AND position >= ?"), numbers, st.integers(0, 1)),
    st.tuples(st.just("UPDATE OR IGNORE claim_actor SET actor_id = ? WHERE claim_id = ?"), st.integers(1, 5), numbers),
    st.tuples(st.just("UPDATE OR IGNORE claim_actor SET topic_id = ? WHERE claim_id = ?"), st.integers(1, 4), numbers),
    st.tuples(st.just("UPDATE OR IGNORE claim_actor SET stance = ? WHERE claim_id = ?"), st.just("neutral"), numbers),
    st.tuples(
        st.just(
            "INSERT OR IGNORE INTO claim_actor (claim_id, actor_id, topic_id, stance) "
            "SELECT id, ?, topic_id, stance FROM claim WHERE id = ?"
        ),
        st.integers(1, 5),
        numbers,
    ),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(writings, min_size=1, max_size=12))
def test_it_follows_whatever_is_written(small: Database, steps: list[tuple[str, object, object]]) -> None:
    # the deferred key is asked at the commit only, which does not come
    small.sqlite.conn.execute("BEGIN")
    try:
        for sql, *values in steps:
            small.sqlite.conn.execute(sql, values)
            assert held(small) == truth(small)
    finally:
        small.sqlite.conn.execute("ROLLBACK")


def test_a_project_of_the_first_version_gets_it_when_it_is_opened(path: Path) -> None:
    with make_project(path) as new:
        expected, content = held(new), rows(new)
    old = path.with_name("old.visavis")
    first = files.create(old, MIGRATIONS[:1])
    names = [name for (name,) in first.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    first.execute("ATTACH ? AS new", [str(path)])
    first.execute("PRAGMA foreign_keys=OFF")
    for name in names:
        # the search indexes follow by their triggers
        if "_fts" not in name and not name.startswith("sqlite_"):
            columns = ", ".join(f'"{row[1]}"' for row in first.execute(f'PRAGMA main.table_info("{name}")'))
            first.execute(f'INSERT INTO main."{name}" ({columns}) SELECT {columns} FROM new."{name}"').close()
    first.close()
    with Database(old) as db:
        assert rows(db) == content
        assert held(db) == truth(db) == expected != []
        assert problems(db) == []
        while db.undo_text():
            db.undo()
            assert held(db) == truth(db)
    assert old.with_name("old.visavis.version-1").exists()


@pytest.mark.parametrize(
    "words",
    ["voice=direct", "date=2001.. hide=Ana", "actor=actor-1", "topic=topic-1 stance=favor", "memo=no", "text=a*"],
)
def test_a_filtered_list_is_read_in_its_order_and_without_the_quotes(small: Database, words: str) -> None:
    told: list[str] = []
    small.sqlite.conn.set_trace_callback(told.append)
    try:
        ids(small, ClaimFilter.parse(words))
    finally:
        small.sqlite.conn.set_trace_callback(None)
    sql = next(sql for sql in told if sql.startswith("SELECT c.id"))
    plan = [row[3] for row in small.sqlite.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any(step.split(" c ", 1)[-1].startswith("USING COVERING INDEX claim_document") for step in plan), plan
    assert not any("ORDER BY" in step for step in plan), plan
