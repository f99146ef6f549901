"""Fields for a few lines of text; the one for the memo on whatever is chosen writes itself to the file."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from desktop.core.changes import ChangeSet
from desktop.core.language import _
from desktop.core.memos import MemoTarget
from desktop.qt.session import Session
from desktop.store import edits, reads

# lines
LEAST, MOST = 2, 9


class GrowingText(QPlainTextEdit):
    """Show between two and nine lines; Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "field")
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _fit(self) -> None:
        # a plain text's layout counts its height in lines
        lines = min(max(LEAST, round(self.document().size().height())), MOST)
        margins = self.contentsMargins()
        around = margins.top() + margins.bottom() + 2 * self.document().documentMargin() + 2
        height = int(self.fontMetrics().lineSpacing() * lines + around)
        if height != self.height():
            self.setFixedHeight(height)


class MemoField(QPlainTextEdit):
    """Show and change the memo on one thing; it is saved when the focus leaves, or another thing is shown."""

    def __init__(self, session: Session, prompt: str = "") -> None:
        super().__init__()
        self._session = session
        self._target: MemoTarget | None = None
        self._saved = ""
        self.setProperty("role", "field")
        self.setPlaceholderText(prompt)
        self.setAccessibleName(_("Memo"))
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEnabled(False)
        session.changed.connect(self._on_changed)
        session.opened.connect(lambda: self._show(None))

    def sizeHint(self) -> QSize:
        """Return the room of two lines, and more where type is small."""
        around = 2 * self.document().documentMargin() + 2 * self.frameWidth() + 14
        return QSize(120, max(64, int(self.fontMetrics().lineSpacing() * LEAST + around)))

    def minimumSizeHint(self) -> QSize:
        """Return the same height."""
        return QSize(60, self.sizeHint().height())

    @property
    def target(self) -> MemoTarget | None:
        """What the memo is on; None when nothing is chosen."""
        return self._target

    def set_target(self, target: MemoTarget | None) -> None:
        """Show the memo on *target*, the one before having been saved."""
        if target != self._target:
            self.save()
            self._show(target)

    def save(self) -> None:
        """Write a changed memo to the file."""
        text = self.toPlainText().strip()
        if self._target is not None and text != self._saved:
            # first, so that what this changes is not taken for another's change
            self._saved = text
            if not self._session.done(edits.memos.set_text, self._target, text):
                self._show(self._target)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save when one leaves."""
        super().focusOutEvent(event)
        self.save()

    def _show(self, target: MemoTarget | None) -> None:
        self._target = target
        self._saved = self._session.read(reads.memos.text_on, target) if target is not None else ""
        self.setEnabled(target is not None)
        if self.toPlainText().strip() != self._saved:
            self.setPlainText(self._saved)

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._target is None or not changes.touches("memo"):
            return
        # what is being written is not lost to an undo elsewhere
        if self.toPlainText().strip() == self._saved:
            self._show(self._target)
