"""Tables for the export panel: what they would look like as a file, and writing them."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop.core.filters import ClaimFilter
from desktop.exchange.tables.csvw import SUFFIX, prepare, write_metadata
from desktop.exchange.tables.formats import COMPACT, NAMED, render
from desktop.exchange.tables.presented import TONES, text, title
from desktop.exchange.tables.table import Column, Table, read_csv, stamped, write_file, write_files
from desktop.project import catalogue, lookup
from desktop.project import history as work_history
from desktop.project.asking import Entry, Option, Request
from desktop.project.catalogue import ENTRIES
from desktop.store.database import Database, now
from desktop.store.reads import filtered
from desktop.store.reads import project as reads

__all__ = ["ENTRIES", "FORMS", "Entry", "Option", "Preview", "Request", "Wish"]

# in which form: its key, its name, the ending of the file's name, and what it is good for
FORMS = (
    (
        "csv",
        "CSV for spreadsheets",
        ".csv",
        "UTF-8 with a byte-order mark; an apostrophe guards texts that a spreadsheet would take for formulas",
    ),
    ("exact", "CSV, exact", ".csv", "Plain RFC 4180 in UTF-8: every cell as it is"),
    ("csvw", "CSV, exact, described", ".csv", "With metadata of every column in a second file (W3C CSVW)"),
    ("xlsx", "Excel workbook", ".xlsx", "Frozen headers, widths, colours; no formulas"),
    ("html", "Web page", ".html", "A table with colours and shapes, readable in print"),
    ("md", "Markdown", ".md", "A table for notes and repositories"),
    ("latex", "LaTeX", ".tex", "A table with the rules of booktabs, for the paper"),
    ("json", "JSON", ".json", "Rows as objects, with caption, notes and columns"),
    ("graphml", "GraphML", ".graphml", "A network with names, kinds and weights; for networks only"),
)
# forms that are rows and nothing else: no word of the filter, or of the time, has a place there
BARE = ("csv", "exact")
# forms that are texts, and are shown as such
_WRITTEN = ("md", "latex", "json", "graphml")
# what is made of everything at once takes seconds for much: beyond this there is no preview
MOST_CLAIMS = 20_000
MOST_TEXT = 500_000
_MOST_ROWS = 2_000
_MOST_LETTERS = 200_000
_ENDINGS = {key: ending for key, _, ending, _ in FORMS}


@dataclass(frozen=True, slots=True)
class Wish:
    """Which table is wanted, and how.

    Attributes:
        what: a key of `ENTRIES`.
        form: a key of `FORMS`.
        request: what is chosen of it; whether things go by their names follows from the form.
        stamp: whether the file is to say when it was written.
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
    def ending(self) -> str:
        """The ending of the file's name."""
        return _ENDINGS[self.form]

    @property
    def exact(self) -> bool:
        """Whether cells are written as they are."""
        return self.form in ("exact", "csvw")

    def hiding(self, coders: tuple[str, ...]) -> "Wish":
        """Return it without the claims of these coders.

        Raises:
            UserError: when its filter cannot be read.
        """
        if not coders or self.entry.narrowed not in ("claims", "view"):
            return self
        where = ClaimFilter.parse(self.request.where).hiding(coders).as_text()
        return replace(self, request=replace(self.request, where=where))


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a table, exactly as its file holds it.

    Attributes:
        header: the columns' keys, or their titles in a form that people read.
        rows: the first rows.
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


def preview(db: Database, wish: Wish, limit: int) -> Preview:
    """Return the first *limit* rows of a table as its file would hold them.

    Where that is possible no more rows than these are made, and how many there are is counted. What is made of
    everything at once is not made for a preview when there is much.

    Raises:
        UserError: when the table cannot be made.
    """
    if _takes_long(db, wish):
        return Preview(row_count=-1)
    table = _table(db, wish, limit)
    count, more = len(table.rows), False
    if wish.entry.count is not None and count >= limit:
        count = wish.entry.count(db, catalogue.completed(wish.entry, wish.request))
    elif wish.what == "changes":
        more = len(work_history.Trail(lambda: db).ids(wish.request.steps)) > limit
    first = replace(table, rows=table.rows[:limit])
    numbers = tuple(column.kind != "text" for column in table.columns)
    told = tuple(part for part in (table.caption, *table.notes) if part)
    if wish.form in ("csv", "exact", "csvw"):
        shown = read_csv(render(first, "csv", exact=wish.exact), guarded=False)
        rows = tuple(tuple(map(str, row)) for row in shown.rows)
        return Preview(tuple(column.key for column in shown.columns), rows, numbers, count, more, told=told)
    named = wish.form in NAMED

    def head(column: Column) -> str:
        return title(column) if named else column.key

    written = ""
    if wish.form in _WRITTEN:
        whole = table if len(table.rows) <= _MOST_ROWS else first
        written = _rendered(db, wish, whole).decode("utf-8", "replace")[:_MOST_LETTERS]
    tones = {place: TONES[tone] for place, tone in table.tones.items() if place[0] < limit}
    return Preview(
        tuple(map(head, table.columns)),
        tuple(tuple(map(text, row)) for row in first.rows),
        numbers,
        count,
        more,
        tones if named else {},
        written,
        told,
    )


def files(wish: Wish, path: Path) -> tuple[Path, ...]:
    """Return the files that saving to *path* writes."""
    return (path, path.with_name(path.name + SUFFIX)) if wish.form == "csvw" else (path,)


def save(db: Database, wish: Wish, path: Path) -> str:
    """Write a table to *path* wholly or not at all and return the sentence that tells it.

    Raises:
        UserError: when the table cannot be made, or the file not be written.
    """
    if wish.what in ("history", "changes") and wish.form in BARE:
        # block by block: a long trail has millions of fields
        changes = wish.what == "changes"
        data, count = work_history.export(db, changes=changes, exact=wish.exact, found=wish.request.steps)
        write_file(path, data)
        return f"{path.name}: {_counted(count, 'change' if changes else 'step')} written."
    table = _table(db, wish, None)
    if wish.form == "csvw":
        beside = files(wish, path)[1]
        write_files({path: _rendered(db, wish, table), beside: write_metadata(table, path.name)})
        told = f", with its description in {beside.name}"
    else:
        write_file(path, _rendered(db, wish, table))
        told = f": {' '.join(table.notes)}" if wish.form in BARE and table.notes else ""
    size = f"{numbered(len(table.rows), 'row')} and {numbered(len(table.columns), 'column')}"
    return f"{path.name}: {size} were written{told.rstrip('.')}."


def numbered(count: int, noun: str) -> str:
    """Return a number with its noun: ``1,204 rows``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _counted(count: int, noun: str) -> str:
    return f"{numbered(count, noun)} {'was' if count == 1 else 'were'}"


def _takes_long(db: Database, wish: Wish) -> bool:
    if wish.entry.costly == "claims":
        return filtered.count(db, lookup.claim_filter(db, wish.request.where)) > MOST_CLAIMS
    if wish.entry.costly == "texts" and wish.request.material is None:
        return sum(document.length for document in reads.documents(db)) > MOST_TEXT
    return False


def _table(db: Database, wish: Wish, limit: int | None) -> Table:
    named, compact = wish.form in NAMED, wish.form in COMPACT
    table = catalogue.make(db, wish.entry, replace(wish.request, named=named, compact=compact, limit=limit))
    if wish.stamp and wish.form not in BARE:
        table = stamped(table, now())
    return prepare(table) if wish.form == "csvw" else table


def _rendered(db: Database, wish: Wish, table: Table) -> bytes:
    if wish.form == "graphml":
        return catalogue.graphml(db, wish.entry, wish.request, table.notes)
    return render(table, "csv" if wish.exact else wish.form, exact=wish.exact)
