"""The open SQLite file as the store uses it: statements, and blocks that are written whole or not at all."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

_SAVEPOINT = "atomic"


class Sqlite:
    """Run statements on a connection that leaves transactions to us (``isolation_level=None``).

    Attributes:
        conn: the connection.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        # what a trigger writes is followed by triggers too
        self.conn.execute("PRAGMA recursive_triggers=ON").close()

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        """Run one statement; sqlite3.Error when SQLite refuses it."""
        return self.conn.execute(sql, parameters)

    def close(self) -> None:
        """Close the connection."""
        self.conn.close()

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Write what a block does whole, or nothing of it when it raises; inside of another one, as a part of that."""
        inner = self.conn.in_transaction
        self.conn.execute(f"SAVEPOINT {_SAVEPOINT}" if inner else "BEGIN").close()
        try:
            yield
            self.conn.execute(f"RELEASE {_SAVEPOINT}" if inner else "COMMIT").close()
        except BaseException:
            # SQLite may have ended the whole of it already
            if self.conn.in_transaction:
                for sql in (f"ROLLBACK TO {_SAVEPOINT}", f"RELEASE {_SAVEPOINT}") if inner else ("ROLLBACK",):
                    self.conn.execute(sql).close()
            raise
