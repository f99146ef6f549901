"""Reading files for a project, and who speaks or is quoted in them; no project is needed, so it may run beside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.language import _
from desktop.core.values import Actor, Participant, SegmentKind
from desktop.exchange.readers.formats import DOCUMENTS

if TYPE_CHECKING:
    from desktop.exchange.documents import Reading


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks in a file, or is quoted there.

    Attributes:
        key, name: of the actor, one of the codebook or one that is proposed.
        is_new: whether the codebook lacks them.
        turns, quotations: how many of each are theirs.
    """

    key: str
    name: str
    is_new: bool
    turns: int = 0
    quotations: int = 0


def read_file(path: Path, actors: Sequence[Actor] = (), encoding: str = "") -> "Reading":
    """Read one file, with those whom it quotes; needs no project, and so may run beside the window's thread.

    Raises:
        UserError: when it cannot be read.
    """
    from desktop.exchange.documents import read_document

    reading = read_document(path, encoding=encoding, actors=actors)
    named = replace(reading, document=replace(reading.document, name=storable(reading.document.name)))
    return _with_quoted(named, actors)


def read_pasted(text: str, name: str, actors: Sequence[Actor] = ()) -> "Reading":
    """Read a text that came through the clipboard; as `read_file`."""
    from desktop.exchange import documents

    return _with_quoted(documents.read_pasted(text, name, actors=actors), actors)


def readable() -> str:
    """Return what documents may be, in words: ``plain text, Markdown, …``."""
    *names, last = dict.fromkeys(_(row.plural or row.name) for row in reversed(DOCUMENTS))
    return _("{formats} and {last}").format(formats=", ".join(names), last=last)


def speakers_of(reading: "Reading", actors: Sequence[Actor]) -> tuple[Speaker, ...]:
    """Return who speaks or is quoted in a file, in the order of the text; *actors* are those of the codebook."""
    known = {actor.key: actor.name for actor in actors}
    names = {actor.key: actor.name for actor in reading.document.new_actors} | known
    turns = Counter(one.speaker for one in reading.document.segments if one.kind is SegmentKind.TURN and one.speaker)
    quoted = dict(reading.quoted)
    return tuple(
        Speaker(key, names.get(key, key), key not in known, turns[key], quoted.get(key, 0))
        for key in dict.fromkeys((*turns, *quoted))
    )


def storable(name: str) -> str:
    """Return a file's name without the bytes that are no UTF-8, which a file system allows and a project does not."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _with_quoted(reading: "Reading", actors: Sequence[Actor]) -> "Reading":
    """Add to *reading* whom its prose quotes; a coded document says who takes part in it."""
    if not reading.facts:
        return reading
    from desktop.analysis.attribution.quoted_speakers import find_quoted

    document = reading.document
    found = find_quoted(document.text, document.segments, [*actors, *document.new_actors])
    there = {one.actor for one in document.facts.participants}
    quoted = tuple(Participant(key, "quoted") for key, _ in found.counts if key not in there)
    facts = replace(document.facts, participants=(*document.facts.participants, *quoted))
    new = (*document.new_actors, *found.new_actors)
    return replace(reading, document=replace(document, facts=facts, new_actors=new), quoted=found.counts)
