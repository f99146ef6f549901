"""Traced quotations in a list, narrowed by verdict, document and speaker."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from desktop.core.text import one_line
from desktop.core.traces import Answer, KeptVerdict, Trace, Verdict
from desktop.core.values import Document, SpeakerCertainty
from desktop.qt.parts.claim_text import title_text
from desktop.qt.parts.indexes import Index
from desktop.qt.session import Session
from desktop.store import reads

if TYPE_CHECKING:
    from desktop.project.quotations import Material

CARD_ROLE = int(Qt.ItemDataRole.UserRole)
# what stands above the first card of a group: its key and its number of cards; None above the others
GROUP_ROLE = CARD_ROLE + 1
REJECTED = "rejected"
SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class TraceCard:
    """A trace as the list tells it.

    Attributes:
        kept: what the user said of it, or None.
        verdict: the key of the verdict that counts; ``rejected`` when the user said that they do not match;
            ``similar`` where no quotation is asked about.
        speaker: the name of who is quoted; may be empty.
        source, target: who published the two documents; *target* is empty without a second.
        quote: the quoted words on one line.
        title: of the document that quotes.
        is_guess: whether only a pronoun tells who is quoted.
    """

    trace: Trace
    kept: KeptVerdict | None
    verdict: str
    speaker: str
    source: str
    target: str
    quote: str
    title: str = ""
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class TraceFilter:
    """What narrows the list; nothing chosen means all.

    Attributes:
        verdicts: values of `Verdict`, or ``rejected``.
        documents: ids, as texts; of either document.
        speakers: the actors' keys; empty for quotations of nobody known.
    """

    verdicts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()

    def lets(self, card: TraceCard) -> bool:
        """Tell whether a card goes through."""
        numbers = {str(card.trace.document_a), str(card.trace.document_b or 0)}
        return (
            (not self.verdicts or card.verdict in self.verdicts)
            and (not self.documents or bool(numbers & set(self.documents)))
            and (not self.speakers or card.trace.actor in self.speakers)
        )


class TraceListModel(QAbstractListModel):
    """List the traces of a session; each row answers ``CARD_ROLE`` with a `TraceCard`.

    Attributes:
        group: ``verdict``, ``document``, ``speaker``, or empty: then no row answers ``GROUP_ROLE``.
        all: the cards before they are narrowed.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.filter = TraceFilter()
        self.all: list[TraceCard] = []
        self._shown: list[TraceCard] = []
        self.group = ""
        self._heads: dict[int, tuple[str, int]] = {}

    def load(self) -> None:
        """Take over the session's traces, and what the user has said of them."""
        self.set_cards([self._card(trace) for trace in self._session.traces.listed()])

    def load_elsewhere(self, found: list[Trace]) -> None:
        """Take over where else the words of a claim stand; the cards tell of the passages, not of the claim."""
        cards = []
        for trace in found:
            document, start, end = trace.document_b, trace.start_b, trace.end_b
            if document is None or start is None or end is None:
                continue
            name = next((one.name for one in self._session.actors().values() if one.key == trace.actor_b), "")
            source = _publisher(self._session.shown(reads.filtered.document, document))
            quote = one_line(self._session.read(reads.project.text, document)[start:end], 400)
            # a claim is not a quotation: nobody altered it
            verdict = SIMILAR if trace.verdict in (Verdict.ALTERED, Verdict.TRIMMED) else trace.verdict.value
            cards.append(TraceCard(trace, None, verdict, name, source, "", quote))
        self.set_cards(cards)

    def set_cards(self, cards: list[TraceCard]) -> None:
        """Show *cards* as far as the filter lets them through."""
        self.all = cards
        self._arrange()

    def set_filter(self, found: TraceFilter) -> None:
        """List what *found* lets through."""
        self.filter = found
        self._arrange()

    def set_group(self, group: str) -> None:
        """List the cards by their verdicts, documents or speakers, the most telling first in each."""
        self.group = group
        self._arrange()

    def card(self, row: int) -> TraceCard | None:
        """Return what a row shows, or None when there is no such row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def traces(self) -> list[Trace]:
        """Return the listed traces in their order."""
        return [card.trace for card in self._shown]

    def row_of(self, trace: Trace) -> int:
        """Return the row of a trace, or else of its quotation; -1 when neither is listed."""
        keys = [card.trace.key for card in self._shown]
        if trace.key in keys:
            return keys.index(trace.key)
        return next((row for row, key in enumerate(keys) if key[:3] == trace.key[:3]), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the card, or what it says as text."""
        card = self.card(index.row()) if index.isValid() else None
        if card is None:
            return None
        if role == CARD_ROLE:
            return card
        if role == GROUP_ROLE:
            return self._heads.get(index.row())
        if role == int(Qt.ItemDataRole.DisplayRole):
            return card.quote
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            parts = (card.verdict, card.speaker, card.source, card.target, card.quote)
            return ", ".join(part for part in parts if part)
        return None

    def _arrange(self) -> None:
        shown = [card for card in self.all if self.filter.lets(card)]
        heads: dict[int, tuple[str, int]] = {}
        if self.group:
            keys = [self._group_of(card) for card in shown]
            counts = Counter(keys)
            # in the order of their first cards
            ranks = {key: place for place, key in enumerate(counts)}
            shown = [card for _, _, card in sorted((ranks[key], at, shown[at]) for at, key in enumerate(keys))]
            at = 0
            for key in counts:
                heads[at] = (key, counts[key])
                at += counts[key]
        self.beginResetModel()
        self._shown, self._heads = shown, heads
        self.endResetModel()

    def _group_of(self, card: TraceCard) -> str:
        # by the rules' verdict: a card that the user has just judged must not jump away
        return {"verdict": card.trace.verdict.value, "document": card.title, "speaker": card.speaker}[self.group]

    def _card(self, trace: Trace) -> TraceCard:
        access = self._session.traces
        material = access.material
        assert material is not None
        kept = access.kept(trace)
        verdict = str(kept.verdict if kept else trace.verdict)
        if kept is not None and kept.answer is Answer.REJECTED:
            verdict = REJECTED
        return TraceCard(
            trace,
            kept,
            verdict,
            material.names.get(trace.actor, trace.actor),
            _publisher(material.documents[trace.document_a]),
            _publisher(material.documents[trace.document_b]) if trace.document_b is not None else "",
            one_line(access.quoted(trace), 400),
            title_text(material.documents[trace.document_a]),
            _is_guess(material, trace),
        )


def verdict_keys() -> tuple[str, ...]:
    """Return all that a card's verdict can be, the most telling first."""
    return (*(verdict.value for verdict in Verdict), REJECTED)


def _is_guess(material: "Material", trace: Trace) -> bool:
    quotations = material.speech[trace.document_a].quotations
    at = bisect_left(quotations, trace.start_a, key=lambda one: one.start)
    found = quotations[at] if at < len(quotations) else None
    return found is not None and found.start == trace.start_a and found.certainty is SpeakerCertainty.PRONOUN


def _publisher(document: Document) -> str:
    return document.facts.publisher or title_text(document)
