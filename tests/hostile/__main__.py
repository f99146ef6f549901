"""Read every hostile document as the window does, and tell what became of each. Run with ``make hostile``.

Each is read in a child process within the limits in force, beside an event loop whose longest pause is told: that is
how long the window did not answer, first in processor time of this process, all its threads together, and then by the
clock on the wall, behind which stands that of a second before in which nothing was read: what else the machine does is
in the second only. With ``--window`` each is looked at, taken and opened in the window itself. Names on the command
line are those of the documents to read; all without.
"""

import argparse
import gc
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QEventLoop, QTimer

from desktop.core.limits import MEGABYTE, Limits, allow, limits
from desktop.project import children, opening
from desktop.project.reading import ImportFiles
from desktop.qt.app import first_window, make_application
from desktop.qt.background import Work, Worker
from desktop.qt.importing.page import ImportPage
from desktop.qt.parts.page import GotoDocument, GotoFiles
from desktop.qt.settings import Settings
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import DESTINATIONS
from desktop.store import reads
from tests.hostile.documents import DOCUMENTS

# what the process takes to come to the sentence, beyond the limit
_SECONDS = 3.0
_PAUSE = 0.1
# who waits for something takes no processor: no pause by the clock on the wall may be so much longer
_WAITING = 0.4
# documents of one file that are taken into the project where the window is looked at
_FEW = 20


class Heart:
    """Beats in an event loop, and knows its longest pause in seconds.

    Attributes:
        busiest: in processor time of all threads: one that holds the interpreter keeps the loop waiting, too.
        longest: by the clock on the wall.
    """

    def __init__(self) -> None:
        self.busiest = self.longest = 0.0
        self._worked, self._last = time.process_time(), time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def _beat(self) -> None:
        worked, now = time.process_time(), time.monotonic()
        self.busiest, self.longest = max(self.busiest, worked - self._worked), max(self.longest, now - self._last)
        self._worked, self._last = worked, now


def meet(path: Path, files: ImportFiles) -> tuple[str, float, Heart]:
    """Find what is in a file and read it; return what became of it, the seconds, and the pauses of the loop."""
    worker, loop, heart = Worker(), QEventLoop(), Heart()
    outcome: list[object] = []

    def read() -> None:
        worker.ask(lambda: _work(files, path), lambda result: (outcome.append(result), loop.quit()))

    began = time.monotonic()
    QTimer.singleShot(0, read)
    loop.exec()
    took = time.monotonic() - began
    heart.stop()
    worker.stop()
    return str(outcome[0]), took, heart


def meet_in_window(path: Path, window: MainWindow) -> tuple[str, float, Heart]:
    """Do with a file what a user does: look at it on the page of imports, take what is in it, and open the first of it.

    Returns what `meet` does. What takes longer than the limits is given up as *Cancel* does it.
    """
    began, heart = time.monotonic(), Heart()
    window.go(GotoFiles((path,)))
    page = window.pages.page(DESTINATIONS[GotoFiles])
    assert isinstance(page, ImportPage)
    asked: list[object] = []
    page.imports.asked.connect(asked.append)
    _until(lambda: bool(page.model.rows) or bool(asked), 2 * limits().seconds)
    if asked:
        page.columns.accept()
    end = began + 2 * limits().seconds
    _until(lambda: bool(page.model.rows) and not page.imports.is_busy, end - time.monotonic())
    rows, is_given_up = list(page.model.rows), page.imports.is_busy
    found = rows[0].found if rows else None
    told = f"{len(rows):,} documents, looked at{' and given up' if is_given_up else ''}."
    if found is not None and found.problem:
        told = found.problem
    elif rows and not is_given_up and len(rows) <= _FEW:
        page.accept_all()
        _until(lambda: not page.imports.is_busy, 2 * limits().seconds)
        numbers = [document.id for document in window.session.read(reads.project.documents)]
        told = f"{len(rows):,} documents, {len(numbers):,} taken."
        if numbers:
            window.go(GotoDocument(numbers[0]))
            _wait(3)
    page.imports.asked.disconnect(asked.append)
    page.give_up()
    _wait(0.5)
    heart.stop()
    return told, time.monotonic() - began, heart


def _wait(seconds: float) -> None:
    _until(lambda: False, seconds)


def _until(is_so: Callable[[], bool], seconds: float) -> None:
    # one loop, whatever it waits for: thousands of them would be rubbish that is collected in a pause of its own
    loop, timer, end = QEventLoop(), QTimer(), time.monotonic() + seconds

    def look() -> None:
        if is_so() or time.monotonic() >= end:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(20)
    look()
    if not is_so() and time.monotonic() < end:
        loop.exec()
    timer.stop()


def alone(seconds: float = 1.0) -> float:
    """Return the longest pause of the loop while nothing is read: what the machine takes for itself, in seconds."""
    loop, heart = QEventLoop(), Heart()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
    heart.stop()
    return heart.longest


def _work(files: ImportFiles, path: Path) -> Work:
    find = files.find([path])

    def work(_progress: object) -> object:
        found = find()
        if found[0].problem:
            return found[0].problem
        one = files.facts_reader(found[0].path)()
        return f"{len(found)} documents, the first of {one[0].characters:,} characters"

    return work


def main() -> NoReturn:
    """Meet them, tell of each, and end with 1 where one was not held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--time-limit", type=float, default=limits().seconds)
    parser.add_argument("--memory-limit", type=int, default=limits().memory // MEGABYTE)
    parser.add_argument(
        "--window", action="store_true", help="in a window, by whose pages they are shown and taken, too"
    )
    given = parser.parse_args()
    allowed = Limits(given.time_limit, given.memory_limit * MEGABYTE)
    allow(allowed)
    make_application()
    # as the program does before it opens its window
    gc.freeze()
    bad = []
    ended = 0
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "p.visavis"
        window = None
        for name in given.names or DOCUMENTS:
            path = Path(folder) / re.sub(r"[^\w.-]", "_", name)
            path.write_bytes(DOCUMENTS[name]())
            size = path.stat().st_size
            if window is not None:
                window.session.close()
            project.unlink(missing_ok=True)
            opening.new_project(project, empty=True).close()
            if given.window and window is None:
                window = first_window(project, Settings(Path(folder) / "settings.ini"))
                window.dialogs.confirm = lambda *_: True
                window.show()
                # not those of its preferences
                allow(allowed)
            elif window is not None:
                window.session.open(project)
            _wait(0.5)
            quiet = alone()
            if window is not None:
                told, seconds, heart = meet_in_window(path, window)
            else:
                with opening.open_project(project) as db:
                    told, seconds, heart = meet(path, ImportFiles(lambda db=db: db))  # type: ignore[misc]
            path.unlink()
            # in a window it is looked at, taken, and compared with others
            longest = 2 * limits().seconds * (2 if window is not None else 1)
            held = (
                seconds <= longest + _SECONDS
                and heart.busiest <= _PAUSE
                and heart.longest <= max(_WAITING, 2 * quiet)
                and told.endswith((".", "characters"))
            )
            if not held:
                bad.append(name)
            ended += "--time-limit" in told or "--memory-limit" in told
            mark = " " if held else "!"
            print(
                f"{mark} {name:28} {size:>11,} bytes {seconds:6.1f} s "
                f"{heart.busiest * 1000:5.0f} ms, {heart.longest * 1000:4.0f} by the wall ({quiet * 1000:.0f} alone)  "
                f"{told[:130]}",
                flush=True,
            )
    print(f"{len(given.names or DOCUMENTS)} documents, {ended} ended by a limit, {len(bad)} not held: {', '.join(bad)}")
    sys.stdout.flush()
    children.close()
    # Qt may take what is left down in any order
    os._exit(1 if bad else 0)


if __name__ == "__main__":
    main()
