"""What the first rows of a search are: the same as those that the patterns find in the texts, read one by one."""

import sqlite3
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import query as queries
from desktop.core.filters import ClaimFilter
from desktop.core.folding import FoldedText, searchable, words, words_with_inside
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import documents as edit_documents
from desktop.store.files import Connection
from desktop.store.reads import first_hits
from desktop.store.reads import search as reads_search
from desktop.store.reads.filtered import Condition
from desktop.store.reads.first_hits import first
from desktop.store.reads.search import search_all
from desktop.store.vocabulary import KnownWords

from ..core.test_folding import LETTERS

SYLLABLES = ["fer", "ry", "bus", "us", "é", "ل", "ال", "ميناء", "部", "长", "한", "국", "Пет", "ров", " ", "-", ". "]
texts = st.lists(st.sampled_from([*SYLLABLES, *LETTERS]), max_size=10).map("".join)
terms = st.lists(st.sampled_from([*SYLLABLES, *LETTERS[:40]]), min_size=1, max_size=3).map("".join)
asked_terms = st.tuples(terms, st.sampled_from(["{}", '"{}"', "{}*", "*{}", "-{}", "NOT {}", "({} OR us)"])).map(
    lambda both: both[1].format(both[0])
)
asked = st.lists(asked_terms, min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from([" ", " OR ", " AND "]).map(lambda sign: sign.join(parts))
)
ALL = Condition("1", ())


def table_of(contents: list[str]) -> Database:
    """Return as much of a project as is asked for its claims' words."""
    connection = sqlite3.connect(":memory:", factory=Connection)
    connection.vocabulary = KnownWords(connection)
    connection.execute("CREATE TABLE claim (id INTEGER PRIMARY KEY, quote TEXT)")
    connection.execute("CREATE VIRTUAL TABLE claim_fts USING FTS5 (quote, tokenize='ascii')")
    connection.execute("CREATE TABLE vocabulary (word TEXT PRIMARY KEY)")
    folded = [searchable(one) for one in contents]
    connection.executemany("INSERT INTO claim VALUES (?, ?)", enumerate(contents))
    connection.executemany("INSERT INTO claim_fts (rowid, quote) VALUES (?, ?)", enumerate(folded))
    connection.executemany(
        "INSERT INTO vocabulary VALUES (?)", {(w,) for one in folded for some in words_with_inside(one) for w in some}
    )
    return cast("Database", SimpleNamespace(sqlite=connection))


@pytest.mark.parametrize("most", [0, 2, 500])
@given(st.lists(texts, max_size=8), asked, st.integers(1, 10))
def test_the_first_rows_are_those_that_the_texts_have(most: int, contents: list[str], query: str, limit: int) -> None:
    parsed = queries.parse(query)
    # a stop among what no blank parts is a word of the index alone
    if parsed is None or any("\x80" in words(term.words) for term in queries.terms(parsed, every=True)):
        return
    patterns = {one: queries.pattern_of(queries.phrases(one)) for one in queries.terms(parsed, every=True)}
    folded = [FoldedText(text).folded for text in contents]
    expected = [
        at
        for at, text in enumerate(folded)
        if queries.holds(parsed, lambda term, text=text: patterns[term].search(text) is not None)  # type: ignore[misc]
    ]
    db = table_of(contents)
    with pytest.MonkeyPatch.context() as patch:
        # with few words that are asked for at once, texts are read
        patch.setattr(first_hits, "_WORDS", most)
        whole = first(db, parsed, "claim", "quote", ALL, limit, limit)
        assert whole == (expected[:limit], len(expected) < limit)
        odd = [at for at in expected if at % 2]
        part = first(db, parsed, "claim", "quote", Condition("t.id % ? = 1", (2,)), limit, limit)
        assert part == (odd[:limit], len(odd) < limit)
    cast("sqlite3.Connection", db.sqlite).close()


def test_letters_that_few_of_very_many_texts_have_are_left_to_the_index() -> None:
    db = table_of([f"w{number}erry" for number in range(60)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_hits, "_WORDS", 5)
        patch.setattr(first_hits, "_READ", 30)
        parsed = queries.parse("erry NOT w7")
        assert parsed is not None
        assert first(db, parsed, "claim", "quote", ALL, 20, 20) == ([*range(7), *range(8, 21)], False)
        assert first(db, parsed, "claim", "quote", ALL, 40, 40) is None
        # a list that has enough asks for no more that take long
        patch.setattr(first_hits, "_ENOUGH", 10)
        assert first(db, parsed, "claim", "quote", ALL, 40, 5) == ([*range(7), *range(8, 11)], False)
    cast("sqlite3.Connection", db.sqlite).close()


@pytest.mark.parametrize("query", ["erry", '"werry"', "wer*", "erry werr", "erry OR dock", "erry NOT dock"])
def test_the_first_rows_are_not_sorted(query: str) -> None:
    db = table_of(["werry dock", "berry"])
    connection = cast("sqlite3.Connection", db.sqlite)
    asked_sql: list[str] = []
    connection.set_trace_callback(asked_sql.append)
    parsed = queries.parse(query)
    assert parsed is not None
    assert first(db, parsed, "claim", "quote", ALL, 10, 10)
    assert first(db, parsed, "claim", "quote", Condition("t.id >= 0", ()), 10, 10)
    connection.set_trace_callback(None)
    plans = [
        row[3] for sql in asked_sql if "ORDER BY" in sql for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")
    ]
    assert plans
    assert not any("TEMP B-TREE" in plan for plan in plans)
    connection.close()


def add_claims(db: Database, quotes: list[str]) -> list[int]:
    """Tag each of *quotes* in a document of its own lines."""
    text = "\n".join(quotes)
    (added,) = edit_documents.add_documents(db, [CodedDocument("many.txt", Facts(), text)])
    made, at = [], 0
    for quote in quotes:
        place = Span(at, at + len(quote))
        made.append(edit_claims.tag(db, NewClaim(added.document_id, place, (1,), 1, Stance.FAVOR)))
        at += len(quote) + 1
    return made


def test_of_very_many_claims_the_first_are_listed_and_their_number_is_told_when_it_is_asked_for(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = add_claims(db, [f"the omniferry {number}" for number in range(12)])
    monkeypatch.setattr(reads_search, "_RANKED", 10)
    roughly = search_all(db, "ferry", 5, coded=True, roughly=True)
    assert [hit.claim_id for hit in roughly.claims] == made[:5]
    assert (roughly.claim_count, roughly.uncounted) == (10, {"claim"})
    counted = search_all(db, "ferry", 5, coded=True)
    assert counted.claims == roughly.claims
    assert (counted.claim_count, counted.uncounted) == (12, frozenset())


def test_what_begins_a_word_comes_first_though_how_rare_it_is_was_not_counted(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = add_claims(db, ["omniferry one", "ferryman two", "omniferry three", "a ferry"])
    for most in (0, 100):
        monkeypatch.setattr(reads_search, "_COUNTED", most)
        found = [hit.claim_id for hit in search_all(db, "ferry", coded=True).claims]
        assert {*found[:2]} == {made[1], made[3]}
        assert found[2:] == [made[0], made[2]]
    hidden = ClaimFilter(stances=(Stance.AGAINST,))
    assert search_all(db, "ferry", shown=hidden, coded=True, roughly=True).claim_count == 0
