"""What SQLite says, sorted by its codes: what the user can mend is told in a sentence, all else is a bug of ours.

The codes are those of https://sqlite.org/rescode.html; the lower eight bits say which kind an extended one is of.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.core.errors import DamageError, LockedError, NotNowError, UserError
from desktop.core.language import N_, _
from desktop.core.text import one_line
from desktop.store.presence import holders

WRITE_PROTECTED = N_("“{path}” is write-protected: copy it to a folder of your own and open the copy.")
_WRONG = N_(
    "Row {number} of {table} holds what Visavis writes nowhere: another program wrote it, or the file is damaged. "
    "“visavis check” tells all that is wrong; restore a backup, or rescue what can be read (“visavis rescue”)."
)
_UNREACHABLE = N_("“{path}” cannot be opened: check that you may read it and write in its folder.")
DAMAGED = N_(
    "“{path}” is damaged ({reason}): restore a backup (“visavis backups” lists them), or rescue what can be read "
    "(“visavis rescue”); the File menu does both."
)
_IN_USE = N_("“{path}” is in use by another program: close it there and try again.")
_IN_USE_BY = N_("“{path}” is in use by {who}: wait until that is done, and try again.")
_SENTENCES = {
    sqlite3.SQLITE_PERM: WRITE_PROTECTED,
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_READONLY: WRITE_PROTECTED,
    sqlite3.SQLITE_READONLY_DBMOVED: N_(
        "“{path}” was moved or deleted while it was open: put it back, or open it where it lies now."
    ),
    sqlite3.SQLITE_IOERR: N_(
        "“{path}” cannot be read or written ({code}): check the disk or the way to it; nothing was lost."
    ),
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_FULL: N_("The disk of “{path}” is full: make room and try again; nothing was lost."),
    sqlite3.SQLITE_CANTOPEN: _UNREACHABLE,
    # a lock that the file's system does not know how to give
    sqlite3.SQLITE_PROTOCOL: _IN_USE,
    sqlite3.SQLITE_NOLFS: N_("“{path}” is too large for its disk: copy it to another one and open the copy."),
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_INTERRUPT: N_(
        "“{path}” takes too long to be opened: it may be damaged, or made to do so. “visavis rescue” brings what it "
        "holds into a clean file."
    ),
}


_OF_ALL = frozenset(_SENTENCES) - {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} | {sqlite3.SQLITE_NOMEM}


def wrong_row(table: str, number: object) -> DamageError:
    """Return what to raise of a row that cannot be read."""
    return DamageError(_(_WRONG), table=table, number=number)


def explain(error: sqlite3.Error, path: Path) -> str | None:
    """Return one sentence, with the way out, for what SQLite says of the file at *path*; None for a bug of ours."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        sentence = _SENTENCES.get(code) or _SENTENCES.get(code & 0xFF)
    else:
        # Python's own: a text in the file is no UTF-8; what it says of a wrong call is of another class
        sentence = DAMAGED if type(error) is sqlite3.OperationalError else None
    if sentence is None:
        return None
    if sentence == _IN_USE and (who := holders(path)):
        return _(_IN_USE_BY).format(path=path, who=", ".join(one.told for one in who))
    return _(sentence).format(path=path, reason=error, code=getattr(error, "sqlite_errorname", ""))


def plain(line: str) -> str:
    """Return a line of what SQLite's check finds, as part of a sentence."""
    return one_line(line.replace("*** in database main ***", ""), 200)


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether SQLite says that the file is damaged."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return type(error) is sqlite3.OperationalError
    return code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def hinders_all(error: sqlite3.Error) -> bool:
    """Tell whether nothing else could be written either: it is the disk, the way to it, or a lock that fails."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _OF_ALL


def _kind(error: sqlite3.Error) -> type[UserError]:
    if is_damage(error):
        return DamageError
    locks = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
    return LockedError if getattr(error, "sqlite_errorcode", 0) & 0xFF in locks else NotNowError


def is_wrong_index(error: sqlite3.Error) -> bool:
    """Tell whether a search index says that it does not agree with its table."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT_VTAB


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Tell what SQLite says of the file at *path* to the user where it is theirs to mend; a bug goes on as it is.

    Raises:
        DamageError: when it is damaged.
        LockedError: when another program holds it.
        NotNowError: when it is another of its ways to fail.
    """
    try:
        yield
    except sqlite3.Error as error:
        sentence = explain(error, path)
        if sentence is None:
            raise
        told = _kind(error)(sentence)
        if isinstance(told, DamageError):
            told.path = path
        raise told from error
