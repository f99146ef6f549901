"""The questions about many topics or actors at once: what all of them get, into which they are merged, deletion."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QListWidget, QListWidgetItem, QRadioButton

from desktop.core import phrases
from desktop.core.language import _, ngettext
from desktop.core.values import ActorKind
from desktop.qt.codebook.form import ColorChoice
from desktop.qt.codebook.questions import Question
from desktop.qt.parts.choices import Choices
from desktop.qt.parts.layouts import hbox, label, tool
from desktop.qt.parts.name_field import EntryField
from desktop.qt.parts.own_field_rows import OwnFieldRows
from desktop.qt.session import Session
from desktop.store import edits

_NUMBER = Qt.ItemDataRole.UserRole
# pixels; more are scrolled to
_HIGH, _LOW = 130, 44


class ManyQuestion(Question):
    """Ask something of many entries of a table: those that are ticked."""

    def __init__(self, session: Session, table: str, numbers: list[int], heading: str, go: str) -> None:
        """Offer the entries of these *numbers*, all ticked."""
        super().__init__(heading, go)
        self._session, self._table = session, table
        self.entries = QListWidget()
        self.entries.setAccessibleName(_("Which are meant"))
        self.entries.setMaximumHeight(_HIGH)
        self.entries.setMinimumHeight(_LOW)
        names = session.entry_names(table)
        for number in numbers:
            item = QListWidgetItem(names.get(number, ""))
            item.setData(_NUMBER, number)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.entries.addItem(item)
        ticks = hbox(
            tool(_("All"), "flat", _("Tick all"), does=lambda: self._tick(Qt.CheckState.Checked)),
            tool(_("None"), "flat", _("Tick none"), does=lambda: self._tick(Qt.CheckState.Unchecked)),
            self.told,
            1,
        )
        self.body.addLayout(ticks)
        self.body.addWidget(self.entries)
        self.entries.itemChanged.connect(self._tell)

    @property
    def ticked(self) -> list[int]:
        """The entries that are meant."""
        items = (self.entries.item(row) for row in range(self.entries.count()))
        return [int(item.data(_NUMBER)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def is_ready(self) -> bool:
        """Tell whether what is asked is answered."""
        raise NotImplementedError

    def _tick(self, state: Qt.CheckState) -> None:
        for row in range(self.entries.count()):
            self.entries.item(row).setCheckState(state)

    def _tell(self) -> None:
        count = len(self.ticked)
        self.told.setText(ngettext("{count:,} is ticked", "{count:,} are ticked", count).format(count=count))
        self.go.setEnabled(bool(count) and self.is_ready())

    def _done(self, united: int | None) -> bool:
        """Tell how many claims went since others say the same; None where nothing was done, which is told already."""
        if united:
            self._session.messages.info(phrases.united(united))
        return united is not None


class FillQuestion(ManyQuestion):
    """Ask what many entries get: kind, colour, what they stand under, own fields; what is left empty stays."""

    def __init__(self, session: Session, table: str, numbers: list[int]) -> None:
        """Offer the entries of these *numbers*, all ticked."""
        heading = {"topic": _("Change many topics"), "actor": _("Change many actors")}[table]
        super().__init__(session, table, numbers, heading, _("Change"))
        self.kind = Choices([(kind.value, kind.value, "") for kind in ActorKind])
        self.kind.setAccessibleName(_("Kind"))
        self.color = ColorChoice()
        self.has_color = QCheckBox(_("Colour"))
        self.has_color.setToolTip(_("Ticked, all get this colour, or none of their own"))
        self.parent_field = EntryField(session, table, _("put under…"))
        self.parent_field.without = lambda: set(self.ticked)
        self.at_top = QCheckBox(_("at the top"))
        self.fields = OwnFieldRows(session, table)
        self.fields.show_values({})
        self.fields.left.connect(self._cancel)
        self.fields.entered.connect(self._act)
        form = QFormLayout()
        if table == "actor":
            form.addRow(self.kind)
        form.addRow(self.has_color, self.color)
        form.addRow(_("Belongs to") if table == "actor" else _("Theme"), hbox((self.parent_field, 1), self.at_top))
        self.body.addLayout(form)
        self.body.addWidget(self.fields)
        self.body.addWidget(
            label(_("What is left empty stays as it is. All of it is one step of undo."), "dim", wraps=True)
        )
        self.first = next(iter(self.fields.lines.values()), None) or self.entries
        for line in self.fields.lines.values():
            line.textChanged.connect(self._tell)
        self.kind.picked.connect(self._tell)
        self.color.picked.connect(lambda: self.has_color.setChecked(True))
        self.has_color.toggled.connect(self._tell)
        self.parent_field.chosen_changed.connect(self._tell)
        self.at_top.toggled.connect(self._tell)
        self._tell()

    def is_ready(self) -> bool:
        """Tell whether anything is to be changed."""
        return bool(
            any(line.text().strip() for line in self.fields.lines.values())
            or self.kind.value
            or self.has_color.isChecked()
            or self.parent_field.chosen
            or self.at_top.isChecked()
        )

    def act(self) -> bool:
        """Write all of it, or nothing: what does not fit is told, and stays to be mended."""
        values = {"kind": self.kind.value} if self.kind.value else {}
        if self.has_color.isChecked():
            values["color"] = self.color.value
        texts = {line.field.name: line.text().strip() for line in self.fields.lines.values()}
        changed = self._session.do(
            edits.codebook_many.change,
            self._table,
            self.ticked,
            values,
            parent_id=self.parent_field.chosen[0] if self.parent_field.chosen else None,
            at_top=self.at_top.isChecked() and not self.parent_field.chosen,
            own={name: text for name, text in texts.items() if text},
        )
        return changed is not None


class MergeManyQuestion(ManyQuestion):
    """Ask into which entry many are merged."""

    def __init__(self, session: Session, table: str, numbers: list[int]) -> None:
        """Offer the entries of these *numbers*, all ticked."""
        heading, prompt = {
            "actor": (_("Merge many actors into one"), _("actor that remains…")),
            "topic": (_("Merge many topics into one"), _("topic that remains…")),
        }[table]
        super().__init__(session, table, numbers, heading, _("Merge"))
        self.target = EntryField(session, table, prompt)
        self.first = self.target.line
        self.body.addWidget(self.target)
        about = _("All their claims, names, memos and what stands under them go to the one that remains.")
        self.body.addWidget(label(about, "dim", wraps=True))
        self.target.chosen_changed.connect(self._tell)
        self.target.completed.connect(self._act)
        self._tell()

    def is_ready(self) -> bool:
        """Tell whether it is said which remains, and another is ticked."""
        return bool(self.target.chosen) and bool({*self.ticked} - {*self.target.chosen})

    def act(self) -> bool:
        """Merge; one of those that are ticked may be what remains."""
        target = self.target.chosen[0]
        sources = [one for one in self.ticked if one != target]
        return self._done(self._session.do(edits.codebook_many.merge, self._table, sources, target))


class DeleteManyQuestion(ManyQuestion):
    """Ask what becomes of the claims of many entries that are deleted."""

    def __init__(self, session: Session, table: str, numbers: list[int], claims: int) -> None:
        """Offer the entries of these *numbers*, all ticked, which have so many *claims*."""
        heading, move, prompt = {
            "actor": (
                _("Delete many actors?"),
                _("Move their claims to another actor:"),
                _("actor that gets the claims…"),
            ),
            "topic": (
                _("Delete many topics?"),
                _("Move their claims to another topic:"),
                _("topic that gets the claims…"),
            ),
        }[table]
        super().__init__(session, table, numbers, heading, _("Delete"))
        self._claims = claims
        delete = ngettext("Delete {count:,} claim with its memos", "Delete {count:,} claims with their memos", claims)
        self.moving, self.deleting = QRadioButton(move), QRadioButton(delete.format(count=claims))
        self.target = EntryField(session, table, prompt)
        self.target.without = lambda: set(self.ticked)
        self.first = self.target.line if claims else self.go
        if claims:
            for widget in (self.moving, self.target, self.deleting):
                self.body.addWidget(widget)
        about = _("What stands under them moves up; their memos are deleted. All of it is one step of undo.")
        self.body.addWidget(label(about, "dim", wraps=True))
        self.moving.setChecked(True)
        self.moving.toggled.connect(self._tell)
        self.target.chosen_changed.connect(self._tell)
        self._tell()

    def is_ready(self) -> bool:
        """Tell whether it is said what becomes of the claims."""
        return not self._claims or self.deleting.isChecked() or bool(self.target.chosen)

    def act(self) -> bool:
        """Delete."""
        moving = bool(self._claims) and self.moving.isChecked()
        return self._done(
            self._session.do(
                edits.codebook_many.delete,
                self._table,
                self.ticked,
                move_to=self.target.chosen[0] if moving else None,
                with_claims=bool(self._claims) and not moving,
            )
        )
