"""A window that a monkey plays with, and what must hold however it does."""

import random
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.spans import Span
from desktop.core.values import (
    Actor,
    Codebook,
    CodedClaim,
    CodedDocument,
    CodedSegment,
    Facts,
    SegmentKind,
    Stance,
    Topic,
)
from desktop.qt import theme
from desktop.qt.dialogs import FileDialogs
from desktop.qt.messages import Messages
from desktop.qt.reading.pane import Pane
from desktop.qt.session import Session
from desktop.qt.settings import Settings
from desktop.qt.window.main_window import MainWindow
from desktop.qt.window.page_rows import PAGES, READ
from desktop.store import check, edits, reads
from desktop.store.database import Database
from tests.store.making import rows

ROUND = 100
# how deep the history may grow before the monkey begins again from the start
_STEPS = 400
SIZES = ((1024, 600), (1280, 800), (1366, 768), (1600, 900))
_WORDS = ("tram", "Ana", "brücke", "b", "wichtig", "1", "Neu genannt", "zz")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789[]{}"
_KEYS = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Delete),
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Backspace, Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F6),
)
# what would end the game: these leave the project or the process, or go to a printer
_LEAVING = {"quit", "new", "open", "print"}
_ENGLISH = (
    "City hall debates the tram.\n\nOkafor: The tram must come. It will cut the noise on the bridge by half.\n\n"
    "Lindqvist: We cannot pay for it. The bridge has to wait, too.\n\n{more}\n"
)
_GERMAN = (
    "Die Stadt berät über die Straßenbahn.\n\nOkafor: Die Straßenbahn muss kommen. Sie macht die Brücke leiser.\n\n"
    "Lindqvist: Das können wir nicht bezahlen 😀.\n\n{more}\n"
)


class Broken(AssertionError):
    """What must always hold does not: after which event of which seed, and what."""


def document(number: int) -> CodedDocument:
    """Return the document of a number, in one of two languages, with turns and a claim."""
    text = (_ENGLISH, _GERMAN)[number % 2].format(more=f"Report {number}. " * 40)
    first = text.index("Okafor:")
    second = text.index("Lindqvist:")
    ends = [text.index("\n", at) for at in (first, second)]
    turns = tuple(
        CodedSegment(SegmentKind.TURN, Span(start, end), who, "statement", label)
        for start, end, who, label in (
            (first, ends[0], "okafor", "Okafor"),
            (second, ends[1], "lindqvist", "Lindqvist"),
        )
    )
    said = Span(first + len("Okafor: "), text.index(".", first) + 1)
    claims = (CodedClaim(said, ("okafor",), "tram", (Stance.FAVOR, Stance.AGAINST, Stance.NEUTRAL)[number % 3]),)
    facts = Facts(title=f"Debate {number}", date=f"2031-0{number % 9 + 1}-03", language=("en", "de")[number % 2])
    return CodedDocument(
        f"debate-{number}.txt", facts, text, turns, claims, set_path=("", "Talks", "Talks/2031")[number % 3]
    )


def make(path: Path) -> None:
    """Make a project of three small documents in two languages."""
    actors = (Actor("okafor", "Ada Okafor"), Actor("lindqvist", "Per Lindqvist"))
    topics = (
        Topic("city", "City"),
        Topic("tram", "Tram", "The tram should be built.", parent="city"),
        Topic("bridge", "Bridge", "The bridge should be mended."),
    )
    with Database(path, create=True) as db:
        db.set_coder("Monkey")
        with db.edit("fill_from_seeds", undoable=False) as recorder:
            edits.codebook.add_codebook(db, recorder, Codebook(actors, topics))
            for number in range(3):
                edits.documents.add_document(db, recorder, document(number), "seed")


class Monkey:
    """Plays with a window on a project of its own.

    Attributes:
        done: how many events there were.
        trail: what the last of them were.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.seed = seed
        self.done = 0
        self.trail: list[str] = []
        self._random = random.Random(seed)
        self._folder = folder
        self._faults: list[str] = []
        self._size = QSize(1280, 800)
        self._next = 3
        path = folder / f"monkey-{seed}.visavis"
        path.unlink(missing_ok=True)
        make(path)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, "light")
        self.session = Session(Messages())
        self.session.open(path)
        self.session.coder = "Monkey"
        self._start = rows(self.session.database)
        self.window = MainWindow(self.session, Settings(folder / f"monkey-{seed}.ini"), self._dialogs())
        self.window.resize(self._size)
        self.window.show()
        self.window.activateWindow()
        self._actions = [action for key, action in self.window.actions_by_key.items() if key not in _LEAVING]
        # by whatever menu, key or list they are found
        for key in _LEAVING & self.window.actions_by_key.keys():
            self.window.actions_by_key[key].triggered.disconnect()
        # what waits for an answer inside an event gets one
        self._answering = QTimer(self.window)
        self._answering.timeout.connect(self._answer)

    def play(self, events: int) -> None:
        """Do so many events and look after each hundred.

        Raises:
            Broken: when something does not hold.
        """
        kinds: list[tuple[Callable[[], str], int]] = [
            (self._key, 40),
            (self._letter, 18),
            (self._click, 22),
            (self._drag, 5),
            (self._action, 8),
            (self._page, 3),
            (self._resize, 1),
            (self._import, 1),
            (self._remove, 1),
            (self._undo, 3),
        ]
        events_of, weights = zip(*kinds, strict=True)
        with self._watched():
            for _ in range(events):
                (event,) = self._random.choices(events_of, weights)
                self._answering.start(30)
                try:
                    told = event()
                except RuntimeError as error:
                    # the widget closed between the press and the release of a click
                    if "already deleted" not in str(error):
                        raise
                    told = str(error)
                QApplication.processEvents()
                # as the application's own loop does between two events
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
                self._answering.stop()
                self.done += 1
                self.trail = [*self.trail[-40:], told]
                if self._faults:
                    self._fail("an exception or a warning of Qt", self._faults[0])
                if self.done % ROUND == 0:
                    self.look()

    def close(self) -> None:
        """Close the window and the project."""
        self._answering.stop()
        self._close_popups()
        self.window.close()
        # views read the project as long as they live
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.session.close()
        # the offscreen platform would take a table on the clipboard down after the application
        QApplication.clipboard().clear()
        QApplication.processEvents()

    # what must hold

    def look(self) -> None:
        """Look whether all holds that must.

        Raises:
            Broken: when something does not.
        """
        self._close_popups()
        db = self.session.database
        if QApplication.activeModalWidget() is not None:
            self._fail("a modal window is left", str(QApplication.activeModalWidget()))
        if problems := check.problems(db):
            self._fail("the project is not sound", problems[0])
        self._look_at_focus()
        if self.window.isFullScreen():
            self.window.showNormal()
            self.window.resize(self._size)
            QApplication.processEvents()
        if self.window.size() != self._size:
            self._fail("the window's size is not what it was given", f"{self.window.size()} for {self._size}")
        # what is out of sight is not painted
        self.window.show_page(READ)
        there = reads.project.documents(db)
        if not self.window.desk.panes and there:
            self.window.desk.open(self._random.choice(there).id)
        QApplication.processEvents()
        for pane in self.window.desk.panes:
            self._look_at_pane(pane)
        self._look_at_undo(db)

    def _look_at_focus(self) -> None:
        focus = QApplication.focusWidget()
        if focus is None or not focus.isVisible():
            # a bar that has the focus may be hidden by what just happened; the next Tab must find a place
            QTest.keyClick(self.window, Qt.Key.Key_Tab)
            focus = QApplication.focusWidget()
        if focus is None or not focus.isVisible():
            self._fail("the focus is nowhere to be seen", str(focus))

    def _look_at_pane(self, pane: Pane) -> None:
        model, db = pane.model, self.session.database
        found = {number: model.to_span(*model.marks.span(number)) for number in model.marks}
        if self.session.hidden_coders:
            return
        kept = {one.id: one.span for one in reads.project.claims(db, document_id=model.document_id)}
        if found != kept:
            self._fail("highlights are not the claims", f"document {model.document_id}: {found} for {kept}")
        if not pane.isVisible() or pane.view.textCursor().hasSelection():
            return
        image = pane.view.viewport().grab().toImage()
        for number in model.marks:
            for rect in [one for block in pane.view.placed() for one in block.rects(*model.marks.span(number))]:
                if not self._is_painted(image, rect):
                    self._fail("a claim in sight is not painted", f"claim {number} of document {model.document_id}")

    @staticmethod
    def _is_painted(image: QImage, rect: QRectF) -> bool:
        """Tell whether there is a ground behind a claim's words: just above them, where no letter reaches."""
        ratio, page = image.devicePixelRatio(), theme.color("page").rgb()
        y = round((rect.top() + 1) * ratio)
        columns = range(max(0, round(rect.left() * ratio) + 2), min(image.width(), round(rect.right() * ratio) - 2), 3)
        if not 0 <= y < image.height() or not columns:
            return True
        return sum(image.pixel(x, y) == page for x in columns) * 2 < len(columns)

    def _look_at_undo(self, db: Database) -> None:
        """Undo to the start, which must be what it was row for row; then do all again, or begin anew."""
        now = rows(db)
        steps = 0
        while db.undo_text():
            self.session.undo()
            steps += 1
        if rows(db) != self._start:
            self._fail("undone to the start, the rows are others", self._difference(self._start, rows(db)))
        if steps > _STEPS:
            return
        for _ in range(steps):
            self.session.redo()
        if rows(db) != now:
            self._fail("done again, the rows are others", self._difference(now, rows(db)))

    @staticmethod
    def _difference(one: dict[str, list[tuple[object, ...]]], other: dict[str, list[tuple[object, ...]]]) -> str:
        return "; ".join(
            f"{table}: {[row for row in one[table] if row not in other[table]][:3]} → "
            f"{[row for row in other[table] if row not in one[table]][:3]}"
            for table in one
            if one[table] != other[table]
        )

    def _fail(self, what: str, detail: str) -> None:
        trail = "\n  ".join(self.trail[-25:])
        raise Broken(f"seed {self.seed}, event {self.done}: {what}: {detail}\nthe last events:\n  {trail}")

    # events; each does something and returns what

    def _target(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window

    def _key(self) -> str:
        key = self._random.choice(_KEYS)
        modifier = self._random.choices(
            (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier),
            (20, 3, 2),
        )[0]
        QTest.keyClick(self._target(), key, modifier)
        return f"key {key.name} {modifier.name}"

    def _letter(self) -> str:
        if self._random.random() < 0.2:
            word = self._random.choice(_WORDS)
            for letter in word:
                if letter.isascii():
                    QTest.keyClicks(self._target(), letter)
            return f"word {word}"
        letter = self._random.choice(_LETTERS)
        if self._random.random() < 0.2:
            letter = letter.upper()
        QTest.keyClicks(self._target(), letter)
        return f"letter {letter}"

    def _place(self) -> tuple[QWidget, QPoint]:
        over = QApplication.activePopupWidget() or QApplication.activeWindow() or self.window
        place = QPoint(self._random.randrange(max(1, over.width())), self._random.randrange(max(1, over.height())))
        child = over.childAt(place) or over
        return child, child.mapFrom(over, place)

    def _click(self) -> str:
        widget, place = self._place()
        button = Qt.MouseButton.RightButton if self._random.random() < 0.07 else Qt.MouseButton.LeftButton
        if self._random.random() < 0.1:
            QTest.mouseDClick(widget, button, pos=place)
        else:
            QTest.mouseClick(widget, button, pos=place)
        return f"click {button.name} on {type(widget).__name__} {widget.objectName()} at {place.x()},{place.y()}"

    def _drag(self) -> str:
        widget, place = self._place()
        to = place + QPoint(self._random.randint(-200, 200), self._random.randint(-80, 80))
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseMove(widget, (place + to) / 2)
        QTest.mouseMove(widget, to)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=to)
        return f"drag on {type(widget).__name__} from {place.x()},{place.y()} to {to.x()},{to.y()}"

    def _action(self) -> str:
        action: QAction = self._random.choice(self._actions)
        if action.isEnabled():
            action.trigger()
        return f"action {action.text()}"

    def _page(self) -> str:
        row = self._random.choice(PAGES)
        self.window.show_page(row.key)
        return f"page {row.key}"

    def _resize(self) -> str:
        if self.window.isFullScreen():
            # the size that it comes back to is another
            self.window.showNormal()
        self._size = QSize(*self._random.choice(SIZES))
        self.window.resize(self._size)
        return f"size {self._size.width()}x{self._size.height()}"

    def _import(self) -> str:
        brought = [document(self._next + number) for number in range(self._random.randint(1, 2))]
        self._next += len(brought)
        self.session.do(edits.documents.add_documents, brought)
        return f"import of {len(brought)}"

    def _remove(self) -> str:
        there = [one.id for one in reads.project.documents(self.session.database)]
        chosen = self._random.sample(there, min(len(there), self._random.randint(1, 2)))
        self.session.do(edits.documents.remove, chosen)
        return f"removal of {chosen}"

    def _undo(self) -> str:
        again = self._random.random() < 0.3
        (self.session.redo if again else self.session.undo)()
        return "redo" if again else "undo"

    # what would wait for a person

    def _dialogs(self) -> FileDialogs:
        dialogs = FileDialogs()
        for name in vars(dialogs):
            if not name.startswith("_") and callable(getattr(dialogs, name)):
                setattr(dialogs, name, lambda *_args, **_given: None)
        dialogs.open_documents = lambda *_args: []
        dialogs.overwrite = lambda *_args: False
        return dialogs

    def _answer(self) -> None:
        """Answer whatever waits inside an event: a dialog, a menu, a drag."""
        waiting = QApplication.activeModalWidget()
        if waiting is not None:
            QTest.keyClick(waiting, self._random.choice((Qt.Key.Key_Escape, Qt.Key.Key_Return)))
            if QApplication.activeModalWidget() is waiting:
                waiting.close()
            return
        popup = QApplication.activePopupWidget()
        QTest.keyClick(popup or self.window, Qt.Key.Key_Escape)

    def _close_popups(self) -> None:
        for _ in range(10):
            popup = QApplication.activePopupWidget()
            if popup is None:
                break
            QTest.keyClick(popup, Qt.Key.Key_Escape)
            if QApplication.activePopupWidget() is popup:
                popup.close()
        for widget in QApplication.topLevelWidgets():
            # the export panel, the help, the palette: windows beside the window
            if widget is not self.window and widget.isVisible() and widget.isWindow():
                widget.close()
        self.window.activateWindow()
        QApplication.processEvents()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Note what is raised in an event, and what Qt warns of."""

        def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            self._faults.append("".join(traceback.format_exception(kind, error, trace)))

        def warn(kind: QtMsgType, _context: object, text: str | None) -> None:
            if kind is not QtMsgType.QtDebugMsg and text and not text.startswith("This plugin does not support"):
                self._faults.append(text)

        before, sys.excepthook = sys.excepthook, note
        handler = qInstallMessageHandler(warn)
        try:
            yield
        finally:
            sys.excepthook = before
            qInstallMessageHandler(handler)
