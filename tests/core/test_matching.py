"""Names as one types."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.matching import Candidate, MatchingIndex, fold, rank

ROWS = [
    Candidate(1, ("NATO and security", "nato-security"), 9),
    Candidate(2, ("NATO in Latin America", "nato-latam"), 10),
    Candidate(3, ("Sanctions", "sanctions"), 6),
    Candidate(4, ("Chávez’s legacy", "chavez-legacy"), 2),
    Candidate(5, ("Regional integration", "integration"), 9),
]
NAMES = ("NATO and security", "NATO in Latin America", "North Atlantic Treaty", "Élysée", "Latin America", "Sáenz-Peña")


def found(query: str, limit: int = 8) -> list[str]:
    return [match.key for match in MatchingIndex(Candidate(name, (name,)) for name in NAMES).find(query, limit)]


def among(query: str, *names: str) -> list[str]:
    return rank(query, [Candidate(name, (name,)) for name in names])


def test_the_more_used_comes_first_among_equal_matches() -> None:
    assert rank("nato", ROWS) == [2, 1]


def test_a_few_letters_of_each_word_are_enough() -> None:
    assert rank("na sec", ROWS)[0] == 1
    assert rank("natosec", ROWS)[0] == 1
    assert rank("int", ROWS)[0] == 5
    assert among("nato", "Monato", "North Atlantic Treaty Organisation") == [
        "Monato",
        "North Atlantic Treaty Organisation",
    ]


def test_accents_and_case_do_not_count() -> None:
    assert rank("CHAVEZ", ROWS) == [4]
    assert rank("chávez", ROWS) == [4]


def test_letters_scattered_over_a_word_are_no_match() -> None:
    assert rank("sctns", ROWS) == []
    assert among("tram", "Neoliberal project", "Bolivarian Alliance (ALBA-TCP)", "Trade and mining", "Team") == []
    assert among("print", "Previous claim on this topic", "Pricing in time") == []
    assert among("mdl", "Mirandola") == []


def test_a_long_word_may_be_misspelt_where_nothing_else_is_found() -> None:
    assert among("medvdev", "Medvedev", "Medina") == ["Medvedev"]
    assert among("dmitri medvedjev", "Dmitri Medvedev") == ["Dmitri Medvedev"]
    assert among("integratoin", "Regional integration") == ["Regional integration"]
    assert among("брдиге", "бридге", "мост") == ["бридге"]
    # a short word, another first letter, or too much of it: another name
    assert among("weber", "Reber") == among("team", "tram") == among("medwetjew", "Medvedev") == []
    # and no more than what is there
    assert among("sanctions", "Sanctions", "Sanctioned") == ["Sanctions"]


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
    matches = rank(query, rows, 50)
    assert len(set(matches)) == len(matches)
    for at, name in enumerate(names):
        if fold(name).strip() and fold(name) == " ".join(fold(name).split()):
            assert at in rank(name, rows, 50)


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


def score(query: str, name: str) -> int:
    """Return how well one name answers, from beginnings of words to substrings, as one would write it down."""
    if name == query or name.startswith(query):
        return 100 if name == query else 90
    asked, words, at = query.split(), name.split(), 0
    for word in words:
        at += at < len(asked) and word.startswith(asked[at])
    if at == len(asked):
        return 80 if words[0].startswith(asked[0]) else 75
    return 60 if query in name else 0


words = st.text("abcde -", min_size=1, max_size=12)


@given(st.lists(words, max_size=12), words)
def test_it_finds_the_best_that_scoring_each_name_finds(names: list[str], query: str) -> None:
    index = MatchingIndex(Candidate(at, (name,)) for at, name in enumerate(names))
    flat = [" ".join(fold(name).replace("-", " ").split()) for name in names]
    wanted = " ".join(fold(query).replace("-", " ").split())
    matches = index.find(query, 50)
    if not wanted:
        assert all(not flat[match.key] for match in matches)
        return
    scores = [score(wanted, name) if name else 0 for name in flat]
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    assert {match.key: match.score for match in matches if match.score >= 60} == {
        at: one for at, one in enumerate(scores) if one
    }
    assert all(match.score != 30 for match in matches) or not any(scores)


def test_the_heaviest_stand_first_for_those_who_look_through_all() -> None:
    index = MatchingIndex([Candidate(1, ("a",), 2), Candidate(2, ("b",), 7), Candidate(3, ("c",), 2)])
    assert index.heaviest(2) == [2, 1]
