"""A little of `make storm` with every run of the tests."""

import sys
from pathlib import Path

import pytest

from ..storm import damage, kills
from .making import make_project


def test_damaged_projects_end_no_command_and_give_their_claims(tmp_path: Path) -> None:
    make_project(tmp_path / "small.visavis").close()
    content = (tmp_path / "small.visavis").read_bytes()
    folder = tmp_path / "one"
    folder.mkdir()
    verdicts = damage.Verdicts()
    for seed in range(8):
        damage.judge(content, seed, folder, verdicts)
    assert verdicts.wrong == []
    assert verdicts.counts["damaged"] > 3
    assert all(rescued >= 0.9 * there for _seed, rescued, there in verdicts.shares)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("kind", ["edits", "restoring"])
def test_a_process_that_is_killed_leaves_whole_files_with_all_that_it_acknowledged(kind: str) -> None:
    counts, wrong = kills.one([], kind, 1, 0.4)
    assert wrong == []
    assert counts[f"kills of {kind}"] == 1
