"""How a suggested claim looks over the text: a dashed outline, and a chip of who, on what, and the keys."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from desktop.core.language import N_, _
from desktop.qt import theme

# what the keys do, for less and less room
_KEYS = (
    N_("A accept   ⇧A dismiss   N next   C topic   H holder   T tag"),
    N_("A accept   ⇧A dismiss   C topic   H holder"),
    N_("A accept   ⇧A dismiss"),
    "A   ⇧A",
)


def paint_outline(painter: QPainter, rects: list[QRectF], *, chosen: bool) -> None:
    """Paint the outline of a suggestion over the rectangles of its words."""
    path = QPainterPath()
    for at, rect in enumerate(rects):
        box = rect.adjusted(-2, -1, 2, 2)
        # several stretches may stand in one line
        below = next((one for one in rects[at + 1 :] if one.top() > rect.top() + 1), None)
        if below is not None and below.top() - rect.bottom() < rect.height():
            # the lines of one paragraph have one outline
            box.setBottom(below.top())
        one = QPainterPath()
        one.addRoundedRect(box, 4, 4)
        path = path.united(one)
    pen = QPen(theme.color("accent" if chosen else "dim"), 2.0 if chosen else 1.2)
    # dashed: a claim that stands has a ground and a whole line
    pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def paint_chip(
    painter: QPainter, area: QSize, lines: list[QRectF], names: str, *, last: bool, leftward: bool = False
) -> None:
    """Paint the chip of a suggestion, whose *lines* stand in a viewport as large as *area*: who, and on what.

    Where it is the *last* of its paragraph, the chip stands behind it and hides nothing: at the left, where the
    paragraph runs *leftward*.
    """
    font = theme.small_font()
    metrics = QFontMetricsF(font)
    room = float(area.width()) - 8
    rows = [
        metrics.elidedText(row, Qt.TextElideMode.ElideRight, room - 16)
        for row in _rows(names, lambda text: metrics.horizontalAdvance(text) <= room - 16)
    ]
    box = QRectF(0, 0, max(map(metrics.horizontalAdvance, rows)) + 16, metrics.height() * len(rows) + 6)
    end = lines[-1]
    if last and leftward and end.left() - 16 - box.width() >= 2:
        box.moveTopRight(QPointF(end.left() - 16, end.center().y() - box.height() / 2))
    elif last and not leftward and end.right() + 16 + box.width() <= room:
        box.moveTopLeft(QPointF(end.right() + 16, end.center().y() - box.height() / 2))
    else:
        top = end.bottom() + 4
        if top + box.height() > area.height():
            top = lines[0].top() - box.height() - 4
        left = end.right() - box.width() if leftward else end.left()
        box.moveTopLeft(QPointF(max(2.0, min(left, room - box.width())), top))
    painter.setPen(QPen(theme.color("accent"), 1))
    painter.setBrush(theme.color("accent_ground"))
    round_by = (metrics.height() + 6) / 2
    painter.drawRoundedRect(box, round_by, round_by)
    painter.setFont(font)
    painter.setPen(theme.color("ink"))
    inner = box.adjusted(8, 3, -8, -3)
    painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "\n".join(rows))


def _rows(names: str, fits: Callable[[str], bool]) -> list[str]:
    """Return the rows of the chip: one where all fits, else the keys, and the topic, in rows of their own."""
    hints = [_(hint) for hint in _KEYS]
    if fits(whole := f"{names}   {hints[0]}"):
        return [whole]
    keys = next(filter(fits, hints), "")
    rows = [names] if fits(names) else names.split(" · ", 1)
    return [*rows, keys] if keys else rows
