import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.text import text_hash
from desktop.core.values import ActorKind, Certainty, NewClaim, SegmentKind, Stance, Voice
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import counts, filtered
from desktop.store.reads import project as reads
from desktop.store.reads.gathered import Letters

from .making import BRIEF, CODEBOOK, DOCUMENT, ORIGINAL_DOCUMENT, TEXT, ids


def plan_of(db: Database, sql: str) -> list[str]:
    return [row[3] for row in db.sqlite.execute(f"EXPLAIN QUERY PLAN {sql}")]


@contextmanager
def noted(db: Database, sent: list[str]) -> Iterator[None]:
    execute = db.sqlite.execute

    def run(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        sent.append(sql)
        return execute(sql, parameters)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(db.sqlite, "execute", run)
        yield


def statements_of(db: Database, read: Callable[[], object]) -> list[str]:
    """Return the SQL that a read really sends."""
    sent: list[str] = []
    with noted(db, sent):
        read()
    return sent


def test_the_matrix_is_one_read_of_a_covering_index(db: Database) -> None:
    (sql,) = statements_of(db, lambda: counts.counts(db, ("topic", "actor")))
    assert plan_of(db, sql) == ["SCAN x USING COVERING INDEX claim_actor_cell"]


def test_documents_and_what_follows_from_them_are_counted_by_an_index_in_their_order(db: Database) -> None:
    (sql, *_) = statements_of(db, lambda: counts.counts(db, ("document",), document_groups={1: 1}))
    assert plan_of(db, sql) == ["SCAN c USING COVERING INDEX claim_document_stance"]


def test_what_meets_in_a_passage_is_one_read_of_the_index_of_places(db: Database) -> None:
    (sql,) = statements_of(db, lambda: [*counts.passages(db)])
    assert plan_of(db, sql) == ["SCAN c USING COVERING INDEX claim_document"]


@pytest.mark.parametrize("count", [3, 0x7F, 0x80, 0x800, 0xD000])
def test_letters_stand_for_any_number_of_things(count: int) -> None:
    values = {number: number % count for number in range(1, 2 * count)}
    letters = Letters.of(values, range(count))
    assert letters is not None
    assert letters.width == {3: 1, 0x7F: 1, 0x80: 2}.get(count, 3)
    assert len(letters.table) == 2 * count * letters.width
    found = [letters.table[at * letters.width : (at + 1) * letters.width].decode() for at in values]
    assert [letters.meaning[one] for one in found] == [*values.values()]
    assert found[: count - 1] == sorted(found[: count - 1])
    assert Letters.of({1: 0}, range(0xD001)) is None


def test_a_cell_s_claims_are_found_through_the_covering_index(db: Database) -> None:
    sent: list[str] = []
    with noted(db, sent):
        reads.claims(db, topic_id=1, actor_id=1)
    # what the scale of the project is, is asked besides
    sent = [sql for sql in sent if "FROM setting" not in sql]
    assert sent
    for sql in sent:
        plan = plan_of(db, re.sub(r":\w+|\?", "1", sql))
        assert any("COVERING INDEX claim_actor_cell" in step for step in plan), sql
        assert not any(step.startswith(("SCAN c", "SCAN claim")) for step in plan), sql


def test_a_document_s_claims_and_counts_are_found_without_looking_at_all_claims(db: Database) -> None:
    sent: list[str] = []
    with noted(db, sent):
        reads.claims(db, document_id=1)
        reads.documents(db)
    for sql in sent:
        assert not any(
            step.startswith(("SCAN c", "SCAN claim")) for step in plan_of(db, re.sub(r":\w+|\?", "1", sql))
        ), sql


def test_a_document_is_read_as_it_came_in(db: Database) -> None:
    (document,) = reads.documents(db)
    assert document.facts == DOCUMENT.facts
    assert document.facts.date_certainty is Certainty.STATED
    assert (document.name, document.length, document.is_brief) == ("velo.txt", len(TEXT), False)
    assert document.text_sha256 == text_hash(TEXT)
    assert (document.claim_count, document.stances) == (3, (1, 2, 0, 0))
    assert reads.document(db, document.id) == document
    assert reads.text(db, document.id) == TEXT


def test_documents_stand_in_the_order_in_which_they_came_in(db: Database) -> None:
    other = replace(ORIGINAL_DOCUMENT, text=ORIGINAL_DOCUMENT.text + "\n")
    edit_documents.add_documents(db, [other, BRIEF])
    assert [document.name for document in reads.documents(db)] == ["velo.txt", "melka.txt", "melka.md"]


def test_a_document_answers_to_its_number_uuid_name_and_title(db: Database) -> None:
    document = reads.document(db, 1)
    for reference in ("1", document.uuid, "velo.txt", "The Élbar papers"):
        assert reads.find_document(db, reference) == document


@pytest.mark.parametrize("reference", ["2", "0", "velo", "", "9" * 18, "9" * 40, "-1", "1.0"])
def test_a_document_that_is_not_there_is_refused_in_a_sentence(db: Database, reference: str) -> None:
    with pytest.raises(UserError, match=r"^There is no document .*: “visavis documents” lists them.*\.$"):
        reads.find_document(db, reference)


def test_a_name_that_two_documents_bear_is_refused_with_both_numbers(db: Database) -> None:
    db.sqlite.execute("UPDATE document SET title = 'Twice'")
    edit_documents.add_documents(db, [ORIGINAL_DOCUMENT])
    db.sqlite.execute("UPDATE document SET title = 'Twice'")
    with pytest.raises(UserError, match=r"names several documents \(1, 2\)"):
        reads.find_document(db, "Twice")


def test_text_document_and_claim_of_no_such_number_are_refused(db: Database) -> None:
    for read in (reads.text, reads.document, reads.claim):
        with pytest.raises(UserError, match=r"There is no (document|claim) 99"):
            read(db, 99)


def test_segments_stand_by_place_and_a_turn_before_its_paragraphs(db: Database) -> None:
    found = reads.segments(db, 1)
    assert [segment.kind for segment in found] == [
        SegmentKind.HEADING,
        SegmentKind.TURN,
        SegmentKind.PARAGRAPH,
        SegmentKind.FURNITURE,
    ]
    turn = found[1]
    assert (turn.role, turn.label, turn.actor_id) == ("answer", "Ordun", ids(db, "actor")["ordun"])
    assert TEXT[found[2].start : found[2].end] == "Ordun: Karvel, “nimor” ést."
    assert found[0].actor_id is None
    assert reads.segments(db, 99) == []


def test_a_claim_is_read_with_its_quote_context_actors_and_memo(db: Database) -> None:
    actors, topics = ids(db, "actor"), ids(db, "topic")
    claim = reads.claims(db)[0]
    assert claim.quote == TEXT[claim.start : claim.end] == "marin tosk 😀 elbar"
    assert claim.prefix == "Velo "
    assert claim.suffix == TEXT[claim.end : claim.end + 32]
    assert claim.actor_ids == (actors["ordun"], actors["elbar"])
    assert (claim.topic_id, claim.stance, claim.voice) == (topics["trade"], Stance.FAVOR, Voice.DIRECT)
    assert (claim.memo, claim.origin, claim.coder_id) == ("First.", "seed", 1)
    assert claim.span == Span(claim.start, claim.end)
    assert reads.claim(db, claim.id) == claim


def test_actors_of_a_claim_stand_in_their_order_and_not_by_number(db: Database) -> None:
    actors = ids(db, "actor")
    edit_claims.change(db, 1, actor_ids=(actors["elbar"], actors["tarn"], actors["ordun"]))
    assert reads.claim(db, 1).actor_ids == (actors["elbar"], actors["tarn"], actors["ordun"])


def test_several_memos_of_a_claim_are_joined_by_a_blank_line(db: Database) -> None:
    with db.edit("Add memo") as recorder:
        recorder.insert("memo", {"claim_id": 1, "coder_id": 1, "text": "Second.", "created": "2024-01-01T00:00:00Z"})
    assert reads.claim(db, 1).memo == "First.\n\nSecond."


def test_claims_stand_by_place_and_each_argument_narrows_them(db: Database) -> None:
    actors, topics = ids(db, "actor"), ids(db, "topic")
    everything = reads.claims(db)
    assert [claim.quote for claim in everything] == ["marin tosk 😀 elbar", "tosk", "“nimor” ést"]
    for document in (None, 1, 2):
        for topic in (None, *topics.values()):
            for actor in (None, *actors.values()):
                wanted = [
                    claim
                    for claim in everything
                    if document in (None, claim.document_id)
                    and topic in (None, claim.topic_id)
                    and (actor is None or actor in claim.actor_ids)
                ]
                assert reads.claims(db, document_id=document, topic_id=topic, actor_id=actor) == wanted


def test_claims_can_be_asked_for_by_number(db: Database) -> None:
    assert [claim.id for claim in reads.claims(db, ids=[2, 1, 99])] == [1, 2]
    assert [claim.id for claim in reads.claims(db, ids=(3, 2), topic_id=ids(db, "topic")["trade"])] == [3]
    assert reads.claims(db, ids=[]) == []
    assert len(reads.claims(db, ids=range(100_000))) == 3


def test_the_codebook_is_read_as_it_came_in_and_in_its_order(db: Database) -> None:
    actors, topics = reads.actors(db), reads.topics(db)
    assert [replace(actor, id=0, uuid="") for actor in actors] == list(CODEBOOK.actors)
    assert [replace(topic, id=0, uuid="") for topic in topics] == list(CODEBOOK.topics)
    assert actors[0].parent == "tarn"
    assert actors[1].kind is ActorKind.COUNTRY


def test_coders_are_those_who_tagged(db: Database) -> None:
    db.set_coder(" Mira ")
    edit_claims.tag(db, NewClaim(1, Span(0, 4), (1,), 1, Stance.FAVOR))
    assert [coder.name for coder in reads.coders(db)] == ["Nilo", "Mira"]


def test_cells_count_each_claim_once_for_each_of_its_actors(db: Database) -> None:
    counted = {(topic, actor, stance): n for topic, actor, stance, n in counts.counts(db, ("topic", "actor"))}
    assert counted == Counter(
        (claim.topic_id, actor, claim.stance) for claim in reads.claims(db) for actor in claim.actor_ids
    )
    assert len(counted) == 4


def test_usage_counts_the_claims_of_each_actor_and_topic(db: Database) -> None:
    actors, topics = ids(db, "actor"), ids(db, "topic")
    assert filtered.usage(db, "actor", ClaimFilter()) == {actors["ordun"]: 2, actors["elbar"]: 2}
    assert filtered.usage(db, "topic", ClaimFilter()) == {topics["trade"]: 2, topics["bridge"]: 1}


def test_counts_leave_themes_out_unless_a_claim_uses_one(db: Database) -> None:
    assert reads.counts(db) == {"documents": 1, "claims": 3, "topics": 2, "actors": 3}
    edit_claims.change(db, 2, topic_id=ids(db, "topic")["economy"])
    assert reads.counts(db)["topics"] == 3


def test_a_coded_document_is_what_came_in(db: Database) -> None:
    coded = reads.coded_document(db, 1)
    assert coded.facts == DOCUMENT.facts
    assert (coded.name, coded.text, coded.original_sha256) == (DOCUMENT.name, TEXT, "")
    assert set(coded.segments) == set(DOCUMENT.segments)
    bare = {(c.span, c.actors, c.topic, c.stance, c.voice, c.memo, c.original) for c in coded.claims}
    assert bare == {(c.span, c.actors, c.topic, c.stance, c.voice, c.memo, c.original) for c in DOCUMENT.claims}
    assert {claim.uuid for claim in coded.claims} == {claim.uuid for claim in reads.claims(db)}


def test_a_coded_brief_says_where_its_parts_stand_in_the_original(db: Database) -> None:
    (added,) = edit_documents.add_documents(db, [BRIEF])
    coded = reads.coded_document(db, added.document_id)
    assert coded.segments == BRIEF.segments
    assert [claim.original for claim in coded.claims] == [claim.original for claim in BRIEF.claims]
    assert coded.original_sha256 == BRIEF.original_sha256


def test_an_original_that_took_its_brief_s_place_is_no_brief_for_other_programs(db: Database) -> None:
    edit_documents.add_documents(db, [BRIEF])
    (replaced,) = edit_documents.add_documents(db, [ORIGINAL_DOCUMENT])
    coded = reads.coded_document(db, replaced.document_id)
    assert (coded.original_sha256, coded.bytes_sha256, coded.extractor) == ("", "b" * 64, "plain 1")
    assert all(claim.original is None for claim in coded.claims)


def test_the_claims_of_a_document_are_found_by_halves_in_a_list_of_all(db: Database) -> None:
    edit_documents.add_documents(db, [ORIGINAL_DOCUMENT])
    for start in (0, 5, 11, 18, 21):
        for document in (1, 2):
            edit_claims.tag(db, NewClaim(document, Span(start, start + 4), (1,), 1, Stance.FAVOR))
    listed = filtered.numbers(db, ClaimFilter())
    places = {claim.id: claim.document_id for claim in reads.claims(db)}
    gone = listed[3]
    edit_claims.delete(db, [gone])
    for document in (1, 2, 3):
        sent: list[str] = []
        with noted(db, sent):
            first, stop = filtered.slice_of(db, listed, document, {gone: places[gone]})
        assert list(listed[first:stop]) == [number for number in listed if places[number] == document]
        # of more than twenty claims
        assert len(sent) <= 12 < len(listed)
    assert (first, stop) == (len(listed), len(listed))
