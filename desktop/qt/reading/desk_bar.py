"""What is asked about a selection, over the desk: the two bars that do have this in common."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from desktop.core.spans import Span
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.name_field import DIGITS, NameField
from desktop.qt.reading.pane import Pane
from desktop.qt.session import Session


class DeskBar(QFrame):
    """A small form over the desk: digits choose while nothing is being typed, Enter accepts, Escape leaves."""

    # it was opened or closed
    changed = Signal()

    def __init__(self, session: Session, look: str, name: str) -> None:
        super().__init__()
        self.setObjectName(look)
        self.setAccessibleName(name)
        self._session = session
        self._pane: Pane | None = None
        self._desk: QWidget = self
        self._span = Span(0, 0)
        self._quote = ""
        self._fields: list[NameField] = []
        self._choices: tuple[Choices, ...] = ()
        self._keys: dict[int, QPushButton] = {}
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether something is asked."""
        return self._pane is not None

    def end(self) -> None:
        """Close; the text has the focus again."""
        pane, self._pane = self._pane, None
        if pane is not None:
            self.hide()
            # not a child of the desk any more: that may be closed
            self.setParent(None)
            pane.view.setFocus()
            self.changed.emit()

    def stay_with(self, panes: list[Pane]) -> None:
        """Close when the pane that it asks about is none of these."""
        if self._pane is not None and self._pane not in panes:
            self.end()

    def _take(self, pane: Pane, desk: QWidget) -> bool:
        """Take the selection of *pane*, and stand over the *desk*; tell whether something is selected."""
        span = pane.view.selected_span()
        if span is None:
            return False
        self._pane, self._span, self._desk = pane, span, desk
        # as they were seen: another program may put another text there while the bar is open
        self._quote = pane.model.text[span.start : span.end]
        # over the whole desk: a narrow pane has no room for it
        self.setParent(desk)
        self.changed.emit()
        return True

    def _listen(self, fields: list[NameField], *choices: Choices) -> None:
        """Take keys from wherever the focus is in the bar; the digits are those of the first of the *choices*."""
        self._fields, self._choices = fields, choices
        choices[0].rebuilt.connect(self._listen_anew)
        self._listen_anew()

    def _listen_anew(self) -> None:
        fields, choices = self._fields, self._choices
        self._keys = choices[0].keys
        buttons = [button for one in choices for button in one.findChildren(QPushButton)]
        for part in (*(field.line for field in fields), *buttons):
            part.installEventFilter(self)

    def _choose_digit(self, digit: int) -> None:
        if digit in self._keys:
            self._keys[digit].setChecked(True)
            self._tell()

    def _tell(self) -> None:
        """Show what follows from the choices."""
        raise NotImplementedError

    def _finish(self) -> None:
        """Do with the selection what is chosen."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves, unless it closes a list; Enter and digits work from the buttons too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape:
                # ours, not the window's
                event.accept()
                return True
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and not any(one.suggestions.isVisible() for one in self._fields):
                self.end()
                return True
            if watched not in [one.line for one in self._fields]:
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self._finish()
                    return True
                if event.text() in DIGITS:
                    self._choose_digit(int(event.text()))
                    return True
        return super().eventFilter(watched, event)
