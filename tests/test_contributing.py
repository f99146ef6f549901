"""The table of ten changes in CONTRIBUTING.md names files and what is in them: both are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in (ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines()
    if line.startswith("| a") and not line.startswith("| change")
]


def test_the_changes_that_come_most_are_told() -> None:
    assert len(ROWS) >= 10


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_files_of_a_change_are_there_and_hold_what_is_named(row: tuple[str, str, str]) -> None:
    _, files, count = row
    named = re.findall(r"`(desktop/[^`]+)`(?: \(`(\w+)`\))?", files)
    assert int(count) == len(named)
    for path, name in named:
        assert (ROOT / path).exists(), path
        if name:
            assert re.search(rf"^(?:class |def )?{name}\b", (ROOT / path).read_text("utf-8"), re.MULTILINE), name
