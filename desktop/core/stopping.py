"""Ending work that nobody waits for any more, from another thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


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
