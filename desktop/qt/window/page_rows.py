"""The pages of the window, a row for each: its tab, its keys and its place in the menu come from here, in this order.

A new page is a row here and a module with a `Page`, which is read and made when the page is first wanted: they are a
third of what the window would import.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget

from desktop.core import logs
from desktop.core.language import N_, _
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.page import (
    Goto,
    GotoClaim,
    GotoComparison,
    GotoDocument,
    GotoEntry,
    GotoFiles,
    GotoHits,
    GotoMerge,
    GotoPassages,
    GotoProgram,
    GotoReading,
    GotoReplacement,
    GotoSearch,
    Page,
)
from desktop.qt.session import Session
from desktop.qt.settings import Settings

if TYPE_CHECKING:
    from desktop.project.requests import Request


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page.

    Attributes:
        key: its fixed name, and that of the command that shows it.
        made_by: its module and class, ``package.module:Class``, below ``desktop.qt``.
        text: what the menu says, and without the mnemonic the tab; empty where one comes only from another page.
        receives: what leads to it.
        shortcut: its key where it has no tab; the first nine tabs have Ctrl and their number.
        tab: whether one goes to and fro between it and others; the rest are visited for a task.
    """

    key: str
    made_by: str
    text: str = ""
    receives: tuple[type[Goto], ...] = ()
    shortcut: str = ""
    tab: bool = True

    @property
    def title(self) -> str:
        """What the tab says."""
        return _(self.text).replace("&", "")


READ = "page_read"

PAGES = (
    PageRow(
        READ, "reading.page:ReadingPage", N_("&Read"), (GotoReading, GotoDocument, GotoClaim, GotoPassages, GotoSearch)
    ),
    PageRow("page_matrix", "matrix.page:MatrixPage", N_("&Matrix")),
    PageRow("page_quotations", "quotations.quotations_page:QuotationsPage", N_("&Quotations")),
    PageRow("page_claims", "claims.claims_page:ClaimsPage", N_("C&laims")),
    PageRow("page_codebook", "codebook.page:CodebookPage", N_("Code&book"), (GotoEntry,)),
    PageRow("page_history", "history.page:HistoryPage", N_("&History")),
    PageRow("page_contradictions", "findings.contradictions_page:ContradictionsPage", N_("Co&ntradictions")),
    PageRow("page_compare", "findings.compare_page:ComparePage", N_("Com&pare"), (GotoComparison,)),
    PageRow("page_pictures", "findings.pictures_page:PicturesPage", N_("Pict&ures")),
    PageRow("page_agreement", "findings.agreement_page:AgreementPage", N_("A&greement"), shortcut="Ctrl+Shift+G"),
    PageRow("page_search", "search.search_page:SearchPage", N_("&Search"), (GotoHits,), "Ctrl+Shift+H"),
    PageRow("page_together", "together.page:TogetherPage", N_("&Together"), (GotoMerge,), "Ctrl+Shift+T"),
    PageRow("page_import", "importing.page:ImportPage", N_("&Import"), (GotoFiles,), "Ctrl+Shift+I", tab=False),
    PageRow("page_program", "importing.program_page:ProgramPage", receives=(GotoProgram,), tab=False),
    PageRow("page_replace", "importing.replace_page:ReplacePage", receives=(GotoReplacement,), tab=False),
)
ROWS = {row.key: row for row in PAGES}
TABS = tuple(row for row in PAGES if row.tab)
SHORTCUTS = {row.key: f"Ctrl+{number}" for number, row in enumerate(TABS[:9], start=1)} | {
    row.key: row.shortcut for row in PAGES if row.shortcut
}
DESTINATIONS = {kind: row.key for row in PAGES for kind in row.receives}


@contextmanager
def what_is_readable() -> Iterator[None]:
    """Leave what was kept of a place where it stands, from what another version or a hand has written in it on."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        logs.failure(error, logs.INFO)


def load() -> None:
    """Load the modules of all pages: what is shown next waits for none."""
    for row in PAGES:
        import_module(f"desktop.qt.{row.made_by.partition(':')[0]}")


class Pages(QStackedWidget):
    """Hold the pages by their keys, and pass on where the user wants to go, a `Goto`."""

    wanted = Signal(object)

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings, reading: Page) -> None:
        super().__init__()
        self._needs = session, dialogs, settings
        self._made: dict[str, Page] = {}
        # where the user was on pages that are not made yet
        self._spots: dict[str, dict[str, Any]] = {}
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
        """Return nothing: the window is as large as its user made it, whatever a page would like to have."""
        return QSize(0, 0)

    def page(self, key: str) -> Page:
        """Return a page, made now when it was never wanted before."""
        if key not in self._made:
            module, name = ROWS[key].made_by.split(":")
            kind = cast("Callable[..., Page]", getattr(import_module(f"desktop.qt.{module}"), name))
            self._add(key, kind(*self._needs))
            with what_is_readable():
                self._made[key].return_to(self._spots.pop(key, {}))
        return self._made[key]

    def show_page(self, key: str) -> Page:
        """Show a page and return it; the one before is left."""
        page = self.page(key)
        if page is not self.shown:
            self.shown.leave()
        self.setCurrentWidget(page)
        self.updateGeometry()
        return page

    def whereabouts(self) -> dict[str, dict[str, Any]]:
        """Return where the user is on each page; of those that were never wanted what was known before."""
        return self._spots | {key: spot for key, page in self._made.items() if (spot := page.whereabouts())}

    def return_to(self, spots: dict[str, dict[str, Any]]) -> None:
        """Let each page show what `whereabouts` told of it; one that is not made yet, when it is."""
        self._spots = {key: spot for key, spot in spots.items() if key not in self._made}
        for key, page in self._made.items():
            if key in spots:
                with what_is_readable():
                    page.return_to(spots[key])

    def unfinished(self) -> str:
        """Return the question that a page has before the project is left; empty where nothing would be lost."""
        return next((question for page in self._made.values() if (question := page.unfinished())), "")

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


# what keys and mouse do within a page that is no command of a menu
KEYS_WITHIN = {
    N_("In the text"): (
        (N_("Shift + arrows"), N_("Select by character and line; with Ctrl by word")),
        (N_("Space"), N_("Page down; with Shift up")),
        (N_("Ctrl + wheel"), N_("Larger or smaller type")),
        (N_("Click on a highlight"), N_("Choose the claim; again: the claim under it")),
        (N_("Click on plain text"), N_("Choose no claim")),
    ),
    N_("On suggested claims"): (
        ("A", N_("Accept the chosen one and go on; 1 2 3 then give it a stance")),
        ("Shift+A", N_("Dismiss it: it is not suggested again")),
        ("N, Shift+N", N_("The next, the previous one")),
        ("C, Shift+C", N_("Another likely topic")),
        ("H, Shift+H", N_("Another likely holder")),
        ("T", N_("Tag its words by hand")),
    ),
    N_("In the tag bar"): (
        (N_("Letters"), N_("Look for an actor or a topic; Up and Down choose, Enter takes it")),
        ("1 to 5, 0", N_("Favor, against, neutral or the steps of the scale; not coded")),
        (N_("Backspace"), N_("Take the last actor away")),
        (N_("Enter"), N_("Tag")),
        (N_("Esc"), N_("Leave")),
    ),
    N_("In the library"): (
        (N_("Enter"), N_("Open the document")),
        (N_("Ctrl+Enter"), N_("Open it beside the active one")),
    ),
    N_("In the matrix"): (
        (N_("Arrows, Home, End, Page Up, Page Down"), N_("Move; with Ctrl to the ends")),
        (N_("Enter"), N_("Go to the evidence; there: open the claim in its text")),
        (N_("Esc"), N_("Back to the matrix")),
    ),
    N_("In a network"): (
        (N_("Arrows"), N_("The next node in a direction; with Shift push the chosen one there")),
        (N_("Page Down, Page Up"), N_("The next, the previous node by size")),
        ("T, Shift+T", N_("The next, the previous tie of the node")),
        ("+, −, 0", N_("Closer, farther away, all in sight; or the wheel")),
        (N_("Enter"), N_("Go to the claims of the node or tie; Esc goes back")),
    ),
    N_("In the quotations"): (
        (N_("J, K"), N_("Next and previous quotation")),
        (N_("Enter"), N_("Confirm the verdict")),
        (
            "1 2 3 4 5 6",
            N_("Another verdict, as the buttons stand: altered, trimmed, same, loosely, not found, reported"),
        ),
        (N_("Del"), N_("Reject the passage")),
        (N_("Backspace"), N_("Take back what you said")),
        ("N", N_("Write a memo; Esc goes back to the list")),
        ("M", N_("More around both passages, or less again")),
        (N_("Ctrl+Enter"), N_("Open both on the desk")),
    ),
    N_("In the differences of coders"): (
        (N_("J, K"), N_("Next and previous passage")),
        ("1 2 3 0", N_("Take the first version, the second, both, neither; and go on to the next that is open")),
        (N_("Backspace"), N_("Take the decision back")),
        ("N", N_("Write a note; Esc goes back to the list")),
        (N_("Enter"), N_("Open the passage in its text; on a confusion: list its passages")),
    ),
    N_("In the search"): (
        (N_("Enter"), N_("Open the hit in its text, marked there; in the words: the first one")),
        (N_("Click on a title"), N_("Sort by the words before, by those after, by speaker, by document")),
        (N_("Shift + arrows, Ctrl+A"), N_("Choose many, to code them at once")),
        (N_("Esc"), N_("Back to the words")),
    ),
    N_("Among conflicts"): (
        (N_("J, K"), N_("Next and previous conflict")),
        ("1 2 3", N_("Take mine, theirs, both; or what the buttons say")),
        ("N", N_("Write a note")),
        (N_("Enter"), N_("Open the passage in its text")),
    ),
    N_("In the claims table"): (
        (N_("Enter"), N_("Open the claim in its text")),
        (N_("Shift + arrows, Ctrl+A"), N_("Choose many, to change or delete them at once")),
        ("Ctrl+C", N_("Copy the chosen rows as a table")),
        (N_("Del"), N_("Delete the chosen claims")),
    ),
    N_("In the history"): (
        (N_("Up, Down"), N_("Choose a step")),
        (N_("Enter"), N_("Go to what it changed; there Tab goes from link to link")),
        ("Ctrl+C", N_("Copy the chosen steps as a table")),
    ),
}
