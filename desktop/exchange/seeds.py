"""The seeds that a new project is populated from: a codebook and the briefs of some documents."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.text import bytes_hash
from desktop.core.values import Codebook, CodedDocument
from desktop.exchange.annotated.reader import read_coded
from desktop.exchange.codebook import read_toml
from desktop.exchange.readers.source import SourceFile, read_bytes


def load_seeds(folder: Path) -> tuple[Codebook, tuple[CodedDocument, ...]]:
    """Read ``codebook.toml`` and ``briefs/*.md``, by name, below *folder*.

    Raises:
        UserError: when a file cannot be read, and when a brief names an actor or a topic that the codebook lacks.
    """
    book_path = folder / "codebook.toml"
    codebook = read_toml(SourceFile(read_bytes(book_path), book_path.name)).codebook
    actors = {actor.key for actor in codebook.actors}
    topics = {topic.key for topic in codebook.topics}
    documents = []
    for path in sorted(folder.glob("briefs/*.md"), key=lambda path: path.name):
        source = SourceFile(read_bytes(path), path.name)
        document = replace(read_coded(source), bytes_sha256=bytes_hash(source.content))
        for kind, key, place in _keys(document):
            if key not in (actors if kind == "actor" else topics):
                told = _("{name}: the {kind} “{key}” of {place} is not in {codebook}; add it there or correct it.")
                raise UserError(told, name=path.name, kind=kind, key=key, place=place, codebook=book_path.name)
        documents.append(document)
    return codebook, tuple(documents)


def _keys(document: CodedDocument) -> Iterator[tuple[str, str, str]]:
    """Yield the kind and key of each actor and topic that *document* names, and words for the place."""
    for participant in document.facts.participants:
        yield "actor", participant.actor, _("the participants")
    for segment in document.segments:
        if segment.speaker:
            place = _("the segment “{words}”").format(words=_start(document, segment.span.start))
            yield "actor", segment.speaker, place
    for claim in document.claims:
        place = _("the claim “{words}”").format(words=_start(document, claim.span.start))
        for actor in claim.actors:
            yield "actor", actor, place
        yield "topic", claim.topic, place


def _start(document: CodedDocument, start: int) -> str:
    return " ".join(document.text[start : start + 200].split())[:40].rstrip() + "…"
