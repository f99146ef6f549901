"""Who was named and who spoke so far in a text: whom “she”, “the minister” and “they” mean."""

from collections.abc import Iterable

from desktop.analysis.attribution import speech_words
from desktop.analysis.attribution.names import ActorNames, NameSpan
from desktop.analysis.attribution.subjects import Subject
from desktop.core.values import ActorKind

_GROUPS = (ActorKind.ORGANISATION, ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.GROUP)
_RECENT = 40


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
        if words.lower() in speech_words.PRONOUNS:
            return self.pronoun(speech_words.PRONOUNS[words.lower()], subject.start), words
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
