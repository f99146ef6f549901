"""What keeps a project from being lost: its backups, the look for damage, restoring and rescuing."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QThread, QTimer
from PySide6.QtWidgets import QCheckBox, QDialog, QListWidget, QProgressBar, QWidget

from desktop.core.errors import DamageError, UserError
from desktop.core.language import _, ngettext
from desktop.core.progress import Progress
from desktop.project import backups
from desktop.project.backups import Keeper
from desktop.qt import settings as keys
from desktop.qt.background import Worker, later
from desktop.qt.dialogs import FileDialogs
from desktop.qt.parts.layouts import hbox, label, push, resize_within_screen, vbox
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.tips import tip
from desktop.store.backups import Backup

# milliseconds after the opening: the first page comes before
_AFTER_OPENING = 1500
# milliseconds between two looks whether a backup is due
_LOOK = 60_000
# a project of so many bytes is backed up before a long action without the window noticing
_AT_ONCE = 5_000_000


class Keeping(QObject):
    """Make backups while one works, look whether the file is damaged, and bring back what is.

    Attributes:
        damage: the dialog that tells of damage; None while there is none. There is never a second one.
        listing: the dialog with the backups; None while it is not open.
        report: the dialog with what was rescued; None while there is none.
        checking: the dialog that looks the project over; None while none does.
    """

    def __init__(self, session: Session, dialogs: FileDialogs, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._dialogs = dialogs
        self._settings = settings
        self._window = window
        self._keeper: Keeper | None = None
        self._worker = session.worker(self)
        # what goes on without a project
        self._alone = Worker(self)
        self._has_told = False
        # the file whose damage was told of since it was opened
        self._told_of: Path | None = None
        self.damage: DamageDialog | None = None
        self.listing: BackupsDialog | None = None
        self.report: ReportDialog | None = None
        self.checking: CheckDialog | None = None
        # asked before the project is closed; nothing half done is lost without a word
        self.may_leave: Callable[[], bool] = lambda: True
        self._first = later(self, _AFTER_OPENING, self.look)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._keep_by_time)
        session.entered.connect(self._on_entered)
        session.closing.connect(self._on_closing)
        if session.is_open:
            self._on_entered()

    def end(self) -> None:
        """Leave all that goes on, with its dialogs, as the window is closed; a written file is whole, or not there."""
        for dialog in (self.damage, self.listing, self.report, self.checking):
            if dialog is not None:
                dialog.close()
        self._alone.stop()

    # while one works

    def look(self) -> None:
        """Look in another thread whether the file is damaged, and keep a backup if it was changed since the last."""
        if self._session.is_open:
            self._worker.ask(self._looking, self._on_looked)

    def _looking(self) -> Callable[[Progress], str]:
        path, keeper = self._session.path, self._keeper
        is_due = keeper is not None and self._ask(partial(keeper.is_due, at_opening=True))

        def work(progress: Progress) -> str:
            found = backups.damage(path, progress)
            if not found and is_due and keeper is not None:
                keeper.keep(progress)
            elif not found and keeper is not None and keeper.holds:
                keeper.hold(progress)
            return found

        return work

    def _on_looked(self, found: str | UserError) -> None:
        if isinstance(found, DamageError) or (found and isinstance(found, str)):
            self.tell_damage(str(found), self._session.path)
        elif isinstance(found, UserError):
            self._tell_once(str(found))
            self._hold_instead(found)

    def _keep_by_time(self) -> None:
        keeper = self._keeper
        if keeper is not None and not self._worker.busy and self._ask(keeper.is_due):
            self._worker.ask(lambda: keeper.keep, self._on_kept)
        elif keeper is not None and not self._worker.busy and keeper.holds:
            self._worker.ask(lambda: keeper.hold, lambda _nothing: None)

    def _on_kept(self, found: Path | UserError) -> None:
        if isinstance(found, UserError):
            self._on_looked(found)

    def _hold_instead(self, error: UserError) -> None:
        """Hold a copy where no backup can be kept; nothing but the file itself would have what was done."""
        keeper = self._keeper
        if keeper is not None and not isinstance(error, DamageError) and keeper.is_unheld:
            self._worker.ask(lambda: keeper.hold, lambda _nothing: None)

    def _before_edit(self, is_long: bool) -> None:
        """Keep a backup before an action that changes much; the window lives on meanwhile."""
        keeper = self._keeper
        # others than the window's thread have their own project
        if not is_long or keeper is None or QThread.currentThread() is not self.thread():
            return
        if not keeper.is_due(is_long=True):
            return
        result: object = None
        if self._session.database.size() <= _AT_ONCE:
            try:
                keeper.keep()
            except UserError as error:
                result = error
        else:
            result = self._keep_and_live(keeper)
        if isinstance(result, DamageError):
            raise result
        if isinstance(result, UserError):
            self._tell_once(str(result))

    def _keep_and_live(self, keeper: Keeper) -> object:
        loop, results = QEventLoop(), list[object]()

        def done(result: object) -> None:
            results.append(result)
            loop.quit()

        self._session.messages.hint(_("Keeping a backup first…"))
        self._session.closing.connect(loop.quit)
        self._worker.ask(lambda: keeper.keep, done, first=True)
        # nothing is typed or clicked into what is about to change
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self._session.closing.disconnect(loop.quit)
        return results[0] if results else None

    def _ask(self, question: Callable[[], bool]) -> bool:
        try:
            return self._session.read(lambda _db: question())
        except UserError:
            # it is told by what the user does
            return False

    def _tell_once(self, text: str) -> None:
        if not self._has_told:
            self._has_told = True
            self._session.messages.error(text)

    def _on_entered(self) -> None:
        self._has_told = False
        if self.damage is not None:
            self.damage.close()
        database = self._session.database
        if not database.is_read_only:
            # who only reads a damaged file was told why
            self._told_of = None
        self._keeper = Keeper(database)
        database.before_edit = self._before_edit
        self._first.start()
        self._timer.start()

    def _on_closing(self) -> None:
        self._keeper = None
        self._first.stop()
        self._timer.stop()

    # damage

    def tell_damage(self, text: str, path: Path | None) -> None:
        """Tell that a file is damaged and what can be done: in one dialog, once, whatever else comes upon it."""
        if self.damage is not None or path is None:
            return
        if path == self._told_of:
            self._session.messages.hint(text)
            return
        self._told_of = path
        self.damage = DamageDialog(text, path, self)
        self.damage.finished.connect(self._on_damage_closed)
        self.damage.show()

    def _on_damage_closed(self) -> None:
        self.damage = None

    def read_only(self, path: Path) -> None:
        """Open a project to be looked at and exported."""
        if self.may_leave():
            self._session.messages.succeeded(self._session.open, path, read_only=True)

    # looking all over

    def check(self) -> None:
        """Look the whole project over, with a dialog that counts what is done and tells what was found."""
        if self.checking is not None:
            self.checking.raise_()
        elif self._session.is_open:
            self.checking = CheckDialog(self._session, self._window)
            self.checking.finished.connect(self._on_checking_closed)
            self.checking.show()
            self.checking.begin()

    def _on_checking_closed(self) -> None:
        self.checking = None

    # backups

    def show_backups(self, path: Path | None = None) -> None:
        """List the backups of a project, the open one when none is named."""
        if path is None and not self._session.is_open:
            return
        if self.listing is not None:
            self.listing.close()
        self.listing = BackupsDialog(path or self._session.path, self)
        self.listing.finished.connect(self._on_listing_closed)
        self.listing.show()
        self.fill()

    def _on_listing_closed(self) -> None:
        self.listing = None

    def fill(self) -> None:
        """Look at the backups, which may be large, in another thread."""
        if self.listing is not None:
            path = self.listing.path
            self._alone.ask(lambda: lambda _progress: backups.listed(path), self._on_listed)

    def _on_listed(self, found: list[Backup] | UserError) -> None:
        if self.listing is not None:
            self.listing.fill(found)

    def keep_now(self) -> None:
        """Make a backup now."""
        keeper = self._keeper
        if keeper is None:
            return

        def done(result: Path | UserError) -> None:
            if isinstance(result, UserError):
                self._session.messages.error(str(result))
            self.fill()

        self._worker.ask(lambda: keeper.keep, done)

    def restore(self, path: Path, backup: Path) -> None:
        """Put a backup in the place of a project, and open it; the present file is kept with the backups."""
        question = _("Bring this backup back? The file as it is now is kept as a backup itself.")
        if not self._dialogs.confirm(self._window, _("Backups"), question, _("Bring it back")):
            return
        if self._session.is_open and self._session.path.absolute() == path.absolute():
            if not self.may_leave():
                return
            self._session.close()
        for dialog in (self.listing, self.damage):
            if dialog is not None:
                dialog.close()

        def done(result: str | UserError) -> None:
            messages = self._session.messages
            if isinstance(result, UserError):
                messages.error(str(result))
            opened = messages.succeeded(self._session.open, path)
            if opened and isinstance(result, str):
                messages.info(result)

        self._alone.ask(lambda: lambda _progress: backups.restore(path, backup), done)

    def save_as(self, path: Path, backup: Path) -> None:
        """Write a backup to another file."""
        suggestion = str(Path(self._settings.folder(keys.SAVE_FOLDER)) / path.name)
        new = self._dialogs.save_copy(self._window, suggestion)
        if new is not None:
            self._settings.keep_folder(keys.SAVE_FOLDER, new)
            self._alone.ask(lambda: lambda _progress: backups.restore(path, backup, new), self._tell)

    def _tell(self, result: str | UserError) -> None:
        messages = self._session.messages
        (messages.error if isinstance(result, UserError) else messages.info)(str(result))

    # rescuing

    def rescue(self, path: Path | None = None, *, by_history: bool = False) -> None:
        """Ask which project, where none is named, and for a new name, and bring there what can be read of it."""
        if path is None:
            path = self._dialogs.open_project(self._window, self._settings.folder(keys.OPEN_FOLDER))
        if path is None:
            return
        name = _("{project} (rescued)").format(project=path.stem) + path.suffix
        new = self._dialogs.save_copy(self._window, str(path.with_name(name)))
        if new is None:
            return
        self._session.messages.hint(_("Rescuing what can be read of “{project}”…").format(project=path.name))
        work = partial(backups.rescue, path, new, by_history=by_history)
        self._alone.ask(lambda: lambda _progress: work(), partial(self._on_rescued, new))

    def _on_rescued(self, new: Path, result: list[str] | UserError) -> None:
        if isinstance(result, UserError):
            self._session.messages.error(str(result))
            return
        # what was told of the beginning is over
        self._session.messages.hint(result[0])
        if self.damage is not None:
            self.damage.close()
        self.report = ReportDialog(result, partial(self._open, new), self._window)
        self.report.finished.connect(self._on_report_closed)
        self.report.show()

    def _on_report_closed(self) -> None:
        self.report = None

    def _open(self, path: Path) -> None:
        if self.may_leave():
            self._session.messages.succeeded(self._session.open, path)


class DamageDialog(QDialog):
    """Tell that a file is damaged, and offer what can be done about it.

    Attributes:
        rescue, restore, read: the buttons.
    """

    def __init__(self, text: str, path: Path, keeping: Keeping) -> None:
        window = keeping.parent()
        super().__init__(window if isinstance(window, QWidget) else None)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("The project is damaged"))
        self.told = label(text, wraps=True)
        self.told.setMinimumWidth(420)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        by_history = QCheckBox(_("Where a row is not as the history tells, take it from there"))
        self.rescue = push(
            _("Rescue into a clean file…"),
            does=lambda: keeping.rescue(path, by_history=by_history.isChecked()),
        )
        self.restore = push(_("Backups…"), does=lambda: keeping.show_backups(path))
        self.read = push(_("Open to be read only"), does=partial(self._read, keeping, path))
        close = push(_("Close"), does=self.close)
        for words, what in (
            (self.rescue, _("brings what can be read into a new file; this one stays as it is")),
            (self.restore, _("bring an earlier state back; this file is kept")),
            (self.read, _("to look at what can be read, and export it")),
        ):
            words.setToolTip(tip(what))
            words.setAccessibleDescription(what)
        ways = vbox(self.rescue, by_history, self.restore, self.read, gap=6)
        vbox(self.told, ways, hbox(1, close), on=self, margins=(16, 14, 16, 12), gap=12)
        self.rescue.setFocus()

    def _read(self, keeping: Keeping, path: Path) -> None:
        self.close()
        keeping.read_only(path)


class CheckDialog(QDialog):
    """Look a project over in another thread, and tell what was found; closing it ends the look.

    Attributes:
        told: what goes on, or what came of it.
        bar: how much is looked through.
        list: a line for each thing that is wrong.
        end: the button that cancels, and closes when all is done.
    """

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Check {project}").format(project=session.path.name))
        self._path = session.path
        self._worker = session.worker(self)
        self.told = label(_("The file, its offsets, quotes and references are looked over…"), wraps=True)
        self.told.setMinimumWidth(420)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("How much is looked over"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("What is wrong"))
        self.list.setWordWrap(True)
        self.list.hide()
        self.end = push(_("Cancel"), does=self.close)
        vbox(self.told, self.bar, (self.list, 1), hbox(1, self.end), on=self, margins=(16, 14, 16, 12), gap=12)
        self._worker.progressed.connect(self._on_progress)
        # what is looked at goes with the project
        session.closing.connect(self.close)

    def begin(self) -> None:
        """Begin to look."""
        self._worker.ask(lambda: partial(backups.look_over, self._path), self._on_found)

    def done(self, result: int) -> None:
        """End the look, whichever way the dialog is closed."""
        self._worker.drop()
        super().done(result)

    def _on_progress(self, done: int, whole: int) -> None:
        self.bar.setRange(0, whole)
        self.bar.setValue(done)

    def _on_found(self, found: list[str] | UserError) -> None:
        self.bar.hide()
        self.end.setText(_("Close"))
        lines = [str(found)] if isinstance(found, UserError) else found
        if not lines:
            self.told.setText(_("The project is sound."))
            return
        words = ngettext("{count} thing is wrong:", "{count} things are wrong:", len(lines))
        self.told.setText(
            _("The project could not be looked over:")
            if isinstance(found, UserError)
            else words.format(count=len(lines))
        )
        self.list.addItems(lines)
        self.list.show()
        resize_within_screen(self, 640, 360)


class BackupsDialog(QDialog):
    """List the backups of a project, each with what it holds, and bring one back.

    Attributes:
        path: of the project.
        list: its backups, the newest first.
        restore, save, now: the buttons.
    """

    def __init__(self, path: Path, keeping: Keeping) -> None:
        window = keeping.parent()
        super().__init__(window if isinstance(window, QWidget) else None)
        self.path = path
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Backups of {project}").format(project=path.name))
        resize_within_screen(self, 720, 420)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Backups, the newest first"))
        self.list.currentRowChanged.connect(self._enable)
        self.folder = label(_("In {folder}").format(folder=backups.folder_of(path)), "dim", wraps=True)
        self.restore = push(_("Bring it back…"), does=lambda: keeping.restore(path, self._chosen()))
        self.save = push(_("Save it as…"), does=lambda: keeping.save_as(path, self._chosen()))
        self.now = push(_("Make a backup now"), does=keeping.keep_now)
        close = push(_("Close"), does=self.close)
        self._paths: list[Path] = []
        self._readable: list[bool] = []
        vbox(
            (self.list, 1),
            self.folder,
            hbox(self.restore, self.save, self.now, 1, close, gap=8),
            on=self,
            margins=(14, 12, 14, 12),
            gap=10,
        )
        self.list.addItem(_("Looking at the backups…"))
        self._enable()

    def fill(self, found: list[Backup] | UserError) -> None:
        """List what was found."""
        self.list.clear()
        self._paths, self._readable = [], []
        if isinstance(found, UserError) or not found:
            self.list.addItem(str(found) if isinstance(found, UserError) else _("There is no backup yet."))
        else:
            self._paths = [one.path for one in found]
            self._readable = [not one.problem for one in found]
            self.list.addItems([backups.told(one) for one in found])
            self.list.setCurrentRow(0)
        self._enable()

    def _chosen(self) -> Path:
        return self._paths[self.list.currentRow()]

    def _enable(self) -> None:
        at = self.list.currentRow()
        can = 0 <= at < len(self._paths) and self._readable[at]
        self.restore.setEnabled(can)
        self.save.setEnabled(can)


class ReportDialog(QDialog):
    """Tell what was rescued and what is missing.

    Attributes:
        list: a line for each.
        go: the button that opens it.
    """

    def __init__(self, lines: list[str], go: Callable[[], object], window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What was rescued"))
        resize_within_screen(self, 680, 400)
        self.list = QListWidget()
        self.list.setAccessibleName(_("What was rescued, and what is missing"))
        self.list.setWordWrap(True)
        self.list.addItems(lines)
        self.go = push(_("Open it"), does=partial(self._go, go))
        close = push(_("Close"), does=self.close)
        vbox((self.list, 1), hbox(self.go, 1, close), on=self, margins=(14, 12, 14, 12), gap=10)

    def _go(self, go: Callable[[], object]) -> None:
        self.close()
        go()
