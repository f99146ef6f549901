"""Finding the claims that a stretch of text touches, among tens of thousands, without looking at all of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class IntervalIndex(Generic[K]):
    """Keep half-open intervals under a key and find those that overlap a range.

    Sorted arrays of starts and ends, and the greatest end so far at each place: an interval that overlaps
    ``[start, end)`` begins before ``end`` and lies behind the first place where the greatest end passes ``start``, so
    two binary searches bound the candidates. Adding and removing shift arrays in C and mend the reach as far as needed.
    """

    def __init__(self, items: Iterable[tuple[K, int, int]] = ()) -> None:
        """Build the index from (key, start, end)."""
        ordered = sorted(items, key=_order)
        self._fill([key for key, _, _ in ordered], [start for _, start, _ in ordered], [end for _, _, end in ordered])

    @classmethod
    def from_sorted(cls, keys: Sequence[K], starts: Sequence[int], ends: Sequence[int]) -> "IntervalIndex[K]":
        """Build the index from arrays that stand in its order already: by start, the longer first."""
        index = cls()
        index._fill(list(keys), list(starts), list(ends))
        return index

    def extend(self, keys: Sequence[K], starts: Sequence[int], ends: Sequence[int]) -> None:
        """Keep more intervals, which stand in the index's order behind all that are kept; keys that are there stay."""
        if not self._start_of.keys().isdisjoint(keys):
            new = [at for at, key in enumerate(keys) if key not in self._start_of]
            keys, starts, ends = [keys[at] for at in new], [starts[at] for at in new], [ends[at] for at in new]
        far = self._reach[-1] if self._reach else 0
        self._keys.extend(keys)
        self._starts.extend(starts)
        self._ends.extend(ends)
        self._reach.extend(accumulate((max(far, end) for end in ends), max))
        self._start_of.update(zip(keys, starts, strict=True))
        self._end_of.update(zip(keys, ends, strict=True))

    def _fill(self, keys: list[K], starts: list[int], ends: list[int]) -> None:
        self._keys, self._starts, self._ends = keys, starts, ends
        self._reach = list(accumulate(ends, max))
        # two dictionaries of numbers: one of pairs takes ten times as long to build
        self._start_of = dict(zip(keys, starts, strict=True))
        self._end_of = dict(zip(keys, ends, strict=True))

    def __len__(self) -> int:
        return len(self._start_of)

    def __contains__(self, key: object) -> bool:
        return key in self._start_of

    def __iter__(self) -> Iterator[K]:
        """Yield the keys by the start of their interval, the longer first."""
        return iter(self._keys)

    def span(self, key: K) -> tuple[int, int]:
        """Return the interval kept under *key*.

        Raises:
            KeyError: when there is none.
        """
        return self._start_of[key], self._end_of[key]

    def add(self, key: K, start: int, end: int) -> None:
        """Keep ``[start, end)`` under *key*, in place of what was there."""
        if key in self._start_of:
            self.remove(key)
        at = bisect_left(self._starts, start)
        while at < len(self._starts) and self._starts[at] == start and self._ends[at] > end:
            at += 1
        self._keys.insert(at, key)
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        self._start_of[key], self._end_of[key] = start, end
        self._reach.insert(at, max(end, self._reach[at - 1] if at else 0))
        # the reach only grows, so what lies beyond the first place that is far enough already stays as it is
        for place in range(at + 1, len(self._reach)):
            if self._reach[place] >= end:
                break
            self._reach[place] = end

    def remove(self, key: K) -> None:
        """Forget the interval under *key*.

        Raises:
            KeyError: when there is none.
        """
        at = self.rank(key)
        del self._start_of[key], self._end_of[key], self._keys[at], self._starts[at], self._ends[at], self._reach[at]
        reach = self._reach[at - 1] if at else 0
        for place in range(at, len(self._reach)):
            reach = max(reach, self._ends[place])
            if self._reach[place] == reach:
                break
            self._reach[place] = reach

    def overlapping(self, start: int, end: int) -> list[K]:
        """Return the keys of the intervals that share a position with ``[start, end)``: by start, longest first.

        An empty interval is found at its own position.
        """
        first = bisect_left(self._reach, start)
        last = bisect_left(self._starts, end)
        return [
            self._keys[at]
            for at in range(first, last)
            if self._ends[at] > start or self._starts[at] == self._ends[at] == start
        ]

    def at(self, position: int) -> list[K]:
        """Return the keys of the intervals that cover *position*."""
        return self.overlapping(position, position + 1)

    def first_from(self, position: int) -> K | None:
        """Return the key of the first interval that begins at *position* or after it."""
        at = bisect_left(self._starts, position)
        return self._keys[at] if at < len(self._keys) else None

    def rank(self, key: K) -> int:
        """Return how many intervals stand before that of *key*.

        Raises:
            KeyError: when there is none.
        """
        start = self._start_of[key]
        first = bisect_left(self._starts, start)
        return self._keys.index(key, first, bisect_right(self._starts, start))


def _order(item: tuple[object, int, int]) -> tuple[int, int]:
    return item[1], -item[2]


def lanes(spans: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each half-open span the first lane, from 0, in which it meets none before it.

    The spans come by their start; the number of lanes is then the least possible, since a lane is opened only where as
    many spans as there are lanes cover one position.
    """
    ends: list[int] = []
    found = []
    for start, end in spans:
        lane = next((number for number, reached in enumerate(ends) if reached <= start), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        found.append(lane)
    return found
