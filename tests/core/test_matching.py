"""Names as one types."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.matching import Candidate, fold, rank
from desktop.core.matching_index import MatchingIndex

ROWS = [
    Candidate(1, ("NATO and security", "nato-security"), 9),
    Candidate(2, ("NATO in Latin America", "nato-latam"), 10),
    Candidate(3, ("Sanctions", "sanctions"), 6),
    Candidate(4, ("Chávez’s legacy", "chavez-legacy"), 2),
    Candidate(5, ("Regional integration", "integration"), 9),
]


def test_the_more_used_comes_first_among_equal_matches() -> None:
    assert rank("nato", ROWS) == [2, 1]


def test_a_few_letters_of_each_word_are_enough() -> None:
    assert rank("na sec", ROWS)[0] == 1
    assert rank("natosec", ROWS)[0] == 1
    assert rank("int", ROWS)[0] == 5


def test_accents_and_case_do_not_count() -> None:
    assert rank("CHAVEZ", ROWS) == [4]
    assert rank("chávez", ROWS) == [4]


def test_scattered_letters_are_offered_only_where_nothing_better_is() -> None:
    assert rank("sctns", ROWS) == [3]
    assert 3 not in rank("nato", ROWS)


def test_nothing_typed_offers_the_most_used() -> None:
    assert rank("", ROWS, 2) == [2, 1]


def test_a_nearly_equal_name_is_found_and_the_same_name_is_not() -> None:
    matcher = MatchingIndex(ROWS)
    assert matcher.nearly("Sanction") == 3
    assert matcher.nearly("security and NATO") == 1
    assert matcher.nearly("sanctions") is None
    assert matcher.nearly("Lighthouses") is None


@given(st.text(max_size=20), st.lists(st.text(min_size=1, max_size=20), max_size=8))
def test_a_name_is_always_found_by_itself(query: str, names: list[str]) -> None:
    rows = [Candidate(at, (name,)) for at, name in enumerate(names)]
    found = rank(query, rows, 50)
    assert len(set(found)) == len(found)
    for at, name in enumerate(names):
        if fold(name).strip() and fold(name) == " ".join(fold(name).split()):
            assert at in rank(name, rows, 50)
