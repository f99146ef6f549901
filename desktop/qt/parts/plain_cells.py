"""Cells of tables that are painted without the style: words of one line in their ink, on the ground of the table.

Qt's style asks the model seven things of each cell, and a style sheet more; a page of claims has two hundred cells.
What is chosen, has the keyboard or is in a script that runs or joins otherwise is left to the style.
"""

import re
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from desktop.core import scale
from desktop.core.values import Stance
from desktop.qt import theme
from desktop.qt.parts.directed import DirectedDelegate
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.stance_cells import transparent

_State = QStyle.StateFlag
_PLAINLY = _State.State_Enabled.value
_LOOKED_AT = (
    _PLAINLY | (_State.State_Selected | _State.State_HasFocus | _State.State_MouseOver | _State.State_Editing).value
)
# letters of Latin, Greek and Cyrillic, and the usual marks: one after the other, all from one type
_USUAL = re.compile("[\t\x20-\x7e\xa0-\u02ff\u0370-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2212]*")
# of lines that were cut to a width, so that scrolling through a hundred thousand does not keep them all
_KEPT = 4000


class Plain(NamedTuple):
    """What a cell shows: its words, on one line, the name of their colour in `theme.Colors` and their type.

    Attributes:
        tone: empty: that of the table.
        points: of the type of texts; 0: the type of the table.
        stance: whose shape stands before the words.
    """

    text: str
    tone: str = ""
    points: float = 0
    stance: str = ""


class _Room(NamedTuple):
    """Of cells of one size: what stands behind the words, and within the cell where these and a shape stand."""

    ground: QPixmap | None
    left: int
    width: int
    middle: int
    shape: QPoint


class PlainDelegate(DirectedDelegate):
    """Paint the cells of which a model tells what they show: ``model.plain(row, column)`` is a `Plain`, or None."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._for: tuple[object, ...] = ()
        self._rooms: dict[tuple[int, int, float, bool], _Room] = {}
        # by words, points and the width to which they are cut; None: they are left to the style
        self._cut: dict[tuple[str, float, int], str | None] = {}
        self._types: dict[float, tuple[QFont, QFontMetricsF]] = {}
        self._hints: dict[tuple[str, float], QSize] = {}
        self._shapes: dict[tuple[str, float], QPixmap] = {}

    def _renew(self) -> None:
        """Forget what was measured in another type, other colours, or of another project's stances."""
        now = theme.colors(), theme.type_choice(), scale.in_use()
        if now != self._for:
            self._for = now
            for kept in (self._rooms, self._cut, self._types, self._hints, self._shapes):
                kept.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the words, or leave the cell to the style."""
        # PySide6's stubs lack the attributes of QStyleOptionViewItem
        cell: Any = option
        if cell.state.value & _LOOKED_AT == _PLAINLY:
            model: Any = index.model()
            shown: Plain | None = model.plain(index.row(), index.column())
            if shown is not None and self._paint(painter, cell, shown):
                return
        super().paint(painter, option, index)

    def _paint(self, painter: QPainter, cell: Any, shown: Plain) -> bool:
        """Paint ground, shape and words; tell whether that can be done."""
        text, tone, points, stance = shown
        left, top, wide, high = cell.rect.getRect()
        self._renew()
        # of what is painted on in the end, which may be a picture of the table
        ratio = painter.deviceTransform().m11()
        size = wide, high, ratio, bool(stance)
        room = self._rooms.get(size)
        if room is None:
            room = self._rooms[size] = self._measured(cell, QSize(wide, high), ratio, is_shaped=bool(stance))
        key = text, points, room.width
        if key not in self._cut:
            self._look_at(cell, *key)
        cut = self._cut[key]
        # a picture between two device pixels would be blurred
        if cut is None or (room.ground is not None and ratio % 1):
            return False
        if room.ground is not None:
            painter.drawPixmap(left, top, room.ground)
        if stance:
            drawn = stance, painter.device().devicePixelRatio()
            if drawn not in self._shapes:
                icon = theme.shape_icon(stance, cell.decorationSize.width())
                self._shapes[drawn] = icon.pixmap(cell.decorationSize, drawn[1])
            painter.drawPixmap(left + room.shape.x(), top + room.shape.y(), self._shapes[drawn])
        if cut:
            font, metrics = self._types[points]
            painter.setFont(font)
            painter.setPen(theme.color(tone) if tone else cell.palette.text().color())
            # halves as Qt rounds them
            ascent = metrics.ascent()
            line = round(ascent + metrics.descent()) // 2
            painter.drawText(QPointF(left + room.left, top + room.middle - line + ascent), cut)
        return True

    def _look_at(self, cell: Any, text: str, points: float, width: int) -> None:
        """Cut words to a width, if they can be painted at once."""
        if len(self._cut) > _KEPT:
            self._cut.clear()
        if points not in self._types:
            font = theme.reading_font(points) if points else QFont(cell.font)
            self._types[points] = font, QFontMetricsF(font)
        is_usual = _USUAL.fullmatch(text) and not self._view.isRightToLeft()
        _font, metrics = self._types[points]
        cut = metrics.elidedText(text, cell.textElideMode, width) if text and width > 0 else ""
        self._cut[text, points, width] = cut if is_usual else None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of the words as the style has it, which is asked once for each."""
        self._renew()
        model: Any = index.model()
        shown: Plain | None = model.plain(index.row(), index.column())
        if shown is None or shown.stance:
            return super().sizeHint(option, index)
        key = shown.text, shown.points
        found = self._hints.get(key)
        if found is None:
            if len(self._hints) > _KEPT:
                self._hints.clear()
            found = self._hints[key] = super().sizeHint(option, index)
        return found

    def _measured(self, cell: Any, size: QSize, ratio: float, *, is_shaped: bool) -> _Room:
        """Let the style paint a cell of this size without words, and say where these would stand."""
        empty: Any = QStyleOptionViewItem(cell)
        empty.rect = QRect(0, 0, size.width(), size.height())
        empty.text = ""
        pixmap = transparent(size, ratio)
        painter, style = QPainter(pixmap), self._view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, empty, painter, self._view)
        painter.end()
        features = QStyleOptionViewItem.ViewItemFeature
        empty.text = "x"
        empty.features |= features.HasDisplay
        if is_shaped:
            empty.features |= features.HasDecoration
            empty.icon = theme.shape_icon(Stance.FAVOR, cell.decorationSize.width())
        words, shape = (
            style.subElementRect(part, empty, self._view)
            for part in (QStyle.SubElement.SE_ItemViewItemText, QStyle.SubElement.SE_ItemViewItemDecoration)
        )
        drawn = QStyle.alignedRect(self._view.layoutDirection(), cell.decorationAlignment, cell.decorationSize, shape)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self._view) + 1
        return _Room(
            None if pixmap.toImage() == transparent(size, ratio).toImage() else pixmap,
            words.left() + margin,
            words.width() - 2 * margin,
            words.top() + words.height() // 2,
            drawn.topLeft(),
        )
