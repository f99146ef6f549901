"""What of the sets of others is refused before anything is written, or with all that was."""

import json
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.portable import (
    ACTORS,
    OF_TEXT,
    VALUES,
    PortableRow,
    PortableSet,
    ThingKey,
)
from desktop.core.text import context, one_line
from desktop.store import set_log
from desktop.store.database import Database
from desktop.store.edits.taking.things import PLACED
from desktop.store.foreign import has_form, is_ours
from desktop.store.portable_rows import FOLDED_IN, reference
from desktop.store.reads import scale as scales
from desktop.store.recorder import Recorder
from desktop.store.schema import RECORDED

if TYPE_CHECKING:
    from desktop.core.changes import Value

# by table, those of some uuids that tell another length than their text has, or a place behind its end
_OUT_OF_TEXT = {
    "document": "SELECT d.id FROM document d JOIN text t ON t.id = d.text_id "
    "WHERE d.uuid IN (SELECT value FROM json_each(?)) AND d.length <> length(t.content)",
    **{
        table: f"SELECT x.id FROM {table} x JOIN document d ON d.id = x.document_id "
        'WHERE x.uuid IN (SELECT value FROM json_each(?)) AND x."end" > d.length'
        for table in ("claim", "segment")
    },
}
# how far the counter of a set may be beyond all that is known: each set counts one on
_FARTHEST = 1_000_000_000


def refuse_strange(db: Database, sets: Sequence[PortableSet]) -> None:
    """Refuse sets that tell of tables or columns that there are not, or of values that Visavis writes nowhere.

    Raises:
        ValueError: when one does.
    """
    columns: dict[str, dict[str, str]] = {
        table: {
            str(name): str(kind)
            for name, kind in db.sqlite.execute("SELECT name, type FROM pragma_table_info(?)", [table])
        }
        for table in dict.fromkeys(row.table for one in sets for row in one.rows)
        if table in RECORDED
    }
    plain = {table: _plain(table, own) for table, own in columns.items()}
    looked_at: dict[Hashable, tuple[str, ...]] = {}
    last = set_log.last_place(db)
    for one in sets:
        if one.order > last + _FARTHEST:
            raise ValueError(f"{one.client} {one.order}")
        for row in one.rows:
            if row.table not in columns or row.table in FOLDED_IN:
                raise ValueError(row.table)
            if row.table == "setting" and row.uuid == scales.SETTING:
                _refuse_no_scale(row.columns.get("value", (None, None))[1])
            # thousands of rows have the same columns, with values of the same kinds
            form = (row.table, *row.columns, *map(type, chain.from_iterable(row.columns.values())))
            if form not in looked_at:
                looked_at[form] = tuple(_told_by_value(row, plain[row.table]))
            for name in looked_at[form]:
                for value in row.columns[name]:
                    if value is not None and not _fits(columns[row.table], row.table, name, value):
                        raise ValueError(f"{row.table}.{name}")


def _refuse_no_scale(told: object) -> None:
    if told is not None and scales.read(str(told).encode()) is None:
        raise ValueError("setting scale")


def _told_by_value(row: PortableRow, plain: Mapping[str, type[Any]]) -> Iterator[str]:
    """Yield the columns of which more is to be seen than the kinds of their values."""
    for name, pair in row.columns.items():
        if any(value is not None and type(value) is not plain.get(name) for value in pair):
            yield name


def _plain(table: str, columns: Mapping[str, str]) -> dict[str, type[Any]]:
    """Return the columns of which the kind of a value tells all, each with that kind; nearly all values are such."""
    kinds = {"TEXT": str, "INTEGER": int}
    return {
        name: str if reference(table, name) else kinds[kind]
        for name, kind in columns.items()
        if name not in ("id", "uuid") and kind in kinds and not has_form(table, name)
    }


def _fits(columns: Mapping[str, str], table: str, name: str, value: Any) -> bool:
    """Tell whether a value of a set is one of that column."""
    if name in (ACTORS, VALUES):
        return table == "claim" and isinstance(value, list)
    if name in (OF_TEXT, f"{OF_TEXT}_b"):
        return table in PLACED and isinstance(value, str)
    whole = name.partition(".")[0]
    if whole in ("origins", "variables") and whole != name:
        if not (whole in columns and isinstance(value, str)):
            return False
        return whole == "variables" or is_ours(table, whole, f"[{value}]")
    if name not in columns or name in ("id", "uuid"):
        return False
    if reference(table, name):
        return isinstance(value, str)
    kinds: dict[str, type[Any] | tuple[type[Any], ...]] = {"TEXT": str, "INTEGER": int, "REAL": (int, float)}
    return isinstance(value, kinds.get(columns[name], object)) and is_ours(table, name, value)


def refuse_off_scale(db: Database, touched: Collection[ThingKey]) -> None:
    """Refuse claims on no step of the project's scale, which nobody could read: *touched* ones, or all of a new scale.

    Raises:
        UserError: when there is one; it may be that one chose another scale while another coded on this one.
    """
    known = scales.literals(one.key for one in scales.scale(db).all)
    sql, uuids = f"SELECT id, stance FROM claim WHERE stance NOT IN ({known})", ""
    if ("setting", scales.SETTING) not in touched:
        sql += " AND uuid IN (SELECT value FROM json_each(?))"
        uuids = json.dumps([uuid for table, uuid in touched if table == "claim"])
    row = db.sqlite.execute(f"{sql} ORDER BY id LIMIT 1", [uuids] if uuids else []).fetchone()
    if row is not None:
        raise UserError(
            _(
                "A claim would have the stance “{stance}”, which is no step of the scale that the project would have: "
                "nothing was taken in. Give the claims on it another stance, or the scale this step, and meet again."
            ),
            stance=one_line(str(row[1]), 80),
        )


def refuse_out_of_text(db: Database, touched: Iterable[ThingKey]) -> None:
    """Refuse documents that tell another length than their text has, and places behind its end.

    Raises:
        ValueError: when there is one.
    """
    uuids: dict[str, list[str]] = {}
    for table, uuid in touched:
        uuids.setdefault(table, []).append(uuid)
    for table, sql in _OUT_OF_TEXT.items():
        row = db.sqlite.execute(sql, [json.dumps(uuids.get(table, []))]).fetchone()
        if row is not None:
            raise ValueError(f"{table} {row[0]}")


def refuse_other_words(db: Database, recorder: Recorder, claims: Sequence[str]) -> None:
    """Refuse claims with other words than stand in their place; what stands around them follows from the text.

    Raises:
        ValueError: when there is one.
    """
    sql = (
        'SELECT c.id, c.document_id, c.start, c."end", c.quote, c.prefix, c.suffix FROM claim c '
        "WHERE c.uuid IN (SELECT value FROM json_each(?)) ORDER BY c.document_id, c.start"
    )
    text, of = "", 0
    around: dict[int, dict[str, Value]] = {}
    for number, document, start, end, quote, *told in db.sqlite.execute(sql, [json.dumps(list(claims))]).fetchall():
        if document != of:
            content = "SELECT t.content FROM document d JOIN text t ON t.id = d.text_id WHERE d.id = ?"
            (text,), of = db.sqlite.execute(content, [document]).fetchone(), document
        if text[start:end] != quote:
            raise ValueError(f"claim {number} quote")
        prefix, suffix = context(text, start, end)
        if told != [prefix, suffix]:
            around[int(number)] = {"prefix": prefix, "suffix": suffix}
    recorder.update_many("claim", around)
