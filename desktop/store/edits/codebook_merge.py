"""Merging two actors or topics into one, splitting claims off into a new one, and deleting one.

The plans tell beforehand what that would do: they are read, nothing is written.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from desktop.core.changes import Value
from desktop.core.errors import UserError
from desktop.core.fields import ENTRY_COLUMNS
from desktop.core.language import N_, _
from desktop.core.values import Stance
from desktop.store.database import Database
from desktop.store.edits import memberships, successors
from desktop.store.edits.claims import doubles, remove, rows_of, unite
from desktop.store.edits.codebook import clean_aliases, dump_aliases, entry, insert
from desktop.store.edits.codebook_tree import ancestors
from desktop.store.edits.own_fields import variables_column
from desktop.store.reads.scale import literals
from desktop.store.recorder import Recorder

_ITSELF = {
    "actor": N_("This actor cannot be merged with itself: choose another one."),
    "topic": N_("This topic cannot be merged with itself: choose another one."),
}
_NONE_CHOSEN = {
    "actor": N_("No claim is chosen: choose those that go to the new actor."),
    "topic": N_("No claim is chosen: choose those that go to the new topic."),
}
_TO_DELETED = {
    "actor": N_("The claims cannot move to the actor that is deleted: choose another one."),
    "topic": N_("The claims cannot move to the topic that is deleted: choose another one."),
}
_HAS_CLAIMS = {
    "actor": N_("“{name}” has claims: say whether they are deleted too or move to another actor."),
    "topic": N_("“{name}” has claims: say whether they are deleted too or move to another topic."),
}


# how one side of a merge looks to the other: these are the entry's own and neither taken over nor lost
_OWN = {"key", "name", "kind", "color", "initials"}
# claims of a cell in favor, against and neutral
Counts = tuple[int, ...]


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
        memberships: where it belongs with dates, and who belongs to it so.
    """

    claims: int
    shared: int
    memos: int
    children: int
    participations: int
    turns: int
    memberships: int


@dataclass(frozen=True, slots=True)
class MergePlan(DeletePlan):
    """What merging one actor or topic into another would do: what hangs on the one becomes the other's.

    Attributes:
        claims: all that get the other topic or actor, shared or not.
        both: of these, those that name both actors already, and name one afterwards.
        doubles: claims of which another says the same afterwards: of the two one is left.
        cells: the cells of the remaining topic or actor that would change.
        aliases: the names it would get.
        taken, dropped: fields that it would take over because its own are empty; that are lost because they are not.
    """

    both: int
    doubles: int
    cells: tuple[CellChange, ...]
    aliases: tuple[str, ...]
    taken: tuple[str, ...]
    dropped: tuple[str, ...]


def merge(db: Database, table: str, source: int, target: int) -> int:
    """Make *source* a part of *target*, with its claims, memos, children, documents, turns and names.

    Fields that are empty in *target* are taken over, the others stay as they are there. Of claims that say the same
    then one is left; returns how many went.

    Raises:
        UserError: when the two are one, or one is gone.
    """
    with db.edit_in_parts(f"merge_{table}s") as edit:
        old, kept = _both(db, table, source, target)
        edit.values.update(name=str(old["name"]), target=str(kept["name"]))
        return merge_into(db, edit.recorder, table, source, target)


def merge_into(db: Database, recorder: Recorder, table: str, source: int, target: int) -> int:
    """Make *source* a part of *target* as `merge` does, as part of a greater action."""
    old, kept = _both(db, table, source, target)
    recorder.build_on(table, [source, target])
    if source in ancestors(db, table, target):
        # what is merged away cannot hold it any longer
        recorder.update(table, target, {"parent_id": old["parent_id"]})
    column = f"{table}_id"
    _point(db, recorder, table, "parent_id", source, target)
    claims = _claims(db, table, source)
    if table == "topic":
        move_claims(db, recorder, claims, target)
    else:
        replace_actor(db, recorder, source, target)
        _point(db, recorder, "segment", column, source, target)
        _move_participations(db, recorder, source, target)
        memberships.move(db, recorder, source, target)
    _point(db, recorder, "memo", column, source, target)
    values: dict[str, Value] = {name: old[name] for name in taken_fields(table, old, kept)}
    values["aliases"] = dump_aliases(merged_aliases(old, kept))
    own = {**json.loads(str(old["variables"])), **json.loads(str(kept["variables"]))}
    values["variables"] = variables_column(own)
    recorder.update(table, target, values)
    successors.leave(db, recorder, table, source, target)
    recorder.delete(table, [source])
    return len(unite(db, recorder, claims))


def split(db: Database, table: str, source: int, claim_ids: Sequence[int], name: str) -> int:
    """Make a new actor or topic called *name* beside *source*, give it these claims of *source*, and return its id.

    Raises:
        UserError: when no claim is chosen, one is not of *source*, or the name is empty.
    """
    chosen = list(dict.fromkeys(claim_ids))
    if not chosen:
        raise UserError(_(_NONE_CHOSEN[table]))
    with db.edit_in_parts("split_entry", {"name": name.strip()}) as edit:
        recorder = edit.recorder
        old = entry(db, table, source)
        edit.values["source"] = str(old["name"])
        recorder.build_on("claim", chosen)
        if not set(chosen) <= {*_claims(db, table, source)}:
            raise UserError(_("Not all of these are claims of “{name}” any more: choose anew."), name=old["name"])
        if table == "actor":
            number = insert(db, recorder, table, name, old["parent_id"], kind=str(old["kind"]))
            replace_actor(db, recorder, source, number, chosen)
        else:
            number = insert(db, recorder, table, name, old["parent_id"])
            move_claims(db, recorder, chosen, number)
    return number


def move_claims(db: Database, recorder: Recorder, claim_ids: Sequence[int], topic_id: int) -> None:
    """Put claims on another topic, as part of a greater action."""
    same: Mapping[str, Value] = {"topic_id": topic_id}
    recorder.update_many("claim", dict.fromkeys(claim_ids, same))
    recorder.update_many("claim_actor", dict.fromkeys(rows_of(db, "claim_actor", claim_ids), same))


def replace_actor(
    db: Database, recorder: Recorder, source: int, target: int, claim_ids: Sequence[int] | None = None
) -> None:
    """Put *target* in the place of *source* in all its claims, or in *claim_ids*, as part of a greater action.

    A claim that names both names *target* once, in the place of the first of the two.
    """
    # two plain reads: SQLite has no statistics here and joins these two the slow way round
    sql = "SELECT claim_id, id, position FROM claim_actor WHERE actor_id = ? ORDER BY id"
    wanted = None if claim_ids is None else set(claim_ids)
    there = {row[0]: row[1:] for row in db.sqlite.execute(sql, [target])}
    rows = [row for row in db.sqlite.execute(sql, [source]) if wanted is None or row[0] in wanted]
    both = [(number, position, *there[claim]) for claim, number, position in rows if claim in there]
    recorder.delete("claim_actor", [number for number, *_ in both])
    recorder.update_many("claim_actor", {other: {"position": here} for _, here, other, place in both if here < place})
    recorder.update_many(
        "claim_actor", {number: {"actor_id": target} for claim, number, _ in rows if claim not in there}
    )


def delete(db: Database, table: str, number: int, *, move_to: int | None = None, with_claims: bool = False) -> int:
    """Delete an actor or topic; return how many claims went because another says the same now.

    Its claims go to *move_to*, or are deleted *with_claims*; a claim that other actors hold too only loses the one that
    goes. What stands under it moves up, turns that it speaks keep its name as their label, and its memos are deleted.

    Raises:
        UserError: when it has claims and nothing is said of them, or they are to move to itself.
    """
    with db.edit_in_parts(f"delete_{table}") as edit:
        edit.values["name"] = str(entry(db, table, number)["name"])
        return delete_entry(db, edit.recorder, table, number, move_to=move_to, with_claims=with_claims)


def delete_entry(
    db: Database, recorder: Recorder, table: str, number: int, *, move_to: int | None, with_claims: bool
) -> int:
    """Delete an actor or topic as `delete` does, as part of a greater action."""
    own = entry(db, table, number)
    refuse_deletion(db, table, number, move_to=move_to, with_claims=with_claims)
    claims = _claims(db, table, number)
    if table == "topic":
        if move_to is None:
            remove(db, recorder, claims)
        else:
            move_claims(db, recorder, claims, move_to)
    else:
        _leave_claims(db, recorder, number, move_to)
        _leave_documents(db, recorder, number, str(own["name"]))
        memberships.leave(db, recorder, number)
    recorder.delete("memo", _having(db, "memo", f"{table}_id", number))
    _point(db, recorder, table, "parent_id", number, own["parent_id"])
    if move_to is not None:
        successors.leave(db, recorder, table, number, move_to)
    recorder.delete(table, [number])
    return len(unite(db, recorder, claims))


def refuse_deletion(db: Database, table: str, number: int, *, move_to: int | None, with_claims: bool) -> None:
    """Say why an actor or topic cannot be deleted so, where it cannot.

    Raises:
        UserError: as `delete`.
    """
    if move_to == number:
        raise UserError(_(_TO_DELETED[table]))
    if move_to is not None:
        entry(db, table, move_to)
    elif not with_claims and delete_plan(db, table, number).claims:
        raise UserError(_(_HAS_CLAIMS[table]), name=entry(db, table, number)["name"])


def merge_plan(db: Database, table: str, source: int, target: int) -> MergePlan:
    """Return what merging *source* into *target* would do.

    Raises:
        UserError: as `merge`.
    """
    old, kept = _both(db, table, source, target)
    taken = taken_fields(table, old, kept)
    told = {*ENTRY_COLUMNS[table]} - _OWN
    dropped = [name for name in ENTRY_COLUMNS[table] if name in told and old[name] and name not in taken]
    both = "SELECT count(*) FROM claim_actor a JOIN claim_actor b USING (claim_id) WHERE a.actor_id=? AND b.actor_id=?"
    kept_aliases = json.loads(str(kept["aliases"]))
    rest = delete_plan(db, table, source)
    again = doubles(db, _claims(db, table, source), **{f"{table}s": {source: target}})
    return MergePlan(
        **{**asdict(rest), "claims": rest.claims + rest.shared},
        both=_count(db, both, source, target) if table == "actor" else 0,
        doubles=len(again),
        cells=_cells(db, table, source, target, again),
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
        memberships=memberships.count(db, number) if actor else 0,
    )


def taken_fields(table: str, old: Mapping[str, Value], kept: Mapping[str, Value]) -> list[str]:
    """Return the fields that are empty in the row *kept* and not in *old*."""
    return [name for name in ENTRY_COLUMNS[table] if old[name] and not kept[name]]


def merged_aliases(old: Mapping[str, Value], kept: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the aliases of *kept*, then the name and the aliases of *old*."""
    names = [*json.loads(str(kept["aliases"])), str(old["name"]), *json.loads(str(old["aliases"]))]
    return clean_aliases(names, str(kept["name"]))


def _both(db: Database, table: str, source: int, target: int) -> tuple[dict[str, Value], dict[str, Value]]:
    if source == target:
        raise UserError(_(_ITSELF[table]))
    return entry(db, table, source), entry(db, table, target)


def _claims(db: Database, table: str, number: int) -> list[int]:
    held = ("claim_actor", "actor_id", number, "claim_id") if table == "actor" else ("claim", "topic_id", number)
    return _having(db, *held)


def _having(db: Database, table: str, column: str, number: int, wanted: str = "id") -> list[int]:
    sql = f"SELECT {wanted} FROM {table} WHERE {column} = ? ORDER BY id"
    return [int(row[0]) for row in db.sqlite.execute(sql, [number])]


def _point(db: Database, recorder: Recorder, table: str, column: str, source: int, target: Value) -> None:
    """Let all rows of *table* that refer to *source* refer to *target*."""
    recorder.update_many(table, {row: {column: target} for row in _having(db, table, column, source)})


def _move_participations(db: Database, recorder: Recorder, source: int, target: int) -> None:
    """Let *target* take part where *source* did; a part that both play in a document is played once."""
    sql = (
        "SELECT p.id, EXISTS (SELECT 1 FROM participant o WHERE o.document_id = p.document_id AND o.role = p.role "
        "AND o.actor_id = ?) FROM participant p WHERE p.actor_id = ? ORDER BY p.id"
    )
    rows = db.sqlite.execute(sql, [target, source]).fetchall()
    recorder.delete("participant", [row[0] for row in rows if row[1]])
    recorder.update_many("participant", {row[0]: {"actor_id": target} for row in rows if not row[1]})


def _leave_claims(db: Database, recorder: Recorder, number: int, move_to: int | None) -> None:
    sql = (
        "SELECT a.id, a.claim_id, EXISTS (SELECT 1 FROM claim_actor o WHERE o.claim_id = a.claim_id "
        "AND o.actor_id <> a.actor_id) FROM claim_actor a WHERE a.actor_id = ? ORDER BY a.id"
    )
    rows = db.sqlite.execute(sql, [number]).fetchall()
    recorder.delete("claim_actor", [row for row, _claim, shared in rows if shared])
    if move_to is None:
        remove(db, recorder, [claim for _row, claim, shared in rows if not shared])
    else:
        recorder.update_many("claim_actor", {row: {"actor_id": move_to} for row, _claim, shared in rows if not shared})


def _leave_documents(db: Database, recorder: Recorder, number: int, name: str) -> None:
    recorder.delete("participant", _having(db, "participant", "actor_id", number))
    segments = db.sqlite.execute("SELECT id, label FROM segment WHERE actor_id = ? ORDER BY id", [number]).fetchall()
    # who speaks must not be forgotten with the codebook's entry
    recorder.update_many("segment", {row[0]: {"actor_id": None, "label": row[1] or name} for row in segments})


def _cells(db: Database, table: str, source: int, target: int, again: Iterable[int]) -> tuple[CellChange, ...]:
    own, other = ("topic_id", "actor_id") if table == "topic" else ("actor_id", "topic_id")
    # claims that name both count once, so claims are counted and not rows
    counts = ", ".join(
        f"count(DISTINCT claim_id) FILTER (WHERE {kept}stance = {literals([stance])})"
        for kept in (f"{own} = :target AND ", "claim_id NOT IN (SELECT value FROM json_each(:again)) AND ")
        for stance in Stance
    )
    sql = (
        f"SELECT {other}, {counts} FROM claim_actor WHERE {own} IN (:source, :target) AND {other} IN "
        f"(SELECT {other} FROM claim_actor WHERE {own} = :source) GROUP BY 1"
    )
    rows = db.sqlite.execute(sql, {"source": source, "target": target, "again": json.dumps(list(again))}).fetchall()
    steps = len(Stance)
    return tuple(
        CellChange(
            target if table == "topic" else row[0],
            target if table == "actor" else row[0],
            row[1 : 1 + steps],
            row[1 + steps :],
        )
        for row in sorted(rows, key=lambda row: (-sum(row[1 + steps :]), row[0]))
        if row[1 : 1 + steps] != row[1 + steps :]
    )


def _count(db: Database, sql: str, *values: int) -> int:
    return int(db.sqlite.execute(sql, values).fetchone()[0])
