"""A window on a project, driven by real keys and a real mouse."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.analysis.comparison.outline import LineKey
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance, Voice
from desktop.qt import theme
from desktop.qt.dialogs import FileDialogs
from desktop.qt.findings.findings_page import FacingPanel, SidePanel
from desktop.qt.matrix.grid import MatrixGrid
from desktop.qt.messages import Messages
from desktop.qt.parts.claim_list_model import CLAIM_ROLE
from desktop.qt.parts.page import Page
from desktop.qt.parts.stance_cells import cell_text
from desktop.qt.reading.pane import Pane
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import PAGES
from desktop.store import edits

P = TypeVar("P", bound=Page)
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def tag_claim(
    session: Session,
    document_id: int,
    span: Span,
    actor_ids: tuple[int, ...],
    topic_id: int,
    stance: Stance,
    voice: Voice = Voice.DIRECT,
) -> int | None:
    return session.do(edits.claims.tag, NewClaim(document_id, span, actor_ids, topic_id, stance, voice))


def open_window(project: Path, qtbot: QtBot) -> MainWindow:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    session = Session(Messages())
    session.open(project)
    window = MainWindow(session, Settings(project.with_name("settings.ini")), FileDialogs())
    # a test may end in the middle of an import
    window.dialogs.confirm = lambda *_: True
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def page_of(window: MainWindow, kind: type[P]) -> P:
    """Return the page of a class, made now when it was never wanted before."""
    key = next(row.key for row in PAGES if row.made_by.endswith(f":{kind.__name__}"))
    page = window.pages.page(key)
    assert isinstance(page, kind)
    return page


def make_page(kind: type[P], session: Session) -> P:
    """Return a page without a window; its settings lie beside the project."""
    return kind(session, FileDialogs(), Settings(session.path.with_name("settings.ini")))


def cell_words(grid: MatrixGrid, row: LineKey, column: LineKey) -> str:
    """Return what a cell of the matrix shows in characters: ``▲2 ▼1``; empty where nothing is shown."""
    place = (grid.model.row_of(row), grid.model.column_of(column))
    return "" if -1 in place else cell_text(grid.model.content(*place))


def facing_words(panel: FacingPanel) -> str:
    """Return the heading of two sides and what stands below it."""
    return f"{panel.title.text()}\n{panel.about.text()}".strip()


def quotes_of(side: SidePanel) -> list[str]:
    """Return the words of a side's claims in their order."""
    shown = (side.model.index(row).data(CLAIM_ROLE) for row in range(side.model.rowCount()))
    return [claim.quote for claim in shown if claim is not None]


def close_window(window: MainWindow) -> None:
    if window.session.is_open:
        window.close()
        # views read the project as long as they live
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        window.session.close()
        # the window system takes the activation away only now; a window shown before that would lose it again
        QApplication.processEvents()


def keys(qtbot: QtBot, *pressed: Qt.Key | str, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press keys where the focus is, as the keyboard does."""
    for key in pressed:
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the focus"
        if isinstance(key, str):
            for letter in key:
                target = QApplication.focusWidget()
                assert target is not None, "nothing has the focus"
                if letter.isascii():
                    qtbot.keyClicks(target, letter, modifier)
                else:
                    # the test library knows no keys beyond ASCII; an input method sends a key without a number
                    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                        QApplication.sendEvent(target, QKeyEvent(kind, 0, modifier, letter))
        else:
            qtbot.keyClick(target, key, modifier)


def drag(qtbot: QtBot, pane: Pane, span: Span) -> None:
    """Select the words of *span* with the mouse."""
    viewport = pane.view.viewport()
    rects = [rect for one in pane.view.placed() for rect in one.rects(*pane.model.from_span(span.start, span.end))]
    first, last = rects[0], rects[-1]
    start = QPoint(int(first.left()) + 1, int(first.center().y()))
    end = QPoint(int(last.right()) - 1, int(last.center().y()))
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(viewport, end)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)


def middle_of(pane: Pane, words: str) -> QPoint:
    """Return the middle of the first line of *words* in the viewport."""
    span = span_of(pane.model.text, words)
    start, end = pane.model.from_span(span.start, span.end)
    return next(rect for one in pane.view.placed() for rect in one.rects(start, end)).center().toPoint()


def click_words(qtbot: QtBot, pane: Pane, words: str) -> None:
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(pane, words))
