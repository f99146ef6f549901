"""Memos on documents, claims, actors, topics and cells: the actions on them."""

from collections.abc import Iterable
from dataclasses import asdict

from desktop.core.changes import Value
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.memos import MemoTarget
from desktop.core.phrases import gone
from desktop.store.database import Database, now
from desktop.store.reads.memos import memos_on
from desktop.store.recorder import Recorder

_TABLES = ("document", "claim", "actor", "topic")


def add(db: Database, target: MemoTarget, text: str) -> int:
    """Add a memo to *target*, beside those that it has, and return its id.

    Raises:
        UserError: when the memo is empty, or what it is on does not exist.
    """
    text = text.strip()
    if not text:
        raise UserError(_("The memo is empty: write something first."))
    _check(db, target)
    with db.edit("add_memo", {"thing": target.kind}) as recorder:
        return recorder.insert("memo", _row(target, text, db.coder_id(recorder)))


def set_text(db: Database, target: MemoTarget, text: str) -> None:
    """Make *text* the only memo on *target*; an empty text deletes what is there.

    Raises:
        UserError: when what it is on does not exist.
    """
    text = text.strip()
    _check(db, target)
    verb = "delete" if not text else "change" if memos_on(db, target) else "add"
    with db.edit(f"{verb}_memo", {"thing": target.kind}) as recorder:
        write(db, recorder, target, text)


def write(db: Database, recorder: Recorder, target: MemoTarget, text: str) -> None:
    """Make *text* the only memo on *target*, as part of a greater action; an empty text deletes what is there."""
    existing = [memo.id for memo in memos_on(db, target)]
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
    with db.edit("delete_memos", {"count": len(chosen)}) as recorder:
        try:
            recorder.delete("memo", chosen)
        except KeyError as error:
            raise UserError(gone(*error.args[0].split())) from error


def _check(db: Database, target: MemoTarget) -> None:
    for table in _TABLES:
        number = getattr(target, f"{table}_id")
        if number is not None and not db.sqlite.execute(f"SELECT 1 FROM {table} WHERE id = ?", [number]).fetchone():
            raise UserError(gone(table, number))


def _row(target: MemoTarget, text: str, coder_id: int) -> dict[str, Value]:
    return {**asdict(target), "coder_id": coder_id, "text": text, "created": now()}
