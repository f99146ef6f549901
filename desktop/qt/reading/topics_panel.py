"""Tagging with the mouse and by eye: the topics by theme beside the text, and a button at what was selected."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QToolButton, QTreeView, QWidget

from desktop.core.language import _
from desktop.core.values import Topic, topics_to_code
from desktop.qt.background import later
from desktop.qt.parts.entry_tree import ID_ROLE, EntryDelegate, EntryTreeModel
from desktop.qt.parts.layouts import ground, label, vbox
from desktop.qt.reading.reading_view import ReadingView
from desktop.qt.session import Session

# milliseconds of rest after a key before the topics are searched
_REST = 80


class TopicsPanel(QWidget):
    """List the topics by theme, with how many claims each has.

    Signals:
        picked(int): the selected words are to be tagged with the topic of this id.
        left(): Escape: back to the text.
    """

    picked = Signal(int)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        ground("library", self)
        self.setMinimumWidth(150)
        self.model = EntryTreeModel(session, "topic", self)
        self.tree = TopicTree(self.model)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Find a topic…"))
        self.filter.setAccessibleName(_("Find a topic"))
        self.filter.setClearButtonEnabled(True)
        self._rest = later(self, _REST, lambda: self.model.set_query(self.filter.text()))
        self.filter.textChanged.connect(lambda _text: self._rest.start())
        for part in (self.filter, self.tree):
            part.installEventFilter(self)
        hint = label(
            _("Enter or a double click tags the selected words; or drag them here."),
            "dim",
            wraps=True,
            margins=(10, 4, 10, 8),
        )
        head = vbox(label(_("TOPICS"), "section"), self.filter, margins=(10, 6, 10, 6), gap=6)
        vbox(head, (self.tree, 1), hint, on=self, gap=0)
        self.tree.picked.connect(self.picked)
        self.tree.left.connect(self.left)

    def setVisible(self, visible: bool) -> None:
        """Follow what changes only while it is seen."""
        self.model.set_active(visible)
        super().setVisible(visible)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the line to what it found with Down; tag with the best by Enter; empty it, then leave, by Escape."""
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            # the window has another use for it
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress or watched is self.tree:
            return False
        answered = True
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.model.set_query(self.filter.text())
                self.tree.pick(self.tree.currentIndex())
            case Qt.Key.Key_Down:
                self.tree.setFocus()
            case Qt.Key.Key_Escape if self.filter.text():
                self.filter.clear()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                answered = False
        return answered


class TopicTree(QTreeView):
    """Show topics to choose from: nothing is renamed or moved here, and selected words can be dropped on one."""

    picked = Signal(int)
    left = Signal()

    def __init__(self, model: EntryTreeModel) -> None:
        super().__init__()
        self._entries = model
        self.setItemDelegate(EntryDelegate(self))
        self.setModel(model)
        self.setAccessibleName(_("Topics by theme"))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setExpandsOnDoubleClick(False)
        self.doubleClicked.connect(self.pick)
        model.modelReset.connect(self._after_reset)
        self._after_reset()

    def pick(self, index: QModelIndex) -> None:
        """Tag with the topic at an index; a theme, which only gathers topics, is opened or closed."""
        number = int(index.data(ID_ROLE) or 0)
        topics = [one for one in self._entries.entries().values() if isinstance(one, Topic)]
        if self._entries.uses(number) or number in {one.id for one in topics_to_code(topics)}:
            self.picked.emit(number)
        else:
            self.setExpanded(index, not self.isExpanded(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tag with Enter, go back to the text with Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take words that are dragged out of a text."""
        if event.mimeData().hasText():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show which topic they would fall on."""
        index = self.indexAt(event.position().toPoint())
        event.setAccepted(index.isValid())
        if index.isValid():
            self.setCurrentIndex(index)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tag them with it; the text keeps them."""
        index = self.indexAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        # after the drag has ended
        QTimer.singleShot(0, self, lambda: self.pick(index))

    def _after_reset(self) -> None:
        self.expandAll()
        found = self._entries.found()
        if found:
            self.setCurrentIndex(self._entries.index_of(found[0]))


class TagButton(QToolButton):
    """Stand at the end of what was selected with the mouse, until it is pressed or something else is selected."""

    def __init__(self, view: ReadingView) -> None:
        super().__init__(view.viewport())
        self._view = view
        self.setText(_("Tag"))
        self.setProperty("role", "pill")
        self.setToolTip(_("Tag the selected words (T)"))
        # the text keeps the focus: the key does the same
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.selectionChanged.connect(self.hide)
        view.verticalScrollBar().valueChanged.connect(self.hide)
        self.clicked.connect(self.hide)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come when the mouse lets go, go when the text is left."""
        if watched is self._view and event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif watched is not self._view and event.type() in (
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.MouseButtonDblClick,
        ):
            QTimer.singleShot(0, self, self._offer)
        elif watched is self._view and event.type() == QEvent.Type.Resize and self.isVisible():
            # once the lines are broken anew
            QTimer.singleShot(0, self, self._offer)
        return False

    def _offer(self) -> None:
        span = self._view.selected_span()
        if span is None:
            return
        units = self._view.model.from_span(span.start, span.end)
        lines = [rect for one in self._view.placed() for rect in one.rects(*units)]
        if lines:
            self.adjustSize()
            room, last = self._view.viewport().rect(), lines[-1].toRect()
            below = last.bottom() + 4
            # below the last line of the words; above the first where the view ends
            top = below if below + self.height() <= room.bottom() else lines[0].toRect().top() - self.height() - 4
            self.move(QPoint(max(0, min(last.right() - self.width(), room.right() - self.width())), max(0, top)))
            self.show()
            self.raise_()
