"""The columns of a table that may come in, each with what it is, and the first documents that they make."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from desktop.core.columns import DAY_FIRST, LEFT_OUT, MONTH_FIRST, OWN, ROLES, TableLook, own, own_name, role_words
from desktop.core.language import N_, _
from desktop.core.text import one_line
from desktop.qt import theme
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import HeadedModel

COLUMN, IS, CALLED, CELLS = range(4)
# cells of a column that are shown
_SHOWN, _LONGEST = 4, 60


def choices() -> list[tuple[str, str]]:
    """Return what a column can be, each with what people call it; an own variable without its name."""
    orders = (DAY_FIRST, MONTH_FIRST)
    keys = [key for role in ROLES for key in ((role.key, *orders) if role.key == "date" else (role.key,))]
    return [(key, _("own variable") if key == OWN else role_words(key)) for key in keys] + [(LEFT_OUT, _("left out"))]


class ColumnsModel(HeadedModel):
    """List the columns of a table. What a column is, and what an own variable is called, is edited in its cells.

    Signals:
        decided(): a column is something else now.
    """

    TITLES = (N_("Column"), N_("Is"), N_("Called"), N_("First cells"))
    decided = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look = TableLook("", (), (), 0, ())
        self.roles: list[str] = []

    def show_table(self, look: TableLook) -> None:
        """Show the columns of a table, as they are suggested or were said before."""
        self.beginResetModel()
        self.look, self.roles, self.rows = look, list(look.roles), look.head
        self.endResetModel()
        self.decided.emit()

    def show_again(self, look: TableLook) -> None:
        """Show the same table in another encoding; what was said of its columns stays said."""
        before, roles = self.look, self.roles
        self.show_table(look)
        if len(before.head) != len(look.head):
            return
        for row, (role, suggested) in enumerate(zip(roles, before.roles, strict=True)):
            if role != suggested:
                # an own variable that is called as its column is, is so still
                self.set_role(row, OWN if own_name(role) == before.head[row] else role)

    def set_role(self, row: int, role: str) -> None:
        """Say what a column is; an own variable is called as the column is."""
        role = own(self.look.head[row]) if role == OWN else role
        if self.roles[row] != role:
            self.roles[row] = role
            self.dataChanged.emit(self.index(row, 0), self.index(row, CELLS))
            self.decided.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let it be edited what a column is, and the name of an own variable."""
        flags = super().flags(index)
        if index.isValid() and (
            index.column() == IS or (index.column() == CALLED and own_name(self.roles[index.row()]))
        ):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell's words, its colour, or what is edited in it."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        told = self.roles[row]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = (self.look.head[row], self._is(row), own_name(told), self._cells(row))[column]
            # that there is a list to choose from
            return f"{words}  ▾" if column == IS and role == Qt.ItemDataRole.DisplayRole else words
        if role == Qt.ItemDataRole.EditRole:
            return own_name(told) if column == CALLED else OWN if own_name(told) else told
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == IS and told == "date" and row in self.look.doubtful:
                return theme.color("against")
            dim = column == CELLS or told == LEFT_OUT
            return theme.color("dim" if dim else "accent" if column == IS else "ink")
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(self._first(row)) if column == CELLS else self.look.head[row]
        return None

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Say what a column is, or what an own variable is called."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        if index.column() == IS:
            self.set_role(index.row(), str(value))
        elif str(value).strip():
            self.set_role(index.row(), own(str(value)))
        return True

    def _is(self, row: int) -> str:
        told = self.roles[row]
        return _("own variable") if own_name(told) else role_words(told)

    def _first(self, row: int) -> list[str]:
        cells = dict.fromkeys(
            one_line(one[row], _LONGEST) for one in self.look.rows if one[row] and not one[row].isspace()
        )
        return list(cells)[:_SHOWN]

    def _cells(self, row: int) -> str:
        return " · ".join(self._first(row))


class FirstDocumentsModel(HeadedModel):
    """List the first documents of a table as they would come in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads: tuple[str, ...] = ()

    def show_documents(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show documents, a row each."""
        self.beginResetModel()
        self._heads, self.rows = tuple(heads), [tuple(row) for row in rows]
        self.endResetModel()

    def heads(self) -> tuple[str, ...]:
        """Return what stands above the columns."""
        return self._heads

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell's words; all of them beside the pointer."""
        if not index.isValid():
            return None
        words = self.rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return one_line(words, 200)
        return words[:2000] if role == Qt.ItemDataRole.ToolTipRole else None
