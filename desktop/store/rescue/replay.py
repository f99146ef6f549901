"""What the history says of rows: the last state of each, as every step that can be read leaves it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from desktop.store.foreign import FAULTS
from desktop.store.rescue.gathering import FoundRow
from desktop.store.rescue.pages import Stored
from desktop.store.schema import RECORDED
from desktop.store.trail import whole_changes

_RowKey = tuple[str, int]
_Change = tuple[str, int, Mapping[str, Stored] | None, Mapping[str, Stored] | None]


class Replay:
    """The history of a project, done again.

    Attributes:
        last: the last state of each row that a step changed; None of one that was deleted.
        is_whole: whether every step could be read, from the first on.
    """

    def __init__(self, history: Mapping[int, FoundRow], parts: Mapping[int, FoundRow]) -> None:
        """Take the rows of the history and of its parts."""
        self._history = history
        self._parts: dict[int, dict[int, FoundRow]] = {}
        for row in parts.values():
            owner, position = row.values.get("history_id"), row.values.get("position")
            if isinstance(owner, int) and isinstance(position, int):
                self._parts.setdefault(owner, {})[position] = row
        self.last: dict[_RowKey, Mapping[str, Stored] | None] = {}
        self.is_whole = bool(history) and [*range(1, len(history) + 1)] == sorted(history)
        for number in sorted(history):
            try:
                for table, one, before, after in self._changes(number):
                    del before
                    self.last[table, one] = after
            except FAULTS:
                self.is_whole = False

    def _changes(self, number: int) -> Iterator[_Change]:
        values = self._history[number].values
        kind = values.get("kind")
        if kind == "edit":
            yield from self._of_edit(number)
            return
        edit = values.get("edit_id")
        if not isinstance(edit, int):
            raise LookupError(number)
        found = self._of_edit(edit)
        if kind == "undo":
            yield from ((table, one, after, before) for table, one, before, after in reversed([*found]))
        else:
            yield from found

    def _of_edit(self, number: int) -> Iterator[_Change]:
        values = self._history[number].values
        parts = values.get("parts") or 0
        if not isinstance(parts, int):
            raise TypeError(number)
        yield from _read(values.get("changes"))
        for position in range(parts):
            yield from _read(self._parts[number][position].values.get("changes"))


def _read(dumped: Any) -> Iterator[_Change]:
    for table, number, before, after in whole_changes(json.loads(dumped)):
        if table not in RECORDED or not isinstance(number, int):
            raise ValueError(table)
        yield table, number, before, after
