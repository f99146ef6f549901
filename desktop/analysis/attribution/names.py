"""Where actors are named in a text, and who is meant by “the Russian diplomat”."""

import copy
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from desktop.analysis.attribution.speech_words import FAMILIES, GENDERS, OF_WORD
from desktop.core.matching import fold
from desktop.core.spans import Span
from desktop.core.structure.units import PLAIN, UPPER
from desktop.core.values import Actor, ActorKind
from desktop.core.vocabulary.languages import either, vocabulary

# these tell nobody apart: words of grammar, and those that stand in many names and roles
_EMPTY, _VAGUE = vocabulary().names.empty, vocabulary().names.vague
_TITLE_WORDS = frozenset(map(fold, vocabulary().names.titles))
# German titles of one word, which show whether a woman bears them
_ENDINGS = sorted(map(fold, vocabulary().names.title_endings), key=len, reverse=True)
_FEMALE = "in"
_ROLES = frozenset(map(fold, vocabulary().saying.roles))
_PARTICLES = vocabulary().names.particles
# words that are no first name, and what shows that a first name is another's
_NO_GIVEN = frozenset(map(fold, vocabulary().names.openers | vocabulary().names.titles))
_NAMED_ON = re.compile(rf"[’'-]?\s?(?:{either(_PARTICLES)}\s){{0,2}}[{UPPER}]|-")
_NAME_BEFORE = re.compile(rf"([{UPPER}][\w.’'-]*)[\s-]$")
# how many letters a nationality shares with its country: Bolivian, Bolivia
_ROOT = 5


# how names end in Cyrillic letters
_HER_NAMES = ("овна", "евна", "ична", "ова", "ева", "ина", "ская", "цкая")
_HIS_NAMES = ("ович", "евич", "ов", "ев", "ин", "ский", "цкий")


class NameSpan(NamedTuple):
    """A place where an actor is named."""

    start: int
    end: int
    actor: str


class ActorNames:
    """The names of the actors, to be looked for by their first word; longer names win over the shorter inside them.

    Attributes:
        actors: by their keys.
        first_words: the words with which names begin.
    """

    def __init__(self, actors: Sequence[Actor]) -> None:
        """Prepare the names of *actors*; a surname that several share is nobody's, unless one is preferred."""
        self.actors = {actor.key: actor for actor in actors}
        self._preferred: frozenset[str] = frozenset()
        # first names of those who are preferred
        self._given: dict[str, str] = {}
        forms: dict[str, tuple[str, ...]] = {}
        surnames: dict[str, tuple[str, ...]] = {}
        for actor in actors:
            for name in filter(lambda name: len(name) > 1, (actor.name, *actor.aliases)):
                forms.setdefault(name, (actor.key,))
            *before, surname = actor.name.split() or [""]
            # a role in place of a name, such as “author of the post on X”, has no surname
            if actor.kind is ActorKind.PERSON and 1 <= len(before) <= 3 and len(surname) > 2 and surname[0].isupper():
                for own in {surname, *_with_particles(before, surname)}:
                    surnames[own] = (*surnames.get(own, ()), actor.key)
        forms = surnames | forms
        forms = {**{form.upper(): keys for form, keys in forms.items() if len(form) > 4}, **forms}
        # by the first word of a form: what precedes that word in it, the form, and whose it is
        self._forms: dict[str, list[tuple[int, str, tuple[str, ...]]]] = {}
        for form in sorted(forms, key=lambda form: (-len(form), form)):
            first = PLAIN.search(form)
            if first is not None:
                self._forms.setdefault(first.group(), []).append((first.start(), form, forms[form]))
        self.first_words = self._forms.keys()
        self._own: dict[str, tuple[set[str], set[str]]] = {}
        self._nations = {stem for actor in actors for stem in _stems(actor.country)}

    def preferring(self, keys: Iterable[str]) -> "ActorNames":
        """Return the same names, a shared surname going to one of *keys*."""
        found = copy.copy(self)
        found._preferred = frozenset(keys)  # noqa: SLF001 - a copy of our own
        people = [self.actors[key] for key in found._preferred if self.is_person(key)]  # noqa: SLF001
        given = [(actor.name.split()[0], actor.key) for actor in people if " " in actor.name]
        first = Counter(name for name, _key in given)
        found._given = {  # noqa: SLF001
            name: key
            for name, key in given
            if first[name] == 1
            and len(name) > 2
            and name[0].isupper()
            and name.isalpha()
            and fold(name) not in _NO_GIVEN
        }
        return found

    def _at(self, text: str, start: int, end: int, first: int, last: int) -> NameSpan | None:
        """Return the longest name whose first word is ``text[start:end]`` and that lies in *first* to *last*, or None.

        A surname that several share, none of them preferred, is nobody's.
        """
        for lead, form, keys in self._forms.get(text[start:end], ()):
            begin = start - lead
            stop = begin + len(form)
            if begin < first or stop > last or not text.startswith(form, begin):
                continue
            if _in_word(text, begin - 1) or _in_word(text, stop):
                continue
            narrowed = keys if len(keys) == 1 else [key for key in keys if key in self._preferred]
            if len(narrowed) == 1:
                # of two surnames the first stands for who takes part here, and not the last of somebody else
                own = self._given.get(form, "") if narrowed[0] not in self._preferred else ""
                return NameSpan(begin, stop, own or narrowed[0])
        given = self._given.get(text[start:end], "")
        if given and start >= first and not _NAMED_ON.match(text, end):
            before = _NAME_BEFORE.search(text, max(first, start - 40), start)
            # “So Marcus said”, where Marcus speaks too, and not “Aurelius Marcus”
            if before is None or fold(before[1]) in _NO_GIVEN:
                return NameSpan(start, end, given)
        return None

    def find(self, text: str, within: Span, words: Iterable[tuple[int, int]] | None = None) -> list[NameSpan]:
        """Return where actors are named in a stretch of *text*, in order; *words* are where names may begin."""
        found: list[NameSpan] = []
        reached, forms, given = within.start, self._forms, self._given
        if words is None:
            words = (one.span() for one in PLAIN.finditer(text, within.start, within.end))
        for start, end in words:
            # few words begin a name
            if start < reached or ((word := text[start:end]) not in forms and word not in given):
                continue
            if mention := self._at(text, start, end, reached, within.end):
                found.append(mention)
                reached = mention.end
        return found

    def is_person(self, key: str) -> bool:
        """Tell whether the actor of this key is a person."""
        return key in self.actors and self.actors[key].kind is ActorKind.PERSON

    def described(self, words: str, known: Sequence[str], roles: Mapping[str, str]) -> str:
        """Return the key of the person whom a description such as “the Bolivian diplomat” fits best; empty for none.

        Only persons of *known* come into question (the last has been named last), compared by the words of their role,
        country and affiliation; a nationality agrees with its country by its first letters. “The minister of trade” is
        nobody of whom another ministry is known, and “die Ministerin” no Minister. *roles* are what the text itself has
        called them, by their keys.
        """
        spelt = _stems(words)
        if any(_is_plural(word) for word in spelt):
            return ""
        wanted = [FAMILIES.get(word, word) for word in spelt]
        head, _of, rest = OF_WORD.split(words, 1) if OF_WORD.search(words) else (words, "", "")
        where = [word for word in _stems(rest) if word not in _VAGUE]
        gender = gender_of(head)
        foreign = any(len(word) > 3 and _agree(word, self._nations) for word in wanted)
        best = (0, 0, "")
        for recency, key in enumerate(known):
            actor = self.actors.get(key)
            if actor is None or actor.kind is not ActorKind.PERSON:
                continue
            own, country = self._words_of(actor)
            if key in roles:
                told = _stems(roles[key])
                own = own.union(told, (FAMILIES.get(word, word) for word in told))
            hits = sum(
                _agree(word, own) or _ends(word, own) or _ends(form, own)
                for word, form in zip(wanted, spelt, strict=True)
                if word not in _VAGUE
            )
            place = sum(_agree(word, country) for word in wanted)
            # a nationality that is not theirs rules them out, whatever else fits
            if foreign and actor.country and not place and sum(word in own for word in wanted) < 2:
                continue
            if gender and gender_of(f"{actor.role} {roles.get(key, '')}") not in ("", gender):
                continue
            # of another institution; of whom no more than the title is known may be meant all the same
            more = own - set(wanted) - {word for one in own for word in FAMILIES.get(one, "").split()}
            if where and not any(_agree(word, own) for word in where) and more - _TITLE_WORDS:
                continue
            if hits:
                best = max(best, (hits + place, recency, key))
        return best[2]

    def _words_of(self, actor: Actor) -> tuple[set[str], set[str]]:
        """Return the words that describe an actor, and those of the country."""
        known = self._own.get(actor.key)
        if known is None:
            own = set(_stems(" ".join((actor.role, actor.country, actor.affiliation, *actor.aliases))))
            own |= {FAMILIES.get(word, word) for word in own}
            known = self._own[actor.key] = (own, set(_stems(actor.country)))
        return known


def _with_particles(before: Sequence[str], surname: str) -> Iterator[str]:
    """Yield a surname with the particles before it: “van der Veldt”, or “Van der Veldt” where a sentence begins."""
    at = next((at for at, word in enumerate(before) if word in _PARTICLES), len(before))
    if 0 < at < len(before):
        whole = " ".join((*before[at:], surname))
        yield whole
        yield whole[0].upper() + whole[1:]


def _in_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _stems(words: str) -> list[str]:
    return [word for word in PLAIN.findall(fold(words)) if word not in _EMPTY]


def _ends(word: str, own: set[str]) -> bool:
    """Tell whether a word of *own* is composed with *word*: “Bildungsminister” is a Minister."""
    return len(word) >= _ROOT and any(other.endswith(word) for other in own)


def gender_of(words: str) -> str:
    """Return ``he`` or ``she`` where the last words that tell it do; else nothing."""
    return next(filter(None, map(_gender_of_word, reversed(fold(words).split()))), "")


# the same few thousand words come again and again
@lru_cache(maxsize=20_000)
def _gender_of_word(word: str) -> str:
    if word in GENDERS:
        return GENDERS[word]
    ending = next((one for one in _ENDINGS if word.endswith(one) and len(word) > len(one) + 2), "")
    if ending.endswith(_FEMALE) or ending + _FEMALE in _ENDINGS:
        return "she" if ending.endswith(_FEMALE) else "he"
    return ""


def gender_of_name(name: str) -> str:
    """Return ``he`` or ``she`` where a name itself shows it, as patronymics and Slavic surnames do."""
    for word in reversed(fold(name).split()):
        if not word.isascii() and len(word) > _ROOT:
            if word.endswith(_HER_NAMES):
                return "she"
            if word.endswith(_HIS_NAMES):
                return "he"
    return ""


def _is_plural(word: str) -> bool:
    """Tell whether a folded word is a title of several: “ministers”, “ministri”."""
    ends = (word[:-1], f"{word[:-1]}o", f"{word[:-1]}e") if word.endswith(("s", "i")) else ()
    return word in _ROLES and any(one in _ROLES for one in ends)


def _agree(word: str, own: set[str]) -> bool:
    return word in own or (len(word) >= _ROOT and any(word[:_ROOT] == other[:_ROOT] for other in own))
