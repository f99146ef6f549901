"""Actions on claims: tag, change, delete, split, join.

No coder says the same twice: who, topic, stance and voice of the same words. Where one would, it is refused; where
claims come together, one of them is left (`unite`).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from desktop.core.changes import Value
from desktop.core.claim_fields import CHOICES, chosen
from desktop.core.errors import UserError
from desktop.core.language import _, ngettext
from desktop.core.memos import MemoTarget
from desktop.core.phrases import gone
from desktop.core.spans import Span
from desktop.core.structure.units import PLAIN
from desktop.core.text import context
from desktop.core.values import CodedClaim, NewClaim
from desktop.store.database import Database, now
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import memos as edit_memos
from desktop.store.edits import own_fields
from desktop.store.edits.told_memos import coder_called, memo_rows
from desktop.store.reads import project as reads
from desktop.store.recorder import Recorder

# how claims come about that a coder makes one by one, for which the defaults of own fields stand
_BY_HAND = ("coder", "suggestion")
# names of actors and of topics that are made with a claim, by the negative numbers that stand for them in it
Made = Mapping[str, Mapping[int, str]]
NOTHING: Mapping[Any, Any] = MappingProxyType({})
# what is the same in two claims that say the same, beside who holds it
_ALIKE = ("document_id", "start", "end", "coder_id", "topic_id", *(choice.key for choice in CHOICES))


def tag(db: Database, new: NewClaim, made: Made = NOTHING, origin: str = "coder") -> int:
    """Tag one claim, with the actors and the topic that are new with it, and return its id.

    Raises:
        UserError: when the span has no word or lies outside the text, there is no actor, or the coder has said the same
            of the same words.
    """
    with db.edit("tag_claim" if origin == "coder" else "accept_suggestion") as recorder:
        text = reads.text(db, new.document_id)
        actors, topics = make(db, recorder, made)
        held = tuple(actors.get(number, number) for number in new.actor_ids)
        new = replace(new, actor_ids=held, topic_id=topics.get(new.topic_id, new.topic_id))
        return insert_claims(db, recorder, new.document_id, text, [new], origin)[0]


def make(db: Database, recorder: Recorder, made: Made) -> tuple[dict[int, int], dict[int, int]]:
    """Make actors and topics as part of a greater action; return their ids by the numbers that stood for them."""
    actors, topics = (
        {number: edit_codebook.insert(db, recorder, table, name) for number, name in made.get(table, NOTHING).items()}
        for table in ("actor", "topic")
    )
    return actors, topics


def tag_many(db: Database, new: Sequence[NewClaim]) -> int:
    """Tag claims of any documents in one action and return how many.

    Raises:
        UserError: as `tag`; none is made then.
    """
    with db.edit("tag_claims", {"count": len(new)}) as recorder:
        for number in dict.fromkeys(one.document_id for one in new):
            own = [one for one in new if one.document_id == number]
            insert_claims(db, recorder, number, reads.text(db, number), own)
    return len(new)


def insert_claims(
    db: Database,
    recorder: Recorder,
    document_id: int,
    text: str,
    claims: Sequence[NewClaim],
    origin: str = "coder",
    originals: Sequence[Span | None] = (),
    uuids: Sequence[str] = (),
    *,
    unites: bool = False,
    told: Sequence[CodedClaim] = (),
) -> list[int]:
    """Insert claims of one document as part of a greater action and return their ids.

    What the coder has said of the same words already is refused; with *unites* it is left out, but for its memos.
    Where it is *told* of each who tagged it, when, and what was noted by whom, that is kept.

    Raises:
        UserError: as `tag`.
    """
    if not claims:
        return []
    created = now()
    # who brings in what others tagged has tagged nothing
    is_all_told = bool(told) and all(one.coder and (one.memos or not one.memo.strip()) for one in told)
    is_all_told = is_all_told and all(memo.coder for one in told for memo in one.memos)
    coder_id = 0 if is_all_told else db.coder_id(recorder)
    names = {name for one in told for name in (one.coder, *(memo.coder for memo in one.memos))}
    coders = {name: coder_called(db, recorder, name) if name else coder_id for name in sorted(names)}
    rows: list[dict[str, Value]] = []
    for number, claim in enumerate(claims):
        check_span(claim.span, text, claim.quote)
        _check_actors(claim.actor_ids)
        rows.append(
            {
                "uuid": uuids[number] if uuids else "",
                "document_id": document_id,
                **place(text, claim.span, originals[number] if originals else None),
                "topic_id": claim.topic_id,
                **{name: value.value for name, value in chosen(claim).items()},
                "coder_id": coders[told[number].coder] if told else coder_id,
                "origin": (told[number].came if told else "") or origin,
                "certainty": claim.certainty.value,
                "created": (told[number].created if told else "") or created,
            }
        )
    ids = recorder.insert_many("claim", rows)
    actors: list[dict[str, Value]] = []
    memos: list[dict[str, Value]] = []
    for number, (claim_id, claim) in enumerate(zip(ids, claims, strict=True)):
        actors.extend(actor_rows(claim_id, claim.actor_ids, claim.topic_id, claim.stance))
        if told and told[number].memos:
            memos.extend(memo_rows(db, told[number].memos, coders, coder_id, {"claim_id": claim_id}))
        elif claim.memo.strip():
            memo = claim.memo.strip()
            values: dict[str, Value] = {"claim_id": claim_id, "coder_id": coder_id, "text": memo, "created": created}
            memos.append({"uuid": "", **values})
    recorder.insert_many("claim_actor", actors)
    recorder.insert_many("memo", memos)
    said = {number: told[at].own if told else claims[at].own for at, number in enumerate(ids)}
    own_fields.insert_values(db, recorder, said, presets=origin in _BY_HAND)
    if not unites:
        _refuse_doubles(db, ids)
        return ids
    gone = unite(db, recorder, ids)
    return [number for number in ids if number not in gone]


def change(
    db: Database,
    /,
    claim_id: int,
    *,
    actor_ids: tuple[int, ...] | None = None,
    topic_id: int | None = None,
    span: Span | None = None,
    quote: str = "",
    memo: str | None = None,
    own: Mapping[str, str] = NOTHING,
    made: Made = NOTHING,
    **choices: str | None,
) -> None:
    """Change what is given of one claim, *choices* by their keys; an empty *memo* deletes the claim's memo.

    Of *own* fields it gets the values that are given by name, and none of what is empty.

    Actors and a topic that are *made* with it are named by their negative numbers. Where a *quote* is given, it must be
    what stands at *span*.

    Raises:
        UserError: when there is no such claim, no actor is left, or the span is outside the text.
    """
    said = {name: value for name, value in choices.items() if value is not None}
    given = {"actors": actor_ids, "topic": topic_id, **said, "span": span}
    changed = [name for name, value in given.items() if value is not None]
    # its own word is the field's name
    changed = [*changed, *own] or ["memo"]
    action = "change_claim_field" if len(changed) == 1 else "change_claim"
    with db.edit(action, {"field": changed[0]}) as recorder:
        claim = reads.claim(db, claim_id)
        actors, topics = make(db, recorder, made)
        topic_id = topics.get(topic_id or 0, topic_id)
        if actor_ids is not None:
            actor_ids = tuple(actors.get(number, number) for number in actor_ids)
        values: dict[str, Value] = {}
        if span is not None and span != claim.span:
            text = reads.text(db, claim.document_id)
            check_span(span, text, quote)
            values.update(place(text, span))
        new_topic, new_stance = topic_id or claim.topic_id, str(said.get("stance", claim.stance))
        values.update({name: str(value) for name, value in said.items()}, topic_id=new_topic)
        recorder.update("claim", claim_id, values)
        if actor_ids is not None and actor_ids != claim.actor_ids:
            _check_actors(actor_ids)
            # whom the coder names instead, no word of the text does
            recorder.update("claim", claim_id, {"certainty": ""})
            recorder.delete("claim_actor", rows_of(db, "claim_actor", [claim_id]))
            recorder.insert_many("claim_actor", actor_rows(claim_id, actor_ids, new_topic, new_stance))
        else:
            same: dict[str, Value] = {"topic_id": new_topic, "stance": new_stance}
            recorder.update_many("claim_actor", dict.fromkeys(rows_of(db, "claim_actor", [claim_id]), same))
        own_fields.write_values(db, recorder, {claim_id: own})
        if changed != ["memo"]:
            _refuse_doubles(db, [claim_id])
        if memo is not None and memo.strip() != claim.memo:
            edit_memos.write(db, recorder, MemoTarget(claim_id=claim_id), memo.strip())


def delete(db: Database, claim_ids: Iterable[int]) -> None:
    """Delete claims with their memos.

    Raises:
        UserError: when one of them does not exist; nothing is deleted then.
    """
    numbers = list(dict.fromkeys(claim_ids))
    with db.edit("delete_claims", {"count": len(numbers)}) as recorder:
        try:
            remove(db, recorder, numbers)
        except KeyError as error:
            raise gone(*error.args[0].split()) from error


def remove(db: Database, recorder: Recorder, claim_ids: Sequence[int]) -> None:
    """Delete claims with their memos, as part of a greater action; a KeyError names one that does not exist."""
    for table in ("memo", "claim_value", "claim_actor"):
        recorder.delete(table, rows_of(db, table, claim_ids))
    recorder.delete("claim", claim_ids)


def split(db: Database, claim_id: int, first: Span, second: Span) -> int:
    """Let a claim keep *first* and make another of *second* that says the same.

    Returns the id of the new claim; the memo stays with the first.

    Raises:
        UserError: when there is no such claim, or a part is empty or outside the text.
    """
    with db.edit("split_claim") as recorder:
        recorder.build_on("claim", [claim_id])
        claim = reads.claim(db, claim_id)
        text = reads.text(db, claim.document_id)
        if not len(first) or not len(second) or max(first.end, second.end) > len(text):
            raise UserError(_("The claim cannot be parted there: put the cursor between two of its words."))
        recorder.update("claim", claim_id, place(text, first))
        said: dict[str, Any] = {**chosen(claim), "certainty": claim.certainty, "own": claim.own}
        part = NewClaim(claim.document_id, second, claim.actor_ids, claim.topic_id, **said)
        _refuse_doubles(db, [claim_id])
        return insert_claims(db, recorder, claim.document_id, text, [part], claim.origin)[0]


def join(db: Database, claim_id: int, other_id: int) -> None:
    """Make one claim of two of the same document and topic: from the first word of both to the last.

    The first claim keeps what else it says; the actors and memos of both stand on it.

    Raises:
        UserError: when they cannot be one claim.
    """
    with db.edit("join_claims") as recorder:
        recorder.build_on("claim", [claim_id, other_id])
        one, other = reads.claim(db, claim_id), reads.claim(db, other_id)
        if one.document_id != other.document_id or one.topic_id != other.topic_id:
            raise UserError(_("Only claims of one document on one topic can be joined: choose two of these."))
        if one.stance != other.stance:
            raise UserError(_("The two claims take different stances: make them the same first."))
        text = reads.text(db, one.document_id)
        span = Span(min(one.start, other.start), max(one.end, other.end))
        recorder.update("claim", claim_id, place(text, span))
        new = [actor for actor in other.actor_ids if actor not in one.actor_ids]
        rows = actor_rows(claim_id, (*one.actor_ids, *new), one.topic_id, one.stance)
        recorder.insert_many("claim_actor", rows[len(one.actor_ids) :])
        memo = "\n\n".join(dict.fromkeys(memo for memo in (one.memo, other.memo) if memo))
        edit_memos.write(db, recorder, MemoTarget(claim_id=claim_id), memo)
        own_fields.fill_up(db, recorder, {other_id: claim_id})
        remove(db, recorder, [other_id])
        _refuse_doubles(db, [claim_id])


def place(text: str, span: Span, original: Span | None = None) -> dict[str, Value]:
    """Return the columns that say where a claim stands: its offsets, its quote and what stands around it.

    Args:
        text: its document's.
        span: where it stands in it.
        original: where it stands in the original of a brief; none for a claim that has moved.
    """
    prefix, suffix = context(text, span.start, span.end)
    return {
        "start": span.start,
        "end": span.end,
        "quote": text[span.start : span.end],
        "prefix": prefix,
        "suffix": suffix,
        "original_start": original.start if original else None,
        "original_end": original.end if original else None,
    }


def actor_rows(claim_id: int, actor_ids: Sequence[int], topic_id: int, stance: str) -> list[dict[str, Value]]:
    """Return the ``claim_actor`` rows of a claim, one for each actor in order."""
    return [
        {"claim_id": claim_id, "actor_id": actor, "topic_id": topic_id, "stance": str(stance), "position": position}
        for position, actor in enumerate(actor_ids)
    ]


def rows_of(db: Database, table: str, claim_ids: Sequence[int]) -> list[int]:
    """Return the ids of the rows of *table* (``claim_actor`` or ``memo``) that belong to these claims."""
    sql = f"SELECT id FROM {table} WHERE claim_id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [int(row[0]) for row in db.sqlite.execute(sql, [json.dumps(list(claim_ids))])]


def doubles(
    db: Database,
    claim_ids: Sequence[int],
    actors: Mapping[int, int] = NOTHING,
    topics: Mapping[int, int] = NOTHING,
) -> dict[int, int]:
    """Return the claims that say what an earlier one says, each with that one; one of the two is among *claim_ids*.

    Args:
        db: the project.
        claim_ids: claims that are new or changed.
        actors: others that some of these shall be taken for, as if they were merged already.
        topics: the same of topics.
    """
    columns = ", ".join(f'b."{name}"' for name in _ALIKE)
    # each place once: thousands of claims may stand on the same words
    sql = (
        'WITH a AS (SELECT DISTINCT document_id, start, "end" FROM claim WHERE id IN (SELECT value FROM json_each(?))) '
        f"SELECT b.id, {columns} FROM a JOIN claim b INDEXED BY claim_document "
        'ON b.document_id = a.document_id AND b.start = a.start AND b."end" = a."end" ORDER BY b.id'
    )
    rows = db.sqlite.execute(sql, [json.dumps(list(claim_ids))]).fetchall()
    held: dict[int, set[int]] = {row[0]: set() for row in rows}
    sql = "SELECT claim_id, actor_id FROM claim_actor WHERE claim_id IN (SELECT value FROM json_each(?))"
    for number, actor in db.sqlite.execute(sql, [json.dumps(list(held))]):
        held[number].add(actors.get(actor, actor))
    first: dict[tuple[Any, ...], int] = {}
    found: dict[int, int] = {}
    touched = set(claim_ids)
    topic = _ALIKE.index("topic_id")
    for number, *said in rows:
        said[topic] = topics.get(said[topic], said[topic])
        before = first.setdefault((*said, frozenset(held[number])), number)
        if before != number and (number in touched or before in touched):
            found[number] = before
    return found


def unite(db: Database, recorder: Recorder, claim_ids: Sequence[int]) -> frozenset[int]:
    """Leave one of claims that say the same, the first, with the memos of all; return those that went.

    For claims that came together as part of a greater action: those that are double among *claim_ids* and with others.
    """
    found = doubles(db, claim_ids)
    sql = "SELECT id, claim_id FROM memo WHERE claim_id IN (SELECT value FROM json_each(?)) ORDER BY id"
    memos = db.sqlite.execute(sql, [json.dumps(list(found))]).fetchall()
    recorder.update_many("memo", {row: {"claim_id": found[number]} for row, number in memos})
    own_fields.fill_up(db, recorder, found)
    remove(db, recorder, list(found))
    return frozenset(found)


def _refuse_doubles(db: Database, claim_ids: Sequence[int]) -> None:
    for number, before in doubles(db, claim_ids).items():
        known = number if before in claim_ids else before
        sentence = _("Claim {number} says just this of the same words already: change what differs, or leave it.")
        raise UserError(sentence, number=known)


def check_span(span: Span, text: str, quote: str = "") -> None:
    """Refuse a span without words, one outside the text, and one where another *quote* was seen, by a UserError."""
    if span.start == span.end:
        raise UserError(_("The selection is empty: select the words that carry the claim."))
    if span.end > len(text):
        sentence = ngettext(
            "The span {span} lies outside the text, which has {count} character: choose it inside.",
            "The span {span} lies outside the text, which has {count} characters: choose it inside.",
            len(text),
        )
        raise UserError(sentence, span=span, count=len(text))
    if quote and text[span.start : span.end] != quote:
        raise UserError(_("These words do not stand there any more: select them anew."))
    if not PLAIN.search(text, span.start, span.end):
        raise UserError(_("There is no word in the selection: select the words that carry the claim."))


def _check_actors(actor_ids: Sequence[int]) -> None:
    if not actor_ids:
        raise UserError(_("A claim needs an actor: choose who holds the position."))
    if len(set(actor_ids)) != len(actor_ids):
        raise UserError(_("The same actor stands twice: name each once."))
