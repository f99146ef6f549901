"""The user's actions that write tables and documents."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.qt.dialogs import FileDialogs
from desktop.qt.exporting.document_export import save_document
from desktop.qt.parts.page import GotoExport
from desktop.qt.reading.desk import Desk
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window.pages import Pages

if TYPE_CHECKING:
    from desktop.qt.exporting.panel import ExportPanel


class ExportActions(QObject):
    """Save tables and coded documents.

    Attributes:
        panel: what asks which table; None until it is first wanted.
    """

    def __init__(
        self,
        session: Session,
        dialogs: FileDialogs,
        settings: Settings,
        pages: Pages,
        desk: Desk,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._dialogs = dialogs
        self._settings = settings
        self._pages = pages
        self._desk = desk
        self._window = window
        self.panel: ExportPanel | None = None

    def show_panel(self, goto: GotoExport | None = None) -> None:
        """Open the export panel on what the page shows, or on the documents that *goto* lists."""
        if self.panel is None:
            from desktop.qt.exporting.panel import ExportPanel

            self.panel = ExportPanel(self._session, self._dialogs, self._settings, self._window)
        request = self._pages.blank_request(self.panel.scope)
        if goto is not None and goto.documents is not None:
            table, request = "documents", replace(request, order=goto.documents)
        else:
            table, request = self._pages.shown.shown_table(request)
        self.panel.set_scope(request)
        self.panel.choose(table)
        self.panel.show()
        self.panel.raise_()
        self.panel.activateWindow()

    def save_document(self) -> None:
        """Export the active document with its highlights, beside the next one where two are open."""
        active = self._desk.active
        if active is not None:
            numbers = dict.fromkeys([active.model.document_id, *self._desk.document_ids()])
            save_document(self._session, self._dialogs, self._settings, self._window, list(numbers)[:2])
