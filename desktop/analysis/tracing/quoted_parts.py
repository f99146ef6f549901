"""Quotations in parts: sentences that an ellipsis joins, and what stands around words of the report inside the marks.

Each part is looked for by itself: much may lie between two sentences, and “a-t-il martelé” was said by nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from desktop.analysis.attribution import speech_words
from desktop.analysis.attribution.quotations import Quotation
from desktop.core.spans import trimmed
from desktop.core.structure.units import COMPARED
from desktop.core.structure.writing import STOPS
from desktop.core.vocabulary.languages import either

_DOTS = r"(?:…|\.\s?\.\s?\.)"
_ELLIPSIS = re.compile(rf"(?P<before>[{STOPS}]?)\s*(?:[\[(]\s*{_DOTS}\s*[\])]|{_DOTS}\.?)\s*(?P<next>[“‘«\"']?\w)?")
# “…, a-t-il martelé, …”: a verb of saying with its subject behind it, between commas or dashes
_VERB = either(speech_words.VERBS)
_PRONOUN = r"(?:-t)?-(?:elles?|ils?|on)\b"
_INCISE = re.compile(
    rf"(?:,|\s[—–])\s*(?:(?:a|avait|ont)(?:{_PRONOUN})?\s+)?{_VERB}(?:{_PRONOUN})?(?:\s[^\s,—–«»]+){{0,5}}?\s*[,—–]"
)
# an exclamation alone is no sentence to look for
_FEWEST = 3


def parts(text: str, quotation: Quotation) -> list[Quotation]:
    """Return the parts of a quotation, each as one; itself alone where it has but one.

    What goes on with a small letter behind it is the same sentence, with words left out.
    """
    start = quotation.start
    found = []
    joints = sorted([*_joints(text, quotation), *_incises(text, quotation)])
    for begin, end in [*joints, (quotation.end, quotation.end)]:
        span = trimmed(text, start, begin)
        rest = quotation.end - end
        if end < quotation.end and min(_words(text, start, begin), _words(text, end, end + rest)) < _FEWEST:
            continue
        found.append(replace(quotation, start=span.start, end=span.end))
        start = end
    return found if len(found) > 1 else [quotation]


def _joints(text: str, quotation: Quotation) -> Iterator[tuple[int, int]]:
    for one in _ELLIPSIS.finditer(text, quotation.start, quotation.end):
        letter = one["next"]
        if letter is None:
            continue
        # a full stop before dots in brackets, or a capital behind them; scripts without capitals have only the stop
        if letter[-1].isupper() or (one["before"] and not letter[-1].islower()):
            yield one.end("before"), one.start("next")


def _incises(text: str, quotation: Quotation) -> Iterator[tuple[int, int]]:
    for one in _INCISE.finditer(text, quotation.start, quotation.end):
        yield one.span()


def _words(text: str, start: int, end: int) -> int:
    return sum(1 for _ in COMPARED.finditer(text, start, end))
