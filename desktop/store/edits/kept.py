"""Actions on what an analyst keeps of a comparison: named views, and summaries of cells."""

import json
from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.text import one_line
from desktop.core.views import View
from desktop.store.database import Database, now

if TYPE_CHECKING:
    from desktop.core.changes import Cell

# the setting that holds a view is this and the view's name
PREFIX = "view:"


def views(db: Database) -> dict[str, View]:
    """Return the kept views by name, in alphabetical order.

    Raises:
        UserError: when one cannot be read, since a newer program wrote it.
    """
    sql = "SELECT key, value FROM setting WHERE substr(key, 1, ?) = ? ORDER BY key COLLATE NOCASE, key"
    found = {}
    for key, value in db.sqlite.execute(sql, [len(PREFIX), PREFIX]):
        name = key.removeprefix(PREFIX)
        try:
            found[name] = View.from_record(json.loads(value))
        except (UserError, TypeError, AttributeError) as error:
            raise UserError(f"The view “{name}” cannot be read ({error}): delete it, and keep it anew.") from error
    return found


def view(db: Database, name: str) -> View:
    """Return one kept view.

    Raises:
        UserError: when there is none of that name.
    """
    found = views(db)
    if name not in found:
        known = ", ".join(f"“{one}”" for one in found) or "none"
        raise UserError(f"There is no view “{name}”: the project keeps {known}.")
    return found[name]


def keep_view(db: Database, name: str, kept: View) -> None:
    """Keep a view under *name*, in place of the one that has it.

    Raises:
        UserError: when the name is empty.
    """
    name = one_line(name)
    if not name:
        raise UserError("The view needs a name: type one.")
    value = json.dumps(kept.as_record(), ensure_ascii=False)
    with db.edit("keep_view", {"name": name}) as recorder:
        row = db.sqlite.execute("SELECT id FROM setting WHERE key = ?", [PREFIX + name]).fetchone()
        if row:
            recorder.update("setting", int(row[0]), {"value": value})
        else:
            recorder.insert("setting", {"key": PREFIX + name, "value": value})


def delete_view(db: Database, name: str) -> None:
    """Delete a kept view, also one that cannot be read.

    Raises:
        UserError: when there is none of that name.
    """
    with db.edit("delete_view", {"name": name}) as recorder:
        row = db.sqlite.execute("SELECT id FROM setting WHERE key = ?", [PREFIX + name]).fetchone()
        if row is None:
            raise UserError(f"There is no view “{name}”: “visavis views” lists them.")
        recorder.delete("setting", [int(row[0])])


def set_summary(db: Database, topic_id: int, actor_id: int, text: str) -> None:
    """Write the analyst's summary of the cell of a topic and an actor; an empty text takes it away.

    Several memos on one cell, as an import may bring them, become one.
    """
    text = text.strip()
    sql = "SELECT id FROM memo WHERE topic_id = ? AND actor_id = ? ORDER BY id"
    with db.edit("write_summary" if text else "delete_summary") as recorder:
        known = [int(row[0]) for row in db.sqlite.execute(sql, [topic_id, actor_id])]
        if known and text:
            recorder.update("memo", known[0], {"text": text})
        elif text:
            coder = db.coder_id(recorder)
            values: dict[str, Cell] = {
                "topic_id": topic_id,
                "actor_id": actor_id,
                "coder_id": coder,
                "text": text,
                "created": now(),
            }
            recorder.insert("memo", values)
        recorder.delete("memo", known[1:] if text else known)
