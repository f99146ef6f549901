"""Suggested claims over the text of a pane: dashed outlines, one of them chosen, with a chip of who and on what.

Off until asked for. ``A`` accepts the chosen suggestion, ``Shift+A`` dismisses it; both go on to the next. ``N`` and
``Shift+N`` walk; ``C`` changes the topic to the next likely one, ``H`` the holder, ``T`` opens the tag bar on the words
for all else. Nothing is entered without a key. After each answer the rest is weighed anew, out of the way.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from desktop.core.changes import ChangeSet
from desktop.core.language import N_, _, ngettext
from desktop.core.spans import Span
from desktop.core.values import Actor, NewClaim, SpeakerCertainty, Stance, Topic, Voice
from desktop.qt.reading.placed import PlacedBlock, lines_of
from desktop.qt.reading.reading_view import ReadingView
from desktop.qt.reading.suggestion_chip import paint_chip, paint_outline
from desktop.qt.session import Session
from desktop.store import edits

NOTHING = N_("Nothing more in this document looks like a claim.")
NO_ACTOR = N_("Who holds this is not known: tag it by hand with T, or dismiss it with Shift+A.")
NO_TOPIC = N_("These words tell of no topic of the codebook: choose one with T, or dismiss it with Shift+A.")
LOOKING = N_("Looking for sentences that may hold a claim…")
FIRST = N_("A accepts, Shift+A dismisses, N goes to the next. More will follow.")
# milliseconds after an answer until the rest is weighed anew: who goes on at once is not disturbed
_AFTER = 400

if TYPE_CHECKING:
    from desktop.analysis.suggestions.suggestions import Suggestion


class SuggestionLayer(QObject):
    """Show the suggestions for the document of one view.

    Attributes:
        on: whether they are shown.
        suggestions: those not yet answered, by their place.
        is_whole: whether they are those of the whole document; it is being read else.
        chosen: the one that the keys answer, or None.

    Signals:
        changed(): others are shown, another is chosen, or it was switched on or off.
        accepted(claim_id): a suggestion is a claim now, neutral until a coder takes a side for it.
        tag_wanted(actor_ids): the words of the chosen one are selected, to be tagged by hand.
    """

    changed = Signal()
    accepted = Signal(int)
    tag_wanted = Signal(tuple)

    def __init__(self, session: Session, view: ReadingView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self.on = self.is_whole = False
        self.suggestions: list[Suggestion] = []
        self.chosen: Suggestion | None = None
        self._all: list[Suggestion] = []
        # which guess at the holder and which topic the user chose for the chosen one
        self._holder_at = self._topic_at = 0
        self._again = QTimer(self, singleShot=True, interval=_AFTER)
        self._again.timeout.connect(self._ask)
        view.layers.append(self.paint)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.model.text_changed.connect(self.switch_off)
        self._listens = False
        session.changed.connect(self._on_changed)

    # what the user does

    def toggle(self) -> None:
        """Ask for suggestions, or take them away."""
        if self.on:
            self.switch_off()
            return
        if not self._listens:
            # not before somebody asks: suggesting is much to read when the window opens
            self._session.traces.suggested.connect(self._on_suggested)
            self._session.traces.some_suggested.connect(self._on_some_suggested)
            self._listens = True
        if self._session.traces.ask_suggestions(self._view.model.document_id):
            self.on = True
            self._session.messages.hint(_(LOOKING))
        self.changed.emit()

    def switch_off(self) -> None:
        """Take them away."""
        self.on = self.is_whole = False
        self._again.stop()
        self._all, self.suggestions, self.chosen = [], [], None
        self._renew()

    def step(self, way: int) -> None:
        """Choose the next (1) or previous (-1) suggestion, round the end; while more are looked for, not beyond it."""
        if not self.is_whole and self.suggestions and self.chosen is self.suggestions[-1 if way > 0 else 0]:
            self._session.messages.hint(_(LOOKING))
        elif self.suggestions:
            at = self.suggestions.index(self.chosen) if self.chosen in self.suggestions else -1 if way > 0 else 0
            self._choose(self.suggestions[(at + way) % len(self.suggestions)])

    def other_topic(self, way: int) -> None:
        """Take the next (1) or previous (-1) of the likely topics for the chosen suggestion."""
        if self.chosen is not None and (count := len(self._topics(self.chosen))):
            self._topic_at = (self._topic_at + way) % count
            self._renew()

    def other_holder(self, way: int) -> None:
        """Take the next (1) or previous (-1) guess at who holds the chosen suggestion."""
        if self.chosen is not None and (count := len(self._holders(self.chosen))):
            self._holder_at = (self._holder_at + way) % count
            self._renew()

    def tag_by_hand(self) -> None:
        """Open the tag bar on the words of the chosen suggestion."""
        if self.chosen is not None:
            holders = self._holder(self.chosen)[0]
            self._view.select(*self._view.model.from_span(self.chosen.span.start, self.chosen.span.end))
            self.tag_wanted.emit(tuple(actor.id for actor in holders))

    def accept(self) -> int | None:
        """Enter the chosen suggestion as a claim without a stance, go on to the next, and return the claim's id."""
        one = self.chosen
        if one is None:
            return None
        (actors, voice), topic = self._holder(one), self._topic(one)
        if not actors or topic is None:
            self._session.messages.hint(_(NO_TOPIC if actors else NO_ACTOR))
            return None
        following = self._following(one)
        numbers = tuple(actor.id for actor in actors)
        model = self._view.model
        quote = model.text[one.span.start : one.span.end]
        from desktop.project.quotations import told_at

        told = self._session.read(told_at, model.document_id, one.span)
        certainty = told.certainty if told is not None and numbers == (told.actor_id,) else SpeakerCertainty.NONE
        new = NewClaim(
            model.document_id, one.span, numbers, topic.id, Stance.NOT_CODED, voice, quote=quote, certainty=certainty
        )
        claim = self._session.do(edits.traces.accept, new)
        if claim is not None:
            self._go_on(following)
            self.accepted.emit(claim)
        return claim

    def dismiss(self) -> bool:
        """Never show the chosen suggestion again, and go on to the next; tell whether there was one."""
        one = self.chosen
        if one is None:
            return False
        following = self._following(one)
        if self._session.done(edits.traces.dismiss, self._view.model.document_id, one.span):
            self._go_on(following)
            return True
        return False

    # painting

    def paint(self, painter: QPainter, placed: list[PlacedBlock]) -> None:
        """Paint the visible outlines, and the chip of the chosen one, over the text."""
        if not self.on or not placed:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = placed[0].block, placed[-1].block
        shown = self._view.model.to_span(first.position(), last.position() + last.length() - 1)
        lines: list[QRectF] = []
        # sentences follow one another: of thousands only those in sight are looked at
        first_shown = bisect_right(self.suggestions, shown.start, key=lambda one: one.span.end)
        last_shown = bisect_left(self.suggestions, shown.end, key=lambda one: one.span.start)
        for one in self.suggestions[first_shown:last_shown]:
            rects = self._rects(one.span, placed)
            if rects:
                paint_outline(painter, rects, chosen=one is self.chosen)
                if one is self.chosen:
                    lines = rects
        if lines and self.chosen is not None:
            names, area = self.chip_text(self.chosen), self._view.viewport().size()
            leftward = self._view.is_leftward(
                self._view.model.from_span(self.chosen.span.start, self.chosen.span.end)[0]
            )
            paint_chip(painter, area, lines_of(lines), names, last=self._ends_paragraph(), leftward=leftward)
        painter.restore()

    def chip_text(self, one: "Suggestion") -> str:
        """Return what the chip says: who, and on what; with its place where there is a choice."""
        actors, topic = self._holder(one)[0], self._topic(one)
        who = ", ".join(actor.name for actor in actors) or _("who?")
        what = self._session.topic_names().get(topic.id, topic.name) if topic else _("which topic?")
        if one is self.chosen:
            who += _counted(self._holder_at, len(self._holders(one)))
            what += _counted(self._topic_at, len(self._topics(one)))
        return f"{who} · {what}"

    def _ends_paragraph(self) -> bool:
        """Tell whether the chosen suggestion is the end of its paragraph."""
        assert self.chosen is not None
        text, end = self._view.model.text, self.chosen.span.end
        line_end = text.find("\n", end)
        return not text[end : line_end if line_end >= 0 else len(text)].strip(' ”"')

    def _rects(self, span: Span, placed: list[PlacedBlock]) -> list[QRectF]:
        start, end = self._view.model.from_span(span.start, span.end)
        return [rect for one in placed for rect in one.rects(start, end)]

    # what happens

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer the chosen suggestion by one key; choose one by a click."""
        if not self.on:
            return False
        if isinstance(event, QKeyEvent) and watched is self._view:
            # else the window's shortcuts would take letters before the text sees them
            if event.type() == QEvent.Type.ShortcutOverride and self._handler(event) is not None:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and (handler := self._handler(event)) is not None:
                handler()
                return True
        released = event.type() == QEvent.Type.MouseButtonRelease and watched is self._view.viewport()
        if released and isinstance(event, QMouseEvent):
            self._on_click(event)
        return False

    def _handler(self, event: QKeyEvent) -> Callable[[], object] | None:
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if not self.suggestions or not (shift or plain):
            return None
        way = -1 if shift else 1
        if event.key() == Qt.Key.Key_N:
            return lambda: self.step(way)
        if self.chosen is None:
            return None
        if event.key() == Qt.Key.Key_T and plain and not self._view.textCursor().hasSelection():
            return self.tag_by_hand
        handlers: dict[int, Callable[[], object]] = {
            Qt.Key.Key_A: self.dismiss if shift else self.accept,
            Qt.Key.Key_C: lambda: self.other_topic(way),
            Qt.Key.Key_H: lambda: self.other_holder(way),
        }
        return handlers.get(event.key())

    def _on_click(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._view.textCursor().hasSelection():
            return
        position = self._view.position_at(event.position().toPoint())
        if position is None:
            return
        at = self._view.model.to_span(position, position).start
        here = next((one for one in self.suggestions if one.span.start <= at < one.span.end), None)
        if here is not None and not self._view.claims_at(position):
            self._choose(here, scroll=False)

    def _on_some_suggested(self, document_id: int, found: "list[Suggestion]") -> None:
        # what is weighed anew stays as it was until all of it is
        if not self.on or self.is_whole or document_id != self._view.model.document_id:
            return
        before = self.chosen
        self._take(found)
        if self.chosen is None and (first := self._first_from(self._top())) is not None:
            self._choose(first)
            if before is None:
                self._session.messages.hint(_(FIRST))

    def _on_suggested(self, document_id: int, found: "list[Suggestion]") -> None:
        if not self.on or document_id != self._view.model.document_id:
            return
        before, were_all = self.chosen, self.is_whole
        self.is_whole = True
        self._take(found)
        if not self.suggestions:
            self._session.messages.hint(_(NOTHING))
            self._renew()
            return
        if self.chosen is None:
            top = before.span.start if before is not None else self._top()
            self._choose(self._first_from(top) or self.suggestions[0])
        if not were_all or before is None:
            count = len(self.suggestions)
            told = ngettext(
                "{count:,} sentence may hold a claim: A accepts, Shift+A dismisses, N goes to the next.",
                "{count:,} sentences may hold a claim: A accepts, Shift+A dismisses, N goes to the next.",
                count,
            )
            self._session.messages.hint(told.format(count=count))

    def _take(self, found: "list[Suggestion]") -> None:
        """Show other suggestions; what the user looks at stays where it is, with the topic and holder shown."""
        before, self._all = self.chosen, list(found)
        self._drop_answered(keep=True)
        same = next((one for one in self.suggestions if before is not None and one.span == before.span), None)
        if same is not None and before is not None:
            topic, holder = self._topic(before), self._holder(before)
            topics, holders = self._topics(same), self._holders(same)
            self._topic_at = topics.index(topic) if topic in topics else 0
            self._holder_at = holders.index(holder) if holder in holders else 0
        self.chosen = same
        self._renew()

    def _top(self) -> int:
        """Return where the first line in sight begins."""
        first = self._view.firstVisibleBlock().position()
        return self._view.model.to_span(first, first).start

    def _first_from(self, start: int) -> "Suggestion | None":
        return next((one for one in self.suggestions if one.span.start >= start), None)

    def _ask(self) -> None:
        if self.on and not self._session.traces.ask_suggestions(self._view.model.document_id):
            self.switch_off()

    def _on_changed(self, changes: ChangeSet) -> None:
        if not self.on or not changes.touches("claim", "dismissed_suggestion", "topic", "actor"):
            return
        self._again.start()
        before = {one.span for one in self.suggestions}
        self._drop_answered()
        # an undo brings back what was answered
        back = next((one for one in self.suggestions if one.span not in before), None)
        if back is not None:
            self._choose(back)
        else:
            self._renew()

    def _drop_answered(self, *, keep: bool = False) -> None:
        answered = self._session.traces.answered(self._view.model.document_id)
        self.suggestions = [one for one in self._all if not answered.has(one.span)]
        if not keep and self.chosen not in self.suggestions:
            self.chosen = None

    def _following(self, one: "Suggestion") -> "Suggestion | None":
        at = self.suggestions.index(one)
        order = [*self.suggestions[at + 1 :], *self.suggestions[:at]]
        return order[0] if order else None

    def _go_on(self, following: "Suggestion | None") -> None:
        if self.suggestions:
            self._choose(following if following in self.suggestions and following else self.suggestions[0])
        else:
            self._session.messages.hint(_(NOTHING if self.is_whole else LOOKING))
            self._renew()

    def _choose(self, one: "Suggestion", *, scroll: bool = True) -> None:
        self.chosen = one
        self._topic_at = self._holder_at = 0
        start = self._view.model.from_span(one.span.start, one.span.end)[0]
        rects = self._rects(one.span, self._view.placed())
        well = rects and rects[0].top() > 8 and rects[-1].bottom() + 34 < self._view.viewport().height()
        if scroll and not well:
            # twice: lines that were never seen are laid out by the first, and are higher then
            self._view.scroll_to(start, 0.3)
            self._view.viewport().repaint()
            self._view.scroll_to(start, 0.3)
        self._renew()

    def _renew(self) -> None:
        self._view.viewport().update()
        self.changed.emit()

    def _holders(self, one: "Suggestion") -> list[tuple[tuple[Actor, ...], Voice]]:
        """Return the guesses at who holds a suggestion that the codebook still has, each with its voice."""
        known = {actor.key: actor for actor in self._session.actors().values()}
        guesses = zip(one.holders, one.voices, strict=True)
        return [(tuple(known[key] for key in keys), voice) for keys, voice in guesses if set(keys) <= known.keys()]

    def _holder(self, one: "Suggestion") -> tuple[tuple[Actor, ...], Voice]:
        guesses = self._holders(one)
        at = self._holder_at if one is self.chosen else 0
        return guesses[min(at, len(guesses) - 1)] if guesses else ((), one.voice)

    def _topics(self, one: "Suggestion") -> list[Topic]:
        known = {topic.key: topic for topic in self._session.topics().values()}
        return [known[key] for key in one.topics if key in known]

    def _topic(self, one: "Suggestion") -> Topic | None:
        topics = self._topics(one)
        at = self._topic_at if one is self.chosen else 0
        return topics[min(at, len(topics) - 1)] if topics else None


def _counted(at: int, count: int) -> str:
    return f" {at + 1}/{count}" if count > 1 else ""
