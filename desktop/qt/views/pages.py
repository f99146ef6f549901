"""The pages of the window, each made when it is first wanted: the first window waits for none that it does not show."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.qt.dialogs import FileDialogs
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.views.claims_page import ClaimsPage
from desktop.qt.views.codebook_page import CodebookPage
from desktop.qt.views.history_page import HistoryPage
from desktop.qt.views.matrix_page import MatrixPage

READ = "page_read"


class Pages(QStackedWidget):
    """Hold the pages by the keys of their commands.

    Signals:
        claim_opened(int, int): show a document (first) at a claim (second).
        document_opened(int): show a document.
        export_wanted(): export what the matrix shows.
    """

    claim_opened = Signal(int, int)
    document_opened = Signal(int)
    export_wanted = Signal()

    def __init__(self, session: Session, settings: Settings, dialogs: FileDialogs, read_page: QWidget) -> None:
        super().__init__()
        self._session = session
        self._settings = settings
        self._dialogs = dialogs
        self._made: dict[str, QWidget] = {READ: read_page}
        self._makers: dict[str, Callable[[], QWidget]] = {
            "page_matrix": self._matrix,
            "page_claims": self._claims,
            "page_codebook": self._codebook,
            "page_history": self._history,
        }
        self.addWidget(read_page)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all pages."""
        return (READ, *self._makers)

    @property
    def current(self) -> str:
        """The key of the page that is shown."""
        return next(key for key, page in self._made.items() if page is self.currentWidget())

    def page(self, key: str) -> QWidget:
        """Return a page, made now when it was never wanted before."""
        if key not in self._made:
            page = self._made[key] = self._makers[key]()
            self.addWidget(page)
        return self._made[key]

    def show_page(self, key: str) -> QWidget:
        """Show a page and return it."""
        page = self.page(key)
        self.setCurrentWidget(page)
        return page

    def restyle(self) -> None:
        """Take over the colours of the scheme in force; a page that was never wanted is not made for this."""
        for key, page in self._made.items():
            restyle = getattr(page, "restyle", None)
            if key != READ and restyle is not None:
                restyle()
            page.update()

    def _matrix(self) -> MatrixPage:
        page = MatrixPage(self._session)
        page.claim_opened.connect(self.claim_opened)
        page.export_wanted.connect(self.export_wanted)
        return page

    def _claims(self) -> ClaimsPage:
        page = ClaimsPage(self._session, self._dialogs, self._settings)
        page.claim_opened.connect(self.claim_opened)
        return page

    def _codebook(self) -> CodebookPage:
        page = CodebookPage(self._session, self._dialogs)
        page.claim_opened.connect(self.claim_opened)
        return page

    def _history(self) -> HistoryPage:
        page = HistoryPage(self._session, self._dialogs, self._settings)
        page.claim_opened.connect(self.claim_opened)
        page.document_opened.connect(self.document_opened)
        return page
