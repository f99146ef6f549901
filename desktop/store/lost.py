"""Whether the file of an open project is still the one that was opened: it may be moved, replaced, written over.

Sync clients, backup programs and people do that while a project is open. Where the file was moved, or another one put
in its place, what was opened can still be read, and saved as a copy; where something was written into it from outside,
it cannot, and `held` has what is left.
"""

import datetime
import sqlite3
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from desktop.core.errors import NotNowError
from desktop.core.language import N_, _
from desktop.store.guarded import distrust, guard, within


class Loss(StrEnum):
    """What became of a file."""

    MOVED = "moved"
    REPLACED = "replaced"
    OVERWRITTEN = "overwritten"
    CUT = "cut"


_SENTENCES = {
    Loss.MOVED: N_(
        "“{name}” was renamed, moved or deleted at {time}. What you see is kept: save a copy, or put the file back."
    ),
    Loss.REPLACED: N_(
        "“{name}” was replaced by another program at {time}. What you see is kept: save a copy, or open the new one."
    ),
    Loss.OVERWRITTEN: N_(
        "Another program wrote another state of the project into “{name}” at {time}: what was done here last is not in "
        "it. Nothing more is written to it from here. What you saw is held: save a copy, or open what is there now."
    ),
    Loss.CUT: N_(
        "“{name}” was cut short or written over by another program at {time}, and is no project any more. Nothing more "
        "is written to it from here. What you saw is held: save a copy, or restore a backup."
    ),
}
# seconds that a look may take at what lies there now
_LONGEST_LOOK = 0.3
# what a file has at least that is a project
_LEAST = 512


class LostFileError(NotNowError):
    """Tell that the file is not the one that was opened any more."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """By what a file is known again, and whether it was written to."""

    device: int
    inode: int
    size: int
    written: int


def mark(path: Path) -> FileMark | None:
    """Return how a file is known; None where nothing can be seen there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return FileMark(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


@dataclass(slots=True)
class FileWatch:
    """Look after the file of an open project.

    Attributes:
        path: the file.
        loss: what became of it; None while it is the one that was opened.
    """

    path: Path
    loss: Loss | None = None
    _known: FileMark | None = None
    _since: str = field(default="")

    def remember(self) -> None:
        """Take the file as it is now for what is known: it was opened, or written to from here."""
        self._known = mark(self.path)

    def look(self, line: tuple[int, str]) -> Loss | None:
        """Return what became of the file since it was opened; *line* is one of its history, by id and uuid."""
        now = mark(self.path)
        if now == self._known and self.loss in (None, Loss.OVERWRITTEN, Loss.CUT):
            return self.loss
        if now is None:
            found: Loss | None = Loss.MOVED
        elif self._known is not None and (now.device, now.inode) != (self._known.device, self._known.inode):
            found = Loss.REPLACED
        elif now.size < _LEAST:
            found = Loss.CUT
        else:
            # written to: what is there goes on from what is known, or it is something else
            found = _compare(self.path, line)
        if found is None and self.loss not in (Loss.OVERWRITTEN, Loss.CUT):
            self._known = now
        if found != self.loss and self.loss not in (Loss.OVERWRITTEN, Loss.CUT):
            self.loss = found
            self._since = datetime.datetime.now().astimezone().strftime("%H:%M")
        return self.loss

    @property
    def told(self) -> str:
        """What became of the file, in a sentence or two with the way out; empty while nothing did."""
        if self.loss is None:
            return ""
        return _(_SENTENCES[self.loss]).format(name=self.path.name, time=self._since)


def _compare(path: Path, line: tuple[int, str]) -> Loss | None:
    """Look with other eyes: a connection that was open before may believe what it remembers."""
    number, uuid = line
    if not number:
        return None
    try:
        connection = guard(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0))
        try:
            # the window asks, and anything may lie there now
            with within(connection, _LONGEST_LOOK):
                distrust(connection)
                row = connection.execute("SELECT uuid FROM history WHERE id = ?", [number]).fetchone()
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_LOCKED,
            sqlite3.SQLITE_IOERR,
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_READONLY,
        ):
            # it is being written to, or left amid a write: looked at again when that is over
            return None
        return Loss.CUT
    except sqlite3.Error:
        return Loss.CUT
    return None if row is not None and row[0] == uuid else Loss.OVERWRITTEN
