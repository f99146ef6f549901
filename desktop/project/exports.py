"""What the tables of claims and of their quotes hold."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

from desktop.core.text import one_line
from desktop.core.values import Stance
from desktop.exchange.tables.table import Column, Table

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
