"""Memos on documents, claims, actors, topics and cells."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from desktop.core.memos import Memo, MemoTarget
from desktop.store.database import Database

_COLUMNS = "id, uuid, document_id, claim_id, actor_id, topic_id, text, coder_id, created"


def memos(db: Database, *, ids: Iterable[int] | None = None) -> list[Memo]:
    """Return the memos, or those of these *ids*, in the order in which they were written."""
    if ids is None:
        return _memos(db, "", [])
    return _memos(db, "WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))])


def memos_on(db: Database, target: MemoTarget) -> list[Memo]:
    """Return the memos on *target* in the order in which they were written; an actor's are not its cells'."""
    # that an actor's memo has no topic is a part of the question; with IS in place of = no index would be used
    given = asdict(target)
    where = " AND ".join(f"{name} IS NULL" if one is None else f"{name} = :{name}" for name, one in given.items())
    return _memos(db, f"WHERE {where}", given)


def memos_in(db: Database, document_id: int) -> list[Memo]:
    """Return the memos on the claims of a document, in the order in which they were written."""
    return _memos(db, "WHERE claim_id IN (SELECT id FROM claim WHERE document_id = ?)", [document_id])


def text_on(db: Database, target: MemoTarget) -> str:
    """Return what is noted on *target*: its memos, joined by a blank line."""
    return "\n\n".join(memo.text for memo in memos_on(db, target))


def _memos(db: Database, where: str, values: Sequence[Any] | dict[str, Any]) -> list[Memo]:
    rows = db.sqlite.execute(f"SELECT {_COLUMNS} FROM memo {where} ORDER BY id", values)
    return [Memo(row[0], row[1], MemoTarget(*row[2:6]), *row[6:]) for row in rows]
