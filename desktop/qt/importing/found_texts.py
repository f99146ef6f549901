"""What was found in a file that may be imported, as the window shows it: its facts, and the beginning of its text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.near_duplicates import Sketch, sketch
from desktop.core.text import text_hash
from desktop.core.values import Actor, Certainty, CodedSegment, Facts, SegmentKind
from desktop.project.importing import Speaker, speakers_of

if TYPE_CHECKING:
    from desktop.exchange.documents import Reading

# a preview is for a look; the whole of a long text would keep the window waiting
PREVIEW = 30_000


@dataclass(frozen=True, slots=True)
class FoundText:
    """What was found in a file, without its text.

    Attributes:
        problem: why it cannot be read, in one sentence; all else is empty then.
        origins: of each fact that was found, how sure it is and where it comes from.
        characters: how long the text is.
        speakers: who speaks or is quoted.
        bytes_sha256: of the file.
        same: what has the same text already; empty when nothing has.
        brief: the title of the brief whose place it will take.
        near: what is most like it, and the share that both have, 0 to 1.
        claims: how many a coded document brings.
    """

    path: Path
    problem: str = ""
    format: str = ""
    encoding: str = ""
    encoding_origin: str = ""
    facts: Facts = field(default_factory=Facts)
    origins: tuple[tuple[str, Certainty, str], ...] = ()
    characters: int = 0
    turns: int = 0
    speakers: tuple[Speaker, ...] = ()
    same: str = ""
    brief: str = ""
    near: tuple[str, float] = ("", 0.0)
    bytes_sha256: str = ""
    claims: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a file's text with its structure.

    Attributes:
        names: the speakers' names by key.
        more: how many characters follow.
    """

    path: Path
    text: str = ""
    segments: tuple[CodedSegment, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    more: int = 0
    problem: str = ""


def light(path: Path, reading: "Reading", actors: Sequence[Actor]) -> tuple[FoundText, str, Sketch]:
    """Return what was found without the text, the text's SHA-256, and its sketch."""
    document = reading.document
    found = FoundText(
        path,
        format=reading.format,
        encoding=reading.encoding,
        encoding_origin=reading.encoding_origin,
        facts=document.facts,
        origins=tuple((fact.name, fact.certainty, fact.origin) for fact in reading.facts),
        characters=len(document.text),
        turns=sum(segment.kind is SegmentKind.TURN for segment in document.segments),
        speakers=speakers_of(reading, actors),
        bytes_sha256=document.bytes_sha256,
        claims=len(document.claims),
    )
    return found, text_hash(document.text), sketch(document.text)


def preview(path: Path, reading: "Reading", actors: Sequence[Actor]) -> Preview:
    """Return the beginning of the text with its structure."""
    document = reading.document
    names = {actor.key: actor.name for actor in (*document.new_actors, *actors)}
    return Preview(
        path,
        document.text[:PREVIEW],
        tuple(segment for segment in document.segments if segment.span.start < PREVIEW),
        tuple(names.items()),
        max(0, len(document.text) - PREVIEW),
    )
