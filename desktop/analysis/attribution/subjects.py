"""Who may be the subject of a verb of saying: names, pronouns, and descriptions such as “the Russian diplomat”.

A text is read once, word by word: a table tells of each word whether it can matter, so that patterns are tried only
around those. Verbs and titles are hundreds, and trying them all at each place would cost seconds a megabyte. Whom
“she”, “the minister” and “they” mean is told by who was named and who spoke so far.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from desktop.analysis.attribution.names import ActorNames, NameSpan, gender_of, gender_of_name
from desktop.analysis.attribution.speech_words import (
    AGED,
    ANAPHORS,
    DEMONSTRATIVE,
    DETERMINERS,
    FIRST,
    INDEFINITE,
    IS_AGED,
    MAY_BE_AGED,
    OBLIQUE,
    PARTITIVE,
    PERSONS,
    POSSESSIVE,
    PREPOSITIONS,
    PRONOUNS,
    RESTRICTED,
    SMALL_VERBS,
    SOMEBODY,
    THINGS,
    TITLES,
    TOLD_BEHIND,
    VERBS,
)
from desktop.analysis.attribution.written_names import WrittenName
from desktop.analysis.words import FUNCTION
from desktop.core.matching import fold
from desktop.core.spans import Span
from desktop.core.structure.units import PLAIN, UPPER
from desktop.core.values import Actor, ActorKind, SpeakerCertainty
from desktop.core.vocabulary.languages import either

VERB, NAME, PRONOUN, TITLE, THING, PREPOSITION, PERSON = 1, 2, 4, 8, 16, 32, 64
# words right before a title, up to the nearest stop
_BACK = re.compile(r"(?:[\w.’'-]+\s+){0,5}$")
_SPLIT = re.compile(r"[\w.’'-]+")
_BACK_REACH = 70
# a title before a name, and the word before a subject
_TITLE_REACH = 40
_APPOSED = re.compile(r"[^.;:,]{0,60},\s")
_GENITIVE = re.compile(r"(?:\s[а-яё-]+){1,3}\s")
_SURNAME = re.compile(rf"\s[{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'-]+)?")
# “Nim, the minister of trade,”
_APPOSITION = re.compile(rf",\s(?:{either(DETERMINERS)}\s|l[’'])?([^,.;:()\n\x01]{{3,80}})")
_LAST_WORD = re.compile(r"([^\W\d_]+)[’']?\s*$")
_FIRST_WORD = re.compile(r"([^\W\d_]+)\s")
_ADJECTIVES = 4
# no words of a description
_GRAMMAR = frozenset().union(FUNCTION, VERBS, OBLIQUE, TOLD_BEHIND)
_GROUPS = (ActorKind.ORGANISATION, ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.GROUP)
_RECENT = 40
# how many sentences before a pronoun its subject may stand, and before a verb that does without
_NEAR, _NEXT = 4, 2


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
        # “die Rate” is a noun
        verb = low in VERBS and not (low in SMALL_VERBS and word[0].isupper())
        found = VERB * verb | TITLE * (low in TITLES or low in ANAPHORS) | THING * (low in THINGS)
        # HE is an abbreviation
        found |= PRONOUN * ((low in PRONOUNS and not word.isupper()) or word in FIRST)
        found |= PERSON * (low in PERSONS)
        found |= PREPOSITION * (low in PREPOSITIONS) | NAME * (word in self._first_words)
        self[word] = found
        return found


def scan(text: str, within: Span, kinds: WordKinds, foreign: Container[str] = ()) -> list[KnownWord]:
    """Return the words of a stretch that may matter, in order; *foreign* are pronouns of other languages."""
    words = PLAIN.finditer(text, within.start, within.end)
    found = [KnownWord(*word.span(), kind) for word in words if (kind := kinds[word[0]])]
    if not foreign:
        return found
    return [one for one in found if one.kinds != PRONOUN or text[one.start : one.end].lower() not in foreign]


def find_subjects(
    text: str,
    words: Sequence[KnownWord],
    mentions: Sequence[NameSpan],
    names: ActorNames,
    sentence: Span,
    written: Sequence[WrittenName] = (),
    indefinite: Container[str] = INDEFINITE,
) -> list[Subject]:
    """Return who may be a subject in a sentence, in order; *written* are all names in it, those of no actor too.

    *indefinite* are the articles of strangers in its language.
    """
    found = list(_named(mentions, written, names))
    for word in words:
        if not word.kinds & (PRONOUN | TITLE | THING | PERSON):
            continue
        start = word.start
        if word.kinds & (TITLE | THING | PERSON):
            # “Neighbours said”, “Пенсионерка рассказала”
            begins = word.start == sentence.start and bool(word.kinds & PERSON)
            start = _noun_start(text, sentence.start, word.start, begins or bool(word.kinds & TITLE))
            if start < 0:
                continue
        covering = [one for one in found if one.start < word.end and start < one.end]
        if any((one.start <= start and word.end <= one.end) or _is_person(one, names) for one in covering):
            continue
        named = next((one for one in found if is_named(one) and _named_behind(text, word, one)), None)
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
        found.append(_described(text, start, word, sentence))
    return sorted([*found, *_somebody(text, sentence, found, indefinite)])


def _described(text: str, start: int, word: KnownWord, sentence: Span) -> Subject:
    """Return whom a title or a noun describes, with the surname behind it, be it of nobody known: “Mayor Rook”."""
    if word.kinds & THING and not word.kinds & (TITLE | PERSON):
        return Subject(start, word.end, "", is_thing=True)
    surname = _SURNAME.match(text, word.end, sentence.end)
    if surname is not None and word.kinds & (TITLE | PERSON):
        return Subject(start, surname.end(), "", is_stranger=True)
    return Subject(start, word.end, "")


def _somebody(text: str, sentence: Span, found: Sequence[Subject], indefinite: Container[str]) -> Iterator[Subject]:
    """Yield those whom an article introduces where a subject may stand, besides those *found*: “un éleveur”."""
    for somebody in SOMEBODY.finditer(text, sentence.start, sentence.end):
        start, end = somebody.span()
        article = somebody[0].split()[0].lower()
        if article not in indefinite and article not in DEMONSTRATIVE:
            # “a” has, in French
            continue
        before = _LAST_WORD.search(text, max(sentence.start, start - 20), start)
        opens = start == sentence.start or text[start - 2 : start] in (", ", "” ", "» ", "“ ", '" ')
        said = before is not None and before[1].lower() in VERBS
        if (opens or said) and not any(one.start < end and start < one.end for one in found):
            yield Subject(start, end, "")
    may_be_aged = MAY_BE_AGED.search(text, sentence.start, sentence.end)
    for other in (PARTITIVE, AGED) if may_be_aged else (PARTITIVE,):
        for one in other.finditer(text, sentence.start, sentence.end):
            if not any(had.start < one.end() and one.start() < had.end for had in found):
                yield Subject(*one.span(), "")


def _named(mentions: Sequence[NameSpan], written: Sequence[WrittenName], names: ActorNames) -> Iterator[Subject]:
    """Yield those who are named: actors, with the first name before a surname, and strangers."""
    taken = []
    for name in written:
        own = [one for one in mentions if one.start < name.end and name.first < one.end]
        if not own:
            yield Subject(name.first, name.end, "", is_stranger=True, is_thing=name.is_body)
        elif len(own) == 1 and own[0].end == name.end and own[0].start > name.start and names.is_person(own[0].actor):
            taken.append(own[0])
            # “Ingrid Halloway” is no Ruth Halloway
            whole = names.actors[own[0].actor].name
            surname = own[0].end - own[0].start < len(whole)
            same = not surname or " " not in whole or whole[0] == name.name[0]
            # “afirmou à Lusa Ada Quist”: a whole name is no longer
            longer = " " in whole and not surname and own[0].start > name.start
            first = own[0].start if longer else name.first
            yield Subject(first, name.end, own[0].actor if same else "", is_stranger=not same)
    for one in mentions:
        if one not in taken:
            yield Subject(one.start, one.end, one.actor)


def _named_behind(text: str, word: KnownWord, one: Subject) -> bool:
    """Tell whether *one* is named right behind a title, or behind what this is of, as Russian has it."""
    if 0 <= one.start - word.end <= 1:
        return True
    between = text[word.end : one.start] if 0 < one.start - word.end < _TITLE_REACH else ""
    found = _GENITIVE.fullmatch(between)
    return found is not None and not any(part in VERBS for part in between.split())


def _is_person(one: Subject, names: ActorNames) -> bool:
    return names.is_person(one.actor) or (one.is_stranger and not one.is_thing)


def is_named(one: Subject) -> bool:
    """Tell whether a subject is a name, be it of no actor."""
    return bool(one.actor) or one.is_stranger


def is_pronoun(text: str, one: Subject) -> bool:
    """Tell whether a subject is a pronoun."""
    return text[one.start : one.end].lower() in PRONOUNS or text[one.start : one.end] in FIRST


def _noun_start(text: str, floor: int, at: int, is_title: bool) -> int:
    """Return where a description begins that ends with the noun at *at*; -1 where it is none."""
    found = _BACK.search(text, max(floor, at - _BACK_REACH), at)
    before = list(_SPLIT.finditer(text, found.start(), at)) if found else []
    start = at
    for count, word in enumerate(reversed(before)):
        low = word.group().lower()
        if low in DETERMINERS:
            return word.start()
        # “her own engineer”
        own = low in FUNCTION and len(before) > count + 1 and before[-count - 2][0].lower() in DETERMINERS
        grammar = low in _GRAMMAR
        if count == (_ADJECTIVES if is_title else 2) or (grammar and not own):
            break
        # without an article only what stands in capitals, or one word, belongs to a title: “trade minister Vask”
        if word.group()[0].isupper() or not count:
            start = word.start()
    # a thing has its article
    return start if is_title else -1


def is_apposed(text: str, one: Subject, behind: Subject) -> bool:
    """Tell whether *behind* is the name of whom *one* describes: “the minister of trade, Ordun Vask,”."""
    described = not (is_named(one) or one.is_thing or behind.is_thing) and is_named(behind)
    return described and _APPOSED.fullmatch(text, one.end, behind.start) is not None


def described_start(text: str, floor: int, subject: Subject) -> int:
    """Return where the words begin that describe a name and stand right before it: “the old harbour master Tom Reyes”.

    They have no verb and no word of grammar but the article at their beginning, and begin not before *floor*.
    """
    if not is_named(subject):
        return subject.start
    found = _BACK.search(text, max(floor, subject.start - _BACK_REACH), subject.start)
    start = subject.start
    for word in reversed(list(_SPLIT.finditer(text, found.start(), subject.start)) if found else []):
        low = word[0].lower()
        if low in DETERMINERS:
            return word.start()
        if low in _GRAMMAR or low in PRONOUNS or word[0] in FIRST:
            break
        start = word.start()
    return start


class Recall:
    """Remembers who was the subject of what, the last at the end.

    Attributes:
        here: where actors are named in the sentence that is being read.
        written: all names in it, those of no actor too.
        turn: the key of who speaks, in a turn of a transcript.
        indefinite: the articles of strangers in the text's language.
    """

    def __init__(
        self,
        text: str,
        names: ActorNames,
        participants: Iterable[str],
        indefinite: Container[str] = INDEFINITE,
        articles: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Prepare *text*; *participants* are preferred for a description, *indefinite* the articles of strangers.

        *articles* are the definite ones that show a gender, each with its pronoun.
        """
        self._articles = articles
        self._text = text
        self._names = names
        self._participants = tuple(participants)
        self.indefinite = indefinite
        # who was a subject: the key, empty for somebody unknown, with the pronoun that stands for them, if that shows
        # and the number of the sentence
        self._subjects: list[tuple[str, str, int]] = []
        self._sentence = 0
        self._named: list[str] = []
        self._genders: dict[str, str] = {}
        # what the text called them
        self._roles: dict[str, str] = {}
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
            self._subjects.append((actor, "", self._sentence))
        elif certainty.is_told:
            shown = gender_of(words) or gender_of_name(words)
            self._subjects.append(("", shown, self._sentence))

    def call(self, actor: str, words: str) -> None:
        """Remember the office by which *words* call an actor whom they name too: “the minister of trade Vask”."""
        if any(word.lower() in TITLES for word in PLAIN.findall(words)) and words not in self._roles.get(actor, ""):
            self._roles[actor] = f"{self._roles.get(actor, '')} {words}".lstrip()

    def _gender(self, actor: Actor) -> str:
        role = f"{actor.role} {self._roles.get(actor.key, '')}"
        return self._genders.get(actor.key) or gender_of(role) or gender_of_name(actor.name)

    def read_on(self) -> None:
        """Remember who is named in the sentence, and go on to the next."""
        self._sentence += 1
        for name in self.written:
            whose = next((one for one in self.here if one.end == name.end), None)
            if whose is None:
                continue
            role = name.role
            if not role and (behind := _APPOSITION.match(self._text, name.end)) and _describes(behind[1]):
                role = behind[1]
            if role:
                self._roles[whose.actor] = f"{self._roles.get(whose.actor, '')} {role}".lstrip()
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
            self.call(subject.actor, words)
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
        known = [*known, *(key for key, _gender, _at in self._subjects[-_RECENT:] if key)]
        who = self._names.described(words, list(dict.fromkeys(reversed(known)))[::-1], self._roles)
        gender = gender_of(words) or self._articles.get(words.split()[0].lower(), "")
        told = SpeakerCertainty.ROLE
        if not who:
            who = "" if RESTRICTED.match(self._text, subject.end) else self._just_named(words)
            who = who or (self.pronoun(gender, subject.start) if self._points_back(words) else "")
            told = SpeakerCertainty.PRONOUN if who else told
        if who and gender:
            self._genders.setdefault(who, gender)
        return who, words, told

    def _points_back(self, words: str) -> bool:
        """Tell whether a description stands for whom the text told of last: “the 61-year-old”, “cette officière”."""
        first, *rest = words.lower().split()
        if first in DEMONSTRATIVE or IS_AGED.search(words):
            return True
        definite = first in DETERMINERS and first not in self.indefinite and first not in POSSESSIVE
        # Russian has no articles
        return first in ANAPHORS or (definite and any(word in ANAPHORS for word in rest))

    def _just_named(self, words: str) -> str:
        """Return the person whom the sentence before was about where *words* may describe them; empty for nobody.

        “Vask sighed. ‘…,’ said the minister”: a guess, and none where another office of theirs is known.
        """
        first, *rest = fold(words).split() or [""]
        definite = (first in DETERMINERS and first not in self.indefinite and first not in POSSESSIVE) or not rest
        if not definite or not self._subjects:
            return ""
        key, _gender, at = self._subjects[-1]
        actor = self._names.actors.get(key)
        if actor is None or actor.kind is not ActorKind.PERSON or self._sentence - at > 1:
            return ""
        told = f"{actor.role} {self._roles.get(key, '')}"
        known = self._gender(actor)
        # “Dr” is no office
        office = any(word in TITLES or word in PERSONS for word in told.lower().split())
        return key if not office and known in ("", gender_of(words) or known) else ""

    def pronoun(self, word: str, before: int) -> str:
        """Return whom ``he``, ``she`` or ``they`` means, or a subject that is left out; *before* is where it stands.

        It is the latest subject that fits in number and gender; where that is somebody unknown, or stands far before,
        it is nobody.
        """
        if word == "you":
            return ""
        now = self._sentence
        here = [(one.actor, "", now) for one in self.here if one.end <= before and self.is_subject(one)]
        for key, shown, at in (*here[:1], *reversed(self._subjects[-_RECENT:])):
            if now - at > (_NEAR if word else _NEXT):
                break
            if key and key == self.turn:
                # who speaks says “I”
                continue
            actor = self._names.actors.get(key)
            if actor is None:
                if not word or (word != "they" and shown in ("", word)):
                    return ""
                continue
            fits = actor.kind in _GROUPS if word == "they" else actor.kind is ActorKind.PERSON
            gender = self._gender(actor)
            if fits and (not word or word == "they" or gender in ("", word)):
                if word in ("he", "she"):
                    self._genders[key] = word
                return key
        return ""

    def is_subject(self, mention: NameSpan) -> bool:
        """Tell whether a name may be a subject: no preposition stands before it, and nothing is told of what it has."""
        return is_free(self._text, mention.start, mention.end)

    def take_subject(self, sentence: Span, words: Sequence[KnownWord]) -> tuple[str, str, SpeakerCertainty] | None:
        """Remember and return whom a sentence without a verb of saying is about: ``Nim disagreed. “…,” he said.``"""
        found = find_subjects(self._text, words, self.here, self._names, sentence, self.written, self.indefinite)
        opening = _FIRST_WORD.match(self._text, sentence.start, sentence.end)
        # “Una española espera”: somebody, or something, who may be she
        stranger = opening is not None and not (found and found[0].start == sentence.start)
        shown = self._articles.get(opening[1].lower(), "") if stranger and opening else ""
        if opening and shown and opening[1].lower() in self.indefinite:
            self._subjects.append(("", shown, self._sentence))
            return None
        bound = -1
        for one, behind in zip(found, [*found[1:], None], strict=False):
            if not is_free(self._text, one.start, one.end) or one.is_thing or one.start == bound:
                # “pressed by the host, Orsk, he …”
                bound = behind.start if behind is not None and is_apposed(self._text, one, behind) else -1
                continue
            if one.actor and not self._names.is_person(one.actor):
                continue
            if behind is not None and is_apposed(self._text, one, behind):
                # “The minister of trade, Ordun Vask, was angry”
                continue
            actor, told, certainty = self.resolve(one)
            self.speaks(actor, told, certainty)
            return actor, told, certainty
        return None


def _describes(words: str) -> bool:
    """Tell whether the words behind a name and a comma are an office, and begin no clause."""
    parts = [part.lower() for part in words.split()]
    office = next((at for at, part in enumerate(parts) if part in TITLES), None)
    return office is not None and office < _ADJECTIVES and not any(part in VERBS or part in PRONOUNS for part in parts)


def is_free(text: str, start: int, end: int) -> bool:
    """Tell whether what stands there may be a subject: not “of Nim”, and not “Nim’s”."""
    before = _LAST_WORD.search(text, max(0, start - 20), start)
    if text[max(0, start - 1) : start] in ("(", "["):
        return False
    return text[end : end + 2] not in ("’s", "'s") and not (before and before[1].lower() in OBLIQUE)


def _remember(keys: list[str], key: str) -> None:
    if key in keys:
        keys.remove(key)
    keys.append(key)
