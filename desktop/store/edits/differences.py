"""What a file says otherwise of claims and memos that are here under the same uuid: told, and taken where it is wished.

What a file does not say is not meant to be changed: nobody's coder, no time, no memo is taken away by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.core.claim_fields import CHOICES
from desktop.core.memos import Memo, MemoTarget
from desktop.core.values import Actor, Claim, CodedClaim, CodedMemo, Topic
from desktop.store.database import Database
from desktop.store.edits.claims import actor_rows, check_span, place, rows_of, unite
from desktop.store.edits.own_fields import take_values
from desktop.store.edits.told_memos import Difference, coder_called, differing_memos, take_memos
from desktop.store.reads import memos as read_memos
from desktop.store.reads import project as reads
from desktop.store.recorder import Recorder

if TYPE_CHECKING:
    from desktop.core.changes import Value


class ClaimDifferences:
    """Compare claims of a document with those of a file that have the same uuids, and take over what differs."""

    def __init__(self, db: Database, recorder: Recorder, document_id: int, text: str, have: Sequence[Claim]) -> None:
        self._db, self._recorder, self._document_id, self._text = db, recorder, document_id, text
        self._here = {one.uuid: one for one in have}
        self._actors = {one.id: one for one in reads.actors(db)}
        self._topics = {one.id: one for one in reads.topics(db)}
        self._coders = {one.id: one.name for one in reads.coders(db)}
        self._memos: dict[int, list[Memo]] = {}
        for memo in read_memos.memos_in(db, document_id) if have else ():
            self._memos.setdefault(memo.target.claim_id or 0, []).append(memo)

    def found(self, coded: Iterable[CodedClaim]) -> list[tuple[CodedClaim, Difference]]:
        """Return each claim of the file that is here and says something else."""
        found = []
        for one in coded:
            claim = self._here.get(one.uuid) if one.uuid else None
            fields = tuple(self._fields(claim, one)) if claim is not None else ()
            if claim is not None and fields:
                found.append((one, Difference("claim", claim.id, claim.quote, fields)))
        return found

    def _fields(self, claim: Claim, coded: CodedClaim) -> Iterable[tuple[str, str, str]]:
        keys = tuple(self._actors[number].key for number in claim.actor_ids)
        every: list[Actor | Topic] = [*self._actors.values(), *self._topics.values()]
        names = {one.key: one.name for one in every}

        def told(words: Iterable[str]) -> str:
            return "; ".join(names.get(one, one) for one in words)

        pairs = [
            ("quote", claim.quote, self._text[coded.span.start : coded.span.end], claim.span != coded.span),
            ("actors", told(keys), told(coded.actors), keys != coded.actors),
        ]
        topic = self._topics[claim.topic_id].key
        pairs.append(("topic", told([topic]), told([coded.topic]), topic != coded.topic))
        rows = [(choice.key, getattr(claim, choice.key).value, getattr(coded, choice.key).value) for choice in CHOICES]
        rows += [
            ("coder", self._coders[claim.coder_id], coded.coder),
            ("created", claim.created, coded.created),
            ("certainty", claim.certainty.value, coded.certainty.value),
        ]
        own = dict(claim.own)
        rows += [(name, own.get(name, ""), value) for name, value in coded.own]
        # of a coder, a time, a certainty and own fields a file need not tell
        pairs += [(name, before, after, after not in ("", before)) for name, before, after in rows]
        yield from ((name, before, after) for name, before, after, differs in pairs if differs)
        for memo, before in differing_memos(self._memos.get(claim.id, ()), _memos_of(coded)):
            yield "memo", before.text if before is not None else "", memo.text

    def take(self, coded: Sequence[CodedClaim], ids: tuple[Mapping[str, int], Mapping[str, int]]) -> frozenset[int]:
        """Let claims that are here say what the file says; return those that went, since others say the same now.

        *ids* are those of actors and topics by key.

        Raises:
            UserError: when one of them has no words where it stands.
        """
        actors, topics = ids
        names = sorted({name for one in coded for name in (one.coder, *(memo.coder for memo in one.memos)) if name})
        coders = {name: coder_called(self._db, self._recorder, name) for name in names}
        changed: list[int] = []
        for one in coded:
            claim = self._here[one.uuid]
            check_span(one.span, self._text)
            values: dict[str, Value] = {choice.key: getattr(one, choice.key).value for choice in CHOICES}
            values["topic_id"] = topics[one.topic]
            if one.span != claim.span:
                values.update(place(self._text, one.span))
            held = tuple(actors[key] for key in one.actors)
            if one.coder:
                values["coder_id"] = coders[one.coder]
            if one.created:
                values["created"] = one.created
            if one.certainty.value or held != claim.actor_ids:
                values["certainty"] = one.certainty.value
            self._recorder.update("claim", claim.id, values)
            rows = rows_of(self._db, "claim_actor", [claim.id])
            if held == claim.actor_ids:
                same: dict[str, Value] = {"topic_id": topics[one.topic], "stance": one.stance.value}
                self._recorder.update_many("claim_actor", dict.fromkeys(rows, same))
            else:
                self._recorder.delete("claim_actor", rows)
                new = actor_rows(claim.id, held, topics[one.topic], one.stance)
                self._recorder.insert_many("claim_actor", new)
            take_values(self._db, self._recorder, claim.id, dict(one.own))
            self._take_memos(claim.id, one, coders)
            changed.append(claim.id)
        return unite(self._db, self._recorder, changed)

    def _take_memos(self, number: int, coded: CodedClaim, coders: Mapping[str, int]) -> None:
        target = MemoTarget(claim_id=number)
        take_memos(
            self._db, self._recorder, target, differing_memos(self._memos.get(number, ()), _memos_of(coded)), coders
        )


def _memos_of(coded: CodedClaim) -> Sequence[CodedMemo]:
    return coded.memos or ((CodedMemo(coded.memo.strip()),) if coded.memo.strip() else ())
