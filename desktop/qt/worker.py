"""Long work over values in another thread, with progress and a way to end it."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, Signal

Progress = Callable[[int, int], None]

# seconds between two words of progress
_PAUSE = 0.05


class StoppedError(Exception):
    """The user no longer waits for the work."""


class Told(QObject):
    """Carry what a job has to tell into the main thread."""

    progressed = Signal(object, int, int)
    finished = Signal(object, object, object)


class Job(QRunnable):
    """Run one function over values in a worker thread.

    Attributes:
        kind: what it is for; of one kind, only the latest counts.
        told: its signals.
        stopped: set from outside to end it at its next word of progress.
    """

    def __init__(self, kind: str, function: Callable[[Progress], object]) -> None:
        super().__init__()
        # Python holds it until its last word has arrived
        self.setAutoDelete(False)
        self.kind = kind
        self.told = Told()
        self.stopped = False
        self._function = function
        self._last = 0.0

    def run(self) -> None:
        """Do the work."""
        result, error = None, None
        try:
            result = self._function(self._progress)
        except Exception as raised:  # told in the main thread, where bugs are shown
            error = raised
        try:
            self.told.finished.emit(self, result, error)
        except RuntimeError:
            # the window is gone, and its half of the signal with it
            return

    def _progress(self, done: int, total: int) -> None:
        if self.stopped:
            raise StoppedError
        now = time.monotonic()
        if now - self._last >= _PAUSE or done == total:
            self._last = now
            self.told.progressed.emit(self, done, total)
