"""Agreement on 100,000 claims of two coders: `pytest tests/benchmarks --benchmark-only` (skipped otherwise)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.core.filters import ClaimFilter
from desktop.project import agreement
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Request
from desktop.store.database import Database
from desktop.store.reads import agreement as reads

from ..clock import processor_time
from .generator import generate_project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Long documents, in which nearly every claim of the one overlaps several of the other."""
    path: Path = tmp_path_factory.mktemp("two") / "two.visavis"
    generate_project(path, claims=100_000, documents=100)
    with Database(path) as db:
        run = db.sqlite.conn.execute
        run("INSERT INTO coder (id, uuid, name) VALUES (2, 'second', 'second')")
        run("UPDATE claim SET coder_id = 2 WHERE id / 128 % 2")
        yield db


def test_pairing_100_000_claims_takes_a_few_times_what_reading_them_does(
    benchmark: BenchmarkFixture, two: Database
) -> None:
    work = agreement.load(two, ClaimFilter())
    units = benchmark.pedantic(lambda: work.compared().units, rounds=3)  # type: ignore[no-untyped-call]
    assert sum(one is not None for unit in units for one in unit) == 100_000
    read = processor_time(lambda: reads.coded(two), 2)
    paired = processor_time(lambda: work.compared().units, 2)
    print(f"\nreading {read:.2f} s, pairing {paired:.2f} s")
    assert paired < 20 * read


@pytest.mark.parametrize("by", ["field", "topic", "document"])
def test_figures_of_100_000_claims_with_intervals(benchmark: BenchmarkFixture, two: Database, by: str) -> None:
    request = Request(options={"by": by})
    table = benchmark.pedantic(lambda: ENTRIES["agreement"].make(two, request), rounds=1)  # type: ignore[no-untyped-call]
    assert table.rows
