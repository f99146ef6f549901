"""What a project remembers of the columns of tables: for the next file of the same head."""

import contextlib
import json
from typing import TYPE_CHECKING

from desktop.core.columns import ColumnChoices
from desktop.core.text import text_hash
from desktop.store.database import Database
from desktop.store.foreign import FAULTS
from desktop.store.reads import own_fields
from desktop.store.recorder import Recorder

if TYPE_CHECKING:
    from desktop.core.changes import Value

_PREFIX = "columns/"


def remembered(db: Database) -> ColumnChoices:
    """Return what was said of the columns of tables that came in."""
    sql = "SELECT value FROM setting WHERE substr(key, 1, ?) = ? ORDER BY id"
    found = []
    for (value,) in db.sqlite.execute(sql, [len(_PREFIX), _PREFIX]):
        # what another program wrote there is as if nothing was
        with contextlib.suppress(*FAULTS):
            columns = json.loads(value)
            found.append((tuple(columns), tuple(map(str, columns.values()))))
    return ColumnChoices(by_head=tuple(found), own=own_names(db))


def own_names(db: Database) -> tuple[str, ...]:
    """Return what the project's own fields of documents are called."""
    return tuple(one.name for one in own_fields.fields(db, "document", defined=True))


def remember(db: Database, recorder: Recorder, choices: ColumnChoices) -> None:
    """Keep what is said of the columns of tables, as part of a greater action; what is so already stays."""
    known = dict(remembered(db).by_head)
    for head, roles in choices.by_head:
        if known.get(head) == roles:
            continue
        key = _PREFIX + text_hash(json.dumps(head))[:32]
        value: dict[str, Value] = {"value": json.dumps(dict(zip(head, roles, strict=True)), ensure_ascii=False)}
        row = db.sqlite.execute("SELECT id FROM setting WHERE key = ?", [key]).fetchone()
        if row is None:
            recorder.insert("setting", {"key": key, **value})
        else:
            recorder.update("setting", int(row[0]), value)
