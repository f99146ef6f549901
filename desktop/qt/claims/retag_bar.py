"""What can be done with the chosen claims, in a bar below their list."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QToolButton, QWidget

from desktop.core import phrases
from desktop.core.claim_fields import CHOICES
from desktop.core.language import N_, _
from desktop.core.memos import MemoTarget
from desktop.qt.parts.choices import Choices, choice_rows
from desktop.qt.parts.elided import FlowLayout
from desktop.qt.parts.layouts import hbox, label, push, tool, vbox
from desktop.qt.parts.memo_field import MemoField
from desktop.qt.parts.name_field import NameField
from desktop.qt.parts.own_field_rows import OwnFieldLine
from desktop.qt.session import Session
from desktop.store import edits, reads
from desktop.store.edits.claims_many import Retag

if TYPE_CHECKING:
    from desktop.core.own_fields import OwnField

HINT = N_("Choose rows to change many at once; Enter opens a claim, Ctrl+C copies.")
_MODES = [
    ("replace", N_("instead"), N_("these take the place of the actors of each claim")),
    ("add", N_("add"), N_("these are put behind the actors of each claim")),
    ("remove", N_("remove"), N_("these are taken from each claim")),
]
# what opens a field: the button's words, those before the field, those of the button that does it
_FIELDS = {
    "topic": (N_("Topic…"), N_("Topic:"), N_("Set")),
    "actors": (N_("Actors…"), N_("Actors:"), N_("Set")),
    "twice": (N_("Duplicate onto…"), N_("Duplicate onto:"), N_("Duplicate")),
    "memo": (N_("Memo…"), N_("Memo:"), N_("Done")),
    "own": (N_("Own field…"), N_("Field:"), N_("Set")),
}


class RetagBar(QFrame):
    """Change the chosen claims: a click sets what is one of a few words; topic, actors and memo open a field above.

    Signals:
        copy_wanted(): the chosen rows are to be copied.
        finished(): the field was closed; the focus belongs to the list again.
    """

    copy_wanted = Signal()
    finished = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("retagBar")
        self._session = session
        self._ids: tuple[int, ...] = ()
        self._doing = ""
        self.told = label(_(HINT), "dim")
        self.choices = choice_rows()
        session.scale_changed.connect(self.choices["stance"].offer_stances)
        self.topic, self.actors, self.twice, self.memo, self.own = (
            _button(_(words), "", partial(self.open_field, what)) for what, (words, _label, _go) in _FIELDS.items()
        )
        self.copy = _button(_("Copy"), _("Ctrl+C"), self.copy_wanted.emit)
        self.delete = _button(_("Delete"), _("Del"), self.delete_chosen)
        self._tools = QWidget()
        self.field = QWidget()
        self.field_label = label(role="dim")
        self.name = NameField(session, "topic", several=False, floats=False)
        self.who = NameField(session, "actor", several=True, floats=False)
        self.mode = Choices([(key, _(title), _(about)) for key, title, about in _MODES])
        self.mode.set_value("replace")
        self.memo_field = MemoField(session, _("Memo…"))
        self.which = QComboBox()
        self.which.setAccessibleName(_("Own field"))
        self.which.currentIndexChanged.connect(self._take_field)
        # a line for the field that is chosen
        self._lines = vbox(gap=0)
        self.line: OwnFieldLine | None = None
        self.apply = push(_("Set"), does=self._apply)
        self._build()
        self._connect()
        self.close_field()
        self.set_ids(())

    def _build(self) -> None:
        buttons = (self.topic, self.actors, self.own, self.twice, self.memo, self.copy, self.delete)
        # in several lines where there is little room: the chosen claims make no window wider than its screen
        self._flow = FlowLayout(*self.choices.values(), *buttons, on=self._tools, even=False, gap=6)
        fields = ((self.name, 1), (self.who, 1), (self.memo_field, 1), self.which, (self._lines, 1))
        line = hbox(self.field_label, self.mode, *fields, self.apply, gap=8)
        vbox(self.name.suggestions, self.who.suggestions, line, on=self.field, gap=4)
        vbox(self.field, hbox(self.told, (self._tools, 1), gap=10), on=self, margins=(14, 7, 14, 7), gap=8)

    def _connect(self) -> None:
        for choice in CHOICES:
            self.choices[choice.key].picked.connect(
                lambda value, choice=choice: self._retag(Retag(chosen={choice.key: choice.parse(value)}))
            )
        self.name.completed.connect(self._apply)
        self.who.completed.connect(self._apply)

    @property
    def ids(self) -> tuple[int, ...]:
        """The claims that are chosen."""
        return self._ids

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high with the buttons as without: the list above must not move when a row is chosen."""
        super().resizeEvent(event)
        told = self.fontMetrics().horizontalAdvance(_("{count:,} chosen").format(count=100_000))
        self.setMinimumHeight(self._flow.heightForWidth(event.size().width() - told - 38) + 16)

    def set_ids(self, ids: tuple[int, ...]) -> None:
        """Say which claims are chosen."""
        if ids != self._ids or not ids:
            self._ids = ids
            if self._doing == "memo" or not ids:
                self.close_field()
        # the words first: beside the buttons the long ones would widen the window
        self.told.setText(_("{count:,} chosen").format(count=len(ids)) if ids else _(HINT))
        self.memo.setVisible(len(ids) == 1)
        self.own.setVisible(bool(self._session.own_fields("claim")))
        self._tools.setVisible(bool(ids))
        self._show_common()

    def open_field(self, what: str) -> None:
        """Open the field for ``topic``, ``actors``, ``twice`` (a topic to duplicate onto), ``memo`` or ``own``."""
        if not self._ids:
            return
        self._doing = what
        _words, before, go = _FIELDS[what]
        self.field_label.setText(_(before))
        self.apply.setText(_(go))
        self.name.setVisible(what in ("topic", "twice"))
        self.who.setVisible(what == "actors")
        self.mode.setVisible(what == "actors")
        self.memo_field.setVisible(what == "memo")
        self.which.setVisible(what == "own")
        self._offer_fields(what == "own")
        self.name.set_chosen(())
        self.who.set_chosen(())
        self.field.show()
        if what == "memo":
            self.memo_field.set_target(MemoTarget(claim_id=self._ids[0]))
            self.memo_field.setFocus()
        elif what == "own":
            self.which.setFocus()
        else:
            (self.who if what == "actors" else self.name).line.setFocus()

    def _offer_fields(self, wanted: bool) -> None:
        """Offer the own fields of claims, the one that was chosen last again."""
        before = self.which.currentText()
        self.which.clear()
        for field in self._session.own_fields("claim") if wanted else ():
            self.which.addItem(field.name, field)
        self.which.setCurrentIndex(max(0, self.which.findText(before)) if self.which.count() else -1)
        self._take_field()

    def _take_field(self) -> None:
        """Show a line for the field that is chosen."""
        field: OwnField | None = self.which.currentData()
        if self.line is not None and field == self.line.field:
            return
        if self.line is not None:
            self.line.hide()
            self.line.deleteLater()
            self.line = None
        if field is not None:
            self.line = OwnFieldLine(field, self._session)
            self.line.returnPressed.connect(self._apply)
            self._lines.addWidget(self.line)
            self.setTabOrder(self.which, self.line)

    def close_field(self) -> None:
        """Close the field above the buttons."""
        self.memo_field.set_target(None)
        self._doing = ""
        self.name.suggestions.hide()
        self.who.suggestions.hide()
        self.field.hide()

    def delete_chosen(self) -> None:
        """Delete the chosen claims; undo brings them back."""
        if self._ids:
            self._session.done(edits.claims.delete, list(self._ids))
            self.finished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the field by Escape."""
        if event.key() == Qt.Key.Key_Escape and self._doing:
            self.close_field()
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def _apply(self) -> None:
        if self._doing in ("topic", "twice"):
            if not self.name.take_typed():
                return
            (topic,) = self.name.chosen
            if self._doing == "topic":
                self._retag(Retag(topic_id=topic))
            else:
                self._session.do(edits.claims_many.duplicate, self._ids, topic, {"topic": self.name.made})
        elif self._doing == "own":
            # a value that does not fit stays to be mended
            if self.line is None or not self._set_own(self.line):
                return
        elif self._doing == "actors":
            if not self.who.take_typed():
                return
            actors = self.who.chosen
            self._retag(
                {
                    "replace": Retag(actor_ids=actors),
                    "add": Retag(add_actor_ids=actors),
                    "remove": Retag(remove_actor_ids=actors),
                }[self.mode.value or "replace"]
            )
        self.close_field()
        self.finished.emit()

    def _set_own(self, line: OwnFieldLine) -> bool:
        return self._session.done(edits.own_fields.set_value, line.field, self._ids, line.text())

    def _retag(self, new: Retag) -> None:
        made = {"topic": self.name.made, "actor": self.who.made}
        changed = self._session.do(edits.claims_many.retag, self._ids, new, made)
        if changed is not None and changed[1]:
            self._session.messages.info(phrases.united(changed[1]))
        self._show_common()

    def _show_common(self) -> None:
        """Show what all chosen claims say alike; nothing of many, which would have to be read."""
        claims = self._session.read(reads.project.claims, ids=list(self._ids)) if 0 < len(self._ids) <= 200 else []
        for key, row in self.choices.items():
            values = {getattr(claim, key).value for claim in claims}
            row.set_value(values.pop() if len(values) == 1 else "")


def _button(words: str, tip: str, does: Callable[[], object]) -> QToolButton:
    button = tool(words, "pill", tip, does=does)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
