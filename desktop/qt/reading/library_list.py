"""The library's list: documents on cards, and the heads of sets between them."""

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QPolygonF, QTextDocument
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.core.direction import isolated
from desktop.core.language import _, figure, ngettext
from desktop.core.text import escape
from desktop.core.values import Document, SearchHit, Stance
from desktop.qt import theme
from desktop.qt.clipboard import copy_table
from desktop.qt.parts.claim_cards import CardList
from desktop.qt.parts.claim_text import date_text, title_text
from desktop.qt.parts.elided import wrapped
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.stance_lines import paint_line
from desktop.qt.reading.library_model import (
    DOCUMENT_ROLE,
    HEAD_ROLE,
    HEADS,
    HIT_ROLE,
    SEARCHING_ROLE,
    SHOWN_ROLE,
    DocumentListModel,
    LibraryHead,
)
from desktop.qt.scripts import line_option

PAD = 9


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
        words = title_text(document)
        for number, line in enumerate(wrapped(words, metrics, inner.width(), 2)):
            painter.drawText(title.translated(0, number * metrics.lineSpacing()), line, line_option(words))
        top = inner.top() + 2 * metrics.lineSpacing() + 2
        metrics = QFontMetricsF(theme.small_font())
        painter.setFont(theme.small_font())
        painter.setPen(theme.color("dim"))
        meta = QRectF(inner.left(), top, inner.width(), metrics.lineSpacing())
        facts = document.facts
        parts = [facts.publisher or document.name, date_text(facts), facts.kind if facts.kind != "other" else ""]
        told = " · ".join(isolated(part) for part in parts if part)
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
        count = figure(head.documents)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | align, count)
        room = rect.adjusted(14, 0, -metrics.horizontalAdvance(count) - 8, 0)
        painter.setPen(theme.color("ink"))
        painter.drawText(
            room, align, metrics.elidedText(isolated(head.words), Qt.TextElideMode.ElideRight, room.width())
        )
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
            paint_line(painter, stance, theme.color(stance), QRectF(left, rect.top(), width, rect.height()))
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


class DocumentView(CardList):
    """List the documents on cards, below the heads of their sets.

    Signals:
        remove_wanted(): Del.
    """

    remove_wanted = Signal()

    def __init__(self, model: DocumentListModel) -> None:
        super().__init__(_("Documents"))
        self._documents = model
        self.setModel(model)
        self.setItemDelegate(LibraryDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setSelectionMode(CardList.SelectionMode.ExtendedSelection)
        self.setEditTriggers(CardList.EditTrigger.NoEditTriggers)
        # those that are chosen, by number and uuid: where the list is made anew nothing is, and nobody is told
        self._kept: list[tuple[int, str]] = []
        self.selectionModel().selectionChanged.connect(self._keep)
        model.modelReset.connect(self._choose_kept)

    def _keep(self) -> None:
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        found = (self._documents.document_at(row) for row in rows)
        self._kept = [(one.id, one.uuid) for one in found if one is not None]

    def _choose_kept(self) -> None:
        """Choose what was chosen, where it is still there: who gives several a value gives them another one next."""
        chosen = QItemSelection()
        for number, uuid in self._kept:
            row = self._documents.row_of(number)
            document = self._documents.document_at(row) if row >= 0 else None
            if document is not None and document.uuid == uuid:
                chosen.select(self._documents.index(row), self._documents.index(row))
        if len(chosen.indexes()) > 1:
            self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def chosen(self) -> list[int]:
        """Return the chosen documents, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [one.id for row in rows if (one := self._documents.document_at(row)) is not None]

    def choose_below(self, head: LibraryHead) -> None:
        """Choose the documents below a head, which is opened."""
        if not head.is_open:
            self.fold(head)
        chosen = QItemSelection()
        for number in self._documents.below(head):
            row = self._documents.row_of(number)
            if row >= 0:
                chosen.select(self._documents.index(row), self._documents.index(row))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def fold(self, head: LibraryHead) -> None:
        """Open a head or close it; what is in view stays there, and nothing else is chosen."""
        place = self.verticalScrollBar().value()
        self._documents.fold(head.key)
        self.verticalScrollBar().setValue(place)
        rows = range(self._documents.rowCount())
        row = next((row for row in rows if (one := self._documents.head_at(row)) and one.key == head.key), -1)
        self.selectionModel().setCurrentIndex(self._documents.index(row), QItemSelectionModel.SelectionFlag.NoUpdate)

    def copy(self) -> int:
        """Copy the list as a table and return how many rows that are."""
        return copy_table(HEADS, self._documents.table())

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
