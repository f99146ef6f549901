"""Choices in one row, whatever the width: those that have no room stand in a panel that a button at its end opens."""

from collections.abc import Collection
from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from desktop.core.language import _
from desktop.qt.background import later
from desktop.qt.parts.layouts import vbox
from desktop.qt.parts.pick_button import PanelButton


class OneRow(QWidget):
    """Place widgets side by side; what has no room at the end goes below *More*.

    Attributes:
        more: the button that opens the panel with what has no room; hidden where all have.
        away: what stands there now.
    """

    def __init__(self, *widgets: QWidget, gap: int = 6) -> None:
        """Take widgets in the order in which they are to stay in sight."""
        super().__init__()
        self._widgets = self._wanted = [*widgets]
        self._gap = gap
        self.away: list[QWidget] = []
        self.more = MoreButton()
        for one in (*widgets, self.more):
            one.setParent(self)
            one.show()
        self.more.hide()
        self._later = later(self, 0, self._arrange)
        self.more.closed.connect(self._later.start)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def offer(self, wanted: Collection[QWidget]) -> None:
        """Show these of the widgets, and no others."""
        self._wanted = [one for one in self._widgets if one in wanted]
        self.updateGeometry()
        self._arrange()

    def sizeHint(self) -> QSize:
        """Return one line of all."""
        sizes = [one.sizeHint() for one in self._wanted]
        wide = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        """Return the room of the first one and of the button: all others can go."""
        first = self._wanted[0].sizeHint().width() if self._wanted else 0
        beside = self._gap + self.more.sizeHint().width() if len(self._wanted) > 1 else 0
        return QSize(first + beside, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find out what has room."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Find out what has room: what was hidden had no size yet."""
        super().showEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Follow a widget that has another size."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange()
        return done

    def _arrange(self) -> None:
        # what one has in hand does not move away
        if self.more.popup.isVisible():
            return
        widths = [one.sizeHint().width() for one in self._wanted]
        number = self._fitting(widths)
        self.away = self._wanted[number:]
        self.more.hold(self.away)
        for one in self._widgets:
            if one in self.away:
                continue
            if one.parent() is not self:
                one.setParent(self)
            one.setVisible(one in self._wanted)
        left = 0
        for one, wide in zip(self._wanted[:number], widths, strict=False):
            high = one.sizeHint().height()
            one.setGeometry(left, (self.height() - high) // 2, wide, high)
            left += wide + self._gap
        self.more.setVisible(bool(self.away))
        # on the line of what has a title above it
        size = self.more.sizeHint()
        self.more.setGeometry(left, self.height() - size.height(), size.width(), size.height())
        self._order()

    def _order(self) -> None:
        """Let Tab go through what is in sight as it stands: what came back from the panel would be the last."""
        fields = [field for one in self._wanted if one not in self.away for field in focus_fields(one)]
        for before, after in pairwise([*fields, self.more]):
            QWidget.setTabOrder(before, after)

    def _fitting(self, widths: list[int]) -> int:
        """Return how many of the first have room, the button's included where not all have."""
        if sum(widths) + self._gap * (len(widths) - 1) <= self.width():
            return len(widths)
        room = self.width() - self.more.sizeHint().width()
        for number, wide in enumerate(widths):
            room -= wide + self._gap
            if room < 0:
                return max(1, number)
        return len(widths)


class MoreButton(PanelButton):
    """Open a panel with the choices for which there is no room."""

    def __init__(self) -> None:
        super().__init__(_("More"))
        self.setToolTip(_("Choices for which there is no room here"))
        self._held: list[QWidget] = []
        self._lines = vbox(margins=(12, 10, 12, 12), gap=8)
        self.popup.setLayout(self._lines)

    def hold(self, widgets: list[QWidget]) -> None:
        """Keep these in the panel; those that go are without a place."""
        if widgets == self._held:
            return
        for one in self._held:
            self._lines.removeWidget(one)
        self._held = [*widgets]
        for one in widgets:
            self._lines.addWidget(one)
            one.show()

    def fill(self) -> None:
        """Nothing is to be found first."""

    def first(self) -> QWidget:
        """Return the first one that takes keys."""
        return next((field for one in self._held for field in focus_fields(one)), self)


def focus_fields(one: QWidget) -> list[QWidget]:
    """Return what takes the focus by Tab in a widget, itself included, but not in the lists that it opens."""
    tab, fields = Qt.FocusPolicy.TabFocus, (one, *one.findChildren(QWidget))
    here = (field for field in fields if field.window() is one.window())
    return [field for field in here if field.focusPolicy() & tab and field.isEnabled()]


class FittingBox(QComboBox):
    """A box as wide as what is chosen in it: a row has no room for the longest of all choices."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.currentTextChanged.connect(lambda: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """Return the room of the words that are chosen."""
        whole, metrics = super().sizeHint(), self.fontMetrics()
        widest = max((metrics.horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0)
        return QSize(whole.width() - widest + metrics.horizontalAdvance(self.currentText()), whole.height())

    def minimumSizeHint(self) -> QSize:
        """Return the same: nothing is to be cut."""
        return self.sizeHint()
