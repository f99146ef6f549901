"""A line over the window that reaches everything by typing."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.qt import theme
from desktop.qt.session import Session
from desktop.qt.window.palette_model import ENTRY_ROLE, Entry, PaletteModel

Index = QModelIndex | QPersistentModelIndex
WIDTH, TOP, VISIBLE = 640, 58, 11
PAD = 10
# the window's own shortcuts must not take these while the palette has the focus
_OWN_KEYS = (
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


class Palette(QFrame):
    """Run commands and go to documents, topics and actors, by their names.

    Attributes:
        line: where one types.
        list, model: what answers.

    Signals:
        document_wanted(document_id, beside): open a document; beside the active pane when true.
        topic_wanted(topic_id), actor_wanted(actor_id): go to an entry of the codebook.
        search_wanted(words): search all texts.
        closed(): it has gone, and the focus is back where it was.
    """

    document_wanted = Signal(int, bool)
    topic_wanted = Signal(int)
    actor_wanted = Signal(int)
    search_wanted = Signal(str)
    closed = Signal()

    def __init__(self, session: Session, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self._actions = actions
        self._over = parent
        self._back: QWidget | None = None
        self.model = PaletteModel(session, actions, self)
        self.line = QLineEdit()
        self.line.setPlaceholderText("A command, a document, a topic, an actor…")
        self.line.setAccessibleName("Command palette")
        self.line.installEventFilter(self)
        self.list = QListView()
        self.list.setAccessibleName("What answers")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(PaletteDelegate(self.list))
        self.list.setModel(self.model)
        self._hint = QLabel()
        self._hint.setProperty("role", "dim")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 8)
        column.setSpacing(7)
        column.addWidget(self.line)
        column.addWidget(self.list)
        column.addWidget(self._hint)
        self.line.textChanged.connect(self._search)
        self.list.clicked.connect(lambda index: self._run(index.row(), beside=self._control()))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._tell())
        parent.installEventFilter(self)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether it is there."""
        return not self.isHidden()

    def begin(self) -> None:
        """Open it with an empty line."""
        if not self.is_open:
            self._back = QApplication.focusWidget()
        self.model.begin()
        self.line.clear()
        self._search("")
        self.show()
        self.raise_()
        self._place()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        # the many names are read once it is seen, before the first key
        QTimer.singleShot(0, self, lambda: self.model.prepare() if self.is_open else None)

    def end(self, *, give_back: bool = True) -> None:
        """Close it and give the focus back to where it was."""
        if not self.is_open:
            return
        back, self._back = self._back, None
        self.hide()
        if give_back and back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def toggle(self) -> None:
        """Open it, or close it."""
        if self.is_open:
            self.end()
        else:
            self.begin()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Steer the list by the line's keys; stay in the middle of the window; go when the focus goes."""
        kind = event.type()
        if watched is not self.line:
            if kind == QEvent.Type.Resize and self.is_open:
                self._place()
            return False
        if isinstance(event, QKeyEvent):
            if kind == QEvent.Type.ShortcutOverride and event.key() in _OWN_KEYS:
                event.accept()
                return True
            return kind == QEvent.Type.KeyPress and self._on_key(event)
        if isinstance(event, QFocusEvent) and kind == QEvent.Type.FocusOut:
            passing = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
            if event.reason() not in passing:
                self.end(give_back=False)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        ways = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Backtab: -1,
            Qt.Key.Key_PageDown: VISIBLE - 1,
            Qt.Key.Key_PageUp: 1 - VISIBLE,
        }
        if key == Qt.Key.Key_Escape:
            self.end()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            beside = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._run(self.list.currentIndex().row(), beside=beside)
        elif key in ways:
            self._step(ways[Qt.Key(key)])
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            row = self.list.currentIndex().row() + by
            # one step goes round, a page stops at the ends
            row = row % count if abs(by) == 1 else min(count - 1, max(0, row))
            self.list.setCurrentIndex(self.model.index(row))

    def _search(self, query: str) -> None:
        self.model.search(query)
        self.list.setCurrentIndex(self.model.index(0))
        self.list.scrollToTop()
        self._tell()
        if self.is_open:
            self._place()

    def _run(self, row: int, *, beside: bool) -> None:
        entry = self.model.entry_at(row)
        if entry is None or not entry.enabled:
            return
        self.model.used(entry)
        # first: what is run acts on what has the focus
        self.end()
        if entry.kind in ("command", "page"):
            self._actions[entry.key].trigger()
        elif entry.kind == "document":
            self.document_wanted.emit(int(entry.key), beside)
        elif entry.kind == "topic":
            self.topic_wanted.emit(int(entry.key))
        elif entry.kind == "actor":
            self.actor_wanted.emit(int(entry.key))
        else:
            self.search_wanted.emit(entry.key)

    def _tell(self) -> None:
        entry = self.model.entry_at(self.list.currentIndex().row())
        if entry is None:
            self._hint.setText("Nothing is called like this · Esc closes")
        elif not entry.enabled:
            self._hint.setText(f"{entry.reason} · Esc closes")
        elif entry.kind == "document":
            self._hint.setText("Enter opens · Ctrl+Enter opens beside · Esc closes")
        else:
            verb = "runs" if entry.kind == "command" else "searches" if entry.kind == "search" else "goes there"
            self._hint.setText(f"Enter {verb} · Esc closes")

    def _place(self) -> None:
        over = self._over
        row = self.list.sizeHintForRow(0) if self.model.rowCount() else 0
        head = self.line.sizeHint().height() + self._hint.sizeHint().height() + 2 * PAD + 16
        room = max(1, (over.height() - TOP - head - 40) // max(1, row))
        self.list.setFixedHeight(row * min(VISIBLE, room, self.model.rowCount()) + 2)
        self.list.setVisible(self.model.rowCount() > 0)
        self.setFixedWidth(min(WIDTH, over.width() - 40))
        self.adjustSize()
        self.move((over.width() - self.width()) // 2, TOP)

    @staticmethod
    def _control() -> bool:
        return bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier)


class PaletteDelegate(QStyledItemDelegate):
    """Paint an entry: its name, dim what it is, and its key."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of one line."""
        return QSize(100, round(QFontMetricsF(theme.interface_font()).height() + 13))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        entry: Entry = index.data(ENTRY_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(1, 1, -1, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_ground"))
            painter.drawRoundedRect(rect, 5, 5)
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        small = theme.small_font()
        metrics = QFontMetricsF(small)
        right = inner.right()
        painter.setFont(small)
        if entry.shortcut:
            right = self._paint_key(painter, entry, inner, metrics)
        font = theme.interface_font()
        room = right - inner.left()
        name = QFontMetricsF(font).elidedText(entry.name, Qt.TextElideMode.ElideRight, room * 0.72)
        used = QFontMetricsF(font).horizontalAdvance(name) + 14
        painter.setPen(theme.color("dim"))
        detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideRight, max(0.0, room - used))
        right_side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(inner.left() + used, inner.top(), room - used, inner.height()), right_side, detail)
        painter.setFont(font)
        painter.setPen(theme.color("ink" if entry.enabled else "dim"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()

    @staticmethod
    def _paint_key(painter: QPainter, entry: Entry, inner: QRectF, metrics: QFontMetricsF) -> float:
        """Paint the key at the right end and return where there is room left of it."""
        width = max(metrics.horizontalAdvance(entry.shortcut) + 12, metrics.height() + 2)
        height = metrics.height() + 2
        cap = QRectF(inner.right() - width, inner.center().y() - height / 2, width, height)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("panel"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(theme.color("dim"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, entry.shortcut)
        return cap.left() - 10
