"""The mark on a field whose text is not in the file yet, and what can be done where another's text stands there."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QWidget

from desktop.core.language import _
from desktop.qt.drafts import Draft
from desktop.qt.parts.layouts import hbox, label, tool
from desktop.qt.tips import tip

_EDGE = 3


class UnsavedMark(QFrame):
    """Say “not saved yet” at the foot of a field, with the reason; offer a choice between two texts."""

    def __init__(
        self, field: QWidget, both: Callable[[], object] | None, theirs: Callable[[], object], *, floats: bool = True
    ) -> None:
        """Mark *field*; *both* puts the two texts together, *theirs* gives up one's own.

        One of two choices cannot be put together with the other. What does not float is laid out by whoever makes it:
        over a row of buttons it would hide one.
        """
        super().__init__(field)
        self.setObjectName("unsaved")
        self._field = field
        self._described = field.accessibleDescription()
        self.words = label(role="dim")
        self.both = tool(_("Keep both"), "flat", _("Put what stands there before what you wrote"), does=both or theirs)
        self.theirs = tool(_("Take theirs"), "flat", _("Give up what you wrote"), does=theirs)
        self._can_both, self._floats = both is not None, floats
        hbox(self.words, self.both, self.theirs, on=self, margins=(6, 1, 4, 1), gap=4)
        self.setAutoFillBackground(True)
        field.installEventFilter(self)
        self.hide()

    def tell(self, draft: Draft | None) -> None:
        """Show what is so of a text; nothing where it is saved."""
        if draft is None:
            self.setVisible(False)
            self._field.setAccessibleDescription(self._described)
            return
        # beside the buttons there is room for no more
        words = _("not saved") if draft.is_overtaken else _("not saved yet")
        self.words.setText(words)
        self.setToolTip(tip(str(draft.error)))
        self._field.setAccessibleDescription(f"{words}. {draft.error}")
        self.both.setVisible(draft.is_overtaken and self._can_both)
        self.theirs.setVisible(draft.is_overtaken)
        self.show()
        self._place()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the lower corner."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        if not self._floats:
            return
        self.adjustSize()
        field, own = self._field, self.size()
        left = field.isLeftToRight()
        x = field.width() - own.width() - _EDGE if left else _EDGE
        self.move(max(0, x), max(0, field.height() - own.height() - _EDGE))
