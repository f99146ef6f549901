"""Search indexes, the vocabulary, and the mentions of many rows that are written together.

Triggers keep them right row by row, whoever writes. SQLite makes a savepoint for each row whose triggers write, and
FTS5 puts all that it holds into the file at every savepoint (``fts5SavepointMethod`` of its source): of ten thousand
claims that takes four times as long as the claims themselves. So their triggers step aside here, inside of the
transaction, and what they would have written row by row is written at once. Nobody else ever sees the file without
them: a transaction that is not brought to its end leaves the schema as it was.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from desktop.store.mention_schema import FILL, HOLDERS, MENTIONS
from desktop.store.schema import INDEXED
from desktop.store.sqlite import Sqlite

# rows for which it is worth to take the triggers away
_MANY = 100
_INDEX_OF = {table: (index, column) for index, (table, column) in INDEXED.items()}
_CHOSEN = "id IN (SELECT value FROM json_each(?))"


@contextmanager
def indexed_together(
    db: Sqlite, table: str, *, coming: Sequence[int] = (), going: Sequence[int] = ()
) -> Iterator[None]:
    """Let a block insert the rows of the ids *coming*, or delete those of *going*, and keep their index as a whole.

    When the block raises, nothing of what it did is left.
    """
    rows = coming or going
    if table == HOLDERS and len(coming) >= _MANY:
        with _mentioned_together(db, coming):
            yield
        return
    if table not in _INDEX_OF or len(rows) < _MANY:
        yield
        return
    index, column = _INDEX_OF[table]
    ids = [json.dumps(list(rows))]
    names = [f"{index}_insert", f"{table}_vocabulary_insert"] if coming else [f"{index}_delete"]
    with _without(db, names):
        if going:
            found = f"SELECT 'delete', id, {column} FROM {table}_searchable WHERE {_CHOSEN}"
            db.execute(f"INSERT INTO {index} ({index}, rowid, {column}) {found}", ids).close()
        yield
        if coming:
            found = f"SELECT id, {column} FROM {table}_searchable WHERE {_CHOSEN}"
            db.execute(f"INSERT INTO {index} (rowid, {column}) {found}", ids).close()
            words = f"SELECT value FROM {table} x, json_each(new_words(CAST(x.{column} AS BLOB))) WHERE x.{_CHOSEN}"
            db.execute(f"INSERT INTO vocabulary (word) {words} ON CONFLICT DO NOTHING", ids).close()


@contextmanager
def _mentioned_together(db: Sqlite, coming: Sequence[int]) -> Iterator[None]:
    with _without(db, ["mention_insert"]):
        yield
        # in the order of the table, of which each page is written once then
        found = f"{MENTIONS} WHERE x.{_CHOSEN} ORDER BY 1, 2, 3, 4"
        db.execute(f"{FILL} {found}", [json.dumps(list(coming))]).close()


@contextmanager
def _without(db: Sqlite, names: Sequence[str]) -> Iterator[None]:
    """Let a block write without the triggers of these *names*."""
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN (SELECT value FROM json_each(?))"
    triggers = db.execute(sql, [json.dumps(names)]).fetchall()
    with db.atomic():
        for name, _sql in triggers:
            db.execute(f'DROP TRIGGER "{name}"').close()
        yield
        for _name, made in triggers:
            db.execute(made).close()
