"""The history: reading it, telling it, and its two tables, of steps and of every changed field."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace

from desktop.core import history_text as telling
from desktop.core.changes import RowChange, RowLog
from desktop.core.history import Step, StepFilter, ToldStep
from desktop.core.language import N_, _
from desktop.core.long_steps import Overview, overview
from desktop.core.told_apart import same_named
from desktop.exchange.tables import table
from desktop.exchange.tables.table import Cell, Column, Rows, Table, TableRow
from desktop.project.requests import Request
from desktop.store import reads
from desktop.store.database import Database

# of a big step only the first things are told one by one
SHOWN = 40
# how many steps are read at once
_BLOCK = 500
_STEP = (
    Column("history_id", "integer", N_("Step"), N_("The number of the step.")),
    Column("uuid", title=N_("UUID"), description=N_("Names the step in every copy of the project.")),
    Column("created", title=N_("Time"), description=N_("In ISO 8601 and UTC.")),
    Column("coder", title=N_("Coder"), description=N_("Who did it, as they were called then.")),
    Column("kind", title=N_("Kind"), description=N_("An edit, an undo or a redo.")),
    Column("text", title=N_("What was done")),
    Column("state", title=N_("State"), description=N_("Of an edit: done, undone, abandoned or permanent.")),
    Column("of", "integer", N_("Of step"), N_("Of an undo or redo: the edit that it takes back or does again.")),
)
_FIELD = (
    *_STEP,
    Column("table", title=N_("Table"), description=N_("What kind of thing was changed.")),
    Column("row_id", "integer", N_("Row"), N_("Its number.")),
    Column("row_uuid", title=N_("UUID of the row")),
    Column("column", title=N_("Field"), description=N_("What of it was changed.")),
    # a value is of any type, so these two are texts
    Column("before", title=N_("Before")),
    Column("after", title=N_("After")),
)
_FILTER_WORDS = {
    "coder": N_("by {value}"),
    "kind": N_("of the kind {value}"),
    "since": N_("since {value}"),
    "before": N_("before {value}"),
    "text": N_("called “{value}”"),
    "touched": N_("that touched {value}"),
}
_BRIEF_STEPS = ("history_id", "created", "coder", "kind", "text", "state")
_BRIEF_CHANGES = ("history_id", "created", "coder", "text", "table", "row_id", "column", "before", "after")


class HistoryReader:
    """Tell the history of whatever project is open, and keep what it has read of names and coders."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._names: tuple[Database, reads.history.PastNames] | None = None
        self._coders: set[str] = set()
        self._seen = 0
        # of long steps, each of which takes seconds to go through
        self._overviews: dict[tuple[int, int], Overview] = {}

    def coders(self) -> list[str]:
        """Return the names of all who did something, by alphabet."""
        self._past()
        newest = reads.history.newest(self._database())
        if newest > self._seen:
            self._coders.update(reads.history.coder_names(self._database(), after=self._seen))
            self._seen = newest
        return sorted(self._coders)

    def tell(self, step_id: int, limit: int = SHOWN) -> ToldStep:
        """Return what a step did, at most *limit* things of it one by one, by the names they had then."""
        steps = self.telling(step_id, limit)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                told: ToldStep = end.value
                return told

    def telling(self, step_id: int, limit: int = SHOWN) -> Generator[None, None, ToldStep]:
        """Return what `tell` does; of a long step yield again and again, so that a window answers between."""
        self._past()
        found = self._overviews.get((step_id, limit))
        if found is None:
            changes = reads.history.changes(self._database(), step_id)
            if isinstance(changes, RowLog):
                found = yield from overview(changes.parts, limit)
                # what a step did stays as it is
                self._overviews[step_id, limit] = found
            else:
                found = _whole(changes, limit)
        own = [*found.others, *(row for rows in found.shown for row in rows)]
        wanted = telling.wanted_names([row for rows in found.shown for row in rows if len(rows) <= limit])
        wanted -= {(change.table, change.id) for change in own}
        names = self._past().rows(step_id, wanted)
        alike = same_named(reads.project.topics(self._database()))
        above = {
            ("topic", row["parent_id"])
            for (table, number), row in names.items()
            if table == "topic" and number in alike
        }
        names.update(
            self._past().rows(step_id, [(table, one) for table, one in above - names.keys() if isinstance(one, int)])
        )
        teller = telling.Teller(names, alike)
        things = tuple(teller.tell(rows, own) for rows in found.shown)
        links = reads.history.places(self._database(), {thing.uuid for thing in things if thing.uuid})
        return ToldStep(found.summary, things, found.count - len(found.shown), links)

    def _past(self) -> reads.history.PastNames:
        database = self._database()
        if self._names is None or self._names[0] is not database:
            # another project: nothing that was known of the last one holds
            self._names = (database, reads.history.PastNames(database))
            self._coders, self._seen, self._overviews = set(), 0, {}
        return self._names[1]


def _whole(changes: Sequence[RowChange], limit: int) -> Overview:
    """Return what a step did whose rows are all in memory."""
    rows = telling.squash(changes)
    groups = telling.subjects(rows)
    return Overview(telling.summary(rows), groups[:limit], len(groups), rows)


def steps_table(db: Database, request: Request) -> Table:
    """Return one line for each step, the newest first; the lines are made while they are gone through."""
    ids = _ids(db, request)

    def rows() -> Iterator[TableRow]:
        for part in _parts(ids):
            yield from map(_step, reads.history.steps(db, part))

    return _described(Table(table.translated(_STEP), Rows(len(ids), rows)), _("History"), _BRIEF_STEPS, request)


def changes_table(db: Database, request: Request) -> Table:
    """Return one line for each field that a step changed, in the step's own direction; the newest step first.

    Of a row that was added or deleted every field has a line that holds a value, its ``id`` too: by it such a row is
    told from one that was changed. What has no value (NULL) is empty; a step that changed no row has no line. The lines
    are made while they are gone through, and once before to count them: a trail of 100,000 steps has millions.
    """
    ids = _ids(db, request)

    def rows() -> Iterator[TableRow]:
        for part in _parts(ids):
            for step, changes in reads.history.walk(db, part):
                yield from _rows(step, changes)

    whole = Table(table.translated(_FIELD), Rows(sum(1 for _row in rows()), rows))
    return _described(whole, _("History: every changed field"), _BRIEF_CHANGES, request)


def step_count(db: Database, request: Request) -> int:
    """Return how many steps the filter lets through."""
    return len(_ids(db, replace(request, limit=None)))


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + _BLOCK] for at in range(0, len(ids), _BLOCK))


def _ids(db: Database, request: Request) -> Sequence[int]:
    chosen = request.steps or StepFilter()
    ids = reads.history.step_ids(db, chosen) if chosen != StepFilter() else reads.history.all_ids(db)
    return ids[: request.limit]


def _described(whole: Table, caption: str, brief: Sequence[str], request: Request) -> Table:
    """Return a table with what tells of it; where people read it, only what there is room for on a page."""
    whole = replace(whole, caption=caption, notes=(_("Steps: {steps}.").format(steps=_filter_words(request.steps)),))
    return table.only(whole, brief) if request.compact else whole


def _filter_words(found: StepFilter | None) -> str:
    """Return what narrows the steps as a reader would say it."""
    chosen = found or StepFilter()
    words = [
        _(phrase).format(value=getattr(chosen, name)) for name, phrase in _FILTER_WORDS.items() if getattr(chosen, name)
    ]
    return ", ".join(words) or _("all")


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
