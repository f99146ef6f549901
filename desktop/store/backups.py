"""Backups of a project: copies of the whole file, each a project of its own that can be opened."""

import contextlib
import datetime
import os
import re
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from desktop.core import actions, rotation
from desktop.core.dates import here
from desktop.core.errors import DamageError, UserError
from desktop.core.language import N_, _
from desktop.core.progress import Progress
from desktop.core.project_file import SUFFIX
from desktop.store import files
from desktop.store.database import Database
from desktop.store.errors import DAMAGED, explain, explained, is_damage, plain
from desktop.store.guarded import guard, within
from desktop.store.whole import make_folder, put_whole, sweep, unfinished, written_whole

# pages that are copied at once: between two times the window asks and others write
_PAGES = 256
# seconds that one may take to be looked at, and to say which state it has
_LONGEST_LOOK, _SHORT_LOOK = 5.0, 0.5
# a backup has a later time than all before it, though many are made in one second; not so when these are so much later
# that the clock ran ahead then
_SECOND, AHEAD = datetime.timedelta(seconds=1), datetime.timedelta(minutes=10)
_STAMP = "%Y-%m-%dT%H%M%SZ"
_ASIDE = ".damaged" + SUFFIX
_NAME = re.compile(r"\.(\d{4}-\d\d-\d\dT\d{6}Z)" + re.escape(SUFFIX) + "$")
_UNKEPT = N_("No backup of “{path}” could be kept in “{folder}” ({reason}): make room there, or choose another folder.")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup and what it holds.

    Attributes:
        created: when it was made, in UTC.
        size: in bytes.
        documents, claims: how many.
        last: the last action in it, with its time; empty where nothing was done.
        problem: why it cannot be read; empty where it can.
    """

    path: Path
    created: datetime.datetime
    size: int
    documents: int = 0
    claims: int = 0
    last: str = ""
    problem: str = ""


def stamps(project: Path, folder: Path) -> dict[datetime.datetime, Path]:
    """Return the backups of a project in a folder by the time of each, the newest first."""
    found: dict[datetime.datetime, Path] = {}
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            told = _NAME.search(path.name)
            if told and path.name[: told.start()] == _stem(project):
                with contextlib.suppress(ValueError):
                    stamp = datetime.datetime.strptime(told[1], _STAMP).replace(tzinfo=datetime.UTC)
                    found[stamp] = path
    return dict(sorted(found.items(), reverse=True))


def listed(project: Path, folder: Path) -> list[Backup]:
    """Return the backups of a project in a folder, and the copies that stand beside it of before it was converted.

    The newest is first.
    """
    found = [look(path, stamp) for stamp, path in stamps(project, folder).items()]
    with contextlib.suppress(OSError):
        for path in project.parent.iterdir():
            if re.fullmatch(re.escape(f"{project.name}.version-") + r"\d+(-\d+)?", path.name):
                made = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)
                found.append(look(path, made.replace(microsecond=0)))
    return sorted(found, key=lambda one: one.created, reverse=True)


def look(path: Path, created: datetime.datetime) -> Backup:
    """Return what a backup holds; it is not changed."""
    try:
        size = path.stat().st_size
    except OSError as error:
        return Backup(path, created, 0, problem=error.strerror or "")
    try:
        connection = _reader(path)
        try:
            with within(connection, _LONGEST_LOOK):
                sql = "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM claim)"
                documents, claims = connection.execute(sql).fetchone()
                return Backup(path, created, size, documents, claims, _last_action(connection))
        finally:
            connection.close()
    except (sqlite3.Error, ValueError, LookupError, TypeError) as error:
        return Backup(path, created, size, problem=str(error))


def state(db: Database) -> str:
    """Return what tells one state of a project from another: the uuid of the last step; empty where none was done.

    Raises:
        sqlite3.Error: when it cannot be read.
    """
    return _state(db.sqlite.conn)


def _state(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT uuid FROM history ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def is_in(db: Database, backup: Path) -> bool:
    """Tell whether a backup holds the state that an open project is in."""
    try:
        kept = _reader(backup)
        try:
            # the window asks: nobody else wrote what lies there, but somebody may have
            with within(kept, _SHORT_LOOK):
                return _state(kept) == state(db)
        finally:
            kept.close()
    except sqlite3.Error:
        return False


def keep(db: Database, folder: Path, *, now: datetime.datetime | None = None, progress: Progress | None = None) -> Path:
    """Write what a project holds into a folder as a backup, whole or not at all, and delete those that it outdates.

    Args:
        db: the project; it may be used meanwhile.
        folder: made when it is missing.
        now: the time that the backup has, or the first after those that are there.
        progress: called with pages done and their number; what it raises ends it, and nothing of it stays.

    Raises:
        DamageError: when the project is damaged; then no other backup is deleted.
        UserError: when the folder cannot be written to.
    """
    made = (now or datetime.datetime.now(datetime.UTC)).replace(microsecond=0)
    target, stamp = _keep(db.sqlite.conn, db.path, folder, made, progress)
    _rotate(db.path, folder, stamp)
    return target


def _keep(
    connection: sqlite3.Connection,
    project: Path,
    folder: Path,
    made: datetime.datetime,
    progress: Progress | None = None,
) -> tuple[Path, datetime.datetime]:
    try:
        make_folder(folder)
        sweep(folder)
        with unfinished(folder) as part:
            _copy(connection, project, part, progress)
            # in a gap between others it would be taken for older than these: the rotation might delete it at once
            last = next((one for one in stamps(project, folder) if one < made + AHEAD), made - _SECOND)
            made = max(made, last + _SECOND)
            while True:
                target = folder / f"{_stem(project)}.{made.strftime(_STAMP)}{SUFFIX}"
                # another process may have kept one since
                with contextlib.suppress(FileExistsError):
                    put_whole(part, target, replace=False)
                    return target, made
                made += _SECOND
    except OSError as error:
        raise UserError(_(_UNKEPT), path=project, folder=folder, reason=error.strerror) from error
    except sqlite3.Error as error:
        if is_damage(error):
            raise DamageError(explain(error, project) or str(error)) from error
        raise UserError(_(_UNKEPT), path=project, folder=folder, reason=error) from error


def restore(project: Path, backup: Path, folder: Path) -> Path | None:
    """Put a backup in the place of a project, and return the copy of the present file, which is kept in the *folder*.

    None when there was no present file. The project must not be open in this process.

    Raises:
        UserError: when the backup is damaged, the present file in use, or there is no room; then all is as before.
    """
    _refuse_damaged(backup)
    kept = _put_aside(project, folder) if project.exists() else None
    try:
        with written_whole(project, replace=True) as part:
            copy_to(backup, part)
            # what is left of a write to the file that gives way is in its copy, and is no part of the other
            for end in ("-journal", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    project.with_name(project.name + end).unlink()
    except OSError as error:
        sentence = _("“{path}” cannot be written ({reason}): choose another place.")
        raise UserError(sentence, path=project, reason=error.strerror) from error
    return kept


def restore_as(backup: Path, new: Path) -> None:
    """Write a backup to a *new* file, where nothing stands.

    Raises:
        UserError: when the backup is damaged, or the new file cannot be written.
    """
    _refuse_damaged(backup)
    try:
        with written_whole(new, replace=False) as part:
            copy_to(backup, part)
    except FileExistsError as error:
        raise UserError(_("“{path}” exists already: choose another name, or delete it first."), path=new) from error
    except OSError as error:
        sentence = _("“{path}” cannot be written ({reason}): choose another place.")
        raise UserError(sentence, path=new, reason=error.strerror) from error


def copy_to(source: Path, part: Path) -> None:
    """Write what a file that nobody writes to holds to *part*.

    Raises:
        UserError: when either cannot be.
    """
    with explained(source):
        connection = _reader(source)
        try:
            files.write_copy(connection, part)
        finally:
            connection.close()


def _copy(connection: sqlite3.Connection, project: Path, part: Path, progress: Progress | None) -> None:
    files.write_copy(connection, part, pages=_PAGES, progress=progress or (lambda _done, _total: None))
    copy = _reader(part)
    try:
        (line,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    finally:
        copy.close()
    if line != "ok":
        # none of those of before gives way to it
        raise DamageError(_(DAMAGED), path=project, reason=plain(line))


def _stem(project: Path) -> str:
    # with the time behind it, it must still be a name that a file can have
    return os.fsdecode(os.fsencode(project.stem)[:180])


def _rotate(project: Path, folder: Path, now: datetime.datetime) -> None:
    found = stamps(project, folder)
    sizes = {}
    for stamp, path in found.items():
        with contextlib.suppress(OSError):
            sizes[stamp] = path.stat().st_size
    for stamp in sizes.keys() - rotation.kept(sizes, now):
        with contextlib.suppress(OSError):
            found[stamp].unlink()


def _put_aside(project: Path, folder: Path) -> Path:
    """Keep the present file: as a backup where it is sound, else as it is, with what is left of a write to it."""
    try:
        with explained(project):
            connection = guard(sqlite3.connect(project, isolation_level=None, timeout=files.TIMEOUT))
            try:
                # what is left of a write is taken back, and nobody else writes
                connection.execute("BEGIN IMMEDIATE").close()
                connection.execute("ROLLBACK").close()
                # none gives way: the one that is brought back may be the oldest
                now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
                return _keep(connection, project, folder, now)[0]
            finally:
                connection.close()
    except DamageError:
        return _put_damaged_aside(project, folder)


def _put_damaged_aside(project: Path, folder: Path) -> Path:
    made = datetime.datetime.now(datetime.UTC).strftime(_STAMP)
    target = folder / f"{_stem(project)}.{made}{_ASIDE}"
    try:
        make_folder(folder)
        with written_whole(target, replace=False) as part:
            shutil.copyfile(project, part)
        for end in ("-journal", "-wal"):
            left = project.with_name(project.name + end)
            if left.exists():
                with written_whole(target.with_name(target.name + end), replace=True) as part:
                    shutil.copyfile(left, part)
    except OSError as error:
        raise UserError(_(_UNKEPT), path=project, folder=folder, reason=error.strerror) from error
    return target


def _refuse_damaged(backup: Path) -> None:
    try:
        connection = _reader(backup)
        try:
            (line,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        line = str(error)
    if line != "ok":
        sentence = _("The backup “{path}” cannot be read ({reason}): choose another one.")
        raise UserError(sentence, path=backup, reason=plain(line))


def _reader(path: Path) -> sqlite3.Connection:
    # nobody writes to a backup: it needs no lock, and nothing is ever written beside it
    connection = sqlite3.connect(f"{files.uri(path)}?immutable=1", uri=True, isolation_level=None)
    guard(connection)
    for name, count in (("searchable", 1), ("new_words", 1), ("asked_words", 3)):
        connection.create_function(name, count, lambda *_values: "")
    connection.execute("PRAGMA query_only=ON").close()
    return connection


def _last_action(connection: sqlite3.Connection) -> str:
    columns = {row[1] for row in connection.execute("PRAGMA table_info(history)")}
    action = "action" if "action" in columns else "''"
    sql = f"SELECT created, kind, {action}, text FROM history ORDER BY id DESC LIMIT 1"
    row = connection.execute(sql).fetchone()
    if row is None:
        return ""
    done = actions.tell(row[2], row[3])
    if row[1] != "edit":
        done = (_("undone: {action}") if row[1] == "undo" else _("redone: {action}")).format(action=done)
    return _("{action}, {time}").format(action=done, time=here(row[0], seconds=True))
