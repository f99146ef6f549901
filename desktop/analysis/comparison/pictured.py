"""What pictures show: stance over time, and each document as a strip of its claims beside others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from desktop.analysis.comparison.counts import CellCounts, nothing
from desktop.core import scale
from desktop.core.intervals import lanes
from desktop.core.mentions import Mention, has_year, week_of

TimeUnit = Literal["day", "week", "month", "year"]
_LENGTHS = {"day": 10, "week": 10, "month": 7, "year": 4}


class Point(NamedTuple):
    """What one actor held on one topic in one stretch of time.

    Attributes:
        period: ``2024``, ``2024-04``, ``2024-W17`` (ISO 8601) or ``2024-04-26``; empty where the document's date does
            not tell.
        actor_id, topic_id: 0 where the timeline does not tell them apart.
    """

    period: str
    actor_id: int
    topic_id: int
    counts: CellCounts

    @property
    def net(self) -> float:
        """Claims in favor less claims against, by the values of the scale."""
        return self.counts.net


def timeline(
    mentions: Iterable[Mention], step: TimeUnit = "month", *, by_actor: bool = True, by_topic: bool = True
) -> list[Point]:
    """Return the counts per period, and per actor and topic where asked for; undated ones last.

    A claim of two actors counts for both, and once where actors are not told apart. A date that is coarser than *step*
    belongs to no single period, and so counts as undated.
    """
    sums: dict[tuple[str, int, int], list[int]] = {}
    seen: set[int] = set()
    for mention in mentions:
        if not by_actor:
            if mention.claim_id in seen:
                continue
            seen.add(mention.claim_id)
        period = _period(mention.date, step)
        key = (period, mention.actor_id if by_actor else 0, mention.topic_id if by_topic else 0)
        counts = sums.setdefault(key, nothing())
        counts[scale.in_use().place(mention.stance)] += 1
    ordered = sorted(sums.items(), key=lambda item: (not item[0][0], item[0]))
    return [Point(*key, CellCounts(*counts)) for key, counts in ordered]


def _period(date: str, step: TimeUnit) -> str:
    length = _LENGTHS[step]
    if not has_year(date) or len(date) < length:
        return ""
    return week_of(date) if step == "week" else date[:length]


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
    """Return a strip for each document in the order of *lengths*, which are in code points."""
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
