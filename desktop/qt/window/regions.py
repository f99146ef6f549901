"""The parts of the window, and F6, which goes round them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from desktop.qt.parts.page import focusable
from desktop.qt.window.bars import TopBar
from desktop.qt.window.page_rows import Pages


class Regions:
    """Go from part to part of *window*: its tabs, and the parts of the page that it shows."""

    def __init__(self, window: QWidget, top_bar: TopBar, pages: Pages) -> None:
        self._window = window
        self._top_bar = top_bar
        self._pages = pages
        # where the focus was in each part when it was left by F6
        self._left: dict[QWidget, QWidget] = {}

    def turn(self, way: int) -> None:
        """Go to the next (1) or previous (-1) part of the window, round the end.

        Each is entered where it was left; at first in its text, list or table, and where there is none at the top.
        """
        now, regions = QApplication.focusWidget(), self.all()
        if not regions:
            return
        at = next((at for at, (_part, there) in enumerate(regions) if now in there), -1 if way > 0 else 0)
        if at >= 0 and now is not None:
            self._left[regions[at][0]] = now
        part, there = regions[(at + way) % len(regions)]
        last = self._left.get(part)
        body = next((one for one in there if isinstance(one, QAbstractScrollArea)), there[0])
        (last if last in there else body).setFocus(Qt.FocusReason.TabFocusReason)

    def all(self) -> list[tuple[QWidget, list[QWidget]]]:
        """Return the parts of the window with what Tab reaches in each: tabs, the page's own bars, what is below."""
        page = self._pages.shown
        parts = [self._top_bar, page, *(one for one in page.regions() if one is not page)]
        found: dict[QWidget, list[QWidget]] = {part: [] for part in parts}
        for one in focusable(self._window):
            # the innermost one
            inside = [part for part in parts if part is one or part.isAncestorOf(one)]
            if inside:
                found[inside[-1]].append(one)
        return [(part, there) for part, there in found.items() if there]
