"""The page of a team: who takes part and what waits, and the desk of what stands against each other."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget

from desktop.core.conflicts import Conflict, Settlement
from desktop.core.errors import UserError
from desktop.core.language import _, ngettext
from desktop.project.sharing import merging, teams
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.elided import flowing
from desktop.qt.parts.layouts import ground, label, push, splitter, vbox
from desktop.qt.parts.page import GotoClaim, GotoDocument, GotoMerge, Page
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.together.desk import ConflictDesk
from desktop.qt.together.meetings import meetings_of, when
from desktop.store import edits, reads

if TYPE_CHECKING:
    from desktop.qt.parts.page import Goto


class ConflictList(QListWidget):
    """What stands against each other, one a line; J and K walk, figures decide, N notes.

    Signals:
        pressed_key(int): one of these was pressed.
    """

    pressed_key = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, or hand a key on."""
        key = event.key()
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K):
            step = 1 if key == Qt.Key.Key_J else -1
            self.setCurrentRow(min(max(0, self.currentRow() + step), self.count() - 1))
        elif key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_N, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed_key.emit(key)
        else:
            super().keyPressEvent(event)


class TogetherPage(Page):
    """Show the team, and let conflicts be decided one after another.

    Attributes:
        list: the conflicts.
        desk: the chosen one.
        team, members: who meets where, and who takes part.
        handouts, next_own: who has how much in hand to be coded blind, and what opens one's own next document.
        place: the address of the server where a team meets; empty for a folder, which is asked for.
    """

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self.setObjectName("togetherPage")
        self._found: list[Conflict] = []
        self._meetings = meetings_of(session)
        self.team = label(role="section", wraps=True)
        self.members = label(wraps=True)
        self.place = QLineEdit()
        self.place.setPlaceholderText("postgresql://name@host/database")
        self.place.setAccessibleName(_("Address of the team’s server"))
        self.place.setToolTip(
            _("Where a team meets on a server; without it a folder is asked for. The password stays in ~/.pgpass.")
        )
        self.place.setClearButtonEnabled(True)
        self.begin = push(
            _("Begin a team…"), "pill", _("Choose the folder in which the team meets"), does=self.begin_team
        )
        self.join = push(
            _("Join a team…"), "pill", _("Make a file of your own of what a team has"), does=self.join_team
        )
        self.sync = push(_("Send and take"), "pill", _("Send what was done here, take what others did"), does=self.meet)
        self.merge = push(_("Merge a file…"), "pill", _("Bring another file of this project in"), does=self.ask_file)
        self.handouts = label(role="dim", wraps=True)
        self.next_own = push("", "pill", _("Open the next document that is handed out to you"), does=self.open_next)
        self.count = label(role="dim", wraps=True)
        self.list = ConflictList()
        self.list.setAccessibleName(_("Conflicts"))
        self.list.setWordWrap(True)
        self.desk = ConflictDesk(session)
        left = ground("side")
        buttons = flowing(self.begin, self.join, self.sync, self.merge, gap=6)
        vbox(
            self.team,
            self.members,
            self.place,
            buttons,
            self.handouts,
            flowing(self.next_own),
            self.count,
            (self.list, 1000),
            # where there is no list it takes the room
            1,
            on=left,
            margins=(12, 10, 12, 10),
            gap=8,
        )
        left.setMinimumWidth(240)
        vbox((splitter((left, 2), (self.desk, 5), sizes=(340, 800)), 1), on=self, gap=0)
        self.focus_target = self.list
        self.list.currentRowChanged.connect(self._show)
        self.list.pressed_key.connect(self._on_key)
        self.desk.decided.connect(self.decide)
        self.desk.note_wanted.connect(self.write_note)
        self.desk.text_wanted.connect(self._open_text)
        session.opened.connect(self.refresh)
        session.changed.connect(self._on_changed)
        self._meetings.moved.connect(self.refresh)
        self.refresh()

    def arrive(self, goto: "Goto") -> None:
        """Ask for a file to bring in."""
        if isinstance(goto, GotoMerge):
            self.ask_file()

    def showEvent(self, event: object) -> None:
        """Meet with the team, which may have done something."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()
        self._meetings.look()

    def step(self, way: int, words: str = "", place: tuple[int, int] | None = None) -> None:
        """Go to the next or the previous conflict."""
        self.list.setCurrentRow(min(max(0, self.list.currentRow() + way), self.list.count() - 1))

    # --- the team

    def begin_team(self) -> None:
        """Begin a team on the server whose address is given, or in a folder that is asked for."""
        self._at_place(self._meetings.init)

    def join_team(self) -> None:
        """Ask for a file of one's own where a team meets, on the server or in a folder, and open it."""
        self._at_place(self._join)

    def _join(self, place: str) -> None:
        path = self._dialogs.save_project(self, str(Path.home()))
        if path is not None:
            self._meetings.join(place, path)

    def _at_place(self, does: Callable[[str], None]) -> None:
        place = self.place.text().strip()
        try:
            teams.kept_place(place)
        except UserError as error:
            # a password is seen by nobody any more
            self.place.clear()
            self._session.messages.error(str(error))
            return
        if not place:
            folder = self._dialogs.choose_folder(self, _("The folder in which the team meets"))
            place = str(folder) if folder is not None else ""
        if place:
            does(place)

    def meet(self) -> None:
        """Send what was done here, and take in what others did."""
        self._meetings.meet()

    def ask_file(self) -> None:
        """Ask for another file of the project, tell what it would bring, and bring it in."""
        path = self._dialogs.open_project(self, str(self._session.path.parent))
        if path is None:
            return
        plan = self._session.messages.attempt(partial(self._session.read, merging.plan, path))
        if plan is None:
            return
        told = "\n".join(merging.told(plan))
        if not self._dialogs.confirm(self, _("Merge a file"), told, _("Merge")):
            return
        taken = self._session.do(merging.carry_out, plan)
        if taken is not None:
            self._session.messages.info(merging.conflicts_told(len(taken.conflicts)))

    # --- conflicts

    def decide(self, choice: Settlement) -> None:
        """Decide the chosen conflict, and go to the next one."""
        one = self.desk.shown
        if one is not None:
            self._session.done(edits.conflicts.decide, one.id, self.desk.version_of(choice))

    def write_note(self) -> None:
        """Ask for a note on the chosen conflict."""
        one = self.desk.shown
        if one is None:
            return
        text = self._dialogs.ask_text(self, _("Note"), _("Why it is decided so:"), one.note)
        if text:
            self._session.done(edits.conflicts.set_note, one.id, text)

    def refresh(self) -> None:
        """Read the team and the conflicts anew."""
        if not self._session.is_open or not self.isVisible():
            return
        meetings = self._meetings
        status = self._session.read(teams.status, look=False)
        is_in = bool(status.team)
        self.begin.setVisible(not is_in)
        self.sync.setVisible(is_in)
        if is_in:
            self.team.setText(_("“{name}” meets at {place}").format(name=status.team, place=status.place))
            lines = [
                ngettext(
                    "{name}: here last {synced}; {count:,} action of theirs is not here yet",
                    "{name}: here last {synced}; {count:,} actions of theirs are not here yet",
                    one.waiting,
                ).format(name=one.name, synced=when(one.synced), count=one.waiting)
                for one in meetings.members
                if one.client != status.client
            ]
            if status.synced:
                lines.insert(0, _("You were there last: {time}").format(time=when(status.synced)))
            state = _("Meeting with the team…") if meetings.is_under_way else meetings.problem
            self.members.setText("\n".join([state or teams.unsent_told(status.unsent), *lines]))
        else:
            busy = meetings.is_under_way
            self.team.setText(_("Going to the team…") if busy else _("This project is in no team"))
            self.members.setText(
                _(
                    "A team meets in a folder that is kept the same for all, or on a PostgreSQL server: each works in "
                    "a file of their own."
                )
            )
        self._tell_handouts()
        self._list()

    def _tell_handouts(self) -> None:
        found = self._session.read(reads.handouts.handouts)
        lines = []
        for name in dict.fromkeys(one.coder for one in found):
            own = [one.is_finished for one in found if one.coder == name]
            words = ngettext(
                "{name}: {finished:,} of {count:,} document finished",
                "{name}: {finished:,} of {count:,} documents finished",
                len(own),
            )
            lines.append(words.format(name=name, finished=sum(own), count=len(own)))
        self.handouts.setText("\n".join([_("Handed out, coded blind:"), *lines]) if lines else "")
        self.handouts.setVisible(bool(lines))
        left = len(self._session.blind_documents)
        told = ngettext("Code the next ({count:,} left)", "Code the next ({count:,} left)", left)
        self.next_own.setText(told.format(count=left))
        self.next_own.setVisible(bool(left))

    def open_next(self) -> None:
        """Open the first document that the coder has in hand and has not finished."""
        if self._session.blind_documents:
            self.wanted.emit(GotoDocument(min(self._session.blind_documents), beside=False))

    def _list(self) -> None:
        before = self.list.currentRow()
        self._found = self._session.read(reads.conflicts.conflicts)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([one.told for one in self._found])
        self.list.setCurrentRow(min(max(0, before), len(self._found) - 1))
        self.list.blockSignals(False)
        count = len(self._found)
        told = ngettext("{count:,} conflict to decide", "{count:,} conflicts to decide", count)
        self.count.setText(told.format(count=count) if count else "")
        self.list.setVisible(bool(count))
        if count and self.place.hasFocus() and not self.place.text():
            # it has the keys only because there was no list when the page was shown
            self.list.setFocus()
        self._show(self.list.currentRow())

    def _show(self, row: int) -> None:
        self.desk.show_conflict(self._found[row] if 0 <= row < len(self._found) else None)

    def _on_changed(self, _changes: object) -> None:
        self.refresh()

    def _on_key(self, key: int) -> None:
        if key == Qt.Key.Key_N:
            self.write_note()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_text()
        elif (choice := self.desk.choice_of(key)) is not None:
            self.decide(choice)

    def _open_text(self) -> None:
        one = self.desk.shown
        if one is None or not one.document:
            return
        if one.table == "claim" and one.row:
            self.wanted.emit(GotoClaim(one.document, one.row, beside=False))
        else:
            self.wanted.emit(GotoDocument(one.document, beside=False))

    def regions(self) -> list[QWidget]:
        """Return the list and the desk."""
        return [self.list, self.desk]
