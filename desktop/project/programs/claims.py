"""Claims made of codings: what stands on the same words, by the answers of a mapping.

{NATO, pro, Lavrov} is one claim; {NATO: pro, Ukraine: contra, Lavrov} are two; of {NATO, Ukraine, pro, contra, Lavrov}
nobody knows which stance is on which topic, and it is asked; {pro} is none, and is listed.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from desktop.core.language import N_
from desktop.core.scale import placed
from desktop.core.values import ActorKind, SpeakerCertainty, Stance, Voice
from desktop.exchange.programs.interchange import NOWHERE, ForeignCoding, ForeignProject
from desktop.project.programs.codes import CodeTree, Meanings, kind_of
from desktop.project.programs.mapping import (
    COLUMN,
    JOINT,
    VARIABLE,
    ClaimUnit,
    CodeMapping,
    CodeRole,
    SeveralStances,
)
from desktop.project.programs.own_values import SaidOfFields, name_of_path
from desktop.project.programs.words import voice_of

# why codings make no claim
NO_TOPIC = N_("no topic is coded there")
ASKED = N_("several topics and several stances: which is on which is not told")
NO_WORDS = N_("it is coded on a whole document, without words")


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim as codings tell it.

    Attributes:
        topic: the id of its code; of a topic without one ``PARENT`` and the folded name, parted by a line feed.
        topic_name: of a topic without a code of its own.
        stance: None where none is coded.
        word: the stance's word where nobody said what it means.
        actors: the ids of their codes, in order.
        actor_names: those that a variable of the document names.
        own: what is said of own fields, by name.
    """

    document: str
    start: int
    end: int
    topic: str
    topic_name: str = ""
    stance: Stance | None = None
    word: str = ""
    actors: tuple[str, ...] = ()
    actor_names: tuple[str, ...] = ()
    voice: Voice = Voice.DIRECT
    certainty: SpeakerCertainty = SpeakerCertainty.NONE
    origin: str = ""
    coder: str = ""
    created: str = ""
    unit: str = ""
    uuid: str = ""
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    own: SaidOfFields = ()


@dataclass(frozen=True, slots=True)
class Unused:
    """Codings that make no claim, and why; the reason is not yet in the language of the interface."""

    document: str
    start: int
    end: int
    codes: tuple[str, ...]
    reason: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class FoundClaims:
    """What a mapping makes of a project's codings.

    Attributes:
        asked: how many units have several topics and several stances.
        parents: the organisation of each person, by the ids of their codes, where all their claims tell the same.
        left_out: how many codings are of codes that are left out, by the name of their topmost branch.
        of_documents: what codes on whole documents say of own fields, by the documents' ids.
    """

    claims: tuple[FoundClaim, ...] = ()
    unused: tuple[Unused, ...] = ()
    asked: int = 0
    parents: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    of_documents: dict[str, SaidOfFields] = field(default_factory=dict)


def claims_of(project: ForeignProject, mapping: CodeMapping) -> FoundClaims:
    """Return the claims of a project's codings by a mapping; each coding is in a claim, listed, or left out."""
    return _Maker(project, mapping).make()


@dataclass(slots=True)
class _Said:
    """What the codings of one unit say."""

    topics: list[tuple[str, str, Stance | None, str]] = field(default_factory=list)
    stances: dict[str, Stance | None] = field(default_factory=dict)
    actors: dict[str, None] = field(default_factory=dict)
    voice: Voice = Voice.DIRECT
    certainty: SpeakerCertainty = SpeakerCertainty.NONE
    origin: str = ""
    own: dict[str, dict[str, None]] = field(default_factory=dict)

    def take(self, role: CodeRole | None, name: str) -> None:
        """Take how something is said, and who told it."""
        if role is CodeRole.VOICE:
            self.voice = voice_of(name) or self.voice
        elif role is CodeRole.CERTAINTY and name in tuple(SpeakerCertainty):
            self.certainty = SpeakerCertainty(name)
        elif role is CodeRole.ORIGIN:
            self.origin = name


class _Maker:
    def __init__(self, project: ForeignProject, mapping: CodeMapping) -> None:
        self.project, self.mapping = project, mapping
        self.tree = CodeTree(project)
        self.meanings = Meanings(self.tree, mapping)
        self.unused: list[Unused] = []
        self.asked = 0
        self.left_out = Counter[str]()
        self.names: dict[str, tuple[str, ...]] = {}
        # columns of a table that are own fields, by their names
        self.columns = {
            path[len(COLUMN + JOINT) :]: path[len(COLUMN + JOINT) :] if project.is_own else name_of_path(path)
            for path, role in mapping.roles.items()
            if role is CodeRole.FIELD and path.startswith(COLUMN + JOINT)
        }

    def make(self) -> FoundClaims:
        placed: list[ForeignCoding] = []
        of_documents: dict[str, dict[str, None]] = {}
        fields: dict[str, dict[str, dict[str, None]]] = {}
        self.names = self._named_by_variables()
        for one in self.project.codings:
            meaning = self.meanings[one.code] if one.code else None
            if meaning is None or meaning.role in (None, CodeRole.NOTHING):
                self._leave_out(one.code)
            elif one.start == NOWHERE and not one.quote:
                if meaning.role is CodeRole.ACTOR:
                    of_documents.setdefault(one.document, {})[one.code] = None
                elif meaning.role is CodeRole.FIELD:
                    fields.setdefault(one.document, {}).setdefault(meaning.name, {})[meaning.word] = None
                elif meaning.role is not CodeRole.FACT:
                    self.unused.append(Unused(one.document, NOWHERE, NOWHERE, (self._name(one.code),), NO_WORDS))
            else:
                placed.append(one)
        claims: list[FoundClaim] = []
        for unit in self._units(placed):
            claims.extend(self._claims(unit, of_documents))
        parents: dict[str, str] = {}
        if self.mapping.affiliations:
            claims, parents = self._with_affiliations(claims)
        told = {document: _told(own) for document, own in fields.items()}
        return FoundClaims(tuple(claims), tuple(self.unused), self.asked, parents, dict(self.left_out), told)

    def _leave_out(self, code: str) -> None:
        above = self.tree.ancestors.get(code)
        if above is not None:
            self.left_out[self.tree.codes[above[0]].name] += 1
        elif code:
            self.left_out[""] += 1

    def _name(self, code: str) -> str:
        return self.tree.paths.get(code, code)

    def _named_by_variables(self) -> dict[str, tuple[str, ...]]:
        """Return the actors that variables of documents name."""
        wanted = {
            path[len(VARIABLE + JOINT) :]
            for path, role in self.mapping.roles.items()
            if role is CodeRole.ACTOR and path.startswith(VARIABLE + JOINT)
        }
        return {
            one.id: tuple(value for name, value in one.variables if name in wanted) for one in self.project.documents
        }

    def _units(self, codings: Sequence[ForeignCoding]) -> Iterator[list[ForeignCoding]]:
        way = self.mapping.unit
        groups: dict[tuple[object, ...], list[ForeignCoding]] = {}
        for one in codings:
            if way is ClaimUnit.SELECTION and one.unit:
                key: tuple[object, ...] = one.document, one.unit, one.coder
            elif one.start == NOWHERE:
                key = one.document, one.quote, one.prefix, one.coder
            else:
                key = one.document, one.start, one.end, one.coder
            groups.setdefault(key, []).append(one)
        if way in (ClaimUnit.SELECTION, ClaimUnit.SPAN):
            yield from groups.values()
            return
        yield from self._around(list(groups.values()), way)

    def _around(self, groups: list[list[ForeignCoding]], way: ClaimUnit) -> Iterator[list[ForeignCoding]]:
        """Add to what stands on one span what stands over it: of the same coder, in the same document."""
        places: dict[tuple[str, str], list[list[ForeignCoding]]] = {}
        for group in groups:
            places.setdefault((group[0].document, group[0].coder), []).append(group)
        for own in places.values():
            own.sort(key=lambda group: (group[0].start, -group[0].end))
            starts = [group[0].start for group in own]
            longest = max((group[0].end - group[0].start for group in own), default=0)
            lent: set[int] = set()
            made: list[tuple[int, list[ForeignCoding]]] = []
            for at, group in enumerate(own):
                has_topic = any(self.meanings[one.code].role is CodeRole.TOPIC for one in group)
                if not has_topic or group[0].start == NOWHERE:
                    continue
                near = range(bisect_left(starts, group[0].start - longest), bisect_right(starts, group[0].end - 1))
                more, used = self._near(own, at, near, way)
                lent.update(used)
                made.append((at, [*group, *more]))
            topical = {at for at, _unit in made}
            for _at, unit in made:
                yield unit
            for at, group in enumerate(own):
                if at not in topical and at not in lent:
                    yield group

    def _near(
        self, own: list[list[ForeignCoding]], at: int, near: range, way: ClaimUnit
    ) -> tuple[list[ForeignCoding], set[int]]:
        here = own[at][0]
        has_actor = any(self.meanings[one.code].role is CodeRole.ACTOR for one in own[at])
        more: list[ForeignCoding] = []
        used: set[int] = set()
        holder: tuple[int, int] | None = None
        for other in near:
            there = own[other][0]
            if other == at or there.start == NOWHERE or not (there.start < here.end and here.start < there.end):
                continue
            is_around = there.start <= here.start and here.end <= there.end
            roles = {self.meanings[one.code].role for one in own[other]}
            if way is ClaimUnit.OVERLAP:
                lent = [one for one in own[other] if self.meanings[one.code].role is not CodeRole.TOPIC]
                more.extend(lent)
                used.update([other] if lent else [])
            elif is_around and CodeRole.ACTOR in roles and not has_actor:
                holder = min(holder or (there.end - there.start, other), (there.end - there.start, other))
        if holder is not None:
            more.extend(one for one in own[holder[1]] if self.meanings[one.code].role is CodeRole.ACTOR)
            used.add(holder[1])
        return more, used

    def _said(self, unit: Iterable[ForeignCoding]) -> _Said:
        said = _Said()
        for one in unit:
            meaning, name = (
                self.meanings[one.code],
                self.tree.codes[one.code].name if one.code in self.tree.codes else "",
            )
            if meaning.role is CodeRole.TOPIC:
                stance = meaning.stance
                if stance is None and not meaning.word and one.weight is not None and self.mapping.cuts is not None:
                    low, high = self.mapping.cuts
                    against, favor = one.weight <= low, one.weight >= high
                    stance = placed(Stance.AGAINST if against else Stance.FAVOR if favor else Stance.NEUTRAL)
                said.topics.append((meaning.code, meaning.name, stance, meaning.word))
            elif meaning.role is CodeRole.STANCE:
                said.stances[meaning.word] = meaning.stance
            elif meaning.role is CodeRole.ACTOR:
                said.actors[one.code] = None
            elif meaning.role is CodeRole.FIELD:
                said.own.setdefault(meaning.name, {})[meaning.word] = None
            else:
                said.take(meaning.role, name)
        self._add_columns(unit, said)
        return said

    def _add_columns(self, unit: Iterable[ForeignCoding], said: _Said) -> None:
        for number in dict.fromkeys(one.unit for one in unit) if self.columns else ():
            for column, value in self.project.values.get(number, ()):
                if column in self.columns and value.strip():
                    said.own.setdefault(self.columns[column], {})[value] = None

    def _claims(self, unit: list[ForeignCoding], of_documents: dict[str, dict[str, None]]) -> Iterator[FoundClaim]:
        first, said = unit[0], self._said(unit)
        codes = tuple(self._name(one.code) for one in unit)
        if not said.topics:
            if any(self.meanings[one.code].role is not CodeRole.FACT for one in unit):
                self.unused.append(Unused(first.document, first.start, first.end, codes, NO_TOPIC, first.quote))
            return
        paired = {code for code, _name, stance, word in said.topics if stance is not None or word}
        topics = [one for one in dict.fromkeys(said.topics) if one[2] is not None or one[3] or one[0] not in paired]
        bare = [one for one in topics if one[2] is None and not one[3]]
        stances = list(dict.fromkeys(said.stances.items()))
        made: list[tuple[str, str, Stance | None, str]] = [one for one in topics if one not in bare]
        meant = {stance for _word, stance in stances}
        if len(meant) > 1 and bare:
            self.asked += 1
            if self.mapping.several_stances is SeveralStances.LEAVE_OUT:
                self.unused.append(Unused(first.document, first.start, first.end, codes, ASKED, first.quote))
            else:
                made.extend((code, name, stance, word) for code, name, *_rest in bare for word, stance in stances)
        else:
            word, stance = stances[0] if stances else ("", None)
            made.extend((code, name, stance, word) for code, name, *_rest in bare)
        actors = tuple(said.actors) or tuple(of_documents.get(first.document, {}))
        names = () if actors else self.names.get(first.document, ())
        for number, (code, name, stance, word) in enumerate(made):
            yield FoundClaim(
                first.document, first.start, first.end, code, name, stance, word * (stance is None), actors, names,
                said.voice, said.certainty, said.origin, first.coder, first.created, first.unit,
                # of several claims on one selection only the first can have its name
                first.uuid if not number else "", first.quote, first.prefix, first.suffix,
                _told(said.own),
            )  # fmt: skip

    def _with_affiliations(self, claims: list[FoundClaim]) -> tuple[list[FoundClaim], dict[str, str]]:
        """Take an organisation that goes with a person in each of their claims out of these, as what they belong to."""
        beside: dict[str, Counter[tuple[str, ...]]] = {}
        parts: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        for at, claim in enumerate(claims):
            bodies = tuple(one for one in claim.actors if kind_of(self.tree, one) is ActorKind.ORGANISATION)
            people = tuple(one for one in claim.actors if one not in bodies)
            parts[at] = people, bodies
            for person in people:
                beside.setdefault(person, Counter())[bodies] += 1
        # what a file tells of with dates is no more than that
        dated = {one.id: {each.organisation for each in one.memberships} for one in self.tree.codes.values()}
        parents = {
            person: next(iter(bodies))[0]
            for person, bodies in beside.items()
            if len(bodies) == 1 and len(next(iter(bodies))) == 1 and not dated.get(person)
        }
        found = []
        for at, claim in enumerate(claims):
            people, bodies = parts[at]
            told = [{parents.get(person, ""), *dated.get(person, ())} for person in people]
            if people and bodies and all(one & set(bodies) for one in told) and set(bodies) <= set.union(*told):
                claim = replace(claim, actors=people)
            found.append(claim)
        return found, parents


def _told(own: dict[str, dict[str, None]]) -> SaidOfFields:
    return tuple((name, tuple(values)) for name, values in own.items())
