"""Where an actor belongs from when until when, in the form of the codebook: two lines each, and two for a new one."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.core.language import _
from desktop.core.memberships import Membership
from desktop.core.values import Actor
from desktop.qt.parts.layouts import hbox, label, tool, vbox
from desktop.qt.parts.name_field import NEW, EntryField
from desktop.qt.parts.popup_list import PopupRow
from desktop.qt.session import Session
from desktop.qt.tips import tip
from desktop.store import edits

_DATE = 92


class OrganisationField(EntryField):
    """Choose an organisation of the codebook; one that is not there yet is made with its first member."""

    def _new(self, typed: str, rows: list[PopupRow]) -> list[PopupRow]:
        there = any(row.text.casefold() == typed.casefold() for row in rows)
        return [] if there else [PopupRow(NEW, _("+ new organisation “{name}”").format(name=typed))]


class MembershipRow(QWidget):
    """One membership; of a new one only what was typed.

    Signals:
        written(): something was chosen, or a line was left with another text than was shown.
        removed(): it is to be deleted.
    """

    written = Signal()
    removed = Signal()

    def __init__(self, session: Session, shown: Membership | None) -> None:
        super().__init__()
        self._session = session
        self.shown = shown
        kind = OrganisationField if shown is None else EntryField
        self.organisation = kind(session, "actor", _("another organisation…") if shown is None else _("none"))
        self.role, self.since, self.until = QLineEdit(), QLineEdit(), QLineEdit()
        for line, prompt, about in (
            (self.role, _("role there"), _("What the actor is there")),
            (self.since, _("from"), _("The first date in it, such as 2022-03; empty where nobody knows of one")),
            (self.until, _("until"), _("The last date in it, which is included; empty where it goes on")),
        ):
            line.setPlaceholderText(prompt)
            line.setAccessibleName(about)
            line.setToolTip(tip(about))
            line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            line.editingFinished.connect(self._leave)
        for line in (self.since, self.until):
            line.setMaximumWidth(_DATE)
        self.remove = tool("×", "flat", _("Let the actor belong there no more"), does=self.removed.emit)
        self.remove.setVisible(shown is not None)
        vbox(
            hbox((self.organisation, 1), self.remove, gap=4),
            hbox((self.role, 1), self.since, self.until, gap=6),
            on=self,
            margins=(0, 0, 0, 4),
            gap=4,
        )
        if shown is not None:
            self.show_stored(shown)
        self.organisation.chosen_changed.connect(self.written)

    def show_stored(self, one: Membership) -> None:
        """Show what is stored, but in a line that is being written."""
        self.shown = one
        actors = self._session.entries("actor")
        number = next((key for key, actor in actors.items() if actor.key == one.organisation), 0)
        if not self.organisation.line.hasFocus():
            self.organisation.set_chosen((number,) if number else ())
            self.organisation.line.deselect()
            self.organisation.line.setCursorPosition(0)
        for line, text in ((self.role, one.role), (self.since, one.since), (self.until, one.until)):
            if line.text() != text and not (line.hasFocus() and line.isModified()):
                line.setText(text)

    @property
    def made(self) -> str:
        """The name of an organisation that is to be made; empty for one that is there."""
        return dict(self.organisation.made).get(next(iter(self.organisation.chosen), 0), "")

    @property
    def value(self) -> Membership | None:
        """What stands there; None without an organisation. One that is to be made has no key yet."""
        chosen = self.organisation.chosen
        actor = self._session.entries("actor").get(chosen[0]) if chosen else None
        if actor is None and not self.made:
            return None
        return Membership(
            actor.key if actor is not None else "",
            self.since.text().strip(),
            self.until.text().strip(),
            self.role.text().strip(),
        )

    def _leave(self) -> None:
        one = self.shown
        if one is None or (self.role.text(), self.since.text(), self.until.text()) != (one.role, one.since, one.until):
            self.written.emit()


class MembershipRows(QWidget):
    """Show where an actor belongs with its dates, and let it be changed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._actor: Actor | None = None
        self._is_writing = False
        self.rows: list[MembershipRow] = []
        self.new: MembershipRow | None = None
        self.heading = label(_("ORGANISATIONS, FROM WHEN UNTIL WHEN"), "section")
        self.heading.setToolTip(_("A claim counts for those to which the actor belonged on the date of the document"))
        self._lay = vbox(gap=2)
        vbox(self.heading, self._lay, on=self, margins=(0, 8, 0, 0), gap=3)
        self.hide()

    def show_actor(self, actor: Actor | None) -> None:
        """Show what is stored of an actor now; what is being typed of the same one stays."""
        same = self._actor is not None and actor is not None and actor.id == self._actor.id
        self._actor = actor
        shown = actor.memberships if actor is not None else ()
        before = [row.shown.id for row in self.rows if row.shown is not None] if same else []
        # a date puts a membership elsewhere: who is writing it stays where they are, and a new one comes last
        shown = tuple(sorted(shown, key=lambda one: before.index(one.id) if one.id in before else len(before)))
        if not same or [one.id for one in shown] != before:
            self._make(shown)
        for row, one in zip(self.rows, shown, strict=True):
            row.show_stored(one)
        self.setVisible(actor is not None and (bool(shown) or not actor.is_body))

    def save(self) -> None:
        """Save each line in which something else stands than is stored."""
        for row in [*self.rows, *([self.new] if self.new is not None else [])]:
            self._write(row)

    def _make(self, shown: tuple[Membership, ...]) -> None:
        for row in (*self.rows, *([self.new] if self.new is not None else [])):
            self._lay.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [MembershipRow(self._session, one) for one in shown]
        self.new = MembershipRow(self._session, None)
        before: QWidget | None = None
        for row in (*self.rows, self.new):
            row.organisation.without = self._without
            row.written.connect(partial(self._write, row))
            row.removed.connect(partial(self._remove, row))
            self._lay.addWidget(row)
            for part in (row.organisation.line, row.role, row.since, row.until):
                if before is not None:
                    self.setTabOrder(before, part)
                before = part

    def _without(self) -> set[int]:
        """Return whom nobody can belong to: persons, and the actor itself."""
        actors: dict[int, Actor] = dict(self._session.actors())
        own = {self._actor.id} if self._actor is not None else set()
        return own | {number for number, one in actors.items() if not one.can_be_joined}

    def _write(self, row: MembershipRow) -> None:
        value, old = row.value, row.shown
        if self._actor is None or value is None or self._is_writing:
            return
        said = (value.organisation, value.since, value.until, value.role)
        # what this changes is shown anew meanwhile
        self._is_writing = True
        try:
            if old is None and row.made:
                if self._session.done(edits.codebook_tree.join_new, self._actor.id, row.made, value):
                    self._go_on(value.role)
            elif old is None:
                if self._session.done(edits.memberships.add, self._actor.id, value):
                    self._go_on(value.role)
            elif said != (old.organisation, old.since, old.until, old.role):
                organisation, since, until, role = said
                self._session.done(
                    edits.memberships.change, old.id, organisation=organisation, since=since, until=until, role=role
                )
        finally:
            self._is_writing = False

    def _go_on(self, role: str) -> None:
        """Let what is left to say of the newest one be typed."""
        for row in sorted(self.rows, key=lambda row: row.shown.id if row.shown is not None else 0)[-1:]:
            (row.since if role else row.role).setFocus()

    def _remove(self, row: MembershipRow) -> None:
        if row.shown is not None:
            self._session.done(edits.memberships.remove, row.shown.id)
