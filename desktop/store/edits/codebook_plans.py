"""What merging or deleting an actor or topic would do: read, nothing is written."""

import json
from collections.abc import Mapping

from desktop.core.changes import Value
from desktop.core.codebook_plans import CellChange, Counts, DeletePlan, MergePlan
from desktop.core.fields import ENTRY_COLUMNS
from desktop.core.values import Stance
from desktop.store.database import Database
from desktop.store.edits.codebook import clean_aliases, entry

# how one side of a merge looks to the other: these are the entry's own and neither taken over nor lost
_OWN = {"key", "name", "kind", "color", "initials"}


def merge_plan(db: Database, table: str, source: int, target: int) -> MergePlan:
    """Return what merging *source* into *target* would do.

    Raises:
        UserError: when one of them is gone.
    """
    old, kept = entry(db, table, source), entry(db, table, target)
    taken = taken_fields(table, old, kept)
    told = {*ENTRY_COLUMNS[table]} - _OWN
    dropped = [name for name in ENTRY_COLUMNS[table] if name in told and old[name] and name not in taken]
    both = "SELECT count(*) FROM claim_actor a JOIN claim_actor b USING (claim_id) WHERE a.actor_id=? AND b.actor_id=?"
    kept_aliases = json.loads(str(kept["aliases"]))
    rest = delete_plan(db, table, source)
    return MergePlan(
        claims=rest.claims + rest.shared,
        both=_count(db, both, source, target) if table == "actor" else 0,
        cells=_cells(db, table, source, target),
        aliases=tuple(alias for alias in merged_aliases(old, kept) if alias not in kept_aliases),
        taken=tuple(name for name in taken if name in told),
        dropped=tuple(name for name in dropped if old[name] != kept[name]),
        memos=rest.memos,
        children=rest.children,
        participations=rest.participations,
        turns=rest.turns,
    )


def delete_plan(db: Database, table: str, number: int) -> DeletePlan:
    """Return what hangs on an actor or topic.

    Raises:
        UserError: when it is gone.
    """
    entry(db, table, number)
    shared = (
        "SELECT count(*) FROM claim_actor a WHERE a.actor_id = ? AND EXISTS "
        "(SELECT 1 FROM claim_actor o WHERE o.claim_id = a.claim_id AND o.actor_id <> a.actor_id)"
    )
    actor = table == "actor"
    others = _count(db, shared, number) if actor else 0
    total = _count(db, f"SELECT count(*) FROM {'claim_actor' if actor else 'claim'} WHERE {table}_id = ?", number)
    return DeletePlan(
        claims=total - others,
        shared=others,
        memos=_count(db, f"SELECT count(*) FROM memo WHERE {table}_id = ?", number),
        children=_count(db, f"SELECT count(*) FROM {table} WHERE parent_id = ?", number),
        participations=_count(db, "SELECT count(*) FROM participant WHERE actor_id = ?", number) if actor else 0,
        turns=_count(db, "SELECT count(*) FROM segment WHERE actor_id = ?", number) if actor else 0,
    )


def taken_fields(table: str, old: Mapping[str, Value], kept: Mapping[str, Value]) -> list[str]:
    """Return the fields that are empty in the row *kept* and not in *old*."""
    return [name for name in ENTRY_COLUMNS[table] if old[name] and not kept[name]]


def merged_aliases(old: Mapping[str, Value], kept: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the aliases of *kept*, then the name and the aliases of *old*."""
    names = [*json.loads(str(kept["aliases"])), str(old["name"]), *json.loads(str(old["aliases"]))]
    return clean_aliases(names, str(kept["name"]))


def _cells(db: Database, table: str, source: int, target: int) -> tuple[CellChange, ...]:
    other = "topic_id" if table == "actor" else "actor_id"
    own = f"{table}_id"
    # claims that name both count once, so claims are counted and not rows
    sql = (
        f"SELECT {other}, stance, count(DISTINCT claim_id) FILTER (WHERE {own} = ?), count(DISTINCT claim_id) "
        f"FROM claim_actor WHERE {own} IN (?, ?) AND {other} IN "
        f"(SELECT {other} FROM claim_actor WHERE {own} = ?) GROUP BY {other}, stance"
    )
    before: dict[int, dict[str, int]] = {}
    after: dict[int, dict[str, int]] = {}
    for number, stance, here, both in db.sqlite.execute(sql, [target, source, target, source]):
        before.setdefault(number, {})[stance] = here
        after.setdefault(number, {})[stance] = both
    return tuple(
        CellChange(
            target if table == "topic" else number,
            target if table == "actor" else number,
            _counts(before[number]),
            _counts(after[number]),
        )
        for number in sorted(before, key=lambda one: (-sum(after[one].values()), one))
        if before[number] != after[number]
    )


def _counts(found: Mapping[str, int]) -> Counts:
    favor, against, neutral = (found.get(stance.value, 0) for stance in Stance)
    return favor, against, neutral


def _count(db: Database, sql: str, *values: int) -> int:
    return int(db.sqlite.execute(sql, values).fetchone()[0])
