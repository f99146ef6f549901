"""The stored texts of an open file: none of them ever changes, so some that were read are kept in memory."""

import sqlite3

# letters that are kept together: who reads long documents side by side goes from one to another again and again
_MOST = 6_000_000


class Texts:
    """Texts by their numbers.

    Each is known by its hash, so that a number that another text got is never mistaken for what was read before.
    """

    def __init__(self, conn: sqlite3.Connection, most: int = _MOST) -> None:
        """Read from an open connection, and keep so many letters."""
        self._conn = conn
        self._most = most
        # by hash, the one that was wanted last at the end
        self._kept: dict[str, str] = {}
        self._letters = 0

    @property
    def last(self) -> tuple[str, str]:
        """Hash and content of the text that was wanted last; both empty without one."""
        return next(reversed(self._kept.items()), ("", ""))

    def keep(self, sha256: str, content: str) -> None:
        """Keep a text that will be wanted next."""
        self._letters += len(content) - len(self._kept.pop(sha256, ""))
        self._kept[sha256] = content
        while self._letters > self._most and len(self._kept) > 1:
            self._letters -= len(self._kept.pop(next(iter(self._kept))))

    def forget(self) -> None:
        """Keep none."""
        self._kept.clear()
        self._letters = 0

    def content(self, number: int) -> str:
        """Return a text.

        Raises:
            LookupError: when there is none of that number.
            sqlite3.Error: when it cannot be read, or its bytes are no text (UTF-8).
        """
        row = self._conn.execute("SELECT sha256 FROM text WHERE id = ?", [number]).fetchone()
        if row is None:
            raise LookupError(f"text {number}")
        sha256 = str(row[0])
        content = self._kept.pop(sha256, None)
        if content is not None:
            self._kept[sha256] = content
            return content
        content = str(self._conn.execute("SELECT content FROM text WHERE id = ?", [number]).fetchone()[0])
        self.keep(sha256, content)
        return content
