"""Choosing a colour: a row of swatches that colour-blind readers can tell apart, or any other as #rrggbb."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QWidget

from desktop.core.language import N_, _
from desktop.qt import theme
from desktop.qt.parts.layouts import Space, hbox

NAMES = (
    N_("blue"),
    N_("vermilion"),
    N_("green"),
    N_("mauve"),
    N_("olive"),
    N_("steel blue"),
    N_("red"),
    N_("grey"),
)


class _Swatch(QAbstractButton):
    """One colour; empty is none."""

    def __init__(self, value: str, name: str) -> None:
        super().__init__()
        self.value = value
        self.setCheckable(True)
        self.setFixedSize(22, 26)
        self.setToolTip(f"{name} {value}".strip())
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the colour, crossed out for none, ringed when it is chosen or has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(4, 6, -4, -6)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(theme.color("ink" if self.isChecked() else "accent"), 1.6))
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen if self.value else QPen(theme.color("dim"), 1))
        painter.setBrush(QColor(self.value) if self.value else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        if not self.value:
            painter.drawLine(box.bottomLeft(), box.topRight())
        painter.end()


class ColorChoice(QWidget):
    """Choose a colour.

    Signals:
        picked(str): the user chose ``#rrggbb``, or none (empty).
    """

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._value = ""
        self._swatches = [_Swatch("", _("no colour of its own"))]
        self._swatches += [_Swatch(value.lower(), _(name)) for value, name in zip(theme.CATEGORY, NAMES, strict=True)]
        for swatch in self._swatches:
            swatch.clicked.connect(lambda on, value=swatch.value: self._pick(value))
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("#rrggbb"))
        self.line.setAccessibleName(_("Another colour"))
        self.line.setMinimumWidth(76)
        self.line.setMaximumWidth(96)
        self.line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.line.editingFinished.connect(lambda: self._pick(self.line.text().strip()))
        hbox(*self._swatches, Space(6), self.line, 1, on=self, gap=0)
        self.setFocusProxy(self.line)
        self.set_value("")

    @property
    def value(self) -> str:
        """What is chosen; empty for none."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show a colour."""
        self._value = value
        self.line.setText(value)
        for swatch in self._swatches:
            swatch.setChecked(swatch.value == value.lower())

    def _pick(self, value: str) -> None:
        if value == self._value:
            self.set_value(value)
            return
        self.set_value(value)
        self.picked.emit(value)
