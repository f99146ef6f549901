"""The rows that a coded document brings: its text, the actors and topics it names, its claims.

What is there already and comes in again: an original and its brief, or another coding of the same text.
"""

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.core.changes import Value
from desktop.core.claim_fields import chosen
from desktop.core.memos import MemoTarget
from desktop.core.spans import Span
from desktop.core.text import encoded, text_hash
from desktop.core.values import Actor, Codebook, CodedClaim, CodedDocument, Facts, NewClaim, Topic
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits.claims import insert_claims, place, unite
from desktop.store.edits.differences import ClaimDifferences
from desktop.store.edits.told_memos import Difference, bring_memos
from desktop.store.edits.traces import move_verdicts
from desktop.store.reads import project as reads
from desktop.store.recorder import Recorder


class Outcome(StrEnum):
    """What became of a document that came in."""

    ADDED = "added"
    REPLACED = "replaced brief"
    MERGED = "claims added"
    DUPLICATE = "already there"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one document.

    Attributes:
        document_id: its number in the project.
        claims: how many claims came with it or moved into it.
        approximate: claims of which only the paragraph in the original is known, and which now cover that paragraph.
        brought: how many claims of its own came with it.
        there: how many of these were there already.
        other: the name of the document that was there already.
        is_brief: whether it is the brief of that document.
        repeated: how many claims went because another says the same of the same words.
        differences: what is said otherwise of claims and memos that were there already.
        taken: whether these say what the file says now.
    """

    name: str
    outcome: Outcome
    document_id: int
    claims: int
    approximate: tuple[int, ...] = ()
    brought: int = 0
    there: int = 0
    other: str = ""
    is_brief: bool = False
    repeated: int = 0
    differences: tuple[Difference, ...] = ()
    taken: bool = False


def ids_of(db: Database, recorder: Recorder, document: CodedDocument) -> tuple[dict[str, int], dict[str, int]]:
    """Return the ids of the actors and topics of *document* by key, those that the project lacks made now."""
    used = _used_actors(document)
    named = [claim.topic for claim in document.claims]
    actors, topics = edit_codebook.keys(db, "actor", used), edit_codebook.keys(db, "topic", named)
    new_actors = missing_actors(document, actors)
    new_topics = tuple(Topic(key, key, key) for key in dict.fromkeys(named) if key not in topics)
    if new_actors or new_topics:
        edit_codebook.add_codebook(db, recorder, Codebook(new_actors, new_topics))
        actors, topics = edit_codebook.keys(db, "actor", used), edit_codebook.keys(db, "topic", named)
    return actors, topics


def missing_actors(document: CodedDocument, known: Container[str]) -> tuple[Actor, ...]:
    """Return the actors that *document* names and that are not *known* by their keys, as they are to be made."""
    proposed = {actor.key: actor for actor in document.new_actors}
    return tuple(
        proposed.get(key) or Actor(key, key, initials=key[:2].upper())
        for key in dict.fromkeys(_used_actors(document))
        if key not in known
    )


def _used_actors(document: CodedDocument) -> list[str]:
    used = [segment.speaker for segment in document.segments if segment.speaker]
    used += [one.actor for one in document.facts.participants]
    return used + [key for claim in document.claims for key in claim.actors]


def insert_coded_claims(
    db: Database,
    recorder: Recorder,
    document_id: int,
    text: str,
    claims: Sequence[CodedClaim],
    ids: tuple[dict[str, int], dict[str, int]],
    origin: str,
) -> int:
    """Insert claims of a coded document whose text is *text*, and return how many of them said the same again.

    These are not kept, but for their memos. *ids* are those of actors and topics by key.

    Raises:
        UserError: when a claim lies outside the text.
    """
    actors, topics = ids
    sql = "SELECT uuid FROM claim WHERE uuid IN (SELECT value FROM json_each(?))"
    own = [claim.uuid for claim in claims if claim.uuid]
    known = {row[0] for row in db.sqlite.execute(sql, [json.dumps(own)])} if own else set[str]()
    uuids: list[str] = []
    for claim in claims:
        # a claim keeps its identity across files, save where it came in before
        uuids.append("" if claim.uuid in known else claim.uuid)
        known.add(claim.uuid)
    inserted = insert_claims(
        db,
        recorder,
        document_id,
        text,
        [
            NewClaim(
                document_id,
                claim.span,
                tuple(actors[key] for key in claim.actors),
                topics[claim.topic],
                memo=claim.memo,
                certainty=claim.certainty,
                own=claim.own,
                **chosen(claim),
            )
            for claim in claims
        ],
        origin,
        [claim.original for claim in claims],
        uuids,
        unites=True,
        told=claims,
    )
    return len(claims) - len(inserted)


def add_aliases(db: Database, recorder: Recorder, aliases: Mapping[str, Sequence[str]]) -> None:
    """Give actors, named by their keys, further names, as part of a greater action."""
    for key, names in aliases.items():
        row = db.sqlite.execute("SELECT id, name, aliases FROM actor WHERE key = ?", [key]).fetchone()
        if row is not None:
            kept = edit_codebook.clean_aliases((*json.loads(row[2]), *names), row[1])
            recorder.update("actor", int(row[0]), {"aliases": edit_codebook.dump_aliases(kept)})


def text_columns(db: Database, document: CodedDocument) -> dict[str, Value]:
    """Return what a document's row says of its text, which is stored now when it is new."""
    sha256 = text_hash(document.text)
    row = db.sqlite.execute("SELECT id FROM text WHERE sha256 = ?", [sha256]).fetchone()
    if row is None:
        # not recorded: a text is keyed by its hash and outlives the edit, so that history need not carry it
        sql = "INSERT INTO text (sha256, content) VALUES (?, CAST(? AS TEXT))"
        cursor = db.sqlite.execute(sql, [sha256, encoded(document.text)])
        text_id = int(cursor.lastrowid or 0)
    else:
        text_id = int(row[0])
    return {
        "text_id": text_id,
        "length": len(document.text),
        "bytes_sha256": document.bytes_sha256,
        "extractor": document.extractor,
        "pages": json.dumps(document.pages),
    }


def replace_brief(db: Database, recorder: Recorder, number: int, document: CodedDocument, origin: str) -> Imported:
    """Put an original in its brief's place; claims that came with it are added to those that move into it."""
    sql = 'SELECT id, start, "end", original_start, original_end FROM segment WHERE document_id = ?'
    segments = db.sqlite.execute(sql, [number]).fetchall()
    sql = 'SELECT id, start, "end", original_start, original_end FROM claim WHERE document_id = ?'
    claims = db.sqlite.execute(sql, [number]).fetchall()
    # a place beyond the text is the brief's mistake and as good as none
    placed = [row for row in segments if row[3] is not None and row[4] <= len(document.text)]
    lost = [row[0] for row in segments if row[3] is None or row[4] > len(document.text)]
    places = [(Span(row[1], row[2]), Span(row[3], row[4])) for row in placed]
    moved: dict[int, dict[str, Value]] = {}
    approximate: list[int] = []
    for claim_id, start, end, original_start, original_end in claims:
        if original_start is not None and original_end <= len(document.text):
            span = Span(original_start, original_end)
        else:
            span = _through_segments(Span(start, end), places, len(document.text))
            approximate.append(claim_id)
        moved[claim_id] = place(document.text, span)
    nowhere: dict[str, Value] = {"original_start": None, "original_end": None}
    recorder.delete("segment", lost)
    recorder.update_many("segment", {row[0]: {"start": row[3], "end": row[4], **nowhere} for row in placed})
    recorder.update_many("claim", moved)
    repeated = len(unite(db, recorder, list(moved)))
    move_verdicts(db, recorder, number, reads.text(db, number), document.text)
    columns: dict[str, Value] = {**text_columns(db, document), "name": document.name, "is_brief": 0}
    recorder.update("document", number, columns)
    added, there, _more = _add_missing(db, recorder, number, document.text, document, origin)
    total = len(claims) - repeated + added
    rough, brought = tuple(approximate), added + there
    return Imported(document.name, Outcome.REPLACED, number, total, rough, brought, there, repeated=repeated)


def move_brief_into(
    db: Database, recorder: Recorder, number: int, name: str, document: CodedDocument, origin: str
) -> Imported:
    """Give an original that is there the claims of its brief, each at its place in the original.

    A claim whose place the brief does not tell goes to its whole paragraph; nothing else of the brief is taken.
    """
    text = reads.text(db, number)
    places = [(one.span, one.original) for one in document.segments if one.original and one.original.end <= len(text)]
    moved: list[CodedClaim] = []
    approximate: set[int] = set()
    for at, claim in enumerate(document.claims):
        span = claim.original
        if span is None or span.end > len(text):
            span = _through_segments(claim.span, places, len(text))
            approximate.add(at)
        moved.append(replace(claim, span=span, original=None))
    before = {row[0] for row in db.sqlite.execute("SELECT id FROM claim WHERE document_id = ?", [number])}
    added, there, _more = _add_missing(db, recorder, number, text, replace(document, claims=tuple(moved)), origin)
    if not added:
        return Imported(document.name, Outcome.DUPLICATE, number, 0, there=there, other=name, is_brief=True)
    rough = {(moved[at].span.start, moved[at].span.end) for at in approximate}
    sql = 'SELECT id, start, "end" FROM claim WHERE document_id = ? ORDER BY id'
    new = [row for row in db.sqlite.execute(sql, [number]) if row[0] not in before]
    whole = tuple(row[0] for row in new if (row[1], row[2]) in rough)
    return Imported(document.name, Outcome.MERGED, number, added, whole, there=there, other=name, is_brief=True)


def add_claims_to(
    db: Database,
    recorder: Recorder,
    number: int,
    name: str,
    document: CodedDocument,
    origin: str,
    *,
    takes: bool = False,
) -> Imported:
    """Add to a document those claims and memos of another coding of the same text that it lacks.

    With *takes*, claims and memos that are there under the same uuids say what the file says of them.
    """
    added, there, differences = _add_missing(db, recorder, number, document.text, document, origin, takes=takes)
    _new, more = bring_memos(db, recorder, MemoTarget(document_id=number), document.memos, takes=takes)
    outcome = Outcome.MERGED if added else Outcome.DUPLICATE
    return Imported(
        document.name,
        outcome,
        number,
        added,
        there=there,
        other=name,
        differences=(*differences, *more),
        taken=takes,
    )


def _add_missing(
    db: Database,
    recorder: Recorder,
    number: int,
    text: str,
    document: CodedDocument,
    origin: str,
    *,
    takes: bool = False,
) -> tuple[int, int, list[Difference]]:
    """Add the claims of *document* that document *number* lacks; return how many, how many it has, and what differs.

    A claim is there when its uuid is, or when one says the same of the same words: its coder's, or where it tells
    none anybody's.
    """
    if not document.claims:
        return 0, 0, []
    actors = {actor.id: actor.key for actor in reads.actors(db)}
    topics = {topic.id: topic.key for topic in reads.topics(db)}
    have = reads.claims(db, document_id=number)
    uuids = {claim.uuid for claim in have}
    coders = {coder.id: coder.name for coder in reads.coders(db)}
    same = {
        (name, one.span, frozenset(actors[key] for key in one.actor_ids), topics[one.topic_id], *chosen(one).values())
        for one in have
        # of a claim that does not tell its coder it is enough that anybody says the same
        for name in ("", coders[one.coder_id])
    }
    missing = [
        claim
        for claim in document.claims
        if claim.uuid not in uuids
        and (claim.coder, claim.span, frozenset(claim.actors), claim.topic, *chosen(claim).values()) not in same
    ]
    known = ClaimDifferences(db, recorder, number, text, have)
    differing = known.found(document.claims)
    added = 0
    if differing and takes:
        changed = [one for one, _difference in differing]
        known.take(changed, ids_of(db, recorder, replace(document, segments=(), facts=Facts(), claims=tuple(changed))))
    if missing:
        # only what the claims name is made
        needed = replace(document, segments=(), facts=Facts(), claims=tuple(missing))
        ids = ids_of(db, recorder, needed)
        plain = [replace(one, original=None) for one in missing]
        added = len(missing) - insert_coded_claims(db, recorder, number, text, plain, ids, origin)
    return added, len(document.claims) - added, [difference for _one, difference in differing]


def _through_segments(span: Span, places: Sequence[tuple[Span, Span]], length: int) -> Span:
    """Return the stretch of the original whose brief's segments hold *span*; the whole text when none does."""
    touched = [place for place in places if place[0].overlaps(span)]
    # a turn holds paragraphs: the smallest segments say it best
    inner = [a for a in touched if not any(b[0] != a[0] and a[0].contains(b[0]) for b in touched)]
    if not inner:
        return Span(0, length)
    return Span(min(place[1].start for place in inner), max(place[1].end for place in inner))
