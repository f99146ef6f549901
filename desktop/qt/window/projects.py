"""The user's actions on projects: which is open, what comes in, who tags."""

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.paths import is_there
from desktop.qt import settings as keys
from desktop.qt.background import later
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.page import Goto, GotoFiles, GotoMerge, GotoProgram
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.together.meetings import meetings_of
from desktop.store import reads

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.qt.background import Worker

# of so many projects it is remembered that they were open
_RECENT = 12


class ProjectActions(QObject):
    """Open projects, and bring files into the open one."""

    # files are to be looked at: a `Goto`
    wanted = Signal(object)
    coder_changed = Signal()
    recent_changed = Signal()
    start_wanted = Signal()

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._dialogs = dialogs
        self._settings = settings
        self._window = window
        # asked before another project is opened; nothing half done by then is lost without a word
        self.may_leave: Callable[[], bool] = lambda: True
        session.entered.connect(self._remember)
        # when the window is there to show it
        self._tell_later = later(self, 0, self.tell_of_syncing)
        session.entered.connect(self._tell_later.start)
        if session.is_open:
            self._remember()
            self._tell_later.start()

    @property
    def is_open(self) -> bool:
        """Whether a project is open."""
        return self._session.is_open

    def new_project(self) -> None:
        """Ask whether it shall be empty or hold the example, and for a name, and make a project."""
        kind = self._dialogs.new_kind(self._window) if self.may_leave() else ""
        path = self._dialogs.save_project(self._window, self._settings.folder(keys.SAVE_FOLDER)) if kind else None
        if path is not None:
            self._settings.keep_folder(keys.SAVE_FOLDER, path)
            self._session.messages.succeeded(self._session.create, path, empty=kind == "empty")

    def open_project(self) -> None:
        """Ask for a project and open it."""
        path = self._dialogs.open_project(self._window, self._settings.folder(keys.OPEN_FOLDER))
        if path is not None:
            self._settings.keep_folder(keys.OPEN_FOLDER, path)
            self.open_recent(path)

    def join_in_folder(self) -> None:
        """Ask for the folder in which a team meets, and take part with a new project file."""
        if self.may_leave():
            folder = self._dialogs.choose_folder(self._window, _("The folder in which the team meets"))
            if folder is not None:
                self._join(str(folder))

    def join_on_server(self) -> None:
        """Ask for the address of the server on which a team meets, and take part with a new project file."""
        title = _("Join a team on a server")
        question = _("Its address, such as postgresql://name@host/database (a password stays in ~/.pgpass):")
        if self.may_leave() and (place := self._dialogs.ask_text(self._window, title, question, "")):
            self._join(place.strip())

    def _join(self, place: str) -> None:
        from desktop.project.sharing import teams

        if not self._session.messages.succeeded(teams.kept_place, place):
            return
        known = self._settings.get(keys.CODER)
        # who takes part is told to the others
        name = known or self._dialogs.coder_name(self._window, "")
        path = self._dialogs.save_project(self._window, self._settings.folder(keys.SAVE_FOLDER)) if name else None
        if path is not None and name:
            if not known:
                self._settings.set(keys.CODER, name)
            self._settings.keep_folder(keys.SAVE_FOLDER, path)
            self._session.messages.hint(_("Going to the team…"))
            meetings_of(self._session).join(place, path, name)

    def open_recent(self, path: Path) -> None:
        """Open a project; what is wrong with it is told."""
        if self.may_leave():
            self._session.messages.succeeded(self._session.open, path)

    def recent(self) -> list[Path]:
        """Return the projects that were open before, the last first; some may not be there any more."""
        return [Path(one) for one in self._settings.get(keys.RECENT_PROJECTS).splitlines()[:_RECENT]]

    def forget(self, path: Path) -> None:
        """Take a project off the list of those that were open."""
        self._keep([one for one in self.recent() if one != path])

    def fill_recent(self, menu: QMenu) -> None:
        """Offer the projects that were open before."""
        menu.clear()
        for path in self.recent():
            there = is_there(path)
            words = _("{project} – {folder}") if there else _("{project} – {folder} (not there any more)")
            action = menu.addAction(words.format(project=path.stem, folder=path.parent).replace("&", "&&"))
            action.setEnabled(there)
            action.triggered.connect(partial(self.open_recent, path))
        menu.addSeparator()
        menu.addAction(_("All of them, on the start page"), self.start_wanted.emit)

    def save_copy(self) -> None:
        """Ask for a name and write a copy of the project there; one goes on in the project itself."""
        own = self._session.path
        name = _("{project} (copy)").format(project=own.stem) + own.suffix
        suggestion = str(Path(self._settings.folder(keys.SAVE_FOLDER)) / name)
        path = self._dialogs.save_copy(self._window, suggestion)
        if path is not None:
            self._settings.keep_folder(keys.SAVE_FOLDER, path)
            if not self._session.can_be_read:
                self._save_held(path)
                return
            from desktop.project.opening import save_copy

            with self._session.messages.writing(path):
                self._session.do(save_copy, path)

    def _save_held(self, path: Path) -> None:
        """Save what is held of a project whose file was written over."""
        from desktop.project.backups import save_held

        database, messages = self._session.database, self._session.messages

        def done(told: str | UserError) -> None:
            if isinstance(told, UserError):
                messages.error(str(told))
                return
            with messages.writing(path):
                messages.info(told)

        messages.hint(_("Saving what is held of “{project}”…").format(project=database.path.name))
        # it looks through the backups, and asks the file of the project nothing
        self._worker.ask(lambda: lambda _progress: save_held(database, path), done)

    @cached_property
    def _worker(self) -> "Worker":
        return self._session.worker(self)

    def choose_scale(self) -> None:
        """Ask for the scale on which the project's stances lie."""
        from desktop.qt.window.scale_dialog import ScaleDialog

        ScaleDialog(self._session, self._window).open()

    def show_properties(self) -> None:
        """Tell what the project is and holds."""
        from desktop.project.opening import properties
        from desktop.qt.window.help import PropertiesDialog

        found = self._session.do(properties)
        if found is not None:
            PropertiesDialog(found, self._window).show()

    def import_documents(self) -> None:
        """Ask for files and show what is in them."""
        found = self._dialogs.open_documents(self._window, self._settings.folder(keys.IMPORT_FOLDER))
        if found:
            self._settings.keep_folder(keys.IMPORT_FOLDER, found[0])
            self.wanted.emit(_goto(found))

    def import_program(self) -> None:
        """Ask for a project of another program and show what is in it."""
        path = self._dialogs.open_program(self._window, self._settings.folder(keys.IMPORT_FOLDER))
        if path is not None:
            self._settings.keep_folder(keys.IMPORT_FOLDER, path)
            self.wanted.emit(GotoProgram(path))

    def merge_file(self) -> None:
        """Ask for another file of the project and bring it in."""
        self.wanted.emit(GotoMerge())

    def export_project(self) -> None:
        """Ask for a form and a file, and write the whole project to it; what could not be carried is told."""
        from desktop.project.programs.exporting import choices, export_to

        able = choices()
        chosen = self._dialogs.program_form(self._window, [one.name for one in able])
        if chosen is None:
            return
        path = self._dialogs.save_program(self._window, f"{self._session.path.stem}{able[chosen].suffix}")
        if path is not None:
            self._session.do(export_to, path, able[chosen].key, able[chosen].profile)

    def take_files(self, found: list[Path]) -> None:
        """Look at files or folders that were dropped; a single project is opened."""
        from desktop.project.opening import is_project

        if len(found) == 1 and is_project(found[0]):
            self.open_recent(found[0])
        elif found:
            self.wanted.emit(_goto(found))

    def tell_of_syncing(self) -> None:
        """Tell once that a program keeps the project's folder the same elsewhere; and always of copies that it made."""
        from desktop.project.sync_folders import warnings

        if not self._session.is_open:
            return
        path = self._session.path.absolute()
        of_program, of_copies = warnings(path)
        known = self._settings.get(keys.SYNC_TOLD).splitlines()
        told = [of_copies] if of_copies else []
        if of_program and str(path) not in known:
            self._settings.set(keys.SYNC_TOLD, "\n".join([str(path), *known][:_RECENT]))
            told.insert(0, of_program)
        if told:
            self._session.messages.error(" ".join(told))

    def ask_folder(self, title: str) -> Path | None:
        """Ask for a folder."""
        return self._dialogs.choose_folder(self._window, title)

    def keep_backups_in(self, folder: str) -> bool:
        """Keep backups in a folder from now on, empty: beside each project; tell whether that could be remembered."""
        from desktop.project.backups import choose_folder

        return self._session.messages.succeeded(choose_folder, folder)

    def set_coder(self) -> None:
        """Ask who tags from now on."""
        name = self._dialogs.coder_name(self._window, self._session.coder)
        if name:
            self.name_coder(name)

    def name_coder(self, name: str) -> None:
        """Let somebody tag from now on, and remember it."""
        self._settings.set(keys.CODER, name)
        self.take_coder()

    def take_coder(self) -> None:
        """Let the one tag whose name is in the settings, if there is one."""
        name = self._settings.get(keys.CODER)
        if name and self._session.is_open:
            self._session.coder = name
            self.coder_changed.emit()

    def toggle_only_mine(self) -> None:
        """Hide the claims of all other coders, or show everybody's."""
        coders = {coder.name for coder in self._session.read(reads.project.coders)}
        others = coders - {self._session.coder}
        self._session.hide_coders(() if self._session.hidden_coders else others)

    def _remember(self) -> None:
        path = self._session.path.absolute()
        self._settings.set(keys.RECENT, str(path))
        self._keep([path, *(one for one in self.recent() if one != path)])

    def _keep(self, projects: list[Path]) -> None:
        self._settings.set(keys.RECENT_PROJECTS, "\n".join(map(str, projects[:_RECENT])))
        self.recent_changed.emit()


def _goto(found: list[Path]) -> Goto:
    """Return where files are looked at: a single project of another program on a page of its own."""
    from desktop.project.programs.reading import is_called_so

    return GotoProgram(found[0]) if len(found) == 1 and is_called_so(found[0]) else GotoFiles(tuple(found))
