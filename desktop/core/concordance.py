"""Words in their context: what is looked for in texts, each place where it stands, and its neighbours.

What is looked for is not a search of documents (`desktop.core.query`) but of places: words beside each other are a
phrase, OR stands between several, a star for letters that may follow or precede. Case and marks do not count.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop.core import query as queries
from desktop.core.folding import FoldedText, Phrase, stands_alone, words
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
        index: the same for the full-text index; empty where that cannot tell which texts may have it.
    """

    pattern: re.Pattern[str]
    index: str


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
    terms = queries.terms(asked) if asked is not None else ()
    return " OR ".join(
        dict.fromkeys(f"{term.words}{'*' if queries.phrase(term).stars[-1][1] else ''}" for term in terms)
    )


def wanted(asked: str, *, whole: bool = True) -> Wanted | None:
    """Return what *asked* looks for, as *whole* words or anywhere inside of words; None when it has no word."""
    phrases = [phrase for one in _OR.split(normalise_text(asked)) if (phrase := _phrase(one))][:_MOST]
    if not phrases:
        return None
    # the longest first: “nato summit OR nato” is the summit where it stands
    parts = [one.pattern(whole=whole) for one in sorted(phrases, key=lambda one: -len("".join(one.words)))]
    # a star before a word, or within a phrase, is unknown to the index
    known = all(not any(before for before, _ in one.stars) for one in phrases)
    known = known and not any(after for one in phrases for _, after in one.stars[:-1])
    index = " OR ".join(one.as_fts() for one in phrases) if known and (whole or _alone(phrases)) else ""
    return Wanted(re.compile("|".join(parts)), index)


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


def _phrase(asked: str) -> Phrase | None:
    found: list[str] = []
    stars: list[tuple[bool, bool]] = []
    for before, word, after in _WORD.findall(asked):
        own = words(word)
        if own:
            found += own
            stars += [(bool(before), False), *[(False, False)] * (len(own) - 1)]
            stars[-1] = (stars[-1][0], bool(after))
    return Phrase(found[:_MOST], stars[:_MOST], particles=False) if found else None


def _alone(phrases: Sequence[Phrase]) -> bool:
    """Tell whether no word has an inside: each is a letter of a script without blanks."""
    return all(stands_alone(word) for one in phrases for word in one.words)
