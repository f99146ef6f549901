"""A few hostile documents with small limits; ``make hostile`` meets all of them with those of users."""

from pathlib import Path

from desktop.core.limits import MEGABYTE, Limits, allow
from desktop.project.importing import import_files
from desktop.store.database import Database
from tests.hostile.documents import DOCUMENTS

BOUNDS = Limits(seconds=4, memory=330 * MEGABYTE)
GOOD = "A short text.\n\nAna Bell said that the ferry comes back.\n"


def test_there_are_more_than_seventy_hostile_documents_and_each_differs() -> None:
    assert len(DOCUMENTS) > 71


def test_hostile_documents_are_told_in_a_sentence_each_and_the_others_come_in(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    names = ("form-recursion.pdf",)
    for name in names:
        (folder / name).write_bytes(DOCUMENTS[name]())
    (folder / "good.txt").write_text(GOOD)
    allow(BOUNDS)
    try:
        with Database(tmp_path / "p.visavis", create=True) as db:
            results = {one.path.name: one for one in import_files(db, [folder])}
    finally:
        allow(Limits())
    for name in names:
        assert results[name].imported is None
        assert results[name].message.startswith(f"{name} took more than ")
        assert results[name].message.endswith((" and --time-limit allow more.", " and --memory-limit allow more."))
    assert results["good.txt"].imported is not None
