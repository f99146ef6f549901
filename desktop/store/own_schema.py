"""What a project file may hold besides its rows: the tables, indexes and triggers of its version, and nothing else.

SQLite keeps statements in a file that it runs when rows are read or written (https://sqlite.org/security.html). So the
schema of a file is compared with the one that its version has before anything of it is used.
"""

import hashlib
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from desktop.core import collation
from desktop.store.guarded import guard
from desktop.store.mention_schema import MENTIONS, TABLE
from desktop.store.own_field_schema import FIELD_MENTION, FIELD_MENTIONS
from desktop.store.schema import INDEXED, MIGRATIONS, Migration
from desktop.store.sqlite import Sqlite
from desktop.store.vocabulary import KnownWords

# comments and blanks say nothing; a name in quotation marks is the same name
_TOKEN = re.compile(r"--[^\n]*|/\*.*?\*/|\s+|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]|\w+|.", re.DOTALL)
_VIRTUAL = re.compile(r"\s*create\s+virtual", re.IGNORECASE)
# what SQLite itself keeps of how often values occur, when another program asks it to
_STATISTICS = ("sqlite_stat1", "sqlite_stat4")
# `digest` of the newest version's schema: a file that has it to the letter needs no comparison that takes time
NEWEST = "96a0d7d39e96675f98b63424e159da4b73a96c93e15b4cfdeff2a43cbfd53fb9"
# the tables that a search index keeps itself in, which differ from one SQLite to the next
_SHADOWS = frozenset(f"{index}_{part}" for index in INDEXED for part in ("data", "idx", "content", "docsize", "config"))


@dataclass(frozen=True, slots=True, order=True)
class SchemaObject:
    """A table, index, trigger or view.

    Attributes:
        kind: ``table``, ``index``, ``trigger`` or ``view``.
        table: that it belongs to, itself for a table.
        sql: the statement that makes it; empty for an index that a table brings with it.
    """

    kind: str
    name: str
    table: str
    sql: str


@dataclass(frozen=True, slots=True)
class Differences:
    """How the schema of a file differs from that of its version.

    Attributes:
        missing: what is not there: indexes and triggers can be made again, a table cannot.
        foreign: what is there and does not belong there, or not so.
    """

    missing: tuple[SchemaObject, ...] = ()
    foreign: tuple[SchemaObject, ...] = ()

    @property
    def can_be_mended(self) -> bool:
        """Whether nothing is foreign, and what is missing can be made again."""
        return not self.foreign and all(one.sql and one.kind in ("index", "trigger") for one in self.missing)


def differences(db: Sqlite, version: int, migrations: tuple[Migration, ...] = MIGRATIONS) -> Differences:
    """Compare the schema of an open file of a *version* with the one that it should have.

    Raises:
        sqlite3.Error: when the schema cannot be read.
    """
    rows = read(db.conn)
    if digest(rows) == NEWEST and version == len(MIGRATIONS) and migrations is MIGRATIONS and _has_plain_shadows(db):
        return Differences()
    expected, shadows = _expected(migrations[:version])
    found = Counter(map(_normal, rows))
    there = {(one.kind, one.name): one for one in rows}
    missing = [one for one in expected.values() if not found[_normal(one)] and one.name not in shadows]
    # those of a search index are known by their columns
    missing += [expected[name] for name in sorted(shadows) if ("table", name) not in there]
    foreign: list[SchemaObject] = []
    for one in rows:
        own = expected.get(one.name)
        if one.name in shadows and one.kind == "table":
            # one that another module keeps would be run by a look at its columns
            is_own = not _VIRTUAL.match(one.sql) and _columns(db.conn, one.name) == shadows[one.name]
        elif one.name in _STATISTICS and one.kind == "table":
            is_own = True
        else:
            is_own = own is not None and _normal(own) == _normal(one) and found[_normal(one)] == 1
        if not is_own:
            foreign.append(one)
    # what stands there in another form is not missing
    foreign_names = {one.name for one in foreign}
    missing = [one for one in missing if one.name not in foreign_names]
    return Differences(tuple(sorted(missing, key=_by_weight)), tuple(sorted(foreign, key=_by_weight)))


def make_again(db: Sqlite, missing: tuple[SchemaObject, ...]) -> None:
    """Make missing indexes and triggers, and anew what follows from other tables; the caller holds the transaction."""
    for one in missing:
        db.execute(one.sql).close()
    if any(one.kind == "trigger" for one in missing):
        # what a missing trigger was to follow is not known
        for table, rows in ((TABLE, MENTIONS), (FIELD_MENTION, FIELD_MENTIONS)):
            db.execute(f"DELETE FROM {table}").close()
            db.execute(f"INSERT INTO {table} {rows}").close()
        for index, (table, column) in INDEXED.items():
            db.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')").close()
            db.execute(
                f"INSERT INTO vocabulary (word) SELECT n.value FROM {table} t, "
                f"json_each(new_words(CAST(t.{column} AS BLOB))) n WHERE true ON CONFLICT DO NOTHING"
            ).close()


def _by_weight(one: SchemaObject) -> tuple[int, str]:
    # a table before the indexes that go with it
    return {"view": 0, "table": 1, "trigger": 2}.get(one.kind, 3), one.name


def digest(rows: list[SchemaObject]) -> str:
    """Return what tells one schema from another, to the letter, but for what search indexes keep themselves in."""
    own = (one for one in sorted(rows) if one.kind != "table" or one.name not in _SHADOWS)
    told = "\0".join(f"{one.kind}\0{one.name}\0{one.table}\0{one.sql}" for one in own)
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()


def made_by(migrations: tuple[Migration, ...]) -> sqlite3.Connection:
    """Return an empty project in memory, brought up by *migrations*."""
    connection = sqlite3.connect(":memory:", isolation_level=None, factory=_Scratch)
    connection.create_collation("names", collation.compare)
    KnownWords(connection)
    guard(connection)
    db = Sqlite(connection)
    with db.atomic():
        for migration in migrations:
            migration(db)
    return connection


class _Scratch(sqlite3.Connection):
    """A connection that can be referred to weakly, as `KnownWords` does."""


@lru_cache(maxsize=16)
def _expected(
    migrations: tuple[Migration, ...],
) -> tuple[dict[str, SchemaObject], dict[str, list[tuple[object, ...]]]]:
    connection = made_by(migrations)
    try:
        rows = {one.name: one for one in read(connection)}
        shadow = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'"
        names = [name for (name,) in connection.execute(shadow).fetchall()]
        return rows, {name: _columns(connection, name) for name in names}
    finally:
        connection.close()


def _has_plain_shadows(db: Sqlite) -> bool:
    """Tell whether the tables of the search indexes are there, with no column that computes anything."""
    names = ", ".join(f"'{name}'" for name in sorted(_SHADOWS))
    sql = (
        "SELECT count(DISTINCT m.name), sum(x.hidden <> 0) FROM sqlite_master m, pragma_table_xinfo(m.name) x "
        f"WHERE m.type = 'table' AND m.name IN ({names}) AND m.sql NOT LIKE 'create virtual%'"
    )
    # where an index keeps no content of its own, that table is not there
    there, hidden = db.execute(sql).fetchone()
    return bool(there == len(INDEXED) * 4 and not hidden)


def read(connection: sqlite3.Connection) -> list[SchemaObject]:
    """Return all that the schema of an open file says."""
    sql = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
    return [SchemaObject(*map(_text, row)) for row in connection.execute(sql)]


def _text(value: object) -> str:
    # a hand may have put anything there
    return value if isinstance(value, str) else repr(value)


def _columns(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    # name, type, whether it is hidden or generated
    sql = "SELECT name, upper(type), hidden FROM pragma_table_xinfo(?) ORDER BY cid"
    return connection.execute(sql, [table]).fetchall()


def _normal(one: SchemaObject) -> tuple[str, str, str, tuple[str, ...]]:
    return one.kind, one.name, one.table, tuple(_tokens(one.sql))


def _tokens(sql: str) -> Iterator[str]:
    for token in _TOKEN.findall(sql):
        if token.isspace() or token.startswith(("--", "/*")):
            continue
        if token[0] in '"`[':
            yield token[1:-1].lower()
        else:
            yield token if token[0] == "'" else token.lower()
