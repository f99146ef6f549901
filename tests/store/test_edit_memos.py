import pytest

from desktop.core.errors import UserError
from desktop.core.memos import MemoTarget
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import memos as edit_memos
from desktop.store.reads import counts, memos
from desktop.store.reads import project as reads

from .making import rows

TARGETS = [
    MemoTarget(document_id=1),
    MemoTarget(claim_id=2),
    MemoTarget(actor_id=1),
    MemoTarget(topic_id=1),
    MemoTarget(actor_id=1, topic_id=1),
]


def texts(db: Database, target: MemoTarget) -> list[str]:
    return [memo.text for memo in memos.memos_on(db, target)]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.kind)
def test_a_memo_is_written_changed_deleted_and_each_is_one_step(db: Database, target: MemoTarget) -> None:
    states = [rows(db)]
    for text, told in (("Velo.", "Add"), ("Marin.", "Change"), ("", "Delete")):
        edit_memos.set_text(db, target, f" {text}\n")
        assert texts(db, target) == ([text] if text else [])
        assert db.undo_text() == f"{told} memo on {target.kind}"
        # its neighbours have none of it
        assert all(not texts(db, other) for other in TARGETS if other != target)
        states.append(rows(db))
    assert problems(db) == []
    for state in reversed(states[:-1]):
        db.undo()
        assert rows(db) == state
    assert problems(db) == []


def test_several_memos_stand_on_one_thing_with_their_authors(db: Database) -> None:
    target = MemoTarget(topic_id=1)
    first = edit_memos.add(db, target, "Velo.")
    db.set_coder("Mira")
    second = edit_memos.add(db, target, "Marin.")
    names = {coder.id: coder.name for coder in reads.coders(db)}
    assert [(one.id, one.text, names[one.coder_id]) for one in memos.memos_on(db, target)] == [
        (first, "Velo.", "Nilo"),
        (second, "Marin.", "Mira"),
    ]
    edit_memos.delete(db, [first, second, first])
    assert db.undo_text() == "Delete 2 memos"
    assert texts(db, target) == []


def test_a_memo_written_unchanged_is_no_step(db: Database) -> None:
    edit_memos.set_text(db, TARGETS[0], "Velo.")
    entries = len(db.history())
    edit_memos.set_text(db, TARGETS[0], "Velo. ")
    edit_memos.set_text(db, TARGETS[1], " ")
    assert len(db.history()) == entries


def test_a_claim_shows_the_memo_that_was_written_on_it(db: Database) -> None:
    edit_memos.set_text(db, MemoTarget(claim_id=2), "Velo.")
    assert reads.claim(db, 2).memo == "Velo."
    edit_claims.change(db, 2, memo="")
    assert texts(db, MemoTarget(claim_id=2)) == []


@pytest.mark.parametrize("target", [MemoTarget(document_id=9), MemoTarget(actor_id=1, topic_id=99)])
def test_a_memo_on_what_does_not_exist_is_refused(db: Database, target: MemoTarget) -> None:
    with pytest.raises(UserError, match="There is no"):
        edit_memos.set_text(db, target, "Velo.")
    with pytest.raises(UserError, match="There is no"):
        edit_memos.add(db, target, "Velo.")


def test_an_empty_memo_and_one_that_is_gone_are_told(db: Database) -> None:
    with pytest.raises(UserError, match="empty"):
        edit_memos.add(db, TARGETS[0], " \n")
    with pytest.raises(UserError, match="There is no memo 99"):
        edit_memos.delete(db, [99])


@pytest.mark.parametrize("ids", [{}, {"document_id": 1, "claim_id": 1}, {"claim_id": 1, "actor_id": 1}])
def test_a_memo_is_on_one_thing(ids: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="one thing"):
        MemoTarget(**ids)


def test_the_memo_on_a_cell_is_its_summary(db: Database) -> None:
    cell = MemoTarget(actor_id=1, topic_id=1)
    edit_memos.set_text(db, cell, "  Wavers. ")
    assert counts.summaries(db) == {(1, 1): "Wavers."}
    edit_memos.add(db, cell, "Wavers much.")
    # several, as an import may bring them, become one
    edit_memos.set_text(db, cell, "Wavers very much.")
    assert counts.summaries(db) == {(1, 1): "Wavers very much."}
    edit_memos.set_text(db, cell, "")
    assert counts.summaries(db) == {}
