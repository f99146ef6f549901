"""A passage in its paragraphs, with words of it marked."""

import itertools

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop.core.spans import Span, display_text
from desktop.qt import theme
from desktop.qt.parts.elided import ElidedLabel
from desktop.qt.parts.layouts import ground, vbox

# characters shown before and after a passage at first
AROUND = 220


class PassagePane(QWidget):
    """Show a passage in its paragraphs.

    Attributes:
        title, source, place: what is shown, where it comes from, and where it stands there.
        is_cut: whether the document has more around the passage than is shown.

    Signals:
        laid_out(): the width is another one, so that lines stand elsewhere.
    """

    laid_out = Signal()

    def __init__(self) -> None:
        super().__init__()
        ground("pane", self)
        self.setMinimumWidth(150)
        self.title = ElidedLabel()
        self.title.setObjectName("paneTitle")
        # a line each, so that two panes side by side begin their texts at one height
        self.source, self.place = ElidedLabel(), ElidedLabel()
        for line in (self.source, self.place):
            line.setProperty("role", "dim")
        head = ground("paneHeader")
        vbox(self.title, self.source, self.place, on=head, margins=(28, 12, 16, 10), gap=3)
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QTextEdit.Shape.NoFrame)
        self.text.setUndoRedoEnabled(False)
        self.text.document().setDocumentMargin(0)
        self.text.viewport().setAutoFillBackground(False)
        self.text.setObjectName("passage")
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._passage_at = 0
        self.is_cut = False
        vbox(head, (self.text, 1), on=self, gap=0)
        self.text.viewport().installEventFilter(self)

    def show_head(self, title: str, source: str, place: str = "") -> None:
        """Tell what is shown, where it comes from, and where it stands there."""
        self.title.setText(title)
        self.source.setText(source)
        self.place.setText(place)
        self.text.setAccessibleName(title)

    def show_words(self, text: str) -> None:
        """Show a sentence in place of a passage."""
        cursor = self._begin()
        look = QTextCharFormat()
        look.setForeground(theme.color("dim"))
        look.setFont(theme.reading_font(12.5))
        look.setFontItalic(True)
        cursor.insertText(text, look)

    def show_passage(
        self, text: str, span: Span, speaker: str, marks: list[tuple[Span, QTextCharFormat]], limit: int = AROUND
    ) -> None:
        """Show a span of *text* with what surrounds it.

        Args:
            text: the whole document's.
            span: the passage, in code points.
            speaker: who says it, written above; may be empty.
            marks: how words of the passage look that differ, in order.
            limit: how many characters of its paragraphs to show before it, and after it.
        """
        cursor = self._begin()
        ink, dim = QTextCharFormat(), QTextCharFormat()
        for look, color in ((ink, "ink"), (dim, "dim")):
            look.setFont(theme.reading_font(13.0))
            look.setForeground(theme.color(color))
        around = surroundings(text, span, limit)
        self.is_cut = bool(text[: around.start].strip() or text[around.end :].strip())
        # many transcripts say it themselves
        if speaker and not text.startswith(speaker, around.start):
            name = QTextCharFormat()
            name.setFont(theme.small_font(bold=True))
            name.setForeground(theme.color("accent"))
            cursor.insertText(speaker.upper(), name)
            cursor.insertBlock()
        if around.start and text[around.start - 1] != "\n":
            cursor.insertText("… ", dim)
        # one piece at a time, so that no position of the text is needed in Qt's units
        spans = (around, span, *(one for one, _look in marks))
        borders = {edge for one in spans for edge in (one.start, one.end)}
        for start, end in itertools.pairwise(sorted(borders)):
            look = QTextCharFormat(ink if span.start <= start < span.end else dim)
            for one, own in marks:
                if one.start <= start < one.end:
                    look.merge(own)
            if start == span.start:
                self._passage_at = cursor.position()
            cursor.insertText(display_text(text[start:end]), look)
        if around.end < len(text) and text[around.end] != "\n":
            cursor.insertText(" …", dim)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Tell when the width changes."""
        if event.type() == QEvent.Type.Resize:
            self.laid_out.emit()
        return False

    def passage_top(self) -> int:
        """Return how far below the top of its text the passage begins, in pixels, without what was set above it."""
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(min(self._passage_at, self.text.document().characterCount() - 1))
        offset = self.text.verticalScrollBar().value() - int(self.text.document().rootFrame().frameFormat().topMargin())
        return self.text.cursorRect(cursor).top() + offset

    def lower_to(self, pixels: int) -> None:
        """Set the text this much lower, and bring the passage into view."""
        root = self.text.document().rootFrame()
        frame = root.frameFormat()
        if int(frame.topMargin()) != pixels:
            frame.setTopMargin(pixels)
            root.setFrameFormat(frame)

    def scroll_to(self, top: int) -> None:
        """Scroll so that what lies *top* pixels below the text's beginning stands in the upper third."""
        self.text.verticalScrollBar().setValue(max(0, top - self.text.viewport().height() // 3))

    def _begin(self) -> QTextCursor:
        document = self.text.document()
        document.clear()
        self.lower_to(0)
        self._passage_at, self.is_cut = 0, False
        cursor = QTextCursor(document)
        block = QTextBlockFormat()
        block.setLineHeight(124, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setBottomMargin(4)
        cursor.setBlockFormat(block)
        return cursor


def surroundings(text: str, span: Span, limit: int = AROUND) -> Span:
    """Return the paragraphs that a span touches, cut at words where they go on for long.

    With a *limit* beyond that of one look, the paragraphs around these as well.
    """
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    if limit > AROUND:
        start, end = max(0, span.start - limit), min(len(text), span.end + limit)
        # whole paragraphs, where that takes little
        start = text.rfind("\n", max(0, start - AROUND), start + 1) + 1 or start
        line = text.find("\n", max(span.end, end - AROUND), end)
        end = line if line >= 0 and end < len(text) else end
    if span.start - start > limit:
        space = text.find(" ", span.start - limit, span.start)
        start = space + 1 if space >= 0 else span.start
    if end - span.end > limit:
        space = text.rfind(" ", span.end, span.end + limit)
        end = space if space >= 0 else span.end
    return Span(start, end)
