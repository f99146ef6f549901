"""A framework matrix leaves as a workbook, and the summaries that are written in it come back into their cells."""

import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from desktop.core.memos import MemoTarget
from desktop.store import edits
from desktop.store.database import Database
from desktop.store.reads import memos as read_memos
from desktop.store.reads import project as reads

from .conftest import Run
from .test_dna_export import project as coded_project

project = coded_project
CELLS = {(2, 1): "For it 😀.\nThen =silent+ \x0b_x0041_", (4, 1): "Against it."}


def summaries(path: Path) -> dict[tuple[int, int], str]:
    with Database(path) as db:
        cells = [one for one in read_memos.memos(db) if one.target.kind == "cell"]
        return {(one.target.actor_id or 0, one.target.topic_id or 0): one.text for one in cells}


@pytest.fixture
def summed(project: Path) -> Path:
    with Database(project) as db:
        db.set_coder("anna")
        for (actor, topic), words in CELLS.items():
            edits.memos.add(db, MemoTarget(actor_id=actor, topic_id=topic), words)
    return project


def test_summaries_and_passages_stand_in_their_cells(run: Run, summed: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.framework.xlsx"
    told = run("export", summed, "-o", out).stderr
    assert "the texts of 1 documents are not carried" in told
    book = load_workbook(out)
    assert book.sheetnames == ["Framework", "Quotations", "Documents"]
    rows = list(book["Framework"].values)
    assert rows[0] == ("actor", "Bridge", "Fares")
    # two are called Odo: what is above tells them apart
    assert [row[0] for row in rows[1:]] == ["Council", "Ada", "Odo (odo)", "Council › Odo"]
    assert (rows[4][1], rows[1][1]) == ("Against it.", None)
    quotations = {row[0]: row for row in book["Quotations"].values}
    assert quotations["Ada"][1] == "“We want the bridge” (favor; one.txt)\n\n“want the bridge” (favor; one.txt)"
    assert book["Documents"]["C2"].value == "“No fare falls” (against; Council)\n\n“not one” (neutral; Council; Odo)"
    assert all(cell.data_type == "s" for row in book["Framework"] for cell in row if cell.value is not None)


def test_all_summaries_come_back_into_a_project_without_them(run: Run, summed: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.xlsx"
    run("export", summed, "--as", "framework", "-o", out)
    before = summaries(summed)
    with Database(summed) as db:
        edits.memos.delete(db, [one.id for one in read_memos.memos(db)])
    result = run("import", summed, out)
    assert result.exit_code == 0, result.output
    assert "2 memos are new." in result.stdout
    assert summaries(summed) == before
    assert "Summaries that stand here already: 2." in run("import", summed, out).stdout
    assert summaries(summed) == before
    run("undo", summed)
    assert summaries(summed) == {}


def test_a_changed_summary_is_told_and_taken_only_where_that_is_said(run: Run, summed: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.xlsx"
    with Database(summed) as db:
        # openpyxl, which edits the workbook, has another mind on control characters
        edits.memos.set_text(db, MemoTarget(actor_id=2, topic_id=1), "For it 😀.\nThen =silent+")
    run("export", summed, "--as", "framework", "-o", out)
    book = load_workbook(out)
    book["Framework"]["B5"] = "Against it, loudly."
    book["Framework"]["C2"] = "No word on fares."
    book.save(out)
    before = summaries(summed)
    told = run("import", summed, out, "--dry-run").output
    assert "“Against it.” → “Against it, loudly.”" in told
    assert summaries(summed) == before
    run("import", summed, out)
    assert summaries(summed) == {**before, (1, 2): "No word on fares."}
    run("import", summed, out, "--changes", "take")
    assert summaries(summed) == {**before, (1, 2): "No word on fares.", (4, 1): "Against it, loudly."}


def test_a_matrix_of_another_program_is_read_by_its_names_whichever_goes_down(
    run: Run, project: Path, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    for row in (("", "A : Ada", "B : Odo", "C : Nobody"), ("1 : Bridge", "For.", "Which Odo?", "x"), ("2 : fares", "")):
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    path = tmp_path / "nvivo.xlsx"
    path.write_bytes(made.getvalue())
    result = run("import", project, path, "--as", "framework", "--json")
    told = json.loads(result.stdout)[0]
    with Database(project) as db:
        names = {one.name: one.id for one in reads.actors(db)}
    assert summaries(project) == {(names["Ada"], 1): "For."}
    # two are called Odo, and nobody is called Nobody: listed, and nobody is made
    assert [one["codes"] for one in told["refused"]] == [["Bridge", "Odo"], ["Bridge", "Nobody"]]
    assert (told["topics"], told["actors"]) == (0, 0)
