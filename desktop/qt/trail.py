"""What the history's page can read and write of the open project's audit trail; a part of the session."""

from collections.abc import Callable
from pathlib import Path

from desktop import work_history
from desktop.core.errors import UserError
from desktop.core.trail import StepFilter
from desktop.qt.dialogs import Messages
from desktop.store.database import Database


class TrailAccess(work_history.Trail):
    """Read the trail, and export it."""

    def __init__(self, database: Callable[[], Database], messages: Messages) -> None:
        super().__init__(database)
        self._database_now = database
        self._messages = messages

    def export(self, path: Path, *, changes: bool, exact: bool, found: StepFilter | None = None) -> bool:
        """Write the steps that *found* lets through to *path* as CSV, and tell it; False when that was not possible."""
        try:
            told = work_history.save(self._database_now(), path, changes=changes, exact=exact, found=found)
        except UserError as error:
            self._messages.error(str(error))
            return False
        self._messages.info(told)
        return True
