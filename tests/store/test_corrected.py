"""No undo or redo leaves a place in another text than its own, since others corrected or coded that meanwhile."""

from collections.abc import Callable, Iterator

import pytest

from desktop.core.errors import ConflictError
from desktop.core.traces import Trace, Verdict
from desktop.core.values import CodedDocument, Facts, NewClaim, SegmentKind, Stance
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims, codebook_merge, documents, segments, traces
from desktop.store.edits import text as edit_text
from desktop.store.reads import project as reads

from .making import TEXT, rows, span_of

# what stands so far behind the rest that a correction here changes nothing around it
FAR = "Zuni bel, hask nort imvel, and much more of it that nobody coded.\n"


@pytest.fixture
def other(db: Database) -> Iterator[Database]:
    """A second program of another coder on the same file, with a longer text, of which both have seen all."""
    correct(db, lambda text: f"{text}\n{FAR}")
    documents.add_documents(db, [CodedDocument("second.txt", Facts(), "Velo tosk, and more.")])
    with Database(db.path) as second:
        second.set_coder("Mira")
        yield second


def correct(db: Database, change: Callable[[str], str]) -> None:
    db.catch_up()
    new = CodedDocument("velo.txt", Facts(), change(reads.text(db, 1)))
    edit_text.replace_text(db, edit_text.plan_replacement(db, 1, new))


def shift(db: Database) -> None:
    correct(db, lambda text: f"Nu. {text}")


def correct_far(db: Database) -> None:
    correct(db, lambda text: text.replace("nobody", "somebody"))


def tag(db: Database, words: str = "velo pardun") -> int:
    db.catch_up()
    return claims.tag(db, NewClaim(1, span_of(reads.text(db, 1), words), (3,), 3, Stance.FAVOR))


def mark(db: Database) -> None:
    segments.mark(db, 1, span_of(TEXT, "Velo marin tosk 😀 elbar."), SegmentKind.TURN)


def judge(db: Database) -> None:
    second = max(document.id for document in reads.documents(db))
    start, end = span_of(TEXT, "tosk").start, span_of(TEXT, "tosk").end
    traces.confirm(db, Trace(1, start, end, "ordun", second, 5, 9, "ordun", Verdict.ALTERED, 0.5, "Because."))


def judge_passage(db: Database) -> None:
    second = max(document.id for document in reads.documents(db))
    start, end = span_of(TEXT, "tosk").start, span_of(TEXT, "tosk").end
    traces.confirm(db, Trace(second, 5, 9, "ordun", 1, start, end, "ordun", Verdict.ALTERED, 0.5, "Because."))


def refuse(db: Database, kind: str, told: str) -> None:
    """Assert that an undo or redo is refused with what is *told*, and changes nothing."""
    db.catch_up()
    before = rows(db)
    with pytest.raises(ConflictError, match=told):
        db.undo() if kind == "undo" else db.redo()
    assert rows(db) == before
    assert problems(db) == []


def test_a_claim_does_not_come_back_onto_words_that_nobody_coded(db: Database, other: Database, kept: str) -> None:
    claims.delete(db, [2])
    shift(other)
    refuse(db, "undo", r"“Delete claim” cannot be undone: Mira has changed the text there since \(Replace text, ")
    # it does where that goes back
    other.undo()
    db.undo()
    assert reads.claim(db, 2).quote == "“nimor” ést"
    assert problems(db) == []


def test_a_claim_does_not_go_back_to_a_place_where_other_words_stand_now(db: Database, other: Database) -> None:
    claims.change(db, 3, span=span_of(reads.text(db, 1), "nobody"))
    # as long as the former words: no claim moves
    correct(other, lambda text: text.replace("tosk", "tusk"))
    refuse(db, "undo", "“Change span” cannot be undone: Mira has changed the text there since")
    assert reads.claim(db, 3).quote == "nobody"


@pytest.mark.parametrize("act", [tag, mark, judge, judge_passage])
def test_nothing_is_done_again_in_another_text(
    db: Database, other: Database, kept: str, act: Callable[[Database], object]
) -> None:
    act(db)
    db.undo()
    shift(other)
    refuse(db, "redo", r"cannot be done again: Mira has changed the text there since \(Replace text, ")
    other.undo()
    assert db.redo() is not None
    assert problems(db) == []


def test_what_is_far_from_a_correction_comes_back(db: Database, other: Database) -> None:
    claims.delete(db, [2])
    correct_far(other)
    assert db.undo() is not None
    assert reads.claim(db, 2).quote == "“nimor” ést"
    assert problems(db) == []


def test_who_speaks_in_a_part_comes_back_where_words_of_it_were_corrected(db: Database, other: Database) -> None:
    actors = {one.key: one.id for one in reads.actors(db)}
    codebook_merge.merge(db, "actor", actors["ordun"], actors["elbar"])
    # as long as the former words: no part moves
    correct(other, lambda text: text.replace("pardun", "pardon"))
    assert db.undo() is not None
    assert actors["ordun"] in {one.actor_id for one in reads.segments(db, 1)}
    assert problems(db) == []


def test_a_correction_and_what_was_coded_in_it_come_again_whatever_others_do_elsewhere(
    db: Database, other: Database, kept: str
) -> None:
    shift(db)
    number = tag(db)
    after = rows(db)
    db.undo()
    db.undo()
    other.catch_up()
    facts = max(document.id for document in reads.documents(other))
    documents.update_facts(other, facts, {"place": "Tarn"}, {})
    assert db.redo() is not None
    assert db.redo() is not None
    assert reads.claim(db, number).quote == "velo pardun"
    assert {name: rows(db)[name] for name in ("claim", "segment")} == {
        name: after[name] for name in ("claim", "segment")
    }
    assert problems(db) == []


@pytest.mark.parametrize("kind", ["undo", "redo"])
def test_a_text_does_not_go_from_under_what_others_coded_in_it(
    db: Database, other: Database, kept: str, kind: str
) -> None:
    shift(db)
    if kind == "redo":
        db.undo()
    tag(other)
    told = {
        "undo": r"“Replace text” cannot be undone: what Mira did since \(Tag claim, .+ builds on it",
        "redo": r"“Replace text” cannot be done again: what Mira did since \(Tag claim, .+ is in its way",
    }
    refuse(db, kind, told[kind])
    other.undo()
    assert (db.undo() if kind == "undo" else db.redo()) is not None
    assert problems(db) == []


def test_a_text_goes_back_where_others_coded_far_from_what_it_corrects(db: Database, other: Database) -> None:
    correct_far(db)
    number = tag(other)
    assert db.undo() is not None
    assert "nobody" in reads.text(db, 1)
    assert reads.claim(db, number).quote == "velo pardun"
    assert problems(db) == []
