"""Lines in the colours of claims: solid for favor, dashed for against, dotted for neutral, sparse for not coded.

So no stance is told by its colour alone: under words, in lanes, on the strip beside the text and on the bars of the
library. The same lines stand in exported documents.
"""

from collections.abc import Iterable
from functools import cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.qt import theme

# what is painted and what is left out by turns, in widths of the line
_DASHES: dict[str, tuple[float, ...]] = {
    "against": (3.0, 1.5),
    "neutral": (1.0, 1.0),
    "uncoded": (1.0, 3.0),
    "favor_strong": (8.0, 1.0),
    "against_strong": (4.0, 1.0, 1.0, 1.0),
}
# made once: a name is looked up each time that it is asked for
_NO_PEN = QPen(Qt.PenStyle.NoPen)
# what graphical objects need on their ground (WCAG 2.2, 1.4.11)
_SEEN = 3.0


@cache
def _pen(look: str, rgb: int, width: float) -> QPen:
    pen = QPen(QColor(rgb), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern(_DASHES[look])
    return pen


def paint_line(painter: QPainter, stance: str, color: QColor, rect: QRectF, *, upright: bool = False) -> None:
    """Fill a rectangle with the line of a *stance*, which runs from the left, or *upright* from the top."""
    look = theme.look_of(stance).key
    if look not in _DASHES:
        painter.fillRect(rect, color)
        return
    painter.setPen(_pen(look, color.rgb(), rect.width() if upright else rect.height()))
    middle = rect.center()
    if upright:
        painter.drawLine(QPointF(middle.x(), rect.top()), QPointF(middle.x(), rect.bottom()))
    else:
        painter.drawLine(QPointF(rect.left(), middle.y()), QPointF(rect.right(), middle.y()))
    painter.setPen(_NO_PEN)


def paint_lines(painter: QPainter, lines: Iterable[tuple[QRectF, QColor, str]]) -> None:
    """Fill rectangles with the lines of their stances, from the left; what has gaps lies over what has none."""
    same: dict[tuple[str, int, float], list[QLineF]] = {}
    for rect, color, stance in lines:
        look = theme.look_of(stance).key
        if look not in _DASHES:
            painter.fillRect(rect, color)
            continue
        y = rect.top() + rect.height() / 2
        line = QLineF(rect.left(), y, rect.left() + rect.width(), y)
        same.setdefault((look, color.rgb(), rect.height()), []).append(line)
    # those of one pen at once: there are hundreds on a page
    for told, some in same.items():
        painter.setPen(_pen(*told))
        painter.drawLines(some)
    painter.setPen(_NO_PEN)


def paint_mark(painter: QPainter, stance: str, color: QColor, rect: QRectF) -> None:
    """Paint the mark of a claim, too small for dashes: whole for favor, two parts against, the middle for neutral.

    The end for what is not coded.
    """
    third = rect.width() / 3
    side = theme.look_of(stance).side
    if side == "uncoded":
        painter.fillRect(rect.adjusted(2 * third, 0, 0, 0), color)
    elif side == "neutral":
        painter.fillRect(rect.adjusted(third, 0, -third, 0), color)
    elif side == "against":
        painter.fillRect(rect.adjusted(0, 0, -2 * third, 0), color)
        painter.fillRect(rect.adjusted(2 * third, 0, 0, 0), color)
    else:
        painter.fillRect(rect, color)


@cache
def seen_on(color: str, ground: str) -> QColor:
    """Return a *color* that a user chose, changed no more than it takes to be seen on the colour *ground*."""
    found, paper, ink = QColor(color), QColor(ground), theme.color("ink")
    for step in range(21):
        found = theme.blend(QColor(color), ink, step / 20)
        if contrast(found, paper) >= _SEEN:
            break
    return found


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
