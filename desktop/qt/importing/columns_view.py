"""What is asked of a table before its rows are read as documents: which column is what."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QWidget,
)

from desktop.core.columns import TableLook, problem_of
from desktop.core.language import _, ngettext
from desktop.core.text import one_line
from desktop.qt.importing.columns_model import CALLED, COLUMN, IS, ColumnsModel, FirstDocumentsModel, choices
from desktop.qt.importing.encoding_box import EncodingBox
from desktop.qt.parts.chosen_cells import ChosenCells
from desktop.qt.parts.elided import ElidedLabel
from desktop.qt.parts.layouts import ground, hbox, label, push, splitter, vbox
from desktop.qt.parts.row_table import RowTable

# returns the heads and the rows of the first documents that a table makes with these roles
Preview = Callable[[TableLook, Sequence[str]], tuple[Sequence[str], Sequence[Sequence[str]]]]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# letters of a column of the first documents
_NARROW, _WIDE = 16, 44


class ColumnsView(QWidget):
    """Show the columns of a table with what each is; Enter or Space chooses, Ctrl+Enter reads the documents.

    Attributes:
        model: the columns and what they are.

    Signals:
        encoding_chosen(str): the table shall be read in another encoding; then `show_again`.
        accepted(): the columns are what the model says.
        refused(): the table shall be left out.
        given_up(): so shall all tables that wait.
    """

    encoding_chosen = Signal(str)
    accepted = Signal()
    refused = Signal()
    given_up = Signal()

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        ground("importColumns", self)
        self._preview = preview
        self.model, self.first = ColumnsModel(self), FirstDocumentsModel(self)
        self._name = ElidedLabel()
        self._name.setProperty("role", "title")
        self._told = label(role="dim")
        asks = _(
            "Say what each column is: Enter or Space chooses. The first documents are shown below; none is added yet."
        )
        self.table = _ColumnTable(self.model)
        self.documents = RowTable(self.first, "importTable", _("First documents of the table"))
        self.problem = label(role="heed", wraps=True)
        self.as_suggested = push(_("As suggested"), "pill", _("Take back what was chosen here"))
        self.leave = QPushButton(_("Leave this table out"))
        self.read = QPushButton(_("Read the documents"))
        self.read.setDefault(True)
        self.read.setToolTip(_("Ctrl+Enter"))
        self.encoding = EncodingBox()
        self.encoding.chosen.connect(self.encoding_chosen)
        named = (self._name, 1), self._told, self.encoding.label, self.encoding
        head = hbox(*named, margins=(14, 10, 14, 0), gap=10)
        above, below = QWidget(), QWidget()
        vbox((self.table, 1), on=above, gap=0)
        vbox(label(_("FIRST DOCUMENTS"), "section", margins=(14, 6, 0, 4)), (self.documents, 1), on=below, gap=0)
        parts = splitter((above, 3), (below, 2), sizes=(330, 220), upright=True)
        foot = hbox(self.as_suggested, (self.problem, 1), self.leave, self.read, margins=(14, 7, 12, 8), gap=8)
        vbox(head, label(asks, "dim", wraps=True, margins=(14, 2, 14, 6)), (parts, 1), foot, on=self, gap=0)
        self.model.decided.connect(self._show)
        self.read.clicked.connect(lambda _=False: self.accept())
        self.leave.clicked.connect(lambda _=False: self.refused.emit())
        self.as_suggested.clicked.connect(lambda _=False: self.model.show_table(self.model.look))

    def show_table(self, look: TableLook, number: int, of: int) -> None:
        """Ask of a table, the *number*-th *of* those that wait."""
        self._name.setText(look.name)
        self.encoding.tell(look.encoding, look.encoding_origin)
        self.model.show_table(look)
        self.tell(number, of)
        self.table.setCurrentIndex(self.model.index(0, IS))
        self.table.setFocus()

    def tell(self, number: int, of: int) -> None:
        """Say how large the table is, and that it is the *number*-th *of* those that wait."""
        look = self.model.look
        parts = [
            ngettext("{count:,} column", "{count:,} columns", len(look.head)).format(count=len(look.head)),
            ngettext("{count:,} row", "{count:,} rows", look.count).format(count=look.count),
        ]
        if of > 1:
            parts.append(_("table {number} of {count}").format(number=number, count=of))
        if look.is_known:
            parts.append(_("as in the last table of this head"))
        self._told.setText(" · ".join(parts))

    def show_again(self, look: TableLook) -> None:
        """Show the same table in another encoding; what was said of its columns stays said."""
        self.encoding.tell(look.encoding, look.encoding_origin)
        self.model.show_again(look)
        self.table.setCurrentIndex(self.model.index(0, IS))

    def accept(self) -> None:
        """Take the columns for what they are said to be, where a table can be read so."""
        if not problem_of(self.model.roles):
            self.accepted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept with Ctrl+Enter, give up with Escape."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        look, roles = self.model.look, self.model.roles
        problem = problem_of(roles)
        self.read.setEnabled(not problem)
        doubts = [
            _("“{head}” has days that may be read two ways, such as {cell}: choose which part comes first.").format(
                head=one_line(look.head[at], 40), cell=one_line(cell, 20)
            )
            for at, cell in look.doubtful.items()
            if roles[at] == "date"
        ]
        self.problem.setText(problem or " ".join(doubts))
        self.as_suggested.setEnabled(list(look.roles) != roles)
        self.first.show_documents(*(((), ()) if problem else self._preview(look, roles)))
        width = self.fontMetrics().averageCharWidth()
        last = self.first.columnCount() - 1
        self.documents.horizontalHeader().setStretchLastSection(True)
        self.documents.fit({at: width * (_WIDE if at == 0 else _NARROW) for at in range(last)})


class _ColumnTable(RowTable):
    def __init__(self, model: ColumnsModel) -> None:
        super().__init__(model, "importTable", _("Columns of the table"), several=False)
        self.setItemDelegate(ChosenCells(lambda index: choices() if index.column() == IS else (), self))
        self.setEditTriggers(self.EditTrigger.DoubleClicked | self.EditTrigger.EditKeyPressed)
        head = self.horizontalHeader()
        head.setStretchLastSection(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        # one press of the mouse on what a column is opens the list
        self.clicked.connect(lambda index: self.edit(index) if index.column() == IS else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the columns share the width."""
        super().resizeEvent(event)
        room = self.viewport().width()
        self.fit({COLUMN: room * 22 // 100, IS: room * 24 // 100, CALLED: room * 16 // 100})

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        """Take the focus back, which the list had."""
        super().closeEditor(editor, hint)
        QTimer.singleShot(0, self, self.setFocus)

    def event(self, event: QEvent) -> bool:
        """Keep Space from the window, which has it too."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Space, *_ENTER)
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter or Space."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in _ENTER:
            event.ignore()
        elif event.key() in (*_ENTER, Qt.Key.Key_Space, Qt.Key.Key_F2):
            current = self.currentIndex()
            editing = self.state() == self.State.EditingState
            if current.isValid() and not editing:
                self.edit(current if current.column() == CALLED else current.siblingAtColumn(IS))
        else:
            super().keyPressEvent(event)
