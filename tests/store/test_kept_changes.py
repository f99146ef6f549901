"""The forms in which the history keeps changed rows: lists by columns, and the objects of former versions."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.changes import Row, RowChange
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.store import trail
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.reads import history as history_reads
from desktop.store.schema import RECORDED

from . import every_action
from .making import make_project, rows
from .test_undo_anything import Step, do_and_undo, steps

values = st.none() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(max_size=12)


def as_before(changes: "tuple[RowChange, ...] | list[RowChange]") -> str:
    """Return changes as version 13 kept them: each row whole, with the names of its columns."""
    kept = [[one.table, one.id, one.before, one.after] for one in changes]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def no_text(number: int) -> str:
    raise LookupError(f"text {number}")


@st.composite
def changed_rows(draw: st.DrawFn) -> RowChange:
    table, number = draw(st.sampled_from(RECORDED)), draw(st.integers(1, 10**9))
    columns = trail.COLUMNS[table]
    # of a former version, which had fewer columns, or of none that is known
    names = draw(st.sampled_from([columns, columns[:-1], (*columns, "mood"), columns[::-1]]))
    # where words are, there is text, and never a number
    words = st.text(max_size=12)
    told = {name: words if name == "quote" else values for name in names}
    row = {"id": number, **{name: draw(value) for name, value in told.items()}}
    kind = draw(st.sampled_from(["insert", "update", "delete"]))
    changed = draw(st.sets(st.sampled_from(names), max_size=5))
    other = {**row, **{name: draw(told[name]) for name in names if name in changed}}
    return RowChange(table, number, None if kind == "insert" else row, None if kind == "delete" else other)


@given(st.lists(changed_rows(), max_size=5))
def test_what_is_read_is_what_was_changed_in_either_form(changes: list[RowChange]) -> None:
    assert list(trail.load_changes(trail.dump_changes(changes), no_text)) == changes
    assert list(trail.load_changes(as_before(changes), no_text)) == changes


@settings(max_examples=40)
@given(steps, st.lists(st.integers(0, 2), min_size=1, max_size=7))
def test_edits_of_all_forms_are_undone_and_redone(doings: list[Step | str], forms: list[int]) -> None:
    """A project that former versions began and this one goes on with has steps of each."""
    dump, turn = trail.dump_changes, 0

    def either(changes: list[RowChange], new: list[Row | None], texts: trail.TextsOf) -> str:
        nonlocal turn
        turn += 1
        form = forms[turn % len(forms)]
        return as_before(changes) if form == 0 else dump(changes, new, texts if form == 1 else None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trail, "dump_changes", either)
        do_and_undo(doings)


def test_the_columns_are_those_of_the_schema_in_their_order(db: Database) -> None:
    for table in RECORDED:
        there = [name for (name,) in db.sqlite.execute("SELECT name FROM pragma_table_info(?)", [table])]
        # what a migration adds stands at the end here, too: files have rows in this order
        assert ["id", *trail.COLUMNS[table]] == there


def test_each_step_takes_a_third_of_what_it_took(path: Path) -> None:
    now = before = 0
    with make_project(path) as db:
        for start in range(0, 12, 2):
            claim = edit_claims.tag(db, NewClaim(1, Span(start, start + 9), (1, 2), 1, Stance.FAVOR))
            edit_claims.change(db, claim, stance=Stance.AGAINST)
        for (text,) in db.sqlite.execute("SELECT changes FROM history WHERE id > 1"):
            now += len(text)
            before += len(as_before(trail.load_changes(text, db.texts.content)))
    assert now < before / 3


def test_a_step_has_all_that_it_takes_to_be_merged(path: Path) -> None:
    """Rows by their uuid, the columns that changed with both values, and foreign keys that lead to rows with uuids."""
    with make_project(path) as db:
        for _name, step in every_action.steps(db):
            step()
        uuids: dict[tuple[str, int], str] = {}
        for number in reversed(history_reads.step_ids(db)):
            for change in history_reads.changes(db, number):
                row = change.after or change.before
                assert row is not None
                if change.table not in ("claim_actor", "claim_value", "setting"):
                    uuids[change.table, change.id] = str(row["uuid"])
                for column, value in row.items():
                    owner = {"field_id": "own_field"}.get(column, column.removesuffix("_id"))
                    if (
                        column != owner
                        and owner in ("document", "claim", "actor", "topic", "coder", "own_field")
                        and value
                    ):
                        assert (owner, value) in uuids
                assert change.before is None or change.after is None or change.before.keys() == change.after.keys()
        state = rows(db)
        assert {str(row[1]) for row in state["claim"]} <= set(uuids.values())
