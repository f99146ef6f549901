"""Where actors are named in a text, and who is meant by “the Russian diplomat”."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.analysis.speech_words import FAMILIES
from desktop.analysis.words import word_set
from desktop.core.matching import fold
from desktop.core.spans import Span
from desktop.core.values import Actor, ActorKind

_WORD = re.compile(r"\w+")
_EMPTY = word_set("the a an of and for to in on its his her their by with former at")
# words that stand in many names and roles, and so tell nobody apart
_VAGUE = word_set("ministry affairs general state government republic people party")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an actor is named."""

    start: int
    end: int
    actor: str


class Names:
    """The names of the actors, ready to be looked for; longer names win over the shorter ones inside them."""

    def __init__(self, actors: Sequence[Actor], preferred: Iterable[str] = ()) -> None:
        """Prepare the names of *actors*; a surname that several share goes to one of those *preferred*, or to none."""
        self.actors = {actor.key: actor for actor in actors}
        self._preferred = set(preferred)
        self._forms: dict[str, str] = {}
        for actor in actors:
            for name in (actor.name, *actor.aliases):
                if len(name) > 1:
                    self._forms.setdefault(name, actor.key)
        surnames: dict[str, list[str]] = {}
        for actor in actors:
            if actor.kind is ActorKind.PERSON and len(actor.name.split()) in (2, 3, 4):
                surnames.setdefault(actor.name.split()[-1], []).append(actor.key)
        for surname, keys in surnames.items():
            narrowed = [key for key in keys if key in self._preferred] or keys
            # a role in place of a name, such as “author of the post on X”, has no surname
            if len(narrowed) == 1 and len(surname) > 2 and surname[0].isupper():
                self._forms.setdefault(surname, narrowed[0])
        upper = {form.upper(): key for form, key in self._forms.items() if len(form) > 4}
        self._forms = {**upper, **self._forms}
        alternatives = sorted(self._forms, key=lambda form: (-len(form), form))
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, alternatives))})(?!\w)") if actors else None

    def find(self, text: str, within: Span) -> list[Mention]:
        """Return where actors are named in a stretch of *text*, in order."""
        if self._pattern is None:
            return []
        return [
            Mention(found.start(), found.end(), self._forms[found.group()])
            for found in self._pattern.finditer(text, within.start, within.end)
        ]

    def is_person(self, key: str) -> bool:
        """Tell whether the actor of this key is a person."""
        return key in self.actors and self.actors[key].kind is ActorKind.PERSON

    def described(self, words: str, known: Sequence[str]) -> str:
        """Return the key of the person whom a description such as “the Bolivian diplomat” fits best; empty for none.

        Only persons of *known* come into question (the last has been named last), compared by the words of their role,
        country and affiliation; a nationality agrees with its country by its first four letters.
        """
        wanted = [FAMILIES.get(word, word) for word in _stems(words)]
        best: tuple[int, int] = (0, 0)
        chosen = ""
        for recency, key in enumerate(known):
            actor = self.actors.get(key)
            if actor is None or actor.kind is not ActorKind.PERSON:
                continue
            own = set(_stems(" ".join((actor.role, actor.country, actor.affiliation, *actor.aliases))))
            own |= {FAMILIES.get(word, word) for word in own}
            hits = sum(_agree(word, own) for word in wanted if word not in _VAGUE)
            place = sum(_agree(word, set(_stems(actor.country))) for word in wanted)
            # a nationality that is not theirs rules them out, whatever else fits
            if any(self._nation(word) for word in wanted) and actor.country and not place and not _named(wanted, own):
                continue
            if hits and (hits + place, recency) > best:
                best, chosen = (hits + place, recency), key
        return chosen

    def _nation(self, word: str) -> bool:
        return any(
            actor.country and _agree(word, set(_stems(actor.country))) and len(word) > 3
            for actor in self.actors.values()
        )


def _stems(words: str) -> list[str]:
    return [word for word in _WORD.findall(fold(words)) if word not in _EMPTY]


def _agree(word: str, own: set[str]) -> bool:
    return word in own or (len(word) > 4 and any(len(other) > 4 and word[:5] == other[:5] for other in own))


def _named(wanted: Sequence[str], own: set[str]) -> bool:
    return sum(word in own for word in wanted) > 1
