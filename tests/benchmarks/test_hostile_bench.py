"""Files made to cost much: what each costs, in a process of its own. Run with ``make bench``."""

import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.exchange.test_bounded_readers import CASES, hold


@pytest.mark.skipif(sys.platform == "win32", reason="this system does not tell a process's peak of memory")
@pytest.mark.parametrize("name", CASES)
def test_a_file_made_to_cost_much(
    benchmark: BenchmarkFixture, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = benchmark.pedantic(hold, (name, tmp_path), rounds=1)
    with capsys.disabled():
        print(f"\n{told}")
