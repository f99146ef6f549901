"""Telling that two texts are nearly the same, or one a part of the other, without comparing every pair of them."""

import heapq
import zlib
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from typing import Generic, TypeVar

from desktop.core.structure.units import PLAIN

K = TypeVar("K", bound=Hashable)

WORDS = 5
SIZE = 256
LEAST = 0.5
# reports that only quote one record have less than a fifth in common: with so much of a text another was copied in part
COPIED = 0.3
# fewer hashes tell no share
_FEWEST = 16
# of a shortened copy so much less of the other stands in it
_SHORTER = 0.85
# of a longer text its beginning tells enough
_LENGTH = 2_000_000
# so many hashes are sorted whole
_SORTED = 20 * SIZE
# two texts that share half of their runs have some of their 16 smallest hashes in common, as good as surely: each of
# them is the other's too in two cases of three
_LOOKED_UP = 16
# a hash of more texts is that of words that all of a kind share, such as the fields of a form: it tells nothing more
_MOST_HAVING = 50
# those that share most of them are compared whole, no more: of thousands that are nearly the same any few will do
_COMPARED = 8

Sketch = Sequence[int]


def sketch(text: str) -> tuple[int, ...]:
    """Return the smallest `SIZE` hashes of the runs of five words in *text*, in order; empty for fewer than ten words.

    A bottom-k sketch (Broder 1997, as MinHash, with one hash function in place of many): of two texts, the share of
    the smallest hashes of both together that stand in each estimates the share of runs they have in common, with a
    standard error of about 0.03 at 256.
    """
    words = PLAIN.findall(text[:_LENGTH].casefold())
    if len(words) < 2 * WORDS:
        return ()
    runs = {zlib.crc32(" ".join(words[at : at + WORDS]).encode()) for at in range(len(words) - WORDS + 1)}
    # of few, all are sorted sooner
    return tuple(sorted(runs)[:SIZE] if len(runs) < _SORTED else heapq.nsmallest(SIZE, runs))


def resemblance(first: Sketch, second: Sketch) -> float:
    """Return the share of the runs of words of two texts that both have, 0 to 1."""
    if not first or not second:
        return 0.0
    return _resemblance({*first}, second)


def _resemblance(own: set[int], other: Collection[int], least: float = 0.0) -> float:
    """Return the share of two sketches; of one that is below *least* no more than that it is."""
    common = own.intersection(other)
    # neither has a hash twice
    count = len(own) + len(other) - len(common)
    if count > SIZE and len(common) >= least * SIZE:
        common = common.intersection(sorted(own.union(other))[:SIZE])
    return len(common) / min(count, SIZE)


def containment(first: Sequence[int], second: Sequence[int]) -> float:
    """Return the share of the runs of words of the first text that the second has too, 0 to 1.

    Estimated from the hashes up to the largest that both sketches reach (Broder 1997, §3): of a text of fewer runs than
    `SIZE` all are known. Of too few hashes nothing is told, and it is 0.
    """
    if not first or not second:
        return 0.0
    reach = min((one[-1] for one in (first, second) if len(one) == SIZE), default=max(first[-1], second[-1]))
    own = first[: bisect_right(first, reach)]
    return len({*own}.intersection(second)) / len(own) if len(own) >= _FEWEST else 0.0


def is_shortened(share: float, whole: float) -> bool:
    """Tell whether a text is a shortened copy, of which *share* stands in another, and *whole* of that in it."""
    return share >= LEAST and whole <= _SHORTER * share


class SketchIndex(Generic[K]):
    """Find the texts that are nearly the same as one, among thousands: only those that share a hash are compared."""

    def __init__(self) -> None:
        # arrays: thousands of sketches as tuples of numbers would take ten times the memory
        self._sketches: dict[K, array[int]] = {}
        self._numbers: dict[K, int] = {}
        self._keys: list[K] = []
        # most hashes are those of one text, whose number alone takes a third of the room; arrays, not lists: a hundred
        # thousand of these would be looked through by Python's collector of circles each time
        self._having: dict[int, int | array[int]] = {}

    def add(self, key: K, of: Sketch) -> None:
        """Keep a sketch under *key*; one that is an array already is kept as it is."""
        self._sketches[key] = of if isinstance(of, array) else array("I", of)
        number = self._numbers.setdefault(key, len(self._keys))
        if number == len(self._keys):
            self._keys.append(key)
        for one in of[:_LOOKED_UP]:
            having = self._having.get(one)
            if having is None:
                self._having[one] = number
            elif isinstance(having, int):
                self._having[one] = array("I", (having, number))
            elif len(having) < _MOST_HAVING:
                having.append(number)

    def forget(self, key: K) -> None:
        """Find the text under *key* no more."""
        self._sketches.pop(key, None)

    def near(self, of: Sketch, least: float = LEAST) -> list[tuple[K, float]]:
        """Return the keys whose texts resemble that of *of* by *least* or more, the most alike first."""
        own = {*of}
        found = ((key, _resemblance(own, other, least)) for key, other in self._like(of))
        return sorted(((key, share) for key, share in found if share >= least), key=lambda item: -item[1])

    def copies(self, of: Sketch, least: float = COPIED) -> list[tuple[K, float, float]]:
        """Return the keys of texts that have *least* of the text of *of*, or of which it has as much: the most first.

        With each the share of its runs that the other has, and the share of the other's that it has: a shortened copy
        stands nearly whole in what it was made from, which stands in it but in part.
        """
        shares = ((key, containment(of, own), containment(own, of)) for key, own in self._like(of))
        return sorted((one for one in shares if max(one[1:]) >= least), key=lambda one: -max(one[1:]))

    def _like(self, of: Sketch) -> Iterator[tuple[K, Sequence[int]]]:
        """Yield the texts that share so many of the smallest hashes that they may be alike, with their sketches."""
        shared: Counter[int] = Counter()
        for one in of[:_LOOKED_UP]:
            having = self._having.get(one, ())
            shared.update((having,) if isinstance(having, int) else having)
        # two texts that share half of their runs share about half of these: with an eighth it is as good as impossible
        enough = max(1, min(len(of), _LOOKED_UP) // 8)
        several = Counter({number: count for number, count in shared.items() if count >= enough})
        for number, _count in several.most_common(_COMPARED):
            key = self._keys[number]
            if other := self._sketches.get(key):
                yield key, other
