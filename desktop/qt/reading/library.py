"""Left: the documents, one search box over their titles and texts, and the claims and memos that it finds."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from desktop.core.concordance import places_of
from desktop.core.language import _
from desktop.core.spans import Span
from desktop.qt.background import later
from desktop.qt.clipboard import copied_text
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.elided import WrappingButton, flowing
from desktop.qt.parts.layouts import ground, label, tool, vbox
from desktop.qt.parts.page import GotoDocument, GotoExport, GotoHits
from desktop.qt.parts.row_table import choose_alone
from desktop.qt.reading.document_actions import DocumentActions
from desktop.qt.reading.found_list import SearchResultsList
from desktop.qt.reading.library_list import DocumentView
from desktop.qt.reading.library_model import HIT_ROLE, MOST_CHOICES, ORDERS, DocumentListModel
from desktop.qt.session import Session
from desktop.store import reads

if TYPE_CHECKING:
    from desktop.core.values import SearchHit


class Library(QWidget):
    """List the documents and search them.

    Attributes:
        documents: the actions on the chosen documents.

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
        self.model = DocumentListModel(session, self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search titles and texts…"))
        self.search.setAccessibleName(_("Search titles and texts"))
        self.search.setToolTip(
            _('Letters anywhere in words, "whole words", begun*, AND, OR, NOT; claims and memos too (Ctrl+L)')
        )
        self.search.setClearButtonEnabled(True)
        self.list = DocumentView(self.model)
        self.documents = DocumentActions(session, dialogs, self.model, self.list)
        self.found = SearchResultsList(session)
        self._nothing = label(role="dim", wraps=True, centred=True)
        self._nothing.hide()
        drop = WrappingButton(_("Drop files here, or import…"), _("Import documents (Ctrl+I)"))
        drop.clicked.connect(lambda _checked: self.import_wanted.emit())
        tip = _("Each place in all documents, in a list (Ctrl+Shift+H)")
        self.in_context = WrappingButton(_("All places in context…"), tip)
        self.in_context.clicked.connect(lambda _checked: self._want_hits())
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
        lists = (self._nothing, (self.list, 1), self.found)
        vbox(search, *lists, drop, on=self, margins=(0, 10, 0, 8), gap=6)
        # a search runs once the typing pauses
        self._later = later(self, 120, self._search)
        self.search.textChanged.connect(lambda _: self._later.start())
        self.search.returnPressed.connect(self._open_first)
        self.search.installEventFilter(self)
        # what claims and memos say may be new, or of another project; the documents follow of themselves
        self._again = later(self, 120, self._look_again)
        self._stale = False
        session.changed.connect(lambda _changes: self._renew())
        session.opened.connect(self._renew)
        session.visibility_changed.connect(self._renew)
        self.list.clicked.connect(self._on_clicked)
        self.list.opened.connect(self._open)
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
        choose_alone(self.list, self.model.index(row))

    def _on_clicked(self, index: QModelIndex) -> None:
        head = self.model.head_at(index.row())
        held = QGuiApplication.keyboardModifiers()
        if head is not None:
            self.list.fold(head)
        elif not held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            self._open(index, beside=False)

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
        for key, (word, _value) in self.model.filters().items():
            values = self.model.choices(key)
            chosen = self.model.wanted.get(key, frozenset())
            inner = menu.addMenu(_(word))
            inner.setEnabled(len(values) > 1 or bool(chosen))
            for value in list(values)[:MOST_CHOICES]:
                told = _("{value} ({count:,})").format(value=value or _("not told"), count=values[value])
                action = inner.addAction(told.replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(value in chosen)
                action.triggered.connect(partial(self.model.narrow, key, chosen ^ {value}))
        menu.addSeparator()
        clear = menu.addAction(_("Show all documents"), self._clear_filter)
        clear.setEnabled(self.model.is_narrowed)

    def _clear_filter(self) -> None:
        for key in tuple(self.model.wanted):
            if self.model.wanted.get(key):
                self.model.narrow(key, ())

    def _search(self) -> None:
        self._stale = False
        self.model.search(self.search.text())
        self.found.search(self.model.query)
        self._tell_nothing()

    def _renew(self) -> None:
        """Look through claims and memos again, as soon as the library is in sight."""
        self._stale = bool(self.model.query)
        if self._stale and self.isVisible():
            self._again.start()

    def _look_again(self) -> None:
        if self._stale and self._session.is_open:
            self.found.search(self.model.query)
            self._tell_nothing()
            self._stale = False

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was changed while the library was hidden."""
        super().showEvent(event)
        self._look_again()

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
            self.list.fold(head)
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
            menu.addAction(_("Open"), lambda: self.wanted.emit(GotoDocument(document.id, beside=False)))
            menu.addAction(_("Open beside"), lambda: self.wanted.emit(GotoDocument(document.id)))
            menu.addSeparator()
            self.documents.offer(menu)
        elif head is not None:
            menu.addAction(_("Close") if head.is_open else _("Open"), partial(self.list.fold, head))
            menu.addAction(_("Choose its documents"), partial(self.list.choose_below, head))
            self.documents.offer_below(menu, head)
        if document is None and head is None and not self.model.counts()[1]:
            return
        menu.addSeparator()
        self._add_orders(menu.addMenu(_("Sort by")))
        self._add_folding(menu)
        menu.addAction(_("Copy this list as a table"), self._copy)
        menu.addAction(_("Export this list…"), lambda: self.wanted.emit(GotoExport(self.model.listed())))
        menu.popup(self.list.viewport().mapToGlobal(point))

    def _copy(self) -> None:
        self._session.messages.hint(copied_text(self.list.copy()))

    def _want_hits(self) -> None:
        self.wanted.emit(GotoHits(places_of(self.model.query)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room with what was found."""
        super().resizeEvent(event)
        self.found.fit()

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
        told = _("{shown:,} of {count:,}")
        if self.model.query and shown == reads.search.MOST and not narrowed:
            # more are found than are listed
            told = _("the first {shown:,} of {count:,}")
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
