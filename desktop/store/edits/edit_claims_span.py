"""Actions on the extent of claims: part one in two, make two into one."""

from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import Claim
from desktop.store.database import Database
from desktop.store.edits.claims import NewClaim, actor_rows, insert_claims, place, rows_of, set_memo
from desktop.store.reads import project as reads

if TYPE_CHECKING:
    from desktop.core.changes import Cell


def split(db: Database, claim_id: int, first: Span, second: Span) -> int:
    """Let a claim keep *first* and make another of *second* with the same actors, topic, stance and voice.

    Returns the id of the new claim; the memo stays with the first.

    Raises:
        UserError: when there is no such claim, or a part is empty or outside the text.
    """
    claim = reads.claim(db, claim_id)
    text = reads.text(db, claim.document_id)
    if not len(first) or not len(second) or max(first.end, second.end) > len(text):
        raise UserError("The claim cannot be parted there: put the cursor between two of its words.")
    with db.edit("Split claim") as recorder:
        nowhere: dict[str, Cell] = {"original_start": None, "original_end": None}
        recorder.update("claim", claim_id, {**place(text, first), **nowhere})
        part = NewClaim(claim.document_id, second, claim.actor_ids, claim.topic_id, claim.stance, claim.voice)
        return insert_claims(db, recorder, claim.document_id, text, [part], claim.origin)[0]


def join(db: Database, claim_id: int, other_id: int) -> None:
    """Make one claim of two of the same document and topic: from the first word of both to the last.

    The first claim keeps its stance and voice; the actors and memos of both stand on it.

    Raises:
        UserError: when they cannot be one claim.
    """
    one, other = reads.claim(db, claim_id), reads.claim(db, other_id)
    if one.document_id != other.document_id or one.topic_id != other.topic_id:
        raise UserError("Only claims of one document on one topic can be joined: choose two of these.")
    if one.stance != other.stance:
        raise UserError("The two claims take different stances: make them the same first.")
    text = reads.text(db, one.document_id)
    span = Span(min(one.start, other.start), max(one.end, other.end))
    with db.edit("Join claims") as recorder:
        nowhere: dict[str, Cell] = {"original_start": None, "original_end": None}
        recorder.update("claim", claim_id, {**place(text, span), **nowhere})
        new = [actor for actor in other.actor_ids if actor not in one.actor_ids]
        rows = actor_rows(claim_id, (*one.actor_ids, *new), one.topic_id, one.stance)
        recorder.insert_many("claim_actor", rows[len(one.actor_ids) :])
        set_memo(db, recorder, claim_id, _memos(one, other))
        recorder.delete("memo", rows_of(db, "memo", [other_id]))
        recorder.delete("claim_actor", rows_of(db, "claim_actor", [other_id]))
        recorder.delete("claim", [other_id])


def _memos(one: Claim, other: Claim) -> str:
    return "\n\n".join(dict.fromkeys(memo for memo in (one.memo, other.memo) if memo))
