"""What the tables of claims and of their quotes hold."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

from desktop.core.filters import ClaimFilter
from desktop.core.text import one_line
from desktop.core.values import Stance
from desktop.exchange.tables.table import Column, Table
from desktop.project.paged import with_pages
from desktop.store.database import Database
from desktop.store.reads import filtered
from desktop.store.reads import project as reads

SHAPES = {Stance.FAVOR: "▲", Stance.AGAINST: "▼", Stance.NEUTRAL: "●"}
_INTEGERS = ("claim_id", "document_id", "start", "end")
# what readers and programs are told of each column of claims: its title and its description
_CLAIM_WORDS = {
    "claim_id": ("Claim", "The number of the claim in this project."),
    "uuid": ("UUID", "Names the claim in every project."),
    "document_id": ("Document no.", "The number of the document in this project."),
    "document": ("Document", "The document's file name."),
    "title": ("Title", "The document's title."),
    "date": ("Date", "The document's day of publication, or as much as is known of it."),
    "start": ("Start", "Where the quote begins in the document's text, in code points."),
    "end": ("End", "Where it ends, not included."),
    "quote": ("Quote", "The words that carry the position."),
    "actors": ("Actors", "Who holds the position."),
    "topic": ("Topic", "What it is on."),
    "stance": ("Stance", "Toward the topic's proposition: favor, against or neutral."),
    "voice": ("Voice", "Whose words: direct, reported, or the author's."),
    "coder": ("Coder", "Who tagged it."),
    "created": ("Tagged", "When it was tagged, in ISO 8601 and UTC."),
    "memo": ("Memo", "What was noted on it."),
    "origin": ("Origin", "How it came about: coder, seed, import or suggestion."),
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with all that names it, as a row of a table.

    Attributes:
        document: the document's file name.
        date: its date of publication.
        start, end: half-open code point offsets of the stored text.
        actors, topic: keys.
        coder: who tagged it.
        created: ISO 8601 time in UTC.
        origin: how the claim came about.
    """

    claim_id: int
    uuid: str
    document_id: int
    document: str
    title: str
    date: str
    start: int
    end: int
    quote: str
    actors: tuple[str, ...]
    topic: str
    stance: Stance
    voice: str
    coder: str
    created: str
    memo: str
    origin: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim's words in a cell of the matrix, with their source."""

    text: str
    stance: Stance
    publisher: str = ""
    date: str = ""

    def __str__(self) -> str:
        source = ", ".join(part for part in (self.publisher, self.date) if part)
        return f"{SHAPES[self.stance]} {one_line(self.text)}" + (f" ({source})" if source else "")


def claims_table(rows: Iterable[ClaimRow]) -> Table:
    """Return one row a claim, with the columns in the order of `ClaimRow`."""
    columns = tuple(
        Column(each.name, "integer" if each.name in _INTEGERS else "text", *_CLAIM_WORDS[each.name])
        for each in fields(ClaimRow)
    )
    return Table(columns, tuple(astuple(row) for row in rows))


def claim_rows(
    db: Database, chosen: ClaimFilter | None = None, limit: int | None = None, *, named: bool = False
) -> list[ClaimRow]:
    """Return the claims that *chosen* lets through, by document and place, each with all that names it.

    With *limit*, the first so many; *named* has names instead of the keys of actors and topics.
    """
    documents = {document.id: document for document in reads.documents(db)}
    actors = {actor.id: actor.name if named else actor.key for actor in reads.actors(db)}
    topics = {topic.id: topic.name if named else topic.key for topic in reads.topics(db)}
    coders = {coder.id: coder.name for coder in reads.coders(db)}
    chosen = chosen or ClaimFilter()
    found = filtered.claims(db, chosen) if limit is None else reads.claims(db, ids=filtered.ids(db, chosen)[:limit])
    return [
        ClaimRow(
            claim_id=claim.id,
            uuid=claim.uuid,
            document_id=claim.document_id,
            document=documents[claim.document_id].name,
            title=documents[claim.document_id].facts.title,
            date=documents[claim.document_id].facts.date,
            start=claim.start,
            end=claim.end,
            quote=claim.quote,
            actors=tuple(actors[actor_id] for actor_id in claim.actor_ids),
            topic=topics[claim.topic_id],
            stance=claim.stance,
            voice=claim.voice.value,
            coder=coders[claim.coder_id],
            created=claim.created,
            memo=claim.memo,
            origin=claim.origin,
        )
        for claim in found
    ]


def claims_export(
    db: Database, chosen: ClaimFilter | None = None, limit: int | None = None, *, named: bool = False
) -> Table:
    """Return the table of the claims that *chosen* lets through, of all when it is None; as `claim_rows`."""
    found = claims_table(claim_rows(db, chosen, limit, named=named))
    return with_pages(found, {one.id: one.pages for one in reads.documents(db)})
