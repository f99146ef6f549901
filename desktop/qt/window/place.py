"""Where the window stands on the screen, from one start to the next, and filling the screen with it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMainWindow

from desktop.qt import settings as keys
from desktop.qt.settings import Settings

# in pixels, at the first start where the screen is so large: two documents stand between library and claim panel
FIRST_SIZE = (1540, 900)


class WindowPlace:
    """Keep the place of *window*; *action* tells whether it fills the screen."""

    def __init__(self, window: QMainWindow, settings: Settings, action: QAction) -> None:
        self._window = window
        self._settings = settings
        self._action = action
        self._was_maximized = False

    def toggle_full_screen(self) -> None:
        """Fill the screen with the window, or let it be as it was."""
        if not self._window.isFullScreen():
            self._was_maximized = self._window.isMaximized()
            self._window.showFullScreen()
        elif self._was_maximized:
            self._window.showMaximized()
        else:
            self._window.showNormal()
        self._action.setChecked(self._window.isFullScreen())

    def keep(self) -> None:
        """Remember where the window stands; of one that fills the screen, where it stood before that."""
        if self._window.isMaximized() or self._window.isFullScreen():
            known = self._settings.get(keys.PLACE).rpartition(" ")[0]
            full = self._window.isMaximized() or self._was_maximized
            self._settings.set(keys.PLACE, f"{known} {int(full)}" if known else "")
            return
        frame, own = self._window.frameGeometry(), self._window.size()
        added = (frame.width() - own.width(), frame.height() - own.height())
        numbers = (self._window.x(), self._window.y(), own.width(), own.height(), *added, 0)
        self._settings.set(keys.PLACE, " ".join(map(str, numbers)))

    def take(self) -> None:
        """Stand where the window stood, with its frame inside a screen that is there now."""
        known = True
        try:
            left, top, width, height, wider, higher, full = map(int, self._settings.get(keys.PLACE).split())
        except ValueError:
            # the first start; a frame is not known before it is there
            known = False
            left, top, width, height, wider, higher, full = (0, 0, *FIRST_SIZE, 4, 40, 0)
        middle = QPoint(left + width // 2, top + height // 2)
        room = (QGuiApplication.screenAt(middle) or QGuiApplication.primaryScreen()).availableGeometry()
        width, height = min(width, room.width() - wider), min(height, room.height() - higher)
        self._window.resize(width, height)
        if known:
            right, bottom = room.right() + 1 - width - wider, room.bottom() + 1 - height - higher
            self._window.move(max(room.left(), min(left, right)), max(room.top(), min(top, bottom)))
        if full:
            self._window.setWindowState(Qt.WindowState.WindowMaximized)
