"""One open project: its transactions, undo and redo. Reading is in `store.reads`, the actions are in `store.edits`."""

import datetime
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlite_utils import Database as Sqlite

from desktop.core import actions
from desktop.core.changes import ChangeSet
from desktop.core.collecting import no_collecting
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.paths import is_taken
from desktop.store import files
from desktop.store.errors import explained
from desktop.store.recorder import Recorder
from desktop.store.trail import ActionTrail, kept_rows

_NO_VALUES: actions.Details = MappingProxyType({})
# a row that an action names is not there, though it was when somebody looked
_GONE_ELSEWHERE = N_(
    "Another program has changed the project meanwhile, and not all that this is about is there any more: look again."
)
_READ_ONLY = N_("“{path}” is open to be read only: save a copy in a folder of your own, and work in that.")


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
    When the block raises, nothing is written. A change set is handed to `on_change` after its commit.

    Attributes:
        path: the file.
        on_change: called with every committed change set.
        untold: whether an action was committed that nobody was told of yet; no other begins before.
        last_text: hash and content of the text that `reads.project.text` read last.
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
        self.path = path
        self.on_change: Callable[[ChangeSet], None] | None = None
        # hash and content of the text that was read last: tagging reads the same one again and again
        self.last_text: tuple[str, str] = ("", "")
        self._coder_name = ""
        self.untold = False
        self._seen = 0

        def fill_with(sqlite: Sqlite) -> None:
            self.sqlite = sqlite
            if fill is not None:
                fill(self)

        self.sqlite = files.create(path, fill=fill_with) if create else files.open_file(path, read_only=read_only)
        self._seen = self._data_version()

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Everything is already on the disk."""
        self.sqlite.close()

    @property
    def is_read_only(self) -> bool:
        """Whether the file cannot be written to, or shall not."""
        return files.is_read_only(self.sqlite)

    @property
    def notes(self) -> Sequence[str]:
        """Sentences on what was made right when it was opened."""
        return files.notes(self.sqlite)

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
        try:
            with self._transaction() as recorder:
                edit = Edit(self, recorder, action, values, undoable=undoable)
                yield edit
                edit.commit()
        finally:
            if edit is not None:
                edit.tell()

    def note_edit(self, action: str, trail: ActionTrail, *, undoable: bool) -> int:
        """Write the open action into the history and return the id it has there; `Edit.note` is the way to it."""
        self.sqlite.execute("UPDATE history SET state = 'abandoned' WHERE kind = 'edit' AND state = 'undone'").close()
        return self._note("edit", (action, ""), trail, state="done" if undoable else "permanent")

    def undo(self) -> ChangeSet | None:
        """Take the last standing edit back and return what that changed; None when there is none."""
        return self._step("undo")

    def redo(self) -> ChangeSet | None:
        """Do the last undone edit again and return what that changed; None when there is none."""
        return self._step("redo")

    def undo_text(self) -> str:
        """Return the name of the edit that `undo` would take back; empty when there is none."""
        row = self._next_step("undo", "action, text")
        return actions.tell(*row) if row else ""

    def redo_text(self) -> str:
        """Return the name of the edit that `redo` would do again; empty when there is none."""
        row = self._next_step("redo", "action, text")
        return actions.tell(*row) if row else ""

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
        return self._coder_name or _account_name()

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

    def written_elsewhere(self) -> bool:
        """Tell whether another program has written to the file since this was asked last, or since it was opened."""
        before, self._seen = self._seen, self._data_version()
        return before != self._seen

    def _data_version(self) -> int:
        # it changes with what other programs write, not with what is written here
        return int(self.sqlite.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[Recorder]:
        if self.sqlite.conn.in_transaction or self.untold:
            # an import runs between the window's events, which may ask for anything
            raise UserError(_("Another action is under way, such as an import: wait until it is done, or cancel it."))
        if self.is_read_only:
            raise UserError(_(_READ_ONLY), path=self.path)
        with explained(self.path):
            files.begin(self.sqlite, self.path)
            try:
                yield Recorder(self.sqlite)
                # an edit has done it itself
                if self.sqlite.conn.in_transaction:
                    self.sqlite.conn.execute("COMMIT")
            except BaseException as error:
                if self.sqlite.conn.in_transaction:
                    self.sqlite.conn.execute("ROLLBACK")
                if isinstance(error, KeyError | sqlite3.IntegrityError) and self._data_version() != self._seen:
                    raise UserError(_(_GONE_ELSEWHERE)) from error
                raise
            finally:
                files.end(self.sqlite)

    def _step(self, kind: str) -> ChangeSet | None:
        # thousands of rows at once, none of which is in a circle
        with no_collecting(), self._transaction() as recorder:
            # inside the transaction: another program may have taken the step since
            row = self._next_step(kind, "id, parts, changes, action, text")
            if row is None:
                return None
            number, parts, dumped, *told = row
            changes = ChangeSet(actions.tell(*told), kept_rows(self.sqlite, number, parts, dumped), kind="redo")
            if kind == "undo":
                changes = changes.inverted()
            recorder.apply(changes)
            state = "undone" if kind == "undo" else "done"
            self.sqlite.execute("UPDATE history SET state = ? WHERE id = ?", [state, number]).close()
            # the edit has the rows already
            changes = replace(changes, history_id=self._note(kind, told, edit_id=number))
        self._tell(changes)
        return changes

    def _next_step(self, kind: str, columns: str) -> tuple[Any, ...] | None:
        state, order = ("done", "DESC") if kind == "undo" else ("undone", "ASC")
        sql = f"SELECT {columns} FROM history WHERE kind = 'edit' AND state = ? ORDER BY id {order} LIMIT 1"
        row: tuple[Any, ...] | None = self.sqlite.execute(sql, [state]).fetchone()
        return row

    def _note(
        self,
        kind: str,
        told: Sequence[str],
        trail: ActionTrail | None = None,
        *,
        edit_id: int | None = None,
        state: str = "done",
    ) -> int:
        changes = trail.finish() if trail is not None else "[]"
        number, parts = (trail.history_id, trail.parts) if trail is not None else (None, 0)
        cursor = self.sqlite.execute(
            "INSERT INTO history (id, uuid, created, coder, kind, action, text, edit_id, state, parts, changes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [number, str(uuid.uuid4()), now(), self.coder_name, kind, *told, edit_id, state, parts, changes],
        )
        return int(cursor.lastrowid or 0)

    def _tell(self, changes: ChangeSet) -> None:
        if self.on_change is not None:
            self.on_change(changes)


class Edit:
    """An action under way, and the parts of its end; each is done once, and those before it with it.

    Attributes:
        recorder: what writes its rows.
        values: what its sentence is filled with; may be completed until `note`.
    """

    def __init__(
        self, db: Database, recorder: Recorder, action: str, values: actions.Details, *, undoable: bool
    ) -> None:
        self.recorder = recorder
        self.values = dict(values)
        self._db = db
        self._action = action
        self._undoable = undoable
        self._changes: ChangeSet | None = None
        self._committed = self._told = False

    def note(self) -> None:
        """Write the action into the history, unless it changed nothing."""
        if self._changes is None:
            action, trail = actions.dump(self._action, self.values), self.recorder.trail
            number = self._db.note_edit(action, trail, undoable=self._undoable) if trail.has_rows else 0
            self._changes = ChangeSet(actions.tell(action), trail.rows(), number)

    def commit(self) -> None:
        """Put everything on the disk."""
        self.note()
        if not self._committed:
            self._db.sqlite.conn.execute("COMMIT")
            self._db.untold = self._committed = True

    def tell(self) -> None:
        """Tell what was changed, if it was committed."""
        if self._committed and not self._told:
            self._told, self._db.untold = True, False
            if self._changes is not None and self._changes.rows and self._db.on_change is not None:
                self._db.on_change(self._changes)


def now() -> str:
    """Return the time in UTC to the second, in the form of ISO 8601."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _account_name() -> str:
    for name in ("VISAVIS_CODER", "USER", "LOGNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    return "me"
