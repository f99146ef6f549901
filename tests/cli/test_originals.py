import csv
import io
import os
from pathlib import Path

import pytest

from desktop.store.database import Database
from desktop.store.reads import project as reads

from .conftest import PROJECT, Run


@pytest.fixture(scope="module")
def originals() -> list[Path]:
    named = os.environ.get("VISAVIS_ORIGINALS")
    files = sorted((Path(named) if named else PROJECT.parent / "shared" / "originals").glob("*.txt"))
    if not files:
        pytest.skip("the original documents are not here; VISAVIS_ORIGINALS can name their folder")
    return files


def test_the_main_job_on_the_originals(run: Run, project: Path, originals: list[Path]) -> None:
    with Database(project) as db:
        before = {document.original_sha256: document.claim_count for document in reads.documents(db)}
        uuids = {claim.uuid for claim in reads.claims(db)}
    result = run("import", project, *originals)
    assert (result.exit_code, result.stderr) == (0, "")
    assert all("took the place of its brief" in line for line in result.stdout.splitlines())
    assert run("check", project).stdout == f"sound: {len(originals)} documents, {len(uuids)} claims\n"
    with Database(project) as db:
        documents = reads.documents(db)
        assert {document.text_sha256: document.claim_count for document in documents} == before
        assert {document.name for document in documents} == {path.name for path in originals}
        assert not any(document.is_brief for document in documents)
        texts = {document.id: reads.text(db, document.id) for document in documents}
        claims = reads.claims(db)
    assert {claim.uuid for claim in claims} == uuids
    assert all(claim.quote == texts[claim.document_id][claim.start : claim.end] for claim in claims)
    stances = run("matrix", project, "--cells", "stance", "--exact")
    rows = list(csv.reader(io.StringIO(stances.stdout)))
    assert {cell for row in rows[1:] for cell in row[2:]} <= {"", "favor", "against", "neutral", "contradictory"}


def test_importing_the_originals_twice_changes_nothing(run: Run, project: Path, originals: list[Path]) -> None:
    run("import", project, *originals)
    content = project.read_bytes()
    result = run("import", project, *originals)
    assert result.exit_code == 0
    assert all("already" in line for line in result.stdout.splitlines())
    assert project.read_bytes() == content


def test_one_undo_brings_all_briefs_back(run: Run, project: Path, originals: list[Path]) -> None:
    claims = run("claims", project).stdout_bytes
    run("import", project, *originals)
    assert run("undo", project).exit_code == run("check", project).exit_code == 0
    assert run("claims", project).stdout_bytes == claims


@pytest.mark.parametrize("cells", ["counts", "net", "stance"])
def test_the_matrix_is_the_same_table_with_and_without_the_originals(
    run: Run, project: Path, originals: list[Path], cells: str
) -> None:
    before = run("matrix", project, "--cells", cells).stdout_bytes
    run("import", project, *originals)
    assert run("matrix", project, "--cells", cells).stdout_bytes == before
