"""Fields for a few lines of text; the one for the memo on whatever is chosen writes itself to the file."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from desktop.core.changes import ChangeSet
from desktop.core.language import _
from desktop.core.memos import MemoTarget
from desktop.core.phrases import THINGS
from desktop.qt.background import later
from desktop.qt.drafts import PAUSE
from desktop.qt.parts.unsaved import UnsavedMark
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
    """Show and change the memo on one thing; it is saved soon after the last key, and when another thing is shown."""

    def __init__(self, session: Session, prompt: str = "") -> None:
        super().__init__()
        self._session = session
        self._target: MemoTarget | None = None
        self._saved = ""
        self._writing = False
        self.setProperty("role", "field")
        self.setPlaceholderText(prompt)
        self.setAccessibleName(_("Memo"))
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEnabled(False)
        self.mark = UnsavedMark(self, self._take_both, self._take_theirs)
        self._soon = later(self, PAUSE, self.save)
        self.textChanged.connect(self._on_typed)
        session.changed.connect(self._on_changed)
        session.opened.connect(self._on_opened)
        session.closing.connect(self._on_closing)
        session.drafts.changed.connect(self._on_draft)
        session.drafts.keeping.connect(self.save)

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
        """Write a changed memo to the file; one that cannot be written is kept."""
        self._soon.stop()
        text, target, seen = self.toPlainText().strip(), self._target, self._saved
        if target is None:
            return
        if text == seen:
            self._session.drafts.drop(self._key)
            return
        draft = self._session.drafts.of(self._key)
        if draft is not None and draft.text == text:
            # it is tried again anyway
            return

        def write(text: str, seen: str) -> None:
            self._session.read(edits.memos.set_text, target, text, seen)

        where = _("the memo on {thing}").format(thing=_(THINGS[target.kind]))
        # what this changes is not taken for another's change, and what another changed takes no text away
        self._saved, self._writing = text, True
        try:
            written = self._session.drafts.write(self._key, text, seen, write, where)
        finally:
            self._writing = False
        if not written and self._target == target:
            self._saved = seen

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save when one leaves."""
        super().focusOutEvent(event)
        self.save()

    @property
    def _key(self) -> tuple[str, MemoTarget | None]:
        return "memo", self._target

    def _stored(self) -> str:
        return self._session.read(reads.memos.text_on, self._target) if self._target is not None else ""

    def _show(self, target: MemoTarget | None) -> None:
        self._target = target
        draft = self._session.drafts.of(self._key) if target is not None else None
        self._saved = draft.seen if draft is not None else self._stored()
        text = draft.text if draft is not None else self._saved
        self.setEnabled(target is not None)
        if self.toPlainText().strip() != text:
            self.setPlainText(text)
        self._soon.stop()
        self.mark.tell(draft)

    def _on_typed(self) -> None:
        if self._target is not None and self.toPlainText().strip() != self._saved:
            self._soon.start()

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._target is None or self._writing or not changes.touches("memo"):
            return
        # what is being written is not lost to an undo elsewhere
        if self.toPlainText().strip() == self._saved:
            self._show(self._target)

    def _on_closing(self) -> None:
        self._show(None)

    def _on_opened(self) -> None:
        # the same project that another program has written to: another one was empty before
        self.save()
        self._show(None)

    def _on_draft(self, key: object) -> None:
        if self._target is None or key != self._key:
            return
        draft = self._session.drafts.of(key)
        if draft is None:
            self._saved = self._stored()
        self.mark.tell(draft)

    def _take_both(self) -> None:
        mine, theirs = self.toPlainText().strip(), self._stored()
        self._saved = theirs
        self.setPlainText("\n\n".join(one for one in (theirs, mine) if one))
        self.save()

    def _take_theirs(self) -> None:
        self._session.drafts.drop(self._key)
        self._saved = self._stored()
        self.setPlainText(self._saved)
