"""Comparisons of a million and of 100,000 claims: `pytest tests/benchmarks --benchmark-only` (skipped otherwise)."""

import csv
import io
import random
import shutil
import sqlite3
import subprocess
import sys
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
from desktop.project.export import Export, writing
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
    generate_project(path, claims=50_000, topics=60, actors=200, documents=10_000, paragraphs=1)
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


# by what is asked: how often it may take the time of the plain query of topics by actors, at a million claims. What has
# a million cells, such as topics by documents, takes the time of those
VIEWS: dict[str, tuple[dict[str, str], float]] = {
    "themes by countries": ({"rows": "theme>topic", "columns": "country>organisation>actor"}, 2),
    "organisations": ({"columns": "organisation"}, 2),
    "voices": ({"columns": "voice"}, 2),
    "coders": ({"columns": "coder"}, 3),
    "months": ({"columns": "month"}, 5),
    "publishers": ({"columns": "publisher"}, 5),
    "actors and their voices": ({"columns": "actor>voice"}, 6),
    "dates": ({"cells": "dates"}, 7),
    "once a week": ({"duplicates": "week"}, 10),
    "like beside like": ({"order": "similarity", "column_order": "similarity"}, 5),
    "one stance": ({"where": "stance=favor"}, 2),
    "one voice": ({"where": "voice=direct"}, 3),
    "one year": ({"where": "date=2005"}, 3),
    "one document": ({"where": "document=document-3.txt"}, 2),
}


@pytest.mark.parametrize("view", VIEWS)
def test_any_view_of_a_million_claims(benchmark: BenchmarkFixture, million: Database, view: str) -> None:
    wishes, limit = VIEWS[view]
    found = load_members(million)
    asked = View().changed(**wishes)

    def own() -> object:
        return compare(million, asked, found)

    benchmark.pedantic(own, rounds=1)  # type: ignore[no-untyped-call]
    plain, mine = best_of(3, lambda: million.sqlite.execute(PLAIN).fetchall(), own)
    benchmark.extra_info.update(
        plain_query_ms=round(plain * 1000), own_ms=round(mine * 1000), ratio_to_plain_query=round(mine / plain, 2)
    )
    assert mine <= limit * plain


# by what is asked of a million claims: the same question as plain SQL, and how often it may take the time of that
SAME: dict[str, tuple[dict[str, str], str, float]] = {
    "topics by documents": (
        {"columns": "document"},
        "SELECT topic_id, document_id, stance, count(*) FROM claim GROUP BY 1, 2, 3",
        0.7,
    ),
    "topics by months": (
        {"columns": "month"},
        "SELECT c.topic_id, substr(d.date, 1, 7), c.stance, count(*) FROM claim c "
        "JOIN document d ON d.id = c.document_id GROUP BY 1, 2, 3",
        0.5,
    ),
    "topics by actors, and when": (
        {"cells": "dates"},
        "SELECT x.topic_id, x.actor_id, x.stance, count(*), min(d.date), max(d.date) FROM mention x "
        "JOIN document d ON d.id = x.document_id GROUP BY 1, 2, 3",
        0.8,
    ),
    "actors by documents": (
        {"rows": "actor", "columns": "document"},
        "SELECT actor_id, document_id, stance, count(*) FROM mention GROUP BY 1, 2, 3",
        0.5,
    ),
}


@pytest.mark.parametrize("view", SAME)
def test_a_view_of_a_million_claims_takes_less_than_the_same_question_in_plain_sql(
    benchmark: BenchmarkFixture, million: Database, view: str
) -> None:
    wishes, same, limit = SAME[view]
    found = load_members(million)
    asked = View().changed(**wishes)

    def own() -> object:
        return compare(million, asked, found)

    benchmark.pedantic(own, rounds=1)  # type: ignore[no-untyped-call]
    plain, mine = best_of(2, lambda: million.sqlite.execute(same).fetchall(), own)
    benchmark.extra_info.update(
        plain_query_ms=round(plain * 1000), own_ms=round(mine * 1000), ratio_to_the_same_query=round(mine / plain, 2)
    )
    assert mine <= limit * plain


def test_the_members_of_10_000_documents(benchmark: BenchmarkFixture, million: Database) -> None:
    assert len(benchmark(load_members, million)["document"]) == 10_000
    plain, mine = best_of(3, lambda: million.sqlite.execute(PLAIN).fetchall(), lambda: load_members(million))
    benchmark.extra_info.update(plain_query_ms=round(plain * 1000), ratio_to_plain_query=round(mine / plain, 2))
    assert mine <= plain


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
        return len(reads.claims(large, ids=[claim for claim, _document, _stance in claims]))

    assert benchmark(evidence) == counts.total


# what a program would do that had nothing but the file and the standard library
BARE = """
SELECT c.id, c.uuid, d.id, d.name, d.title, d.publisher, d.date, c.start, c."end", c.quote,
       (SELECT group_concat(a.key, '; ') FROM claim_actor b JOIN actor a ON a.id = b.actor_id WHERE b.claim_id = c.id),
       t.key, c.stance, c.voice, r.name, c.created, (SELECT m.text FROM memo m WHERE m.claim_id = c.id), c.certainty,
       c.origin
FROM claim c JOIN document d ON d.id = c.document_id JOIN topic t ON t.id = c.topic_id JOIN coder r ON r.id = c.coder_id
ORDER BY c.document_id, c.start, c."end", c.id
"""


def test_100_000_claims_to_csv_take_about_the_time_of_bare_sql_and_the_plain_writer(
    benchmark: BenchmarkFixture, large: Database
) -> None:
    def plain() -> bytes:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(large.sqlite.execute(BARE).fetchall())
        return out.getvalue().encode("utf-8-sig")

    def own() -> bytes:
        return write_csv(lists.claims_table(large, Request()))

    benchmark.pedantic(own, rounds=3)  # type: ignore[no-untyped-call]
    reference, mine = best_of(3, plain, own)
    benchmark.extra_info.update(plain_ms=round(reference * 1000), ratio_to_plain=round(mine / reference, 2))
    assert mine <= 1.2 * reference


# times the plain writer of CSV and bare SQL, by far the fastest that can be
@pytest.mark.parametrize(("form", "limit"), [("json", 1.5), ("md", 2.2), ("html", 1.7), ("xlsx", 2.6)])
def test_100_000_claims_in_other_forms(
    benchmark: BenchmarkFixture, large: Database, tmp_path: "Path", form: str, limit: float
) -> None:
    def own() -> str:
        return writing(large, Export("claims", form), tmp_path / "claims")(lambda _done, _total: None)

    def plain() -> int:
        out = io.StringIO()
        csv.writer(out).writerows(large.sqlite.execute(BARE).fetchall())
        return out.tell()

    assert benchmark.pedantic(own, rounds=1)  # type: ignore[no-untyped-call]
    reference, mine = best_of(2, plain, own)
    benchmark.extra_info.update(plain_ms=round(reference * 1000), ratio_to_plain=round(mine / reference, 2))
    assert mine <= limit * reference


def test_a_million_claims_to_csv_are_not_held(benchmark: BenchmarkFixture, million: Database, tmp_path: "Path") -> None:
    target = tmp_path / "claims.csv"
    # the most memory since it began; getrusage would tell that of this program, of which it was forked
    program = (
        "from desktop.__main__ import main\ntry:\n    main()\nfinally:\n"
        "    print(next(one for one in open('/proc/self/status') if one.startswith('VmHWM')).split()[1])"
    )
    command = [sys.executable, "-c", program, "claims", str(million.path), "-o", str(target), "--force"]

    def own() -> str:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    megabytes = int(benchmark.pedantic(own, rounds=1).split()[-1]) // 1024  # type: ignore[no-untyped-call]
    benchmark.extra_info.update(peak_mb=megabytes)
    with target.open(newline="", encoding="utf-8-sig") as file:
        assert sum(1 for _row in csv.reader(file)) == 1_000_001
    assert megabytes <= 250


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


# what a program would do that had nothing but the file; it knows no documents of which the date is not known
SPOKEN_FOR = """
SELECT x.topic_id, m.organisation_id, x.stance, count(DISTINCT x.claim_id) FROM mention x
JOIN document d ON d.id = x.document_id JOIN membership m ON m.actor_id = x.actor_id
AND d.date >= m.since AND (m.until = '' OR d.date || '~' <= m.until || '~') GROUP BY 1, 2, 3
"""


def test_organisations_by_date_take_at_most_twice_the_plain_query(
    benchmark: BenchmarkFixture, million: Database, tmp_path: "Path"
) -> None:
    path = tmp_path / "dated.visavis"
    shutil.copyfile(million.path, path)
    with Database(path) as db:
        run = db.sqlite.conn.execute
        bodies = [row[0] for row in run("SELECT id FROM actor ORDER BY id LIMIT 20")]
        run("UPDATE actor SET kind = 'organisation' WHERE id <= ?", [bodies[-1]])
        # everybody goes from one organisation to another, each in a month of their own
        sql = "INSERT INTO membership (uuid, actor_id, organisation_id, since, until) VALUES (?, ?, ?, ?, ?)"
        for actor in range(21, 201):
            # those who hold claims together are mostly of one
            first, year, month = 1 + actor // 10 % 20, 2003 + actor % 18, 1 + actor % 12
            run(sql, [f"a{actor}", actor, first, "", f"{year}-{month:02}"])
            run(sql, [f"b{actor}", actor, 1 + (first + 6) % 20, f"{year + month // 12}-{month % 12 + 1:02}", ""])
        found = load_members(db)
        asked = View().changed(columns="organisation")

        def own() -> object:
            return compare(db, asked, found)

        shown = benchmark.pedantic(own, rounds=1)  # type: ignore[no-untyped-call]
        assert len(shown.pivot.columns) >= 20
        plain, mine = best_of(3, lambda: db.sqlite.execute(SPOKEN_FOR).fetchall(), own)
        benchmark.extra_info.update(
            plain_query_ms=round(plain * 1000), own_ms=round(mine * 1000), ratio_to_plain_query=round(mine / plain, 2)
        )
        assert mine <= 2 * plain
