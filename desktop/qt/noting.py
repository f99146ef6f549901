"""What others did in a long action, gone through between events before anybody is told of it."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject

from desktop.core.changes import RowLog
from desktop.core.collecting import LongWork
from desktop.core.errors import LockedError, UserError
from desktop.qt.background import later
from desktop.store.database import Database
from desktop.store.foreign import read_from

# milliseconds between two steps: as long as the window is given to anything else
_PAUSE = 10
# milliseconds after which it is tried again to read what another program keeps everybody from
_TRY_AGAIN = 200


class Noting(QObject):
    """Goes through the rows of a long action, and lets the views be told of it then.

    All at once, a hundred thousand rows would hold the window for seconds.
    """

    def __init__(self, opened: Callable[[], Database | None], parent: QObject) -> None:
        """Begin with what returns the open project."""
        super().__init__(parent)
        self._opened = opened
        self._rows: RowLog | None = None
        self._database: Database | None = None
        self._steps: Iterator[None] = iter(())
        self._work = LongWork()
        # one, whatever is begun: each step asks for the next
        self._timer = later(self, _PAUSE, self._go_on)
        self.destroyed.connect(self._work.end)

    def begin(self, rows: RowLog) -> None:
        """Go through *rows* of the open project; `Database.tell_others` follows."""
        if self._rows is not rows:
            self._rows, self._database, self._steps = rows, self._opened(), rows.noting()
            self._timer.start(_PAUSE)

    def _go_on(self) -> None:
        database = self._database
        if self._rows is None or database is None or database is not self._opened():
            # another project is open meanwhile
            self._end()
            return
        self._work.begin()
        try:
            with read_from(database):
                next(self._steps)
        except StopIteration:
            self._end()
            database.tell_others()
        except LockedError:
            # from the beginning: what was under way is over
            self._steps = self._rows.noting()
            self._timer.start(_TRY_AGAIN)
        except (UserError, ValueError, TypeError, LookupError):
            # what cannot be read is as if nothing was told
            self._end()
            database.read_others_anew()
        else:
            # now, and not in the midst of what all views do when they are told
            self._work.step()
            self._timer.start(_PAUSE)

    def _end(self) -> None:
        self._rows, self._database, self._steps = None, None, iter(())
        self._work.end()
