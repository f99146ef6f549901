"""Two programs on one file, with figures: writers at once, a window that others write under, what looking costs."""

import itertools
import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.qt.window.main_window import MainWindow
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims, codebook, documents
from desktop.store.reads import project as reads
from tests.qt.window_kit import close_window, open_window
from tests.store.conflicts import EDITS, overwritten
from tests.store.making import CODEBOOK, make_project, rows
from tests.store.test_conflicts import ask, program

TAGS = 3334
# longer a window shall not stand still, in milliseconds
STILL = 100


def test_ten_thousand_tags_of_three_writers_are_all_there(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = tmp_path / "large.visavis"
    with Database(path, create=True) as db, db.edit("Fill", undoable=False) as recorder:
        codebook.add_codebook(db, recorder, CODEBOOK)
        text = CodedDocument("velo.txt", Facts(), "velo " * (TAGS + 10))
        documents.add_document(db, recorder, text, "seed")

    def write() -> None:
        with program(path, "Mira") as one, program(path, "Olme") as two, program(path, "Ulm") as three:
            for number, process in enumerate((one, two, three)):
                assert process.stdin is not None
                process.stdin.write(f"tags:{TAGS},{number * TAGS}\n")
                process.stdin.flush()
            for process in (one, two, three):
                assert process.stdout is not None
                assert process.stdout.readline().strip() == f"done {TAGS}"

    benchmark.pedantic(write, rounds=1)  # type: ignore[no-untyped-call]
    with Database(path) as db:
        assert len({claim.id for claim in reads.claims(db)}) == 3 * TAGS
        assert sum(entry.text == "Tag claim" for entry in db.history()) == 3 * TAGS
        assert problems(db) == []
    benchmark.extra_info.update(tags=3 * TAGS, missing=0)


class Heart:
    """Beats in the window's thread; knows the longest pause in milliseconds, and the longest of work of its own.

    Where others keep the processors busy, the first has their time too, and the second has no waiting for a lock.
    """

    def __init__(self) -> None:
        self.longest = self.busiest = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def begin(self) -> None:
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self.longest = self.busiest = 0.0

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self.busiest = max(self.busiest, (worked - self._worked) * 1000)
        self._last, self._worked = now, worked


def boxes() -> int:
    return sum(isinstance(one, QMessageBox) and one.isVisible() for one in QApplication.topLevelWidgets())


def meet_in(
    window: MainWindow, theirs: str, mine: str, process: object, heart: Heart, qtbot: QtBot
) -> tuple[str, int, float, float]:
    """Let another do its edit and the user one upon it at once.

    Returns what became of it, how many rows were written over, and the longest pause of the window in milliseconds,
    first by the clock and then by its own work.
    """
    db = window.session.database
    assert ask(process, theirs) == "done"  # type: ignore[arg-type]
    with Database(db.path) as seen:
        step, stands = seen.history(1)[0].id, rows(seen)
    begin, worked = time.perf_counter(), time.thread_time()
    done = window.session.done(EDITS[mine])
    pause, work = (time.perf_counter() - begin) * 1000, (time.thread_time() - worked) * 1000
    heart.begin()
    qtbot.wait(900)
    pause, work = max(pause, heart.longest), max(work, heart.busiest)
    lost = 0
    if done and (last := db.history(1)[0]).id != step and last.kind == "edit":
        lost = len(overwritten(db, step, last.id))
    elif not done:
        lost = int(rows(db) != stands)
    return "done" if done else "refused", lost, pause, work


def test_twenty_conflicts_in_a_window(benchmark: BenchmarkFixture, tmp_path: Path, qtbot: QtBot) -> None:
    names = [name for name in EDITS if name != "undo"]
    pairs = [(one, names[(number * 7) % len(names)]) for number, one in enumerate([*names, "stance"])]
    told: list[tuple[str, int, float, float]] = []
    bugs = 0

    def meet() -> None:
        nonlocal bugs
        for number, (theirs, mine) in enumerate(pairs):
            path = tmp_path / f"{number}.visavis"
            make_project(path).close()
            window = open_window(path, qtbot)
            window.session.coder = "Nilo"
            heart = Heart()
            with program(path, "Mira") as process:
                qtbot.wait(100)
                with qtbot.capture_exceptions() as caught:
                    told.append(meet_in(window, theirs, mine, process, heart, qtbot))
            bugs += boxes() + len(caught)
            assert problems(window.session.database) == []
            close_window(window)

    benchmark.pedantic(meet, rounds=1)  # type: ignore[no-untyped-call]
    lost = sum(one[1] for one in told)
    longest = [one[2] for one in told]
    done = sum(one[0] == "done" for one in told)
    benchmark.extra_info.update(
        conflicts=len(pairs),
        refused_by_name=len(pairs) - done,
        done=done,
        written_over=lost,
        bug_dialogs=bugs,
        longest_pause_ms=round(max(longest)),
        longest_work_ms=round(max(one[3] for one in told)),
        over_100_ms=sum(one > STILL for one in longest),
    )
    assert (lost, bugs) == (0, 0)


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_window_while_another_holds_the_lock(
    how: str, benchmark: BenchmarkFixture, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "small.visavis"
    make_project(path).close()
    window = open_window(path, qtbot)
    heart = Heart()
    other = sqlite3.connect(path, isolation_level=None)

    def hold() -> None:
        other.execute(f"BEGIN {how}")
        QTimer.singleShot(2000, lambda: other.execute("ROLLBACK"))
        qtbot.wait(50)
        heart.begin()
        done = window.session.done(claims.change, 1, stance=Stance.NEUTRAL)
        if how == "IMMEDIATE":
            assert done
        qtbot.wait(2500)

    with qtbot.capture_exceptions() as caught:
        benchmark.pedantic(hold, rounds=1)  # type: ignore[no-untyped-call]
    benchmark.extra_info.update(
        longest_pause_ms=round(heart.longest), longest_work_ms=round(heart.busiest), bug_dialogs=boxes() + len(caught)
    )
    other.close()
    close_window(window)
    assert boxes() == 0


def test_looking_whether_others_have_written(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    with make_project(tmp_path / "small.visavis") as db:

        def look() -> None:
            assert db.look_after_file() == ""
            assert not db.catch_up()

        benchmark(look)


def test_one_tag_beside_another_program(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = tmp_path / "small.visavis"
    shutil.copy(make_project(tmp_path / "made.visavis").path, path)
    starts = itertools.count()
    with Database(path) as db, Database(path) as other:
        other.set_coder("Mira")

        def tag() -> None:
            # each has to look at what the other has written
            for one in (db, other):
                start = next(starts) % 60
                claims.delete(one, [claims.tag(one, NewClaim(1, Span(start, start + 20), (1,), 1, Stance.FAVOR))])

        benchmark(tag)
