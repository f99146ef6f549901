"""The members of every field: which theme a topic has, which organisation an actor, which month a document."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import inf
from sys import float_info
from typing import Any, NamedTuple

from desktop.analysis.comparison.member import Member as Member
from desktop.analysis.comparison.member import Members as Members
from desktop.analysis.comparison.organisations import Organisations
from desktop.core.axes import FIELDS, NONE, NOT_KNOWN, Base, field_of
from desktop.core.claim_fields import QUALITIES
from desktop.core.dates import PartialDate
from desktop.core.language import _
from desktop.core.memberships import Turns
from desktop.core.mentions import week_of
from desktop.core.own_fields import OwnField
from desktop.core.speaking import standings, upwards
from desktop.core.told_apart import shown_names
from desktop.core.values import Actor, ActorKind, Coder, Document, Topic

_LAST = float_info.max


class OwnMembers(dict[Any, Member]):
    """The members of an own field by the values of claims, each made when it is first asked for; None is no value.

    A field may have as many values as there are claims.
    """

    def __init__(self, field: OwnField) -> None:
        super().__init__()
        self.field = field
        for value in (*self.standing, None):
            self[value]

    @property
    def standing(self) -> list[str]:
        """The values that are there without a claim that has them."""
        return ["yes", "no"] if self.field.kind == "yes-no" else [*self.field.choices]

    def __missing__(self, value: str | None) -> Member:
        found = self[value] = own_member(self.field, value)
        return found


def own_member(field: OwnField, value: str | None) -> Member:
    """Return the member of an own field that a value is; None stands for things that have none."""
    if not value:
        return Member(inf, NONE, NONE)
    # what no list has stands before what has nothing
    return Member(min(field.rank(value).number, _LAST), value, field.shown(value))


class DocumentLine(NamedTuple):
    """As much of a document as tells what it is compared by.

    Attributes:
        date: in the form of `desktop.core.dates.PartialDate`, or whatever else a file says.
        variables: what it has of own fields, as the JSON object that is stored.
    """

    id: int
    name: str
    title: str
    set_path: str
    publisher: str
    kind: str
    date: str
    variables: str = "{}"

    @classmethod
    def of(cls, document: Document) -> "DocumentLine":
        """Return as much of *document*."""
        facts = document.facts
        own = (document.id, document.name, facts.title, document.set_path)
        return cls(*own, facts.publisher, facts.kind, facts.date, json.dumps(dict(facts.variables)))


def members(
    topics: Sequence[Topic],
    actors: Sequence[Actor],
    documents: Sequence[DocumentLine],
    coders: Sequence[Coder],
    own: Iterable[OwnField] = (),
) -> Members:
    """Return the member of each field for every topic, actor, document, choice and coder of a project.

    A topic's theme is the topmost of those above it, itself when it stands alone. An actor's organisation is the
    nearest organisation, government or outlet from itself upwards, else the one that its affiliation names, itself when
    there is none; who belongs to others besides, with or without dates, has parts (`Organisations`). Its country is the
    one it states, else that of the nearest above it. A document without a date, or an actor without a country, is
    ``(none)``.
    """
    topic_of = {topic.key: topic for topic in topics}
    actor_of = {actor.key: actor for actor in actors}
    found: dict[str, dict[Any, Member]] = {name: {} for name in FIELDS}
    called = shown_names(topics)
    topic_named = {topic.key: Member(rank, topic.key, called[topic.key]) for rank, topic in enumerate(topics)}
    actor_named = {actor.key: Member(rank, actor.key, actor.name) for rank, actor in enumerate(actors)}
    for topic in topics:
        found["topic"][topic.id] = topic_named[topic.key]
        found["theme"][topic.id] = topic_named[[*upwards(topic, topic_of)][-1].key]
    countries = _ranks(_country(actor, actor_of) for actor in actors)
    standing, others = standings(actors)
    # behind all that the codebook has an entry for
    unlisted = {key: Member(len(actors) + at, key, name) for at, (key, name) in enumerate(others.items())}
    bodies = {**actor_named, **unlisted}
    organisations = Organisations()
    for actor in actors:
        found["actor"][actor.id] = actor_named[actor.key]
        organisations[actor.id] = bodies[standing[actor.id].always]
        found["country"][actor.id] = countries[_country(actor, actor_of)]
        if standing[actor.id].spans:
            spans = [(bodies[key], since, until) for key, since, until in standing[actor.id].spans]
            organisations.belong(actor.id, spans, actor_named[actor.key], Member(_LAST, NOT_KNOWN, _(NOT_KNOWN)))
    if organisations.parts_of:
        turns = Turns([(one.since, one.until) for actor in actors for one in actor.memberships])
        organisations.place({one.id: one.date for one in documents}, turns)
    found["organisation"] = organisations
    found.update(_of_documents(documents))
    for choice in QUALITIES:
        found[choice.key] = {value: Member(rank, value, value) for rank, value in enumerate(map(str, choice.values))}
    found.update(_of_own_fields(own, topics, actors, documents))
    found["coder"] = {coder.id: Member(rank, coder.name, coder.name) for rank, coder in enumerate(coders)}
    for name, held in found.items():
        if name != "organisation" and field_of(name).base == "actor":
            held.update({part: held[actor] for part, actor in organisations.actor_of.items()})
    return found


def _of_own_fields(
    own: Iterable[OwnField],
    topics: Sequence[Topic],
    actors: Sequence[Actor],
    documents: Sequence[DocumentLine],
) -> dict[str, dict[Any, Member]]:
    """Return the members of own fields; of things with several values those they have together are one."""
    fields = list(own)
    held: dict[str, dict[int, Mapping[str, str]]] = {
        "topic": {one.id: dict(one.variables) for one in topics},
        "actor": {one.id: dict(one.variables) for one in actors},
        "document": {},
    }
    if any(field.owner == "document" for field in fields):
        held["document"] = {one.id: json.loads(one.variables) if one.variables != "{}" else {} for one in documents}
    found: dict[str, dict[Any, Member]] = {}
    for field in fields:
        if field.owner == "claim":
            found[field.place] = OwnMembers(field)
        else:
            things = held[field.owner]
            found[field.place] = {one: own_member(field, told.get(field.name)) for one, told in things.items()}
    return found


def groups(found: Members, fields: Iterable[str], base: Base = "actor") -> dict[int, int] | None:
    """Return for each actor the one that stands for all which *fields* do not tell apart; None where all are told.

    None also where no field is about actors. The same of documents, by their *base*.
    """
    names = [name for name in fields if field_of(name).base == base]
    if not names or base in names:
        return None
    first: dict[tuple[Member, ...], int] = {}
    standing = {}
    for number in found[base]:
        assert isinstance(number, int)
        standing[number] = first.setdefault(tuple([found[name][number] for name in names]), number)
    return standing


def _country(actor: Actor, known: Mapping[str, Actor]) -> str:
    for one in upwards(actor, known):
        if one.country:
            return one.country
        if one.kind is ActorKind.COUNTRY:
            return one.name
    return ""


def _of_documents(documents: Sequence[DocumentLine]) -> dict[str, dict[int | str, Member]]:
    def by(words: Sequence[str]) -> dict[int | str, Member]:
        ranks = _ranks(words)
        return {document.id: ranks[word] for document, word in zip(documents, words, strict=True)}

    names = Counter(document.name for document in documents)
    # few dates are those of many documents
    known = {date: _readable(date) for date in {document.date for document in documents}}
    dates = [known[document.date] for document in documents]
    in_time = sorted(
        zip(dates, documents, strict=True), key=lambda one: (not one[0], one[1].date if one[0] else "", one[1].id)
    )
    found: dict[int | str, Member] = {}
    for rank, (_date, document) in enumerate(in_time):
        key = document.name if names[document.name] == 1 else f"{document.name} ({document.id})"
        found[document.id] = Member(rank, key, document.title or document.name)
    return {
        "document": found,
        "set": by([one.set_path for one in documents]),
        "publisher": by([one.publisher for one in documents]),
        "kind": by([one.kind for one in documents]),
        "year": by([date[:4] for date in dates]),
        "month": by([date[:7] if len(date) >= 7 else "" for date in dates]),
        "week": by([week_of(date) for date in dates]),
    }


def _readable(date: str) -> str:
    """Return a date that has a year; empty for all else."""
    try:
        text = str(PartialDate.parse(date))
    except ValueError:
        return ""
    return text if text[:1].isdigit() else ""


def _ranks(words: Iterable[str]) -> dict[str, Member]:
    """Return a member for each word by the alphabet; the empty one becomes ``(none)`` at the end."""
    known = sorted(set(words))
    return {word: Member(rank if word else len(known), word or NONE, word or NONE) for rank, word in enumerate(known)}
