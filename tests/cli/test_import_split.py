"""Files that may be one document or several, on the command line: `--split`, `--no-split`, and what is new of them."""

import json
from pathlib import Path

import pytest

from .conftest import Run

WORDS = "<p>The harbour board met on Monday and came back without an answer, as all the crews had feared. </p>" * 3


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "p.visavis"
    assert run("new", path, "--empty").exit_code == 0
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "pages"
    found.mkdir()
    articles = "".join(
        f"<article><h2>{title}</h2>{WORDS.replace('M', title)}</article>" for title in ("Fares", "Crews")
    )
    (found / "news.html").write_text(f"<!DOCTYPE html><html><body>{articles}</body></html>")
    return found


def test_a_page_of_articles_is_what_was_said_of_it(run: Run, project: Path, folder: Path) -> None:
    split = json.loads(run("import", project, folder, "--dry-run", "--json").stdout)
    assert [(one["facts"]["title"]["value"], one["parts"]) for one in split] == [("Fares", 2), ("Crews", 2)]
    (whole,) = json.loads(run("import", project, folder, "--no-split", "--dry-run", "--json").stdout)
    assert (whole["parts"], whole["notes"]) == (2, ["Its 2 articles are one document."])
    assert "Its 2 articles are one document." in run("import", project, folder, "--no-split").stdout


@pytest.mark.parametrize("way", ["--split", "--no-split"])
def test_a_file_that_came_in_the_other_way_is_not_new(run: Run, project: Path, folder: Path, way: str) -> None:
    assert run("import", project, folder, way).exit_code == 0
    assert run("import", project, folder, "--new").stdout == "Nothing new.\n"
    (folder / "more.txt").write_text("Other words.\n")
    assert "more.txt" in run("import", project, folder, "--new").stdout
