"""Selecting by words, sentences and paragraphs: what one key press makes of a selection."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from desktop.core.spans import Span, trimmed
from desktop.core.structure.units import PLAIN, WORD, split_sentences, with_stop

# what is part of no unit: all of it, or what tells that of a stretch
Closed = Sequence[Span] | Callable[[Span], Sequence[Span]]
Unit = Literal["word", "sentence", "paragraph"]
SpanEnd = Literal["start", "end"]

_REACH = 4000
# letters around a selection in which its sentences are looked for first, and how far the look at an end reaches
_WINDOW, _CLOSE = 4000, 100
# what stands between two figures of one number
_IN_NUMBER = re.compile(r"\d[.,;\u066b\u066c\uff0c\uff0e]\d")


def extend(text: str, selection: Span, unit: Unit, way: int = 1, closed: Closed = ()) -> Span:
    """Return *selection* made of whole units, or larger (*way* 1) or smaller (-1) by one of them at its end.

    A selection that does not end with a unit grows to the units that it touches first; one that has a single unit does
    not become smaller. Where there is no such unit in reach the selection stays as it is. What is *closed*, such as the
    label of a speaker, is part of no unit, and no selection grows over it.
    """
    units = list(_units(text, selection, unit, closed))
    touched = [one for one in units if one.overlaps(selection)]
    if not len(selection):
        # between two that touch, the one that begins there
        at = selection.start
        touched = [one for one in units if one.start <= at <= one.end][-1:]
    if not touched:
        following = [one for one in units if one.start >= selection.end]
        return following[0] if following and way > 0 else selection
    whole = Span(touched[0].start, touched[-1].end)
    # closing marks and white space aside
    left, right = sorted((selection.start, whole.start)), sorted((selection.end, whole.end))
    if PLAIN.search(text, *left) or PLAIN.search(text, *right):
        return whole
    if way > 0:
        further = next((one for one in units if one.start >= whole.end), whole)
        over = Span(whole.end, max(whole.end, further.start))
        return whole if _closed_in(closed, over) else Span(whole.start, further.end)
    return Span(whole.start, touched[-2].end) if len(touched) > 1 else whole


def next_sentence(text: str, position: int, closed: Closed = ()) -> int | None:
    """Return where the first sentence begins that follows *position*; None where none does."""
    for at in range(position, len(text), _REACH):
        for one in _units(text, Span(at, at), "sentence", closed):
            if one.start >= position:
                return one.start
    return None


def move_edge(text: str, span: Span, edge: SpanEnd, way: int) -> Span:
    """Return *span* with one edge moved by one word to the right (*way* 1) or left (-1); never empty.

    The closing mark of a sentence goes with its last word.
    """
    words = list(_units(text, span, "word"))
    inside = [one for one in words if one.overlaps(span)]
    before = [one for one in words if one.end <= span.start]
    after = [one for one in words if one.start >= span.end]
    if edge == "end" and way > 0:
        return Span(span.start, with_stop(text, after[0].end)) if after else span
    if edge == "start" and way < 0:
        return Span(before[-1].start, span.end) if before else span
    if len(inside) < 2:
        return span
    return Span(span.start, inside[-2].end) if edge == "end" else Span(inside[1].start, span.end)


def split_at(text: str, span: Span, position: int) -> tuple[Span, Span] | None:
    """Return the two parts of *span* before and after *position*, or after its first sentence when that is outside.

    None when there is nothing to part: one of them would hold no word.
    """
    if not span.start < position < span.end:
        sentences = split_sentences(text, span)
        if len(sentences) < 2:
            return None
        position = sentences[1].start
    words = [one for one in _units(text, span, "word") if one.overlaps(span)]
    inside = next((one for one in words if one.start < position < one.end), None)
    if inside is not None:
        # a word stays whole: it goes to the part that holds more of it
        position = inside.start if position - inside.start < inside.end - position else inside.end
    if not span.start < position < span.end:
        return None
    right = text[position : span.end]
    start = position + len(right) - len(right.lstrip())
    parts = Span(span.start, trimmed(text, span.start, position).end), Span(start, span.end)
    return parts if all(any(one.overlaps(part) for one in words) for part in parts) else None


def _units(text: str, around: Span, unit: Unit, closed: Closed = ()) -> Iterator[Span]:
    if unit == "word":
        begin, stop = max(0, around.start - 200), min(len(text), around.end + 200)
        for one in _numbers_whole(text, begin, stop):
            # a word that the window cuts is not known
            if (one.start > begin or begin == 0) and (one.end < stop or stop == len(text)):
                yield one
        return
    for paragraph in _paragraphs(text, around):
        for part in _open(text, paragraph, closed):
            yield from (part,) if unit == "paragraph" else _sentences(text, part, around)


def _sentences(text: str, part: Span, around: Span) -> list[Span]:
    """Return the sentences of a stretch that stand around another, as `split_sentences` tells them.

    At least those that it touches, and the next one: a paragraph of a megabyte is not split to its end for each key.
    """
    reach = _WINDOW
    while True:
        begin = max(part.start, min(around.start, part.end) - reach)
        stop = min(part.end, max(around.end, part.start) + reach)
        found = split_sentences(text, Span(begin, stop))
        # what the window cuts is not known, nor an end close to its border, where what tells of it may be cut
        if begin > part.start:
            found = [one for one in found if one.start >= begin + _CLOSE]
        if stop < part.end:
            found = [one for one in found if one.end <= stop - _CLOSE]
        if (begin == part.start or any(one.start <= around.start for one in found)) and (
            stop == part.end or any(one.start >= around.end for one in found)
        ):
            return found
        reach *= 4


def _numbers_whole(text: str, begin: int, stop: int) -> Iterator[Span]:
    """Yield the words between two places; a mark between figures parts no number: 12.5, 1,250, ١٢٫٥ (UAX #29, WB11)."""
    before: Span | None = None
    for found in WORD.finditer(text, begin, stop):
        one = Span(*found.span())
        if before is not None and one.start == before.end + 1 and _IN_NUMBER.match(text, before.end - 1):
            before = Span(before.start, one.end)
            continue
        if before is not None:
            yield before
        before = one
    if before is not None:
        yield before


def _open(text: str, whole: Span, closed: Closed) -> Iterator[Span]:
    """Yield what is left of a stretch without what is closed in it."""
    at = whole.start
    for one in sorted(_closed_in(closed, whole)):
        if len(part := trimmed(text, at, max(at, one.start))):
            yield part
        at = max(at, one.end)
    if len(part := trimmed(text, at, max(at, whole.end))):
        yield part


def _closed_in(closed: Closed, within: Span) -> list[Span]:
    """Return what is closed and shares a code point with a stretch."""
    told = closed(within) if callable(closed) else closed
    return [one for one in told if one.overlaps(within)]


def _paragraphs(text: str, around: Span) -> Iterator[Span]:
    start = text.rfind("\n", 0, around.start) + 1
    limit = around.end + _REACH
    while start < len(text) and start <= limit:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if len(line := trimmed(text, start, end)):
            yield line
        start = end + 1
