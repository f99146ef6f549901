"""Right of the desk: the chosen claim, to read and correct, where else it was said, and the claims related to it."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QSizePolicy, QWidget

from desktop.core.changes import ChangeSet
from desktop.core.claim_fields import CHOICES, chosen
from desktop.core.direction import is_leftward
from desktop.core.language import N_, _
from desktop.core.memos import MemoTarget
from desktop.core.own_fields import OwnField
from desktop.core.spans import Span
from desktop.core.text import is_latin, one_line
from desktop.core.traces import Trace
from desktop.core.values import Claim, Stance
from desktop.qt import theme
from desktop.qt.background import later
from desktop.qt.parts.choices import choice_rows
from desktop.qt.parts.citations import Cited
from desktop.qt.parts.claim_cards import CardList, ClaimCards, ClaimDelegate
from desktop.qt.parts.claim_list_model import CLAIM_ROLE, ClaimListModel
from desktop.qt.parts.layouts import LEFT, hbox, label, push, radio, vbox
from desktop.qt.parts.memo_field import MemoField
from desktop.qt.parts.name_field import NameField
from desktop.qt.parts.own_field_rows import OwnFieldRows
from desktop.qt.parts.page import GotoClaim, GotoPassages
from desktop.qt.parts.stance_lines import paint_line
from desktop.qt.parts.trace_card import TraceDelegate
from desktop.qt.parts.trace_list_model import CARD_ROLE, TraceCard, TraceListModel
from desktop.qt.session import Session
from desktop.qt.tips import tip
from desktop.store import edits, reads
from desktop.store.reads.counts import ClaimPlace

ASKING = N_("Looking through the other documents…")
NOTHING = N_("No other document says this in these words, or in words like them.")
ONE_DOCUMENT = N_("There is no other document to look through yet.")
# the tables of what is shown here
_SHOWN = (
    *("claim", "claim_actor", "claim_value", "own_field"),
    *("memo", "actor", "topic", "document"),
)
# what fits beside a claim's other facts
_MOST_PIXELS = 420


class ClaimPanel(QWidget):
    """Show one claim and change it at once, field by field; list the claims on its topic or of its document."""

    # where the user wants to go, a `Goto`
    wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("side")
        self._session = session
        self.claim: Claim | None = None
        self._document_id = 0
        self.quote = _Quote()
        self.who = NameField(session, "actor", several=True)
        self.topic = NameField(session, "topic", several=False)
        self.proposition = label(role="dim", wraps=True)
        self.choices = choice_rows(wraps=True)
        session.scale_changed.connect(self.choices["stance"].offer_stances)
        self.own = OwnFieldRows(session, "claim", self._change_own)
        self.memo = MemoField(session, _("Memo…"))
        self.delete = push(_("Delete claim"), "flat")
        self.elsewhere = Elsewhere(session)
        self.form = QWidget()
        self.nothing = label(
            _("No claim is chosen.\n\nClick a highlight, or select words and press T to tag them."), "dim", wraps=True
        )
        self.document_memo = MemoField(session, _("Memo on this document…"))
        self.list = ClaimCards(_("Related claims"))
        self.model = ClaimListModel(session, self)
        self._by_topic, self._by_document = radio(_("Same topic"), "choice"), radio(_("This document"), "choice")
        self._build()
        self._connect()
        self.show_claim(0)

    def _build(self) -> None:
        form: list[QWidget] = []
        for words, fields in (
            (_("CLAIM"), (self.quote,)),
            (_("WHO"), (self.who,)),
            (_("TOPIC"), (self.topic, self.proposition)),
            *((choice.title.upper(), (self.choices[choice.key],)) for choice in CHOICES),
            (_("MEMO"), (self.memo,)),
        ):
            if fields == (self.memo,):
                form.append(self.own)
            form += (label(words, "section"), *fields)
        vbox(*form, self.elsewhere, self.delete, on=self.form, gap=4)
        group = QButtonGroup(self)
        for button in (self._by_topic, self._by_document):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            group.addButton(button)
        self._by_document.setChecked(True)
        self.list.setModel(self.model)
        self._delegate = ClaimDelegate(self._session, ("actor", "topic"), self.list, even=2)
        self.list.setItemDelegate(self._delegate)
        self.list.setMouseTracking(True)
        # the panel is scrolled where there is no room for two cards
        self.list.setMinimumHeight(180)
        tabs = hbox(self._by_topic, self._by_document, gap=4)
        padded = vbox(self.form, self.nothing, self.document_memo, tabs, margins=(14, 0, 14, 0), gap=8)
        vbox(padded, (self.list, 1), on=self, margins=(0, 10, 0, 0), gap=8)

    def _connect(self) -> None:
        self.who.chosen_changed.connect(self._change_actors)
        self.topic.chosen_changed.connect(
            lambda: self._change(topic_id=self.topic.chosen[0], made={"topic": self.topic.made})
        )
        for choice in CHOICES:
            self.choices[choice.key].picked.connect(
                lambda value, choice=choice: self._change(**{choice.key: choice.parse(value)})
            )
        self.elsewhere.wanted.connect(self.wanted)
        self.delete.clicked.connect(self._delete)
        self._by_topic.clicked.connect(self._fill_list)
        self._by_document.clicked.connect(self._fill_list)
        for opened in (self.list.clicked, self.list.opened):
            opened.connect(self._open)
        self._session.changed.connect(self._on_changed)
        self._session.visibility_changed.connect(self._fill_list)
        # many edits in a row fill the list once
        self._later = later(self, 0, self._fill_list)

    def show_claim(self, claim_id: int) -> None:
        """Show a claim; nothing when there is none of this id."""
        if self.claim is not None and self.claim.id != claim_id:
            # what was written stands for the claim that it was written of
            self.own.save()
        self.claim = claim = self._session.claim(claim_id) if claim_id and self._session.is_open else None
        self.form.setVisible(claim is not None)
        self.nothing.setVisible(claim is None)
        self._by_topic.setEnabled(claim is not None)
        self.memo.set_target(MemoTarget(claim_id=claim.id) if claim is not None else None)
        if claim is not None:
            self._document_id = claim.document_id
            self._fill(claim)
        else:
            self._by_document.setChecked(True)
            self.elsewhere.clear()
        self._show_document_memo()
        self._later.start()

    def set_document(self, document_id: int) -> None:
        """List the claims of another document when no claim is chosen."""
        if self._document_id != document_id:
            self._document_id = document_id
            self._show_document_memo()
            self._later.start()

    def _show_document_memo(self) -> None:
        # one memo at a time: the claim's, or the document's where no claim is chosen
        shown = self.claim is None and self._document_id != 0 and self._session.is_open
        self.document_memo.setVisible(shown)
        self.document_memo.set_target(MemoTarget(document_id=self._document_id) if shown else None)

    def restyle(self) -> None:
        """Take over the colours of the scheme in force."""
        self.choices["stance"].restyle()
        if self.claim is not None:
            self._fill(self.claim)
        self.list.viewport().update()

    def _fill(self, claim: Claim) -> None:
        self.quote.stance = claim.stance
        self.quote.setText(one_line(claim.quote, 320))
        self.quote.setToolTip(tip(claim.quote if len(claim.quote) > 320 else ""))
        self.who.set_chosen(claim.actor_ids)
        self.topic.set_chosen((claim.topic_id,))
        self.topic.line.setCursorPosition(0)
        topic = self._session.topics().get(claim.topic_id)
        self.proposition.setText(topic.proposition if topic and topic.proposition != topic.name else "")
        self.proposition.setVisible(bool(self.proposition.text()))
        self.own.show_values(claim.own)
        for key, value in chosen(claim).items():
            self.choices[key].set_value(value.value)
        actor = self._session.actors().get(claim.actor_ids[0]) if claim.actor_ids else None
        self.elsewhere.set_span(claim.document_id, claim.span, actor.key if actor else "")

    def _fill_list(self) -> None:
        if not self._session.is_open or not self.isVisible():
            return
        claim, document = self.claim, self._document_id
        # what stands there already is not read again
        if self._by_topic.isChecked() and claim is not None:
            topic, own = claim.topic_id, claim.id

            def related(documents: Sequence[int] | None) -> list[ClaimPlace]:
                found = self._session.shown(reads.counts.claim_places, {"topic": [topic]}, documents)
                return [one for one in found if one[0] != own]

            self._delegate.tells = ("actor", "source")
            self.model.set_source(("topic", topic, own), related)
        else:

            def here(documents: Sequence[int] | None) -> Iterator[tuple[int, int]]:
                if document and (documents is None or document in documents):
                    yield from zip(self._session.shown(reads.filtered.in_document, document), repeat(document))

            self._delegate.tells = ("actor", "topic")
            self.model.set_source(("document", document), here, ordered=True)
        row = self.model.row_of(claim.id) if claim is not None else -1
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
            self.list.scrollTo(self.model.index(row))

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the list that was left while the panel was hidden."""
        self._later.start()
        super().showEvent(event)

    def _change_actors(self) -> None:
        if self.who.chosen:
            self._change(actor_ids=self.who.chosen, made={"actor": self.who.made})
        elif self.claim is not None:
            self.who.set_chosen(self.claim.actor_ids, _("a claim needs an actor"))

    def _change(self, **changes: Any) -> None:
        if self.claim is not None and not self._session.done(edits.claims.change, self.claim.id, **changes):
            # refused, such as what another claim says already: what is stored is what stands there
            self._fill(self.claim)

    def _change_own(self, field: OwnField, text: str) -> bool:
        return self.claim is not None and self._session.done(edits.claims.change, self.claim.id, own={field.name: text})

    def _delete(self) -> None:
        if self.claim is not None:
            self._session.done(edits.claims.delete, [self.claim.id])

    def _open(self, index: QModelIndex) -> None:
        claim: Claim | None = index.data(CLAIM_ROLE)
        if claim is not None:
            self.wanted.emit(GotoClaim(claim.document_id, claim.id))

    def _on_changed(self, changes: ChangeSet) -> None:
        if not changes.touches(*_SHOWN):
            return
        claim = self.claim
        touched = changes.claims()
        self.model.follow(changes)
        if claim is not None and (claim.id in touched or changes.touches("actor", "topic", "document", "own_field")):
            self.show_claim(claim.id)
        self._later.start()


class _Quote(QLabel):
    """The words of a claim, with a bar in the colour and the line of its stance."""

    def __init__(self) -> None:
        super().__init__()
        self.stance = Stance.NOT_CODED
        self.setProperty("role", "quote")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        """Show words: in italics where their script has them, from the side where they begin."""
        if self.property("slants") is not is_latin(text):
            self.setProperty("slants", is_latin(text))
            self.style().unpolish(self)
            self.style().polish(self)
        # a label takes the direction of its words from the window, and its sides from its own
        leftward = is_leftward(text)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if leftward else Qt.LayoutDirection.LeftToRight)
        super().setText(text)
        # a label paints no more than its words anew
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar beside the words."""
        super().paintEvent(event)
        painter = QPainter(self)
        paint_line(painter, self.stance, theme.color(self.stance), QRectF(0, 2, 3, self.height() - 4), upright=True)
        painter.end()


class PassageList(CardList):
    """List the passages, as high as they are."""

    def cited(self) -> list[Cited]:
        """Return the current passage, to be copied with its source."""
        card: TraceCard | None = self.currentIndex().data(CARD_ROLE)
        return Cited.both(card.trace)[1:] if card is not None else []

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the cards anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
            self.fit()

    def fit(self) -> None:
        """Take the height of all cards, or of as many as there is room for."""
        height = sum(self.sizeHintForRow(row) for row in range(self.model().rowCount()))
        self.setFixedHeight(min(height + 4, _MOST_PIXELS))


class Elsewhere(QWidget):
    """Answer “where else was this said?” of one span of a document: the passages, the best first."""

    # the span and a passage side by side: `GotoPassages`
    wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._span: tuple[int, Span, str] | None = None
        self.button = push(_("Where else was this said?"), "flat")
        self.told = label(role="dim", wraps=True)
        self.model = TraceListModel(session, self)
        self.list = PassageList(_("Where else this was said"))
        self.list.setItemDelegate(TraceDelegate(self.list))
        self.list.setModel(self.model)
        vbox((self.button, 0, LEFT), self.told, self.list, on=self, gap=4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.button.clicked.connect(self.ask)
        for opened in (self.list.opened, self.list.doubleClicked):
            opened.connect(self._on_opened)
        self._listens = False
        session.opened.connect(self.clear)
        self.clear()

    def set_span(self, document_id: int, span: Span, actor: str = "") -> None:
        """Ask of this span when the button is pressed; *actor* is the key of who holds it."""
        wanted = (document_id, span, actor)
        if wanted != self._span:
            self.clear()
            self._span = wanted
            self.button.setEnabled(True)

    def clear(self) -> None:
        """Ask of nothing."""
        self._span = None
        self.button.setEnabled(False)
        self._show([], "")

    def ask(self) -> None:
        """Look for the passages; the window answers meanwhile."""
        if self._span is None:
            return
        if len(self._session.read(reads.project.document_ids)) < 2:
            self._show([], ONE_DOCUMENT)
            return
        self._show([], ASKING)
        if not self._listens:
            # not before somebody asks: tracing is much to read when the window opens
            self._session.traces.elsewhere.connect(self._on_answer)
            self._listens = True
        self._session.traces.ask_elsewhere(*self._span)

    def _on_answer(self, document_id: int, span: Span, found: list[Trace]) -> None:
        if self._span is not None and self._span[:2] == (document_id, span):
            self._show(found, "" if found else NOTHING)

    def _show(self, found: list[Trace], told: str) -> None:
        self.model.load_elsewhere(found)
        self.told.setText(_(told))
        self.told.setVisible(bool(told))
        self.list.setVisible(bool(found))
        if found:
            self.list.fit()

    def _on_opened(self, index: QModelIndex) -> None:
        card: TraceCard | None = index.data(CARD_ROLE)
        if card is not None:
            self.wanted.emit(GotoPassages(card.trace.passages()))
