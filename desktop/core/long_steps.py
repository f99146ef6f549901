"""What a long step did: told as `history_text` tells any, and its rows never held in memory at once.

They are gone through twice. The first time no more is kept of a row than its id and whether it came or went; the second
time the rows of those things that are told one by one.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field

from desktop.core.changes import Row, RowChange, Value
from desktop.core.history_text import ORDER, OWNERS, UNTOLD, Key, counts_told, is_move, squash, subject

# whose rows are kept at once: things are told by their names, and there are few
_NAMED = ("actor", "topic", "coder")
# what rows belong to
_OWNED = {
    **{table: (f"{owner}_id",) for table, owner in OWNERS.items()},
    "claim": ("document_id",),
    "memo": ("claim_id", "document_id"),
}
_Owners = dict[str, dict[int, Value | tuple[Value, ...]]]
_THERE, _GONE = 1, 0
# by what their things are told first and last
_CLASSES = {"document": 0, "coder": 2}


@dataclass(frozen=True, slots=True)
class Overview:
    """What a step did as a whole, and the rows of the first things.

    Attributes:
        summary: as `history_text.summary` returns it.
        shown: squashed rows of the first things, as `history_text.subjects` returns them.
        count: how many things there are in all.
        others: rows of the step that name what others of it belong to: they have a name and a ``uuid`` at least.
    """

    summary: str
    shown: list[list[RowChange]]
    count: int
    others: list[RowChange]


def overview(read: Callable[[], Iterable[Sequence[RowChange]]], limit: int) -> Generator[None, None, Overview]:
    """Return what the rows did that *read* yields in parts, with the first *limit* things; yield after each part."""
    fates = _Fates()
    for part in read():
        for change in part:
            fates.add(change)
        yield
    found = _Things(fates, limit)
    for part in read():
        for change in part:
            found.add(change)
        yield
    shown = found.first()
    held = {(row.table, row.id) for rows in shown for row in rows}
    others = [change for key, change in fates.named.items() if key not in held]
    owners = {
        (table, number)
        for rows in shown
        for row in rows
        for side in (row.before, row.after)
        for table, column in (("document", "document_id"), ("claim", "claim_id"))
        if side is not None and isinstance(number := side.get(column), int)
    } - held
    if any(fates.verb(*key) for key in owners):
        # what is told of belongs to what came in, or went, with the same step
        named: list[RowChange] = []
        for part in read():
            named += (change for change in part if (change.table, change.id) in owners)
            yield
        others += squash(named)
    return Overview(counts_told(fates.counts()), shown, found.count, others)


@dataclass(slots=True)
class _Fates:
    """What became of each row.

    Attributes:
        named: squashed changes of actors, topics and coders.
    """

    named: dict[Key, RowChange] = field(default_factory=dict)
    # all by table and id: hashes of the first state of what was there before
    _firsts: dict[str, dict[int, int]] = field(default_factory=dict)
    # whether it is there at last; of what was there before the hash of its last state
    _lasts: dict[str, dict[int, int]] = field(default_factory=dict)
    # what a row belonged to at first, where it was there before, and at last
    _owners: tuple[_Owners, _Owners] = field(default_factory=lambda: ({}, {}))
    # those that were changed more than once
    _again: set[Key] = field(default_factory=set)

    def add(self, change: RowChange) -> None:
        table, number, before, after = change.table, change.id, change.before, change.after
        firsts, lasts = self._firsts.setdefault(table, {}), self._lasts.setdefault(table, {})
        if number in lasts:
            self._again.add((table, number))
        elif before is not None:
            firsts[number] = _digest(before)
        if table in _NAMED:
            first = self.named.get((table, number))
            self.named[table, number] = RowChange(table, number, first.before if first else before, after)
        elif table in _OWNED:
            if before is not None and number not in lasts:
                self._owners[0].setdefault(table, {})[number] = _owner(table, before)
            if after is not None:
                self._owners[1].setdefault(table, {})[number] = _owner(table, after)
        lasts[number] = _GONE if after is None else _digest(after) if number in firsts else _THERE

    def verb(self, table: str, number: int) -> str:
        """Return ``added``, ``changed`` or ``deleted``; empty for what ended as it began."""
        last = self._lasts.get(table, {}).get(number)
        if last is None:
            return ""
        first = self._firsts.get(table, {}).get(number)
        if first is None:
            return "added" if last else ""
        return "changed" * (first != last) if last else "deleted"

    def squashed(self, change: RowChange) -> RowChange:
        """Return what became of a row in all; of other than actors, topics and coders no more than its owners."""
        key = (change.table, change.id)
        if key not in self._again:
            return change
        return self.named[key] if key in self.named else self._light(*key)

    def get(self, number: int, /) -> RowChange | None:
        """Return what became of a claim, with no more of it than its document."""
        return self._light("claim", number) if self.verb("claim", number) else None

    def __contains__(self, document: object) -> bool:
        """Tell whether a document came or went."""
        return isinstance(document, int) and self.verb("document", document) in ("added", "deleted")

    def counts(self) -> Counter[tuple[str, str]]:
        """Count things by verb and table, as `history_text.summary` does."""
        rows = ((self.verb(table, number), table) for table in ORDER for number in self._lasts.get(table, ()))
        found = Counter(row for row in rows if row[0])
        touched: set[Key] = set()
        for table, kind in OWNERS.items():
            for number in self._lasts.get(table, ()):
                if verb := self.verb(table, number):
                    touched.add((kind, int(str(self._owners[verb != "deleted"][table][number]))))
        found.update(("changed", table) for table, number in touched if not self.verb(table, number))
        return found

    def _light(self, table: str, number: int) -> RowChange:
        before, after = (self._owned(owners, table, number) for owners in self._owners)
        verb = self.verb(table, number)
        return RowChange(table, number, None if verb == "added" else before, None if verb == "deleted" else after)

    def _owned(self, owners: _Owners, table: str, number: int) -> Row:
        found = owners.get(table, {}).get(number)
        values = found if isinstance(found, tuple) else (found,)
        return dict(zip(_OWNED.get(table, ()), values, strict=False))


@dataclass(slots=True)
class _Things:
    """The things of a step, and the rows of the first ones of each class."""

    fates: _Fates
    limit: int
    _seen: dict[str, set[int]] = field(default_factory=dict)
    _shown: tuple[dict[Key, list[RowChange]], ...] = field(default_factory=lambda: ({}, {}, {}))
    # actors and topics of which no more than the place was changed
    _moved: dict[Key, list[RowChange]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many things there are; all actors, and all topics, that have another place only are one."""
        moved = Counter(table for table, _number in self._moved)
        return sum(map(len, self._seen.values())) - sum(moved.values()) + len(moved)

    def add(self, change: RowChange) -> None:
        if change.table in UNTOLD or not self.fates.verb(change.table, change.id):
            return
        squashed = self.fates.squashed(change)
        key = subject(squashed, self.fates, self.fates)
        seen = self._seen.setdefault(key[0], set())
        is_new = key[1] not in seen
        seen.add(key[1])
        if is_move(squashed) and (is_new or key in self._moved):
            self._moved.setdefault(key, []).append(change)
            return
        before = self._moved.pop(key, [])
        shown = self._shown[_CLASSES.get(change.table, 1)]
        if is_new or before:
            if len(shown) < self.limit:
                shown[key] = [*before, change]
        else:
            for shown in self._shown:
                if key in shown:
                    shown[key].append(change)

    def first(self) -> list[list[RowChange]]:
        """Return the squashed rows of the first things: what came in first, that somebody is new last."""
        documents, others, coders = (list(shown.values()) for shown in self._shown)
        moved = [
            [row for key, rows in self._moved.items() if key[0] == table for row in rows]
            for table in ("actor", "topic")
        ]
        things = [*documents, *others, *filter(None, moved), *coders][: self.limit]
        return [squash(rows) for rows in things]


def _digest(row: Row) -> int:
    # neither of the two that say no more than whether it is there
    return hash(frozenset(row.items())) | 2


def _owner(table: str, row: Row) -> Value | tuple[Value, ...]:
    found = tuple(row.get(column) for column in _OWNED[table])
    # one tuple for each of hundreds of thousands of rows would be most of what is kept
    return found if len(found) > 1 else found[0]
