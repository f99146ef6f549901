"""One of the two passages of a trace: the paragraphs around it, with the words that differ marked."""

import itertools

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from desktop.core.spans import Span, display_text
from desktop.core.traces import Trace
from desktop.qt import theme
from desktop.qt.views.elided import ElidedLabel
from desktop.qt.views.verdict_look import mark

# characters shown before and after a passage at most
AROUND = 900


class PassagePane(QWidget):
    """Show a passage in its paragraphs.

    Attributes:
        text: the words; they can be selected and copied.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(220)
        self._title = ElidedLabel()
        self._title.setObjectName("paneTitle")
        # a line each, so that two panes side by side begin their texts at one height
        self._source, self._place = ElidedLabel(), ElidedLabel()
        for label in (self._source, self._place):
            label.setProperty("role", "dim")
        head = QWidget()
        head.setObjectName("paneHeader")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = QVBoxLayout(head)
        words.setContentsMargins(28, 12, 16, 10)
        words.setSpacing(3)
        words.addWidget(self._title)
        words.addWidget(self._source)
        words.addWidget(self._place)
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.text, 1)
        self.text.viewport().installEventFilter(self)

    def show_head(self, title: str, source: str, place: str = "") -> None:
        """Tell what is shown, where it comes from, and where it stands there."""
        self._title.setText(title)
        self._source.setText(source)
        self._place.setText(place)
        self.text.setAccessibleName(title)

    def show_words(self, text: str) -> None:
        """Show a sentence in place of a passage."""
        cursor = self._begin()
        look = QTextCharFormat()
        look.setForeground(theme.color("dim"))
        look.setFont(theme.reading_font(12.5))
        look.setFontItalic(True)
        cursor.insertText(text, look)

    def show_passage(self, text: str, span: Span, speaker: str, marks: list[tuple[Span, QTextCharFormat]]) -> None:
        """Show a span of *text* with what surrounds it.

        Args:
            text: the whole document's.
            span: the passage, in code points.
            speaker: who says it, written above; may be empty.
            marks: how words of the passage look that differ, in order.
        """
        cursor = self._begin()
        ink, dim = QTextCharFormat(), QTextCharFormat()
        for look, color in ((ink, "ink"), (dim, "dim")):
            look.setFont(theme.reading_font(13.0))
            look.setForeground(theme.color(color))
        around = surroundings(text, span)
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
        borders = sorted(
            {
                around.start,
                around.end,
                span.start,
                span.end,
                *(edge for one, _ in marks for edge in (one.start, one.end)),
            }
        )
        for start, end in itertools.pairwise(borders):
            look = QTextCharFormat(ink if span.start <= start < span.end else dim)
            for one, own in marks:
                if one.start <= start < one.end:
                    look.merge(own)
            if start == span.start:
                self._passage_at = cursor.position()
            cursor.insertText(display_text(text[start:end]), look)
        if around.end < len(text) and text[around.end] != "\n":
            cursor.insertText(" …", dim)
        self._scroll()

    def words(self) -> str:
        """Return what is shown as plain text."""
        return self.text.toPlainText()

    def head(self) -> tuple[str, str, str]:
        """Return the title and the two lines below it."""
        return self._title.text(), self._source.text(), self._place.text()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Keep the passage in view when the width changes."""
        if event.type() == QEvent.Type.Resize:
            self._scroll()
        return False

    def _begin(self) -> QTextCursor:
        document = self.text.document()
        document.clear()
        self._passage_at = 0
        cursor = QTextCursor(document)
        block = QTextBlockFormat()
        block.setLineHeight(124, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setBottomMargin(4)
        cursor.setBlockFormat(block)
        return cursor

    def _scroll(self) -> None:
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(min(self._passage_at, self.text.document().characterCount() - 1))
        top = self.text.cursorRect(cursor).top() + self.text.verticalScrollBar().value()
        self.text.verticalScrollBar().setValue(max(0, top - self.text.viewport().height() // 3))


def surroundings(text: str, span: Span) -> Span:
    """Return the paragraphs that a span touches, cut at words where they go on for long."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    if span.start - start > AROUND:
        space = text.find(" ", span.start - AROUND, span.start)
        start = space + 1 if space >= 0 else span.start
    if end - span.end > AROUND:
        space = text.rfind(" ", span.end, span.end + AROUND)
        end = space if space >= 0 else span.end
    return Span(start, end)


def difference_marks(trace: Trace, *, report: bool) -> list[tuple[Span, QTextCharFormat]]:
    """Return the marks of one side of a trace, in order of the text."""
    found = []
    for change in trace.changes:
        start, end = (change.new_start, change.new_end) if report else (change.old_start, change.old_end)
        if start < end:
            found.append((Span(start, end), mark(change.kind, report=report)))
    return sorted(found, key=lambda one: one[0])
