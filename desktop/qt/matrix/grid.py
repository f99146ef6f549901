"""The matrix as a table that is painted by hand: frozen heads and totals, thousands of cells, one choice."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
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

from desktop.analysis.comparison.outline import LineKey
from desktop.core.language import N_, _
from desktop.core.text import escape
from desktop.qt import theme
from desktop.qt.clipboard import copy_table
from desktop.qt.matrix.grid_paint import HEAD, INDENT, STEP, GridLayout, GridPainter, Position
from desktop.qt.matrix.model import Head, MatrixModel
from desktop.qt.matrix.spoken_grid import SpokenGrid
from desktop.qt.parts.stance_cells import (
    CACHE_LIMIT,
    CONTRADICTORY,
    CellPainter,
    cell_text,
    counts_text,
    parts,
    up_to_grid,
)
from desktop.qt.parts.text_cells import CellText, Content

WIDEST_COLUMN = 136
BOTH_SIDES = N_("both sides")
PAINTED_AT_ONCE = 12
_RESTYLED = (
    QEvent.Type.FontChange,
    QEvent.Type.ApplicationFontChange,
    QEvent.Type.PaletteChange,
    QEvent.Type.StyleChange,
)


class MatrixGrid(QAbstractScrollArea):
    """Show a `MatrixModel` and choose a cell, a row or a column in it.

    What is chosen is kept by keys, so that it stays chosen when rows and columns come and go. A delegate for each cell
    takes too long for this many, so all is painted here.

    Attributes:
        row_id, column_id: the choice; a whole row has no column, a whole column no row, and without a choice both are
            None.
        both: what a cell with claims in favor and against is called.
        compact: whether as many columns and rows as can be read stand in the window; `set_compact` sets it.
        pins: what is marked with a letter.

    Signals:
        chosen(row_id, column_id): the user, or `choose`, chose anew.
        fold_wanted(is_row, line_id): the user wants to open or close a group.
        evidence_wanted(): Enter or Space: the user wants to go on in the list of claims.
        menu_wanted(QPoint): the user asks for the context menu of the choice, at a global point.
    """

    chosen = Signal(object, object)
    fold_wanted = Signal(bool, object)
    evidence_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.row_id: LineKey | None = None
        self.column_id: LineKey | None = None
        self._cells = CellPainter()
        self._painter = GridPainter(model, self._cells)
        self._layout = GridLayout()
        # how wide the widest content is, and how many stances stand in one cell at most
        self._widest, self._stacked = 0, 1
        self._last: Position = (0, 0)
        self.both = CONTRADICTORY
        self.compact = False
        self.pins: dict[tuple[LineKey | None, LineKey | None], str] = {}
        # an idle moment paints what scrolling will bring: a page of new contents takes 50 ms
        self._ahead: list[Content] = []
        # made when somebody hears the window
        self._spoken: SpokenGrid | None = None
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._paint_ahead)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # every pixel is painted in paintEvent
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        model.reset.connect(self._on_reset)
        model.cells_changed.connect(self._on_cells_changed)
        self._on_reset()

    # what is where

    def rect_of(self, row_id: LineKey | None, column_id: LineKey | None) -> QRect:
        """Return the rectangle of a cell or (with one None) of a head, in the viewport's pixels; empty when hidden."""
        place = self._place_of(row_id, column_id)
        return QRect() if place is None else self._layout.rect(*place)

    def choose(self, row_id: LineKey | None, column_id: LineKey | None) -> None:
        """Choose a cell, a row (*column_id* is None) or a column (*row_id* is None), and bring it into sight."""
        before = (self.row_id, self.column_id)
        self.row_id, self.column_id = row_id, column_id
        place = self._place_of(row_id, column_id)
        if place is not None:
            self._last = place
            self._show(place)
        self._tell_choice()
        self.viewport().update()
        if before != (row_id, column_id):
            self.chosen.emit(row_id, column_id)

    def set_compact(self, compact: bool) -> None:
        """Show narrow columns with upright names and low rows, or the usual ones."""
        if compact != self.compact:
            self.compact = compact
            self._on_reset()

    def set_pins(self, pins: dict[tuple[LineKey | None, LineKey | None], str]) -> None:
        """Mark cells, rows or columns, by the ids of their lines, with a letter each."""
        self.pins = pins
        self.viewport().update()

    def copy(self) -> int:
        """Copy the table, as it is shown and with its sums, and return the number of its rows."""
        model = self.model
        columns = range(len(model.columns))
        heads = ["", *(model.head(False, column).name for column in columns), f"Σ {model.summed}"]
        rows = [
            [
                model.head(True, row).name,
                *(cell_text(model.content(row, column)) for column in columns),
                str(model.counts(model.rows[row], None).total),
            ]
            for row in range(len(model.rows))
        ]
        sums = [str(model.counts(None, model.columns[column]).total) for column in columns]
        return copy_table(heads, [*rows, [heads[-1], *sums, str(model.counts(None, None).total)]]) - 1

    def tip(self, place: Position) -> str:
        """Return the tool tip of a place as rich text."""
        row = self.model.head(True, place[0]) if place[0] != HEAD else None
        column = self.model.head(False, place[1]) if place[1] != HEAD else None
        lines = [" · ".join(f"<b>{escape(one.name)}</b>" for one in (column, row) if one is not None)]
        about = (
            row.about if row is not None and row.about else column.about if column is not None and row is None else ""
        )
        if about:
            lines.append(escape(about))
        lines.append(counts_text(self.model.counts(*self._ids(place)), self._both(place)))
        if HEAD not in place:
            content = self.model.content(*place)
            if isinstance(content, CellText) and content.told:
                lines.extend(escape(line) for line in content.told)
        return "<br>".join(lines)

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight of the region that needs it."""
        chosen = self._place_of(self.row_id, self.column_id)
        pins = {place: letter for ids, letter in self.pins.items() if (place := self._place_of(*ids)) is not None}
        self._painter.paint(self.viewport(), self._layout, event.rect(), chosen, self.hasFocus(), pins)

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
        is_chosen = self.row_id is not None or self.column_id is not None
        if by_key and not is_chosen and self.model.rows and self.model.columns:
            self._go((0, 0))
        else:
            self._speak()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the choice as it looks without focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked."""
        point = event.position().toPoint()
        place = self._layout.at(point)
        if event.button() != Qt.MouseButton.LeftButton or place is None:
            return
        if HEAD in place:
            head = self._head_at(place, is_row=place[1] == HEAD)
            # on its triangle
            left = INDENT + (head.depth - 1) * STEP if place[1] == HEAD else self._layout.rect(*place).left()
            if head.is_open is not None and left <= point.x() < left + STEP:
                self._fold(place)
                return
        self._go(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go on in the list of claims."""
        place = self._layout.at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.evidence_wanted.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Choose what is below the mouse, and ask for the menu; by the keyboard, for what is chosen."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.rect_of(self.row_id, self.column_id)
            point = self.viewport().mapToGlobal(rect.center())
        else:
            place = self._layout.at(event.pos())
            if place is None:
                return
            self._go(place)
            point = event.globalPos()
        self.menu_wanted.emit(point)

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
        rows, columns = len(self.model.rows), len(self.model.columns)
        if not rows or not columns:
            super().keyPressEvent(event)
            return
        row, column = self._place_of(self.row_id, self.column_id) or self._last
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
            place = (max(HEAD, min(moves[key][0], rows - 1)), max(HEAD, min(moves[key][1], columns - 1)))
            if place != (HEAD, HEAD):
                self._go(place)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.evidence_wanted.emit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self._fold((row, column), to=key == Qt.Key.Key_Plus)
        else:
            super().keyPressEvent(event)

    # the rest

    def _head_at(self, place: Position, *, is_row: bool) -> Head:
        return self.model.head(is_row, place[0] if is_row else place[1])

    def _fold(self, place: Position, to: bool | None = None) -> None:
        """Open or close the groups of a place, its row's before its column's; *to* says which of the two."""
        for is_row, line in zip((True, False), self._ids(place), strict=True):
            is_open = None if line is None else self._head_at(place, is_row=is_row).is_open
            if is_open is not None and is_open != to:
                self.fold_wanted.emit(is_row, line)
                return

    def _both(self, place: Position) -> str:
        """Return what claims on both sides are called there: a whole line holds several topics or actors."""
        return BOTH_SIDES if HEAD in place else self.both

    def _go(self, place: Position) -> None:
        self.choose(*self._ids(place))

    def _ids(self, place: Position) -> tuple[LineKey | None, LineKey | None]:
        row, column = place
        row_id = None if row == HEAD else self.model.rows[row]
        return row_id, None if column == HEAD else self.model.columns[column]

    def _place_of(self, row_id: LineKey | None, column_id: LineKey | None) -> Position | None:
        row = HEAD if row_id is None else self.model.row_of(row_id)
        column = HEAD if column_id is None else self.model.column_of(column_id)
        hidden = (row_id is not None and row == HEAD) or (column_id is not None and column == HEAD)
        return None if hidden or (row == HEAD and column == HEAD) else (row, column)

    def _on_reset(self) -> None:
        self._painter.forget()
        contents = set(self.model.contents.values())
        compact = self.compact and not self.model.wide
        self._stacked = max((1, *map(_stances, contents)))
        self._cells.set_room(self._stacked if compact else self.model.lines, wide=self.model.wide, compact=compact)
        self.setAccessibleName(self.model.about)
        self._widest = max(map(self._cells.width, contents), default=24 if compact else 56)
        self._ahead = list(contents)[: CACHE_LIMIT // 2]
        if self.isVisible():
            self._idle.start()
        if self._spoken is not None:
            self._spoken.renew(self.model.about)
        self._lay()
        self._tell_choice()
        self.viewport().update()

    def _on_cells_changed(self, cells: set[tuple[LineKey, LineKey]]) -> None:
        model, viewport = self.model, self.viewport()
        found = ((model.row_of(row), model.column_of(column)) for row, column in cells)
        places = [place for place in found if HEAD not in place]
        if self.compact and any(_stances(model.content(*place)) > self._stacked for place in places):
            self._on_reset()
            return
        widest = max((self._cells.width(model.content(*place)) for place in places), default=0)
        if widest > self._widest:
            self._widest = widest
            self._lay()
            viewport.update()
        layout, body = self._layout, self._layout.body
        for row, column in places:
            for rect in (layout.rect(row, column), layout.row_total(row), layout.column_total(column)):
                viewport.update(rect)
        viewport.update(QRect(body.right() + 1, body.bottom() + 1, layout.right, layout.bottom))
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
        rows, columns = len(self.model.rows), len(self.model.columns)
        text, small = QFontMetrics(QApplication.font()), QFontMetrics(theme.small_font())
        total, summed = str(self.model.counts(None, None).total), small.horizontalAdvance(self.model.summed)
        right = up_to_grid(max(48, text.horizontalAdvance(total) + 24, summed + 16))
        left = up_to_grid(min(max(width * 0.26, 200), 400))
        name = small.horizontalAdvance("Nicaragua m")
        least = max(up_to_grid(name), self._widest + 8)
        top, row, most = 2 * small.height() + 12, max(text.height() + small.height() + 4, self._cells.height + 6), 0
        compact = self.compact and not self.model.wide
        if compact:
            # names stand upright, and what a topic proposes is told by its tip
            left, least, most = up_to_grid(min(max(width * 0.18, 152), 280)), self._widest + 4, 56
            top, row = round(name * 1.3) + 24, max(text.height() + 4, self._cells.height + 4)
        step = 4 if compact else 8
        pitch = (width - left - right) // columns // step * step if columns else least
        self._layout = GridLayout(
            rows,
            columns,
            width,
            height,
            left,
            up_to_grid(top),
            right,
            up_to_grid(text.height() + 12),
            max(least, min(pitch, most or WIDEST_COLUMN)),
            up_to_grid(row, step),
            compact=compact,
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
        if self._spoken is not None:
            self._spoken.follow(self._layout)

    def _show(self, place: Position) -> None:
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
        place = self._place_of(self.row_id, self.column_id)
        self._speak()
        if place is None:
            self.setAccessibleDescription("")
            return
        names = [self.model.head(False, place[1]).name] if place[1] != HEAD else []
        names += [self.model.head(True, place[0]).name] if place[0] != HEAD else []
        counts = counts_text(self.model.counts(self.row_id, self.column_id), self._both(place))
        self.setAccessibleDescription(_("{names}: {counts}").format(names=" · ".join(names), counts=counts))

    def _speak(self) -> None:
        """Let a table follow for those who hear the window, if anybody does."""
        if self._spoken is None and QAccessible.isActive():
            self._spoken = SpokenGrid(self.model, self, self.viewport())
            self._spoken.renew(self.model.about)
            self._spoken.follow(self._layout)
        if self._spoken is not None:
            self._spoken.choose(self._place_of(self.row_id, self.column_id))


def _stances(content: Content) -> int:
    return 1 if isinstance(content, CellText) else len(parts(content))
