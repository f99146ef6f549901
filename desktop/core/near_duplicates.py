"""Telling that two texts are nearly the same without comparing every pair of them."""

import heapq
import zlib
from array import array
from collections import Counter
from collections.abc import Collection, Hashable
from typing import Generic, TypeVar

from desktop.core.structure.units import PLAIN

K = TypeVar("K", bound=Hashable)

WORDS = 5
SIZE = 256
LEAST = 0.5
# of a longer text its beginning tells enough
_LENGTH = 2_000_000
# two texts that share half of their runs have some of their 16 smallest hashes in common, as good as surely: each of
# them is the other's too in two cases of three
_LOOKED_UP = 16
# a hash of more texts is that of words that all of a kind share, such as the fields of a form: it tells nothing more
_MOST_HAVING = 50
# those that share most of them are compared whole, no more: of thousands that are nearly the same any few will do
_COMPARED = 8

Sketch = tuple[int, ...]


def sketch(text: str) -> Sketch:
    """Return the smallest `SIZE` hashes of the runs of five words in *text*, in order; empty for fewer than ten words.

    A bottom-k sketch (Broder 1997, as MinHash, with one hash function in place of many): of two texts, the share of
    the smallest hashes of both together that stand in each estimates the share of runs they have in common, with a
    standard error of about 0.03 at 256.
    """
    words = PLAIN.findall(text[:_LENGTH].casefold())
    if len(words) < 2 * WORDS:
        return ()
    runs = {zlib.crc32(" ".join(words[at : at + WORDS]).encode()) for at in range(len(words) - WORDS + 1)}
    return tuple(heapq.nsmallest(SIZE, runs))


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
        """Keep a sketch under *key*."""
        self._sketches[key] = array("I", of)
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
        shared: Counter[int] = Counter()
        for one in of[:_LOOKED_UP]:
            having = self._having.get(one, ())
            shared.update((having,) if isinstance(having, int) else having)
        # two texts that share half of their runs share about half of these: with an eighth it is as good as impossible
        enough = max(1, min(len(of), _LOOKED_UP) // 8)
        several = Counter({number: count for number, count in shared.items() if count >= enough})
        alike = (self._keys[number] for number, _count in several.most_common(_COMPARED))
        kept = ((key, self._sketches.get(key)) for key in alike)
        own = {*of}
        found = [(key, _resemblance(own, other, least)) for key, other in kept if other]
        return sorted(((key, share) for key, share in found if share >= least), key=lambda item: -item[1])
