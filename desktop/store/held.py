"""A clean project of what is still held of one whose file another program has written over, or cut short.

The file itself tells nothing of it any more, or an earlier state: what is there is the newest backup, or a copy that is
held, and the steps that were done since (`StepLog`).
"""

import contextlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.core.changes import ChangeSet
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.paths import is_taken
from desktop.store import files
from desktop.store.database import Database
from desktop.store.elsewhere import LineMark, differing_row, last_line, rows_of
from desktop.store.recorder import Recorder
from desktop.store.sqlite import Sqlite
from desktop.store.step_log import LoggedStep, StepLog
from desktop.store.trail import load_changes
from desktop.store.whole import written_whole

_NOTHING = N_(
    "Nothing of “{path}” is held that could be saved: there is no backup of it. “visavis rescue” brings what the file "
    "itself still holds into a clean one."
)


@dataclass(frozen=True, slots=True)
class HeldCopy:
    """What a copy holds of what was seen.

    Attributes:
        base: the time of the last step of what it builds on, in UTC; empty where nothing was done there.
        is_copy: whether it builds on a copy that was held, and not on a file.
        added: how many steps were done again on that.
        missing: what else was done, each with its time, and is not in it.
        is_gap: whether something may have been done before these that nobody knows of.
    """

    base: str
    is_copy: bool
    added: int
    missing: tuple[tuple[str, str], ...] = ()
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class _Base:
    connection: sqlite3.Connection
    last: LineMark
    created: str
    is_copy: bool


def save(db: Database, path: Path, backups: Iterable[Path]) -> HeldCopy:
    """Write what is held of an open project to *path*, whole or not at all; what stands there gives way.

    It does not ask the project's own file, save as one of the states that it may build on. It may run in any thread.

    Args:
        db: the project, which keeps its steps, and may hold a copy of an earlier state.
        path: the copy.
        backups: of the project, the newest first.

    Raises:
        UserError: when nothing is held, or the place cannot be written to, or is the project itself.
    """
    if is_taken(path) and is_taken(db.path) and path.samefile(db.path):
        raise UserError(_("“{path}” is the project itself: choose another name for its copy."), path=path)
    log = db.steps
    if log is None:
        raise UserError(_(_NOTHING), path=db.path)
    with contextlib.ExitStack() as stack:
        base = _newest(db.path, log, backups, db.held, stack)
        if base is None:
            raise UserError(_(_NOTHING), path=db.path)
        try:
            with written_whole(path, replace=True) as part:
                files.write_copy(base.connection, part)
                return _add_steps(part, base, log)
        except OSError as error:
            sentence = _("“{path}” cannot be written ({reason}): choose another place.")
            raise UserError(sentence, path=path, reason=error.strerror) from error
        except sqlite3.Error as error:
            sentence = _("“{path}” cannot be written ({reason}): choose another place.")
            raise UserError(sentence, path=path, reason=error) from error


def _newest(
    project: Path, log: StepLog, backups: Iterable[Path], copy: Sqlite | None, stack: contextlib.ExitStack
) -> _Base | None:
    """Return the furthest state that one may build on; one that is damaged, or of another project, is none."""
    found: _Base | None = None
    if copy is not None:
        # it was made of the project itself
        found = _Base(copy.conn, last_line(copy), _created(copy), is_copy=True)
    for path in (project, *backups):
        base = _base(path, log, stack)
        if base is None or (found is not None and base.last[0] <= found.last[0]):
            continue
        found = base
        if path != project:
            # those that follow are older
            break
    return found


def _base(path: Path, log: StepLog, stack: contextlib.ExitStack) -> _Base | None:
    try:
        db = stack.enter_context(Database(path, read_only=True))
        row = db.sqlite.execute("SELECT uuid FROM history ORDER BY id LIMIT 1").fetchone()
        last = last_line(db.sqlite)
        if not log.knows(last, str(row[0]) if row else ""):
            return None
        if db.sqlite.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            return None
        return _Base(db.sqlite.conn, last, _created(db.sqlite), is_copy=False)
    except (UserError, sqlite3.Error, ValueError, OSError):
        return None


def _created(db: Sqlite) -> str:
    row = db.execute("SELECT created FROM history ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def _add_steps(part: Path, base: _Base, log: StepLog) -> HeldCopy:
    # nobody else has it before it has its name
    db = files.connect(part, unsynced=True)
    try:
        added, missing = 0, []
        expected = max(base.last[0], log.begin[0])
        is_gap = base.last[0] < log.begin[0]
        with db.atomic():
            for step in log.since(base.last[0]):
                is_gap |= step.id != expected + 1
                expected = step.id
                if _add_step(db, step):
                    added += 1
                else:
                    missing.append((step.told, str(step.columns["created"])))
        return HeldCopy(base.created, base.is_copy, added, tuple(missing), is_gap)
    finally:
        db.close()


def _add_step(db: Sqlite, step: LoggedStep) -> bool:
    """Do a step again; tell whether it could be: it meets all rows as it met them, or nothing of it is done."""
    if not step.is_whole:
        return False
    db.execute("SAVEPOINT step").close()
    try:
        _write_step(db, step)
    except (sqlite3.Error, LookupError, ValueError, TypeError):
        db.execute("ROLLBACK TO step").close()
        return False
    finally:
        db.execute("RELEASE step").close()
    return True


def _write_step(db: Sqlite, step: LoggedStep) -> None:
    for number, sha256, content in step.texts:
        db.execute(
            "INSERT INTO text (id, sha256, content) VALUES (?, ?, CAST(? AS TEXT))", [number, sha256, content]
        ).close()
    for number, sha256, name, data in step.files:
        sql = "INSERT INTO file (id, sha256, name, content) VALUES (?, ?, ?, ?)"
        db.execute(sql, [number, sha256, name, data]).close()
    changes = _changes(db, step)
    if differing_row(db, changes.rows) is not None:
        raise LookupError("a row is not as the step has met it")
    for _count in Recorder(db).apply(changes):
        pass
    _keep_ids(db, changes)
    _note(db, step)


def _changes(db: Sqlite, step: LoggedStep) -> ChangeSet:
    if step.columns["kind"] == "edit":
        return ChangeSet("", load_changes(str(step.columns["changes"]), db.texts.content))
    changes = ChangeSet("", rows_of(db, int(str(step.columns["edit_id"]))))
    return changes.inverted() if step.columns["kind"] == "undo" else changes


def _keep_ids(db: Sqlite, changes: ChangeSet) -> None:
    highest: dict[str, int] = {}
    for row in changes.rows:
        if row.before is None:
            highest[row.table] = max(row.id, highest.get(row.table, 0))
    sql = (
        "INSERT INTO last_id (name, number) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET number = max(number, excluded.number)"
    )
    for table, number in highest.items():
        db.execute(sql, [table, number]).close()


def _note(db: Sqlite, step: LoggedStep) -> None:
    """Write a step into the history, and what became by it of those before."""
    kind = step.columns["kind"]
    if kind == "edit":
        sql = (
            "UPDATE history SET state = 'abandoned' WHERE kind = 'edit' AND state = 'undone' AND (SELECT u.coder FROM "
            "history u WHERE u.edit_id = history.id ORDER BY u.id DESC LIMIT 1) = ?"
        )
        db.execute(sql, [step.columns["coder"]]).close()
    else:
        state = "undone" if kind == "undo" else "done"
        db.execute("UPDATE history SET state = ? WHERE id = ?", [state, step.columns["edit_id"]]).close()
    # what was done with it later comes with its own step
    columns = {**step.columns, "state": "permanent" if step.columns["state"] == "permanent" else "done"}
    names = ", ".join(f'"{name}"' for name in columns)
    db.execute(f"INSERT INTO history ({names}) VALUES ({', '.join('?' * len(columns))})", [*columns.values()]).close()
