"""Long actions of a project from before the history had parts: divided, and never read at once."""

import re
from collections.abc import Iterator

from desktop.store.sqlite import Sqlite
from desktop.store.trail import PART, load_changes, write_part

# where the row of a change begins: within a text a quotation mark is escaped, so that this stands nowhere else
_BEGINNING = re.compile(rb'\["[a-z_]+",[0-9]+,')
# no beginning is longer
_LONGEST = 100


def divide_history(db: Sqlite) -> None:
    """Put the changes of each action that has many of them into parts; what cannot be read stays as it is."""
    # as bytes: to count letters would take much longer
    sql = "SELECT id FROM history WHERE length(CAST(changes AS BLOB)) > ?"
    for (number,) in db.execute(sql, [PART]).fetchall():
        _divide(db, int(number))


def _divide(db: Sqlite, number: int) -> None:
    db.execute("SAVEPOINT divided").close()
    try:
        position = 0
        for text in _texts(db, number):
            write_part(db, number, position, load_changes(text, db.texts.content), text)
            position += 1
        db.execute("UPDATE history SET changes = '[]', parts = ? WHERE id = ?", [position, number]).close()
    except (ValueError, TypeError, LookupError):
        db.execute("ROLLBACK TO divided").close()
    db.execute("RELEASE divided").close()


def _texts(db: Sqlite, number: int) -> Iterator[str]:
    """Yield the changes of an action in parts, each a list of its own.

    Raises:
        ValueError: when they are no list of changes.
    """
    with db.conn.blobopen("history", "changes", number, readonly=True) as blob:
        if blob.read(1) != b"[":
            raise ValueError(f"history {number}")
        rest = b""
        while piece := blob.read(PART):
            known, rest = len(rest), rest + piece
            begins = [one.start() for one in _BEGINNING.finditer(rest, max(1, known - _LONGEST))]
            if begins:
                yield f"[{rest[: begins[-1]].decode().rstrip(',')}]"
                rest = rest[begins[-1] :]
        if not rest.endswith(b"]"):
            raise ValueError(f"history {number}")
        yield f"[{rest[:-1].decode()}]"
