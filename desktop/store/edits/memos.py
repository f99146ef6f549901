"""Memos on documents, claims, actors, topics and cells: reading them, and the actions on them."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from desktop.core.changes import Cell
from desktop.core.errors import UserError
from desktop.core.memos import Memo, MemoTarget
from desktop.store.database import Database, now

_COLUMNS = "id, uuid, document_id, claim_id, actor_id, topic_id, text, coder_id, created"
_TABLES = ("document", "claim", "actor", "topic")


def memos(db: Database, *, ids: Iterable[int] | None = None) -> list[Memo]:
    """Return the memos, or those of these *ids*, in the order in which they were written."""
    where = "" if ids is None else "WHERE id IN (SELECT value FROM json_each(?))"
    rows = db.sqlite.execute(
        f"SELECT {_COLUMNS} FROM memo {where} ORDER BY id", [] if ids is None else [json.dumps(list(ids))]
    )
    return [Memo(row[0], row[1], MemoTarget(*row[2:6]), *row[6:]) for row in rows]


def memos_on(db: Database, target: MemoTarget) -> list[Memo]:
    """Return the memos on *target* in the order in which they were written; an actor's are not its cells'."""
    return memos(db, ids=_ids(db, target))


def add(db: Database, target: MemoTarget, text: str) -> int:
    """Add a memo to *target*, beside those that it has, and return its id.

    Raises:
        UserError: when the memo is empty, or what it is on does not exist.
    """
    text = text.strip()
    if not text:
        raise UserError("The memo is empty: write something first.")
    _check(db, target)
    with db.edit(f"Add memo on {target.kind}") as recorder:
        return recorder.insert("memo", _row(target, text, db.coder_id(recorder)))


def set_text(db: Database, target: MemoTarget, text: str) -> None:
    """Make *text* the only memo on *target*; an empty text deletes what is there.

    Raises:
        UserError: when what it is on does not exist.
    """
    text = text.strip()
    _check(db, target)
    existing = _ids(db, target)
    name = "Change" if text and existing else "Add" if text else "Delete"
    with db.edit(f"{name} memo on {target.kind}") as recorder:
        recorder.delete("memo", existing[1:] if text else existing)
        if text and existing:
            recorder.update("memo", existing[0], {"text": text})
        elif text:
            recorder.insert("memo", _row(target, text, db.coder_id(recorder)))


def delete(db: Database, numbers: Iterable[int]) -> None:
    """Delete memos.

    Raises:
        UserError: when one of them does not exist; nothing is deleted then.
    """
    chosen = list(dict.fromkeys(numbers))
    with db.edit("Delete memo" if len(chosen) == 1 else f"Delete {len(chosen)} memos") as recorder:
        try:
            recorder.delete("memo", chosen)
        except KeyError as error:
            raise UserError(f"There is no {error.args[0]!s}: it was deleted meanwhile.") from error


def _ids(db: Database, target: MemoTarget) -> list[int]:
    # IS, not =: that an actor's memo has no topic is a part of the question
    sql = "SELECT id FROM memo WHERE document_id IS ? AND claim_id IS ? AND actor_id IS ? AND topic_id IS ? ORDER BY id"
    values = [target.document_id, target.claim_id, target.actor_id, target.topic_id]
    return [int(row[0]) for row in db.sqlite.execute(sql, values)]


def _check(db: Database, target: MemoTarget) -> None:
    for table in _TABLES:
        number = getattr(target, f"{table}_id")
        if number is not None and not db.sqlite.execute(f"SELECT 1 FROM {table} WHERE id = ?", [number]).fetchone():
            raise UserError(f"There is no {table} {number}: it was deleted meanwhile.")


def _row(target: MemoTarget, text: str, coder_id: int) -> dict[str, Cell]:
    return {**asdict(target), "coder_id": coder_id, "text": text, "created": now()}
