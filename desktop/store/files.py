"""Opening and making project files: what they must be, and what is done to an older one."""

import contextlib
import filecmp
import os
import shutil
import sqlite3
from pathlib import Path

from sqlite_utils import Database as Sqlite

from desktop.core import collation
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.project_file import APPLICATION_ID, SQLITE_HEADER, SUFFIX
from desktop.store.errors import WRITE_PROTECTED, explained
from desktop.store.schema import MIGRATIONS, Migration
from desktop.store.vocabulary import KnownWords

# seconds to wait for another program's lock
TIMEOUT = 5.0


class Connection(sqlite3.Connection):
    """A connection with the words that it knows of.

    Attributes:
        vocabulary: these.
    """

    vocabulary: KnownWords


def begin(db: Sqlite) -> None:
    """Begin a transaction that writes; `end` it, whether it was committed or rolled back."""
    # IMMEDIATE: a write lock that cannot be had is refused before the work, not at its end
    db.conn.execute("BEGIN IMMEDIATE")
    _vocabulary(db).known = set()


def end(db: Sqlite) -> None:
    """Forget the words of a transaction: what it wrote may be gone again."""
    _vocabulary(db).known = None


def _vocabulary(db: Sqlite) -> KnownWords:
    assert isinstance(db.conn, Connection)
    return db.conn.vocabulary


def connect(path: Path) -> Sqlite:
    """Return a connection to the SQLite file at *path* with the settings that every project needs.

    The rollback journal, which is the default, with ``synchronous=FULL`` keeps a project one file, and each commit on
    the disk.
    """
    connection = sqlite3.connect(
        path, isolation_level=None, timeout=TIMEOUT, check_same_thread=False, factory=Connection
    )
    connection.create_collation("names", collation.compare)
    # the schema calls its functions, which some builds of SQLite allow only when told
    connection.vocabulary = KnownWords(connection)
    db = Sqlite(connection, execute_plugins=False)
    try:
        for pragma in (
            "trusted_schema=ON",
            "foreign_keys=ON",
            "synchronous=FULL",
            "temp_store=MEMORY",
            "cache_size=-65536",
        ):
            db.execute(f"PRAGMA {pragma}").close()
    except BaseException:
        db.close()
        raise
    return db


def create(path: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> Sqlite:
    """Make an empty project at *path*.

    Raises:
        UserError: when something stands there already, or the place cannot be written to.
    """
    try:
        if path.exists():
            raise UserError(_("“{path}” exists already: choose another name, or delete it first."), path=path)
        if not path.parent.is_dir():
            sentence = _("The folder “{folder}” does not exist: make it first, or choose another place.")
            raise UserError(sentence, folder=path.parent)
        with explained(path):
            return _make(path, migrations)
    except OSError as error:
        sentence = _("“{path}” cannot be written ({reason}): choose another place.")
        raise UserError(sentence, path=path, reason=error.strerror) from error


def open_file(path: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> Sqlite:
    """Open the project at *path*, brought up to the newest version; an older file is copied beside itself before that.

    Raises:
        UserError: when it is missing, no project, damaged, locked, or written by a newer Visavis.
    """
    _refuse_what_is_no_project(path)
    with explained(path):
        db = connect(path)
        try:
            _bring_up(db, path, migrations)
        except BaseException:
            db.close()
            raise
    return db


def copy(db: Sqlite, path: Path) -> None:
    """Write what the open file *db* holds now to *path*, whole or not at all; what stands there gives way.

    Raises:
        UserError: when the place cannot be written to.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with explained(path):
            target = sqlite3.connect(part)
            try:
                db.conn.backup(target)
            finally:
                target.close()
        part.replace(path)
    except OSError as error:
        sentence = _("“{path}” cannot be written ({reason}): choose another place.")
        raise UserError(sentence, path=path, reason=error.strerror) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def migrate(db: Sqlite, version: int, migrations: tuple[Migration, ...]) -> None:
    """Bring an open file from *version* to the newest; the caller holds the transaction."""
    for number, migration in enumerate(migrations[version:], start=version + 1):
        migration(db)
        db.execute(f"PRAGMA user_version={number}")


def read_version(db: Sqlite) -> int:
    """Return the file's format version (``user_version``)."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _make(path: Path, migrations: tuple[Migration, ...]) -> Sqlite:
    try:
        db = connect(path)
        try:
            with db.atomic():
                db.execute(f"PRAGMA application_id={APPLICATION_ID}")
                migrate(db, 0, migrations)
        except BaseException:
            db.close()
            raise
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return db


def _bring_up(db: Sqlite, path: Path, migrations: tuple[Migration, ...]) -> None:
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        sentence = _("“{path}” is an SQLite file, but no Visavis project: choose a file that ends with {suffix}.")
        raise UserError(sentence, path=path, suffix=SUFFIX)
    version = read_version(db)
    if version > len(migrations):
        sentence = _(
            "“{path}” was written by a newer Visavis (format {version}, this one reads up to {newest}): "
            "update Visavis to open it."
        )
        raise UserError(sentence, path=path, version=version, newest=len(migrations))
    # only now, since it writes to the file: another program may have left the project with a write-ahead log
    db.execute("PRAGMA journal_mode=DELETE").close()
    if version < len(migrations):
        _keep_copy(path, version)
        with db.atomic():
            # a write, which waits for others, before the version is read: another program may have brought it up since
            db.execute(f"PRAGMA application_id={APPLICATION_ID}").close()
            migrate(db, read_version(db), migrations)


def _refuse_what_is_no_project(path: Path) -> None:
    try:
        if not path.exists():
            sentence = _("There is no project “{path}”: check the name, or make it with “visavis new”.")
            raise UserError(sentence, path=path)
        if not path.is_file():
            sentence = _("“{path}” is no file: choose a project that ends with {suffix}.")
            raise UserError(sentence, path=path, suffix=SUFFIX)
        with path.open("rb") as file:
            header = file.read(len(SQLITE_HEADER))
    except OSError as error:
        sentence = _("“{path}” cannot be read ({reason}): ask its owner for permission.")
        raise UserError(sentence, path=path, reason=error.strerror) from error
    if header != SQLITE_HEADER:
        sentence = _("“{path}” is no Visavis project: choose a file that ends with {suffix}.")
        raise UserError(sentence, path=path, suffix=SUFFIX)
    if not os.access(path, os.W_OK):
        raise UserError(_(WRITE_PROTECTED), path=path)


def _keep_copy(path: Path, version: int) -> None:
    copy = path.with_name(f"{path.name}.version-{version}")
    number = 1
    while copy.exists():
        with contextlib.suppress(OSError):
            if filecmp.cmp(path, copy, shallow=False):
                # kept before a conversion that was broken off: another would fill the disk for nothing
                return
        number += 1
        copy = path.with_name(f"{path.name}.version-{version}-{number}")
    try:
        shutil.copy2(path, copy)
    except OSError as error:
        # the part that found room is no copy
        with contextlib.suppress(OSError):
            copy.unlink()
        sentence = _("“{path}” must be converted, but no copy fits beside it ({reason}): make room and try again.")
        raise UserError(sentence, path=path, reason=error.strerror) from error
