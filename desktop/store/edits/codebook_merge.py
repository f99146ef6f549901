"""Merging two actors or topics into one, splitting claims off into a new one, and deleting one."""

from collections.abc import Mapping, Sequence

from desktop.core.changes import Value
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.store.database import Database
from desktop.store.edits.claims import remove, rows_of
from desktop.store.edits.codebook import dump_aliases, entry, insert
from desktop.store.edits.codebook_plans import delete_plan, merged_aliases, taken_fields
from desktop.store.edits.codebook_tree import ancestors
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


def merge(db: Database, table: str, source: int, target: int) -> None:
    """Make *source* a part of *target*, with its claims, memos, children, documents, turns and names.

    Fields that are empty in *target* are taken over, the others stay as they are there.

    Raises:
        UserError: when the two are one, or one is gone.
    """
    if source == target:
        raise UserError(_(_ITSELF[table]))
    old, kept = entry(db, table, source), entry(db, table, target)
    with db.edit(f"merge_{table}s", {"name": str(old["name"]), "target": str(kept["name"])}) as recorder:
        if source in ancestors(db, table, target):
            # what is merged away cannot hold it any longer
            recorder.update(table, target, {"parent_id": old["parent_id"]})
        column = f"{table}_id"
        _point(db, recorder, table, "parent_id", source, target)
        if table == "topic":
            move_claims(db, recorder, _having(db, "claim", column, source), target)
        else:
            replace_actor(db, recorder, source, target)
            _point(db, recorder, "segment", column, source, target)
            _move_participations(db, recorder, source, target)
        _point(db, recorder, "memo", column, source, target)
        values: dict[str, Value] = {name: old[name] for name in taken_fields(table, old, kept)}
        values["aliases"] = dump_aliases(merged_aliases(old, kept))
        recorder.update(table, target, values)
        recorder.delete(table, [source])


def split(db: Database, table: str, source: int, claim_ids: Sequence[int], name: str) -> int:
    """Make a new actor or topic called *name* beside *source*, give it these claims of *source*, and return its id.

    Raises:
        UserError: when no claim is chosen, one is not of *source*, or the name is empty.
    """
    old = entry(db, table, source)
    chosen = list(dict.fromkeys(claim_ids))
    if not chosen:
        raise UserError(_(_NONE_CHOSEN[table]))
    held = ("claim_actor", "actor_id", source, "claim_id") if table == "actor" else ("claim", "topic_id", source)
    if not set(chosen) <= {*_having(db, *held)}:
        raise UserError(_("Not all of these are claims of “{name}” any more: choose anew."), name=old["name"])
    with db.edit("split_entry", {"name": name.strip(), "source": str(old["name"])}) as recorder:
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


def delete(db: Database, table: str, number: int, *, move_to: int | None = None, with_claims: bool = False) -> None:
    """Delete an actor or topic.

    Its claims go to *move_to*, or are deleted *with_claims*; a claim that other actors hold too only loses the one that
    goes. What stands under it moves up, turns that it speaks keep its name as their label, and its memos are deleted.

    Raises:
        UserError: when it has claims and nothing is said of them, or they are to move to itself.
    """
    own = entry(db, table, number)
    plan = delete_plan(db, table, number)
    if move_to == number:
        raise UserError(_(_TO_DELETED[table]))
    if plan.claims and move_to is None and not with_claims:
        raise UserError(_(_HAS_CLAIMS[table]), name=own["name"])
    if move_to is not None:
        entry(db, table, move_to)
    with db.edit(f"delete_{table}", {"name": str(own["name"])}) as recorder:
        if table == "topic":
            claims = _having(db, "claim", "topic_id", number)
            if move_to is None:
                remove(db, recorder, claims)
            else:
                move_claims(db, recorder, claims, move_to)
        else:
            _leave_claims(db, recorder, number, move_to)
            _leave_documents(db, recorder, number, str(own["name"]))
        recorder.delete("memo", _having(db, "memo", f"{table}_id", number))
        _point(db, recorder, table, "parent_id", number, own["parent_id"])
        recorder.delete(table, [number])


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
