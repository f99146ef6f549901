"""The facts of a stored document, to be corrected: one undo step when the user saves."""

import contextlib
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPushButton, QWidget

from desktop.core.changes import ChangeSet
from desktop.core.errors import UserError
from desktop.core.fields import DOCUMENT, FACTS, Field
from desktop.core.language import _
from desktop.core.own_fields import OwnField
from desktop.core.text import one_line
from desktop.core.values import DOCUMENT_KINDS, FactOrigin
from desktop.project.lookup import parse_date
from desktop.qt.parts.elided import ElidedLabel
from desktop.qt.parts.layouts import hbox, label, vbox
from desktop.qt.parts.own_field_rows import OwnFieldLine
from desktop.qt.session import Session
from desktop.qt.tips import tip
from desktop.store import edits, reads

# of the facts: how sure the date is follows from it, and participants are named in the text
FIELDS = [field for field in DOCUMENT if field.key in FACTS and field.key not in ("date_certainty", "date_note")]
_DATES = ("date", "event_date")


class FactsForm(QFrame):
    """Edit one document's facts; Enter saves, Escape leaves."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("question")
        self.setAccessibleName(_("Facts of the document"))
        self._session = session
        self._document_id = 0
        # what stood in the lines when they were filled
        self._begun: dict[str, str] = {}
        # what was stored when the user looked
        self._seen: dict[str, str] = {}
        self._title = ElidedLabel()
        self._title.setProperty("role", "title")
        self._sure = label(role="dim", wraps=True)
        self.lines: dict[str, QLineEdit] = {}
        self.told: dict[str, ElidedLabel] = {}
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("Kind"))
        self.kind.addItems(DOCUMENT_KINDS)
        self.save, self.cancel = QPushButton(_("Save")), QPushButton(_("Cancel"))
        self.save.setDefault(True)
        # each below its name: the form is as narrow as the panel
        fields = vbox(gap=2)
        for field in FIELDS:
            name, words = field.key, field.title
            told = self.told[name] = ElidedLabel()
            told.setProperty("role", "dim")
            fields.addWidget(told)
            if name == "kind":
                fields.addWidget(self.kind)
                continue
            line = self.lines[name] = QLineEdit()
            line.setAccessibleName(words)
            if name in _DATES:
                line.setPlaceholderText(_("2024-04-26, 2024-04, 2024 or --04-26"))
            line.returnPressed.connect(self.accept)
            fields.addWidget(line)
        # as many as the document has, and one more
        self.own: dict[str, QLineEdit] = {}
        self._own = vbox(gap=2)
        self.new_name, self.new_value = QLineEdit(), QLineEdit()
        for line, words in ((self.new_name, _("Own variable")), (self.new_value, _("Its value"))):
            line.setPlaceholderText(words)
            line.setAccessibleName(words)
            line.returnPressed.connect(self.accept)
        vbox(
            self._title,
            fields,
            self._own,
            hbox((self.new_name, 1), (self.new_value, 1), gap=4),
            hbox((self._sure, 1), self.cancel, self.save),
            1,
            on=self,
            margins=(16, 12, 16, 12),
            gap=10,
        )
        self.save.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.end)
        session.closing.connect(self.end)
        session.changed.connect(self._on_changed)
        self.hide()

    def begin(self, document_id: int) -> None:
        """Show a document's facts."""
        document = self._session.shown(reads.filtered.document, document_id)
        facts = document.facts
        self._document_id = document_id
        self._title.setText(one_line(facts.title or document.name, 160))
        for name, line in self.lines.items():
            line.setText(str(getattr(facts, name)))
            line.setCursorPosition(0)
        self.kind.setCurrentText(facts.kind)
        for field in FIELDS:
            self._tell(field, facts.origin(field.key))
        self._show_own(facts.variables)
        self._begun = self._entered()
        self._see()
        told = _("The date is {certainty}. {note}") if facts.date else ""
        self._sure.setText(told.format(certainty=_(facts.date_certainty.value), note=facts.date_note).strip())
        self.show()
        self.lines["title"].setFocus()

    def accept(self) -> None:
        """Save what was changed; a date that is none, and half an own variable, stay to be mended."""
        changes = {name: line.text() for name, line in self.lines.items()}
        changes["kind"] = self.kind.currentText()
        for name in _DATES:
            try:
                changes[name] = parse_date(changes[name].strip())
            except UserError as error:
                self._session.messages.error(str(error))
                self.lines[name].setFocus()
                self.lines[name].selectAll()
                return
        variables = {name: line.text() for name, line in self.own.items()}
        name, value = one_line(self.new_name.text()), one_line(self.new_value.text())
        if bool(name) != bool(value):
            self._session.messages.error(_("An own variable has a name and a value: write both, or none of them."))
            (self.new_value if name else self.new_name).setFocus()
            return
        if name:
            variables[name] = value
        # what was not touched stays as it is, whoever changed it meanwhile
        untouched = {name for name, text in self._entered().items() if text == self._begun.get(name)}
        changes = {name: value for name, value in changes.items() if name not in untouched}
        variables = {name: value for name, value in variables.items() if f"own:{name}" not in untouched}
        seen = {name: self._seen[name] for name in changes}
        if self._session.done(edits.documents.update_facts, self._document_id, changes, variables, seen):
            self.end()
        else:
            # who saves again has been told
            self._see()

    @property
    def is_begun(self) -> bool:
        """Whether something was written that is not saved."""
        return bool(self._document_id) and self._entered() != self._begun

    def end(self) -> None:
        """Close the form."""
        if self._document_id:
            self._document_id = 0
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def _entered(self) -> dict[str, str]:
        """Return what stands in each line."""
        own = {f"own:{name}": line.text() for name, line in self.own.items()}
        new = {"own": self.new_name.text(), "own value": self.new_value.text(), "kind": self.kind.currentText()}
        return {name: line.text() for name, line in self.lines.items()} | own | new

    def _see(self) -> None:
        """Take what is stored for what the user knows of."""
        with contextlib.suppress(UserError):
            facts = self._session.shown(reads.filtered.document, self._document_id).facts
            self._seen = {field.key: str(getattr(facts, field.key)) for field in FIELDS}

    def _show_own(self, variables: Iterable[tuple[str, str]]) -> None:
        """Give each own variable a line; one that is emptied goes."""
        while (item := self._own.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
        self.own = {}
        before: QWidget = self.lines.get(FIELDS[-1].key, self.kind)
        held = dict(variables)
        defined = {one.name: one for one in self._session.own_fields("document")}
        for name in dict.fromkeys((*defined, *held)):
            # what is defined is offered also where the document has it not
            line = OwnFieldLine(defined.get(name) or OwnField("document", name), self._session)
            line.setText(held.get(name, ""))
            self.own[name] = line
            line.setCursorPosition(0)
            line.returnPressed.connect(self.accept)
            head = ElidedLabel()
            head.setProperty("role", "dim")
            head.setText(name)
            self._own.addWidget(head)
            self._own.addWidget(line)
            # Tab comes to a new line last of all in the window
            self.setTabOrder(before, line)
            before = line
        self.new_name.clear()
        self.new_value.clear()

    def _tell(self, field: Field, origin: FactOrigin) -> None:
        """Say above a fact how sure it is and where it comes from, where that is known."""
        words = field.title
        if origin.origin:
            told = _("{fact} ({certainty}: {origin})")
            words = told.format(fact=words, certainty=_(origin.certainty.value), origin=origin.told)
        self.told[field.key].setText(words)
        self.told[field.key].setToolTip(tip(words if origin.origin else ""))
        (self.lines.get(field.key) or self.kind).setAccessibleDescription(words if origin.origin else "")

    def _on_changed(self, changes: ChangeSet) -> None:
        # undone or deleted meanwhile: what stands in the lines is no longer what is stored
        if self._document_id not in changes.ids("document"):
            return
        if changes.coder and self.is_begun and self._document_id not in changes.deleted("document"):
            told = _("{coder} has changed this document meanwhile ({action}). What you wrote still stands in the form.")
            self._session.messages.error(told.format(coder=changes.coder, action=changes.text))
        else:
            self.end()
