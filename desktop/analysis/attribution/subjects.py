"""Who may be the subject of a verb of saying: names, pronouns, and descriptions such as “the Russian diplomat”.

A text is read once, word by word: a table tells of each word whether it can matter, so that patterns are tried only
around those. Verbs and titles are hundreds, and trying them all at each place would cost seconds a megabyte.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from desktop.analysis.attribution.names import ActorNames, NameSpan
from desktop.analysis.attribution.speech_words import DETERMINERS, PREPOSITIONS, PRONOUNS, THINGS, TITLES, VERBS
from desktop.analysis.words import FUNCTION
from desktop.core.spans import Span
from desktop.core.structure.units import PLAIN

VERB, NAME, PRONOUN, TITLE, THING, PREPOSITION = 1, 2, 4, 8, 16, 32
# words right before a title, up to the nearest stop
_BACK = re.compile(r"(?:[\w.’'-]+\s+){0,5}$")
_SPLIT = re.compile(r"[\w.’'-]+")
_BACK_REACH = 70
_ADJECTIVES = 4


class KnownWord(NamedTuple):
    """A word that may matter: its place and its kinds, as bits."""

    start: int
    end: int
    kinds: int


class Subject(NamedTuple):
    """Who may be a subject: its place, and the actor's key or empty for what must be resolved."""

    start: int
    end: int
    actor: str
    is_thing: bool = False


class WordKinds(dict[str, int]):
    """What each word can be, as bits; 0 for most."""

    def __init__(self, names: ActorNames) -> None:
        super().__init__()
        self._first_words = names.first_words

    def __missing__(self, word: str) -> int:
        low = word.lower()
        found = VERB * (low in VERBS) | TITLE * (low in TITLES) | THING * (low in THINGS)
        # HE is an abbreviation
        found |= PRONOUN * (low in PRONOUNS and not word.isupper())
        found |= PREPOSITION * (low in PREPOSITIONS) | NAME * (word in self._first_words)
        self[word] = found
        return found


def scan(text: str, within: Span, kinds: WordKinds) -> list[KnownWord]:
    """Return the words of a stretch that may matter, in order."""
    words = PLAIN.finditer(text, within.start, within.end)
    return [KnownWord(*word.span(), kind) for word in words if (kind := kinds[word[0]])]


def find_subjects(
    text: str, words: Sequence[KnownWord], mentions: Sequence[NameSpan], names: ActorNames, sentence: Span
) -> list[Subject]:
    """Return who may be a subject in a sentence, in order."""
    found = [Subject(one.start, one.end, one.actor) for one in mentions]
    for word in words:
        if not word.kinds & (PRONOUN | TITLE | THING):
            continue
        start = word.start
        if word.kinds & (TITLE | THING):
            start = _noun_start(text, sentence.start, word.start, bool(word.kinds & TITLE))
            if start < 0:
                continue
        covering = [one for one in found if one.start < word.end and start < one.end]
        if any(one.start <= start and word.end <= one.end for one in covering):
            continue
        if any(names.is_person(one.actor) for one in covering):
            continue
        named = next((one for one in found if one.actor and 0 <= one.start - word.end <= 1), None)
        if named is not None and word.kinds & TITLE:
            # “Foreign Minister Lavrov” is named
            found.remove(named)
            found = [one for one in found if one not in covering]
            found.append(Subject(start, named.end, named.actor))
            continue
        if named is not None:
            continue
        # “Vask, the minister of trade, said”: Vask did
        if any(text[one.end : start] == ", " and names.is_person(one.actor) for one in found):
            continue
        # “the secretary of ALBA” is described, though ALBA is named
        found = [one for one in found if one not in covering]
        found.append(Subject(start, word.end, "", bool(word.kinds & THING)))
    return sorted(found)


def _noun_start(text: str, floor: int, at: int, is_title: bool) -> int:
    """Return where a description begins that ends with the noun at *at*; -1 where it is none."""
    found = _BACK.search(text, max(floor, at - _BACK_REACH), at)
    before = list(_SPLIT.finditer(text, found.start(), at)) if found else []
    start = at
    for count, word in enumerate(reversed(before)):
        low = word.group().lower()
        if low in DETERMINERS:
            return word.start()
        if count == (_ADJECTIVES if is_title else 2) or low in FUNCTION or low in VERBS:
            break
        # without an article only what stands in capitals, or one word, belongs to a title: “trade minister Vask”
        if word.group()[0].isupper() or not count:
            start = word.start()
    # a thing has its article
    return start if is_title else -1
