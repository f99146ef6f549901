import csv
import io
import json
from pathlib import Path

from desktop.core.spans import page_of
from desktop.qt.parts.claim_text import page_text
from desktop.store.database import Database
from desktop.store.reads import project as reads

from .conftest import Run

PAGED = """---
visavis: 1
title: The report
---

[]{.page n=1}[A bridge is needed.]{.claim actor=ana topic=bridge stance=favor}

It costs a lot, []{.page n=2}[and nobody will pay.]{.claim actor=ben topic=bridge stance=against}
"""


def imported(run: Run, tmp_path: Path) -> Path:
    project, file = tmp_path / "p.visavis", tmp_path / "report.md"
    file.write_text(PAGED)
    assert run("new", project, "--empty").exit_code == 0
    assert run("import", project, file).exit_code == 0
    return project


def test_the_page_of_each_claim_is_told_in_the_claims_table_and_beside_the_evidence(run: Run, tmp_path: Path) -> None:
    project = imported(run, tmp_path)
    rows = list(csv.DictReader(io.StringIO(run("claims", project).stdout.lstrip("\ufeff"))))
    assert [(row["actors"], row["page"]) for row in rows] == [("ana", "1"), ("ben", "2")]
    with Database(project) as db:
        document = reads.document(db, 1)
        assert [page_text(document, claim.start) for claim in reads.claims(db)] == ["p. 1", "p. 2"]


def test_documents_without_pages_need_no_column_of_pages(run: Run, project: Path) -> None:
    assert "page" not in run("claims", project).stdout.splitlines()[0].split(",")


def test_a_document_goes_out_as_annotated_markdown_and_comes_back_with_its_pages(run: Run, tmp_path: Path) -> None:
    project, out, again = imported(run, tmp_path), tmp_path / "out.md", tmp_path / "q.visavis"
    assert run("show", project, "1", "--annotated", "-o", out).stdout == f"{out}: 2 claims\n"
    assert run("new", again, "--empty").exit_code == 0
    (record,) = json.loads(run("import", again, out, "--json").stdout)
    assert (record["claims"], record["pages"]) == (2, 2)
    with Database(project) as one, Database(again) as two:
        assert reads.document(one, 1).pages == reads.document(two, 1).pages == (0, 37)
    assert run("show", again, "1", "--annotated").stdout == out.read_text()
    assert run("show", again, "1").stdout.startswith("A bridge is needed.\n")


def test_a_place_before_the_first_page_stands_on_it() -> None:
    assert (page_of((), 5), page_of((3, 9), 0), page_of((3, 9), 9), page_of((0, 0, 4), 0)) == (None, 1, 2, 2)
