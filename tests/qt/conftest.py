import os

# before Qt is imported: the tests need no display
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.core import scale
from desktop.qt import theme
from desktop.qt.messages import Messages
from desktop.qt.reading.desk_bar import DeskBar
from desktop.qt.session import Session
from desktop.qt.window.main_window import MainWindow

from ..store.making import make_project


class PatientBot(QtBot):
    """Waits as long as a machine with much else to do may take: what comes is seen as soon as it is there."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 30_000) -> None:
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The bot of pytest-qt, with more patience."""
    return PatientBot(request)


@pytest.fixture(scope="session", autouse=True)
def clipboard(qapp: QApplication) -> Iterator[None]:
    """Leave no table on the clipboard: the offscreen platform would take it down after the application."""
    yield
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def windows(qapp: QApplication) -> Iterator[None]:
    """Leave no window to the next test: a change of the style goes through all that there are, seen or not.

    And no scale of a project.
    """
    yield
    scale.use(scale.THREE)
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, MainWindow | DeskBar):
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def light(qapp: QApplication) -> Iterator[QApplication]:
    """The application in the light scheme, whatever a test before has left."""
    theme.apply(qapp, "light")
    yield qapp
    theme.apply(qapp, "light")


@pytest.fixture
def session(light: QApplication, tmp_path: Path) -> Iterator[Session]:
    """A session on the small project of the store's tests."""
    path = tmp_path / "small.visavis"
    make_project(path).close()
    found = Session(Messages())
    found.open(path)
    yield found
    found.close()
