"""The question that fills own fields of many topics or actors at once."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop.core.language import _, ngettext
from desktop.qt.codebook.questions import Question
from desktop.qt.parts.layouts import hbox, label, tool
from desktop.qt.parts.own_field_rows import OwnFieldRows
from desktop.qt.session import Session
from desktop.store import edits

_NUMBER = Qt.ItemDataRole.UserRole
# pixels; more are scrolled to
_HIGH = 180


class FillQuestion(Question):
    """Ask what many entries have of their fields: those that are ticked get what is written; an empty line is left."""

    def __init__(self, session: Session, table: str, numbers: list[int]) -> None:
        """Offer the entries of these *numbers*, all ticked."""
        heading = {"topic": _("Fill fields of many topics"), "actor": _("Fill fields of many actors")}[table]
        super().__init__(heading, _("Fill"))
        self._session = session
        self.entries = QListWidget()
        self.entries.setAccessibleName(_("Which get it"))
        self.entries.setMaximumHeight(_HIGH)
        names = session.entry_names(table)
        for number in numbers:
            item = QListWidgetItem(names.get(number, ""))
            item.setData(_NUMBER, number)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.entries.addItem(item)
        self.fields = OwnFieldRows(session, table)
        self.fields.show_values({})
        self.fields.left.connect(self._cancel)
        self.fields.entered.connect(self._act)
        ticks = hbox(
            tool(_("All"), "flat", _("Tick all"), does=lambda: self._tick(Qt.CheckState.Checked)),
            tool(_("None"), "flat", _("Tick none"), does=lambda: self._tick(Qt.CheckState.Unchecked)),
            self.told,
            1,
        )
        self.body.addLayout(ticks)
        self.body.addWidget(self.entries)
        self.body.addWidget(self.fields)
        self.body.addWidget(label(_("What is left empty stays as it is."), "dim", wraps=True))
        first = next(iter(self.fields.lines.values()), None)
        self.first = first or self.go
        for line in self.fields.lines.values():
            line.textChanged.connect(self._tell)
        self.entries.itemChanged.connect(self._tell)
        self._tell()

    @property
    def ticked(self) -> list[int]:
        """The entries that get it."""
        items = (self.entries.item(row) for row in range(self.entries.count()))
        return [int(item.data(_NUMBER)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def act(self) -> bool:
        """Write each line that holds something; what does not fit is told, and stays to be mended."""
        ticked, done = self.ticked, True
        for line in self.fields.lines.values():
            text = line.text().strip()
            if text and self._session.done(edits.own_fields.set_value, line.field, ticked, text):
                line.clear()
            elif text:
                done = False
        return done

    def _tick(self, state: Qt.CheckState) -> None:
        for row in range(self.entries.count()):
            self.entries.item(row).setCheckState(state)

    def _tell(self) -> None:
        count = len(self.ticked)
        self.told.setText(ngettext("{count:,} is ticked", "{count:,} are ticked", count).format(count=count))
        self.go.setEnabled(bool(count) and any(line.text().strip() for line in self.fields.lines.values()))
