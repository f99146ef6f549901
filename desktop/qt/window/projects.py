"""The user's actions on projects: which is open, what comes in, who tags."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop import paths
from desktop.qt import settings as keys
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.page import GotoFiles
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.store import reads


class ProjectActions(QObject):
    """Open projects, and bring files into the open one."""

    # files are to be looked at: a `Goto`
    wanted = Signal(object)
    coder_changed = Signal()

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._dialogs = dialogs
        self._settings = settings
        self._window = window

    def new_project(self) -> None:
        """Ask for a name and make a project populated from the seeds."""
        path = self._dialogs.save_project(self._window, self._folder())
        if path is not None:
            self._session.messages.succeeded(self._session.create, path)

    def open_project(self) -> None:
        """Ask for a project and open it."""
        path = self._dialogs.open_project(self._window, self._folder())
        if path is not None:
            self._open(path)

    def import_documents(self) -> None:
        """Ask for files and show what is in them."""
        found = self._dialogs.open_documents(self._window, self._folder())
        if found:
            self.wanted.emit(GotoFiles(tuple(found)))

    def take_files(self, found: list[Path]) -> None:
        """Look at files or folders that were dropped; a single project is opened."""
        from desktop.project.opening import is_project

        if len(found) == 1 and is_project(found[0]):
            self._open(found[0])
        elif found:
            self.wanted.emit(GotoFiles(tuple(found)))

    def set_coder(self) -> None:
        """Ask who tags from now on."""
        name = self._dialogs.coder_name(self._window, self._session.coder)
        if name:
            self._settings.set(keys.CODER, name)
            self.take_coder()

    def take_coder(self) -> None:
        """Let the one tag whose name is in the settings, if there is one."""
        name = self._settings.get(keys.CODER)
        if name:
            self._session.coder = name
            self.coder_changed.emit()

    def toggle_only_mine(self) -> None:
        """Hide the claims of all other coders, or show everybody's."""
        coders = {coder.name for coder in self._session.read(reads.project.coders)}
        others = coders - {self._session.coder}
        self._session.hide_coders(() if self._session.hidden_coders else others)

    def _open(self, path: Path) -> None:
        self._session.messages.succeeded(self._session.open, path)

    def _folder(self) -> str:
        return str(self._session.path.parent if self._session.is_open else paths.user_data())
