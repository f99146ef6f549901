"""Who takes both sides and who opposes whom, out of counts: of each topic and actor how many claims are of each stance.

A million claims are a few ten thousand counts. When an edit changes some, what follows from these alone is made anew.
"""

import sys
from array import array
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import compress
from typing import NamedTuple

from desktop.core import scale
from desktop.core.mentions import Mention

# claims on the side in favor, on the side against, and on neither
Stand = tuple[int, int, int]
NOTHING: Stand = (0, 0, 0)
# of the numbers that are multiplied at once, in bytes: those of the claims of two actors on a topic fit
_SLOT = 8


class TwoSided(NamedTuple):
    """An actor on both sides of a topic; the strongest stand first where these are sorted.

    Attributes:
        weakness: the strength that `contradictions.ambivalence` gives, with the other sign.
        fewness: minus the number of claims in favor or against.
    """

    weakness: float
    fewness: int
    actor_id: int
    topic_id: int


class Opposed(NamedTuple):
    """Two actors on opposite sides; the strongest stand first where these are sorted.

    Attributes:
        weakness, harmony: strength and conflict as `contradictions.opponents` counts them, with the other sign.
    """

    weakness: float
    harmony: int
    actor_id: int
    other_id: int
    congruence: int


def stands_of(mentions: Iterable[Mention]) -> dict[tuple[int, int], Stand]:
    """Return the counts of topics and actors."""
    counted = Counter((one.topic_id, one.actor_id, one.stance) for one in mentions)
    return stands(counted.items())


def stands(counted: Iterable[tuple[tuple[int, int, str], int]]) -> dict[tuple[int, int], Stand]:
    """Return the counts of topics and actors, given for each with a stance."""
    found: dict[tuple[int, int], list[int]] = {}
    # there are a few stances and ten thousands of counts
    sign = cache(scale.in_use().sign)
    for (topic, actor, stance), number in counted:
        # what is not coded is on no side, and not neutral
        if (side := sign(stance)) is not None:
            found.setdefault((topic, actor), [0, 0, 0])[_AT[side]] += number
    return {cell: (one[0], one[1], one[2]) for cell, one in found.items()}


_AT = {1: 0, -1: 1, 0: 2}


class Positions:
    """The counts of topics and actors, and what they say.

    Attributes:
        both: who takes both sides, the strongest first.
        pair_count: how many pairs of actors oppose each other.
    """

    def __init__(self, cells: Mapping[tuple[int, int], Stand]) -> None:
        self._cells = {cell: stand for cell, stand in cells.items() if any(stand)}
        self.both: list[TwoSided] = sorted(
            _two_sided(*cell, stand) for cell, stand in self._cells.items() if stand[0] and stand[1]
        )
        self._arrange()
        self._pairs: list[Opposed] | None = None
        # each pair once
        later = (self._conflicts(actor)[self._place[actor] + 1 :] for actor in self._actors)
        self.pair_count = sum(len(slots) - slots.count(0) for slots in later)

    @property
    def pairs(self) -> list[Opposed]:
        """Who opposes whom, the strongest first: twenty thousand of two hundred actors, made when they are wanted."""
        if self._pairs is None:
            self._pairs = [one for actor in self._actors for one in self._opposed(actor, self._place[actor] + 1)]
            self._pairs.sort()
        return self._pairs

    def stand(self, topic: int, actor: int) -> Stand:
        """Return how many claims an actor has on a topic."""
        return self._cells.get((topic, actor), NOTHING)

    def topics(self, actor: int, other: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the topics on which some claims of two actors are opposed, and on which some agree."""
        disputed, shared = [], []
        for topic in sorted(self._topics.get(actor, set()) & self._topics.get(other, set())):
            (favor, against, _), (theirs, their_against, _) = self.stand(topic, actor), self.stand(topic, other)
            if favor * their_against + against * theirs:
                disputed.append(topic)
            if favor * theirs + against * their_against:
                shared.append(topic)
        return tuple(disputed), tuple(shared)

    def change(self, cells: Mapping[tuple[int, int], Stand]) -> None:
        """Let some topics and actors have other counts."""
        changed = {cell: new for cell, new in cells.items() if new != self.stand(*cell)}
        actors = {actor for _topic, actor in changed}
        if not actors:
            return
        gone = self._pairs_of(actors)
        is_arranged = True
        for (topic, actor), new in changed.items():
            old = self.stand(topic, actor)
            if old[0] and old[1]:
                del self.both[bisect_left(self.both, _two_sided(topic, actor, old))]
            if new[0] and new[1]:
                insort(self.both, _two_sided(topic, actor, new))
            if any(new):
                self._cells[topic, actor] = new
            else:
                self._cells.pop((topic, actor), None)
            is_arranged = is_arranged and self._put(topic, actor, old, new)
        if not is_arranged:
            self._arrange()
        come = self._pairs_of(actors)
        self.pair_count += len(come) - len(gone)
        if self._pairs is not None:
            self._pairs = _exchanged(self._pairs, gone, come)

    def _pairs_of(self, actors: set[int]) -> list[Opposed]:
        """Return the pairs with one of *actors*, in order; a pair of two of them once."""
        found: list[Opposed] = []
        for actor in actors & self._place.keys():
            own = self._opposed(actor, 0)
            found += [one for one in own if one.actor_id == actor or one.actor_id not in actors]
        found.sort()
        return found

    def _put(self, topic: int, actor: int, old: Stand, new: Stand) -> bool:
        """Take over a count where all slots stay as they are; tell whether they do."""
        if not (old[0] or old[1]) or not (new[0] or new[1]):
            # a slot, or a topic of the actor's, may come or go
            return old[:2] == new[:2]
        at = self._place[actor]
        for row, number in zip(self._rows[topic], new, strict=False):
            row[at] = number
        self._packed[topic] = _packed(self._rows[topic])
        self._activity[actor] += new[0] + new[1] - old[0] - old[1]
        return True

    def _arrange(self) -> None:
        """Put the counts of each topic into two long numbers with a slot for each actor: all are multiplied at once."""
        self._topics: dict[int, set[int]] = {}
        self._activity: dict[int, int] = {}
        for (topic, actor), (favor, against, _neutral) in self._cells.items():
            if favor or against:
                self._topics.setdefault(actor, set()).add(topic)
                self._activity[actor] = self._activity.get(actor, 0) + favor + against
        self._actors = sorted(self._activity)
        self._place = {actor: at for at, actor in enumerate(self._actors)}
        self._rows: dict[int, tuple[array[int], array[int]]] = {}
        empty = array("Q", bytes(_SLOT * len(self._actors)))
        for (topic, actor), (favor, against, _neutral) in self._cells.items():
            if favor or against:
                if topic not in self._rows:
                    self._rows[topic] = empty[:], empty[:]
                at = self._place[actor]
                self._rows[topic][0][at], self._rows[topic][1][at] = favor, against
        self._packed = {topic: _packed(rows) for topic, rows in self._rows.items()}

    def _conflicts(self, actor: int) -> "array[int]":
        """Return in how many pairs of claims an actor is opposed to each, by place."""
        conflict = 0
        for topic in self._topics[actor]:
            favor, against, _neutral = self._cells[topic, actor]
            in_favor, opposing = self._packed[topic]
            conflict += favor * opposing + against * in_favor
        return self._slots(conflict)

    def _slots(self, number: int) -> "array[int]":
        return _ordered(array("Q", number.to_bytes(_SLOT * len(self._actors), sys.byteorder)))

    def _opposed(self, actor: int, first: int) -> list[Opposed]:
        """Return the pairs of an actor and those from a place on that have a conflict."""
        congruence = 0
        for topic in self._topics[actor]:
            favor, against, _neutral = self._cells[topic, actor]
            in_favor, opposing = self._packed[topic]
            congruence += favor * in_favor + against * opposing
        conflicts, agreeing = self._conflicts(actor), self._slots(congruence)
        own, found = self._activity[actor], []
        for at in compress(range(first, len(self._actors)), conflicts[first:]):
            other = self._actors[at]
            if other != actor:
                strength = conflicts[at] / ((own + self._activity[other]) / 2)
                found.append(Opposed(-strength, -conflicts[at], min(actor, other), max(actor, other), agreeing[at]))
        return found


def _exchanged(pairs: list[Opposed], gone: list[Opposed], new: list[Opposed]) -> list[Opposed]:
    """Return sorted *pairs* without those that are *gone* and with the *new* ones, each given in order.

    What stays between two of them is taken over at once: to sort twenty thousand anew takes ten times as long.
    """
    left, begin = list[Opposed](), 0
    for one in gone:
        at = bisect_left(pairs, one, begin)
        left += pairs[begin:at]
        begin = at + 1
    left += pairs[begin:]
    found, begin = list[Opposed](), 0
    for one in new:
        at = bisect_left(left, one, begin)
        found += left[begin:at]
        found.append(one)
        begin = at
    return found + left[begin:]


def _ordered(slots: "array[int]") -> "array[int]":
    """Return slots in the order in which a long number has its bytes: the first actor in the lowest ones."""
    return slots if sys.byteorder == "little" else slots[::-1]


def _packed(rows: "tuple[array[int], array[int]]") -> tuple[int, int]:
    favor, against = (int.from_bytes(_ordered(one).tobytes(), sys.byteorder) for one in rows)
    return favor, against


def _two_sided(topic: int, actor: int, stand: Stand) -> TwoSided:
    favor, against, _neutral = stand
    # Griffin's ambivalence: `contradictions.ambivalence`
    return TwoSided(abs(favor - against) - (favor + against) / 2, -(favor + against), actor, topic)
