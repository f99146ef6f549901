"""Work beside the window's thread: one function after another, each result handed back between two events."""

from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from desktop.core.collecting import LongWork
from desktop.core.errors import UserError

Action = Callable[[], Any]


class Worker(QObject):
    """Run plain functions over values in one other thread.

    Only one is handed over at a time: what waits can be dropped at any moment, and each is prepared with what is known
    when its turn comes. Python's collector of circles looks at the whole window only when nothing runs, and in the
    window's thread: circles may hold its widgets.
    """

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting: deque[tuple[Callable[[], Action], Callable[[Any], None]]] = deque()
        self._done: Callable[[Any], None] | None = None
        self._number = 0
        self._work = LongWork()
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether something runs or waits whose result is still wanted."""
        return self._done not in (None, _nothing) or bool(self._waiting)

    def ask(self, prepare: Callable[[], Action], done: Callable[[Any], None], *, first: bool = False) -> None:
        """Run what *prepare* returns, and call *done* with its result, or with the `UserError` it raised.

        Args:
            prepare: called in the window's thread when its turn has come.
            done: called in the window's thread.
            first: before all that waits.
        """
        if first:
            self._waiting.appendleft((prepare, done))
        else:
            self._waiting.append((prepare, done))
        self._next()

    def drop(self) -> None:
        """Forget all that waits, and the result of what runs."""
        self._waiting.clear()
        self._number += 1
        if self._done is not None:
            self._done = _nothing

    def stop(self) -> None:
        """Forget everything, and wait until what runs has ended."""
        self.drop()
        self._pool.waitForDone()
        self._work.end()

    def _next(self) -> None:
        if self._done is None and self._waiting:
            prepare, done = self._waiting.popleft()
            self._done = done
            self._work.begin()
            action, number = prepare(), self._number
            self._pool.start(lambda: self._run(action, number))

    def _run(self, action: Action, number: int) -> None:
        result: object
        try:
            result = action()
        except Exception as error:
            result = error
        try:
            self._arrived.emit((number, result))
        except RuntimeError:
            # the window has gone meanwhile
            pass

    def _on_arrived(self, arrived: tuple[int, Any]) -> None:
        number, result = arrived
        done, self._done = self._done, None
        # before the next begins: what that has in hand is not left behind
        self._work.step()
        try:
            if number == self._number and done is not None:
                if isinstance(result, Exception) and not isinstance(result, UserError):
                    raise result
                done(result)
        finally:
            self._next()
            if self._done is None:
                self._work.end()


def _nothing(_result: object) -> None:
    pass
