"""One list for whatever is chosen by typing or from a button: its rows, how they look, its keys."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QObject,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QIcon, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.core.direction import isolated
from desktop.qt import theme
from desktop.qt.parts.indexes import Index

DETAIL_ROLE, SHORTCUT_ROLE = int(Qt.ItemDataRole.UserRole) + 1, int(Qt.ItemDataRole.UserRole) + 2
# rows that are seen at once
VISIBLE = 11
_PAD, _SHAPE, _LEAST = 8, 11, 260
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WAYS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: VISIBLE - 1,
    Qt.Key.Key_PageUp: 1 - VISIBLE,
}


@dataclass(frozen=True, slots=True)
class PopupRow:
    """Something that can be chosen.

    Attributes:
        key: what it is chosen as: an id or a word.
        text, detail: what stands to the left, and dim to the right of it.
        names: by what else it is found.
        stance: whose shape stands before it.
        head: whether it only heads the rows below it and cannot be chosen.
    """

    key: int | str
    text: str
    detail: str = ""
    names: tuple[str, ...] = ()
    stance: str = ""
    head: bool = False


class PopupModel(QAbstractListModel):
    """List rows.

    Attributes:
        ticked: the keys of the rows that are ticked; None where nothing can be ticked.

    Signals:
        renamed(int, str): a row shall have this name.
    """

    renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None, *, ticks: bool = False, renames: bool = False) -> None:
        """Let rows be ticked or renamed."""
        super().__init__(parent)
        self.rows: list[PopupRow] = []
        self.ticked: set[int | str] | None = set() if ticks else None
        self._renames = renames

    def set_rows(self, rows: Iterable[PopupRow]) -> None:
        """List other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def tick(self, row: int) -> None:
        """Tick a row, or no longer."""
        assert self.ticked is not None
        self.ticked ^= {self.rows[row].key}
        self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.CheckStateRole])

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let names be edited where they can be changed; a head can only be read."""
        flags = super().flags(index)
        if index.isValid() and self.rows[index.row()].head:
            return Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if self._renames and index.isValid() else flags

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a row's words, tick and shape."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.EditRole):
            return row.text
        if role == DETAIL_ROLE:
            return row.detail
        if role == Qt.ItemDataRole.CheckStateRole and self.ticked is not None:
            return Qt.CheckState.Checked if row.key in self.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole and row.stance:
            return theme.shape_icon(row.stance, _SHAPE)
        return None

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Ask for another name."""
        if role != Qt.ItemDataRole.EditRole or value == self.rows[index.row()].text:
            return False
        self.renamed.emit(index.row(), str(value))
        return True


def row_height() -> int:
    """Return the height of one line of a list."""
    return round(QFontMetricsF(theme.interface_font()).height() + 7)


class PopupDelegate(QStyledItemDelegate):
    """Paint a row: its tick, its shape, what it is called, dim what else is known of it, and its key."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of one line."""
        return QSize(100, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(1, 1, -1, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_ground"))
            painter.drawRoundedRect(rect, 5, 5)
        inner = self._paint_signs(painter, index, rect.adjusted(_PAD, 0, -_PAD, 0))
        font, small = theme.interface_font(), theme.small_font()
        detail = index.data(DETAIL_ROLE) or ""
        room = inner.width() * (0.72 if detail else 1)
        name = QFontMetricsF(font).elidedText(isolated(index.data() or ""), Qt.TextElideMode.ElideRight, room)
        head = not index.flags() & Qt.ItemFlag.ItemIsSelectable
        painter.setFont(small if head else font)
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole) or theme.color("dim" if head else "ink"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, name)
        inner.setLeft(inner.left() + QFontMetricsF(font).horizontalAdvance(name) + 14)
        painter.setFont(small)
        painter.setPen(theme.color("dim"))
        words = QFontMetricsF(small).elidedText(isolated(detail), Qt.TextElideMode.ElideRight, max(0.0, inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    @staticmethod
    def _paint_signs(painter: QPainter, index: Index, inner: QRectF) -> QRectF:
        """Paint tick, shape and key, and return where there is room between them."""
        middle = inner.center().y()
        box = QRectF(inner.left(), middle - _SHAPE / 2, _SHAPE, _SHAPE)
        tick, shape, shortcut = (
            index.data(role) for role in (Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.DecorationRole, SHORTCUT_ROLE)
        )
        if tick is not None:
            on = Qt.CheckState(tick) == Qt.CheckState.Checked
            painter.setPen(QPen(theme.color("accent" if on else "dim"), 1))
            painter.setBrush(theme.color("accent" if on else "card"))
            painter.drawRoundedRect(box, 3, 3)
            inner.setLeft(box.right() + 7)
        if isinstance(shape, QIcon):
            box.moveLeft(inner.left())
            shape.paint(painter, box.toRect())
            inner.setLeft(box.right() + 6)
        if shortcut:
            metrics = QFontMetricsF(theme.small_font())
            width, height = max(metrics.horizontalAdvance(shortcut) + 12, metrics.height() + 2), metrics.height() + 2
            cap = QRectF(inner.right() - width, middle - height / 2, width, height)
            painter.setPen(QPen(theme.color("line"), 1))
            painter.setBrush(theme.color("panel"))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setFont(theme.small_font())
            painter.setPen(theme.color("dim"))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, shortcut)
            inner.setRight(cap.left() - 10)
        return inner


class PopupList(QListView):
    """List what can be chosen, below a line that keeps the focus or in a place of its own.

    Up and Down go round, Page Up and Page Down stop at the ends, Home and End go there (with Ctrl where letters stand
    in the line); Enter or a click takes a row, Escape closes.

    Attributes:
        walked: whether the keys have moved to the current row, which is more than the best match then.

    Signals:
        taken(int, bool): the row of this number; true when Ctrl was held.
        left(): Escape was pressed.
        fitted(): it has another height, or is gone.
    """

    taken = Signal(int, bool)
    left = Signal()
    fitted = Signal()

    def __init__(
        self, model: QAbstractItemModel, name: str, line: QLineEdit | None = None, *, floats: bool = False
    ) -> None:
        """Be steered by the keys of *line*, if there is one; one that *floats* lies over the window below its line."""
        super().__init__(line if floats else None)
        self._line = line
        self._floats = floats
        self.walked = False
        # how many rows are seen at once
        self.most = VISIBLE
        self.setModel(model)
        self.setItemDelegate(PopupDelegate(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self._take(index.row(), QApplication.keyboardModifiers()))
        if line is not None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            line.installEventFilter(self)
        if floats:
            self.setProperty("floats", True)
            self.setWindowFlags(Qt.WindowType.ToolTip)

    def show_rows(self, current: int = 0, most: int = 0) -> None:
        """Show the model's rows, *most* at once, the cursor on *current*, -1 for none; hide when there are none."""
        count = self.model().rowCount()
        self.walked = False
        self.setCurrentIndex(self.model().index(self._choosable(current) if current >= 0 else -1, 0))
        self.setFixedHeight(self.height_of(min(most or self.most, count)))
        if self._floats and count:
            self._place()
        self.setVisible(bool(count))

    def height_of(self, rows: int) -> int:
        """Return the height of a list of so many rows."""
        # an empty list cannot be asked
        return max(row_height(), self.sizeHintForRow(0)) * rows + 2 * self.frameWidth() + 2

    def step(self, by: int) -> None:
        """Move the cursor: one step goes round, more stop at the ends."""
        count = self.model().rowCount()
        if count:
            # where nothing is current yet, a step up leads to the last row
            row = max(self.currentIndex().row(), 0 if by < 0 else -1) + by
            row = row % count if abs(by) == 1 else min(count - 1, max(0, row))
            self.walked = True
            # over a head a step goes on, a jump back: it may have been the end of the list
            way = 1 if (by > 0) == (abs(by) == 1) else -1
            self.setCurrentIndex(self.model().index(self._choosable(row, way), 0))

    def _choosable(self, row: int, way: int = 1) -> int:
        """Return the first row from *row* on that can be chosen, round the end; *row* itself where none can."""
        model, count = self.model(), self.model().rowCount()
        rows = ((row + way * step) % count for step in range(count))
        able = (one for one in rows if model.flags(model.index(one, 0)) & Qt.ItemFlag.ItemIsSelectable)
        return next(able, row)

    def answers(self, event: QKeyEvent) -> bool:
        """Tell whether a key is the list's now."""
        key = event.key()
        # the Enter that ends an editing in the list comes here too
        if not self.isVisible() or self.state() == QAbstractItemView.State.EditingState:
            return False
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            return control or self._line is None or not self._line.text()
        if key in _ENTER or (key == Qt.Key.Key_Space and self.hasFocus()):
            return self.currentIndex().isValid()
        return key in _WAYS or key == Qt.Key.Key_Escape

    def steer(self, event: QKeyEvent) -> bool:
        """Answer to a key of the list; tell whether it is one now."""
        key, count = Qt.Key(event.key()), self.model().rowCount()
        if not self.answers(event):
            return False
        if key in _WAYS:
            self.step(_WAYS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.step(-count - 1 if key == Qt.Key.Key_Home else count + 1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            self._take(self.currentIndex().row(), event.modifiers())
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Steer the list by the line's keys, before the window's own shortcuts can take them."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and self.answers(event):
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self.steer(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Steer the list that has the focus itself."""
        if not self.steer(event):
            super().keyPressEvent(event)

    def setVisible(self, visible: bool) -> None:
        """Show or hide it, and tell so once the layout around it knows."""
        super().setVisible(visible)
        self.fitted.emit()

    def _take(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        if self.model().flags(self.model().index(row, 0)) & Qt.ItemFlag.ItemIsSelectable:
            self.taken.emit(row, bool(modifiers & Qt.KeyboardModifier.ControlModifier))

    def _place(self) -> None:
        """Lie below the line; above it where the screen ends."""
        assert self._line is not None
        self.setFixedWidth(max(_LEAST, self._line.width()))
        place = self._line.mapToGlobal(QPoint(0, self._line.height() + 2))
        screen = self._line.screen().availableGeometry()
        if place.y() + self.height() > screen.bottom():
            place.setY(place.y() - self._line.height() - self.height() - 4)
        self.move(max(screen.left(), min(place.x(), screen.right() - self.width())), place.y())
        self.raise_()
