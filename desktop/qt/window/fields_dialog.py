"""The fields that a project has of its own: made, defined, ordered, and changed with a look at what would not fit."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QWidget,
)

from desktop.core.changes import ChangeSet
from desktop.core.errors import UserError
from desktop.core.language import _, ngettext
from desktop.core.own_fields import KINDS, OWNERS, OwnField
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.layouts import hbox, label, push, resize_within_screen, splitter, vbox
from desktop.qt.session import Session
from desktop.qt.tips import tip
from desktop.store import edits, reads

_PLACE = int(Qt.ItemDataRole.UserRole)
# values that are named before a question
_NAMED = 8


class FieldsDialog(QDialog):
    """List the fields at the left; at the right what the chosen one is, or what a new one shall be.

    It blocks nothing; each change is one step of undo.
    """

    def __init__(self, session: Session, dialogs: FileDialogs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Own fields"))
        resize_within_screen(self, 760, 520)
        self._session, self._dialogs = session, dialogs
        self._chosen: OwnField | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(_("Own fields"))
        self.list.currentItemChanged.connect(lambda *_items: self._show_chosen())
        self.owner, self.kind = QComboBox(), QComboBox()
        for key, words in OWNERS.items():
            self.owner.addItem(_(words), key)
        for kind in KINDS.values():
            self.kind.addItem(_(kind.word), kind.key)
        self.name, self.preset = QLineEdit(), QLineEdit()
        self.definition, self.values = QPlainTextEdit(), QPlainTextEdit()
        self.values.setPlaceholderText(_("One in each line, in the order in which they are offered"))
        self.definition.setPlaceholderText(_("What coders shall mean by it"))
        self.used = label(role="dim", wraps=True)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        self._values_words = label(_("Values"))
        self._preset_words = label(_("Default"))
        rows: list[tuple[QLabel, QWidget]] = [
            (label(_("Field of")), self.owner),
            (label(_("Name")), self.name),
            (label(_("Kind")), self.kind),
            (self._values_words, self.values),
            (self._preset_words, self.preset),
            (label(_("Definition")), self.definition),
        ]
        for head, part in rows:
            form.addRow(head, part)
            part.setAccessibleName(head.text())
            # Tab leaves a text, as it leaves every other field
            if isinstance(part, QPlainTextEdit):
                part.setTabChangesFocus(True)
        self.save = push(_("Save"), does=self.accept_field)
        self.new = push(_("New field"), does=self.begin)
        self.up, self.down = push(_("Up"), "flat", does=lambda: self._move(-1)), push(_("Down"), "flat")
        self.down.clicked.connect(lambda: self._move(1))
        self.merge = push(_("Merge into…"), "flat", does=self._merge)
        self.delete = push(_("Delete…"), "flat", does=self._delete)
        close = push(_("Close"), does=self.close)
        for button in (self.save, self.new, self.up, self.down, self.merge, self.delete, close):
            button.setAutoDefault(False)
        left, right = QWidget(), QWidget()
        vbox((self.list, 1), hbox(self.new, 1, self.up, self.down, gap=4), on=left, margins=(0, 0, 6, 0), gap=8)
        actions = hbox(self.merge, self.delete, 1, self.save, gap=6)
        vbox(form, self.used, 1, actions, on=right, margins=(6, 0, 0, 0), gap=8)
        both = splitter((left, 1), (right, 2), sizes=(250, 480))
        vbox((both, 1), hbox(1, close), on=self, margins=(14, 14, 14, 12), gap=12)
        self.kind.currentIndexChanged.connect(self._fit)
        self.owner.currentIndexChanged.connect(self._fit)
        session.changed.connect(self._on_changed)
        session.closing.connect(self.close)
        self._fill()
        if not self.list.count():
            self.begin()

    def begin(self) -> None:
        """Ask for a new field."""
        self.list.setCurrentRow(-1)
        self._show(None)
        self.name.setFocus()

    def accept_field(self) -> None:
        """Make the new field, or change the chosen one; what things would lose is asked before."""
        values = tuple(line for line in self.values.toPlainText().splitlines() if line.strip())
        old = self._chosen
        new = OwnField(
            str(self.owner.currentData()),
            self.name.text(),
            str(self.kind.currentData()),
            self.definition.toPlainText(),
            self.preset.text(),
            values if KINDS[str(self.kind.currentData())].listed else (),
        )
        if old is None:
            if self._session.do(edits.own_fields.make, new) is not None:
                self._choose(new.name.strip())
            return
        if self._change(old, replace(new, id=old.id, uuid=old.uuid)):
            self._choose(new.name.strip())

    def _change(self, old: OwnField, new: OwnField) -> bool:
        """Change what differs; stop where the user does not want it, or it cannot be."""
        if new.kind != old.kind or (new.made.listed and {*new.choices} != {*old.choices}):
            try:
                found = self._session.read(edits.own_fields.misfits, old, replace(new, name=old.name, preset=""))
            except UserError as error:
                self._session.messages.error(str(error))
                return False
            if found.values and not self._is_dropped(old, found.values):
                return False
            choices = new.choices or found.field.choices
            if not self._session.done(edits.own_fields.retype, old, new.kind, choices, drop=True):
                return False
            old = self._there(old)
            new = replace(new, id=old.id, choices=choices)
        told = (new.definition.strip(), new.preset.strip(), new.choices)
        if told != (old.definition, old.preset, old.choices):
            changes = {"definition": new.definition, "preset": new.preset}
            if not self._session.done(edits.own_fields.change, old, **changes, choices=new.choices or None):
                return False
            old = self._there(old)
        return new.name.strip() == old.name or self._session.done(edits.own_fields.rename, old, new.name)

    def _there(self, field: OwnField) -> OwnField:
        """Return a field as it stands now; one that nobody had defined has a row now."""
        known = self._session.read(reads.own_fields.fields, field.owner)
        return next(one for one in known if one.id == field.id or (not field.id and one.name == field.name))

    def _is_dropped(self, field: OwnField, values: "dict[str, int] | object") -> bool:
        assert isinstance(values, dict)
        named = ", ".join(f"“{value}” ({count:,})" for value, count in [*values.items()][:_NAMED])
        sentence = ngettext(
            "{count:,} value does not fit “{name}” then and would go: {values}. Undo brings it back.",
            "{count:,} values do not fit “{name}” then and would go: {values}. Undo brings them back.",
            len(values),
        )
        question = sentence.format(count=len(values), name=field.name, values=named)
        return self._dialogs.confirm(self, _("Own fields"), question, _("Let them go"))

    def _merge(self) -> None:
        field = self._chosen
        if field is None:
            return
        others = [one for one in self._fields() if one.owner == field.owner and one.place != field.place]
        if not others:
            self._session.messages.error(_("There is no other field of the same things to merge it into."))
            return
        question = _("The field that “{name}” becomes a part of:").format(name=field.name)
        names = [one.name for one in others]
        name, accepted = QInputDialog.getItem(self, _("Merge field"), tip(question), names, 0, False)
        if accepted and self._session.done(edits.own_fields.merge, field, others[names.index(name)]):
            self._choose(name)

    def _delete(self) -> None:
        field = self._chosen
        if field is None:
            return
        count = self._session.read(reads.own_fields.holders, field)
        sentence = ngettext(
            "“{name}” goes, with its value of {count:,} thing. Undo brings it back.",
            "“{name}” goes, with its values of {count:,} things. Undo brings them back.",
            count,
        )
        question = sentence.format(name=field.name, count=count)
        if not count or self._dialogs.confirm(self, _("Delete field"), question, _("Delete")):
            self._session.done(edits.own_fields.delete, field)

    def _move(self, way: int) -> None:
        fields, at = self._fields(), self.list.currentRow()
        if 0 <= at < len(fields) and 0 <= at + way < len(fields):
            fields[at], fields[at + way] = fields[at + way], fields[at]
            if self._session.done(edits.own_fields.reorder, fields):
                self._choose(fields[at + way].name, fields[at + way].owner)

    def _fields(self) -> list[OwnField]:
        return self._session.read(reads.own_fields.fields) if self._session.is_open else []

    def _fill(self) -> None:
        chosen = self._chosen
        fields = self._fields()
        self.list.blockSignals(True)
        self.list.clear()
        for one in fields:
            item = QListWidgetItem(_("{name} — {owner}").format(name=one.name, owner=_(OWNERS[one.owner])))
            item.setData(_PLACE, one.place)
            item.setToolTip(tip(one.definition or _(one.made.word)))
            self.list.addItem(item)
        self.list.blockSignals(False)
        if chosen is not None:
            self._choose(chosen.name, chosen.owner)
        elif fields and self.list.currentRow() < 0 and not self.name.text():
            self.list.setCurrentRow(0)

    def _choose(self, name: str, owner: str = "") -> None:
        fields = self._fields()
        at = next((at for at, one in enumerate(fields) if one.name == name and owner in ("", one.owner)), -1)
        if self.list.currentRow() != at:
            self.list.setCurrentRow(at)
        else:
            self._show_chosen()

    def _show_chosen(self) -> None:
        item = self.list.currentItem()
        place = item.data(_PLACE) if item is not None else ""
        self._show(next((one for one in self._fields() if one.place == place), None))

    def _show(self, field: OwnField | None) -> None:
        self._chosen = field
        shown = field or OwnField("claim", "")
        self.owner.setCurrentIndex(self.owner.findData(shown.owner))
        # what things have of it stays theirs
        self.owner.setEnabled(field is None)
        self.kind.setCurrentIndex(self.kind.findData(shown.kind))
        self.name.setText(shown.name)
        self.preset.setText(shown.preset)
        self.values.setPlainText("\n".join(shown.choices))
        self.definition.setPlainText(shown.definition)
        self.save.setText(_("Save") if field else _("Make field"))
        for button in (self.merge, self.delete, self.up, self.down):
            button.setEnabled(field is not None)
        self.used.setText(self._told(field) if field else "")
        self._fit()

    def _told(self, field: OwnField) -> str:
        counts = [*self._session.read(reads.own_fields.counts, field).items()]
        if not counts:
            return _("Nothing has a value of it yet.")
        named = ", ".join(f"{field.shown(value)} {count:,}" for value, count in counts[:_NAMED])
        more = len(counts) - _NAMED
        return named + (
            ngettext(", and {count:,} more", ", and {count:,} more", more).format(count=more) if more > 0 else ""
        )

    def _fit(self) -> None:
        is_listed = KINDS[str(self.kind.currentData())].listed
        for part in (self.values, self._values_words):
            part.setVisible(is_listed)
        for other in (self.preset, self._preset_words):
            other.setVisible(self.owner.currentData() == "claim")

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("own_field"):
            self._fill()
        elif changes.touches("claim_value", "actor", "topic", "document") and self._chosen is not None:
            self.used.setText(self._told(self._chosen))
