"""Words for comparing texts: their forms, stems, and which of them weigh little, hedge or negate."""

import re
from functools import lru_cache

from desktop.core.matching import fold
from desktop.core.structure.units import COMPARED
from desktop.core.vocabulary.languages import groups, vocabulary

_WORDS = vocabulary().comparing
FUNCTION, HEDGES = _WORDS.function, _WORDS.hedges
_NEGATING = tuple(_WORDS.negating_endings)
_DROPPED = re.compile("[\u00ad\u200c\u200d.]")
_SPELLINGS = groups(_WORDS.spellings)
# the longer ones first, in which the shorter may end; only those can end a word that have its last letter
_ENDINGS = sorted(_WORDS.endings, key=lambda ending: (-len(ending), ending))
_BY_LAST = {last: tuple(one for one in _ENDINGS if one[-1] == last) for last in {one[-1] for one in _ENDINGS}}
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


def is_negation(word: str) -> bool:
    """Tell whether a key denies: ``not``, ``never``, ``don't``."""
    return word in _WORDS.negations or word.endswith(_NEGATING)


def weight(word: str) -> float:
    """Return how much a key counts when passages are compared: words of grammar little, but negations in full."""
    return 0.35 if word in FUNCTION and not is_negation(word) else 1.0


def stems(text: str) -> list[str]:
    """Return the stems of the words of weight in *text*."""
    return [stem(word) for word in map(key, COMPARED.findall(text)) if word not in FUNCTION]
