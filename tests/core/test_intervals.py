import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.intervals import IntervalIndex, lanes

# around the borders of bins of three levels, and anywhere
positions = st.one_of(
    st.integers(0, 40), st.sampled_from([1023, 1024, 1025, 8191, 8192, 65535, 65536]), st.integers(0, 2**20)
)
ranges = st.tuples(positions, positions).map(lambda pair: (min(pair), max(pair)))
operations = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 12), ranges),
        st.tuples(st.just("remove"), st.integers(0, 12), st.just((0, 0))),
    ),
    max_size=40,
)


def shares_a_position(own: tuple[int, int], start: int, end: int) -> bool:
    """An empty interval lies at its one position."""
    last = max(own[1], own[0] + 1)
    return own[0] < end and start < last


@given(operations, ranges.filter(lambda pair: pair[0] < pair[1]))
def test_the_index_finds_what_looking_at_every_interval_finds(
    steps: list[tuple[str, int, tuple[int, int]]], asked: tuple[int, int]
) -> None:
    index: IntervalIndex[int] = IntervalIndex()
    kept: dict[int, tuple[int, int]] = {}
    for action, key, interval in steps:
        if action == "add":
            index.add(key, *interval)
            kept[key] = interval
        elif key in kept:
            index.remove(key)
            del kept[key]
    found = index.overlapping(*asked)
    assert sorted(found) == sorted(key for key, own in kept.items() if shares_a_position(own, *asked))
    order = [(kept[key][0], -kept[key][1]) for key in found]
    assert order == sorted(order)
    assert (len(index), set(index)) == (len(kept), set(kept))
    assert sorted(index.at(asked[0])) == sorted(
        key for key, own in kept.items() if shares_a_position(own, asked[0], asked[0] + 1)
    )


@given(ranges, ranges)
def test_an_interval_that_was_removed_or_moved_is_not_found_where_it_was(
    old: tuple[int, int], new: tuple[int, int]
) -> None:
    index: IntervalIndex[str] = IntervalIndex()
    index.add("a", *old)
    index.add("a", *new)
    assert index.span("a") == new
    assert index.overlapping(0, 2**21) == ["a"]
    index.remove("a")
    assert index.overlapping(0, 2**21) == []
    assert "a" not in index


def test_an_empty_interval_is_found_at_its_position_alone() -> None:
    index: IntervalIndex[str] = IntervalIndex()
    index.add("a", 1024, 1024)
    assert index.at(1024) == ["a"]
    assert index.overlapping(1000, 1025) == ["a"]
    assert index.overlapping(1000, 1024) == []
    assert index.at(1025) == []


@given(st.lists(ranges, max_size=20), positions)
def test_it_can_be_built_at_once_and_walked_by_start(intervals: list[tuple[int, int]], position: int) -> None:
    one_by_one: IntervalIndex[int] = IntervalIndex()
    for key, interval in enumerate(intervals):
        one_by_one.add(key, *interval)
    at_once = IntervalIndex((key, *interval) for key, interval in enumerate(intervals))
    in_order = sorted(intervals, key=lambda own: (own[0], -own[1]))
    keys = list(at_once)
    from_arrays = IntervalIndex.from_sorted(keys, *zip(*in_order, strict=True)) if keys else at_once
    for index in (one_by_one, at_once, from_arrays):
        assert [index.span(key) for key in index] == in_order
        assert [index.rank(key) for key in index] == list(range(len(intervals)))
        assert set(index.overlapping(position, position + 9)) == set(at_once.overlapping(position, position + 9))
        following = index.first_from(position)
        starts = [start for start, _ in in_order]
        assert (index.span(following)[0] if following is not None else None) == min(
            (start for start in starts if start >= position), default=None
        )


def test_a_key_that_is_not_there_cannot_be_removed_or_asked_for() -> None:
    index: IntervalIndex[str] = IntervalIndex()
    with pytest.raises(KeyError):
        index.remove("a")
    with pytest.raises(KeyError):
        index.span("a")


def test_lanes_are_as_few_as_can_be() -> None:
    assert lanes([]) == []
    assert lanes([(0, 5), (5, 9)]) == [0, 0]
    assert lanes([(0, 9), (2, 5), (3, 4), (5, 8), (9, 12)]) == [0, 1, 2, 1, 0]
