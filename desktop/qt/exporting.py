"""Tables for the export panel: what they would look like as a file, and writing them."""

from dataclasses import dataclass, replace
from pathlib import Path

from desktop import work
from desktop.exchange.exports import MatrixCells
from desktop.exchange.tables import Table, read_csv, write_file
from desktop.store.database import Database

CLAIMS = "claims"
# what can be exported: its key (the matrix's kinds of cells, or the claims), its name, and what it is good for
WHAT = (
    ("counts", "Matrix: counts", "Claims per topic and actor, a column for each stance, with totals."),
    ("net", "Matrix: net", "Favor minus against in each cell; empty where nothing was claimed."),
    ("stance", "Matrix: stance", "One word in each cell: favor, against, neutral or contradictory."),
    ("quotes", "Matrix: quotes", "The words themselves in each cell, with their sources."),
    (CLAIMS, "Claims", "One row for each claim, with everything that is known of it."),
)
_CELLS: dict[str, MatrixCells] = {"counts": "counts", "net": "net", "stance": "stance", "quotes": "quotes"}


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a table, exactly as its file holds it.

    Attributes:
        header: the columns' keys.
        rows: the first rows.
        numbers: of each column, whether it holds numbers.
        row_count: how many rows the whole table has; the header is none.
    """

    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[bool, ...] = ()
    row_count: int = 0


def preview(db: Database, what: str, *, exact: bool, limit: int) -> Preview:
    """Return the first *limit* rows of a table, written and read back with all that protects spreadsheets."""
    table = _table(db, what)
    written = work.render(replace(table, rows=table.rows[:limit]), exact=exact)
    shown = read_csv(written, guarded=False)
    return Preview(
        tuple(column.key for column in shown.columns),
        tuple(tuple(map(str, row)) for row in shown.rows),
        tuple(column.kind != "text" for column in table.columns),
        len(table.rows),
    )


def save(db: Database, what: str, path: Path, *, exact: bool) -> str:
    """Write a table to *path* wholly or not at all and return the sentence that tells it.

    Raises:
        UserError: when the file cannot be written.
    """
    table = _table(db, what)
    write_file(path, work.render(table, exact=exact))
    return f"{path.name}: {numbered(len(table.rows), 'row')} and {numbered(len(table.columns), 'column')} were written."


def numbered(count: int, noun: str) -> str:
    """Return a number with its noun: ``1,204 rows``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _table(db: Database, what: str) -> Table:
    return work.claims_export(db) if what == CLAIMS else work.matrix_export(db, _CELLS[what])
