"""Settings of the project, each a value under a key, written as part of a greater action."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from desktop.store.database import Database
from desktop.store.recorder import Recorder

if TYPE_CHECKING:
    from desktop.core.changes import Value


def held(db: Database, keys: Iterable[str]) -> dict[str, str]:
    """Return the values of those *keys* that have one."""
    sql = "SELECT key, value FROM setting WHERE key IN (SELECT value FROM json_each(?))"
    return dict(db.sqlite.execute(sql, [json.dumps(list(keys))]).fetchall())


def put(db: Database, recorder: Recorder, values: Mapping[str, str]) -> None:
    """Write values under their keys, in place of what stands there."""
    there = _rows(db, values)
    new: list[dict[str, Value]] = [{"key": key, "value": value} for key, value in values.items() if key not in there]
    old: dict[int, dict[str, Value]] = {there[key]: {"value": value} for key, value in values.items() if key in there}
    recorder.insert_many("setting", new)
    recorder.update_many("setting", old)


def take_away(db: Database, recorder: Recorder, keys: Iterable[str]) -> None:
    """Take the values of *keys* away, where there are any."""
    recorder.delete("setting", _rows(db, keys).values())


def _rows(db: Database, keys: Iterable[str]) -> dict[str, int]:
    sql = "SELECT key, id FROM setting WHERE key IN (SELECT value FROM json_each(?))"
    return dict(db.sqlite.execute(sql, [json.dumps(list(keys))]).fetchall())
