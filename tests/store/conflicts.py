"""Edits that meet each other on the small project, and how it is known whether one went over another unseen."""

from collections.abc import Callable
from dataclasses import replace

from desktop.core.changes import RowChange
from desktop.core.memos import MemoTarget
from desktop.core.spans import Span
from desktop.core.values import NewClaim, SegmentKind, Stance
from desktop.store.database import Database
from desktop.store.edits import (
    claims,
    claims_many,
    codebook,
    codebook_merge,
    codebook_tree,
    documents,
    memos,
    segments,
    text,
)
from desktop.store.elsewhere import rows_of
from desktop.store.reads import project as reads

from .making import TEXT, span_of

# where two may be at work on one row, each on another field of it
BY_FIELD = ("actor", "topic", "document", "setting")


def _first(db: Database) -> bool:
    return db.coder_name == "Mira"


def _replace_text(db: Database) -> None:
    new = replace(reads.coded_document(db, 1), text=f"{db.coder_name}. {TEXT}")
    text.replace_text(db, text.plan_replacement(db, 1, new))


# each does something else when another coder does it
EDITS: dict[str, Callable[[Database], object]] = {
    "stance": lambda db: claims.change(db, 1, stance=Stance.NEUTRAL if _first(db) else Stance.AGAINST),
    "actors": lambda db: claims.change(db, 1, actor_ids=(2,) if _first(db) else (3,)),
    "topic": lambda db: claims.change(db, 1, topic_id=2 if _first(db) else 3),
    "span": lambda db: claims.change(db, 1, span=span_of(TEXT, "marin" if _first(db) else "elbar")),
    "retag": lambda db: claims_many.retag(db, [1, 2], claims_many.Retag(add_actor_ids=(2,) if _first(db) else (3,))),
    "split": lambda db: claims.split(db, 1, Span(5, 10), Span(11, 15)),
    "delete claim": lambda db: claims.delete(db, [1]),
    "memo": lambda db: memos.set_text(db, MemoTarget(claim_id=1), db.coder_name),
    "tag": lambda db: claims.tag(db, NewClaim(1, span_of(TEXT, "velo pardun"), (3,), 1, Stance.FAVOR)),
    "define": lambda db: codebook.update(db, "topic", 1, definition=db.coder_name),
    "rename": lambda db: codebook.update(db, "topic", 1, name=f"Trade of {db.coder_name}"),
    "move": lambda db: codebook_tree.place(db, "topic", 1, None if _first(db) else 3),
    "merge": lambda db: codebook_merge.merge(db, "topic", 1, 3),
    "delete topic": lambda db: codebook_merge.delete(db, "topic", 1, with_claims=True),
    "delete actor": lambda db: codebook_merge.delete(db, "actor", 3, with_claims=True),
    "facts": lambda db: documents.update_facts(db, 1, {"publisher": db.coder_name}),
    "mark": lambda db: segments.mark(db, 1, span_of(TEXT, "Ordun"), SegmentKind.FURNITURE),
    "replace text": _replace_text,
    "remove document": lambda db: documents.remove(db, [1]),
    "undo": Database.undo,
}


def _columns(row: RowChange) -> set[str]:
    before, after = row.before or {}, row.after or {}
    return {name for name in after if before.get(name) != after[name]}


def overwritten(db: Database, first: int, second: int) -> set[tuple[str, int]]:
    """Return the rows that one step wrote and the next, which had not seen that, wrote too."""
    before = {(row.table, row.id): row for row in rows_of(db.sqlite, first)}
    found = set()
    for row in rows_of(db.sqlite, second):
        other = before.get((row.table, row.id))
        if other is None:
            continue
        theirs, mine = _columns(other), _columns(row)
        if row.table not in BY_FIELD or not row.after or not other.after or theirs & mine:
            found.add((row.table, row.id))
    return found
