"""Places: the way back and forth between those one came by, and where one was in each project when it was left.

They are kept beside the user's other settings and not in the project: where somebody reads is nobody else's business,
and a file that is only read does not change.
"""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.qt import settings as keys
from desktop.qt.reading.page import ReadingPage
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window.page_rows import READ, TABS, Pages, what_is_readable

Whereabouts = dict[str, Any]
# so many places lead back, and of so many projects it is known where one was
_STEPS, _PROJECTS = 50, 30


class Trail(QObject):
    """The places before and after the present one, as the pages tell them, and the one where the project was left.

    Signals:
        page_wanted(key): the page that a place is on is to be shown.
        moved(): one went to another place, or there was none to go to.
    """

    page_wanted = Signal(str)
    moved = Signal()

    def __init__(self, session: Session, settings: Settings, pages: Pages, reading: ReadingPage) -> None:
        super().__init__(pages)
        self._session = session
        self._settings = settings
        self._pages = pages
        self._reading = reading
        self._project: Path | None = None
        self._behind: list[Whereabouts] = []
        self._ahead: list[Whereabouts] = []
        session.closing.connect(self.keep)

    @property
    def ways(self) -> list[str]:
        """Which of ``back`` and ``forward`` lead somewhere."""
        return [name for name, spots in (("back", self._behind), ("forward", self._ahead)) if spots]

    def leave(self) -> None:
        """Remember the place that is being left for a new one."""
        if self._session.is_open:
            now = self._here()
            if now not in self._behind[-1:]:
                self._behind = [*self._behind, now][-_STEPS:]
            self._ahead = []

    def back(self) -> None:
        """Go back to the place before this one."""
        self._step(self._behind, self._ahead)

    def forward(self) -> None:
        """Go again to the place from which one went back."""
        self._step(self._ahead, self._behind)

    def enter(self) -> None:
        """Begin anew where another project was opened, at the place where that was left."""
        if self._project != self._session.path:
            self._project = self._session.path
            # places mean nothing in another project
            self._behind, self._ahead = [], []
            # when all pages have opened it
            QTimer.singleShot(0, self, self._find)

    def keep(self) -> None:
        """Remember where one is in the project that is being left."""
        if self._session.is_open:
            spot = {"page": self._pages.current, "pages": self._pages.whereabouts()}
            # not a page's: the way back leaves the order of the list as it is
            spot["library"] = self._reading.library.model.whereabouts()
            _keep_spot(self._settings, self._session.path, spot)

    def _find(self) -> None:
        # what is known of the project before is nothing of this one
        self._pages.return_to({})
        spot = _kept(self._settings).get(str(self._session.path)) if self._session.is_open else None
        # None when it was never left
        if spot is None:
            return
        with what_is_readable():
            self._pages.return_to(spot.get("pages", {}))
            self._reading.library.model.return_to(spot.get("library", {}))
            # one visits a page without a tab for a task that is over
            if spot.get("page") in {row.key for row in TABS}:
                self.page_wanted.emit(spot["page"])
        self._pages.shown.take_focus()

    def _here(self) -> Whereabouts:
        return {"page": self._pages.current, READ: self._reading.whereabouts()}

    def _step(self, source: list[Whereabouts], other: list[Whereabouts]) -> None:
        now = self._here()
        # one that is as the present one is no step
        while source and source[-1] == now:
            source.pop()
        if source:
            other.append(now)
            spot = source.pop()
            self.page_wanted.emit(spot["page"])
            self._reading.return_to(spot[READ])
            self._pages.shown.take_focus()
        self.moved.emit()


def _keep_spot(settings: Settings, project: Path, spot: Whereabouts) -> None:
    kept = _kept(settings)
    kept.pop(str(project), None)
    kept[str(project)] = spot
    settings.set(keys.SPOTS, json.dumps(dict(list(kept.items())[-_PROJECTS:]), ensure_ascii=False))


def _kept(settings: Settings) -> Whereabouts:
    try:
        kept = json.loads(settings.get(keys.SPOTS) or "{}")
    except ValueError:
        # written by another program or by hand
        return {}
    return kept if isinstance(kept, dict) else {}
