"""Passages between quotation marks, of whatever style, with exact ends.

One pass over each paragraph with a stack of the marks that stand open. What a mark does follows from its shape where
that is trustworthy, and from its neighbours where it is not: wire copy turns closing marks the wrong way and puts a
space before them, and one character serves as apostrophe and as closing mark.

Dashes set off speech too, as in Spanish, Portuguese and French: ``—El puente se queda —dijo Vask—. Nadie lo moverá.``
What is spoken stands outside the asides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.analysis.attribution.speech_words import VERBS
from desktop.core.spans import Span, trimmed
from desktop.core.structure.units import LETTERS, STOPS
from desktop.core.vocabulary.forms import either
from desktop.core.vocabulary.languages import vocabulary

_MARK = re.compile("[\"'“”„‟«»‹›‘’‚‛]")
_FAMILY = {**dict.fromkeys('"“”„‟', "double"), **dict.fromkeys("«»", "angle"), **dict.fromkeys("'‘’‚‛‹›", "single")}
# what may close what: a mark of the same family, and for guillemets only guillemets
_OPENING, _CLOSING = "“„‟«‹‘‚‛", "”»›’"
_BEFORE = "([{-–—/"
_GOES_ON = re.compile(r"\s+[a-z]")
# elisions that begin with an apostrophe
_ELIDED = re.compile(rf"{either(vocabulary().saying.elisions)}\b", re.IGNORECASE)
_OPENING_DASH = re.compile(rf"\s*[—―–]\s?(?={LETTERS.pattern}|[¿¡…])")
_DASH = re.compile(r"[—―–]")
# a verb that may have its auxiliary before it
_VERB = re.compile(rf"\s*(?:{either(vocabulary().saying.auxiliaries)}\s+)?({LETTERS.pattern})")
_COMMA = re.compile(r"[,?!]\s+")
_STOP = re.compile(rf"[{STOPS}]+\s+")
_AFTER = re.compile(r"\s*[.,:;]?\s*")


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage between quotation marks.

    Attributes:
        span: the words without their marks.
        outer: the same with the marks.
        depth: 0, or in how many other quotations it stands.
        unclosed: whether its paragraph ends before a closing mark comes.
        continued: whether it goes on the unclosed one of the paragraph before.
    """

    span: Span
    outer: Span
    depth: int = 0
    unclosed: bool = False
    continued: bool = False


@dataclass(slots=True)
class _Open:
    at: int
    mark: str


def find_marked(text: str, paragraphs: Sequence[Span]) -> list[Marked]:
    """Return the marked passages of *paragraphs*, by their starts, the outer before the inner.

    A mark without its pair counts only when it opens with a double mark: such a passage reaches to the paragraph's end,
    and when the next paragraph opens with a mark too, that one continues it.
    """
    found: list[Marked] = []
    hanging = False
    for paragraph in paragraphs:
        own, left = _in_paragraph(text, paragraph)
        if hanging and own:
            first = min(range(len(own)), key=lambda number: own[number].outer.start)
            if not text[paragraph.start : own[first].outer.start].strip():
                one = own[first]
                own[first] = Marked(one.span, one.outer, one.depth, one.unclosed, True)
        found.extend(own)
        hanging = left
    return sorted(found, key=lambda one: (one.outer.start, -one.outer.end))


def _in_paragraph(text: str, paragraph: Span) -> tuple[list[Marked], bool]:
    """Return the passages of one paragraph and whether the last of them is unclosed."""
    marks = [found.start() for found in _MARK.finditer(text, paragraph.start, paragraph.end)]
    if not marks:
        return list(_spoken(text, paragraph)), False
    stack: list[_Open] = []
    found: list[Marked] = []
    ending = _endings(text, marks)
    for number, at in enumerate(marks):
        role = _role(text, paragraph, at, stack, ending[number + 1])
        if role == "open":
            stack.append(_Open(at, text[at]))
        elif role == "close":
            level = _partner(stack, text[at])
            if level is not None:
                opened = stack[level].at
                # what stood open inside was no opening mark
                del stack[level:]
                # French sets a space inside its marks, wire copy before them
                words = trimmed(text, opened + 1, at)
                if len(words):
                    found.append(Marked(words, Span(opened, at + 1), len(stack)))
    end = len(text[paragraph.start : paragraph.end].rstrip()) + paragraph.start
    left = next((one for one in stack if _FAMILY[one.mark] != "single" and one.at + 1 < end), None)
    words = trimmed(text, left.at + 1, end) if left else Span(0, 0)
    if left is not None and len(words):
        # only the first: a second mark that nothing closes says no more than the first
        found.append(Marked(words, Span(left.at, end), 0, True))
    return found or list(_spoken(text, paragraph)), len(words) > 0


def _spoken(text: str, paragraph: Span) -> Iterator[Marked]:
    """Yield what dashes set off; as its marks count the characters beside it."""
    for words in _dialogue(text, paragraph):
        yield Marked(words, Span(words.start - 1, min(words.end + 1, paragraph.end)))


def _role(text: str, paragraph: Span, at: int, stack: Sequence[_Open], ends: bool) -> str:
    """Return what the mark at *at* does: ``open``, ``close``, or nothing (an apostrophe, a stray mark).

    *ends* tells whether a single mark that can close comes before one that opens.
    """
    mark = text[at]
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    free = before.isspace() or before in _BEFORE or before in _FAMILY
    # a mark with a space or a stop behind it opens nothing
    leads = not after.isspace() and after not in ".,;:!?)]}"
    if mark == "«" and after.isspace() and at + 2 < paragraph.end:
        # French sets a space inside its marks
        leads = not text[at + 2].isspace()
    family = _FAMILY[mark]
    pending = _partner(stack, mark) is not None
    if family == "single":
        return _single_role(text, at, before, after, free and leads, stack, ends)
    if mark in _OPENING and not (pending and (not leads or not free or _closes_low(stack, mark))):
        return "open" if leads else ""
    if mark in _CLOSING:
        # turned the wrong way, or the style of the language: ”…”, »…«
        return "open" if not pending and free and leads else "close"
    if mark == '"' and free and leads and not (pending and before in _FAMILY):
        return "open" if not pending or before.isspace() or before in _BEFORE else "close"
    return "close" if pending else ""


def _single_role(text: str, at: int, before: str, after: str, opens: bool, stack: Sequence[_Open], ends: bool) -> str:
    mark = text[at]
    if mark in "‹›":
        pending = any(one.mark in "‹›" for one in stack)
        return "close" if pending else "open"
    if before.isalnum() and after.isalnum():
        return ""
    pending = any(_FAMILY[one.mark] == "single" for one in stack)
    if pending and not after.isalnum() and not (before.isspace() and not after.isspace()):
        # in ‘the peoples’ will’ the first is an apostrophe: a better end comes
        possessive = before == "s" and mark in "’'" and _GOES_ON.match(text, at + 1, at + 4)
        return "" if possessive and ends else "close"
    if opens and mark in "‘‚‛'’" and not _ELIDED.match(text, at + 1):
        # the turned mark opens at once; the straight one and ’ only where an end comes
        return "open" if mark in "‘‚‛" or ends else ""
    return ""


def _endings(text: str, marks: Sequence[int]) -> list[bool]:
    """Return of each mark, and of the end, whether a single mark that can close comes before one that opens."""
    found = [False] * (len(marks) + 1)
    for number in range(len(marks) - 1, -1, -1):
        at = marks[number]
        found[number] = found[number + 1]
        if text[at] in "'’‘":
            if text[at - 1].isspace():
                found[number] = False
            elif at + 1 >= len(text) or not text[at + 1].isalnum():
                found[number] = True
    return found


def _partner(stack: Sequence[_Open], mark: str) -> int | None:
    """Return the level of the innermost open mark that *mark* can close."""
    for level in range(len(stack) - 1, -1, -1):
        opened = stack[level].mark
        if _FAMILY[opened] != _FAMILY[mark]:
            continue
        # a curly mark and a straight one make a pair only when nothing better stands open
        return level
    return None


def _closes_low(stack: Sequence[_Open], mark: str) -> bool:
    """Tell whether *mark* is the end of a German „…“ or »…«."""
    return bool(stack) and (stack[-1].mark + mark in ("„“", "»«", "”“"))


def _dialogue(text: str, paragraph: Span) -> list[Span]:
    """Return what is spoken in a paragraph that a dash opens, without dashes and asides; empty for a mere list.

    Only an aside with a verb of saying shows that the dash sets off speech.
    """
    opening = _OPENING_DASH.match(text, paragraph.start, paragraph.end)
    if opening is None:
        return []
    found = list(_between_dashes(text, opening.end(), paragraph.end))
    if len(found) < 2:
        found = list(_before_commas(text, opening.end(), paragraph.end))
    return [span for span in found if len(span)] if len(found) > 1 else []


def _between_dashes(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the parts around asides between dashes; the last may be empty."""
    aside = False
    for dash in _DASH.finditer(text, start, end):
        if aside:
            aside = False
            after = _AFTER.match(text, dash.end(), end)
            start = after.end() if after else dash.end()
        elif _says(text, dash.end(), end):
            yield trimmed(text, start, dash.start())
            start, aside = end, True
    yield trimmed(text, start, end)


def _before_commas(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the parts around asides that begin with a comma and end with their sentence."""
    comma = _COMMA.search(text, start, end)
    while comma is not None:
        if _says(text, comma.end(), end):
            yield trimmed(text, start, comma.start() + (text[comma.start()] != ","))
            stop = _STOP.search(text, comma.end(), end)
            start = stop.end() if stop else end
            comma = _COMMA.search(text, start, end)
        else:
            comma = _COMMA.search(text, comma.end(), end)
    yield trimmed(text, start, end)


def _says(text: str, at: int, end: int) -> bool:
    verb = _VERB.match(text, at, end)
    return verb is not None and verb.group(1)[0].islower() and verb.group(1) in VERBS
