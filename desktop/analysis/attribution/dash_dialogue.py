"""Speech that dashes set off, as in Spanish, Portuguese and French.

``—El puente se queda —dijo Vask—. Nadie lo moverá.`` What is spoken stands outside the asides.
"""

import re
from collections.abc import Iterator

from desktop.analysis.attribution.speech_words import VERBS
from desktop.core.spans import Span

_OPENING = re.compile(r"\s*[—―–]\s?(?=[^\W\d_]|[¿¡…])")
_DASH = re.compile(r"[—―–]")
# a verb that may have its auxiliary before it
_VERB = re.compile(r"\s*(?:(?:l[’'])?(?:a|ha|se|le|les|avait)\s+|a-t-(?:il|elle)\s+)?([^\W\d_]+)")
_COMMA = re.compile(r"[,?!]\s+")
_STOP = re.compile(r"[.!?…]+\s+")
_AFTER = re.compile(r"\s*[.,:;]?\s*")


def find_dialogue(text: str, paragraph: Span) -> list[Span]:
    """Return what is spoken in a paragraph that a dash opens, without dashes and asides; empty for a mere list.

    Only an aside with a verb of saying shows that the dash sets off speech.
    """
    opening = _OPENING.match(text, paragraph.start, paragraph.end)
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
            yield _stripped(text, start, dash.start())
            start, aside = end, True
    yield _stripped(text, start, end)


def _before_commas(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the parts around asides that begin with a comma and end with their sentence."""
    comma = _COMMA.search(text, start, end)
    while comma is not None:
        if _says(text, comma.end(), end):
            yield _stripped(text, start, comma.start() + (text[comma.start()] != ","))
            stop = _STOP.search(text, comma.end(), end)
            start = stop.end() if stop else end
            comma = _COMMA.search(text, start, end)
        else:
            comma = _COMMA.search(text, comma.end(), end)
    yield _stripped(text, start, end)


def _says(text: str, at: int, end: int) -> bool:
    verb = _VERB.match(text, at, end)
    return verb is not None and verb.group(1)[0].islower() and verb.group(1) in VERBS


def _stripped(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, max(start, start + len(words.strip())))
