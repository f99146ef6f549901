"""Left: the documents, one search box over their titles and texts, and the claims and memos that it finds."""

from functools import partial
from html import escape

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QPainter, QPen, QPolygonF, QTextDocument
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
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
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.claim_cards import CardList
from desktop.qt.parts.claim_text import SHAPES, actor_names, date_text, title_text, topic_name
from desktop.qt.parts.elided import flowing, wrapped
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.layouts import ground, label, push, tool, vbox
from desktop.qt.parts.page import Goto, GotoClaim, GotoDocument, GotoEntry, GotoExport, GotoHits
from desktop.qt.reading.library_model import (
    DOCUMENT_ROLE,
    FILTERS,
    HEAD_ROLE,
    HEADS,
    HIT_ROLE,
    ORDERS,
    SEARCHING_ROLE,
    SHOWN_ROLE,
    DocumentListModel,
    LibraryHead,
)
from desktop.qt.session import Session
from desktop.store import edits, reads

PAD = 9
# so many values of a filter, and sets, are offered in a menu
_CHOICES = 40
# letters of a title that a question has room for
_TITLE = 80


class LibraryDelegate(QStyledItemDelegate):
    """Paint a document: title, source, date, claims, their stances as a bar; the snippet of a search. Or a head."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a card, or of a head."""
        if index.data(HEAD_ROLE) is not None:
            return QSize(100, int(QFontMetricsF(theme.interface_font()).lineSpacing() + 12))
        title = QFontMetricsF(theme.interface_font()).lineSpacing() * 2
        meta = QFontMetricsF(theme.small_font()).lineSpacing()
        # every card of a search has room for a snippet: with cards of one height only those in view are laid out
        snippet = meta * 3 + 4 if index.data(SEARCHING_ROLE) else 0
        return QSize(100, int(title + meta + snippet + 2 * PAD + 18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card, or a head."""
        head: LibraryHead | None = index.data(HEAD_ROLE)
        if head is not None:
            self._paint_head(painter, option, head)
            return
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

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the line in which a title is edited."""
        line = QLineEdit(parent)
        line.setProperty("bare", "inline")
        line.setAccessibleName(_("Title of the document"))
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the line where the title stands."""
        high = int(QFontMetricsF(theme.interface_font()).lineSpacing() * 1.6)
        editor.setGeometry(option.rect.adjusted(8 + PAD - 4, PAD, -8 - PAD + 4, 0).intersected(option.rect))
        editor.setFixedHeight(high)

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, head: LibraryHead) -> None:
        rect = QRectF(option.rect).adjusted(12 + 12 * head.depth, 0, -16, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), 1.2))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(6, 1, -6, -1), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("dim"))
        middle = QPointF(rect.left() + 4, rect.center().y())
        corners = ((-4, -2), (4, -2), (0, 3)) if head.is_open else ((-2, -4), (3, 0), (-2, 4))
        painter.drawPolygon(QPolygonF([middle + QPointF(*corner) for corner in corners]))
        font = theme.small_font(bold=True)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(theme.color("dim"))
        count = f"{head.documents:,}"
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | align, count)
        room = rect.adjusted(14, 0, -metrics.horizontalAdvance(count) - 8, 0)
        painter.setPen(theme.color("ink"))
        painter.drawText(room, align, metrics.elidedText(head.words, Qt.TextElideMode.ElideRight, room.width()))
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

    def __init__(self, session: Session, dialogs: FileDialogs) -> None:
        super().__init__()
        ground("library", self)
        self._session = session
        self._dialogs = dialogs
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
        tip = _("Each place in all documents, in a list (Ctrl+Shift+H)")
        self.in_context = push(_("All places in context…"), "flat", tip, does=self._want_hits)
        self.in_context.hide()
        self.sort = tool(role="pill", tip=_("What the documents are sorted by"))
        self.filter = tool(role="pill", tip=_("Show only some of the documents"))
        for button, fill in ((self.sort, self._fill_sort), (self.filter, self._fill_filter)):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setMenu(QMenu(button))
            button.menu().aboutToShow.connect(fill)
        self.told = label(role="dim", wraps=True)
        narrowing = flowing(self.sort, self.filter, gap=6)
        search = vbox(self.search, self.in_context, narrowing, self.told, margins=(10, 0, 10, 2), gap=2)
        lists = (self._nothing, (self.list, 3), (self.found, 2))
        vbox(search, *lists, drop, on=self, margins=(0, 10, 0, 8), gap=6)
        # a search runs once the typing pauses
        self._later = later(self, 120, self._search)
        self.search.textChanged.connect(lambda _: self._later.start())
        self.search.returnPressed.connect(self._open_first)
        self.search.installEventFilter(self)
        # what claims and memos say may be new
        session.changed.connect(lambda _changes: self._later.start() if self.search.text() else None)
        self.list.clicked.connect(self._on_clicked)
        self.list.opened.connect(self._open)
        self.list.remove_wanted.connect(self.remove)
        self.list.customContextMenuRequested.connect(self._menu)
        self.model.modelReset.connect(self._tell_nothing)
        self.found.wanted.connect(self.wanted)
        self._tell_nothing()

    def choose(self, document_id: int) -> None:
        """Choose a document of the list; what is searched for gives way when it hides it."""
        row = self.model.reveal(document_id)
        if row < 0:
            self.search.clear()
            self._search()
            row = self.model.reveal(document_id)
        self.list.setCurrentIndex(self.model.index(row))

    def chosen(self) -> list[int]:
        """Return the chosen documents, from the top."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        return [one.id for row in rows if (one := self.model.document_at(row)) is not None]

    def remove(self) -> None:
        """Ask, and remove the chosen documents with all that is in them."""
        self._remove(self.chosen())

    def rename(self) -> None:
        """Edit the title of the chosen document in its place."""
        numbers = self.chosen()
        if len(numbers) == 1:
            self.list.edit(self.model.index(self.model.row_of(numbers[0])))
        else:
            self._session.messages.hint(_("Choose one document in the library first."))

    def put_in_set(self) -> None:
        """Ask for the set into which the chosen documents shall go."""
        self._ask_set(self.chosen())

    def _remove(self, numbers: list[int]) -> None:
        if not numbers:
            self._session.messages.hint(_("Choose documents in the library first."))
            return
        gone = self._session.do(reads.project.removal, numbers)
        title = title_text(self._session.shown(reads.filtered.document, numbers[0])) if len(numbers) == 1 else ""
        if gone is not None and self._dialogs.confirm(self, _("Remove documents"), _removal(gone, title), _("Remove")):
            self._session.done(edits.documents.remove, numbers)

    def _ask_set(self, numbers: list[int]) -> None:
        if not numbers:
            self._session.messages.hint(_("Choose documents in the library first."))
            return
        question = _("Name of the set; “A/B” is the set B in the set A:")
        path = self._dialogs.ask_text(self, _("Put into a set"), question, "")
        if path:
            self._session.done(edits.documents.put_in_set, numbers, path)

    def _on_clicked(self, index: QModelIndex) -> None:
        head = self.model.head_at(index.row())
        held = QGuiApplication.keyboardModifiers()
        if head is not None:
            self._fold(head)
        elif not held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            self._open(index, beside=False)

    def _fold(self, head: LibraryHead) -> None:
        place = self.list.verticalScrollBar().value()
        self.model.fold(head.key)
        self.list.verticalScrollBar().setValue(place)
        rows = range(self.model.rowCount())
        row = next((row for row in rows if (one := self.model.head_at(row)) and one.key == head.key), -1)
        self.list.selectionModel().setCurrentIndex(self.model.index(row), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _fill_sort(self) -> None:
        menu = self.sort.menu()
        menu.clear()
        self._add_orders(menu)
        menu.addSeparator()
        self._add_folding(menu)

    def _add_orders(self, menu: QMenu) -> None:
        for name in ORDERS:
            action = menu.addAction(_(name), partial(self.model.sort_by, name))
            action.setCheckable(True)
            action.setChecked(name == self.model.order)

    def _add_folding(self, menu: QMenu) -> None:
        if not self.model.has_heads:
            return
        menu.addAction(_("Close all heads"), partial(self.model.fold_all, closed=True))
        menu.addAction(_("Open all heads"), partial(self.model.fold_all, closed=False))

    def _fill_filter(self) -> None:
        menu = self.filter.menu()
        menu.clear()
        for key, (word, _value) in FILTERS.items():
            values = self.model.choices(key)
            chosen = self.model.wanted.get(key, frozenset())
            inner = menu.addMenu(_(word))
            inner.setEnabled(len(values) > 1 or bool(chosen))
            for value in list(values)[:_CHOICES]:
                told = _("{value} ({count:,})").format(value=value or _("not told"), count=values[value])
                action = inner.addAction(told.replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(value in chosen)
                action.triggered.connect(partial(self.model.narrow, key, chosen ^ {value}))
        menu.addSeparator()
        clear = menu.addAction(_("Show all documents"), self._clear_filter)
        clear.setEnabled(self.model.is_narrowed)

    def _clear_filter(self) -> None:
        for key in FILTERS:
            if self.model.wanted.get(key):
                self.model.narrow(key, ())

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
        document, head = self.model.document_at(index.row()), self.model.head_at(index.row())
        if head is not None:
            self._fold(head)
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
        document, head = self.model.document_at(index.row()), self.model.head_at(index.row())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if document is not None:
            if not self.list.selectionModel().isSelected(index):
                self.list.setCurrentIndex(index)
            self._add_for_documents(menu, document)
        elif head is not None:
            self._add_for_head(menu, head)
        if document is None and head is None and not self.model.counts()[1]:
            return
        menu.addSeparator()
        self._add_orders(menu.addMenu(_("Sort by")))
        self._add_folding(menu)
        menu.addAction(_("Copy this list as a table"), self._copy)
        menu.addAction(_("Export this list…"), lambda: self.wanted.emit(GotoExport(self.model.listed())))
        menu.popup(self.list.viewport().mapToGlobal(point))

    def _add_for_documents(self, menu: QMenu, document: Document) -> None:
        numbers = self.chosen()
        menu.addAction(_("Open"), lambda: self.wanted.emit(GotoDocument(document.id, beside=False)))
        menu.addAction(_("Open beside"), lambda: self.wanted.emit(GotoDocument(document.id)))
        menu.addSeparator()
        menu.addAction(_("Rename"), self.rename).setEnabled(len(numbers) == 1)
        self._add_sets(menu, numbers)
        words = ngettext("Remove the document…", "Remove the {count:,} documents…", len(numbers))
        menu.addAction(words.format(count=len(numbers)) + "\t" + _("Del"), self.remove)

    def _add_sets(self, menu: QMenu, numbers: list[int]) -> None:
        inner = menu.addMenu(_("Put into set"))

        def put(path: str) -> None:
            self._session.done(edits.documents.put_in_set, numbers, path)

        for path in list(self._session.read(reads.project.sets))[:_CHOICES]:
            inner.addAction(path.replace("&", "&&"), partial(put, path))
        inner.addSeparator()
        inner.addAction(_("New set…"), partial(self._ask_set, numbers))
        inner.addAction(_("No set"), partial(put, ""))

    def _add_for_head(self, menu: QMenu, head: LibraryHead) -> None:
        menu.addAction(_("Close") if head.is_open else _("Open"), partial(self._fold, head))
        numbers = self.model.below(head)
        menu.addAction(_("Choose its documents"), partial(self._choose_below, head))
        self._add_sets(menu, numbers)
        if head.is_set and head.key:
            menu.addAction(_("Rename the set…"), partial(self._rename_set, head.key))
            menu.addAction(_("Dissolve the set"), lambda: self._session.done(edits.documents.dissolve_set, head.key))
        words = ngettext("Remove its document…", "Remove its {count:,} documents…", len(numbers))
        menu.addAction(words.format(count=len(numbers)), partial(self._remove, numbers))

    def _choose_below(self, head: LibraryHead) -> None:
        if not head.is_open:
            self._fold(head)
        chosen = QItemSelection()
        for number in self.model.below(head):
            row = self.model.row_of(number)
            if row >= 0:
                chosen.select(self.model.index(row), self.model.index(row))
        self.list.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _rename_set(self, path: str) -> None:
        new = self._dialogs.ask_text(
            self, _("Rename the set"), _("Name of the set; “A/B” is the set B in the set A:"), path
        )
        if new:
            self._session.done(edits.documents.rename_set, path, new)

    def _copy(self) -> None:
        self._session.messages.hint(copied_text(self.list.copy()))

    def _want_hits(self) -> None:
        self.wanted.emit(GotoHits(places_of(self.model.query)))

    def _tell_nothing(self) -> None:
        none = not self.model.rowCount()
        self.in_context.setVisible(bool(self.model.query))
        self.sort.setText(_(self.model.order))
        narrowed = sum(bool(values) for values in self.model.wanted.values())
        self.filter.setText(_("Filter ({count})").format(count=narrowed) if narrowed else _("Filter"))
        self.filter.setProperty("on", bool(narrowed))
        shown, there = self.model.counts()
        for button in (self.sort, self.filter):
            button.setVisible(bool(there))
        told = (
            _("{shown:,} of {count:,}")
            if shown != there
            else ngettext("{count:,} document", "{count:,} documents", there)
        )
        self.told.setText(told.format(shown=shown, count=there))
        self.told.setVisible(shown != there)
        if narrowed and none:
            self._nothing.setText(_("No document meets the filter."))
        elif self.model.query:
            only = self.found.isVisibleTo(self)
            words = _("No document holds “{words}”.") if only else _("No document, claim or memo holds “{words}”.")
            self._nothing.setText(words.format(words=self.model.query))
        else:
            self._nothing.setText(_("No documents yet: drop files on the window, or import them."))
        self._nothing.setVisible(none)


class _DocumentView(CardList):
    remove_wanted = Signal()

    def __init__(self, model: DocumentListModel) -> None:
        super().__init__(_("Documents"))
        self._documents = model
        self.setModel(model)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setSelectionMode(CardList.SelectionMode.ExtendedSelection)
        self.setEditTriggers(CardList.EditTrigger.NoEditTriggers)
        model.modelReset.connect(self._on_reset)
        self._on_reset()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove with Del; close and open a head by Left and Right."""
        head = self._documents.head_at(self.currentIndex().row())
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.remove_wanted.emit()
        elif head is not None and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space):
            if event.key() == Qt.Key.Key_Space or head.is_open == (event.key() == Qt.Key.Key_Left):
                self.opened.emit(self.currentIndex(), False)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Del from the window, where it deletes a claim."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Delete
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def _on_reset(self) -> None:
        # cards of one height are laid out in no time; with heads between them each is asked
        self.setUniformItemSizes(self._documents.head_at(0) is None)

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


def _removal(gone: reads.project.Removal, title: str) -> str:
    """Return the question before documents are removed: which one, or how many, and how much goes with them."""
    if title:
        question = _("Remove “{title}”?").format(title=one_line(title, _TITLE))
    else:
        question = ngettext("Remove {count:,} document?", "Remove {count:,} documents?", gone.documents).format(
            count=gone.documents
        )
    parts = [
        (gone.claims, ngettext("{count:,} claim", "{count:,} claims", gone.claims)),
        (gone.memos, ngettext("{count:,} memo", "{count:,} memos", gone.memos)),
        (gone.verdicts, ngettext("{count:,} verdict", "{count:,} verdicts", gone.verdicts)),
    ]
    told = _(", ").join(words.format(count=count) for count, words in parts if count)
    with_them = _("With that go: {parts}.").format(parts=told) if told else _("There is nothing tagged or noted in it.")
    return " ".join((question, with_them, _("Undo brings all back.")))
