"""Each document as a strip of its claims, for laying documents side by side (the document comparison chart)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.core.intervals import lanes


@dataclass(frozen=True, slots=True)
class Bar:
    """A claim on the strip of its document.

    Attributes:
        start, end: parts of the document's length, from 0 to 1.
        lane: bars that overlap have different lanes, from 0.
    """

    claim_id: int
    topic_id: int
    stance: str
    start: float
    end: float
    lane: int


@dataclass(frozen=True, slots=True)
class Strip:
    """A document's claims by their place in it."""

    document_id: int
    length: int
    bars: tuple[Bar, ...]

    @property
    def lanes(self) -> int:
        """How many lanes its bars need."""
        return max((bar.lane for bar in self.bars), default=-1) + 1


# a claim on its document: id, topic id, stance, start, end
Placed = tuple[int, int, str, int, int]


def strips(lengths: Mapping[int, int], claims: Mapping[int, Iterable[Placed]]) -> list[Strip]:
    """Return a strip for each document.

    Args:
        lengths: of the documents, in code points, in the order in which they shall stand.
        claims: of each document.
    """
    found = []
    for document_id, length in lengths.items():
        ordered = sorted(claims.get(document_id, ()), key=lambda one: (one[3], -one[4], one[0]))
        whole = max(length, 1)
        bars = tuple(
            Bar(claim, topic, stance, start / whole, end / whole, lane)
            for (claim, topic, stance, start, end), lane in zip(
                ordered, lanes((one[3], one[4]) for one in ordered), strict=True
            )
        )
        found.append(Strip(document_id, length, bars))
    return found
