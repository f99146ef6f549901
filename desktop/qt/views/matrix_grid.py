"""The matrix as a table that is painted by hand: frozen heads and totals, thousands of cells, one choice."""

from dataclasses import replace
from html import escape

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from desktop.analysis.matrix import CellCounts
from desktop.qt import theme
from desktop.qt.models.matrix_model import MatrixModel
from desktop.qt.views.matrix_cells import CACHE_LIMIT, CellPainter, cell_text, counts_text, up_to_grid
from desktop.qt.views.matrix_layout import HEAD, GridLayout, Place
from desktop.qt.views.matrix_paint import GridPainter

WIDEST_COLUMN = 136
PAINTED_AT_ONCE = 12
_RESTYLED = (
    QEvent.Type.FontChange,
    QEvent.Type.ApplicationFontChange,
    QEvent.Type.PaletteChange,
    QEvent.Type.StyleChange,
)


class MatrixGrid(QAbstractScrollArea):
    """Show a `MatrixModel` and choose a cell, a row or a column in it.

    What is chosen is kept by ids, so that it stays chosen when rows and columns come and go. A delegate for each cell
    takes too long for this many, so all is painted here.

    Attributes:
        topic_id, actor_id: the choice; a row has no actor, a column no topic, and without a choice both are None.

    Signals:
        chosen(topic_id, actor_id): the user, or `choose`, chose anew.
        evidence_wanted(): Enter or Space: the user wants to go on in the list of claims.
    """

    chosen = Signal(object, object)
    evidence_wanted = Signal()

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.topic_id: int | None = None
        self.actor_id: int | None = None
        self._cells = CellPainter()
        self._painter = GridPainter(model, self._cells)
        self._layout = GridLayout()
        self._widest = 0
        self._last: Place = (0, 0)
        # an idle moment paints what scrolling will bring: a page of new contents takes 50 ms
        self._ahead: list[CellCounts] = []
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._paint_ahead)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Matrix of topics and actors")
        # every pixel is painted in paintEvent
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        model.reset.connect(self._on_reset)
        model.cells_changed.connect(self._on_cells_changed)
        self._on_reset()

    # what is where

    def rect_of(self, topic_id: int | None, actor_id: int | None) -> QRect:
        """Return the rectangle of a cell or (with one None) of a head, in the viewport's pixels; empty when hidden."""
        place = self._place_of(topic_id, actor_id)
        return QRect() if place is None else self._layout.rect(*place)

    def text_of(self, topic_id: int, actor_id: int) -> str:
        """Return what a cell shows in characters: ``▲2 ▼1``."""
        return cell_text(self.model.matrix.cell(topic_id, actor_id))

    def choose(self, topic_id: int | None, actor_id: int | None) -> None:
        """Choose a cell, a row (*actor_id* is None) or a column (*topic_id* is None), and bring it into sight."""
        before = (self.topic_id, self.actor_id)
        self.topic_id, self.actor_id = topic_id, actor_id
        place = self._place_of(topic_id, actor_id)
        if place is not None:
            self._last = place
            self._show(place)
        self._tell_choice()
        self.viewport().update()
        if before != (topic_id, actor_id):
            self.chosen.emit(topic_id, actor_id)

    def tip(self, place: Place) -> str:
        """Return the tool tip of a place as rich text."""
        topic_id, actor_id = self._ids(place)
        topic = self.model.topics[place[0]] if place[0] != HEAD else None
        actor = self.model.actors[place[1]] if place[1] != HEAD else None
        heads = " · ".join(f"<b>{escape(one.name)}</b>" for one in (actor, topic) if one is not None)
        told = [heads]
        if topic is not None and topic.proposition:
            told.append(escape(topic.proposition))
        elif actor is not None and topic is None and actor.role:
            told.append(escape(actor.role))
        told.append(counts_text(self.model.counts(topic_id, actor_id)))
        return "<br>".join(told)

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight of the region that needs it."""
        chosen = self._place_of(self.topic_id, self.actor_id)
        self._painter.paint(self.viewport(), self._layout, event.rect(), chosen, self.hasFocus())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns the new width."""
        self._lay()

    def showEvent(self, event: QShowEvent) -> None:
        """Use idle moments from now on."""
        super().showEvent(event)
        self._idle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave idle moments to others."""
        super().hideEvent(event)
        self._idle.stop()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Follow the scroll bars."""
        self._scrolled()
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Take another font or scheme."""
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            self._cells.measure()
            self._on_reset()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first cell when nothing is chosen and the keyboard led here."""
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self.topic_id is None and self.actor_id is None and self.model.topics and self.model.actors:
            self._go(0, 0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the choice as it looks without focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked."""
        place = self._layout.at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self._go(*place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go on in the list of claims."""
        if event.button() == Qt.MouseButton.LeftButton and self._layout.at(event.position().toPoint()) is not None:
            self.evidence_wanted.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell topic, actor and counts where the mouse rests."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._layout.at(event.pos())
            if place is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.tip(place), self.viewport(), self._layout.rect(*place))
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice; Enter and Space go on in the list of claims."""
        rows, columns = len(self.model.topics), len(self.model.actors)
        if not rows or not columns:
            super().keyPressEvent(event)
            return
        row, column = self._place_of(self.topic_id, self.actor_id) or self._last
        row, column = min(row, rows - 1), min(column, columns - 1)
        whole = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        page = max(1, self._layout.body.height() // self._layout.row - 1)
        moves = {
            Qt.Key.Key_Up: (row - 1, column),
            Qt.Key.Key_Down: (row + 1, column),
            Qt.Key.Key_Left: (row, column - 1),
            Qt.Key.Key_Right: (row, column + 1),
            Qt.Key.Key_Home: (0 if whole else row, 0),
            Qt.Key.Key_End: (rows - 1 if whole else row, columns - 1),
            Qt.Key.Key_PageUp: (max(0, row - page), column),
            Qt.Key.Key_PageDown: (row + page, column),
        }
        key = Qt.Key(event.key())
        if key in moves:
            row, column = (max(HEAD, min(moves[key][0], rows - 1)), max(HEAD, min(moves[key][1], columns - 1)))
            if (row, column) != (HEAD, HEAD):
                self._go(row, column)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.evidence_wanted.emit()
        else:
            super().keyPressEvent(event)

    # the rest

    def _go(self, row: int, column: int) -> None:
        self.choose(*self._ids((row, column)))

    def _ids(self, place: Place) -> tuple[int | None, int | None]:
        row, column = place
        topic_id = None if row == HEAD else self.model.topics[row].id
        return topic_id, None if column == HEAD else self.model.actors[column].id

    def _place_of(self, topic_id: int | None, actor_id: int | None) -> Place | None:
        row = HEAD if topic_id is None else self.model.row_of(topic_id)
        column = HEAD if actor_id is None else self.model.column_of(actor_id)
        hidden = (topic_id is not None and row == HEAD) or (actor_id is not None and column == HEAD)
        return None if hidden or (row == HEAD and column == HEAD) else (row, column)

    def _on_reset(self) -> None:
        self._painter.forget()
        contents = set(self.model.matrix.cells.values())
        self._widest = max(map(self._cells.width, contents), default=56)
        self._ahead = list(contents)[: CACHE_LIMIT // 2]
        if self.isVisible():
            self._idle.start()
        self._lay()
        self._tell_choice()
        self.viewport().update()

    def _on_cells_changed(self, cells: set[tuple[int, int]]) -> None:
        matrix = self.model.matrix
        widest = max((self._cells.width(matrix.cell(*key)) for key in cells), default=0)
        if widest > self._widest:
            self._widest = widest
            self._lay()
            self.viewport().update()
        for topic_id, actor_id in cells:
            row, column = self.model.row_of(topic_id), self.model.column_of(actor_id)
            if row != HEAD and column != HEAD:
                self.viewport().update(self._layout.rect(row, column))
                self.viewport().update(self._layout.row_total(row))
                self.viewport().update(self._layout.column_total(column))
        body = self._layout.body
        self.viewport().update(QRect(body.right() + 1, body.bottom() + 1, self._layout.right, self._layout.bottom))
        self._tell_choice()

    def _paint_ahead(self) -> None:
        ratio = self.devicePixelRatioF()
        for counts in self._ahead[-PAINTED_AT_ONCE:]:
            self._cells.pixmap(counts, ratio)
        del self._ahead[-PAINTED_AT_ONCE:]
        if not self._ahead:
            self._idle.stop()

    def _lay(self) -> None:
        width, height = self.viewport().width(), self.viewport().height()
        rows, columns = len(self.model.topics), len(self.model.actors)
        text, small = QFontMetrics(QApplication.font()), QFontMetrics(theme.small_font())
        right = up_to_grid(max(48, text.horizontalAdvance(str(self.model.matrix.total.total)) + 24))
        left = up_to_grid(min(max(width * 0.26, 200), 400))
        least = max(up_to_grid(small.horizontalAdvance("Nicaragua m")), self._widest + 8)
        pitch = (width - left - right) // columns // 8 * 8 if columns else least
        self._layout = GridLayout(
            rows,
            columns,
            width,
            height,
            left,
            up_to_grid(2 * small.height() + 12),
            right,
            up_to_grid(text.height() + 12),
            max(least, min(pitch, WIDEST_COLUMN)),
            up_to_grid(max(text.height() + small.height() + 4, self._cells.height + 6)),
        )
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, self._layout.most_x)
        down.setRange(0, self._layout.most_y)
        across.setPageStep(max(1, self._layout.body.width()))
        down.setPageStep(max(1, self._layout.body.height()))
        across.setSingleStep(self._layout.pitch // 2)
        down.setSingleStep(self._layout.row)
        self._scrolled()

    def _scrolled(self) -> None:
        # by whole device pixels where a screen has fractions of them, so that cells stay crisp
        step = 1 if self.devicePixelRatioF().is_integer() else 4
        x = self.horizontalScrollBar().value() // step * step
        y = self.verticalScrollBar().value() // step * step
        self._layout = replace(self._layout, x=x, y=y)

    def _show(self, place: Place) -> None:
        row, column = place
        body, rect = self._layout.body, self._layout.rect(row, column)
        for bar, shown, low, high, first, last in (
            (self.horizontalScrollBar(), column != HEAD, rect.left(), rect.right(), body.left(), body.right()),
            (self.verticalScrollBar(), row != HEAD, rect.top(), rect.bottom(), body.top(), body.bottom()),
        ):
            if shown and low < first:
                bar.setValue(bar.value() + low - first)
            elif shown and high > last:
                bar.setValue(bar.value() + high - last)

    def _tell_choice(self) -> None:
        """Say the choice to those who hear the window."""
        place = self._place_of(self.topic_id, self.actor_id)
        if place is None:
            self.setAccessibleDescription("")
            return
        names = [self.model.actors[place[1]].name] if place[1] != HEAD else []
        names += [self.model.topics[place[0]].name] if place[0] != HEAD else []
        told = counts_text(self.model.counts(self.topic_id, self.actor_id))
        self.setAccessibleDescription(f"{' · '.join(names)}: {told}")
