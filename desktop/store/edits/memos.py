"""Memos on documents, claims, actors, topics and cells: the actions on them."""

from collections.abc import Iterable
from dataclasses import asdict

from desktop.core.changes import Value
from desktop.core.errors import ConflictError, UserError
from desktop.core.language import _
from desktop.core.memos import MemoTarget
from desktop.core.phrases import gone
from desktop.store.database import Database, now
from desktop.store.reads.memos import memos_on, text_on
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
    with db.edit("add_memo", {"thing": target.kind}) as recorder:
        _check(db, target)
        return recorder.insert("memo", _row(target, text, db.coder_id(recorder)))


def set_text(db: Database, target: MemoTarget, text: str, seen: str | None = None) -> None:
    """Make *text* the only memo on *target*; an empty text deletes what is there.

    Where it is told what was *seen* there, nothing else may stand there now.

    Raises:
        GoneError: when what it is on does not exist.
        ConflictError: when another memo stands there than was seen.
    """
    text = text.strip()
    with db.edit_in_parts("delete_memo", {"thing": target.kind}) as edit:
        _check(db, target)
        there = memos_on(db, target)
        # who wants to write what is there already need not have seen it
        if seen is not None and text_on(db, target) not in (seen.strip(), text):
            raise ConflictError(_("Another memo stands there now than the one that was changed: look at it first."))
        if text:
            edit.action = "change_memo" if there else "add_memo"
        write(db, edit.recorder, target, text)


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
            raise gone(*error.args[0].split()) from error


def _check(db: Database, target: MemoTarget) -> None:
    for table in _TABLES:
        number = getattr(target, f"{table}_id")
        if number is not None and not db.sqlite.execute(f"SELECT 1 FROM {table} WHERE id = ?", [number]).fetchone():
            raise gone(table, number)


def _row(target: MemoTarget, text: str, coder_id: int) -> dict[str, Value]:
    return {**asdict(target), "coder_id": coder_id, "text": text, "created": now()}
