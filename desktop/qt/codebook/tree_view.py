"""The codebook's tree: colour, name and number of claims of each entry; its own keys, and drag and drop."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QTreeView,
)

from desktop.core.language import N_, _
from desktop.core.values import Topic
from desktop.qt.clipboard import copy_table
from desktop.qt.parts.entry_tree import ID_ROLE, MATCH_ROLE, EntryDelegate, EntryTreeModel
from desktop.qt.parts.row_table import choose_alone

_COPIED = {
    "topic": (N_("Topic"), N_("Theme"), N_("Key"), N_("Claims"), N_("Proposition"), N_("Definition")),
    "actor": (N_("Actor"), N_("Belongs to"), N_("Key"), N_("Claims"), N_("Role"), N_("Definition")),
}


class CodebookTree(QTreeView):
    """Show a `EntryTreeModel`; what was closed stays closed when everything is read anew.

    Signals:
        entry_chosen(int): another entry is the current one; 0 is none.
        key_wanted(str): a key of the page was pressed, in the form of `QKeySequence`.
        menu_wanted(QPoint): the context menu at a global point.
        opened(): Enter: the user wants to fill in the form.
    """

    entry_chosen = Signal(int)
    key_wanted = Signal(str)
    menu_wanted = Signal(QPoint)
    opened = Signal()

    def __init__(self, model: EntryTreeModel, keys: frozenset[str]) -> None:
        """Show *model*; *keys* are told by `key_wanted` and reach nothing else while the tree has the focus."""
        super().__init__()
        self.entries = model
        self._keys = keys
        self._closed: dict[str, set[int]] = {"actor": set(), "topic": set()}
        self._chosen: dict[str, int] = {"actor": 0, "topic": 0}
        self._loading = False
        self._near: list[int] = []
        self._above = 0
        # the delegate paints what is chosen; the style would paint a block beside it
        self.setItemDelegate(EntryDelegate(self))
        self.setModel(model)
        self.setAccessibleName(_("Codebook"))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # F2 is one of the page's keys: it works wherever the name is shown
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu_wanted.emit(self.viewport().mapToGlobal(at)))
        self.collapsed.connect(lambda index: self._closed[model.table].add(index.data(ID_ROLE)))
        self.expanded.connect(lambda index: self._closed[model.table].discard(index.data(ID_ROLE)))
        model.modelAboutToBeReset.connect(self._before_reset)
        model.modelReset.connect(self._after_reset)
        model.layoutAboutToBeChanged.connect(self._before_layout)
        model.layoutChanged.connect(self._after_layout)
        self._after_reset()

    def current_id(self) -> int:
        """Return the chosen entry; 0 when none is."""
        index = self.currentIndex()
        return int(index.data(ID_ROLE) or 0) if index.isValid() else 0

    def picked(self) -> list[int]:
        """Return the entries that are chosen together, by Ctrl or Shift with the mouse or the arrows, as they stand."""
        chosen = {int(index.data(ID_ROLE)) for index in self.selectionModel().selectedIndexes()}
        return [number for number in self.entries.entries() if number in chosen]

    def choose(self, number: int) -> None:
        """Make an entry the current one, and bring it into view."""
        index = self.entries.index_of(number)
        if index.isValid():
            choose_alone(self, index)
            self.scrollTo(index)

    def shown(self) -> list[int]:
        """Return the entries that are shown and are what is looked for, not only above it, in the tree's order."""
        found = []
        index = self.entries.index(0, 0)
        while index.isValid():
            if index.data(MATCH_ROLE):
                found.append(int(index.data(ID_ROLE)))
            index = self.indexBelow(index)
        return found

    def copy(self) -> int:
        """Copy the entries that are shown, in the tree's order, as a table, and return their number."""
        model = self.entries
        named = {one.key: one.name for one in model.entries().values()}
        rows = []
        index = model.index(0, 0)
        while index.isValid():
            number = int(index.data(ID_ROLE))
            entry = model.entry(number)
            if entry is not None:
                about = entry.proposition if isinstance(entry, Topic) else entry.role
                above = named.get(entry.parent, "")
                rows.append((entry.name, above, entry.key, str(model.uses(number)), about, entry.definition))
            index = self.indexBelow(index)
        return copy_table(_COPIED[model.table], rows)

    def event(self, event: QEvent) -> bool:
        """Keep the page's keys from the window's shortcuts, which have other uses for some of them."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self.state() != QAbstractItemView.State.EditingState
            and _sequence(event) in self._keys
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell the page's keys, and leave the others to the tree."""
        key = _sequence(event)
        if key in self._keys and self.state() != QAbstractItemView.State.EditingState:
            self.key_wanted.emit(key)
            return
        # not the signal `activated`: some desktops send it for a single click
        if key in ("Return", "Enter") and self.state() != QAbstractItemView.State.EditingState and self.current_id():
            self.opened.emit()
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Tell which entry is chosen now."""
        super().currentChanged(current, previous)
        if not self._loading:
            number = int(current.data(ID_ROLE) or 0) if current.isValid() else 0
            self._chosen[self.entries.table] = number or self._chosen[self.entries.table]
            self.entry_chosen.emit(number)

    def _before_reset(self) -> None:
        self._loading = True

    def _after_reset(self) -> None:
        """Open what is not closed, and choose what was chosen, or what the filter found first."""
        self._loading = True
        self._open()
        found = self.entries.found()
        number = found[0] if found else self._chosen[self.entries.table]
        index = self.entries.index_of(number)
        if not index.isValid():
            index = self.entries.index(0, 0)
        self._loading = False
        if index.isValid():
            choose_alone(self, index)
            self.scrollTo(index)
        else:
            self.entry_chosen.emit(0)

    def _before_layout(self) -> None:
        index = self.currentIndex()
        near = (index, self.indexBelow(index), self.indexAbove(index))
        self._near = [int(one.internalId()) for one in near if one.isValid()]
        self._above = int(index.parent().internalId())

    def _after_layout(self) -> None:
        """Choose a neighbour of what is gone, and keep what was moved in view."""
        self._open()
        index = self.currentIndex()
        if not index.isValid():
            left = [one for one in self._near if self.entries.index_of(one).isValid()]
            self.choose(left[0]) if left else self._after_reset()
        elif index.parent().internalId() != self._above:
            self.scrollTo(index)

    def _open(self) -> None:
        """Open what is not closed."""
        self.expandAll()
        closed = self._closed[self.entries.table]
        if not self.entries.query:
            for number in list(closed):
                index = self.entries.index_of(number)
                if index.isValid():
                    self.collapse(index)
                else:
                    closed.discard(number)


def _sequence(event: QKeyEvent) -> str:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(int(event.key()) | int(modifiers.value)).toString(QKeySequence.SequenceFormat.PortableText)
