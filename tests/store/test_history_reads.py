from pathlib import Path

import pytest

from desktop.core.history import FieldChange, StepFilter, ToldStep
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.project.history import HistoryReader
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import codebook_merge as edit_codebook_merge
from desktop.store.reads import history as history_reads

from . import every_action
from .making import ids

# what is done is kept, told and taken back alike in one piece and in parts
pytestmark = pytest.mark.usefixtures("kept")


def tag(db: Database, actor: int = 1, start: int = 0) -> int:
    return edit_claims.tag(db, NewClaim(1, Span(start, start + 4), (actor,), 1, Stance.FAVOR))


def names(db: Database, found: StepFilter) -> list[str]:
    return [step.text for step in history_reads.steps(db, history_reads.step_ids(db, found))]


def fields(db: Database, step: int) -> list[tuple[str, str, str]]:
    return [(field.name, field.before, field.after) for thing in reader(db).tell(step).things for field in thing.fields]


def reader(db: Database) -> HistoryReader:
    return HistoryReader(lambda: db)


def newest(db: Database) -> int:
    return history_reads.step_ids(db)[0]


@pytest.fixture
def busy(db: Database) -> Database:
    """Nilo fills, tags and adds an actor; Mira undoes that, and writes a memo."""
    claim = tag(db)
    edit_codebook.add(db, "actor", "Ölme")
    db.set_coder("Mira")
    db.undo()
    edit_claims.change(db, claim, memo="Odd.")
    return db


def test_steps_come_newest_first_and_only_those_asked_for(busy: Database) -> None:
    found = history_reads.steps(busy, history_reads.step_ids(busy))
    assert [(step.id, step.kind, step.state, step.of) for step in found] == [
        (5, "edit", "done", None),
        (4, "undo", "done", 3),
        (3, "edit", "abandoned", None),
        (2, "edit", "done", None),
        (1, "edit", "permanent", None),
    ]
    assert [(entry.id, entry.created, entry.coder, entry.text) for entry in busy.history()] == [
        (step.id, step.created, step.coder, step.text) for step in found
    ]
    assert history_reads.step_ids(busy, after=3) == [5, 4]
    assert history_reads.steps(busy, [99]) == []
    assert history_reads.coder_names(busy) == ["Mira", "Nilo"]


def test_each_filter_narrows_and_they_narrow_together(busy: Database) -> None:
    ids_of = history_reads.step_ids
    assert ids_of(busy, StepFilter(coder="Mira")) == [5, 4]
    assert ids_of(busy, StepFilter(kind="undo")) == [4]
    assert names(busy, StepFilter(text="öLME")) == ["Add actor Ölme", "Add actor Ölme"]
    assert ids_of(busy, StepFilter(touched="codebook")) == [4, 3, 1], "an undo touches what its edit touched"
    assert ids_of(busy, StepFilter(touched="memos")) == [5, 1]
    assert ids_of(busy, StepFilter(touched="claims")) == [2, 1]
    assert ids_of(busy, StepFilter(touched="documents")) == [1]
    assert ids_of(busy, StepFilter(coder="Mira", touched="codebook")) == [4]
    busy.sqlite.execute("UPDATE history SET created = '2001-02-03T04:05:06Z' WHERE id = 2").close()
    assert ids_of(busy, StepFilter(since="2001-02-03T04:05:06Z", before="2001-02-03T04:05:07Z")) == [2]


def test_a_text_that_looks_like_a_change_is_none(db: Database) -> None:
    edit_codebook.add(db, "actor", 'Ulm ["memo",1,')
    assert newest(db) not in history_reads.step_ids(db, StepFilter(touched="memos"))


def test_an_undo_has_the_rows_of_its_edit_inverted(db: Database) -> None:
    tag(db)
    edit = tuple(history_reads.changes(db, newest(db)))
    told = db.undo()
    assert told is not None
    assert tuple(history_reads.changes(db, newest(db))) == tuple(told.rows)
    assert [change.inverted() for change in reversed(tuple(told.rows))] == list(edit)
    db.redo()
    assert tuple(history_reads.changes(db, newest(db))) == edit
    assert history_reads.changes(db, 99) == ()


def test_a_deleted_actor_is_still_told_by_name(db: Database) -> None:
    actor = edit_codebook.add(db, "actor", "Zeph")
    claim = tag(db, actor)
    tagged = newest(db)
    edit_claims.delete(db, [claim])
    deleted = newest(db)
    edit_codebook_merge.delete(db, "actor", actor)
    assert reader(db).tell(tagged).things[0].about.startswith("Zeph · Trade · favor")
    assert reader(db).tell(deleted).things[0].about.startswith("Zeph · Trade · favor")
    assert reader(db).tell(newest(db)).things[0].name == "Zeph"


def test_the_number_of_a_row_that_is_gone_is_not_given_to_another(db: Database) -> None:
    first = edit_codebook.add(db, "actor", "Zeph")
    tag(db, first)
    tagged = newest(db)
    db.undo()
    db.undo()
    second = edit_codebook.add(db, "actor", "Quon")
    assert second == first + 1
    assert reader(db).tell(tagged).things[0].about.startswith("Zeph · ")
    tag(db, second)
    assert reader(db).tell(newest(db)).things[0].about.startswith("Quon · ")


def test_a_claim_that_only_its_actors_rows_name_is_told_as_it_was_then(db: Database) -> None:
    claim = tag(db)
    edit_claims.change(db, claim, actor_ids=(3,))
    changed = newest(db)
    db.undo()
    db.undo()
    assert tag(db, start=5) == claim + 1
    told = reader(db).tell(changed)
    assert told.things[0].name == "“Velo”"
    assert told.links == {}, "the claim is gone"
    assert fields(db, changed) == [("actors", "Ordun Vask", "Elbar Nim")]


def test_what_is_renamed_later_is_told_by_its_name_of_then(db: Database) -> None:
    trade = ids(db, "topic")["trade"]
    tag(db)
    tagged = newest(db)
    edit_codebook.update(db, "topic", trade, name="Commerce")
    seen = reader(db)
    assert "· Trade ·" in seen.tell(tagged).things[0].about
    tag(db, start=5)
    # the same reader learns what was done since
    assert "· Commerce ·" in seen.tell(newest(db)).things[0].about


def test_links_lead_to_what_still_exists(db: Database) -> None:
    claim = tag(db)
    tagged = newest(db)
    seen = reader(db)
    assert list(seen.tell(tagged).links.values()) == [(1, claim)]
    assert list(seen.tell(1).links.values()) == [(1, 0)], "the document"
    edit_claims.delete(db, [claim])
    assert seen.tell(tagged).links == {}


def test_a_big_step_is_cut_and_says_how_much_is_left_out(db: Database) -> None:
    claims = [tag(db, start=start) for start in range(9)]
    edit_claims.delete(db, claims)
    told = reader(db).tell(newest(db), limit=4)
    assert (told.summary, len(told.things), told.more) == ("deleted 9 claims", 4, 5)


def test_a_document_is_told_with_what_came_with_it(db: Database) -> None:
    told = reader(db).tell(1)
    assert told.summary == "added 1 document, 3 claims, 3 actors, 3 topics, 1 memo, 1 coder"
    assert told.things[0].name == "The Élbar papers"
    assert told.things[0].document


def test_every_kind_of_action_is_told(db: Database) -> None:
    told: dict[str, ToldStep] = {}
    for name, step in every_action.steps(db):
        step()
        told[name] = reader(db).tell(newest(db))
        assert told[name].summary, name
        db.undo()
        back = reader(db).tell(newest(db))
        assert (len(back.things), back.more) == (len(told[name].things), told[name].more)
        db.redo()
    verdict = told["Confirm verdict"].things[0]
    assert (verdict.verb, verdict.table) == ("added", "trace_verdict")
    assert verdict.name.startswith("“")
    assert " × " in verdict.about
    assert [field.name for field in told["Correct verdict"].things[0].fields]
    assert told["Same event"].things[0].about == "the same event"
    assert told["Not the same event"].things[0].fields == (FieldChange("the same event", "yes", "no"),)
    assert told["Event by date"].summary == "deleted 1 pair of documents"
    assert told["Dismiss suggestion"].things[0].about.startswith("in ")


def test_another_project_has_other_names(db: Database, tmp_path: Path) -> None:
    with Database(tmp_path / "other.visavis", create=True) as other:
        now = [db]
        seen = HistoryReader(lambda: now[0])
        assert seen.tell(1).summary
        now[0] = other
        assert seen.coders() == []
        edit_codebook.add(other, "actor", "Quon")
        assert seen.tell(1).things[0].name == "Quon"


def test_topics_of_one_name_are_told_apart_by_what_stands_above_them(db: Database) -> None:
    above = [edit_codebook.add(db, "topic", name) for name in ("Wine", "Flags")]
    red = [edit_codebook.add(db, "topic", "Red", one, proposition="Red is best") for one in above]
    claim = edit_claims.tag(db, NewClaim(1, Span(0, 4), (1,), red[0], Stance.FAVOR))
    edit_claims.change(db, claim, topic_id=red[1])
    assert ("topic", "Wine › Red", "Flags › Red") in fields(db, newest(db))
    step = newest(db)
    # as they were called then
    edit_codebook.update(db, "topic", above[0], name="Drinks")
    assert ("topic", "Wine › Red", "Flags › Red") in fields(db, step)
