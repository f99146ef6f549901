"""What is said of whoever is named: whether a sentence opens with them, and whether they take an attitude in it.

Frames are the words that tell who says, thinks or sees what a sentence tells, as “Sosa said that” and “in his view”.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.analysis.suggestions import beginnings, patterns
from desktop.analysis.suggestions.references import Discourse, Reference, References
from desktop.analysis.words import stem
from desktop.core.spans import Span
from desktop.core.structure.units import WORD
from desktop.core.structure.writing import ALL_STOPS, Found

# words between a subject and its verb that are passed over
_PLACES = 7
_GAP = re.compile(r"[\s\])]*")
_BRACKETED = re.compile(r"[,“”\"]\s*$")
_CLAUSE_END = re.compile(rf"[{ALL_STOPS};؛]\s")


class Attitude(StrEnum):
    """What somebody is the subject of.

    What is said or done in public, what is wanted in private, the same in a relative clause, an attitude as a noun
    (theirs before or after it), and a mere deed.
    """

    PUBLIC = "public"
    PRIVATE = "private"
    RELATIVE = "relative"
    NOUN = "noun"
    AIM = "aim"
    DEED = "deed"


class Clauses:
    """Reads the clauses of one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def attitude(self, one: Reference, span: Span) -> Attitude | None:
        """Return what *one* is the subject of in a sentence; None for nothing that makes a holder."""
        text = self._text
        if patterns.POSSESSED.match(text, one.end, span.end) or (
            one.form == "name" and patterns.COMPOUND.match(text, one.end, span.end)
        ):
            return Attitude.NOUN
        if patterns.AIM_OF.search(text, max(span.start, one.start - 60), one.start):
            return Attitude.AIM
        if patterns.FORESEEN.search(text, one.end, min(span.end, one.end + 40)):
            return None
        relative = patterns.RELATIVE.match(text, one.end, span.end)
        at, verb = self.verb(one, span, relative.end() if relative else None)
        if verb is None:
            return None
        word = verb.group().lower()
        trying = patterns.TRYING.match(text, at, span.end)
        wanting = word != "seeing" and bool({word, stem(word)} & patterns.ATTITUDES)
        dependent = one.form in ("name", "anaphor") and self.is_dependent(one.start, span)
        if wanting or trying or word in patterns.MENTAL or patterns.PHRASES.match(text, at, span.end):
            if relative:
                return Attitude.RELATIVE
            private = trying or {word, stem(word)} & patterns.PRIVATE
            return None if dependent else Attitude.PRIVATE if private else Attitude.PUBLIC
        return Attitude.DEED if not dependent and {word, stem(word)} & patterns.DEEDS else None

    def verb(self, one: Reference, span: Span, start: int | None = None) -> tuple[int, Found | None]:
        """Return where what is said of *one* begins behind asides and auxiliaries, and its first word."""
        text, at = self._text, one.end if start is None else start
        if start is None and self._is_apposed(one) and patterns.CLOSING.match(text, at, span.end):
            at += 1
        for _ in range(_PLACES):
            if aside := patterns.ASIDE.match(text, at, span.end):
                at = aside.end()
                continue
            gap = _GAP.match(text, at, span.end)
            at = gap.end() if gap else at
            if patterns.PHRASES.match(text, at, span.end):
                break
            word = WORD.match(text, at, span.end)
            if word is None:
                return at, None
            low = word.group().lower().replace("’", "'")
            if low not in patterns.SKIPPED and not patterns.ADVERB.match(low):
                return at, word
            at = word.end()
        return at, WORD.match(text, at, span.end)

    def opens(self, one: Reference, span: Span) -> bool:
        """Tell whether *one* begins a clause on which a sentence stands: its first, or one beside it."""
        text = self._text
        before = text[max(span.start, one.start - 40) : one.start]
        if patterns.SUBORDINATE.search(before):
            return False
        if self.at_opening(one.start, span) or not patterns.BEGUN.search(text, span.start, one.start):
            return True
        if that := patterns.TOLD_THAT.search(before):
            return that[1].lower() in patterns.TOLD_BEFORE_THAT
        return patterns.COORDINATED.search(before[-12:]) is not None

    def at_opening(self, start: int, span: Span) -> bool:
        """Tell whether nothing of weight stands before *start* in a sentence."""
        opening = patterns.OPENING.match(self._text, span.start, span.end)
        return start <= (opening.end() if opening else span.start)

    def is_dependent(self, start: int, span: Span) -> bool:
        """Tell whether a preposition stands before *start*: a noun behind it is no subject."""
        return patterns.DEPENDENT.search(self._text, max(span.start, start - 16), start) is not None

    def _is_apposed(self, one: Reference) -> bool:
        """Tell whether a comma stands before a reference in its sentence: one behind it closes, and parts nothing."""
        return len(one.actors) > 1 or "," in _CLAUSE_END.split(self._text[max(0, one.start - 120) : one.start])[-1]


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
    """Return the frames of the sentence *span* in their order; *refs* are who is meant in it, found by *references*."""
    found: list[tuple[Span, tuple[str, ...]]] = []
    may_have = references.may_have(text, span)
    for match in patterns.SOURCE.finditer(text, span.start, span.end) if may_have & beginnings.SOURCE else ():
        found += _behind(text, span, match, refs, references)
    asserted = may_have & beginnings.ASSERTING and patterns.ASSERTING.search(text, span.start, span.end)
    for one in refs:
        lead = patterns.IN_LEAD.search(text, max(span.start, one.start - 12), one.start)
        if lead and (view := patterns.IN_VIEW.match(text, one.end, span.end)):
            found.append((Span(lead.start(), view.end()), one.actors))
        # “To Sosa, it is”
        if not asserted and text[one.end : one.end + 1] == "," and patterns.TO.fullmatch(text, span.start, one.start):
            found.append((Span(span.start, one.end + 1), one.actors))
        found += _with_verb(text, span, one, clauses)
    theirs = may_have & beginnings.IN_THEIR_VIEW
    for match in patterns.IN_THEIR_VIEW.finditer(text, span.start, span.end) if theirs else ():
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
    stop = patterns.FRAME_END.search(text, beside[0].end, span.end)
    end = stop.start() if stop else span.end
    persons = [one for one in beside if one.start <= end + 2 and references.is_person(one)]
    one = persons[-1] if persons else beside[0]
    yield Span(match.start(), max(end, one.end)), one.actors


def _with_verb(text: str, span: Span, one: Reference, clauses: Clauses) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield the frame of which *one* is the subject: “Sosa said that”, “, Lavrov hoped,”, “as he put it”."""
    at, verb = clauses.verb(one, span)
    phrase = patterns.FRAME_PHRASES.match(text, at, span.end)
    if verb is None or not (phrase or verb.group().lower() in patterns.MENTAL):
        if inverted := patterns.INVERTED.search(text, max(span.start, one.start - 16), one.start):
            yield Span(inverted.start(), one.end), one.actors
        return
    leads = patterns.AS.search(text, max(span.start, one.start - 4), one.start)
    start, end = leads.start() if leads else one.start, phrase.end() if phrase else verb.end()
    if that := patterns.BEHIND_THAT.match(text, end, span.end):
        yield Span(start, that.end()), one.actors
        return
    behind = text[end : min(span.end, end + 3)].strip()[:1]
    bracketed = text[max(span.start, start - 3) : start].rstrip()[-1:] in (",", "”", '"', "’")
    short = behind in (",", "") or len(text[end : span.end].split()) <= 3
    if leads or bracketed or behind in (":", "“", '"') or (short and clauses.at_opening(start, span)):
        yield Span(start, end), one.actors
