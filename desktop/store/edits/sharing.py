"""Taking in sets of others: what all that wrote a thing make of it, and what stands against each other, listed.

Whoever holds the same sets comes to the same rows. So nothing here looks at which set came first: each thing that a new
set touches is made anew of all sets that ever wrote it (`core.portable.fold`), and of what it refers to.

- A field that two wrote side by side shows the elder version, and both are kept in ``conflict``.
- What one deleted and another wrote side by side is kept.
- What refers to an actor or topic that was merged away refers to its successor; what was deleted without one, and is
  referred to, is kept.
- A place in a text that was corrected meanwhile is found again in the new text, or told as lost with all its words.
- Of two keys, or names of own fields, that are the same the second is numbered; of a circle of parents the last
  link is left out.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from desktop.core.collecting import no_collecting
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.portable import (
    PortableRow,
    PortableSet,
    ThingKey,
    in_order,
)
from desktop.core.text import one_line
from desktop.store import set_log
from desktop.store.database import Database
from desktop.store.edits.taking.refusing import refuse_off_scale, refuse_other_words, refuse_out_of_text, refuse_strange
from desktop.store.edits.taking.rules import Rules
from desktop.store.edits.taking.things import Things, changes_text, may_come_back
from desktop.store.edits.taking.writing import ThingWriting
from desktop.store.foreign import FAULTS
from desktop.store.portable_rows import MERGE
from desktop.store.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking in sets did.

    Attributes:
        sets: how many came in.
        things: how many things they wrote.
        waiting: those that need others which are not there yet.
        conflicts: uuids of what is new to be looked at.
    """

    sets: int = 0
    things: int = 0
    waiting: int = 0
    conflicts: tuple[str, ...] = ()


def synchronize(db: Database, sets: Sequence[PortableSet]) -> Intake:
    """Make sets of what was done here, and take in those of the team that can be taken; one line of the history.

    It is nothing that undo takes back. What needs sets that are not there yet waits.
    """
    db.catch_up()
    with db.edit_in_parts("sync", {"count": len(sets)}, undoable=False) as edit:
        own = set_log.seal(db)
        ready, waiting = in_order(sets, set_log.vector(db))
        edit.by = ", ".join(sorted({one.coder for one in ready})) or "?"
        edit.values["count"] = len(ready)
        taken = _take(db, edit.recorder, ready, own)
        edit.note()
        (last,) = db.sqlite.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()
        db.sqlite.execute("UPDATE change_set SET line = ? WHERE line = 0", [last]).close()
    return replace(taken, waiting=len(waiting))


def merge(
    db: Database,
    own: Sequence[tuple[int, PortableSet]],
    theirs: Sequence[PortableSet],
    name: str,
    bring: Callable[[], object] = lambda: None,
) -> Intake:
    """Take in the sets of another file of the same project as one action that undo takes back.

    *own* are those of this file that are not among its sets yet, each with its line; *bring* brings the texts in that
    the others name, and *name* is what their file is called.
    """
    with db.edit_in_parts(MERGE, {"name": name}) as edit:
        bring()
        set_log.forget_undone(db)
        set_log.add(db, own)
        ready, waiting = in_order(theirs, set_log.vector(db))
        taken = _take(db, edit.recorder, ready, [one for _line, one in own])
        edit.note()
        if edit.line:
            db.sqlite.execute("UPDATE change_set SET line = ? WHERE line = 0", [edit.line]).close()
        else:
            (last,) = db.sqlite.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()
            db.sqlite.execute("UPDATE change_set SET line = ? WHERE line = 0", [last]).close()
    return replace(taken, waiting=len(waiting))


def _take(db: Database, recorder: Recorder, sets: Sequence[PortableSet], own: Iterable[PortableSet]) -> Intake:
    try:
        # a hundred thousand rows at once, none of which is in a circle
        with no_collecting():
            return _take_checked(db, recorder, sets, own)
    except (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, AssertionError, *FAULTS) as error:
        # a set of others may hold anything: nothing of it is written
        raise UserError(
            _(
                "What {coder} did elsewhere does not fit together and was not taken in ({reason}); nothing was "
                "changed here. Ask them to look at their file with “visavis check”, or to join the team anew."
            ),
            coder=", ".join(sorted({one.coder for one in sets})) or "?",
            reason=one_line(str(error) or type(error).__name__, 120),
        ) from error


def _take_checked(db: Database, recorder: Recorder, sets: Sequence[PortableSet], own: Iterable[PortableSet]) -> Intake:
    refuse_strange(db, sets)
    before = set_log.newest_set(db)
    set_log.add(db, [(0, one) for one in sets])
    touched = dict.fromkeys(row.thing for one in sets for row in one.rows)
    # what was done here may have settled what stood against each other
    disputed = {(str(table), str(uuid)) for table, uuid in db.sqlite.execute("SELECT name, thing FROM conflict")}
    rows = [row for one in own for row in one.rows]
    touched |= dict.fromkeys(row.thing for row in rows if row.thing in disputed)
    # or brought back by undo what that of others went on from meanwhile
    back = [row for row in rows if row.table == "successor" or may_come_back(row) or changes_text(row)]
    listed: list[str] = []
    # what was kept since something here referred to it goes with that
    if touched or back or (rows and disputed):
        things = Things(db, sets, before)
        listed = _make_anew(things, recorder, touched, back)
        placed = things.placed_anew(touched)
        refuse_out_of_text(db, placed)
        refuse_other_words(db, recorder, [uuid for table, uuid in placed if table == "claim"])
        refuse_off_scale(db, touched)
        things.let_go()
    return Intake(len(sets), len(touched), 0, tuple(listed))


def _make_anew(
    things: Things, recorder: Recorder, touched: Iterable[ThingKey], back: Sequence[PortableRow]
) -> list[str]:
    """Make *touched* and all that follows anew, write what differs, and return what is new to be looked at.

    What was done here stands in the rows already; of that, *back* is what others' things may refer to again, or not.
    """
    things.gather(touched, back)
    things.settle()
    rules = Rules(things)
    rules.settle_keys()
    rules.settle_circles()
    rules.settle_places()
    rules.drop_twins()
    writing = ThingWriting(things, recorder)
    writing.write()
    return writing.new_conflicts
