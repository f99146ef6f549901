"""The text of a document as lines on the screen: where they stand, and what of them is selected.

Wide lines, and blank lines that are a gap rather than a line, on a text widget that lays out only what is seen.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QTextBlock, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit, QWidget

from desktop.analysis.selecting import Unit, extend, next_sentence
from desktop.core.direction import turns
from desktop.core.showing import Showing
from desktop.core.spans import Span, display_text
from desktop.core.structure.units import snap_to_words
from desktop.qt import theme
from desktop.qt.background import later
from desktop.qt.parts.citations import Cited
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.highlights import ClaimColors
from desktop.qt.reading.placed import PlacedBlock
from desktop.qt.scripts import has_endless_word, sided_option

SIDE = 6
# pixels: what is no farther apart stands in one place
_APART = 0.05
BLANK = 0.55
# letters and lines of a text that are laid out before it is shown; what comes behind them, between events
AT_ONCE, LINES_AT_ONCE = 200_000, 4_000


class ReadingLayout(QPlainTextDocumentLayout):
    """Spread the lines that `QPlainTextDocumentLayout` lays out.

    Qt lays out only the blocks that it is asked for and puts their lines at multiples of the font's height. The lines
    are moved apart when a block is asked for and they are not where they belong: Qt has laid it out anew.

    Attributes:
        collapsed: block numbers that are shown as one line, whatever their text (the head of folded furniture).
        leftward: whether the text's readers begin at the right, on its blank lines too.
        waits: whether the width is not known yet: each paragraph is taken for one line, and none is laid out.
    """

    def __init__(self, document: QTextDocument, room: Callable[[], float]) -> None:
        """Lay out in so much *room* between the margins."""
        super().__init__(document)
        self._room = room
        self.waits = True
        self._waiting = QFontMetricsF(document.defaultFont()).height()
        self.collapsed: set[int] = set()
        self.leftward = False
        # by the numbers of the blocks that were seen; the text stays as it is
        self._turns: dict[int, bool] = {}

    def turns(self, block: QTextBlock) -> bool:
        """Tell whether any words of a block run from right to left."""
        number = block.blockNumber()
        found = self._turns.get(number)
        if found is None:
            found = self._turns[number] = turns(block.text())
        return found

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Return the block's rectangle, its lines spread; empty for a hidden block."""
        # Qt asks behind the last block too, where that is hidden
        if not block.isValid() or not block.isVisible():
            return QRectF()
        if self.waits:
            return QRectF(0, 0, 0, self._waiting)
        layout = block.layout()
        if not layout.lineCount() and has_endless_word(block.text()):
            self._break_anywhere(block)
        rect = super().blockBoundingRect(block)
        lines = layout.lineCount()
        if not lines:
            return rect
        first = layout.lineAt(0)
        height = first.height()
        pitch = height * theme.type_choice().leading
        if block.length() <= 1:
            if self.leftward and layout.textOption().textDirection() != Qt.LayoutDirection.RightToLeft:
                layout.setTextOption(sided_option(leftward=True))
            return QRectF(0, 0, rect.width(), height * BLANK)
        top = (pitch - height) / 2
        # the lines of a collapsed block lie on one another, under the veil that says what is folded
        step = 0.0 if block.blockNumber() in self.collapsed else pitch
        # Qt keeps places in parts of a pixel: what was put there once need not be put there at each look
        last = layout.lineAt(lines - 1).y()
        if abs(first.y() - top) > _APART or abs(last - top - (lines - 1) * step) > _APART:
            for number in range(lines):
                line = layout.lineAt(number)
                line.setPosition(QPointF(line.x(), top + number * step))
            self._align(block)
        elif abs(top) <= _APART:
            # lines as close as the font has them stand where they belong at once
            self._align(block)
        return QRectF(0, 0, rect.width(), pitch if step == 0.0 else lines * pitch)

    def _break_anywhere(self, block: QTextBlock) -> None:
        """Lay out a paragraph that holds a word of many lines, each of which ends behind any letter."""
        layout, count, room, top = block.layout(), self.document().lineCount(), self._room(), 0.0
        option = self.document().defaultTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLeadingIncluded(True)
            line.setLineWidth(room)
            line.setPosition(QPointF(self.document().documentMargin(), top))
            top += line.height()
        layout.endLayout()
        block.setLineCount(layout.lineCount())
        if self.document().lineCount() != count:
            self.documentSizeChanged.emit(self.documentSize())

    def _align(self, block: QTextBlock) -> None:
        """Let the lines of a paragraph begin where its readers do: Qt aligns none by its direction here."""
        if self.turns(block) and block.textDirection() == Qt.LayoutDirection.RightToLeft:
            option = block.layout().textOption()
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
            block.layout().setTextOption(option)


class TextView(QPlainTextEdit):
    """Lay out a text; what stands in it, over it and beside it asks here for its places.

    Attributes:
        chosen: id of the claim with the outline, or None.
        laid_out: the text that is laid out, or is being laid out; None before there is one.
        is_laid: whether all of it is.

    Signals:
        laid(int, int): the text is laid out between these UTF-16 positions, too.
        claim_clicked(int): the user chose a claim in the text or beside it; 0 for none.
        span_wanted(int, Span): a handle of the chosen claim was dragged: it should cover this span of code points.
    """

    laid = Signal(int, int)
    claim_clicked = Signal(int)
    span_wanted = Signal(int, object)

    def __init__(self, model: PaneDocument, colors: ClaimColors, points: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.colors = colors
        self.chosen: int | None = None
        self._points = points
        self._top = 0
        # where one wants to be as soon as the text is laid out so far
        self._coming: int | None = None
        self.laid_out: str | None = None
        self.is_laid = True
        # what is still to be laid out
        self._showing = Showing("")
        self._pieces = self._showing.pieces()
        self._more = later(self, 0, self._lay_more)
        # before it is painted, so that the bar beside it is right at once
        self._settles = later(self, 0, self._rest)
        self._placed: list[PlacedBlock] = []
        self._placed_key: tuple[float, ...] = ()
        # grows with every folding: the blocks have moved
        self._version = 0
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # a text that fits only as long as there is no bar would show and hide it for ever
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))
        self.setCursorWidth(2)

    def lay_out(self) -> None:
        """Lay the document's text out, as it is now: the first screens of it at once, and the rest between events."""
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        # room for the outline and the handles of a claim that begins a line
        document.setDocumentMargin(SIDE)
        document.setDefaultFont(self.font_of_text())
        self.layout_of_text = ReadingLayout(document, lambda: self.viewport().width() - 2 * SIDE)
        document.setDocumentLayout(self.layout_of_text)
        self._showing = Showing(self.model.text, self.model.line_ends)
        self._pieces, self.is_laid = self._showing.pieces(), False
        self.laid_out = self.model.text
        while self._lay_piece(document) and (
            document.characterCount() < AT_ONCE and document.blockCount() < LINES_AT_ONCE
        ):
            pass
        self.setDocument(document)
        self._placed_key = ()
        self._settles.start()
        if not self.is_laid:
            self._more.start()

    def settle(self) -> None:
        """Lay out what is in view: the view has its width now. Whoever asks where something stands comes here first.

        A pane is narrower and wider on its way to its place, and would be laid out for each of that.
        """
        if self.layout_of_text.waits:
            self.layout_of_text.waits = False
            self.layout_of_text.documentSizeChanged.emit(self.layout_of_text.documentSize())

    def _rest(self) -> None:
        # on a page that nobody sees it may get another width
        if self.isVisible():
            self.settle()

    @property
    def not_shown(self) -> str:
        """What of the text is not shown, in a sentence or two; known once all is laid out."""
        return self._showing.told

    def lay_to(self, position: int) -> None:
        """Let the text be laid out up to a UTF-16 position now, if it is not yet."""
        while not self.is_laid_to(position):
            self._lay_next()

    def is_laid_to(self, position: int) -> bool:
        """Tell whether the text is laid out up to a UTF-16 position."""
        return self.is_laid or position < self.document().characterCount()

    def _lay_more(self) -> None:
        self._lay_next()
        if not self.is_laid:
            self._more.start()

    def _lay_next(self) -> None:
        document = self.document()
        begin = document.characterCount() - 1
        self._lay_piece(document)
        self.laid.emit(begin, document.characterCount() - 1)

    def _lay_piece(self, document: QTextDocument) -> bool:
        """Lay out the next piece of the text; tell whether there was one."""
        piece = next(self._pieces, None)
        if piece is None:
            self.is_laid = True
            return False
        cursor = QTextCursor(document)
        cursor.setPosition(document.characterCount() - 1)
        cursor.beginEditBlock()
        cursor.insertText(display_text(piece.text))
        for start, _stop in piece.hidden:
            block = document.findBlock(self.model.from_span(start, start)[0] + 1)
            block.setVisible(False)
            # a hidden block counts no lines, or the scroll bar would leave room for it
            block.setLineCount(0)
        cursor.endEditBlock()
        return True

    def relayout(self) -> None:
        """Place the blocks anew after some were folded or unfolded."""
        self._version += 1
        self.layout_of_text.requestUpdate()
        self.layout_of_text.documentSizeChanged.emit(self.layout_of_text.documentSize())
        self.viewport().update()

    def font_of_text(self) -> QFont:
        """Return the reading type in its size."""
        font = theme.reading_font(language=self.model.document.facts.language)
        # of its own size, whatever that of the interface is
        font.setPointSizeF(self._points)
        return font

    def placed(self) -> list[PlacedBlock]:
        """Return the visible blocks with their places in the viewport."""
        self.settle()
        block = self.firstVisibleBlock()
        offset = self.contentOffset()
        bottom = self.viewport().height()
        # the view and its margin ask for the same in every frame
        key = (block.blockNumber(), offset.y(), self.viewport().width(), bottom, self._points, self._version)
        # a pane that was narrower for a moment has the same key and lines that are gone
        if key != self._placed_key or not all(one.block.layout().lineCount() for one in self._placed):
            self._placed_key, self._placed = key, self._place(block, offset, bottom)
        return self._placed

    def _place(self, block: QTextBlock, offset: QPointF, bottom: int) -> list[PlacedBlock]:
        found = []
        top = self.blockBoundingGeometry(block).translated(offset).top()
        while block.isValid() and top <= bottom:
            if block.isVisible():
                rect = self.blockBoundingRect(block)
                rect.moveTo(offset.x(), top)
                found.append(PlacedBlock(block, rect, self.layout_of_text.turns(block)))
                top += rect.height()
            block = block.next()
        return found

    def selected_span(self) -> Span | None:
        """Return the selection in code points, snapped to words; None when nothing is selected."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        span = snap_to_words(self.model.text, self.model.to_span(cursor.selectionStart(), cursor.selectionEnd()))
        return span if len(span) else None

    def cited(self) -> list[Cited]:
        """Return the selection, exactly as the text is stored, with who speaks the turn in which it begins."""
        cursor = self.textCursor()
        span = self.model.to_span(cursor.selectionStart(), cursor.selectionEnd())
        if not len(span):
            return []
        turn = self.model.turn_at(cursor.selectionStart())
        actors = (turn.actor_id,) if turn is not None and turn.actor_id is not None else ()
        return [Cited(self.model.document_id, span, self.model.text[span.start : span.end], actors)]

    def copy(self) -> None:
        """Copy the selection, exactly as the text is stored."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            span = self.model.to_span(cursor.selectionStart(), cursor.selectionEnd())
            QGuiApplication.clipboard().setText(self.model.text[span.start : span.end])

    def top(self) -> int:
        """Return the UTF-16 position that stands on top; the same one as long as its line is the topmost."""
        if self.layout_of_text.waits:
            return self._coming or 0
        at = self.cursorForPosition(QPoint(0, 2)).position()
        block = self.document().findBlock(at)
        if self.is_leftward(at):
            at = self.cursorForPosition(QPoint(self.viewport().width() - 1, 2)).position()
            block = self.document().findBlock(at)
        line = block.layout().lineForTextPosition(at - block.position())
        first = block.position() + line.textStart() if line.isValid() else at
        if not first <= self._top < first + (line.textLength() if line.isValid() else 1):
            self._top = at
        return self._top

    def is_leftward(self, position: int) -> bool:
        """Tell whether the paragraph at a UTF-16 position runs from right to left."""
        self.lay_to(position)
        return self.document().findBlock(position).textDirection() == Qt.LayoutDirection.RightToLeft

    def select(self, start: int, end: int) -> None:
        """Select the UTF-16 range ``[start, end)``."""
        self.settle()
        self.lay_to(max(start, end))
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def extend_selection(self, unit: Unit, way: int) -> None:
        """Make the selection larger (1) or smaller (-1) by a unit; without one, begin at the cursor."""
        cursor = self.textCursor()
        if not cursor.hasSelection() and not self.viewport().rect().intersects(self.cursorRect()):
            # a cursor out of sight would select what nobody sees
            cursor.setPosition(self.firstVisibleBlock().position())
        span = self.model.to_span(cursor.selectionStart(), cursor.selectionEnd())
        span = extend(self.model.text, span, unit, way, self.closed if unit != "word" else ())
        self.select(*self.model.from_span(span.start, span.end))

    def closed(self, within: Span) -> list[Span]:
        """Return what is no part of a sentence in a stretch: the labels of speakers; in code points."""
        return self.model.labels(within)

    def go_behind(self, position: int) -> None:
        """Put the cursor where the next sentence begins after a position in code points, or there at the end."""
        following = next_sentence(self.model.text, position, self.closed)
        at = self.model.from_span(position if following is None else following, len(self.model.text))[0]
        self.select(at, at)

    def position_at(self, point: QPoint) -> int | None:
        """Return the UTF-16 position under a point of the viewport; None where no text is."""
        for one in self.placed():
            if one.rect.top() <= point.y() < one.rect.bottom():
                layout = one.block.layout()
                for number in range(layout.lineCount()):
                    line = layout.lineAt(number)
                    top = one.rect.top() + line.y() - 4
                    pitch = line.height() * theme.type_choice().leading
                    beyond = SIDE if one.turns else 2
                    written = line.naturalTextRect().translated(one.rect.left(), 0).adjusted(-SIDE, 0, beyond, 0)
                    if top <= point.y() < top + pitch and written.left() <= point.x() <= written.right():
                        return one.block.position() + int(
                            line.xToCursor(point.x() - one.rect.left(), line.CursorPosition.CursorOnCharacter)
                        )
        return None

    def claims_at(self, position: int) -> list[int]:
        """Return the claims over a UTF-16 position, the shortest first."""
        found = self.model.marks.at(position)
        return sorted(
            found, key=lambda claim_id: self.model.marks.span(claim_id)[1] - self.model.marks.span(claim_id)[0]
        )
