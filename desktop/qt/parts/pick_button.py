"""Buttons that open a list; one to tick what one filters by: some of the topics, actors, documents, whatever it is."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QToolButton, QWidget

from desktop.core.language import _
from desktop.core.matching import Candidate, rank
from desktop.qt.parts.layouts import vbox
from desktop.qt.parts.popup_list import VISIBLE, PopupList, PopupModel, PopupRow

# beyond this many, one finds by typing
_LINE_FROM = 9
_MOST = 200


class PopupButton(QToolButton):
    """Open a list below the button by Down, Space or a click; Escape closes it."""

    def __init__(self, title: str, model: PopupModel, line: QLineEdit | None = None) -> None:
        """Call the button and its list *title*; *line* steers the list."""
        super().__init__()
        self.setText(f"{title} ▾")
        self.setProperty("role", "pill")
        self.clicked.connect(self.open)
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setObjectName("popup")
        self.model = model
        model.setParent(self)
        self.list = PopupList(model, title, line)
        # where there is no line, or none is needed
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list.left.connect(self.close_popup)
        self.popup.installEventFilter(self)

    def open(self) -> None:
        """Open the list."""
        self.fill()
        self.popup.adjustSize()
        place, window = self.mapToGlobal(QPoint(0, self.height() + 2)), self.window().frameGeometry()
        # a list at the window's right edge opens to the left
        place.setX(max(window.left(), min(place.x(), window.right() - self.popup.width())))
        self.popup.move(place)
        self.popup.show()
        self.first().setFocus()

    def fill(self) -> None:
        """List what is there."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """Return what has the focus when the list opens."""
        return self.list

    def close_popup(self) -> None:
        """Close the list and take the focus back."""
        self.popup.hide()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list by Down too."""
        if event.key() == Qt.Key.Key_Down:
            self.open()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close by Escape, wherever the focus is in what is open."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and watched is self.popup
        ):
            self.close_popup()
            return True
        return super().eventFilter(watched, event)


class PickButton(PopupButton):
    """Choose any number of options; none chosen means all.

    Signals:
        changed(): another choice stands.
    """

    changed = Signal()

    def __init__(self, title: str, options: Callable[[], list[PopupRow]]) -> None:
        self.line = QLineEdit()
        super().__init__(title, PopupModel(ticks=True), self.line)
        self._title = title
        self._options = options
        self._known: list[PopupRow] = []
        self.setAccessibleName(_("Filter by {name}").format(name=title.lower()))
        self.setCheckable(True)
        self.line.setPlaceholderText(_("Find…"))
        self.line.setAccessibleName(_("Find {name}").format(name=title.lower()))
        vbox(self.line, self.list, on=self.popup, margins=(6, 6, 6, 6), gap=4)
        self.line.textEdited.connect(self._narrow)
        self.list.taken.connect(lambda row: self._toggle(row))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys that are chosen."""
        return tuple(sorted(map(str, self.model.ticked or ())))

    def set_chosen(self, keys: tuple[str, ...]) -> None:
        """Choose *keys*."""
        self.model.ticked = set(keys)
        self._show_choice()

    def fill(self) -> None:
        """List the options, the chosen ones first."""
        self._show_choice()
        self._known = sorted(self._options(), key=lambda row: row.key not in (self.model.ticked or ()))
        self.line.clear()
        self.line.setVisible(len(self._known) >= _LINE_FROM)
        self._narrow("")
        self.list.setFixedHeight(self.list.height_of(min(VISIBLE, max(1, len(self._known)))))
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(row.text) for row in self._known[:500]), default=0)
        self.popup.setFixedWidth(max(150, min(420, widest + 70)))

    def first(self) -> QWidget:
        """Return the line; the list where there is none."""
        return self.line if self.line.isVisible() else self.list

    def _narrow(self, typed: str) -> None:
        found = rank(typed, [Candidate(row, (row.text, *row.names)) for row in self._known], _MOST)
        self.model.set_rows(found if typed.strip() else self._known)
        self.list.setCurrentIndex(self.model.index(0))

    def _toggle(self, row: int) -> None:
        self.model.tick(row)
        self._show_choice()
        self.changed.emit()

    def _show_choice(self) -> None:
        count = len(self.chosen)
        self.setChecked(bool(count))
        self.setText(f"{self._title} {count} ▾" if count else f"{self._title} ▾")
