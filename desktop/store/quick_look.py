"""Whether the file of a project is damaged, as far as a quick look at it beside whoever has it open tells."""

import sqlite3
from pathlib import Path

from desktop.core.language import _
from desktop.core.progress import Progress
from desktop.core.text import one_line
from desktop.store import files
from desktop.store.errors import DAMAGED, is_damage, plain
from desktop.store.guarded import guard


def damage(path: Path, progress: Progress) -> str:
    """Return a sentence on what SQLite finds wrong with the file at *path* at a quick look; empty where nothing is.

    It is read beside whoever has it open, and nothing is written; *progress* is called now and then, and what it raises
    ends the look.
    """
    # the file is open, so that its schema was compared
    connection = sqlite3.connect(f"{files.uri(path)}?mode=ro", uri=True, isolation_level=None, timeout=1.0)
    guard(connection)
    stopped: list[Exception] = []

    def go_on() -> int:
        try:
            progress(0, 1)
        except Exception as error:
            stopped.append(error)
        return len(stopped)

    try:
        # each page is looked at once
        connection.execute("PRAGMA cache_size=-200").close()
        connection.set_progress_handler(go_on, 20_000)
        (line,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        return "" if line == "ok" else _(DAMAGED).format(path=path, reason=plain(line))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if stopped:
            raise stopped[0] from error
        # in use by another program, say: that is told by what it hinders
        is_damaged = isinstance(error, UnicodeDecodeError) or is_damage(error)
        return _(DAMAGED).format(path=path, reason=one_line(str(error), 200)) if is_damaged else ""
    finally:
        connection.close()
