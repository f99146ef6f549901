"""Comparisons of a million and of 100,000 claims: `pytest tests/benchmarks --benchmark-only` (skipped otherwise)."""

import csv
import io
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.analysis.comparison import pivot
from desktop.core.axes import Axis
from desktop.core.views import View
from desktop.exchange.tables.table import write_csv
from desktop.project import lists
from desktop.project.matrix import cell_claims, compare, load_members
from desktop.project.requests import Request
from desktop.store.database import Database
from desktop.store.reads import counts as pivot_reads
from desktop.store.reads import project as reads

from .generator import generate_project, multiply_claims
from .test_store_bench import PLAIN, best_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("million") / "million.visavis"
    generate_project(path, claims=50_000, topics=60, actors=200, documents=50)
    multiply_claims(path, 20)
    with Database(path) as db:
        yield db


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("large") / "large.visavis"
    generate_project(path)
    with Database(path) as db:
        yield db


def test_60_topics_by_200_actors_from_a_million_claims(benchmark: BenchmarkFixture, million: Database) -> None:
    found = load_members(million)
    assert million.sqlite.execute("SELECT count(*) FROM claim").fetchone() == (1_000_000,)

    def own() -> pivot.Pivot:
        counts = pivot_reads.counts(million, ("topic", "actor"))
        return pivot.build(Axis.parse("topic"), Axis.parse("actor"), found, ("topic", "actor"), counts)

    shown = benchmark.pedantic(own, rounds=3)  # type: ignore[no-untyped-call]
    assert (len(shown.rows), len(shown.columns)) == (60, 200)
    plain, mine = best_of(5, lambda: million.sqlite.execute(PLAIN).fetchall(), own)
    benchmark.extra_info.update(plain_query_ms=round(plain * 1000), ratio_to_plain_query=round(mine / plain, 2))
    assert mine <= 2 * plain


@pytest.mark.parametrize(
    "wishes",
    [
        {},
        {"where": "stance=favor"},
        {"where": "voice=direct"},
        {"where": "date=2005"},
        {"where": "actor=actor-3"},
        {"columns": "month"},
        {"columns": "publisher"},
        {"duplicates": "week"},
        {"order": "similarity", "column_order": "similarity"},
    ],
    ids=lambda wishes: " ".join(f"{key} {value}" for key, value in wishes.items()) or "plain",
)
def test_a_comparison_of_100_000_claims(benchmark: BenchmarkFixture, large: Database, wishes: dict[str, str]) -> None:
    found = load_members(large)
    view = View().changed(**wishes)
    assert benchmark(compare, large, view, found).pivot.total.total


def test_the_evidence_of_the_fullest_cell(benchmark: BenchmarkFixture, large: Database) -> None:
    made = compare(large, View())
    (row, column), counts = max(made.pivot.cells.items(), key=lambda item: item[1].total)

    def evidence() -> int:
        claims = cell_claims(large, made, made.pivot.rows[row], made.pivot.columns[column])
        return len(reads.claims(large, ids=[claim.id for claim in claims]))

    assert benchmark(evidence) == counts.total


def test_100_000_claims_to_csv_take_at_most_twice_the_plain_writer(
    benchmark: BenchmarkFixture, large: Database
) -> None:
    table = lists.claims_table(large, Request())
    rows = [tuple("; ".join(cell) if isinstance(cell, tuple) else cell for cell in row) for row in table.rows]

    def plain() -> bytes:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(rows)
        return out.getvalue().encode("utf-8-sig")

    benchmark.pedantic(write_csv, [table], rounds=3)  # type: ignore[no-untyped-call]
    reference, own = best_of(3, plain, lambda: write_csv(table))
    benchmark.extra_info.update(
        plain_writer_ms=round(reference * 1000), ratio_to_plain_writer=round(own / reference, 2)
    )
    assert own <= 2 * reference


def test_a_comparison_of_two_coders_whose_claims_overlap(benchmark: BenchmarkFixture, tmp_path: "Path") -> None:
    """Of 100,000 claims, by chance, each coder has half: few are for and against one topic, though many overlap."""
    path = tmp_path / "two.visavis"
    generate_project(path)
    rng = random.Random(1)
    with Database(path) as db:
        found = load_members(db)
        alone = best_of(3, lambda: compare(db, View(), found))[0]
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("INSERT INTO coder(id, uuid, name) VALUES (99, 'second', 'Second')")
        ids = [(number,) for (number,) in plain.execute("SELECT id FROM claim").fetchall() if rng.random() < 0.5]
        plain.executemany("UPDATE claim SET coder_id = 99 WHERE id = ?", ids)
        plain.commit()
    with Database(path) as db:
        shown = benchmark.pedantic(lambda: compare(db, View(), found), rounds=5)  # type: ignore[no-untyped-call]
        assert shown.has_disputes
    ratio = benchmark.stats.stats.min / alone  # type: ignore[union-attr]
    benchmark.extra_info.update(one_coder_ms=round(alone * 1000), ratio_to_one_coder=round(ratio, 2))
    assert ratio <= 8
