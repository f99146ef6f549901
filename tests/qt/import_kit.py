"""The page of imports in a window of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.qt.dialogs import FileDialogs
from desktop.qt.importing.page import ImportPage
from desktop.qt.session import Session
from desktop.qt.settings import Settings


@contextmanager
def import_page(
    session: Session, qtbot: QtBot, folder: Path, width: int = 1280, height: int = 740
) -> Iterator[ImportPage]:
    """Show the page with the focus; its settings lie in *folder*."""
    page = ImportPage(session, FileDialogs(), Settings(folder / "settings.ini"))
    qtbot.addWidget(page)
    page.resize(width, height)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    yield page
    page.hide()
