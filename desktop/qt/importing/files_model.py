"""The files that may be imported, in a table that the user mends before accepting it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from desktop.core.dates import PartialDate
from desktop.core.errors import UserError
from desktop.core.language import N_, _, ngettext
from desktop.core.name_pattern import NamePattern
from desktop.core.structure.speaker_choices import SpeakerChoices
from desktop.core.text import one_line
from desktop.core.values import DOCUMENT_KINDS, Certainty
from desktop.project.lookup import parse_date
from desktop.project.reading import ReadFile, by_name, doubts, follows
from desktop.qt import theme
from desktop.qt.background import let_go
from desktop.qt.messages import Messages
from desktop.qt.parts.indexes import Index
from desktop.qt.parts.row_table import HeadedModel


class FileColumn(NamedTuple):
    """What stands above a column, and the field of `Facts` that is edited in it."""

    head: str
    field: str = ""


COLUMNS = (
    FileColumn(N_("File")),
    FileColumn(N_("Format")),
    FileColumn(N_("Title"), "title"),
    FileColumn(N_("Publisher"), "publisher"),
    FileColumn(N_("Author"), "author"),
    FileColumn(N_("Date"), "date"),
    FileColumn(N_("Place"), "place"),
    FileColumn(N_("Kind"), "kind"),
    FileColumn(N_("Language"), "language"),
    FileColumn(N_("Speakers")),
    FileColumn(N_("Encoding")),
    FileColumn(N_("Note")),
)
FILE, FORMAT, TITLE, PUBLISHER, AUTHOR, DATE, PLACE, KIND, LANGUAGE, SPEAKERS, ENCODING, NOTE = range(len(COLUMNS))
_ORIGINS = {
    "guessed": N_("guessed: look at the accents"),
    "chosen": N_("chosen by you"),
    "declared": N_("as the file declares"),
    "byte-order mark": N_("byte-order mark"),
    "valid UTF-8": N_("valid UTF-8"),
}


@dataclass(slots=True)
class FileRow:
    """One file: what was found in it, and what the user made of it.

    Attributes:
        found: None until it is read; with the facts of its name. *read* is without them.
        edits: fields of `Facts` as the user wants them.
        encoding: that the user chose.
        taken: whether it shall be imported; None as long as nobody said.
    """

    path: Path
    found: ReadFile | None = None
    edits: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    taken: bool | None = None
    read: ReadFile | None = None

    @property
    def readable(self) -> bool:
        """Whether there is something to import."""
        return self.found is not None and not self.found.problem

    @property
    def wanted(self) -> bool:
        """Whether it will be imported; what is there already is not, unless the user wants it."""
        if self.found is None or self.found.problem:
            return False
        return not self.found.same if self.taken is None else self.taken

    def value(self, name: str) -> str:
        """Return a field of the facts as it will be stored."""
        return self.edits[name] if name in self.edits else str(getattr(self.found.facts, name)) if self.found else ""

    def sure(self, name: str) -> tuple[Certainty, str]:
        """Return how sure a field is, and where it was found."""
        if name in self.edits:
            return Certainty.STATED, _("written by you")
        origins = self.found.origins if self.found else ()
        return next(((sure, origin) for key, sure, origin in origins if key == name), (Certainty.UNKNOWN, ""))


class NamedIn(NamedTuple):
    """Somebody named in files that shall be imported.

    Attributes:
        is_new: whether the import would make an actor of them.
        doubtful: whether it may be no name of anybody who speaks.
    """

    name: str
    is_new: bool = False
    doubtful: bool = False


class _Counted(NamedTuple):
    """What one row adds to the counts of all."""

    unread: int = 0
    refused: int = 0
    there: int = 0
    yearless: int = 0
    wanted: int = 0
    names: tuple[NamedIn, ...] = ()


class FileCounts:
    """What is counted of all rows, kept while they change: what a hundred thousand hold is not counted with each.

    Attributes:
        unread, refused, there: rows not read yet, that cannot be read, whose text is in the project.
        yearless, wanted: those of them that shall be imported and whose date has no year, and all that shall be.
        names: who is named in those, each with the number of namings.
    """

    def __init__(self) -> None:
        self.unread = self.refused = self.there = self.yearless = self.wanted = 0
        self.names: Counter[NamedIn] = Counter()
        self._rows: dict[Path, _Counted] = {}

    @property
    def held(self) -> tuple[dict[Path, "_Counted"], Counter[NamedIn]]:
        """What there is for each row: with a hundred thousand of them it is freed part by part."""
        return self._rows, self.names

    def take(self, row: FileRow) -> None:
        """Count a row as it is now, and no more as it was before."""
        self.drop(row)
        self._rows[row.path] = own = _counted(row)
        self._add(own, 1)

    def drop(self, row: FileRow) -> None:
        """Count a row no more."""
        before = self._rows.pop(row.path, None)
        if before is not None:
            self._add(before, -1)

    def _add(self, one: _Counted, times: int) -> None:
        self.unread += times * one.unread
        self.refused += times * one.refused
        self.there += times * one.there
        self.yearless += times * one.yearless
        self.wanted += times * one.wanted
        for name in one.names:
            self.names[name] += times
            if not self.names[name]:
                del self.names[name]


def _counted(row: FileRow) -> _Counted:
    found = row.found
    if found is None:
        return _Counted(unread=1)
    if not row.wanted:
        return _Counted(refused=bool(found.problem), there=bool(found.same))
    names = (
        *(NamedIn(one.name, is_new=one.is_new) for one in found.speakers),
        *(NamedIn(one.label, doubtful=one.doubtful) for one in found.unnamed),
        *(NamedIn(one.name) for one in found.proposed),
    )
    return _Counted(
        there=bool(found.same), yearless=row.value("date").startswith("--"), wanted=1, names=tuple(set(names))
    )


class ImportTableModel(HeadedModel):
    """List files. The first column is ticked for what shall be imported; facts are edited in their cells.

    Attributes:
        rows: the files, in the order in which they were found.
        counts: what is counted of them.

    Signals:
        counted(): other rows are ticked, read or there.
    """

    TITLES = tuple(column.head for column in COLUMNS)
    counted = Signal()

    def __init__(self, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self.rows: list[FileRow] = []
        self.counts = FileCounts()
        self._places: dict[Path, int] = {}
        self._names = NamePattern()
        # how many follow the pattern of names, and how many have a name
        self._following = 0, 0
        self._choices = SpeakerChoices()

    def add(self, files: Iterable[tuple[Path, str]]) -> None:
        """Add files with what is wrong with each, if anything is."""
        new = [FileRow(path, ReadFile(path, problem) if problem else None) for path, problem in files]
        if new:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self.rows += new
            self._places.update((row.path, first + at) for at, row in enumerate(new))
            self._follow(new)
            for row in new:
                self.counts.take(row)
            self.endInsertRows()
            self.counted.emit()

    def put(self, found: ReadFile) -> None:
        """Show what was found in a file."""
        place = self._places.get(found.path)
        if place is not None:
            row = self.rows[place]
            row.read, row.found = found, by_name(found, self._names)
            self._touch([place])

    def name_by(self, names: NamePattern) -> tuple[int, int]:
        """Take what the names of files tell; return how many follow the pattern, of how many that have a name."""
        if names != self._names:
            self._names, self._following = names, (0, 0)
            for row in self.rows:
                row.found = by_name(row.read, names) if row.read is not None else row.found
            self._follow(self.rows)
            self._touch(range(len(self.rows)))
        return self._following

    def _follow(self, rows: Iterable[FileRow]) -> None:
        told = [one for one in (follows(row.path, self._names) for row in rows) if one is not None]
        self._following = self._following[0] + sum(told), self._following[1] + len(told)

    def show_choices(self, choices: SpeakerChoices) -> None:
        """Tell of each file which speakers are doubtful still, by what the user says of them."""
        self._choices = choices
        if self.rows:
            self.dataChanged.emit(self.index(0, NOTE), self.index(len(self.rows) - 1, NOTE))

    def remove(self, paths: Iterable[Path]) -> None:
        """Forget some files."""
        gone = set(paths)
        for place in sorted((place for path, place in self._places.items() if path in gone), reverse=True):
            self.beginRemoveRows(QModelIndex(), place, place)
            self.counts.drop(self.rows.pop(place))
            self.endRemoveRows()
        self._following = 0, 0
        self._follow(self.rows)
        self._places = {row.path: place for place, row in enumerate(self.rows)}
        self.counted.emit()

    def clear(self) -> None:
        """Forget all files."""
        self.beginResetModel()
        let_go(self, self.rows, self._places, *self.counts.held)
        self.rows, self._places, self.counts, self._following = [], {}, FileCounts(), (0, 0)
        self.endResetModel()
        self.counted.emit()

    def take(self, rows: Iterable[int], taken: bool) -> None:
        """Tick rows, or leave them out."""
        touched = [row for row in rows if self.rows[row].readable]
        for row in touched:
            self.rows[row].taken = taken
        self._touch(touched)

    def set_field(self, rows: Iterable[int], name: str, value: str) -> bool:
        """Write a fact into rows; False when the user was told why not."""
        value = value.strip()
        try:
            if name == "date":
                value = parse_date(value)
            if name == "kind" and value not in DOCUMENT_KINDS:
                raise UserError(_("There is no kind “{kind}”: choose one of the list."), kind=value)
        except UserError as error:
            self._messages.error(str(error))
            return False
        touched = [row for row in rows if self.rows[row].readable]
        for row in touched:
            if self.rows[row].value(name) != value:
                self.rows[row].edits[name] = value
        self._touch(touched)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let facts be edited, and the first column be ticked, of what could be read."""
        flags = super().flags(index)
        if index.isValid() and self.rows[index.row()].readable:
            if COLUMNS[index.column()].field:
                flags |= Qt.ItemFlag.ItemIsEditable
            if index.column() == FILE:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell's words, its tick, its colour, or what is edited in it."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_text(row, column, self._choices)
        if role == Qt.ItemDataRole.EditRole:
            return row.value(COLUMNS[column].field) if COLUMNS[column].field else None
        if role == Qt.ItemDataRole.CheckStateRole and column == FILE and row.readable:
            return Qt.CheckState.Checked if row.wanted else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.color(_color(row, column))
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row, column, self._choices)
        return None

    def words(self, row: int, column: int) -> str:
        """Return what stands in a cell."""
        return cell_text(self.rows[row], column, self._choices)

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Tick a row, or write a fact."""
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == FILE:
            # the enumeration or its number, as the caller likes
            self.take([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role == Qt.ItemDataRole.EditRole and COLUMNS[index.column()].field:
            return self.set_field([index.row()], COLUMNS[index.column()].field, str(value))
        return False

    def _touch(self, rows: Sequence[int]) -> None:
        if rows:
            for row in rows:
                self.counts.take(self.rows[row])
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), len(COLUMNS) - 1))
            self.counted.emit()


def date_text(row: FileRow) -> str:
    """Return the date of a row with what is not sure of it; a missing year is asked for."""
    value = row.value("date")
    if not value:
        return ""
    told = PartialDate.parse(value).for_people()
    if value.startswith("--"):
        return _("{date}, year?").format(date=told)
    sure = row.sure("date")[0]
    return told if sure is Certainty.STATED else f"{told} ({_(sure.value)})"


def note_text(row: FileRow, choices: SpeakerChoices) -> str:
    """Return what the user should know of a file before it is accepted."""
    found = row.found
    if found is None:
        return _("waiting…")
    if found.problem:
        # the name stands beside it
        return found.problem.removeprefix(row.path.name).lstrip(" :") or found.problem
    told = []
    if found.same:
        told.append(_("same text as “{name}”").format(name=one_line(found.same, 60)))
        if found.claims:
            own = ngettext("its {count} claim can be added", "its {count} claims can be added", found.claims)
            told.append(own.format(count=found.claims))
    if found.brief:
        told.append(_("replaces its brief “{name}”").format(name=one_line(found.brief, 60)))
    if found.near.name:
        told.append(found.near.told(one_line(found.near.name, 60)))
    if found.left_out:
        told.append(_("words left out"))
    told.extend(filter(None, (*found.notes, doubts(found, choices))))
    if found.encoding_origin == "guessed":
        told.append(_("encoding guessed"))
    return "; ".join(told)


def cell_text(row: FileRow, column: int, choices: SpeakerChoices) -> str:
    """Return what stands in a cell."""
    found = row.found
    if column == FILE:
        return one_line(row.path.name, 200)
    if column == NOTE:
        return note_text(row, choices)
    if found is None or found.problem:
        return ""
    if column == DATE:
        return date_text(row)
    if COLUMNS[column].field:
        return row.value(COLUMNS[column].field)
    if column == FORMAT:
        return _(found.format)
    if column == ENCODING:
        return found.encoding
    if not found.speakers:
        return ""
    new = sum(one.is_new for one in found.speakers)
    return _("{count} ({new} new)").format(count=len(found.speakers), new=new) if new else str(len(found.speakers))


def _color(row: FileRow, column: int) -> str:
    found = row.found
    if found is None:
        return "dim"
    if column == NOTE and (found.problem or found.same):
        return "against" if found.problem else "dim"
    if not row.wanted:
        return "dim"
    if column == DATE and row.value("date").startswith("--"):
        return "against"
    if column == ENCODING:
        return "against" if found.encoding_origin == "guessed" else "dim"
    if COLUMNS[column].field:
        return "dim" if row.sure(COLUMNS[column].field)[0] is Certainty.GUESSED else "ink"
    return "dim" if column == FORMAT else "ink"


def _tip(row: FileRow, column: int, choices: SpeakerChoices) -> str:
    found = row.found
    if column == FILE:
        return str(row.path)
    if column == NOTE or found is None or found.problem:
        return note_text(row, choices)
    if COLUMNS[column].field:
        sure, origin = row.sure(COLUMNS[column].field)
        told = f"{_(sure.value)}: {origin}" if origin else _("not found")
        return "\n".join(filter(None, (cell_text(row, column, choices), told)))
    if column == SPEAKERS:
        new = _("{name} (new)")
        return "\n".join(new.format(name=one.name) if one.is_new else one.name for one in found.speakers)
    if column == ENCODING:
        return _(_ORIGINS.get(found.encoding_origin, found.encoding_origin))
    return ngettext("{count:,} character", "{count:,} characters", found.characters).format(count=found.characters)
