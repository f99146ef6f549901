from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.comparison.counts import NO_CLAIMS, CellCounts, Matrix
from desktop.core.changes import ChangeSet, Row, RowChange
from desktop.core.values import Stance

COUNTS = [(1, 1, "favor", 2), (1, 1, "against", 1), (1, 2, "neutral", 3), (2, 2, "against", 4)]

placements = st.tuples(st.integers(1, 4), st.integers(1, 4), st.sampled_from(list(Stance)))


def row(place: tuple[int, int, str]) -> Row:
    topic_id, actor_id, stance = place
    return {"id": 1, "claim_id": 1, "topic_id": topic_id, "actor_id": actor_id, "stance": str(stance), "position": 0}


def change(before: tuple[int, int, str] | None, after: tuple[int, int, str] | None) -> RowChange:
    return RowChange("claim_actor", 1, row(before) if before else None, row(after) if after else None)


def built(places: list[tuple[int, int, str]]) -> Matrix:
    return Matrix((*place, count) for place, count in Counter(places).items())


def test_a_matrix_adds_up_cells_rows_columns_and_all() -> None:
    matrix = Matrix(COUNTS)
    assert matrix.cells == {(1, 1): (2, 1, 0), (1, 2): (0, 0, 3), (2, 2): (0, 4, 0)}
    assert matrix.rows == {1: (2, 1, 3), 2: (0, 4, 0)}
    assert matrix.columns == {1: (2, 1, 0), 2: (0, 4, 3)}
    assert matrix.total == (2, 5, 3)


def test_a_cell_named_twice_holds_both_counts() -> None:
    assert Matrix([*COUNTS, *COUNTS]).cell(1, 1) == CellCounts(4, 2, 0)


def test_what_holds_no_claim_is_there_as_nothing() -> None:
    matrix = Matrix([*COUNTS, (3, 3, "favor", 0)])
    assert matrix.cell(3, 3) == matrix.row(3) == matrix.column(3) == NO_CLAIMS
    assert 3 not in matrix.rows
    assert Matrix().total == NO_CLAIMS


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
    ],
)
def test_a_cell_says_its_position(
    counts: CellCounts, total: int, net: int, stance: Stance | None, label: str, contradictory: bool
) -> None:
    assert (counts.total, counts.net, counts.stance, counts.label) == (total, net, stance, label)
    assert counts.is_contradictory is contradictory


def test_a_new_claim_touches_its_cell_alone() -> None:
    matrix = Matrix(COUNTS)
    touched = matrix.apply(ChangeSet("Tag claim", (change(None, (2, 1, "favor")),)))
    assert touched == {(2, 1)}
    assert matrix == Matrix([*COUNTS, (2, 1, "favor", 1)])


def test_a_claim_of_another_topic_touches_the_cell_it_leaves_and_the_one_it_enters() -> None:
    matrix = Matrix([(1, 1, "favor", 1)])
    assert matrix.apply(ChangeSet("Change topic", (change((1, 1, "favor"), (2, 1, "favor")),))) == {(1, 1), (2, 1)}
    assert matrix == Matrix([(2, 1, "favor", 1)])
    assert (1, 1) not in matrix.cells


def test_rows_of_other_tables_touch_nothing() -> None:
    matrix = Matrix(COUNTS)
    assert matrix.apply(ChangeSet("Change memo", (RowChange("memo", 1, None, {"id": 1}),))) == set()
    assert matrix == Matrix(COUNTS)


def test_a_change_that_does_not_belong_to_the_matrix_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer than no claims"):
        Matrix().apply(ChangeSet("Delete claim", (change((1, 1, "favor"), None),)))
    with pytest.raises(KeyError):
        Matrix([(1, 1, "maybe", 1)])
    with pytest.raises(TypeError):
        Matrix().apply(
            ChangeSet("", (RowChange("claim_actor", 1, None, {"topic_id": None, "actor_id": 1, "stance": "favor"}),))
        )


def test_a_matrix_is_equal_to_its_like_only() -> None:
    assert Matrix(COUNTS) == Matrix(reversed(COUNTS))
    assert Matrix(COUNTS) != Matrix()
    assert Matrix() != "matrix"


@given(st.lists(placements, max_size=20), st.data())
def test_following_edits_gives_what_building_anew_gives(
    places: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    matrix, standing = built(places), list(places)
    for _ in range(data.draw(st.integers(0, 5))):
        before_all = built(standing)
        rows = []
        for _ in range(data.draw(st.integers(1, 4))):
            kind = data.draw(st.sampled_from(["add", "change", "delete"] if standing else ["add"]))
            before = None if kind == "add" else standing.pop(data.draw(st.integers(0, len(standing) - 1)))
            after = None if kind == "delete" else data.draw(placements)
            if after is not None:
                standing.append(after)
            rows.append(change(before, after))
        changes = ChangeSet("edit", tuple(rows))
        touched = matrix.apply(changes)
        anew = built(standing)
        assert matrix == anew
        assert {key for key in before_all.cells | anew.cells if before_all.cell(*key) != anew.cell(*key)} <= touched
        # an undo is as good as the edit
        assert matrix.apply(changes.inverted()) == touched
        assert matrix == before_all
        matrix.apply(changes)
