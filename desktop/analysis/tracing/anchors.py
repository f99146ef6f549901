"""Names and figures by which a quotation may be found in a record in another language: what a translation keeps."""

import re
from collections import Counter
from collections.abc import Iterable

from desktop.analysis.words import key
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_ELIDED = re.compile(r"^\w{1,2}['’]")
# a name keeps so many letters in most languages: Bolivia, Bolivien, Bolivie
_KEPT = 5
# one name alone stands anywhere
_FEWEST = 2


def anchors(text: str, span: Span) -> frozenset[str]:
    """Return the names and figures of a stretch of text: names by their first letters, figures without their points.

    What a sentence begins with is taken too: names stand there as often as other words, which no other text has.
    """
    found = {re.sub(r"\D", "", one) for one in _FIGURE.findall(text, span.start, span.end)}
    for whole in COMPARED.findall(text, span.start, span.end):
        # l’Outer
        word = _ELIDED.sub("", whole)
        if word[:1].isupper() and len(word) >= _KEPT - 1:
            found.add(key(word)[:_KEPT])
    return frozenset(found)


def most_like(wanted: frozenset[str], text: str, sentences: Iterable[Span]) -> Span | None:
    """Return the one of *sentences* that has most of the anchors *wanted*; None where no two are there, or two tie.

    An anchor tells the less the more sentences have it; a figure of several digits in one alone tells as much as two.
    """
    having = {sentence: wanted & anchors(text, sentence) for sentence in sentences} if wanted else {}
    spread = Counter(one for found in having.values() for one in found)
    telling = {one for one, count in spread.items() if count == 1 and one.isdigit() and len(one) > 1}
    ranked = sorted(
        (
            (sum(1 / spread[one] for one in found), sentence)
            for sentence, found in having.items()
            if len(found) + len(found & telling) >= _FEWEST
        ),
        reverse=True,
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]
