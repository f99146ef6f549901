"""A line above a text that is handed out to the coder: it is coded blind until they declare it finished."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from desktop.core.changes import ChangeSet
from desktop.core.language import _
from desktop.qt.parts.layouts import hbox, label, push
from desktop.qt.session import Session
from desktop.store import edits, reads

if TYPE_CHECKING:
    from desktop.store.reads.handouts import Handout


class HandoutBar(QFrame):
    """Say of one document that the coder has it in hand, or has finished it; nothing of one that they have not.

    Attributes:
        words: what is said.
        button: declares it finished, or not finished after all.
    """

    def __init__(self, session: Session, document_id: int) -> None:
        super().__init__()
        self.setObjectName("handoutBar")
        self._session = session
        self._document_id = document_id
        self._handout: Handout | None = None
        self.words = label(role="dim", wraps=True)
        self.button = push("", "pill", does=self.turn)
        hbox((self.words, 1), self.button, on=self, margins=(24, 6, 12, 6))
        session.changed.connect(self._on_changed)
        session.visibility_changed.connect(self.refresh)
        session.opened.connect(self.refresh)
        self.refresh()

    @property
    def is_handed_out(self) -> bool:
        """Whether the coder has the document in hand, or has finished it."""
        return self._handout is not None

    def turn(self) -> None:
        """Declare the document finished, or not finished after all."""
        if self._handout is not None:
            wanted = not self._handout.is_finished
            self._session.done(edits.handouts.finish, [self._document_id], is_finished=wanted)

    def refresh(self) -> None:
        """Read anew what the coder has in hand."""
        if not self._session.is_open:
            return
        found = self._session.read(reads.handouts.handouts, self._session.coder)
        self._handout = next((one for one in found if one.document_id == self._document_id), None)
        if self._handout is not None:
            is_finished = self._handout.is_finished
            self.words.setText(
                _("You have finished this text: what others say here is shown, and counts beside yours.")
                if is_finished
                else _("You code this text blind: what others say here is shown once you have finished it.")
            )
            self.button.setText(_("Not finished") if is_finished else _("Finished"))
        self.setVisible(self._handout is not None)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("setting", "coder"):
            self.refresh()
