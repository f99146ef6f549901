"""Lines in which topics and actors are chosen by typing, and new ones made."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.core.language import _, figure
from desktop.core.matching import MatchingIndex
from desktop.core.text import one_line
from desktop.qt.parts.elided import FlowLayout
from desktop.qt.parts.layouts import hbox, tool
from desktop.qt.parts.popup_list import PopupRow
from desktop.qt.parts.type_ahead import TypeAheadLine
from desktop.qt.session import Session
from desktop.qt.tips import tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.values import Topic

NEW = 0
# what a few letters may mean, and what one may look through
_BEST, _ALL = 8, 200
_MANY = 100_000
# keys that choose while nothing is being typed
DIGITS = tuple("0123456789")
# letters of a name on a chip
CHIP = 30


class NameField(QWidget):
    """Choose one topic, or one or several actors.

    The last suggestion is a new actor or topic called what was typed: whoever writes the choice makes it then, and it
    is one of `made` until that. In a field for several, Backspace in the empty line takes the last chip away.

    Attributes:
        suggestions: the list below; laid out by whoever holds this field, or floating over the window.

    Signals:
        chosen_changed(): another choice stands.
        completed(): Enter was pressed while nothing was being typed.
        digit_typed(int): a digit was typed while nothing was being typed.
    """

    chosen_changed = Signal()
    completed = Signal()
    digit_typed = Signal(int)

    def __init__(self, session: Session, table: str, *, several: bool, floats: bool = True) -> None:
        super().__init__()
        self._session = session
        self._table = table
        self._several = several
        self._chosen: list[int] = []
        self._emptied: list[int] = []
        self._made: dict[int, str] = {}
        self._prompt = _("who…") if table == "actor" else _("topic…")
        self.line = TypeAheadLine(self._rows, floats=floats)
        self.suggestions = self.line.suggestions
        self.line.setPlaceholderText(self._prompt)
        self.line.setAccessibleName(_("Who") if table == "actor" else _("Topic"))
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._on_edited)
        self.line.picked.connect(self._take)
        self.suggestions.left.connect(self._show_choice)
        self._flow = FlowLayout(self.line)
        hbox(self._flow, on=self)
        self._chips: list[QToolButton] = []

    # the choice

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids that are chosen, in order."""
        return tuple(self._chosen)

    @property
    def made(self) -> dict[int, str]:
        """The names of those that are chosen and not there yet, by the negative numbers that stand for them."""
        return {key: name for key, name in self._made.items() if key in self._chosen}

    def set_chosen(self, ids: tuple[int, ...], note: str = "") -> None:
        """Choose *ids*; *note* says where the choice comes from."""
        self._chosen = list(ids)
        self.line.setPlaceholderText(_("{note}; more…").format(note=note) if note else self._prompt)
        self.line.setToolTip(tip(note))
        self._show_choice()

    @property
    def is_typing(self) -> bool:
        """Whether something stands in the line that is no choice yet."""
        return bool(self.line.text().strip()) and (self._several or self.line.isModified())

    def take_typed(self) -> bool:
        """Take the first suggestion for what stands typed; tell whether a choice stands now."""
        if self.is_typing:
            self.line.take_best()
        return bool(self._chosen)

    # typing

    def _rows(self, typed: str) -> list[PopupRow]:
        index, typed = self._index(), typed.strip()
        if not typed and self._table == "topic":
            return self._by_theme(set(index.heaviest(_MANY)))
        taken = set(self._chosen) if self._several else set()
        keys = [match.key for match in index.find(typed, _BEST + 1)] if typed else index.heaviest(_ALL)
        keys = [key for key in keys if key not in taken]
        uses = self._session.usage(self._table)
        rows = [PopupRow(key, self._name(key), figure(uses[key]) if uses.get(key) else "") for key in keys]
        if typed:
            rows = [*rows[:_BEST], *self._new(typed, rows[:_BEST])]
        return rows

    def _by_theme(self, offered: set[int]) -> list[PopupRow]:
        """Return the topics in the codebook's order, below what they stand under: one can look for what fits."""
        topics, uses = self._session.topics(), self._session.usage("topic")
        below: dict[str, list[Topic]] = {}
        keys = {topic.key for topic in topics.values()}
        for topic in topics.values():
            below.setdefault(topic.parent if topic.parent in keys else "", []).append(topic)

        def rows(key: str) -> list[PopupRow]:
            found = []
            for topic in below.get(key, ()):
                inner = rows(topic.key)
                if topic.id in offered:
                    found.append(PopupRow(topic.id, topic.name, figure(uses[topic.id]) if uses.get(topic.id) else ""))
                elif inner:
                    found.append(PopupRow(topic.id, topic.name, head=True))
                found += inner
            return found

        return rows("")

    def _index(self) -> MatchingIndex[int]:
        return self._session.index(self._table)

    def _new(self, typed: str, rows: list[PopupRow]) -> list[PopupRow]:
        """Return the row that makes a new one of what was typed, unless one is called so."""
        if typed.casefold() in [name.casefold() for name in (*(row.text for row in rows), *self.made.values())]:
            return []
        near = self._index().nearly(typed) if len(typed) > 2 else None
        if self._table == "actor":
            words = _("+ new actor “{name}”  – nearly “{near}”, which exists") if near else _("+ new actor “{name}”")
        else:
            words = _("+ new topic “{name}”  – nearly “{near}”, which exists") if near else _("+ new topic “{name}”")
        return [PopupRow(NEW, words.format(name=typed, near=self._name(near) if near else ""))]

    def _on_edited(self, text: str) -> None:
        if not self._several and not text:
            # emptied: nothing is chosen until something is, or the field is left
            self._emptied, self._chosen = self._chosen or self._emptied, []

    def _take(self, key: int) -> None:
        if key == NEW:
            key = min(self._made, default=NEW) - 1
            self._made[key] = one_line(self.line.text())
        self._chosen = [*self._chosen, key] if self._several else [key]
        self.line.setPlaceholderText(self._prompt)
        self._show_choice()
        self.chosen_changed.emit()

    def _drop(self, key: int) -> None:
        # the second click of a double one comes to a button that goes
        self._chosen = [one for one in self._chosen if one != key]
        self._show_choice()
        self.chosen_changed.emit()
        self.line.setFocus()

    def _leave(self) -> None:
        """Put an emptied choice back."""
        if not self._several and not self._chosen and not self.line.text() and self._emptied:
            self._chosen, self._emptied = self._emptied, []
            self._show_choice()

    def _show_choice(self) -> None:
        if not self._several:
            self.line.setText(self._name(self._chosen[0]) if self._chosen else "")
            self.line.setModified(False)
            self.line.selectAll()
            return
        self.line.clear()
        for chip in self._chips:
            # hidden first: the layout shows its parts a little later, and this one would be a window of its own by then
            chip.hide()
            chip.setParent(None)
            chip.deleteLater()
        self._chips = []
        for key in self._chosen:
            name = self._name(key)
            tip = _("{name}: click to take away").format(name=name)
            words = f"{one_line(name, CHIP)}  ×"
            chip = tool(words, "choice", tip, does=partial(self._drop, key), checkable=True)
            chip.setChecked(True)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._flow.insert(len(self._chips), chip)
            self._chips.append(chip)

    def _name(self, key: int) -> str:
        if self._table == "topic" and key in (called := self._session.topic_names()):
            return called[key]
        entry = self._session.entries(self._table).get(key)
        return entry.name if entry is not None else self._made.get(key, "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer to the line's keys where its list does not."""
        if event.type() == QEvent.Type.FocusOut:
            self._leave()
        if event.type() == QEvent.Type.MouseButtonRelease and not self.line.text():
            # what one does not know by heart can be looked through with the mouse too
            self.line.offer()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or self.suggestions.answers(event):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            return True
        if event.key() == Qt.Key.Key_Backspace and self._several and not self.line.text() and self._chosen:
            self._drop(self._chosen[-1])
            return True
        # in an empty line a digit begins a name, such as that of a year
        if event.text() in DIGITS and not self.is_typing and self._chosen:
            self.digit_typed.emit(int(event.text()))
            return True
        return False

    def _enter(self) -> None:
        if self.is_typing:
            self.take_typed()
        else:
            self.completed.emit()


class EntryField(NameField):
    """Choose one existing entry, themes included, or none by emptying the line; with *makes*, a new one as well.

    Attributes:
        without: returns the ids that are not offered.
    """

    def __init__(self, session: Session, table: str, prompt: str, *, makes: bool = False) -> None:
        super().__init__(session, table, several=False)
        self._makes = makes
        self.without: Callable[[], set[int]] = set
        self._known: MatchingIndex[int] | None = None
        self._prompt = prompt
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(prompt.rstrip("…"))

    def set_chosen(self, ids: tuple[int, ...], note: str = "") -> None:
        """Choose an entry; *note* says where the choice comes from."""
        self._known = None
        super().set_chosen(ids, note)

    def _index(self) -> MatchingIndex[int]:
        if self._known is None:
            without = self.without()
            self._known = MatchingIndex(one for one in self._session.candidates(self._table) if one.key not in without)
        return self._known

    def _new(self, typed: str, rows: list[PopupRow]) -> list[PopupRow]:
        if not self._makes:
            return []
        found = super()._new(typed, rows)
        words = _("+ new theme “{name}”")
        return [PopupRow(NEW, words.format(name=typed)) for _row in found] if self._table == "topic" else found

    def _leave(self) -> None:
        """Take an emptied line for none, and put the choice back when something unfinished is left."""
        self._known = None
        if not self._take_none():
            self._show_choice()

    def _enter(self) -> None:
        self._take_none()
        super()._enter()

    def _take_none(self) -> bool:
        if self.line.text().strip() or not (self._chosen or self._emptied):
            return False
        self._chosen, self._emptied = [], []
        self._show_choice()
        self.chosen_changed.emit()
        return True
