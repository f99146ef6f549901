"""Actions on documents: adding them, and putting an original in its brief's place."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from desktop.core.changes import Cell
from desktop.core.dates import PartialDate
from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.text import bytes_hash, context, text_hash
from desktop.core.values import DOCUMENT_KINDS, Actor, Certainty, Codebook, CodedDocument, Facts, Topic
from desktop.store import edit_codebook, reads
from desktop.store.database import Database, now
from desktop.store.edit_claims import NewClaim, insert_claims
from desktop.store.edit_trace_places import move_verdicts
from desktop.store.reads import FACT_COLUMNS
from desktop.store.recorder import Recorder


class Outcome(StrEnum):
    """What became of a document that came in."""

    ADDED = "added"
    REPLACED = "replaced brief"
    DUPLICATE = "already there"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one document.

    Attributes:
        document_id: its number in the project.
        claims: how many claims came with it or moved into it.
        approximate: claims of which only the paragraph in the original is known, and which now cover that paragraph.
        message: one sentence that tells it.
    """

    name: str
    outcome: Outcome
    document_id: int
    claims: int
    approximate: tuple[int, ...]
    message: str


def add_documents(db: Database, documents: Sequence[CodedDocument], *, origin: str = "import") -> list[Imported]:
    """Add documents in one action and return what became of each.

    A document whose text is there already is left out; one whose text is the original of a brief takes the brief's
    place, and each claim moves to its `original` span. Actors and topics that the project lacks are made of their keys.

    Raises:
        UserError: when a claim or segment lies outside its text; nothing is added then.
    """
    title = "Import document" if len(documents) == 1 else f"Import {len(documents)} documents"
    with db.edit(title) as recorder:
        return [add_document(db, recorder, document, origin) for document in documents]


def update_facts(db: Database, document_id: int, changes: Mapping[str, str]) -> None:
    """Change fields of a document's `Facts`, in one undo step.

    A date that is written by hand is as good as stated, so its certainty and note follow unless they are given too.

    Raises:
        UserError: when there is no such document, a date is none, or there is no such kind.
    """
    before = reads.document(db, document_id).facts
    values: dict[str, Cell] = {
        name: value.strip() for name, value in changes.items() if str(getattr(before, name)) != value.strip()
    }
    for name in ("date", "event_date"):
        try:
            PartialDate.parse(str(values.get(name, "")))
        except ValueError as error:
            raise UserError(f"“{values[name]}” is no date: write 2024-04-26, 2024-04, 2024 or --04-26.") from error
    if values.get("kind", "other") not in DOCUMENT_KINDS:
        raise UserError(f"There is no kind “{values['kind']}”: choose one of {', '.join(DOCUMENT_KINDS)}.")
    if "date" in values:
        certainty = Certainty.STATED if values["date"] else Certainty.UNKNOWN
        values = {"date_certainty": certainty.value, "date_note": "", **values}
    if values:
        with db.edit("Change facts") as recorder:
            recorder.update("document", document_id, values)


def add_document(db: Database, recorder: Recorder, document: CodedDocument, origin: str) -> Imported:
    """Add one document as part of a greater action; as `add_documents`."""
    sha256 = text_hash(document.text)
    sql = "SELECT d.id, d.name FROM document d JOIN text t ON t.id = d.text_id WHERE t.sha256 = ?"
    same = db.sqlite.execute(sql, [sha256]).fetchone()
    if same is not None:
        message = f"{document.name}: the same text is there already, as document {same[0]} ({same[1]}); left out."
        return Imported(document.name, Outcome.DUPLICATE, int(same[0]), 0, (), message)
    sql = "SELECT id FROM document WHERE original_sha256 = ? AND is_brief = 1"
    brief = db.sqlite.execute(sql, [sha256]).fetchone()
    if brief is not None:
        return _replace_brief(db, recorder, int(brief[0]), document)
    return _insert(db, recorder, document, origin)


def keep_file(db: Database, name: str, content: bytes) -> None:
    """Keep the bytes of a file in the project, as part of a greater action.

    Not recorded, as texts are not: a file is keyed by its hash, which documents name, and outlives the edit.
    """
    db.sqlite.execute(
        "INSERT OR IGNORE INTO file (sha256, name, content) VALUES (?, ?, ?)", [bytes_hash(content), name, content]
    ).close()


def _insert(db: Database, recorder: Recorder, document: CodedDocument, origin: str) -> Imported:
    for segment in document.segments:
        if segment.span.end > len(document.text):
            raise UserError(
                f"{document.name}: the segment {segment.span} lies outside the text, which has {len(document.text)} "
                "characters: correct the file."
            )
    actors, topics = _keys(db, recorder, document)
    number = recorder.insert(
        "document",
        {
            "name": document.name,
            **text_columns(db, document),
            **_fact_columns(document.facts),
            "original_sha256": document.original_sha256,
            "is_brief": int(bool(document.original_sha256)),
            "created": now(),
        },
    )
    recorder.insert_many(
        "participant",
        [
            {"document_id": number, "actor_id": actors[one.actor], "role": one.role}
            for one in dict.fromkeys(document.facts.participants)
        ],
    )
    recorder.insert_many(
        "segment",
        [
            {
                "document_id": number,
                "kind": segment.kind.value,
                "start": segment.span.start,
                "end": segment.span.end,
                "actor_id": actors.get(segment.speaker),
                "role": segment.role,
                "label": segment.label,
                "original_start": segment.original.start if segment.original else None,
                "original_end": segment.original.end if segment.original else None,
            }
            for segment in document.segments
        ],
    )
    claims = [
        NewClaim(
            number,
            claim.span,
            tuple(actors[key] for key in claim.actors),
            topics[claim.topic],
            claim.stance,
            claim.voice,
            claim.memo,
        )
        for claim in document.claims
    ]
    known = {row[0] for row in db.sqlite.execute("SELECT uuid FROM claim")} if claims else set()
    uuids: list[str] = []
    for claim in document.claims:
        # a claim keeps its identity across files, save where it came in before
        uuids.append("" if claim.uuid in known else claim.uuid)
        known.add(claim.uuid)
    insert_claims(
        db,
        recorder,
        number,
        document.text,
        claims,
        origin,
        [claim.original for claim in document.claims],
        uuids,
    )
    told = f" with {len(claims)} claims" if claims else ""
    message = f"{document.name}: added as document {number}{told}."
    return Imported(document.name, Outcome.ADDED, number, len(claims), (), message)


def _replace_brief(db: Database, recorder: Recorder, number: int, document: CodedDocument) -> Imported:
    sql = 'SELECT id, start, "end", original_start, original_end FROM segment WHERE document_id = ?'
    segments = db.sqlite.execute(sql, [number]).fetchall()
    sql = 'SELECT id, start, "end", original_start, original_end FROM claim WHERE document_id = ?'
    claims = db.sqlite.execute(sql, [number]).fetchall()
    # a place beyond the text is the brief's mistake and as good as none
    placed = [row for row in segments if row[3] is not None and row[4] <= len(document.text)]
    lost = [row[0] for row in segments if row[3] is None or row[4] > len(document.text)]
    places = [(Span(row[1], row[2]), Span(row[3], row[4])) for row in placed]
    moved: dict[int, dict[str, Cell]] = {}
    approximate: list[int] = []
    for claim_id, start, end, original_start, original_end in claims:
        if original_start is not None and original_end <= len(document.text):
            span = Span(original_start, original_end)
        else:
            span = _through_segments(Span(start, end), places, len(document.text))
            approximate.append(claim_id)
        prefix, suffix = context(document.text, span.start, span.end)
        moved[claim_id] = {
            "start": span.start,
            "end": span.end,
            "quote": document.text[span.start : span.end],
            "prefix": prefix,
            "suffix": suffix,
            "original_start": None,
            "original_end": None,
        }
    nowhere: dict[str, Cell] = {"original_start": None, "original_end": None}
    recorder.delete("segment", lost)
    recorder.update_many("segment", {row[0]: {"start": row[3], "end": row[4], **nowhere} for row in placed})
    recorder.update_many("claim", moved)
    move_verdicts(db, recorder, number, reads.text(db, number), document.text)
    columns: dict[str, Cell] = {**text_columns(db, document), "name": document.name, "is_brief": 0}
    recorder.update("document", number, columns)
    message = f"{document.name}: took the place of its brief, document {number}; {len(claims)} claims moved into it."
    if approximate:
        message = message[:-1] + f", {len(approximate)} of them to the whole paragraph: look at these."
    return Imported(document.name, Outcome.REPLACED, number, len(claims), tuple(approximate), message)


def _through_segments(span: Span, places: Sequence[tuple[Span, Span]], length: int) -> Span:
    """Return the stretch of the original whose brief's segments hold *span*; the whole text when none does."""
    touched = [place for place in places if place[0].overlaps(span)]
    # a turn holds paragraphs: the smallest segments say it best
    inner = [a for a in touched if not any(b[0] != a[0] and a[0].contains(b[0]) for b in touched)]
    if not inner:
        return Span(0, length)
    return Span(min(place[1].start for place in inner), max(place[1].end for place in inner))


def _keys(db: Database, recorder: Recorder, document: CodedDocument) -> tuple[dict[str, int], dict[str, int]]:
    """Return the ids of the project's actors and topics by key, those of *document* that it lacks made now."""
    actors, topics = edit_codebook.keys(db, "actor"), edit_codebook.keys(db, "topic")
    used = [segment.speaker for segment in document.segments if segment.speaker]
    used += [one.actor for one in document.facts.participants]
    used += [key for claim in document.claims for key in claim.actors]
    proposed = {actor.key: actor for actor in document.new_actors}
    new_actors = tuple(
        proposed.get(key) or Actor(key, key, initials=key[:2].upper())
        for key in dict.fromkeys(used)
        if key not in actors
    )
    new_topics = tuple(
        Topic(key, key, key) for key in dict.fromkeys(claim.topic for claim in document.claims) if key not in topics
    )
    if new_actors or new_topics:
        edit_codebook.add_codebook(db, recorder, Codebook(new_actors, new_topics))
        actors, topics = edit_codebook.keys(db, "actor"), edit_codebook.keys(db, "topic")
    return actors, topics


def text_columns(db: Database, document: CodedDocument) -> dict[str, Cell]:
    """Return what a document's row says of its text, which is stored now when it is new."""
    sha256 = text_hash(document.text)
    row = db.sqlite.execute("SELECT id FROM text WHERE sha256 = ?", [sha256]).fetchone()
    if row is None:
        # not recorded: a text is keyed by its hash and outlives the edit, so that history need not carry it
        cursor = db.sqlite.execute("INSERT INTO text (sha256, content) VALUES (?, ?)", [sha256, document.text])
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


def _fact_columns(facts: Facts) -> dict[str, Cell]:
    names = [field.name for field in fields(facts) if field.name in FACT_COLUMNS]
    return {name: str(getattr(facts, name)) for name in names}
