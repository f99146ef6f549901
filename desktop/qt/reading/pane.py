"""One document on the desk: head, find bar, text, overview."""

from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from desktop.core.concordance import OpenText
from desktop.core.language import _
from desktop.qt.background import later
from desktop.qt.parts.claim_text import meta_text, title_text
from desktop.qt.parts.elided import ElidedLabel
from desktop.qt.parts.layouts import TOP, ground, hbox, label, tool, vbox
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.handout_bar import HandoutBar
from desktop.qt.reading.highlights import ClaimColors
from desktop.qt.reading.limits import limits
from desktop.qt.reading.margin import OverviewStrip
from desktop.qt.reading.reading_view import ReadingView
from desktop.qt.scripts import missing, told
from desktop.qt.tips import tip
from desktop.store import reads

if TYPE_CHECKING:
    from desktop.qt.reading.suggestion_layer import SuggestionLayer

# milliseconds after which a document is looked through for what no type shows
_AFTER = 300
# letters of it that are looked through between two events
_STRETCH = 100_000
# matches that are marked at once
MOST = 5000


class Pane(QWidget):
    """Show one document and say when the user turns to it, closes it or, at a global point, asks for the menu."""

    activated = Signal()
    close_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, model: PaneDocument, colors: ClaimColors, points: float) -> None:
        super().__init__()
        ground("pane", self)
        self.model = model
        self.view = ReadingView(model, colors, points)
        self.overview = OverviewStrip(self.view)
        # what cannot be seen, said once
        self.lacking = label(role="dim", wraps=True, margins=(24, 6, 24, 6))
        self.lacking.hide()
        self.handout = HandoutBar(model.session, model.document_id)
        # what is not done for its language, by the language for which that was looked for
        self._limits: dict[str, str] = {}
        # opening a document does not wait for it
        self._look = later(self, _AFTER, self._look_through)
        # the letters of the text, as far as it was looked through
        self._letters: set[str] = set()
        self._place = 0
        # made by the one who asks for suggestions
        self.suggestions: SuggestionLayer | None = None
        self._header = ground("paneHeader")
        # two lines of title are enough: the rest is in the tool tip
        self._title = ElidedLabel(2, follows=True)
        self._title.setObjectName("paneTitle")
        self._meta = ElidedLabel()
        self._meta.setProperty("role", "dim")
        self._close = tool("×", "flat", _("Close this pane (Ctrl+W)"))
        self._close.setAccessibleName(_("Close this pane"))
        self._close.setFixedSize(QSize(26, 26))
        self._build()
        self._tell()
        self._look.start()
        self._connect()
        self.set_active(False)

    def _build(self) -> None:
        hbox(
            (vbox(self._title, self._meta, gap=3), 1),
            (self._close, 0, TOP),
            on=self._header,
            margins=(24, 12, 8, 10),
        )
        text = hbox((self.view, 1), self.overview, gap=0)
        self._column = vbox(self._header, self.handout, self.lacking, (text, 1), on=self, gap=0)

    def _connect(self) -> None:
        self._close.clicked.connect(self.close_wanted)
        self.view.installEventFilter(self)
        # methods, not lambdas: the model outlives the pane when the document stands in two
        self.model.marks_changed.connect(self._renew_meta)
        self.model.text_changed.connect(self._reload)
        self.view.laid.connect(self._on_laid)

    @cached_property
    def find_bar(self) -> "FindBar":
        """The line in which one types what is looked for; made when it is first wanted."""
        bar = FindBar(self.view)
        bar.field.installEventFilter(self)
        self._column.insertWidget(3, bar)
        return bar

    @property
    def is_finding(self) -> bool:
        """Whether the find bar is open."""
        return "find_bar" in vars(self) and not self.find_bar.isHidden()

    def set_active(self, active: bool) -> None:
        """Show whether keys and the library work on this pane."""
        self._header.setProperty("active", "true" if active else "false")
        self._header.style().unpolish(self._header)
        self._header.style().polish(self._header)

    def least_width(self) -> int:
        """Return the width in which the text can still be read."""
        return self.view.least_width() + self.overview.width()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Tell when the text gets the focus."""
        if event.type() == QEvent.Type.FocusIn:
            self.activated.emit()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the head turns to this pane too."""
        self.view.setFocus()
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu."""
        self.menu_wanted.emit(event.globalPos())

    def _tell(self) -> None:
        title = title_text(self.model.document)
        self._title.setText(title)
        # two panes are two texts
        self.view.setAccessibleName(_("Text of {title}").format(title=title))
        self._title.setToolTip(tip(title if len(title) > 60 else ""))
        self._meta.setText(meta_text(self.model.document))
        note = self.model.document.facts.date_note
        self._meta.setToolTip(tip(self._meta.text() + (f"\n{note}" if note else "")))

    def _look_through(self) -> None:
        """Look for what no type shows, a stretch between two events."""
        self._letters, self._place = set(), 0
        self._look_on(self.model.text)

    def _look_on(self, text: str) -> None:
        if text is not self.model.text:
            # another stands here, and is looked through by itself
            return
        self._letters.update(text[self._place : self._place + _STRETCH])
        self._place += _STRETCH
        if self._place < len(text):
            QTimer.singleShot(0, self, partial(self._look_on, text))
        else:
            self._tell_lacking()

    def _on_laid(self, _begin: int, _end: int) -> None:
        if self.view.is_laid and self._place >= len(self.model.text):
            # what of it is not shown is known now
            self._tell_lacking()

    def _tell_lacking(self) -> None:
        """Say what no type here shows, and what to install, instead of boxes without a word; and what is not done."""
        language = self.model.document.facts.language
        if language not in self._limits:
            self._limits[language] = limits(self.model.session, language, self.model.text)
        lacking = told(missing(self._letters, self.view.font_of_text()))
        words = " ".join(filter(None, (self.view.not_shown, lacking, self._limits[language])))
        self.lacking.setText(words)
        self.lacking.setVisible(bool(words))

    def _renew_meta(self, _claim_ids: list[int]) -> None:
        self.model.document = self.model.session.shown(reads.filtered.document, self.model.document_id)
        self._tell()

    def _reload(self) -> None:
        self.view.load()
        self._tell()
        self._look.start()


class FindBar(QFrame):
    """A line above the text: what one types is marked, Enter goes on, Escape ends."""

    def __init__(self, view: ReadingView) -> None:
        super().__init__()
        self.setObjectName("findBar")
        self._view = view
        self._at = -1
        self._text: OpenText | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find in this document…"))
        self.field.setAccessibleName(_("Find in this document"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.count = label(role="dim")
        back = tool("‹", "flat", _("Previous match (Shift+Enter)"), does=lambda: self.step(-1))
        on = tool("›", "flat", _("Next match (Enter)"), does=lambda: self.step(1))
        hbox((self.field, 1), self.count, back, on, on=self, margins=(12, 6, 12, 6))
        self.hide()

    def begin(self) -> None:
        """Open, with the selection as what to find."""
        span = self._view.selected_span()
        if span is not None and len(span) < 80:
            self.field.setText(self._view.model.text[span.start : span.end])
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._search(self.field.text())

    def end(self) -> None:
        """Close and unmark."""
        self.hide()
        self._text = None
        self._view.set_found([])
        self._view.setFocus()

    def step(self, way: int) -> None:
        """Go to the next (1) or previous (-1) match, round the end."""
        found = self._view.found
        if not found:
            return
        self._at = (self._at + way) % len(found)
        self._go()

    def eventFilter(self, watched: object, event: object) -> bool:
        """Take Enter, Shift+Enter and Escape from the field."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape:
                # ours, not the window's shortcut that takes the outline off a claim
                event.accept()
            return False
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.end()
                return True
        return False

    def _search(self, wanted: str) -> None:
        model = self._view.model
        found: list[tuple[int, int]] = []
        if wanted.strip():
            for start, end in islice(self._open_text().places(wanted), MOST):
                found.append(model.from_span(start, end))
        self._view.set_found(found)
        top = self._view.firstVisibleBlock().position()
        self._at = next((at for at, (start, _) in enumerate(found) if start >= top), 0) - 1
        if found:
            self.step(1)
        else:
            # what was found before is no place of these words
            cursor = self._view.textCursor()
            self._view.select(cursor.selectionStart(), cursor.selectionStart())
            self.count.setText(_("no match") if wanted.strip() else "")

    def _open_text(self) -> OpenText:
        """Return the text as it is looked through, folded once while one types."""
        text = self._view.model.text
        if self._text is None or self._text.text is not text:
            self._text = OpenText(text)
        return self._text

    def _go(self) -> None:
        start, end = self._view.found[self._at]
        self._view.scroll_to(start, 0.3)
        self._view.select(start, end)
        more = "+" if len(self._view.found) == MOST else ""
        self.count.setText(_("{number} of {count}").format(number=self._at + 1, count=f"{len(self._view.found)}{more}"))
