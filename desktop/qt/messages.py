"""The one door through which the window speaks to its user; tests listen at it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.core import logs
from desktop.core.errors import DamageError, UserError

P = ParamSpec("P")
R = TypeVar("R")


class Messages(QObject):
    """Carry sentences from wherever they arise to the window, where they block nothing.

    Signals:
        posted(kind, text, path): *kind* is ``hint``, ``info``, ``error`` or ``damage``, *text* a finished sentence,
            *path* the file that it says was written, or is damaged, or empty.
    """

    posted = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = ""

    @contextmanager
    def writing(self, path: Path) -> Iterator[None]:
        """Say of what is told within that it is about the file at *path*: one may want to see where it is."""
        self._path = str(path)
        try:
            yield
        finally:
            self._path = ""

    def hint(self, text: str) -> None:
        """Tell in passing what can be seen as well."""
        self.posted.emit("hint", text, "")

    def info(self, text: str) -> None:
        """Tell that something was done."""
        self.posted.emit("info", text, self._path)

    def error(self, text: str) -> None:
        """Tell that something could not be done, and the way out."""
        self.posted.emit("error", text, "")

    def attempt(self, action: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Return what *action* returns, and tell it when it is a sentence; tell a `UserError` and return None."""
        try:
            result = action(*args, **kwargs)
        except DamageError as error:
            logs.failure(error, logs.INFO)
            self.posted.emit("damage", str(error), str(error.path or ""))
            return None
        except UserError as error:
            logs.failure(error, logs.INFO)
            self.error(str(error))
            return None
        if isinstance(result, str):
            self.info(result)
        return result

    def succeeded(self, action: Callable[P, object], /, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Run *action* as `attempt` does and return whether it was done, whatever it returned."""
        done = False

        def run() -> object:
            nonlocal done
            result = action(*args, **kwargs)
            done = True
            return result

        self.attempt(run)
        return done
