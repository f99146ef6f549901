"""The rows that a coded document brings: its text, the actors and topics it names, its claims."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.core.changes import Value
from desktop.core.claim_fields import chosen
from desktop.core.text import text_hash
from desktop.core.values import Actor, Codebook, CodedClaim, CodedDocument, NewClaim, Topic
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits.claims import insert_claims
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


def ids_of(db: Database, recorder: Recorder, document: CodedDocument) -> tuple[dict[str, int], dict[str, int]]:
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


def insert_coded_claims(
    db: Database,
    recorder: Recorder,
    document_id: int,
    text: str,
    claims: Sequence[CodedClaim],
    ids: tuple[dict[str, int], dict[str, int]],
    origin: str,
) -> list[int]:
    """Insert claims of a coded document whose text is *text*; *ids* are those of actors and topics by key.

    Raises:
        UserError: when a claim lies outside the text.
    """
    actors, topics = ids
    known = {row[0] for row in db.sqlite.execute("SELECT uuid FROM claim")} if claims else set()
    uuids: list[str] = []
    for claim in claims:
        # a claim keeps its identity across files, save where it came in before
        uuids.append("" if claim.uuid in known else claim.uuid)
        known.add(claim.uuid)
    return insert_claims(
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
                **chosen(claim),
            )
            for claim in claims
        ],
        origin,
        [claim.original for claim in claims],
        uuids,
    )


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
