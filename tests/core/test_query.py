import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.folding import FoldedText, words
from desktop.core.query import Group, Not, Query, Term, fold, holds, parse, places_pattern, term_stands, terms
from desktop.core.query import phrases as phrases_of

from ..clock import processor_time

WORDS = ["velo", "marin", "tosk", "nim"]
TEXTS = ["", "velo", "velo marin", "marin velo", "tosk nim velo", "Vélo, MARIN; tosk", "velour marina", "nim nim"]


def stands_in(text: str, query: Query) -> bool:
    return holds(query, lambda term: term_stands(term, fold(text)))


phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
queries = st.recursive(
    st.builds(Term, phrases, st.booleans(), st.booleans(), st.booleans()),
    lambda inner: (
        st.builds(Not, inner) | st.builds(Group, st.lists(inner, min_size=2, max_size=3).map(tuple), st.booleans())
    ),
    max_leaves=8,
)


@given(queries)
def test_what_stands_in_the_words_of_a_text_has_a_place_there(query: Query) -> None:
    for term in terms(query, every=True):
        pattern = places_pattern(term)
        assert pattern is not None
        placed = [any(FoldedText(text).spans(pattern)) for text in TEXTS]
        assert placed == [stands_in(text, term) for text in TEXTS]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("velo", Term("velo")),
        ('"velo"', Term("velo", True)),
        ("velo*", Term("velo", True, True)),
        ("*velo", Term("velo", True, False, True)),
        ("*velo*", Term("velo", True, True, True)),
        ("velo marin", Group((Term("velo"), Term("marin")))),
        ("velo AND marin", Group((Term("velo"), Term("marin")))),
        ('"velo marin" nim', Group((Term("velo marin", True), Term("nim")))),
        ('"velo marin', Term("velo marin", True, True)),
        ("velo* nim", Group((Term("velo", True, True), Term("nim")))),
        ("velo OR nim tosk", Group((Term("velo"), Group((Term("nim"), Term("tosk")))), True)),
        ("(velo OR nim) tosk", Group((Group((Term("velo"), Term("nim")), True), Term("tosk")))),
        ("velo NOT nim", Group((Term("velo"), Not(Term("nim"))))),
        ('velo -"nim tosk"', Group((Term("velo"), Not(Term("nim tosk", True))))),
        ("NOT NOT velo", Term("velo")),
        ("velo AND", Term("velo")),
        ("OR velo OR", Term("velo")),
        ("velo-marin", Term("velo-marin")),
        ("and or not", Group((Term("and"), Term("or"), Term("not")))),
        ('AND OR NOT ( ) - "', None),
    ],
)
def test_what_is_typed_is_read_as_it_is_meant(typed: str, meant: Query | None) -> None:
    assert parse(typed) == meant


@given(st.text(st.one_of(st.characters(), st.sampled_from('"()*-: ANDORNOT\0\ud83d')), max_size=30))
def test_whatever_is_typed_has_terms(typed: str) -> None:
    query = parse(typed)
    if query is not None:
        assert set(terms(query)) <= set(terms(query, every=True))


@pytest.mark.parametrize(
    "typed", ["(" * 5000 + "velo", "NOT " * 5000 + "velo", "velo OR " * 5000, "(velo OR nim) " * 900]
)
def test_a_query_of_any_length_is_one(typed: str) -> None:
    query = parse(typed)
    assert query is not None
    assert {term.words for term in terms(query, every=True)} <= {"velo", "nim"}


def test_a_term_is_folded_once_however_many_titles_are_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    folded: list[str] = []

    def counted(text: str) -> list[str]:
        folded.append(text)
        return words(text)

    monkeypatch.setattr("desktop.core.query.words", counted)
    asked = Term("Ólme Brüvik")
    assert [term_stands(asked, title) for title in ("the olme bruvik", "olme", "")] == [True, False, False]
    assert folded == ["Ólme Brüvik"]


@given(st.lists(st.sampled_from(["ab", "b", "a", "c1"]), min_size=1, max_size=4), st.text("ab 部c1-.", max_size=24))
def test_a_quoted_phrase_stands_where_its_words_do_whole_one_after_the_other(asked: list[str], text: str) -> None:
    pattern = places_pattern(Term(" ".join(asked), whole=True))
    assert pattern is not None
    held, wanted = words(text), words(" ".join(asked))
    has = any(held[at : at + len(wanted)] == wanted for at in range(len(held)))
    assert bool([*FoldedText(text).spans(pattern)]) == has


def test_a_phrase_of_a_whole_page_is_compiled_as_soon_as_its_words() -> None:
    asked = Term("ab cd " * 2_000, whole=True)
    phrases_of(asked)

    def compiled(pattern: str) -> None:
        re.purge()
        re.compile(pattern)

    plain = processor_time(lambda: compiled("[ -/]+".join(["ab", "cd"] * 2_000)))
    assert processor_time(lambda: compiled(phrases_of(asked)[0].pattern())) < 4 * plain
