"""The audit trail from the command line: what is written, read back, is what was recorded."""

import csv
import io
import json
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.exchange.tables.table import read_csv
from desktop.project import export as exporting
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.reads import history as history_reads
from desktop.store.reads import project as reads

from .conftest import Run, one_sentence

if TYPE_CHECKING:
    from desktop.core.changes import Value

STEP = ["history_id", "uuid", "created", "coder", "kind", "text", "state", "of"]
FIELD = ["table", "row_id", "row_uuid", "column", "before", "after"]
Rows = dict[int, list[tuple[str, int, dict[str, str], dict[str, str]]]]


def work_on(project: Path) -> None:
    """Do and undo: a memo that a spreadsheet would run, several lines, an empty text, a deleted claim."""
    with Database(project) as db:
        first, second, *_ = reads.claims(db)
        edit_claims.change(db, first.id, memo='=1+1\n"quoted", twice; – ✓')
        edit_claims.change(db, first.id, memo="")
        edit_claims.delete(db, [second.id])
        db.undo()
        db.redo()


def recorded(project: Path) -> Rows:
    """Return what each step changed, with all values as texts and without those that did not change or are none."""
    found: Rows = {}
    with Database(project) as db:
        for number in history_reads.step_ids(db):
            for change in history_reads.changes(db, number):
                before, after = change.before or {}, change.after or {}
                names = [name for name in after or before if before.get(name) != after.get(name)]
                parts = (_texts(before, names), _texts(after, names))
                found.setdefault(number, []).append((change.table, change.id, *parts))
    return found


def _texts(row: object, names: list[str]) -> dict[str, str]:
    assert isinstance(row, dict)
    values: dict[str, Value] = {name: row.get(name) for name in names}
    return {name: str(value) for name, value in values.items() if value not in (None, "")}


def test_the_csv_read_back_is_what_was_recorded(run: Run, project: Path, tmp_path: Path) -> None:
    work_on(project)
    target = tmp_path / "audit.csv"
    result = run("history", project, "--changes", "-o", target)
    assert result.exit_code == 0
    table = read_csv(target.read_bytes())
    assert [column.key for column in table.columns] == STEP + FIELD
    assert result.stdout == f"{target}: {len(table.rows)} changes (Steps: all.)\n"
    found: Rows = {}
    lines = [dict(zip(STEP + FIELD, map(str, row), strict=True)) for row in table.rows]
    for (step, name, number), block in groupby(lines, key=itemgetter("history_id", "table", "row_id")):
        of_row = list(block)
        before, after = ({one["column"]: one[side] for one in of_row if one[side]} for side in ("before", "after"))
        found.setdefault(int(step), []).append((name, int(number), before, after))
    assert found == recorded(project)
    assert set(found) == {1, 2, 3, 4, 5, 6}
    text = next(one for one in found[2] if one[0] == "memo")[3]["text"]
    assert text == '=1+1\n"quoted", twice; – ✓'


def test_a_spreadsheet_runs_nothing_of_it_and_exact_is_to_the_letter(run: Run, project: Path) -> None:
    work_on(project)
    guarded = run("history", project, "--changes").stdout_bytes
    exact = run("history", project, "--changes", "--exact").stdout_bytes
    assert guarded.startswith("\ufeff".encode())
    assert b"'=1+1" in guarded
    assert not exact.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(exact.decode(), newline="")))
    assert any(row["after"].startswith("=1+1") for row in rows)
    assert len({tuple(row.items()) for row in rows}) == len(rows)


def test_the_compact_form_has_one_line_for_each_step(run: Run, project: Path) -> None:
    work_on(project)
    rows = list(csv.DictReader(io.StringIO(run("history", project, "--format", "csv", "--exact").stdout)))
    assert list(rows[0]) == STEP
    assert [(row["history_id"], row["kind"], row["state"], row["of"]) for row in rows[:3]] == [
        ("6", "redo", "done", "4"),
        ("5", "undo", "done", "4"),
        ("4", "edit", "done", ""),
    ]
    assert len(rows) == 6
    assert len({row["uuid"] for row in rows}) == 6
    same = json.loads(run("history", project, "--format", "json").stdout)["rows"]
    assert [{key: "" if value is None else str(value) for key, value in row.items()} for row in same] == rows


def test_json_tells_no_value_from_an_empty_text(run: Run, project: Path) -> None:
    work_on(project)
    rows = json.loads(run("history", project, "--format", "json", "--changes").stdout)["rows"]
    assert list(rows[0]) == STEP + FIELD
    deleted = [row for row in rows if row["history_id"] == 6 and row["table"] == "claim"]
    assert {row["after"] for row in deleted} == {None}
    assert {row["column"] for row in deleted} >= {"id", "uuid", "quote", "stance"}
    assert all(row["before"] is not None for row in deleted)


def test_the_short_list_stays_as_it_was(run: Run, project: Path) -> None:
    (entry,) = json.loads(run("history", project, "--json").stdout)
    assert list(entry) == ["id", "created", "coder", "kind", "text", "state", "edit_id", "changes"]
    result = run("history", project, "--json", "--changes")
    assert result.exit_code == 2
    assert "--format json" in result.stderr


def test_an_empty_trail_is_a_header(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "empty.visavis"
    run("new", path, "--empty")
    assert run("history", path, "--changes", "--exact").stdout.strip() == ",".join(STEP + FIELD)
    assert json.loads(run("history", path, "--format", "json").stdout)["rows"] == []


def test_a_place_that_cannot_be_written_is_one_sentence(run: Run, project: Path, tmp_path: Path) -> None:
    assert "does not exist" in one_sentence(run("history", project, "--format", "csv", "-o", tmp_path / "no" / "a.csv"))


@pytest.mark.parametrize("form", ["csv", "exact", "json", "md"])
@pytest.mark.parametrize("what", ["history", "changes"])
def test_a_long_history_is_written_step_by_step_and_read_by_parts(
    run: Run, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, what: str
) -> None:
    """The bytes are those of the whole, whatever is read at once, and no more than that is held."""
    work_on(project)
    with Database(project) as db:
        export = exporting.Export(what, form)
        exporting.writing(db, export, tmp_path / "whole")(lambda *_: None)
        monkeypatch.setattr("desktop.project.history._BLOCK", 2)
        exporting.writing(db, export, tmp_path / "parts")(lambda *_: None)
        read: list[int] = []
        steps, walk = history_reads.steps, history_reads.walk
        monkeypatch.setattr(history_reads, "steps", lambda db, ids: read.append(len(ids)) or steps(db, ids))
        monkeypatch.setattr(history_reads, "walk", lambda db, ids: read.append(len(ids)) or walk(db, ids))
        exporting.writing(db, export, tmp_path / "again")(lambda *_: None)
    assert (tmp_path / "parts").read_bytes() == (tmp_path / "whole").read_bytes() != b""
    assert max(read) == 2
