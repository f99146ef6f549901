from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.filters import ClaimFilter
from desktop.core.memos import MemoTarget
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, SearchHit, Stance
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import memos as edit_memos
from desktop.store.reads import filtered
from desktop.store.reads.search import FoundDocument, found_documents, passage, search, search_all

from .making import BRIEF, ORIGINAL_DOCUMENT, TEXT

FILLER = "lorn vask pell quin "


def add(db: Database, text: str, title: str = "", publisher: str = "") -> int:
    """Add a document and return its number."""
    (added,) = edit_documents.add_documents(db, [CodedDocument("a.txt", Facts(title, publisher), text)])
    return added.document_id


def found(db: Database, query: str) -> set[int]:
    return {hit.document_id for hit in search(db, query)}


def marked(hit: SearchHit) -> list[str]:
    return [hit.snippet[start:end] for start, end in hit.marks]


@pytest.mark.parametrize("query", ["velo", "VELO", "Velo marin", "pardun velo", "nimor est", "NIMÓR", "élbar", "ELBAR"])
def test_words_are_found_whatever_their_case_accents_and_order(db: Database, query: str) -> None:
    assert found(db, query) == {1}


def test_an_accent_in_the_text_does_not_hide_a_word_from_a_query_without_it(db: Database) -> None:
    number = add(db, "Señor Müller är i Zürich. Cafe\u0301.")
    for query in ("senor", "muller", "ar zurich", "cafe", "café", "cafe\u0301"):
        assert number in found(db, query), query


@pytest.mark.parametrize("query", ["velo missing", '"elo"', '"vel" marin', "velomarin", "elo*", "*tos"])
def test_all_words_must_stand_there_and_those_in_quotation_marks_whole(db: Database, query: str) -> None:
    assert found(db, query) == set()


@pytest.mark.parametrize("query", ["pard", "marin pard", "v", "elo", "vel marin", "vel*", "*elo", "*el*"])
def test_letters_are_found_inside_of_words_and_a_star_stands_for_letters(db: Database, query: str) -> None:
    assert found(db, query) == {1}


def test_whole_words_and_their_beginnings_come_before_letters_inside_of_words(db: Database) -> None:
    inside = [add(db, "omniferry " * 9), add(db, "some omniferry here")]
    begun = add(db, FILLER * 40 + "ferryman")
    whole = add(db, "ferry ferry")
    hits = search(db, "ferry")
    assert [hit.document_id for hit in hits] == [whole, begun, *inside]
    assert marked(hits[2]) == ["ferry"] * 9
    assert [hit.document_id for hit in search(db, "ferry", limit=3)] == [whole, begun, inside[0]]
    assert found(db, "NOT ferry") == found(db, "-ferry") == {1}
    assert found(db, '-"ferry"') == {1, *inside, begun}


def test_letters_inside_of_titles_are_found_and_no_words_of_two_titles(db: Database) -> None:
    numbers = [add(db, f"other {at}", title, "Gull Post") for at, title in enumerate(("Omniferry", "Ferry toll", "Ry"))]
    assert found(db, "ferry") == set(numbers[:2])
    assert found(db, "ry") == set(numbers)
    assert found(db, '"ferry"') == found(db, "ferry-toll") == {numbers[1]}
    assert found(db, "toll-gull") == found(db, "post-ry") == set()


def test_a_word_that_is_new_is_found_inside_and_one_that_is_taken_back_is_not(db: Database) -> None:
    assert found(db, "nifer") == set()
    number = add(db, "The omniferry")
    assert found(db, "nifer") == {number}
    (added,) = edit_documents.add_documents(db, [CodedDocument("b.txt", Facts(), "no omnibus, no omniferries")])
    assert found(db, "nifer") == {number, added.document_id}
    db.undo()
    assert found(db, "nifer") == {number}
    db.redo()
    assert found(db, "nifer") == {number, added.document_id}
    assert problems(db) == []


def test_a_word_of_an_action_that_failed_is_found_when_it_comes_again(db: Database) -> None:
    def fail() -> None:
        with db.edit("tag_claim"):
            db.sqlite.execute("INSERT INTO text (sha256, content) VALUES (?, 'omniferry')", ["0" * 64]).close()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    number = add(db, "omniferry omnibus")
    assert found(db, "nifer") == found(db, "nibus") == {number}


def test_a_closed_quotation_mark_ends_the_last_word(db: Database) -> None:
    assert found(db, '"pardun"') == {1}
    assert found(db, '"pard"') == set()


def test_words_in_quotation_marks_are_a_phrase(db: Database) -> None:
    assert found(db, '"marin tosk"') == {1}
    assert found(db, '"tosk marin"') == set()
    assert found(db, "tosk marin") == {1}
    assert found(db, 'quist "marin velo"') == {1}
    assert found(db, '"marin ve') == {1}


def test_a_hit_tells_how_often_and_where_first(db: Database) -> None:
    (hit,) = search(db, "velo")
    assert (hit.count, hit.position) == (2, TEXT.index("Velo"))
    (hit,) = search(db, "quist")
    # in code points, with an emoji before it
    assert (hit.count, hit.position) == (1, TEXT.index("quist"))


def test_marks_point_at_the_words_of_the_snippet(db: Database) -> None:
    (hit,) = search(db, "velo mar")
    assert marked(hit) == ["Velo", "mar", "Mar", "velo"]
    assert hit.snippet == " ".join(TEXT.split())


@pytest.mark.parametrize("before", ["", FILLER, FILLER * 3, FILLER * 40, "x" * 300, "a\n\n \u00a0b " * 30])
@pytest.mark.parametrize("after", ["", ".", " " + FILLER, FILLER * 40, "y" * 300])
def test_the_first_match_always_stands_in_the_snippet_and_is_marked(db: Database, before: str, after: str) -> None:
    text = f"{before}wort" + (f" {after}" if after else "")
    number = add(db, text if not before.endswith("x") else f"{before} wort {after}")
    (hit,) = search(db, "wort")
    assert hit.document_id == number
    assert marked(hit) == ["wort"]
    assert hit.position == (len(before) + before.endswith("x"))
    assert hit.snippet.startswith("…") == (hit.position > 60)
    assert len(hit.snippet) <= 230
    assert hit.snippet == " ".join(hit.snippet.split())


def test_a_match_longer_than_the_snippet_is_marked_to_its_end(db: Database) -> None:
    add(db, "so " + FILLER * 30)
    (hit,) = search(db, '"' + FILLER * 20 + '"')
    (mark,) = hit.marks
    assert mark == (3, len(hit.snippet))


def test_a_match_that_begins_right_behind_the_snippet_leaves_no_empty_mark(db: Database) -> None:
    for gap in range(140, 170):
        add(db, f"zorn{'.' * gap}zorn")
    for hit in search(db, "zorn"):
        assert all(start < end for start, end in hit.marks)
        assert marked(hit)[0] == "zorn"


@pytest.mark.parametrize(
    "query", ["papers", "elbar pap", "THE ÉLBAR", '"elbar papers"', "herald", "tarn", "papers herald"]
)
def test_title_and_publisher_are_searched_like_the_text(db: Database, query: str) -> None:
    (hit,) = search(db, query)
    assert (hit.document_id, hit.snippet, hit.marks, hit.count, hit.position) == (1, "The Élbar papers", (), 0, None)


def test_a_phrase_does_not_match_a_title_with_the_words_apart(db: Database) -> None:
    assert search(db, '"the papers"') == []


def test_a_document_that_matches_by_title_and_text_is_one_hit_with_its_place(db: Database) -> None:
    number = add(db, "Some zorn here.", "Zorn")
    (hit,) = search(db, "zorn")
    assert (hit.document_id, hit.position) == (number, 5)


def test_a_limit_holds_for_text_and_title_hits_together(db: Database) -> None:
    for number in range(5):
        add(db, f"zorn {number}")
        add(db, f"other {number}", "Zorn")
    assert len(search(db, "zorn")) == 10
    assert [hit.position for hit in search(db, "zorn", limit=7)] == [0] * 5 + [None] * 2
    assert len(search(db, "zorn", limit=3)) == 3


def test_the_better_match_comes_first(db: Database) -> None:
    once = add(db, "zorn " + FILLER * 40)
    often = add(db, "zorn " * 9 + FILLER)
    assert [hit.document_id for hit in search(db, "zorn")] == [often, once]


@pytest.mark.parametrize("query", ["", " ", "-", "?!", '"', '""', '" "', "_", "( * )", "…“”", "→", "\u0301", "%", "\0"])
def test_a_query_without_a_word_finds_nothing(db: Database, query: str) -> None:
    assert search(db, query) == []


OPERATORS = ["velo AND", "AND", "OR", "NOT velo", "velo OR marin", "NEAR(velo marin)", "velo:marin", "content:velo"]
SIGNS = ["{velo}", "^velo", "velo *", "*velo", "(velo", "velo)", "velo + marin", "\\", "%_", "a\0b", "\ufdd0velo\ufdd1"]
QUOTES = ['"velo', 've"lo', '"" velo', '"velo" "', "x'y", "'; DROP TABLE claim; --"]


@pytest.mark.parametrize("query", [*OPERATORS, *SIGNS, *QUOTES])
def test_syntax_in_a_query_is_only_text(db: Database, query: str) -> None:
    assert found(db, query) <= {1}
    assert db.sqlite.execute("SELECT count(*) FROM claim").fetchone() == (3,)


def test_a_query_may_be_a_whole_page(db: Database) -> None:
    assert found(db, "velo " * 3000) == found(db, "(" * 3000 + "velo") == {1}
    assert found(db, "v" * 6_000) == found(db, f'"{"velo " * 2_000}"') == set()


@pytest.mark.parametrize("query", ["(velo", "velo *", "^velo", "velo\0", "velo\ud83d", "{velo}", "velo -", "“velo”"])
def test_punctuation_around_a_word_does_not_hide_it(db: Database, query: str) -> None:
    assert found(db, query) == {1}


def test_words_are_joined_by_and_or_and_not(db: Database) -> None:
    number = add(db, "to be or not to be, and near")
    assert found(db, "be OR velo") == found(db, "near OR (velo marin)") == {1, number}
    assert found(db, "velo AND be") == found(db, "velo be") == set()
    assert found(db, "NOT velo") == found(db, "-velo") == found(db, "(be OR velo) NOT marin") == {number}
    assert found(db, "velo NOT (be OR near)") == found(db, "NOT NOT velo") == {1}


def test_small_letters_and_dangling_operators_ask_for_words_only(db: Database) -> None:
    number = add(db, "to be or not to be, and near")
    assert found(db, "be or not") == found(db, "be OR") == found(db, "AND NEAR") == found(db, "be NOT") == {number}
    assert found(db, "(be") == found(db, "be) near") == found(db, "be AND OR near") == {number}


def test_words_may_stand_one_in_the_title_and_one_in_the_text(db: Database) -> None:
    (hit,) = search(db, "herald velo")
    assert (hit.document_id, marked(hit)) == (1, ["Velo", "velo"])
    assert found(db, "velo NOT herald") == set()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.one_of(st.characters(), st.sampled_from("\"'()*:^-+{}\0 \ud83déVelo")), max_size=20))
def test_no_query_raises_and_every_mark_holds_a_word(db: Database, query: str) -> None:
    for hit in search(db, query):
        assert hit.document_id == 1
        for words in marked(hit):
            assert words.strip()


def test_the_text_that_a_brief_had_is_not_found_once_its_original_is_there(db: Database) -> None:
    (added,) = edit_documents.add_documents(db, [BRIEF])
    assert found(db, "tells of") == {added.document_id}
    edit_documents.add_documents(db, [ORIGINAL_DOCUMENT])
    assert found(db, "tells of") == set()
    assert found(db, "olme") == {added.document_id}
    db.undo()
    assert found(db, "tells of") == {added.document_id}
    assert found(db, "olme") == set()


def test_an_undone_import_is_not_found(db: Database) -> None:
    edit_documents.add_documents(db, [replace(ORIGINAL_DOCUMENT, facts=Facts(title="Zorn"))])
    db.undo()
    assert found(db, "olme") == found(db, "zorn") == set()


def test_documents_claims_and_memos_are_found_in_groups(db: Database) -> None:
    edit_memos.set_text(db, MemoTarget(actor_id=1, topic_id=1), "Compare this tosk with the first.")
    found = search_all(db, "tosk")
    assert [hit.document_id for hit in found.documents] == [1]
    assert {hit.claim_id for hit in found.claims} == {1, 3}
    (memo,) = found.memos
    assert (memo.memo.target.kind, memo.snippet) == ("cell", "Compare this tosk with the first.")
    for hit in (*found.claims, memo):
        assert [hit.snippet[start:end] for start, end in hit.marks] == ["tosk"]
    assert (found.document_count, found.claim_count, found.memo_count) == (1, 2, 1)
    assert found
    assert search_all(db, "tosk", coded=True) == replace(found, documents=(), document_count=0)
    assert not search_all(db, "zorn")
    assert not search_all(db, " - ")


def test_the_groups_are_cut_but_their_counts_are_not(db: Database) -> None:
    found = search_all(db, "tosk", limit=1)
    assert (len(found.claims), found.claim_count) == (1, 2)


def test_claims_that_are_not_shown_and_their_memos_are_not_found(db: Database) -> None:
    edit_memos.set_text(db, MemoTarget(claim_id=3), "Velo tosk.")
    hidden = ClaimFilter(stances=(Stance.FAVOR,))
    found = search_all(db, "tosk", shown=hidden)
    assert ([hit.claim_id for hit in found.claims], found.claim_count) == ([1], 1)
    assert found.memos == ()
    assert len(search_all(db, "tosk").memos) == 1


def test_what_is_excluded_alone_finds_all_else(db: Database) -> None:
    found = search_all(db, "NOT tosk")
    assert [hit.claim_id for hit in found.claims] == [2]
    assert found.claims[0].snippet == "“nimor” ést"
    assert [hit.memo.text for hit in found.memos] == ["First."]


def test_the_indexes_follow_every_edit_and_its_undo(db: Database) -> None:
    def claims(query: str) -> set[int]:
        return {hit.claim_id for hit in search_all(db, query).claims}

    edit_claims.change(db, 2, span=Span(0, 4))
    assert (claims("nimor"), claims("velo")) == (set(), {2})
    edit_claims.delete(db, [2])
    assert claims("velo") == set()
    db.undo()
    assert claims("velo") == {2}
    db.undo()
    assert (claims("nimor"), claims("velo")) == ({2}, set())
    assert problems(db) == []


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.one_of(st.characters(), st.sampled_from("\"'()*:^-+{}\0 \ud83déVeloNOTORAND")), max_size=20))
def test_no_query_of_the_whole_project_raises(db: Database, query: str) -> None:
    search_all(db, query)
    filtered.count(db, ClaimFilter(text=query))


def test_documents_are_found_without_reading_their_texts_and_have_the_same_passages(db: Database) -> None:
    add(db, "zorn " * 9 + FILLER)
    add(db, "a Zorn", "Omnizorn")
    add(db, "none", "Zorn")
    asked: list[str] = []
    for query in ("zorn", '"zorn"', "zorn NOT omnizorn", "orn OR velo", "elbar", "zzzz", ""):
        db.sqlite.conn.set_trace_callback(asked.append)
        numbers = found_documents(db, query)
        db.sqlite.conn.set_trace_callback(None)
        assert [passage(db, query, one) for one in numbers] == search(db, query)
    assert not any("content" in sql for sql in asked)
    assert passage(db, "zorn", FoundDocument(99, in_text=True)) == SearchHit(99, "")


def test_a_title_is_found_as_soon_as_it_is_written_and_no_longer_than_it_stands(db: Database) -> None:
    assert found(db, "omniferry") == set()
    edit_documents.rename(db, 1, "Omniferry")
    assert found(db, "omniferry") == {1}
    db.undo()
    assert found(db, "omniferry") == set()
    with Database(db.path) as other:
        edit_documents.rename(other, 1, "Gull")
    assert (found(db, "elbar papers"), found(db, "gull")) == (set(), {1})

    def fail() -> None:
        with db.edit("tag_claim"):
            db.sqlite.execute("UPDATE document SET title = 'Omnibus' WHERE id = 1").close()
            assert found(db, "omnibus") == {1}
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert found(db, "omnibus") == set()
