import sqlite3
from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.core.errors import UserError
from desktop.core.memos import MemoTarget
from desktop.core.spans import Span
from desktop.core.text import text_hash
from desktop.core.values import (
    CodedClaim,
    CodedDocument,
    CodedSegment,
    Facts,
    NewClaim,
    Participant,
    SegmentKind,
    Stance,
    Voice,
)
from desktop.project.document_files import imported_message
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import memos as edit_memos
from desktop.store.edits import traces as edit_traces
from desktop.store.edits.documents import Outcome, add_documents
from desktop.store.reads import project as reads
from desktop.store.reads import search

from .making import BRIEF, BRIEF_TEXT, DOCUMENT, ORIGINAL, ORIGINAL_DOCUMENT, TEXT, everything, ids, rows, span_of


def claim_on(span: Span, actor: str = "ordun", topic: str = "trade", uuid: str = "") -> CodedClaim:
    return CodedClaim(span, (actor,), topic, Stance.FAVOR, uuid=uuid)


def test_a_document_is_added_with_its_claims(db: Database) -> None:
    (told,) = add_documents(db, [BRIEF])
    assert (told.outcome, told.name, told.document_id, told.claims, told.approximate) == (
        Outcome.ADDED,
        "melka.md",
        2,
        2,
        (),
    )
    assert imported_message(told) == "melka.md: added as document 2 with 2 claims."
    document = reads.document(db, 2)
    assert (document.is_brief, document.claim_count, document.original_sha256) == (True, 2, text_hash(ORIGINAL))
    assert all(claim.origin == "import" for claim in reads.claims(db, document_id=2))
    assert problems(db) == []


def test_the_same_text_is_left_out_and_told_even_under_another_name(db: Database) -> None:
    before = everything(db)
    (told,) = add_documents(db, [replace(DOCUMENT, name="other.txt", facts=Facts(title="Other"))])
    assert (told.outcome, told.document_id, told.claims) == (Outcome.DUPLICATE, 1, 0)
    assert imported_message(told) == "other.txt: the same text is there already, as document 1 (velo.txt); left out."
    assert everything(db) == before


def test_several_documents_are_one_step_and_each_is_told(db: Database) -> None:
    before = rows(db)
    told = add_documents(db, [BRIEF, DOCUMENT, ORIGINAL_DOCUMENT, ORIGINAL_DOCUMENT])
    assert [one.outcome for one in told] == [Outcome.ADDED, Outcome.DUPLICATE, Outcome.REPLACED, Outcome.DUPLICATE]
    assert db.history(1)[0].text == "Import 4 documents"
    assert problems(db) == []
    db.undo()
    assert rows(db) == before


def test_an_original_takes_its_brief_s_place_and_each_claim_goes_to_its_original_span(db: Database) -> None:
    add_documents(db, [BRIEF])
    before = {claim.uuid: claim for claim in reads.claims(db, document_id=2)}
    (told,) = add_documents(db, [ORIGINAL_DOCUMENT])
    assert (told.outcome, told.document_id, told.claims, told.approximate) == (Outcome.REPLACED, 2, 2, ())
    assert imported_message(told) == "melka.txt: took the place of its brief, document 2; 2 claims moved into it."
    assert reads.text(db, 2) == ORIGINAL
    document = reads.document(db, 2)
    assert (document.name, document.is_brief, document.length) == ("melka.txt", False, len(ORIGINAL))
    assert (document.bytes_sha256, document.extractor) == ("b" * 64, "plain 1")
    # what the brief knew of its source is kept: a plain text says nothing of it
    assert document.facts == BRIEF.facts
    after = {claim.uuid: claim for claim in reads.claims(db, document_id=2)}
    assert {claim.quote for claim in after.values()} == {"😀 olme karpat", "hask nort"}
    assert after.keys() == before.keys()
    for uuid, claim in after.items():
        assert claim.quote == ORIGINAL[claim.start : claim.end]
        assert (claim.actor_ids, claim.topic_id, claim.stance) == (
            before[uuid].actor_ids,
            before[uuid].topic_id,
            before[uuid].stance,
        )
    assert problems(db) == []


def test_the_segments_of_a_brief_go_along_and_those_without_a_place_go(db: Database) -> None:
    add_documents(db, [BRIEF])
    add_documents(db, [ORIGINAL_DOCUMENT])
    found = [(ORIGINAL[segment.start : segment.end], segment.actor_id) for segment in reads.segments(db, 2)]
    assert found == [("Melka dorun.", None), ("Tavi resh 😀 olme karpat.", None), ("Zuni bel, hask nort imvel.", 1)]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("tells of", "Tavi resh 😀 olme karpat."),
        ("of karpat.\n\nZuni", "Tavi resh 😀 olme karpat.\n\nZuni bel, hask nort imvel."),
        # no paragraph of the original is known for it
        ("Nobody", ORIGINAL),
    ],
)
def test_a_claim_tagged_on_the_brief_goes_to_its_paragraph_and_is_listed(db: Database, words: str, place: str) -> None:
    add_documents(db, [BRIEF])
    own = NewClaim(2, span_of(BRIEF_TEXT, words), (1,), 3, Stance.AGAINST, Voice.AUTHOR, "Mine.")
    number = edit_claims.tag(db, own)
    (told,) = add_documents(db, [ORIGINAL_DOCUMENT])
    assert (told.claims, told.approximate) == (3, (number,))
    assert imported_message(told) == (
        "melka.txt: took the place of its brief, document 2; 3 claims moved into it. "
        "1 claim stands for its whole paragraph: look at it."
    )
    claim = reads.claim(db, number)
    assert claim.quote == ORIGINAL[claim.start : claim.end] == place
    assert (claim.memo, claim.stance, claim.voice) == ("Mine.", Stance.AGAINST, Voice.AUTHOR)
    assert problems(db) == []


def test_inside_a_turn_the_paragraph_says_it_better(db: Database) -> None:
    turn = CodedSegment(
        SegmentKind.TURN, Span(8, len(BRIEF_TEXT)), "elbar", original=Span(ORIGINAL.index("Tavi"), len(ORIGINAL))
    )
    add_documents(db, [replace(BRIEF, segments=(*BRIEF.segments, turn))])
    number = edit_claims.tag(db, NewClaim(2, span_of(BRIEF_TEXT, "tells"), (1,), 3, Stance.FAVOR))
    add_documents(db, [ORIGINAL_DOCUMENT])
    assert reads.claim(db, number).quote == "Tavi resh 😀 olme karpat."


def test_a_claim_whose_span_a_coder_moved_is_approximate_too(db: Database) -> None:
    add_documents(db, [BRIEF])
    (first, _) = reads.claims(db, document_id=2)
    edit_claims.change(db, first.id, span=span_of(BRIEF_TEXT, "of karpat"))
    (told,) = add_documents(db, [ORIGINAL_DOCUMENT])
    assert told.approximate == (first.id,)
    assert reads.claim(db, first.id).quote == "Tavi resh 😀 olme karpat."


def test_an_original_span_beyond_the_original_is_as_good_as_none(db: Database) -> None:
    beyond = Span(len(ORIGINAL) - 3, len(ORIGINAL) + 4)
    segments = (*BRIEF.segments[:3], replace(BRIEF.segments[3], original=beyond))
    add_documents(db, [replace(BRIEF, segments=segments, claims=(replace(BRIEF.claims[0], original=beyond),))])
    (told,) = add_documents(db, [ORIGINAL_DOCUMENT])
    (claim,) = reads.claims(db, document_id=2)
    assert told.approximate == (claim.id,)
    assert claim.quote == "Tavi resh 😀 olme karpat."
    assert len(reads.segments(db, 2)) == 3
    assert problems(db) == []


def test_undo_brings_the_brief_back_row_for_row_and_redo_the_original(db: Database) -> None:
    add_documents(db, [BRIEF])
    edit_claims.tag(db, NewClaim(2, span_of(BRIEF_TEXT, "tells"), (1,), 3, Stance.FAVOR))
    brief = rows(db)
    add_documents(db, [ORIGINAL_DOCUMENT])
    original = rows(db)
    assert original != brief
    db.undo()
    assert rows(db) == brief
    assert reads.text(db, 2) == BRIEF_TEXT
    assert problems(db) == []
    db.redo()
    assert rows(db) == original
    assert reads.text(db, 2) == ORIGINAL
    db.undo()
    (told,) = add_documents(db, [ORIGINAL_DOCUMENT])
    assert told.outcome is Outcome.REPLACED
    assert problems(db) == []


def test_an_original_is_not_taken_for_a_brief_a_second_time(db: Database) -> None:
    add_documents(db, [BRIEF, ORIGINAL_DOCUMENT])
    (told,) = add_documents(db, [ORIGINAL_DOCUMENT])
    assert told.outcome is Outcome.DUPLICATE


def test_unknown_keys_are_made_in_the_same_step(db: Database) -> None:
    before = rows(db)
    document = CodedDocument(
        "new.md",
        Facts(participants=(Participant("guest", "witness"),)),
        "Wend ulmo.",
        (CodedSegment(SegmentKind.TURN, Span(0, 10), "speaker"),),
        (claim_on(Span(0, 4), "holder", "question"),),
    )
    add_documents(db, [document])
    actors, topics = ids(db, "actor"), ids(db, "topic")
    assert {"guest", "speaker", "holder"} <= actors.keys()
    assert len(actors) == 6
    topic = next(topic for topic in reads.topics(db) if topic.key == "question")
    assert (topic.name, topic.proposition, topics["question"]) == ("question", "question", topic.id)
    (claim,) = reads.claims(db, document_id=2)
    assert (claim.actor_ids, claim.topic_id) == ((actors["holder"],), topics["question"])
    assert reads.segments(db, 2)[0].actor_id == actors["speaker"]
    assert reads.document(db, 2).facts.participants == (Participant("guest", "witness"),)
    db.undo()
    assert rows(db) == before


def test_known_keys_are_used_and_nothing_is_made(db: Database) -> None:
    before = ids(db, "actor"), ids(db, "topic")
    add_documents(db, [BRIEF])
    assert (ids(db, "actor"), ids(db, "topic")) == before


def test_a_claim_keeps_its_uuid_unless_that_is_there_already(db: Database) -> None:
    there = reads.claims(db)[0].uuid
    fresh = "11111111-2222-4333-8444-555555555555"
    claims = (
        claim_on(Span(0, 4), uuid=there),
        claim_on(Span(0, 5), uuid=fresh),
        # an annotated file that was copied and pasted by hand
        claim_on(Span(0, 6), uuid=fresh),
        claim_on(Span(0, 7)),
    )
    add_documents(db, [CodedDocument("new.md", Facts(), "Wend ulmo.", (), claims)])
    found = [claim.uuid for claim in reads.claims(db, document_id=2)]
    # by place, the shorter first
    assert found[1] == fresh
    assert len({*found, there}) == 5
    assert all(len(uuid) == 36 for uuid in found)
    assert problems(db) == []


def test_one_actor_may_take_part_in_two_roles_but_not_twice_in_one(db: Database) -> None:
    two = (Participant("ordun", "speaker"), Participant("ordun", "author"))
    add_documents(db, [CodedDocument("new.md", Facts(participants=(*two, two[0])), "Wend ulmo.")])
    assert reads.document(db, 2).facts.participants == two


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (CodedDocument("w.md", Facts(), "Wend.", (), (claim_on(Span(0, 4)), claim_on(Span(2, 6)))), "2-6 lies outside"),
        (CodedDocument("w.md", Facts(), "Wend.", (), (claim_on(Span(2, 2)),)), "is empty"),
        (CodedDocument("w.md", Facts(), "Wend.", (), (replace(claim_on(Span(0, 4)), actors=()),)), "needs an actor"),
        (
            CodedDocument("w.md", Facts(), "Wend.", (), (replace(claim_on(Span(0, 4)), actors=("a", "a")),)),
            "same actor",
        ),
        (
            CodedDocument("w.md", Facts(), "Wend.", (CodedSegment(SegmentKind.PARAGRAPH, Span(0, 6)),)),
            r"w\.md: the segment 0-6 lies outside the text, which has 5 characters",
        ),
    ],
)
def test_one_bad_document_keeps_all_of_them_out(db: Database, wrong: CodedDocument, sentence: str) -> None:
    before = everything(db)
    with pytest.raises(UserError, match=sentence):
        add_documents(db, [BRIEF, wrong])
    assert everything(db) == before


def test_the_text_stays_when_its_import_is_undone_and_is_used_again(db: Database) -> None:
    add_documents(db, [BRIEF])
    db.undo()
    texts = db.sqlite.execute("SELECT count(*) FROM text").fetchone()
    (told,) = add_documents(db, [BRIEF])
    assert told.outcome is Outcome.ADDED
    assert db.sqlite.execute("SELECT count(*) FROM text").fetchone() == texts == (2,)
    assert problems(db) == []


def test_a_text_is_stored_code_point_for_code_point(db: Database) -> None:
    text = "a\u00a0b\u2028c\u00ad\u0301\n😀\ufdd0\u200d\t" + TEXT
    (told,) = add_documents(db, [CodedDocument("new.txt", Facts(), text)])
    assert reads.text(db, told.document_id) == text
    assert problems(db) == []


def test_origins_are_those_that_the_schema_knows(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        edit_documents.add_documents(db, [BRIEF], origin="elsewhere")
    assert len(reads.documents(db)) == 1


def filled(db: Database) -> None:
    """Give a second document to the small project, and all that can hang on documents."""
    add_documents(db, [BRIEF])
    edit_memos.add(db, MemoTarget(document_id=1), "On the whole.")
    edit_memos.add(db, MemoTarget(claim_id=1), "On a claim.")
    edit_memos.add(db, MemoTarget(actor_id=1), "On somebody.")
    edit_traces.set_same_event(db, 1, 2, True)
    edit_traces.dismiss(db, 1, span_of(TEXT, "velo"))


def test_a_document_is_removed_with_all_that_is_in_it_and_comes_back_row_for_row(db: Database) -> None:
    filled(db)
    before = rows(db)
    told = reads.removal(db, [1])
    memos = db.sqlite.execute(
        "SELECT count(*) FROM memo WHERE actor_id IS NULL AND claim_id IS NULL OR claim_id IN "
        "(SELECT id FROM claim WHERE document_id = 1)"
    ).fetchone()[0]
    assert (told.documents, told.claims, told.memos) == (1, reads.document(db, 1).claim_count, memos)
    assert memos >= 2
    edit_documents.remove(db, [1])
    assert [one.id for one in reads.documents(db)] == [2]
    assert problems(db) == []
    kept = {"coder", "actor", "topic", "setting"}
    for table, left in rows(db).items():
        if table not in kept:
            assert len(left) < len(before[table]) or not before[table], table
    assert db.sqlite.execute("SELECT count(*) FROM memo").fetchone()[0] == 1
    assert db.sqlite.execute("SELECT count(*) FROM mention WHERE document_id = 1").fetchone()[0] == 0
    assert search.search_all(db, "velo", 50).documents == ()
    assert db.undo_text() == "Remove document"
    db.undo()
    assert rows(db) == before
    assert problems(db) == []
    db.redo()
    assert [one.id for one in reads.documents(db)] == [2]
    assert problems(db) == []


def test_a_removed_document_may_come_in_again_and_the_removal_still_be_undone(db: Database) -> None:
    before = rows(db)
    edit_documents.remove(db, [1])
    (told,) = add_documents(db, [DOCUMENT])
    assert told.outcome is Outcome.ADDED
    assert problems(db) == []
    db.undo()
    db.undo()
    assert rows(db) == before


def test_nothing_is_removed_when_one_of_the_documents_is_not_there(db: Database) -> None:
    before = everything(db)
    with pytest.raises(UserError, match="There is no document 9"):
        edit_documents.remove(db, [1, 9])
    edit_documents.remove(db, [])
    assert everything(db) == before


def test_a_document_is_called_what_it_is_renamed_to(db: Database) -> None:
    edit_documents.rename(db, 1, "  Papers \n of 2024 ")
    assert reads.document(db, 1).facts.title == "Papers of 2024"
    steps = len(db.history())
    edit_documents.rename(db, 1, "Papers of 2024")
    assert len(db.history()) == steps
    for name, sentence in ((" ", "title is empty"),):
        with pytest.raises(UserError, match=sentence):
            edit_documents.rename(db, 1, name)
    with pytest.raises(UserError, match="There is no document 9"):
        edit_documents.rename(db, 9, "A")


def paths(db: Database) -> list[str]:
    return [one.set_path for one in reads.documents(db)]


def test_documents_are_grouped_into_sets_that_are_renamed_and_dissolved(db: Database) -> None:
    add_documents(db, [BRIEF, replace(ORIGINAL_DOCUMENT, text="Sil.", set_path=" 2024 / Été ")])
    assert paths(db) == ["", "", "2024/Été"]
    before = rows(db)
    edit_documents.put_in_set(db, [1, 2], "2024//Été/ Ana ")
    assert paths(db) == ["2024/Été/Ana", "2024/Été/Ana", "2024/Été"]
    assert reads.sets(db) == {"2024": 3, "2024/Été": 3, "2024/Été/Ana": 2}
    edit_documents.rename_set(db, "2024/Été", "Summer")
    assert paths(db) == ["Summer/Ana", "Summer/Ana", "Summer"]
    edit_documents.dissolve_set(db, "Summer")
    assert paths(db) == ["Ana", "Ana", ""]
    edit_documents.put_in_set(db, [2], "")
    assert reads.sets(db) == {"Ana": 1}
    edit_documents.rename_set(db, "Ana", "Ana Ruiz")
    assert problems(db) == []
    for _ in range(5):
        assert db.undo() is not None
    assert rows(db) == before


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (lambda db: edit_documents.rename_set(db, "B", "C"), "There is no set “B”"),
        (lambda db: edit_documents.rename_set(db, "A", " "), "name is empty"),
        (lambda db: edit_documents.rename_set(db, "A", "A/B"), "cannot go into itself"),
        (lambda db: edit_documents.dissolve_set(db, ""), "There is no set “”"),
        (lambda db: edit_documents.put_in_set(db, [9], "A"), "There is no document 9"),
    ],
)
def test_what_cannot_be_done_with_sets_is_one_sentence_and_changes_nothing(
    db: Database, edit: Callable[[Database], None], sentence: str
) -> None:
    edit_documents.put_in_set(db, [1], "A")
    before = everything(db)
    with pytest.raises(UserError, match=sentence):
        edit(db)
    assert everything(db) == before
