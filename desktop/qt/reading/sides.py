"""What stands left and right of the desk can be hidden: a thin handle at the edge brings it back."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QSplitter, QToolButton, QWidget

from desktop.core.language import _
from desktop.qt import settings as keys
from desktop.qt.parts.layouts import hbox, splitter, tool
from desktop.qt.settings import Settings

# what each is as wide as when it is shown first
WIDTHS = {"library": 236, "panel": 276}
SETTINGS = {"library": keys.LIBRARY, "panel": keys.PANEL}
_HANDLE = 14


class SideColumn(QScrollArea):
    """Scroll what stands at one side as a whole, up and down only: it is never narrower than what it holds."""

    def __init__(self, inner: QWidget, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = inner
        self.setWidget(inner)

    def minimumSizeHint(self) -> QSize:
        """Return the width of what it holds, beside a scroll bar."""
        return QSize(self._inner.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width(), 80)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow when what it holds needs another width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class Sides(QWidget):
    """Hold the desk between the ``library`` and the ``panel``, and remember which of these two are shown.

    Signals:
        changed(side, shown): one was hidden or shown.
    """

    changed = Signal(str, bool)

    def __init__(self, library: QWidget, desk: QWidget, panel: QWidget, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._parts = {"library": library, "panel": panel}
        self._widths = dict(WIDTHS)
        self._splitter: QSplitter = splitter((library, 0), (desk, 1), (panel, 0), sizes=(236, 780, 276))
        tips = {"library": _("Show the library (F9)"), "panel": _("Show the claim panel (F10)")}
        self._handles: dict[str, QToolButton] = {}
        for side, part in self._parts.items():
            self._splitter.setCollapsible(self._splitter.indexOf(part), True)
            handle = tool("›" if side == "library" else "‹", "handle", tips[side])
            handle.setAccessibleName(tips[side])
            handle.setFixedWidth(_HANDLE)
            handle.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
            handle.clicked.connect(lambda _checked=False, side=side: self.show_side(side))
            self._handles[side] = handle
            part.setVisible(settings.get(SETTINGS[side]) == "1")
            handle.setVisible(part.isHidden())
        hbox(self._handles["library"], (self._splitter, 1), self._handles["panel"], on=self, gap=0)
        self._splitter.splitterMoved.connect(self._on_moved)

    def is_shown(self, side: str) -> bool:
        """Return whether the ``library`` or the ``panel`` is shown."""
        return not self._parts[side].isHidden()

    def toggle(self, side: str) -> None:
        """Hide the ``library`` or the ``panel``, or show it."""
        self.show_side(side, shown=not self.is_shown(side))

    def show_side(self, side: str, *, shown: bool = True) -> None:
        """Show the ``library`` or the ``panel``, or hide it."""
        if shown == self.is_shown(side):
            return
        part, sizes = self._parts[side], self._splitter.sizes()
        at = self._splitter.indexOf(part)
        if not shown and sizes[at]:
            self._widths[side] = sizes[at]
        part.setVisible(shown)
        self._handles[side].setVisible(not shown)
        if shown:
            sizes[1] -= self._widths[side]
            sizes[at] = self._widths[side]
            self._splitter.setSizes(sizes)
        self._settings.set(SETTINGS[side], "1" if shown else "0")
        self.changed.emit(side, shown)

    def _on_moved(self) -> None:
        for side, part in self._parts.items():
            # dragged to the edge is hidden as well: the handle tells how to get it back
            if self.is_shown(side) and not self._splitter.sizes()[self._splitter.indexOf(part)]:
                self.show_side(side, shown=False)
