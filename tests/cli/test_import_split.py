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


def test_what_is_new_comes_in_as_is_said_of_it_now(run: Run, project: Path, folder: Path) -> None:
    assert run("import", project, folder, "--new", "--no-split").stdout.startswith("news.html: added as document 1.")
    assert run("import", project, folder, "--new", "--no-split").stdout == "Nothing new.\n"


def test_one_document_of_a_file_can_be_new(run: Run, project: Path, folder: Path) -> None:
    part = folder / "news.html" / "0002 Crews"
    assert run("import", project, part, "--new").stdout.startswith("0002 Crews: added as document 1.")
    assert run("import", project, part, "--new").stdout == "Nothing new.\n"


def test_names_of_files_tell_facts_by_a_pattern_and_what_does_not_follow_is_told(
    run: Run, project: Path, tmp_path: Path
) -> None:
    for name in ("2018-04-23 - Kasia Quill - Speech.txt", "notes.txt"):
        (tmp_path / name).write_text(
            f"The harbour board met on Monday.\n\n3 May 2001\n\n{name} and so on, they said.\n"
        )
    (tmp_path / "2018-04-23 - rows - x.csv").write_text("title,text\nFares,We sail.\n")
    pattern = ("--name-pattern", "{date} - {author} - {title}", "--json")
    names = ("2018-04-23 - Kasia Quill - Speech.txt", "notes.txt", "2018-04-23 - rows - x.csv")
    named, other, row = json.loads(run("import", project, *(tmp_path / name for name in names), *pattern).stdout)
    assert {key: named["facts"][key]["value"] for key in ("date", "author", "title")} == {
        "date": "2018-04-23",
        "author": "Kasia Quill",
        "title": "Speech",
    }
    told = "the file’s name, by the pattern {date} - {author} - {title}"
    assert named["facts"]["date"] == {"value": "2018-04-23", "certainty": "stated", "origin": told}
    assert "Its name does not follow the pattern {date} - {author} - {title}." in other["notes"]
    # a row of a table has no name that anybody gave it
    assert row["facts"]["title"]["value"] == "Fares"
    assert "pattern" not in " ".join(row["notes"])
    table = run("documents", project, "--format", "csv").stdout
    assert table.count(told) == 3
    refused = run("import", project, tmp_path / "notes.txt", "--name-pattern", "{day}")
    assert refused.exit_code == 2
    assert "A name has no place “{day}”" in refused.stderr
