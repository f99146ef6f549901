"""Finding the place of a quotation that came without one: in a text, by its words and by what stands around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.core.spans import Span
from desktop.core.structure.units import snap_to_words

# of 100: what is less like the words says something else as likely as not
LEAST_LIKE = 90.0
# a shorter quotation that is not there to the letter is not looked for by likeness
_TELLING = 16
_LONGEST = 20_000
# places that are looked at; words that stand there more often are ambiguous anyway
_MOST = 50


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """Where a quotation stands.

    Attributes:
        span: None where it is not found, or stands in several places.
        places: how many there are.
        how: ``exact``, ``blanks`` (but for blanks and ends of lines), ``like`` or empty.
    """

    span: Span | None
    places: int = 0
    how: str = ""


def place_quote(text: str, quote: str, prefix: str = "", suffix: str = "") -> QuotePlace:
    """Return where *quote* stands in *text*: to the letter, else but for white space, else what is most like it.

    Of several places that which has *prefix* before it and *suffix* behind it is taken, if no other is as good.
    """
    words = quote.strip()
    if not words:
        return QuotePlace(None)
    for how, found in (("exact", _exact(text, words)), ("blanks", _folded(text, words))):
        spans = list(found)
        if len(spans) > 1 and (prefix.strip() or suffix.strip()):
            fits = [(_fit(text, span, prefix, suffix), span) for span in spans]
            most = max(fit for fit, _span in fits)
            spans = [span for fit, span in fits if fit == most] if most else spans
        if spans:
            return QuotePlace(spans[0] if len(spans) == 1 else None, len(spans), how)
    span = _like(text, words)
    if span is None:
        return QuotePlace(None)
    # as good a place before or behind makes it ambiguous
    others = [text[: span.start], text[span.end :]]
    if any(_like(other, words) is not None for other in others):
        return QuotePlace(None, 2, "like")
    return QuotePlace(span, 1, "like")


def _exact(text: str, words: str) -> Iterator[Span]:
    at = text.find(words)
    for _number in range(_MOST):
        if at < 0:
            return
        yield Span(at, at + len(words))
        at = text.find(words, at + 1)


def _folded(text: str, words: str) -> Iterator[Span]:
    parts = words.split()
    if len(words) > _LONGEST:
        return
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    for number, found in enumerate(pattern.finditer(text)):
        if number >= _MOST:
            return
        yield Span(*found.span())


def _like(text: str, words: str) -> Span | None:
    from rapidfuzz import fuzz

    if not _TELLING <= len(words) <= _LONGEST or len(text) < len(words) // 2:
        return None
    found = fuzz.partial_ratio_alignment(words, text, score_cutoff=LEAST_LIKE)
    if found is None or found.dest_end <= found.dest_start:
        return None
    # what is alike may end within a word
    return snap_to_words(text, Span(found.dest_start, found.dest_end))


def _fit(text: str, span: Span, prefix: str, suffix: str) -> int:
    from rapidfuzz.distance import Postfix, Prefix

    before = " ".join(text[max(0, span.start - 64) : span.start].split())
    after = " ".join(text[span.end : span.end + 64].split())
    first, last = " ".join(prefix.split())[-32:], " ".join(suffix.split())[:32]
    return int(Postfix.similarity(before, first) + Prefix.similarity(after, last))
