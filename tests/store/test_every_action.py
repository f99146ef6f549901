import gzip
import json
import shutil
from pathlib import Path

import pytest

from desktop.core import actions, language
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, CodedSegment, Facts, SegmentKind
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import documents
from desktop.store.reads import history, project

from ..core.test_language import write_catalogue
from . import every_action
from .making import make_project, rows

# a project from before actions had identifiers: each kind of action once, the last three taken back, one redone
OLD = Path(__file__).parents[1] / "data" / "projects" / "version-2.visavis.gz"
# and one from before there were sets of documents, made in the same way
BEFORE_SETS = OLD.with_name("version-3.visavis.gz")
# from before turns had times, too
BEFORE_TIMES = OLD.with_name("version-4.visavis.gz")
# from before the highest ids were kept
BEFORE_LAST_IDS = OLD.with_name("actions-12.visavis.gz")
# what is not done any more, or called otherwise, and what came since
GONE = {"Write summary", "Delete summary", "Keep view {all} 100%", "Delete view {all} 100%", "Name speaker"}
NEW = {
    *("Save view {all} 100%", "Rename view {all} 100%", "Delete view {none} 0%", "Rename document Ul"),
    *("Put document into Tarn", "Put 2 documents into Tarn/{now}", "Rename set Tarn", "Dissolve set Wend/{now}"),
    *("Take document out of its set", "Take 2 documents out of their sets", "Remove document", "Remove 2 documents"),
    *("Make actor of a proposed name", "Make actors of 2 proposed names"),
    *("Note what coders differ in", "Decide what coders differ in", "Decide 2 passages of coders"),
    *("Take back what was decided of coders", "Tag 2 claims"),
    *("Set Side of document", "Set Side of 2 documents", "Import the project other.qdpx"),
    *("Make field Frame", "Make field Party", "Make field Area", "Make field Grounds", "Change Grounds"),
    *("Set Frame of claim", "Set Party of actor", "Set Area of topic", "Set Leaning of document"),
    *("Rename field Leaning", "Change field Frame", "Make field Party another kind", "Make field Area another kind"),
    *("Merge field Grounds into Frame", "Sort the fields", "Delete field Area"),
    *("Let Elbar Nim belong to Tarnia", "Change where Elbar Nim belongs: Tarnia"),
    *("Let Elbar Nim belong to Tarnia no more", "Let Elbar Nim belong to Sea Union"),
    *("Merge with the project other.visavis", "Note on a conflict", "Decide a conflict"),
    *("Hand out document to Nilo, Mira", "Declare document finished"),
    *("Declare document unfinished", "Take document back from Mira"),
    *("Choose a scale: 0 claims", "Choose a scale: 1 claim", "Choose a scale: 2 claims"),
}


def unpacked(packed: Path, folder: Path) -> Path:
    path = folder / "old.visavis"
    with gzip.open(packed) as file, path.open("wb") as target:
        shutil.copyfileobj(file, target)
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return unpacked(OLD, tmp_path)


def do_everything(db: Database) -> list[str]:
    done = []
    for name, step in every_action.steps(db):
        step()
        done.append(name)
    return done


def test_each_action_is_called_what_people_call_it(path: Path) -> None:
    with make_project(path) as db:
        for name, step in every_action.steps(db):
            steps = len(db.history())
            step()
            assert (len(db.history()), db.undo_text()) == (steps + 1, name)
        done = {json.loads(row[0])[0] for row in db.sqlite.execute("SELECT action FROM history")}
        # what is no undo step
        assert {"Fill", *actions.ACTIONS} - done == {"fill_from_seeds", "sync"}
        assert done - actions.ACTIONS.keys() == {"Fill"}


def test_a_project_from_before_identifiers_tells_its_history_in_the_same_words(old: Path, path: Path) -> None:
    with make_project(path) as new, Database(old) as db:
        db.set_coder("Nilo")
        done = do_everything(new)
        told = [entry.text for entry in reversed(db.history())]
        assert told[0] == "Fill"
        assert set(told) >= GONE
        then = [one for one in told[1:] if one not in GONE]
        assert then == [*(one for one in done if one not in NEW), *reversed(done[-3:]), done[-3]]
        assert [step.text for step in history.steps(db, history.step_ids(db))] == told[::-1]
        assert (db.undo_text(), db.redo_text()) == (done[-3], done[-2])
        assert [entry.state for entry in db.history()].count("undone") == 2
        assert problems(db) == []


@pytest.mark.parametrize("packed", [OLD, BEFORE_SETS, BEFORE_TIMES, BEFORE_LAST_IDS], ids=lambda path: path.name)
def test_what_was_done_in_an_older_project_is_undone_and_redone_step_by_step(packed: Path, tmp_path: Path) -> None:
    with Database(unpacked(packed, tmp_path)) as db:
        db.set_coder("Nilo")
        while db.redo():
            pass
        end = rows(db)
        count = 0
        while db.undo_text():
            db.undo()
            count += 1
        assert db.sqlite.execute("SELECT count(*) FROM claim").fetchone()[0] == 3
        assert sum(db.redo() is not None for _ in range(count)) == count
        assert rows(db) == end


def test_a_project_from_before_sets_has_documents_in_none_and_takes_them(tmp_path: Path) -> None:
    with Database(unpacked(BEFORE_SETS, tmp_path)) as db:
        assert {one.set_path for one in project.documents(db)} == {""}
        assert project.sets(db) == {}
        before = rows(db)
        documents.put_in_set(db, [1], "Talks")
        assert project.sets(db) == {"Talks": 1}
        documents.remove(db, [one.id for one in project.documents(db)])
        assert problems(db) == []
        db.undo()
        db.undo()
        assert rows(db) == before
        assert problems(db) == []


def test_a_project_from_before_times_has_turns_without_one_and_takes_documents_that_have(tmp_path: Path) -> None:
    turn = CodedSegment(SegmentKind.TURN, Span(0, 11), label="Ul", time="00:12:31")
    with Database(unpacked(BEFORE_TIMES, tmp_path)) as db:
        before = rows(db)
        assert {one[-1] for one in before["segment"]} == {""}
        documents.add_documents(db, [CodedDocument("gel.txt", Facts(), "Ul: gel tosk.", (turn,))])
        after = rows(db)
        number = project.find_document(db, "gel.txt").id
        assert project.coded_document(db, number).segments == (turn,)
        # the removal of segments that were written before is taken back without a time
        documents.remove(db, [one.id for one in project.documents(db)])
        assert problems(db) == []
        db.undo()
        assert rows(db) == after
        db.undo()
        assert rows(db) == before
        db.redo()
        assert rows(db) == after


def test_the_history_speaks_the_language_of_the_interface(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "_translations", language._translations)
    texts = {
        "Rename topic {name}": "Thema {name} umbenennen",
        "Change {field} of {name}": "{name}: {field} ändern",
        "colour": "Farbe",
        "Delete claim\0Delete {count} claims": "Aussage löschen\0{count} Aussagen löschen",
    }
    with make_project(path) as db:
        do_everything(db)
        write_catalogue(tmp_path, "de", texts)
        language.install(tmp_path, ["de"])
        told = [entry.text for entry in db.history()]
        assert {"Thema Bridge umbenennen", "Ferry: Farbe ändern", "Aussage löschen", "2 Aussagen löschen"} <= set(told)
        assert [step.text for step in history.steps(db, history.step_ids(db, history.StepFilter(text="AUSSAG")))] == [
            "2 Aussagen löschen",
            "Aussage löschen",
        ]
