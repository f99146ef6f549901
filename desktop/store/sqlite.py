"""The open SQLite file as the store uses it: statements, and blocks that are written or read whole."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from desktop.store.texts import Texts

if TYPE_CHECKING:
    from desktop.core.changes import RowIndex


class Sqlite:
    """Run statements on a connection that leaves transactions to us (``isolation_level=None``).

    What a trigger writes is followed by triggers too; plug-ins of sqlite-utils that somebody installed have no part.

    Attributes:
        conn: the connection.
        texts: the stored texts, of which some are kept.
        noted: an action of the history, by its number, of whose rows is known what one asks most; None without.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        """Take an open connection."""
        self.conn = conn
        self.texts = Texts(conn)
        self.noted: tuple[int, RowIndex] | None = None
        conn.execute("PRAGMA recursive_triggers=ON").close()

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        """Run one statement; sqlite3.Error when SQLite refuses it, KeyboardInterrupt when a user stops it."""
        try:
            return self.conn.execute(sql, parameters)
        except sqlite3.Error:
            # a function of ours that was stopped is an error to SQLite
            known: Any = getattr(self.conn, "vocabulary", None)
            if known is None or known.stopped is None:
                raise
            stopped, known.stopped = known.stopped, None
        raise stopped

    def close(self) -> None:
        """Close the connection, and the file with it."""
        self.conn.close()

    def atomic(self) -> AbstractContextManager[object]:
        """Write what a block does whole, or nothing of it when it raises; inside of another one, as a part of that."""
        # it brings what a command line of its own needs, a tenth of a start: a window that only reads goes without
        import sqlite_utils

        return sqlite_utils.Database(self.conn, recursive_triggers=False, execute_plugins=False).atomic()

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Let a block read one state of the file, whoever else writes meanwhile."""
        if self.conn.in_transaction:
            yield
            return
        self.conn.execute("BEGIN").close()
        try:
            yield
        finally:
            # SQLite may have ended it already
            if self.conn.in_transaction:
                self.conn.execute("COMMIT").close()
