"""What the history keeps of a long action: parts, written while it runs and read one at a time."""

import gzip
import json
import shutil
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import pytest

from desktop.core.changes import ChangeSet, RowChange, RowLog, inverted
from desktop.core.history import StepFilter
from desktop.core.history_text import squash, subjects, summary
from desktop.core.long_steps import Overview, overview
from desktop.project.history import HistoryReader
from desktop.store import trail
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import history as history_reads
from desktop.store.reads import project as reads

from . import every_action
from .import_until_killed import DOCUMENTS, document
from .making import damage, everything, make_project, rows

IMPORTER = Path(__file__).with_name("import_until_killed.py")
# each kind of action once, 120 documents imported, 107 removed, the last two redone; from before there were parts
OLD = Path(__file__).parents[1] / "data" / "projects" / "version-8.visavis.gz"
LONG = 4000


def add_settings(db: Database, count: int = LONG, prefix: str = "k") -> int:
    """Do one long action, and return its id in the history."""
    with db.edit("Many") as recorder:
        for at in range(0, count, 100):
            value = json.dumps(f"{at} ⛴🚢 " + "x" * 500)
            recorder.insert_many("setting", [{"key": f"{prefix}{at + n}", "value": value} for n in range(100)])
    return db.history(1)[0].id


def parts(db: Database, step: int) -> list[tuple[int, int, str, str]]:
    sql = "SELECT position, row_count, tables, changes FROM history_part WHERE history_id = ? ORDER BY position"
    return list(db.sqlite.execute(sql, [step]))


def test_a_long_action_stands_in_parts_and_a_short_one_in_its_own_line(db: Database) -> None:
    edit_claims.delete(db, [1])
    long = add_settings(db)
    found = parts(db, long)
    assert len(found) > 5
    assert [position for position, *_rest in found] == list(range(len(found)))
    assert all(tables == '["setting"]' for _position, _count, tables, _text in found)
    assert sum(count for _position, count, _tables, _text in found) == LONG == db.history(1)[0].changes
    assert max(len(text) for *_rest, text in found) < 2.5 * trail.PART
    kept = list(db.sqlite.execute("SELECT id, parts, changes = '[]' FROM history ORDER BY id"))
    assert kept == [(1, 0, 0), (2, 0, 0), (long, len(found), 1)]
    assert [json.loads(text)[0][0] for *_rest, text in found] == ["setting"] * len(found)
    assert problems(db) == []


def test_a_long_action_is_one_step_one_signal_and_is_undone_and_redone_whole(db: Database) -> None:
    told: list[ChangeSet] = []
    db.on_change = told.append
    before = rows(db)
    long = add_settings(db)
    after = rows(db)
    db.undo()
    assert rows(db) == before
    db.redo()
    assert rows(db) == after
    db.undo()
    assert rows(db) == before
    assert problems(db) == []
    assert [(one.kind, len(one.rows), one.history_id) for one in told] == [
        ("edit", LONG, long),
        *(("undo", LONG, long + 1), ("redo", LONG, long + 2), ("undo", LONG, long + 3)),
    ]
    numbers = [row[0] for row in after["setting"]]
    assert [list(one.ids("setting")) for one in told] == [numbers, numbers[::-1], numbers, numbers[::-1]]
    assert [len(one.deleted("setting")) for one in told] == [0, LONG, 0, LONG]
    assert [row.id for row in told[0].rows] == numbers
    assert [row.id for row in told[1].rows] == numbers[::-1]


def test_neither_a_long_action_nor_its_undo_nor_a_look_at_it_holds_much_of_it(db: Database) -> None:
    def undo() -> None:
        db.undo()

    def redo() -> None:
        db.redo()

    def check() -> None:
        assert problems(db) == []

    def tell() -> None:
        told = HistoryReader(lambda: db).tell(step)
        assert told.summary == f"added {LONG:,} settings"
        assert (len(told.things), told.more) == (40, LONG - 40)

    step = add_settings(db, 100, prefix="first")
    peaks = {}
    tracemalloc.start()
    try:
        for work in (lambda: add_settings(db), undo, redo, check, tell):
            tracemalloc.reset_peak()
            begin = tracemalloc.get_traced_memory()[0]
            result = work()
            step = result or step
            peaks[getattr(work, "__name__", "")] = tracemalloc.get_traced_memory()[1] - begin
    finally:
        tracemalloc.stop()
    whole = sum(len(text.encode()) for *_rest, text in parts(db, step))
    assert whole > 2_000_000
    # the rows as objects take thrice as much as their JSON
    assert all(peak < whole for peak in peaks.values()), (peaks, whole)


def test_one_call_for_many_rows_is_written_in_parts_and_refused_whole(db: Database) -> None:
    before = rows(db)
    with db.edit("Many") as recorder:
        values = [{"key": f"k{number}", "value": '"' + "x" * 300 + '"'} for number in range(3000)]
        numbers = recorder.insert_many("setting", values)
        assert len(set(numbers)) == 3000
        written = recorder.trail.parts
        assert written > 2
        assert recorder.update_many("setting", {number: {"value": "2"} for number in numbers}) == 3000
        assert recorder.trail.parts > written
        changed = rows(db)
        # the last one is not there: nothing of those before is written
        with pytest.raises(KeyError, match="setting 99999"):
            recorder.update_many("setting", {number: {"value": "3"} for number in [*numbers, 99999]})
        with pytest.raises(KeyError, match="setting 99999"):
            recorder.delete("setting", [*numbers, 99999])
        assert rows(db) == changed
        recorder.delete("setting", [*numbers[:2000], *numbers[:10]])
    after = rows(db)
    assert len(after["setting"]) == 1000
    db.undo()
    assert rows(db) == before
    db.redo()
    assert rows(db) == after
    assert problems(db) == []


def test_an_action_broken_off_after_parts_were_written_leaves_none(db: Database) -> None:
    def fail() -> None:
        with db.edit("Many") as recorder:
            recorder.insert_many("setting", [{"key": f"k{n}", "value": '"' + "x" * 900 + '"'} for n in range(3000)])
            assert db.sqlite.execute("SELECT count(*) FROM history_part").fetchone()[0] > 5
            raise RuntimeError("late")

    before = everything(db)
    content = db.path.read_bytes()
    with pytest.raises(RuntimeError, match="late"):
        fail()
    assert everything(db) == before
    assert db.path.read_bytes() == content


def overviewed(rows: Sequence[RowChange], limit: int) -> Overview:
    """Return the overview of rows that are read in parts."""

    def wait() -> Generator[None, None, None]:
        found.append((yield from overview(lambda: (rows[at : at + 7] for at in range(0, len(rows), 7)), limit)))

    found: list[Overview] = []
    for _part in wait():
        pass
    return found[0]


@pytest.mark.parametrize("limit", [1, 3, 40])
def test_a_long_step_is_told_as_a_short_one_of_the_same_rows(path: Path, limit: int) -> None:
    with make_project(path) as db:
        for _name, step in every_action.steps(db):
            step()
        every: list[RowChange] = []
        for number in history_reads.step_ids(db)[::-1]:
            rows = tuple(history_reads.changes(db, number))
            every += rows
            # and many actions as one, in which rows are changed again and again, and taken back
            for told in (rows, inverted(rows), tuple(every), inverted(every), (*every, *inverted(rows))):
                changes = squash(told)
                groups = subjects(changes)
                found = overviewed(told, limit)
                assert found.summary == summary(changes)
                assert found.count == len(groups)
                assert found.shown == groups[:limit]


def test_a_filter_finds_long_steps_by_what_they_touched_and_not_by_their_words(db: Database) -> None:
    long = add_settings(db)
    with db.edit("Many") as recorder:
        for at in range(3):
            value = json.dumps('["memo",1,"claim"' + "x" * trail.PART)
            recorder.insert("setting", {"key": f"memo {at}", "value": value})
    ids = history_reads.step_ids
    assert ids(db, StepFilter(touched="settings")) == [long + 1, long]
    assert ids(db, StepFilter(touched="memos")) == [1]


@pytest.mark.parametrize("delay", [0, 250, 600, DOCUMENTS - 1, DOCUMENTS])
def test_a_program_killed_in_the_middle_of_a_long_import_leaves_nothing_of_it(path: Path, delay: int) -> None:
    with make_project(path) as db:
        before = everything(db)
    with subprocess.Popen([sys.executable, IMPORTER, path], stdout=subprocess.PIPE, text=True) as importer:
        assert importer.stdout is not None
        for _line in range(delay + 1):
            line = importer.stdout.readline()
        assert path.with_name(f"{path.name}-journal").exists()
        importer.kill()
        rest = importer.stdout.read()
    assert importer.returncode != 0
    assert line.strip() == ("noted" if delay == DOCUMENTS else str(delay))
    with Database(path) as db:
        if "committed" in rest:
            assert len(reads.documents(db)) == DOCUMENTS + 1
            db.undo()
            assert len(reads.documents(db)) == 1
        else:
            assert everything(db) == before
        assert problems(db) == []
        # what SQLite left of a transaction that had not reached the file goes with the next one
        edit_claims.delete(db, [1])
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_an_import_that_was_not_killed_is_whole(path: Path) -> None:
    with make_project(path) as db:
        before = rows(db)
    done = subprocess.run([sys.executable, IMPORTER, path], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("committed\n")
    with Database(path) as db:
        assert len(parts(db, 2)) > 5
        assert {one.name for one in reads.documents(db)} >= {document(number).name for number in range(DOCUMENTS)}
        assert problems(db) == []
        db.undo()
        assert rows(db) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history_part SET changes = substr(changes, 1, 500) WHERE position = 2",
        "UPDATE history_part SET changes = '[[\"setting\", 1]]' WHERE position = 2",
        "UPDATE history_part SET row_count = row_count + 1 WHERE position = 0",
        "UPDATE history_part SET tables = '[\"claim\"]' WHERE position = 0",
        "DELETE FROM history_part WHERE position = 2",
        "DELETE FROM history_part WHERE position = (SELECT max(position) FROM history_part)",
        "UPDATE history SET parts = parts + 1 WHERE id = 2",
        "UPDATE history SET parts = parts - 1 WHERE id = 2",
    ],
)
def test_each_damage_of_a_part_is_told(path: Path, statement: str) -> None:
    with make_project(path) as db:
        assert add_settings(db) == 2
    damage(path, statement)
    with Database(path) as db:
        assert "History entry 2 cannot be read." in problems(db)


def test_a_part_of_no_step_is_told(path: Path) -> None:
    with make_project(path) as db:
        add_settings(db)
    damage(path, "UPDATE history_part SET history_id = 9 WHERE position = 0")
    with Database(path) as db:
        assert any("history_part" in problem and "does not exist" in problem for problem in problems(db))


def test_a_long_action_with_a_lost_part_is_not_half_undone(path: Path) -> None:
    with make_project(path) as db:
        add_settings(db)
    damage(path, "DELETE FROM history_part WHERE position = 2")
    with Database(path) as db:
        db.set_coder("Nilo")
        before = everything(db)
        with pytest.raises(LookupError, match="history_part 2:2"):
            db.undo()
        assert everything(db) == before


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.visavis"
    with gzip.open(OLD) as file, path.open("wb") as target:
        shutil.copyfileobj(file, target)
    return path


def old_changes(path: Path) -> Iterator[tuple[int, list[object]]]:
    connection = sqlite3.connect(path)
    try:
        for number, text in connection.execute("SELECT id, changes FROM history ORDER BY id").fetchall():
            yield number, json.loads(text)
    finally:
        connection.close()


def test_long_actions_of_a_project_from_before_are_divided_and_are_the_same(old: Path) -> None:
    before = dict(old_changes(old))
    with Database(old) as db:
        sql = "SELECT id FROM history WHERE parts > 1 ORDER BY id"
        divided = [number for (number,) in db.sqlite.execute(sql)]
        assert [len(before[number]) for number in divided] == [240, 214]
        for entry in db.history():
            if entry.kind == "edit":
                kept = history_reads.changes(db, entry.id)
                assert isinstance(kept, RowLog) == (entry.id in divided)
                told = [[row.table, row.id, row.before, row.after] for row in kept]
                assert (told, entry.changes) == (before[entry.id], len(told))
        assert max(len(text) for number in divided for *_rest, text in parts(db, number)) < 2 * trail.PART
        assert problems(db) == []


def test_what_was_done_in_a_project_from_before_parts_is_undone_and_redone_step_by_step(old: Path) -> None:
    with Database(old) as db:
        db.set_coder("Nilo")
        assert db.redo_text() == "Remove 107 documents"
        while db.redo():
            pass
        end = rows(db)
        count = 0
        while db.undo():
            count += 1
        assert len(rows(db)["claim"]) == 3
        assert sum(db.redo() is not None for _ in range(count)) == count
        assert rows(db) == end
        assert problems(db) == []
        edit_documents.remove(db, [one.id for one in reads.documents(db)])
        db.undo()
        assert rows(db) == end


def test_a_long_action_that_cannot_be_read_stays_in_one_piece_and_is_told(old: Path) -> None:
    damage(old, "UPDATE history SET changes = replace(changes, 'gel 50.txt', 'gel \"50.txt') WHERE id = 103")
    with Database(old) as db:
        found = dict(db.sqlite.execute("SELECT id, parts FROM history WHERE id IN (103, 105)"))
        assert found[103] == 0
        assert found[105] > 1
        assert "History entry 103 cannot be read." in problems(db)
