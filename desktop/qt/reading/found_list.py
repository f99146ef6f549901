"""What a search of the library finds in claims and memos."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.core import phrases
from desktop.core.language import _
from desktop.core.memos import MemoTarget
from desktop.core.phrases import STANCES
from desktop.core.query import SearchResults
from desktop.core.text import escape, one_line
from desktop.core.values import Stance
from desktop.qt import theme
from desktop.qt.parts.claim_text import actor_names, title_text, topic_name
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.layouts import label, vbox
from desktop.qt.parts.page import Goto, GotoClaim, GotoDocument, GotoEntry
from desktop.qt.session import Session
from desktop.store import reads

# of a claim that is found
_STANCE_ROLE, _SHAPE = int(Qt.ItemDataRole.UserRole) + 1, 11


class _FoundDelegate(QStyledItemDelegate):
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the shape of a claim's stance before its words, in the colour of the scheme in force."""
        super().initStyleOption(option, index)
        stance = index.data(_STANCE_ROLE)
        if stance:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = theme.shape_icon(stance, _SHAPE)
            option.decorationSize = QSize(_SHAPE, _SHAPE)
            option.decorationAlignment = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


class SearchResultsList(QWidget):
    """List what was found in claims and memos."""

    # the claim, or the document, topic or actor that a memo is on: a `Goto`
    wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._wanted = 0
        self.head = label(role="section", margins=(4, 0, 12, 0))
        self.list = QListWidget()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Claims and memos found"))
        self.list.setWordWrap(True)
        self.list.setItemDelegate(_FoundDelegate(self.list))
        for opened in (self.list.itemClicked, self.list.itemActivated):
            opened.connect(lambda item: self.wanted.emit(item.data(Qt.ItemDataRole.UserRole)))
        vbox(self.head, (self.list, 1), on=self, margins=(8, 0, 2, 0), gap=2)
        self.hide()

    def search(self, query: str) -> None:
        """Show what *query* finds; nothing when it is empty."""
        session = self._session
        results = SearchResults()
        if query:
            results = session.read(reads.search.search_all, query, shown=session.visible, coded=True, roughly=True)
        self.list.clear()
        ids = [hit.claim_id for hit in results.claims]
        claims = {claim.id: claim for claim in session.read(reads.project.claims, ids=ids)}
        for hit in results.claims:
            claim = claims.get(hit.claim_id)
            if claim is not None:
                told = f"{actor_names(self._session, claim)} · {topic_name(self._session, claim.topic_id)}"
                goto = GotoClaim(claim.document_id, claim.id, beside=False)
                self._add(told, hit.snippet, goto, claim.stance)
        for memo in results.memos:
            told, target = self._of_memo(memo.memo.target)
            self._add(told, memo.snippet, target)
        counts = {"claim": results.claim_count, "memo": results.memo_count}
        found = []
        for thing, count in counts.items():
            told = phrases.counted(thing, count)
            if count:
                found.append(_("more than {things}").format(things=told) if thing in results.uncounted else told)
        self.head.setText(" · ".join(found).upper())
        self.setVisible(bool(found))
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self.fit()

    def sizeHint(self) -> QSize:
        """Return the height that was found fitting."""
        return QSize(100, self._wanted)

    def minimumSizeHint(self) -> QSize:
        """Return little: a low window has other things to show."""
        return QSize(60, min(self._wanted, 48))

    def fit(self) -> None:
        """Be as high as what was found; the documents above have most of the room."""
        around = self.parentWidget()
        if around is not None and self.list.count():
            self.list.doItemsLayout()
            first, last = (self.list.visualItemRect(self.list.item(row)) for row in (0, self.list.count() - 1))
            found = self.head.sizeHint().height() + last.bottom() - first.top() + 8
            self._wanted = min(found, around.height() * 2 // 5)
            self.setMaximumHeight(self._wanted)
            self.updateGeometry()

    def _of_memo(self, target: MemoTarget) -> tuple[str, Goto]:
        """Return what a memo is on, in words, and where a click on it leads."""
        session = self._session
        if target.claim_id is not None:
            claim = session.claim(target.claim_id)
            document_id = claim.document_id if claim else 0
            return _("memo on a claim"), GotoClaim(document_id, target.claim_id, beside=False)
        if target.document_id is not None:
            title = title_text(session.shown(reads.filtered.document, target.document_id))
            return _("memo on {title}").format(title=title), GotoDocument(target.document_id, beside=False)
        on = (("actor", target.actor_id), ("topic", target.topic_id))
        names = " · ".join(filter(None, (session.entry_names(table).get(number or 0) for table, number in on)))
        table, number = ("topic", target.topic_id) if target.topic_id is not None else ("actor", target.actor_id)
        return _("memo on {title}").format(title=names), GotoEntry(table, number or 0)

    def _add(self, told: str, snippet: str, goto: Goto, stance: Stance | None = None) -> None:
        item = QListWidgetItem(f"{told}\n{one_line(snippet, 120)}")
        if stance is not None:
            item.setData(_STANCE_ROLE, stance.value)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_(STANCES[stance])}: {item.text()}")
        item.setData(Qt.ItemDataRole.UserRole, goto)
        item.setToolTip(f"<b>{escape(told)}</b><br>{escape(snippet)}")
        item.setFont(theme.small_font())
        self.list.addItem(item)
