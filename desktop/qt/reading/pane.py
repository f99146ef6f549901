"""One document on the desk: head, find bar, text, overview."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from desktop.core.language import _
from desktop.qt.parts.claim_text import meta_text, title_text
from desktop.qt.parts.elided import ElidedLabel
from desktop.qt.parts.layouts import TOP, ground, hbox, tool, vbox
from desktop.qt.reading.document_model import PaneDocument
from desktop.qt.reading.find_bar import FindBar
from desktop.qt.reading.highlights import ClaimColors
from desktop.qt.reading.margin import OverviewStrip
from desktop.qt.reading.reading_view import ReadingView
from desktop.store import reads

if TYPE_CHECKING:
    from desktop.qt.reading.suggestion_layer import SuggestionLayer


class Pane(QWidget):
    """Show one document and say when the user turns to it, closes it or, at a global point, asks for the menu."""

    activated = Signal()
    close_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, model: PaneDocument, colors: ClaimColors, points: float) -> None:
        super().__init__()
        ground("pane", self)
        # three find room beside library and panel on a screen of 1024 pixels, four on one of 1280
        self.setMinimumWidth(190)
        self.model = model
        self.view = ReadingView(model, colors, points)
        self.overview = OverviewStrip(self.view)
        self.find_bar = FindBar(self.view)
        # made by the one who asks for suggestions
        self.suggestions: SuggestionLayer | None = None
        self._header = ground("paneHeader")
        # two lines of title are enough: the rest is in the tool tip
        self._title = ElidedLabel(2)
        self._title.setObjectName("paneTitle")
        self._meta = ElidedLabel()
        self._meta.setProperty("role", "dim")
        self._close = tool("×", "flat", _("Close this pane (Ctrl+W)"))
        self._close.setAccessibleName(_("Close this pane"))
        self._close.setFixedSize(QSize(26, 26))
        self._build()
        self._tell()
        self._connect()
        self.set_active(False)

    def _build(self) -> None:
        hbox(
            (vbox(self._title, self._meta, gap=3), 1),
            (self._close, 0, TOP),
            on=self._header,
            margins=(24, 12, 8, 10),
        )
        vbox(self._header, self.find_bar, (hbox((self.view, 1), self.overview, gap=0), 1), on=self, gap=0)

    def _connect(self) -> None:
        self._close.clicked.connect(self.close_wanted)
        self.view.installEventFilter(self)
        self.find_bar.field.installEventFilter(self)
        # methods, not lambdas: the model outlives the pane when the document stands in two
        self.model.marks_changed.connect(self._renew_meta)
        self.model.text_changed.connect(self._reload)

    def set_active(self, active: bool) -> None:
        """Show whether keys and the library work on this pane."""
        self._header.setProperty("active", "true" if active else "false")
        self._header.style().unpolish(self._header)
        self._header.style().polish(self._header)

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
        self._title.setToolTip(title if len(title) > 60 else "")
        self._meta.setText(meta_text(self.model.document))
        note = self.model.document.facts.date_note
        self._meta.setToolTip(self._meta.text() + (f"\n{note}" if note else ""))

    def _renew_meta(self, _claim_ids: list[int]) -> None:
        self.model.document = self.model.session.shown(reads.filtered.document, self.model.document_id)
        self._tell()

    def _reload(self) -> None:
        self.view.load()
        self._tell()
