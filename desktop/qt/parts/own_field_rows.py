"""What a thing has of the project's own fields, a line each, filled by typing: what is offered comes as one types."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QWidget

from desktop.core.language import _
from desktop.core.own_fields import PARTING, OwnField, offered
from desktop.qt.parts.layouts import hbox, label, vbox
from desktop.qt.session import Session
from desktop.qt.tips import tip
from desktop.store import reads

# what a line says of the values that it takes
_LONGEST = 60


class OwnFieldLine(QLineEdit):
    """One value, or of some fields several with semicolons between them; Down lists all that is offered.

    Of a list the beginning of a value is enough, where no other one has it.
    """

    def __init__(self, field: OwnField, session: Session) -> None:
        super().__init__()
        self.field = field
        self._session = session
        self._is_filled = False
        self.setAccessibleName(field.name)
        self.setToolTip(tip(field.definition or field.name))
        words = " · ".join(map(field.shown, offered(field))) or _(field.made.hint)
        self.setPlaceholderText(words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…")
        self._known = QStringListModel(self)
        completer = _Values(self) if field.made.several else QCompleter(self)
        completer.setModel(self._known)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def focusInEvent(self, event: QEvent) -> None:
        """Learn what is offered, when it may be wanted for the first time."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self._is_filled:
            self._is_filled = True
            used = [] if self.field.made.listed else self._session.read(reads.own_fields.used, self.field)
            self._known.setStringList(offered(self.field, used))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """List all that is offered by Down; Enter in the list takes what is chosen there, and does no more."""
        listed = self.completer().popup()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if listed is None or not listed.isVisible() or not listed.currentIndex().isValid():
                self.complete()
            if listed is not None and listed.isVisible():
                listed.hide()
                return
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            completer = self.completer()
            completer.setCompletionPrefix("")
            completer.complete()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Complete what stands typed, before it is taken."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.complete()
        super().focusOutEvent(event)

    def complete(self) -> None:
        """Put the only value of the list that begins so, or else has it, in the place of what is typed last of one."""
        before, parting, typed = self.text().rpartition(PARTING) if self.field.made.several else ("", "", self.text())
        part = typed.strip().casefold()
        values = offered(self.field)
        if not part or self.field.fits(typed):
            return
        found = [one for one in values if one.casefold().startswith(part)] or [
            one for one in values if part in one.casefold()
        ]
        if len(found) == 1:
            self.setText(f"{before}{parting} {found[0]}".strip() if parting else found[0])
            self.setModified(True)


class _Values(QCompleter):
    """Complete the last of several values."""

    def splitPath(self, path: str) -> list[str]:
        """Look for what is being typed, behind the last semicolon."""
        return [path.rpartition(PARTING)[2].strip()]

    def pathFromIndex(self, index: object) -> str:
        """Keep the values before it."""
        chosen = super().pathFromIndex(index)  # type: ignore[arg-type]
        line = self.widget()
        before = line.text().rpartition(PARTING)[0].strip() if isinstance(line, QLineEdit) else ""
        return f"{before}{PARTING} {chosen}" if before else chosen


class OwnFieldRows(QWidget):
    """Show what a thing has of the fields of claims, documents, actors or topics, and tell what is written.

    Signals:
        left(): Escape in a line without a change.
        entered(): Enter in a line.
    """

    left = Signal()
    entered = Signal()

    def __init__(
        self,
        session: Session,
        owner: str,
        does: Callable[[OwnField, str], bool] | None = None,
        *,
        beside: int = 0,
    ) -> None:
        """Show the fields of *owner*; *does* saves what was written for one, and tells whether that was done.

        What was refused stays to be mended. Without it the lines are read by whoever made them. With *beside*, names
        stand beside the lines and are so many pixels wide.
        """
        super().__init__()
        self._session = session
        self._owner = owner
        self._does = does
        self._beside = beside
        self._fields: list[OwnField] = []
        self._heads: list[QLabel] = []
        self._shown: dict[str, str] = {}
        self.lines: dict[str, OwnFieldLine] = {}
        self._rows = vbox(on=self, margins=(0, 0, 0, 0), gap=4)
        self.hide()

    def set_beside(self, width: int) -> None:
        """Let names beside the lines be so many pixels wide."""
        self._beside = width
        for head in self._heads:
            head.setFixedWidth(width)

    @property
    def widest(self) -> int:
        """How wide the longest of the names is, in pixels; 0 without any."""
        for head in self._heads:
            head.ensurePolished()
        # not their hints, which are the width that was set before
        return max((head.fontMetrics().horizontalAdvance(head.text()) + 2 for head in self._heads), default=0)

    @property
    def texts(self) -> dict[str, str]:
        """What stands in each line, by the field's name."""
        return {name: line.text().strip() for name, line in self.lines.items()}

    def show_values(self, values: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        """Show what a thing has, by the names of the fields."""
        self._make(self._session.own_fields(self._owner))
        self._shown = {name: dict(values).get(name, "") for name in self.lines}
        for name, line in self.lines.items():
            if line.text() != self._shown[name]:
                line.setText(self._shown[name])
                line.setCursorPosition(0)

    def save(self) -> None:
        """Save each line in which another value stands than was shown."""
        for name, line in [*self.lines.items()]:
            text, before = line.text().strip(), self._shown.get(name, "")
            if self._does is not None and text != before:
                # what this changes is shown anew meanwhile
                self._shown[name] = text
                if not self._does(line.field, text) and self.lines.get(name) is line:
                    self._shown[name] = before
                    if line.text() != text:
                        line.setText(text)

    def _make(self, fields: list[OwnField]) -> None:
        if fields == self._fields:
            return
        self._fields = fields
        while (item := self._rows.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
        self.lines, self._heads = {}, []
        before: QWidget | None = None
        for field in fields:
            head, line = label(field.name.upper(), "section"), OwnFieldLine(field, self._session)
            head.setToolTip(tip(field.definition))
            head.setBuddy(line)
            line.editingFinished.connect(self.save)
            line.returnPressed.connect(self.entered)
            line.installEventFilter(self)
            self._heads.append(head)
            if self._beside:
                head.setFixedWidth(self._beside)
                row = QWidget()
                hbox(head, (line, 1), on=row, margins=(0, 0, 0, 0), gap=8)
                self._rows.addWidget(row)
            else:
                self._rows.addWidget(head)
                self._rows.addWidget(line)
            if before is not None:
                self.setTabOrder(before, line)
            self.lines[field.name], before = line, line
        self.setVisible(bool(fields))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put back with Escape what was shown; without a change leave."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and isinstance(watched, OwnFieldLine):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                before = self._shown.get(watched.field.name, "")
                if watched.text() != before:
                    watched.setText(before)
                else:
                    self.left.emit()
                return True
        return super().eventFilter(watched, event)
