"""A line that offers what is meant while one types, and one of many things chosen in such a line."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.core.language import _
from desktop.core.matching import Candidate, rank
from desktop.qt.parts.popup_list import PopupList, PopupModel, PopupRow
from desktop.qt.tips import tip

_MOST = 60


class TypeAheadLine(QLineEdit):
    """Offer rows as one types, or all on Down; the arrows walk in them, Enter or a click takes one, Escape none.

    Tab takes the row to which the arrows have walked, and goes on; what was only typed it leaves as it is.

    Signals:
        picked(key): a row was taken.
    """

    picked = Signal(object)

    def __init__(self, offers: Callable[[str], Iterable[PopupRow]], *, floats: bool = True, first: int = 0) -> None:
        """Offer what *offers* returns for the words that were typed; the cursor stands on row *first*, -1 on none."""
        super().__init__()
        self._offers = offers
        self._first = first
        self._model = PopupModel(self)
        self.suggestions = PopupList(self._model, _("Suggestions"), self, floats=floats)
        self.suggestions.hide()
        self.suggestions.taken.connect(lambda row: self._take(row))
        self.suggestions.left.connect(self.suggestions.hide)
        self.textEdited.connect(self._on_edited)

    @property
    def offered(self) -> Sequence[PopupRow]:
        """What is offered; nothing when the list is closed."""
        return self._model.rows if not self.suggestions.isHidden() else ()

    def offer(self, typed: str = "") -> None:
        """Open the list with what *typed* means."""
        self._model.set_rows(self._offers(typed))
        self.suggestions.show_rows(self._first)

    def take_best(self) -> bool:
        """Take the current row of what the words in the line mean; tell whether there is one."""
        if not self.offered:
            self.offer(self.text())
        row = max(0, self.suggestions.currentIndex().row())
        return bool(self.offered) and self._take(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list by Down."""
        if event.key() == Qt.Key.Key_Down:
            self.offer()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list."""
        super().focusOutEvent(event)
        self.suggestions.hide()

    def event(self, event: QEvent) -> bool:
        """Take by Tab what the arrows have walked to, and go on."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
            and self.suggestions.walked
            and self.offered
        ):
            self._take(self.suggestions.currentIndex().row())
            if not self.hasFocus():
                return True
        return super().event(event)

    def _on_edited(self, typed: str) -> None:
        if typed.strip():
            self.offer(typed)
        else:
            self.suggestions.hide()

    def _take(self, row: int) -> bool:
        if not 0 <= row < len(self.offered):
            return False
        key = self.offered[row].key
        self.suggestions.hide()
        self.picked.emit(key)
        return True


class ChoiceField(TypeAheadLine):
    """Choose one thing by typing; what is typed and not taken leaves the choice as it was."""

    def __init__(self, name: str, candidates: Callable[[], list[Candidate[int]]]) -> None:
        """Offer what *candidates* returns whenever the line gets the focus."""
        super().__init__(self._rows)
        self._candidates = candidates
        self._known: list[Candidate[int]] = []
        self.chosen: int | None = None
        self.setPlaceholderText(f"{name}…")
        self.setAccessibleName(name)
        self.picked.connect(self.set_chosen)
        self.suggestions.left.connect(lambda: self.set_chosen(self.chosen))

    def set_chosen(self, number: int | None) -> None:
        """Choose *number*, or nothing."""
        self.chosen = number
        names = {one.key: one.names[0] for one in self._candidates()} if number is not None else {}
        # a number, 0 too, or None
        self.setText("" if number is None else names.get(number, ""))
        self.setToolTip(tip(self.text()))
        self.setCursorPosition(0)
        if self.hasFocus():
            # the next letter begins another choice, and no cursor stands before the name as if it were cut
            self.selectAll()
        self.suggestions.hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be ready for another choice."""
        super().focusInEvent(event)
        self._known = self._candidates()
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the choice that stands instead of what was typed."""
        super().focusOutEvent(event)
        self.set_chosen(self.chosen)

    def _rows(self, typed: str) -> list[PopupRow]:
        names = {one.key: one.names[0] for one in self._known}
        return [PopupRow(number, names[number]) for number in rank(typed, self._known, _MOST)]
