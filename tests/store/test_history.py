from pathlib import Path

import pytest

from desktop.core.changes import ChangeSet
from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import codebook as edit_codebook
from desktop.store.reads import project as reads

from .making import everything, make_project, rows

# what is done is kept, told and taken back alike in one piece and in parts
pytestmark = pytest.mark.usefixtures("kept")


def tag(db: Database, start: int = 0) -> int:
    return edit_claims.tag(db, NewClaim(1, Span(start, start + 4), (1,), 1, Stance.FAVOR))


def trail(db: Database) -> list[tuple[str, str, str]]:
    """Return kind, text and state of every entry, the oldest first."""
    return [(entry.kind, entry.text, entry.state) for entry in reversed(db.history())]


def test_the_first_filling_stands_in_the_trail_and_cannot_be_undone(db: Database) -> None:
    before = rows(db)
    assert trail(db) == [("edit", "Fill", "permanent")]
    assert (db.undo_text(), db.redo_text()) == ("", "")
    assert db.undo() is None
    assert db.redo() is None
    assert rows(db) == before
    assert len(db.history()) == 1


def test_the_trail_says_who_did_what_and_when(db: Database) -> None:
    tag(db)
    db.set_coder("Mira")
    db.undo()
    db.redo()
    newest, *_, first = db.history()
    assert trail(db)[1:] == [
        ("edit", "Tag claim", "done"),
        ("undo", "Tag claim", "done"),
        ("redo", "Tag claim", "done"),
    ]
    assert (first.coder, newest.coder) == ("Nilo", "Mira")
    assert [entry.edit_id for entry in db.history()] == [2, 2, None, None]
    assert newest.created.endswith("Z")
    assert len(newest.created) == 20
    # coder, claim and claim_actor rows of the edit; an undo repeats none of them
    assert [entry.changes for entry in db.history(3)] == [0, 0, 2]
    assert db.history(0) == []


def test_undo_and_redo_go_through_the_edits_in_order(db: Database) -> None:
    first = tag(db)
    second = tag(db, 5)
    edit_claims.change(db, first, stance=Stance.AGAINST)
    assert db.undo_text() == "Change stance"
    states = [rows(db)]
    for name in ("Change stance", "Tag claim", "Tag claim"):
        undone = db.undo()
        assert undone is not None
        assert (undone.text, undone.kind, db.redo_text()) == (name, "undo", name)
        states.append(rows(db))
    assert db.undo_text() == ""
    assert {second} <= {row[0] for row in states[1]["claim"]}
    assert second not in {row[0] for row in states[2]["claim"]}
    for state in reversed(states[:-1]):
        redone = db.redo()
        assert redone is not None
        assert redone.kind == "redo"
        assert rows(db) == state
    assert db.redo_text() == ""


def test_another_edit_abandons_what_was_undone(db: Database) -> None:
    tag(db)
    tag(db, 5)
    db.undo()
    db.undo()
    edit_claims.delete(db, [1])
    assert trail(db) == [
        ("edit", "Fill", "permanent"),
        ("edit", "Tag claim", "abandoned"),
        ("edit", "Tag claim", "abandoned"),
        ("undo", "Tag claim", "done"),
        ("undo", "Tag claim", "done"),
        ("edit", "Delete claim", "done"),
    ]
    assert db.redo_text() == ""
    assert db.redo() is None
    db.undo()
    assert (db.redo_text(), db.undo_text()) == ("Delete claim", "")


def test_an_edit_that_changes_nothing_does_not_abandon_what_was_undone(db: Database) -> None:
    tag(db)
    db.undo()
    edit_claims.delete(db, [])
    edit_claims.change(db, 1, stance=Stance.FAVOR)
    assert db.redo_text() == "Tag claim"


def test_an_edit_that_fails_does_not_abandon_what_was_undone(db: Database) -> None:
    tag(db)
    db.undo()
    with pytest.raises(UserError):
        edit_claims.delete(db, [99])
    assert db.redo_text() == "Tag claim"


def test_undo_and_redo_survive_closing_and_opening(path: Path) -> None:
    states = []
    with make_project(path) as db:
        states.append(rows(db))
        tag(db)
        states.append(rows(db))
        edit_claims.change(db, 1, memo="x", stance=Stance.NEUTRAL)
        states.append(rows(db))
    with Database(path) as db:
        db.set_coder("Nilo")
        assert db.undo_text() == "Change stance"
        db.undo()
        assert rows(db) == states[1]
    with Database(path) as db:
        db.set_coder("Nilo")
        assert (db.undo_text(), db.redo_text()) == ("Tag claim", "Change stance")
        db.undo()
        assert rows(db) == states[0]
    with Database(path) as db:
        db.set_coder("Nilo")
        db.redo()
        db.redo()
        assert rows(db) == states[2]
        assert problems(db) == []


def test_every_commit_is_told_once_and_after_it_stands(db: Database) -> None:
    told: list[tuple[str, str, int, bool]] = []

    def hear(changes: ChangeSet) -> None:
        told.append((changes.kind, changes.text, changes.history_id, db.sqlite.conn.in_transaction))

    db.on_change = hear
    tag(db)
    db.undo()
    db.redo()
    assert told == [("edit", "Tag claim", 2, False), ("undo", "Tag claim", 3, False), ("redo", "Tag claim", 4, False)]


def test_what_undo_tells_is_the_inverse_of_what_the_edit_told(db: Database) -> None:
    told: list[ChangeSet] = []
    db.on_change = told.append
    edit_claims.change(db, 1, actor_ids=(2,), memo="x", stance=Stance.NEUTRAL)
    db.undo()
    db.redo()
    edit, undo, redo = told
    assert tuple(undo.rows) == tuple(edit.inverted().rows)
    assert tuple(redo.rows) == tuple(edit.rows)
    assert edit.touches("memo")
    assert not edit.touches("document")


def test_an_error_inside_an_edit_undoes_all_of_it(db: Database) -> None:
    def fail() -> None:
        with db.edit("Fail") as recorder:
            recorder.insert("setting", {"key": "a", "value": "1"})
            recorder.update("claim", 1, {"voice": "author"})
            recorder.delete("memo", [1])
            raise RuntimeError("midway")

    before = everything(db)
    with pytest.raises(RuntimeError, match="midway"):
        fail()
    assert everything(db) == before
    tag(db)
    assert problems(db) == []


def test_only_recorded_tables_can_be_written(db: Database) -> None:
    before = everything(db)
    for table in ("history", "text", "sqlite_master", 'claim" --'):
        with pytest.raises(ValueError, match="not a recorded table"), db.edit("Wrong") as recorder:
            recorder.insert(table, {"id": 99})
    assert everything(db) == before


def test_a_row_that_is_not_there_can_be_neither_changed_nor_deleted(db: Database) -> None:
    with db.edit("Wrong") as recorder:
        with pytest.raises(KeyError, match="claim 99"):
            recorder.update("claim", 99, {"voice": "author"})
        with pytest.raises(KeyError, match="claim 99"):
            recorder.delete("claim", [2, 99])
    assert len(rows(db)["claim"]) == 3
    assert len(db.history()) == 1


def test_more_rows_than_sqlite_takes_parameters_are_written_and_undone(db: Database) -> None:
    before = rows(db)
    with db.edit("Many") as recorder:
        numbers = recorder.insert_many("setting", [{"key": f"k{n}", "value": "1"} for n in range(1203)])
        assert recorder.update_many("setting", {number: {"value": "2"} for number in numbers}) == 1203
        recorder.delete("setting", numbers[:601])
    assert len(rows(db)["setting"]) == 602
    assert db.history(1)[0].changes == 1203 + 1203 + 601
    db.undo()
    assert rows(db) == before


def test_a_history_that_does_not_belong_to_the_rows_is_refused_whole(db: Database) -> None:
    number = tag(db)
    db.sqlite.execute("DELETE FROM claim_actor WHERE claim_id = ?", [number])
    before = everything(db)
    with pytest.raises(LookupError, match="is not in the file"):
        db.undo()
    assert everything(db) == before


def test_two_windows_of_one_coder_share_one_history(db: Database) -> None:
    with Database(db.path) as other:
        other.set_coder("Nilo")
        assert not other.catch_up()
        number = tag(db)
        assert other.catch_up()
        assert not other.catch_up()
        assert reads.claim(other, number).start == 0
        other.undo()
        assert db.undo_text() == ""
        assert db.undo() is None
        db.redo()
        assert reads.claim(other, number).start == 0


def test_the_coder_is_the_one_who_was_set_else_the_account(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISAVIS_CODER", "USER", "LOGNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    with Database(path, create=True) as db:
        assert db.coder_name == "me"
        monkeypatch.setenv("USERNAME", "account")
        assert db.coder_name == "account"
        monkeypatch.setenv("VISAVIS_CODER", "chosen")
        assert db.coder_name == "chosen"
        db.set_coder("  Mira ")
        assert db.coder_name == "Mira"
        edit_codebook.add(db, "actor", "Tarn")
        assert db.history()[0].coder == "Mira"
        db.set_coder(" ")
        assert db.coder_name == "chosen"
