"""Contradictions out of counts, against what plain loops over all claims find."""

from collections import Counter
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.analysis.comparison.contradictions import both_sides, opponents
from desktop.analysis.comparison.positions import Positions, Stand, stands_of
from desktop.core.mentions import Mention

NUMBERS = st.integers(1, 6)
said = st.builds(
    Mention,
    claim_id=st.integers(1, 10**6),
    actor_id=NUMBERS,
    topic_id=NUMBERS,
    stance=st.sampled_from(["favor", "against", "neutral"]),
    document_id=NUMBERS,
    date=st.just("2024-01-01"),
    start=st.just(0),
)
stand = st.tuples(*[st.sampled_from([0, 0, 1, 2, 70_000])] * 3)
cells = st.dictionaries(st.tuples(NUMBERS, NUMBERS), stand, max_size=20)


def plain_opponents(mentions: list[Mention]) -> list[tuple[float, int, int, int, int, list[int], list[int]]]:
    """Return what `opponents` says by going through all pairs of claims."""
    taken = [one for one in mentions if one.stance != "neutral"]
    activity = Counter(one.actor_id for one in taken)
    found = []
    for actor, other in combinations(sorted(activity), 2):
        mine, theirs = ([one for one in taken if one.actor_id == each] for each in (actor, other))
        met = [(a, b) for a, b in product(mine, theirs) if a.topic_id == b.topic_id]
        against = [a.topic_id for a, b in met if a.stance != b.stance]
        along = [a.topic_id for a, b in met if a.stance == b.stance]
        if against:
            strength = len(against) / ((activity[actor] + activity[other]) / 2)
            topics = sorted({*against}), sorted({*along})
            found.append((-strength, -len(against), actor, other, len(along), *topics))
    return sorted(found)


@settings(deadline=None)
@given(st.lists(said, max_size=60))
def test_opponents_are_those_that_all_pairs_of_claims_tell(mentions: list[Mention]) -> None:
    found = [
        (-one.strength, -one.conflict, one.actor_id, one.other_id, one.congruence, [*one.disputed], [*one.shared])
        for one in opponents(mentions)
    ]
    assert found == plain_opponents(mentions)


@settings(deadline=None)
@given(st.lists(said, max_size=60))
def test_who_takes_both_sides_by_counts_is_who_does_by_claims(mentions: list[Mention]) -> None:
    found = [(one.strength, one.favor + one.against, one.actor_id, one.topic_id) for one in both_sides(mentions)]
    made = Positions(stands_of(mentions))
    assert [(-one.weakness, -one.fewness, one.actor_id, one.topic_id) for one in made.both] == found


@settings(deadline=None, max_examples=200)
@given(cells, st.lists(cells, max_size=4))
def test_counts_that_change_make_what_they_would_from_the_start(
    first: dict[tuple[int, int], Stand], changes: list[dict[tuple[int, int], Stand]]
) -> None:
    made = Positions(first)
    now = dict(first)
    for change in changes:
        made.change(change)
        now |= change
        anew = Positions(now)
        assert made.both == anew.both
        assert made.pair_count == anew.pair_count == len(anew.pairs)
        assert made.pairs == anew.pairs
        for one in anew.pairs:
            assert made.topics(one.actor_id, one.other_id) == anew.topics(one.actor_id, one.other_id)
