"""The open SQLite file as the store uses it: statements, and blocks that are written whole or not at all."""

import sqlite3

import sqlite_utils


class Sqlite(sqlite_utils.Database):
    """Run statements on a connection that leaves transactions to us (``isolation_level=None``).

    What a trigger writes is followed by triggers too; plug-ins of sqlite-utils that somebody installed have no part.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        """Take an open connection."""
        super().__init__(conn, execute_plugins=False)
