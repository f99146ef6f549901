"""Quotations in which an ellipsis joins sentences: each is looked for by itself, since much may lie between them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from desktop.analysis.attribution.quotations import Quotation
from desktop.core.spans import trimmed
from desktop.core.structure.units import COMPARED
from desktop.core.structure.writing import STOPS

_DOTS = r"(?:…|\.\s?\.\s?\.)"
_ELLIPSIS = re.compile(rf"(?P<before>[{STOPS}]?)\s*(?:[\[(]\s*{_DOTS}\s*[\])]|{_DOTS}\.?)\s*(?P<next>[“‘«\"']?\w)?")
# an exclamation alone is no sentence to look for
_FEWEST = 3


def parts(text: str, quotation: Quotation) -> list[Quotation]:
    """Return the sentences of a quotation that an ellipsis joins, each as one; else itself alone.

    What goes on with a small letter behind it is the same sentence, with words left out.
    """
    start = quotation.start
    found = []
    for begin, end in [*_joints(text, quotation), (quotation.end, quotation.end)]:
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


def _words(text: str, start: int, end: int) -> int:
    return sum(1 for _ in COMPARED.finditer(text, start, end))
