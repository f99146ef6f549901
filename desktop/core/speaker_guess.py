"""Who probably speaks in a selection, and in which voice: a first guess that the coder corrects."""

import re
from collections.abc import Collection, Mapping, Sequence

from desktop.core.spans import Span
from desktop.core.structure.units import PLAIN
from desktop.core.structure.writing import PAIRS
from desktop.core.values import Voice

# characters that a name of no person lies farther away
OTHERS = 300
_QUOTED = re.compile(
    '“[^”\n]*”?|"[^"\n]*"|«[^»\n]*»|„[^“\n]*“|'
    + "|".join(f"{opening}[^{closing}\n]*{closing}" for opening, closing in PAIRS.items())
)
_CLOSING = '”"»“' + "".join(PAIRS.values())


def paragraph_at(text: str, position: int) -> Span:
    """Return the line of *text* that holds *position*."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return Span(start, len(text) if end < 0 else end)


def quotations(text: str, within: Span) -> list[Span]:
    """Return the passages between quotation marks in a stretch of *text*, the marks left out."""
    found = []
    for match in _QUOTED.finditer(text, within.start, within.end):
        end = match.end() - (1 if match.group()[-1] in _CLOSING and len(match.group()) > 1 else 0)
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


class NameIndex:
    """The names of many actors, to be looked for by their first word: thousands cost no more than ten."""

    def __init__(self, names: Mapping[int, Sequence[str]]) -> None:
        """Take for each actor the names as they stand in texts; those shorter than three letters are left out."""
        self._forms: dict[str, list[tuple[str, int]]] = {}
        for actor, forms in names.items():
            for form in forms:
                first = PLAIN.search(form)
                if first is not None and first.start() == 0 and len(form) > 2:
                    self._forms.setdefault(first.group(), []).append((form, actor))
        for known in self._forms.values():
            known.sort(key=lambda item: -len(item[0]))

    def find(self, text: str, within: Span) -> list[tuple[Span, int]]:
        """Return where actors are named in a stretch of *text*, in order; the longest name at a place wins."""
        found: list[tuple[Span, int]] = []
        reached = within.start
        for word in PLAIN.finditer(text, within.start, within.end):
            if word.start() < reached:
                continue
            for form, actor in self._forms.get(word.group(), ()):
                end = word.start() + len(form)
                if end <= within.end and text.startswith(form, word.start()) and not text[end : end + 1].isalnum():
                    found.append((Span(word.start(), end), actor))
                    reached = end
                    break
        return found


def guess_actor(text: str, span: Span, names: NameIndex, speakers: Collection[int] = ()) -> int | None:
    """Return the actor who is named nearest to a selection in its paragraph, outside quotations; None when nobody is.

    What follows the selection counts as nearer than what precedes it: in ``“…”, Sosa said`` the name follows. Actors
    among *speakers*, the persons, come before others that are named: people speak more often than alliances do.
    """
    paragraph = paragraph_at(text, span.start)
    inner = quotations(text, paragraph)
    best: tuple[int, int] | None = None
    for at, actor in names.find(text, paragraph):
        if any(one.contains(at) for one in inner):
            continue
        if at.start >= span.end:
            distance = at.start - span.end
        elif at.end <= span.start:
            distance = 2 * (span.start - at.end)
        else:
            # named in the selection itself, as in “Sosa rejects …”
            distance = 3 * (at.start - span.start)
        if actor not in speakers:
            distance += OTHERS
        if best is None or distance < best[0]:
            best = (distance, actor)
    return best[1] if best else None
