"""Finding the place of a quotation that came without one: in a text, by its words and by what stands around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from desktop.core.folding import FoldedText, find_pattern, fold
from desktop.core.spans import Span
from desktop.core.structure.units import snap_to_words

# of 100: what is less like the words says something else as likely as not
LEAST_LIKE = 90.0
# a shorter quotation that is not there to the letter is not looked for by likeness
_TELLING = 16
_LONGEST = 20_000
# places that are looked at; words that stand there more often are ambiguous anyway
_MOST = 50
# what a program or a coder writes around a quotation, and for what they left out of it or cut off
_AROUND = " \t\n\"'“”„‟«»‹›‘’‚「」『』"
_OMITTED = re.compile(r"\s*(?:[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]|…|\.\.\.+)\s*")
# letters of a part between two omissions that tell where it stands, and how much may have been left out
_PART, _LEFT_OUT = 10, 2_000
# letters within which an end of what is alike is looked for by its words
_NEAR = 30


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """Where a quotation stands.

    Attributes:
        span: None where it is not found, or stands in several places.
        places: how many there are.
        how: ``exact``, ``blanks`` (but for blanks and ends of lines), ``alike`` (but for case, accents and marks),
            ``parts`` (with what the quotation leaves out between them), ``like`` or empty.
    """

    span: Span | None
    places: int = 0
    how: str = ""


def place_quote(text: str, quote: str, prefix: str = "", suffix: str = "") -> QuotePlace:
    """Return where *quote* stands in *text*: to the letter, else but for small things, else what is most like it.

    Quotation marks around it, and dots where it was cut off, belong to who quotes. Of both ends of what is only like it
    the words are looked for.
    Of several places that which has *prefix* before it and *suffix* behind it is taken, if no other is as good.
    """
    words = quote.strip()
    bare = _OMITTED.sub(" … ", words).strip(f"{_AROUND}…")
    if not bare:
        return QuotePlace(None)
    forms = list(dict.fromkeys((words, bare)))
    ways = [(how, way, form) for form in forms for how, way in _WAYS]
    for how, way, form in ways:
        spans = list(way(text, form))
        if len(spans) > 1 and (prefix.strip() or suffix.strip()):
            fits = [(_fit(text, span, prefix, suffix), span) for span in spans]
            most = max(fit for fit, _span in fits)
            spans = [span for fit, span in fits if fit == most] if most else spans
        if spans:
            return QuotePlace(spans[0] if len(spans) == 1 else None, len(spans), how)
    span = _like(text, bare)
    if span is None:
        return QuotePlace(None)
    # as good a place before or behind makes it ambiguous
    others = [text[: span.start], text[span.end :]]
    if any(_like(other, bare) is not None for other in others):
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


def _alike(text: str, words: str) -> Iterator[Span]:
    """Yield where words stand but for case, accents, soft hyphens, and the forms of quotation marks and dashes."""
    pattern = find_pattern(words) if len(words) <= _LONGEST else None
    if pattern is None:
        return
    for number, (start, end) in enumerate(_folded_text(text).spans(pattern)):
        if number >= _MOST:
            return
        yield Span(start, end)


def _parts(text: str, words: str) -> Iterator[Span]:
    """Yield where all parts between omissions stand one after the other, none far behind the one before."""
    parts = [part for part in words.split("…") if part.strip()]
    if len(parts) < 2 or any(len(part.strip()) < _PART for part in parts):
        return
    for first in _alike(text, parts[0]):
        end = first.end
        for part in parts[1:]:
            following = next((one for one in _alike(text, part) if end <= one.start <= end + _LEFT_OUT), None)
            if following is None:
                break
            end = following.end
        else:
            yield Span(first.start, end)


_WAYS = (("exact", _exact), ("blanks", _folded), ("alike", _alike), ("parts", _parts))


@lru_cache(maxsize=2)
def _folded_text(text: str) -> FoldedText:
    """Return a text folded; of one text many quotations are looked for."""
    return FoldedText(text, signs=True)


def _like(text: str, words: str) -> Span | None:
    from rapidfuzz import fuzz

    if not _TELLING <= len(words) <= _LONGEST or len(text) < len(words) // 2:
        return None
    held, wanted = _folded_text(text), fold(words)
    found = fuzz.partial_ratio_alignment(wanted, held.folded, score_cutoff=LEAST_LIKE)
    if found is None or found.dest_end <= found.dest_start:
        return None
    start, end = _to_words(held.folded, wanted, found.dest_start, found.dest_end)
    # what is alike may end within a word
    return snap_to_words(text, Span(*held.place(start, end)))


def _to_words(text: str, words: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch with its ends where the first and last words stand, if they are near and it is more alike."""
    from rapidfuzz import fuzz

    parts = words.split()
    firsts = [text.find(" ".join(parts[:count]), max(0, start - _NEAR), start + _NEAR + len(words)) for count in (3, 2)]
    lasts = []
    for count in (3, 2):
        tail = " ".join(parts[-count:])
        at = text.rfind(tail, max(0, end - _NEAR - len(tail)), end + _NEAR)
        lasts.append(at + len(tail) if at >= 0 else -1)
    starts = {start, *(at for at in firsts if at >= 0 and abs(at - start) <= _NEAR)}
    ends = {end, *(at for at in lasts if at >= 0)}
    able = [(one, other) for one in starts for other in ends if one < other]
    return max(able, key=lambda pair: (fuzz.ratio(words, text[pair[0] : pair[1]]), -abs(pair[0] - start)))


def _fit(text: str, span: Span, prefix: str, suffix: str) -> int:
    from rapidfuzz.distance import Postfix, Prefix

    before = " ".join(text[max(0, span.start - 64) : span.start].split())
    after = " ".join(text[span.end : span.end + 64].split())
    first, last = " ".join(prefix.split())[-32:], " ".join(suffix.split())[:32]
    return int(Postfix.similarity(before, first) + Prefix.similarity(after, last))
