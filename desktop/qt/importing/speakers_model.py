"""The speakers of the files that may be imported, and who they shall be."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from desktop.core.language import N_, _
from desktop.core.matching import fold
from desktop.core.proposals import Proposal, by_evidence, evidence_told
from desktop.core.structure.speaker_choices import SpeakerChoices
from desktop.core.values import Actor
from desktop.qt import theme
from desktop.qt.importing.files_model import FileRow, NamedIn
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import LEFT_CELL, RIGHT_CELL, HeadedModel

HEADERS = (N_("Speaker"), N_("Becomes"), N_("Turns"), N_("Quoted"), N_("Files"))
SPEAKER, BECOMES, TURNS, QUOTATIONS, FILES = range(len(HEADERS))
NOBODY = N_("nobody")
NO_SPEAKER = N_("no speaker: the turn before goes on")


@dataclass(slots=True)
class SpeakerRow:
    """One name that was found, over all files that are looked at.

    Attributes:
        unnamed: whether it is a label whose turns are nobody's until somebody is chosen.
        doubtful: whether that may be no speaker's name.
        words: with which the first of such turns begins, or the sentence that tells of a proposed name.
        evidence: what tells of a name that is proposed, and no actor until the user says so; None for all others.
    """

    name: str
    is_new: bool
    turns: int = 0
    quotations: int = 0
    files: int = 0
    unnamed: bool = False
    doubtful: bool = False
    words: str = ""
    evidence: Proposal | None = None

    @property
    def order(self) -> tuple[object, ...]:
        """What rows are sorted by: doubtful ones, who speaks most, and then what is proposed, by its evidence."""
        if self.evidence is not None:
            return 2, *(-count for count in self.evidence.evidence), fold(self.name)
        return not self.doubtful, -self.turns - self.quotations, fold(self.name)


class ImportSpeakersModel(HeadedModel):
    """List who speaks in files or is quoted there. What is decided of a name holds for all files.

    Attributes:
        rows: the doubtful ones first, then those with most to say, and at last the names that are only proposed.

    Signals:
        decided(): a speaker shall be somebody else.
    """

    TITLES = HEADERS
    decided = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[SpeakerRow] = []
        self._choices: dict[str, str] = {}
        self._no_heads: set[str] = set()
        self._known: dict[str, str] = {}

    @property
    def choices(self) -> SpeakerChoices:
        """What was decided."""
        return SpeakerChoices(dict(self._choices), no_heads=frozenset(self._no_heads))

    @property
    def is_decided(self) -> bool:
        """Whether anything was decided."""
        return bool(self._choices or self._no_heads)

    def doubtful_names(self, names: Iterable[NamedIn]) -> set[str]:
        """Return the folded labels of *names* that may be no speakers', and are not decided."""
        choices = self.choices
        return {fold(one.name) for one in names if one.doubtful and not choices.decides(one.name)}

    def actors(self) -> list[str]:
        """Return the names of the codebook's actors, by name."""
        return sorted(set(self._known.values()), key=fold)

    def show_files(self, rows: Iterable[FileRow], actors: Iterable[Actor]) -> None:
        """Show the speakers of these files; *actors* are those of the codebook."""
        found: dict[str, SpeakerRow] = {}
        files = [row.found for row in rows if row.found is not None]
        for file in files:
            for one in file.speakers:
                shown = found.setdefault(fold(one.name), SpeakerRow(one.name, one.is_new))
                shown.turns += one.turns
                shown.quotations += one.quotations
                shown.files += 1
            for label in file.unnamed:
                shown = found.setdefault(fold(label.label), SpeakerRow(label.label, False, unnamed=True))
                shown.turns += label.turns
                shown.files += 1
                shown.doubtful = shown.doubtful or (shown.unnamed and label.doubtful)
                shown.words = shown.words or label.words
        # who speaks in one file is no mere proposal of another
        for file in files:
            for name in file.proposed:
                shown = found.setdefault(fold(name.name), SpeakerRow(name.name, False, unnamed=True, evidence=name))
                shown.quotations += name.quotations
                shown.files += 1
                shown.words = shown.words or name.words
                if shown.evidence is not None and shown.evidence is not name:
                    shown.evidence = by_evidence((shown.evidence, name))[0]
        listed = sorted(found.values(), key=lambda one: one.order)
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
            self._no_heads.discard(fold(name))
            if fold(who) == fold(name) and not self.rows[number].unnamed:
                self._choices.pop(fold(name), None)
            else:
                self._choices[fold(name)] = who
        if touched:
            self.dataChanged.emit(self.index(min(touched), 0), self.index(max(touched), len(HEADERS) - 1))
            self.decided.emit()

    def join(self, rows: Iterable[int]) -> None:
        """Say that the labels of *rows* name nobody, so that the turns before them go on; or that they do after all."""
        touched = [number for number in rows if self._is_label(number)]
        names = {fold(self.rows[number].name) for number in touched}
        if names <= self._no_heads:
            self._no_heads -= names
        else:
            self._no_heads |= names
            for name in names:
                self._choices.pop(name, None)
        if touched:
            self.dataChanged.emit(self.index(min(touched), 0), self.index(max(touched), len(HEADERS) - 1))
            self.decided.emit()

    def can_join(self, rows: Iterable[int]) -> bool:
        """Tell whether any of *rows* is a label whose turns are nobody's."""
        return any(map(self._is_label, rows))

    def adopt(self, rows: Iterable[int]) -> None:
        """Make actors of the proposed names of *rows*, as they are called."""
        for number in rows:
            if self.rows[number].unnamed:
                self.decide([number], self.rows[number].name)

    def can_adopt(self, rows: Iterable[int]) -> bool:
        """Tell whether any of *rows* is no actor as long as the user does not say so."""
        return any(self.rows[number].unnamed for number in rows)

    def _is_label(self, number: int) -> bool:
        return self.rows[number].unnamed and self.rows[number].evidence is None

    def is_open(self, number: int) -> bool:
        """Tell whether a name may be no speaker's, and the user has not said whose it is."""
        return self.rows[number].doubtful and not self.choices.decides(self.rows[number].name)

    def is_joined(self, number: int) -> bool:
        """Tell whether a label names nobody, by the user's word."""
        return fold(self.rows[number].name) in self._no_heads

    def undecide(self, number: int) -> None:
        """Let a speaker be whom they were found to be."""
        name = fold(self.rows[number].name)
        self._choices.pop(name, None)
        self._no_heads.discard(name)
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(HEADERS) - 1))
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
        self.rows, self._choices, self._no_heads = [], {}, set()
        self.endResetModel()

    def new_names(self, names: Iterable[NamedIn]) -> set[str]:
        """Return the folded names of the actors that importing files with these *names* would make."""
        return {self._made(one.name, one.is_new) for one in names} - {""}

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
            return ("" if row.unnamed else row.name) if wish is None else wish
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color(self._color(row, column, wish))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            told = f"{row.name}: {self._becomes(row, wish)}"
            if row.evidence is not None:
                told += f" ({evidence_told(row.evidence)})"
            return f"{told}\n“{row.words}”" if row.words else told
        return None

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Say who a speaker is."""
        if role == Qt.ItemDataRole.EditRole and index.column() == BECOMES:
            self.decide([index.row()], str(value))
            return True
        return False

    def _color(self, row: SpeakerRow, column: int, wish: str | None) -> str:
        if wish == "" or column in (TURNS, QUOTATIONS, FILES):
            return "dim"
        if row.doubtful and not self.choices.decides(row.name):
            return "against"
        if row.unnamed and wish is None:
            return "dim" if column == BECOMES else "ink"
        return "accent" if column == BECOMES and (row.is_new or wish is not None) else "ink"

    def _made(self, name: str, is_new: bool) -> str:
        """Return the folded name of the actor that a speaker makes; empty for none."""
        who = fold(self._choices.get(fold(name), name if is_new else ""))
        return "" if who in self._known else who

    def _becomes(self, row: SpeakerRow, wish: str | None) -> str:
        if wish is None and row.unnamed:
            if fold(row.name) in self._no_heads:
                return _(NO_SPEAKER)
            if row.evidence is not None:
                return _("proposed")
            return _("doubtful") if row.doubtful else _(NOBODY)
        if wish is None:
            return _("new actor") if row.is_new else _("in the codebook")
        if not wish:
            return _(NOBODY)
        return self._known.get(fold(wish)) or _("new actor “{name}”").format(name=wish)
