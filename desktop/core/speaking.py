"""For whom actors speak: the organisations that each belongs to, always or from when until when."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from desktop.core.folding import fold
from desktop.core.keys import free_key
from desktop.core.values import Actor, Topic

T = TypeVar("T", Actor, Topic)


class SpokenFor(NamedTuple):
    """What stands for an actor where organisations are told, by keys.

    Attributes:
        always: what does without a date: the nearest organisation, government or outlet from the actor upwards, else
            the one that its affiliation names, else the actor.
        spans: where it belongs to organisations by the date: each with its first and last one; empty where *always*
            holds on every day.
    """

    always: str
    spans: tuple[tuple[str, str, str], ...] = ()


def upwards(one: T, known: Mapping[str, T]) -> Iterable[T]:
    """Yield an entry and all above it; a circle of parents ends where it began."""
    seen: set[str] = set()
    current: T | None = one
    while current is not None and current.key not in seen:
        seen.add(current.key)
        yield current
        current = known.get(current.parent)


def standings(actors: Sequence[Actor]) -> tuple[dict[int, SpokenFor], dict[str, str]]:
    """Return what stands for each actor by its id, and the names of organisations that have no entry, by their keys."""
    known = {actor.key: actor for actor in actors}
    affiliated = _Affiliations(actors, known)
    found: dict[int, SpokenFor] = {}
    for actor in actors:
        body = next((one for one in upwards(actor, known) if one.is_body), None)
        always = body.key if body is not None else affiliated(actor)
        spans: list[tuple[str, str, str]] = []
        if actor.memberships and not actor.is_body:
            spans = [(one.organisation, one.since, one.until) for one in actor.memberships]
            if always != actor.key:
                # what it is said to belong to without dates, it always does
                spans.insert(0, (always, "", ""))
        found[actor.id] = SpokenFor(always, tuple(spans))
    return found, affiliated.others


class _Affiliations:
    """What stands for the organisations that actors are only said to belong to.

    Attributes:
        others: the names of those that have no entry, by their keys.
    """

    def __init__(self, actors: Sequence[Actor], known: Mapping[str, Actor]) -> None:
        self._known = known
        self._bodies = {
            fold(name): actor.key
            for actor in reversed(actors)
            if actor.is_body
            for name in (*actor.aliases, actor.name)
        }
        self.others: dict[str, str] = {}

    def __call__(self, actor: Actor) -> str:
        """Return the key of the organisation that an actor's affiliation names; the actor's where it names none."""
        folded = fold(actor.affiliation).strip()
        if not folded:
            return actor.key
        if folded not in self._bodies:
            taken = self._known.keys() | self.others.keys()
            key = free_key(actor.affiliation, taken) if actor.affiliation in taken else actor.affiliation
            self._bodies[folded] = key
            self.others[key] = actor.affiliation
        return self._bodies[folded]
