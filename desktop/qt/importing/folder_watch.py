"""Telling which files of the user's recent folders the open project does not hold yet; nothing is imported by it."""

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from desktop.project.folders import FolderLook, held
from desktop.qt.background import Work, later
from desktop.qt.session import Session

# a program that saves many files tells of each: one look is enough, this many milliseconds after the last
_PAUSE = 700


class FolderWatch(QObject):
    """Look through folders beside the window, when asked and when the system says that one has changed.

    Signals:
        found(Path, list): the new files of a folder, which may be none.
    """

    found = Signal(Path, list)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        session.closing.connect(self._end)
        self._worker = session.worker(self)
        self._look = FolderLook()
        self._folders: tuple[Path, ...] = ()
        self._left_out: Collection[str] = ()
        self._watcher: QFileSystemWatcher | None = None
        self._timer = later(self, _PAUSE, lambda: self.look(self._folders, self._left_out))

    def look(self, folders: Sequence[Path], left_out: Collection[str] = ()) -> None:
        """Look through *folders* and watch them from now on; `found` tells of each.

        Args:
            folders: those that are there.
            left_out: the SHA-256 of files that the user has seen and does not want.
        """
        self._worker.drop()
        self._folders, self._left_out = tuple(folders), left_out
        self._watch()
        for folder in self._folders:
            self._worker.ask(partial(self._looker, folder), partial(self.found.emit, folder))

    def _looker(self, folder: Path) -> Work:
        there = self._session.read(held, self._left_out)
        return lambda progress: self._look.new_files(folder, there, progress)

    def _end(self) -> None:
        self._timer.stop()
        self._folders = ()
        self._watch()

    def _watch(self) -> None:
        if self._watcher is None:
            if not self._folders:
                return
            self._watcher = QFileSystemWatcher(self)
            self._watcher.directoryChanged.connect(self._timer.start)
        wanted = {str(folder) for folder in self._folders}
        watched = set(self._watcher.directories())
        if gone := watched - wanted:
            self._watcher.removePaths(sorted(gone))
        if new := wanted - watched:
            self._watcher.addPaths(sorted(new))
