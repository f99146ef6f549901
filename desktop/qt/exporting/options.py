"""What can be chosen of a table in the export panel: a line for each of its options."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from desktop.core.axes import FIELDS, field_of
from desktop.core.language import _
from desktop.core.matching import Candidate
from desktop.project.requests import Entry, Option
from desktop.qt.background import later
from desktop.qt.parts.claim_text import title_text
from desktop.qt.parts.field_choices import own_places
from desktop.qt.parts.type_ahead import ChoiceField
from desktop.qt.session import Session
from desktop.store import reads

# typing is not read at each key
PAUSE = 300


class ExportOptions(QWidget):
    """Ask for the options of a table; what was chosen of one stays for others that have the same option.

    Signals:
        changed(): something else is chosen.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._entry: Entry | None = None
        self._values: dict[str, str] = {}
        self.fields: dict[str, QWidget] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setVerticalSpacing(5)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._later = later(self, PAUSE, self.changed.emit)
        session.opened.connect(self._on_opened)

    def show_entry(self, entry: Entry) -> None:
        """Offer what can be chosen of a table."""
        if entry is self._entry:
            return
        self._entry = entry
        self.fields = {}
        while self._form.rowCount():
            self._form.removeRow(0)
        for option in entry.options:
            field = self.fields[option.key] = self._field(option)
            field.setAccessibleName(_(option.title))
            field.setToolTip(_(option.about))
            field.setEnabled(not option.needs or bool(self._values.get(option.needs)))
            if option.kind == "flag":
                self._form.addRow(field)
            else:
                self._form.addRow(_(option.title), field)
        self.setVisible(bool(entry.options))

    def set_values(self, values: Mapping[str, str]) -> None:
        """Choose values by the keys of their options; nothing is told."""
        self._values |= values
        entry, self._entry = self._entry, None
        if entry is not None:
            self.show_entry(entry)

    def values(self) -> dict[str, str]:
        """Return what is chosen of the table that is shown."""
        if self._entry is None:
            return {}
        return {option.key: self._value(option) for option in self._entry.options}

    def lacking(self) -> list[str]:
        """Return the names of what must still be chosen."""
        entry = self._entry
        return [] if entry is None else [_(one.title) for one in entry.options if one.needed and not self._value(one)]

    def _value(self, option: Option) -> str:
        if option.needs and not self._values.get(option.needs):
            return option.default
        value = self._values.get(option.key, option.default)
        allowed = [one for one, _name in option.choices]
        if option.kind == "axis":
            # what another table has of the same name may be none, and an own field may be gone
            known = {one for one in (*FIELDS, *own_places(self._session)) if option.takes(one)}
            allowed += [value] if {*value.split(">")} <= known else []
        return value if not allowed or value in allowed else option.default

    def _field(self, option: Option) -> QWidget:
        value = self._value(option)
        if option.kind in ("choice", "axis"):
            box = QComboBox()
            for one, name in option.choices:
                box.addItem(_(name), one)
            if option.kind == "axis":
                self._add_fields(box, option, value)
            box.setCurrentIndex(box.findData(value))
            # long names of choices are not to widen the panel
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
            box.currentIndexChanged.connect(lambda at: self._set(option.key, str(box.itemData(at))))
            return box
        if option.kind == "flag":
            flag = QCheckBox(_(option.title))
            flag.setChecked(bool(value))
            flag.toggled.connect(lambda on: self._set(option.key, "yes" if on else ""))
            return flag
        if option.kind in ("text", "coders"):
            line = QLineEdit(value)
            line.textEdited.connect(partial(self._set, option.key, later=True))
            return line
        choice = ChoiceField(_(option.title) if option.needed else _("all"), lambda: self._candidates(option.kind))
        number = self._number(option.kind, value)
        if number is None:
            # what was written for another table, or is gone
            self._values.pop(option.key, None)
        choice.set_chosen(number)
        choice.picked.connect(lambda number: self._set(option.key, self._name(option.kind, number)))
        if not option.needed:
            choice.textEdited.connect(lambda typed: None if typed else self._clear(option.key, choice))
        return choice

    def _add_fields(self, box: QComboBox, option: Option, value: str) -> None:
        """Offer every field that an axis can show behind the usual choices, and the one that is chosen."""
        for names in ([*FIELDS], own_places(self._session)):
            new = [name for name in names if option.takes(name) and box.findData(name) < 0]
            if new:
                box.insertSeparator(box.count())
            for name in new:
                box.addItem(field_of(name).called, name)
        if box.findData(value) < 0:
            box.addItem(value, value)

    def _clear(self, key: str, choice: ChoiceField) -> None:
        choice.chosen = None
        self._set(key, "")

    def _set(self, key: str, value: str, *, later: bool = False) -> None:
        self._values[key] = value
        for option in self._entry.options if self._entry is not None else ():
            if option.needs == key:
                self.fields[option.key].setEnabled(bool(value))
        if later:
            self._later.start()
        else:
            self.changed.emit()

    def _candidates(self, kind: str) -> list[Candidate[int]]:
        if kind == "document":
            return [
                Candidate(one.id, (title_text(one), one.name)) for one in self._session.shown(reads.filtered.documents)
            ]
        return self._session.candidates("actor")

    def _number(self, kind: str, value: str) -> int | None:
        if kind == "document":
            there = {str(one.id): one.id for one in self._session.shown(reads.filtered.documents)}
            return there.get(value)
        return next((one.id for one in self._session.actors().values() if one.key == value), None)

    def _name(self, kind: str, number: int) -> str:
        return str(number) if kind == "document" else self._session.actors()[number].key

    def _on_opened(self) -> None:
        # what was chosen may mean something else in another project
        for key in ("a", "b", "document"):
            self._values.pop(key, None)
        self.set_values({})
