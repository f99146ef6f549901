"""Finding names as one types: best match first, a few letters are enough."""

import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

SCATTERED = 20


@dataclass(frozen=True, slots=True)
class Candidate(Generic[K]):
    """Something that can be chosen by one of its names; the first is the one that is shown.

    Attributes:
        weight: how often it is used; among equal matches the more used comes first.
    """

    key: K
    names: tuple[str, ...]
    weight: int = 0


def fold(text: str) -> str:
    """Return *text* without case and accents, for comparing."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in parts if not unicodedata.combining(character))


def score(query: str, name: str) -> int:
    """Return how well a folded *name* answers a folded *query*: 0 not at all, 100 the same.

    In falling order: the same, begins with it, each word of the query begins a word in order, stands inside, the
    letters stand in order with every run beginning a word, the letters stand in order.
    """
    if not query:
        return 1
    if name == query:
        return 100
    if name.startswith(query):
        return 90
    words = name.replace("-", " ").split()
    if _words_in_order(query.split(), words):
        return 80 if words and words[0].startswith(query.split()[0]) else 75
    if query in name:
        return 60
    if _runs(query.replace(" ", ""), words):
        return 50
    return SCATTERED if len(query) > 2 and _letters_in_order(query, name) else 0


class Matcher(Generic[K]):
    """Candidates whose names are folded once, so that each key typed only compares."""

    def __init__(self, candidates: Iterable[Candidate[K]]) -> None:
        self.candidates = list(candidates)
        self._names = [tuple(dict.fromkeys(fold(name) for name in one.names if name)) for one in self.candidates]

    def rank(self, query: str, limit: int = 8) -> list[K]:
        """Return the keys of the best *limit* matches for *query*, the best first; the more used among equals."""
        wanted = " ".join(fold(query).split())
        letters = set(wanted.replace(" ", ""))
        found: list[tuple[int, int, int, K]] = []
        for at, names in enumerate(self._names):
            best = 0
            for name in names:
                # the cheapest question first: most names lack a letter of what is typed
                if letters <= set(name):
                    best = max(best, score(wanted, name))
            if best:
                found.append((-best, -self.candidates[at].weight, at, self.candidates[at].key))
        found.sort(key=lambda item: item[:3])
        # scattered letters are a last resort: beside a real match they are noise
        least = SCATTERED + 1 if found and -found[0][0] > SCATTERED else 1
        return [item[3] for item in found[:limit] if -item[0] >= least]

    def nearly(self, name: str) -> K | None:
        """Return a candidate that is called nearly like *name*, but not exactly so; None when there is none.

        Nearly is a normalised Indel similarity of 80 (of 100) or more, the words in any order (rapidfuzz's
        ``token_sort_ratio``).
        """
        from rapidfuzz import fuzz, process

        wanted = fold(name)
        names = {(at, number): one for at, own in enumerate(self._names) for number, one in enumerate(own)}
        best = process.extractOne(wanted, names, scorer=fuzz.token_sort_ratio, score_cutoff=80)
        return self.candidates[best[2][0]].key if best is not None and best[0] != wanted else None


def rank(query: str, candidates: Iterable[Candidate[K]], limit: int = 8) -> list[K]:
    """Return the keys of the best *limit* matches for *query*; as `Matcher.rank`, for a single question."""
    return Matcher(candidates).rank(query, limit)


def _words_in_order(query: Sequence[str], words: Sequence[str]) -> bool:
    at = 0
    for part in query:
        while at < len(words) and not words[at].startswith(part):
            at += 1
        if at == len(words):
            return False
        at += 1
    return True


def _runs(letters: str, words: Sequence[str]) -> bool:
    """Tell whether *letters* are beginnings of words in order, such as ``natosec`` for ``nato and security``."""
    if not letters:
        return True
    for at, word in enumerate(words):
        length = 0
        while length < min(len(letters), len(word)) and word[length] == letters[length]:
            length += 1
            if _runs(letters[length:], words[at + 1 :]):
                return True
    return False


def _letters_in_order(letters: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)
