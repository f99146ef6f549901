"""Tables for the export panel: what they would look like as a file, and writing them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from desktop.core import phrases
from desktop.core.collecting import no_collecting
from desktop.core.filters import ClaimFilter
from desktop.core.language import _, ngettext
from desktop.core.progress import Progress
from desktop.exchange.tables.formats import FORMATS, TableFormat
from desktop.exchange.tables.table import (
    TONES,
    CellColumns,
    Column,
    Rows,
    Table,
    TableRow,
    prepare,
    read_csv,
    stamped,
    text,
    title,
    tone_of,
    write_metadata,
)
from desktop.exchange.writing import FileContent, write_files
from desktop.project import lookup
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Entry, Request
from desktop.store import reads
from desktop.store.database import Database, now
from desktop.store.errors import explained

# what is made of everything at once takes seconds for much: beyond this there is no preview
MOST_CLAIMS = 20_000
MOST_TEXT = 500_000
_MOST_ROWS = 2_000
_EVERYBODY = ClaimFilter()
# rows after which progress is told, and how often a table is begun anew when somebody changes the project meanwhile
_TOLD_EACH, _ATTEMPTS = 500, 4
_MOST_LETTERS = 200_000


@dataclass(frozen=True, slots=True)
class Export:
    """Which table of `ENTRIES` is written, in which form, and whether with a stamp that says when.

    Of its request, whether things go by their names follows from the form.
    """

    what: str
    form: str = "csv"
    request: Request = field(default_factory=Request)
    stamp: bool = False

    @property
    def entry(self) -> Entry:
        """The table."""
        return ENTRIES[self.what]

    @property
    def format(self) -> TableFormat:
        """What it is written in."""
        return FORMATS[self.form]

    def hiding(self, hidden: ClaimFilter) -> "Export":
        """Return it without the claims that *hidden* leaves out; UserError when its filter cannot be read."""
        if not hidden.hides or self.entry.narrowed not in ("claims", "view"):
            return self
        where = ClaimFilter.parse(self.request.where).hiding(hidden).as_text()
        return replace(self, request=replace(self.request, where=where))


@dataclass(frozen=True, slots=True)
class TablePreview:
    """The beginning of a table, exactly as its file holds it.

    Attributes:
        header: the columns' keys, or their titles in a form that people read.
        numbers: of each column, whether it holds numbers.
        row_count: how many rows the whole table has; the header is none. -1 when nobody has made it yet.
        more: whether there may be more than these.
        tones: ink and ground of the cells that have colours, by row and column.
        text: what the file holds, where it is a text that people read as such; it may be cut.
        told: the caption and the notes, each a sentence.
    """

    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[bool, ...] = ()
    row_count: int = 0
    more: bool = False
    tones: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    text: str = ""
    told: tuple[str, ...] = ()


def preview(db: Database, export: Export, limit: int, hidden: ClaimFilter = _EVERYBODY) -> TablePreview:
    """Return the first *limit* rows of a table as its file would hold them, but for claims that *hidden* leaves out.

    Where that is possible no more rows than these are made, and how many there are is counted. What is made of
    everything at once is not made for a preview when there is much.

    Raises:
        UserError: when the table cannot be made.
    """
    export = export.hiding(hidden)
    if _takes_long(db, export):
        return TablePreview(row_count=-1)
    table = _table(db, export, limit)
    count, more = len(table.rows), False
    if export.entry.counter and count >= limit:
        count = export.entry.count(db, export.request)
    elif export.what == "changes":
        more = len(reads.history.step_ids(db, export.request.steps)) > limit
    first = replace(table, rows=table.rows[:limit])
    numbers = tuple(column.kind != "text" for column in table.columns)
    told = tuple(part for part in (table.caption, *table.notes) if part)
    if export.format.is_csv:
        shown = read_csv(export.format.write(first), guarded=False)
        rows = tuple(tuple(map(str, row)) for row in shown.rows)
        return TablePreview(tuple(column.key for column in shown.columns), rows, numbers, count, more, told=told)
    named = export.format.named

    def head(column: Column) -> str:
        return title(column) if named else column.key

    written = ""
    if export.format.is_text:
        whole = table if len(table.rows) <= _MOST_ROWS else first
        written = b"".join(_renderer(db, export, whole)()).decode("utf-8", "replace")[:_MOST_LETTERS]
    tones = {
        (row, at): TONES[tone]
        for row, cells in enumerate(first.rows)
        for at, cell in enumerate(cells)
        if (tone := tone_of(table, row, at, cell)) is not None
    }
    return TablePreview(
        tuple(map(head, table.columns)),
        tuple(tuple(map(text, row)) for row in first.rows),
        numbers,
        count,
        more,
        tones if named else {},
        written,
        told,
    )


def as_page(db: Database, export: Export, hidden: ClaimFilter = _EVERYBODY) -> bytes:
    """Return a table as a web page, without the claims that *hidden* leaves out, to be printed.

    Raises:
        UserError: when the table cannot be made.
    """
    export = replace(export.hiding(hidden), form="html")
    return b"".join(_renderer(db, export, _table(db, export, None))())


def forms(entry: Entry) -> list[TableFormat]:
    """Return the formats that a table can be written in."""
    return [form for form in FORMATS.values() if not form.for_networks or form.key in entry.writers]


def files(db: Database, export: Export, path: Path, hidden: ClaimFilter = _EVERYBODY) -> tuple[Path, ...]:
    """Return the files that saving to *path* writes, without the claims that *hidden* leaves out.

    Raises:
        UserError: when there would be one for each part, and there is no part.
    """
    if export.entry.is_apart(export.request):
        return (*export.entry.parted(db, export.hiding(hidden).request, path),)
    return _usual_files(export, path)


def _usual_files(export: Export, path: Path) -> tuple[Path, ...]:
    beside = export.format.beside
    return (path, path.with_name(path.name + beside)) if beside else (path,)


def writing(db: Database, export: Export, path: Path, hidden: ClaimFilter = _EVERYBODY) -> Callable[[Progress], str]:
    """Return what writes a table to *path*, wholly or not at all, counts its rows, and tells it in a sentence.

    What is returned may run in another thread: it opens the project there, to be read only, and begins anew where
    somebody changes it meanwhile. The traces that a page lists are read here and now. What the window hides,
    the claims that *hidden* leaves out, is in no file, which says so.

    Raises:
        UserError: when the table cannot be made; what is returned raises it when the file cannot be written.
    """
    export = export.hiding(hidden)
    if export.entry.narrowed == "list" and not export.entry.late:
        return _finishing(db, export, path)
    project = db.path

    def write(progress: Progress) -> str:
        for attempt in range(_ATTEMPTS):
            with Database(project, read_only=True) as own, explained(project):
                try:
                    return _finishing(own, export, path)(progress)
                except reads.filtered.OvertakenError:
                    if attempt == _ATTEMPTS - 1:
                        raise
        raise AssertionError

    return write


def _finishing(db: Database, export: Export, path: Path) -> Callable[[Progress], str]:
    """Make a table, and return what writes it."""
    if export.entry.is_apart(export.request):
        return _finishing_parts(db, export, path)
    table, cut = export.format.watched(_table(db, export, None))

    def write(progress: Progress) -> str:
        counted = replace(table, rows=_counted(table.rows, progress))
        contents: dict[Path, Callable[[], FileContent]] = {path: _renderer(db, export, counted)}
        told = _("{name}: {rows} and {columns} were written.")
        beside = next(iter(_usual_files(export, path)[1:]), path)
        if beside != path:
            contents[beside] = lambda: write_metadata(counted, path.name)
            told = _("{name}: {rows} and {columns} were written, with its description in {beside}.")
        elif table.notes and not export.format.has_notes:
            told = _("{name}: {rows} and {columns} were written: {notes}.")
        rows, columns = phrases.counted("row", len(table.rows)), phrases.counted("column", len(table.columns))
        notes = " ".join(table.notes).rstrip(".")
        said = told.format(name=path.name, rows=rows, columns=columns, beside=beside.name, notes=notes)
        return _write(contents, said, cut)

    return write


def _finishing_parts(db: Database, export: Export, path: Path) -> Callable[[Progress], str]:
    """Make a table for each part, and return what writes all of them, or none."""
    contents: dict[Path, Callable[[], FileContent]] = {}
    for place, request in export.entry.parted(db, export.request, path).items():
        part = replace(export, request=request)
        table = _table(db, part, None)
        contents[place] = _renderer(db, part, table)
        if beside := _usual_files(part, place)[1:]:
            contents[beside[0]] = partial(write_metadata, table, place.name)

    def write(progress: Progress) -> str:
        told = ngettext(
            "{count} file was written: {first}.", "{count} files were written, from {first} to {last}.", len(contents)
        )
        names = [one.name for one in contents]
        progress(0, 1)
        return _write(contents, told.format(count=len(names), first=names[0], last=names[-1]), str)

    return write


def _counted(rows: Sequence[TableRow], progress: Progress) -> Rows:
    """Return rows that tell how many of them were gone through; where nobody waits for them any more that raises."""

    def count() -> Iterator[TableRow]:
        for at, row in enumerate(rows):
            if at and at % _TOLD_EACH == 0:
                progress(at, len(rows))
            yield row

    def count_columns(made: Callable[[], Iterator[CellColumns]]) -> Iterator[CellColumns]:
        done = 0
        for columns in made():
            # the last of the rows at which it is told
            told = (done + len(columns[0]) - 1) // _TOLD_EACH * _TOLD_EACH
            if told and told >= done:
                progress(told, len(rows))
            yield columns
            done += len(columns[0])

    if not isinstance(rows, Rows):
        return Rows(len(rows), count)
    apart = rows.apart
    return Rows(
        len(rows),
        count,
        partial(count_columns, rows.columns) if rows.columns is not None else None,
        (lambda make, _nobody: apart(make, progress)) if apart is not None else None,
    )


def _write(contents: Mapping[Path, Callable[[], FileContent]], said: str, cut: Callable[[], str]) -> str:
    # a million rows of tuples would set off collections, each of which looks at every object of the window
    with no_collecting():
        write_files({path: make() for path, make in contents.items()})
    return " ".join(filter(None, (said, cut())))


def _takes_long(db: Database, export: Export) -> bool:
    if export.entry.costly == "claims":
        return reads.filtered.count(db, lookup.claim_filter(db, export.request.where)) > MOST_CLAIMS
    if export.entry.costly == "texts" and export.request.material is None:
        return sum(document.length for document in reads.project.documents(db)) > MOST_TEXT
    return False


def _table(db: Database, export: Export, limit: int | None) -> Table:
    form = export.format
    request = replace(export.request, named=form.named, compact=form.compact, limit=limit)
    table = export.entry.make(db, request)
    if export.stamp and form.has_notes:
        table = stamped(table, now())
    return prepare(table) if form.beside else table


def _renderer(db: Database, export: Export, table: Table) -> Callable[[], Iterable[bytes]]:
    """Return what makes the content of a table's file."""
    if export.form in export.entry.writers:
        data = export.entry.write(db, export.request, export.form, table.notes)
        return lambda: [data]
    return partial(export.format.blocks, table)
