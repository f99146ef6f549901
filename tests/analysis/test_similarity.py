import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.comparison.similarity import Clustering, cluster, cosine, jaccard, similarities, stance_vectors


def test_the_cosine_is_that_of_the_angle() -> None:
    assert cosine({"x": 1.0, "y": 1.0}, {"x": 1.0}) == pytest.approx(1 / math.sqrt(2))
    assert cosine({"x": 2.0}, {"x": -1.0}) == -1
    assert cosine({"x": 1.0}, {"y": 1.0}) == cosine({}, {"y": 1.0}) == 0


def test_jaccard_compares_what_is_there_at_all() -> None:
    assert jaccard({"x": 9.0, "y": 1.0}, {"y": 2.0, "z": 1.0}) == 1 / 3
    assert jaccard({}, {}) == 0


def test_vectors_tell_stances_apart_or_draw_them_together() -> None:
    counts = {(1, 7): (2, 1, 0), (2, 7): (0, 3, 1), (3, 7): (1, 1, 0)}
    assert stance_vectors(counts, [2, 1]) == [
        {(7, "against"): 3.0, (7, "neutral"): 1.0},
        {(7, "favor"): 2.0, (7, "against"): 1.0},
    ]
    assert stance_vectors(counts, [1, 2, 3], "position") == [{(7, "net"): 1.0}, {(7, "net"): -3.0}, {}]
    assert similarities(stance_vectors(counts, [1, 2], "position"), "position") == [[1, -1], [-1, 1]]


def test_average_linkage_is_that_of_the_textbook() -> None:
    # distances: ab 0.1, cd 0.2, ac 0.5, ad 0.6, bc 0.7, bd 0.8; the clusters ab and cd meet at the mean, 0.65
    table = [[1, 0.9, 0.5, 0.4], [0.9, 1, 0.3, 0.2], [0.5, 0.3, 1, 0.8], [0.4, 0.2, 0.8, 1]]
    found = cluster(table)
    assert found.order == (0, 1, 2, 3)
    assert [merge[:2] for merge in found.merges] == [(0, 1), (2, 3), (4, 5)]
    assert [merge[2] for merge in found.merges] == pytest.approx([0.1, 0.2, 0.65])


def test_none_and_one_line_have_an_order_too() -> None:
    assert cluster([]) == Clustering(())
    assert cluster([[1.0]]) == Clustering((0,))


def naive(table: list[list[float]]) -> list[float]:
    """Return the heights of average linkage by looking at all pairs of clusters again and again."""
    clusters = [[line] for line in range(len(table))]
    heights = []
    while len(clusters) > 1:
        pairs = [(one, other) for at, one in enumerate(clusters) for other in clusters[at + 1 :]]

        def distance(pair: tuple[list[int], list[int]]) -> float:
            return sum(1 - table[a][b] for a in pair[0] for b in pair[1]) / (len(pair[0]) * len(pair[1]))

        nearest = min(pairs, key=distance)
        heights.append(distance(nearest))
        clusters = [one for one in clusters if one not in nearest] + [nearest[0] + nearest[1]]
    return heights


@given(st.integers(0, 9), st.permutations(range(36)))
def test_the_chain_of_neighbours_finds_what_looking_at_all_pairs_finds(size: int, order: list[int]) -> None:
    # roots, so that no two means are equal: a tie has several right answers
    values = [math.sqrt(number + 2) / 7 for number in order]
    table = [[1.0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row):
            table[row][column] = table[column][row] = values.pop()
    found = cluster(table)
    assert sorted(found.order) == list(range(size))
    assert [merge[2] for merge in found.merges] == pytest.approx(naive(table))


@given(st.integers(0, 7), st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=21, max_size=21))
def test_ties_do_not_make_it_go_round_in_circles(size: int, values: list[float]) -> None:
    table = [[1.0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row):
            table[row][column] = table[column][row] = values.pop()
    assert sorted(cluster(table).order) == list(range(size))


# full ones are laid out side by side, sparse ones are looked up
@given(st.lists(st.dictionaries(st.integers(0, 8) | st.integers(9, 200), st.integers(-99, 99).map(float)), max_size=7))
def test_the_table_has_the_cosine_of_every_two_vectors(vectors: list[dict[int, float]]) -> None:
    expected = [
        [1.0 if row == column else cosine(one, other) for column, other in enumerate(vectors)]
        for row, one in enumerate(vectors)
    ]
    assert similarities(vectors) == expected
    assert similarities(vectors, "position") == expected
