"""What was done in an open project, kept in memory: its file may be written over by another program at any moment.

With a backup it gives the project as it was seen last. Of a long action no more is kept than that it was done: a backup
is due after it.
"""

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from desktop.core import actions
from desktop.core.language import _
from desktop.store.elsewhere import LineMark, last_line
from desktop.store.sqlite import Sqlite

# bytes of one action and of all that are kept together; a claim takes about a thousand
_LONGEST = 8_000_000
_MOST = 32_000_000
_COLUMNS = ("id", "uuid", "created", "coder", "kind", "action", "text", "edit_id", "state", "parts", "changes")
_LINES = f"SELECT {', '.join(_COLUMNS)} FROM history"


@dataclass(frozen=True, slots=True)
class LoggedStep:
    """One line of the history, with all that it changed.

    Attributes:
        columns: of the line itself.
        texts, files: rows that came with it and that the history does not hold.
        is_whole: whether what it changed is kept; of a long action it is not.
        size: in bytes, about.
        stored: the highest ids of texts and files when it was read.
    """

    id: int
    columns: dict[str, str | int | None]
    texts: tuple[tuple[Any, ...], ...] = ()
    files: tuple[tuple[Any, ...], ...] = ()
    is_whole: bool = True
    size: int = 0
    stored: tuple[int, int] = (0, 0)

    @property
    def told(self) -> str:
        """What was done, in the language of the interface."""
        done = actions.tell(str(self.columns["action"]), str(self.columns["text"]))
        if self.columns["kind"] == "edit":
            return done
        return (_("undone: {action}") if self.columns["kind"] == "undo" else _("redone: {action}")).format(action=done)


class StepLog:
    """The last steps of a project, since it was opened.

    It may be asked in other threads.

    Attributes:
        first: the uuid of the first line of the history, by which a project is known; empty where there was none.
        begin: the last line when it was opened.
        missing: the id of the last line of which is not kept what it changed; 0 where all is.
    """

    def __init__(self, db: Sqlite) -> None:
        """Begin with what stands in an open file."""
        row = db.execute("SELECT uuid FROM history ORDER BY id LIMIT 1").fetchone()
        self.first = str(row[0]) if row else ""
        self.begin = last_line(db)
        self.missing = 0
        self._last = self.begin[0]
        self._steps: deque[LoggedStep] = deque()
        self._known = {self.begin[0]: self.begin[1]} if self.begin[0] else {}
        self._size = 0
        self._lock = threading.Lock()
        self._stored = _last_stored(db)

    def read(self, db: Sqlite) -> list[LoggedStep]:
        """Return what was done since it was read last; `add` keeps it, once it stands in the file for good."""
        rows = db.execute(f"{_LINES} WHERE id > ? ORDER BY id", [self._last]).fetchall()
        found = [self._step(dict(zip(_COLUMNS, row, strict=True))) for row in rows]
        if not found:
            return found
        text, file = self._stored
        found[0] = replace(found[0], stored=_last_stored(db))
        if found[0].stored == self._stored or not all(step.is_whole for step in found):
            return found
        # what is stored beside the history comes with the first of them, and is in nobody's way before
        # letters: how many bytes the texts are is known when they were read, for which a window would wait
        size = int(db.execute("SELECT coalesce(sum(length), 0) FROM document WHERE text_id > ?", [text]).fetchone()[0])
        if size > _LONGEST:
            found[0] = replace(found[0], columns={**found[0].columns, "changes": "[]"}, is_whole=False)
            return found
        size, kept = 0, dict[str, list[tuple[Any, ...]]]()
        for name, columns, seen in (("text", "sha256", text), ("file", "sha256, name", file)):
            sql = f"SELECT id, {columns}, CAST(content AS BLOB) FROM {name} WHERE id > ? ORDER BY id"
            kept[name] = []
            for row in db.execute(sql, [seen]):
                size += len(row[-1])
                if size > _LONGEST:
                    found[0] = replace(found[0], columns={**found[0].columns, "changes": "[]"}, is_whole=False)
                    return found
                kept[name].append(row)
        texts, files = tuple(kept["text"]), tuple(kept["file"])
        found[0] = replace(found[0], texts=texts, files=files, size=found[0].size + size)
        return found

    @staticmethod
    def _step(columns: dict[str, str | int | None]) -> LoggedStep:
        return LoggedStep(
            int(str(columns["id"])), columns, is_whole=not columns["parts"], size=len(str(columns["changes"]))
        )

    def add(self, steps: Iterable[LoggedStep]) -> None:
        """Keep what was done."""
        with self._lock:
            for step in steps:
                self._stored, self._last = max(self._stored, step.stored), step.id
                self._known[step.id] = str(step.columns["uuid"])
                self._steps.append(step)
                self._size += step.size
                if not step.is_whole:
                    self.missing = step.id
            while self._size > _MOST:
                oldest = self._steps.popleft()
                self._size -= oldest.size
                self.missing = max(self.missing, oldest.id)

    @property
    def last(self) -> int:
        """The id of the last line of the history that was read."""
        return self._last

    def since(self, line: int) -> list[LoggedStep]:
        """Return what was done after a line of the history, in its order."""
        with self._lock:
            return [step for step in self._steps if step.id > line]

    def knows(self, line: LineMark, first: str) -> bool:
        """Tell whether a file whose last and first lines these are is an earlier state of the same project."""
        if not line[0]:
            return not self.first
        with self._lock:
            if line[0] >= self.begin[0]:
                return self._known.get(line[0]) == line[1]
        # what was done before it was opened is known by where it began
        return bool(self.first) and first == self.first


def _last_stored(db: Sqlite) -> tuple[int, int]:
    sql = "SELECT coalesce((SELECT max(id) FROM text), 0), coalesce((SELECT max(id) FROM file), 0)"
    text, file = db.execute(sql).fetchone()
    return int(text), int(file)
