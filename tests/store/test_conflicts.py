"""Each edit against each: what another did since one looked is written over by none, and no bug comes of it."""

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.core.errors import ConflictError, GoneError, UserError
from desktop.core.values import CodedDocument, Facts
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import codebook, documents
from desktop.store.reads import project as reads

from .conflicts import EDITS, overwritten
from .making import CODEBOOK, make_project, rows
from .test_elsewhere import tag

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("conflicts") / "template.visavis"
    with make_project(path) as db:
        # something of each to be undone
        documents.rename(db, 1, "Papers")
        db.set_coder("Mira")
        documents.update_facts(db, 1, {"place": "Tarn"})
    return path


@contextmanager
def program(path: Path, coder: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.store.other_program", str(path), coder]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "open\n"
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def ask(process: "subprocess.Popen[str]", line: str) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def meet(db: Database, path: Path, mine: str) -> str:
    """Do one's own edit upon another's; return what became of it, having looked that nothing was written over."""
    with Database(path) as seen:
        theirs = seen.history(1)[0].id
        stands = rows(seen)
    try:
        EDITS[mine](db)
    except (ConflictError, GoneError):
        assert rows(db) == stands
        return "refused"
    except UserError as error:
        # a sentence of the edit itself, such as that nothing is there to be split
        assert rows(db) == stands
        return str(error)
    last = db.history(1)[0]
    # an undo looks itself that the rows are as one left them
    if last.id != theirs and last.kind == "edit":
        assert overwritten(db, theirs, last.id) == set()
    return "done"


@pytest.mark.parametrize("theirs", EDITS)
def test_each_edit_against_each_writes_over_nothing(theirs: str, template: Path, tmp_path: Path) -> None:
    found: dict[str, str] = {}
    for mine in EDITS:
        path = tmp_path / f"{mine}.visavis"
        shutil.copy(template, path)
        with Database(path) as db, Database(path) as other:
            for one, coder in ((db, "Nilo"), (other, "Mira")):
                one.sqlite.execute("PRAGMA synchronous=OFF").close()
                one.set_coder(coder)
            EDITS[theirs](other)
            found[mine] = meet(db, path, mine)
            assert problems(db) == [], mine
    # what is the same cannot be done twice, and there is always something that others do not hinder
    if theirs not in ("tag", "undo"):
        assert found[theirs] not in ("done",), found
    assert "done" in found.values()


def test_two_processes_meet_without_a_bug_and_without_loss(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "small.visavis"
    pairs = list(itertools.islice(zip(EDITS, reversed(EDITS), strict=True), 6))
    shutil.copy(template, path)
    with Database(path) as db, program(path, "Mira") as other:
        db.set_coder("Nilo")
        for theirs, mine in pairs:
            answer = ask(other, theirs)
            assert answer == "done" or answer.startswith("refused")
            if answer == "done":
                meet(db, path, mine)
        assert problems(db) == []


def test_claims_of_three_writers_are_all_there(tmp_path: Path) -> None:
    path = tmp_path / "small.visavis"
    text = "velo " * 100
    count = int(os.environ.get("VISAVIS_TAGS", "25"))
    with Database(path, create=True) as db:
        db.set_coder("Nilo")
        with db.edit("Fill", undoable=False) as recorder:
            codebook.add_codebook(db, recorder, CODEBOOK)
            documents.add_document(db, recorder, CodedDocument("velo.txt", Facts(), text), "seed")
    with program(path, "Mira") as one, program(path, "Olme") as two, Database(path) as db:
        db.set_coder("Nilo")
        for process, offset in ((one, 0), (two, 100)):
            assert process.stdin is not None
            process.stdin.write(f"tags:{count},{offset}\n")
            process.stdin.flush()
        for number in range(count):
            tag(db, 200 + number)
        for process in (one, two):
            assert process.stdout is not None
            assert process.stdout.readline().strip() == f"done {count}"
        found = reads.claims(db)
        assert len(found) == 3 * count
        assert len({claim.id for claim in found}) == 3 * count
        told = [entry for entry in db.history() if entry.text == "Tag claim"]
        assert len(told) == 3 * count
        assert problems(db) == []
