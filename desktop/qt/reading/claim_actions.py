"""The user's actions on claims and selections, each a short function."""

from PySide6.QtCore import QObject, Signal

from desktop.analysis.selecting import SpanEnd, Unit, move_edge, split_at
from desktop.core.language import _
from desktop.core.values import Stance
from desktop.qt.reading.claim_panel import ClaimPanel
from desktop.qt.reading.desk import Desk
from desktop.qt.reading.suggestion_layer import SuggestionLayer
from desktop.qt.reading.tag_bar import TagBar
from desktop.qt.session import Session
from desktop.store import edits


class ClaimActions(QObject):
    """Tag, correct and delete on the desk."""

    # whether the active pane shows suggestions
    suggesting = Signal(bool)

    def __init__(self, session: Session, desk: Desk, panel: ClaimPanel, bar: TagBar) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        self._panel = panel
        self._bar = bar

    def suggest(self) -> None:
        """Show suggested claims in the active pane, or take them away; none is entered by itself."""
        pane = self._desk.active
        if pane is None:
            return
        if pane.suggestions is None:
            layer = pane.suggestions = SuggestionLayer(self._session, pane.view)
            layer.accepted.connect(lambda claim_id: self._desk.choose(claim_id, source=pane))
            layer.changed.connect(self.show_suggesting)
            layer.tag_wanted.connect(self._tag_suggested)
        pane.suggestions.toggle()
        self.show_suggesting()

    def _tag_suggested(self, actors: tuple[int, ...]) -> None:
        if self._desk.active is not None:
            self._bar.begin(self._desk.active, self._desk, actors)

    def show_suggesting(self) -> None:
        """Tell whether the active pane shows suggestions."""
        pane = self._desk.active
        self.suggesting.emit(pane is not None and pane.suggestions is not None and pane.suggestions.on)

    def tag(self, like: str = "") -> None:
        """Open the tag bar at the selection, filled in by guess, or like the ``last`` claim."""
        pane = self._desk.active
        if pane is None or not self._desk.isVisible():
            return
        if not self._bar.begin(pane, self._desk, like_last=like == "last"):
            self._session.messages.hint(_("Select the words that carry the claim first, then press T."))

    def tag_again(self) -> None:
        """Open the tag bar on the words of the chosen claim, for a second topic or another actor."""
        claim, pane = self._panel.claim, self._desk.pane_of_chosen()
        if claim is not None and pane is not None:
            self._desk.activate(pane)
            pane.view.select(*pane.model.from_span(claim.start, claim.end))
            self._bar.begin(pane, self._desk, claim.actor_ids)

    def select_unit(self, unit: Unit, way: int) -> None:
        """Make the selection of the active pane larger or smaller by a word, sentence or paragraph."""
        if self._desk.active is not None and self._desk.isVisible():
            self._desk.active.view.extend_selection(unit, way)

    def move_edge(self, edge: SpanEnd, way: int) -> None:
        """Move the beginning or end of the chosen claim by a word."""
        claim, pane = self._panel.claim, self._desk.pane_of_chosen()
        if claim is not None and pane is not None:
            span = move_edge(pane.model.text, claim.span, edge, way)
            if span != claim.span:
                self._session.do(edits.claims.change, claim.id, span=span)

    def split_claim(self) -> None:
        """Part the chosen claim at the cursor, or after its first sentence."""
        claim, pane = self._panel.claim, self._desk.pane_of_chosen()
        if claim is None or pane is None:
            return
        at = pane.view.textCursor().position()
        parts = split_at(pane.model.text, claim.span, pane.model.to_span(at, at).start)
        if parts is None:
            self._session.messages.error(
                _("The claim is one sentence: put the cursor between two of its words to part it.")
            )
        else:
            self._session.do(edits.claims.split, claim.id, *parts)

    def join_claim(self) -> None:
        """Join the chosen claim with the next one on its topic in its document."""
        claim, pane = self._panel.claim, self._desk.pane_of_chosen()
        if claim is None or pane is None:
            return
        following = pane.model.next_on_topic(claim.id)
        if following is None:
            self._session.messages.error(
                _("No claim on this topic follows in the document: choose the first of the two.")
            )
        else:
            self._session.do(edits.claims.join, claim.id, following)

    def set_stance(self, stance: Stance) -> None:
        """Give the chosen claim another stance."""
        if self._panel.claim is not None:
            self._session.do(edits.claims.change, self._panel.claim.id, stance=stance)

    def edit_claim(self) -> None:
        """Go to the chosen claim's fields."""
        if self._panel.claim is not None:
            self._panel.topic.line.setFocus()
            self._panel.topic.line.selectAll()

    def delete_claim(self) -> None:
        """Delete the chosen claim; undo brings it back."""
        if self._panel.claim is not None and self._session.done(edits.claims.delete, [self._panel.claim.id]):
            self._session.messages.hint(_("Claim deleted; Ctrl+Z brings it back."))
