"""Each fact keeps how sure it is and where it came from after the import: in the project, its tables and files."""

import contextlib
import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from .conftest import Run

STORY = (
    "The quay is closed\n\nBy Ada Lind\n\n3 May 2020\n\nThe quay of Velden was closed on Friday, as crews had feared "
    "for a long time, and nobody could say when it would be open again.\n"
)


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    path, file = tmp_path / "p.visavis", tmp_path / "a.txt"
    file.write_text(STORY)
    assert run("new", path, "--empty").exit_code == 0
    assert run("import", path, file).exit_code == 0
    return path


def told(run: Run, project: Path) -> dict[str, str]:
    (row,) = csv.DictReader(io.StringIO(run("documents", project, "--format", "csv").stdout))
    return {key: value for key, value in row.items() if key.endswith(("_origin", "_certainty"))}


def test_the_table_of_documents_tells_where_each_fact_stood(run: Run, project: Path) -> None:
    assert told(run, project) == {
        "date_certainty": "stated",
        "title_certainty": "stated",
        "title_origin": "the heading",
        "author_certainty": "stated",
        "author_origin": "the byline",
        "date_origin": "the line “3 May 2020”",
    }
    # kept apart from the words of the interface: another language tells it in its own
    with contextlib.closing(sqlite3.connect(project)) as db:
        kept = json.loads(db.execute("SELECT origins FROM document").fetchone()[0])
    assert ["date", "stated", "the line “{words}”", "3 May 2020"] in kept


def test_what_is_written_by_hand_is_told_as_that_and_undo_brings_the_origin_back(run: Run, project: Path) -> None:
    before = told(run, project)
    assert run("rename", project, "document", "1", "Quays").exit_code == 0
    assert told(run, project)["title_origin"] == "what was written by hand"
    run("undo", project)
    assert told(run, project) == before


def test_facts_that_are_given_at_the_import_are_written_by_hand(run: Run, project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.visavis"
    run("new", other, "--empty")
    run("import", other, tmp_path / "a.txt", "--date", "2021")
    after = told(run, other)
    assert (after["date_certainty"], after["date_origin"]) == ("stated", "what was written by hand")
    assert after["title_origin"] == "the heading"


def test_an_annotated_file_carries_the_origins_into_another_project(run: Run, project: Path, tmp_path: Path) -> None:
    written, other = tmp_path / "out.md", tmp_path / "other.visavis"
    assert run("show", project, "1", "--annotated", "-o", written).exit_code == 0
    assert "  - fact: author\n    certainty: stated\n    origin: the byline\n" in written.read_text()
    run("new", other, "--empty")
    assert run("import", other, written).exit_code == 0
    assert told(run, other) == told(run, project)
