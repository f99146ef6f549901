"""What is said of whoever is named: whether a sentence opens with them, and whether they take an attitude in it."""

import re
from collections.abc import Sequence
from enum import StrEnum

from desktop.analysis.suggestions import holder_words
from desktop.analysis.suggestions.references import Reference
from desktop.analysis.words import stem
from desktop.core.spans import Span
from desktop.core.structure.units import STOPS, WORD

# words between a subject and its verb that are passed over
_PLACES = 7
_GAP = re.compile(r"[\s\])]*")
_CLAUSE_END = re.compile(rf"[{STOPS};]\s")


class Attitude(StrEnum):
    """What somebody is the subject of.

    Members: what is said or done in public, what is wanted in private, the same in a relative clause, an attitude as
    a noun (theirs before or after it), and a mere deed.
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
        if holder_words.POSSESSED.match(text, one.end, span.end) or (
            one.form == "name" and holder_words.COMPOUND.match(text, one.end, span.end)
        ):
            return Attitude.NOUN
        if holder_words.AIM_OF.search(text, max(span.start, one.start - 60), one.start):
            return Attitude.AIM
        if holder_words.FORESEEN.search(text, one.end, min(span.end, one.end + 40)):
            return None
        relative = holder_words.RELATIVE.match(text, one.end, span.end)
        at, verb = self.verb(one, span, relative.end() if relative else None)
        if verb is None:
            return None
        word = verb.group().lower()
        trying = holder_words.TRYING.match(text, at, span.end)
        wanting = word != "seeing" and bool({word, stem(word)} & holder_words.ATTITUDES)
        dependent = one.form in ("name", "anaphor") and self.is_dependent(one.start, span)
        if wanting or trying or word in holder_words.MENTAL or holder_words.PHRASES.match(text, at, span.end):
            if relative:
                return Attitude.RELATIVE
            private = trying or {word, stem(word)} & holder_words.PRIVATE
            return None if dependent else Attitude.PRIVATE if private else Attitude.PUBLIC
        return Attitude.DEED if not dependent and {word, stem(word)} & holder_words.DEEDS else None

    def verb(self, one: Reference, span: Span, start: int | None = None) -> tuple[int, re.Match[str] | None]:
        """Return where what is said of *one* begins behind asides and auxiliaries, and its first word."""
        text, at = self._text, one.end if start is None else start
        if start is None and self._is_apposed(one) and holder_words.CLOSING.match(text, at, span.end):
            at += 1
        if text[at : at + 2] in ("’s", "'s"):
            return at, None
        for _ in range(_PLACES):
            if aside := holder_words.ASIDE.match(text, at, span.end):
                at = aside.end()
                continue
            gap = _GAP.match(text, at, span.end)
            at = gap.end() if gap else at
            if holder_words.PHRASES.match(text, at, span.end):
                break
            word = WORD.match(text, at, span.end)
            if word is None:
                return at, None
            low = word.group().lower().replace("’", "'")
            if low not in holder_words.SKIPPED and not holder_words.ADVERB.match(low):
                return at, word
            at = word.end()
        return at, WORD.match(text, at, span.end)

    def opens(self, one: Reference, span: Span, frames: Sequence[Span]) -> bool:
        """Tell whether *one* begins a clause on which a sentence stands: its first, one beside it, or a framed one."""
        text = self._text
        before = text[max(span.start, one.start - 40) : one.start]
        if holder_words.SUBORDINATE.search(before):
            return False
        if self.at_opening(one.start, span) or not holder_words.BEGUN.search(text, span.start, one.start):
            return True
        for frame in frames:
            if frame.end <= one.start <= self._opening(frame.end, span.end) + 2:
                return True
        if that := holder_words.TOLD_THAT.search(before):
            return that[1].lower() in holder_words.TOLD_BEFORE_THAT
        return holder_words.COORDINATED.search(before[-12:]) is not None

    def at_opening(self, start: int, span: Span) -> bool:
        """Tell whether nothing of weight stands before *start* in a sentence."""
        return start <= self._opening(span.start, span.end)

    def is_dependent(self, start: int, span: Span) -> bool:
        """Tell whether a preposition stands before *start*: a noun behind it is no subject."""
        return holder_words.DEPENDENT.search(self._text, max(span.start, start - 16), start) is not None

    def _opening(self, start: int, end: int) -> int:
        found = holder_words.OPENING.match(self._text, start, end)
        return found.end() if found else start

    def _is_apposed(self, one: Reference) -> bool:
        """Tell whether a comma stands before a reference in its sentence: one behind it closes, and parts nothing."""
        return len(one.actors) > 1 or "," in _CLAUSE_END.split(self._text[max(0, one.start - 120) : one.start])[-1]
