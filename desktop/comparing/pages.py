"""Coded documents to look at: as web pages, and as strips of their claims."""

from collections.abc import Sequence
from dataclasses import replace

from desktop import work
from desktop.analysis.strips import Strip, strips
from desktop.comparing.matrix import filter_sentence
from desktop.core.filters import ClaimFilter
from desktop.exchange.coded_html import write_coded_html
from desktop.store import filtered, reads
from desktop.store.database import Database


def document_page(db: Database, references: Sequence[str], where: str = "") -> bytes:
    """Return one document, or two side by side, as a web page with its claims.

    Raises:
        UserError: when a document or a part of the filter is unknown.
    """
    chosen = work.claim_filter(db, where)
    found = []
    for reference in references:
        number = reads.find_document(db, reference).id
        document = reads.coded_document(db, number)
        if not chosen.is_empty:
            kept = {claim.uuid for claim in filtered.claims(db, chosen)}
            document = replace(document, claims=tuple(one for one in document.claims if one.uuid in kept))
        found.append(document)
    actors = {actor.key: actor.name for actor in reads.actors(db)}
    topics = {topic.key: topic.name for topic in reads.topics(db)}
    return write_coded_html(found, actors, topics, (f"Filter: {filter_sentence(db, chosen)}.",))


def document_strips(db: Database, chosen: ClaimFilter | None = None) -> list[Strip]:
    """Return all documents as strips of the claims that *chosen* lets through, in the library's order."""
    chosen = chosen or ClaimFilter()
    lengths = {document.id: document.length for document in reads.documents(db)}
    claims = {}
    for number in lengths:
        marks = filtered.marks(db, number, chosen)
        claims[number] = list(zip(marks.ids, marks.topics, marks.stances, marks.starts, marks.ends, strict=True))
    return strips(lengths, claims)
