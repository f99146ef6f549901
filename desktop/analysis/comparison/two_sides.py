"""Two actors, documents or cells facing each other on the topics that both speak of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from desktop.analysis.comparison.counts import CellCounts
from desktop.core.mentions import Mention

Agreement = Literal["agree", "disagree", "mixed", "open"]


@dataclass(frozen=True, slots=True)
class SharedTopic:
    """A topic with what each of the two holds on it."""

    topic_id: int
    a: CellCounts
    b: CellCounts
    verdict: Agreement
    a_claims: tuple[int, ...]
    b_claims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TwoSides:
    """Two sides facing each other.

    Attributes:
        shared: disagreements first, then what is mixed, agreements, and what is open; the most claims first in each.
        only_a, only_b: topics of which one side alone speaks.
    """

    shared: tuple[SharedTopic, ...] = ()
    only_a: tuple[int, ...] = ()
    only_b: tuple[int, ...] = ()

    def of(self, verdict: Agreement) -> tuple[SharedTopic, ...]:
        """Return the shared topics with one verdict."""
        return tuple(one for one in self.shared if one.verdict == verdict)


_ORDER = {"disagree": 0, "mixed": 1, "agree": 2, "open": 3}


def verdict(a: CellCounts, b: CellCounts) -> Agreement:
    """Return whether two positions on one topic agree.

    ``mixed`` where one of them takes both sides, ``open`` where one is neutral and the other is not; two neutral ones
    agree.
    """
    if a.is_contradictory or b.is_contradictory:
        return "mixed"
    if a.stance == b.stance:
        return "agree"
    return "open" if "neutral" in (a.stance, b.stance) else "disagree"


def compare(a: Iterable[Mention], b: Iterable[Mention]) -> TwoSides:
    """Return what two sides hold on each topic; a claim of two actors counts once for a side."""
    sides = [_by_topic(side) for side in (a, b)]
    shared = []
    for topic in sides[0].keys() & sides[1].keys():
        counts = [CellCounts.of(side[topic].values()) for side in sides]
        claims = [tuple(side[topic]) for side in sides]
        shared.append(SharedTopic(topic, counts[0], counts[1], verdict(*counts), claims[0], claims[1]))
    return TwoSides(
        tuple(sorted(shared, key=lambda one: (_ORDER[one.verdict], -(one.a.total + one.b.total), one.topic_id))),
        tuple(sorted(sides[0].keys() - sides[1].keys())),
        tuple(sorted(sides[1].keys() - sides[0].keys())),
    )


def _by_topic(mentions: Iterable[Mention]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for mention in mentions:
        found.setdefault(mention.topic_id, {})[mention.claim_id] = mention.stance
    return found
