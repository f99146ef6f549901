import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.folding import searchable, words
from desktop.core.query import Group, Not, Query, Term, as_fts, fold, holds, parse, term_stands, terms

WORDS = ["velo", "marin", "tosk", "nim"]
TEXTS = ["", "velo", "velo marin", "marin velo", "tosk nim velo", "Vélo, MARIN; tosk", "velour marina", "nim nim"]


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING FTS5 (x, tokenize='ascii')")
    connection.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", enumerate(map(searchable, TEXTS)))
    yield connection
    connection.close()


def stands_in(text: str, query: Query) -> bool:
    return holds(query, lambda term: term_stands(term, fold(text)))


phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
queries = st.recursive(
    st.builds(Term, phrases, st.booleans()),
    lambda inner: (
        st.builds(Not, inner) | st.builds(Group, st.lists(inner, min_size=2, max_size=3).map(tuple), st.booleans())
    ),
    max_leaves=8,
)


@given(queries)
def test_the_index_finds_what_plain_python_finds(index: sqlite3.Connection, query: Query) -> None:
    expression, inverted = as_fts(query)
    found = {row[0] for row in index.execute("SELECT rowid FROM t WHERE t MATCH ?", [expression])}
    if inverted:
        found = set(range(len(TEXTS))) - found
    assert found == {number for number, text in enumerate(TEXTS) if stands_in(text, query)}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("velo", Term("velo", True)),
        ('"velo"', Term("velo")),
        ("velo marin", Group((Term("velo"), Term("marin", True)))),
        ("velo AND marin", Group((Term("velo"), Term("marin", True)))),
        ('"velo marin" nim', Group((Term("velo marin"), Term("nim", True)))),
        ("velo* nim", Group((Term("velo", True), Term("nim", True)))),
        ("velo OR nim tosk", Group((Term("velo"), Group((Term("nim"), Term("tosk", True)))), True)),
        ("(velo OR nim) tosk", Group((Group((Term("velo"), Term("nim")), True), Term("tosk", True)))),
        ("velo NOT nim", Group((Term("velo"), Not(Term("nim", True))))),
        ('velo -"nim tosk"', Group((Term("velo"), Not(Term("nim tosk"))))),
        ("NOT NOT velo", Term("velo", True)),
        ("velo AND", Term("velo")),
        ("OR velo OR", Term("velo")),
        ("velo-marin", Term("velo-marin", True)),
        ("and or not", Group((Term("and"), Term("or"), Term("not", True)))),
        ('AND OR NOT ( ) - "', None),
    ],
)
def test_what_is_typed_is_read_as_it_is_meant(typed: str, meant: Query | None) -> None:
    assert parse(typed) == meant


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.one_of(st.characters(), st.sampled_from('"()*-: ANDORNOT\0\ud83d')), max_size=30))
def test_whatever_is_typed_the_index_takes_it(index: sqlite3.Connection, typed: str) -> None:
    query = parse(typed)
    if query is not None:
        index.execute("SELECT rowid FROM t WHERE t MATCH ?", [as_fts(query)[0]]).fetchall()
        assert set(terms(query)) <= set(terms(query, every=True))


@pytest.mark.parametrize(
    "typed", ["(" * 5000 + "velo", "NOT " * 5000 + "velo", "velo OR " * 5000, "(velo OR nim) " * 900]
)
def test_a_query_of_any_length_is_one(index: sqlite3.Connection, typed: str) -> None:
    query = parse(typed)
    assert query is not None
    index.execute("SELECT rowid FROM t WHERE t MATCH ?", [as_fts(query)[0]]).fetchall()


def test_a_term_is_folded_once_however_many_titles_are_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    folded: list[str] = []

    def counted(text: str) -> list[str]:
        folded.append(text)
        return words(text)

    monkeypatch.setattr("desktop.core.query.words", counted)
    asked = Term("Ólme Brüvik")
    assert [term_stands(asked, title) for title in ("the olme bruvik", "olme", "")] == [True, False, False]
    assert folded == ["Ólme Brüvik"]
