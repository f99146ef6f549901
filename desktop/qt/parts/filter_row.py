"""A filter in little room: a button that opens its controls, and chips that tell it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.core.filters import ClaimFilter
from desktop.qt.parts.filter_bar import FilterBar, FilterChips
from desktop.qt.session import Session


class FilterRow(QWidget):
    """Make a filter.

    Attributes:
        bar, chips: its controls and what they tell.
        told: words beside the button.

    Signals:
        changed(): another filter stands.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.bar, self.chips, self.told = FilterBar(session), FilterChips(), QLabel()
        self.told.setProperty("role", "dim")
        self.bar.hide()
        self.button = QToolButton()
        self.button.setText("+ filter")
        self.button.setToolTip("Take only some of the claims")
        self.button.setProperty("role", "pill")
        self.button.setCheckable(True)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.button)
        row.addWidget(self.told)
        row.addWidget(self.chips, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.bar)
        self.button.toggled.connect(self.bar.setVisible)
        self.bar.changed.connect(self._on_changed)
        self.chips.removed.connect(lambda name: self.bar.set_filter(self.bar.filter.without(name)))
        self.chips.cleared.connect(lambda: self.bar.set_filter(ClaimFilter()))
        session.opened.connect(lambda: self.bar.set_filter(ClaimFilter()))

    @property
    def filter(self) -> ClaimFilter:
        """The filter that stands."""
        return self.bar.filter

    def _on_changed(self) -> None:
        self.chips.show_filter(self.bar.filter, self.bar.naming)
        self.changed.emit()
