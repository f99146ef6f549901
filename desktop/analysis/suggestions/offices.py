"""Who holds an office that a text names: “the president of Mexico”, “Argentina’s defence minister”, “the commissioner”.

An office goes to the person of the codebook whose role, country and organisation it names. Where several have held
it, the words around decide, the year of the document, and who takes part in it; a former holder is meant only where the
text says so. An office that names no place goes to who has been named or takes part.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from desktop.analysis.attribution.names import ActorNames
from desktop.analysis.attribution.speech_words import FAMILIES
from desktop.analysis.suggestions import beginnings, patterns
from desktop.core.matching import fold
from desktop.core.spans import Span
from desktop.core.structure.units import WORD
from desktop.core.values import Actor, ActorKind

_BESIDE = re.compile(r"\s*,?\s*(?:[A-Z][\w-]+\s+){0,2}?")


class Offices:
    """The offices of a codebook's persons, from their roles, countries, affiliations and what stands above them."""

    def __init__(self, names: ActorNames, participants: Sequence[str] = ()) -> None:
        self._names = names
        self._participants = frozenset(participants)
        persons = [one for one in names.actors.values() if one.kind is ActorKind.PERSON and one.role]
        self._roles = {one.key: _words(one.role) for one in persons}
        self._places = {one.key: self._places_of(one) for one in persons}
        self._all_places = frozenset().union(*self._places.values())

    def find(
        self, text: str, within: Span, named: Sequence[Span], persons: Sequence[str], year: str, may_have: int
    ) -> Iterator[tuple[Span, tuple[str, ...]]]:
        """Yield where offices are named in a sentence, and who is meant.

        *named* is where persons are named in it: “the president, Luis Arce” is found as a name. *persons* are the keys
        of those named before, the last at the end. *may_have* is what `beginnings` tells of the sentence.
        """
        sentence: frozenset[str] = frozenset()
        lists = []
        for match in patterns.OFFICES.finditer(text, within.start, within.end):
            head = patterns.TITLE_OF.get(match["title"].lower(), "president")
            places = patterns.PLACES.split(match["places"])
            sentence = sentence or _words(text[within.start : within.end])
            each = [self._holder(f"{head} {place}", sentence, persons, year, place) for place in places]
            if found := tuple(dict.fromkeys(filter(None, each))):
                lists.append(Span(match.start(), match.end()))
                yield lists[-1], found
        if not _may_be_titled(text, within, may_have):
            return
        sentence = sentence or _words(text[within.start : within.end])
        for match in patterns.OFFICE.finditer(text, within.start, within.end):
            title = patterns.TITLED.search(text, match.start(), match.end())
            if title is None:
                continue
            # a plural needs to say whose
            if re.search("[^s]s$", title[0], re.IGNORECASE) and not patterns.HAS_PLACE.search(
                text, title.end(), match.end()
            ):
                continue
            if patterns.NO_OFFICE.match(text, title.end()) or any(
                one.overlaps(Span(*title.span())) for one in (*named, *lists)
            ):
                continue
            beside = _BESIDE.match(text, title.end())
            if beside and any(title.end() <= one.start <= beside.end() + 1 for one in named):
                continue
            start = _start(text, match.start(), title.start())
            if actor := self._holder(text[start : match.end()], sentence, persons, year):
                yield Span(start, self._end(text, match.end(), title.end())), (actor,)

    def _end(self, text: str, end: int, title: int) -> int:
        """Return where an office ends: with its place, or with its title."""
        of = patterns.BEHIND_TITLE.match(text, title)
        if of is None or not text[title : of.end()].strip():
            return title
        places = [one for one in self._names.find(text, Span(title, end)) if one.start <= of.end() + 1]
        return max(title, places[-1].end) if places else end

    def _holder(
        self, description: str, sentence: frozenset[str], persons: Sequence[str], year: str, place: str = ""
    ) -> str:
        """Return who is meant by a description; in *place* only those of that country."""
        words = _words(description)
        heads = {FAMILIES.get(word, word) for word in _words(" ".join(patterns.TITLED.findall(description)))}
        places = _words(place) or {
            word for word in words - heads - patterns.ADJECTIVES if _agrees(word, self._all_places)
        }
        best: tuple[float, str] = (float("-inf"), "")
        for actor, role in self._roles.items():
            if not heads & {FAMILIES.get(word, word) for word in role}:
                continue
            own = sum(_agrees(one, self._places[actor]) for one in places)
            known = actor in self._participants or actor in persons
            if (places and not own) or (not places and not known):
                continue
            score = 2.0 * own + 0.6 * len((words & role) - heads) + 0.3 * len((sentence & role) - heads - words)
            score -= 1.5 * (bool(patterns.FORMER & role) and not patterns.FORMER & words)
            years = {word for word in role if word.isdigit() and len(word) == 4}
            score += 0.5 * (year in years) - 0.4 * bool(years - {year}) + 0.8 * (actor in self._participants)
            if actor in persons:
                score += 0.3 + 0.4 * (persons.index(actor) + 1) / len(persons)
            best = max(best, (score, actor), key=lambda one: one[0])
        return best[1]

    def _places_of(self, actor: Actor) -> frozenset[str]:
        parent = self._names.actors.get(actor.parent)
        above = (parent.name, *parent.aliases) if parent is not None else ()
        places = " ".join((actor.country, actor.affiliation, *above, *patterns.PLACE_OF.findall(actor.role)))
        return frozenset(word for word in _words(places) if not patterns.TITLED.fullmatch(word))


def _may_be_titled(text: str, within: Span, may_have: int) -> bool:
    found = may_have & beginnings.TITLED and patterns.MAY_BE_TITLED.search(text, within.start, within.end)
    return bool(found)


def _start(text: str, start: int, title: int) -> int:
    """Return where an office begins: behind the last word before its title that cannot belong to it."""
    for one in reversed(list(WORD.finditer(text, start, title))):
        word = one.group()
        if word.lower() in patterns.ARTICLES:
            return one.start()
        if not word[0].isupper() and word.lower() not in patterns.ADJECTIVES:
            return one.end() + 1
    return start


def _words(text: str) -> frozenset[str]:
    found = (word.removesuffix("'s").removesuffix("s") for word in WORD.findall(fold(text.replace("’", "'"))))
    return frozenset(word for word in found if word and word not in patterns.SMALL)


def _agrees(word: str, own: Iterable[str]) -> bool:
    """Tell whether a word is one of *own*, or a nationality of one: “bolivian” and “bolivia”."""
    return any(word == other or (len(word) > 4 and len(other) > 4 and word[:5] == other[:5]) for other in own)
