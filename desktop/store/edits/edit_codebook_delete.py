"""Deleting an actor or topic, with a word on what becomes of its claims."""

from collections.abc import Sequence

from desktop.core.errors import UserError
from desktop.store.database import Database
from desktop.store.edits.codebook import entry
from desktop.store.edits.codebook_merge import move_claims
from desktop.store.edits.codebook_plans import delete_plan
from desktop.store.recorder import Recorder


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
        raise UserError(f"The claims cannot move to the {table} that is deleted: choose another one.")
    if plan.claims and move_to is None and not with_claims:
        raise UserError(f"“{own['name']}” has claims: say whether they are deleted too or move to another {table}.")
    if move_to is not None:
        entry(db, table, move_to)
    with db.edit(f"Delete {table} {own['name']}") as recorder:
        if table == "topic":
            claims = _ids(db, "SELECT id FROM claim WHERE topic_id = ?", number)
            if move_to is None:
                _delete_claims(db, recorder, claims)
            else:
                move_claims(db, recorder, claims, move_to)
        else:
            _leave_claims(db, recorder, number, move_to)
            _leave_documents(db, recorder, number, str(own["name"]))
        recorder.delete("memo", _ids(db, f"SELECT id FROM memo WHERE {table}_id = ?", number))
        children = _ids(db, f"SELECT id FROM {table} WHERE parent_id = ?", number)
        recorder.update_many(table, {one: {"parent_id": own["parent_id"]} for one in children})
        recorder.delete(table, [number])


def _delete_claims(db: Database, recorder: Recorder, claim_ids: Sequence[int]) -> None:
    for table in ("memo", "claim_actor"):
        sql = f"SELECT id FROM {table} WHERE claim_id = ? ORDER BY id"
        recorder.delete(table, [row for claim_id in claim_ids for row in _ids(db, sql, claim_id)])
    recorder.delete("claim", claim_ids)


def _leave_claims(db: Database, recorder: Recorder, number: int, move_to: int | None) -> None:
    alone = (
        "SELECT {} FROM claim_actor a WHERE a.actor_id = ? AND {} (SELECT 1 FROM claim_actor o "
        "WHERE o.claim_id = a.claim_id AND o.actor_id <> a.actor_id) ORDER BY a.id"
    )
    recorder.delete("claim_actor", _ids(db, alone.format("a.id", "EXISTS"), number))
    if move_to is None:
        _delete_claims(db, recorder, _ids(db, alone.format("a.claim_id", "NOT EXISTS"), number))
    else:
        rows = _ids(db, alone.format("a.id", "NOT EXISTS"), number)
        recorder.update_many("claim_actor", {row: {"actor_id": move_to} for row in rows})


def _leave_documents(db: Database, recorder: Recorder, number: int, name: str) -> None:
    recorder.delete("participant", _ids(db, "SELECT id FROM participant WHERE actor_id = ?", number))
    segments = db.sqlite.execute("SELECT id, label FROM segment WHERE actor_id = ? ORDER BY id", [number]).fetchall()
    # who speaks must not be forgotten with the codebook's entry
    recorder.update_many("segment", {row[0]: {"actor_id": None, "label": row[1] or name} for row in segments})


def _ids(db: Database, sql: str, number: int) -> list[int]:
    return [int(row[0]) for row in db.sqlite.execute(sql, [number])]
