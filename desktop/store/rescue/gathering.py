"""Collecting the rows of a project file that cannot be read as a whole: from tables, pages, indexes and the history."""

import contextlib
import json
import mmap
import shutil
import sqlite3
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.portable import ADDED, CHANGED, DELETED
from desktop.core.text import text_hash
from desktop.store import files, own_schema
from desktop.store.guarded import distrust, guard, within
from desktop.store.rescue.pages import INNER_INDEX, INNER_TABLE, LEAF_INDEX, LEAF_TABLE, PageFile, Record, Stored
from desktop.store.schema import MIGRATIONS, RECORDED

# those that hold what a project is, but for those below
BASE = ("text", "file", *RECORDED, "history", "history_part", "change_set", "change_row")
# and those without numbers, which SQLite keeps as it keeps an index; all others follow from these and those above
KEYED = ("last_id", "team")
# indexes that have what rows of claims have, too
_COVERING = ("claim_document", "claim_topic")
# what SQLite says of a damaged file may itself be no text; a row may say that it is larger than all memory
_FAILURES = (sqlite3.Error, UnicodeDecodeError, MemoryError)
_UUIDS = "sqlite_autoindex_claim_1"
# seconds that it may take until a table gives another row
_LONGEST = 20.0


@dataclass(slots=True)
class FoundRow:
    """A row that was found.

    Attributes:
        values: by column; one that is not there is not known.
        source: ``table``, ``page``, ``stray`` (on a page that no table leads to), ``history`` or ``index``.
        is_whole: whether nothing of it is missing.
    """

    values: dict[str, Stored]
    source: str
    is_whole: bool = True


def is_as_it_came_in(text: FoundRow) -> bool:
    """Tell whether of the row of a text nothing is missing, and its hash says so."""
    return text.is_whole and text_hash(str(text.values.get("content") or "")) == text.values.get("sha256")


@dataclass(slots=True)
class Gathered:
    """What was found in a file.

    Attributes:
        version: of its format; 0 where it does not say.
        is_sound: whether SQLite takes the file for sound.
        rows: by table and id.
        entries: of tables without numbers, and of a damaged file of indexes and mentions: what each entry says, by
            column.
        unreadable: those tables without numbers of which nothing is left.
    """

    version: int
    is_sound: bool
    rows: dict[str, dict[int, FoundRow]]
    entries: dict[str, list[dict[str, Stored]]] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _ModelTable:
    """A table as its version has it: its columns, each with its type, and whether it may be empty."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    needed: tuple[bool, ...]


def gather(path: Path) -> Gathered:
    """Return all rows that can be read in a file; it is not changed, and nothing is written beside it.

    Raises:
        OSError: when the file itself cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="visavis-", ignore_cleanup_errors=True) as folder:
        source = _played_back(path, Path(folder)) or path
        pages = PageFile(_content(source))
        version = pages.version if 1 <= pages.version <= len(MIGRATIONS) else len(MIGRATIONS)
        with contextlib.closing(own_schema.made_by(MIGRATIONS[:version])) as model:
            gathering = _Gathering(source, pages, model)
            found = Gathered(version, gathering.is_sound, gathering.rows())
            found.entries = gathering.entries()
            found.unreadable = frozenset(name for name in KEYED if not gathering.is_there(name))
        return found


def _played_back(path: Path, folder: Path) -> Path | None:
    """Return a copy with what was left of a write taken back, where that gives a sound file; None where not."""
    left = [path.with_name(path.name + end) for end in ("-journal", "-wal")]
    if not any(one.exists() and one.stat().st_size for one in left):
        return None
    copy = folder / "copy"
    shutil.copyfile(path, copy)
    for one in left:
        if one.exists():
            shutil.copyfile(one, copy.with_name(copy.name + one.name[len(path.name) :]))
    connection = guard(sqlite3.connect(copy))
    try:
        if connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
            connection.execute("PRAGMA journal_mode=DELETE").close()
            return copy
    except _FAILURES:
        pass
    finally:
        connection.close()
    return None


def _content(path: Path) -> memoryview:
    # of a large file the system brings in what is read, and nothing else
    if not path.stat().st_size:
        return memoryview(b"")
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


class _Gathering:
    """One file, and what its version should have.

    Attributes:
        is_sound: whether SQLite finds nothing wrong with it.
    """

    def __init__(self, path: Path, pages: PageFile, model: sqlite3.Connection) -> None:
        self._pages = pages
        self._model = model
        self._tables = {name: _table(model, name) for name in BASE if _columns(model, name)}
        self._connection = sqlite3.connect(f"{files.uri(path)}?immutable=1", uri=True, isolation_level=None)
        guard(self._connection)
        self._connection.text_factory = bytes
        try:
            self.is_sound = self._ask_whether_sound()
            with contextlib.suppress(*_FAILURES):
                distrust(self._connection)
            self._roots = self._read_roots()
        except BaseException:
            self._connection.close()
            raise
        self._used: set[int] = set()

    def rows(self) -> dict[str, dict[int, FoundRow]]:
        """Return the rows of all tables."""
        try:
            found = {name: self._by_sql(table) for name, table in self._tables.items()}
        finally:
            self._connection.close()
        if not self.is_sound:
            for name, table in self._tables.items():
                for number in self._pages.reached(self._roots.get(("table", name), 0), (LEAF_TABLE, INNER_TABLE)):
                    taken = [self._take(found[name], table, one, "page") for one in self._pages.records(number)]
                    # one whose rows are of another table may be a stray of that
                    if any(taken):
                        self._used.add(number)
            self._take_strays(found)
        return found

    def entries(self) -> dict[str, list[dict[str, Stored]]]:
        """Return what tables without numbers hold, and of a damaged file what indexes and mentions say of claims."""
        found: dict[str, list[dict[str, Stored]]] = {}
        for name in (*KEYED, *(() if self.is_sound else (*_COVERING, _UUIDS, "mention"))):
            kind = "table" if name == "mention" or name in KEYED else "index"
            columns = self._entry_columns(name)
            root = self._roots.get((kind, name), 0)
            found[name] = [
                dict(zip(columns, record.values, strict=True))
                for number in self._pages.reached(root, (LEAF_INDEX, INNER_INDEX))
                for record in self._pages.records(number)
                if record.is_whole and len(record.values) == len(columns)
            ]
        return found

    def is_there(self, name: str) -> bool:
        """Tell whether a table without numbers begins where the file says, or is none of its version."""
        root = self._roots.get(("table", name), 0)
        return not _columns(self._model, name) or bool(self._pages.reached(root, (LEAF_INDEX, INNER_INDEX)))

    def _entry_columns(self, name: str) -> list[str]:
        if name == "mention" or name in KEYED:
            return [*_columns(self._model, name)]
        sql = "SELECT coalesce(name, 'id') FROM pragma_index_xinfo(?) ORDER BY seqno"
        return [str(column) for (column,) in self._model.execute(sql, [name])]

    def _ask_whether_sound(self) -> bool:
        try:
            return bool(self._connection.execute("PRAGMA quick_check(1)").fetchone() == (b"ok",))
        except _FAILURES:
            return False

    def _read_roots(self) -> dict[tuple[str, str], int]:
        """Return where each table and index begins, by SQLite or, where that cannot read it, from its pages."""
        found: dict[tuple[str, str], int] = {}
        for number in self._pages.reached(1, (LEAF_TABLE, INNER_TABLE)):
            for record in self._pages.records(number):
                if len(record.values) == 5 and isinstance(record.values[3], int):
                    kind, name = record.values[:2]
                    found.setdefault((str(kind), str(name)), record.values[3])
        return found

    def _by_sql(self, table: _ModelTable) -> dict[int, FoundRow]:
        """Read a table from its beginning and from its end, each as far as SQLite gets."""
        found: dict[int, FoundRow] = {}
        # nothing but a table is asked: a view of its name may do anything
        if self._roots.get(("table", table.name), 0) == 0:
            return found
        names = ", ".join(f'"{name}"' for name in table.columns[1:])
        for order in ("", " DESC"):
            sql = f'SELECT rowid, {names} FROM "{table.name}" NOT INDEXED ORDER BY rowid{order}'
            try:
                # a column may be computed by what never ends: then its pages are read
                with within(self._connection, _LONGEST) as deadline:
                    for number, *values in self._connection.execute(sql):
                        deadline.again()
                        record = Record(number, (None, *values))
                        self._take(found, table, _decoded(record, table), "table")
                break
            except _FAILURES:
                continue
        return found

    def _take(self, found: dict[int, FoundRow], table: _ModelTable, record: Record, source: str) -> bool:
        values = _fitted(table, record)
        if values is None or record.rowid <= 0:
            return False
        known = found.get(record.rowid)
        if known is None or (record.is_whole and not known.is_whole):
            found[record.rowid] = FoundRow(values, source, record.is_whole)
        return True

    def _take_strays(self, found: dict[str, dict[int, FoundRow]]) -> None:
        """Read the pages that no table leads to, each for the table whose rows most of its records could be."""
        others = {root for (_kind, name), root in self._roots.items() if name not in self._tables}
        known = set(self._used)
        for root in others:
            known.update(self._pages.reached(root, (LEAF_TABLE, INNER_TABLE)))
        known |= self._pages.free()
        for number in range(1, self._pages.count + 1):
            if number in known or self._pages.kind(number) != LEAF_TABLE:
                continue
            records = [record for record in self._pages.records(number) if record.rowid > 0]
            fits = Counter(
                {name: sum(_is_like(table, record) for record in records) for name, table in self._tables.items()}
            )
            ranked = fits.most_common(2)
            if not ranked or not ranked[0][1] or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
                continue
            name = ranked[0][0]
            for record in records:
                if _is_like(self._tables[name], record):
                    self._take(found[name], self._tables[name], record, "stray")


def _table(model: sqlite3.Connection, name: str) -> _ModelTable:
    sql = 'SELECT name, upper(type), "notnull" FROM pragma_table_info(?) ORDER BY cid'
    info = model.execute(sql, [name]).fetchall()
    return _ModelTable(
        name,
        tuple(str(row[0]) for row in info),
        tuple(str(row[1]) for row in info),
        tuple(bool(row[2]) for row in info),
    )


def _columns(model: sqlite3.Connection, name: str) -> list[str]:
    return [str(row[0]) for row in model.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", [name])]


def _decoded(record: Record, table: _ModelTable) -> Record:
    values: list[Stored] = []
    is_whole = True
    for kind, value in zip(table.types, record.values, strict=True):
        if kind == "TEXT" and isinstance(value, bytes):
            try:
                values.append(value.decode())
            except UnicodeDecodeError:
                is_whole = False
                values.append(value.decode("utf-8", "replace"))
        else:
            values.append(value)
    return Record(record.rowid, tuple(values), is_whole)


def _fitted(table: _ModelTable, record: Record) -> dict[str, Stored] | None:
    """Return the values of a record by column; None when they cannot be of that table.

    A record may have fewer: those of columns that were added later are written with the next change of the row.
    """
    if not 1 < len(record.values) <= len(table.columns):
        return None
    found: dict[str, Stored] = {"id": record.rowid}
    for at, value in enumerate(record.values):
        if at == 0:
            continue
        wanted = {"INTEGER": int, "TEXT": str, "BLOB": bytes}.get(table.types[at], object)
        if value is None and table.needed[at] and record.is_whole:
            return None
        if value is not None and not isinstance(value, wanted):
            return None
        if value is not None:
            found[table.columns[at]] = value
    return found


def _is_like(table: _ModelTable, record: Record) -> bool:
    """Tell whether a record could be a row of a table: by the number of its values, their types and what they say."""
    if record.values[0] is not None or _fitted(table, record) is None:
        return False
    at = dict(zip(table.columns, record.values, strict=False))
    if table.name == "setting" and not _is_json(at.get("value")):
        return False
    if table.name == "change_row" and at.get("op") not in (ADDED, CHANGED, DELETED):
        return False
    for name, length in (("uuid", 36), ("sha256", 64)):
        if name in table.columns and not (isinstance(at.get(name), str) and len(str(at[name])) == length):
            return False
    # columns that a later version added may be missing; one that is always there may not
    least = {"claim": 13, "document": 20, "segment": 10, "actor": 8, "topic": 8, "history": 8}.get(table.name, 3)
    return len(record.values) >= min(least, len(table.columns))


def _is_json(value: Stored) -> bool:
    try:
        json.loads(str(value))
    except ValueError:
        return False
    return True
