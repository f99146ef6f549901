"""Actors or topics as a tree, patched by every change, nested by drag and drop."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, Qt

from desktop.core.changes import ChangeSet
from desktop.core.language import ngettext
from desktop.core.matching import Candidate, rank
from desktop.core.values import Actor, Topic
from desktop.qt.parts.indexes import Index
from desktop.qt.session import Session
from desktop.store import edits

ID_ROLE = int(Qt.ItemDataRole.UserRole)
USES_ROLE = ID_ROLE + 1
COLOR_ROLE = ID_ROLE + 2
MATCH_ROLE = ID_ROLE + 3
MIME = "application/x-visavis-codebook"
# what is more than this is read anew: patching row by row would take longer
MOST_PATCHES = 64


class _Node:
    """One entry; the root has the id 0."""

    __slots__ = ("children", "id", "parent", "row")

    def __init__(self, number: int, parent: "_Node | None" = None, row: int = 0) -> None:
        self.id = number
        self.parent = parent
        self.row = row
        self.children: list[_Node] = []

    def renumber(self) -> None:
        """Tell the children their rows anew."""
        for row, child in enumerate(self.children):
            child.row = row

    def depth(self) -> int:
        return 0 if self.parent is None else self.parent.depth() + 1


class CodebookTreeModel(QAbstractItemModel):
    """Show the entries of one table, ``actor`` or ``topic``, with how many claims use each.

    A row answers ``ID_ROLE``, ``USES_ROLE``, ``COLOR_ROLE`` (``#rrggbb`` or empty) and ``MATCH_ROLE`` (whether the
    filter found it; what it stands under is shown too). A hidden page sets it inactive; it then reads everything when
    it is active again.

    Attributes:
        table: which of the two.
        query: the filter.
    """

    def __init__(self, session: Session, table: str = "topic", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table = table
        self.query = ""
        self._active = True
        self._stale = True
        self._root = _Node(0)
        self._nodes: dict[int, _Node] = {0: self._root}
        self._uses: dict[int, int] = {}
        self._found: list[int] = []
        self._matched: frozenset[int] = frozenset()
        session.changed.connect(self._on_changed)
        session.opened.connect(self._on_opened)
        session.visibility_changed.connect(self._on_visibility)
        if session.is_open:
            self.load()

    def set_active(self, active: bool) -> None:
        """Follow changes, or only remember that there were some."""
        self._active = active
        if active and self._stale and self._session.is_open:
            self.load()

    def set_table(self, table: str) -> None:
        """Show the other table."""
        if table != self.table:
            self.table = table
            self.load()

    def set_query(self, query: str) -> None:
        """Show only the entries that *query* finds, and what they stand under; all when it is empty."""
        if query.strip() != self.query:
            self.query = query.strip()
            self.load()

    def found(self) -> list[int]:
        """Return the ids that the filter found, the best first; empty without a filter."""
        return list(self._found)

    def load(self) -> None:
        """Read everything anew."""
        self.beginResetModel()
        self._stale = False
        entries = self.entries()
        self._uses = dict(self._session.usage(self.table))
        parents = self._parents()
        shown = set(entries)
        self._found = []
        if self.query:
            candidates = [
                Candidate(one.id, (one.name, one.key, *one.aliases), self._uses.get(one.id, 0))
                for one in entries.values()
            ]
            self._found = rank(self.query, candidates, len(candidates))
            shown = _with_parents(self._found, parents)
        self._matched = frozenset(self._found)
        self._root = _Node(0)
        self._nodes = {0: self._root, **{number: _Node(number) for number in entries if number in shown}}
        for number, node in self._nodes.items():
            if number:
                node.parent = self._nodes[parents[number]]
                node.row = len(node.parent.children)
                node.parent.children.append(node)
        self.endResetModel()

    def entries(self) -> dict[int, Actor] | dict[int, Topic]:
        """Return all entries of the table in their order."""
        return self._session.actors() if self.table == "actor" else self._session.topics()

    def entry(self, number: int) -> Actor | Topic | None:
        """Return one entry, or None when it is gone."""
        return self.entries().get(number)

    def index_of(self, number: int) -> QModelIndex:
        """Return where an entry stands; an invalid index when it is not shown."""
        node = self._nodes.get(number)
        return QModelIndex() if node is None or node is self._root else self.createIndex(node.row, 0, number)

    def uses(self, number: int) -> int:
        """Return how many claims use an entry."""
        return self._uses.get(number, 0)

    # what a view asks

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """Return the index of a child."""
        node = self._node(parent)
        if column != 0 or node is None or not 0 <= row < len(node.children):
            return QModelIndex()
        return self.createIndex(row, 0, node.children[row].id)

    def parent(self, index: Index | None = None) -> QModelIndex:  # type: ignore[override]
        """Return what an entry stands under."""
        node = self._node(index)
        if node is None or node.parent is None or node.parent is self._root:
            return QModelIndex()
        return self.createIndex(node.parent.row, 0, node.parent.id)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many entries stand under one."""
        node = self._node(parent)
        return len(node.children) if node is not None else 0

    def columnCount(self, parent: Index | None = None) -> int:
        """Return 1: the delegate paints the rest."""
        return 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a name, or one of the roles of this model."""
        entry = self.entry(int(index.internalId())) if index.isValid() else None
        if entry is None:
            return None
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)):
            return entry.name
        if role == ID_ROLE:
            return entry.id
        if role == USES_ROLE:
            return self.uses(entry.id)
        if role == COLOR_ROLE:
            return entry.color
        if role == MATCH_ROLE:
            return not self.query or entry.id in self._matched
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return (entry.proposition if isinstance(entry, Topic) else entry.role) or None
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            uses = self.uses(entry.id)
            words = ngettext("{name}, {count} claim", "{name}, {count} claims", uses)
            return words.format(name=entry.name, count=uses)
        return None

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Rename an entry."""
        if role != int(Qt.ItemDataRole.EditRole) or not index.isValid():
            return False
        number = int(index.internalId())
        entry = self.entry(number)
        if entry is None or str(value) == entry.name:
            return False
        return self._session.done(edits.codebook.update, self.table, number, name=str(value))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything can be renamed, dragged and dropped on; the empty space below too."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        return usual | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled

    # nesting by drag and drop

    def supportedDropActions(self) -> Qt.DropAction:
        """An entry moves, and is not copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the one type that is dragged."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the dragged entry: its table and id."""
        data = QMimeData()
        if indexes:
            data.setData(MIME, f"{self.table} {indexes[0].internalId()}".encode())
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Refuse what would make a circle, and entries of the other table."""
        number = self._dragged(data)
        node = self._node(parent)
        while node is not None:
            if node.id == number:
                return False
            node = node.parent
        return number in self._nodes

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Put the dragged entry under *parent*, before its child *row*, or as the last when that is -1."""
        if action != Qt.DropAction.MoveAction or not self.canDropMimeData(data, action, row, column, parent):
            return False
        node = self._node(parent)
        assert node is not None
        before = node.children[row].id if 0 <= row < len(node.children) else None
        number = self._dragged(data)
        if before == number:
            # dropped where it is already; the next one is what it stands before
            before = node.children[row + 1].id if row + 1 < len(node.children) else None
        return self._session.done(edits.codebook_tree.place, self.table, number, node.id or None, before)

    def _dragged(self, data: QMimeData) -> int:
        table, _, number = bytes(data.data(MIME).data()).decode().partition(" ")
        return int(number) if table == self.table and number.isdecimal() else -1

    # following changes

    def _on_opened(self) -> None:
        self._stale = True
        if self._active:
            self.load()

    def _on_changed(self, changes: ChangeSet) -> None:
        if not self._active or self._stale:
            self._stale = True
            return
        touched = changes.ids(self.table)
        if touched and (self.query or len(touched) > MOST_PATCHES or not self._arrange(touched)):
            self.load()
        elif changes.touches("claim", "claim_actor"):
            self._count()

    def _on_visibility(self) -> None:
        if self._active and not self._stale:
            self._count()
        else:
            self._stale = True

    def _count(self) -> None:
        # a copy: the session keeps its own right in place
        old, self._uses = self._uses, dict(self._session.usage(self.table))
        self._tell(number for number in old.keys() | self._uses.keys() if old.get(number) != self._uses.get(number))

    def _tell(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            index = self.index_of(number)
            if index.isValid():
                self.dataChanged.emit(index, index)

    def _arrange(self, touched: Sequence[int]) -> bool:
        """Insert, move and remove the rows of *touched*; tell whether that was possible."""
        entries, parents = self.entries(), self._parents()
        order = {number: at for at, number in enumerate(entries)}

        def depth(number: int) -> int:
            return 1 + depth(parents[number]) if number else 0

        # from above: where a row goes to is in its place by then, and never below the row itself
        affected: dict[int, None] = {}
        for number in sorted((one for one in touched if one in entries), key=lambda one: (depth(one), order[one])):
            parent = self._nodes.get(parents[number])
            if parent is None:
                return False
            later = (n for n, child in enumerate(parent.children) if order.get(child.id, -1) > order[number])
            node = self._nodes.get(number)
            if node is None:
                self._insert(number, parent, next(later, len(parent.children)))
            elif node.parent is not parent:
                self._move(node, parent, next(later, len(parent.children)))
            affected[parent.id] = None
        gone = [self._nodes[number] for number in touched if number not in entries and number in self._nodes]
        for node in sorted(gone, key=lambda one: -one.depth()):
            if node.children:
                return False
            self._remove(node)
        if not all(self._sort(self._nodes[number], order) for number in affected if number in self._nodes):
            return False
        self._uses = dict(self._session.usage(self.table))
        self._tell(touched)
        return True

    def _sort(self, parent: _Node, order: dict[int, int]) -> bool:
        now = [child.id for child in parent.children]
        wanted = sorted(now, key=lambda number: order.get(number, -1))
        low, high = 0, len(now)
        while low < high and now[low] == wanted[low]:
            low += 1
        while high > low and now[high - 1] == wanted[high - 1]:
            high -= 1
        if high - low > MOST_PATCHES:
            # one row that goes far is common, many that do are not
            if wanted[high - 1] == now[low] and wanted[low : high - 1] == now[low + 1 : high]:
                self._move(parent.children[low], parent, high)
                return True
            if wanted[low] != now[high - 1] or wanted[low + 1 : high] != now[low : high - 1]:
                return False
        for at in range(low, high):
            node = self._nodes[wanted[at]]
            if node.row != at:
                self._move(node, parent, at)
        return True

    def _insert(self, number: int, parent: _Node, row: int) -> None:
        self.beginInsertRows(self.index_of(parent.id), row, row)
        node = self._nodes[number] = _Node(number, parent)
        parent.children.insert(row, node)
        parent.renumber()
        self.endInsertRows()

    def _move(self, node: _Node, parent: _Node, row: int) -> None:
        """Move *node* before the row *row* of *parent*, as its rows are now."""
        old = node.parent
        assert old is not None
        self.beginMoveRows(self.index_of(old.id), node.row, node.row, self.index_of(parent.id), row)
        at = row - 1 if old is parent and row > node.row else row
        old.children.pop(node.row)
        old.renumber()
        parent.children.insert(at, node)
        node.parent = parent
        parent.renumber()
        self.endMoveRows()

    def _remove(self, node: _Node) -> None:
        parent = node.parent
        assert parent is not None
        self.beginRemoveRows(self.index_of(parent.id), node.row, node.row)
        parent.children.pop(node.row)
        parent.renumber()
        del self._nodes[node.id]
        self.endRemoveRows()

    def _node(self, index: Index | None) -> _Node | None:
        return self._root if index is None or not index.isValid() else self._nodes.get(int(index.internalId()))

    def _parents(self) -> dict[int, int]:
        """Return each entry's parent, 0 at the top; an entry of a circle, which no action makes, stands at the top."""
        entries = self.entries()
        numbers = {one.key: one.id for one in entries.values()}
        parents = {one.id: numbers.get(one.parent, 0) for one in entries.values()}
        sound = {0}
        for start in parents:
            path: list[int] = []
            number = start
            while number not in sound and number not in path:
                path.append(number)
                number = parents[number]
            if number not in sound:
                parents[number] = 0
            sound.update(path)
        return parents


def _with_parents(numbers: Iterable[int], parents: dict[int, int]) -> set[int]:
    found: set[int] = set()
    for number in numbers:
        while number and number not in found:
            found.add(number)
            number = parents[number]
    return found
