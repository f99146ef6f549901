"""Finding words in the document of one pane."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from desktop.core.language import _
from desktop.core.matching import fold
from desktop.qt.parts.layouts import hbox, label, tool
from desktop.qt.reading.reading_view import ReadingView

MOST = 5000


class FindBar(QFrame):
    """A line above the text: what one types is marked, Enter goes on, Escape ends."""

    def __init__(self, view: ReadingView) -> None:
        super().__init__()
        self.setObjectName("findBar")
        self._view = view
        self._at = -1
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find in this document…"))
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
            # white space in the text may be a line break or a no-break space
            pattern = r"\s+".join(re.escape(part) for part in wanted.split())
            for match in re.finditer(pattern, model.text, re.IGNORECASE):
                found.append(model.from_span(match.start(), match.end()))
                if len(found) == MOST:
                    break
            if not found and fold(wanted) != wanted:
                self.count.setToolTip(_("Accents count here; the library's search does not mind them."))
        self._view.set_found(found)
        top = self._view.firstVisibleBlock().position()
        self._at = next((at for at, (start, _) in enumerate(found) if start >= top), 0) - 1
        if found:
            self.step(1)
        else:
            self.count.setText(_("no match") if wanted.strip() else "")

    def _go(self) -> None:
        start, end = self._view.found[self._at]
        self._view.scroll_to(start, 0.3)
        self._view.select(start, end)
        more = "+" if len(self._view.found) == MOST else ""
        self.count.setText(_("{number} of {count}").format(number=self._at + 1, count=f"{len(self._view.found)}{more}"))
