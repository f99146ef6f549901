"""The encoding in which a file is read, and what decided it: a list to choose another from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from desktop.core.language import N_, _
from desktop.project.reading import ENCODINGS
from desktop.qt.parts.layouts import label

_ORIGIN = {"guessed": N_("guessed"), "chosen": N_("your choice"), "declared": N_("declared in the file")}


class EncodingBox(QComboBox):
    """List encodings.

    Attributes:
        label: stands beside it and says what decided the encoding.

    Signals:
        chosen(str): the user wants the file read so.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.label = label(_("Encoding"), "dim")
        self.setAccessibleName(_("Encoding"))
        self.setMinimumContentsLength(12)
        self.addItems(ENCODINGS)
        self.activated.connect(lambda _: self.chosen.emit(self.currentText()))

    def tell(self, encoding: str, origin: str = "", *, always: bool = False) -> None:
        """Show an *encoding* and what decided it; without one it is hidden, unless it shall be there *always*."""
        for part in (self.label, self):
            part.setVisible(bool(encoding) or always)
        if not encoding:
            self.setCurrentIndex(-1)
            self.label.setText(_("Encoding"))
            return
        if self.findText(encoding) < 0:
            self.addItem(encoding)
        self.setCurrentText(encoding)
        told = _("Encoding ({origin})") if origin else _("Encoding")
        self.label.setText(told.format(origin=_(_ORIGIN.get(origin, origin))))
