"""Pictures of the window's pages, painted by the real window without a screen."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop.core.errors import UserError
from desktop.qt import theme
from desktop.qt.app import make_window
from desktop.qt.settings import Settings
from desktop.qt.window.main_window import MainWindow


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
        raise UserError(f"“{folder}” cannot be made ({error.strerror}): choose another folder.") from error
    written: list[Path] = []
    with tempfile.TemporaryDirectory() as own:
        window = make_window(project, Settings(Path(own) / "settings.ini"), themes[0])
        window.show()
        try:
            for name in themes:
                window.looks.set_scheme(name)
                for width, height in sizes:
                    window.resize(width, height)
                    for page, prepare in PAGES.items():
                        prepare(window)
                        path = folder / f"{page}-{name}-{width}x{height}.png"
                        _settle()
                        if not window.grab().save(str(path)):
                            raise UserError(f"“{path}” cannot be written: choose another folder.")
                        written.append(path)
        finally:
            window.tag_bar.end()
            window.close()
            window.session.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.color.cache_clear()
    return written


def _read(window: MainWindow) -> None:
    _open(window, 2)
    pane = window.desk.panes[0] if window.desk.panes else None
    if pane is not None and len(pane.model.marks):
        # a claim of whose topic both documents speak shows what linked reading is
        topics = set(window.desk.panes[-1].model.topic.values())
        shared = [claim for claim in pane.model.marks if pane.model.topic[claim] in topics]
        window.show_claim(pane.model.document_id, (shared or list(pane.model.marks))[len(shared) // 2])


def _tag(window: MainWindow) -> None:
    _open(window, 2)
    pane = window.desk.panes[0] if window.desk.panes else None
    if pane is None:
        return
    window.desk.activate(pane)
    lines = pane.model.text.split("\n")
    # the first sentence of a paragraph in the middle
    number = next((at for at in range(len(lines) // 2, len(lines)) if len(lines[at]) > 60), 0)
    start = sum(len(line) + 1 for line in lines[:number])
    end = start + len(lines[number].split(". ")[0])
    pane.view.scroll_to(pane.model.from_span(start, end)[0], 0.3)
    pane.view.select(*pane.model.from_span(start, end))
    window.claims.tag()
    window.tag_bar.topic.set_chosen(())
    window.tag_bar.topic.line.setText("nato")
    window.tag_bar.topic.line.textEdited.emit("nato")


def _three(window: MainWindow) -> None:
    _open(window, 3)
    pane = window.desk.panes[0] if window.desk.panes else None
    if pane is not None and len(pane.model.marks):
        window.show_claim(pane.model.document_id, next(iter(pane.model.marks)))


def _matrix(window: MainWindow) -> None:
    window.tag_bar.end()
    window.show_page("page_matrix")
    cells = window.session.cell_counts()
    if cells:
        fullest = max(cells, key=lambda cell: cell.count)
        window.matrix_page.choose(fullest.topic_id, fullest.actor_id)


def _contradictions(window: MainWindow) -> None:
    window.show_page("page_contradictions")
    window.contradictions_page.choose("others")


def _both_sides(window: MainWindow) -> None:
    window.show_page("page_contradictions")
    window.contradictions_page.choose("itself")


def _compare(window: MainWindow) -> None:
    window.show_page("page_compare")
    uses = window.session.usage("actor")
    most = sorted(uses, key=lambda actor: (-uses[actor], actor))[:2]
    if len(most) == 2:
        window.compare_page.choose("actor", *most)


def _cells(window: MainWindow) -> None:
    cells = sorted(window.session.cell_counts(), key=lambda cell: (-cell.count, cell.topic_id, cell.actor_id))
    facing = [(one, other) for one in cells for other in cells if one.topic_id == other.topic_id and one is not other]
    for cell, letter in zip(facing[0] if facing else (), "AB", strict=False):
        window.show_page("page_matrix")
        window.matrix_page.choose(cell.topic_id, cell.actor_id)
        window.matrix_page.mark_side(letter)


def _picture(kind: str) -> Callable[[MainWindow], None]:
    def prepare(window: MainWindow) -> None:
        window.show_page("page_pictures")
        window.pictures_page.choose(kind)

    return prepare


def _plain(key: str) -> Callable[[MainWindow], None]:
    return lambda window: window.show_page(key)


def _codebook(window: MainWindow) -> None:
    cells = window.session.cell_counts()
    if cells:
        window.show_entry("topic", max(cells, key=lambda cell: cell.count).topic_id)
    else:
        window.show_page("page_codebook")


def _quotations(window: MainWindow) -> None:
    window.show_page("page_quotations")
    until = time.monotonic() + 60
    while window.session.traces.state == "running" and time.monotonic() < until:
        _settle()
        time.sleep(0.01)


def _history(window: MainWindow) -> None:
    window.show_page("page_history")
    steps = window.session.history(1)
    if steps:
        window.history_page.choose(steps[0].id)


PAGES: dict[str, Callable[[MainWindow], None]] = {
    "read": _read,
    "tag": _tag,
    "three": _three,
    "matrix": _matrix,
    "quotations": _quotations,
    "contradictions": _contradictions,
    "both-sides": _both_sides,
    "compare": _compare,
    "cells": _cells,
    "pictures": _picture("time"),
    "similarity": _picture("likeness"),
    "strips": _picture("strips"),
    "claims": _plain("page_claims"),
    "codebook": _codebook,
    "history": _history,
    "import": _plain("page_import"),
}


def _open(window: MainWindow, count: int) -> None:
    window.tag_bar.end()
    window.show_page("page_read")
    window.desk.clear()
    for document in window.session.documents()[:count]:
        window.desk.open(document.id, beside=bool(window.desk.panes))
    _settle()


def _settle() -> None:
    for _ in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
