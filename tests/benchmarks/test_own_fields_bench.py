"""Own fields of claims at 100,000 (ten fields) and 1,000,000 claims (two): `pytest tests/benchmarks --benchmark-only`.

A matrix over one against the plain GROUP BY over a covering index of typed columns, which is what no project can have:
its schema would be another one. A filter by two, a tag with all of them, and the bytes that they take.
"""

import random
import shutil
from collections.abc import Iterator
from functools import partial

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.core.filters import ClaimFilter
from desktop.core.own_fields import OwnField
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.core.views import View
from desktop.project import cell_values, lookup
from desktop.project.matrix import compare, load_members
from desktop.store import edits, reads
from desktop.store.database import Database

from .growth.projects import project
from .test_network_bench import seconds
from .test_store_bench import best_of

# of which a filter by two takes a tenth of a second at most
CLAIMS = 100_000
VALUES = (
    "economic consequences",
    "morality",
    "security",
    "fairness and equality",
    "health",
    "capacity",
    "law and order",
)
PLAIN = "SELECT topic_id, value, stance, count(*) FROM typed GROUP BY topic_id, value, stance"

PLAIN_CELLS = "SELECT topic_id, actor_id, value, count(*) FROM typed_part GROUP BY topic_id, actor_id, value"


@pytest.fixture(scope="module", params=[(CLAIMS, 10), (1_000_000, 10)], ids=["100k", "1M"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    claims, fields = request.param
    path = tmp_path_factory.mktemp("own") / "own.visavis"
    shutil.copyfile(project(claims), path)
    with Database(path) as db:
        db.set_coder("generator")
        for number in range(fields):
            edits.own_fields.make(db, OwnField("claim", f"Field {number}", "one", choices=VALUES, preset=VALUES[0]))
        chance = random.Random(5)
        numbers = [row[0] for row in db.sqlite.execute("SELECT id FROM claim")]
        run = db.sqlite.conn
        for pragma in ("synchronous=OFF", "journal_mode=MEMORY", "cache_size=-400000"):
            run.execute(f"PRAGMA {pragma}")
        run.execute("BEGIN")
        for number, field in enumerate(reads.own_fields.fields(db, "claim")):
            rows = ((claim, field.id, VALUES[min(6, int(chance.expovariate(0.5)))]) for claim in numbers)
            run.executemany("INSERT INTO claim_value (claim_id, field_id, value) VALUES (?, ?, ?)", rows)
            if not number:
                run.execute("CREATE TEMP TABLE typed (id INTEGER PRIMARY KEY, topic_id, value, stance)")
                run.execute(
                    "INSERT INTO typed SELECT c.id, c.topic_id, v.value, c.stance FROM claim c "
                    f"JOIN claim_value v ON v.claim_id = c.id AND v.field_id = {field.id}"
                )
                run.execute("CREATE INDEX temp.by_value ON typed(topic_id, value, stance)")
                run.execute(
                    "CREATE TEMP TABLE typed_part AS SELECT t.topic_id, x.actor_id, t.value FROM typed t "
                    "JOIN claim_actor x ON x.claim_id = t.id"
                )
                run.execute("CREATE INDEX temp.by_part ON typed_part(topic_id, actor_id, value)")
        run.execute("COMMIT")
        yield db


def test_a_matrix_over_an_own_field_takes_at_most_twice_the_plain_query(
    benchmark: BenchmarkFixture, filled: Database
) -> None:
    own = partial(reads.counts.counts, filled, ("topic", "claim:Field 0"))
    cells = benchmark.pedantic(own, rounds=5)
    assert sum(cell[-1] for cell in cells) == filled.sqlite.execute("SELECT count(*) FROM claim").fetchone()[0]
    plain, taken = best_of(7, lambda: filled.sqlite.execute(PLAIN).fetchall(), own)
    benchmark.extra_info.update(plain_query_ms=round(plain * 1000, 2), ratio_to_plain_query=round(taken / plain, 2))
    assert taken / plain <= 2


def test_the_values_of_a_field_in_the_cells_take_at_most_twice_the_plain_query(
    benchmark: BenchmarkFixture, filled: Database
) -> None:
    view = View(cells="claim:Field 0")
    found = load_members(filled)
    shown = compare(filled, View(), found).pivot
    own = partial(cell_values.load, filled, view, ClaimFilter(), found, shown, dict)
    made = benchmark.pedantic(partial(compare, filled, view), rounds=3)
    assert made.values is not None
    expected: dict[str, int] = {}
    for _topic, _actor, value, number in filled.sqlite.execute(PLAIN_CELLS):
        expected[value] = expected.get(value, 0) + number
    summed: dict[str, int] = {}
    for told in made.values.cells.values():
        for member, number in told.items():
            summed[member.key] = summed.get(member.key, 0) + number
    assert summed == expected
    plain, taken = best_of(5, lambda: filled.sqlite.execute(PLAIN_CELLS).fetchall(), own)
    counts, whole = best_of(3, partial(compare, filled, View(), found), partial(compare, filled, view, found))
    benchmark.extra_info.update(
        plain_query_ms=round(plain * 1000, 1),
        ratio_to_plain_query=round(taken / plain, 2),
        counts_ms=round(counts * 1000, 1),
        ratio_to_counts=round(whole / counts, 2),
    )
    # of a million claims it is told
    if filled.sqlite.execute("SELECT count(*) FROM claim").fetchone()[0] <= CLAIMS:
        assert taken / plain <= 2


def test_a_matrix_of_actors_by_an_own_field(benchmark: BenchmarkFixture, filled: Database) -> None:
    cells = benchmark.pedantic(partial(reads.counts.counts, filled, ("actor", "claim:Field 0")), rounds=3)
    assert cells


def test_a_filter_by_two_own_fields(benchmark: BenchmarkFixture, filled: Database) -> None:
    chosen = lookup.claim_filter(filled, 'field="Field 0=morality" field="Field 1=security"')
    asked = partial(reads.filtered.numbers, filled, chosen)
    found = benchmark.pedantic(asked, rounds=5)
    assert found
    spent = seconds(asked, 5)
    claims = filled.sqlite.execute("SELECT count(*) FROM claim").fetchone()[0]
    benchmark.extra_info.update(claims=len(found), of=claims, processor_ms=round(1000 * spent, 1))
    if claims <= CLAIMS:
        assert spent <= 0.1


def test_a_tag_with_all_of_them(benchmark: BenchmarkFixture, filled: Database) -> None:
    starts = iter(range(0, 4000, 7))

    def tag() -> None:
        start = next(starts)
        edits.claims.tag(filled, NewClaim(2, Span(start, start + 60), (1,), 1, Stance.FAVOR))

    benchmark.pedantic(tag, rounds=15)
    filled.sqlite.execute("PRAGMA optimize").close()
