"""A list of rows of any height that measures only those in view, however many there are."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QCursor, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem

from desktop.qt.parts.indexes import Index

# so many are measured, and scrolled by pixels
MEASURED = 60
# what a row of more counts as on the scroll bar, and what a turn of the wheel moves by, in pixels
NOMINAL = 100
_STEP = 34

_Hint = QAbstractItemView.ScrollHint
_Move = QAbstractItemView.CursorAction


class _Place(NamedTuple):
    """A row, where it begins in the viewport, and how high it is, in pixels."""

    row: int
    top: int
    height: int


class LazyList(QListView):
    """List rows one below the other.

    Qt's own list measures all rows before it can say where one stands: of a hundred thousand claims it would read each.
    Here a row is measured when it comes into view. On the scroll bar of a long list all rows count alike, so that a
    high one passes a little faster; of a short one all are measured.
    """

    def __init__(self) -> None:
        super().__init__()
        self._heights: dict[int, int] = {}
        # of a short list: where each row begins, and where the last one ends
        self._tops: list[int] | None = None
        self._placed: list[_Place] | None = None
        # the rows and the size for which the scroll bar's end is known
        self._last: tuple[int, int, int] = (-1, 0, 0)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # where rows stand

    def _count(self) -> int:
        model = self.model()
        return model.rowCount() if model is not None else 0

    def _height(self, row: int) -> int:
        height = self._heights.get(row)
        if height is None:
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            # as wide as the viewport is
            option.rect = self.viewport().rect()
            index = self.model().index(row, 0)
            height = self._heights[row] = max(1, self.itemDelegateForIndex(index).sizeHint(option, index).height())
        return height

    def _at(self, value: int) -> tuple[int, int]:
        """Return the row at a place of the scroll bar, and how much of it is above that, in pixels."""
        if self._tops is not None:
            row = max(0, min(bisect_right(self._tops, value), len(self._tops) - 1) - 1)
            return row, value - self._tops[row]
        row, rest = divmod(value, NOMINAL)
        return row, rest * self._height(row) // NOMINAL

    def _value(self, row: int, above: int) -> int:
        """Return the place of the scroll bar at which a row stands that far above the viewport."""
        while row > 0 and above < 0:
            row -= 1
            above += self._height(row)
        above = max(0, above)
        if self._tops is not None:
            return self._tops[row] + above
        count = self._count()
        while row + 1 < count and above >= self._height(row):
            above -= self._height(row)
            row += 1
        # not less than what `_at` makes of it
        return row * NOMINAL + -(-above * NOMINAL // self._height(row))

    def _rows(self) -> list[_Place]:
        """Return the rows in view, from the top."""
        count = self._count()
        if self._last[0] != count:
            # between a change and Qt's asking for the layout
            self._forget()
            self._measure()
        if self._placed is None:
            found = []
            if count:
                row, above = self._at(min(self.verticalScrollBar().value(), count * NOMINAL - 1))
                top, bottom = -above, self.viewport().height()
                while row < count and top < bottom:
                    found.append(_Place(row, top, self._height(row)))
                    top += found[-1].height
                    row += 1
            self._placed = found
        return self._placed

    def _forget(self) -> None:
        self._heights, self._tops, self._placed, self._last = {}, None, None, (-1, 0, 0)

    def visualRect(self, index: Index) -> QRect:
        """Return where a row stands in the viewport; of one out of view about where it would."""
        if not index.isValid():
            return QRect()
        width, rows = self.viewport().width(), self._rows()
        for one in rows:
            if one.row == index.row():
                return QRect(0, one.top, width, one.height)
        if not rows:
            return QRect()
        if index.row() < rows[0].row:
            return QRect(0, rows[0].top - (rows[0].row - index.row()) * NOMINAL, width, NOMINAL)
        return QRect(0, rows[-1].top + rows[-1].height + (index.row() - rows[-1].row - 1) * NOMINAL, width, NOMINAL)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Return the row at a point of the viewport."""
        for one in self._rows():
            if one.top <= point.y() < one.top + one.height and 0 <= point.x() < self.viewport().width():
                return self.model().index(one.row, 0)
        return QModelIndex()

    def verticalOffset(self) -> int:
        """Return the place of the scroll bar."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """Return 0: rows are as wide as the view."""
        return 0

    def scrollTo(self, index: Index, hint: _Hint = _Hint.EnsureVisible) -> None:
        """Bring a row into view, or to where *hint* says."""
        if not index.isValid():
            return
        row, room = index.row(), self.viewport().height()
        self._measure()
        bar, height = self.verticalScrollBar(), self._height(row)
        if hint == _Hint.PositionAtTop:
            bar.setValue(self._value(row, 0))
        elif hint == _Hint.PositionAtBottom:
            bar.setValue(self._value(row, height - room))
        elif hint == _Hint.PositionAtCenter:
            bar.setValue(self._value(row, (height - room) // 2))
        else:
            rows = self._rows()
            place = next((one for one in rows if one.row == row), None)
            if (place is None and rows and row < rows[0].row) or (place is not None and place.top < 0):
                bar.setValue(self._value(row, 0))
            elif place is None or place.top + place.height > room:
                # of what is higher than the view the beginning
                bar.setValue(self._value(row, min(0, height - room)))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Show other rows."""
        self._placed = None
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure anew where the width is another."""
        if event.size().width() != event.oldSize().width():
            self._forget()
        self._placed = None
        QAbstractItemView.resizeEvent(self, event)

    def reset(self) -> None:
        """Measure anew: there are other rows."""
        self._forget()
        super().reset()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """Measure anew: rows stand elsewhere."""
        self._forget()
        super().rowsInserted(parent, start, end)

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        """Measure anew: rows will stand elsewhere."""
        super().rowsAboutToBeRemoved(parent, start, end)
        self._forget()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Measure anew what is in view: a card may be higher."""
        self._forget()
        super().dataChanged(first, last, list(roles))

    def doItemsLayout(self) -> None:
        """Measure anew what is in view."""
        self._forget()
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """Tell the scroll bar how much there is."""
        self._measure()
        QAbstractItemView.updateGeometries(self)

    def _measure(self) -> None:
        count, room = self._count(), self.viewport().height()
        if self._last == (count, self.viewport().width(), room):
            return
        if self._last[1] != self.viewport().width():
            self._forget()
        self._last = count, self.viewport().width(), room
        self._placed = None
        bar = self.verticalScrollBar()
        self._tops = [0, *accumulate(map(self._height, range(count)))] if count <= MEASURED else None
        self.horizontalScrollBar().setRange(0, 0)
        bar.setSingleStep(_STEP)
        bar.setPageStep(max(1, room))
        if not count:
            bar.setRange(0, 0)
        elif self._tops is not None:
            bar.setRange(0, max(0, self._tops[-1] - room))
        else:
            bar.setRange(0, self._value(count - 1, self._height(count - 1) - room))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in view."""
        rows = self._rows()
        if not rows:
            return
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain, width = option.state, self.viewport().width()
        chosen, current, mouse = self.selectionModel(), self.currentIndex(), QPoint(-1, -1)
        if self.viewport().underMouse():
            mouse = self.viewport().mapFromGlobal(QCursor.pos())
        for one in rows:
            rect = QRect(0, one.top, width, one.height)
            if not rect.intersects(event.rect()):
                continue
            index = self.model().index(one.row, 0)
            state = plain
            if chosen is not None and chosen.isSelected(index):
                state |= QStyle.StateFlag.State_Selected
            if rect.contains(mouse):
                state |= QStyle.StateFlag.State_MouseOver
            if self.hasFocus() and index == current:
                state |= QStyle.StateFlag.State_HasFocus
            option.rect, option.state = rect, state
            self.itemDelegateForIndex(index).paint(painter, option, index)
        painter.end()

    # keys and the mouse

    def moveCursor(self, action: _Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Return where a key leads."""
        count, row = self._count(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        room = self.viewport().height()
        ways = {
            _Move.MoveUp: row - 1,
            _Move.MovePrevious: row - 1,
            _Move.MoveDown: row + 1,
            _Move.MoveNext: row + 1,
            _Move.MoveHome: 0,
            _Move.MoveEnd: count - 1,
        }
        if row < 0:
            to = 0
        elif action == _Move.MovePageDown:
            to = row + self._within(room, range(row + 1, count))
        elif action == _Move.MovePageUp:
            to = row - self._within(room, range(row - 1, -1, -1))
        else:
            to = ways.get(action, row)
        return self.model().index(max(0, min(to, count - 1)), 0)

    def _within(self, room: int, rows: range) -> int:
        """Return how many of *rows* there is room for, at least one."""
        found = 0
        for row in rows:
            room -= self._height(row)
            if room < 0 and found:
                break
            found += 1
        return found

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Choose the rows in a part of the viewport."""
        rect = rect.normalized()
        found = [row for row in self._between(rect.top(), rect.bottom()) if self._can_be_chosen(row)]
        selection = QItemSelection()
        first = 0
        for at, row in enumerate(found):
            if at + 1 == len(found) or found[at + 1] != row + 1:
                selection.select(self.model().index(found[first], 0), self.model().index(row, 0))
                first = at + 1
        self.selectionModel().select(selection, command)

    def _can_be_chosen(self, row: int) -> bool:
        return bool(self.model().index(row, 0).flags() & Qt.ItemFlag.ItemIsSelectable)

    def _between(self, top: int, bottom: int) -> Iterator[int]:
        """Yield the rows that stand between two heights, also above and below the view."""
        rows = self._rows()
        if not rows:
            return
        row, at = rows[0].row, rows[0].top
        while row > 0 and at > top:
            row -= 1
            at -= self._height(row)
        count = self._count()
        while row < count and at <= bottom:
            height = self._height(row)
            if at + height > top:
                yield row
            at += height
            row += 1

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return all that is seen: few rows are."""
        return QRegion(self.viewport().rect())
