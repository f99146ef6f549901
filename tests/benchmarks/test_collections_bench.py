"""Files that hold many documents: tables of 1,000 to 100,000 rows, an export of 500 articles, a mailbox of 5,000 mails.

Each comes in by a process of its own, whose peak of memory is told, and in the window, where it is cancelled half way,
near the end, and when all is in the history and not committed. A table of 100,000 rows takes minutes. Run with
``make bench``.
"""

import csv
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytest_benchmark.fixture import BenchmarkFixture
from pytestqt.qtbot import QtBot

from desktop.qt.importing.page import ImportPage
from desktop.store.check import problems
from desktop.store.database import Database
from tests.benchmarks.test_import_bench import Ticks, megabytes, rows_of, tell
from tests.exchange.test_collections import message, nexis
from tests.qt.window_kit import close_window, open_window, page_of

# what it says: seconds of the processor until the first document, of the first and the last tenth, of all; megabytes
_IMPORT = """
import json, resource, sys, time
from pathlib import Path
from desktop.project.importing import import_files
from desktop.store.database import Database
now, times = time.process_time, []
begin = now()
with Database(Path(sys.argv[1]), create=True) as db:
    import_files(db, [Path(sys.argv[2])], progress=lambda *_: times.append(now()), brief=True)
    end = now()
tenth = max(1, len(times) // 10)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
ends = (times[tenth - 1] - times[0], times[-1] - times[-tenth])
print(json.dumps([len(times), times[0] - begin, *ends, end - begin, peak]))
"""


def words(number: int) -> str:
    return (
        f"The ferry number {number} keeps the harbour of house {number * 3}. The mill number {number * 7} closes the "
        f"market of street {number % 91}. We oppose the toll of pier {number}, and we say so in the hall."
    )


def write_table(path: Path, rows: int, speakers: int = 2000) -> Path:
    """Write a table of speeches, each by one of so many *speakers*."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "date", "speaker", "party", "headline", "body"])
        for at in range(rows):
            who = at % speakers
            name = f"{chr(65 + who % 26)}{chr(97 + who // 26 % 26)}{chr(97 + who // 676)}n Mill"
            day = f"{2000 + at % 25}-{1 + at % 12:02}-{1 + at % 28:02}"
            table.writerow([at, day, name, ("Reds", "Greens", "Blues")[who % 3], f"On the ferry {at}", words(at)])
    return path


def write_mailbox(path: Path, mails: int) -> Path:
    path.write_text("".join(message(f"ada{at % 50}", f"Fares {at}", words(at)) for at in range(mails)))
    return path


def write_export(path: Path, articles: int) -> Path:
    told = (
        nexis(f"On the ferry {at}", "The Isle Herald", "6 January 2020", "Ada Quill", words(at))
        for at in range(articles)
    )
    path.write_text("".join(told))
    return path


FILES: dict[str, Callable[[Path], Path]] = {
    "table of 1,000": lambda folder: write_table(folder / "a.csv", 1000),
    "table of 10,000": lambda folder: write_table(folder / "b.csv", 10_000),
    "table of 100,000": lambda folder: write_table(folder / "c.csv", 100_000),
    "mailbox of 5,000": lambda folder: write_mailbox(folder / "d.mbox", 5000),
    "export of 500": lambda folder: write_export(folder / "e.txt", 500),
}


@pytest.mark.skipif(sys.platform == "win32", reason="this system does not tell a process's peak of memory")
@pytest.mark.parametrize("name", FILES)
def test_a_file_of_many_documents_comes_in_steadily(
    benchmark: BenchmarkFixture, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = FILES[name](tmp_path)
    command = [sys.executable, "-c", _IMPORT, str(tmp_path / "p.visavis"), str(path)]
    done = benchmark.pedantic(
        subprocess.run, (command,), {"capture_output": True, "text": True, "check": True}, rounds=1
    )
    count, found, first, last, seconds, peak = json.loads(done.stdout)
    tell(
        capsys,
        f"{name}: {count} documents in {seconds:.1f} s of the processor, {count / seconds:.0f} a second, found in "
        f"{found:.1f} s; the last tenth took {last / first:.2f} of the first; peak {peak} MB of a file of "
        f"{path.stat().st_size / 1e6:.1f} MB",
    )
    assert count == int(name.rpartition(" ")[2].replace(",", ""))
    # each document costs as much as any before
    assert last < 2 * first
    assert peak < 500


@pytest.mark.parametrize("name", ["table of 10,000", "mailbox of 5,000", "export of 500", "table of 100,000"])
def test_a_file_of_many_documents_is_cancelled_in_the_window_without_a_trace(
    benchmark: BenchmarkFixture, name: str, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = FILES[name](tmp_path)
    project = tmp_path / "p.visavis"
    with Database(project, create=True) as db:
        # free pages, as what was removed before leaves them: what is cancelled must not stay in them either
        db.sqlite.execute("CREATE TABLE gone (content)")
        db.sqlite.execute("INSERT INTO gone VALUES (zeroblob(2000000))")
        db.sqlite.execute("DROP TABLE gone")
    window = open_window(project, qtbot)
    page = page_of(window, ImportPage)
    window.show_page("page_import")
    empty, size = rows_of(window.session.database), project.stat().st_size
    ticks = Ticks()

    def reading() -> None:
        page.begin([path])
        if name.startswith("table"):
            qtbot.waitUntil(page.columns.isVisible, timeout=120_000)
            page.columns.accept()
        qtbot.waitUntil(lambda: bool(page.model.rows) and not page.imports.is_busy, timeout=3_600_000)

    benchmark.pedantic(reading, rounds=1)
    count = len(page.model.rows)
    seconds = benchmark.stats.stats.total
    told = [f"{count} read in {seconds:.0f} s, {_longest(ticks)}"]
    steps: list[int] = []
    stops: list[int] = []

    def cancel() -> None:
        assert page.imports.is_adding
        qtbot.mouseClick(page.foot.cancel, Qt.MouseButton.LeftButton)

    def follow(done: int, _total: int) -> None:
        steps.append(done)
        if stops and done >= stops[-1]:
            stops.clear()
            # between two events; at the last of all after the next part of the end
            QTimer.singleShot(0, cancel if done < 2 * count else lambda: QTimer.singleShot(0, cancel))

    page.imports.progressed.connect(follow)
    # in the middle, near the end, and when all is in the history and not on the disk
    # of the writing, before which all is read
    for stop in (count + count // 2, 2 * count - count // 50, 2 * count):
        stops.append(stop)
        steps.clear()
        ticks.times.clear()
        begin = time.perf_counter()
        page.accept_all()
        qtbot.waitUntil(lambda: not page.imports.is_adding, timeout=3_600_000)
        seconds = time.perf_counter() - begin
        qtbot.wait(200)
        told.append(f"cancelled after {len(steps)} and {seconds:.0f} s, {_longest(ticks)}")
        assert not page.imports.is_adding
        # nothing in any table, the history too; the file as large as before, whole, and without a word of it
        assert rows_of(window.session.database) == empty
        assert project.stat().st_size == size
        assert b"ferry" not in project.read_bytes()
        assert problems(window.session.database) == []
        assert [one.name for one in tmp_path.glob("p.visavis*")] == [project.name]
    close_window(window)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    tell(capsys, f"window, {name}: {'; '.join(told)}; {megabytes():.0f} MB at last, {peak} at most")


def _longest(ticks: Ticks) -> str:
    gaps = [1000 * gap for gap in ticks.gaps()]
    return f"longest gaps {', '.join(f'{gap:.0f}' for gap in gaps[:3])} ms, {sum(gap > 100 for gap in gaps)} over 100"


@pytest.mark.parametrize("rows", [10_000, 100_000])
def test_a_long_import_is_undone_and_redone_in_the_window(
    benchmark: BenchmarkFixture, rows: int, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "p.visavis"
    command = [sys.executable, "-c", _IMPORT, str(project), str(write_table(tmp_path / "a.csv", rows))]
    benchmark.pedantic(subprocess.run, (command,), {"capture_output": True, "check": True}, rounds=1)
    window = open_window(project, qtbot)
    session, ticks = window.session, Ticks()
    whole = rows_of(session.database)
    told = []
    for key, cancelled in (("undo", True), ("undo", False), ("redo", False)):
        qtbot.wait(500)
        ticks.times.clear()
        begin = time.perf_counter()
        with qtbot.waitSignal(session.stepped, timeout=3_600_000):
            window.actions_by_key[key].trigger()
            if cancelled:
                session.steps_done.connect(lambda done, total: done < total // 2 or session.give_up_step())
        seconds = time.perf_counter() - begin
        if cancelled:
            session.steps_done.disconnect()
        # what follows the change too
        qtbot.wait(1000)
        told.append(f"{key}{' given up half way' if cancelled else ''} {seconds:.1f} s, {_longest(ticks)}")
        found = rows_of(session.database)
        assert found["document"] == (0 if key == "undo" and not cancelled else rows)
        if cancelled:
            assert found == whole
    close_window(window)
    tell(capsys, f"window, table of {rows:,}: {'; '.join(told)}; {megabytes():.0f} MB at last")


# what it says: seconds of the processor of an undo or redo, its megabytes at most, and those before it
_STEP = """
import json, resource, sys, time
from pathlib import Path
from desktop.project.history import HistoryReader
from desktop.store.check import problems
from desktop.store.database import Database
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
work = {
    "undo": Database.undo, "redo": Database.redo, "check": problems,
    "history page": lambda db: HistoryReader(lambda: db).tell(1),
}[sys.argv[2]]
with Database(Path(sys.argv[1])) as db:
    before, begin = peak(), time.process_time()
    assert work(db) is not None
    print(json.dumps([time.process_time() - begin, peak(), before]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="this system does not tell a process's peak of memory")
@pytest.mark.parametrize("rows", [10_000, 100_000])
def test_a_long_import_is_undone_redone_looked_at_and_checked_in_bounded_memory(
    benchmark: BenchmarkFixture, rows: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "p.visavis"
    path = write_table(tmp_path / "a.csv", rows)
    command = [sys.executable, "-c", _IMPORT, str(project), str(path)]
    benchmark.pedantic(subprocess.run, (command,), {"capture_output": True, "check": True}, rounds=1)
    size = project.stat().st_size / 1e6
    told = []
    for work in ("history page", "check", "undo", "redo"):
        command = [sys.executable, "-c", _STEP, str(project), work]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds, peak, before = json.loads(done.stdout)
        told.append(f"{work} {seconds:.1f} s, {peak} MB ({before} before)")
        assert peak < 500
    tell(capsys, f"table of {rows:,}, a project of {size:.0f} MB: {'; '.join(told)}")
