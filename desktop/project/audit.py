"""The audit trail as a table: one line for each changed field, or one for each step."""

from collections.abc import Iterable, Sequence

from desktop.core.changes import RowChange
from desktop.core.history import Step
from desktop.exchange.tables.table import Cell, Column, Table

_STEP = (
    Column("history_id", "integer", "Step", "The number of the step."),
    Column("uuid", title="UUID", description="Names the step in every copy of the project."),
    Column("created", title="Time", description="In ISO 8601 and UTC."),
    Column("coder", title="Coder", description="Who did it, as they were called then."),
    Column("kind", title="Kind", description="An edit, an undo or a redo."),
    Column("text", title="What was done"),
    Column("state", title="State", description="Of an edit: done, undone, abandoned or permanent."),
    Column("of", "integer", "Of step", "Of an undo or redo: the edit that it takes back or does again."),
)
# a value is of any type, so these two are texts
_FIELD = (
    Column("table", title="Table", description="What kind of thing was changed."),
    Column("row_id", "integer", "Row", "Its number."),
    Column("row_uuid", title="UUID of the row"),
    Column("column", title="Field", description="What of it was changed."),
    Column("before", title="Before"),
    Column("after", title="After"),
)


def steps_table(steps: Iterable[Step]) -> Table:
    """Return one line for each step."""
    return Table(_STEP, tuple(_step(step) for step in steps))


def changes_table(steps: Iterable[tuple[Step, Sequence[RowChange]]]) -> Table:
    """Return one line for each field that a step changed, in the step's own direction.

    Of a row that was added or deleted every field has a line that holds a value, its ``id`` too: by it such a row is
    told from one that was changed. What has no value (NULL) is empty; a step that changed no row has no line.
    """
    return Table((*_STEP, *_FIELD), tuple(row for step, changes in steps for row in _rows(step, changes)))


def _rows(step: Step, changes: Sequence[RowChange]) -> Iterable[tuple[Cell, ...]]:
    head = _step(step)
    for change in changes:
        before, after = change.before or {}, change.after or {}
        uuid = str(after.get("uuid") or before.get("uuid") or "")
        row = (*head, change.table, change.id, uuid)
        for column in after or before:
            old, new = before.get(column), after.get(column)
            if old != new:
                yield *row, column, old, new


def _step(step: Step) -> tuple[Cell, ...]:
    return (step.id, step.uuid, step.created, step.coder, step.kind, step.text, step.state, step.of)
