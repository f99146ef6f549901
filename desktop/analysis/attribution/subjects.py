"""Who may be the subject of a verb of saying: names, pronouns, and descriptions such as “the Russian diplomat”.

A text is read once, word by word: a table tells of each word whether it can matter, so that patterns are tried only
around those. Verbs and titles are hundreds, and trying them all at each place would cost seconds a megabyte. Whom
“she”, “the minister” and “they” mean is told by who was named and who spoke so far.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop.analysis.attribution.names import ActorNames, NameSpan
from desktop.analysis.attribution.speech_words import (
    DETERMINERS,
    FIRST,
    GENDERS,
    OBLIQUE,
    PERSONS,
    PREPOSITIONS,
    PRONOUNS,
    THINGS,
    TITLES,
    VERBS,
)
from desktop.analysis.attribution.written_names import WrittenName
from desktop.analysis.words import FUNCTION
from desktop.core.matching import fold
from desktop.core.spans import Span
from desktop.core.structure.units import PLAIN
from desktop.core.values import ActorKind, SpeakerCertainty

VERB, NAME, PRONOUN, TITLE, THING, PREPOSITION, PERSON = 1, 2, 4, 8, 16, 32, 64
# words right before a title, up to the nearest stop
_BACK = re.compile(r"(?:[\w.’'-]+\s+){0,5}$")
_SPLIT = re.compile(r"[\w.’'-]+")
_BACK_REACH = 70
# a title before a name, and the word before a subject
_TITLE_REACH = 40
_APPOSED = re.compile(r"[^.;:,]{0,60},\s")
_LAST_WORD = re.compile(r"([^\W\d_]+)[’']?\s*$")
_ADJECTIVES = 4
_GROUPS = (ActorKind.ORGANISATION, ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.GROUP)
_RECENT = 40


class KnownWord(NamedTuple):
    """A word that may matter: its place and its kinds, as bits."""

    start: int
    end: int
    kinds: int


class Subject(NamedTuple):
    """Who may be a subject: its place, and the actor's key or empty for what must be resolved.

    A stranger is a name that no actor has.
    """

    start: int
    end: int
    actor: str
    is_thing: bool = False
    is_stranger: bool = False


class WordKinds(dict[str, int]):
    """What each word can be, as bits; 0 for most."""

    def __init__(self, names: ActorNames) -> None:
        super().__init__()
        self._first_words = names.first_words

    def __missing__(self, word: str) -> int:
        low = word.lower()
        found = VERB * (low in VERBS) | TITLE * (low in TITLES) | THING * (low in THINGS)
        # HE is an abbreviation
        found |= PRONOUN * ((low in PRONOUNS and not word.isupper()) or word in FIRST)
        found |= PERSON * (low in PERSONS)
        found |= PREPOSITION * (low in PREPOSITIONS) | NAME * (word in self._first_words)
        self[word] = found
        return found


def scan(text: str, within: Span, kinds: WordKinds) -> list[KnownWord]:
    """Return the words of a stretch that may matter, in order."""
    words = PLAIN.finditer(text, within.start, within.end)
    return [KnownWord(*word.span(), kind) for word in words if (kind := kinds[word[0]])]


def find_subjects(
    text: str,
    words: Sequence[KnownWord],
    mentions: Sequence[NameSpan],
    names: ActorNames,
    sentence: Span,
    written: Sequence[WrittenName] = (),
) -> list[Subject]:
    """Return who may be a subject in a sentence, in order; *written* are all names in it, those of no actor too."""
    found = [Subject(one.start, one.end, one.actor) for one in mentions] + [
        Subject(name.first, name.end, "", is_stranger=True, is_thing=name.is_body)
        for name in written
        if all(name.end <= one.start or one.end <= name.first for one in mentions)
    ]
    for word in words:
        if not word.kinds & (PRONOUN | TITLE | THING | PERSON):
            continue
        start = word.start
        if word.kinds & (TITLE | THING | PERSON):
            start = _noun_start(text, sentence.start, word.start, bool(word.kinds & TITLE))
            if start < 0:
                continue
        covering = [one for one in found if one.start < word.end and start < one.end]
        if any((one.start <= start and word.end <= one.end) or _is_person(one, names) for one in covering):
            continue
        named = next((one for one in found if _is_name(one) and 0 <= one.start - word.end <= 1), None)
        if named is not None and word.kinds & (TITLE | PERSON):
            # “Foreign Minister Lavrov” is named
            found.remove(named)
            found = [one for one in found if one not in covering]
            found.append(named._replace(start=start))
            continue
        if named is not None:
            continue
        # “Vask, the minister of trade, said”: Vask did
        if any(text[one.end : start] == ", " and _is_person(one, names) for one in found):
            continue
        # “the secretary of ALBA” is described, though ALBA is named
        found = [one for one in found if one not in covering]
        found.append(Subject(start, word.end, "", bool(word.kinds & THING and not word.kinds & (TITLE | PERSON))))
    return sorted(found)


def _is_person(one: Subject, names: ActorNames) -> bool:
    return names.is_person(one.actor) or (one.is_stranger and not one.is_thing)


def _is_name(one: Subject) -> bool:
    return bool(one.actor) or one.is_stranger


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


def described_start(text: str, floor: int, subject: Subject) -> int:
    """Return where the words begin that describe a name and stand right before it: “the old harbour master Tom Reyes”.

    They have no verb and no word of grammar but the article at their beginning, and begin not before *floor*.
    """
    if not _is_name(subject):
        return subject.start
    found = _BACK.search(text, max(floor, subject.start - _BACK_REACH), subject.start)
    start = subject.start
    for word in reversed(list(_SPLIT.finditer(text, found.start(), subject.start)) if found else []):
        low = word[0].lower()
        if low in DETERMINERS:
            return word.start()
        if low in FUNCTION or low in VERBS or low in PRONOUNS or low in OBLIQUE or word[0] in FIRST:
            break
        start = word.start()
    return start


class Recall:
    """Remembers who was the subject of what, the last at the end.

    Attributes:
        here: where actors are named in the sentence that is being read.
        written: all names in it, those of no actor too.
        turn: the key of who speaks, in a turn of a transcript.
    """

    def __init__(self, text: str, names: ActorNames, participants: Iterable[str]) -> None:
        """Prepare *text*; *participants* are preferred for a description."""
        self._text = text
        self._names = names
        self._participants = tuple(participants)
        # who was a subject: the key, empty for somebody unknown, with the pronoun that stands for them, if that shows
        self._subjects: list[tuple[str, str]] = []
        self._named: list[str] = []
        self._genders: dict[str, str] = {}
        self.here: list[NameSpan] = []
        self.written: list[WrittenName] = []
        self.turn = ""

    def begin_turn(self, speaker: str) -> None:
        """Forget who was the subject: somebody else speaks, of others."""
        self.turn = speaker
        self._subjects.clear()

    def speaks(self, actor: str, words: str, certainty: SpeakerCertainty) -> None:
        """Remember that an actor, or somebody unknown, is the subject of a verb; things and pronouns of nobody are not.

        *words* are those by which they are called.
        """
        if actor:
            self._subjects.append((actor, ""))
        elif certainty.is_told:
            self._subjects.append(("", gender_of(words)))

    def read_on(self) -> None:
        """Remember who is named in the sentence."""
        for mention in reversed(self.here):
            _remember(self._named, mention.actor)
            if gender := gender_of(
                self._text[max(0, mention.start - _TITLE_REACH) : mention.start].rpartition("\n")[2]
            ):
                self._genders.setdefault(mention.actor, gender)

    def resolve(self, subject: Subject) -> tuple[str, str, SpeakerCertainty]:
        """Return the key and the words of a subject, and how they tell who it is."""
        words = self._text[subject.start : subject.end]
        if subject.actor:
            return subject.actor, words, SpeakerCertainty.NAMED
        if subject.is_stranger:
            return "", words, SpeakerCertainty.NAMED
        pronoun = "i" if words in FIRST else PRONOUNS.get(words.lower(), "")
        if pronoun == "i":
            return self.turn, words, SpeakerCertainty.TURN if self.turn else SpeakerCertainty.NONE
        if pronoun:
            return self.pronoun(pronoun, subject.start), words, SpeakerCertainty.PRONOUN
        if subject.is_thing:
            return "", words, SpeakerCertainty.NONE
        known = [*self._participants, *(key for key in self._named[-_RECENT:] if key not in self._participants)]
        known = [*known, *(key for key, _gender in self._subjects[-_RECENT:] if key)]
        return (
            self._names.described(words, list(dict.fromkeys(reversed(known)))[::-1]),
            words,
            SpeakerCertainty.ROLE,
        )

    def pronoun(self, word: str, before: int) -> str:
        """Return whom ``he``, ``she`` or ``they`` means, or a subject that is left out; *before* is where it stands.

        It is the latest subject that fits in number and gender; where that is somebody unknown, it is nobody.
        """
        if word == "you":
            return ""
        here = [(mention.actor, "") for mention in self.here if mention.end <= before and self.is_subject(mention)]
        for key, shown in (*reversed(here[:1]), *reversed(self._subjects[-_RECENT:])):
            actor = self._names.actors.get(key)
            if actor is None:
                if not word or (word != "they" and shown in ("", word)):
                    return ""
                continue
            fits = actor.kind in _GROUPS if word == "they" else actor.kind is ActorKind.PERSON
            gender = self._genders.get(key) or gender_of(actor.role)
            if fits and (not word or word == "they" or gender in ("", word)):
                if word in ("he", "she"):
                    self._genders[key] = word
                return key
        return ""

    def is_subject(self, mention: NameSpan) -> bool:
        """Tell whether a name may be a subject: no preposition stands before it, and nothing is told of what it has."""
        return is_free(self._text, mention.start, mention.end)

    def take_subject(self, sentence: Span, words: Sequence[KnownWord]) -> None:
        """Remember whom a sentence without a verb of saying is about: ``Nim disagreed. “…,” he said.``"""
        found = find_subjects(self._text, words, self.here, self._names, sentence, self.written)
        for one, behind in zip(found, [*found[1:], None], strict=False):
            if not is_free(self._text, one.start, one.end) or one.is_thing:
                continue
            if one.actor and not self._names.is_person(one.actor):
                continue
            if (
                not _is_name(one)
                and behind
                and _is_name(behind)
                and _APPOSED.fullmatch(self._text, one.end, behind.start)
            ):
                # “The minister of trade, Ordun Vask, was angry”
                continue
            actor, told, certainty = self.resolve(one)
            self.speaks(actor, told, certainty)
            return


def is_free(text: str, start: int, end: int) -> bool:
    """Tell whether what stands there may be a subject: not “of Nim”, and not “Nim’s”."""
    before = _LAST_WORD.search(text, max(0, start - 20), start)
    return text[end : end + 2] not in ("’s", "'s") and not (before and before[1].lower() in OBLIQUE)


def gender_of(words: str) -> str:
    """Return ``he`` or ``she`` where the last words that tell it do; else nothing."""
    return next((GENDERS[word] for word in reversed(fold(words).split()) if word in GENDERS), "")


def _remember(keys: list[str], key: str) -> None:
    if key in keys:
        keys.remove(key)
    keys.append(key)
