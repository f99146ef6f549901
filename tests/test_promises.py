"""The table of promises in README.md names tests that hold them: each is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PART = (ROOT / "README.md").read_text("utf-8").split("## What Visavis promises")[1].split("\n## ")[0]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PART.splitlines() if line.startswith("| ")][
    1:
]


def test_there_are_promises() -> None:
    assert len(ROWS) > 15
    assert len({promise for promise, _tests in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:40])
def test_each_promise_is_held_by_a_test_that_is_there(row: list[str]) -> None:
    _promise, tests = row
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", tests)
    assert named
    assert len(named) == tests.count("`") // 2
    for path, name in named:
        text = (ROOT / path).read_text("utf-8")
        assert re.search(rf"^def {name}\(", text, re.MULTILINE), name
        # a test that is left out holds nothing
        assert not re.search(rf"@pytest\.mark\.(?:skip|xfail)\b[^\n]*\ndef {name}\(", text), name


def test_what_is_said_of_security_names_files_that_are_there() -> None:
    told = (ROOT / "SECURITY.md").read_text("utf-8")
    for path in re.findall(r"`(desktop/[\w/]+\.py)`", told):
        assert (ROOT / path).exists(), path
