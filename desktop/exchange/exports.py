"""The tables that Visavis exports: the claims, and the matrix of topics by actors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from types import MappingProxyType
from typing import Literal, NamedTuple

from desktop.core.text import one_line
from desktop.core.values import Actor, Stance, Topic
from desktop.exchange.tables import Cell, Column, Kind, Table

MatrixCells = Literal["counts", "net", "stance", "quotes"]
CellKey = tuple[str, str]
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
# keys of codebooks hold no underscores, so this can be no other actor's column
_TAKEN = ("topic", "proposition", "total")


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


class Counts(NamedTuple):
    """How many claims of each stance a cell of the matrix holds."""

    favor: int = 0
    against: int = 0
    neutral: int = 0


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


def matrix_table(
    topics: Sequence[Topic],
    actors: Sequence[Actor],
    counts: Mapping[CellKey, tuple[int, int, int]],
    quotes: Mapping[CellKey, Sequence[Quote]] = MappingProxyType({}),
    cells: MatrixCells = "counts",
) -> Table:
    """Return one row a topic and one column an actor (three for *counts*), in the order given.

    Args:
        topics: their keys and propositions begin the rows.
        actors: their keys name the columns; an actor called like a fixed column gets the suffix ``_actor``.
        counts: claims in favor, against and neutral by topic key and actor key; a missing cell has none.
        quotes: the quotes by the same keys; only *quotes* needs them.
        cells: *counts*, with the sum in a last column ``total``; *net*, favor minus against, empty without claims;
            *stance*, one word, ``contradictory`` for both favor and against; *quotes*, one a line with the shape of
            its stance. Counts and net end with a row ``total``.
    """
    fixed = (Column("topic"), Column("proposition"))
    own = {key: Counts(*count) for key, count in counts.items()}
    if cells == "counts":
        names = [f"{actor.key}_{stance}" for actor in actors for stance in Stance]
        columns = (*fixed, *(Column(name, "integer") for name in names), Column("total", "integer"))
    else:
        kind: Kind = "integer" if cells == "net" else "text"
        columns = (*fixed, *(Column(_column(actor.key), kind) for actor in actors))

    def row(topic: str, proposition: str, of_actors: Sequence[Counts]) -> tuple[Cell, ...]:
        values: list[Cell] = []
        for actor, count in zip(actors, of_actors, strict=True):
            if cells == "counts":
                values += count
            elif cells == "net":
                values.append(count.favor - count.against if any(count) else None)
            elif cells == "stance":
                values.append(_stance(count))
            else:
                values.append("\n".join(map(str, quotes.get((topic, actor.key), ()))))
        if cells == "counts":
            values.append(sum(map(sum, of_actors)))
        return (topic, proposition, *values)

    by_topic = [[own.get((topic.key, actor.key), Counts()) for actor in actors] for topic in topics]
    rows = [row(topic.key, topic.proposition, of_actors) for topic, of_actors in zip(topics, by_topic, strict=True)]
    if cells in ("counts", "net"):
        sums = [Counts(*map(sum, zip(*of_topics, strict=True))) for of_topics in zip(*by_topic, strict=True)]
        rows.append(row("total", "", sums or [Counts()] * len(actors)))
    return Table(columns, tuple(rows))


def _column(key: str) -> str:
    return f"{key}_actor" if key in _TAKEN else key


def _stance(count: Counts) -> str:
    if count.favor and count.against:
        return "contradictory"
    if count.favor or count.against:
        return Stance.FAVOR.value if count.favor else Stance.AGAINST.value
    return Stance.NEUTRAL.value if count.neutral else ""
