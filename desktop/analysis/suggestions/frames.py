"""Frames: the words that tell who says, thinks or sees what a sentence tells, as “Sosa said that” and “in his view”."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.analysis.suggestions import holder_words
from desktop.analysis.suggestions.clauses import Clauses
from desktop.analysis.suggestions.references import Discourse, Reference, References
from desktop.core.spans import Span

_BRACKETED = re.compile(r"[,“”\"]\s*$")


class Where(StrEnum):
    """Where in its sentence a frame stands: at its opening, between commas or behind it, or elsewhere."""

    OPENING = "frame"
    BRACKETED = "frame late"
    INSIDE = "frame inside"


@dataclass(frozen=True, slots=True)
class SourceFrame:
    """Words that tell who says or thinks: their place, and the keys of who."""

    span: Span
    actors: tuple[str, ...]
    where: Where


def find_frames(
    text: str, span: Span, refs: Sequence[Reference], references: References, clauses: Clauses, discourse: Discourse
) -> list[SourceFrame]:
    """Return the frames of a sentence in their order.

    Args:
        text: the document's.
        span: the sentence.
        refs: who is meant in it.
        references: what found them.
        clauses: the text's.
        discourse: what was spoken of before.
    """
    found: list[tuple[Span, tuple[str, ...]]] = []
    for match in holder_words.SOURCE.finditer(text, span.start, span.end):
        found += _behind(text, span, match, refs, references)
    asserted = holder_words.ASSERTING.search(text, span.start, span.end)
    for one in refs:
        lead = holder_words.IN_LEAD.search(text, max(span.start, one.start - 12), one.start)
        if lead and (view := holder_words.IN_VIEW.match(text, one.end, span.end)):
            found.append((Span(lead.start(), view.end()), one.actors))
        # “To Sosa, it is”
        if (
            not asserted
            and text[one.end : one.end + 1] == ","
            and holder_words.TO.fullmatch(text, span.start, one.start)
        ):
            found.append((Span(span.start, one.end + 1), one.actors))
        found += _with_verb(text, span, one, clauses)
    for match in holder_words.IN_THEIR_VIEW.finditer(text, span.start, span.end):
        before = [one for one in refs if one.end <= match.start()]
        # who was spoken of before rather than whom the sentence names as well
        if actor := references.person((), discourse) or references.person(before, discourse):
            found.append((Span(match.start(), match.end()), (actor,)))
    return [SourceFrame(at, actors, _where(text, span, at.start, clauses)) for at, actors in sorted(found)]


def _where(text: str, span: Span, start: int, clauses: Clauses) -> Where:
    if start <= span.start + 4 or clauses.at_opening(start, span):
        return Where.OPENING
    return Where.BRACKETED if _BRACKETED.search(text, max(span.start, start - 3), start) else Where.INSIDE


def _behind(
    text: str, span: Span, match: re.Match[str], refs: Sequence[Reference], references: References
) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield the frame of “according to Bolivia’s foreign minister, Sosa”: the person, where one is apposed."""
    beside = [one for one in refs if match.end() <= one.start <= match.end() + 60]
    if not beside:
        return
    stop = holder_words.FRAME_END.search(text, beside[0].end, span.end)
    end = stop.start() if stop else span.end
    near = [one for one in beside if one.start <= end + 2]
    persons = [one for one in near if references.is_person(one)]
    one = persons[-1] if persons else near[0] if near else beside[0]
    yield Span(match.start(), max(end, one.end)), one.actors


def _with_verb(text: str, span: Span, one: Reference, clauses: Clauses) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield the frame of which *one* is the subject: “Sosa said that”, “, Lavrov hoped,”, “as he put it”."""
    at, verb = clauses.verb(one, span)
    phrase = holder_words.FRAME_PHRASES.match(text, at, span.end)
    if verb is None or not (phrase or verb.group().lower() in holder_words.MENTAL):
        if inverted := holder_words.INVERTED.search(text, max(span.start, one.start - 16), one.start):
            yield Span(inverted.start(), one.end), one.actors
        return
    leads = holder_words.AS.search(text, max(span.start, one.start - 4), one.start)
    start, end = leads.start() if leads else one.start, phrase.end() if phrase else verb.end()
    if that := holder_words.BEHIND_THAT.match(text, end, span.end):
        yield Span(start, that.end()), one.actors
        return
    behind = text[end : min(span.end, end + 3)].strip()[:1]
    bracketed = text[max(span.start, start - 3) : start].rstrip()[-1:] in (",", "”", '"', "’")
    short = behind in (",", "") or len(text[end : span.end].split()) <= 3
    if leads or bracketed or behind in (":", "“", '"') or (short and clauses.at_opening(start, span)):
        yield Span(start, end), one.actors
