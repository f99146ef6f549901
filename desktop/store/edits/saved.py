"""What is saved in the project by name: filters, and views of the matrix."""

import contextlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal

from desktop.core.collation import name_key
from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter, quoted
from desktop.core.language import N_, _
from desktop.core.own_fields import OwnField
from desktop.core.text import one_line
from desktop.core.views import View
from desktop.store.database import Database
from desktop.store.foreign import FAULTS
from desktop.store.recorder import Recorder

SavedKind = Literal["filter", "view"]


# of each kind what stands before its name in the key of its setting, and why something cannot be done
_KINDS: dict[SavedKind, dict[str, str]] = {
    "filter": {
        "prefix": "claim filter/",
        "unnamed": N_("The filter needs a name: type one."),
        "taken": N_("There is a filter “{name}” already: choose another name."),
        "missing": N_("There is no filter “{name}”: the project has {names}."),
    },
    "view": {
        "prefix": "view:",
        "unnamed": N_("The view needs a name: type one."),
        "taken": N_("There is a view “{name}” already: choose another name."),
        "missing": N_("There is no view “{name}”: the project has {names}."),
    },
}


def filters(db: Database) -> dict[str, ClaimFilter]:
    """Return the saved filters by name, in alphabetical order; one that a newer Visavis wrote is passed over."""
    found: dict[str, ClaimFilter] = {}
    for name, value in _values(db, "filter").items():
        with contextlib.suppress(UserError, *FAULTS):
            found[name] = ClaimFilter.from_json(json.loads(value))
    return found


def views(db: Database) -> dict[str, View]:
    """Return the saved views by name, in alphabetical order.

    Raises:
        UserError: when one cannot be read, since a newer program wrote it.
    """
    found: dict[str, View] = {}
    for name, value in _values(db, "view").items():
        try:
            found[name] = View.from_record(json.loads(value))
        except (UserError, *FAULTS) as error:
            words = _("The view “{name}” cannot be read ({reason}): delete it, and save it anew.")
            raise UserError(words, name=name, reason=error) from error
    return found


def view(db: Database, name: str) -> View:
    """Return one saved view.

    Raises:
        UserError: when there is none of that name.
    """
    found = views(db)
    if name not in found:
        raise _missing("view", name, found)
    return found[name]


def save(db: Database, name: str, what: ClaimFilter | View) -> None:
    """Save *what* under a name, in place of what stood there.

    Raises:
        UserError: when the name is empty.
    """
    kind: SavedKind = "view" if isinstance(what, View) else "filter"
    record: Any = what.as_record() if isinstance(what, View) else what.as_json()
    name, value = _named(kind, name), json.dumps(record, ensure_ascii=False)
    with db.edit(f"save_{kind}", {"name": name}) as recorder:
        row = _row(db, kind, name)
        if row is None:
            recorder.insert("setting", {"key": _KINDS[kind]["prefix"] + name, "value": value})
        else:
            recorder.update("setting", row, {"value": value})


def rename(db: Database, kind: SavedKind, old: str, new: str) -> None:
    """Give what is saved another name.

    Raises:
        UserError: when there is nothing called *old*, or *new* is empty or another one's.
    """
    new = _named(kind, new)
    with db.edit(f"rename_{kind}", {"name": old}) as recorder:
        row = _existing(db, kind, old)
        if new != old and _row(db, kind, new) is not None:
            raise UserError(_(_KINDS[kind]["taken"]), name=new)
        recorder.update("setting", row, {"key": _KINDS[kind]["prefix"] + new})


def delete(db: Database, kind: SavedKind, name: str) -> None:
    """Delete what is saved, also what cannot be read.

    Raises:
        UserError: when there is none of that name.
    """
    with db.edit(f"delete_{kind}", {"name": name}) as recorder:
        recorder.delete("setting", [_existing(db, kind, name)])


def follow_field(db: Database, recorder: Recorder, old: OwnField, new: OwnField) -> None:
    """Let what is saved name an own field as it is called now, as part of a greater action."""
    before = {**filters(db)}
    named: dict[SavedKind, dict[str, Any]] = {"filter": {}, "view": {}}
    for name, chosen in before.items():
        named["filter"][name] = (chosen.as_json(), _with_field(chosen, old, new).as_json())
    for name, value in _values(db, "view").items():
        # what cannot be read stays as it is
        with contextlib.suppress(UserError, *FAULTS):
            view = View.from_record(json.loads(value))
            named["view"][name] = (view.as_record(), with_field(view, old, new).as_record())
    for kind, found in named.items():
        for name, (was, now) in found.items():
            if was != now:
                value = json.dumps(now, ensure_ascii=False)
                recorder.update("setting", _existing(db, kind, name), {"value": value})


def with_field(view: View, old: OwnField, new: OwnField) -> View:
    """Return a view that names an own field as it is called now, wherever it does.

    Raises:
        UserError: when it would name one twice then, or its filter cannot be read.
    """
    where = ClaimFilter.parse(view.where)
    axes = {
        side: ">".join(new.place if one == old.place else one for one in getattr(view, side).fields)
        for side in ("rows", "columns")
    }
    changed = _with_field(where, old, new)
    words = view.where if changed == where else changed.as_text()
    return view.changed(**axes, cells=new.place if view.cells == old.place else view.cells, where=words)


def of_scale(db: Database, told: Mapping[str, str]) -> dict[str, str]:
    """Return what saved filters and views are where stances become others, by the keys of their settings.

    *told* says what each becomes. Only what this changes is in it; what cannot be read stays as it is.
    """
    found: dict[str, str] = {}
    for name, value in _values(db, "filter").items():
        with contextlib.suppress(*FAULTS):
            record = json.loads(value)
            record["stances"] = _stances(record["stances"], told)
            found[_KINDS["filter"]["prefix"] + name] = json.dumps(record, ensure_ascii=False)
    for name, value in _values(db, "view").items():
        with contextlib.suppress(UserError, *FAULTS):
            view = View.from_record(json.loads(value))
            where = ClaimFilter.parse(view.where)
            if where.stances:
                # in words: a filter takes only steps of the scale that is in use still
                stances = ",".join(map(quoted, _stances(where.stances, told)))
                changed = view.changed(where=f"{where.without('stance').as_text()} stance={stances}".strip())
                found[_KINDS["view"]["prefix"] + name] = json.dumps(changed.as_record(), ensure_ascii=False)
    before = dict(db.sqlite.execute("SELECT key, value FROM setting").fetchall())
    return {key: value for key, value in found.items() if json.loads(before[key]) != json.loads(value)}


def follow_scale(db: Database, recorder: Recorder, told: Mapping[str, str]) -> None:
    """Let what is saved name stances as they become, as part of a greater action."""
    rows = dict(db.sqlite.execute("SELECT key, id FROM setting").fetchall())
    for key, value in of_scale(db, told).items():
        recorder.update("setting", int(rows[key]), {"value": value})


def names_of(keys: Iterable[str]) -> list[str]:
    """Return the names of what is saved under these keys of settings."""
    prefixes = [one["prefix"] for one in _KINDS.values()]
    return [next(key.removeprefix(one) for one in prefixes if key.startswith(one)) for key in keys]


def _stances(keys: Iterable[str], told: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(told.get(str(one), str(one)) for one in keys))


def _with_field(chosen: ClaimFilter, old: OwnField, new: OwnField) -> ClaimFilter:
    """Return a filter that names a field as it is called now."""
    parts = (one.partition("=") for one in chosen.own or ())
    told = (f"{new.place if place in (old.place, old.name) else place}={value}" for place, _sign, value in parts)
    return replace(chosen, own=tuple(told) or None)


def _values(db: Database, kind: SavedKind) -> dict[str, str]:
    prefix = _KINDS[kind]["prefix"]
    sql = "SELECT key, value FROM setting WHERE substr(key, 1, ?) = ?"
    found = {key.removeprefix(prefix): value for key, value in db.sqlite.execute(sql, [len(prefix), prefix])}
    return dict(sorted(found.items(), key=lambda item: name_key(item[0])))


def _named(kind: SavedKind, name: str) -> str:
    name = one_line(name)
    if not name:
        raise UserError(_(_KINDS[kind]["unnamed"]))
    return name


def _row(db: Database, kind: SavedKind, name: str) -> int | None:
    row = db.sqlite.execute("SELECT id FROM setting WHERE key = ?", [_KINDS[kind]["prefix"] + name]).fetchone()
    return int(row[0]) if row else None


def _existing(db: Database, kind: SavedKind, name: str) -> int:
    row = _row(db, kind, name)
    if row is None:
        raise _missing(kind, name, _values(db, kind))
    return row


def _missing(kind: SavedKind, name: str, known: dict[str, Any]) -> UserError:
    names = ", ".join(f"“{one}”" for one in known) or _("none")
    return UserError(_(_KINDS[kind]["missing"]), name=name, names=names)
