"""What the window has in memory after each of many times that one does the same.

A large project opened, edited and closed a hundred times; in one that stays open, texts of 1 MB opened two hundred
times, and pages shown five hundred times. Run with ``make bench``, or
``python -m tests.benchmarks.test_memory_bench [texts | pages]`` for the figure of each time.
"""

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from .generator import generate_project

ROOT = Path(__file__).resolve().parents[2]
TIMES, SETTLED = 100, 20
OPENINGS, SWITCHES = 200, 500
# how much more than after the first rounds it may be at the end
GROWTH = 1.05
_WORDS = "The harbour council talked about the ferry and the tram until late at night. "


def rounds(folder: Path) -> Iterator[int]:
    """Yield the resident memory in bytes after each time that a project was opened, edited and closed in one window."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from desktop.core.spans import Span
    from desktop.core.values import Actor, Codebook, CodedDocument, Facts, NewClaim, Stance, Topic
    from desktop.project.memory import resident
    from desktop.qt import app
    from desktop.qt.settings import Settings
    from desktop.qt.window.page_rows import PAGES
    from desktop.store import edits
    from desktop.store.database import Database

    path = folder / "large.visavis"
    with Database(path, create=True) as db, db.edit("Fill", undoable=False) as recorder:
        edits.codebook.add_codebook(
            db, recorder, Codebook((Actor("ana", "Ana"),), (Topic("tram", "Tram", "The tram comes"),))
        )
        for number in range(300):
            text = f"{number} {_WORDS * 400}"
            edits.documents.add_document(
                db, recorder, CodedDocument(f"{number}.txt", Facts(title=f"T{number}"), text), "x"
            )
    with Database(path) as db:
        spans = [Span(at * 60, at * 60 + 50) for at in range(20)]
        for document in range(1, 201):
            edits.claims.tag_many(db, [NewClaim(document, span, (1,), 1, Stance.FAVOR) for span in spans])
    app.make_application()
    window = app.first_window(path, Settings(folder / "settings.ini"))
    window.show()
    for time in range(TIMES):
        if time:
            window.session.open(path)
        window.desk.open(1 + time % 300)
        claim = window.session.do(edits.claims.tag, NewClaim(250, Span(0, 9), (1,), 1, Stance.AGAINST))
        assert claim is not None
        for row in PAGES:
            if row.tab:
                window.actions_by_key[row.key].trigger()
                QApplication.processEvents()
        window.session.undo()
        window.session.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        yield resident(os.getpid())


def looks(folder: Path, what: str) -> Iterator[int]:
    """Yield the resident memory in bytes after each opening of large ``texts``, or each time that ``pages`` change."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from desktop.project.memory import resident
    from desktop.qt import app
    from desktop.qt.settings import Settings
    from desktop.qt.window.page_rows import PAGES

    path = folder / "large.visavis"
    generate_project(path, documents=3, claims=10_000, topics=60, actors=200, document_size=1_000_000)
    app.make_application()
    window = app.first_window(path, Settings(folder / "settings.ini"))
    window.show()
    tabs = [row.key for row in PAGES if row.tab]
    for time in range(OPENINGS if what == "texts" else SWITCHES):
        if what == "texts":
            window.desk.open(1 + time % 3)
        else:
            window.show_page(tabs[time % len(tabs)])
        for _ in range(5):
            QApplication.processEvents()
        window.grab()
        # as the loop of events does, which does not run here
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        yield resident(os.getpid())


@pytest.mark.parametrize("what", ["projects", "texts", "pages"])
def test_memory_is_flat_however_often_one_does_the_same(what: str, benchmark: BenchmarkFixture) -> None:
    def run() -> list[int]:
        command = [sys.executable, "-m", "tests.benchmarks.test_memory_bench", what]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return [int(line) for line in done.stdout.split()]

    found = benchmark.pedantic(run, rounds=1)
    print("MB:", [round(one / 1e6) for one in found[::10]])
    assert max(found[-10:]) <= GROWTH * max(found[:SETTLED])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as where:
        what = sys.argv[1] if len(sys.argv) > 1 else "projects"
        for taken in rounds(Path(where)) if what == "projects" else looks(Path(where), what):
            print(taken, flush=True)
    os._exit(0)
