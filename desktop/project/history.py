"""The audit trail: reading it, telling it, exporting it; what the command line and the window call alike."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core import history_text as telling
from desktop.core.history import StepFilter, ToldStep
from desktop.store.database import Database
from desktop.store.reads import history as history_reads

if TYPE_CHECKING:
    from desktop.exchange.tables.table import Table

# of a big step only the first things are told one by one
SHOWN = 40
# how many steps are written at once: a trail of 100,000 steps has millions of fields
_BLOCK = 2000
_BRIEF_STEPS = ("history_id", "created", "coder", "kind", "text", "state")
_BRIEF_CHANGES = ("history_id", "created", "coder", "text", "table", "row_id", "column", "before", "after")


class HistoryReader:
    """Tell the history of whatever project is open, and keep what it has read of names and coders."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._names: tuple[Database, history_reads.PastNames] | None = None
        self._coders: set[str] = set()
        self._seen = 0

    def coders(self) -> list[str]:
        """Return the names of all who did something, by alphabet."""
        self._past()
        newest = history_reads.newest(self._database())
        if newest > self._seen:
            self._coders.update(history_reads.coder_names(self._database(), after=self._seen))
            self._seen = newest
        return sorted(self._coders)

    def tell(self, step_id: int, limit: int = SHOWN) -> ToldStep:
        """Return what a step did, at most *limit* things of it one by one, by the names they had then."""
        changes = telling.squash(history_reads.changes(self._database(), step_id))
        groups = telling.subjects(changes)
        shown = groups[:limit]
        wanted = telling.wanted_names([row for rows in shown for row in rows if len(rows) <= limit])
        wanted -= {(change.table, change.id) for change in changes}
        teller = telling.Teller(self._past().rows(step_id, wanted))
        things = tuple(teller.tell(rows, changes) for rows in shown)
        links = history_reads.places(self._database(), {thing.uuid for thing in things if thing.uuid})
        return ToldStep(telling.summary(changes), things, len(groups) - len(shown), links)

    def _past(self) -> history_reads.PastNames:
        database = self._database()
        if self._names is None or self._names[0] is not database:
            # another project: nothing that was known of the last one holds
            self._names = (database, history_reads.PastNames(database))
            self._coders, self._seen = set(), 0
        return self._names[1]


def export(
    db: Database, *, changes: bool = False, exact: bool = False, found: StepFilter | None = None
) -> tuple[bytes, int]:
    """Return the trail as CSV, and how many lines it has; as `table`, but block by block.

    *exact* leaves out what spreadsheets need.
    """
    from desktop.exchange.tables.table import write_csv

    head = write_csv(_empty(changes=changes), exact)
    parts, count = [head], 0
    for block in _blocks(db, history_reads.step_ids(db, found), changes=changes):
        parts.append(write_csv(block, exact)[len(head) :])
        count += len(block.rows)
    return b"".join(parts), count


def table(
    db: Database,
    *,
    changes: bool = False,
    found: StepFilter | None = None,
    limit: int | None = None,
    brief: bool = False,
) -> "Table":
    """Return the trail as a table: with *changes* a line for each changed field, else one for each step.

    The newest step comes first; with *limit*, no more than so many steps are read. *brief* keeps to what there is room
    for on a page.
    """
    from desktop.exchange.tables.table import only

    ids = history_reads.step_ids(db, found)[:limit]
    rows = tuple(row for block in _blocks(db, ids, changes=changes) for row in block.rows)
    caption = "History: every changed field" if changes else "History"
    whole = replace(_empty(changes=changes), rows=rows, caption=caption, notes=(f"Steps: {_told(found)}.",))
    return only(whole, _BRIEF_CHANGES if changes else _BRIEF_STEPS) if brief else whole


def _empty(*, changes: bool) -> "Table":
    from desktop.project.audit import changes_table, steps_table

    return changes_table(()) if changes else steps_table(())


def _told(found: StepFilter | None) -> str:
    """Return what narrows the steps as a reader would say it."""
    if found is None or found == StepFilter():
        return "all"
    words = {
        "coder": "by {}",
        "kind": "of the kind {}",
        "since": "since {}",
        "before": "before {}",
        "text": "called “{}”",
        "touched": "that touched {}",
    }
    return ", ".join(told.format(getattr(found, name)) for name, told in words.items() if getattr(found, name))


def _blocks(db: Database, ids: list[int], *, changes: bool) -> "Iterator[Table]":
    from desktop.project.audit import changes_table, steps_table

    for at in range(0, len(ids), _BLOCK):
        part = ids[at : at + _BLOCK]
        yield changes_table(history_reads.walk(db, part)) if changes else steps_table(history_reads.steps(db, part))
