"""Claims and other things on cards: how they are painted, listed, copied as a table and put into another order."""

from functools import partial

from PySide6.QtCore import QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.claim_fields import quality_words
from desktop.core.direction import isolated
from desktop.core.language import _
from desktop.core.spans import Utf16Map
from desktop.core.text import AROUND, one_line
from desktop.core.values import Claim, Document
from desktop.qt import theme
from desktop.qt.clipboard import copy_table
from desktop.qt.parts.citations import Cited
from desktop.qt.parts.claim_list_model import (
    CLAIM_ROLE,
    COLUMNS,
    DOCUMENT_ROLE,
    IN_TIME,
    ORDERS,
    TIME_ROLE,
    ClaimListModel,
)
from desktop.qt.parts.claim_text import actor_names, page_text, source_text, title_text, topic_name
from desktop.qt.parts.elided import view_width
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.lazy_list import LazyList
from desktop.qt.scripts import text_option
from desktop.qt.session import Session

_SELECTABLE = Qt.ItemFlag.ItemIsSelectable
LINES = 4
CONTEXT_LINES = 6
PITCH = 1.12
PAD = 9


def in_context(claim: Claim) -> tuple[str, int, int]:
    """Return a quotation with the whole words before and after it in its paragraph, and where in that it stands."""
    before, after = claim.prefix.split("\n")[-1], claim.suffix.split("\n")[0]
    # what is as long as it can be was cut somewhere: its outermost word may be a part of one
    if len(before) == AROUND and " " in before:
        before = "…" + before.split(" ", 1)[1]
    if len(after) == AROUND and " " in after:
        after = after.rsplit(" ", 1)[0] + "…"
    lead = one_line(before) + (" " if before[-1:].isspace() else "")
    quote = one_line(claim.quote)
    trail = (" " if after[:1].isspace() else "") + one_line(after)
    return lead + quote + trail, len(lead), len(lead) + len(quote)


def _end(layout: QTextLayout) -> int:
    """Return the UTF-16 position at which the lines of *layout* end."""
    last = layout.lineAt(layout.lineCount() - 1)
    return last.textStart() + last.textLength()


class ClaimDelegate(QStyledItemDelegate):
    """Paint rows of a `ClaimListModel`.

    Attributes:
        tells: what the upper line of a card says: any of ``actor``, ``topic``, ``source``, ``qualities``.
        context: whether the words before and after the quotation are shown too, dimmed.
    """

    def __init__(
        self, session: Session, tells: tuple[str, ...], parent: QWidget | None = None, *, even: int = 0
    ) -> None:
        """Paint for *session*; *even*: give every card room for so many lines, so that a list need not lay out all."""
        super().__init__(parent)
        self._even = even
        self._session = session
        self.tells = tells
        self.context = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height that the words need at the view's width, at most four lines of them."""
        width = view_width(option)
        claim = index.data(CLAIM_ROLE) if not self._even else None
        meta = QFontMetricsF(theme.small_font()).height()
        if self._even:
            # narrow: the list then gives each card its whole width, with a scroll bar or without
            return QSize(80, int(meta + 4 + self._even * self._pitch() + 2 * PAD + 8))
        if claim is None:
            return QSize(width, int(meta * 2.4))
        lines = self._lay(claim, self._least(option) - 2 * PAD - 14)[1]
        return QSize(width, int(meta + 4 + lines + 2 * PAD + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card, or a document's head."""
        claim: Claim | None = index.data(CLAIM_ROLE)
        document: Document | None = index.data(DOCUMENT_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if claim is None:
            self._paint_head(painter, option, document)
        else:
            # without the heads of documents each card has its own
            model = index.model()
            alone = isinstance(model, ClaimListModel) and model.order != IN_TIME
            self._paint_card(painter, option, claim, self.told(index, claim, document, alone))
        painter.restore()

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, document: Document | None) -> None:
        if document is None:
            return
        rect = QRectF(option.rect).adjusted(8, 4, -8, 0)
        font = theme.small_font(bold=True)
        painter.setFont(font)
        painter.setPen(theme.color("ink"))
        metrics = QFontMetricsF(font)
        source = source_text(document.facts)
        told = f"{isolated(source)}  ·  " if source else ""
        text = metrics.elidedText(told + isolated(title_text(document)), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, claim: Claim, told: str) -> None:
        rect = QRectF(option.rect).adjusted(8, 3, -8, -3)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(theme.color("accent" if chosen else "line"), 1.6 if chosen else 1))
        painter.setBrush(theme.color("card"))
        painter.drawRoundedRect(rect, 6, 6)
        inner = rect.adjusted(PAD, PAD, -PAD, -PAD)
        font = theme.small_font()
        metrics = QFontMetricsF(font)
        shape = QRectF(inner.left(), inner.top() + (metrics.height() - 10) / 2, 10, 10)
        theme.paint_shape(painter, claim.stance, shape)
        painter.setFont(font)
        painter.setPen(theme.color("dim"))
        meta = metrics.elidedText(told, Qt.TextElideMode.ElideRight, inner.width() - 16)
        painter.drawText(QRectF(inner.left() + 16, inner.top(), inner.width() - 16, metrics.height()), meta)
        layout, _ = self._lay(claim, int(inner.width()) + 2)
        painter.setPen(theme.color("ink"))
        layout.draw(painter, QRectF(inner.left(), inner.top() + metrics.height() + 4, 0, 0).topLeft())

    def told(self, index: Index, claim: Claim, document: Document | None, alone: bool) -> str:
        """Return the upper line of a claim's card; *alone* without the head of its *document* above it."""
        place = page_text(document, claim.start), index.data(TIME_ROLE)
        parts = {
            "actor": actor_names(self._session, claim),
            "topic": topic_name(self._session, claim.topic_id),
            "source": source_text(document.facts) if document else "",
            "qualities": " · ".join(filter(None, (*quality_words(claim), *place))),
        }
        names = (*self.tells, "source") if alone and "source" not in self.tells else self.tells
        return " · ".join(isolated(parts[name]) for name in names if parts[name])

    def _lay(self, claim: Claim, width: int) -> tuple[QTextLayout, float]:
        """Return the words in lines of a *width*, and how high they are; the last that fits ends with an ellipsis."""
        words, begin, end = in_context(claim) if self.context else (one_line(claim.quote), 0, len(claim.quote))
        limit = self._even or (CONTEXT_LINES if self.context else LINES)
        layout = self._lines(words, begin, end, width, limit)
        stop = Utf16Map(words).to_points(_end(layout))
        if stop < len(words):
            cut = words
            # the ellipsis may be wider than what it stands for, and send the last word to a line that is not shown
            while _end(layout) < Utf16Map(cut).to_utf16(len(cut)) and stop > 1:
                stop -= 1
                cut = words[:stop].rstrip() + "…"
                layout = self._lines(cut, begin, end, width, limit)
        return layout, layout.lineCount() * self._pitch()

    def _lines(self, words: str, begin: int, end: int, width: int, limit: int) -> QTextLayout:
        """Return at most *limit* lines; what is not the quotation is dimmed."""
        layout = QTextLayout(words, theme.reading_font(11.0))
        layout.setTextOption(text_option(words))
        if self.context:
            dim = QTextCharFormat()
            dim.setForeground(theme.color("dim"))
            units, ranges = Utf16Map(words), []
            for start, stop in ((0, begin), (end, len(words))):
                part = QTextLayout.FormatRange()
                part.start, part.format = units.to_utf16(min(start, len(words))), dim
                part.length = units.to_utf16(min(stop, len(words))) - part.start
                ranges.append(part)
            layout.setFormats([part for part in ranges if part.length > 0])
        layout.beginLayout()
        for number in range(limit):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, number * self._pitch()))
        layout.endLayout()
        return layout

    @staticmethod
    def _pitch() -> float:
        return QFontMetricsF(theme.reading_font(11.0)).height() * PITCH

    def _least(self, option: QStyleOptionViewItem) -> int:
        """Return the width of a card beside a scroll bar: one that comes later may not push words out of it."""
        view = option.widget
        if not isinstance(view, QAbstractScrollArea):
            return view_width(option)
        return min(view_width(option), view.width() - view.verticalScrollBar().sizeHint().width())


class CardList(LazyList):
    """List cards on the ground of the page, as wide as there is room.

    Signals:
        opened(index, beside): Enter: the user wants to see what the card stands for; with Ctrl beside the rest.
    """

    opened = Signal(QModelIndex, bool)

    def __init__(self, name: str) -> None:
        """Call the list *name* to those who do not see it."""
        super().__init__()
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter."""
        if not _opened(self, event):
            super().keyPressEvent(event)


def _opened(cards: "CardList | ClaimCards", event: QKeyEvent) -> bool:
    """Open the current card if that is what a key means, and tell whether it is."""
    # not the signal `activated`: some desktops send it for a single click
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not cards.currentIndex().isValid():
        return False
    cards.opened.emit(cards.currentIndex(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
    return True


class ClaimCards(LazyList):
    """Show a `ClaimListModel`, on the ground of the page.

    Signals:
        opened(index, beside): as `CardList` has it.
    """

    opened = Signal(QModelIndex, bool)

    def __init__(self, name: str) -> None:
        """Call the list *name* to those who do not see it."""
        super().__init__()
        self.setAccessibleName(name)
        self.orders: dict[str, QAction] = {}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter."""
        if not _opened(self, event):
            super().keyPressEvent(event)

    def copy(self) -> int:
        """Copy the claims as a table, in their order, and return their number."""
        model = self.model()
        if not isinstance(model, ClaimListModel):
            return 0
        return copy_table([column.title for column in COLUMNS], model.table())

    def cited(self) -> list[Cited]:
        """Return the words of the current claim, to be copied with their source."""
        claim: Claim | None = self.currentIndex().data(CLAIM_ROLE)
        return [Cited.of(claim)] if claim is not None else []

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the orders and the table."""
        model = self.model()
        if not isinstance(model, ClaimListModel) or not model.rowCount():
            return
        menu = QMenu(self)
        group = QActionGroup(menu)
        sort = menu.addMenu(_("Sort by"))
        self.orders = {}
        for name in ORDERS:
            action = sort.addAction(_(name))
            action.setCheckable(True)
            action.setChecked(name == model.order)
            group.addAction(action)
            action.triggered.connect(partial(self._sort, name))
            self.orders[name] = action
        menu.addAction(_("Copy this list as a table"), self.copy)
        menu.popup(event.globalPos())

    def _sort(self, name: str) -> None:
        model = self.model()
        if isinstance(model, ClaimListModel):
            model.sort_by(name)
            self.scrollToTop()


class EvidenceList(ClaimCards):
    """List the claims that something rests on, and lead to them.

    Signals:
        claim_opened(document_id, claim_id): Enter or a double click: the user wants to see a claim in its document.
        left(): Escape: the user wants to go back.
    """

    claim_opened = Signal(int, int)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.doubleClicked.connect(self._open)
        self.opened.connect(self._open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def first(self) -> QModelIndex:
        """Return the first claim, which stands below the head of its document; an invalid index when there is none."""
        # before any is read
        rows = (
            row
            for row in range(self.model().rowCount())
            if self.model().flags(self.model().index(row, 0)) & _SELECTABLE
        )
        return next((self.model().index(row, 0) for row in rows), QModelIndex())

    def _open(self, index: QModelIndex) -> None:
        claim: Claim | None = index.data(CLAIM_ROLE)
        if claim is not None:
            self.claim_opened.emit(claim.document_id, claim.id)
