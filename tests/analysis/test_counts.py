import pytest

from desktop.analysis.comparison.counts import CellCounts
from desktop.core.values import Stance


@pytest.mark.parametrize(
    ("counts", "total", "net", "stance", "label", "contradictory"),
    [
        (CellCounts(), 0, 0, None, "", False),
        (CellCounts(2, 0, 0), 2, 2, Stance.FAVOR, "favor", False),
        (CellCounts(1, 0, 5), 6, 1, Stance.FAVOR, "favor", False),
        (CellCounts(0, 3, 1), 4, -3, Stance.AGAINST, "against", False),
        (CellCounts(0, 0, 2), 2, 0, Stance.NEUTRAL, "neutral", False),
        (CellCounts(2, 1, 0), 3, 1, Stance.FAVOR, "contradictory", True),
        (CellCounts(1, 1, 1), 3, 0, None, "contradictory", True),
        # what is not coded is a claim, and weighs nothing
        (CellCounts(0, 0, 0, 3), 3, 0, Stance.NOT_CODED, "not coded", False),
        (CellCounts(1, 0, 0, 9), 10, 1, Stance.FAVOR, "favor", False),
        (CellCounts(0, 0, 1, 9), 10, 0, Stance.NEUTRAL, "neutral", False),
        (CellCounts(2, 2, 0, 1), 5, 0, None, "contradictory", True),
    ],
)
def test_a_cell_says_its_position(
    counts: CellCounts, total: int, net: int, stance: Stance | None, label: str, contradictory: bool
) -> None:
    assert (counts.total, counts.net, counts.stance, counts.label) == (total, net, stance, label)
    assert counts.is_contradictory is contradictory


def test_counts_are_taken_from_stances_and_grow_and_shrink_but_not_below_nothing() -> None:
    counts = CellCounts.of(["favor", Stance.FAVOR, "neutral"])
    assert counts == (2, 0, 1, 0)
    assert counts.plus((-2, 3, 0)) == (0, 3, 1, 0)
    assert counts.plus((-2, 0, -1)) == CellCounts()
    assert CellCounts.of(["not coded", "favor"]).plus((0, 1)) == (1, 1, 0, 1)
    with pytest.raises(ValueError, match="fewer than no claims"):
        CellCounts().plus((0, 0, -1))
