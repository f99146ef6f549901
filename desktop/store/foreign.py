"""Values that no Visavis wrote: of kinds that there are not, JSON of another form, bytes that are no text.

SQLite holds the rows of a sound file to types and checks; a damaged or foreign one may hold anything. `problems` looks
for all that is wrong, and `read_from` says of a question that failed whether they are why.
"""

import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from desktop.core.actions import tell
from desktop.core.conflicts import ConflictKind, Settlement
from desktop.core.dates import PartialDate
from desktop.core.errors import DamageError
from desktop.core.language import N_, _
from desktop.core.portable import ADDED, CLIENT_FORM, load_row
from desktop.core.traces import Verdict
from desktop.core.values import Certainty
from desktop.store.database import Database
from desktop.store.errors import explain, explained, plain
from desktop.store.lost import LostFileError
from desktop.store.schema import INDEXED, RECORDED
from desktop.store.sqlite import Sqlite

# what a row raises that is not as it should be
FAULTS = (LookupError, ValueError, TypeError, AttributeError, OverflowError, MemoryError)
_NO_TEXT = N_("{table} {number} has bytes in {column} that are no text (UTF-8).")
_OTHER_FORM = N_("{table} {number} has something in {column} that Visavis writes nowhere.")
_IN_CIRCLE = N_("{table} {number} stands under itself.")
# seconds that a question that failed may look for the reason
_LONGEST_LOOK = 3.0
# rows whose values are looked at together
_TOGETHER = 200


def _names(value: str) -> None:
    found = json.loads(value)
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise TypeError(value)


def _offsets(value: str) -> None:
    found = json.loads(value)
    if not isinstance(found, list) or not all(isinstance(one, int) and one >= 0 for one in found):
        raise TypeError(value)


def _origins(value: str) -> None:
    found = json.loads(value)
    if not isinstance(found, list):
        raise TypeError(value)
    for fact, sure, *told in found:
        Certainty(sure)
        if len(told) not in (1, 2) or not all(isinstance(one, str) for one in (fact, *told)):
            raise TypeError(value)


def _variables(value: str) -> None:
    found = json.loads(value)
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise TypeError(value)


def _dated(value: str) -> None:
    if value and PartialDate.parse(value).year is None:
        raise ValueError(value)


def _action(value: str) -> None:
    tell(value)


def _versions(value: str) -> None:
    found = json.loads(value)
    if not isinstance(found, list):
        raise TypeError(value)
    for one in found:
        load_row(("conflict", "?", ADDED, {name: (None, each) for name, each in dict(one["values"]).items()}))
        if not all(isinstance(one.get(name, ""), str) for name in ("client", "coder", "created")):
            raise TypeError(value)
        if not isinstance(one.get("number", 0), int):
            raise TypeError(value)


def _base(value: str) -> None:
    found = json.loads(value)
    if not isinstance(found, dict) or not all(type(one) is int and one >= 0 for one in found.values()):
        raise TypeError(value)


def _columns(value: str) -> None:
    load_row(("conflict", "?", ADDED, json.loads(value)))


def _table(value: str) -> None:
    if value not in RECORDED:
        raise ValueError(value)


def _decision(value: str) -> None:
    if value:
        Settlement(value)


# the columns whose values SQLite does not know the form of
_FORMS: dict[tuple[str, str], Callable[[str], object]] = {
    ("actor", "aliases"): _names,
    ("topic", "aliases"): _names,
    ("document", "pages"): _offsets,
    ("document", "origins"): _origins,
    **{(table, "variables"): _variables for table in ("document", "actor", "topic")},
    ("own_field", "choices"): _names,
    **{("membership", name): _dated for name in ("since", "until")},
    ("conflict", "kind"): ConflictKind,
    ("conflict", "name"): _table,
    ("conflict", "versions"): _versions,
    ("conflict", "decision"): _decision,
    ("successor", "name"): _table,
    ("change_set", "base"): _base,
    ("change_row", "columns"): _columns,
    ("document", "date_certainty"): Certainty,
    ("trace_verdict", "found"): Verdict,
    ("history", "action"): _action,
}


def are_team_facts(told: Mapping[bytes, bytes]) -> bool:
    """Tell whether Visavis could have written what a file keeps of its team."""
    try:
        facts = {key.decode(): value.decode() for key, value in told.items()}
    except (UnicodeDecodeError, AttributeError):
        return False
    if "client" not in facts:
        return True
    counts = (facts.get("sent", "0"), facts.get("sealed", "0"))
    return bool(
        re.fullmatch(CLIENT_FORM, facts["client"])
        and {"project", "place"} <= facts.keys()
        and all(re.fullmatch(r"[0-9]{1,18}", one) for one in counts)
    )


def has_form(table: str, column: str) -> bool:
    """Tell whether a column has values of a form that SQLite does not know."""
    return (table, column) in _FORMS


def is_ours(table: str, column: str, value: object) -> bool:
    """Tell whether Visavis could have written a value, as far as SQLite would not know."""
    form = _FORMS.get((table, column))
    if form is None or not isinstance(value, str):
        return True
    try:
        form(value)
    except (*FAULTS, RecursionError):
        return False
    return True


def problems(sqlite: Sqlite) -> Iterator[str]:
    """Yield a sentence for each value of an open file that no Visavis writes.

    Raises:
        sqlite3.Error: when a table cannot be read.
    """
    for table in (*RECORDED, "history", "change_set", "change_row"):
        columns = _text_columns(sqlite, table)
        if _are_texts(sqlite, table, columns):
            columns = [column for column in columns if (table, column) in _FORMS]
        for column in columns:
            # as bytes: of a text that is none SQLite's library would say nothing else
            for number, value in sqlite.execute(f'SELECT id, CAST("{column}" AS BLOB) FROM "{table}"'):
                try:
                    text = None if value is None else value.decode()
                except UnicodeDecodeError:
                    yield _(_NO_TEXT).format(table=table, number=number, column=column)
                    continue
                if not is_ours(table, column, text):
                    yield _(_OTHER_FORM).format(table=table, number=number, column=column)
    if not are_team_facts(dict(sqlite.execute("SELECT CAST(key AS BLOB), CAST(value AS BLOB) FROM team"))):
        yield _("What the file says of its team is nothing that Visavis writes.")
    for table in ("actor", "topic"):
        sql = (
            f"WITH RECURSIVE up(id, at) AS (SELECT id, parent_id FROM {table} WHERE parent_id IS NOT NULL UNION "
            f"SELECT up.id, t.parent_id FROM up JOIN {table} t ON t.id = up.at WHERE t.parent_id IS NOT NULL) "
            "SELECT DISTINCT id FROM up WHERE id = at ORDER BY id"
        )
        for (number,) in sqlite.execute(sql):
            yield _(_IN_CIRCLE).format(table=table, number=number)


def _are_texts(sqlite: Sqlite, table: str, columns: list[str]) -> bool:
    """Tell whether all values of the columns are texts, in a tenth of the time in which each is looked at.

    False where that cannot be told so: ids that do not grow, or more than SQLite takes for one value.
    """
    # what ends amid a letter goes on with none of the next value
    together = ", ".join(f"group_concat(\"{column}\", ' ')" for column in columns)
    some = f'SELECT {together} FROM "{table}" WHERE id BETWEEN ? AND ?'
    following, last = f'SELECT min(id) FROM "{table}" WHERE id > ?', -(2**63)
    sqlite.conn.text_factory = bytes
    try:
        while columns:
            (first,) = sqlite.execute(following, [last]).fetchone()
            if first is None:
                break
            if first <= last:
                return False
            last = min(first + _TOGETHER - 1, 2**63 - 1)
            b" ".join(filter(None, sqlite.execute(some, [first, last]).fetchone())).decode()
    except (UnicodeDecodeError, TypeError, sqlite3.DataError):
        return False
    finally:
        sqlite.conn.text_factory = str
    return True


def _text_columns(sqlite: Sqlite, table: str) -> list[str]:
    # what the history keeps of rows is read by `store.check` in its own way
    sql = "SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT' AND name <> 'changes' ORDER BY cid"
    return [str(name) for (name,) in sqlite.execute(sql, [table])]


def fault(db: Database, seconds: float = _LONGEST_LOOK) -> str:
    """Return what is wrong with the file of an open project, as far as it is found in so many *seconds*; else empty."""
    end = time.monotonic() + seconds
    db.sqlite.conn.set_progress_handler(lambda: int(time.monotonic() > end), 10_000)
    try:
        for (line,) in db.sqlite.execute("PRAGMA integrity_check(1)"):
            if line != "ok":
                return _("The file is damaged: {reason}.").format(reason=plain(line))
        for table, row, parent, _key in db.sqlite.execute("PRAGMA foreign_key_check"):
            told = _("{table} {row} refers to a row of {parent} that does not exist.")
            return told.format(table=table, row=row, parent=parent)
        found = next(problems(db.sqlite), "")
        return found or _search_fault(db.sqlite)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
            return ""
        return explain(error, db.path) or ""
    except MemoryError:
        return _("The file is damaged: {reason}.").format(reason=_("a row says that it is larger than the file"))
    except UnicodeDecodeError:
        # what SQLite says quotes the file
        return _("The file is damaged: {reason}.").format(reason=_("what it calls its parts is no text"))
    finally:
        db.sqlite.conn.set_progress_handler(None, 0)


def _search_fault(sqlite: Sqlite) -> str:
    for index, (table, _column) in INDEXED.items():
        try:
            sqlite.execute(f"SELECT rowid FROM {index} WHERE {index} MATCH 'a' LIMIT 1").fetchone()
        except sqlite3.Error:
            return _("The search index of {table} cannot be read.").format(table=table)
    return ""


@contextmanager
def read_from(db: Database) -> Iterator[None]:
    """Tell what cannot be read of an open project as what it is: SQLite's own word, or a value that is not ours.

    Raises:
        UserError: as `errors.explained`.
        DamageError: when what the block raised is due to the file; a bug of ours goes on as it is.
    """
    with explained(db.path):
        try:
            yield
        except (*FAULTS, sqlite3.Error) as error:
            if isinstance(error, sqlite3.Error) and explain(error, db.path) is not None:
                raise
            if db.look_after_file() and not db.can_be_read:
                # a file of no bytes is one without tables to SQLite
                raise LostFileError(db.watch.told) from error
            reason = fault(db)
            if not reason:
                raise
            told = _(
                "“{path}” holds what cannot be read. {reason} Restore a backup (“visavis backups” lists them), or "
                "rescue what can be read (“visavis rescue”); the File menu does both."
            )
            raise DamageError(told, path=db.path, reason=reason) from error
