"""Settling what two coders read differently, without a window."""

from pathlib import Path

import pytest

from desktop.store.database import Database
from desktop.store.reads import project as reads

from ..comparing.two_coders import make_example
from .conftest import Run


@pytest.fixture
def study(tmp_path: Path) -> Path:
    path = tmp_path / "two.visavis"
    make_example(path)
    return path


def agreed(path: Path) -> list[tuple[str, str]]:
    """Return words and memos of what was agreed on."""
    with Database(path) as db:
        number = {coder.name: coder.id for coder in reads.coders(db)}.get("agreed", 0)
        return [(one.quote, one.memo) for one in reads.claims(db) if one.coder_id == number]


def state(run: Run, path: Path, claim: int) -> str:
    """Return what the list of differences tells of a claim."""
    lines = run("agreement", path, "--table", "differences", "--exact").stdout.splitlines()
    at = lines[0].split(",").index("decided")
    return next(line.split(",")[at] for line in lines if f",{claim}," in line)


def test_one_version_is_taken_and_taken_back(run: Run, study: Path) -> None:
    assert state(run, study, 3) == "open"
    found = run("settle", study, "3", "4", "--take", "4", "--note", "It is the report's word.")
    assert found.stdout == "1 claim agreed on.\n"
    assert agreed(study) == [("called the plan a gift to the shipping lines", "It is the report's word.")]
    assert state(run, study, 3) == "b"
    assert run("settle", study, "3", "4", "--reopen").exit_code == 0
    assert agreed(study) == []
    assert run("settle", study, "3", "4", "--neither").exit_code == 0
    assert state(run, study, 3) == "none"
    assert run("settle", study, "3", "4", "--take", "3", "--take", "4").stdout == "2 claims agreed on.\n"
    assert state(run, study, 3) == "both"
    assert run("undo", study).exit_code == 0
    assert state(run, study, 3) == "none"


def test_all_that_is_alike_is_taken_once(run: Run, study: Path) -> None:
    assert run("settle", study, "--alike", "Ada", "Bert").stdout == "9 claims agreed on.\n"
    assert len(agreed(study)) == 9
    assert run("settle", study, "--alike", "Ada", "Bert").stdout == "0 claims agreed on.\n"


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ((), 2, "Name one claim or two"),
        (("3", "4"), 2, "Say what is decided"),
        (("3", "4", "--take", "3", "--neither"), 2, "Choose one"),
        (("3", "4", "5", "--neither"), 2, "name one or two"),
        (("3", "--alike", "Ada", "Bert"), 2, "Name one claim or two"),
        (("3", "x", "--neither"), 2, "no number"),
        (("3", "4", "--take", "5"), 1, "Claim 5 is none of those"),
        (("3", "999", "--neither"), 1, "Claim 999 is gone"),
        (("3", "4", "--reopen"), 1, "Nothing was decided"),
        (("--alike", "Ada", "Cleo"), 1, "There is no coder “Cleo”"),
    ],
)
def test_what_cannot_be_settled_is_told_and_nothing_written(
    run: Run, study: Path, words: tuple[str, ...], status: int, told: str
) -> None:
    found = run("settle", study, *words)
    assert found.exit_code == status
    assert told in found.stderr
    assert found.stderr.count("\n") == 1
    assert agreed(study) == []
