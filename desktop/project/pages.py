"""Coded documents to look at: as web pages, and as strips of their claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.analysis.comparison.pictured import Strip, strips
from desktop.core.filters import ClaimFilter
from desktop.core.language import _
from desktop.core.told_apart import shown_names
from desktop.core.values import CodedDocument
from desktop.exchange.pages.html import write_coded_html
from desktop.exchange.writing import write_file
from desktop.project import lookup
from desktop.store import reads
from desktop.store.database import Database


@dataclass(frozen=True)
class CodedDocuments:
    """Coded documents with what names and tells them.

    Attributes:
        notes: the filter, and when it was written where that was asked for.
    """

    documents: tuple[CodedDocument, ...]
    actors: Mapping[str, str]
    topics: Mapping[str, str]
    notes: tuple[str, ...]


def coded_documents(db: Database, references: Sequence[str], where: str = "", written: str = "") -> CodedDocuments:
    """Return documents (numbers, uuids, file names or titles) with the claims that the filter *where* lets through.

    *written* is the time to be told in what is made of it; empty for none. UserError when a document or a part of the
    filter is unknown.
    """
    chosen = lookup.claim_filter(db, where)
    kept = None if chosen.is_empty else {claim.uuid for claim in reads.filtered.claims(db, chosen)}
    found = []
    for reference in references:
        document = reads.project.coded_document(db, reads.project.find_document(db, reference).id)
        if kept is not None:
            document = replace(document, claims=tuple(one for one in document.claims if one.uuid in kept))
        found.append(document)
    notes = [lookup.filter_note(db, chosen)]
    notes += [_("Written at {time}.").format(time=written)] if written else []
    return CodedDocuments(
        tuple(found),
        {actor.key: actor.name for actor in reads.project.actors(db)},
        shown_names(reads.project.topics(db)),
        tuple(notes),
    )


def document_page(db: Database, references: Sequence[str], where: str = "", written: str = "") -> bytes:
    """Return one document, or two side by side, as a web page with its claims; as `coded_documents`."""
    found = coded_documents(db, references, where, written)
    return write_coded_html(found.documents, found.actors, found.topics, found.notes)


def save(path: Path, data: bytes) -> str:
    """Write a page or a picture to *path*, in place of what stands there, and return the sentence that tells it.

    Raises:
        UserError: when it cannot be written; what stood there is left as it was.
    """
    write_file(path, data)
    return _("{name} was written.").format(name=path.name)


def document_strips(db: Database, chosen: ClaimFilter | None = None) -> list[Strip]:
    """Return all documents as strips of the claims that *chosen* lets through, in the library's order."""
    chosen = chosen or ClaimFilter()
    lengths = {document.id: document.length for document in reads.project.documents(db)}
    claims = {}
    for number in lengths:
        marks = reads.filtered.marks(db, chosen, number)
        claims[number] = list(zip(marks.ids, marks.topics, marks.stances, marks.starts, marks.ends, strict=True))
    return strips(lengths, claims)
