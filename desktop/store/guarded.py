"""What every connection to a file from elsewhere is set to, and how long it may take.

A file may ask for anything that SQLite can do (https://sqlite.org/security.html). So its schema is trusted with nothing
before it was compared (`own_schema`), sizes of cells are looked at when a page is read, and no statement is longer or
deeper than one of ours. From Python 3.12 on SQLite is told to be defensive, too: nobody writes the schema or the tables
that a search index keeps itself in. Before, Python has no way to say that; what a foreign schema could do there is not
run, since a schema that is not ours is refused.
"""

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

# of what a file from elsewhere can ask for; no statement of ours comes near
LIMITS = {
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 500,
    sqlite3.SQLITE_LIMIT_ATTACHED: 1,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 20,
}
# steps of SQLite's between two looks at the clock
_STEPS = 10_000


def guard(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Set a connection to what a file from elsewhere may do, and return it; nothing is read.

    The schema can be read then. Where it was not compared, `distrust` it before anything else of the file is.
    """
    for limit, most in LIMITS.items():
        connection.setlimit(limit, most)
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)
    connection.execute("PRAGMA cell_size_check=ON").close()
    # checks of tables call functions of SQLite that older ones of it do not take for harmless
    connection.execute("PRAGMA trusted_schema=ON").close()
    return connection


@contextmanager
def undefended(connection: sqlite3.Connection) -> Iterator[None]:
    """Let a block change the statements of the schema itself; what makes a new version has compared it before."""
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, False)
    try:
        yield
    finally:
        if sys.version_info >= (3, 12):
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)


def distrust(connection: sqlite3.Connection) -> None:
    """Let the schema of a file call nothing from now on that is not known to be harmless.

    Raises:
        sqlite3.Error: when it cannot be read.
    """
    # read in first, which runs nothing: older ones of SQLite would refuse what checks of ours call
    connection.execute("SELECT count(*) FROM sqlite_master").close()
    connection.execute("PRAGMA trusted_schema=OFF").close()


class Deadline:
    """When what SQLite does is to be ended."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.again()

    def again(self) -> None:
        """Begin to count anew."""
        self._end = time.monotonic() + self._seconds

    def __call__(self) -> int:
        """Tell SQLite whether to end."""
        return int(time.monotonic() > self._end)


@contextmanager
def within(connection: sqlite3.Connection, seconds: float) -> Iterator[Deadline]:
    """End what SQLite does in a block after so many *seconds*: it is told as SQLITE_INTERRUPT then."""
    deadline = Deadline(seconds)
    connection.set_progress_handler(deadline, _STEPS)
    try:
        yield deadline
    finally:
        connection.set_progress_handler(None, 0)
