"""The page of a team: who takes part and what waits, and the desk of what stands against each other."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QWidget

from desktop.core.conflicts import Conflict, Settlement
from desktop.core.language import _, ngettext
from desktop.project.sharing import merging, teams
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.elided import flowing
from desktop.qt.parts.layouts import ground, label, push, splitter, vbox
from desktop.qt.parts.page import GotoClaim, GotoDocument, GotoMerge, Page
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.together.desk import ConflictDesk
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
    """

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings) -> None:
        super().__init__(session, dialogs, settings)
        self.setObjectName("togetherPage")
        self._found: list[Conflict] = []
        self.team = label(role="section", wraps=True)
        self.members = label(wraps=True)
        self.begin = push(
            _("Begin a team…"), "pill", _("Choose the folder in which the team meets"), does=self.begin_team
        )
        self.join = push(
            _("Join a team…"), "pill", _("Make a file of your own of what a team has"), does=self.join_team
        )
        self.sync = push(_("Send and take"), "pill", _("Send what was done here, take what others did"), does=self.meet)
        self.merge = push(_("Merge a file…"), "pill", _("Bring another file of this project in"), does=self.ask_file)
        self.count = label(role="dim", wraps=True)
        self.list = ConflictList()
        self.list.setAccessibleName(_("Conflicts"))
        self.list.setWordWrap(True)
        self.desk = ConflictDesk(session)
        left = ground("side")
        buttons = flowing(self.begin, self.join, self.sync, self.merge, gap=6)
        vbox(self.team, self.members, buttons, self.count, (self.list, 1), on=left, margins=(12, 10, 12, 10), gap=8)
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
        self.refresh()

    def arrive(self, goto: "Goto") -> None:
        """Ask for a file to bring in."""
        if isinstance(goto, GotoMerge):
            self.ask_file()

    def showEvent(self, event: object) -> None:
        """Look at the place where the team meets, which may have changed."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def step(self, way: int, words: str = "", place: tuple[int, int] | None = None) -> None:
        """Go to the next or the previous conflict."""
        self.list.setCurrentRow(min(max(0, self.list.currentRow() + way), self.list.count() - 1))

    # --- the team

    def begin_team(self) -> None:
        """Ask for the folder where the team meets, and begin it."""
        folder = self._dialogs.choose_folder(self, _("The folder in which the team meets"))
        if folder is not None and self._session.do(teams.init, str(folder)) is not None:
            self._session.messages.info(_("The team meets there now: let the others join it."))
        self.refresh()

    def join_team(self) -> None:
        """Ask for the folder where a team meets and for a file of one's own, and open that."""
        folder = self._dialogs.choose_folder(self, _("The folder in which the team meets"))
        path = self._dialogs.save_project(self, str(Path.home())) if folder is not None else None
        if folder is None or path is None:
            return
        if self._session.messages.attempt(teams.join, str(folder), path, self._session.coder) is not None:
            self._session.messages.attempt(self._session.open, path)

    def meet(self) -> None:
        """Send what was done here, and take in what others did."""
        found = self._session.do(teams.sync)
        if found is not None:
            self._session.messages.info(found.told)
        self.refresh()

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
        status = self._session.read(teams.status)
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
                ).format(name=one.name, synced=one.synced[:16].replace("T", " "), count=one.waiting)
                for one in status.members
                if one.client != status.client
            ]
            self.members.setText("\n".join([status.away or teams.unsent_told(status.unsent), *lines]))
        else:
            self.team.setText(_("This project is in no team"))
            self.members.setText(
                _("A team meets in a folder that is kept the same for all: each works in a file of their own.")
            )
        self._list()

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
