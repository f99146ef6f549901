"""Below the documents that a search finds: the claims and memos that hold the words."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.core.memos import MemoTarget
from desktop.core.results import SearchResults
from desktop.core.text import one_line
from desktop.qt import theme
from desktop.qt.parts.claim_text import SHAPES, actor_names, title_text, topic_name
from desktop.qt.session import Session

TARGET = int(Qt.ItemDataRole.UserRole)


class SearchResultsList(QWidget):
    """List what was found in claims and memos.

    Signals:
        claim_wanted(int, int): open a document (first) at a claim (second).
        document_wanted(int): open the document that a memo is on.
        entry_wanted(str, int): show the ``topic`` or ``actor`` that a memo is on.
    """

    claim_wanted = Signal(int, int)
    document_wanted = Signal(int)
    entry_wanted = Signal(str, int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.head = QLabel()
        self.head.setProperty("role", "section")
        self.head.setContentsMargins(12, 0, 12, 0)
        self.list = _Results()
        self.list.setAccessibleName("Claims and memos found")
        self.list.setWordWrap(True)
        self.list.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        self.hide()

    def search(self, query: str) -> None:
        """Show what *query* finds; nothing when it is empty."""
        results = self._session.lists.search(query) if query else SearchResults()
        self.list.clear()
        claims = {one.id: one for one in self._session.claims_by_id([hit.claim_id for hit in results.claims])}
        for hit in results.claims:
            claim = claims.get(hit.claim_id)
            if claim is not None:
                who = f"{SHAPES[claim.stance]} {actor_names(self._session, claim)} · "
                told = who + topic_name(self._session, claim.topic_id)
                self._add(told, hit.snippet, ("claim", claim.document_id, claim.id))
        for memo in results.memos:
            told, target = self._of_memo(memo.memo.target)
            self._add(told, memo.snippet, target)
        found = []
        for count, what in ((results.claim_count, "claim"), (results.memo_count, "memo")):
            if count:
                found.append(f"{count:,} {what}{'' if count == 1 else 's'}")
        self.head.setText(" · ".join(found).upper())
        self.setVisible(bool(found))

    def _of_memo(self, target: MemoTarget) -> tuple[str, tuple[str, int, int]]:
        """Return what a memo is on, in words, and where a click on it leads."""
        session = self._session
        if target.claim_id is not None:
            claim = session.claim(target.claim_id)
            return "memo on a claim", ("claim", claim.document_id if claim else 0, target.claim_id)
        if target.document_id is not None:
            return f"memo on {title_text(session.document(target.document_id))}", ("document", target.document_id, 0)
        actor, topic = session.actors().get(target.actor_id or 0), session.topics().get(target.topic_id or 0)
        told = "memo on " + " · ".join(one.name for one in (actor, topic) if one is not None)
        table, number = ("topic", target.topic_id) if target.topic_id is not None else ("actor", target.actor_id)
        return told, (table, number or 0, 0)

    def _add(self, told: str, snippet: str, target: object) -> None:
        item = QListWidgetItem(f"{told}\n{one_line(snippet, 120)}")
        item.setData(TARGET, target)
        item.setToolTip(f"<b>{escape(told)}</b><br>{escape(snippet)}")
        item.setFont(theme.small_font())
        self.list.addItem(item)

    def _open(self, item: QListWidgetItem) -> None:
        kind, first, second = item.data(TARGET)
        if kind == "claim":
            self.claim_wanted.emit(first, second)
        elif kind == "document":
            self.document_wanted.emit(first)
        else:
            self.entry_wanted.emit(kind, first)


class _Results(QListWidget):
    """A list that opens with a click or Enter.

    Signals:
        opened(QListWidgetItem): the user wants to see it.
    """

    opened = Signal(QListWidgetItem)

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self.opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current one with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.opened.emit(self.currentItem())
            return
        super().keyPressEvent(event)
