import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from desktop.project.opening import new_project
from desktop.qt import settings as keys
from desktop.qt import theme
from desktop.qt.app import first_window
from desktop.qt.settings import Settings
from desktop.qt.window.look_actions import chosen_type

from .window_kit import close_window

# what the first window can do without; each is read when it is first wanted
LATE = (
    *("desktop.analysis.attribution", "desktop.analysis.suggestions", "desktop.analysis.tracing", "desktop.exchange"),
    *("desktop.core.vocabulary", "desktop.store.check", "desktop.store.edits.", "desktop.store.rescue"),
    *("desktop.project.catalogue", "desktop.project.importing", "desktop.project.matrix"),
    *("click_default_group", "dateutil", "sqlite_utils", "tabulate"),
    *("email", "lxml", "markdown_it", "pypdfium2", "tomlkit", "trafilatura", "xlsxwriter", "yaml"),
)


def loaded(code: str, *arguments: str, **env: str) -> list[str]:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, check=True, text=True, env={**os.environ, **env})
    return [name for name in done.stdout.split() if name.startswith(LATE)]


def test_the_window_starts_without_what_it_may_never_need() -> None:
    assert loaded("import sys, desktop.qt.app; print(*sys.modules)") == []


def test_no_source_is_read_at_the_start() -> None:
    # PySide6 would look into each for its own name, and every line would stay in memory
    code = "import desktop.qt.app, linecache; print(*linecache.cache)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    # what guards all others comes before
    assert len([name for name in told.split() if "desktop" in name]) < 10


def test_the_first_window_on_a_project_is_painted_without_what_it_may_never_need(tmp_path: Path) -> None:
    code = """
import os, sys
from PySide6.QtWidgets import QApplication, QMainWindow

def paint():
    window, = (one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow))
    assert window.session.is_open and len(window.desk.panes) == 2
    window.grab()
    print(*sys.modules, flush=True)
    os._exit(0)

QApplication.exec = staticmethod(paint)
from desktop.__main__ import main
main()
"""
    project = tmp_path / "p.visavis"
    new_project(project).close()
    own = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    assert loaded(code, str(project), QT_QPA_PLATFORM="offscreen", **own) == []


def test_a_window_that_is_dressed_when_it_is_built_looks_as_one_that_was_dressed_before(
    light: QApplication, tmp_path: Path
) -> None:
    new_project(tmp_path / "p.visavis").close()
    looks = []
    for is_before in (True, False):
        settings = Settings(tmp_path / f"{is_before}.ini")
        for setting, value in ((keys.SCHEME, "dark"), (keys.INTERFACE, "120"), (keys.PANEL, "1")):
            settings.set(setting, value)
        if is_before:
            theme.apply(light, "dark", chosen_type(settings))
        else:
            light.setProperty(theme.APPLIED, "")
            light.setStyleSheet("")
        window = first_window(tmp_path / "p.visavis", settings)
        window.show()
        QApplication.processEvents()
        parts = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton), *window.findChildren(QLineEdit)]
        looks.append(
            (
                light.styleSheet(),
                [pane.minimumWidth() for pane in window.desk.panes],
                [
                    (part.font().pointSizeF(), part.sizeHint().toTuple(), part.palette().text().color())
                    for part in parts
                ],
            )
        )
        close_window(window)
    assert looks[0][0]
    assert looks[0] == looks[1]


def test_the_first_tag_suggestion_and_page_wait_for_no_module(tmp_path: Path) -> None:
    code = """
import os, sys
from PySide6.QtWidgets import QApplication, QMainWindow

def tag():
    from desktop.qt.app import load_ahead
    from desktop.qt.background import Worker
    window, = (one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow))
    worker = Worker()
    load_ahead(worker)
    while worker.busy:
        QApplication.processEvents()
    there = set(sys.modules)
    from desktop.core.spans import Span
    from desktop.project.quotations import told_at
    window.session.traces.ask_suggestions(1)
    assert window.session.read(told_at, 1, Span(10, 20)) is None
    window.show_page("page_import")
    assert "desktop.qt.matrix.page" in there
    print("loaded", *set(sys.modules) - there, flush=True)
    os._exit(0)

QApplication.exec = staticmethod(tag)
from desktop.__main__ import main
main()
"""
    project = tmp_path / "p.visavis"
    new_project(project).close()
    own = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    assert loaded(code, str(project), QT_QPA_PLATFORM="offscreen", **own) == []
