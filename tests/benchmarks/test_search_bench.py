"""The first screen of a search in 100,000 claims: `pytest tests/benchmarks --benchmark-only` (skipped otherwise)."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.core.folding import searchable
from desktop.core.values import SearchHit
from desktop.store.database import Database
from desktop.store.reads.search import found_documents, passage, search_all

from .generator import generate_project, generate_words
from .test_store_bench import best_of

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = generate_words(0)
_FREQUENT, _COMMON, _RARE = _WORDS[0], _WORDS[40], _WORDS[3900]
QUERIES = {
    "a word that most have": _FREQUENT,
    "a whole word": f'"{_COMMON}"',
    "letters inside of words": _COMMON,
    "a rare word": _RARE,
    "one letter": "e",
    "several words": f"{_COMMON} {_FREQUENT}",
    "one or the other": f"{_COMMON} OR {_RARE}",
    "one without the other": f"{_COMMON} NOT {_FREQUENT}",
    "all without a word": f"-{_COMMON}",
}
# the best fifty of the documents that have the most frequent word: what bare FTS5 has to offer
BARE = "SELECT rowid, snippet(text_fts, 0, '', '', '…', 20) FROM text_fts WHERE text_fts MATCH ? ORDER BY rank LIMIT 50"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("read") / "read.visavis"
    generate_project(path, claims=100_000, actors=200, documents=2_000, document_size=6_000)
    with Database(path) as db:
        yield db


def bare(db: Database) -> int:
    return len(db.sqlite.execute(BARE, [f'"{searchable(_FREQUENT)}"']).fetchall())


@pytest.mark.parametrize("query", QUERIES)
def test_the_first_screen_of_claims(benchmark: BenchmarkFixture, read: Database, query: str) -> None:
    own = partial(search_all, read, QUERIES[query], coded=True, roughly=True)
    assert benchmark(own).claims
    reference, mine = best_of(5, partial(bare, read), own)
    benchmark.extra_info.update(bare_fts_ms=round(reference * 1000, 1), ratio_to_bare_fts=round(mine / reference, 2))
    assert mine <= 4 * reference


@pytest.mark.parametrize("query", QUERIES)
def test_the_first_screen_of_documents(benchmark: BenchmarkFixture, read: Database, query: str) -> None:
    asked = QUERIES[query]

    def own() -> list[SearchHit]:
        # as many as a screen shows
        return [passage(read, asked, one) for one in found_documents(read, asked)[:10]]

    benchmark(own)
    reference, mine = best_of(5, partial(bare, read), own)
    benchmark.extra_info.update(bare_fts_ms=round(reference * 1000, 1), ratio_to_bare_fts=round(mine / reference, 2))
    assert mine <= 4 * reference
