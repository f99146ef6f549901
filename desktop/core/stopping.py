"""Ending work that nobody waits for any more, from another thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from desktop.core.collecting import LongWork

T = TypeVar("T")
# seconds for which work that cannot be ended is waited for when nobody wants it any more
_GRACE = 1.0
# and between two looks whether anybody does
_LOOK = 0.05


class StoppedError(Exception):
    """Nobody waits for the work any more."""


class Stop:
    """Whether work shall end; what the work has in hand meanwhile can be ended, too.

    Attributes:
        is_set: whether it shall end.
        at_once: whether what it has in hand shall be ended even if that has only just begun.
    """

    def __init__(self) -> None:
        self.is_set = False
        self.at_once = False
        self._lock = threading.Lock()
        self._heard: Callable[[], None] | None = None

    def set(self, *, at_once: bool = False) -> None:
        """End the work."""
        with self._lock:
            self.is_set = True
            self.at_once = self.at_once or at_once
            if self._heard is not None:
                self._heard()

    @contextmanager
    def heard_by(self, heard: Callable[[], None]) -> Iterator[None]:
        """Call *heard* where it is set during a block; StoppedError where it was set before."""
        with self._lock:
            if self.is_set:
                raise StoppedError
            self._heard = heard
        try:
            yield
        finally:
            with self._lock:
                self._heard = None


# that of the work that goes on in this thread, where somebody may end it
CURRENT: ContextVar[Stop | None] = ContextVar("stop", default=None)


def or_leave(work: Callable[[], T], grace: float = _GRACE) -> T:
    """Do work that may wait for ever, such as for a server; where it shall end, leave it to itself after a moment.

    It goes on in a thread of its own then, which ends with the program at the latest, and what comes of it is nobody's:
    it may have nothing in hand that must not be left by halves.

    Raises:
        StoppedError: when it was left.
    """
    stop = CURRENT.get()
    if stop is None:
        return work()
    done = threading.Event()
    found: list[T] = []
    failed: list[BaseException] = []
    # circles of the window are not looked for in its thread
    collecting = LongWork()

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:  # raised where it is waited for
            failed.append(error)
        finally:
            collecting.end()
            done.set()

    collecting.begin()
    threading.Thread(target=run, name="left", daemon=True).start()
    while not done.wait(_LOOK):
        if stop.is_set and not done.wait(grace):
            raise StoppedError
    if failed:
        raise failed[0]
    return found[0]
