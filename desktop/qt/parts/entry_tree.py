"""Actors or topics as a tree: what it is made of, how it looks, and how it is nested by drag and drop."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.core.changes import ChangeSet
from desktop.core.direction import isolated
from desktop.core.language import _, figure, ngettext
from desktop.core.matching import rank
from desktop.core.values import Actor, Topic
from desktop.qt import theme
from desktop.qt.parts.indexes import Index
from desktop.qt.session import Session
from desktop.store import edits

ID_ROLE = int(Qt.ItemDataRole.UserRole)
USES_ROLE = ID_ROLE + 1
COLOR_ROLE = ID_ROLE + 2
MATCH_ROLE = ID_ROLE + 3
MIME = "application/x-visavis-codebook"
SWATCH = 11


class EntryTreeModel(QAbstractItemModel):
    """Show the entries of one table, ``actor`` or ``topic``, with how many claims use each.

    A row answers ``ID_ROLE``, ``USES_ROLE``, ``COLOR_ROLE`` (``#rrggbb`` or empty) and ``MATCH_ROLE`` (whether the
    filter found it; what it stands under is shown too). It reads nothing before it is active; a
    hidden page sets it inactive, and it reads everything when it is active again.
    """

    def __init__(self, session: Session, table: str = "topic", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table = table
        self.query = ""
        self._active = False
        self._stale = True
        # the ids below each entry, the top being 0; what each stands under, and in which row
        self._children: dict[int, list[int]] = {}
        self._parents: dict[int, int] = {}
        self._rows: dict[int, int] = {}
        self._uses: dict[int, int] = {}
        self._found: list[int] = []
        self._matched: frozenset[int] = frozenset()
        session.changed.connect(self._on_changed)
        session.opened.connect(self._on_opened)
        session.visibility_changed.connect(self._on_visibility)
        session.drafts.changed.connect(self._on_draft)

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
        self._read()
        self.endResetModel()

    def _read(self) -> None:
        self._stale = False
        entries = self.entries()
        self._uses = dict(self._session.usage(self.table))
        numbers = {one.key: one.id for one in entries.values()}
        # 0 at the top
        self._parents = {one.id: numbers.get(one.parent, 0) for one in entries.values()}
        shown = set(entries)
        self._found = []
        if self.query:
            self._found = rank(self.query, self._session.candidates(self.table), len(entries))
            shown = _with_parents(self._found, self._parents)
        self._matched = frozenset(self._found)
        self._children, self._rows = {}, {}
        for number in entries:
            if number in shown:
                siblings = self._children.setdefault(self._parents[number], [])
                self._rows[number] = len(siblings)
                siblings.append(number)

    def entries(self) -> dict[int, Actor] | dict[int, Topic]:
        """Return all entries of the table in their order."""
        return self._session.entries(self.table)

    def entry(self, number: int) -> Actor | Topic | None:
        """Return one entry, or None when it is gone."""
        return self.entries().get(number)

    def index_of(self, number: int) -> QModelIndex:
        """Return where an entry stands; an invalid index when it is not shown."""
        return self.createIndex(self._rows[number], 0, number) if number in self._rows else QModelIndex()

    def uses(self, number: int) -> int:
        """Return how many claims use an entry."""
        return self._uses.get(number, 0)

    # what a view asks

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """Return the index of a child."""
        siblings = self._children.get(_number(parent), [])
        return self.createIndex(row, 0, siblings[row]) if column == 0 and 0 <= row < len(siblings) else QModelIndex()

    def parent(self, index: Index | None = None) -> QModelIndex:  # type: ignore[override]
        """Return what an entry stands under."""
        return self.index_of(self._parents.get(_number(index), 0))

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many entries stand under one."""
        return len(self._children.get(_number(parent), ()))

    def columnCount(self, parent: Index | None = None) -> int:
        """Return 1: the delegate paints the rest."""
        return 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a name, or one of the roles of this model."""
        entry = self.entry(int(index.internalId())) if index.isValid() else None
        if entry is None:
            return None
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)):
            draft = self._session.drafts.of(self._key(entry.id))
            if draft is None:
                return entry.name
            edited = role == int(Qt.ItemDataRole.EditRole)
            return draft.text if edited else _("{name} (not saved yet)").format(name=draft.text)
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
            return words.format(name=index.data(), count=uses)
        return None

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Rename an entry."""
        if role != int(Qt.ItemDataRole.EditRole) or not index.isValid():
            return False
        number = int(index.internalId())
        entry = self.entry(number)
        if entry is None:
            return False
        table, drafts = self.table, self._session.drafts
        draft = drafts.of(self._key(number))
        if str(value) == entry.name:
            drafts.drop(self._key(number))
            return False

        def write(text: str, seen: str) -> None:
            self._session.read(edits.codebook.update, table, number, seen={"name": seen.strip()}, name=text)

        where = _("the name of {name}").format(name=entry.name)
        seen = draft.seen if draft is not None and not draft.is_overtaken else entry.name
        return drafts.write(self._key(number), str(value), seen, write, where, refusable=True)

    def _key(self, number: int) -> tuple[str, int, str]:
        # that of the field in the form: what is typed in one of the two is seen in both
        return self.table, number, "name"

    def _on_draft(self, key: object) -> None:
        if isinstance(key, tuple) and key[::2] == (self.table, "name"):
            index = self.index_of(int(key[1]))
            if index.isValid():
                self.dataChanged.emit(index, index)

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
        """Return the dragged entries: their table and ids."""
        data = QMimeData()
        if indexes:
            numbers = " ".join(str(index.internalId()) for index in indexes)
            data.setData(MIME, f"{self.table} {numbers}".encode())
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Refuse what would make a circle, and entries of the other table."""
        numbers, above = self._dragged(data), _number(parent)
        while above and above not in numbers:
            above = self._parents.get(above, 0)
        return bool(numbers) and self._rows.keys() >= {*numbers} and above not in numbers

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Put the dragged entry under *parent*, before its child *row*, or as the last when that is -1."""
        if action != Qt.DropAction.MoveAction or not self.canDropMimeData(data, action, row, column, parent):
            return False
        (number, *others), under = self._dragged(data), _number(parent)
        if others:
            change, above = edits.codebook_many.change, under or None
            return self._session.done(change, self.table, [number, *others], {}, parent_id=above, at_top=not under)
        # dropped where it is already, it stands before the next one
        behind = [one for one in self._children.get(under, [])[row:] if one != number] if row >= 0 else []
        before = behind[0] if behind else None
        return self._session.done(edits.codebook_tree.place, self.table, number, under or None, before)

    def _dragged(self, data: QMimeData) -> list[int]:
        table, *numbers = bytes(data.data(MIME).data()).decode().split(" ")
        return [int(one) for one in numbers if one.isdecimal()] if table == self.table else []

    # following changes

    def _on_opened(self) -> None:
        self._stale = True
        if self._active:
            self.load()

    def _on_changed(self, changes: ChangeSet) -> None:
        if not self._active or self._stale:
            self._stale = True
            return
        if changes.touches(self.table):
            # what a view knows of a row, it knows of the same entry afterwards
            self.layoutAboutToBeChanged.emit()
            kept = self.persistentIndexList()
            self._read()
            self.changePersistentIndexList(kept, [self.index_of(_number(one)) for one in kept])
            self.layoutChanged.emit()
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
        for number in old.keys() | self._uses.keys():
            index = self.index_of(number)
            if index.isValid() and old.get(number) != self._uses.get(number):
                self.dataChanged.emit(index, index)


class EntryDelegate(QStyledItemDelegate):
    """Paint an entry, and let its name be typed in its place."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return one line with some air."""
        return QSize(120, int(QFontMetricsF(theme.interface_font()).height() + 11))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the swatch, the name, and how many claims there are."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(0, 1, -6, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            active = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(theme.color("accent" if active else "line"), 1.2))
            painter.setBrush(theme.color("accent_ground" if chosen else "card"))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        color = str(index.data(COLOR_ROLE) or "")
        box = QRectF(rect.left() + 8, rect.center().y() - SWATCH / 2, SWATCH, SWATCH)
        painter.setPen(Qt.PenStyle.NoPen if color else QPen(theme.color("dim"), 1))
        painter.setBrush(QColor(color) if color else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        uses = int(index.data(USES_ROLE) or 0)
        small = theme.small_font()
        told = figure(uses) if uses else ""
        room = QFontMetricsF(small).horizontalAdvance(told) + 8
        painter.setFont(small)
        painter.setPen(theme.color("dim"))
        painter.drawText(rect.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, told)
        font = theme.interface_font()
        painter.setFont(font)
        painter.setPen(theme.color("ink" if index.data(MATCH_ROLE) else "dim"))
        place = rect.adjusted(8 + SWATCH + 8, 0, -8 - room, 0)
        name = QFontMetricsF(font).elidedText(isolated(str(index.data())), Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a line for the name."""
        line = QLineEdit(parent)
        line.setProperty("bare", "inline")
        line.setAccessibleName(_("Name"))
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the line over the name."""
        editor.setGeometry(option.rect.adjusted(SWATCH + 10, 0, -6, 0))


def _number(index: Index | None) -> int:
    return int(index.internalId()) if index is not None and index.isValid() else 0


def _with_parents(numbers: Iterable[int], parents: dict[int, int]) -> set[int]:
    found: set[int] = set()
    for number in numbers:
        while number and number not in found:
            found.add(number)
            number = parents[number]
    return found
