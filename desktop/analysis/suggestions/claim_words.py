"""The words of one language that suggest a claim: cues, the first person, what must be, what denies, greetings."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from desktop.analysis.words import is_negation, key, stem
from desktop.core.matching import fold
from desktop.core.vocabulary.languages import Vocabulary, either, languages

# a beginning of so few letters counts before endings only: “pens” in *pensamos*, and not in *pensiones*
_SHORT, _ENDING = 4, 4


@dataclass(frozen=True, slots=True)
class ClaimCues:
    """The words of a language that suggest a claim, as keys.

    Attributes:
        cues: stems by the feature that they make.
        beginnings: patterns of whole words by the same.
        negations: words that deny; None where those of all languages count.
    """

    cues: Mapping[str, frozenset[str]]
    beginnings: Mapping[str, re.Pattern[str]]
    first_person: frozenset[str]
    modal: frozenset[str]
    greeting: re.Pattern[str]
    negations: frozenset[str] | None

    def counts(self, words: Iterable[str]) -> dict[str, int]:
        """Return of each feature how many different words of a sentence make it."""
        known = set(words)
        roots = {stem(word) for word in known}
        found = {group: len(roots & own) for group, own in self.cues.items()}
        for group, pattern in self.beginnings.items():
            found[group] = found.get(group, 0) + sum(pattern.fullmatch(word) is not None for word in known)
        return found

    def denies(self, words: Iterable[str]) -> bool:
        """Tell whether one of the words of a sentence denies."""
        if self.negations is None:
            return any(map(is_negation, words))
        return not self.negations.isdisjoint(words)


@cache
def claim_words(language: str) -> ClaimCues:
    """Return the words of a *language* (BCP 47).

    Where it is unknown or has none, those whose stems are known: beginnings of words mean little in another language.
    """
    own = languages().get(language.split("-")[0])
    stemmed = next(one for one in languages().values() if one.claims.cues)
    known = own if own is not None and (own.claims.cues or own.claims.beginnings) else stemmed
    told = known.claims
    return ClaimCues(
        {group: frozenset(stem(key(word)) for word in words) for group, words in told.cues.items()},
        {group: _begun(words) for group, words in told.beginnings.items()},
        frozenset(map(key, told.first_person)),
        frozenset(map(key, told.modal)),
        re.compile(rf"\b{either(told.greetings)}\b", re.IGNORECASE),
        _negations(known),
    )


def _begun(words: Iterable[str]) -> re.Pattern[str]:
    folded = sorted(map(fold, words))
    short = "|".join(re.escape(word) for word in folded if len(word) <= _SHORT)
    long = "|".join(re.escape(word) for word in folded if len(word) > _SHORT)
    parts = [f"(?:{short})\\w{{0,{_ENDING}}}"] * bool(short) + [f"(?:{long})\\w*"] * bool(long)
    return re.compile("|".join(parts))


def _negations(known: Vocabulary) -> frozenset[str] | None:
    """Return the words of one language that deny; None where its endings do as well, as in “don't”."""
    words = known.comparing
    return None if words.negating_endings or not words.negations else frozenset(map(key, words.negations))
