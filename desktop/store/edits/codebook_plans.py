"""What merging or deleting an actor or topic would do: read, nothing is written."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from desktop.core.changes import Value
from desktop.core.fields import ENTRY_COLUMNS
from desktop.core.values import Stance
from desktop.store.database import Database
from desktop.store.edits.codebook import clean_aliases, entry

# how one side of a merge looks to the other: these are the entry's own and neither taken over nor lost
_OWN = {"key", "name", "kind", "color", "initials"}
# claims of a cell in favor, against and neutral
Counts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of the matrix that a merge would change; counts are claims in the order favor, against, neutral."""

    topic_id: int
    actor_id: int
    before: Counts
    after: Counts

    @property
    def becomes_contradictory(self) -> bool:
        """Whether it has favor and against only afterwards."""
        return bool(self.after[0] and self.after[1]) and not (self.before[0] and self.before[1])


@dataclass(frozen=True, slots=True)
class DeletePlan:
    """What hangs on an actor or topic.

    Attributes:
        claims: claims that would be left without a topic or actor.
        shared: claims that other actors hold too; they only lose this one.
        memos: those on it, and on its cells.
        children: entries nested under it.
        participations, turns: documents that it takes part in; segments that it speaks.
    """

    claims: int
    shared: int
    memos: int
    children: int
    participations: int
    turns: int


@dataclass(frozen=True, slots=True)
class MergePlan(DeletePlan):
    """What merging one actor or topic into another would do: what hangs on the one becomes the other's.

    Attributes:
        claims: all that get the other topic or actor, shared or not.
        both: of these, those that name both actors already, and name one afterwards.
        cells: the cells of the remaining topic or actor that would change.
        aliases: the names it would get.
        taken, dropped: fields that it would take over because its own are empty; that are lost because they are not.
    """

    both: int
    cells: tuple[CellChange, ...]
    aliases: tuple[str, ...]
    taken: tuple[str, ...]
    dropped: tuple[str, ...]


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
        **{**asdict(rest), "claims": rest.claims + rest.shared},
        both=_count(db, both, source, target) if table == "actor" else 0,
        cells=_cells(db, table, source, target),
        aliases=tuple(alias for alias in merged_aliases(old, kept) if alias not in kept_aliases),
        taken=tuple(name for name in taken if name in told),
        dropped=tuple(name for name in dropped if old[name] != kept[name]),
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
    own, other = ("topic_id", "actor_id") if table == "topic" else ("actor_id", "topic_id")
    # claims that name both count once, so claims are counted and not rows
    counts = ", ".join(
        f"count(DISTINCT claim_id) FILTER (WHERE {kept}stance = '{stance}')"
        for kept in (f"{own} = :target AND ", "")
        for stance in Stance
    )
    sql = (
        f"SELECT {other}, {counts} FROM claim_actor WHERE {own} IN (:source, :target) AND {other} IN "
        f"(SELECT {other} FROM claim_actor WHERE {own} = :source) GROUP BY 1"
    )
    rows = db.sqlite.execute(sql, {"source": source, "target": target}).fetchall()
    return tuple(
        CellChange(
            target if table == "topic" else row[0],
            target if table == "actor" else row[0],
            row[1:4],
            row[4:7],
        )
        for row in sorted(rows, key=lambda row: (-sum(row[4:7]), row[0]))
        if row[1:4] != row[4:7]
    )


def _count(db: Database, sql: str, *values: int) -> int:
    return int(db.sqlite.execute(sql, values).fetchone()[0])
