import pytest

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, CodedSegment, Facts, SegmentKind, TurnRole
from desktop.store import check
from desktop.store.database import Database
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import segments as edit_segments
from desktop.store.reads import project as reads

from .making import TEXT, ids, rows, span_of


def kinds(db: Database) -> list[tuple[str, str]]:
    return [(one.kind.value, TEXT[one.start : one.end]) for one in reads.segments(db, 1)]


def test_a_marked_selection_is_furniture_without_the_white_space_around_it_and_can_be_undone(db: Database) -> None:
    before = rows(db)
    words = span_of(TEXT, "Velo marin tosk 😀 elbar.")
    edit_segments.mark(db, 1, Span(words.start, words.end + 2), SegmentKind.FURNITURE)
    assert kinds(db)[0] == ("furniture", "Velo marin tosk 😀 elbar.")
    assert "heading" not in dict(kinds(db))
    assert check.problems(db) == []
    changes = db.undo()
    assert changes is not None
    assert changes.text == "Mark as furniture"
    assert rows(db) == before


def test_a_mark_cuts_what_it_covers_in_part(db: Database) -> None:
    edit_segments.mark(db, 1, span_of(TEXT, "Karvel,"), SegmentKind.FURNITURE)
    assert [one for one in kinds(db) if one[0] != "turn"] == [
        ("heading", "Velo marin tosk 😀 elbar."),
        ("paragraph", "Ordun:"),
        ("furniture", "Karvel,"),
        ("paragraph", "“nimor” ést."),
        ("furniture", "Marin velo pardun quist!"),
    ]
    # the turn goes on behind it
    assert [one for one in kinds(db) if one[0] == "turn"] == [("turn", TEXT[TEXT.index("Ordun") : len(TEXT) - 1])]


def test_what_is_marked_anew_still_begins_when_it_did(db: Database) -> None:
    turn = CodedSegment(SegmentKind.TURN, Span(0, 11), label="Ul", time="00:12:31")
    edit_documents.add_documents(db, [CodedDocument("ul.txt", Facts(), "Ul: gel tosk.", (turn,))])
    number = reads.find_document(db, "ul.txt").id
    edit_segments.mark(db, number, Span(0, 13), SegmentKind.TURN, actor_id=ids(db, "actor")["elbar"])
    edit_segments.mark(db, number, Span(8, 13), SegmentKind.TURN)
    turns = [one for one in reads.segments(db, number) if one.kind is SegmentKind.TURN]
    assert [(one.span, one.time) for one in turns] == [(Span(0, 7), "00:12:31"), (Span(8, 13), "")]


def test_furniture_that_becomes_a_turn_is_a_paragraph_of_it(db: Database) -> None:
    words = span_of(TEXT, "Marin velo pardun quist!")
    edit_segments.mark(
        db, 1, words, SegmentKind.TURN, actor_id=ids(db, "actor")["elbar"], role=TurnRole.ANSWER, label="E"
    )
    assert ("furniture", "Marin velo pardun quist!") not in kinds(db)
    assert ("paragraph", "Marin velo pardun quist!") in kinds(db)
    turns = [one for one in reads.segments(db, 1) if one.kind is SegmentKind.TURN]
    assert [(TEXT[one.start : one.end], one.role, one.label) for one in turns] == [
        ("Ordun: Karvel, “nimor” ést.", "answer", "Ordun"),
        ("Marin velo pardun quist!", "answer", "E"),
    ]
    edit_segments.mark(db, 1, words, SegmentKind.TURN, actor_id=ids(db, "actor")["tarn"], role=TurnRole.QUESTION)
    (changed,) = (one for one in reads.segments(db, 1) if one.kind is SegmentKind.TURN and one.span == words)
    assert (changed.actor_id, changed.role) == (ids(db, "actor")["tarn"], "question")


def test_white_space_cannot_be_marked(db: Database) -> None:
    with pytest.raises(UserError, match="select the lines"):
        edit_segments.mark(db, 1, Span(TEXT.index("\n"), TEXT.index("\n") + 2), SegmentKind.PARAGRAPH)
