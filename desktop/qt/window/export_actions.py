"""The user's actions that take something out of the project: into files, onto paper and onto the clipboard."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.language import _
from desktop.qt.clipboard import copied_text
from desktop.qt.dialogs import FileDialogs
from desktop.qt.exporting.document_export import save_document
from desktop.qt.parts.citations import Cited, copy_cited
from desktop.qt.parts.claim_text import title_text
from desktop.qt.parts.page import GotoExport
from desktop.qt.reading.page import ReadingPage
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window.page_rows import READ, Pages
from desktop.store import reads

if TYPE_CHECKING:
    from desktop.qt.exporting.panel import ExportPanel


class ExportActions:
    """Export, print and copy what the page in view shows.

    Attributes:
        panel: what asks which table to export; None until it is first wanted.
    """

    def __init__(
        self,
        session: Session,
        dialogs: FileDialogs,
        settings: Settings,
        pages: Pages,
        reading: ReadingPage,
        window: QWidget,
    ) -> None:
        self._session = session
        self._dialogs = dialogs
        self._settings = settings
        self._pages = pages
        self._reading = reading
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

    def show_report(self) -> None:
        """Ask which sections the report of the project shall have, and write it."""
        from desktop.project.requests import Request
        from desktop.qt.exporting.report_dialog import ProjectReportDialog

        _table, request = self._pages.shown.shown_table(self._pages.blank_request(Request()))
        where = request.where or request.view.where
        dialog = ProjectReportDialog(self._session, self._dialogs, self._settings, where, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def save_document(self) -> None:
        """Export the active document with its highlights, beside the next one where two are open."""
        if numbers := self._documents():
            save_document(self._session, self._dialogs, self._settings, self._window, numbers)

    def print_page(self) -> None:
        """Print what the page in view exports: the documents that are read with their claims, or a table."""
        # not before they are wanted: the window starts without them
        from desktop.project.catalogue import ENTRIES
        from desktop.project.export import Export, as_page
        from desktop.project.requests import Request
        from desktop.qt.printing.paper import documents_on_paper, table_on_paper

        session, numbers = self._session, self._documents()
        if self._pages.current == READ and numbers:
            where = session.visible.as_text()
            draw = session.do(documents_on_paper, [str(number) for number in numbers], where)
            title = title_text(session.read(reads.project.document, numbers[0]))
        else:
            key, request = self._pages.shown.shown_table(self._pages.blank_request(Request()))
            page = session.do(as_page, Export(key, "html", request), session.visible)
            draw, title = table_on_paper(page) if page is not None else None, _(ENTRIES[key].title)
        if draw is not None:
            self._dialogs.print_preview(self._window, title, draw)

    def copy(self, plain: bool = False) -> None:
        """Copy what is chosen where the focus is: quotations with their source unless *plain*, lists as tables."""
        focus = QApplication.focusWidget()
        if focus is not None and hasattr(focus, "cited"):
            claim = self._reading.claim_panel.claim if self._pages.current == READ else None
            if cited := focus.cited() or ([Cited.of(claim)] if claim is not None else []):
                self._session.messages.hint(copy_cited(self._session, cited, plain=plain))
                return
        copied = focus.copy() if focus is not None and hasattr(focus, "copy") else None
        # lists say how many rows they put on the clipboard, texts say nothing
        if isinstance(copied, int):
            self._session.messages.hint(copied_text(copied))

    def _documents(self) -> list[int]:
        """Return the document of the active pane and the next one, where two are open."""
        desk = self._reading.desk
        return [*dict.fromkeys([desk.active.model.document_id, *desk.document_ids()])][:2] if desk.active else []
