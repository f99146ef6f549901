"""Who may be the subject of a verb of saying: names, pronouns, and descriptions such as “the Russian diplomat”.

A text is read once, word by word: a table tells of each word whether it can matter, so that patterns are tried only
around those. Verbs and titles are hundreds, and trying them all at each place would cost seconds a megabyte. Whom
“she”, “the minister” and “they” mean is told by who was named and who spoke so far.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop.analysis.attribution.names import ActorNames, NameSpan
from desktop.analysis.attribution.speech_words import DETERMINERS, PREPOSITIONS, PRONOUNS, THINGS, TITLES, VERBS
from desktop.analysis.words import FUNCTION
from desktop.core.spans import Span
from desktop.core.structure.units import PLAIN
from desktop.core.values import ActorKind

VERB, NAME, PRONOUN, TITLE, THING, PREPOSITION = 1, 2, 4, 8, 16, 32
# words right before a title, up to the nearest stop
_BACK = re.compile(r"(?:[\w.’'-]+\s+){0,5}$")
_SPLIT = re.compile(r"[\w.’'-]+")
_BACK_REACH = 70
_ADJECTIVES = 4
_GROUPS = (ActorKind.ORGANISATION, ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.GROUP)
_RECENT = 40


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


class Recall:
    """Remembers the actors of a text, the last at the end.

    Attributes:
        here: where actors are named in the sentence that is being read.
    """

    def __init__(self, text: str, names: ActorNames, participants: Iterable[str]) -> None:
        """Prepare *text*; *participants* are preferred for a description."""
        self._text = text
        self._names = names
        self._participants = tuple(participants)
        self._spoken: list[str] = []
        self._named: list[str] = []
        self._pronouns: dict[str, str] = {}
        self.here: list[NameSpan] = []

    def speaks(self, actor: str) -> None:
        """Remember that an actor spoke; nobody without a key."""
        if actor:
            _remember(self._spoken, actor)

    def read_on(self) -> None:
        """Remember who is named in the sentence: the first is what it is about, and what a pronoun then stands for."""
        for mention in reversed(self.here):
            _remember(self._named, mention.actor)

    def resolve(self, subject: Subject) -> tuple[str, str]:
        """Return the key and the words of a subject."""
        words = self._text[subject.start : subject.end]
        if subject.actor:
            return subject.actor, words
        if words.lower() in PRONOUNS:
            return self.pronoun(PRONOUNS[words.lower()], subject.start), words
        if subject.is_thing:
            return "", words
        known = [*self._participants, *(key for key in self._named[-_RECENT:] if key not in self._participants)]
        known = [*known, *self._spoken[-_RECENT:]]
        return self._names.described(words, list(dict.fromkeys(reversed(known)))[::-1]), words

    def pronoun(self, word: str, before: int) -> str:
        """Return whom ``he``, ``she`` or ``they`` means, or a subject that is left out; *before* is where it stands."""
        here = [mention.actor for mention in self.here if mention.end <= before]
        for key in (*reversed(self._spoken[-_RECENT:]), *here, *reversed(self._named[-_RECENT:])):
            actor = self._names.actors.get(key)
            if actor is None:
                continue
            fits = actor.kind in _GROUPS if word == "they" else actor.kind is ActorKind.PERSON
            if fits and (not word or self._pronouns.get(key, word) == word):
                if word:
                    self._pronouns[key] = word
                return key
        return ""


def _remember(keys: list[str], key: str) -> None:
    if key in keys:
        keys.remove(key)
    keys.append(key)
