"""What is seen of files that may be imported: their table, who speaks in them, and the lines above and below."""

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.language import _, ngettext
from desktop.core.matching import Candidate, MatchingIndex
from desktop.core.name_pattern import EXAMPLE, PLACES
from desktop.core.values import DOCUMENT_KINDS
from desktop.project.importing import KEEP_LIMIT
from desktop.qt.background import later
from desktop.qt.importing.files_model import COLUMNS, DATE, FILE, KIND, NOTE, TITLE, FileCounts, ImportTableModel
from desktop.qt.importing.speakers_model import BECOMES, FILES, QUOTATIONS, SPEAKER, TURNS, ImportSpeakersModel
from desktop.qt.parts.directed import DirectedDelegate
from desktop.qt.parts.elided import ElidedLabel
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.layouts import Space, ground, hbox, label, push, vbox
from desktop.qt.parts.popup_list import PopupRow
from desktop.qt.parts.row_table import RowTable, shared
from desktop.qt.parts.type_ahead import TypeAheadLine

if TYPE_CHECKING:
    from collections.abc import Callable

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ImportRows(RowTable):
    """Show rows that are edited in place.

    Attributes:
        decides: what Space and Del do.
    """

    _OWN: ClassVar = (Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_A)

    def __init__(self, model: QAbstractItemModel, name: str) -> None:
        super().__init__(model, "importTable", name)
        self.decides: dict[Qt.Key, Callable[[], None]] = {}
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)

    def edited_column(self) -> int:
        """Return the column that Enter edits: the one with the cursor."""
        return self.currentIndex().column()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the table from the window, which has them too."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in self._OWN
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit or decide by keys."""
        key, control = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and key in _ENTER:
            # the page accepts all with it
            event.ignore()
        elif key in self.decides and self.chosen_rows():
            self.decides[key]()
        elif key in (*_ENTER, Qt.Key.Key_F2):
            index = self.currentIndex().siblingAtColumn(self.edited_column())
            # the Return that ends an editing comes here too
            editing = self.state() == QAbstractItemView.State.EditingState
            if not editing and index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
        else:
            super().keyPressEvent(event)


_PADDING = 14
# files that arrive are measured together, so many milliseconds after the first; so many of them; and letters of a cell
_PAUSE, _MEASURED, _MOST_LETTERS = 60, 200, 60


class ImportTableView(ImportRows):
    """Show an `ImportTableModel`. Space ticks the chosen rows, Del leaves them out, Enter or F2 edits a cell.

    Signals:
        chosen(): another row has the cursor, or none has.
        choice_changed(): other rows are chosen.
    """

    chosen = Signal()
    choice_changed = Signal()

    def __init__(self, model: ImportTableModel) -> None:
        super().__init__(model, _("Files to import"))
        self._files = model
        self.setItemDelegate(_FactDelegate(self))
        self.decides = {
            Qt.Key.Key_Space: self._tick,
            Qt.Key.Key_Delete: lambda: model.take(self.chosen_rows(), False),
        }
        head = self.horizontalHeader()
        head.setMinimumSectionSize(40)
        self._later = later(self, _PAUSE, self._fit)
        model.dataChanged.connect(lambda first, *_: self._fit_soon(first.row()))
        model.rowsInserted.connect(lambda _parent, first, _last: self._fit_soon(first))
        model.rowsRemoved.connect(lambda _parent, first, _last: self._fit_soon(first))
        model.modelReset.connect(self._fit_soon)
        head.setStretchLastSection(True)
        # what is wrong with a file stands beside its name
        head.moveSection(NOTE, 1)
        self.selectionModel().selectionChanged.connect(lambda *_: self.choice_changed.emit())
        self.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit())
        model.modelReset.connect(self.chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the columns share the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit_soon(self, row: int = 0) -> None:
        # not begun anew by each file that arrives, nor by those that are not measured
        if row < _MEASURED and not self._later.isActive():
            self._later.start()

    def _fit(self) -> None:
        """Give each column what its words need; where that is too much the widest give way, what is left goes to words.

        The first files stand for all.
        """
        metrics, rows = self.fontMetrics(), range(min(_MEASURED, len(self._files.rows)))
        most = _MOST_LETTERS * metrics.averageCharWidth()
        needed = []
        for column, told in enumerate(COLUMNS):
            # each once, and not by way of an index: of hundreds of rows that takes longer than all else
            words = {self._files.words(row, column) for row in rows}
            widest = max((metrics.horizontalAdvance(one) for one in words), default=0)
            head = metrics.horizontalAdvance(_(told.head))
            needed.append(min(most, max(head, widest)) + _PADDING + (36 if column == FILE else 6))
        room = self.viewport().width()
        own, free = self.drawn, [column for column in range(len(COLUMNS)) if column not in self.by_hand]
        widths = dict(zip(free, shared([needed[column] for column in free], room - own), strict=True))
        for column in (TITLE, NOTE):
            if column in widths:
                widths[column] += max(0, room - own - sum(needed[one] for one in free)) // 2
        self.fit(widths)

    def _tick(self) -> None:
        rows = self.chosen_rows()
        self._files.take(rows, not all(self._files.rows[row].wanted for row in rows))


class _FactDelegate(DirectedDelegate):
    """Edit a fact in its cell: the kind by a list, the rest by a line."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Let a chosen row keep the colours that mean something."""
        super().initStyleOption(option, index)
        # PySide6's stubs lack the attributes of QStyleOptionViewItem
        cell: Any = option
        color = index.data(Qt.ItemDataRole.ForegroundRole)
        if color is not None:
            cell.palette.setBrush(QPalette.ColorRole.HighlightedText, QBrush(color))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor of a cell."""
        if index.column() == KIND:
            box = QComboBox(parent)
            box.addItems(DOCUMENT_KINDS)
            box.activated.connect(lambda _: self.commitData.emit(box))
            box.activated.connect(lambda _: self.closeEditor.emit(box))
            return box
        line = QLineEdit(parent)
        line.setProperty("bare", "inline")
        if index.column() == DATE:
            line.setPlaceholderText("2024-04-26")
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what is edited."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.showPopup()
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write what was edited."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit) and editor.text() != str(index.data(Qt.ItemDataRole.EditRole)):
            model.setData(index, editor.text())


_OFFERED = 60


class ImportSpeakers(QWidget):
    """Show an `ImportSpeakersModel`. Enter or F2 says who a speaker is, Del that they are nobody.

    Attributes:
        join: says that what stands before a turn is no speaker's name.

    Signals:
        looked_at(str): what may be no speaker's name was chosen.
    """

    looked_at = Signal(str)

    def __init__(self, model: ImportSpeakersModel) -> None:
        super().__init__()
        ground("importSpeakers", self)
        self._model = model
        self._head = label(role="section")
        self.refuse = push(_("Nobody"), "pill")
        self.refuse.setToolTip(_("Make no actor of the chosen speakers, or one again (Del)"))
        self.adopt = push(_("Make actor"), "pill")
        self.adopt.setToolTip(_("Make actors of the chosen names, which are only proposed (A)"))
        self.join = push(_("No speaker"), "pill")
        self.join.setToolTip(_("The chosen names are no speakers’: the turns before them go on, or end here again"))
        self.table = _Table(model)
        vbox(
            hbox((self._head, 1), self.adopt, self.join, self.refuse, margins=(14, 8, 12, 4), gap=6),
            (self.table, 1),
            on=self,
            gap=0,
        )
        self.refuse.clicked.connect(lambda _=False: self.table.refuse())
        self.adopt.clicked.connect(lambda _=False: self.table.adopt())
        self.join.clicked.connect(lambda _=False: model.join(self.table.chosen_rows()))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._look())
        model.modelReset.connect(self._tell)
        model.decided.connect(self._tell)
        self._tell()

    def _look(self) -> None:
        chosen = [self._model.rows[row] for row in self.table.chosen_rows()]
        if len(chosen) == 1 and chosen[0].unnamed and chosen[0].evidence is None:
            self.looked_at.emit(chosen[0].name)

    def _tell(self) -> None:
        rows = [row for row in self._model.rows if not row.unnamed]
        doubtful = sum(map(self._model.is_open, range(len(self._model.rows))))
        new = sum(map(self._model.makes_actor, range(len(self._model.rows))))
        told = ngettext("{count} SPEAKER", "{count} SPEAKERS", len(rows)) if rows else _("NO SPEAKERS FOUND")
        told = told.format(count=len(rows))
        told = _("{speakers}, {count} NEW").format(speakers=told, count=new) if new else told
        proposed = sum(row.evidence is not None for row in self._model.rows)
        told = _("{speakers}, {count} PROPOSED").format(speakers=told, count=proposed) if proposed else told
        self._head.setText(
            _("{speakers}, {count} DOUBTFUL").format(speakers=told, count=doubtful) if doubtful else told
        )
        chosen = self.table.chosen_rows()
        self.refuse.setEnabled(bool(chosen))
        self.adopt.setVisible(bool(proposed))
        self.adopt.setEnabled(self._model.can_adopt(chosen))
        self.join.setVisible(self._model.can_join(range(len(self._model.rows))))
        self.join.setEnabled(self._model.can_join(chosen))
        self.join.setText(_("Speaker") if chosen and all(map(self._model.is_joined, chosen)) else _("No speaker"))
        refused = bool(chosen) and all(map(self._model.is_refused, chosen))
        self.refuse.setText(_("As found") if refused else _("Nobody"))


class _Table(ImportRows):
    def __init__(self, model: ImportSpeakersModel) -> None:
        super().__init__(model, _("Speakers of the chosen files"))
        self._speakers = model
        self.setItemDelegate(_WhoDelegate(self))
        self.decides = {
            Qt.Key.Key_Space: self.refuse,
            Qt.Key.Key_Delete: self.refuse,
            Qt.Key.Key_A: self.adopt,
        }
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column in (SPEAKER, BECOMES):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        width = self.fontMetrics().averageCharWidth()
        for column, letters in ((TURNS, 6), (QUOTATIONS, 8), (FILES, 5)):
            self.setColumnWidth(column, letters * width + 14)

    def edited_column(self) -> int:
        """Return the column that says who a speaker is."""
        return BECOMES

    def adopt(self) -> None:
        """Make actors of the chosen names that are proposed."""
        self._speakers.adopt(self.chosen_rows())

    def refuse(self) -> None:
        """Make the chosen nobody; when they are that already, what they were proposed to be."""
        rows = self.chosen_rows()
        if rows and all(map(self._speakers.is_refused, rows)):
            for row in rows:
                self._speakers.undecide(row)
        else:
            self._speakers.decide(rows, "")


class _WhoDelegate(DirectedDelegate):
    """Edit who a speaker is: a line that offers the names of the codebook."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the line."""
        model = index.model()
        assert isinstance(model, ImportSpeakersModel)
        names = MatchingIndex(Candidate(name, (name,)) for name in model.actors())

        def offers(typed: str) -> list[PopupRow]:
            found = [match.key for match in names.find(typed, _OFFERED)] if typed else names.heaviest(_OFFERED)
            return [PopupRow(name, name) for name in found]

        # Enter takes what was typed, which may be a new name, unless the arrows went into the list
        line = TypeAheadLine(offers, first=-1)
        line.setParent(parent)
        line.setProperty("bare", "inline")
        line.setPlaceholderText(_("nobody"))
        line.picked.connect(line.setText)
        return line

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Leave the keys of an open list to the list."""
        if (
            isinstance(editor, TypeAheadLine)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and editor.suggestions.answers(event)
        ):
            return False
        return super().eventFilter(editor, event)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Say who it is."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


class ImportTop(QWidget):
    """Tell in a line what was found, and change all chosen rows: their kind and date, left out or taken in."""

    def __init__(self) -> None:
        super().__init__()
        self.told = label(role="dim")
        self.bar = QProgressBar()
        self.bar.setObjectName("importProgress")
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(160, 6)
        self._chosen = label(role="dim")
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("Kind of the chosen files"))
        self.kind.addItems((_("Kind of the chosen…"), *DOCUMENT_KINDS))
        self.date = QLineEdit()
        self.date.setAccessibleName(_("Date of the chosen files"))
        self.date.setPlaceholderText(_("Date of the chosen…"))
        self.date.setToolTip(_("2024-04-26, 2024-04, 2024 or --04-26, then Enter"))
        self.date.setFixedWidth(170)
        self.out, self.back = push(_("Leave out"), "pill"), push(_("Take in"), "pill")
        self._changing = (self.kind, self.date, self.out, self.back)
        found = (self.told, (self.bar, 0, Qt.AlignmentFlag.AlignVCenter))
        hbox(*found, 1, self._chosen, *self._changing, on=self, margins=(14, 8, 12, 6), gap=8)

    def tell(
        self, files: int, counts: FileCounts, chosen: int, actors: int, doubtful: int, *, adding: bool, busy: bool
    ) -> None:
        """Tell the *counts* of *files*, of which so many are chosen, with *actors* to make and *doubtful* names."""
        parts = [_("Importing…")] if adding else []
        parts.append(ngettext("{count:,} file", "{count:,} files", files).format(count=files))
        for count, words in (
            (counts.unread, _("{count:,} still to read")),
            (counts.refused, _("{count:,} cannot be read")),
            (counts.there, _("{count:,} there already")),
            (counts.yearless, _("{count:,} without a year")),
            (actors, ngettext("{count:,} new actor", "{count:,} new actors", actors)),
            (doubtful, ngettext("{count:,} doubtful speaker", "{count:,} doubtful speakers", doubtful)),
        ):
            if count:
                parts.append(words.format(count=count))
        self.told.setText(" · ".join(parts))
        self.bar.setVisible(busy)
        self._chosen.setText(_("{count:,} chosen").format(count=chosen) if chosen else "")
        for part in self._changing:
            part.setEnabled(bool(chosen) and not adding)


class ImportFoot(QWidget):
    """Add more files, and accept or cancel."""

    def __init__(self) -> None:
        super().__init__()
        words = (_("Files…"), _("Folder…"), _("Paste"))
        self.files, self.folder, self.paste = (push(word, "pill") for word in words)
        kept = _("Keep the original files in the project (up to {size} MB each)")
        self.keep = QCheckBox(kept.format(size=KEEP_LIMIT // 2**20))
        self.cancel, self.accept = QPushButton(_("Cancel")), QPushButton(_("Import"))
        self.accept.setDefault(True)
        self.accept.setToolTip(_("Ctrl+Enter"))
        more, ways_out = (self.files, self.folder, self.paste), (self.cancel, self.accept)
        self.names = QLineEdit()
        self.names.setAccessibleName(_("What the names of files tell"))
        self.names.setPlaceholderText(EXAMPLE)
        places = ", ".join(f"{{{place}}}" for place in PLACES)
        tip = _("Places: {places}, and {anything} for anything; then Enter").format(places=places, anything="{}")
        self.names.setToolTip(tip)
        self.names.setFixedWidth(230)
        self.following = ElidedLabel()
        self.following.setProperty("role", "dim")
        told = label(_("File names"), "dim")
        vbox(
            hbox(told, self.names, (self.following, 1), gap=8),
            hbox(*more, Space(10), self.keep, 1, *ways_out, gap=8),
            on=self,
            margins=(14, 5, 12, 8),
            gap=6,
        )

    def tell_names(self, following: int, of: int) -> None:
        """Say how many names of files follow the pattern; nothing where there is none."""
        sentence = ngettext("{count:,} of {total:,} name follows it.", "{count:,} of {total:,} names follow it.", of)
        self.following.setText(sentence.format(count=following, total=of) if of else "")

    def tell(self, wanted: int, *, adding: bool, busy: bool) -> None:
        """Say how many documents there are to accept."""
        text = ngettext("Import {count:,} document", "Import {count:,} documents", wanted).format(count=wanted)
        self.accept.setText(text if wanted else _("Import"))
        self.accept.setEnabled(bool(wanted) and not busy)
        for button in (self.files, self.folder, self.paste, self.keep, self.names):
            button.setEnabled(not adding)
