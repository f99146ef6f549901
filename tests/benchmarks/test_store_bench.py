"""The store on 100,000 claims: `pytest tests/benchmarks --benchmark-only` (skipped otherwise)."""

import itertools
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.reads import counts
from desktop.store.reads import project as reads
from desktop.store.reads.search import search

from .generator import generate_project, generate_words

if TYPE_CHECKING:
    from pathlib import Path

CLAIMS = 100_000
PLAIN = "SELECT topic_id, actor_id, stance, count(*) FROM claim_actor GROUP BY topic_id, actor_id, stance"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("large") / "large.visavis"
    generate_project(path, claims=CLAIMS)
    with Database(path) as db:
        yield db


def best_of(times: int, *works: Callable[[], object]) -> list[float]:
    """Return the shortest of several runs of each in seconds, taken in turn: what disturbs one disturbs the other."""
    best = [float("inf")] * len(works)
    for _ in range(times):
        for number, work in enumerate(works):
            begin = time.perf_counter()
            work()
            best[number] = min(best[number], time.perf_counter() - begin)
    return best


def test_the_matrix_takes_at_most_twice_the_plain_query(benchmark: BenchmarkFixture, large: Database) -> None:
    cells = benchmark(counts.counts, large, ("topic", "actor"))
    assert sum(cell[-1] for cell in cells) > CLAIMS
    plain, own = best_of(
        15, lambda: large.sqlite.execute(PLAIN).fetchall(), lambda: counts.counts(large, ("topic", "actor"))
    )
    ratio = own / plain
    benchmark.extra_info.update(plain_query_ms=round(plain * 1000, 2), ratio_to_plain_query=round(ratio, 2))
    assert ratio <= 2


def test_the_evidence_of_the_fullest_cell(benchmark: BenchmarkFixture, large: Database) -> None:
    topic, actor, _, number = max(counts.counts(large, ("topic", "actor")), key=lambda cell: cell[-1])
    found = benchmark(reads.claims, large, topic_id=topic, actor_id=actor)
    assert len(found) >= number
    benchmark.extra_info["claims"] = len(found)


def test_the_claims_of_one_document(benchmark: BenchmarkFixture, large: Database) -> None:
    assert len(benchmark(reads.claims, large, document_id=1)) == CLAIMS // 20


def test_the_library(benchmark: BenchmarkFixture, large: Database) -> None:
    assert len(benchmark(reads.documents, large)) == 20


def test_a_search(benchmark: BenchmarkFixture, large: Database) -> None:
    word = generate_words(0)[40]
    assert benchmark(search, large, word)


def test_a_search_for_letters_inside_of_words(benchmark: BenchmarkFixture, large: Database) -> None:
    word = max(generate_words(0)[:200], key=len)
    # the words that have them are looked for among all words, and these in the index: not in the texts
    whole, inside = best_of(5, partial(search, large, f'"{word}"'), partial(search, large, word[1:]))
    assert inside < 3 * whole
    assert benchmark(search, large, word[1:])


def test_one_tag_is_committed(benchmark: BenchmarkFixture, large: Database) -> None:
    starts = itertools.count()

    def tag() -> None:
        start = next(starts) % 1000
        edit_claims.tag(large, NewClaim(1, Span(start, start + 40), (1, 2), 1, Stance.FAVOR))

    benchmark(tag)


def test_one_tag_is_undone_and_redone(benchmark: BenchmarkFixture, large: Database) -> None:
    edit_claims.tag(large, NewClaim(1, Span(1, 42), (1, 2), 1, Stance.FAVOR))

    def there_and_back() -> None:
        assert large.undo() is not None
        assert large.redo() is not None

    benchmark(there_and_back)


def test_the_whole_project_is_checked(benchmark: BenchmarkFixture, large: Database) -> None:
    assert benchmark.pedantic(problems, [large], rounds=1) == []  # type: ignore[no-untyped-call]
