"""Two thousand documents of mixed formats into a project: how steadily, in how much memory, and does the window answer.

Rates compare the last tenth with the first of the same run. Run with ``make bench``.
"""

import gc
import os
import resource
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from desktop.project import children
from desktop.project.importing import import_files
from desktop.qt.importing.page import ImportPage
from desktop.store import reads
from desktop.store.database import Database
from tests.benchmarks.documents import write_documents
from tests.qt.window_kit import close_window, open_window, page_of

COUNT = int(os.environ.get("FILES", "2000"))


class Ticks:
    """A timer of the event loop that notes when it was called: the gaps are when the window did not answer.

    Where others keep the processors busy they have their time too, and what the window itself worked has not.
    """

    def __init__(self) -> None:
        self.times: list[tuple[float, float]] = []
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(lambda: self.times.append((time.perf_counter(), time.thread_time())))
        self._timer.start()

    def told(self) -> str:
        """Return the longest gaps, by the clock and of work, in milliseconds."""
        steps = [(after[0] - first[0], after[1] - first[1]) for first, after in pairwise(self.times)]
        clock, work = (sorted((1000 * one for one in column), reverse=True)[:5] for column in zip(*steps, strict=True))
        return f"longest gaps {_listed(clock)} ms, of work {_listed(work)} ms"


def _listed(values: Sequence[float]) -> str:
    return ", ".join(f"{one:.0f}" for one in values)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_documents(tmp_path_factory.mktemp("documents"), COUNT)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_documents(tmp_path_factory.mktemp("texts"), COUNT, only_text=True)


def rows_of(database: Database) -> dict[str, int]:
    """Return how many rows each table has."""
    names = [name for (name,) in database.sqlite.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {name: database.sqlite.execute(f"SELECT count(*) FROM [{name}]").fetchone()[0] for name in names}


def megabytes() -> float:
    """Return how much memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def rates(times: Sequence[float]) -> tuple[float, float]:
    """Return how many a second in the first tenth and in the last."""
    tenth = len(times) // 10
    return tenth / (times[tenth] - times[0]), tenth / (times[-1] - times[-1 - tenth])


def tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        print(f"\n{text}")


def processor(of_children: bool = False) -> float:
    """Return the seconds of the processor that this process has had, or those of its children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN if of_children else resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("what", ["folder", "texts"])
def test_many_documents_from_the_command_line(
    what: str,
    request: pytest.FixtureRequest,
    benchmark: BenchmarkFixture,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder: Path = request.getfixturevalue(what)
    times: list[float] = []
    memory: list[float] = []

    def progress(_done: int, _total: int) -> None:
        times.append(time.perf_counter())
        memory.append(megabytes())

    children.close()
    begun = processor(), processor(of_children=True)
    with Database(tmp_path / "many.visavis", create=True) as database:
        benchmark.pedantic(import_files, (database, [folder]), {"progress": progress}, rounds=1)
        children.close()
        own, theirs = processor() - begun[0], processor(of_children=True) - begun[1]
        begin = time.perf_counter()
        database.undo()
        undone = time.perf_counter() - begin
    first, last = rates(times)
    growth = memory[-1] - memory[len(memory) // 10]
    tell(
        capsys,
        f"command line, {what}: {len(times)} files in {times[-1] - times[0]:.1f} s, {first:.0f} a second at first, "
        f"{last:.0f} at last; processor {own:.1f} s, {theirs:.1f} s of children; memory grew by {growth:.0f} MB after "
        f"the first tenth; undo {undone:.2f} s",
    )
    assert last > 0.6 * first
    assert growth < 150


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_many_documents_in_the_window(
    benchmark: BenchmarkFixture, folder: Path, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "many.visavis"
    Database(path, create=True).close()
    window = open_window(path, qtbot)
    session, page = window.session, page_of(window, ImportPage)
    window.show_page("page_import")
    # as the program does when it begins
    gc.freeze()
    empty, size = rows_of(session.database), path.read_bytes()
    # when each file was read or added, and how much memory was held then
    files: dict[object, tuple[float, float]] = {}
    page.imports.read.connect(lambda found: files.setdefault(found.path, (time.perf_counter(), megabytes())))
    page.imports.progressed.connect(
        lambda done, _: page.imports.is_adding and files.setdefault(done, (time.perf_counter(), megabytes()))
    )
    ticks = Ticks()
    told = []

    def reading() -> None:
        page.begin([folder])
        qtbot.waitUntil(lambda: bool(page.model.rows) and not page.imports.is_busy, timeout=900_000)

    def cancelling() -> None:
        page.accept_all()
        # each is read, and then written
        qtbot.waitUntil(
            lambda: any(isinstance(done, int) and done >= 3 * COUNT // 2 for done in files), timeout=900_000
        )
        qtbot.mouseClick(page.foot.cancel, Qt.MouseButton.LeftButton)
        assert not page.imports.is_adding

    def adding() -> None:
        with qtbot.waitSignal(page.wanted, timeout=900_000):
            page.accept_all()

    def taking_back() -> None:
        with qtbot.waitSignal(session.changed, timeout=900_000):
            session.undo()

    def all_of_it() -> None:
        for name, work in (("read", reading), ("cancelled", cancelling), ("added", adding), ("undone", taking_back)):
            files.clear()
            ticks.times.clear()
            qtbot.wait(20)
            work()
            # what comes after the last file belongs to it
            qtbot.wait(600)
            gaps = ticks.told()
            if not files:
                tell(capsys, f"window, {name}: {gaps}")
                continue
            steps = list(files.values())
            first, last = rates([at for at, _ in steps])
            growth = steps[-1][1] - steps[len(steps) // 10][1]
            told.append((first, last, growth))
            tell(
                capsys,
                f"window, {name}: {len(steps)} files in {steps[-1][0] - steps[0][0]:.1f} s, {first:.0f} files a second "
                f"in the first tenth, {last:.0f} in the last; memory grew by {growth:.0f} MB after the first tenth; "
                f"{gaps}",
            )
            if name == "cancelled":
                # without a trace: not a row, not a byte, no journal
                assert rows_of(session.database) == empty
                assert path.read_bytes() == size
                assert [one.name for one in tmp_path.glob("many.visavis*")] == [path.name]
            if name == "added":
                assert len(session.shown(reads.filtered.documents)) == COUNT

    benchmark.pedantic(all_of_it, rounds=1)
    assert not session.shown(reads.filtered.documents)
    close_window(window)
    for first, last, growth in told:
        assert last > 0.5 * first
        assert growth < 200
