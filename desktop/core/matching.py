"""Finding names as one types: best match first; tens of thousands are searched as one text."""

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from desktop.core.folding import fold as fold

K = TypeVar("K", bound=Hashable)

# one letter stands within nearly every name: beyond so many, which of them are shown is of no account
_WITHIN = 1000
# letters of a word that may be misspelt, in one place; from the second number on, in two
_MISSPELT = (5, 9)


@dataclass(frozen=True, slots=True)
class Candidate(Generic[K]):
    """Something that can be chosen by one of its names; the first is the one that is shown.

    Attributes:
        weight: how often it is used; among equal matches the more used comes first.
    """

    key: K
    names: tuple[str, ...]
    weight: int = 0


class Match(NamedTuple, Generic[K]):
    """A match: how good it is (100 the same), the candidate's weight, and its key."""

    score: int
    weight: int
    key: K


def rank(query: str, candidates: Iterable[Candidate[K]], limit: int = 8) -> list[K]:
    """Return the keys of the best *limit* matches for *query*, or of the heaviest where nothing is asked."""
    index = MatchingIndex(candidates)
    return [match.key for match in index.find(query, limit)] if query.strip() else index.heaviest(limit)


class MatchingIndex(Generic[K]):
    """Candidates in one text, a name a line, which is searched as a whole.

    A line begins with a space and has spaces for hyphens, so that every word begins after a space.
    """

    def __init__(self, candidates: Iterable[Candidate[K]]) -> None:
        self._candidates = list(candidates)
        self._names: list[str] = []
        self._owners: list[int] = []
        self._starts: list[int] = []
        place = 1
        for at, candidate in enumerate(self._candidates):
            for line in filter(None, dict.fromkeys(map(_line, candidate.names))):
                self._names.append(line)
                self._owners.append(at)
                self._starts.append(place)
                place += len(line) + 2
        self._text = "\n " + "\n ".join(self._names) + "\n"
        self._words: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self._candidates)

    def find(self, query: str, limit: int = 8) -> list[Match[K]]:
        """Return the best *limit* matches for *query*, the best first; the heavier first among equals.

        In falling order: the same, begins with it, each word of the query begins a word in order (the first one's
        before others), stands inside, is put together of beginnings of words; only where there is none of these: the
        words in order, a long one with a letter or two misspelt. Letters scattered over a word are no match.
        """
        wanted = _line(query)
        if not wanted or not self._names:
            return []
        best: dict[int, int] = {}
        for score, pattern in self._patterns(wanted, best):
            if len(best) >= limit:
                break
            for found in re.finditer(pattern, self._text):
                best.setdefault(self._owners[bisect_right(self._starts, found.start() + 1) - 1], score)
                if score == 60 and len(best) >= _WITHIN:
                    break
        matches = sorted(best, key=lambda at: (-best[at], -self._candidates[at].weight, at))[:limit]
        return [Match(best[at], self._candidates[at].weight, self._candidates[at].key) for at in matches]

    def heaviest(self, limit: int) -> list[K]:
        """Return the keys of the heaviest candidates, in their order among equals."""
        return [one.key for one in sorted(self._candidates, key=lambda one: -one.weight)[:limit]]

    def nearly(self, name: str) -> K | None:
        """Return a candidate that is called nearly like *name*, but not exactly so; None when there is none.

        Nearly is a normalised Indel similarity of 80 (of 100) or more, the words in any order (rapidfuzz's
        ``token_sort_ratio``).
        """
        from rapidfuzz import fuzz, process

        wanted = _line(name)
        best = process.extractOne(wanted, self._names, scorer=fuzz.token_sort_ratio, score_cutoff=80)
        return self._candidates[self._owners[best[2]]].key if best is not None and best[0] != wanted else None

    def _patterns(self, wanted: str, best: dict[int, int]) -> Iterator[tuple[int, str]]:
        """Yield what finds matches in the text, with their score; *best* is what those before found."""
        whole, words = re.escape(wanted), [re.escape(word) for word in wanted.split()]
        in_order = "[^\n]* ".join(words)
        yield 100, f"\n {whole}(?=\n)"
        yield 90, f"\n {whole}"
        yield 80, f"\n {in_order}"
        yield 75, f" {in_order}"
        yield 60, whole
        letters = [re.escape(letter) for letter in wanted.replace(" ", "")]
        if len(letters) > 1:
            initials = r"[^ \n]* ".join(letters)
            # as in “natosec”: two letters of each word, or more
            runs = [f"(?:[^\n]* (?={one}{two}))?{one}" for one, two in pairwise(letters[2:])]
            yield 50, f" (?:{initials}|{''.join([*letters[:2], *runs, *letters[2:][-1:]])})"
        if not best:
            yield 30, " " + "[^\n]* ".join(map(self._misspelt, wanted.split()))

    def _misspelt(self, word: str) -> str:
        """Return a pattern for the words that begin like *word*, as it stands or misspelt but for its first letter."""
        from rapidfuzz.distance import OSA

        wrong = sum(len(word) >= length for length in _MISSPELT)
        if not wrong:
            return re.escape(word)
        self._words = self._words or frozenset(self._text.split())
        # a letter too few or too many moves the end
        sizes = range(len(word) - 1, len(word) + 2)
        near = (
            one
            for one in self._words
            if one[0] == word[0] and any(OSA.distance(word, one[:size], score_cutoff=wrong) <= wrong for size in sizes)
        )
        return f"(?:{'|'.join(map(re.escape, [word, *sorted(near)]))})"


def _line(name: str) -> str:
    folded = fold(name)
    return " ".join(folded.replace("-", " ").split()) or folded.strip()
