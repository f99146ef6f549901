"""What rows were at the time of a step: the names of things that are gone, or are called otherwise since.

A row's id may be given again once the row is deleted, so the present tables alone could tell a wrong name.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.core.changes import Row
from desktop.store.database import Database
from desktop.store.reads import history as history_reads

Key = tuple[str, int]
_KEPT = ("uuid", "name", "title")
_NAMED = ("actor", "topic", "document", "coder")
_CLAIM = re.compile(r'\["claim",(\d+),')


@dataclass(frozen=True, slots=True)
class _State:
    """What a row was before a step changed it; None when the step made it."""

    step: int
    before: Row | None


class PastNames:
    """Find rows as they were after a step: as the next step that changed them found them, or as they are now.

    What became of actors, topics, documents and coders is kept in memory, back to the oldest step that was asked for:
    steps that touch them are few, and the newest steps, which are looked at most, cost next to nothing. Claims are what
    most steps touch; for these the trail is searched.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._states: dict[Key, list[_State]] = {}
        # the steps after the first and up to the second are known
        self._known = (0, 0)

    def rows(self, step_id: int, wanted: Iterable[Key]) -> dict[Key, Row]:
        """Return those of the *wanted* rows that were there after the step *step_id*, as they were then."""
        keys = set(wanted)
        newest = history_reads.newest(self._db)
        self._learn(step_id, newest)
        found = self._claims(step_id, newest, {number for table, number in keys if table == "claim"})
        for key in keys - found.keys():
            states = self._states.get(key, [])
            at = bisect_right(states, step_id, key=lambda state: state.step)
            row = states[at].before if at < len(states) else self._present(*key)
            if row is not None:
                found[key] = row
        return found

    def _learn(self, step_id: int, newest: int) -> None:
        low, high = self._known
        if not high:
            low = high = newest
        self._read(high, newest)
        if step_id < low:
            self._read(step_id, low)
        self._known = (min(low, step_id), newest)

    def _read(self, after: int, until: int) -> None:
        condition, values = history_reads.touches(_NAMED, "e.changes")
        sql = f"SELECT h.id {history_reads.WITH_EDIT} WHERE h.id > ? AND h.id <= ? AND {condition} ORDER BY h.id"
        steps = self._db.sqlite.execute(sql, [after, until, *values]).fetchall() if after < until else []
        touched: set[Key] = set()
        for (number,) in steps:
            for change in history_reads.changes(self._db, number):
                if change.table in _NAMED:
                    row = change.before and {name: change.before[name] for name in _KEPT if name in change.before}
                    self._states.setdefault((change.table, change.id), []).append(_State(number, row))
                    touched.add((change.table, change.id))
        for key in touched:
            # stable: of two changes within one step the first stays the first
            self._states[key].sort(key=lambda state: state.step)

    def _claims(self, step_id: int, newest: int, wanted: set[int]) -> dict[Key, Row]:
        """Search the shorter part of the trail: what is before the step, or what is after it."""
        found: dict[Key, Row] = {}
        forward = newest - step_id < step_id
        where = "h.id > ? ORDER BY h.id" if forward else "h.id <= ? ORDER BY h.id DESC"
        sql = f"SELECT h.id, e.changes {history_reads.WITH_EDIT} WHERE {where}"
        rest = set(wanted)
        for number, dumped in self._db.sqlite.execute(sql, [step_id]) if rest else ():
            here = {int(one) for one in _CLAIM.findall(dumped)} & rest
            if here:
                for change in history_reads.changes(self._db, number):
                    row = change.before if forward else change.after or change.before
                    # forward the first change tells, backward the last
                    if change.table == "claim" and change.id in here and (not forward or change.id in rest):
                        rest.discard(change.id)
                        if row is not None:
                            found["claim", change.id] = row
                if not rest:
                    break
        return found

    def _present(self, table: str, number: int) -> Row | None:
        if table not in (*_NAMED, "claim"):
            return None
        cursor = self._db.sqlite.execute(f'SELECT * FROM "{table}" WHERE id = ?', [number])
        row = cursor.fetchone()
        return dict(zip((column[0] for column in cursor.description), row, strict=True)) if row else None
