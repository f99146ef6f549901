"""What the history says of rows: the last state of each, as every step that can be read leaves it.

Of words that stand in a text that is not as it came in nothing is known.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from desktop.store.foreign import FAULTS
from desktop.store.rescue.gathering import FoundRow, is_as_it_came_in
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

    def __init__(
        self, history: Mapping[int, FoundRow], parts: Mapping[int, FoundRow], texts: Mapping[int, FoundRow]
    ) -> None:
        """Take the rows of the history, of its parts, and of the texts in which words stand."""
        self._history = history
        self._texts = texts
        self._parts: dict[int, dict[int, FoundRow]] = {}
        for row in parts.values():
            owner, position = row.values.get("history_id"), row.values.get("position")
            if isinstance(owner, int) and isinstance(position, int):
                self._parts.setdefault(owner, {})[position] = row
        # whether a text is as it came in
        self._known: dict[int, bool] = {}
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
        yield from self._read(values.get("changes"))
        for position in range(parts):
            yield from self._read(self._parts[number][position].values.get("changes"))

    def _read(self, dumped: Any) -> Iterator[_Change]:
        for table, number, before, after in whole_changes(json.loads(dumped), self._content):
            if table not in RECORDED or not isinstance(number, int):
                raise ValueError(table)
            yield table, number, before, after

    def _content(self, number: int) -> str | None:
        if number not in self._known:
            text = self._texts.get(number)
            self._known[number] = text is not None and is_as_it_came_in(text)
        return str(self._texts[number].values["content"]) if self._known[number] else None
