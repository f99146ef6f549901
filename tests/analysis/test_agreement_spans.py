"""Pairs of claims and agreement on words, against published numbers and against all ways there are."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.agreement import finding
from desktop.analysis.agreement.pairing import RULES, CodedSpan, Rule, assign, overlapping, pair, units
from tests.clock import processor_time

spans = st.builds(
    lambda start, length, *values: CodedSpan(start, start + length, values),
    st.integers(0, 12),
    st.integers(1, 6),
    st.sampled_from("ab"),
    st.sampled_from("xy"),
)
claims = st.lists(spans, max_size=5)


def every_way(weights: Sequence[Mapping[int, int]], at: int = 0, taken: frozenset[int] = frozenset()) -> int:
    """Return the highest sum of weights that rows from *at* on can have, by trying all."""
    if at == len(weights):
        return 0
    best = every_way(weights, at + 1, taken)
    for column, weight in weights[at].items():
        if column not in taken:
            best = max(best, weight + every_way(weights, at + 1, taken | {column}))
    return best


@given(st.lists(st.dictionaries(st.integers(0, 5), st.integers(1, 20), max_size=6), max_size=6))
def test_the_assignment_has_the_highest_sum_there_is(weights: list[dict[int, int]]) -> None:
    found = assign(weights)
    assert len(set(found.values())) == len(found)
    assert sum(weights[row][column] for row, column in found.items()) == every_way(weights)


def common(ours: Sequence[CodedSpan], theirs: Sequence[CodedSpan], pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return how many values and code points pairs have in common."""
    alike = sum(a == b for i, j in pairs for a, b in zip(ours[i].values, theirs[j].values, strict=True))
    return alike, sum(ours[i].overlap(theirs[j]) for i, j in pairs)


@given(claims, claims)
def test_pairs_have_the_most_in_common_by_either_rule(ours: list[CodedSpan], theirs: list[CodedSpan]) -> None:
    near = overlapping(ours, theirs)
    assert near == [{j: n for j, b in enumerate(theirs) if (n := a.overlap(b))} for a in ours]
    by_span, best = pair(ours, theirs), pair(ours, theirs, "best")
    for found in (by_span, best):
        assert all(ours[i].overlap(theirs[j]) for i, j in found)
        assert len({i for i, _j in found}) == len({j for _i, j in found}) == len(found)
    assert common(ours, theirs, by_span)[1] == every_way(near)
    alike = [
        {
            j: 1000 * sum(a == b for a, b in zip(ours[i].values, theirs[j].values, strict=True)) + n
            for j, n in row.items()
        }
        for i, row in enumerate(near)
    ]
    values, points = common(ours, theirs, best)
    assert 1000 * values + points == every_way(alike)


@given(claims, claims)
def test_who_is_named_first_makes_no_difference(ours: list[CodedSpan], theirs: list[CodedSpan]) -> None:
    assert sorted((j, i) for i, j in pair(theirs, ours)) == pair(ours, theirs)
    there, back = pair(ours, theirs, "best"), pair(theirs, ours, "best")
    assert common(ours, theirs, there) == common(theirs, ours, back)


@pytest.mark.parametrize("rule", RULES)
@given(claims)
def test_coders_who_do_the_same_are_paired_claim_by_claim(rule: Rule, ours: list[CodedSpan]) -> None:
    assert common(ours, ours, pair(ours, ours, rule))[0] == 2 * len(ours)


@given(claims, claims)
def test_the_rule_by_span_does_not_look_at_values(ours: list[CodedSpan], theirs: list[CodedSpan]) -> None:
    bare = [[one._replace(values=()) for one in side] for side in (ours, theirs)]
    assert pair(ours, theirs) == pair(*bare)


def test_several_claims_on_one_sentence_are_paired_by_turn_or_by_what_they_say() -> None:
    ours = [CodedSpan(0, 9, ("wall",)), CodedSpan(0, 9, ("trade",)), CodedSpan(40, 50, ("wall",))]
    theirs = [CodedSpan(0, 9, ("trade",)), CodedSpan(0, 9, ("wall",)), CodedSpan(5, 12, ("nato",))]
    assert pair(ours, theirs) == [(0, 0), (1, 1)]
    assert pair(ours, theirs, "best") == [(0, 1), (1, 0)]


def test_units_of_three_coders_hold_one_claim_of_each() -> None:
    one = [CodedSpan(0, 10), CodedSpan(20, 30)]
    two = [CodedSpan(1, 10), CodedSpan(50, 60)]
    three = [CodedSpan(0, 9), CodedSpan(21, 30), CodedSpan(29, 31)]
    assert units([one, two, three]) == [(0, 0, 0), (1, None, 1), (None, None, 2), (None, 1, None)]


@given(st.lists(claims, min_size=2, max_size=4))
def test_every_claim_is_in_one_unit(coders: list[list[CodedSpan]]) -> None:
    found = units(coders)
    for coder, side in enumerate(coders):
        assert sorted(unit[coder] for unit in found if unit[coder] is not None) == list(range(len(side)))  # type: ignore[type-var]
    if len(coders) == 2:
        assert [unit for unit in sorted(found, key=str) if None not in unit] == sorted(pair(*coders), key=str)


# Krippendorff 2004, p. 254: a continuum of 300 from 150 on
BEGIN, LENGTH = 150, 300
C_ONE = [(225, 70), (370, 30)]
C_TWO = [(220, 80), (355, 20), (400, 20)]
K = [(180, 60), (300, 50)]


def placed(units: list[tuple[int, int]], begin: int = BEGIN) -> list[tuple[int, int]]:
    return [(start - begin, start - begin + length) for start, length in units]


def test_krippendorff_2004_alpha_for_unitizing() -> None:
    c, k = [placed(C_ONE), placed(C_TWO)], [placed(K), placed(K)]
    observed, expected = finding.unitized(LENGTH, c)
    assert observed == pytest.approx(0.0144, abs=0.00005)
    assert expected == pytest.approx(0.0532, abs=0.00005)
    assert finding.unitized(LENGTH, k) == (0, pytest.approx(0.0490, abs=0.00005))
    assert finding.alpha_u(LENGTH, [c]).value == pytest.approx(0.7286, abs=0.0005)
    assert finding.alpha_u(LENGTH, [k]).value == 1
    assert finding.alpha_u(LENGTH, [c, k]).value == pytest.approx(0.859, abs=0.0005)


# Krippendorff 1995, p. 57: 24 letters
FOUR_1995 = {
    "A": ([(2, 8), (14, 6)], [(4, 4), (15, 2)], 0.03125, 0.06990),
    "B": ([(0, 18)], [(0, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3), (9, 1)], 2.26736, 1.17731),
    "C": ([(2, 6), (10, 2), (14, 4), (20, 2)], [(0, 2), (4, 4), (10, 4), (16, 2), (20, 2)], 0.02777, 0.08642),
    "D": (
        [(0, 2), (2, 8), (10, 4), (14, 6), (20, 4)],
        [(0, 4), (4, 4), (8, 7), (15, 2), (17, 7)],
        0.38715,
        0.41445,
    ),
}


@pytest.mark.parametrize("name", FOUR_1995)
def test_krippendorff_1995_disagreements(name: str) -> None:
    one, two, observed, expected = FOUR_1995[name]
    assert finding.unitized(24, [placed(one, 0), placed(two, 0)])[0] == pytest.approx(observed, abs=0.00001)
    # what is expected is published of a text that is long, by the formula with a plus for a minus
    stretch = 50_000
    long = [[(start * stretch, end * stretch) for start, end in placed(each, 0)] for each in (one, two)]
    assert finding.unitized(24 * stretch, long)[1] == pytest.approx(expected, abs=0.005)


def test_expected_disagreement_of_a_short_text_by_the_formula_of_2004() -> None:
    half = [[(start // 2, end // 2) for start, end in placed(each, 0)] for each in FOUR_1995["C"][:2]]
    assert finding.unitized(12, half)[1] == pytest.approx(0.05494, abs=0.00001)


def test_characters_of_krippendorff_1995_and_of_another_program() -> None:
    counted = finding.characters(24, [placed(FOUR_1995["A"][0], 0), placed(FOUR_1995["A"][1], 0)])
    figures = finding.of_characters(counted).figures()
    assert figures["alpha"].value == pytest.approx(0.329, abs=0.0005)
    assert figures["kappa"].value == pytest.approx(0.385, abs=0.0005)
    # of 1,000 characters 50 by both and 150 by one: 85 % agreement in NVivo's help
    counted = finding.characters(1000, [[(0, 200)], [(150, 200)]])
    assert counted == {(True, True): 50, (True, False): 150, (False, False): 800}
    assert finding.of_characters(counted).figures()["percent"].value == 0.85


def test_stretches_that_overlap_are_one_and_those_that_touch_are_two() -> None:
    assert finding.merged([(5, 9), (0, 3), (2, 5)]) == [(0, 5), (5, 9)]


stretches = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=5).map(
    lambda all_: finding.merged((start, start + length) for start, length in all_)
)


@given(stretches, stretches)
def test_characters_are_those_that_a_look_at_each_finds(one: list[tuple[int, int]], two: list[tuple[int, int]]) -> None:
    found = finding.characters(40, [one, two])
    assert found.total() == 40
    for key in ((True, True), (True, False), (False, True), (False, False)):
        inside = [[any(start <= at < end for start, end in side) for side in (one, two)] for at in range(40)]
        assert found[key] == sum(tuple(each) == key for each in inside)


@given(stretches, stretches)
def test_observed_disagreement_is_the_sum_over_all_pairs(
    one: list[tuple[int, int]], two: list[tuple[int, int]]
) -> None:
    expected = 0
    for ours, theirs in ((one, two), (two, one)):
        for start, end in ours:
            near = [other for other in theirs if min(end, other[1]) > max(start, other[0])]
            expected += sum((start - other[0]) ** 2 + (end - other[1]) ** 2 for other in near)
            # in a gap: told once from each side
            expected += 0 if near else 2 * (end - start) ** 2
    assert finding.unitized(40, [one, two])[0] == pytest.approx(expected / (2 * 40**2))


def test_finding_is_not_defined_where_nothing_was_found_and_perfect_where_all_was() -> None:
    assert finding.f1(0, 0, 0).value is None
    assert finding.f1(0, 0, 0).why == finding.NO_CLAIM
    assert finding.f1(3, 3, 3).value == 1
    assert finding.f1(0, 3, 2).value == 0
    assert finding.f1(2, 3, 5).value == pytest.approx(0.5)
    assert finding.alpha_u(0, [[[], []]]).why == finding.NO_TEXT
    assert finding.alpha_u(50, [[[], []]]).why == finding.NO_CLAIM
    assert finding.alpha_u(50, [[[(0, 7), (20, 30)], [(0, 7), (20, 30)]]]).value == 1


def test_a_long_chain_of_overlapping_claims_is_paired_in_time_that_grows_as_it_does() -> None:
    def chain(number: int) -> list[CodedSpan]:
        return [CodedSpan(at * 10, at * 10 + 25) for at in range(number)]

    def took(number: int) -> float:
        ours, theirs = chain(number), [one._replace(start=one.start + 4, end=one.end + 4) for one in chain(number)]
        return processor_time(lambda: pair(ours, theirs))

    assert took(8000) < 12 * took(2000)
