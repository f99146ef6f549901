"""Rows of buttons of which one is chosen: the stance with its shapes, and what else a claim says by choice."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QPushButton, QWidget

from desktop.core.claim_fields import CHOICES, STANCE, Choice
from desktop.core.language import _
from desktop.core.scale import NOT_CODED
from desktop.qt import theme
from desktop.qt.parts.elided import FlowLayout
from desktop.qt.parts.layouts import hbox, radio


class Choices(QWidget):
    """Choose one of several values by mouse, or by the arrow keys once it has the focus.

    Signals:
        picked(str): the user chose a value.
    """

    picked = Signal(str)
    # the buttons are others than before
    rebuilt = Signal()

    def __init__(
        self, values: list[tuple[str, str, str]], *, digits: bool = False, stances: bool = False, wraps: bool = False
    ) -> None:
        """Offer *values*: (value, words, tool tip).

        *digits* tells the key of each, *stances* paints their shapes; a row that *wraps* needs little width.
        """
        super().__init__()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        # the buttons by the digits that choose them
        self.keys: dict[int, QPushButton] = {}
        self._stances, self._digits = stances, digits
        self._row = FlowLayout(on=self, even=False, gap=4) if wraps else hbox(on=self, gap=4)
        self._offer(values)
        self.restyle()

    def offer(self, values: list[tuple[str, str, str]]) -> None:
        """Offer other *values*; what was chosen stays so where it is among them."""
        chosen = self.value
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons, self.keys = {}, {}
        self._offer(values)
        self.set_value(chosen)
        self.restyle()
        self.rebuilt.emit()

    def offer_stances(self) -> None:
        """Offer the stances of the scale in use."""
        self.offer(_values(STANCE, numbered=self._digits))

    def _offer(self, values: list[tuple[str, str, str]]) -> None:
        for place, (value, words, tip) in enumerate(values, start=1):
            # the last key in a row of digits
            number = 0 if value == NOT_CODED else place
            button = radio(f"{words}  {number}" if self._digits else words, "choice", tip)
            button.setAccessibleName(words)
            if self._stances:
                button.setProperty("stance", value)
                button.setIconSize(QSize(11, 11))
            button.clicked.connect(lambda on, one=value: self.picked.emit(one))
            self._group.addButton(button)
            self._buttons[value] = self.keys[number] = button
            if isinstance(self._row, QBoxLayout):
                self._row.addWidget(button, 1)
            else:
                self._row.addWidget(button)

    def restyle(self) -> None:
        """Paint the shapes in the colours of the scheme in force."""
        if not self._stances:
            return
        for value, button in self._buttons.items():
            button.setIcon(theme.shape_icon(value, 11))

    @property
    def value(self) -> str:
        """The chosen value; empty when none is."""
        return next((value for value, button in self._buttons.items() if button.isChecked()), "")

    @property
    def values(self) -> list[str]:
        """What is offered."""
        return [*self._buttons]

    @property
    def first(self) -> str:
        """What is offered first."""
        return self.values[0]

    def set_value(self, value: str) -> None:
        """Choose a value, or none when it is empty."""
        self._group.setExclusive(False)
        for own, button in self._buttons.items():
            button.setChecked(own == value)
        self._group.setExclusive(True)

    def button(self, value: str) -> QPushButton:
        """Return the button of a value."""
        return self._buttons[value]


def _digits(choice: Choice) -> list[int]:
    """Return the keys of the values: from 1 on, and 0 for what is not coded."""
    return [0 if value == NOT_CODED else place for place, value in enumerate(choice.values, start=1)]


def _values(choice: Choice, *, numbered: bool) -> list[tuple[str, str, str]]:
    return [
        (value.value, _(word), f"{_(tip)} ({number})" if numbered else _(tip))
        for number, (value, (word, tip)) in zip(_digits(choice), choice.values.items(), strict=True)
    ]


def choice_rows(*, digits: bool = False, wraps: bool = False) -> dict[str, Choices]:
    """Return a row for each of `CHOICES` by its key; *digits* are the keys of the stances."""
    rows = {}
    for choice in CHOICES:
        numbered = digits and choice is STANCE
        values = _values(choice, numbered=numbered)
        rows[choice.key] = Choices(values, digits=numbered, stances=choice is STANCE, wraps=wraps)
        # a screen reader says it before the value
        rows[choice.key].setAccessibleName(choice.title)
    return rows
