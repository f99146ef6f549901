"""The stack of pages, each read and made when it is first wanted: they are a third of what the window would import."""

from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget

from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.page import Page
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window.page_rows import READ, ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.project.requests import Request


class Pages(QStackedWidget):
    """Hold the pages by their keys, and pass on where the user wants to go, a `Goto`."""

    wanted = Signal(object)

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings, reading: Page) -> None:
        super().__init__()
        self._needs = session, dialogs, settings
        self._made: dict[str, Page] = {}
        self._add(READ, reading)

    @property
    def current(self) -> str:
        """The key of the page that is shown."""
        return next(key for key, page in self._made.items() if page is self.currentWidget())

    @property
    def shown(self) -> Page:
        """The page that is shown."""
        return self._made[self.current]

    def minimumSizeHint(self) -> QSize:
        """Return what the page that is shown needs: those out of sight make no window wider."""
        return self.shown.minimumSizeHint() if self._made else QSize()

    def page(self, key: str) -> Page:
        """Return a page, made now when it was never wanted before."""
        if key not in self._made:
            module, name = ROWS[key].made_by.split(":")
            kind = cast("Callable[..., Page]", getattr(import_module(f"desktop.qt.{module}"), name))
            self._add(key, kind(*self._needs))
        return self._made[key]

    def show_page(self, key: str) -> Page:
        """Show a page and return it; the one before is left."""
        page = self.page(key)
        if page is not self.shown:
            self.shown.leave()
        self.setCurrentWidget(page)
        self.updateGeometry()
        return page

    def restyle(self) -> None:
        """Take over the colours of the scheme in force; a page that was never wanted is not made for this."""
        for page in self._made.values():
            page.restyle()

    def blank_request(self, before: "Request") -> "Request":
        """Return a request that nothing narrows, with what holds on all pages; *before* is the one that stood."""
        request = type(before)(view=before.view)
        for page in self._made.values():
            request = page.lasting(request)
        return request

    def _add(self, key: str, page: Page) -> None:
        self._made[key] = page
        page.wanted.connect(self.wanted)
        self.addWidget(page)
