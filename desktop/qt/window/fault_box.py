"""What is said of a fault of ours: once, truly, and with what can be reported of it."""

import platform
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QMessageBox, QWidget

from desktop.core.errors import UserError
from desktop.core.language import _, ngettext
from desktop.qt.background import Worker
from desktop.qt.window.help import about_text

# what looks into the project for what is wrong with it: returns that in a sentence, or nothing
Check = Callable[[], str]
_NAME = "Visavis"
# more reports of one box say no more
_MOST = 20


class FaultBox(QMessageBox):
    """Tell of a fault, and of those that follow while it is open; the window stays usable.

    What is reported has no words of a document unless the user wants it: where a fault arose is enough in most cases,
    and its message may quote a text.

    Attributes:
        with_words: whether the messages of the faults are in the report.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QMessageBox.Icon.Warning, _NAME, "", parent=parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        # of each fault, where it arose, and that with its message
        self._reports: list[tuple[str, str]] = []
        self._count = 0
        self._found = ""
        self.with_words = QCheckBox(_("Report the messages too, which may quote a document"))
        self.with_words.toggled.connect(lambda _on: self._tell())
        self.setCheckBox(self.with_words)
        copy = self.addButton(_("Copy the report"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.disconnect()
        copy.clicked.connect(lambda _checked: QGuiApplication.clipboard().setText(self.report()))
        self.addButton(QMessageBox.StandardButton.Close)
        self._worker = Worker(self)

    def report(self) -> str:
        """Return what can be reported: versions, and where each fault arose."""
        parts = [
            f"{about_text()}\nPython {sys.version.split()[0]}, Qt {qVersion()}, {platform.platform()}",
            *(whole if self.with_words.isChecked() else bare for bare, whole in self._reports),
        ]
        return "\n\n".join(parts)

    def add(self, error: BaseException, trace: TracebackType | None) -> None:
        """Tell of a fault."""
        if len(self._reports) < _MOST:
            bare = "".join((*traceback.format_tb(trace), type(error).__name__))
            self._reports.append((bare, "".join(traceback.format_exception(type(error), error, trace))))
        self._count += 1
        self._tell()

    def look(self, check: Check) -> None:
        """Look into the project beside the window, and say what was found."""
        self._found = _("The project is being looked at…")
        self._tell()
        self._worker.ask(lambda: lambda _progress: check(), self._on_looked)

    def end(self) -> None:
        """Leave the look into the project."""
        self._worker.stop()

    def _on_looked(self, problem: object) -> None:
        self._found = _("A quick check has found the project whole.")
        if problem:
            self._found = str(problem)
        self._tell()

    def _tell(self) -> None:
        self.setText(_("Something went wrong that should not have; the window goes on."))
        told = [self._found]
        more = self._count - 1
        if more > 0:
            told.append(ngettext("{count} fault followed.", "{count} faults followed.", more).format(count=more))
        self.setInformativeText(" ".join(filter(None, told)))
        self.setDetailedText(self.report())


class Faults:
    """Show faults as they arise: one box at a time, and each fault once."""

    def __init__(self, check: Callable[[], Check | None] = lambda: None) -> None:
        """Take what returns the check of the project that is open; nothing where none is."""
        self._check = check
        self._box: QMessageBox | None = None
        self._seen: set[tuple[str, str, int]] = set()

    def show(self, error: BaseException, trace: TracebackType | None) -> None:
        """Tell of a fault, unless the same was told already; a `UserError` is its own sentence."""
        place = _place(error, trace)
        if isinstance(self._box, FaultBox):
            self._box.add(error, trace)
        elif self._box is None and place not in self._seen:
            self._box = self._sentence(str(error)) if isinstance(error, UserError) else self._fault(error, trace)
            self._box.finished.connect(lambda _result: self._forget())
            self._box.show()
        self._seen.add(place)

    def _fault(self, error: BaseException, trace: TracebackType | None) -> FaultBox:
        box = FaultBox()
        box.add(error, trace)
        check = self._check()
        if check is not None:
            box.look(check)
        return box

    @staticmethod
    def _sentence(text: str) -> QMessageBox:
        box = QMessageBox(QMessageBox.Icon.Warning, _NAME, text)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setModal(False)
        return box

    def _forget(self) -> None:
        if isinstance(self._box, FaultBox):
            self._box.end()
        self._box = None


def _place(error: BaseException, trace: TracebackType | None) -> tuple[str, str, int]:
    """Return what tells a fault from another: its kind, and where it arose."""
    frames = traceback.extract_tb(trace)
    last = frames[-1] if frames else None
    return type(error).__name__, last.filename if last else "", (last.lineno or 0) if last else 0
