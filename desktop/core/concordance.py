"""Words in their context: what is looked for in texts, each place where it stands, and its neighbours.

What is looked for is not a search of documents (`desktop.core.query`) but of places: words beside each other are a
phrase, OR stands between several, a star for letters that may follow or precede. Case and accents do not count.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Literal

from desktop.core import query as queries
from desktop.core.spans import Span
from desktop.core.structure.units import PLAIN
from desktop.core.text import normalise_text, one_line

HitOrder = Literal["document", "left", "right", "speaker"]
# code points that are shown on each side
AROUND = 90
# of what is beside, so many code points are compared
_COMPARED = 40
# so many words are looked for at most: nobody types more, and a pasted page is none
_MOST = 40
_WORD = re.compile(r"(\*?)([^\W_]+)(\*?)")
_OR = re.compile(r"\s+OR\s+|\s*\|\s*")
_GAP = r"[\W_]{1,8}"
# accents that stand for themselves, soft hyphens, and the points of Hebrew and Arabic
_MARKS = "[\u0300-\u036f\u00ad\u0591-\u05c7\u064b-\u065f\u0670]*"
# scripts that set no blanks between words: there a word has no borders
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


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
        """Return the words on the ``left`` or ``right``, the nearest first, without case and accents."""
        found = PLAIN.findall(plain(self.left[-_COMPARED:] if order == "left" else self.right[:_COMPARED]))
        return found[::-1] if order == "left" else found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for.

    Attributes:
        pattern: finds it in a text.
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
    return " OR ".join(dict.fromkeys(f"{term.words}{'*' if term.prefix else ''}" for term in terms))


def wanted(asked: str, *, whole: bool = True) -> Wanted | None:
    """Return what *asked* looks for, as *whole* words or anywhere inside of words; None when it has no word."""
    phrases = [_WORD.findall(one)[:_MOST] for one in _OR.split(normalise_text(asked))]
    phrases = [one for one in phrases if one][:_MOST]
    if not phrases:
        return None
    # the longest first: “nato summit OR nato” is the summit where it stands
    parts = [_phrase(one, whole) for one in sorted(phrases, key=lambda one: -sum(len(word) for _, word, _ in one))]
    indexed = whole and not any(before or _UNSPACED.search(word) for one in phrases for before, word, _ in one)
    # a star within a phrase is unknown to the index
    indexed = indexed and not any(star for one in phrases for _, _, star in one[:-1])
    index = " OR ".join(f'"{" ".join(word for _, word, _ in one)}"{one[-1][2]}' for one in phrases) if indexed else ""
    return Wanted(re.compile("|".join(parts)), index)


def lines(ground: Ground, what: Wanted) -> Iterator[HitLine]:
    """Yield each place of a text where *what* stands, in order."""
    text = ground.text
    hidden = [start for start, _ in ground.hidden]
    starts = [start for start, *_ in ground.turns]
    for found in what.pattern.finditer(text):
        start, end = found.span()
        at = bisect_right(hidden, start) - 1
        if at >= 0 and start < ground.hidden[at][1]:
            continue
        at = bisect_right(starts, start) - 1
        actor = ground.turns[at][2] if at >= 0 and start < ground.turns[at][1] else 0
        left, right = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        # a word that the edge cuts says nothing
        left = left if start <= AROUND else left.partition(" ")[2] or left
        right = right if end + AROUND >= len(text) else right.rpartition(" ")[0] or right
        yield HitLine(ground.document_id, start, end, one_line(left), one_line(found[0]), one_line(right), actor)


def plain(text: str) -> str:
    """Return *text* without case, accents and points."""
    return text.lower().translate(_bare())


def _phrase(words: Sequence[tuple[str, str, str]], whole: bool) -> str:
    parts = []
    for before, word, after in words:
        letters = [_letter(one) + _MARKS for one in plain(word)]
        bordered = whole and not _UNSPACED.search(word)
        if bordered and not before:
            # behind the first letter, by which texts are searched: a border before it would be tried everywhere
            letters.insert(1, r"(?<![^\W_].)")
        if before:
            letters.insert(0, r"[^\W_]*")
        letters.append(r"[^\W_]*" if after else r"(?![^\W_])" if bordered else "")
        parts.append("".join(letters))
    return _GAP.join(parts)


def _letter(one: str) -> str:
    alike = one + "".join(map(chr, _alike().get(one, ())))
    return f"[{re.escape(alike)}]" if len(alike) > 1 else re.escape(one)


@cache
def _bare() -> dict[int, str | None]:
    """Return what letters with accents are without, by their numbers; None for a mark that stands for itself."""
    found: dict[int, str | None] = {number: None for number in range(0x300, 0x700) if re.fullmatch(_MARKS, chr(number))}
    # beyond these, letters have no accents: a Japanese sound mark, or a part of a Korean syllable, makes another letter
    for one in map(chr, chain(range(0xC0, 0x600), range(0x1E00, 0x2000))):
        bare = "".join(part for part in unicodedata.normalize("NFD", one.lower()) if not unicodedata.combining(part))
        if one.isalpha() and len(bare) == 1 and bare != one:
            found[ord(one)] = bare
    return found


@cache
def _alike() -> dict[str, list[int]]:
    """Return for each plain letter those that differ from it by case and accents."""
    found: dict[str, list[int]] = {}
    for number in range(0x41, 0x5B):
        found[chr(number).lower()] = [number]
    for number, bare in _bare().items():
        if bare is not None:
            found.setdefault(bare, []).append(number)
    return found
