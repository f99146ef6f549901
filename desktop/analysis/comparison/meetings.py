"""Claims that meet: on words that overlap, in a unit such as a turn, or held by several actors together.

A sweep over the claims in the order of their places: each meets those that have begun before it and not ended yet. It
takes no square of a document's claims, and of a million no table of all pairs. The lines that a claim meets are one
number with a byte for each line, 1 or 0, so that claims that meet are two numbers with an “or” between them.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from desktop.core.mentions import Passage

K = TypeVar("K", bound=Hashable)
# what a byte counts
_MOST = 255


class MetSides(NamedTuple):
    """The lines on which claims of one kind stand.

    Attributes:
        met: the lines that something else meets when it meets them.
        own: the lines on which they are counted, each with those that they meet there by themselves: an actor those
            who hold a claim together with them.
    """

    met: int
    own: tuple[tuple[int, int], ...]


def lines_of(met: int) -> list[int]:
    """Return the lines that a number tells."""
    return [at for at, one in enumerate(met.to_bytes((met.bit_length() + 7) // 8, "little")) if one]


class Tally(dict[tuple[int, str], list[int]]):
    """How many claims of each kind met each line, by the numbers of lines; those of the last claims are `told` late.

    Numbers with a byte for each line are added up at once, as long as no byte can run over: so many claims take as long
    as one byte by byte.
    """

    def __init__(self) -> None:
        super().__init__()
        self._sums: dict[tuple[int, str], int] = {}

    def add(self, kind: tuple[int, str], met: int) -> None:
        """Count a claim of a kind that met the lines which a number tells."""
        # the lowest byte counts the claims
        sums = self._sums[kind] = self._sums.get(kind, 0) + (met << 8 | 1)
        if sums & _MOST == _MOST:
            self._count(kind, self._sums.pop(kind))

    def told(self) -> "Tally":
        """Return itself with all that was counted."""
        while self._sums:
            self._count(*self._sums.popitem())
        return self

    def _count(self, kind: tuple[int, str], sums: int) -> None:
        new = sums.to_bytes((sums.bit_length() + 7) // 8, "little")[1:]
        self[kind] = [one + other for one, other in zip_longest(self.get(kind, ()), new, fillvalue=0)]


def meetings(
    passages: Iterable[Passage],
    sides_of: Callable[[tuple[Any, ...]], MetSides],
    unit_of: Callable[[int, int, int], Hashable] | None = None,
) -> Iterator[tuple[Passage, int, int]]:
    """Yield claims that meet something, with a line on which they are counted and the lines that they meet there.

    Args:
        passages: by document and start.
        sides_of: returns the lines of a kind of claims.
        unit_of: returns what tells the unit of a claim, of its id, start and end, from others of its document; None
            where claims meet on words that overlap.
    """
    for _document, group in groupby(passages, key=itemgetter(0)):
        held = list(group)
        first = held[0][1]
        if all(one[1] == first for one in held):
            alone = [held]
        else:
            by_coder: dict[int, list[Passage]] = {}
            for one in held:
                by_coder.setdefault(one[1], []).append(one)
            alone = [*by_coder.values()]
        for several in alone:
            of_each = [sides_of(one[6:]) for one in several]
            found = _met(several, of_each) if unit_of is None else _gathered(several, of_each, unit_of)
            for one, side, met in zip(several, of_each, found, strict=True):
                for line, among in side.own:
                    if lines := met | among:
                        yield one, line, lines


def _met(passages: list[Passage], of_each: list[MetSides]) -> list[int]:
    """Return the lines that each claim of one document and coder meets."""
    starts, lines = [one[2] for one in passages], [side.met for side in of_each]
    starts.append(1 << 62)
    met = [0] * len(passages)
    for at, (_document, _coder, _start, end, *_rest) in enumerate(passages):
        to = at + 1
        if starts[to] < end:
            own, found = lines[at], met[at]
            while starts[to] < end:
                met[to] |= own
                found |= lines[to]
                to += 1
            met[at] = found
    return met


def _gathered(
    passages: list[Passage], of_each: list[MetSides], unit_of: Callable[[int, int, int], Hashable]
) -> list[int]:
    """Return the lines that each claim of one document and coder meets in its unit."""
    units: dict[Hashable, list[int]] = {}
    for at, (_document, _coder, start, end, claim, *_rest) in enumerate(passages):
        units.setdefault(unit_of(claim, start, end), []).append(at)
    met = [0] * len(passages)
    for inside in units.values():
        for way in (inside, inside[::-1]):
            # all before it, then all behind it
            lines = 0
            for at in way:
                met[at] |= lines
                lines |= of_each[at].met
    return met


def sides(lines: Iterable[tuple[int, int]], *, of_actors: bool) -> MetSides:
    """Return the sides of claims of one kind.

    Args:
        lines: for each of their actors, or for themselves, the line where they are counted and the one that is met.
        of_actors: whether several actors of one claim meet each other.
    """
    parts = list(lines)
    all_met = 0
    for _own, line in parts:
        all_met |= 1 << 8 * line
    own: dict[int, int] = {}
    for at, (line, _met) in enumerate(parts):
        among = own.get(line, 0)
        if of_actors:
            for other, (_own, met) in enumerate(parts):
                if other != at:
                    among |= 1 << 8 * met
        own[line] = among
    return MetSides(all_met, tuple(own.items()))


def known(make: Callable[[K], MetSides]) -> Callable[[K], MetSides]:
    """Return *make* for what comes again and again."""

    class Known(dict[K, MetSides]):
        def __missing__(self, key: K) -> MetSides:
            found = self[key] = make(key)
            return found

    return Known().__getitem__
