"""A little of `make storm` with every run of the tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from ..storm import calls, damage, kills
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
@pytest.mark.parametrize("kind", ["edits", "importing", "merging", "restoring", "undoing"])
def test_a_process_that_is_killed_leaves_whole_files_with_all_that_it_acknowledged(kind: str) -> None:
    counts, wrong = kills.one(kind, 1, 0.4)
    assert wrong == []
    assert counts[f"kills of {kind}"] == 1


def test_what_was_acknowledged_and_is_missing_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    assert kills.look(tmp_path, [("new", str(path), "")]) == []
    assert kills.look(tmp_path, [("edit", str(path), "a step of nobody")]) == [
        "edit a step of nobody is missing in small.visavis"
    ]


@pytest.mark.skipif(not calls.can_hinder(), reason="there is no strace here that may look at processes")
@pytest.mark.parametrize("name", ["tag", "undo", "save a copy"])
def test_an_action_that_is_hindered_at_a_call_is_done_or_undone_and_told_truly(name: str) -> None:
    # in a process of its own: the one of the tests has threads
    command = [sys.executable, "-m", "tests.storm", "calls", name, "--most", "2"]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert all(f"{hindrance}, {name}: " in ended.stdout for hindrance in calls.HINDRANCES)
