"""What must hold of whatever is made of any bytes."""

import tempfile
import traceback
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.text import normalise_text
from desktop.core.values import CodedDocument, Facts
from desktop.exchange.documents import Reading, read_document
from desktop.exchange.readers import collections
from desktop.exchange.readers.source import SourceFile
from desktop.exchange.recognition import find_files

_OWN = str(Path(__file__).parents[2] / "desktop")
# of a file that holds many documents, so many are judged
_MEMBERS = 30


class UnsoundError(AssertionError):
    """Tell what is wrong with what a reader gave."""


def judge(content: bytes, name: str) -> str:
    """Read *content* and return what became of it: ``read`` or ``refused``.

    A file that holds many documents is taken apart as an import does.

    Raises:
        UnsoundError: when the document is unsound, the sentence is none, or a fault of ours was taken for the file's.
        Exception: whatever else a reader raises.
    """
    outcome = "refused"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        _judge_parting(path)
        listed = [*find_files([path])[:_MEMBERS], *find_files([path], several=True)[:_MEMBERS]]
        for found in dict.fromkeys(listed):
            if found.problem:
                _judge_sentence(UserError(found.problem), found.path.name)
                continue
            try:
                reading = read_document(found.path)
            except UserError as error:
                _judge_sentence(error, found.path.name)
                continue
            outcome = "read"
            _judge_reading(reading)
    return outcome


def _judge_parting(path: Path) -> None:
    """Raise what our own lines raise while a file is taken apart: an import would take it for one document."""
    kind = collections.collecting_of(path)
    parting = kind.parting() if kind is not None and kind.place else None
    try:
        for _part in parting(SourceFile(path.read_bytes(), path.name)) if parting is not None else ():
            pass
    except UserError:
        pass
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        if frames[-1].filename.startswith(_OWN):
            raise


def _judge_reading(reading: Reading) -> None:
    _judge_document(reading.document, annotated=reading.format == "annotated Markdown")
    for fact in reading.facts:
        _hold(fact.value == fact.value.strip() != "", f"the fact {fact.name} is {fact.value!r}")
        _judge_text(fact.value, f"the fact {fact.name}")
    for one in reading.left_out:
        _hold(one.words > 0, f"{one.words} words were left out")
    for note in reading.notes:
        _judge_text(note, "a note")


def _judge_sentence(error: UserError, name: str) -> None:
    message = str(error)
    _hold(message[-1:] in (".", "?"), f"no sentence: {message!r}")
    _hold("\n" not in message and len(message) < 1000, f"more than one line, or long: {message!r}")
    _hold(name in message, f"the sentence does not say which file: {message!r}")
    _judge_text(message, "the sentence")
    cause = error.__cause__
    if cause is not None and "cannot be read as" in message and not isinstance(cause, RecursionError):
        # what a library raises is the file's fault; what our own lines raise is ours
        frames = traceback.extract_tb(cause.__traceback__)
        if frames and frames[-1].filename.startswith(_OWN):
            raise cause


def _judge_document(document: CodedDocument, *, annotated: bool) -> None:
    text = document.text
    _hold(bool(text.strip()), "the text is empty")
    _hold(normalise_text(text) == text, "the text is not normal")
    _judge_text(text, "the text")
    _hold(sorted(document.pages) == list(document.pages), "the pages are not in order")
    _hold(all(0 <= page <= len(text) for page in document.pages), "a page begins outside the text")
    for segment in document.segments:
        span = segment.span
        _hold(0 <= span.start <= span.end <= len(text), f"a segment reaches out of the text: {span}")
        _judge_text(segment.label + segment.speaker + segment.role, "a segment’s label")
        if not annotated:
            words = text[span.start : span.end]
            _hold(words == words.strip() != "", f"a segment has blanks around it: {words[:40]!r}")
    starts = [(segment.span.start, -segment.span.end) for segment in document.segments]
    _hold(starts == sorted(starts), "the segments are not in order")
    for claim in document.claims:
        _hold(0 <= claim.span.start < claim.span.end <= len(text), f"a claim reaches out of the text: {claim.span}")
    for actor in document.new_actors:
        _hold(bool(actor.name.strip()) and len(actor.name) <= 200, f"an actor is called {actor.name!r}")
        _judge_text(actor.key + actor.name, "an actor’s name")
    for field in Facts.__dataclass_fields__:
        value = getattr(document.facts, field)
        if isinstance(value, str):
            _judge_text(value, field)
            # what was written out here comes back as it was, however long
            _hold(annotated or len(value) <= 4000, f"{field} has {len(value)} characters")


def _judge_text(text: str, what: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnsoundError(f"{what} holds a lone surrogate") from error
    _hold("\0" not in text, f"{what} holds a NUL")


def _hold(true: bool, otherwise: str) -> None:
    if not true:
        raise UnsoundError(otherwise)
