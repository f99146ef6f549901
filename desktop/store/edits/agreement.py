"""Actions on what coders say differently: take one version over, or both, or none, into the coder “agreed”.

What the coders said stays as it is. A decision stands in a setting, so that it is known also where nothing was taken.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.core.claim_fields import chosen as said_of
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.memos import MemoTarget
from desktop.core.values import Claim, CodedClaim, CodedMemo, NewClaim
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import memos as edit_memos
from desktop.store.edits import settings
from desktop.store.reads import agreement as reads
from desktop.store.reads import project
from desktop.store.reads.agreement import Decision
from desktop.store.recorder import Recorder

# who holds what was agreed on: a name in the file, the same in every language
AGREED = "agreed"

# the claims that a decision is on, one or two, and those of them that are taken over
Taking = tuple[Sequence[int], Sequence[int]]


def decide(db: Database, choices: Sequence[Taking]) -> int:
    """Take claims over as the coder “agreed”, in place of what was decided of them before; return how many were taken.

    Raises:
        UserError: when a claim does not exist any more, or is one that was agreed on itself.
    """
    taken_of = {number: taken for numbers, taken in choices for number in numbers}
    with db.edit("decide_agreement", {"count": len(choices)}) as recorder:
        found = _claims(db, taken_of)
        before = reads.decisions(db)
        kept: dict[frozenset[str], Decision] = {}
        wanted: dict[int, list[tuple[Claim, str, str]]] = {}
        for numbers, taken in choices:
            key = frozenset(found[number].uuid for number in numbers)
            note = before[key].note if key in before else ""
            made = tuple(str(uuid.uuid4()) for _number in taken)
            originals = tuple(found[number].uuid for number in taken)
            kept[key] = Decision(originals, _said(found[number] for number in numbers), made, note)
            for number, new in zip(taken, made, strict=True):
                wanted.setdefault(found[number].document_id, []).append((found[number], new, note))
        _withdraw(db, recorder, [before[key] for key in kept if key in before])
        for document, claims in wanted.items():
            text = project.text(db, document)
            new_claims = [_new(claim, note) for claim, _uuid, note in claims]
            memos = [(CodedMemo(one.memo),) if one.memo else () for one in new_claims]
            told = [
                CodedClaim(one.span, (), "", one.stance, coder=AGREED, memos=memo)
                for one, memo in zip(new_claims, memos, strict=True)
            ]
            edit_claims.insert_claims(
                db,
                recorder,
                document,
                text,
                new_claims,
                uuids=[new for _claim, new, _note in claims],
                unites=True,
                told=told,
            )
        _write(db, recorder, kept)
    return sum(len(taken) for _numbers, taken in choices)


def reopen(db: Database, numbers: Sequence[int]) -> None:
    """Take back what was decided of one claim, or of two on the same words; the note goes as well.

    Raises:
        UserError: when nothing was decided of them, or one does not exist any more.
    """
    with db.edit("reopen_agreement") as recorder:
        key = frozenset(one.uuid for one in _claims(db, numbers).values())
        before = reads.decisions(db)
        if key not in before:
            raise UserError(_("Nothing was decided of these claims yet."))
        _withdraw(db, recorder, [before[key]])
        settings.take_away(db, recorder, [_key(key)])


def note(db: Database, numbers: Sequence[int], text: str) -> None:
    """Write a note on two claims on the same words, or on one that stands alone; what was taken over has it as a memo.

    Raises:
        UserError: when a claim does not exist any more.
    """
    text = text.strip()
    with db.edit("note_agreement") as recorder:
        claims = _claims(db, numbers)
        key = frozenset(one.uuid for one in claims.values())
        decision = replace(reads.decisions(db).get(key, Decision(None)), note=text)
        if decision.taken is None:
            decision = replace(decision, said=_said(claims.values()))
        _write(db, recorder, {key: decision})
        for number in _made(db, decision.made):
            edit_memos.write(db, recorder, MemoTarget(claim_id=number), text)


def _claims(db: Database, numbers: Iterable[int]) -> dict[int, Claim]:
    wanted = list(dict.fromkeys(numbers))
    found = {one.id: one for one in project.claims(db, ids=wanted)}
    agreed = {coder.id for coder in project.coders(db) if coder.name == AGREED}
    for number in wanted:
        if number not in found:
            raise UserError(_("Claim {number} is gone meanwhile: look at the list again."), number=number)
        if found[number].coder_id in agreed:
            raise UserError(_("Claim {number} is one that was agreed on already."), number=number)
    return found


def _said(claims: Iterable[Claim]) -> str:
    return reads.said((_row(one), one.uuid) for one in claims)


def _row(claim: Claim) -> reads.CodedRow:
    place = (claim.id, claim.document_id, claim.coder_id, claim.start, claim.end, claim.topic_id)
    return (*place, frozenset(claim.actor_ids), claim.stance.value, claim.voice.value)


def _new(claim: Claim, memo: str) -> NewClaim:
    values: Mapping[str, Any] = said_of(claim)
    place = (claim.document_id, claim.span, claim.actor_ids, claim.topic_id)
    return NewClaim(*place, **values, memo=memo, quote=claim.quote, certainty=claim.certainty)


def _made(db: Database, uuids: Iterable[str]) -> list[int]:
    sql = "SELECT id FROM claim WHERE uuid IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [int(row[0]) for row in db.sqlite.execute(sql, [json.dumps(list(uuids))])]


def _withdraw(db: Database, recorder: Recorder, decisions: Iterable[Decision]) -> None:
    edit_claims.remove(db, recorder, _made(db, [made for one in decisions for made in one.made]))


def _key(uuids: frozenset[str]) -> str:
    return reads.PREFIX + "/".join(sorted(uuids))


def _write(db: Database, recorder: Recorder, decisions: Mapping[frozenset[str], Decision]) -> None:
    settings.put(db, recorder, {_key(uuids): decision.as_json() for uuids, decision in decisions.items()})
