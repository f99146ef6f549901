from dataclasses import replace

import pytest

from desktop.core.errors import UserError
from desktop.core.reanchor import Fate
from desktop.core.text import text_hash
from desktop.core.values import CodedDocument
from desktop.store import check
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import text as edit_text
from desktop.store.reads import project as reads

from .making import DOCUMENT, TEXT, everything, rows


def corrected(text: str) -> CodedDocument:
    return replace(DOCUMENT, name="corrected.txt", text=text, segments=(), claims=())


def test_a_plan_writes_nothing(db: Database) -> None:
    before = everything(db)
    plan = edit_text.plan_replacement(db, 1, corrected("New line.\n" + TEXT))
    assert plan.summary() == "0 kept, 3 moved, 0 changed, 0 lost"
    assert everything(db) == before


def test_claims_and_segments_move_with_the_words_in_one_undo_step(db: Database) -> None:
    before = rows(db)
    new = "New line.\n" + TEXT.replace("nimor", "nimmor")
    edit_text.replace_text(db, edit_text.plan_replacement(db, 1, corrected(new)))
    assert reads.text(db, 1) == new
    assert reads.document(db, 1).name == "corrected.txt"
    for claim in reads.claims(db, document_id=1):
        assert new[claim.start : claim.end] == claim.quote
    assert "“nimmor” ést" in {claim.quote for claim in reads.claims(db)}
    told = {new[one.start : one.end] for one in reads.segments(db, 1)}
    assert {"New line.", "Velo marin tosk 😀 elbar.", "Marin velo pardun quist!"} <= told
    assert check.problems(db) == []
    changes = db.undo()
    assert changes is not None
    assert changes.text == "Replace text"
    assert rows(db) == before
    db.redo()
    assert reads.text(db, 1) == new
    assert check.problems(db) == []


def test_a_lost_claim_stops_it_all_unless_it_may_go(db: Database) -> None:
    before = rows(db)
    plan = edit_text.plan_replacement(db, 1, corrected(TEXT.split("\n")[0]))
    lost = plan.of(Fate.LOST)
    assert [anchor.quote for anchor in lost] == ["“nimor” ést"]
    with pytest.raises(UserError, match="1 claim finds no place"):
        edit_text.replace_text(db, plan)
    assert rows(db) == before
    edit_text.replace_text(db, plan, drop_lost=True)
    assert len(reads.claims(db)) == 2
    assert check.problems(db) == []
    db.undo()
    assert rows(db) == before


def test_a_document_that_changed_since_the_plan_is_left_alone(db: Database) -> None:
    plan = edit_text.plan_replacement(db, 1, corrected("New line.\n" + TEXT))
    edit_claims.delete(db, [1])
    before = rows(db)
    with pytest.raises(UserError, match="changed meanwhile"):
        edit_text.replace_text(db, plan)
    assert rows(db) == before


def test_the_same_text_is_nothing_to_replace(db: Database) -> None:
    with pytest.raises(UserError, match="nothing to replace"):
        edit_text.plan_replacement(db, 1, corrected(TEXT))
    assert reads.document(db, 1).text_sha256 == text_hash(TEXT)
