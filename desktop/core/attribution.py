"""Who probably speaks in a selection, and in which voice: a first guess that the coder corrects."""

import re
from collections.abc import Mapping, Sequence

from desktop.core.spans import Span
from desktop.core.values import Voice

_QUOTED = re.compile('“[^”\n]*”?|"[^"\n]*"|«[^»\n]*»|„[^“\n]*“')


def paragraph_at(text: str, position: int) -> Span:
    """Return the line of *text* that holds *position*."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return Span(start, len(text) if end < 0 else end)


def quotations(text: str, within: Span) -> list[Span]:
    """Return the passages between quotation marks in a stretch of *text*, the marks left out."""
    found = []
    for match in _QUOTED.finditer(text, within.start, within.end):
        end = match.end() - (1 if match.group()[-1] in '”"»“' and len(match.group()) > 1 else 0)
        if end > match.start() + 1:
            found.append(Span(match.start() + 1, end))
    return found


def guess_voice(text: str, span: Span, *, in_turn: bool) -> Voice:
    """Return the voice of a selection: direct in a speaker turn or between quotation marks, else reported."""
    if in_turn:
        return Voice.DIRECT
    inner = quotations(text, paragraph_at(text, span.start))
    # a selection with its marks is a quotation as well
    loose = Span(span.start + 1, max(span.start + 1, span.end - 1))
    return Voice.DIRECT if any(one.contains(span) or one.contains(loose) for one in inner) else Voice.REPORTED


def guess_actor(text: str, span: Span, names: Mapping[int, Sequence[str]]) -> int | None:
    """Return the actor who is named nearest to a selection in its paragraph, outside quotations; None when nobody is.

    What follows the selection counts as nearer than what precedes it: in ``“…”, Sosa said`` the name follows.

    Args:
        text: the document's text.
        span: the selection.
        names: for each actor the names to look for.
    """
    paragraph = paragraph_at(text, span.start)
    inner = quotations(text, paragraph)
    best: tuple[int, int] | None = None
    for actor, forms in names.items():
        for form in forms:
            if len(form) < 3:
                continue
            for found in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text[paragraph.start : paragraph.end]):
                at = Span(paragraph.start + found.start(), paragraph.start + found.end())
                if any(one.contains(at) for one in inner):
                    continue
                if at.start >= span.end:
                    distance = at.start - span.end
                elif at.end <= span.start:
                    distance = 2 * (span.start - at.end)
                else:
                    # named in the selection itself, as in “Sosa rejects …”
                    distance = 0 if at.start == span.start else 3 * (at.start - span.start)
                if best is None or distance < best[0]:
                    best = (distance, actor)
    return best[1] if best else None
