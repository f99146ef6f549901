"""Opening and making project files: what they must be, and what is done to an older one."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from desktop.core import collation
from desktop.core.errors import DamageError, UserError
from desktop.core.language import N_, _
from desktop.core.project_file import APPLICATION_ID, SQLITE_HEADER, SUFFIX
from desktop.core.text import one_line
from desktop.paths import is_there
from desktop.store import own_schema
from desktop.store.errors import DAMAGED, explained
from desktop.store.guarded import distrust, guard, within
from desktop.store.schema import MIGRATIONS, Migration
from desktop.store.sqlite import Sqlite
from desktop.store.vocabulary import KnownWords
from desktop.store.whole import put_whole, sweep, unfinished, written_whole

# seconds to wait for another program's lock
TIMEOUT = 5.0
# seconds that the first look at a file may take
LONGEST_LOOK = 5.0
# kilobytes that SQLite keeps of a file in memory, and while what a window lists of it is read once
CACHE, CACHE_OF_LISTS = 65_536, 4_000
# a file that is nowhere: it goes with its connection
NOWHERE = Path()
# what SQLite says of a copy that cannot be written
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
NO_PROJECT = N_("There is no project “{path}”: check the name, or make it with “visavis new”.")
_FOREIGN = N_(
    "“{path}” holds what Visavis has put into no project ({what}); nothing of it was run. “visavis rescue” brings "
    "what else it holds into a clean file, and so does “Rescue a project” in the File menu."
)
_INCOMPLETE = N_(
    "“{path}” lacks what every project has ({what}). “visavis rescue” brings what it holds into a clean file, and so "
    "does “Rescue a project” in the File menu; or restore a backup."
)
# pages that are copied at once where others go on meanwhile
_PAGES = 256
# pages beyond the free ones, more than SQLite holds back with the smallest memory; and those of one value
_MORE, _BLOB = 64, 4096


class Connection(sqlite3.Connection):
    """A connection with what is known of its file.

    Attributes:
        vocabulary: the words that it knows of.
        schema_seen: the number of the schema that was found to be ours; each change of it gives it another.
        migrations: what brought it up to its version.
        is_read_only: whether its file cannot be written to, or shall not.
        notes: sentences on what was made right when it was opened.
    """

    vocabulary: KnownWords
    schema_seen: int
    migrations: tuple[Migration, ...]
    is_read_only: bool
    notes: list[str]


def begin(db: Sqlite, path: Path) -> None:
    """Begin a transaction that writes; `end` it, whether it was committed or rolled back.

    Raises:
        UserError: when another program has put something into the schema since, which is not run then.
    """
    # IMMEDIATE: a write lock that cannot be had is refused before the work, not at its end
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        _look_again(db, path)
    except BaseException:
        db.conn.execute("ROLLBACK")
        raise
    _connection(db).vocabulary.known = set()


def end(db: Sqlite) -> None:
    """Forget the words of a transaction: what it wrote may be gone again."""
    _connection(db).vocabulary.known = None


def keep(db: Sqlite, kilobytes: int = CACHE) -> None:
    """Let SQLite keep so much of the file in memory; without a number, as much as usual."""
    db.execute(f"PRAGMA cache_size=-{kilobytes}").close()


def is_read_only(db: Sqlite) -> bool:
    """Tell whether an open file cannot be written to, or shall not."""
    return _connection(db).is_read_only


def notes(db: Sqlite) -> list[str]:
    """Return sentences on what was made right when a file was opened."""
    return _connection(db).notes


def room(db: Sqlite) -> tuple[int, int]:
    """Return how many pages of the file are free, and how many are not."""
    sql = "SELECT freelist_count, page_count - freelist_count FROM pragma_freelist_count, pragma_page_count"
    free, used = db.execute(sql).fetchone()
    return int(free), int(used)


def wipe_free_pages(db: Sqlite) -> None:
    """Write zeros over what a transaction that was rolled back has left in free pages; the file stays as large.

    SQLite writes what has no room in its memory (``cache_size``) into the file before the end, and keeps nothing of a
    free page that is overwritten so: a roll-back leaves the new words there. It does the same with zeros here, of which
    enough are written that all free pages are used, and more, so that none of these stays in the memory. Of the pages
    that only list free ones SQLite keeps what they held. The first of the two tables takes the last free page too.

    What the disk or another program prevents is left: no free page is ever read.
    """
    free, _used = room(db)
    page = int(db.execute("PRAGMA page_size").fetchone()[0])
    cache = int(db.execute("PRAGMA cache_size").fetchone()[0])
    db.execute("PRAGMA cache_size=10").close()
    with contextlib.suppress(sqlite3.Error):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            for table, pages in (("wiped_first", free + _MORE), ("wiped_last", _MORE)):
                db.execute(f"CREATE TABLE {table} (content)").close()
                for at in range(0, pages, _BLOB):
                    sql = f"INSERT INTO {table} VALUES (zeroblob(?))"
                    db.execute(sql, [min(_BLOB, pages - at) * page]).close()
        finally:
            db.conn.execute("ROLLBACK")
    db.execute(f"PRAGMA cache_size={cache}").close()


def _connection(db: Sqlite) -> Connection:
    assert isinstance(db.conn, Connection)
    return db.conn


def connect(path: Path, *, mode: str = "", unsynced: bool = False) -> Sqlite:
    """Return a connection to the SQLite file at *path* with the settings that every project needs.

    The rollback journal, which is the default, with ``synchronous=EXTRA`` keeps a project one file, and each commit on
    the disk, the folder's record of the journal's end too.

    Args:
        path: the file; empty for one that is nowhere and goes with the connection.
        mode: words of SQLite's for a file that is only read: ``mode=ro``, or ``immutable=1`` where nobody can write.
        unsynced: for a file that is nobody's yet: without waiting for the disk.
    """
    place = "" if path == NOWHERE else f"{uri(path)}?{mode}" if mode else os.fspath(path)
    connection = sqlite3.connect(
        place,
        isolation_level=None,
        timeout=TIMEOUT,
        check_same_thread=False,
        factory=Connection,
        uri=bool(mode),
    )
    connection.create_collation("names", collation.compare)
    connection.vocabulary = KnownWords(connection)
    connection.schema_seen, connection.is_read_only, connection.notes = -1, bool(mode), []
    connection.migrations = MIGRATIONS
    db = Sqlite(connection)
    try:
        guard(connection)
        synchronous = "OFF" if unsynced else "EXTRA"
        for pragma in (
            "foreign_keys=ON",
            f"synchronous={synchronous}",
            # on macOS a disk keeps in its cache what it was told to write down
            "fullfsync=ON",
            "checkpoint_fullfsync=ON",
            "temp_store=MEMORY",
            f"cache_size=-{CACHE}",
        ):
            db.execute(f"PRAGMA {pragma}").close()
    except BaseException:
        db.close()
        raise
    return db


def uri(path: Path) -> str:
    """Return a file's address as SQLite takes it, whatever its name has in it."""
    whole = path.absolute().as_posix()
    # a share of Windows has two slashes, which would else begin the name of a machine
    return "file://" + ("" if whole.startswith("/") else "/") + quote(os.fsencode(whole))


def create(
    path: Path, migrations: tuple[Migration, ...] = MIGRATIONS, fill: Callable[[Sqlite], None] | None = None
) -> Sqlite:
    """Make a project at *path*, empty or as *fill* leaves it; it is there whole or not at all.

    Raises:
        UserError: when something stands there already, or the place cannot be written to.
    """
    try:
        if path.exists():
            raise FileExistsError
        sweep(path.parent)
        if not path.parent.is_dir():
            sentence = _("The folder “{folder}” does not exist: make it first, or choose another place.")
            raise UserError(sentence, folder=path.parent)
        with explained(path):
            with written_whole(path, replace=False) as part:
                _make(part, migrations, fill)
            db = connect(path)
            _trust(db, migrations)
            return db
    except FileExistsError as error:
        raise UserError(_("“{path}” exists already: choose another name, or delete it first."), path=path) from error
    except OSError as error:
        sentence = _("“{path}” cannot be written ({reason}): choose another place.")
        raise UserError(sentence, path=path, reason=error.strerror) from error


def open_file(path: Path, migrations: tuple[Migration, ...] = MIGRATIONS, *, read_only: bool = False) -> Sqlite:
    """Open the project at *path*, brought up to the newest version; an older file is copied beside itself before that.

    One that cannot be written to, or shall only be *read*, stays as it is: what an older version lacks is made in a
    copy that goes with the connection.

    Raises:
        DamageError: when it is damaged, or its schema is not ours.
        UserError: when it is missing, no project, locked, or written by a newer Visavis.
    """
    _refuse_what_is_no_project(path)
    read_only = read_only or not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK))
    with explained(path):
        with _readable(path):
            db = _connect_to_read(path) if read_only else connect(path)
        try:
            return _bring_up(db, path, migrations)
        except BaseException:
            db.close()
            raise


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Tell that a file is damaged when it is why a first look at it fails: no statement of ours is wrong there.

    Raises:
        DamageError: then.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        # what SQLite says quotes the file
        raise DamageError(_(DAMAGED), path=path, reason=_("what it calls its parts is no text")) from error
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR:
            raise
        raise DamageError(_(DAMAGED), path=path, reason=error) from error


def copy(db: Sqlite, path: Path) -> None:
    """Write what the open file *db* holds now to *path*, whole or not at all; what stands there gives way.

    Raises:
        UserError: when the place cannot be written to.
    """
    try:
        with explained(path), written_whole(path, replace=True) as part:
            write_copy(db.conn, part)
    except OSError as error:
        sentence = _("“{path}” cannot be written ({reason}): choose another place.")
        raise UserError(sentence, path=path, reason=error.strerror) from error


def write_copy(
    source: sqlite3.Connection, path: Path, *, pages: int = -1, progress: Callable[[int, int], None] | None = None
) -> None:
    """Write what an open file holds to *path*, where nothing stands, by SQLite's own backup (`written_whole` syncs it).

    Args:
        source: the open file.
        path: the copy.
        pages: so many at once; between two times others may write, and what they write is in the copy.
        progress: called then with how many pages are done, of how many; what it raises ends the copying.

    Raises:
        sqlite3.Error: when the file cannot be read, or the copy not written.
    """
    target = guard(sqlite3.connect(path, isolation_level=None))
    try:
        for pragma in ("synchronous=OFF", "journal_mode=OFF"):
            target.execute(f"PRAGMA {pragma}").close()
        step = None if progress is None else lambda _status, left, total: progress(total - left, total)
        source.backup(target, pages=pages, progress=step, sleep=0.02)
    finally:
        target.close()


def migrate(db: Sqlite, version: int, migrations: tuple[Migration, ...]) -> None:
    """Bring an open file from *version* to the newest; the caller holds the transaction."""
    for number, migration in enumerate(migrations[version:], start=version + 1):
        migration(db)
        db.execute(f"PRAGMA user_version={number}")


def read_version(db: Sqlite) -> int:
    """Return the file's format version (``user_version``)."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _make(path: Path, migrations: tuple[Migration, ...], fill: Callable[[Sqlite], None] | None) -> None:
    # synced as a whole before it has its name
    db = connect(path, unsynced=True)
    try:
        with db.atomic():
            db.execute(f"PRAGMA application_id={APPLICATION_ID}")
            migrate(db, 0, migrations)
        _trust(db, migrations)
        if fill is not None:
            fill(db)
    finally:
        db.close()


def _connect_to_read(path: Path) -> Sqlite:
    try:
        return connect(path, mode="mode=ro")
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", 0)
        journals = [path.with_name(path.name + end) for end in ("-journal", "-wal")]
        left = next((one for one in journals if is_there(one) and one.stat().st_size), None)
        if code & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN) and left is not None:
            sentence = _(
                "“{path}” was left amid a write, and cannot be put right where it is write-protected: copy it together "
                "with “{journal}” to a folder of your own and open the copy."
            )
            raise UserError(sentence, path=path, journal=left.name) from error
        if code & 0xFF != sqlite3.SQLITE_CANTOPEN:
            raise
        # left by another program in a state in which even readers write beside it
        return connect(path, mode="immutable=1")


def _bring_up(db: Sqlite, path: Path, migrations: tuple[Migration, ...]) -> Sqlite:
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
    with _readable(path):
        found = _own_schema(db, path, version, migrations)
    if is_read_only(db):
        if version < len(migrations) or found.missing:
            db = _copied(db)
    else:
        # only now, since it writes to the file: another program may have left the project with a write-ahead log
        db.execute("PRAGMA journal_mode=DELETE").close()
        if version < len(migrations):
            _keep_copy(db, path, version)
    db.execute("PRAGMA trusted_schema=ON").close()
    if found.missing:
        with db.atomic():
            # a write, which waits for others, before it is looked at again
            db.execute(f"PRAGMA application_id={APPLICATION_ID}").close()
            own_schema.make_again(db, own_schema.differences(db, read_version(db), migrations).missing)
        names = ", ".join(one.name for one in found.missing)
        told = _("“{path}” lacked parts that Visavis makes of others ({names}): they were made again.")
        notes(db).append(told.format(path=path, names=names))
    if version < len(migrations):
        with db.atomic():
            # a write, which waits for others, before the version is read: another program may have brought it up since
            db.execute(f"PRAGMA application_id={APPLICATION_ID}").close()
            migrate(db, read_version(db), migrations)
    _trust(db, migrations)
    return db


def scratch_copy(db: Sqlite, progress: Callable[[int, int], None] | None = None) -> Sqlite:
    """Return a file that is nowhere with what the open file *db* holds; it may be written to.

    With *progress*, which is told how many pages are done of how many, others may read and write between two parts.

    Raises:
        sqlite3.Error: when the file cannot be read, or there is no room.
    """
    copied = connect(NOWHERE, unsynced=True)
    try:
        if progress is None:
            db.conn.backup(copied.conn)
        else:
            told = progress
            step = lambda _status, left, total: told(total - left, total)  # noqa: E731
            db.conn.backup(copied.conn, pages=_PAGES, progress=step, sleep=0.02)
    except BaseException:
        copied.close()
        raise
    return copied


def _copied(db: Sqlite) -> Sqlite:
    """Return a file that is nowhere with what *db* holds, and close that."""
    copied = scratch_copy(db)
    db.close()
    _connection(copied).is_read_only = True
    return copied


def _own_schema(db: Sqlite, path: Path, version: int, migrations: tuple[Migration, ...]) -> own_schema.Differences:
    """Return what can be made again of what the schema lacks.

    Raises:
        DamageError: when it lacks more, or has what does not belong there.
    """
    with within(db.conn, LONGEST_LOOK):
        # what is looked at is not run: once it was read in, it may call nothing before it is known
        distrust(db.conn)
        found = own_schema.differences(db, version, migrations)
    if found.foreign:
        raise DamageError(_(_FOREIGN), path=path, what=_named(found.foreign))
    if not found.can_be_mended:
        raise DamageError(_(_INCOMPLETE), path=path, what=_named(found.missing))
    return found


def _look_again(db: Sqlite, path: Path) -> None:
    """Compare the schema again when another program has changed it.

    Raises:
        UserError: when it is not ours any more; nothing of it is run.
    """
    connection = _connection(db)
    if _schema_number(db) == connection.schema_seen:
        return
    version = read_version(db)
    if version > len(connection.migrations):
        raise UserError(_("“{path}” was changed by another Visavis, a newer one: open it again."), path=path)
    found = own_schema.differences(db, version, connection.migrations)
    if found.foreign or found.missing:
        raise DamageError(_(_FOREIGN), path=path, what=_named(found.foreign or found.missing))
    connection.schema_seen = _schema_number(db)


def _trust(db: Sqlite, migrations: tuple[Migration, ...]) -> None:
    """Let the schema of an open file call the functions that its triggers need, as it is ours."""
    db.execute("PRAGMA trusted_schema=ON").close()
    connection = _connection(db)
    connection.schema_seen, connection.migrations = _schema_number(db), migrations


def _schema_number(db: Sqlite) -> int:
    return int(db.execute("PRAGMA schema_version").fetchone()[0])


def _named(objects: tuple[own_schema.SchemaObject, ...]) -> str:
    """Return what some parts of a schema are called: the trigger “zz”, …"""
    kinds = {"table": _("table"), "index": _("index"), "trigger": _("trigger"), "view": _("view")}
    told = [f"{kinds.get(one.kind, one.kind[:20])} “{one_line(one.name, 40)}”" for one in objects[:3]]
    return ", ".join(told) + (", …" if len(objects) > len(told) else "")


def _refuse_what_is_no_project(path: Path) -> None:
    try:
        if not path.exists():
            raise UserError(_(NO_PROJECT), path=path)
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


def _keep_copy(db: Sqlite, path: Path, version: int) -> None:
    copy = path.with_name(f"{path.name}.version-{version}")
    number = 1
    try:
        with unfinished(path.parent) as part:
            write_copy(db.conn, part)
            while copy.exists():
                import filecmp

                if filecmp.cmp(part, copy, shallow=False):
                    # kept before a conversion that was broken off: another would fill the disk for nothing
                    return
                number += 1
                copy = path.with_name(f"{path.name}.version-{version}-{number}")
            put_whole(part, copy, replace=False)
    except OSError as error:
        reason = error.strerror
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _NO_ROOM:
            raise
        reason = str(error)
    else:
        return
    sentence = _("“{path}” must be converted, but no copy fits beside it ({reason}): make room and try again.")
    raise UserError(sentence, path=path, reason=reason)
