"""Networks against small examples calculated by hand with the formulas of DNA.

Two actors a and b, concepts x and y. a is twice for x and once against y; b is once for x, once against x and once for
y. DNA's qualifier is binary here, since nobody is neutral.
"""

import pytest

from desktop.analysis.comparison.networks import one_mode, two_mode

USES = {("a", "x"): (2, 0, 0), ("a", "y"): (0, 1, 0), ("b", "x"): (1, 1, 0), ("b", "y"): (1, 0, 0)}


@pytest.mark.parametrize(
    ("aggregation", "weights"),
    [
        ("ignore", {("a", "x"): 2, ("a", "y"): 1, ("b", "x"): 2, ("b", "y"): 1}),
        ("subtract", {("a", "x"): 2, ("a", "y"): -1, ("b", "y"): 1}),
        # 1 positive, 2 negative, 3 mixed, as the manual has them
        ("combine", {("a", "x"): 1, ("a", "y"): 2, ("b", "x"): 3, ("b", "y"): 1}),
    ],
)
def test_two_mode_networks_aggregate_as_dna_does(aggregation: str, weights: dict[tuple[str, str], float]) -> None:
    assert two_mode(USES, aggregation).weights == weights  # type: ignore[arg-type]


def test_activity_divides_by_what_the_actor_says() -> None:
    network = two_mode(USES, "subtract", "activity")
    # a speaks three times, b three times
    assert network.weights == {("a", "x"): 2 / 3, ("a", "y"): -1 / 3, ("b", "y"): 1 / 3}
    assert sum(two_mode(USES, "ignore", "activity").weight("a", concept) for concept in "xy") == 1


def test_prominence_divides_by_how_often_the_concept_is_used() -> None:
    network = two_mode(USES, "ignore", "prominence")
    assert network.weights == {("a", "x"): 2 / 4, ("b", "x"): 2 / 4, ("a", "y"): 1 / 2, ("b", "y"): 1 / 2}


@pytest.mark.parametrize(
    ("aggregation", "weight"),
    [
        # x: 2 × 2, y: 1 × 1
        ("ignore", 5),
        # x: favor 2 × 1; y: none
        ("congruence", 2),
        # x: favor 2 × against 1; y: against 1 × favor 1
        ("conflict", 3),
        ("subtract", -1),
    ],
)
def test_one_mode_networks_aggregate_as_dna_does(aggregation: str, weight: float) -> None:
    network = one_mode(USES, aggregation)  # type: ignore[arg-type]
    assert network.weight("a", "b") == network.weight("b", "a") == weight
    assert network.weight("a", "a") == 0


@pytest.mark.parametrize(
    ("normalisation", "norm"),
    [
        ("average", (3 + 3) / 2),
        ("cosine", 3 * 3),
        # x favor: both, 2 × 1; x against: b alone, 1; y favor: b alone, 1; y against: a alone, 1
        ("jaccard", 2 + 1 + 1 + 1),
    ],
)
def test_one_mode_networks_are_normalised_as_in_dna(normalisation: str, norm: float) -> None:
    network = one_mode(USES, "congruence", normalisation)  # type: ignore[arg-type]
    assert network.weight("a", "b") == pytest.approx(2 / norm)


def test_a_neutral_claim_is_halfway_between_the_sides() -> None:
    uses = {("a", "x"): (0, 0, 1), ("b", "x"): (1, 0, 0), ("c", "x"): (0, 0, 2)}
    congruence, conflict = (one_mode(uses, each) for each in ("congruence", "conflict"))  # type: ignore[arg-type]
    assert (congruence.weight("a", "b"), conflict.weight("a", "b")) == (0.5, 0.5)
    assert (congruence.weight("a", "c"), conflict.weight("a", "c")) == (2, 0)
    assert two_mode(uses, "subtract").weights == {("b", "x"): 1}


def test_nodes_without_a_tie_are_kept_when_wished_for() -> None:
    assert one_mode(USES, nodes=["z", "b", "a"]).rows == ("z", "b", "a")
    network = two_mode(USES, nodes=["z"], concepts=["q"])
    assert (network.rows, network.columns) == (("z", "a", "b"), ("q", "x", "y"))


def test_no_claims_make_an_empty_network() -> None:
    assert two_mode({}, "ignore", "activity").weights == {}
    assert one_mode({("a", "x"): (0, 0, 0)}, "congruence", "jaccard").rows == ()
