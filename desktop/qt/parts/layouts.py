"""What the window is laid out with: rows, columns, grounds, labels and buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.qt import tips
from desktop.qt.parts.switches import Radio, Switch


@dataclass(frozen=True, slots=True)
class Space:
    """A space of so many pixels between two parts."""

    pixels: int


# a widget or a layout, with its stretch and its alignment where it has them; a number is a stretch with nothing in it
LayoutPart = (
    QWidget | QLayout | Space | int | tuple[QWidget | QLayout, int] | tuple[QWidget | QLayout, int, Qt.AlignmentFlag]
)
Margins = tuple[int, int, int, int]
B = TypeVar("B", bound=QToolButton | QPushButton)
L = TypeVar("L", bound=QBoxLayout)
NO_MARGINS = (0, 0, 0, 0)
TOP, LEFT = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignLeft


def hbox(
    *parts: LayoutPart, on: QWidget | None = None, margins: Margins | None = NO_MARGINS, gap: int | None = None
) -> QHBoxLayout:
    """Return *parts* from left to right, laid on a widget if one is given; without *gap* as far apart as usual."""
    return _filled(QHBoxLayout(), parts, on, margins, gap)


def vbox(
    *parts: LayoutPart, on: QWidget | None = None, margins: Margins | None = NO_MARGINS, gap: int | None = None
) -> QVBoxLayout:
    """Return *parts* from the top, as `hbox`."""
    return _filled(QVBoxLayout(), parts, on, margins, gap)


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window a size, as far as the screen has room for it with its title and a panel of the desktop."""
    room = window.screen().availableSize()
    window.resize(min(width, room.width() - 20), min(height, room.height() - 60))


def ground(name: str = "pane", of: QWidget | None = None) -> QWidget:
    """Return a widget, a new one unless it is given, whose ground the style sheet paints by its *name*."""
    found = of or QWidget()
    found.setObjectName(name)
    found.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return found


def scrolled(inner: QWidget, name: str) -> QScrollArea:
    """Return an area as wide as there is room, in which *inner* is scrolled up and down; *name* is for who hears it."""
    found = QScrollArea()
    found.setAccessibleName(name)
    found.setWidgetResizable(True)
    found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    found.setWidget(inner)
    return found


def splitter(
    *parts: tuple[QWidget, int], sizes: Sequence[int] = (), upright: bool = False, on: QWidget | None = None
) -> QSplitter:
    """Return *parts* side by side, or *upright*, each with its stretch, between handles that never fold one away.

    It is on the widget *on*. Whatever is put into another widget has its style looked up anew, with all that it holds:
    parts that hold much go into what stands in its place already.
    """
    found = QSplitter(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal, on)
    found.setChildrenCollapsible(False)
    fill(found, *parts, sizes=sizes)
    return found


def fill(found: QSplitter, *parts: tuple[QWidget, int], sizes: Sequence[int] = ()) -> None:
    """Put *parts* into a `splitter` that has none, each with its stretch."""
    for at, (widget, stretch) in enumerate(parts):
        found.addWidget(widget)
        found.setStretchFactor(at, stretch)
    if sizes:
        found.setSizes(sizes)
    in_order(found)


def in_order(parts: QSplitter) -> None:
    """Let a screen reader meet the parts from the left: a splitter has its children the other way round."""
    for at in reversed(range(parts.count())):
        part = parts.widget(at)
        if part is not None:
            part.lower()


def label(
    text: str = "", role: str = "", *, wraps: bool = False, centred: bool = False, margins: Margins = NO_MARGINS
) -> QLabel:
    """Return a label of plain text; *role* is what the style sheet knows it by: dim, section, title."""
    found = QLabel(text)
    found.setTextFormat(Qt.TextFormat.PlainText)
    found.setProperty("role", role or None)
    found.setWordWrap(wraps)
    found.setContentsMargins(*margins)
    if centred:
        found.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return found


def tool(
    text: str = "", role: str = "", tip: str = "", *, does: Callable[[], object] | None = None, checkable: bool = False
) -> QToolButton:
    """Return a button that is as wide as its words; *role* is pill, flat or choice. A click calls *does*."""
    return _button(Switch() if checkable else QToolButton(), text, role, tip, does)


def radio(text: str, role: str, tip: str = "") -> Radio:
    """Return one of several buttons of which one is pressed; as `tool`."""
    return _button(Radio(), text, role, tip, None)


def push(text: str, role: str = "", tip: str = "", *, does: Callable[[], object] | None = None) -> QPushButton:
    """Return a button; as `tool`."""
    return _button(QPushButton(), text, role, tip, does)


def _button(found: B, text: str, role: str, tip: str, does: Callable[[], object] | None) -> B:
    found.setText(text)
    found.setProperty("role", role or None)
    # the chip of a name has that in its tip
    found.setToolTip(tips.tip(tip))
    if does is not None:
        found.clicked.connect(lambda _checked: does())
    return found


def _filled(
    layout: L, parts: tuple[LayoutPart, ...], on: QWidget | None, margins: Margins | None, gap: int | None
) -> L:
    if on is not None:
        on.setLayout(layout)
    if margins is not None:
        layout.setContentsMargins(*margins)
    if gap is not None:
        layout.setSpacing(gap)
    for part in parts:
        if isinstance(part, Space):
            layout.addSpacing(part.pixels)
            continue
        if isinstance(part, int):
            layout.addStretch(part)
            continue
        thing, stretch, *side = part if isinstance(part, tuple) else (part, 0)
        if isinstance(thing, QLayout):
            layout.addLayout(thing, stretch)
        else:
            layout.addWidget(thing, stretch, *side)
    return layout
