"""A field for the memo on whatever is chosen: it writes itself to the file when one leaves it."""

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

from desktop.core.changes import ChangeSet
from desktop.core.language import _
from desktop.core.memos import MemoTarget
from desktop.qt.session import Session
from desktop.store import edits, reads


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
        self.setFixedHeight(64)
        self.setEnabled(False)
        session.changed.connect(self._on_changed)
        session.opened.connect(lambda: self._show(None))

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
