"""Choosing one existing entry of the codebook by typing, themes included."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from desktop.core.matching import Candidate
from desktop.core.matching_index import MatchingIndex
from desktop.qt.parts.name_field import NEW, NameField
from desktop.qt.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable


class EntryField(NameField):
    """Choose one entry, or none by emptying the line; new ones are not made here.

    Attributes:
        without: returns the ids that are not offered.
    """

    def __init__(self, session: Session, table: str, prompt: str) -> None:
        super().__init__(session, table, several=False)
        self.without: Callable[[], set[int]] = set
        self._prompt = prompt
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(prompt.rstrip("…"))

    def _offer(self, text: str) -> None:
        if self._candidates is None:
            uses = self._session.usage(self._table)
            entries = self._session.actors() if self._table == "actor" else self._session.topics()
            without = self.without()
            self._candidates = MatchingIndex(
                Candidate(one.id, (one.name, one.key, *one.aliases), uses.get(one.id, 0))
                for one in entries.values()
                if one.id not in without
            )
        super()._offer(text)
        if self._offered and self._offered[-1] == NEW:
            self._offered.pop()
            self._model.removeRow(len(self._offered))
            if self._offered:
                self._place()
            else:
                self.suggestions.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take an emptied line for none, and put the choice back when something unfinished is left."""
        if event.type() == QEvent.Type.FocusIn:
            self._candidates = None
        enter = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        )
        if event.type() == QEvent.Type.FocusOut or enter:
            if not self.line.text().strip() and self._chosen:
                self._chosen = []
                self._show_choice()
                self.chosen_changed.emit()
            elif event.type() == QEvent.Type.FocusOut:
                self._show_choice()
        return super().eventFilter(watched, event)
