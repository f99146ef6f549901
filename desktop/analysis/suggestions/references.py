"""Who is meant in a sentence: by a name, an office, “members of …”, “they” or “her country”.

A pronoun goes to whoever the sentence before is about, its subject before all others, as in centering (Grosz, Joshi &
Weinstein, “Centering: a framework for modeling the local coherence of discourse”, Computational Linguistics 1995).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from desktop.analysis.attribution.names import ActorNames, NameSpan
from desktop.analysis.suggestions import beginnings, patterns
from desktop.analysis.suggestions.offices import Offices
from desktop.analysis.words import FUNCTION, key, stem
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED, PLAIN
from desktop.core.values import Actor, ActorKind

# characters behind “the ministers” in which it may say itself which
_BESIDE = 12
# how far into a sentence its subject reaches
_SUBJECT = 60


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that stand for actors.

    Attributes:
        actors: their keys; several where a list is meant.
        form: ``name``, ``office``, ``members``, ``together`` (“both ministers”) or ``anaphor``.
    """

    start: int
    end: int
    actors: tuple[str, ...]
    form: str = "name"


@dataclass(slots=True)
class Discourse:
    """What has been spoken of so far.

    Attributes:
        speaker: the key of whose turn or quotation it is; empty in prose.
        sayer: who says the sentence, where it names them: “her country” is hers.
        persons: those named, the last at the end.
        bodies: organisations, countries and groups named, the last at the end.
        about: what the sentence before is about: its holder, or its first body.
        together: those who were named together last, or first in a document that names nobody else.
        many: the countries, members or the like of that sentence: “these states” are they.
        year: the document's, or empty.
    """

    speaker: str = ""
    sayer: str = ""
    persons: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    about: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    year: str = ""

    def note(self, actors: Iterable[str], names: ActorNames) -> None:
        """Remember that actors were named."""
        for one in actors:
            known = self.persons if names.is_person(one) else self.bodies
            if one in known:
                known.remove(one)
            known.append(one)


class References:
    """Finds who is meant, in sentence after sentence of one document."""

    def __init__(self, names: ActorNames, participants: Sequence[str] = ()) -> None:
        """Prepare the codebook's *names*; *participants* are preferred for “the minister”."""
        self._names = names
        # of the sentences of one document
        self._named_in: dict[Span, list[NameSpan]] = {}
        self._asked = Span(0, 0), 0
        self._offices = Offices(names, participants)
        everybody = names.actors.values()
        countries = {one.key for one in everybody if one.kind is ActorKind.COUNTRY}
        self._governments = {
            one.parent: one.key
            for one in everybody
            if one.kind is ActorKind.GOVERNMENT and one.parent in countries and not patterns.MINISTRY.search(one.name)
        }
        groups = [one for one in everybody if one.kind is ActorKind.GROUP]
        self._lists = {frozenset(parts): one.key for one in groups if len(parts := _parts(one, everybody)) > 1}
        self._described = [
            (one.key, roots) for one in groups for form in (one.name, *one.aliases) if len(roots := _roots(form)) > 1
        ]

    def named(self, text: str, within: Span) -> list[NameSpan]:
        """Return where actors are named in a sentence; it is kept until the sentence is read."""
        found = self._named_in.get(within)
        if found is None:
            found = self._named_in[within] = self._names.find(text, within)
        return found

    def may_have(self, text: str, within: Span) -> int:
        """Return which patterns a sentence may have, as `beginnings` tells them; it is kept until another is asked."""
        if within != self._asked[0]:
            self._asked = within, beginnings.BEGINNINGS.in_stretch(text, within.start, within.end)
        return self._asked[1]

    def find(self, text: str, within: Span, discourse: Discourse) -> list[Reference]:
        """Return who is meant in a sentence, in order; lists of names are one reference."""
        names = self.named(text, within)
        self._named_in.pop(within, None)
        found = _apart([self._named(text, one.start, one.end, one.actor, within) for one in names])
        found = [one for one in found if not self._is_bracketed(text, one, found)]
        persons = [Span(one.start, one.end) for one in found if self.is_person(one)]
        may_have = self.may_have(text, within)
        for span, actors in self._offices.find(text, within, persons, discourse.persons, discourse.year, may_have):
            found = [one for one in found if one.start >= span.end or one.end <= span.start]
            found.append(Reference(span.start, span.end, actors, "office"))
        found = [self._joined(run) for run in _runs(text, _apart(found))]
        together = patterns.TOGETHER.finditer(text, within.start, within.end) if may_have & beginnings.TOGETHER else ()
        for match in together:
            beside = [one for one in found if one.start < match.end() + _BESIDE and match.start() < one.end]
            meant = _together(discourse, all_named=match["all"] is not None)
            # “the ministers of Arland and Nimor” says itself who they are
            if meant and all(set(one.actors) <= set(meant) and one.form == "office" for one in beside):
                found = [one for one in found if one not in beside]
                found.append(Reference(match.start(), match.end(), meant, "together"))
        return sorted(found + self._anaphors(text, within, discourse, found), key=lambda one: one.start)

    def described(self, text: str, within: Span) -> list[str]:
        """Return the groups whose name or alias has its words of weight in a sentence, in whatever order.

        Three of four will do, and one must stand where a subject does: “Those who stay away from the summit”.
        """
        if not self._described:
            return []
        found, first = (
            {stem(key(word)) for word in COMPARED.findall(text, within.start, end)}
            for end in (within.end, min(within.end, within.start + _SUBJECT))
        )
        fits = (key for key, own in self._described if len(own & found) >= max(2, 0.75 * len(own)) and own & first)
        return list(dict.fromkeys(fits))

    def is_person(self, one: Reference) -> bool:
        """Tell whether a reference begins with a person."""
        return self._names.is_person(one.actors[0])

    def acting(self, actor: str) -> str:
        """Return whose acts a country's are: its government's, where the codebook has one."""
        return self._governments.get(actor, actor)

    def above(self, actor: str) -> list[Actor]:
        """Return what stands above an actor, the nearest first."""
        found: list[Actor] = []
        one = self._names.actors.get(actor)
        # a circle of parents ends somewhere
        while one is not None and len(found) < 8 and (one := self._names.actors.get(one.parent)):
            found.append(one)
        return found

    def speaks_for(self, actor: str, other: str, *, framed: bool = False) -> bool:
        """Tell whether *actor* speaks for *other*, which stands above: a minister who says “Russia supports” supports.

        Not where the codebook tells them apart: where the definition of *actor* names the key of *other*, as in “a
        policy told as her country’s belongs to bolivia”. Organisations act for themselves, unless *framed*: what a text
        lets their own officer say of them is the officer's.
        """
        above = next((one for one in self.above(actor) if one.key == other), None)
        if above is None or (above.kind is ActorKind.ORGANISATION and not framed):
            return False
        return not re.search(rf"(?<!\w){re.escape(other)}(?!\w)", self._names.actors[actor].definition)

    def person(self, before: Sequence[Reference], discourse: Discourse) -> str:
        """Return who “he” or “she” is: who was named last in the sentence, else before it; never who speaks."""
        inside = [one.actors[0] for one in before if len(one.actors) == 1 and self.is_person(one)]
        return next((one for one in reversed([*discourse.persons, *inside]) if one != discourse.speaker), "")

    def named_together(self, text: str, refs: Sequence[Reference]) -> tuple[str, ...]:
        """Return the persons whom a sentence names together, “the minister, Ash, and the mayor, Nim”; empty if none."""
        persons = [one for one in refs if one.form in ("name", "office") and self.is_person(one)]
        runs: list[list[str]] = []
        end = -1
        for one in persons:
            if runs and (between := text[end : one.start]) and patterns.BESIDE.fullmatch(between):
                runs[-1] += one.actors
            else:
                runs.append([*one.actors])
            end = one.end
        several = [tuple(dict.fromkeys(run)) for run in runs if len(set(run)) > 1]
        return several[0] if several else ()

    def _named(self, text: str, start: int, end: int, actor: str, within: Span) -> Reference:
        """Return a name with what makes its members of it: “ALBA’s countries”, “officials of NATO”."""
        if self._names.is_person(actor):
            return Reference(start, end, (actor,))
        behind = patterns.WITH_MEMBERS.match(text, end, within.end)
        before = patterns.OF_MEMBERS.search(text, max(within.start, start - 80), start)
        if not behind and not before:
            return Reference(start, end, (self.acting(actor),))
        start, end = before.start() if before else start, behind.end() if behind else end
        return Reference(start, end, (self.acting(actor),), "members")

    def _is_bracketed(self, text: str, one: Reference, found: Sequence[Reference]) -> bool:
        """Tell whether a name only says in brackets where somebody comes from: “Celinda Sosa (Bolivia)”."""
        behind = any(self.is_person(other) and text[other.end : one.start].strip() == "(" for other in found)
        return behind and text[one.end : one.end + 1] == ")"

    def _joined(self, run: Sequence[Reference]) -> Reference:
        actors = tuple(dict.fromkeys(actor for one in run for actor in one.actors))
        group = self._lists.get(frozenset(actors))
        return Reference(run[0].start, run[-1].end, (group,) if group else actors, run[0].form)

    def _anaphors(self, text: str, within: Span, discourse: Discourse, found: Sequence[Reference]) -> list[Reference]:
        new = []
        may_have = self.may_have(text, within)
        asked = [patterns.ANAPHOR] if may_have & beginnings.ANAPHOR else []
        asked += [patterns.MANY] if may_have & beginnings.MANY else []
        for match in chain(*(one.finditer(text, within.start, within.end) for one in asked)):
            if any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            before = [one for one in found if one.end <= match.start()]
            if match.re is patterns.MANY:
                # “most countries”: of the group in the sentence, else of the one named last
                named = (*discourse.bodies, *(actor for one in before for actor in one.actors))
                actors = tuple(one for one in named if self._names.actors[one].kind is ActorKind.GROUP)[-1:]
            else:
                is_nobody = patterns.EXPLETIVE.match(text, match.start())
                actors = () if is_nobody else self._meant(match, before, discourse)
            if actors:
                new.append(Reference(match.start(), match.end(), actors, "anaphor"))
        return new

    def _meant(self, match: re.Match[str], before: Sequence[Reference], discourse: Discourse) -> tuple[str, ...]:
        kind = match.lastgroup or ""
        if kind in ("he", "she"):
            return tuple(filter(None, (self.person(before, discourse),)))
        if kind in ("my", "her"):
            person = discourse.speaker if kind == "my" else discourse.sayer or self.person(before, discourse)
            return tuple(self.acting(body.key) for body in self.above(person)[:1])
        if " " in match.group() and kind == "they" and discourse.many and discourse.speaker not in discourse.many:
            return discourse.many
        about = tuple(one for one in discourse.about if one != discourse.speaker)
        if about and not self._names.is_person(about[0]):
            return about if kind == "they" else about[:1]
        if len(about) > 1 and kind == "they":
            return about
        return tuple(actor for one in before for actor in one.actors if not self._names.is_person(actor))[-1:]


def _together(discourse: Discourse, *, all_named: bool) -> tuple[str, ...]:
    """Return who “both” are: those named together, else the only two persons named so far.

    With *all_named* nobody where the document has named others as well.
    """
    persons = tuple(discourse.persons)
    meant = discourse.together or (persons if len(persons) == 2 else ())
    return () if all_named and set(persons) != set(meant) else meant


def _parts(group: Actor, actors: Iterable[Actor]) -> list[str]:
    """Return the actors whom a group's name lists, as “Cuba, Venezuela and Nicaragua” does."""
    named = [one for one in actors if one.key != group.key and one.name in group.name]
    return [one.key for one in named] if sum(len(one.name) for one in named) > 0.6 * len(group.name) else []


def _roots(form: str) -> frozenset[str]:
    """Return the stems of a descriptive name; none of a proper one, which is found as such."""
    words = [word for word in COMPARED.findall(form) if key(word) not in FUNCTION and word[0].isalpha()]
    return frozenset(stem(key(word)) for word in words) if sum(word[0].islower() for word in words) > 1 else frozenset()


def _runs(text: str, found: Sequence[Reference]) -> list[list[Reference]]:
    """Return the references in runs: lists of names together, what stands alone by itself.

    A comma between two makes no list, as in “Russia, Lavrov said”; an “and”, or three in a row, does.
    """
    runs: list[list[Reference]] = []
    for one in found:
        if runs and patterns.AND.fullmatch(text, runs[-1][-1].end, one.start):
            runs[-1].append(one)
        else:
            runs.append([one])
    kept: list[list[Reference]] = []
    for run in runs:
        joined = any(PLAIN.search(text, left.end, right.start) for left, right in pairwise(run))
        kept += [run] if joined or len(run) > 2 else [[one] for one in run]
    return kept


def _apart(found: Iterable[Reference]) -> list[Reference]:
    """Return references without those that overlap an earlier or longer one."""
    kept: list[Reference] = []
    for one in sorted(found, key=lambda ref: (ref.start, -ref.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
