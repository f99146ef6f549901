"""A process that is timed from its beginning to its first painted window; see `test_start_bench`.

What only tests need is not loaded here: it would count as time and as memory of the program.
"""

import importlib
import os
import sys
import time
from pathlib import Path


def run_until_painted() -> int:
    """Stand in for the loop of events: tell when the window has been painted whole, what that took, and its memory."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QMainWindow

    from desktop.project.memory import resident

    class Look(QObject):
        told: tuple[float, ...] = ()
        asked = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and not self.asked:
                # the window's children are painted before anything else comes
                self.asked = True
                QApplication.postEvent(self, QEvent(QEvent.Type.User), 1_000)
            return False

        def event(self, event: QEvent) -> bool:
            if event.type() == QEvent.Type.User:
                self.told = time.monotonic(), time.process_time(), resident(os.getpid())
            return True

    look = Look()
    next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow)).installEventFilter(look)
    while not look.told:
        QApplication.processEvents()
    # what comes soon after
    end = time.monotonic() + 1
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)
    print(*look.told, resident(os.getpid()), flush=True)
    os._exit(0)


def show_plain(project: Path) -> None:
    """Show the first text of a project in a plain widget, and nothing else."""
    import sqlite3

    from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit

    app = QApplication([])
    (text,) = sqlite3.connect(project).execute("SELECT content FROM text ORDER BY id LIMIT 1").fetchone()
    window, widget = QMainWindow(), QPlainTextEdit()
    widget.setPlainText(text)
    window.setCentralWidget(widget)
    window.resize(1280, 800)
    window.show()
    app.exec()


def main(kind: str, project: Path) -> None:
    """Start as ``visavis PROJECT`` does, or show a ``plain`` widget."""
    if kind == "plain":
        stop_when_painted()
        show_plain(project)
        return
    from desktop import __main__ as program

    start = program._Window.run

    def run(self: program._Window, project: Path | None) -> int:
        # loads Qt as the program does
        importlib.import_module("desktop.qt")
        stop_when_painted()
        return start(self, project)

    program._Window.run = run  # type: ignore[method-assign]
    sys.argv = ["visavis", str(project)]
    program.main()


def stop_when_painted() -> None:
    """End the process when its window has been painted."""
    from PySide6.QtWidgets import QApplication

    QApplication.exec = staticmethod(run_until_painted)  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
