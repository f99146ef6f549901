"""The table of acts: each can be done, README.md shows it as it is, and a promise that is broken is told."""

import re
from pathlib import Path

import pytest

from .growth.__main__ import BEGIN, END, README, measure
from .growth.projects import project, trail
from .growth.promises import LEAST, SIZES, Act, Promise, all_acts, exponents, table
from .growth.stage import Stage

ACTS = all_acts()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("projects")


@pytest.mark.parametrize("one", ACTS, ids=lambda one: one.name)
def test_each_act_can_be_done(one: Act, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("tests.benchmarks.growth.__main__.FEWEST", 2)
    monkeypatch.setattr("tests.benchmarks.growth.__main__.ROUNDS", 2)
    # what comes a little later does not matter to what is not measured
    monkeypatch.setattr("tests.benchmarks.growth.stage.REST", 4)
    stage = Stage(300, tmp_path, home)
    try:
        assert measure(stage, one) > 0
    finally:
        stage.close()


def test_readme_shows_all_acts_with_what_they_promise_and_a_figure_for_each_size() -> None:
    shown = README.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip().splitlines()
    promised = table(ACTS, {}).splitlines()
    assert shown[:2] == promised[:2]
    assert len(shown) == len(promised)
    for line, row in zip(shown[2:], promised[2:], strict=True):
        cells, wanted = line.split(" | "), row.split(" | ")
        # run “python -m tests.benchmarks.growth --readme --only NAME” where this fails
        assert [cells[0], *cells[5:]] == [wanted[0], *wanted[5:]]
        assert all(re.fullmatch(r"[\d,.]+", figure) for figure in cells[1:5]), line


def test_what_grows_faster_than_it_may_or_takes_longer_is_told() -> None:
    flat = Act("look", lambda _stage: lambda: None, Promise.FLAT, 100, "store")
    assert flat.broken(dict(zip(SIZES, (20, 22, 25), strict=True))) == ""
    assert flat.broken(dict(zip(SIZES, (20, 22, 40), strict=True))) == "grows with 0.26"
    assert flat.broken(dict(zip(SIZES, (90, 95, 101), strict=True))) == "takes 101 ms, not 100"
    # what nobody notices may grow
    assert flat.broken(dict(zip(SIZES, (LEAST / 90, LEAST / 9, LEAST), strict=True))) == ""
    linear = Act("read", lambda _stage: lambda: None, Promise.LINEAR, 10_000, "store")
    assert linear.broken(dict(zip(SIZES, (9, 91, 930), strict=True))) == ""
    # much at the end is not made up for by little before
    assert linear.broken(dict(zip(SIZES, (9, 40, 900), strict=True))) == "grows with 1.35"
    assert exponents({10: 1, 100: 100}) == [2]


def test_a_project_is_made_once(tmp_path: Path) -> None:
    path = project(200, tmp_path)
    made = path.stat().st_mtime_ns
    assert (project(200, tmp_path), path.stat().st_mtime_ns) == (path, made)
    assert trail(20, tmp_path) != path
