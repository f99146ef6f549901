"""The pages of the window, each read and made when it is first wanted.

The first window waits for none that it does not show: their modules are a third of what the window would import.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.qt.dialogs import FileDialogs
from desktop.qt.session import Session
from desktop.qt.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.qt.claims.claims_page import ClaimsPage
    from desktop.qt.codebook.page import CodebookPage
    from desktop.qt.findings.compare_page import ComparePage
    from desktop.qt.findings.contradictions_page import ContradictionsPage
    from desktop.qt.findings.pictures_page import PicturesPage
    from desktop.qt.history.page import HistoryPage
    from desktop.qt.importing.page import ImportPage
    from desktop.qt.importing.replace_page import ReplacePage
    from desktop.qt.matrix.page import MatrixPage
    from desktop.qt.quotations.quotations_page import QuotationsPage

READ = "page_read"


class Pages(QStackedWidget):
    """Hold the pages by the keys of their commands.

    Signals:
        claim_opened(int, int): show a document (first) at a claim (second).
        compare_wanted(View, Place, Place): let two places of the matrix face each other.
        document_opened(int): show a document.
        export_wanted(): export what the page shows.
        imported(list): documents came in.
        left(): the user is done on a page that one visits for a task.
        passages_wanted(int × 6): show two passages side by side: document, start and end of each, in code points.
    """

    claim_opened = Signal(int, int)
    compare_wanted = Signal(object, object, object)
    document_opened = Signal(int)
    export_wanted = Signal()
    passages_wanted = Signal(int, int, int, int, int, int)
    imported = Signal(list)
    left = Signal()

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
            "page_contradictions": self._contradictions,
            "page_compare": self._compare,
            "page_pictures": self._pictures,
            "page_quotations": self._quotations,
            "page_import": self._import,
            "page_replace": self._replace,
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

    def minimumSizeHint(self) -> QSize:
        """Return what the page that is shown needs: those out of sight make no window wider."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else QSize()

    def page(self, key: str) -> QWidget:
        """Return a page, made now when it was never wanted before."""
        if key not in self._made:
            page = self._made[key] = self._makers[key]()
            self.addWidget(page)
        return self._made[key]

    def made(self, key: str) -> QWidget | None:
        """Return a page that was wanted before; None for one that was not."""
        return self._made.get(key)

    def show_page(self, key: str) -> QWidget:
        """Show a page and return it."""
        page = self.page(key)
        self.setCurrentWidget(page)
        self.updateGeometry()
        return page

    def restyle(self) -> None:
        """Take over the colours of the scheme in force; a page that was never wanted is not made for this."""
        for key, page in self._made.items():
            restyle = getattr(page, "restyle", None)
            if key != READ and restyle is not None:
                restyle()
            page.update()

    def _matrix(self) -> "MatrixPage":
        from desktop.qt.matrix.page import MatrixPage

        page = MatrixPage(self._session)
        page.claim_opened.connect(self.claim_opened)
        page.export_wanted.connect(self.export_wanted)
        page.compare_wanted.connect(self.compare_wanted)
        return page

    def _claims(self) -> "ClaimsPage":
        from desktop.qt.claims.claims_page import ClaimsPage

        page = ClaimsPage(self._session, self._dialogs, self._settings)
        page.claim_opened.connect(self.claim_opened)
        page.export_wanted.connect(self.export_wanted)
        return page

    def _codebook(self) -> "CodebookPage":
        from desktop.qt.codebook.page import CodebookPage

        page = CodebookPage(self._session, self._dialogs)
        page.claim_opened.connect(self.claim_opened)
        return page

    def _contradictions(self) -> "ContradictionsPage":
        from desktop.qt.findings.contradictions_page import ContradictionsPage

        page = ContradictionsPage(self._session, self._settings)
        page.claim_opened.connect(self.claim_opened)
        return page

    def _compare(self) -> "ComparePage":
        from desktop.qt.findings.compare_page import ComparePage

        page = ComparePage(self._session, self._settings)
        page.claim_opened.connect(self.claim_opened)
        return page

    def _pictures(self) -> "PicturesPage":
        from desktop.qt.findings.pictures_page import PicturesPage

        page = PicturesPage(self._session, self._dialogs, self._settings)
        page.claim_opened.connect(self.claim_opened)
        return page

    def _import(self) -> "ImportPage":
        from desktop.qt.importing.page import ImportPage

        page = ImportPage(self._session, self._dialogs, self._settings)
        page.imported.connect(self.imported)
        page.left.connect(self.left)
        return page

    def _replace(self) -> "ReplacePage":
        from desktop.qt.importing.replace_page import ReplacePage

        page = ReplacePage(self._session, self._dialogs)
        page.replaced.connect(self.document_opened)
        page.left.connect(self.left)
        return page

    def _quotations(self) -> "QuotationsPage":
        from desktop.qt.quotations.quotations_page import QuotationsPage

        page = QuotationsPage(self._session, self._settings)
        page.export_wanted.connect(self.export_wanted)
        page.passages_wanted.connect(self.passages_wanted)
        return page

    def _history(self) -> "HistoryPage":
        from desktop.qt.history.page import HistoryPage

        page = HistoryPage(self._session)
        page.export_wanted.connect(self.export_wanted)
        page.claim_opened.connect(self.claim_opened)
        page.document_opened.connect(self.document_opened)
        return page
