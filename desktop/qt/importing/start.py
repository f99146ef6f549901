"""What the import page shows before there are files: the ways in, recent folders, and which of their files are new."""

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from textwrap import wrap

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.core.language import _, ngettext
from desktop.core.text import one_line
from desktop.paths import is_there
from desktop.project.document_files import readable
from desktop.project.folders import FolderLook, held
from desktop.qt import settings as keys
from desktop.qt.background import Work, later
from desktop.qt.parts.elided import FlowLayout
from desktop.qt.parts.layouts import Space, hbox, label, push, vbox
from desktop.qt.session import Session
from desktop.qt.settings import Settings

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


_KEPT = 8
# characters; the list of formats takes more than a line
_WIDTH = 76
# of so many files it is remembered that they were left out, the latest first
_LEFT_OUT = 3000


class ImportStart(QWidget):
    """Offer the ways in.

    The recent folders are the user's, kept in the settings: they name places of this machine, which a project that is
    mailed must not tell and could not use.

    Attributes:
        recent: the buttons of the recent folders, the latest first.
        news, forget: each folder's button that takes its new files, and that takes it off the list.
        told: how many files are new, and the key that takes them.

    Signals:
        wanted(list): look at these folders or files.
        came_back(): the user is here again, perhaps from saving files elsewhere.
    """

    wanted = Signal(list)
    came_back = Signal()

    def __init__(self, settings: Settings, watch: FolderWatch) -> None:
        super().__init__()
        self._settings = settings
        self._watch = watch
        self._new: dict[Path, list[Path]] = {}
        title = label(_("Drop files or a folder here"), "title")
        formats = _("Visavis reads {formats}.").format(formats=readable())
        # in lines of our own: a label that breaks its lines itself gets no room for them from a layout that centres it
        lines = [*wrap(formats, _WIDTH), _("Nothing is added before you have looked at what was found.")]
        offer = label("\n".join(lines), "dim", centred=True)
        buttons = [push(words) for words in (_("Choose files…"), _("Choose a folder…"), _("Paste text"))]
        self.files, self.folder, self.paste = buttons
        ways = QWidget()
        FlowLayout(*buttons, on=ways, gap=8)
        ways.setFixedWidth(sum(button.sizeHint().width() for button in buttons) + 40)
        self._head = label(_("RECENT FOLDERS"), "section")
        self._list = vbox(gap=2)
        self.recent: list[QPushButton] = []
        self.news: dict[Path, QPushButton] = {}
        self.forget: list[QPushButton] = []
        self._rows: list[QWidget] = []
        self.told = label(role="dim")
        head, below, choosing, recent, told = (
            (part, 0, Qt.AlignmentFlag.AlignHCenter) for part in (title, offer, ways, self._head, self.told)
        )
        above = (head, Space(6), below, Space(14), choosing)
        vbox(2, *above, Space(22), recent, self._list, Space(8), told, 3, on=self, margins=None)
        self.fill()
        watch.found.connect(self._on_found)
        QGuiApplication.instance().applicationStateChanged.connect(self._on_state)  # type: ignore[union-attr]

    def remember(self, folder: Path) -> None:
        """Put a folder on top of the recent ones."""
        folders = [str(folder), *(one for one in self.folders() if one != str(folder))]
        self._settings.set(keys.IMPORT_FOLDERS, "\n".join(folders[:_KEPT]))
        self.fill()

    def leave_out(self, files: Iterable[str]) -> None:
        """Remember the SHA-256 of files that the user saw and did not want; they are not told as new again."""
        new = [sha256 for sha256 in files if sha256]
        if new:
            kept = dict.fromkeys((*new, *self._left_out()))
            self._settings.set(keys.IMPORT_LEFT_OUT, "\n".join(list(kept)[:_LEFT_OUT]))

    def look(self) -> None:
        """Look which files of the recent folders the project does not hold; their number follows."""
        self._watch.look(self._there(), frozenset(self._left_out()))

    def new_files(self) -> list[Path]:
        """Return the new files of all recent folders, as far as they were looked through."""
        return [path for folder in self.folders() for path in self._new.get(Path(folder), ())]

    def fill(self) -> None:
        """List the recent folders that are still there."""
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.recent, self.news, self.forget, self._rows = [], {}, [], []
        for path in self._there():
            self._rows.append(self._row(path))
            self._list.addWidget(self._rows[-1], 0, Qt.AlignmentFlag.AlignHCenter)
        self._head.setVisible(bool(self.recent))
        self._tell()

    def _there(self) -> list[Path]:
        return [path for one in self.folders() if is_there(path := Path(one), folder=True)]

    def _row(self, path: Path) -> QWidget:
        words = f"{one_line(path.name or str(path), 60)}    {one_line(str(path.parent), 80)}"
        tip = _("Look for documents in {folder}").format(folder=path)
        folder = push(words, "flat", tip, does=lambda: self.wanted.emit([path]))
        tip = _("Look at the files that the project does not hold yet")
        news = push("", "pill", tip, does=lambda: self.wanted.emit(list(self._new.get(path, ()))))
        tip = _("Take this folder off the list; nothing is deleted")
        forget = push("×", "flat", tip, does=lambda: self._forget(path))
        forget.setAccessibleName(_("Take {folder} off this list").format(folder=path.name))
        row = QWidget()
        hbox(folder, news, forget, on=row, gap=6)
        self.recent.append(folder)
        self.news[path] = news
        self.forget.append(forget)
        return row

    def _forget(self, path: Path) -> None:
        self._settings.set(keys.IMPORT_FOLDERS, "\n".join(one for one in self.folders() if Path(one) != path))
        self._new.pop(path, None)
        self.fill()
        self.look()

    def _on_found(self, folder: Path, files: list[Path]) -> None:
        self._new[folder] = files
        self._tell()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive and self.isVisible():
            self.came_back.emit()

    def _tell(self) -> None:
        for path, button in self.news.items():
            count = len(self._new.get(path, ()))
            button.setText(_("{count:,} new").format(count=count))
            button.setVisible(bool(count))
        count = len(self.new_files())
        told = ngettext("N looks at the new file", "N looks at the {count:,} new files", count).format(count=count)
        self.told.setText(told if count else "")

    def folders(self) -> list[str]:
        """Return the recent folders, the latest first."""
        return self._settings.get(keys.IMPORT_FOLDERS).splitlines()

    def _left_out(self) -> list[str]:
        return self._settings.get(keys.IMPORT_LEFT_OUT).splitlines()
