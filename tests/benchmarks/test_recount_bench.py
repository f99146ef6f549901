"""100,000 claims recounted in plain Python and plain SQL, by random axes, rules and filters: `make bench` runs it."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_benchmark.fixture import BenchmarkFixture

from desktop.store.database import Database

from ..comparing.recounting import Asked, Rows, count_in_python
from ..comparing.test_recounts import KINDS, askings, check_sql, check_table, diversify
from .generator import generate_project

if TYPE_CHECKING:
    from pathlib import Path


def test_every_kind_of_matrix_of_100_000_claims_equals_two_recounts(
    benchmark: BenchmarkFixture, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path: Path = tmp_path_factory.mktemp("recount") / "large.visavis"
    generate_project(path)
    with Database(path) as db:
        diversify(db)
        plain = Rows(db.sqlite.conn)
        assert len(plain.claims) == 100_000
        compared: list[int] = []

        def recount(asked: Asked, kind: str, share_of: str) -> None:
            expected = count_in_python(plain, asked)
            if not asked.word:
                check_sql(db, asked, expected)
            check_table(db, asked, kind, share_of, expected)
            compared.append(len(expected))

        # what is drawn does not change from run to run
        @settings(
            max_examples=40,
            phases=[Phase.generate],
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            deadline=None,
        )
        @given(asked=askings(db.sqlite.conn), kind=st.sampled_from(KINDS), share_of=st.sampled_from(["row", "all"]))
        def drawn(asked: Asked, kind: str, share_of: str) -> None:
            recount(asked, kind, share_of)

        def all_of_it() -> None:
            for kind in KINDS:
                recount(Asked(("topic",), ("actor",)), kind, "column")
            drawn()

        benchmark.pedantic(all_of_it, rounds=1)  # type: ignore[no-untyped-call]
        benchmark.extra_info.update(comparisons=len(compared), cells=sum(compared))
