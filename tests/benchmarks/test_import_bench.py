"""Two thousand documents of mixed formats into a project: how steadily, in how much memory, and does the window answer.

Rates compare the last tenth with the first of the same run. Run with ``make bench``.
"""

import resource
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from desktop.qt.dialogs import FileDialogs, Messages
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.views.import_page import ImportPage
from desktop.store.database import Database
from desktop.work_import import import_files
from tests.benchmarks.documents import write_documents

COUNT = 2000


class Ticks:
    """A timer of the event loop that notes when it was called: the gaps are when the window did not answer."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(lambda: self.times.append(time.perf_counter()))
        self._timer.start()

    def gaps(self) -> list[float]:
        """Return the gaps in seconds, the longest first."""
        return sorted((second - first for first, second in pairwise(self.times)), reverse=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_documents(tmp_path_factory.mktemp("documents"), COUNT)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "many.visavis"
    Database(path, create=True).close()
    session = Session(Messages())
    session.open(path)
    yield session
    session.close()


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


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_many_documents_from_the_command_line(
    benchmark: BenchmarkFixture, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    times: list[float] = []
    memory: list[float] = []

    def progress(_done: int, _total: int) -> None:
        times.append(time.perf_counter())
        memory.append(megabytes())

    with Database(tmp_path / "many.visavis", create=True) as database:
        benchmark.pedantic(import_files, (database, [folder]), {"progress": progress}, rounds=1)
        begin = time.perf_counter()
        database.undo()
        undone = time.perf_counter() - begin
    first, last = rates(times)
    growth = memory[-1] - memory[len(memory) // 10]
    tell(
        capsys,
        f"command line: {len(times)} files in {times[-1] - times[0]:.1f} s, {first:.0f} a second at first, {last:.0f}"
        f" at last; memory grew by {growth:.0f} MB after the first tenth; undo {undone:.2f} s",
    )
    assert last > 0.6 * first
    assert growth < 150


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_many_documents_in_the_window(
    benchmark: BenchmarkFixture,
    session: Session,
    folder: Path,
    qtbot: QtBot,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = ImportPage(session, FileDialogs(), Settings(tmp_path / "settings.ini"))
    qtbot.addWidget(page)
    page.resize(1280, 740)
    page.show()
    steps: list[tuple[float, float]] = []
    session.imports.progressed.connect(lambda *_: steps.append((time.perf_counter(), megabytes())))
    ticks = Ticks()
    told = []

    def reading() -> None:
        page.begin([folder])
        qtbot.waitUntil(lambda: bool(page.model.rows) and not session.imports.is_busy, timeout=900_000)

    def adding() -> None:
        with qtbot.waitSignal(page.imported, timeout=900_000):
            page.accept_all()

    def all_of_it() -> None:
        for name, work in (("read", reading), ("added", adding)):
            steps.clear()
            ticks.times.clear()
            work()
            # what comes after the last file belongs to it
            qtbot.wait(300)
            first, last = rates([at for at, _ in steps])
            growth = steps[-1][1] - steps[len(steps) // 10][1]
            gaps = ticks.gaps()
            told.append((name, first, last, growth, gaps))
            tell(
                capsys,
                f"window, {name}: {len(steps)} steps in {steps[-1][0] - steps[0][0]:.1f} s, {first:.0f} a second at "
                f"first, {last:.0f} at last; memory grew by {growth:.0f} MB after the first tenth; longest gaps "
                f"{', '.join(f'{1000 * gap:.0f}' for gap in gaps[:4])} ms",
            )

    benchmark.pedantic(all_of_it, rounds=1)
    assert len(session.documents()) == COUNT
    begin = time.perf_counter()
    session.undo()
    tell(capsys, f"window: undo in {time.perf_counter() - begin:.2f} s")
    for _, first, last, growth, _gaps in told:
        assert last > 0.5 * first
        assert growth < 200
