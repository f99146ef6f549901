"""The user's actions on claims and selections, each a short function."""

from PySide6.QtCore import QObject, Signal

from desktop.analysis.selecting import SpanEnd, Unit, move_edge, split_at
from desktop.core import scale
from desktop.core.claim_fields import STANCE
from desktop.core.language import _
from desktop.core.text import one_line
from desktop.core.values import Claim, Stance
from desktop.qt.reading.claim_panel import ClaimPanel
from desktop.qt.reading.desk import Desk
from desktop.qt.reading.pane import Pane
from desktop.qt.reading.suggestion_layer import SuggestionLayer
from desktop.qt.reading.tag_bar import TagBar
from desktop.qt.session import Session
from desktop.store import edits

# letters of a quotation that a sentence in the status line has room for
_QUOTE = 60


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
        # a suggestion that was accepted may get its stance though the next one is in view by now
        self._fresh = 0

    def suggest(self) -> None:
        """Show suggested claims in the active pane, or take them away; none is entered by itself."""
        pane = self._desk.active
        if pane is None:
            return
        if pane.suggestions is None:
            layer = pane.suggestions = SuggestionLayer(self._session, pane.view)
            layer.accepted.connect(self._on_accepted)
            pane.view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
            layer.changed.connect(self.show_suggesting)
            layer.tag_wanted.connect(self._tag_suggested)
        pane.suggestions.toggle()
        self.show_suggesting()

    def _on_accepted(self, claim_id: int) -> None:
        self._fresh = claim_id
        self._desk.choose(claim_id, source=self._desk.active)

    def _on_scrolled(self, _value: int) -> None:
        self._fresh = 0

    def _chosen(self) -> tuple[Claim, Pane] | None:
        """Return the chosen claim and its pane; one that is out of sight is shown first, and told, and nothing else."""
        claim, pane = self._panel.claim, self._desk.pane_of_chosen()
        if claim is None:
            return None
        # the pane may show another document by now
        is_there = pane is not None and claim.id in pane.model.marks
        if is_there and pane is not None and (claim.id == self._fresh or self._desk.in_sight(claim.id)):
            return claim, pane
        self._desk.show_claim(claim.document_id, claim.id)
        self._session.messages.hint(_("The chosen claim was out of sight. This is it: press the key again."))
        return None

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

    def tag_with(self, topic_id: int) -> None:
        """Open the tag bar at the selection with this topic: the stance, and who where that is open, remain."""
        pane = self._desk.active
        if pane is not None and not self._bar.begin(pane, self._desk, topic_id=topic_id):
            self._session.messages.hint(_("Select the words that carry the claim first, then choose their topic."))

    def tag_again(self) -> None:
        """Open the tag bar on the words of the chosen claim, for a second topic or another actor."""
        if chosen := self._chosen():
            claim, pane = chosen
            self._desk.activate(pane)
            pane.view.select(*pane.model.from_span(claim.start, claim.end))
            self._bar.begin(pane, self._desk, claim.actor_ids)

    def select_unit(self, unit: Unit, way: int) -> None:
        """Make the selection of the active pane larger or smaller by a word, sentence or paragraph."""
        if self._desk.active is not None and self._desk.isVisible():
            self._desk.active.view.extend_selection(unit, way)

    def move_edge(self, edge: SpanEnd, way: int) -> None:
        """Move the beginning or end of the chosen claim by a word."""
        if chosen := self._chosen():
            claim, pane = chosen
            span = move_edge(pane.model.text, claim.span, edge, way)
            quote = pane.model.text[span.start : span.end]
            if span != claim.span and self._session.done(edits.claims.change, claim.id, span=span, quote=quote):
                words = one_line(quote, _QUOTE)
                self._session.messages.hint(_("The claim is now: “{quote}”").format(quote=words))

    def split_claim(self) -> None:
        """Part the chosen claim at the cursor, or after its first sentence."""
        chosen = self._chosen()
        if chosen is None:
            return
        claim, pane = chosen
        at = pane.view.textCursor().position()
        parts = split_at(pane.model.text, claim.span, pane.model.to_span(at, at).start)
        if parts is None:
            self._session.messages.error(
                _("The claim is one sentence: put the cursor between two of its words to part it.")
            )
        elif self._session.done(edits.claims.split, claim.id, *parts):
            self._session.messages.hint(_("The claim is two now; Ctrl+Z makes it one again."))

    def join_claim(self) -> None:
        """Join the chosen claim with the next one on its topic in its document."""
        chosen = self._chosen()
        if chosen is None:
            return
        claim, pane = chosen
        following = pane.model.next_on_topic(claim.id)
        if following is None:
            self._session.messages.error(
                _("No claim on this topic follows in the document: choose the first of the two.")
            )
        elif self._session.done(edits.claims.join, claim.id, following):
            self._session.messages.hint(_("The two claims are one now; Ctrl+Z parts them again."))

    def set_step(self, place: int) -> None:
        """Give the chosen claim the stance of a step of the scale, counted from 1."""
        steps = scale.in_use().steps
        if place <= len(steps):
            self.set_stance(Stance.of(steps[place - 1].key))

    def set_stance(self, stance: Stance) -> None:
        """Give the chosen claim another stance."""
        chosen = self._chosen()
        if chosen is not None and self._session.done(edits.claims.change, chosen[0].id, stance=stance):
            told = _("The stance is now {stance}: “{quote}”")
            quote = one_line(chosen[0].quote, _QUOTE)
            self._session.messages.hint(told.format(stance=_(STANCE.values[stance][0]), quote=quote))

    def delete_claim(self) -> None:
        """Delete the chosen claim; undo brings it back."""
        chosen = self._chosen()
        if chosen is not None and self._session.done(edits.claims.delete, [chosen[0].id]):
            told = _("Claim deleted, Ctrl+Z brings it back: “{quote}”")
            self._session.messages.hint(told.format(quote=one_line(chosen[0].quote, _QUOTE)))
