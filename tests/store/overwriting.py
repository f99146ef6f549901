"""What other programs do to the file of an open project; each change takes the file and an older state of it."""

import os
from pathlib import Path

from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store.database import Database
from desktop.store.edits import claims


def tag(db: Database, start: int = 0) -> int:
    return claims.tag(db, NewClaim(1, Span(start, start + 4), (1,), 1, Stance.FAVOR))


def write_over(path: Path, older: Path) -> None:
    # in place, as cp does
    path.write_bytes(older.read_bytes())


def fork(path: Path, older: Path) -> None:
    """Write another project of the same beginning over it, to which as much was written: it looks unchanged inside."""
    with Database(older) as other:
        other.set_coder("Mira")
        tag(other, 5)
    write_over(path, older)


def garble(path: Path, older: Path) -> None:
    path.write_bytes(os.urandom(20_000))
