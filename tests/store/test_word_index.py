"""What the index and the vocabulary find is what the patterns find in the texts themselves."""

import json
import re
import sqlite3
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.folding import FoldedText, Phrase, searchable, words, words_with_inside
from desktop.core.values import CodedDocument, Facts
from desktop.store import vocabulary
from desktop.store.database import Database
from desktop.store.edits import documents as edit_documents
from desktop.store.files import Connection
from desktop.store.reads.search import search
from desktop.store.reads.word_index import found_in, rows
from desktop.store.vocabulary import KnownWords
from tests.clock import processor_time

from ..core.test_folding import LETTERS

SYLLABLES = ["fer", "ry", "bus", "us", "é", "ل", "ال", "ميناء", "部", "长", "한", "국", " ", "-", ". "]
texts = st.lists(st.sampled_from([*SYLLABLES, *LETTERS]), max_size=12).map("".join)


def index_of(documents: list[str]) -> Database:
    """Return as much of a project as is asked for its words."""
    connection = sqlite3.connect(":memory:", factory=Connection)
    connection.vocabulary = KnownWords(connection)
    connection.execute("CREATE VIRTUAL TABLE t USING FTS5 (x, tokenize='ascii')")
    connection.execute("CREATE TABLE vocabulary (word TEXT PRIMARY KEY)")
    folded = [searchable(one) for one in documents]
    connection.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", enumerate(folded))
    known = {(word,) for one in folded for some in words_with_inside(one) for word in some}
    connection.executemany("INSERT INTO vocabulary VALUES (?)", known)
    return cast("Database", SimpleNamespace(sqlite=connection))


@given(st.lists(texts, max_size=9), st.integers(1, 3), st.integers(1, 9))
def test_very_many_words_are_put_in_their_order_and_told_in_parts(
    documents: list[str], told_at_once: int, letters: int
) -> None:
    connection = sqlite3.connect(":memory:", factory=Connection)
    known = KnownWords(connection)
    content = " ".join(documents).encode("utf-8", "surrogatepass")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary, "_TOLD", told_at_once)
        patch.setattr(vocabulary, "_SORTED", letters)
        told = json.loads(known.new_words(content))
    assert told == sorted(set().union(*words_with_inside(searchable(content.decode("utf-8", "replace")))))
    connection.close()


@pytest.mark.parametrize("word", ["{}said", "parliamentarydebates{}", "{}дума"])
def test_no_call_takes_long_that_puts_the_words_of_a_large_text_in_order(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # nothing else in the program has its turn while one call goes over them
    connection = sqlite3.connect(":memory:", factory=Connection)
    known = KnownWords(connection)
    known.known = set()
    words_at_once: list[int] = []
    once, dumps = sorted, json.dumps
    monkeypatch.setattr(
        vocabulary, "sorted", lambda some: (words_at_once.append(len(some)), once(some))[1], raising=False
    )
    monkeypatch.setattr(json, "dumps", lambda some, **named: (words_at_once.append(len(some)), dumps(some, **named))[1])
    found = [word.format(number) for number in range(60_000)]
    told = known.new_words(" ".join((*found, *found)).encode())
    assert json.loads(told) == once(found)
    assert 0 < max(words_at_once) <= 10_000
    assert known.known == set(found)
    connection.close()


@given(st.lists(texts, max_size=6), texts.map(lambda text: text[:6]), st.sampled_from(["plain", "whole", "stars"]))
def test_the_index_and_the_patterns_find_the_same_texts(documents: list[str], asked: str, kind: str) -> None:
    own = words(asked)
    if not own or "\x80" in own:
        return
    db = index_of(documents)
    phrases: list[Phrase] = [*Phrase(own).spellings()]
    if kind == "whole":
        phrases = [Phrase(own, whole=True)]
    elif kind == "stars":
        before = Phrase(own, [(True, False), *[(False, False)] * (len(own) - 1)])
        phrases = [Phrase(own, whole=True, prefix=True), before, Phrase(own, list(before.stars), prefix=True)]
    for phrase in phrases:
        found = rows(db, "t", [phrase], len(documents))
        pattern = re.compile(phrase.pattern())
        assert found == {at for at, text in enumerate(documents) if any(FoldedText(text).spans(pattern))}
        sql, values = found_in("t", [phrase])
        assert {row[0] for row in db.sqlite.execute(sql, values)} == found
    cast("sqlite3.Connection", db.sqlite).close()


def test_more_words_than_are_asked_for_at_once_are_all_asked_for() -> None:
    documents = [f"a{number}ferry" for number in range(1_000)]
    db = index_of(documents)
    assert rows(db, "t", [Phrase(["ferry"])], 1_000) == set(range(1_000))
    sql, values = found_in("t", [Phrase(["7ferry"])])
    assert {row[0] for row in db.sqlite.execute(sql, values)} == set(range(7, 1_000, 10))
    cast("sqlite3.Connection", db.sqlite).close()


@pytest.mark.parametrize("asked", ["*us*", "*us", "us*", "us", '"us"', "xus"])
def test_one_word_of_many_letters_is_gone_through_once(db: Database, asked: str) -> None:
    texts = {size: "ab" * size + " bus " for size in (10_000, 20_000)}
    for size, text in texts.items():
        edit_documents.add_documents(db, [CodedDocument(f"{size}.txt", Facts(), text)])
    pattern = {size: processor_time(lambda text=text: search_in(text, asked), 3) for size, text in texts.items()}
    # twice the letters take about twice the time, not four times
    assert pattern[20_000] < 3 * pattern[10_000] + 0.005
    assert len(search(db, asked)) == 2 * (asked in ("*us*", "*us", "us"))


def search_in(text: str, asked: str) -> int:
    from desktop.core.concordance import wanted

    what = wanted(asked)
    assert what is not None
    return sum(1 for _ in FoldedText(text).spans(what.pattern))
