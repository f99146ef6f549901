"""The actors of a codebook with what finds them: of thousands of rows of a table each asks for a name."""

from collections import ChainMap
from collections.abc import Collection, Container, Iterable, Iterator, MutableMapping, Sequence
from itertools import chain, count
from typing import overload

from desktop.core.matching import fold
from desktop.core.structure.units import PLAIN
from desktop.core.values import Actor

_made = count(1)


class Roster(Sequence[Actor]):
    """Actors in their order, found by key, by folded name and by the last word of a name; more may be added.

    Attributes:
        made: a number that no other roster of this process has, nor this one when it was reset: with how many actors
            there are it tells who they are.
        by_key: each by its key.
        by_name: the key of the first who has a name or alias, by that folded.
        by_initials: the keys of all who have them, by initials in capitals.
        sum: the same for rosters of the same actors with the same names, and for others another, as good as always.
    """

    def __init__(self, actors: Iterable[Actor] = ()) -> None:
        self.reset(actors)

    @classmethod
    def of(cls, actors: Sequence[Actor]) -> "Roster":
        """Return *actors* as a roster: themselves where they are one."""
        return actors if isinstance(actors, Roster) else cls(actors)

    def reset(self, actors: Iterable[Actor]) -> None:
        """Take others in the place of all."""
        self.made = next(_made)
        self._actors: list[Actor] = []
        self.sum = 0
        self.by_key: MutableMapping[str, Actor] = {}
        self.by_name: MutableMapping[str, str] = {}
        self.by_initials: MutableMapping[str, list[str]] = {}
        self._by_last: dict[str, list[int]] = {}
        self._indexed = 0
        self.add(actors)

    def add(self, actors: Iterable[Actor]) -> None:
        """Take more actors in."""
        for actor in actors:
            self._actors.append(actor)
            self.sum = hash((self.sum, actor.key, actor.name, actor.aliases, actor.initials))
            self.by_key[actor.key] = actor
            for name in (actor.name, *actor.aliases):
                self.by_name.setdefault(fold(name), actor.key)
            self._alike(actor.initials.upper()).append(actor.key)

    def _alike(self, initials: str) -> list[str]:
        return self.by_initials.setdefault(initials, [])

    def plus(self, actors: Sequence[Actor]) -> "Roster":
        """Return these actors and some more; itself when there are none. These must not be added to meanwhile."""
        return GrownRoster(self, actors) if actors else self

    def taken(self, others: Collection[str]) -> Container[str]:
        """Return the keys that are taken: by these actors, and some *others*."""
        return _Either(self.by_key, others)

    def ending_in(self, words: Collection[str]) -> list[Actor]:
        """Return those of whom a name ends in one of these folded *words*, in their order."""
        for number in range(self._indexed, len(self._actors)):
            actor = self._actors[number]
            for last in {last_word(name) for name in (actor.name, *actor.aliases)}:
                self._by_last.setdefault(last, []).append(number)
        self._indexed = len(self._actors)
        found = {number for word in words for number in self._by_last.get(word, ())}
        return [self._actors[number] for number in sorted(found)]

    def __len__(self) -> int:
        return len(self._actors)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors)

    @overload
    def __getitem__(self, at: int) -> Actor: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Actor]: ...
    def __getitem__(self, at: int | slice) -> Actor | Sequence[Actor]:
        return self._actors[at]


class GrownRoster(Roster):
    """A roster and some actors more, without a copy of it: one is made for each of thousands of documents."""

    def __init__(self, base: Roster, actors: Iterable[Actor]) -> None:
        self._base = base
        super().__init__(actors)

    def reset(self, actors: Iterable[Actor]) -> None:
        """Take others in the place of those beyond the base."""
        super().reset(())
        self.by_key = ChainMap({}, self._base.by_key)
        self.by_name = ChainMap({}, self._base.by_name)
        self._own_initials: dict[str, list[str]] = {}
        self.by_initials = ChainMap(self._own_initials, self._base.by_initials)
        self.add(actors)

    def _alike(self, initials: str) -> list[str]:
        if initials not in self._own_initials:
            self._own_initials[initials] = [*self._base.by_initials.get(initials, ())]
        return self._own_initials[initials]

    def ending_in(self, words: Collection[str]) -> list[Actor]:
        """Return those of whom a name ends in one of these folded *words*, in their order."""
        return [*self._base.ending_in(words), *super().ending_in(words)]

    def __len__(self) -> int:
        return len(self._base) + len(self._actors)

    def __iter__(self) -> Iterator[Actor]:
        return chain(self._base, self._actors)

    @overload
    def __getitem__(self, at: int) -> Actor: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Actor]: ...
    def __getitem__(self, at: int | slice) -> Actor | Sequence[Actor]:
        return [*self][at]


class _Either:
    def __init__(self, *parts: Container[str]) -> None:
        self._parts = parts

    def __contains__(self, key: object) -> bool:
        return any(key in part for part in self._parts)


def last_word(name: str) -> str:
    """Return the last word of a name, folded; empty when it has none."""
    words = PLAIN.findall(fold(name))
    return words[-1] if words else ""
