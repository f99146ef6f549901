"""Starting the window."""

import contextlib
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCollator,
    QLocale,
    QMessageLogContext,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
    qVersion,
)
from PySide6.QtWidgets import QApplication

from desktop import paths
from desktop.core import collation, logs
from desktop.core.collecting import no_collecting
from desktop.core.errors import DamageError, LockedError, UserError
from desktop.core.progress import Progress
from desktop.core.spans import Span
from desktop.qt import settings as keys
from desktop.qt import theme
from desktop.qt.background import Worker
from desktop.qt.messages import Messages
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window import page_rows
from desktop.qt.window.look_actions import chosen_type
from desktop.qt.window.main_window import MainWindow
from desktop.store.lost import LostFileError

if TYPE_CHECKING:
    from desktop.qt.window.fault_box import Faults

# a screen on which the library, two documents and the claim panel stand beside each other, in pixels
_WIDE = 1500
# milliseconds after the start in which what the first tag needs is loaded, when the window has long been painted
_AHEAD = 2000


def make_application() -> QApplication:
    """Return the application, made when there is none yet."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    qInstallMessageHandler(_pass_on)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("visavis")
    app.setApplicationDisplayName("Visavis")
    return app


def _pass_on(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
    """Write Qt's messages to standard error, save what the offscreen platform says of every window it shows."""
    if text and not text.startswith("This plugin does not support"):
        # a build without a terminal has no standard error
        if sys.stderr is not None:
            sys.stderr.write(f"{text}\n")
        # Qt's sentences may name files; where they come from does not
        logs.LOG.warning("Qt: %s %s:%s", kind.name, context.file, context.line)


def make_window(project: Path, settings: Settings, scheme: str = "") -> MainWindow:
    """Return the window with *project* open, not shown yet.

    Raises:
        UserError: when the project cannot be opened.
    """
    app = make_application()
    theme.apply(app, scheme or settings.get(keys.SCHEME), chosen_type(settings), dressed=False)
    session = Session(Messages())
    session.open(project)
    window = MainWindow(session, settings)
    theme.dress(app)
    return window


def first_window(project: Path | None, settings: Settings) -> MainWindow:
    """Return the window on *project*, or on the one that was open last, or else on the user's own.

    Where it cannot be opened, the window says why and shows where one begins.
    """
    app = make_application()
    theme.apply(app, settings.get(keys.SCHEME), chosen_type(settings), dressed=False)
    # two documents side by side are the first thing to see, and have no room between both sides
    if not settings.is_set(keys.PANEL) and app.primaryScreen().availableSize().width() < _WIDE:
        settings.set(keys.PANEL, "0")
    session, problem, damaged = Session(Messages()), "", False
    last = settings.get(keys.RECENT)
    wanted = project or (Path(last) if last else None)
    try:
        session.open(wanted or _own_project())
    except UserError as error:
        logs.failure(error, logs.INFO)
        problem, damaged = str(error), isinstance(error, DamageError)
    try:
        window = MainWindow(session, settings)
    except UserError as error:
        # what the first pages show cannot be read
        logs.failure(error, logs.INFO)
        session.close()
        session, problem, damaged = Session(Messages()), str(error), isinstance(error, DamageError)
        window = MainWindow(session, settings)
    theme.dress(app)
    if problem:
        window.show_start(problem)
    if damaged:
        # over the window, once that is shown
        tell = partial(window.keeping.tell_damage, problem, wanted or _own_project())
        QTimer.singleShot(0, window, tell)
    return window


def _own_project() -> Path:
    # the window starts without what makes projects
    from desktop.project.opening import default_project

    return default_project()


def run(project: Path | None) -> int:
    """Open the window on *project*, or on the one that was open last, and return the exit status when it is closed."""
    logs.start(paths.user_logs())
    app = make_application()
    sort_names(QLocale.system())
    with no_collecting():
        window = first_window(project, Settings())
        sys.excepthook = show_fault
        window.show()
    # once the window is painted: which version it is stands among the files of the installation
    QTimer.singleShot(0, app, _log_versions)
    QTimer.singleShot(_AHEAD, app, partial(load_ahead, Worker(app)))
    # Python sees Ctrl+C in the terminal only when it runs
    timer = QTimer()
    timer.timeout.connect(lambda: None)
    timer.start(500)
    status = app.exec()
    window.session.close()
    logs.stop()
    return int(status)


def load_ahead(worker: Worker) -> None:
    """Load in another thread what the first tag, the first suggestion and the other pages need.

    No start waits for that; and whoever presses T then, or turns to a page, need not wait for half a second either.
    """
    worker.ask(lambda: _load, lambda _nothing: None)


def _load(_progress: Progress) -> None:
    import desktop.qt.tracing  # noqa: F401 (loading it is all)
    from desktop.project.quotations import speaker_at

    # with the words of languages
    speaker_at("“A”.", (), (), Span(1, 2))
    page_rows.load()


def _log_versions() -> None:
    python, system = sys.version.split()[0], sys.platform
    logs.LOG.info("Visavis %s, Python %s, Qt %s, %s", logs.program_version(), python, qVersion(), system)


def sort_names(locale: QLocale) -> None:
    """Take the order of names from the rules of the user's language; where none is set, it is that of the letters."""
    if locale.language() == QLocale.Language.C:
        collation.install(None)
        return
    collator = QCollator(locale)
    # made ready here, since others than the window's thread will ask
    collator.compare("a", "b")
    collation.install(collator.compare)


def show_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Show what only we can mend, and go on: an action is written whole or not at all."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    logs.failure(error)
    windows = (one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
    if isinstance(error, DamageError) and (window := next(windows, None)) is not None:
        # one dialog, however many cells cannot be painted
        path = error.path if isinstance(error.path, Path) else None
        window.keeping.tell_damage(error.sentence, path or (window.session.path if window.session.is_open else None))
        return
    if isinstance(error, LockedError | LostFileError):
        # the session tells it, and shows everything once the other program is done; or a bar tells what became of it
        return
    # a build without a terminal has no standard error
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write("".join(traceback.format_exception(kind, error, trace)))
    from desktop.qt.window.fault_box import Faults

    global _faults
    if _faults is None:
        _faults = Faults(_check)
    _faults.show(error, trace)


def _check() -> Callable[[], str] | None:
    """Return what looks into the project that is open in a window; None where none is."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow) and widget.session.is_open:
            # the window starts without what opens projects otherwise
            from desktop.project.opening import fault_in

            return partial(fault_in, widget.session.path)
    return None


_faults: "Faults | None" = None
