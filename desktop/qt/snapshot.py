"""Pictures of the window's pages, painted by the real window without a screen."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.qt import theme
from desktop.qt.app import make_window
from desktop.qt.reading.pane import Pane
from desktop.qt.settings import Settings
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import PAGES, READ
from desktop.store import reads


def take(
    project: Path, folder: Path, sizes: Sequence[tuple[int, int]] = ((1280, 800),), themes: Sequence[str] = ("light",)
) -> list[Path]:
    """Write a PNG of each page of *project* into *folder*, for each size in pixels and theme, and return the files.

    Nothing is written to the project: it only reads.

    Raises:
        UserError: when the project cannot be opened or the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sentence = _("“{folder}” cannot be made ({reason}): choose another folder.")
        raise UserError(sentence, folder=folder, reason=error.strerror) from error
    written: list[Path] = []
    with tempfile.TemporaryDirectory() as own:
        window = make_window(project, Settings(Path(own) / "settings.ini"), themes[0])
        window.show()
        try:
            for name in themes:
                window.looks.set_scheme(name)
                for width, height in sizes:
                    window.resize(width, height)
                    for picture, prepare in _pictures(window):
                        prepare()
                        path = folder / f"{picture}-{name}-{width}x{height}.png"
                        _settle()
                        if not window.grab().save(str(path)):
                            raise UserError(_("“{path}” cannot be written: choose another folder."), path=path)
                        written.append(path)
        finally:
            window.reading.end_bars()
            window.close()
            window.session.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.color.cache_clear()
    return written


def _pictures(window: MainWindow) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield the names of the pictures with what prepares each."""
    yield from (("read", partial(_read, window)), ("tag", partial(_tag, window)), ("three", partial(_three, window)))
    for row in PAGES:
        if row.text and row.key != READ:
            page = window.pages.page(row.key)
            for name, prepare in (page.examples() or {row.key.removeprefix("page_"): page.update}).items():
                yield name, partial(_show, window, row.key, prepare)


def _show(window: MainWindow, key: str, prepare: Callable[[], None]) -> None:
    window.show_page(key)
    prepare()
    until = time.monotonic() + 60
    while window.pages.shown.busy and time.monotonic() < until:
        _settle()
        time.sleep(0.01)


def _read(window: MainWindow) -> None:
    panes = _open(window, 2)
    if panes and len(panes[0].model.marks):
        # a claim of whose topic both documents speak shows what linked reading is
        model = panes[0].model
        topics = set(panes[-1].model.topic.values())
        shared = [claim for claim in model.marks if model.topic[claim] in topics]
        window.desk.show_claim(model.document_id, (shared or list(model.marks))[len(shared) // 2])


def _tag(window: MainWindow) -> None:
    panes = _open(window, 2)
    if not panes:
        return
    pane = panes[0]
    window.desk.activate(pane)
    lines = pane.model.text.split("\n")
    # the first sentence of a paragraph in the middle
    number = next((at for at in range(len(lines) // 2, len(lines)) if len(lines[at]) > 60), 0)
    start = sum(len(line) + 1 for line in lines[:number])
    end = start + len(lines[number].split(". ")[0])
    pane.view.scroll_to(pane.model.from_span(start, end)[0], 0.3)
    pane.view.select(*pane.model.from_span(start, end))
    window.claims.tag()
    topic = window.reading.tag_bar.topic
    topic.set_chosen(())
    topic.line.setText("nato")
    topic.line.textEdited.emit("nato")


def _three(window: MainWindow) -> None:
    panes = _open(window, 3)
    if panes and len(panes[0].model.marks):
        window.desk.show_claim(panes[0].model.document_id, next(iter(panes[0].model.marks)))


def _open(window: MainWindow, count: int) -> list[Pane]:
    window.reading.end_bars()
    window.show_page(READ)
    window.desk.clear()
    for document in window.session.shown(reads.filtered.documents)[:count]:
        window.desk.open(document.id, beside=bool(window.desk.panes))
    _settle()
    return window.desk.panes


def _settle() -> None:
    for _turn in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
