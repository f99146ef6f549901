"""A comparison patched by what was added and taken away equals one that is counted anew."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.outline import patched
from desktop.analysis.comparison.pivot import Path, Pivot, build, path_of
from desktop.core.axes import Axis, Order
from desktop.core.values import Stance

from .test_pivot import FOUND

# topic, actor, stance
Placement = tuple[int, int, str]

placements = st.tuples(st.integers(1, 4), st.integers(1, 7), st.sampled_from([stance.value for stance in Stance]))
axes = st.sampled_from(
    [("topic", "actor"), ("actor", "theme"), ("theme>topic", "country>actor"), ("topic", "organisation>actor")]
)
orders = st.tuples(*[st.sampled_from(["codebook", "name", "count"])] * 2)


def built(rows: Axis, columns: Axis, placed: list[Placement], both: tuple[Order, Order], *, keep: bool) -> Pivot:
    """Count anew."""
    counts = [(*place, count) for place, count in Counter(placed).items()]
    order, column_order = both
    kept = kept_lines(rows, columns) if keep else (frozenset[Path](), frozenset[Path]())
    return build(rows, columns, FOUND, ("topic", "actor"), counts, order=order, column_order=column_order, kept=kept)


def kept_lines(rows: Axis, columns: Axis) -> tuple[frozenset[Path], frozenset[Path]]:
    down, across = (
        frozenset(path_of(axis, FOUND, {f"{axis.bases[0]}_id": number}) for number in FOUND[axis.bases[0]])
        for axis in (rows, columns)
    )
    return down, across


def deltas(
    rows: Axis, columns: Axis, come: list[Placement], gone: list[Placement]
) -> dict[tuple[Path, Path], list[int]]:
    found: dict[tuple[Path, Path], list[int]] = {}
    for places, step in ((come, 1), (gone, -1)):
        for topic, actor, stance in places:
            ids = {"topic_id": topic, "actor_id": actor}
            into = found.setdefault((path_of(rows, FOUND, ids), path_of(columns, FOUND, ids)), [0, 0, 0, 0])
            into[list(Stance).index(stance)] += step
    return found


def told(shown: Pivot) -> dict[object, CellCounts]:
    """Return all counts by their lines, whatever the order."""
    found: dict[object, CellCounts] = {"all": shown.total}
    found |= {(shown.rows[row], shown.columns[column]): cell for (row, column), cell in shown.cells.items()}
    found |= {("row", path): counts for path, counts in zip(shown.rows, shown.row_counts, strict=True)}
    return found | {("column", path): counts for path, counts in zip(shown.columns, shown.column_counts, strict=True)}


@given(axes, orders, st.booleans(), st.lists(placements, max_size=20), st.data())
def test_following_edits_gives_what_counting_anew_gives(
    names: tuple[str, str], both: tuple[Order, Order], keep: bool, placed: list[Placement], data: st.DataObject
) -> None:
    rows, columns = (Axis.parse(name) for name in names)
    kept = kept_lines(rows, columns) if keep else (frozenset[Path](), frozenset[Path]())
    shown = built(rows, columns, placed, both, keep=keep)
    for _ in range(data.draw(st.integers(0, 5))):
        come = data.draw(st.lists(placements, max_size=3))
        shuffled = data.draw(st.permutations(placed))
        gone, placed = shuffled[:2], [*shuffled[2:], *come]
        followed = patched(shown, deltas(rows, columns, come, gone), both, kept)
        anew = built(rows, columns, placed, both, keep=keep)
        if followed is None:
            assert "count" in both
            assert len(rows.fields) + len(columns.fields) > 2
            followed = anew
        assert told(followed) == told(anew)
        for side, order in zip(("rows", "columns"), both, strict=True):
            if order != "count":
                assert getattr(followed, side) == getattr(anew, side)
        # an undo is as good as the edit
        back = patched(followed, deltas(rows, columns, gone, come), both, kept)
        assert back is None or told(back) == told(shown)
        shown = followed


def test_lines_keep_their_places_and_a_new_one_takes_that_of_its_total() -> None:
    topic, actor = Axis.parse("topic"), Axis.parse("actor")
    placed: list[Placement] = [(2, 3, "favor")] * 3 + [(2, 4, "favor")]
    both: tuple[Order, Order] = ("codebook", "count")
    shown = built(topic, actor, placed, both, keep=False)

    def keys(pivot: Pivot | None) -> list[str]:
        assert pivot is not None
        return [path[0].key for path in pivot.columns]

    assert keys(shown) == ["ana", "bo"]
    more = patched(shown, deltas(topic, actor, [(2, 4, "favor")] * 5, []), both, (frozenset(), frozenset()))
    assert keys(more) == ["ana", "bo"], "a table that reorders itself at every tag cannot be read"
    come = patched(shown, deltas(topic, actor, [(2, 5, "favor")] * 2, []), both, (frozenset(), frozenset()))
    assert keys(come) == ["ana", "zoe", "bo"]


def test_where_a_new_line_stands_in_an_order_by_likeness_is_not_guessed() -> None:
    topic, actor = Axis.parse("topic"), Axis.parse("actor")
    both: tuple[Order, Order] = ("codebook", "similarity")
    shown = built(topic, actor, [(2, 3, "favor")], both, keep=False)
    nothing = (frozenset[Path](), frozenset[Path]())
    assert patched(shown, deltas(topic, actor, [(2, 4, "favor")], []), both, nothing) is None
    same = patched(shown, deltas(topic, actor, [(2, 3, "favor")], []), both, nothing)
    assert same is not None
    assert same.total == (2, 0, 0, 0)


def test_a_change_that_does_not_belong_to_the_counts_is_refused() -> None:
    topic, actor = Axis.parse("topic"), Axis.parse("actor")
    shown = built(topic, actor, [(2, 3, "favor")], ("codebook", "codebook"), keep=False)
    with pytest.raises(ValueError, match="fewer than no claims"):
        patched(
            shown,
            deltas(topic, actor, [], [(2, 3, "against")]),
            ("codebook", "codebook"),
            (frozenset(), frozenset()),
        )
