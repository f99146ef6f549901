"""What the history keeps of an action: its changed rows as JSON, in one piece or, of a long one, in parts.

An action of more than `PART` letters is written in parts while it runs, each a row of ``history_part``; then
``history.changes`` is an empty list and ``history.parts`` says how many there are. So neither who does a long action,
nor who undoes it or reads of it, ever holds more of it than one part.

A change is ``[table, id, before, after]``. A row is the list of its values in the order of `COLUMNS`, without its id;
of one that was changed ``after`` has only the columns that are others than before, by name. So a step keeps nothing
twice, and still has each row whole, with its uuid and what its foreign keys were. Until version 13 rows were objects
with all their columns; both forms are read, side by side in one file.

Words that stand in a stored text are not written once more: in their place is the number of the text, and in that of
the words before and after how many letters these are (`_QUOTED`). A text never changes and none is ever deleted, so
they are found there whatever becomes of the document; words that stand in no text are written out, as all were until
version 18.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from types import MappingProxyType
from typing import Any

from desktop.core.changes import Row, RowChange, RowIndex, RowLog, Value
from desktop.store.sqlite import Sqlite

# letters
PART = 125_000
# rows that are turned into JSON together
_ROWS = 500
# by table, what stands in a row behind its id, in the order of the schema; nothing but its end may ever change, since
# files have rows by it. A row with other columns is kept by their names
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "coder": (
            "uuid", "name",
        ),
        "actor": (
            "uuid", "key", "name", "kind", "role", "affiliation", "country", "parent_id", "aliases", "color",
            "initials", "definition", "position", "variables",
        ),
        "topic": (
            "uuid", "key", "name", "proposition", "definition", "inclusion", "exclusion", "example", "parent_id",
            "aliases", "color", "position", "variables",
        ),
        "document": (
            "uuid", "name", "text_id", "title", "publisher", "author", "source", "date", "date_certainty",
            "date_note", "event_date", "event", "place", "kind", "language", "note", "length", "bytes_sha256",
            "extractor", "pages", "original_sha256", "is_brief", "created", "set_path", "origins", "variables",
        ),
        "participant": (
            "uuid", "document_id", "actor_id", "role",
        ),
        "segment": (
            "uuid", "document_id", "kind", "start", "end", "actor_id", "role", "label", "original_start",
            "original_end", "time",
        ),
        "claim": (
            "uuid", "document_id", "start", "end", "quote", "prefix", "suffix", "topic_id", "stance", "voice",
            "coder_id", "origin", "original_start", "original_end", "created", "certainty",
        ),
        "claim_actor": (
            "claim_id", "actor_id", "topic_id", "stance", "position",
        ),
        "memo": (
            "uuid", "document_id", "claim_id", "actor_id", "topic_id", "coder_id", "text", "created",
        ),
        "trace_verdict": (
            "uuid", "document_a_id", "start_a", "end_a", "quote", "document_b_id", "start_b", "end_b", "found",
            "verdict", "answer", "memo", "coder_id", "created",
        ),
        "same_event": (
            "uuid", "document_a_id", "document_b_id", "same", "coder_id", "created",
        ),
        "dismissed_suggestion": (
            "uuid", "document_id", "start", "end", "quote", "coder_id", "created",
        ),
        "setting": (
            "key", "value",
        ),
        "own_field": (
            "uuid", "owner", "name", "kind", "definition", "preset", "choices", "position",
        ),
        "claim_value": (
            "claim_id", "field_id", "value",
        ),
        "conflict": (
            "uuid", "kind", "name", "thing", "field", "versions", "decision", "note", "coder_id", "created",
        ),
        "successor": (
            "uuid", "name", "successor",
        ),
        "membership": (
            "uuid", "actor_id", "organisation_id", "since", "until", "role",
        ),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Where a row of a table has words of a text, as positions in the list of its values.

    Attributes:
        document: whose text it is.
        start, end: the place.
        quote: the words.
        around: the words before and after, where the row has these.
    """

    document: int
    start: int
    end: int
    quote: int
    around: tuple[int, int] | None = None


def _quoted(table: str, document: str, start: str, end: str, *around: str) -> _Quoted:
    at = COLUMNS[table].index
    places = (at(around[0]), at(around[1])) if around else None
    return _Quoted(at(document), at(start), at(end), at("quote"), places)


_QUOTED = {
    "claim": _quoted("claim", "document_id", "start", "end", "prefix", "suffix"),
    "trace_verdict": _quoted("trace_verdict", "document_a_id", "start_a", "end_a"),
    "dismissed_suggestion": _quoted("dismissed_suggestion", "document_id", "start", "end"),
}
_KEYS = {table: ("id", *columns) for table, columns in COLUMNS.items()}
# a change as JSON has it
_Kept = list[Any]
# what a text says, by its number; None where it is not known
TextContent = Callable[[int], str | None]


def dump_changes(rows: Sequence[RowChange], new: Iterable[Row | None] = (), texts: "TextsOf | None" = None) -> str:
    """Return *rows* as the JSON that the history keeps: ``[[table, id, before, after], …]``.

    *new* are the columns that each changed, where that is known already. Words stay in the *texts* of documents, where
    these are given.
    """
    kept = [_kept(row, told, texts) for row, told in zip_longest(rows, new)]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def load_changes(text: str, content: TextContent) -> tuple[RowChange, ...]:
    """Read what `dump_changes` wrote, or a former version, with the words that stand in texts.

    Raises:
        ValueError, TypeError, LookupError: when it is neither, or the words do not stand there.
    """
    return tuple(RowChange(*change) for change in whole_changes(json.loads(text), content))


def whole_changes(kept: Iterable[_Kept], content: TextContent) -> Iterator[tuple[str, int, Row | None, Row | None]]:
    """Yield changes as the history keeps them as table, id, and the rows before and after with all their columns.

    Of words whose text has no *content* a row has no columns.

    Raises:
        ValueError, TypeError, LookupError: when one of them is none, or its words do not stand in their text.
    """
    known = _OneText(content)
    for table, number, before, after in kept:
        if isinstance(before, list):
            before = _row(table, number, before, known)
            if after is not None:
                after = {**before, **after}
        elif isinstance(after, list):
            after = _row(table, number, after, known)
        yield table, number, before, after


class _OneText:
    """A text that is asked for row by row."""

    def __init__(self, content: TextContent) -> None:
        self._content = content
        self._known: tuple[object, str | None] = (None, None)

    def content(self, number: int) -> str | None:
        if self._known[0] != number:
            self._known = (number, self._content(number))
        return self._known[1]


def _row(table: str, number: int, values: list[Any], known: _OneText) -> Row:
    keys = _KEYS.get(table, ())
    # a former version may have had fewer columns, and none had more
    if len(values) >= len(keys):
        raise ValueError(f"{table} {number}")
    quoted = _QUOTED.get(table)
    row: dict[str, Value] = {"id": number, **dict(zip(keys[1:], values, strict=False))}
    if quoted is None or type(values[quoted.quote]) is not int:
        return row
    content = known.content(values[quoted.quote])
    start, end = values[quoted.start], values[quoted.end]
    around = quoted.around or ()
    before, after = (values[at] for at in around) if around else (0, 0)
    if content is None:
        for at in (quoted.quote, *around):
            del row[keys[at + 1]]
        return row
    if not 0 <= start - before <= start < end <= end + after <= len(content):
        raise LookupError(f"{table} {number}")
    row["quote"] = content[start:end]
    if around:
        row[keys[around[0] + 1]], row[keys[around[1] + 1]] = content[start - before : start], content[end : end + after]
    return row


class TextsOf:
    """The texts of documents, as those who write into the history find them."""

    def __init__(self, db: Sqlite) -> None:
        self._db = db
        # by document, the numbers of its texts
        self._numbers: dict[int, list[int]] = {}
        # the two that were read last, the one that it has and the one that it had; of what cannot be read nothing
        self._contents: dict[int, str] = {}
        # of documents that this action deletes, or gives another text, the one before
        self._told: dict[int, int] = {}

    def note(self, rows: Iterable[RowChange]) -> None:
        """Take in what an action wrote: what it deletes or moves was quoted from the text before."""
        for row in rows:
            if row.table == "document" and row.before is not None:
                self._told[row.id] = int(str(row.before["text_id"]))

    def forget(self) -> None:
        """Ask again of each document: it may have got another text."""
        self._numbers.clear()

    def of(self, document: int) -> Iterator[tuple[int, str]]:
        """Yield the number of a document's text, and the text; then that which it had before the action.

        A text that cannot be read is empty.
        """
        if document not in self._numbers:
            row = self._db.execute("SELECT text_id FROM document WHERE id = ?", [document]).fetchone()
            numbers = [row[0] if row is not None else None, self._told.get(document)]
            self._numbers[document] = [*dict.fromkeys(int(number) for number in numbers if number is not None)]
        for number in self._numbers[document]:
            if number not in self._contents:
                while len(self._contents) > 1:
                    del self._contents[next(iter(self._contents))]
                self._contents[number] = self._content(number)
            yield number, self._contents[number]

    def _content(self, number: int) -> str:
        try:
            return self._db.texts.content(number)
        except LookupError:
            return ""
        except sqlite3.OperationalError as error:
            # bytes that are no text: what asks for more tells of them
            if getattr(error, "sqlite_errorcode", None) is not None:
                raise
            return ""


def _leave_words(quoted: _Quoted, values: list[Any], texts: TextsOf) -> None:
    """Put into a row's *values* where its words stand, if they stand there."""
    start, end, quote = values[quoted.start], values[quoted.end], values[quoted.quote]
    before, after = (values[at] for at in quoted.around) if quoted.around else ("", "")
    if start < len(before) or len(quote) != end - start:
        return
    for number, content in texts.of(values[quoted.document]):
        if content[start - len(before) : end + len(after)] == f"{before}{quote}{after}":
            values[quoted.quote] = number
            if quoted.around:
                values[quoted.around[0]], values[quoted.around[1]] = len(before), len(after)
            return


def _kept(change: RowChange, new: Row | None, texts: TextsOf | None) -> _Kept:
    before, after = change.before, change.after
    known = _KEYS.get(change.table)
    row = before or after or {}
    # as they are now: another version's row may come by an undo
    if known is None or not row or tuple(row) != known[: len(row)] or row["id"] != change.id:
        return [change.table, change.id, before, after]
    values = [*row.values()][1:]
    if texts is not None and (quoted := _QUOTED.get(change.table)) is not None:
        _leave_words(quoted, values, texts)
    if after is None:
        return [change.table, change.id, values, None]
    if before is None:
        return [change.table, change.id, None, values]
    if new is not None:
        return [change.table, change.id, values, new]
    if tuple(after) == tuple(before):
        # as it nearly always is: asking each column by its name takes twice as long
        pairs = zip(after.items(), before.values(), strict=True)
        return [change.table, change.id, values, {name: now for (name, now), was in pairs if was != now}]
    return [change.table, change.id, values, {name: now for name, now in after.items() if before.get(name) != now}]


class ActionTrail:
    """The changed rows of an action that is under way.

    Attributes:
        parts: how many parts are written already.
        history_id: the id of the action in the history, chosen with its first part; None without one.
    """

    def __init__(self, db: Sqlite) -> None:
        self._db = db
        # what is in no part yet; the first ones are JSON already
        self._rows: list[RowChange] = []
        # of each, the columns that changed, where that is known
        self._new: list[Row | None] = []
        self._texts: list[str] = []
        self._dumped = self._letters = 0
        self._index = RowIndex()
        self._quoted = TextsOf(db)
        self.parts = 0
        self.history_id: int | None = None

    @property
    def has_rows(self) -> bool:
        """Whether anything was changed."""
        return bool(self.parts or self._rows)

    def add(self, rows: Sequence[RowChange], new: Sequence[Row] = ()) -> None:
        """Take in the next *rows*, and write a part when there is enough for one.

        *new* are the columns that each of them changed; to find them out takes as long as to write them.
        """
        self._rows.extend(rows)
        self._quoted.note(rows)
        self._new.extend(new or (None for _row in rows))
        while len(self._rows) - self._dumped >= _ROWS:
            self._dump(self._dumped + _ROWS)

    def finish(self) -> str:
        """Return what ``history.changes`` is to hold; of an action in parts the last one is written."""
        if not self.parts and not self._texts:
            text = dump_changes(self._rows, self._new, self._quoted)
            if len(text) <= PART:
                return text
            self._texts, self._dumped = [text[1:-1]], len(self._rows)
        self._dump(len(self._rows))
        if self.parts or self._letters > PART:
            self._write()
            return "[]"
        return f"[{','.join(self._texts)}]"

    def rows(self) -> Sequence[RowChange]:
        """Return all rows; those of an action in parts are read from the file, and only after `finish`."""
        if not self.parts:
            return tuple(self._rows)
        assert self.history_id is not None
        return _log(self._db, self.history_id, self.parts, self._index)

    def _dump(self, until: int) -> None:
        if until > self._dumped:
            # without the brackets of the whole list
            rows, new = self._rows[self._dumped : until], self._new[self._dumped : until]
            self._texts.append(dump_changes(rows, new, self._quoted)[1:-1])
            self._quoted.forget()
            self._letters += len(self._texts[-1])
            self._dumped = until
        if self._letters > PART:
            self._write()

    def _write(self) -> None:
        if not self._dumped:
            return
        if self.history_id is None:
            # nobody else writes before this action ends
            sql = "SELECT coalesce(max(id), 0) + 1 FROM history"
            self.history_id = int(self._db.execute(sql).fetchone()[0])
        rows = self._rows[: self._dumped]
        write_part(self._db, self.history_id, self.parts, rows, f"[{','.join(self._texts)}]")
        self._index.add(rows)
        self.parts += 1
        del self._rows[: self._dumped], self._new[: self._dumped]
        self._texts, self._dumped, self._letters = [], 0, 0


def write_part(db: Sqlite, history_id: int, position: int, rows: Sequence[RowChange], text: str) -> None:
    """Write one part of an action: *rows*, and the *text* that `dump_changes` makes of them."""
    tables = json.dumps(sorted({row.table for row in rows}))
    db.execute(
        "INSERT INTO history_part (history_id, position, row_count, tables, changes) VALUES (?, ?, ?, ?, ?)",
        [history_id, position, len(rows), tables, text],
    ).close()


def kept_rows(db: Sqlite, history_id: int, parts: int, changes: str) -> Sequence[RowChange]:
    """Return the rows of an edit of which the history has so many *parts*, and these *changes* in its own line.

    Raises:
        ValueError, TypeError, LookupError: when they cannot be read.
    """
    return _log(db, history_id, parts) if parts else load_changes(changes, db.texts.content)


def part_texts(db: Sqlite, history_id: int, parts: int, *, backward: bool = False) -> Iterator[str]:
    """Yield the JSON of the parts of an edit.

    Raises:
        LookupError: when one is not in the file.
    """
    sql = "SELECT changes FROM history_part WHERE history_id = ? AND position = ?"
    for position in reversed(range(parts)) if backward else range(parts):
        # each by itself: a question that is half read would be in the way of what is done between two parts
        row = db.execute(sql, [history_id, position]).fetchone()
        if row is None:
            raise LookupError(f"history_part {history_id}:{position}")
        yield str(row[0])


def read_all(db: Sqlite, history_id: int, parts: int, content: TextContent) -> None:
    """Go through all that the history keeps of an action of so many *parts*.

    Raises:
        ValueError, TypeError, LookupError: when it cannot be read, or a part is missing or says what it does not hold.
    """
    load_changes(db.execute("SELECT changes FROM history WHERE id = ?", [history_id]).fetchone()[0], content)
    sql = "SELECT position, row_count, tables FROM history_part WHERE history_id = ? ORDER BY position"
    told = db.execute(sql, [history_id]).fetchall()
    if [position for position, *_told in told] != list(range(parts)):
        raise LookupError(f"history_part {history_id}")
    for (_position, count, tables), text in zip(told, part_texts(db, history_id, parts), strict=True):
        rows = load_changes(text, content)
        if len(rows) != count or {row.table for row in rows} != set(json.loads(tables)):
            raise ValueError(f"history_part {history_id}")


def _log(db: Sqlite, history_id: int, parts: int, index: RowIndex | None = None) -> RowLog:
    def read(backward: bool) -> Iterator[Sequence[RowChange]]:
        texts = part_texts(db, history_id, parts, backward=backward)
        return (load_changes(text, db.texts.content) for text in texts)

    if index is None and db.noted is not None and db.noted[0] == history_id:
        index = db.noted[1]
    if index is not None:
        return RowLog(read, index.tables, index.count, index)
    # as one row: with many of them the window waits for its turn at each, while other work goes on
    sql = "SELECT json_group_array(DISTINCT tables), coalesce(sum(row_count), 0) FROM history_part WHERE history_id = ?"
    found, count = db.execute(sql, [history_id]).fetchone()
    tables = frozenset(table for dumped in json.loads(found) for table in json.loads(dumped))
    return RowLog(read, tables, count)
