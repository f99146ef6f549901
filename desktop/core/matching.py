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


def rank(query: str, candidates: Iterable[Candidate[K]], limit: int = 8) -> list[K]:
    """Return the keys of the best *limit* matches for *query*, the best first; the more used among equals.

    For a few candidates and a single question; `matching_index.MatchingIndex` answers many over thousands.
    """
    wanted = " ".join(fold(query).split())
    found: list[tuple[int, int, int, K]] = []
    for at, candidate in enumerate(candidates):
        best = max((score(wanted, fold(name)) for name in candidate.names), default=0)
        if best:
            found.append((-best, -candidate.weight, at, candidate.key))
    found.sort(key=lambda item: item[:3])
    # scattered letters are a last resort: beside a real match they are noise
    least = SCATTERED + 1 if found and -found[0][0] > SCATTERED else 1
    return [item[3] for item in found[:limit] if -item[0] >= least]


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
