"""Databases of other programs, read as values: all rows of the tables that are asked for, and nothing else of the file.

For a child process: a file of a stranger may be damaged in any way. It is opened for reading alone, its views and
triggers are never run, and functions that a schema names are not trusted. `write_tables` makes such a file.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.store.guarded import guard

TableValues = list[dict[str, Any]]
# rows of one table, and bytes of one value: no project of people has more
_MOST_ROWS = 5_000_000
_LONGEST = 64 * 1024 * 1024


def table_names(path: Path) -> frozenset[str]:
    """Return the names of a database's tables, in lower case; none of what cannot be read."""
    try:
        with _opened(path) as db:
            rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        return frozenset()
    return frozenset(str(name).lower() for (name,) in rows)


def read_tables(path: Path, wanted: Iterable[str]) -> dict[str, TableValues]:
    """Return the rows of tables by their names in lower case, each with its columns in lower case.

    A table that is not there has no rows.

    Raises:
        UserError: when the file is damaged, or has more rows than a project can have.
    """
    try:
        with _opened(path) as db:
            there = {
                str(name).lower(): str(name)
                for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            return {name: _rows(db, there[name], path) if name in there else [] for name in wanted}
    except (sqlite3.Error, UnicodeDecodeError) as error:
        sentence = _("{name} is damaged and cannot be read ({reason}): get a new copy of it.")
        raise UserError(sentence, name=path.name, reason=error) from error


def write_tables(path: Path, schema: Sequence[str], rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Write a database to *path*, where nothing stands: statements of its *schema*, and the rows of each table."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=MEMORY")
        db.execute("BEGIN")
        for statement in schema:
            db.execute(statement)
        for table, values in rows.items():
            if values:
                marks = ", ".join("?" * len(values[0]))
                db.executemany(f'INSERT INTO "{table}" VALUES ({marks})', values)
        db.execute("COMMIT")


@contextmanager
def _opened(path: Path) -> Any:
    # immutable: of a file beside which another program left a journal only what stands in it is read
    name = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(name, uri=True)) as db:
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        guard(db)
        db.execute("PRAGMA trusted_schema=OFF")
        db.execute("PRAGMA query_only=ON")
        db.text_factory = lambda value: value.decode("utf-8", "replace")
        yield db


def _rows(db: sqlite3.Connection, table: str, path: Path) -> TableValues:
    cursor = db.execute('SELECT * FROM "{}" LIMIT {}'.format(table.replace('"', '""'), _MOST_ROWS + 1))
    names = [str(column[0]).lower() for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    if len(rows) > _MOST_ROWS:
        raise UserError(_("{name} has more rows than can be read: split it into several files."), name=path.name)
    return rows
