"""Choosing the scale of a project's stances, with what becomes of those that its claims have."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from desktop.core import phrases, scale
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.scale import KNOWN, NOT_CODED, Scale, fitting, key_of, made
from desktop.qt import theme
from desktop.qt.parts.layouts import hbox, label, resize_within_screen, vbox
from desktop.qt.session import Session
from desktop.store import edits, reads

OWN = "own"
_KINDS = (
    ("two", N_("two steps")),
    ("three", N_("three steps")),
    ("five", N_("five steps")),
    (OWN, N_("own words and values")),
)
_STEPS = 5


class ScaleDialog(QDialog):
    """Ask for a scale, show what each stance becomes and how many claims have it, and do it in one step of undo."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Scale of stances"))
        resize_within_screen(self, 620, 470)
        self._session = session
        self._old, self._used = session.read(reads.scale.scale), session.read(reads.scale.usage)
        self.kind = QComboBox()
        for key, words in _KINDS:
            self.kind.addItem(_(words), key)
        self.words = [QLineEdit() for _step in range(_STEPS)]
        self.values = [QDoubleSpinBox() for _step in range(_STEPS)]
        self.answers: dict[str, QComboBox] = {}
        self.told = label(wraps=True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._lay()
        known = next((key for key, one in KNOWN.items() if one == self._old), OWN)
        self.kind.setCurrentIndex(self.kind.findData(known))
        self._fill(self._old)
        self.kind.activated.connect(self._on_kind)
        for word, value in zip(self.words, self.values, strict=True):
            word.textEdited.connect(lambda _text: self._tell())
            value.valueChanged.connect(lambda _value: self._tell())
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)

    def scale(self) -> Scale:
        """Return the scale that is asked for.

        Raises:
            UserError: when it cannot be one.
        """
        kind = str(self.kind.currentData())
        if kind in KNOWN:
            return KNOWN[kind]
        given = ((word.text().strip(), value.value()) for word, value in zip(self.words, self.values, strict=True))
        named = {_(one.word): one for one in self._old.steps}
        told = []
        for word, value in given:
            if word:
                own = named.get(word)
                told.append((own.key if own else key_of(word), own.word if own else word, value))
        return made(told)

    def _lay(self) -> None:
        steps = QGridLayout()
        steps.setHorizontalSpacing(10)
        steps.addWidget(label(_("Step"), "section"), 0, 0)
        steps.addWidget(label(_("Value, −1 to 1"), "section"), 0, 1)
        for row, (word, value) in enumerate(zip(self.words, self.values, strict=True), start=1):
            word.setAccessibleName(_("Word of step {number}").format(number=row))
            value.setAccessibleName(_("Value of step {number}").format(number=row))
            value.setRange(-1, 1)
            value.setSingleStep(0.25)
            steps.addWidget(word, row, 0)
            steps.addWidget(value, row, 1)
        self._become = QGridLayout()
        self._become.setHorizontalSpacing(10)
        columns: QHBoxLayout = hbox((vbox(steps, 1), 1), (vbox(self._become, 1), 1), gap=24)
        about = label(_("Stances are told apart by shape and line as well as colour. A claim may be not coded."), "dim")
        about.setWordWrap(True)
        vbox(hbox(label(_("Scale")), self.kind, 1, gap=8), about, columns, 1, self.told, self.buttons,
             on=self, margins=(16, 14, 16, 12), gap=10)  # fmt: skip

    def _on_kind(self) -> None:
        kind = str(self.kind.currentData())
        self._fill(KNOWN.get(kind, self._old))

    def _fill(self, shown: Scale) -> None:
        is_own = self.kind.currentData() == OWN
        for at, (word, value) in enumerate(zip(self.words, self.values, strict=True)):
            step = shown.steps[at] if at < len(shown.steps) else None
            word.setText(_(step.word) if step else "")
            value.blockSignals(True)
            value.setValue(step.value if step else 0.0)
            value.blockSignals(False)
            word.setEnabled(is_own)
            value.setEnabled(is_own)
        self._tell()

    def _tell(self) -> None:
        """Show what each stance becomes, or why this is no scale."""
        try:
            new = self.scale()
        except UserError as error:
            self.told.setText(str(error))
            self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(False)
            return
        self.told.setText("")
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(True)
        while item := self._become.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.answers = {}
        self._become.addWidget(label(_("Now, and its claims"), "section"), 0, 0, 1, 2)
        self._become.addWidget(label(_("becomes"), "section"), 0, 2)
        fits = fitting(self._old, new)
        for row, step in enumerate(self._old.steps, start=1):
            shape = label()
            shape.setPixmap(theme.shape_icon(step.key, 12).pixmap(12, 12))
            self._become.addWidget(shape, row, 0)
            words = _("{stance} ({count:,})").format(stance=_(step.word), count=self._used.get(step.key, 0))
            self._become.addWidget(label(words), row, 1)
            answer = QComboBox()
            answer.setAccessibleName(_("What “{stance}” becomes").format(stance=_(step.word)))
            for one in new.all:
                answer.addItem(_(one.word), one.key)
            answer.setCurrentIndex(answer.findData(fits.get(step.key, NOT_CODED)))
            self._become.addWidget(answer, row, 2)
            self.answers[step.key] = answer

    def _take(self) -> None:
        answers = {key: str(box.currentData()) for key, box in self.answers.items()}
        new = self.scale()
        followers = self._session.read(edits.scale.following, new, answers)
        found = self._session.do(edits.scale.choose, new, answers)
        if found is not None:
            told = [_("The scale has {count} steps now.").format(count=len(scale.in_use().steps))]
            self._session.messages.hint(" ".join((*told, *([phrases.following(followers)] if followers else ()))))
            self.accept()
