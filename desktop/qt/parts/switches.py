"""Buttons that stay pressed, which a screen reader can press too."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QToolButton

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object


class Pressed(_Button):
    """Emit ``clicked`` when a screen reader turns the button: Qt turns it then, but takes it for no click."""

    # the program turns it, or a click does, which is told anyway
    _ours = False

    def nextCheckState(self) -> None:
        """Turn by a click."""
        self._ours = True
        super().nextCheckState()
        self._ours = False

    def setChecked(self, on: bool) -> None:
        """Turn without a click."""
        self._ours = True
        super().setChecked(on)
        self._ours = False

    def tell_turned(self, on: bool) -> None:
        """Tell a turn that was neither the program's nor a click; `toggled` is connected to it."""
        # of several of which one is pressed the others come up by themselves
        if not self._ours and (on or not self.autoExclusive()):
            # PySide6's stubs know no overloads of signals
            clicked: Any = self.clicked
            clicked[bool].emit(on)


class Switch(Pressed, QToolButton):
    """Stay pressed, or come up again: a check box to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.toggled.connect(self.tell_turned)


class Radio(Pressed, QPushButton):
    """Be one of several buttons of which one is pressed: a radio button to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAutoDefault(False)
        # as a tool button: a click leaves the keyboard where it is
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self.tell_turned)

    def sizeHint(self) -> QSize:
        """Leave room for the words in bold, as they stand when it is pressed: a style sheet's hint does not."""
        hint = super().sizeHint()
        bold = self.font()
        bold.setBold(True)
        wider = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(hint.width() + max(0, wider), hint.height())
