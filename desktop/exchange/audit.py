"""The audit trail as a table: one line for each changed field, or one for each step."""

from collections.abc import Iterable, Sequence

from desktop.core.changes import RowChange
from desktop.core.trail import Step
from desktop.exchange.tables import Cell, Column, Table

_STEP = (
    Column("history_id", "integer"),
    Column("uuid"),
    Column("created"),
    Column("coder"),
    Column("kind"),
    Column("text"),
    Column("state"),
    Column("of", "integer"),
)
# a value is of any type, so these two are texts
_FIELD = (
    Column("table"),
    Column("row_id", "integer"),
    Column("row_uuid"),
    Column("column"),
    Column("before"),
    Column("after"),
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
