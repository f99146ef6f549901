"""Read every hostile document as the window does, and tell what became of each. Run with ``make hostile``.

Each is read in a child process within the limits in force, beside an event loop whose longest pause is told: that is
how long the window did not answer, first in processor time of this process, all its threads together, and then by the
clock on the wall, behind which stands that of a second before in which nothing was read: what else the machine does is
in the second only. Names on the command line are those of the documents to read; all without.
"""

import argparse
import re
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from desktop.core.limits import MEGABYTE, Limits, allow, limits
from desktop.project import opening
from desktop.project.reading import ImportFiles
from desktop.qt.background import Work, Worker
from tests.hostile.documents import DOCUMENTS

# what the process takes to come to the sentence, beyond the limit
_SECONDS = 3.0
_PAUSE = 0.1
# who waits for something takes no processor: no pause by the clock on the wall may be so much longer
_WAITING = 0.4


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
    worker.stop()
    return str(outcome[0]), took, heart


def alone(seconds: float = 1.0) -> float:
    """Return the longest pause of the loop while nothing is read: what the machine takes for itself, in seconds."""
    loop, heart = QEventLoop(), Heart()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
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


def main() -> int:
    """Meet them, tell of each, and return 1 where one was not held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--time-limit", type=float, default=limits().seconds)
    parser.add_argument("--memory-limit", type=int, default=limits().memory // MEGABYTE)
    given = parser.parse_args()
    allow(Limits(given.time_limit, given.memory_limit * MEGABYTE))
    QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    bad = []
    ended = 0
    with tempfile.TemporaryDirectory() as folder, opening.new_project(Path(folder) / "p.visavis", empty=True) as db:
        for name in given.names or DOCUMENTS:
            files = ImportFiles(lambda: db)
            path = Path(folder) / re.sub(r"[^\w.-]", "_", name)
            path.write_bytes(DOCUMENTS[name]())
            size = path.stat().st_size
            quiet = alone()
            told, seconds, heart = meet(path, files)
            path.unlink()
            held = (
                seconds <= 2 * limits().seconds + _SECONDS
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
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
