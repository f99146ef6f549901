"""The speakers of the files that may be imported, and who they shall be."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from desktop.core.language import N_, _
from desktop.core.matching import fold
from desktop.core.structure.speaker_choices import SpeakerChoices
from desktop.core.values import Actor
from desktop.qt import theme
from desktop.qt.importing.files_model import FileRow
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import LEFT_CELL, RIGHT_CELL, HeadedModel

HEADERS = (N_("Speaker"), N_("Becomes"), N_("Turns"), N_("Quoted"), N_("Files"))
SPEAKER, BECOMES, TURNS, QUOTATIONS, FILES = range(len(HEADERS))
NOBODY = N_("nobody")


@dataclass(slots=True)
class SpeakerRow:
    """One name that was found, over all files that are looked at."""

    name: str
    is_new: bool
    turns: int = 0
    quotations: int = 0
    files: int = 0


class ImportSpeakersModel(HeadedModel):
    """List who speaks in files or is quoted there. What is decided of a name holds for all files.

    Attributes:
        rows: those with most to say first.

    Signals:
        decided(): a speaker shall be somebody else.
    """

    TITLES = HEADERS
    decided = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[SpeakerRow] = []
        self._choices: dict[str, str] = {}
        self._known: dict[str, str] = {}

    @property
    def choices(self) -> SpeakerChoices:
        """What was decided."""
        return SpeakerChoices(dict(self._choices))

    def actors(self) -> list[str]:
        """Return the names of the codebook's actors, by name."""
        return sorted(set(self._known.values()), key=fold)

    def show_files(self, rows: Iterable[FileRow], actors: Iterable[Actor]) -> None:
        """Show the speakers of these files; *actors* are those of the codebook."""
        found: dict[str, SpeakerRow] = {}
        for row in rows:
            for one in row.found.speakers if row.found is not None else ():
                shown = found.setdefault(fold(one.name), SpeakerRow(one.name, one.is_new))
                shown.turns += one.turns
                shown.quotations += one.quotations
                shown.files += 1
        listed = sorted(found.values(), key=lambda one: (-one.turns - one.quotations, fold(one.name)))
        known = {fold(name): actor.name for actor in actors for name in (actor.key, *actor.aliases, actor.name)}
        if listed != self.rows or known != self._known:
            self.beginResetModel()
            self.rows, self._known = listed, known
            self.endResetModel()

    def decide(self, rows: Iterable[int], who: str) -> None:
        """Say who the speakers of *rows* are: an actor, a new name, or nobody when it is empty."""
        who = " ".join(who.split())
        who = "" if fold(who) == fold(_(NOBODY)) else who
        touched = list(rows)
        for number in touched:
            name = self.rows[number].name
            if fold(who) == fold(name):
                self._choices.pop(fold(name), None)
            else:
                self._choices[fold(name)] = who
        if touched:
            self.dataChanged.emit(self.index(min(touched), 0), self.index(max(touched), len(HEADERS) - 1))
            self.decided.emit()

    def is_refused(self, number: int) -> bool:
        """Tell whether a speaker shall be nobody."""
        return self._choices.get(fold(self.rows[number].name)) == ""

    def makes_actor(self, number: int) -> bool:
        """Tell whether a speaker becomes a new actor."""
        return bool(self._made(self.rows[number].name, self.rows[number].is_new))

    def clear(self) -> None:
        """Forget all speakers and decisions."""
        self.beginResetModel()
        self.rows, self._choices = [], {}
        self.endResetModel()

    def new_names(self, rows: Iterable[FileRow]) -> set[str]:
        """Return the folded names of the actors that importing these files would make."""
        found = (one for row in rows if row.found is not None for one in row.found.speakers)
        return {self._made(one.name, one.is_new) for one in found} - {""}

    def alignment(self, column: int) -> int:
        """Set numbers right."""
        return RIGHT_CELL if column in (TURNS, QUOTATIONS, FILES) else LEFT_CELL

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let it be edited who a speaker is."""
        flags = super().flags(index)
        if index.isValid() and index.column() == BECOMES:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell's words, its colour, or what is edited in it."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        wish = self._choices.get(fold(row.name))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            counts = {TURNS: row.turns, QUOTATIONS: row.quotations, FILES: row.files}
            if column in counts:
                return f"{counts[column]:,}" if counts[column] else ""
            return row.name if column == SPEAKER else self._becomes(row, wish)
        if role == Qt.ItemDataRole.EditRole:
            return row.name if wish is None else wish
        if role == Qt.ItemDataRole.ForegroundRole:
            if wish == "" or column in (TURNS, QUOTATIONS, FILES):
                return theme.color("dim")
            return theme.color("accent" if column == BECOMES and (row.is_new or wish is not None) else "ink")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.name}: {self._becomes(row, wish)}"
        return None

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Say who a speaker is."""
        if role == Qt.ItemDataRole.EditRole and index.column() == BECOMES:
            self.decide([index.row()], str(value))
            return True
        return False

    def _made(self, name: str, is_new: bool) -> str:
        """Return the folded name of the actor that a speaker makes; empty for none."""
        who = fold(self._choices.get(fold(name), name if is_new else ""))
        return "" if who in self._known else who

    def _becomes(self, row: SpeakerRow, wish: str | None) -> str:
        if wish is None:
            return _("new actor") if row.is_new else _("in the codebook")
        if not wish:
            return _(NOBODY)
        return self._known.get(fold(wish)) or _("new actor “{name}”").format(name=wish)
