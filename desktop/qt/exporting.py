"""Tables for the export panel: what they would look like as a file, and writing them."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import work
from desktop.core.views import View
from desktop.exchange.exports import MatrixCells
from desktop.exchange.presented import text, title
from desktop.exchange.rendering import COMPACT, NAMED, render
from desktop.exchange.tables import Column, Table, read_csv, write_file
from desktop.store import filtered, pivot_reads
from desktop.store.database import Database

if TYPE_CHECKING:
    from desktop.comparing import networks

CLAIMS = "claims"
VIEW = "view"
TWO_MODE, ONE_MODE = "network_two", "network_one"
NETWORKS = (TWO_MODE, ONE_MODE)
# what can be exported: its key, its name, and what it is good for
WHAT = (
    (VIEW, "Matrix as it is shown", "The axes, cells, filter and order of the matrix page."),
    ("counts", "Matrix: counts", "Claims per topic and actor, a column for each stance, with totals."),
    ("net", "Matrix: net", "Favor minus against in each cell; empty where nothing was claimed."),
    ("stance", "Matrix: stance", "One word in each cell: favor, against, neutral or contradictory."),
    ("quotes", "Matrix: quotes", "The words themselves in each cell, with their sources."),
    (CLAIMS, "Claims", "One row for each claim, with everything that is known of it."),
    ("both_sides", "Contradictions", "Actors who take both sides on a topic, with dates."),
    ("opponents", "Opponents", "Pairs of actors who take opposite sides, the strongest first."),
    (TWO_MODE, "Network: actors and topics", "Two-mode, favor less against: for DNA, visone, Gephi."),
    (ONE_MODE, "Network: actors", "One-mode, congruence: how often two actors agree."),
    ("events", "Event list", "Each claim once for every actor who holds it, in time."),
)
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
    ("json", "JSON", ".json", "A list of objects"),
    ("graphml", "GraphML", ".graphml", "A network with names, kinds and weights; for networks only"),
)
# made of all claims at once, which takes seconds for many: beyond so many there is no preview
COSTLY = ("opponents", *NETWORKS)
MOST_CLAIMS = 20_000
_ENDINGS = {key: ending for key, _, ending, _ in FORMS}
_CELLS: dict[str, MatrixCells] = {"counts": "counts", "net": "net", "stance": "stance", "quotes": "quotes"}


@dataclass(frozen=True, slots=True)
class Wish:
    """Which table is wanted, and how.

    Attributes:
        what: a key of `WHAT`.
        form: a key of `FORMS`.
        view: what the matrix page shows.
        filtered: whether its filter holds for tables other than the matrix as it is shown.
    """

    what: str
    form: str = "csv"
    view: View = field(default_factory=View)
    filtered: bool = False

    @property
    def where(self) -> str:
        """The filter that holds, in its text form."""
        return self.view.where if self.filtered else ""

    @property
    def ending(self) -> str:
        """The ending of the file's name."""
        return _ENDINGS[self.form]


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a table, exactly as its file holds it.

    Attributes:
        header: the columns' keys, or their titles in a form that people read.
        rows: the first rows.
        numbers: of each column, whether it holds numbers.
        row_count: how many rows the whole table has; the header is none. -1 when nobody has made it yet.
    """

    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[bool, ...] = ()
    row_count: int = 0


def preview(db: Database, wish: Wish, limit: int) -> Preview:
    """Return the first *limit* rows of a table as its file would hold them.

    Of claims and events no more rows than these are made; how many there are is counted. What is `COSTLY` is not made
    for a preview when there are many claims.

    Raises:
        UserError: when the table cannot be made.
    """
    if wish.what in COSTLY and filtered.count(db, work.claim_filter(db, wish.where)) > MOST_CLAIMS:
        return Preview(row_count=-1)
    table, count = _table(db, wish, limit)
    first = replace(table, rows=table.rows[:limit])
    numbers = tuple(column.kind != "text" for column in table.columns)
    if wish.form in ("csv", "exact", "csvw"):
        shown = read_csv(render(first, "csv", exact=wish.form != "csv"), guarded=False)
        rows = tuple(tuple(map(str, row)) for row in shown.rows)
        return Preview(tuple(column.key for column in shown.columns), rows, numbers, count)
    named = wish.form in NAMED

    def head(column: Column) -> str:
        return title(column) if named else column.key

    return Preview(tuple(map(head, table.columns)), tuple(tuple(map(text, row)) for row in first.rows), numbers, count)


def save(db: Database, wish: Wish, path: Path) -> str:
    """Write a table to *path* wholly or not at all and return the sentence that tells it.

    Raises:
        UserError: when the table cannot be made, or the file not be written.
    """
    if wish.form == "graphml":
        from desktop.comparing import networks

        drawn = networks.network(db, _network(wish))
        write_file(path, networks.network_graphml(drawn))
        return f"{path.name}: a network of {numbered(len(drawn.network.rows), 'node')} was written."
    table, _ = _table(db, wish, None)
    told = ""
    if wish.form == "csvw":
        from desktop.exchange.csvw import SUFFIX, prepare, write_metadata

        table = prepare(table)
        write_file(path.with_name(path.name + SUFFIX), write_metadata(table, path.name))
        told = f", with its description in {path.name}{SUFFIX}"
    form = "csv" if wish.form in ("exact", "csvw") else wish.form
    write_file(path, render(table, form, exact=wish.form in ("exact", "csvw")))
    size = f"{numbered(len(table.rows), 'row')} and {numbered(len(table.columns), 'column')}"
    return f"{path.name}: {size} were written{told}."


def numbered(count: int, noun: str) -> str:
    """Return a number with its noun: ``1,204 rows``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _network(wish: Wish) -> "networks.Wish":
    from desktop.comparing import networks

    mode: networks.Mode = "two" if wish.what == TWO_MODE else "one"
    return networks.Wish(mode=mode, where=wish.where, duplicates=wish.view.duplicates if wish.filtered else "include")


def _table(db: Database, wish: Wish, limit: int | None) -> tuple[Table, int]:
    """Return a table, of claims and events no more than *limit* rows, and how many rows the whole has."""
    named = wish.form in NAMED
    if wish.what == CLAIMS:
        chosen = work.claim_filter(db, wish.where)
        return work.claims_export(db, chosen, limit), filtered.count(db, chosen)
    # what only compares is read in when it is wanted
    from desktop.comparing import findings, matrix, matrix_table, networks

    if wish.what == "events":
        table = networks.events_table(db, wish.where, named=named, limit=limit)
        if limit is None or len(table.rows) < limit:
            return table, len(table.rows)
        return table, len(pivot_reads.mentions(db, work.claim_filter(db, wish.where)))
    if wish.what == VIEW:
        table = matrix_table.comparison_table(matrix.compare(db, wish.view), named=named, compact=wish.form in COMPACT)
    elif wish.what in ("both_sides", "opponents"):
        asked = findings.ask(db, wish.where, named=named)
        made = findings.contradictions_table if wish.what == "both_sides" else findings.opponents_table
        table = made(asked)
    elif wish.what in NETWORKS:
        table = networks.network_table(networks.network(db, _network(wish)), named=named)
    else:
        table = work.matrix_export(db, _CELLS[wish.what])
    return table, len(table.rows)
