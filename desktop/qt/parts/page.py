"""What every page of the window is, and the values that say where its user wants to go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.core.changes import ChangeSet
from desktop.core.spans import Span
from desktop.qt.background import later
from desktop.qt.dialogs import FileDialogs
from desktop.qt.session import Session
from desktop.qt.settings import Settings

if TYPE_CHECKING:
    from desktop.analysis.comparison.places import Place
    from desktop.core.views import View
    from desktop.project.requests import Request


@dataclass(frozen=True, slots=True)
class Goto:
    """Where a user wants to go; the row of a page says which of them lead there."""


@dataclass(frozen=True, slots=True)
class GotoReading(Goto):
    """The desk as it stands; the first of some documents is opened when it is empty."""

    document_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GotoDocument(Goto):
    """A document, in the active pane or *beside* it; at some words, which are marked, where they are given."""

    document_id: int
    beside: bool = True
    words: Span | None = None


@dataclass(frozen=True, slots=True)
class GotoClaim(Goto):
    """A claim in its document, in the active pane or *beside* it."""

    document_id: int
    claim_id: int
    beside: bool = True


@dataclass(frozen=True, slots=True)
class GotoPassages(Goto):
    """One passage, or two side by side: documents and spans of code points; an empty span is none in particular."""

    passages: tuple[tuple[int, Span], ...]


@dataclass(frozen=True, slots=True)
class GotoSearch(Goto):
    """What a search for *words* finds in all documents."""

    words: str


@dataclass(frozen=True, slots=True)
class GotoHits(Goto):
    """The places of *words* in all documents."""

    words: str


@dataclass(frozen=True, slots=True)
class GotoComparison(Goto):
    """Two places of a view, facing each other; without *b* it is still to be chosen."""

    view: "View"
    a: "Place"
    b: "Place | None" = None


@dataclass(frozen=True, slots=True)
class GotoEntry(Goto):
    """An entry of the codebook; *table* is ``topic`` or ``actor``."""

    table: str
    entry_id: int


@dataclass(frozen=True, slots=True)
class GotoFiles(Goto):
    """Files and folders to be looked at before they are imported."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class GotoProgram(Goto):
    """A project of another program, to be looked at before it is imported."""

    path: Path


@dataclass(frozen=True, slots=True)
class GotoMerge(Goto):
    """Another file of the project, to be brought in."""


@dataclass(frozen=True, slots=True)
class GotoReplacement(Goto):
    """The replacement of a document's text."""

    document_id: int


@dataclass(frozen=True, slots=True)
class GotoExport(Goto):
    """The export of the table that the page shows; or of documents in this order."""

    documents: tuple[int, ...] | None = None


def focusable(part: QWidget) -> list[QWidget]:
    """Return what Tab reaches within a part of the window, from its upper left."""
    # not along the chain of the focus: the bindings would take each for a child of the one before
    there = (one for one in (part, *part.findChildren(QWidget)) if one.isVisible() and one.isEnabled())
    found = [one for one in there if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None]
    return sorted(found, key=lambda one: one.mapTo(part, QPoint(0, 0)).toTuple()[::-1])


class Page(QWidget):
    """One page of the window. What is asked of a page is asked here; none is asked for its class.

    Attributes:
        focus_target: what has the keyboard when the page is gone to.

    Signals:
        wanted(Goto): the user wants to go there.
    """

    wanted = Signal(object)

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__()
        self._session = session
        self._dialogs = dialogs
        self._settings = settings
        self.focus_target: QWidget = self

    def arrive(self, goto: Goto) -> None:
        """Show where the user wants to go: one of the kinds that the page's row has; the page is in view by now."""
        raise NotImplementedError(f"nothing leads to this page: {goto}")

    def leave(self) -> None:
        """Save what is being written: another page is shown, or the window closes."""

    def whereabouts(self) -> dict[str, Any]:
        """Return where the user is on this page, as JSON has it: `return_to` leads there again."""
        return {}

    def return_to(self, spot: dict[str, Any]) -> None:
        """Show what `whereabouts` told; what is gone meanwhile is left out."""

    def unfinished(self) -> str:
        """Return a question where something would be lost by leaving the project now; empty where nothing would be."""
        return ""

    def take_focus(self) -> None:
        """Give the keyboard to what one works with here; to the first control where that is not to be seen."""
        there = focusable(self)
        (self.focus_target if self.focus_target in there or not there else there[0]).setFocus()

    def regions(self) -> list[QWidget]:
        """Return the parts between which F6 goes: those beside each other; what is outside of them is one more."""
        found = next((one for one in self.findChildren(QSplitter) if one.isVisible()), None)
        parts = [found.widget(at) for at in range(found.count())] if found is not None else []
        return [part for part in parts if part is not None]

    def find_words(self) -> bool:
        """Put the cursor where one looks for words on this page; tell whether there is such a place."""
        return False

    def step(self, way: int, words: str = "", place: tuple[int, int] | None = None) -> None:
        """Go to the next (1) or the previous (-1) of what the page lists; of other *words* from a *place* on."""
        raise NotImplementedError("this page has no list to walk in")

    def shown_table(self, request: "Request") -> tuple[str, "Request"]:
        """Return the key of the table that the page shows, and *request*, which nothing narrows, for that table."""
        return "claims", request

    def lasting(self, request: "Request") -> "Request":
        """Return *request* with what holds for it on whichever page it is made."""
        return request

    def restyle(self) -> None:
        """Take over the colours of the scheme in force."""
        self.update()

    @property
    def busy(self) -> bool:
        """Whether what the page shows is still on its way: a picture waits for it."""
        return False

    def examples(self) -> Mapping[str, Callable[[], None]]:
        """Return what pictures of the page show: by their names what prepares each; none: the page as it stands."""
        return {}

    def want_claim(self, document_id: int, claim_id: int) -> None:
        """Say that the user wants to see a claim in its document."""
        self.wanted.emit(GotoClaim(document_id, claim_id))

    def want_export(self) -> None:
        """Say that the user wants to export what the page shows."""
        self.wanted.emit(GotoExport())


class StalePage(Page):
    """Call `refresh` when something has changed: at once, many changes together, or when the page is shown again.

    Attributes:
        SHOWN: the tables of which the page shows something.
    """

    SHOWN: tuple[str, ...] = ("claim", "claim_actor", "document", "actor", "topic", "coder", "membership")

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
