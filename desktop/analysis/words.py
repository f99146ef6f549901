"""Words for comparing texts: their forms, stems, and which of them weigh little, hedge, oblige or deny."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from desktop.core.matching import fold
from desktop.core.structure.units import COMPARED
from desktop.core.vocabulary.languages import Vocabulary, groups, languages, vocabulary

_WORDS = vocabulary().comparing
# the language whose endings are known stands for one that is not told
_TOLD = next(one for one in languages().values() if one.comparing.endings)
FUNCTION = _TOLD.comparing.function
_DROPPED = re.compile("[\u00ad\u200c\u200d.]")
_SPELLINGS = groups(_WORDS.spellings)
# the longer ones first, in which the shorter may end; only those can end a word that have its last letter
_ENDINGS = sorted(_WORDS.endings, key=lambda ending: (-len(ending), ending))
_BY_LAST = {last: tuple(one for one in _ENDINGS if one[-1] == last) for last in {one[-1] for one in _ENDINGS}}
_STEMMED, _UNSTEMMED = 6, 5
_POSSESSIVES = sorted(_WORDS.possessives, key=len, reverse=True)


@lru_cache(maxsize=200_000)
def key(word: str) -> str:
    """Return *word* as it is compared: without case, accents and soft hyphens; the state ``US`` is not ``us``."""
    return _SPELLINGS.get(word) or fold(_DROPPED.sub("", word)).replace("’", "'")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return what the forms of one word have in common: *word*, a key, without its endings.

    Cruder than Porter (1980): endings are taken off while at least four letters stay, as in Lovins (1968), so that
    “relations” and “relationship” agree. A prefix such as *neo* is taken off too.
    """
    for ending in _POSSESSIVES:
        word = word.removesuffix(ending)
    for prefix in _WORDS.prefixes:
        if word.startswith(prefix) and len(word) > len(prefix) + 5:
            word = word.removeprefix(prefix)
    for _ in range(3):
        for ending in _BY_LAST.get(word[-1:], ()):
            least = 3 if ending in _WORDS.inflections else 4
            if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
                word = word[: -len(ending)]
                break
        else:
            break
    return word


@dataclass(frozen=True)
class Grammar:
    """The small words of a language, as keys.

    Attributes:
        function: words of grammar, which weigh little.
        negations, modals, hedges: words that deny, that tell what may or must be, and that say less than surely.
        future: those of the modals that only tell again what will be.
        approximating: words that hedge a figure right behind them.
        trailing: those of the negations that stand behind what they deny.
        limiting: words without which what is said holds for more.
        relative: words with which a clause or a phrase begins that touches nothing behind it.
        negating_endings: ends of words that deny.
        letters: how many letters of a stem tell it from others where words are told again: “interfere”, “interference”.
    """

    function: frozenset[str]
    negations: frozenset[str]
    modals: frozenset[str]
    hedges: frozenset[str]
    future: frozenset[str]
    approximating: frozenset[str]
    trailing: frozenset[str]
    limiting: frozenset[str]
    relative: frozenset[str]
    negating_endings: tuple[str, ...]
    letters: int

    def denies(self, word: str) -> bool:
        """Tell whether a key denies."""
        return word in self.negations or (bool(self.negating_endings) and word.endswith(self.negating_endings))

    def governs(self, word: str) -> bool:
        """Tell whether a key denies, obliges, allows or hedges: whether more than itself changes where it goes."""
        return word in self.modals or word in self.hedges or self.denies(word)

    def weight(self, word: str) -> float:
        """Return how much a key counts when passages are compared: words of grammar little, but negations in full."""
        return 0.35 if word in self.function and not self.denies(word) else 1.0

    def is_content(self, word: str) -> bool:
        """Tell whether a key is no word of grammar."""
        return word not in self.function


@cache
def grammar(language: str = "") -> Grammar:
    """Return the small words of a language (BCP 47); those of one whose endings are known for one that is not told."""
    known: Vocabulary = languages().get(language.partition("-")[0].lower(), _TOLD)
    if not (known.comparing.function or known.comparing.negations or known.counting.stop):
        known = _TOLD
    words = known.comparing
    return Grammar(
        _keys(words.function or known.counting.stop),
        _keys(words.negations),
        _keys(words.modals),
        _keys(words.hedges),
        _keys(words.future),
        _keys(words.approximating),
        _keys(words.trailing),
        _keys(words.limiting),
        _keys(words.relative),
        tuple(sorted(words.negating_endings)),
        # where the endings of a language are not known, its forms have fewer letters in common
        _STEMMED if words.endings else _UNSTEMMED,
    )


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(key, words))


USUAL = grammar()


def is_name(text: str, start: int) -> bool:
    """Tell whether the word at *start* of a text is written as a name: with a capital inside a sentence, “of May”."""
    before = text[max(0, start - 3) : start].rstrip("\"'“‘«„([ ")
    return text[start].isupper() and not text[start + 1 : start + 2].isupper() and before[-1:].isalnum()


@lru_cache(maxsize=20_000)
def is_negation(word: str) -> bool:
    """Tell whether a key denies: ``not``, ``never``, ``don't``."""
    return USUAL.denies(word)


def stems(text: str) -> list[str]:
    """Return the stems of the words of weight in *text*."""
    return stems_of(map(key, COMPARED.findall(text)))


def stems_of(keys: Iterable[str]) -> list[str]:
    """Return the stems of those keys of words that have weight."""
    return [stem(word) for word in keys if word not in FUNCTION]
