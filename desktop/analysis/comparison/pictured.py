"""What pictures show: stance over time, and each document as a strip of its claims beside others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from desktop.analysis.comparison.counts import CellCounts, nothing
from desktop.analysis.comparison.member import Members
from desktop.analysis.comparison.organisations import FIELD, in_parts
from desktop.analysis.comparison.pivot import Path
from desktop.core import scale
from desktop.core.axes import Base, column_of, field_of
from desktop.core.intervals import lanes
from desktop.core.mentions import Mention, has_year, week_of

TimeUnit = Literal["day", "week", "month", "year"]
# by the places of own fields of claims, what each claim has
ClaimValues = Mapping[Base, Mapping[int, tuple[str, ...]]]
# what claims have that have no value
_NOTHING = (None,)
_LENGTHS = {"day": 10, "week": 10, "month": 7, "year": 4}


class Point(NamedTuple):
    """What was held on a line in one stretch of time.

    Attributes:
        period: ``2024``, ``2024-04``, ``2024-W17`` (ISO 8601) or ``2024-04-26``; empty where the document's date does
            not tell.
        line: a member of each field that the timeline tells apart: an actor and a topic, say.
    """

    period: str
    line: Path
    counts: CellCounts

    @property
    def net(self) -> float:
        """Claims in favor less claims against, by the values of the scale."""
        return self.counts.net

    @property
    def name(self) -> str:
        """What people call its line."""
        return " · ".join(member.name for member in self.line)


class LineFinder:
    """Tell on which lines of some fields a mention stands: on several where a claim has several values of its own.

    Attributes:
        lines: those that were found, each at its number.
    """

    def __init__(self, found: Members, fields: Sequence[str], own: ClaimValues) -> None:
        """Take the members of each field, and what claims have of own fields among *fields*, by the place of these."""
        self.lines: list[Path] = []
        self._numbers: dict[Path, int] = {}
        self._known: dict[tuple[Any, ...], int] = {}
        self._bases = tuple(dict.fromkeys(field_of(name).base for name in fields))
        self._members = [(self._bases.index(field_of(name).base), found[name]) for name in fields]
        self._own = own
        # of most fields a claim has one value: nothing is to be multiplied then
        columns = [column_of(base) for base in self._bases]
        self._ids = attrgetter(*columns) if columns and own.keys().isdisjoint(self._bases) else None
        self._single: dict[Any, tuple[int, ...]] = {}
        # without a field all stand on one line
        self._only = () if columns else (self._number(()),)

    def __call__(self, mention: Mention) -> tuple[int, ...]:
        """Return the numbers of the lines."""
        if self._only:
            return self._only
        if self._ids is not None:
            ids = self._ids(mention)
            found = self._single.get(ids)
            if found is None:
                found = self._single[ids] = (self._number(ids if len(self._bases) > 1 else (ids,)),)
            return found
        each = [
            self._own[base].get(mention.claim_id, _NOTHING)
            if base in self._own
            else (getattr(mention, column_of(base)),)
            for base in self._bases
        ]
        return tuple([self._number(ids) for ids in product(*each)])

    def _number(self, ids: tuple[Any, ...]) -> int:
        if ids not in self._known:
            line = tuple([members[ids[at]] for at, members in self._members])
            self._known[ids] = self._numbers.setdefault(line, len(self.lines))
            if self._known[ids] == len(self.lines):
                self.lines.append(line)
        return self._known[ids]


def timeline(
    mentions: Iterable[Mention],
    step: TimeUnit = "month",
    *,
    fields: Sequence[str] = (),
    found: Members = MappingProxyType({}),
    own: ClaimValues = MappingProxyType({}),
) -> list[Point]:
    """Return the counts per period, and per line of *fields*; undated ones last.

    A claim of two actors counts for both, and once where these stand on one line. A date that is coarser than *step*
    belongs to no single period, and so counts as undated.

    Args:
        mentions: in whatever order.
        step: how long a period is.
        fields: what else is told apart, such as ``actor`` and ``topic``; none for all together.
        found: the members of each of these.
        own: what claims have of own fields among them, as `reads.counts.own_values` has it.
    """
    finder = LineFinder(found, fields, own)
    sums: dict[tuple[str, int], list[int]] = {}
    periods: dict[str, str] = {}
    place_of = scale.in_use().place
    # a claim has as many mentions as actors: without these one of them says all
    by_actor = any(field_of(name).base == "actor" for name in fields)
    shares = by_actor and "actor" not in fields
    seen: set[Any] = set()
    for mention in in_parts(found, fields, mentions) if FIELD in fields else mentions:
        if not by_actor:
            if mention.claim_id in seen:
                continue
            seen.add(mention.claim_id)
        date, place = mention.date, place_of(mention.stance)
        period = periods.get(date)
        if period is None:
            period = periods[date] = _period(date, step)
        for line in finder(mention):
            if shares:
                if (mention.claim_id, line) in seen:
                    continue
                seen.add((mention.claim_id, line))
            counts = sums.get((period, line))
            if counts is None:
                counts = sums[period, line] = nothing()
            counts[place] += 1
    points = [Point(period, finder.lines[line], CellCounts(*counts)) for (period, line), counts in sums.items()]
    return sorted(points, key=lambda one: (not one.period, one.period, one.line))


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
