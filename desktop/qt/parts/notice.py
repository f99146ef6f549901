"""A sentence over the foot of a window that goes by itself, blocks nothing, and covers nothing that can be pressed."""

import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QUrl
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QStatusBar,
    QWidget,
)

from desktop.core.language import _
from desktop.qt.background import later
from desktop.qt.parts.layouts import TOP, hbox, label, tool, vbox
from desktop.qt.parts.popup_list import PopupList
from desktop.qt.tips import tip

# how long it stands, in seconds; of a file that was written one may want to see the folder
SECONDS = {"info": 5, "error": 15}
_WITH_FILE = 20
# what has just been told is not taken away by the page that comes with it, in seconds
_NEW = 1.0
# how often it looks whether something came to stand below it, in milliseconds
_LOOK = 300
_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QMenuBar, QStatusBar, PopupList)
_WIDEST, _MARGIN, _STEP = 640, 20, 8


def announce(at: QWidget, text: str, *, urgent: bool = False) -> None:
    """Let a screen reader say *text*, after what it says now or, when it is *urgent*, at once."""
    event = QAccessibleAnnouncementEvent(at, text)
    ways = QAccessible.AnnouncementPoliteness
    event.setPoliteness(ways.Assertive if urgent else ways.Polite)
    QAccessible.updateAccessibility(event)


def show_folder(path: Path) -> None:
    """Open the folder of a file in the desktop's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


class Notice(QFrame):
    """Show what `Messages` tells over its parent; of a file that was written, where it lies."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.label, self.place = label(wraps=True), label(role="dim", wraps=True)
        for one in (self.label, self.place):
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._path = Path()
        self.folder = tool(_("Show in folder"), does=lambda: show_folder(self._path))
        close = tool("×", "flat", _("Close"), does=self.hide)
        close.setAccessibleName(_("Close the notice"))
        for button in (self.folder, close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._over = parent
        words = vbox(self.label, self.place, gap=2)
        self._row = hbox((words, 1), self.folder, (close, 0, TOP), on=self, margins=(14, 8, 6, 8))
        self._told = 0.0
        # told while a question was asked, or just before it: it comes when that is answered
        self._waits = False
        self._gone = later(self, 0, self._go)
        self._look = later(self, _LOOK, self._move)
        parent.installEventFilter(self)
        self.hide()

    @classmethod
    def over(cls, window: QWidget) -> "Notice":
        """Return the one of a window, made when there is none yet."""
        found = window.findChild(cls, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return found if isinstance(found, Notice) else cls(window)

    def tell(self, kind: str, text: str, path: str = "") -> None:
        """Show *text* for a while, and where the file at *path* is; an ``error`` stays longer."""
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.label.setText(text)
        self._path = Path(path)
        # a path has few places where a line could end
        self.place.setText(path.replace("/", "/\u200b").replace("\\", "\\\u200b"))
        self.place.setToolTip(tip(path))
        for one in (self.place, self.folder):
            one.setVisible(bool(path))
        self._told = time.monotonic()
        self._gone.setInterval((_WITH_FILE if path else SECONDS[kind]) * 1000)
        modal = QApplication.activeModalWidget()
        if modal is None or modal.window() is self._over:
            self._come()
        else:
            self._waits = True
        announce(self, f"{text} {path}".strip(), urgent=kind == "error")

    def leave(self) -> None:
        """Go, since another page is shown, unless what is told came with that page."""
        if time.monotonic() - self._told > _NEW:
            self.hide()

    def _come(self) -> None:
        self._waits = False
        self.show()
        self.raise_()
        self._move()
        self._gone.start()

    def _go(self) -> None:
        # not from under the fingers of who is on its button
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._gone.start(SECONDS["info"] * 1000)
        else:
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window; go before a question or dialog that blocks it."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._move()
        elif event.type() == QEvent.Type.WindowBlocked and self.isVisible():
            # what nobody had the time to read comes back
            self._waits = time.monotonic() - self._told <= _NEW
            self.hide()
        elif event.type() == QEvent.Type.WindowUnblocked and self._waits:
            self._come()
        return False

    def _move(self) -> None:
        if not self.isVisible():
            return
        width = min(_WIDEST, self._over.width() - 2 * _MARGIN)
        self.setFixedWidth(width)
        self._row.activate()
        # a wrapped label tells its height only for a given width
        self.setFixedHeight(max(self._row.heightForWidth(width), 40))
        self.move(self._free().topLeft())
        self._look.start()

    def _free(self) -> QRect:
        """Return where it covers no control: as far down as it can be, in the middle, at the left or at the right."""
        over, size = self._over, self.size()
        taken = [
            QRect(one.mapTo(over, one.rect().topLeft()), one.size()).adjusted(-4, -4, 4, 4)
            for one in over.findChildren(QWidget)
            if isinstance(one, _CONTROLS) and one.isVisible() and not self.isAncestorOf(one) and not _is_text(one)
        ]
        middle, right = (over.width() - size.width()) // 2, over.width() - size.width() - _MARGIN
        lowest = over.height() - size.height() - _MARGIN
        places = [
            QRect(x, y, size.width(), size.height())
            for y in range(lowest, _MARGIN, -_STEP)
            for x in dict.fromkeys((middle, _MARGIN, right))
        ] or [QRect(middle, max(0, lowest), size.width(), size.height())]

        def covered(place: QRect) -> int:
            parts = (place.intersected(one) for one in taken if place.intersects(one))
            return sum(part.width() * part.height() for part in parts)

        free = next((place for place in places if not covered(place)), None)
        return free if free is not None else min(places, key=covered)


def _is_text(control: QWidget) -> bool:
    """Tell whether it is only read: of a text something may be hidden for a moment."""
    return isinstance(control, QPlainTextEdit) and control.isReadOnly()
