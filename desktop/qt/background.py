"""Work that is not done at once: the one engine for long work, in another thread, and timers for short work."""

import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal

from desktop.core.collecting import LongWork
from desktop.core.errors import UserError
from desktop.core.progress import Progress
from desktop.core.stopping import CURRENT, Stop, StoppedError

Work = Callable[[Progress], Any]

# seconds between two words of progress
_PAUSE = 0.05
# things of a list that are freed at once
_FREED = 1_000


def later(parent: QObject, pause: int, do: Callable[[], object]) -> QTimer:
    """Return a timer that does something once, so many milliseconds after it was started last."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(pause)
    timer.timeout.connect(do)
    return timer


def let_go(parent: QObject, *held: list[Any] | deque[Any] | set[Any] | dict[Any, Any]) -> None:
    """Empty lists, sets and dictionaries that nobody looks at any more, a part between two events.

    What a hundred thousand files leave behind are millions of objects: to free them at once a window would stand still.
    """
    waiting = [one for one in held if len(one) > _FREED]
    if not waiting:
        return
    # nor is all of it looked through for circles, as long as there is so much
    work = LongWork()
    work.begin()

    def go_on() -> None:
        one = waiting[-1]
        for _number in range(min(_FREED, len(one))):
            one.popitem() if isinstance(one, dict) else one.pop()
        if not one:
            waiting.pop()
        if waiting:
            timer.start()
        else:
            work.end()
            timer.deleteLater()

    timer = later(parent, 0, go_on)
    timer.destroyed.connect(work.end)
    timer.start()


@dataclass(slots=True, eq=False)
class _Job:
    """Work that waits or runs.

    Attributes:
        prepare: returns the work, in the window's thread.
        done: takes its result there.
        stop: whether nobody waits for it any more; a child process that it has in hand is ended then.
        told: when progress was last told, in seconds.
    """

    prepare: Callable[[], Work]
    done: Callable[[Any], None]
    stop: Stop = field(default_factory=Stop)
    told: float = 0.0


# seconds that what runs goes on while the window waits for its turn
_TURN = 0.0002


class Worker(QObject):
    """Run functions over values in other threads, one after another, each result handed back between two events.

    Of one thread, results come in the order of the questions. Only what runs is handed over: what waits can be dropped
    at any moment, and each is prepared with what is known when its turn comes. What runs is ended at its next word of
    progress, and where it waits for a child process, with that. Python's collector of circles looks at the whole window
    only when nothing runs, and in the window's thread: circles may hold its widgets.

    Signals:
        progressed(int, int): so many steps of so many of what runs are done.
        failed(): what ran came upon a bug, which is raised next.
    """

    progressed = Signal(int, int)
    failed = Signal()
    _told = Signal(object, int, int)
    _arrived = Signal(object, object)

    def __init__(self, parent: QObject | None = None, threads: int = 1) -> None:
        super().__init__(parent)
        # each call of Qt's lets what runs have its turn, which lasts 5 ms otherwise; what paints a page makes dozens
        sys.setswitchinterval(_TURN)
        self._threads = threads
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._waiting: deque[_Job] = deque()
        self._running: list[_Job] = []
        self._work = LongWork()
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        if parent is not None:
            # what runs tells its result to this object: it ends before that goes with its parent
            parent.destroyed.connect(self.stop)

    @property
    def busy(self) -> bool:
        """Whether something runs or waits whose result is still wanted."""
        return bool(self._waiting) or any(not job.stop.is_set for job in self._running)

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
        let_go(self, self._waiting)
        self._waiting = deque()
        for job in self._running:
            job.stop.set()

    def stop(self) -> None:
        """Forget everything, and wait until what runs has ended."""
        self._waiting.clear()
        for job in self._running:
            job.stop.set(at_once=True)
        self._pool.waitForDone()
        self._work.end()

    def _next(self) -> None:
        while len(self._running) < self._threads and self._waiting:
            job = self._waiting.popleft()
            self._running.append(job)
            self._work.begin()
            try:
                work = job.prepare()
            except Exception as error:  # told like one of the work itself; what waits has its turn all the same
                self._arrived.emit(job, error)
            else:
                self._pool.start(partial(self._run, job, work))

    def _run(self, job: _Job, work: Work) -> None:
        result: object
        before = CURRENT.set(job.stop)
        try:
            result = work(partial(self._count, job))
        except Exception as error:  # raised in the window's thread, where bugs are shown
            result = error
        finally:
            CURRENT.reset(before)
        try:
            self._arrived.emit(job, result)
        except RuntimeError:
            # the window has gone meanwhile
            pass

    def _count(self, job: _Job, done: int, total: int) -> None:
        if job.stop.is_set:
            raise StoppedError
        now = time.monotonic()
        if now - job.told >= _PAUSE or done == total:
            job.told = now
            self._told.emit(job, done, total)

    def _on_told(self, job: _Job, done: int, total: int) -> None:
        if job in self._running and not job.stop.is_set:
            self.progressed.emit(done, total)

    def _on_arrived(self, job: _Job, result: object) -> None:
        self._running.remove(job)
        # before the next begins: what that has in hand is not left behind
        self._work.step()
        try:
            if not job.stop.is_set:
                if isinstance(result, Exception) and not isinstance(result, UserError):
                    self.failed.emit()
                    raise result
                job.done(result)
        finally:
            self._next()
            if not self._running:
                self._work.end()
