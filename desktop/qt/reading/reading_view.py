"""The text of one document: reading type, highlights, folded furniture, choosing claims, selecting words."""

from bisect import bisect_left
from collections.abc import Callable
from itertools import islice

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimerEvent, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextLayout,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.core.direction import reads_leftward
from desktop.core.spans import Span
from desktop.qt import theme
from desktop.qt.parts.claim_text import claim_tip
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.highlights import ClaimColors, paint_claims
from desktop.qt.reading.margin import Margin
from desktop.qt.reading.overlays import ClaimHandles, Furniture
from desktop.qt.reading.placed import PlacedBlock
from desktop.qt.reading.spoken import SpokenClaims
from desktop.qt.reading.text_view import SIDE, TextView

# characters in a line of text at most; 60 to 75 read best
COLUMN = 70
# and at least
LEAST_COLUMN = 45
# the lanes; and beside them the speakers' names and times, where there are any
LANES_WIDTH, SPEAKERS_WIDTH = 46, 58
MARGIN_RIGHT = 18
# as often as they come in a text
_LETTERS = "eeeeettttaaaooooiiiinnnnssshhhrrrddlluccmmffwwgyypbvk" + 9 * " "
# what paints over the visible blocks
Layer = Callable[[QPainter, list[PlacedBlock]], None]


class ReadingView(TextView):
    """Show one document, which never changes here: a user selects, an action tags."""

    # steps up or down
    zoom_wanted = Signal(int)

    def __init__(self, model: PaneDocument, colors: ClaimColors, points: float, parent: QWidget | None = None) -> None:
        super().__init__(model, colors, points, parent)
        self.found: list[tuple[int, int]] = []
        # the topmost last
        self.layers: list[Layer] = []
        self._handles = ClaimHandles(self)
        self.spoken = SpokenClaims(self)
        self.margin = Margin(self)
        self.furniture = Furniture(self)
        self.updateRequest.connect(self._on_update)
        model.marks_changed.connect(self._on_marks_changed)
        model.structure_grown.connect(self._on_structure)
        self.laid.connect(self._on_laid)
        self.load()

    # text and layout

    def load(self) -> None:
        """Lay the document's text out anew; in a text that is the same one stays where one was."""
        kept: tuple[int, int] | None = None
        if self.laid_out == self.model.text:
            cursor, top = self.textCursor(), self.top()
            kept = (cursor.anchor(), cursor.position())
        self._coming = None
        self.lay_out()
        self.margin.at_right = reads_leftward(self.model.text, self.model.document.facts.language)
        self.layout_of_text.leftward = self.margin.at_right
        self.found = []
        self.restyle()
        self._embolden(0)
        self.furniture.load()
        self._set_margins()
        if kept is not None:
            self.select(*kept)
            self.scroll_to(top)

    def restyle(self) -> None:
        """Take over the colours of the scheme in force."""
        palette = QPalette(self.palette())
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            palette.setColor(group, QPalette.ColorRole.Base, theme.color("page"))
            palette.setColor(group, QPalette.ColorRole.Text, theme.color("ink"))
            palette.setColor(group, QPalette.ColorRole.Highlight, theme.color("selection"))
            palette.setColor(group, QPalette.ColorRole.HighlightedText, theme.color("ink"))
        self.setPalette(palette)
        self.viewport().setPalette(palette)
        self.viewport().update()
        self.margin.update()

    def set_points(self, points: float) -> None:
        """Set the size of the type, and stay at the same place in the text."""
        top = self.top()
        self._points = points
        self.document().setDefaultFont(self.font_of_text())
        self._embolden(0)
        self._set_margins()
        # lines may stand at other heights in the same font
        self.relayout()
        self.scroll_to(top)

    def _embolden(self, begin: int) -> None:
        """Write the headings bold that are laid out behind a UTF-16 position."""
        stop = self.document().characterCount()
        bold = QTextLayout.FormatRange()
        font = self.font_of_text()
        font.setBold(True)
        bold.format.setFont(font)
        headings = self.model.headings
        for start, end in islice(headings, bisect_left(headings, begin, key=lambda one: one[1]), None):
            if start >= stop:
                break
            block = self.document().findBlock(start)
            while block.isValid() and block.position() < end:
                bold.start, bold.length = 0, block.length()
                block.layout().setFormats([bold])
                block = block.next()

    def _on_laid(self, begin: int, _end: int) -> None:
        # a heading or a stretch that this piece goes on with, too
        self._embolden(begin)
        self.furniture.load_more()
        if self._coming is not None and self.is_laid_to(self._coming) and not self.layout_of_text.waits:
            self.scroll_to(self._coming)

    def _on_structure(self, begin: int) -> None:
        if self.laid_out != self.model.text:
            # laid out anew next, with all that is known
            return
        self._embolden(begin)
        self.furniture.load_more()
        if self._has_speakers() != self._had_speakers:
            self._set_margins()
        if begin <= self._seen_to():
            self.margin.update()

    def _seen_to(self) -> int:
        """Return where the last visible block ends, in UTF-16 units."""
        placed = self.placed()
        return placed[-1].block.position() + placed[-1].block.length() if placed else 0

    def relayout(self) -> None:
        """Place the blocks anew, and what stands beside them."""
        super().relayout()
        self.margin.update()

    def least_width(self) -> int:
        """Return the width in which a line holds about `LEAST_COLUMN` letters."""
        # a letter of a text is narrower than the mean of all that a font has
        column = QFontMetricsF(self.font_of_text()).horizontalAdvance(_LETTERS) / len(_LETTERS) * LEAST_COLUMN
        return round(column + 2 * SIDE) + self._beside()

    def _has_speakers(self) -> bool:
        return bool(self.model.turns or self.model.times)

    def _beside(self) -> int:
        lanes = LANES_WIDTH + (SPEAKERS_WIDTH if self._has_speakers() else 0)
        return lanes + MARGIN_RIGHT + self.verticalScrollBar().sizeHint().width()

    def _set_margins(self) -> None:
        column = QFontMetricsF(self.font_of_text()).averageCharWidth() * COLUMN
        self._had_speakers = self._has_speakers()
        least = LANES_WIDTH + (SPEAKERS_WIDTH if self._had_speakers else 0)
        spare = max(0.0, self.width() - self._beside() - column)
        left = least + int(spare / 2)
        other, height = MARGIN_RIGHT + int(spare / 2), self.height() - 14
        if self.margin.at_right:
            self.setViewportMargins(other, 14, left, 0)
            bar = self.verticalScrollBar().sizeHint().width()
            self.margin.setGeometry(QRect(self.width() - bar - left, 14, left, height))
        else:
            self.setViewportMargins(left, 14, other, 0)
            self.margin.setGeometry(QRect(0, 14, left, height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column's width and the place in the text."""
        # a text that nobody has scrolled stays at its beginning, and no line need be laid out to tell which one that is
        top = self.top() if self.verticalScrollBar().value() else 0
        # first: of a viewport that is not seen yet no event tells that the margins made it narrower
        self._set_margins()
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and not self.layout_of_text.waits:
            self.scroll_to(top)

    def scroll_to(self, position: int, share: float = 0.0) -> None:
        """Scroll so that a UTF-16 position stands at *share* of the viewport's height (0 top, 1 bottom)."""
        self._coming = None
        self.settle()
        self.lay_to(position)
        block = self.document().findBlock(position)
        self.furniture.reveal(block.blockNumber())
        # which of its lines it is, only its layout tells
        self.layout_of_text.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position()) if block.layout().lineCount() else None
        number = block.firstLineNumber() + (line.lineNumber() if line is not None and line.isValid() else 0)
        pitch = QFontMetricsF(self.font_of_text()).height() * theme.type_choice().leading
        self.verticalScrollBar().setValue(max(0, number - int(share * self.viewport().height() / pitch)))

    def scroll_when_laid(self, position: int) -> None:
        """Let a UTF-16 position stand on top, once the text is laid out so far; nobody waits for that."""
        if self.is_laid_to(position) and not self.layout_of_text.waits:
            self.scroll_to(position)
        else:
            self._coming = position

    def settle(self) -> None:
        """Lay out what is in view, at the place where one wants to be."""
        was_waiting = self.layout_of_text.waits
        super().settle()
        if was_waiting and self._coming is not None and self.is_laid_to(self._coming):
            self.scroll_to(self._coming)

    def show_claim(self, claim_id: int) -> None:
        """Give a claim the outline and bring it into view, a third from the top unless it is well in view."""
        self.chosen = claim_id
        start, end = self.model.marks.span(claim_id)
        self.lay_to(end)
        placed = [rect for one in self.placed() for rect in one.rects(start, end)]
        well = placed and placed[0].top() > 10 and placed[-1].bottom() < self.viewport().height() - 10
        if not well:
            self.scroll_to(start, 0.3)
        cursor = self.textCursor()
        cursor.setPosition(start)
        self.setTextCursor(cursor)
        if not well:
            self.scroll_to(start, 0.3)
        self.viewport().update()
        self.margin.update()

    def choose(self, claim_id: int | None) -> None:
        """Give a claim the outline without moving the text."""
        if claim_id != self.chosen:
            self.chosen = claim_id
            self.viewport().update()
            self.margin.update()

    def set_found(self, found: list[tuple[int, int]]) -> None:
        """Mark the matches of a search, UTF-16 ranges in order."""
        self.found = found
        self.viewport().update()

    def closed(self, within: Span) -> list[Span]:
        """Return what is no part of a sentence in a stretch: the labels of speakers, and what is folded."""
        units = self.model.from_span(within.start, within.end)
        return [*super().closed(within), *(self.model.to_span(*one) for one in self.furniture.folded(*units))]

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the claims, then the text over them, then the veil over the furniture."""
        placed = self.placed()
        painter = QPainter(self.viewport())
        painter.setClipRect(event.rect())
        # not left to the palette: a style sheet that is set anew does not reach the viewport of a widget that stands
        painter.fillRect(event.rect(), theme.color("page"))
        paint_claims(painter, self.model, self.colors, placed, self.chosen)
        if self.found and placed:
            self._paint_found(painter, placed)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setClipRect(event.rect())
        self.furniture.paint(painter, placed)
        self._handles.paint(painter, placed)
        for layer in self.layers:
            layer(painter, placed)
        painter.end()

    def _paint_found(self, painter: QPainter, placed: list[PlacedBlock]) -> None:
        first, last = placed[0].block, placed[-1].block
        stop = last.position() + last.length()
        painter.setPen(theme.color("accent"))
        for start, end in self.found:
            if start < stop and end > first.position():
                for one in placed:
                    for rect in one.rects(start, end):
                        painter.fillRect(rect, theme.color("accent_ground"))
                        painter.drawRect(rect)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection, or unfold furniture."""
        point = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and (
            self._handles.press(point) or self.furniture.toggle_at(point)
        ):
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a handle, or select."""
        if not self._handles.move(event.position().toPoint()):
            super().mouseMoveEvent(event)

    def timerEvent(self, event: QTimerEvent) -> None:
        """Scroll along with the mouse while it is pressed.

        Words that are dragged out of the text take its release with them: Qt would drag them again and again.
        """
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            super().timerEvent(event)
        else:
            self.killTimer(event.timerId())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a selection at word borders; a mere click chooses a claim, a second one the claim under it."""
        if self._handles.release():
            return
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        span = self.selected_span()
        if span is not None:
            self.select(*self.model.from_span(span.start, span.end))
            return
        position = self.position_at(event.position().toPoint())
        here = self.claims_at(position) if position is not None else []
        following = (here.index(self.chosen) + 1) % len(here) if self.chosen in here else 0
        # a click beside all claims chooses none
        self.claim_clicked.emit(here[following] if here else 0)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the pane, which knows the actions."""
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wanted.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by a page with Space where no word is typed; all else is Qt's own."""
        if event.key() == Qt.Key.Key_Space:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            step = self.verticalScrollBar().pageStep() - 1
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + (-step if back else step))
            return
        super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the claims under the mouse at hover."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            position = self.position_at(event.pos())
            here = self.claims_at(position) if position is not None else []
            if here:
                QToolTip.showText(event.globalPos(), claim_tip(self.model.session, here), self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def _on_update(self, rect: QRect, dy: int) -> None:
        if dy:
            self.margin.scroll(0, dy)
        self.margin.update(0, rect.y(), self.margin.width(), rect.height())
        if dy:
            # what scrolled in may carry outlines and grounds that reach over the exposed strip
            self.viewport().update()

    def _on_marks_changed(self, claim_ids: list[int]) -> None:
        if self.chosen in claim_ids and self.chosen not in self.model.marks:
            self.chosen = None
        self.viewport().update()
        self.margin.update()


def visible_rect(view: ReadingView, start: int, end: int) -> QRectF:
    """Return the rectangle that the visible part of the UTF-16 range covers, in viewport pixels; empty when none."""
    # of a paragraph that begins above the window all lines are placed
    rect, seen = QRectF(), QRectF(view.viewport().rect())
    for one in view.placed():
        for part in one.rects(start, end):
            rect = rect.united(part.intersected(seen))
    return rect
