"""Passages between quotation marks, of whatever style, with exact ends.

One pass over each paragraph with a stack of the marks that stand open. What a mark does follows from its shape where
that is trustworthy, and from its neighbours where it is not: wire copy turns closing marks the wrong way and puts a
space before them, and one character serves as apostrophe and as closing mark.

Dashes set off speech too, as in Spanish, Portuguese and French: ``—El puente se queda —dijo Vask—. Nadie lo moverá.``
What is spoken stands outside the asides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.analysis.attribution.speech_words import VERBS
from desktop.core.spans import Span, trimmed
from desktop.core.structure.units import LETTERS
from desktop.core.structure.writing import (
    ALL_STOPS,
    ANGLE,
    BEFORE_QUOTATION,
    DOUBLE,
    PAIRS,
    QUOTATION_MARKS,
    SINGLE,
    STOPS,
    is_hebrew,
)
from desktop.core.vocabulary.languages import either, vocabulary

_MARK = re.compile(f"[{QUOTATION_MARKS}]")
_FAMILY = {**dict.fromkeys(DOUBLE, "double"), **dict.fromkeys(ANGLE, "angle"), **dict.fromkeys(SINGLE, "single")}
_FAMILY |= {mark: opening for opening, closing in PAIRS.items() for mark in opening + closing}
# what may close what: a mark of the same family, and for guillemets only guillemets; each bracket has its own
_OPENING, _CLOSING = "“„‟«‹‘‚‛", "”»›’"
_GOES_ON = re.compile(r"\s+[a-z]")
# elisions that begin with an apostrophe
_ELIDED = re.compile(rf"{either(vocabulary().saying.elisions)}\b", re.IGNORECASE)
_LONG_DASHES = "—―"
_LATER_DASH = re.compile(rf"(?<=[{STOPS}:])\s[{_LONG_DASHES}](?={LETTERS.pattern}|[¿¡…])")
_OPENING_DASH = re.compile(rf"\s*[—―–]\s?(?={LETTERS.pattern}|[¿¡…])")
_DASH = re.compile(r"[—―–]")
# a verb that may have its auxiliary before it
_VERB = re.compile(rf"\s*(?:{either(vocabulary().saying.auxiliaries)}\s+)?({LETTERS.pattern})")
_COMMA = re.compile(r"[,?!]\s+")
_STOP = re.compile(rf"[{ALL_STOPS}]+\s+")
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


def find_marked(text: str, paragraphs: Sequence[Span]) -> list[Marked]:
    """Return the marked passages of *paragraphs*, by their starts, the outer before the inner.

    A mark without its pair counts only when it opens with a double mark: such a passage reaches to the paragraph's end,
    and when the next paragraph opens with a mark too, that one continues it.
    """
    found: list[Marked] = []
    hanging = False
    for paragraph in paragraphs:
        own = sorted(_in_paragraph(text, paragraph), key=lambda one: (one.outer.start, -one.outer.end))
        if hanging and own and not text[paragraph.start : own[0].outer.start].strip():
            own[0] = replace(own[0], continued=True)
        found.extend(own)
        hanging = any(one.unclosed for one in own)
    return sorted(found, key=lambda one: (one.outer.start, -one.outer.end))


def _in_paragraph(text: str, paragraph: Span) -> list[Marked]:
    marks = [found.start() for found in _MARK.finditer(text, paragraph.start, paragraph.end)]
    # the marks that stand open, and where
    open_marks: list[str] = []
    stack: list[int] = []
    found: list[Marked] = []
    ending = _endings(text, marks)
    for number, at in enumerate(marks):
        role = _role(text, paragraph, at, open_marks, ending[number + 1])
        if role == "open":
            stack.append(at)
            open_marks.append(text[at])
        elif role == "close":
            level = _partner(open_marks, text[at])
            if level is not None:
                opened = stack[level]
                # what stood open inside was no opening mark
                del stack[level:], open_marks[level:]
                # French sets a space inside its marks, wire copy before them
                words = trimmed(text, opened + 1, at)
                if len(words):
                    found.append(Marked(words, Span(opened, at + 1), len(stack)))
    end = len(text[paragraph.start : paragraph.end].rstrip()) + paragraph.start
    # only the first: a second mark that nothing closes says no more than the first
    for at in [at for at in stack if _FAMILY[text[at]] != "single" and at + 1 < end][:1]:
        words = trimmed(text, at + 1, end)
        found += [Marked(words, Span(at, end), 0, True)] if len(words) else []
    # what dashes set off has as its marks the characters beside it
    dialogue = [] if found else _dialogue(text, paragraph)
    return found or [Marked(one, Span(one.start - 1, min(one.end + 1, paragraph.end))) for one in dialogue]


def _role(text: str, paragraph: Span, at: int, stack: Sequence[str], ends: bool) -> str:
    """Return what the mark at *at* does: ``open``, ``close``, or nothing (an apostrophe, a stray mark).

    *ends* tells whether a single mark that can close comes before one that opens.
    """
    mark = text[at]
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    free = before.isspace() or before in BEFORE_QUOTATION or before in _FAMILY
    # a mark with a space or a stop behind it opens nothing
    leads = not after.isspace() and after not in ".,;:!?)]}。，、；：！？）،؛؟"
    if mark == "«" and after.isspace() and at + 2 < paragraph.end:
        # French sets a space inside its marks
        leads = not text[at + 2].isspace()
    family = _FAMILY[mark]
    if family in PAIRS:
        # no such mark is turned, and none is anything else
        return "open" if mark in PAIRS else "close"
    if mark == '"' and is_hebrew(before) and is_hebrew(after):
        # what Hebrew writes in an abbreviation
        return ""
    pending = _partner(stack, mark) is not None
    if family == "single":
        return _single_role(text, at, before, after, free and leads, stack, ends)
    # the end of a German „…“ or »…«
    low = stack and stack[-1] + mark in ("„“", "»«", "”“")
    if mark in _OPENING and not (pending and (not leads or not free or low)):
        return "open" if leads else ""
    if mark in _CLOSING:
        # turned the wrong way, or the style of the language: ”…”, »…«
        return "open" if not pending and free and leads else "close"
    if mark == '"' and free and leads and not (pending and before in _FAMILY):
        return "open" if not pending or before.isspace() or before in BEFORE_QUOTATION else "close"
    return "close" if pending else ""


def _single_role(text: str, at: int, before: str, after: str, opens: bool, stack: Sequence[str], ends: bool) -> str:
    mark = text[at]
    if mark in "‹›":
        return "open" if {"‹", "›"}.isdisjoint(stack) else "close"
    if before.isalnum() and after.isalnum():
        return ""
    pending = _partner(stack, mark) is not None
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


def _partner(stack: Sequence[str], mark: str) -> int | None:
    """Return the level of the innermost open mark that *mark* can close."""
    return next((at for at in reversed(range(len(stack))) if _FAMILY[stack[at]] == _FAMILY[mark]), None)


def _dialogue(text: str, paragraph: Span) -> list[Span]:
    """Return what is spoken in a paragraph that a dash opens, without dashes and asides; empty for a mere list.

    Only an aside with a verb of saying shows that the dash sets off speech.
    """
    opening = _OPENING_DASH.match(text, paragraph.start, paragraph.end)
    if opening is None:
        # behind what the paragraph tells before: “Nim laughed. —The bridge stays —he said.”
        if not any(text.find(dash, paragraph.start, paragraph.end) >= 0 for dash in _LONG_DASHES):
            return []
        opening = _LATER_DASH.search(text, paragraph.start, paragraph.end)
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
    for comma in _COMMA.finditer(text, start, end):
        if comma.start() >= start and _says(text, comma.end(), end):
            yield trimmed(text, start, comma.start() + (text[comma.start()] != ","))
            stop = _STOP.search(text, comma.end(), end)
            start = stop.end() if stop else end
    yield trimmed(text, start, end)


def _says(text: str, at: int, end: int) -> bool:
    verb = _VERB.match(text, at, end)
    return verb is not None and verb.group(1)[0].islower() and verb.group(1) in VERBS
