"""Thousands of rows of a table through the page of imports, taken back and done again: does the window answer.

Pauses are told as multiples of what the library reads between two events, timed in the same run. Run with
``make bench``.
"""

import csv
import gc
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from desktop.qt.importing.page import ImportPage
from desktop.qt.reading.library_model import PART
from desktop.store import reads
from tests.hostile.__main__ import Heart
from tests.qt.window_kit import close_window, open_window, page_of
from tests.store.making import make_project

ROWS = int(os.environ.get("ROWS", "2000"))
# times the reference: 2,000 rows have taken up to 6.5 of it, to do them again
LIMIT = 10.0


def write_rows(path: Path) -> Path:
    """Write a table with a document, a text, an actor, a topic and a stance in each row."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("document", "text", "actor", "topic", "stance"))
        for at in range(ROWS):
            text = f"The council met on item {at}. Ana Bell said that tram {at} should be built soon."
            table.writerow(
                (f"Report {at}", text, f"Actor {at % 500}", f"Topic {at % 60}", ("favor", "against")[at % 2])
            )
    return path


def test_thousands_of_rows_are_taken_undone_and_redone_while_the_window_answers(
    benchmark: BenchmarkFixture, tmp_path: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    make_project(tmp_path / "p.visavis").close()
    window = open_window(tmp_path / "p.visavis", qtbot)
    page, session = page_of(window, ImportPage), window.session
    before = len(session.read(reads.project.document_ids))
    asked: list[object] = []
    page.imports.asked.connect(asked.append)
    pauses: dict[str, float] = {}

    def watch(name: str, do: Callable[[], object], is_done: Callable[[], bool]) -> None:
        heart = Heart()
        do()
        qtbot.waitUntil(is_done, timeout=1_200_000)
        # what follows it is a part of it
        qtbot.wait(1000)
        heart.stop()
        pauses[name] = heart.busiest

    def act() -> None:
        page.begin([write_rows(tmp_path / "rows.csv")])
        qtbot.waitUntil(lambda: bool(asked), timeout=60_000)
        watch("read", page.columns.accept, lambda: len(page.model.rows) == ROWS and not page.imports.is_busy)
        watch("take", page.accept_all, lambda: not page.imports.is_busy and not page.model.rows)
        assert len(session.read(reads.project.document_ids)) == before + ROWS
        watch("undo", session.undo, lambda: not session.is_stepping)
        assert len(session.read(reads.project.document_ids)) == before
        watch("redo", session.redo, lambda: not session.is_stepping)
        assert len(session.read(reads.project.document_ids)) == before + ROWS

    # as the program does before it opens its window
    gc.freeze()
    try:
        benchmark.pedantic(act, rounds=1)
    finally:
        gc.unfreeze()
    part = session.read(reads.project.document_ids)[-PART:]
    times: list[float] = []
    for _round in range(5):
        begin = time.process_time()
        session.shown(reads.filtered.documents, part)
        times.append(time.process_time() - begin)
    reference = sorted(times)[2]
    told = ", ".join(f"{name} {1000 * one:.0f} ms ({one / reference:.1f})" for name, one in pauses.items())
    with capsys.disabled():
        print(f"\n{ROWS:,} rows, longest pauses: {told}; {len(part)} documents read in {1000 * reference:.1f} ms")
    close_window(window)
    assert all(one <= LIMIT * reference for one in pauses.values())
