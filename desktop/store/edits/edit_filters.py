"""Filters kept in the project by name: reading them, and the actions on them."""

import contextlib
import json

from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.store.database import Database

_PREFIX = "claim filter/"


def saved_filters(db: Database) -> dict[str, ClaimFilter]:
    """Return the saved filters by name, in the order of the alphabet; one that a newer Visavis wrote is passed over."""
    sql = "SELECT key, value FROM setting WHERE substr(key, 1, ?) = ?"
    found: dict[str, ClaimFilter] = {}
    for key, value in db.sqlite.execute(sql, [len(_PREFIX), _PREFIX]):
        with contextlib.suppress(UserError):
            found[key.removeprefix(_PREFIX)] = ClaimFilter.from_json(json.loads(value))
    return dict(sorted(found.items(), key=lambda item: (item[0].casefold(), item[0])))


def save(db: Database, name: str, chosen: ClaimFilter) -> None:
    """Keep *chosen* under *name*, in place of what stood there.

    Raises:
        UserError: when the name is empty.
    """
    name = _name(name)
    value = json.dumps(chosen.as_json(), ensure_ascii=False)
    with db.edit("save_filter", {"name": name}) as recorder:
        row = _row(db, name)
        if row is None:
            recorder.insert("setting", {"key": _PREFIX + name, "value": value})
        else:
            recorder.update("setting", row, {"value": value})


def rename(db: Database, old: str, new: str) -> None:
    """Give a saved filter another name.

    Raises:
        UserError: when there is no filter *old*, or *new* is empty or another one's.
    """
    new = _name(new)
    row = _existing(db, old)
    if new != old and _row(db, new) is not None:
        raise UserError(f"There is a filter “{new}” already: choose another name.")
    with db.edit("rename_filter", {"name": old}) as recorder:
        recorder.update("setting", row, {"key": _PREFIX + new})


def delete(db: Database, name: str) -> None:
    """Delete a saved filter.

    Raises:
        UserError: when there is none of that name.
    """
    row = _existing(db, name)
    with db.edit("delete_filter", {"name": name}) as recorder:
        recorder.delete("setting", [row])


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise UserError("The filter needs a name: type one.")
    return name


def _row(db: Database, name: str) -> int | None:
    row = db.sqlite.execute("SELECT id FROM setting WHERE key = ?", [_PREFIX + name]).fetchone()
    return int(row[0]) if row else None


def _existing(db: Database, name: str) -> int:
    row = _row(db, name)
    if row is None:
        raise UserError(f"There is no filter “{name}”: it was renamed or deleted meanwhile.")
    return row
