"""Left: the documents, one search box over their titles and texts, and the claims and memos that it finds."""

from functools import partial
from html import escape

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QTextDocument
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.concordance import places_of
from desktop.core.language import _, ngettext
from desktop.core.memos import MemoTarget
from desktop.core.query import SearchResults
from desktop.core.spans import Span
from desktop.core.text import one_line
from desktop.core.values import Document, SearchHit, Stance
from desktop.qt import theme
from desktop.qt.background import later
from desktop.qt.clipboard import copied_text, copy_table
from desktop.qt.parts.claim_cards import CardList
from desktop.qt.parts.claim_text import SHAPES, actor_names, date_text, title_text, topic_name
from desktop.qt.parts.elided import wrapped
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.layouts import ground, label, push, vbox
from desktop.qt.parts.page import Goto, GotoClaim, GotoDocument, GotoEntry, GotoExport, GotoHits
from desktop.qt.reading.library_model import (
    DOCUMENT_ROLE,
    HEADS,
    HIT_ROLE,
    ORDERS,
    SEARCHING_ROLE,
    SHOWN_ROLE,
    DocumentListModel,
)
from desktop.qt.session import Session
from desktop.store import reads

PAD = 9


class LibraryDelegate(QStyledItemDelegate):
    """Paint a document: title, source, date, claims, their stances as a bar; the snippet of a search."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a card."""
        title = QFontMetricsF(theme.interface_font()).lineSpacing() * 2
        meta = QFontMetricsF(theme.small_font()).lineSpacing()
        # every card of a search has room for a snippet: with cards of one height only those in view are laid out
        snippet = meta * 3 + 4 if index.data(SEARCHING_ROLE) else 0
        return QSize(100, int(title + meta + snippet + 2 * PAD + 18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        document: Document = index.data(DOCUMENT_ROLE)
        hit: SearchHit | None = index.data(HIT_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(8, 3, -8, -3)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        shown = bool(index.data(SHOWN_ROLE))
        if shown or current:
            painter.setPen(QPen(theme.color("accent" if current else "line"), 1.4 if current else 1))
            painter.setBrush(theme.color("card") if shown else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, 7, 7)
        inner = rect.adjusted(PAD, PAD - 2, -PAD, -PAD)
        metrics = QFontMetricsF(theme.interface_font())
        painter.setFont(theme.interface_font())
        painter.setPen(theme.color("ink"))
        middle = Qt.AlignmentFlag.AlignVCenter
        title = QRectF(inner.topLeft(), QSizeF(inner.width(), metrics.lineSpacing()))
        for number, line in enumerate(wrapped(title_text(document), metrics, inner.width(), 2)):
            painter.drawText(title.translated(0, number * metrics.lineSpacing()), middle, line)
        top = inner.top() + 2 * metrics.lineSpacing() + 2
        metrics = QFontMetricsF(theme.small_font())
        painter.setFont(theme.small_font())
        painter.setPen(theme.color("dim"))
        meta = QRectF(inner.left(), top, inner.width(), metrics.lineSpacing())
        facts = document.facts
        parts = [facts.publisher or document.name, date_text(facts), facts.kind if facts.kind != "other" else ""]
        told = " · ".join(part for part in parts if part)
        count = str(document.claim_count)
        if hit is not None and hit.count:
            count = ngettext("{count} found", "{count} found", hit.count).format(count=hit.count)
        painter.drawText(meta, Qt.AlignmentFlag.AlignRight | middle, count)
        room = meta.width() - metrics.horizontalAdvance(count) - 8
        painter.drawText(meta, middle, metrics.elidedText(told, Qt.TextElideMode.ElideRight, room))
        bottom = meta.bottom() + 4
        if hit is not None and hit.position is not None:
            self._paint_snippet(painter, hit, QRectF(inner.left(), bottom, inner.width(), metrics.lineSpacing() * 3))
            bottom += metrics.lineSpacing() * 3 + 4
        self._paint_bar(painter, document, QRectF(inner.left(), bottom + 2, inner.width(), 3.5))
        painter.restore()

    def _paint_bar(self, painter: QPainter, document: Document, rect: QRectF) -> None:
        total = sum(document.stances)
        painter.setPen(Qt.PenStyle.NoPen)
        if not total:
            painter.setBrush(theme.color("line"))
            painter.drawRoundedRect(rect, 1.7, 1.7)
            return
        left = rect.left()
        for stance, count in zip(Stance, document.stances, strict=True):
            width = rect.width() * count / total
            painter.fillRect(QRectF(left, rect.top(), width, rect.height()), theme.color(stance))
            left += width

    def _paint_snippet(self, painter: QPainter, hit: SearchHit, rect: QRectF) -> None:
        parts, at = [], 0
        for start, end in hit.marks:
            parts.append(escape(hit.snippet[at:start]))
            parts.append(f"<b style='color:{theme.colors().accent}'>{escape(hit.snippet[start:end])}</b>")
            at = end
        parts.append(escape(hit.snippet[at:]))
        text = QTextDocument()
        text.setDefaultFont(theme.small_font())
        text.setDocumentMargin(0)
        text.setTextWidth(rect.width())
        text.setHtml(f"<span style='color:{theme.colors().dim}'>{''.join(parts)}</span>")
        painter.save()
        painter.translate(rect.topLeft())
        text.drawContents(painter, QRectF(0, 0, rect.width(), rect.height()))
        painter.restore()


class Library(QWidget):
    """List the documents and search them.

    Signals:
        import_wanted(): the user wants to import files.
        wanted(Goto): the user wants to see a document, what was found in a claim or memo, or to export the list.
    """

    import_wanted = Signal()
    wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        ground("library", self)
        self._session = session
        self.model = DocumentListModel(session, self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search titles and texts…"))
        self.search.setToolTip(_('Words in any order, "a phrase", AND, OR, NOT; claims and memos too (Ctrl+L)'))
        self.search.setClearButtonEnabled(True)
        self.list = _DocumentView(self.model)
        self.list.setItemDelegate(LibraryDelegate(self.list))
        self.found = SearchResultsList(session)
        self._nothing = label(role="dim", wraps=True, centred=True)
        self._nothing.hide()
        drop = push(
            _("Drop files here, or import…"), "flat", _("Import documents (Ctrl+I)"), does=self.import_wanted.emit
        )
        tip = _("Each place in all documents, in a list (Ctrl+H)")
        self.in_context = push(_("All places in context…"), "flat", tip, does=self._want_hits)
        self.in_context.hide()
        search = vbox(self.search, self.in_context, margins=(10, 0, 10, 2), gap=2)
        lists = (self._nothing, (self.list, 3), (self.found, 2))
        vbox(search, *lists, drop, on=self, margins=(0, 10, 0, 8), gap=6)
        # a search runs once the typing pauses
        self._later = later(self, 120, self._search)
        self.search.textChanged.connect(lambda _: self._later.start())
        self.search.returnPressed.connect(self._open_first)
        self.search.installEventFilter(self)
        # what claims and memos say may be new
        session.changed.connect(lambda _changes: self._later.start() if self.search.text() else None)
        self.list.clicked.connect(lambda index: self._open(index, beside=False))
        self.list.opened.connect(self._open)
        self.list.customContextMenuRequested.connect(self._menu)
        self.model.modelReset.connect(self._tell_nothing)
        self.found.wanted.connect(self.wanted)

    def choose(self, document_id: int) -> None:
        """Choose a document of the list; what is searched for gives way when it hides it."""
        if self.model.row_of(document_id) < 0:
            self.search.clear()
            self._search()
        self.list.setCurrentIndex(self.model.index(self.model.row_of(document_id)))

    def _search(self) -> None:
        self.model.search(self.search.text())
        self.found.search(self.search.text().strip())
        self._tell_nothing()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Down, which goes to the list, and Escape, which ends the search, from the field."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.search.text():
            if event.type() == QEvent.Type.KeyPress:
                self.search.clear()
                self._search_now()
            # ours, not the window's shortcut that takes the outline off a claim
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self._search_now()
            self.list.setCurrentIndex(self.model.index(0))
            self.list.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _search_now(self) -> None:
        self._later.stop()
        self._search()

    def _open_first(self) -> None:
        """Open the best document where it has the words, marked there; the next places are `F3` away."""
        self._search_now()
        if self.model.rowCount() and self.model.query:
            self.list.setCurrentIndex(self.model.index(0))
            self._open(self.model.index(0), beside=False)

    def _open(self, index: QModelIndex, beside: bool) -> None:
        document = self.model.document_at(index.row())
        if document is None:
            return
        hit: SearchHit | None = index.data(HIT_ROLE)
        words = None
        if hit is not None and hit.position is not None:
            start, end = hit.marks[0] if hit.marks else (0, 0)
            words = Span(hit.position, hit.position + end - start)
        self.wanted.emit(GotoDocument(document.id, beside, words))

    def _menu(self, point: QPoint) -> None:
        index = self.list.indexAt(point)
        document = self.model.document_at(index.row()) if index.isValid() else None
        if document is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Open"), lambda: self.wanted.emit(GotoDocument(document.id, beside=False)))
        menu.addAction(_("Open beside"), lambda: self.wanted.emit(GotoDocument(document.id)))
        menu.addSeparator()
        order = menu.addMenu(_("Sort by"))
        for name in ORDERS:
            action = order.addAction(_(name), partial(self.model.sort_by, name))
            action.setCheckable(True)
            action.setChecked(name == self.model.order)
        menu.addAction(_("Copy this list as a table"), self._copy)
        menu.addAction(_("Export this list…"), lambda: self.wanted.emit(GotoExport(self.model.listed())))
        menu.popup(self.list.viewport().mapToGlobal(point))

    def _copy(self) -> None:
        self._session.messages.hint(copied_text(self.list.copy()))

    def _want_hits(self) -> None:
        self.wanted.emit(GotoHits(places_of(self.model.query)))

    def _tell_nothing(self) -> None:
        none = not self.model.rowCount()
        self.in_context.setVisible(bool(self.model.query))
        if self.model.query:
            only = self.found.isVisibleTo(self)
            words = _("No document holds “{words}”.") if only else _("No document, claim or memo holds “{words}”.")
            self._nothing.setText(words.format(words=self.model.query))
        else:
            self._nothing.setText(_("No documents yet: drop files on the window, or import them."))
        self._nothing.setVisible(none)


class _DocumentView(CardList):
    def __init__(self, model: DocumentListModel) -> None:
        super().__init__(_("Documents"))
        self._documents = model
        self.setModel(model)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setUniformItemSizes(True)

    def copy(self) -> int:
        return copy_table(HEADS, self._documents.table())


class SearchResultsList(QWidget):
    """List what was found in claims and memos."""

    # the claim, or the document, topic or actor that a memo is on: a `Goto`
    wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.head = label(role="section", margins=(12, 0, 12, 0))
        self.list = QListWidget()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Claims and memos found"))
        self.list.setWordWrap(True)
        for opened in (self.list.itemClicked, self.list.itemActivated):
            opened.connect(lambda item: self.wanted.emit(item.data(Qt.ItemDataRole.UserRole)))
        vbox(self.head, (self.list, 1), on=self, gap=2)
        self.hide()

    def search(self, query: str) -> None:
        """Show what *query* finds; nothing when it is empty."""
        session = self._session
        results = session.read(reads.search.search_all, query, shown=session.visible) if query else SearchResults()
        self.list.clear()
        ids = [hit.claim_id for hit in results.claims]
        claims = {claim.id: claim for claim in session.read(reads.project.claims, ids=ids)}
        for hit in results.claims:
            claim = claims.get(hit.claim_id)
            if claim is not None:
                who = f"{SHAPES[claim.stance]} {actor_names(self._session, claim)} · "
                told = who + topic_name(self._session, claim.topic_id)
                self._add(told, hit.snippet, GotoClaim(claim.document_id, claim.id, beside=False))
        for memo in results.memos:
            told, target = self._of_memo(memo.memo.target)
            self._add(told, memo.snippet, target)
        claims_found = ngettext("{count:,} claim", "{count:,} claims", results.claim_count)
        memos_found = ngettext("{count:,} memo", "{count:,} memos", results.memo_count)
        counts = ((claims_found, results.claim_count), (memos_found, results.memo_count))
        found = [words.format(count=count) for words, count in counts if count]
        self.head.setText(" · ".join(found).upper())
        self.setVisible(bool(found))

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
        actor, topic = session.actors().get(target.actor_id or 0), session.topics().get(target.topic_id or 0)
        names = " · ".join(one.name for one in (actor, topic) if one is not None)
        table, number = ("topic", target.topic_id) if target.topic_id is not None else ("actor", target.actor_id)
        return _("memo on {title}").format(title=names), GotoEntry(table, number or 0)

    def _add(self, told: str, snippet: str, goto: Goto) -> None:
        item = QListWidgetItem(f"{told}\n{one_line(snippet, 120)}")
        item.setData(Qt.ItemDataRole.UserRole, goto)
        item.setToolTip(f"<b>{escape(told)}</b><br>{escape(snippet)}")
        item.setFont(theme.small_font())
        self.list.addItem(item)
