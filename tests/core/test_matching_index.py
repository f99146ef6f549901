from hypothesis import given
from hypothesis import strategies as st

from desktop.core.matching import Candidate, fold, score
from desktop.core.matching_index import MatchingIndex

NAMES = ("NATO and security", "NATO in Latin America", "North Atlantic Treaty", "Élysée", "Latin America", "Sáenz-Peña")


def found(query: str, limit: int = 8) -> list[str]:
    return [match.key for match in MatchingIndex(Candidate(name, (name,)) for name in NAMES).find(query, limit)]


def test_the_best_match_comes_first() -> None:
    assert found("latin america") == ["Latin America", "NATO in Latin America"]
    assert found("nato") == ["NATO and security", "NATO in Latin America"]
    assert found("elys") == ["Élysée"]
    assert found("saenz pe") == found("sáenz-pe") == ["Sáenz-Peña"]
    assert found("natosec") == ["NATO and security"]
    assert found("lantic") == ["North Atlantic Treaty"]
    assert found("") == found("   ") == found("qqq") == []


def test_the_more_used_comes_first_among_equals_and_each_candidate_once() -> None:
    index = MatchingIndex([Candidate(1, ("Tarn", "Tarn one"), 2), Candidate(2, ("Tarn two", "Tarnish"), 9)])
    assert [match.key for match in index.find("tarn t")] == [2]
    assert [match.key for match in index.find("tarn")] == [1, 2]
    assert [match.key for match in index.find("ta")] == [2, 1]
    assert len(index) == 2


words = st.text("abcde -", min_size=1, max_size=12)


@given(st.lists(words, max_size=12), words)
def test_it_finds_the_best_that_scoring_each_name_finds(names: list[str], query: str) -> None:
    index = MatchingIndex(Candidate(at, (name,)) for at, name in enumerate(names))
    flat = [" ".join(fold(name).replace("-", " ").split()) for name in names]
    wanted = " ".join(fold(query).replace("-", " ").split())
    scores = [score(wanted, name) if wanted and name else 0 for name in flat]
    matches = index.find(query, 50)
    if not wanted:
        assert matches == []
        return
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    assert all(match.score == scores[match.key] for match in matches)
    assert {match.key for match in matches} >= {at for at, one in enumerate(scores) if one >= 60}
    assert bool(matches) == any(scores)


def test_letters_in_order_are_found_only_when_nothing_better_is() -> None:
    index = MatchingIndex([Candidate(1, ("Mirandola",)), Candidate(2, ("Mola",))])
    assert [match.key for match in index.find("mdl")] == [1]
    assert [match.key for match in index.find("mol")] == [2]


def test_the_heaviest_stand_first_for_those_who_look_through_all() -> None:
    index = MatchingIndex([Candidate(1, ("a",), 2), Candidate(2, ("b",), 7), Candidate(3, ("c",), 2)])
    assert index.heaviest(2) == [2, 1]
