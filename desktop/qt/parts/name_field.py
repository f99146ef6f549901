"""A line in which actors or topics are chosen by typing: suggestions below it, the best match first."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QListView, QToolButton, QWidget

from desktop.core.text import one_line
from desktop.qt.parts.elided import FlowLayout
from desktop.qt.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.matching_index import MatchingIndex

NEW = 0
# letters of a name on a chip
CHIP = 30


class NameField(QWidget):
    """Choose one topic, or one or several actors.

    Typing shows suggestions; Up and Down move in them, Enter or a click takes one. The last suggestion makes a new
    actor or topic of what was typed. In a field for several, Backspace in the empty line takes the last chip away.

    Attributes:
        line: where one types.
        suggestions: the list below; shown by whoever holds this field, or as a popup of its own.

    Signals:
        chosen_changed(): another choice stands.
        completed(): Enter was pressed while nothing was being typed.
        digit_typed(int): a digit was typed while nothing was being typed.
    """

    chosen_changed = Signal()
    completed = Signal()
    digit_typed = Signal(int)

    def __init__(self, session: Session, table: str, *, several: bool, popup: bool = True) -> None:
        super().__init__()
        self._session = session
        self._table = table
        self._several = several
        self._popup = popup
        self._chosen: list[int] = []
        self._emptied: list[int] = []
        self._offered: list[int] = []
        self._candidates: MatchingIndex[int] | None = None
        self.line = QLineEdit()
        self._prompt = "who…" if table == "actor" else "topic…"
        self.line.setPlaceholderText(self._prompt)
        self.line.setAccessibleName("Who" if table == "actor" else "Topic")
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._offer)
        self._flow = FlowLayout()
        self._flow.addWidget(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(self._flow)
        self._chips: list[QToolButton] = []
        self._model = QStringListModel(self)
        self.suggestions = QListView(self if popup else None)
        self.suggestions.setModel(self._model)
        self.suggestions.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.suggestions.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.suggestions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.suggestions.setAccessibleName("Suggestions")
        self.suggestions.clicked.connect(lambda index: self._take(index.row()))
        if popup:
            self.suggestions.setWindowFlags(Qt.WindowType.ToolTip)
        self.suggestions.hide()

    # the choice

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids that are chosen, in order."""
        return tuple(self._chosen)

    def set_chosen(self, ids: tuple[int, ...], note: str = "") -> None:
        """Choose *ids*; *note* says where the choice comes from."""
        self._candidates = None
        self._chosen = list(ids)
        self.line.setPlaceholderText(f"{note}; more…" if note else self._prompt)
        self.line.setToolTip(note)
        self._show_choice()

    @property
    def is_typing(self) -> bool:
        """Whether something stands in the line that is no choice yet."""
        if self._several:
            return bool(self.line.text().strip())
        return self.line.isModified() and bool(self.line.text().strip())

    def take_typed(self) -> bool:
        """Take the first suggestion for what stands typed; tell whether a choice stands now."""
        if self.is_typing:
            row = max(0, self.suggestions.currentIndex().row())
            if not self._offered:
                self._offer(self.line.text())
            self._take(row)
        return bool(self._chosen)

    def hide_suggestions(self) -> None:
        """Close the list."""
        self.suggestions.hide()

    # typing

    def _offer(self, text: str) -> None:
        if self._candidates is None:
            self._candidates = self._session.index(self._table)
        typed = text.strip()
        if not self._several and not text:
            # emptied: nothing is chosen until something is, or the field is left
            self._emptied, self._chosen = self._chosen or self._emptied, []
        taken = set(self._chosen) if self._several else set()
        matches = [match.key for match in self._candidates.find(typed, 9)]
        found = [key for key in matches if key not in taken][:8]
        uses = self._session.usage(self._table)
        rows = [f"{self._name(key)}    {uses[key]}" if uses.get(key) else self._name(key) for key in found]
        exact = any(self._name(key).casefold() == typed.casefold() for key in found)
        if typed and not exact:
            rows.append(f"+ new {self._table} “{typed}”{self._warning(typed)}")
            found.append(NEW)
        self._offered = found
        self._model.setStringList(rows)
        if rows:
            self.suggestions.setCurrentIndex(self._model.index(0))
            self._place()
        else:
            self.suggestions.hide()

    def _warning(self, typed: str) -> str:
        """Say that a new one would be called nearly like one that exists."""
        near = self._candidates.nearly(typed) if self._candidates is not None and len(typed) > 2 else None
        return f"  – nearly “{self._name(near)}”, which exists" if near is not None else ""

    def _place(self) -> None:
        height = self.suggestions.sizeHintForRow(0) * min(9, self._model.rowCount()) + 6
        if self._popup:
            self.suggestions.setFixedWidth(max(240, self.line.width()))
            self.suggestions.setFixedHeight(height)
            self.suggestions.move(self.line.mapToGlobal(QPoint(0, self.line.height() + 2)))
            self.suggestions.raise_()
        else:
            self.suggestions.setFixedHeight(height)
        self.suggestions.show()

    def _take(self, row: int) -> None:
        if not 0 <= row < len(self._offered):
            return
        key = self._offered[row]
        if key == NEW:
            make: Callable[[str], int | None] = (
                self._session.add_actor if self._table == "actor" else self._session.add_topic
            )
            made = make(self.line.text().strip())
            if made is None:
                return
            key = made
            self._candidates = None
        self._chosen = [*self._chosen, key] if self._several else [key]
        self.line.setPlaceholderText(self._prompt)
        self._offered = []
        self.suggestions.hide()
        self._show_choice()
        self.chosen_changed.emit()

    def _drop(self, key: int) -> None:
        self._chosen.remove(key)
        self._show_choice()
        self.chosen_changed.emit()
        self.line.setFocus()

    def _show_choice(self) -> None:
        if not self._several:
            self.line.setText(self._name(self._chosen[0]) if self._chosen else "")
            self.line.setModified(False)
            self.line.selectAll()
            return
        self.line.clear()
        for chip in self._chips:
            chip.setParent(None)
            chip.deleteLater()
        self._chips = []
        for key in self._chosen:
            chip = QToolButton()
            name = self._name(key)
            chip.setText(f"{one_line(name, CHIP)}  ×")
            chip.setProperty("role", "choice")
            chip.setCheckable(True)
            chip.setChecked(True)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setToolTip(f"{name}: click to take away")
            chip.clicked.connect(lambda _=False, gone=key: self._drop(gone))
            self._flow.insert(len(self._chips), chip)
            self._chips.append(chip)

    def _name(self, key: int) -> str:
        table = self._session.actors() if self._table == "actor" else self._session.topics()
        return table[key].name if key in table else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Steer the suggestions by the line's keys."""
        if event.type() == QEvent.Type.FocusOut:
            self.suggestions.hide()
            if not self._several and not self._chosen and not self.line.text() and self._emptied:
                self._chosen, self._emptied = self._emptied, []
                self._show_choice()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape and self.suggestions.isVisible():
                # ours, not the window's shortcut that takes the outline off a claim
                event.accept()
            return False
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        open_list = self.suggestions.isVisible()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and open_list:
            row = self.suggestions.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
            self.suggestions.setCurrentIndex(self._model.index(row % self._model.rowCount()))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.is_typing:
                self.take_typed()
            else:
                self.completed.emit()
            return True
        if key == Qt.Key.Key_Escape and open_list:
            self.suggestions.hide()
            self._show_choice()
            return True
        if key == Qt.Key.Key_Backspace and self._several and not self.line.text() and self._chosen:
            self._drop(self._chosen[-1])
            return True
        # in an empty line a digit begins a name, such as that of a year
        if event.text() in ("1", "2", "3") and not self.is_typing and self._chosen:
            self.digit_typed.emit(int(event.text()))
            return True
        return False
