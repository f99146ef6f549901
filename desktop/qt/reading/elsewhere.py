"""Where else the words of a claim were said: passages of all other documents, asked for by a button."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.language import N_, _
from desktop.core.spans import Span
from desktop.core.traces import Trace
from desktop.qt.parts.claim_cards import CardList
from desktop.qt.parts.layouts import LEFT, label, push, vbox
from desktop.qt.parts.page import GotoPassages
from desktop.qt.parts.trace_card import TraceDelegate
from desktop.qt.parts.trace_list_model import CARD_ROLE, TraceCard, TraceListModel
from desktop.qt.session import Session
from desktop.store import reads

ASKING = N_("Looking through the other documents…")
NOTHING = N_("No other document says this in these words, or in words like them.")
ONE_DOCUMENT = N_("There is no other document to look through yet.")
# what fits beside a claim's other facts
_MOST_PIXELS = 420


class PassageList(CardList):
    """List the passages, as high as they are."""

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
        if len(self._session.shown(reads.filtered.documents)) < 2:
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
