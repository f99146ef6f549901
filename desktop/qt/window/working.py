"""What stands in place of the pages while a long action is undone or redone: what is done, how far, and a way out."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.core.language import _
from desktop.qt.parts.layouts import ground, hbox, label, push, vbox
from desktop.qt.session import Session

_WIDTH = 420


class WorkingPage(QWidget):
    """Tell what is under way and how far it is; Cancel leaves the project as it was.

    No page is seen meanwhile: what is in the project is neither as before nor as after.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        ground("workingPage", self)
        self.told = label(wraps=True, centred=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.cancel = push(_("Cancel"), tip=_("Leave the project as it is (Esc)"), does=self._give_up)
        self._session = session
        inner = QWidget()
        inner.setFixedWidth(_WIDTH)
        vbox(self.told, self.bar, hbox(1, self.cancel, 1), on=inner, gap=12)
        vbox(1, hbox(1, inner, 1), 2, on=self)
        session.steps_done.connect(self._on_progress)

    def begin(self, told: str) -> None:
        """Say what is under way."""
        self.told.setText(told)
        # nothing is known of its length yet
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self.cancel.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel.click()
        else:
            super().keyPressEvent(event)

    def _on_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _give_up(self) -> None:
        self.cancel.setEnabled(False)
        self._session.give_up_step()
