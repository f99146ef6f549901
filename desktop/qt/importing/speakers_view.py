"""The speakers of the chosen files beside their text: proposed, and to be renamed, matched or refused."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.core.language import _, ngettext
from desktop.core.matching import Candidate
from desktop.core.matching_index import MatchingIndex
from desktop.qt.importing.import_rows import ImportRows
from desktop.qt.importing.speakers_model import BECOMES, FILES, QUOTATIONS, SPEAKER, TURNS, ImportSpeakersModel
from desktop.qt.parts.choice_field import TypeAheadLine
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.layouts import ground, hbox, label, push, vbox
from desktop.qt.parts.popup_list import PopupRow

_OFFERED = 60


class ImportSpeakers(QWidget):
    """Show an `ImportSpeakersModel`. Enter or F2 says who a speaker is, Del that they are nobody.

    Attributes:
        table: the speakers.
        refuse: make the chosen nobody, or what they were proposed to be.
    """

    def __init__(self, model: ImportSpeakersModel) -> None:
        super().__init__()
        ground("importSpeakers", self)
        self._model = model
        self._head = label(role="section")
        self.refuse = push(_("Nobody"), "pill")
        self.refuse.setToolTip(_("Make no actor of the chosen speakers, or one again (Del)"))
        self.table = _Table(model)
        vbox(hbox((self._head, 1), self.refuse, margins=(14, 8, 12, 4)), (self.table, 1), on=self, gap=0)
        self.refuse.clicked.connect(lambda _=False: self.table.refuse())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        model.modelReset.connect(self._tell)
        model.decided.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        rows = self._model.rows
        new = sum(map(self._model.makes_actor, range(len(rows))))
        told = ngettext("{count} SPEAKER", "{count} SPEAKERS", len(rows)) if rows else _("NO SPEAKERS FOUND")
        told = told.format(count=len(rows))
        self._head.setText(_("{speakers}, {count} NEW").format(speakers=told, count=new) if new else told)
        chosen = self.table.chosen_rows()
        self.refuse.setEnabled(bool(chosen))
        refused = bool(chosen) and all(map(self._model.is_refused, chosen))
        self.refuse.setText(_("As found") if refused else _("Nobody"))


class _Table(ImportRows):
    def __init__(self, model: ImportSpeakersModel) -> None:
        super().__init__(model, _("Speakers of the chosen files"))
        self._speakers = model
        self.setItemDelegate(_WhoDelegate(self))
        self.decides = {Qt.Key.Key_Space: self.refuse, Qt.Key.Key_Delete: self.refuse}
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

    def refuse(self) -> None:
        """Make the chosen nobody; when they are that already, what they were proposed to be."""
        rows = self.chosen_rows()
        if rows and all(map(self._speakers.is_refused, rows)):
            for row in rows:
                self._speakers.decide([row], self._speakers.rows[row].name)
        else:
            self._speakers.decide(rows, "")


class _WhoDelegate(QStyledItemDelegate):
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
