"""Coefficients of agreement against the numbers of those who published them, and what they may never say."""

import itertools
import math
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.agreement import coefficients
from desktop.analysis.agreement.coefficients import KEYS, Rated
from desktop.analysis.agreement.resampling import binomial, resampled, with_intervals


def of_table(table: list[list[int]], ordered: int = 0) -> Rated:
    """Return two coders' units from their table: rows what the first gave, columns what the second."""
    units = {(row, column): count for row, counts in enumerate(table) for column, count in enumerate(counts) if count}
    return Rated(units, range(len(table)), ordered)


def of_coders(*coders: str) -> Rated:
    """Return units from one line a coder; a star is a gap."""
    lines = [[None if value == "*" else value for value in line.split()] for line in coders]
    return Rated(Counter(zip(*lines, strict=True)))


def values(rated: Rated) -> dict[str, float | None]:
    return {key: None if one.value is None else round(one.value, 4) for key, one in rated.figures().items()}


# of Gwet's package irrCAC, Cohen 1960 (p. 45 and 37), and Gwet 2008
TABLES = [
    (
        [[13, 0, 0], [0, 20, 7], [0, 4, 56]],
        {"percent": 0.89, "kappa": 0.7964, "pi": 0.7962, "fleiss": 0.7962, "ac1": 0.8493, "bp": 0.835, "alpha": 0.7973},
    ),
    ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], {"percent": 0.70, "kappa": 0.492}),
    ([[25, 12, 3], [13, 2, 15], [12, 16, 2]], {"percent": 0.29, "ac1": -0.048}),
    ([[80, 7], [8, 5]], {"ac1": 0.808, "kappa": 0.314}),
    ([[8, 1], [0, 1]], {"ac1": 0.8658, "pi": 0.6078}),
    # Artstein and Poesio 2008, table 7
    ([[46, 6, 0], [0, 32, 0], [0, 6, 10]], {"percent": 0.88, "kappa": 0.801, "pi": 0.799, "alpha": 0.800}),
]


@pytest.mark.parametrize(("table", "published"), TABLES)
def test_tables_of_two_coders_as_published(table: list[list[int]], published: dict[str, float]) -> None:
    found = values(of_table(table))
    for key, value in published.items():
        assert found[key] == pytest.approx(value, abs=0.00051), key


def test_krippendorff_2011_two_coders_and_gaps() -> None:
    two = values(of_coders("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"))
    assert two["percent"] == 0.6
    assert two["alpha"] == pytest.approx(0.095, abs=0.0005)
    nominal = of_coders("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    assert values(nominal)["alpha"] == 0.692


FOUR = (
    "1 2 3 3 2 1 4 1 2 * * *",
    "1 2 3 3 2 2 4 1 2 5 * 3",
    "* 3 3 3 2 3 4 2 2 5 1 *",
    "1 2 3 3 2 4 4 1 2 5 1 *",
)


def test_krippendorff_2011_four_coders_nominal_ordinal_interval() -> None:
    lines = [[None if value == "*" else int(value) for value in line.split()] for line in FOUR]
    rated = Rated(Counter(zip(*lines, strict=True)), (1, 2, 3, 4, 5), ordered=5)
    found = rated.figures()
    assert found["alpha"].value == pytest.approx(0.743, abs=0.0005)
    assert found["ordinal"].value == pytest.approx(0.815, abs=0.0005)
    assert rated.weighted(coefficients.interval).value == pytest.approx(0.849, abs=0.0005)
    # more than two: these are not defined, and say so
    assert found["kappa"].value is found["pi"].value is None
    assert found["kappa"].why == coefficients.ONLY_TWO


def test_artstein_and_poesio_2008_weighted_alpha() -> None:
    apart = {(0, 1): 1.0, (0, 2): 0.5, (1, 2): 0.5}
    rated = of_table(TABLES[5][0])
    found = rated.weighted(lambda _values, _used, one, other: apart[min(one, other), max(one, other)])
    assert found.value == pytest.approx(0.8156, abs=0.0001)


# what six psychiatrists said of each of thirty people: depression, personality disorder, schizophrenia, neurosis, other
FLEISS_1971 = """
0 0 0 6 0|0 3 0 0 3|0 1 4 0 1|0 0 0 0 6|0 3 0 3 0|2 0 4 0 0|0 0 4 0 2|2 0 3 1 0|2 0 0 4 0|0 0 0 0 6
1 0 0 5 0|1 1 0 4 0|0 3 3 0 0|1 0 0 5 0|0 2 0 3 1|0 0 5 0 1|3 0 0 1 2|5 1 0 0 0|0 2 0 4 0|1 0 2 0 3
0 0 0 0 6|0 1 0 5 0|0 2 0 1 3|2 0 0 4 0|1 0 0 4 1|0 5 0 1 0|4 0 0 0 2|0 2 0 4 0|1 0 5 0 0|0 0 0 0 6
"""


def test_fleiss_1971() -> None:
    units: Counter[tuple[int, ...]] = Counter()
    for row in FLEISS_1971.strip().replace("\n", "|").split("|"):
        numbers = [int(number) for number in row.split()]
        units[tuple(value for value, number in enumerate(numbers) for _ in range(number))] += 1
    assert units.total() == 30
    found = Rated(units, range(5)).figures()
    assert found["fleiss"].value == pytest.approx(0.430, abs=0.0005)
    assert found["ac1"].value == pytest.approx(0.448, abs=0.0005)


def test_krippendorff_1995_letters() -> None:
    bertha = "0 0 1 1 1 1 1 1 1 1 0 0 0 0 1 1 1 1 1 1 0 0 0 0"
    bill = "0 0 0 0 1 1 1 1 0 0 0 0 0 0 0 1 1 0 0 0 0 0 0 0"
    found = values(of_coders(bertha, bill))
    assert found["kappa"] == pytest.approx(0.385, abs=0.0005)
    assert found["pi"] == pytest.approx(0.314, abs=0.0005)
    assert found["alpha"] == pytest.approx(0.329, abs=0.0005)


def test_by_hand() -> None:
    # favor 3, against 1 agree, one is neutral for one: pe of kappa (3·3 + 1·1 + 1·0) / 25
    rated = Rated(
        {("favor", "favor"): 3, ("against", "against"): 1, ("neutral", "against"): 1},
        ("against", "neutral", "favor"),
        ordered=3,
    )
    found = rated.figures()
    assert found["percent"].value == pytest.approx(4 / 5)
    assert found["kappa"].value == pytest.approx((0.8 - 11 / 25) / (1 - 11 / 25))
    assert found["bp"].value == pytest.approx((0.8 - 1 / 3) / (2 / 3))
    # n: against 3, neutral 1, favor 6; distances (1 + 3)/2 etc.: 2², (1/2 + 3)², (3/2 + 1 + 3)²
    expected = 3 * 1 * 2**2 + 1 * 6 * 3.5**2 + 3 * 6 * 5.5**2
    assert found["ordinal"].value == pytest.approx(1 - 9 * 2**2 / expected)


def test_a_value_outside_of_the_scale_is_missing_for_the_ordinal_alpha_and_a_value_for_the_nominal() -> None:
    scale = ("against", "neutral", "favor")
    with_it = Rated(
        {("favor", "favor"): 3, ("against", "neutral"): 2, ("favor", "not coded"): 4, ("not coded", "not coded"): 2},
        scale,
        ordered=3,
    ).figures()
    without = Rated({("favor", "favor"): 3, ("against", "neutral"): 2}, scale, ordered=3).figures()
    assert with_it["ordinal"].value == without["ordinal"].value
    assert with_it["percent"].value == pytest.approx(5 / 11)
    only = Rated({("not coded", "favor"): 4}, scale, ordered=3).figures()
    assert only["ordinal"].value is None
    assert only["ordinal"].why == coefficients.NOTHING_PAIRED


def test_what_is_not_defined_says_so() -> None:
    nothing = Rated({}).figures()
    assert {one.value for one in nothing.values()} == {None}
    assert {one.why for one in nothing.values()} == {coefficients.NOTHING_PAIRED}
    alike = Rated({("favor", "favor"): 24}, ("against", "neutral", "favor"), ordered=3).figures()
    assert alike["percent"].value == 1
    for key in ("kappa", "pi", "fleiss", "alpha", "ordinal"):
        assert alike[key].value is None
        assert alike[key].why == coefficients.ONE_VALUE
    # chance is told by the values that there are: these are defined
    assert alike["ac1"].value == alike["bp"].value == 1
    one = Rated({("favor", "favor"): 24}).figures()
    assert one["ac1"].why == one["bp"].why == coefficients.ONE_CHOICE
    # an interval of one unit says nothing
    assert with_intervals(Rated({("a", "a"): 1}))["percent"].low is None


units_of_two = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), st.integers(1, 9), min_size=1, max_size=10
)


@given(units_of_two)
def test_swapping_the_coders_changes_nothing(units: dict[tuple[str, str], int]) -> None:
    one = Rated(units, "abcd", ordered=4).figures()
    other = Rated({unit[::-1]: count for unit, count in units.items()}, "abcd", ordered=4).figures()
    for key in KEYS:
        assert one[key].value == pytest.approx(other[key].value), key


@given(units_of_two, st.permutations("abcd"))
def test_other_names_of_values_change_nothing_nominal(units: dict[tuple[str, str], int], names: list[str]) -> None:
    called = dict(zip("abcd", names, strict=True))
    one = Rated(units, "abcd").figures()
    other = Rated({(called[a], called[b]): count for (a, b), count in units.items()}, "abcd").figures()
    for key in KEYS:
        assert one[key].value == pytest.approx(other[key].value), key


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9), min_size=2))
def test_perfect_agreement_is_one(used: dict[str, int]) -> None:
    found = Rated({(value, value): count for value, count in used.items()}, "abcd", ordered=4).figures()
    assert {round(one.value, 12) for one in found.values() if one.value is not None} == {1.0}
    assert all(one.value is not None for one in found.values())


three = st.lists(st.tuples(*[st.sampled_from(["a", "b", "c", None])] * 3), min_size=1, max_size=12)


@given(three)
def test_no_figure_is_ever_no_number_or_above_one(units: list[tuple[str | None, ...]]) -> None:
    for one in Rated(Counter(units), "abc", ordered=3).figures().values():
        if one.value is None:
            assert one.why
        else:
            assert math.isfinite(one.value)
            assert one.value <= 1 + 1e-9


@given(three)
def test_alpha_is_what_all_pairs_of_values_one_by_one_give(units: list[tuple[str | None, ...]]) -> None:
    pairable = [[value for value in unit if value is not None] for unit in units]
    pairable = [unit for unit in pairable if len(unit) > 1]
    all_values = [value for unit in pairable for value in unit]
    expected = [a != b for a, b in itertools.permutations(all_values, 2)]
    found = Rated(Counter(units)).figures()["alpha"].value
    if not any(expected):
        assert found is None
        return
    observed = sum(
        sum(a != b for a, b in itertools.permutations(unit, 2)) / (len(unit) - 1) for unit in pairable
    ) / len(all_values)
    assert found == pytest.approx(1 - observed / (sum(expected) / len(expected)))


@pytest.mark.parametrize(("number", "chance"), [(20, 0.1), (1000, 0.003), (60, 0.4), (100_000, 0.2), (5000, 0.9)])
def test_numbers_drawn_have_the_mean_and_spread_of_a_binomial(number: int, chance: float) -> None:
    random = Random(7)
    drawn = [binomial(random, number, chance) for _ in range(4000)]
    mean = sum(drawn) / len(drawn)
    spread = number * chance * (1 - chance)
    assert min(drawn) >= 0
    assert max(drawn) <= number
    assert mean == pytest.approx(number * chance, abs=4 * math.sqrt(spread / len(drawn)))
    assert sum((one - mean) ** 2 for one in drawn) / len(drawn) == pytest.approx(spread, rel=0.1)


@pytest.mark.parametrize("counts", [[3, 1, 2], [500, 20, 0, 480]])
def test_samples_are_as_large_as_what_they_are_drawn_from(counts: list[int]) -> None:
    for drawn in resampled(counts, 50):
        assert sum(drawn) == sum(counts)
        assert len(drawn) == len(counts)


def test_intervals_are_the_same_each_time_and_hold_the_figure() -> None:
    rated = of_table(TABLES[0][0])
    first, second = with_intervals(rated), with_intervals(of_table(TABLES[0][0]))
    assert first == second
    kappa = first["kappa"]
    assert kappa.low is not None
    assert kappa.high is not None
    assert kappa.low < 0.7964 < kappa.high
    # the large-sample standard error of this kappa is 0.059 (Fleiss, Cohen and Everitt 1969)
    assert kappa.high - kappa.low == pytest.approx(2 * 1.96 * 0.059, rel=0.15)
