"""Words in their context: what is looked for in texts, each place where it stands, and its neighbours.

What is looked for is not a search of documents (`desktop.core.query`) but of places: words beside each other are a
phrase, OR stands between several. As there, a phrase is found inside of longer words too, in quotation marks whole
words are, a star stands for letters that may follow or precede a whole word; case and marks do not count.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from desktop.core import query as queries
from desktop.core.folding import FoldedText, Phrase, find_pattern, has_signs, words
from desktop.core.spans import Span
from desktop.core.text import normalise_text, one_line

HitOrder = Literal["document", "left", "right", "speaker"]
# code points that are shown on each side
AROUND = 90
# of what is beside, so many code points are compared
_COMPARED = 40
# so many words are looked for at most: nobody types more, and a pasted page is none
_MOST = 40
_WORD = re.compile(r"(\*?)([^\s*]+)(\*?)")
# the blanks before it are no word: a pasted run of them would take the square of its length
_OR = re.compile(r"\sOR\s+|\|\s*")
_QUOTED = re.compile(r'\s*".*"\s*', re.DOTALL)


@dataclass(frozen=True, slots=True)
class HitLine:
    """A place where something stands, with what is around it on one line.

    Attributes:
        actor_id: who speaks there; 0 where nobody is known to.
    """

    document_id: int
    start: int
    end: int
    left: str
    words: str
    right: str
    actor_id: int = 0

    @property
    def span(self) -> Span:
        """Where it stands in its document."""
        return Span(self.start, self.end)

    def neighbours(self, order: HitOrder) -> list[str]:
        """Return the words on the ``left`` or ``right``, the nearest first, without case and marks."""
        found = words(self.left[-_COMPARED:] if order == "left" else self.right[:_COMPARED])
        return found[::-1] if order == "left" else found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    Attributes:
        pattern: finds it in a `FoldedText`.
        phrases: the same for the full-text index.
    """

    pattern: re.Pattern[str]
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A text to be looked through.

    Attributes:
        turns: where each speaker's turn begins and ends, and the id of who speaks, in order.
        hidden: furniture, in which nothing is looked for, in order.
    """

    document_id: int
    text: str
    turns: Sequence[tuple[int, int, int]] = ()
    hidden: Sequence[tuple[int, int]] = ()


def places_of(query: str) -> str:
    """Return what looks for the places of the words that a search of documents asks for (`desktop.core.query`)."""
    asked = queries.parse(query)
    return " OR ".join(dict.fromkeys(map(_as_typed, queries.terms(asked)))) if asked is not None else ""


def wanted(asked: str, *, whole: bool = False) -> Wanted | None:
    """Return what *asked* looks for, as *whole* words only or anywhere inside of words; None when it has no word."""
    asked = normalise_text(asked)
    phrases = [phrase for one in _OR.split(asked) if (phrase := _phrase(one, whole=whole))][:_MOST]
    if not phrases:
        return None
    spelt = [one for phrase in phrases for one in phrase.spellings()]
    return Wanted(queries.pattern_of(spelt), tuple(spelt))


class OpenText:
    """A text in which one finds words while typing: it is folded once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _words(self) -> FoldedText:
        return FoldedText(self.text)

    @cached_property
    def _signs(self) -> FoldedText:
        return FoldedText(self.text, signs=True)

    def places(self, asked: str) -> Iterator[tuple[int, int]]:
        """Yield where *asked* stands, in code points.

        Words are found as everywhere (`wanted`). Where *asked* has signs they stand as typed, if they do so anywhere.
        """
        what = wanted(asked)
        if what is None or has_signs(asked):
            literal = find_pattern(asked)
            found = self._signs.spans(literal) if literal is not None else iter(())
            first = next(found, None)
            if first is not None:
                yield first
                yield from found
                return
        if what is not None:
            yield from self._words.spans(what.pattern)


def lines(ground: Ground, what: Wanted) -> Iterator[HitLine]:
    """Yield each place of a text where *what* stands, in order."""
    text = ground.text
    hidden = [start for start, _ in ground.hidden]
    starts = [start for start, *_ in ground.turns]
    for start, end in FoldedText(text).spans(what.pattern):
        at = bisect_right(hidden, start) - 1
        if at >= 0 and start < ground.hidden[at][1]:
            continue
        at = bisect_right(starts, start) - 1
        actor = ground.turns[at][2] if at >= 0 and start < ground.turns[at][1] else 0
        left, right = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        # a word that the edge cuts says nothing
        left = left if start <= AROUND else left.partition(" ")[2] or left
        right = right if end + AROUND >= len(text) else right.rpartition(" ")[0] or right
        yield HitLine(ground.document_id, start, end, one_line(left), one_line(text[start:end]), one_line(right), actor)


def _phrase(asked: str, *, whole: bool) -> Phrase | None:
    found: list[str] = []
    stars: list[tuple[bool, bool]] = []
    for before, word, after in _WORD.findall(asked):
        own = words(word)
        if own:
            found += own
            stars += [(bool(before), False), *[(False, False)] * (len(own) - 1)]
            stars[-1] = (stars[-1][0], bool(after))
    whole = whole or _QUOTED.fullmatch(asked) is not None
    return Phrase(found[:_MOST], stars[:_MOST], whole=whole, particles=False) if found else None


def _as_typed(term: queries.Term) -> str:
    star = "*" if term.prefix else ""
    if term.suffix or (" " not in term.words and star):
        return f"{'*' * term.suffix}{term.words}{star}"
    return f'"{term.words}{star}"' if term.whole else term.words
