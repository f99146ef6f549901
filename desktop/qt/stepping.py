"""Undo and redo of a long action: a part between two events of the window, which answers and can give it up."""

from collections.abc import Callable, Generator

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.changes import ChangeSet, RowLog
from desktop.core.collecting import LongWork
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.qt.messages import Messages
from desktop.store.database import Database


class LongStep(QObject):
    """Undo or redo one long action of the open project, part by part, in one transaction.

    In no other thread: a question that the window asks meanwhile would come between the statements there.

    Signals:
        began(str): the step that the sentence tells.
        progressed(int, int): so many of so many rows are done.
        ended(bool): whether it was done; the project tells of it next.
    """

    began = Signal(str)
    progressed = Signal(int, int)
    ended = Signal(bool)

    def __init__(self, database: Callable[[], Database], messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._database = database
        self._messages = messages
        self._work = LongWork()
        self._steps: Generator[tuple[int, int], None, ChangeSet | None] | None = None
        # done, and not told yet
        self._done: ChangeSet | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether an action is being undone or redone."""
        return self._steps is not None

    def begin(self, kind: str, told: str, of: int | None = None) -> None:
        """Undo or redo (*kind*) the next action, or the one whose id is given; *told* says so."""
        self._steps = self._database().step_in_parts(kind, of)
        self._work.begin()
        # the transaction is open from here on: nothing else can be changed
        if self._go_on():
            self.began.emit(told)

    def give_up(self) -> None:
        """Leave everything as it was."""
        if self._steps is not None and self._done is None:
            self._end()
            self._messages.hint(_("Given up: nothing was changed."))

    def stop(self) -> None:
        """Give up: the project is about to be closed."""
        if self._steps is not None:
            self._end(self._done)

    def _go_on(self) -> bool:
        """Do a part, and let the next follow behind what waits; return whether there is one."""
        if self._steps is None:
            return False
        try:
            done = next(self._steps)
        except StopIteration as end:
            changes = end.value if self._done is None else self._done
            if self._done is not None or changes is None or not isinstance(changes.rows, RowLog):
                self._end(changes)
                return False
            # what every view asks of the rows is found before they are told of them, all at once
            self._done, self._steps = changes, _found(changes.rows)
            QTimer.singleShot(0, self, self._go_on)
            return True
        except UserError as error:
            self._end(self._done)
            self._messages.error(str(error))
            return False
        except BaseException:
            self._end(self._done)
            raise
        self._work.step()
        self.progressed.emit(*done)
        QTimer.singleShot(0, self, self._go_on)
        return True

    def _end(self, changes: ChangeSet | None = None) -> None:
        if self._steps is not None:
            self._steps.close()
        self._steps = self._done = None
        try:
            self.ended.emit(changes is not None)
            self._database().tell_step(changes)
        finally:
            # what shows it has begun to read it, which is long work, too
            self._work.end()


def _found(rows: RowLog) -> Generator[tuple[int, int], None, None]:
    for _step in rows.noting():
        yield len(rows), len(rows)
