"""Work that is not done at once: the one engine for long work, in another thread, and timers for short work."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal

from desktop.core.collecting import LongWork
from desktop.core.errors import UserError
from desktop.core.progress import Progress

Work = Callable[[Progress], Any]

# seconds between two words of progress
_PAUSE = 0.05


def later(parent: QObject, pause: int, do: Callable[[], object]) -> QTimer:
    """Return a timer that does something once, so many milliseconds after it was started last."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(pause)
    timer.timeout.connect(do)
    return timer


class StoppedError(Exception):
    """Nobody waits for the work any more."""


@dataclass(slots=True, eq=False)
class _Job:
    """Work that waits or runs.

    Attributes:
        prepare: returns the work, in the window's thread.
        done: takes its result there.
        stopped: whether nobody waits for it any more.
        told: when progress was last told, in seconds.
    """

    prepare: Callable[[], Work]
    done: Callable[[Any], None]
    stopped: bool = False
    told: float = 0.0


class Worker(QObject):
    """Run functions over values in one other thread, one after another, each result handed back between two events.

    Only one is handed over at a time: what waits can be dropped at any moment, and each is prepared with what is known
    when its turn comes. What runs is ended at its next word of progress. Python's collector of circles looks at the
    whole window only when nothing runs, and in the window's thread: circles may hold its widgets.

    Signals:
        progressed(int, int): so many steps of so many of what runs are done.
        failed(): what ran came upon a bug, which is raised next.
    """

    progressed = Signal(int, int)
    failed = Signal()
    _told = Signal(object, int, int)
    _arrived = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting: deque[_Job] = deque()
        self._running: _Job | None = None
        self._work = LongWork()
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether something runs or waits whose result is still wanted."""
        return bool(self._waiting) or (self._running is not None and not self._running.stopped)

    def ask(self, prepare: Callable[[], Work], done: Callable[[Any], None], *, first: bool = False) -> None:
        """Run the work that *prepare* returns, and call *done* with its result, or with the `UserError` it raised.

        Args:
            prepare: called in the window's thread when its turn has come; the work takes a function that counts its
                steps, which raises `StoppedError` when nobody waits for it any more.
            done: called in the window's thread.
            first: before all that waits.
        """
        job = _Job(prepare, done)
        if first:
            self._waiting.appendleft(job)
        else:
            self._waiting.append(job)
        self._next()

    def drop(self) -> None:
        """Forget all that waits, and end what runs."""
        self._waiting.clear()
        if self._running is not None:
            self._running.stopped = True

    def stop(self) -> None:
        """Forget everything, and wait until what runs has ended."""
        self.drop()
        self._pool.waitForDone()
        self._work.end()

    def _next(self) -> None:
        if self._running is None and self._waiting:
            job = self._running = self._waiting.popleft()
            self._work.begin()
            try:
                work = job.prepare()
            except Exception as error:  # told like one of the work itself; what waits has its turn all the same
                self._arrived.emit(job, error)
            else:
                self._pool.start(lambda: self._run(job, work))

    def _run(self, job: _Job, work: Work) -> None:
        result: object
        try:
            result = work(partial(self._count, job))
        except Exception as error:  # raised in the window's thread, where bugs are shown
            result = error
        try:
            self._arrived.emit(job, result)
        except RuntimeError:
            # the window has gone meanwhile
            pass

    def _count(self, job: _Job, done: int, total: int) -> None:
        if job.stopped:
            raise StoppedError
        now = time.monotonic()
        if now - job.told >= _PAUSE or done == total:
            job.told = now
            self._told.emit(job, done, total)

    def _on_told(self, job: _Job, done: int, total: int) -> None:
        if job is self._running and not job.stopped:
            self.progressed.emit(done, total)

    def _on_arrived(self, job: _Job, result: object) -> None:
        self._running = None
        # before the next begins: what that has in hand is not left behind
        self._work.step()
        try:
            if not job.stopped:
                if isinstance(result, Exception) and not isinstance(result, UserError):
                    self.failed.emit()
                    raise result
                job.done(result)
        finally:
            self._next()
            if self._running is None:
                self._work.end()
