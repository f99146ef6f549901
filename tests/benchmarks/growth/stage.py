"""Where acts are done: a project of one size, open in the store or in a window."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.store.database import Database

from . import projects

if TYPE_CHECKING:
    from desktop.qt.window.main_window import MainWindow


# milliseconds without anything to do, after which a window is at rest
REST = 60


def _paints_of(window: "MainWindow") -> Any:
    """Return what counts how often a window paints what has changed of it, which it does once for all of that."""
    from PySide6.QtCore import QEvent, QObject

    class Paints(QObject):
        count = told = 0

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            self.count += event.type() == QEvent.Type.UpdateRequest
            return False

    paints = Paints(window)
    window.installEventFilter(paints)
    return paints


class Stage:
    """A copy of the project of one size.

    Acts of the place ``store`` have `db`; those of ``window`` have `window`, and those of ``steps`` have `window` on a
    project with so many steps. One place is open at a time.

    Attributes:
        size: how many claims there are, or steps.
        folder: where an act may write.
    """

    def __init__(self, size: int, folder: Path, home: Path = projects.HOME) -> None:
        self.size, self.folder, self._home = size, folder, home
        self.place = ""
        self._window: MainWindow | None = None
        self._paints: Any = None

    @cached_property
    def path(self) -> Path:
        """The copy of the project with so many claims."""
        return projects.copied(projects.project(self.size, self._home), self.folder)

    @cached_property
    def trail_path(self) -> Path:
        """The copy of the project with so many steps."""
        return projects.copied(projects.trail(self.size, self._home), self.folder)

    @cached_property
    def db(self) -> Database:
        """The project, open without a window."""
        db = Database(self.path)
        db.set_coder("generator")
        return db

    def enter(self, place: str) -> None:
        """Close what is open of another place."""
        if place != self.place:
            self.close()
            self.place = place

    def close(self) -> None:
        """Close what is open."""
        if "db" in self.__dict__:
            self.db.close()
            del self.__dict__["db"]
        if self._window is not None:
            from tests.qt.window_kit import close_window

            close_window(self._window)
            self._window = None

    @property
    def window(self) -> "MainWindow":
        """A window on the project, at rest; what an act left there is there still."""
        if self._window is None:
            self._window = self.open_window()
            self.rest()
        return self._window

    def new_window(self) -> "MainWindow":
        """Return a window that was opened just now, and is at rest; its pages were never shown."""
        place = self.place
        self.close()
        self.place = place
        return self.window

    def open_window(self) -> "MainWindow":
        """Open a window, which is painted."""
        from PySide6.QtWidgets import QApplication

        from desktop.qt import theme
        from desktop.qt.dialogs import FileDialogs
        from desktop.qt.messages import Messages
        from desktop.qt.session import Session
        from desktop.qt.settings import Settings
        from desktop.qt.window.main_window import MainWindow

        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        theme.apply(app, "light")
        path = self.trail_path if self.place == "steps" else self.path
        # else it would open on the page that was shown last
        path.with_name("settings.ini").unlink(missing_ok=True)
        session = Session(Messages())
        session.open(path)
        session.coder = "generator"
        self._window = window = MainWindow(session, Settings(path.with_name("settings.ini")), FileDialogs())
        window.dialogs.confirm = lambda *_: True  # type: ignore[method-assign]
        window.resize(1280, 800)
        self._paints = _paints_of(window)
        window.show()
        window.grab()
        return window

    def rest(self) -> None:
        """Wait until the window has had nothing to do for a while."""
        from PySide6.QtCore import QElapsedTimer
        from PySide6.QtWidgets import QApplication

        idle = QElapsedTimer()
        idle.start()
        busy = QElapsedTimer()
        while idle.elapsed() < REST:
            busy.start()
            QApplication.processEvents()
            # what blinks or beats takes no millisecond
            if busy.elapsed() > 1:
                idle.restart()
        self._paints.told = self._paints.count

    def paint(self, *, always: bool = True) -> None:
        """Let the window do what it has still to do for what was asked of it, until it has painted what changed.

        Unless *always*, that may be nothing.
        """
        from PySide6.QtWidgets import QApplication

        # the second time for what the first has put off
        for _pass in range(2):
            QApplication.processEvents()
        assert not always or self._paints.count != self._paints.told, "nothing was painted"
        self._paints.told = self._paints.count
