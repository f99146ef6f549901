"""Documents with what is tagged in them, as suggestions learn from them and look at them."""

from dataclasses import dataclass

from desktop.core.spans import Span
from desktop.core.values import Segment

# those who hold a position together, by their keys
Holders = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaggedClaim:
    """A claim as suggestions learn from it: its place, the keys of its topic and of those who hold it."""

    span: Span
    topic: str
    actors: Holders = ()


@dataclass(frozen=True, slots=True)
class CodedText:
    """A document as suggestions need it.

    Attributes:
        participants: the keys of those who are known to speak in it.
        claims: those tagged in it.
        author: the key of the outlet whose voice the document's own is, or of who signs it; may be empty.
        signed: whether it is an opinion piece; the author is who signs it then.
        language: in which it is written (BCP 47); may be empty.
        year: of its date, four digits; may be empty.
        dismissed: the spans of suggestions that were dismissed in it.
        co_authors: the keys of those who sign it besides the author.
        unfinished: whether it is being coded: what is neither tagged nor dismissed teaches nothing then.
    """

    text: str
    segments: tuple[Segment, ...]
    participants: tuple[str, ...] = ()
    claims: tuple[TaggedClaim, ...] = ()
    author: str = ""
    year: str = ""
    signed: bool = False
    language: str = ""
    dismissed: tuple[Span, ...] = ()
    unfinished: bool = False
    co_authors: tuple[str, ...] = ()
