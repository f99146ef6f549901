"""A page that reads the project only while it is looked at."""

from PySide6.QtGui import QShowEvent

from desktop.core.changes import ChangeSet
from desktop.qt.background import later
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.page import Page
from desktop.qt.session import Session
from desktop.qt.settings import Settings


class StalePage(Page):
    """Call `refresh` when something has changed: at once, many changes together, or when the page is shown again.

    Attributes:
        SHOWN: the tables of which the page shows something.
    """

    SHOWN: tuple[str, ...] = ("claim", "claim_actor", "document", "actor", "topic", "coder")

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self._stale = True
        self._later = later(self, 0, self.catch_up)
        session.changed.connect(self._on_changed)
        session.opened.connect(self.mark_stale)
        session.visibility_changed.connect(self.mark_stale)

    def refresh(self) -> None:
        """Read everything anew."""
        raise NotImplementedError

    def renew(self) -> None:
        """Read everything anew now; showing the page will not do so once more."""
        self._stale = False
        self.refresh()

    def mark_stale(self) -> None:
        """Remember that what is shown is old."""
        self._stale = True
        if self.isVisible():
            self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was changed while the page was hidden."""
        super().showEvent(event)
        self.catch_up()

    def catch_up(self) -> None:
        """Read everything anew if what is shown is old and in view."""
        if self._stale and self.isVisible() and self._session.is_open:
            self.renew()

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*self.SHOWN):
            self.mark_stale()
