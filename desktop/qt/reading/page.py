"""The page of reading: the library, the desk, and the chosen claim."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.core.changes import ChangeSet
from desktop.core.language import _
from desktop.core.spans import Span
from desktop.qt import settings as keys
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.layouts import ground, splitter, vbox
from desktop.qt.parts.page import (
    Goto,
    GotoClaim,
    GotoDocument,
    GotoPassages,
    GotoReading,
    GotoReplacement,
    GotoSearch,
    Page,
)
from desktop.qt.reading.claim_actions import ClaimActions
from desktop.qt.reading.claim_panel import ClaimPanel
from desktop.qt.reading.desk import Desk
from desktop.qt.reading.facts_form import FactsForm
from desktop.qt.reading.library import Library
from desktop.qt.reading.pane import Pane
from desktop.qt.reading.sides import SideColumn, Sides
from desktop.qt.reading.structure_bar import StructureBar
from desktop.qt.reading.tag_bar import TagBar
from desktop.qt.reading.text_ahead import TextAhead
from desktop.qt.reading.topics_panel import TopicsPanel
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import edits

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.project.requests import Request


class ReadingPage(Page):
    """Read and tag documents: the library, the desk, at its right the chosen claim and the facts of a document.

    Signals:
        changed(): other panes, another claim, or a bar that opened or closed: other actions can be done.
    """

    changed = Signal()

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self._path: Path | None = None
        # where a claim's details are to be had is told once
        self._panel_told = False
        self.library = Library(session, dialogs)
        self.desk = Desk(session, settings.number(keys.ZOOM))
        self.claim_panel = ClaimPanel(session)
        self.facts_form = FactsForm(session)
        self.tag_bar = TagBar(session)
        self.structure_bar = StructureBar(session)
        self.topics = TopicsPanel(session)
        self.topics.setVisible(settings.get(keys.TOPICS) == "1")
        self._ahead = TextAhead(session, self.desk)
        # where one returns to as soon as the texts there are read
        self._spot: dict[str, Any] = {}
        self.claims = ClaimActions(session, self.desk, self.claim_panel, self.tag_bar)
        self._lay()
        self._connect()
        if session.is_open:
            self._on_opened()

    def _lay(self) -> None:
        right = ground("side")
        vbox(self.facts_form, (self.claim_panel, 1), on=right, gap=0)
        # form and panel are higher together than a small screen
        self._right = SideColumn(right, _("Claim"))
        self.library.setMinimumWidth(180)
        middle = splitter((self.topics, 0), (self.desk, 1), sizes=(210, 780))
        self.sides = Sides(self.library, middle, self._right, self._settings)
        vbox(self.sides, on=self)

    def _connect(self) -> None:
        self.library.wanted.connect(self.wanted)
        self.desk.claim_chosen.connect(self.claim_panel.show_claim)
        self.desk.claim_chosen.connect(self._on_chosen)
        self.desk.span_wanted.connect(
            lambda claim, span, quote: self._session.do(edits.claims.change, claim, span=span, quote=quote)
        )
        self.desk.panes_changed.connect(self._on_panes_changed)
        self.claim_panel.wanted.connect(self.wanted)
        self.tag_bar.tagged.connect(lambda claim: self.desk.choose(claim, source=self.desk.active))
        self.topics.picked.connect(self.claims.tag_with)
        self.topics.left.connect(self.take_focus)
        self.desk.tag_wanted.connect(self.claims.tag)
        for bar in (self.tag_bar, self.structure_bar):
            bar.changed.connect(self.changed)
        self._session.opened.connect(self._on_opened)
        self._session.changed.connect(self._on_changed)

    # as a page

    def arrive(self, goto: Goto) -> None:
        """Show documents, a claim, passages, or what a search finds; a large text as soon as it is read."""
        numbers: tuple[int, ...] = ()
        match goto:
            case GotoDocument(number) | GotoClaim(number, _):
                numbers = (number,)
            case GotoReading(documents) if self.desk.active is None or len(documents) == 1:
                numbers = documents[:1]
            case GotoPassages(passages):
                numbers = tuple(number for number, _span in passages)
        if numbers:
            self._when_read(numbers, partial(self._arrive, goto))
            return
        if not self._spot:
            self._ahead.forget()
        self._arrive(goto)

    def _when_read(
        self, numbers: Iterable[int], then: Callable[[], object], spot: dict[str, Any] | None = None
    ) -> None:
        """Do what opens documents, once their texts are read if they are large.

        It leads to a *spot*, where one is meanwhile; without one somebody goes there, and may change their mind.
        """
        self._spot = spot or {}
        if not self._ahead.begin(numbers, then):
            then()

    def _arrive(self, goto: Goto) -> None:
        match goto:
            case GotoReading(document_ids) if document_ids:
                # one that was just imported is looked at; of several the first is chosen
                self.library.choose(document_ids[0])
                if self.desk.active is None or len(document_ids) == 1:
                    # in an event of its own: the page may just have been filled
                    opens = partial(self._open_imported, self._session.database, document_ids[0])
                    QTimer.singleShot(0, self, opens)
            case GotoDocument(document_id, beside, words):
                pane = self.desk.open(document_id, beside=beside)
                if words is not None:
                    self._mark(pane, words)
                    pane.view.setFocus()
            case GotoClaim(document_id, claim_id, beside):
                self.desk.show_claim(document_id, claim_id, guest=beside)
            case GotoPassages(passages):
                self._show_passages(passages)
            case GotoSearch(words):
                self.search()
                self.library.search.setText(words)

    def _open_imported(self, database: object, document_id: int) -> None:
        # the project may have been left meanwhile
        if self._session.is_open and self._session.database is database:
            self._session.messages.attempt(self.desk.open, document_id)

    def leave(self) -> None:
        """Close the bars, and keep the memo that is being written."""
        self.end_bars()
        self.claim_panel.memo.save()
        self.claim_panel.document_memo.save()

    def unfinished(self) -> str:
        """Ask before facts that are being written are forgotten."""
        return _("Facts of a document are being written. Leave them unsaved?") if self.facts_form.is_begun else ""

    def whereabouts(self) -> dict[str, Any]:
        """Return the documents side by side, where they are scrolled to, and what is chosen in them."""
        if self._spot and self._ahead.is_waited_for:
            return self._spot
        active = self.desk.panes.index(self.desk.active) if self.desk.active is not None else 0
        claim = self.claim_panel.claim
        return {"panes": self.desk.whereabouts(), "active": active, "claim": claim.id if claim is not None else 0}

    def return_to(self, spot: dict[str, Any]) -> None:
        """Show documents as they stood, with the claim that was chosen."""
        holds = self.library.model.holds
        panes = [(document, offset, claim) for document, offset, claim in spot.get("panes", []) if holds(document)]
        self.end_bars()
        self._when_read([document for document, _offset, _claim in panes], partial(self._return, panes, spot), spot)

    def _return(self, panes: list[tuple[int, int, int]], spot: dict[str, Any]) -> None:
        self.desk.arrange(panes, spot.get("active", 0))
        self.claim_panel.show_claim(spot.get("claim", 0))
        self.changed.emit()

    def take_focus(self) -> None:
        """Give the keyboard to the active pane, unless a bar has it."""
        if self.desk.active is not None and not self.bar_is_open:
            self.desk.active.view.setFocus()

    def regions(self) -> list[QWidget]:
        """Return the library, the panes, and what is beside them."""
        return [self.library, self.topics, *self.desk.panes, self._right]

    def find_words(self) -> bool:
        """Find words in the active pane; tell whether there is one."""
        if self.desk.active is not None:
            self.desk.active.find_bar.begin()
        return self.desk.active is not None

    def shown_table(self, request: "Request") -> tuple[str, "Request"]:
        """Return what a search found, or else all claims."""
        if self.library.model.query:
            return "search", replace(request, options={"query": self.library.model.query})
        return "claims", request

    def restyle(self) -> None:
        """Take over the colours of the scheme in force."""
        self.desk.restyle()
        self.claim_panel.restyle()
        self.tag_bar.stance.restyle()
        self.update()

    # what the user does

    @property
    def bar_is_open(self) -> bool:
        """Whether something is asked about a selection."""
        return self.tag_bar.is_open or self.structure_bar.is_open

    def end_bars(self) -> None:
        """Close what is asked about a selection."""
        self.tag_bar.end()
        self.structure_bar.end()

    def search(self) -> None:
        """Search all documents."""
        self.sides.show_side("library")
        self.library.search.setFocus()
        self.library.search.selectAll()

    def go_to_library(self) -> None:
        """Give the keyboard to the list of documents."""
        self.sides.show_side("library")
        if not self.library.list.currentIndex().isValid() and self.desk.active is not None:
            self.library.choose(self.desk.active.model.document_id)
        self.library.list.setFocus()

    def edit_claim(self) -> None:
        """Go to the chosen claim's fields."""
        if self.claim_panel.claim is not None:
            self.sides.show_side("panel")
            self.claim_panel.topic.line.setFocus()
            self.claim_panel.topic.line.selectAll()
            self._right.ensureWidgetVisible(self.claim_panel.topic)

    def escape(self) -> None:
        """Close what is open over or beside the text, wherever the keyboard is; where nothing is, choose no claim."""
        pane = self.desk.active
        if self.bar_is_open:
            self.end_bars()
        elif not self.facts_form.isHidden():
            self.facts_form.end()
            self.take_focus()
        elif pane is not None and pane.is_finding:
            pane.find_bar.end()
        else:
            self.desk.unchoose()

    def toggle_topics(self) -> None:
        """Show the topics beside the text, and go there; or hide them."""
        shown = self.topics.isHidden()
        self.topics.setVisible(shown)
        self._settings.set(keys.TOPICS, "1" if shown else "0")
        if shown:
            self.topics.filter.setFocus()
        else:
            self.take_focus()
        self.changed.emit()

    def mark_structure(self) -> None:
        """Say what the selection is: a turn and whose, a heading, furniture, a paragraph."""
        pane = self.desk.active
        if pane is None or not self.structure_bar.begin(pane, self.desk):
            self._session.messages.hint(_("Select the words first, then press M."))

    def edit_facts(self) -> None:
        """Correct the active document's title, date and other facts."""
        if self.desk.active is not None:
            self.sides.show_side("panel")
            self._right.verticalScrollBar().setValue(0)
            if self.facts_form.is_begun:
                # of another document: what was written there is not lost for this one's
                self._session.messages.hint(_("Save the facts that you are writing first, or cancel them."))
            else:
                self.facts_form.begin(self.desk.active.model.document_id)

    def finish_document(self) -> None:
        """Declare the active document finished, which is handed out to the coder, or not finished after all."""
        if self.desk.active is not None:
            if self.desk.active.handout.is_handed_out:
                self.desk.active.handout.turn()
            else:
                self._session.messages.hint(
                    _("This document is not handed out to you: see who codes (Who am I, in the menu Edit).")
                )

    def replace_text(self) -> None:
        """Put a corrected text in the place of the active document's."""
        if self.desk.active is not None:
            self.wanted.emit(GotoReplacement(self.desk.active.model.document_id))

    def open_beside(self) -> None:
        """Open the library's current document beside the active pane."""
        document = self.library.model.document_at(self.library.list.currentIndex().row())
        if document is not None:
            self.wanted.emit(GotoDocument(document.id))

    def open_twice(self) -> None:
        """Open the active pane's document in a second pane."""
        if self.desk.active is not None:
            self.desk.open(self.desk.active.model.document_id, beside=True, twice=True)

    def _show_passages(self, passages: tuple[tuple[int, Span], ...]) -> None:
        panes = []
        for number, (document_id, span) in enumerate(passages):
            # both passages may stand in one document
            twice = number > 0 and document_id == passages[0][0]
            panes.append((self.desk.open(document_id, guest=number > 0, twice=twice), span))
        for pane, span in panes:
            if span.end:
                self._mark(pane, span)

    def _mark(self, pane: Pane, span: Span) -> None:
        """Scroll to some words, select them, and mark them as what is found is: a selection alone is hard to see."""
        units = pane.model.from_span(span.start, span.end)
        pane.view.scroll_to(units[0], 0.3)
        pane.view.select(*units)
        if not pane.is_finding:
            pane.view.set_found([units])

    # following

    def _on_opened(self) -> None:
        if self._path == self._session.path:
            # another program has written to the file: all stays where it is
            self.desk.renew()
            claim = self.claim_panel.claim
            self.claim_panel.show_claim(claim.id if claim is not None else 0)
            self.changed.emit()
            return
        self._path = self._session.path
        self.end_bars()
        self.facts_form.end()
        self.desk.clear()
        self.claim_panel.set_document(0)
        self.claim_panel.show_claim(0)
        # the library has just read them
        numbers = self.library.model.first(2)
        spot = {"panes": [(number, 0, 0) for number in numbers]}
        self._when_read(numbers, partial(self._open_first, numbers), spot)

    def _open_first(self, numbers: list[int]) -> None:
        for number in numbers:
            self.desk.open(number, beside=bool(self.desk.panes))
        if self.desk.panes:
            self.desk.activate(self.desk.panes[0])

    def _on_changed(self, changes: ChangeSet) -> None:
        # an undo that happens out of sight would be a riddle
        back = set(changes.ids("claim")) - changes.deleted("claim")
        if changes.kind != "edit" and len(back) == 1 and self.isVisible():
            claim = self._session.claim(*back)
            if claim is not None and claim.document_id in self.desk.document_ids():
                # after the panes have followed the change too
                QTimer.singleShot(0, self, partial(self._show_again, claim.document_id, claim.id))

    def _show_again(self, document_id: int, claim_id: int) -> None:
        if self._session.is_open and document_id in self.desk.document_ids():
            self.desk.show_claim(document_id, claim_id)

    def _on_chosen(self, claim_id: int) -> None:
        self.changed.emit()
        if claim_id and not self.sides.is_shown("panel") and not self._panel_told:
            self._panel_told = True
            self._session.messages.hint(_("F10 shows who says it, on what, and its memo, beside the text."))

    def _on_panes_changed(self) -> None:
        for bar in (self.tag_bar, self.structure_bar):
            bar.stay_with(self.desk.panes)
        claim = self.claim_panel.claim
        if claim is not None and claim.document_id not in self.desk.document_ids():
            self.claim_panel.show_claim(0)
        self.claims.show_suggesting()
        self.library.model.set_shown(self.desk.document_ids())
        pane = self.desk.active
        self.claim_panel.set_document(pane.model.document_id if pane is not None else 0)
        self.changed.emit()
