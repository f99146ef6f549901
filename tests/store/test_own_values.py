"""Filters and counts by own fields of claims equal what plain SQL finds, whether claims are many or few."""

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from desktop.core.filters import ClaimFilter
from desktop.core.own_fields import OwnField
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.reads import filtered

from ..benchmarks.generator import generate_project, generate_words

if TYPE_CHECKING:
    from pathlib import Path

VALUES = ("cost", "faith", "law and order")
WORD = generate_words(0)[0]
_WITH = "c.id IN (SELECT v.claim_id FROM claim_value v JOIN own_field f ON f.id = v.field_id WHERE f.name = {} AND {})"
# by its words: how a filter is asked for, and the same in SQL
FILTERS = {
    "one": (("claim:Frame=cost",), _WITH.format("'Frame'", "v.value = 'cost'")),
    "any of two": (
        ("claim:Frame=cost", "claim:Frame=faith"),
        _WITH.format("'Frame'", "v.value IN ('cost', 'faith')"),
    ),
    "two fields": (
        ("claim:Frame=cost", "claim:Weight=2..4"),
        " AND ".join(
            [_WITH.format("'Frame'", "v.value = 'cost'"), _WITH.format("'Weight'", "v.value BETWEEN 2 AND 4")]
        ),
    ),
    "none of one": (
        ("claim:Frame=(none)", "claim:Weight=3"),
        " AND NOT ".join([_WITH.format("'Weight'", "v.value = 3"), _WITH.format("'Frame'", "1")]),
    ),
    "nothing": (("claim:Frame=unknown",), "0"),
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("own") / "p.visavis"
    generate_project(path, documents=6, claims=300, topics=5, actors=7, paragraphs=12, seed=2)
    chance = random.Random(3)
    with Database(path) as db:
        db.set_coder("generator")
        edits.own_fields.make(db, OwnField("claim", "Frame", "one", choices=VALUES))
        edits.own_fields.make(db, OwnField("claim", "Weight", "number"))
        frame, weight = (one.id for one in reads.own_fields.fields(db, "claim"))
        rows = [(number, frame, chance.choice(VALUES)) for number in range(1, 301) if chance.random() < 0.7]
        rows += [(number, weight, str(chance.randint(1, 5))) for number in range(1, 301) if chance.random() < 0.7]
        insert = "INSERT INTO claim_value (claim_id, field_id, value) VALUES (?, ?, ?)"
        db.sqlite.conn.executemany(insert, rows)
        yield db


@pytest.mark.parametrize("text", ["", WORD])
@pytest.mark.parametrize("many", [0, 20_000])
@pytest.mark.parametrize("name", FILTERS)
def test_claims_with_own_values_are_those_that_plain_sql_finds(
    db: Database, monkeypatch: pytest.MonkeyPatch, name: str, many: int, text: str
) -> None:
    monkeypatch.setattr(filtered, "_MANY", many)
    own, sql = FILTERS[name]
    chosen = ClaimFilter(own=own, text=text)
    worded = set(filtered.ids(db, ClaimFilter(text=text)))
    rows = db.sqlite.execute(f"SELECT c.id FROM claim c WHERE {sql}").fetchall()
    expected = {row[0] for row in rows} & worded
    assert set(filtered.ids(db, chosen)) == expected
    assert filtered.count(db, chosen) == len(expected)
    counted = reads.counts.counts(db, ("topic",), chosen)
    assert sum(row[-1] for row in counted) == len(expected)  # type: ignore[misc]
    if name != "nothing" and not text:
        assert expected


@pytest.mark.parametrize(
    "chosen", [ClaimFilter(), ClaimFilter(own=("claim:Weight=3",)), ClaimFilter(actors=("actor-2",))]
)
@pytest.mark.parametrize("others", [("actor",), ("topic", "actor")])
def test_actors_by_an_own_field_equal_plain_sql(db: Database, others: tuple[str, ...], chosen: ClaimFilter) -> None:
    ids = ", ".join(map(str, filtered.ids(db, chosen)))
    keys = ", ".join([*(f"x.{name}_id" for name in others), "v.value", "x.stance"])
    sql = (
        f"SELECT {keys}, count(*) FROM claim_actor x LEFT JOIN claim_value v ON v.claim_id = x.claim_id "
        f"AND v.field_id = (SELECT id FROM own_field WHERE name = 'Frame') WHERE x.claim_id IN ({ids}) GROUP BY {keys}"
    )
    found = reads.counts.counts(db, (*others, "claim:Frame"), chosen)
    assert sorted(found, key=str) == sorted(db.sqlite.execute(sql).fetchall(), key=str) != []
