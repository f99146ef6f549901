"""Who contradicts themselves or others, where only coders differ, and two facing each other on what both speak of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.positions import Opposed, Positions, Stand, stands_of
from desktop.core import scale
from desktop.core.mentions import Mention, has_year

Agreement = Literal["agree", "disagree", "mixed", "open"]
# how the two sides lie in time; see `course`
Course = Literal["at once", "change", "back and forth", "undated"]


@dataclass(frozen=True, slots=True)
class BothSides:
    """An actor who takes both sides on a topic.

    Attributes:
        strength: as `ambivalence` gives it.
        course: how the two sides lie in time.
        first_favor, last_favor, first_against, last_against: dates; empty when no document on that side has a year.
        claims: the claims of the two sides, in the order in which they were given; none where nobody asked for them.
    """

    actor_id: int
    topic_id: int
    favor: int
    against: int
    neutral: int
    strength: float
    course: Course
    first_favor: str
    last_favor: str
    first_against: str
    last_against: str
    claims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Opponents:
    """Two actors who take opposite sides.

    Attributes:
        conflict, congruence: as `opponents` counts them.
        strength: conflict by average activity.
        disputed, shared: the topics on which some of their claims are opposed, and on which some agree.
    """

    actor_id: int
    other_id: int
    conflict: int
    congruence: int
    strength: float
    disputed: tuple[int, ...]
    shared: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """What two coders say otherwise of one actor's words on a topic.

    Attributes:
        coder_id, other_id: the coders, the one with the smaller id first.
        passages: how many pairs of claims differ in their stance.
        claims, other_claims: those of each, in the order in which they were given.
    """

    actor_id: int
    topic_id: int
    coder_id: int
    other_id: int
    passages: int
    claims: tuple[int, ...]
    other_claims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What coders leave to be counted of an actor's claims.

    Attributes:
        mentions: without those of passages to which coders gave opposite stances; where they gave the same, once.
        disputes: where coders gave different stances, the most passages first.
        aside: who is in which claim of an opposite stance, as pairs of claim and actor.
    """

    mentions: list[Mention]
    disputes: tuple[Dispute, ...] = ()
    aside: frozenset[tuple[int, int]] = frozenset()


def settle(mentions: Sequence[Mention], pairs: Iterable[tuple[int, int]]) -> Settled:
    """Tell what coders disagree on from what actors contradict themselves in.

    Two coders who read one passage in opposite ways do not make its speaker take both sides: it stands on neither.
    What both read alike is said once.

    Args:
        mentions: what is counted.
        pairs: the claims of one topic that two coders put on words that overlap, each pair both ways.
    """
    pairs = list(pairs)
    wanted = {claim for claim, _other in pairs}
    held: dict[int, list[Mention]] = {}
    for one in mentions:
        if one.claim_id in wanted:
            held.setdefault(one.claim_id, []).append(one)
    opposed: set[tuple[int, int]] = set()
    repeated: set[tuple[int, int]] = set()
    differing: dict[tuple[int, int, int, int], list[tuple[int, int]]] = {}
    sign = scale.in_use().sign
    for one, two in _both_read(pairs, held):
        sides = {sign(one.stance), sign(two.stance)}
        if one.stance == two.stance:
            if (one.coder_id, one.claim_id) > (two.coder_id, two.claim_id):
                repeated.add((one.claim_id, one.actor_id))
        # whoever has said no stance says no other
        elif None not in sides:
            if sides == {1, -1}:
                opposed.add((one.claim_id, one.actor_id))
            if one.coder_id < two.coder_id:
                place = one.actor_id, one.topic_id, one.coder_id, two.coder_id
                differing.setdefault(place, []).append((one.claim_id, two.claim_id))
    disputes = (
        Dispute(*place, len(found), *(tuple(dict.fromkeys(claims)) for claims in zip(*found, strict=True)))
        for place, found in differing.items()
    )
    left = [one for one in mentions if (one.claim_id, one.actor_id) not in opposed | repeated] if pairs else mentions
    ordered = sorted(disputes, key=lambda one: (-one.passages, one.actor_id, one.topic_id, one.coder_id, one.other_id))
    return Settled(list(left), tuple(ordered), frozenset(opposed))


def _both_read(
    pairs: Iterable[tuple[int, int]], held: Mapping[int, Sequence[Mention]]
) -> Iterator[tuple[Mention, Mention]]:
    """Yield the mentions of one actor in both claims of a pair."""
    for claim, other in pairs:
        theirs = {one.actor_id: one for one in held.get(other, ())}
        for one in held.get(claim, ()):
            two = theirs.get(one.actor_id)
            if two is not None:
                yield one, two


def ambivalence(favor: int, against: int) -> float:
    """Return (P + N) / 2 − |P − N|: much on both sides, and evenly, is strong; one claim against ten is negative.

    Griffin's formula of attitudinal ambivalence: Thompson, Zanna and Griffin 1995, Let's not be indifferent about
    (attitudinal) ambivalence, in Petty and Krosnick (eds.), Attitude Strength, 361–386.
    """
    return (favor + against) / 2 - abs(favor - against)


def both_sides(mentions: Iterable[Mention]) -> list[BothSides]:
    """Return the topics on which an actor takes both sides, the strongest first."""
    held: dict[tuple[int, int], dict[int, list[Mention]]] = {}
    sign = scale.in_use().sign
    for mention in mentions:
        if (side := sign(mention.stance)) is not None:
            held.setdefault((mention.actor_id, mention.topic_id), {1: [], -1: [], 0: []})[side].append(mention)
    found = []
    for place, sides in held.items():
        favor, against, neutral = sides.values()
        if favor and against:
            first, second = ({one.document_id: one.date for one in side} for side in (favor, against))
            claims = tuple(one.claim_id for one in (*favor, *against))
            found.append(taking_both(*place, (len(favor), len(against), len(neutral)), first, second, claims))
    return sorted(found, key=lambda one: (-one.strength, -(one.favor + one.against), one.actor_id, one.topic_id))


def taking_both(
    actor_id: int,
    topic_id: int,
    stand: Stand,
    favor: Mapping[int, str],
    against: Mapping[int, str],
    claims: tuple[int, ...] = (),
) -> BothSides:
    """Return what is told of an actor on both sides of a topic; *favor* and *against* are documents and their dates."""
    strength = ambivalence(stand[0], stand[1])
    ranges = _range(favor.values()), _range(against.values())
    return BothSides(actor_id, topic_id, *stand, strength, course(favor, against), *ranges[0], *ranges[1], claims)


def course(favor: Mapping[int, str], against: Mapping[int, str]) -> Course:
    """Return how the two sides of an actor lie in time, each given as documents and their dates.

    ``at once``: in one document, or in documents of one date. ``change``: all of one side before all of the other.
    ``back and forth``: neither. ``undated``: a document lacks its year, or a date its month or day where that decides.
    """
    if not favor.keys().isdisjoint(against):
        return "at once"
    first, second = {*favor.values()}, {*against.values()}
    if not all(has_year(date) for date in first | second):
        return "undated"
    # of a date without a day nobody knows on which side of another in its month it lies
    if _begins(first, second) or _begins(second, first):
        return "undated"
    same = first & second
    if same:
        # one year or month for both says as little
        return "at once" if any(len(date) == len("2024-04-26") for date in same) else "undated"
    return "change" if max(first) < min(second) or max(second) < min(first) else "back and forth"


def _begins(some: AbstractSet[str], others: AbstractSet[str]) -> bool:
    """Tell whether one of *some* dates is the beginning of one of the *others*: each is looked at once."""
    return any(date[:length] in some for date in others for length in range(1, len(date)))


def opponents(mentions: Iterable[Mention]) -> list[Opponents]:
    """Return the pairs of actors who oppose each other on some topic, the strongest first.

    With f and a for an actor's claims in favor and against, conflict is Σ (fᵢaⱼ + aᵢfⱼ) over the topics and congruence
    Σ (fᵢfⱼ + aᵢaⱼ); the strength is conflict / ((nᵢ + nⱼ) / 2), n being all of an actor's claims in favor or against.
    That is the conflict network of Discourse Network Analyzer with average activity normalisation, so that those who
    speak most are not everybody's opponents: Leifeld 2017, Discourse network analysis: policy debates as dynamic
    networks, in The Oxford Handbook of Political Networks, 301–326.

    Two actors of one claim are congruent by it.
    """
    positions = Positions(stands_of(mentions))
    return [opposing(positions, one) for one in positions.pairs]


def opposing(positions: Positions, pair: Opposed) -> Opponents:
    """Return what is told of two actors who oppose each other."""
    actor, other = pair.actor_id, pair.other_id
    return Opponents(actor, other, -pair.harmony, pair.congruence, -pair.weakness, *positions.topics(actor, other))


def _range(dates: Iterable[str]) -> tuple[str, str]:
    known = {date for date in dates if has_year(date)}
    return (min(known), max(known)) if known else ("", "")


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

    ``mixed`` where one of them takes both sides, ``open`` where one is neutral and the other is not, or not coded; two
    neutral ones agree, and so do two steps on one side.
    """
    if a.is_contradictory or b.is_contradictory:
        return "mixed"
    sides = [one.side for one in (a, b)]
    if None in sides:
        return "open"
    if sides[0] == sides[1]:
        return "agree"
    return "open" if 0 in sides else "disagree"


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
