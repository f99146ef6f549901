"""Choosing the scale on which a project's stances lie, with what becomes of those that its claims have."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.core import scale as scales
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.scale import NOT_CODED, Scale
from desktop.store.database import Database
from desktop.store.edits import saved
from desktop.store.edits.claims import unite
from desktop.store.reads import scale as reads

if TYPE_CHECKING:
    from desktop.core.changes import Value


def plan(db: Database, new: Scale, answers: Mapping[str, str] | None = None) -> dict[str, tuple[str, int]]:
    """Return for each stance that claims have what it becomes on another scale, and how many claims have it.

    *answers* say what keys become; the others become what `scales.fitting` says.

    Raises:
        UserError: when an answer names a step that there is not.
    """
    old = reads.scale(db)
    told = {**scales.fitting(old, new), NOT_CODED: NOT_CODED}
    for key, answer in (answers or {}).items():
        if not old.has(key) or key == NOT_CODED:
            raise UserError(_("“{key}” is no step of the scale that the project has."), key=key)
        if not new.has(answer):
            raise UserError(_("“{key}” is no step of the new scale."), key=answer)
        told[key] = answer
    used = reads.usage(db)
    return {key: (told.get(key, NOT_CODED), used.get(key, 0)) for key in {**told, **used}}


def following(db: Database, new: Scale, answers: Mapping[str, str] | None = None) -> list[str]:
    """Return the names of saved filters and views that name a stance which becomes another.

    Raises:
        UserError: as `plan`.
    """
    return saved.names_of(saved.of_scale(db, _becomes(db, new, answers)))


def _becomes(db: Database, new: Scale, answers: Mapping[str, str] | None) -> dict[str, str]:
    return {key: other for key, (other, _number) in plan(db, new, answers).items()}


def choose(db: Database, new: Scale, answers: Mapping[str, str] | None = None) -> tuple[int, int]:
    """Let a project have another scale; return how many claims changed, and how many went.

    A claim takes the step that `plan` says, and saved filters and views name it so. Of claims that say the same then
    one is left.

    Raises:
        UserError: when an answer names a step that there is not; nothing is changed then.
    """
    told = plan(db, new, answers)
    moved = {key: other for key, (other, number) in told.items() if number and other != key}
    number = sum(told[key][1] for key in moved)
    with db.edit("choose_scale", {"count": number}) as recorder:
        saved.follow_scale(db, recorder, {key: other for key, (other, _number) in told.items()})
        row = db.sqlite.execute("SELECT id FROM setting WHERE key = ?", [reads.SETTING]).fetchone()
        value = json.dumps(new.as_record(), ensure_ascii=False)
        if row is None:
            recorder.insert("setting", {"key": reads.SETTING, "value": value})
        else:
            recorder.update("setting", int(row[0]), {"value": value})
        keys = json.dumps(list(moved))
        changed: dict[str, dict[int, dict[str, Value]]] = {}
        # all before the first is changed: a step may take the key of another
        for table in ("claim", "claim_actor"):
            sql = f"SELECT id, stance FROM {table} WHERE stance IN (SELECT value FROM json_each(?)) ORDER BY id"
            changed[table] = {row: {"stance": moved[key]} for row, key in db.sqlite.execute(sql, [keys])}
        for table, rows in changed.items():
            recorder.update_many(table, rows)
        gone = unite(db, recorder, list(changed["claim"])) if changed["claim"] else frozenset()
    scales.use(new)
    return number, len(gone)
