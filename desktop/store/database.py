"""One open project: its transactions, undo and redo. Reading is in `store.reads`, the actions are in `store.edits`."""

import datetime
import json
import os
import sqlite3
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from desktop.core import actions
from desktop.core.changes import ChangeSet, RowIndex, RowLog
from desktop.core.collecting import no_collecting
from desktop.core.errors import ConflictError, LockedError, NotNowError, UserError
from desktop.core.language import N_, _
from desktop.core.progress import Progress
from desktop.paths import is_taken
from desktop.store import files
from desktop.store.corrected import last_that_corrected, last_that_placed
from desktop.store.elsewhere import (
    HistoryLine,
    LineMark,
    OthersWork,
    differing_row,
    last_line,
    last_that_builds_on,
    last_that_wrote,
    leave_quiet_mark,
    quiet_mark,
)
from desktop.store.errors import explained, wrong_row
from desktop.store.lost import FileWatch, Loss, LostFileError
from desktop.store.recorder import Recorder
from desktop.store.sqlite import Sqlite
from desktop.store.step_log import LoggedStep, StepLog
from desktop.store.texts import Texts
from desktop.store.trail import ActionTrail, kept_rows

# the action that writes beside the project, where it brings nothing that is seen
_BESIDE = "sync"
# pages: what takes less is in no file before its end
_SPILLED = 2048
_NO_VALUES: actions.Details = MappingProxyType({})
# edits whose last undoing is one's own; takes the names that one has, as JSON
_UNDONE = (
    "kind = 'edit' AND state = 'undone' AND (SELECT u.coder FROM history u WHERE u.edit_id = history.id "
    "ORDER BY u.id DESC LIMIT 1) IN (SELECT value FROM json_each(?))"
)
# from one name to the next, by an index that has the last of each
_LAST_STANDING = """
WITH RECURSIVE known(coder) AS (
    SELECT min(coder) FROM history WHERE kind = 'edit' AND state = 'done'
    UNION ALL
    SELECT (SELECT min(h.coder) FROM history h WHERE h.kind = 'edit' AND h.state = 'done' AND h.coder > known.coder)
    FROM known WHERE coder IS NOT NULL
)
SELECT id, coder, action, text FROM history WHERE id = (
    SELECT max(
        (SELECT max(h.id) FROM history h WHERE h.kind = 'edit' AND h.state = 'done' AND h.coder = known.coder)
    ) FROM known WHERE coder IS NOT NULL
)
"""
_READ_ONLY = N_("“{path}” is open to be read only: save a copy in a folder of your own, and work in that.")
_OVERTAKEN = {
    "undo": N_(
        "“{action}” cannot be undone: {coder} has changed what it did since ({other}, {time}). Undo that first."
    ),
    "redo": N_("“{action}” cannot be done again: {coder} has changed what it is about since ({other}, {time})."),
}
_CORRECTED = {
    "undo": N_(
        "“{action}” cannot be undone: {coder} has changed the text there since ({other}, {time}). Undo that first, or "
        "do by hand in the new text what is to be otherwise."
    ),
    "redo": N_(
        "“{action}” cannot be done again: {coder} has changed the text there since ({other}, {time}). Do it by hand in "
        "the new text."
    ),
}
_BUILT_ON_BY = {
    "undo": N_("“{action}” cannot be undone: what {coder} did since ({other}, {time}) builds on it. Undo that first."),
    "redo": N_("“{action}” cannot be done again: what {coder} did since ({other}, {time}) is in its way."),
}
_BUILT_ON_BY_ONESELF = {
    "undo": N_("“{action}” cannot be undone: what you did since ({other}, {time}) builds on it. Undo that first."),
    "redo": N_("“{action}” cannot be done again: what you did since ({other}, {time}) is in its way."),
}
_BUILT_ON = {
    "undo": N_("“{action}” cannot be undone: something that was done since builds on it."),
    "redo": N_("“{action}” cannot be done again: what it is about is not as it was."),
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the audit trail.

    Attributes:
        created: ISO 8601 time in UTC.
        coder: the name of who did it, as it was then.
        kind: ``edit``, ``undo`` or ``redo``.
        state: of an edit: ``done``, ``undone`` or ``abandoned`` (undone, then overtaken by another edit).
        edit_id: of an undo or redo: the edit it belongs to.
    """

    id: int
    created: str
    coder: str
    kind: str
    text: str
    state: str
    edit_id: int | None
    changes: int


class Database:
    """An open project file.

    One action is one transaction, one change set and one undo step: ``with database.edit("tag_claim") as edit: …``.
    When the block raises, nothing is written. A change set is handed to `on_change` after its commit, and before
    it what others did until then: who looks on sees everything in its order.

    Attributes:
        path: the file.
        on_change: called with every committed change set, and with what others did.
        on_strange: called when something else was written than actions: all is to be read anew.
        on_long: called with the rows of a long action of others before it is told of: who goes through what they are
            `noting` without keeping anybody waiting calls `tell_others` then. Without it that is done at once.
        watch: looks whether the file is still the one that was opened.
        before_edit: called before each action begins, with whether it changes much at once.
        untold: whether an action was committed that nobody was told of yet; no other begins before.
        steps: what was done since it was opened, where `keep_steps` asked for it.
        held: an open copy of an earlier state, in no folder, where `hold` made one.
    """

    def __init__(
        self,
        path: Path,
        *,
        create: bool = False,
        fill: "Callable[[Database], None] | None" = None,
        read_only: bool = False,
    ) -> None:
        """Open the project at *path*, or make one: empty, or as *fill* leaves it, whole or not at all.

        Raises:
            DamageError: when it is damaged, or holds what is not ours.
            UserError: when that is not possible otherwise; the sentence says why.
        """
        self._keeps_little = False
        self.path = path
        self.on_change: Callable[[ChangeSet], None] | None = None
        self.on_strange: Callable[[], None] | None = None
        self.on_long: Callable[[RowLog], None] | None = None
        self.before_edit: Callable[[bool], None] | None = None
        # hash and content of the text that was read last: tagging reads the same one again and again
        self._coder_name = ""
        # under which something was done here
        self._names: set[str] = set()
        self.untold = False
        self.steps: StepLog | None = None
        self.held: Sqlite | None = None
        # what others did and nobody here was told of yet; None for what is no action
        self._waiting: list[ChangeSet | None] = []

        # of one that is being made nothing is there yet
        self.watch = FileWatch(path)

        def fill_with(sqlite: Sqlite) -> None:
            self.sqlite = sqlite
            self._see_all()
            if fill is not None:
                fill(self)

        self.sqlite = files.create(path, fill=fill_with) if create else files.open_file(path, read_only=read_only)
        try:
            with explained(path):
                self._see_all()
                self.watch.remember()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Everything is already on the disk."""
        if self.held is not None:
            self.held.close()
            self.held = None
        self.sqlite.close()

    @property
    def is_read_only(self) -> bool:
        """Whether the file cannot be written to, or shall not."""
        return files.is_read_only(self.sqlite)

    @property
    def texts(self) -> Texts:
        """The stored texts, of which some are kept."""
        return self.sqlite.texts

    @property
    def notes(self) -> Sequence[str]:
        """Sentences on what was made right when it was opened."""
        return files.notes(self.sqlite)

    def keep_steps(self) -> None:
        """Keep in memory what is done from now on: the file may be written over while it is open."""
        self.steps = StepLog(self.sqlite)

    def hold(self, progress: Progress | None = None) -> None:
        """Hold a copy of the present state that is in no folder and goes with the project; it may be used meanwhile.

        Where there is no room for one, or the file cannot be read, none is held.
        """
        with suppress(sqlite3.Error):
            copy = files.scratch_copy(self.sqlite, progress)
            before, self.held = self.held, copy
            if before is not None:
                before.close()

    def wait_at_most(self, milliseconds: int) -> None:
        """Wait so long for another program's lock before `LockedError` tells of it; else it is five seconds."""
        self.sqlite.execute(f"PRAGMA busy_timeout={int(milliseconds)}").close()

    def hold_back(self, most: int) -> None:
        """Write nothing of an action into the file before its end, as long as it takes not much more than *most* bytes.

        SQLite keeps everybody from reading from where it first does.
        """
        # an index takes about as much as its text, and a page as much again that was changed twice
        files.keep(self.sqlite, 4 * most // 1024)

    def keep_little(self) -> None:
        """Keep little of the file in memory, until `keep_as_usual`: what is read meanwhile is read once."""
        self._keeps_little = True
        files.keep(self.sqlite, files.CACHE_OF_LISTS)

    def keep_as_usual(self) -> None:
        """Keep as much of the file in memory as is usual; unless little is kept that is so."""
        if self._keeps_little:
            self._keeps_little = False
            files.keep(self.sqlite)

    def is_locked(self) -> bool:
        """Tell whether another program keeps everybody from reading now; waits as `wait_at_most` says."""
        try:
            with explained(self.path):
                last_line(self.sqlite)
        except LockedError:
            return True
        return False

    def size(self) -> int:
        """Return how many bytes the file has, wherever it was moved to meanwhile."""
        return int(
            self.sqlite.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()[0]
        )

    def save_copy(self, path: Path) -> None:
        """Write the project as it stands to *path*, whole or not at all; what stands there gives way.

        Raises:
            UserError: when that is the project itself, or cannot be written to.
        """
        # one whose file was taken away while it is open can be saved still, even where it was
        if is_taken(path) and is_taken(self.path) and path.samefile(self.path):
            raise UserError(_("“{path}” is the project itself: choose another name for its copy."), path=path)
        files.copy(self.sqlite, path)

    @contextmanager
    def edit(self, action: str, values: actions.Details = _NO_VALUES, *, undoable: bool = True) -> Iterator[Recorder]:
        """Open one action; commit it, with its history, when the block ends well.

        Nothing is kept in the history when nothing changed. What is not *undoable* (the first filling of a new
        project) stands in the audit trail, but `undo` passes it by.

        Args:
            action: a key of `core.actions.ACTIONS`.
            values: what its sentence there is filled with.
            undoable: whether `undo` takes it back.

        Raises:
            UserError: when the disk or another program prevents the writing; nothing is half written.
        """
        with self.edit_in_parts(action, values, undoable=undoable) as edit:
            yield edit.recorder

    @contextmanager
    def edit_in_parts(
        self, action: str, values: actions.Details = _NO_VALUES, *, undoable: bool = True
    ) -> Iterator["Edit"]:
        """Open one action as `edit` does, whose end can be done in parts with other things between them.

        What the block leaves undone of the end is done after it. When it raises before the commit, nothing is written.

        Raises:
            UserError: as `edit`.
        """
        edit = None
        self._announce(actions.is_long(action, values))
        try:
            with self._transaction() as recorder:
                edit = Edit(self, recorder, action, values, undoable=undoable)
                yield edit
                edit.commit()
        finally:
            if edit is not None:
                edit.tell()
            self.tell_others()

    def note_edit(self, action: str, recorder: Recorder, *, undoable: bool, by: str = "", line_uuid: str = "") -> int:
        """Write the open action into the history and return the id it has there; `Edit.note` is the way to it."""
        recorder.keep_ids()
        if by:
            # what others did elsewhere takes nothing of one's own away
            return self._note("edit", (action, ""), recorder.trail, state="permanent", by=by)
        # what another coder has undone is theirs to do again
        for (number,) in self.sqlite.execute(f"SELECT id FROM history WHERE {_UNDONE}", [self._own]).fetchall():
            self.sqlite.execute("UPDATE history SET state = 'abandoned' WHERE id = ?", [number]).close()
        state = "done" if undoable else "permanent"
        return self._note("edit", (action, ""), recorder.trail, state=state, line_uuid=line_uuid)

    def commit(self) -> None:
        """Put the open transaction on the disk; `Edit.commit` is the way to it."""
        last, quiet, steps = last_line(self.sqlite), quiet_mark(self.sqlite), self._new_steps()
        failed = False
        try:
            self.sqlite.conn.execute("COMMIT")
        except sqlite3.OperationalError:
            # where only the folder could not be synced, all is in the file: who is told otherwise does it twice
            if not self._stands(last, quiet):
                raise
            failed = True
        if self.steps is not None:
            self.steps.add(steps)
        self.watch.remember()
        # others were looked for when it began, and nobody else wrote since
        self._told, self._quiet = last, quiet
        if failed:
            self._see_own_failure()

    def undo(self, of: int | None = None) -> ChangeSet | None:
        """Take one's own last standing edit back and return what that changed; None when there is none.

        Args:
            of: take this one back, whoever did it; `last_of_others` has its id.

        Raises:
            UserError: when others have changed what it did, or it does not stand any more; nothing is changed then.
        """
        return self._step("undo", of)

    def redo(self) -> ChangeSet | None:
        """Do the edit again that one has undone last and return what that changed; None when there is none.

        Raises:
            UserError: when others have changed what it is about; nothing is changed then.
        """
        return self._step("redo")

    def step_in_parts(self, kind: str, of: int | None = None) -> Generator[tuple[int, int], None, ChangeSet | None]:
        """Do what `undo` or `redo` (*kind*) does part by part, and yield after each how many of how many rows are done.

        Closing it before it ends, or an exception, leaves nothing changed. What it returns is on the disk, None when
        there is no such step; nobody is told before `tell_step`, which is to be called whatever became of it.

        Raises:
            UserError: as `undo`.
        """
        self._announce(False)
        with self._transaction() as recorder:
            # inside the transaction: another program may have taken the step since
            step = self._next_step(kind, of)
            if step is None:
                if of is not None:
                    raise UserError(_("This action does not stand any more: look again at what was done last."))
                return None
            sql = "SELECT parts, changes, action, text FROM history WHERE id = ?"
            parts, dumped, *told = self.sqlite.execute(sql, [step.id]).fetchone()
            try:
                changes = ChangeSet(step.text, kept_rows(self.sqlite, step.id, parts, dumped), kind="redo")
            except (LookupError, ValueError, TypeError) as error:
                raise wrong_row("history", step.id) from error
            if kind == "undo":
                changes = changes.inverted()
            self._refuse_overtaken(kind, step, changes)
            applied, total = recorder.apply(changes), len(changes.rows)
            while True:
                try:
                    # thousands of rows at once, none of which is in a circle
                    with no_collecting():
                        count = next(applied, None)
                except sqlite3.IntegrityError as error:
                    raise self._built_on(kind, step, changes) from error
                if count is None:
                    break
                yield count, total
            state = "undone" if kind == "undo" else "done"
            self.sqlite.execute("UPDATE history SET state = ? WHERE id = ?", [state, step.id]).close()
            # the edit has the rows already
            changes = replace(changes, history_id=self._note(kind, told, edit_id=step.id))
            self.commit()
            self.untold = True
        return changes

    def tell_step(self, changes: ChangeSet | None) -> None:
        """Tell of what `step_in_parts` returned, and before it what it came upon of others' work."""
        if changes is not None:
            self.untold = False
        self.tell_others()
        if changes is not None and self.on_change is not None:
            self.on_change(changes)

    def parts_of_step(self, kind: str, of: int | None = None) -> int:
        """Return in how many parts the history has what `undo` or `redo` (*kind*) would do; 0 of a short action."""
        step = self._next_step(kind, of)
        return (
            int(self.sqlite.execute("SELECT parts FROM history WHERE id = ?", [step.id]).fetchone()[0]) if step else 0
        )

    def undo_text(self) -> str:
        """Return the name of the edit that `undo` would take back; empty when there is none."""
        step = self._next_step("undo")
        return step.text if step else ""

    def redo_text(self) -> str:
        """Return the name of the edit that `redo` would do again; empty when there is none."""
        step = self._next_step("redo")
        return step.text if step else ""

    def last_of(self, coder: str) -> HistoryLine | None:
        """Return the last standing edit of one coder; None where there is none."""
        sql = "SELECT id, coder, action, text FROM history WHERE kind = 'edit' AND state = 'done' AND coder = ?"
        row = self.sqlite.execute(f"{sql} ORDER BY id DESC LIMIT 1", [coder]).fetchone()
        return HistoryLine(row[0], row[1], actions.tell(row[2], row[3]), "edit") if row else None

    def last_of_others(self) -> HistoryLine | None:
        """Return the last standing edit where it is somebody else's; None where it is one's own, or there is none."""
        row = self.sqlite.execute(_LAST_STANDING).fetchone()
        if row is None or row[1] in self._own_names:
            return None
        return HistoryLine(row[0], row[1], actions.tell(row[2], row[3]), "edit")

    def history(self, limit: int | None = None) -> list[HistoryEntry]:
        """Return the audit trail, the newest entry first, at most *limit* entries."""
        sql = (
            "SELECT id, created, coder, kind, action, text, state, edit_id, CASE parts WHEN 0 THEN "
            "json_array_length(changes) ELSE (SELECT sum(row_count) FROM history_part WHERE history_id = history.id) "
            "END FROM history ORDER BY id DESC LIMIT ?"
        )
        rows = self.sqlite.execute(sql, [-1 if limit is None else limit])
        return [HistoryEntry(*(*row[:4], actions.tell(row[4], row[5]), *row[6:])) for row in rows]

    def coder_id(self, recorder: Recorder) -> int:
        """Return the id of the current coder, whose row is made when it is missing."""
        name = self.coder_name
        row = self.sqlite.execute("SELECT id FROM coder WHERE name = ?", [name]).fetchone()
        return int(row[0]) if row else recorder.insert("coder", {"name": name})

    @property
    def coder_name(self) -> str:
        """Who edits: the name set by `set_coder`, else the computer account's."""
        return self._coder_name or account_name()

    def set_coder(self, name: str) -> None:
        """Say who edits from now on."""
        self._coder_name = name.strip()

    @contextmanager
    def acting_as(self, name: str) -> Iterator[None]:
        """Let another coder edit for the length of a block, such as whoever coded what comes in."""
        before, self._coder_name = self._coder_name, name
        try:
            yield
        finally:
            self._coder_name = before

    def note_rows(self, noted: tuple[int, RowIndex] | None) -> None:
        """Know what one asks most of the rows of an action, by its number in the history, that another has written."""
        self.sqlite.noted = noted
        if noted is None:
            return
        number, index = noted
        for changes in self._waiting:
            # it was seen before there was word of it, and nothing else with it
            rows = changes.rows if changes is not None and changes.history_id == number else ()
            if isinstance(rows, RowLog) and len(rows) == index.count:
                rows.know(index)

    def catch_up(self) -> bool:
        """Tell what others did since this was asked last, if they did anything; return whether they did.

        It costs one look at the file's header where they did not. Nothing is told while an action is under way.
        """
        if not self.sqlite.conn.in_transaction and not self.untold and self._data_version() != self._seen:
            # what is told is of one moment
            self.sqlite.conn.execute("BEGIN")
            try:
                self._look()
            finally:
                self.sqlite.conn.execute("ROLLBACK")
        told = bool(self._waiting)
        self.tell_others()
        return told

    def look_after_file(self) -> str:
        """Return what became of the file since it was opened, in words with the way out; empty while nothing did."""
        if not self.sqlite.conn.in_transaction:
            self.watch.look(self._told)
        return self.watch.told

    @property
    def can_be_read(self) -> bool:
        """Whether what was opened is still there to be read, wherever its file is."""
        return self.watch.loss in (None, Loss.MOVED, Loss.REPLACED)

    def tell_others(self) -> None:
        """Tell what others did, as far as an action that is over now came upon it."""
        while self._waiting and not self.untold and not self.sqlite.conn.in_transaction:
            rows = self._waiting[0].rows if self._waiting[0] is not None else ()
            if self.on_long is not None and isinstance(rows, RowLog) and not rows.is_noted:
                self.on_long(rows)
                return
            changes = self._waiting.pop(0)
            if changes is None:
                if self.on_strange is not None:
                    self.on_strange()
            elif self.on_change is not None:
                self.on_change(changes)

    def read_others_anew(self) -> None:
        """Let what waits first to be told of be as what no action did: it cannot be read."""
        self._waiting[:1] = [None]
        self.tell_others()

    @property
    def _own_names(self) -> list[str]:
        return sorted({self.coder_name, *self._names})

    @property
    def _own(self) -> str:
        return json.dumps(self._own_names)

    def _stands(self, last: LineMark, quiet: str) -> bool:
        """Tell whether the file holds an action whose commit was refused.

        It has the *last* line of the history, and the mark of one that leaves no line there (*quiet*).
        """
        with suppress(sqlite3.Error):
            if self.sqlite.conn.in_transaction:
                self.sqlite.conn.execute("ROLLBACK")
            return last_line(self.sqlite) == last and quiet_mark(self.sqlite) == quiet
        return False

    def _see_own_failure(self) -> None:
        """See that a write of one's own failed: SQLite reads all anew then, as after a write of others."""
        with suppress(sqlite3.Error):
            version, last = self._data_version(), last_line(self.sqlite)
            # what others did meanwhile is still to be told
            if last == self._told:
                self._seen = version

    def _see_all(self) -> None:
        self._seen, self._told = self._data_version(), last_line(self.sqlite)
        self._quiet = quiet_mark(self.sqlite)

    def _look(self) -> OthersWork | None:
        """Return what others did since nobody here was told, and let it be told; None when they did nothing."""
        version = self._data_version()
        if version == self._seen:
            return None
        found, quiet = OthersWork(self.sqlite, self._told, self.coder_name), quiet_mark(self.sqlite)
        # a team has met, and what it brought was there already: nothing that is shown here is another
        is_quiet = found.last == self._told and quiet != self._quiet
        self._seen, self._told, self._quiet = version, found.last, quiet
        if is_quiet:
            return None
        if self.steps is not None:
            self.steps.add(self._new_steps())
        self._waiting.append(found.changes if found.explained else None)
        return found

    def _new_steps(self) -> list[LoggedStep]:
        # what cannot be read of others' work hinders no action; the next that is read begins with it
        with suppress(sqlite3.Error, ValueError):
            return self.steps.read(self.sqlite) if self.steps is not None else []
        return []

    def _data_version(self) -> int:
        # it changes with what other programs write, not with what is written here
        return int(self.sqlite.execute("PRAGMA data_version").fetchone()[0])

    def _announce(self, is_long: bool) -> None:
        # not to what is refused below
        if self.before_edit is not None and not (self.is_read_only or self.untold or self.sqlite.conn.in_transaction):
            self.before_edit(is_long)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with explained(self.path):
                yield
        except LockedError as error:
            error.only_writing = True
            raise

    @contextmanager
    def _transaction(self) -> Iterator[Recorder]:
        if self.sqlite.conn.in_transaction or self.untold:
            # an import runs between the window's events, which may ask for anything
            raise NotNowError(_("Another action is under way, such as an import: wait until it is done, or cancel it."))
        if self.is_read_only:
            raise NotNowError(_(_READ_ONLY), path=self.path)
        if self.watch.look(self._told) is not None:
            raise LostFileError(self.watch.told)
        with self._writing():
            files.begin(self.sqlite, self.path)
            if self._keeps_little:
                # what has no room in it would be written at once, and keep everybody from reading until the end
                self.keep_as_usual()
            elsewhere = None
            free, used = files.room(self.sqlite)
            try:
                # the lock is held: what is read from here on is what is written upon
                elsewhere = self._look()
                if elsewhere is not None and not elsewhere.explained:
                    raise elsewhere.unknown()
                yield Recorder(self.sqlite, elsewhere)
                # an edit has done it itself
                if self.sqlite.conn.in_transaction:
                    self.commit()
            except BaseException as error:
                self._take_back(error, used if free else None)
                conflict = elsewhere.explain(error) if elsewhere is not None and elsewhere.explained else None
                if conflict is not None:
                    raise conflict from error
                raise
            finally:
                files.end(self.sqlite)

    def _take_back(self, error: BaseException, used: int | None) -> None:
        """Take the open transaction back, and wipe what it wrote beyond *used* pages where there were free ones."""
        taken = 0
        if self.sqlite.conn.in_transaction:
            with suppress(sqlite3.Error):
                taken = files.room(self.sqlite)[1] - used if used is not None else 0
            self.sqlite.conn.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError):
            self._see_own_failure()
        if taken > _SPILLED:
            files.wipe_free_pages(self.sqlite)

    def _step(self, kind: str, of: int | None = None) -> ChangeSet | None:
        steps = self.step_in_parts(kind, of)
        changes: ChangeSet | None = None
        try:
            while True:
                next(steps)
        except StopIteration as end:
            changes = end.value
        finally:
            self.tell_step(changes)
        return changes

    def _refuse_overtaken(self, kind: str, step: HistoryLine, changes: ChangeSet) -> None:
        """Refuse a step whose rows are not as it left them, or whose places are in a text that was corrected since.

        Of one's own alone they are, whatever was done since.
        """
        # what came from others' files may bear one's own name
        sql = (
            "SELECT 1 FROM history WHERE id > ? AND (state = 'permanent' OR coder NOT IN "
            "(SELECT value FROM json_each(?))) LIMIT 1"
        )
        if step.coder in self._own_names and self.sqlite.execute(sql, [step.id, self._own]).fetchone() is None:
            return
        row = differing_row(self.sqlite, changes.rows)
        if row is not None:
            other, told = last_that_wrote(self.sqlite, row, step.id), _(_OVERTAKEN[kind])
        elif (other := last_that_corrected(self.sqlite, changes.rows, step.id)) is not None:
            told = _(_CORRECTED[kind])
        elif (other := last_that_placed(self.sqlite, changes.rows, step.id)) is not None:
            told = _((_BUILT_ON_BY_ONESELF if other.coder in self._own_names else _BUILT_ON_BY)[kind])
        else:
            return
        if other is None:
            raise ConflictError(_(_BUILT_ON[kind]), action=step.text)
        raise ConflictError(told, action=step.text, coder=other.coder, other=other.text, time=other.when)

    def _built_on(self, kind: str, step: HistoryLine, changes: ChangeSet) -> ConflictError:
        """Return the sentence on a step whose rows others refer to: who made them, by what, and when."""
        other = None
        with suppress(sqlite3.Error, ValueError, TypeError, LookupError):
            other = last_that_builds_on(self.sqlite, changes.rows, step.id)
        if other is None:
            return ConflictError(_(_BUILT_ON[kind]), action=step.text)
        told = _BUILT_ON_BY_ONESELF if other.coder in self._own_names else _BUILT_ON_BY
        return ConflictError(_(told[kind]), action=step.text, coder=other.coder, other=other.text, time=other.when)

    def _next_step(self, kind: str, of: int | None = None) -> HistoryLine | None:
        where, values = f"{_UNDONE} ORDER BY id LIMIT 1", [self._own]
        if of is not None:
            where, values = "id = CAST(? AS INTEGER) AND kind = 'edit' AND state = 'done'", [str(of)]
        elif kind == "undo":
            # each name by itself: an index has its last one
            where = (
                "id = (SELECT max((SELECT max(id) FROM history h WHERE h.kind = 'edit' AND h.state = 'done' "
                "AND h.coder = j.value)) FROM json_each(?) j)"
            )
        row = self.sqlite.execute(f"SELECT id, coder, action, text FROM history WHERE {where}", values).fetchone()
        return HistoryLine(row[0], row[1], actions.tell(row[2], row[3]), "edit") if row else None

    def _note(
        self,
        kind: str,
        told: Sequence[str],
        trail: ActionTrail | None = None,
        *,
        edit_id: int | None = None,
        state: str = "done",
        by: str = "",
        line_uuid: str = "",
    ) -> int:
        changes = trail.finish() if trail is not None else "[]"
        number, parts = (trail.history_id, trail.parts) if trail is not None else (None, 0)
        cursor = self.sqlite.execute(
            "INSERT INTO history (id, uuid, created, coder, kind, action, text, edit_id, state, parts, changes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                *(number, line_uuid or str(uuid.uuid4()), now(), by or self.coder_name, kind),
                *(*told, edit_id, state, parts, changes),
            ],
        )
        if not by:
            self._names.add(self.coder_name)
        return int(cursor.lastrowid or 0)


class Edit:
    """An action under way, and the parts of its end; each is done once, and those before it with it.

    Attributes:
        recorder: what writes its rows.
        action, values: its key, and what its sentence is filled with; may be completed until `note`.
        by: whose work it brings in from elsewhere; it cannot be undone then, and takes no undone step away.
        line_uuid: what its line in the history is known by, where that is the same in every project.
    """

    def __init__(
        self, db: Database, recorder: Recorder, action: str, values: actions.Details, *, undoable: bool
    ) -> None:
        self.recorder = recorder
        self.values = dict(values)
        self.by = self.line_uuid = ""
        self._db = db
        self.action = action
        self._undoable = undoable
        self._changes: ChangeSet | None = None
        self._committed = self._told = False

    def note(self) -> None:
        """Write the action into the history, unless it changed nothing."""
        if self._changes is None:
            action, trail = actions.dump(self.action, self.values), self.recorder.trail
            number = 0
            if trail.has_rows:
                number = self._db.note_edit(
                    action, self.recorder, undoable=self._undoable, by=self.by, line_uuid=self.line_uuid
                )
            self._changes = ChangeSet(actions.tell(action), trail.rows(), number)

    @property
    def line(self) -> int:
        """The id of its line in the history, once it is noted; 0 where it changed nothing."""
        return self._changes.history_id if self._changes is not None else 0

    def commit(self) -> None:
        """Put everything on the disk."""
        self.note()
        if not self._committed:
            if self.action == _BESIDE and not self.line:
                leave_quiet_mark(self._db.sqlite)
            self._db.commit()
            self._db.untold = self._committed = True

    def tell(self) -> None:
        """Tell what was changed, if it was committed."""
        if self._committed and not self._told:
            self._told, self._db.untold = True, False
            self._db.tell_others()
            if self._changes is not None and self._changes.rows and self._db.on_change is not None:
                self._db.on_change(self._changes)


def now() -> str:
    """Return the time in UTC to the second, in the form of ISO 8601."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def account_name() -> str:
    """Return who edits where nobody said so: whoever the environment names."""
    for name in ("VISAVIS_CODER", "USER", "LOGNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    return "me"
