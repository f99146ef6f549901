"""Change sets as they travel from one project file to another, and what several of them make of one thing together.

A set tells what one action did, by uuids and not by the numbers of a file, with only the columns that changed. Whoever
holds the same sets comes to the same project, in whatever order they came: what a set had seen is told by its ``base``,
so that of two sets it is known whether one follows the other or both were made side by side. A field that two wrote
side by side is told as a conflict, and both versions are kept.

What changes together is one field: a claim's span, actors, topic, stance, voice and own values are. Merged column by
column, one coder's stance and another's topic would make a claim that nobody made.
"""

import json
import math
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, zip_longest
from typing import Any, NamedTuple

# every uuid that is made of content is made in this space
SPACE = uuid.UUID("5e0ffb0c-2a8b-5c6e-9d8a-6e3c1f1b7a20")
# what a member of a team is known by; it becomes part of a path
CLIENT_FORM = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ADDED, CHANGED, DELETED = "added", "changed", "deleted"
# the column that says of a place which text it counts in: its SHA-256
OF_TEXT = "of_text"
# a claim's actors in their order, as uuids
ACTORS = "actors"
# what a claim has of the project's own fields: uuids of fields with values
VALUES = "values"

ThingKey = tuple[str, str]
# made once: for each row it would take longer than the row
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# what stands before the rows of a set, which are its last
_ROWS = ',"rows":['


@dataclass(frozen=True, slots=True)
class PortableRow:
    """What a set did to one thing.

    Attributes:
        table, uuid: the thing; of a setting its key.
        op: ``added``, ``changed`` or ``deleted``.
        columns: each column with what it held before and after, a value of SQLite's or a list of uuids; None for what
            was not there.
        dumped: the columns as the JSON that they came as; empty where they came as none.
    """

    table: str
    uuid: str
    op: str
    columns: Mapping[str, tuple[Any, Any]]
    dumped: str = field(default="", compare=False, repr=False)

    @property
    def thing(self) -> ThingKey:
        """Table and uuid."""
        return self.table, self.uuid


class Stamp(NamedTuple):
    """The place of a set among all: by a counter, and where two have the same by who made them."""

    order: int
    client: str
    number: int


@dataclass(frozen=True, slots=True)
class PortableSet:
    """What one action did.

    Attributes:
        uuid: of the line of the history that tells it.
        project: of the project or team, which all its members share.
        client: who made it: one file of one member.
        number: counts the sets of a client from 1.
        order: greater than that of every set that was seen when this one was made.
        base: for each other client the number of its last set that was seen.
        coder: the name of who did it.
        created: ISO 8601 time in UTC; nothing is ordered by it.
        text: what was done, as `core.actions.dump` has it, or in words.
        rows: what it did to each thing, a thing once.
    """

    uuid: str
    project: str
    client: str
    number: int
    order: int
    base: Mapping[str, int]
    coder: str
    created: str
    text: str
    rows: Sequence[PortableRow]

    @property
    def stamp(self) -> Stamp:
        """Its place among all."""
        return Stamp(self.order, self.client, self.number)

    @property
    def header(self) -> "Header":
        """The set without its rows."""
        return Header(self.uuid, self.client, self.number, self.order, self.base, self.coder, self.created)

    def saw(self, other: "PortableSet | Header") -> bool:
        """Tell whether *other* was known when this one was made."""
        return saw(self, other)


@dataclass(frozen=True, slots=True)
class Header:
    """A set without its rows."""

    uuid: str
    client: str
    number: int
    order: int
    base: Mapping[str, int]
    coder: str
    created: str

    @property
    def stamp(self) -> Stamp:
        """Its place among all."""
        return Stamp(self.order, self.client, self.number)


AnySet = PortableSet | Header


def saw(one: AnySet, other: AnySet) -> bool:
    """Tell whether *other* was known when *one* was made."""
    if one.client == other.client:
        return other.number < one.number
    return one.base.get(other.client, 0) >= other.number


def name_uuid(*parts: str) -> str:
    """Return the uuid of what has these words in every project: of its table and what it is known by there."""
    return str(uuid.uuid5(SPACE, "\0".join(parts)))


def dump_set(one: PortableSet) -> str:
    """Return a set as JSON, always to the same letters; a row is ``[table, uuid, op, {column: [before, after]}]``."""
    told = {
        "uuid": one.uuid,
        "project": one.project,
        "client": one.client,
        "number": one.number,
        "order": one.order,
        "base": dict(sorted(one.base.items())),
        "coder": one.coder,
        "created": one.created,
        "text": one.text,
    }
    return f"{_COMPACT(told)[:-1]}{_ROWS}{','.join(map(_dump_row, one.rows))}]}}"


def dump_columns(row: PortableRow) -> str:
    """Return the columns of a row as JSON: ``{column: [before, after]}``."""
    return row.dumped or _COMPACT(row.columns)


def _dump_row(row: PortableRow) -> str:
    return f"{_COMPACT((row.table, row.uuid, row.op))[:-1]},{dump_columns(row)}]"


_TABLE = re.compile(r"[a-z_]{1,40}")
# the kinds of nearly all values
_PLAIN = frozenset((str, int, list, type(None)))


def has_halves(text: str) -> bool:
    """Tell whether JSON may have halves of letters in its words: a text can only have them by their numbers."""
    return "\\ud" in text or "\\uD" in text


def load_row(told: Any, *, is_whole: bool = False, dumped: str = "") -> PortableRow:
    """Read a row of a set as JSON has it.

    *is_whole* tells that there are no halves of letters in it, *dumped* its columns as the JSON that they came as.

    Raises:
        ValueError, TypeError, KeyError: when it is none.
    """
    table, thing, op, columns = told
    if not (isinstance(table, str) and _TABLE.fullmatch(table) and isinstance(thing, str) and thing):
        raise ValueError(str(told)[:80])
    if op not in (ADDED, CHANGED, DELETED) or not isinstance(columns, dict):
        raise ValueError(str(told)[:80])
    found: dict[str, tuple[Any, Any]] = {name: (before, after) for name, (before, after) in columns.items()}
    values = [*chain.from_iterable(found.values())]
    # of a hundred thousand rows nearly all have such values only
    if is_whole and _PLAIN.issuperset(map(type, values)):
        looked_at: list[tuple[str, Any]] = [
            (name, one) for name, pair in found.items() for one in pair if type(one) is list
        ]
        looked_at += [("", one) for one in values if type(one) is int and not -(2**63) <= one < 2**63]
    else:
        thing.encode()
        looked_at = [(name, one) for name, pair in found.items() for one in (name, *pair)]
    for name, value in looked_at:
        _refuse_strange(name, value)
    return PortableRow(table, thing, op, found, dumped)


def _refuse_strange(column: str, value: Any) -> None:
    """Refuse what no column of a row holds: only SQLite's values, and the lists that a claim has.

    Raises:
        ValueError, TypeError: when it is such.
    """
    if column == ACTORS and isinstance(value, list):
        _refuse_no_words(value)
    elif column == VALUES and isinstance(value, list):
        for field_uuid, held in value:
            _refuse_no_words((field_uuid, held))
    elif isinstance(value, str):
        # JSON may have halves of letters, which no file can
        value.encode()
    elif isinstance(value, bool) or not (value is None or isinstance(value, int | float)):
        raise TypeError(column[:80])
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(column[:80])
    elif value is not None and not -(2**63) <= value < 2**63:
        raise ValueError(column[:80])


def _refuse_no_words(values: Iterable[Any]) -> None:
    for one in values:
        if not isinstance(one, str):
            raise TypeError(str(one)[:80])
        one.encode()


def load_set(text: str | bytes) -> PortableSet:
    """Read what `dump_set` gave; it may come from anybody.

    Raises:
        ValueError, TypeError, KeyError: when it is none.
    """
    if isinstance(text, bytes):
        # JSON's own reader would take halves of letters that are no escapes, and other encodings
        text = text.decode()
    told, dumped = _load_rows_one_by_one(text) or (json.loads(text), ())
    if not isinstance(told, dict):
        raise TypeError("set")
    number, order = told["number"], told["order"]
    base = told["base"]
    counts = [number, order, *base.values()]
    if not all(isinstance(one, int) and not isinstance(one, bool) and 0 <= one < 2**62 for one in counts):
        raise ValueError("counters")
    words = [told[name] for name in ("uuid", "project", "client", "coder", "created", "text")]
    if number < 1 or not all(isinstance(one, str) for one in (*words, *base)):
        raise ValueError("words")
    _refuse_no_words((*words, *base))
    is_whole = not has_halves(text)
    rows = tuple(
        load_row(row, is_whole=is_whole, dumped=columns)
        for row, columns in zip_longest(told["rows"], dumped, fillvalue="")
    )
    who, project, client, coder, created, said = words
    return PortableSet(who, project, client, number, order, base, coder, created, said, rows)


_READ_ONE = json.JSONDecoder().raw_decode


def _load_rows_one_by_one(text: str) -> tuple[dict[str, Any], list[str]] | None:
    """Read a set as `dump_set` writes it, and beside it the JSON of each row's columns; None where it looks otherwise.

    To write a hundred thousand rows as JSON again that came as JSON takes as long as to read them.
    """
    end = text.find(_ROWS)
    if end < 0 or not text.endswith("]}"):
        return None
    try:
        told = json.loads(text[:end] + "}")
        if not isinstance(told, dict):
            return None
        rows: list[Any] = []
        dumped: list[str] = []
        at, last = end + len(_ROWS), len(text) - 2
        behind = at if at == last else -1
        while behind != last:
            row, behind = _READ_ONE(text, at)
            dumped.append(_columns_in(text, at, behind, row))
            rows.append(row)
            if behind != last and text[behind] != ",":
                return None
            at = behind + 1
    except ValueError:
        return None
    told["rows"] = rows
    return told, dumped


def _columns_in(text: str, start: int, end: int, row: Any) -> str:
    """Return the JSON of the columns of a row that was read between two places; empty where it looks otherwise."""
    if not isinstance(row, list) or len(row) != 4:
        return ""
    # behind the first three, which are words, comes nothing but the columns; and nearly all words stand as they are
    head = '["{}","{}","{}",'.format(*row[:3])
    if not text.startswith(head, start):
        head = f"{_COMPACT(row[:3])[:-1]},"
    return text[start + len(head) : end - 1] if text.startswith(head, start) else ""


# --- fields: the columns that are written, and in conflict, together

# what is told once when a thing comes into being, or of which nobody is asked
QUIET = frozenset({"position", "created", "origin", "length"})
# by table the columns that stand for themselves beside one field that has all others
_WHOLE: dict[str, tuple[str, ...]] = {
    "claim": ("document_id", "coder_id", "created", "origin"),
    "trace_verdict": ("coder_id", "created", "memo"),
    "same_event": ("coder_id", "created"),
    "dismissed_suggestion": ("coder_id", "created"),
    "participant": (),
    "successor": (),
    "conflict": (),
    "membership": (),
}
# by table and column the field that it belongs to; of any other column it is the column itself
_FIELDS: dict[tuple[str, str], str] = {
    **{("segment", name): "span" for name in ("start", "end", OF_TEXT, "original_start", "original_end")},
    **{("segment", name): "speaker" for name in ("kind", "actor_id", "role", "label", "time")},
    **{("document", name): "text" for name in ("text_id", "length", "bytes_sha256", "extractor", "pages")},
    **{("document", name): "date" for name in ("date", "date_certainty", "date_note")},
}
# texts of which both are kept, one below the other
JOINED = frozenset(
    {
        *(("memo", "text"), ("trace_verdict", "memo"), ("document", "note"), ("actor", "definition")),
        *(("topic", name) for name in ("definition", "inclusion", "exclusion", "example")),
    }
)
# lists of names of which all are kept
UNITED = frozenset({("actor", "aliases"), ("topic", "aliases")})
UNIT = "unit"


@lru_cache(maxsize=1000)
def field_of(table: str, column: str) -> str:
    """Return the field that a column belongs to: what is written together, and in conflict together."""
    alone = _WHOLE.get(table)
    if alone is not None:
        return column if column in alone else UNIT
    return _FIELDS.get((table, column), column)


def completed(
    table: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> dict[str, tuple[Any, Any]]:
    """Return the columns that a set tells of a thing: of each field that changed all of them; of one that went all."""
    if before is None or after is None:
        names = (after if before is None else before) or {}
        return {name: ((before or {}).get(name), (after or {}).get(name)) for name in names}
    both = [*after, *(name for name in before if name not in after)]
    changed = {field_of(table, name) for name in both if before.get(name) != after.get(name)}
    # the text that a place counts in changes with the text: the place itself did not
    if changed == {field_of(table, OF_TEXT)} and all(
        before.get(name) == after.get(name) for name in both if name != OF_TEXT
    ):
        return {}
    return {name: (before.get(name), after.get(name)) for name in both if field_of(table, name) in changed}


# --- what several sets make of one thing

WrittenVersion = tuple[Header, PortableRow]
PortableValues = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WrittenField:
    """What a set wrote into one field."""

    by: Header
    values: PortableValues
    before: PortableValues


@dataclass(slots=True)
class Folded:
    """What all sets that wrote a thing make of it.

    Attributes:
        is_alive: whether it is there: nobody deleted it who knew all that was written of it.
        deleted, kept: who deleted it and who wrote it side by side; both are empty where nobody disputes.
        inserted: the first that made it; None where it was there before all sets.
        fields: by field what was written last, by each who did not know of the other.
        row: its columns as they were known last, whatever was disputed; empty where no set tells all of them.
        deletions: the sets that delete it and that stand.
        gone_by: all sets that ever deleted it.
    """

    is_alive: bool = True
    deleted: tuple[Header, ...] = ()
    kept: tuple[Header, ...] = ()
    inserted: Header | None = None
    fields: dict[str, list[WrittenField]] = field(default_factory=dict)
    row: PortableValues = field(default_factory=dict)
    deletions: tuple[Header, ...] = ()
    gone_by: tuple[Header, ...] = ()


def fold(table: str, versions: Iterable[WrittenVersion]) -> Folded:
    """Return what *versions* of one thing make of it, in whatever order they are given."""
    found = Folded()
    standing: list[tuple[Header, str]] = []
    ordered = list(versions)
    if len(ordered) == 1 and ordered[0][1].op != DELETED:
        # as of nearly all things: there is nothing that it could stand against
        return _fold_one(table, *ordered[0])
    ordered.sort(key=lambda one: one[0].stamp)
    for header, row in ordered:
        if row.op == ADDED and found.inserted is None:
            found.inserted = header
        if row.op == DELETED:
            # what it was tells what a thing that comes back is
            found.gone_by = (*found.gone_by, header)
            found.row = {**{name: pair[0] for name, pair in row.columns.items()}, **found.row}
        told = row.op == DELETED or any(name not in QUIET for name in row.columns)
        if told or not standing:
            standing = [one for one in standing if not saw(header, one[0])]
            standing.append((header, row.op))
        if row.op == DELETED:
            continue
        for name, (before, after) in _by_field(table, row).items():
            kept = [one for one in found.fields.get(name, ()) if not saw(header, one.by)]
            found.fields[name] = [*kept, WrittenField(header, after, before)]
    writes = [header for header, op in standing if op != DELETED]
    found.deletions = tuple(header for header, op in standing if op == DELETED)
    found.is_alive = bool(writes) or not standing
    if found.deletions and writes:
        found.deleted, found.kept = found.deletions, tuple(writes)
    for written in found.fields.values():
        found.row.update(written[0].values if written else {})
    return found


def _fold_one(table: str, header: Header, row: PortableRow) -> Folded:
    found = Folded(inserted=header if row.op == ADDED else None)
    for name, (before, after) in _by_field(table, row).items():
        found.fields[name] = [WrittenField(header, after, before)]
        found.row.update(after)
    return found


def _by_field(table: str, row: PortableRow) -> dict[str, tuple[PortableValues, PortableValues]]:
    """Return what a row held before and after, by field."""
    columns = row.columns
    return {
        of: ({name: columns[name][0] for name in names}, {name: columns[name][1] for name in names})
        for of, names in _fields_of(table, tuple(columns))
    }


@lru_cache(maxsize=1000)
def _fields_of(table: str, columns: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the fields of some columns, each with those of these columns that belong to it."""
    found: dict[str, list[str]] = {}
    for name in columns:
        found.setdefault(field_of(table, name), []).append(name)
    return tuple((of, tuple(names)) for of, names in found.items())


@dataclass(frozen=True, slots=True)
class Resolved:
    """A field as it is shown, and whether it is disputed.

    Attributes:
        values: its columns.
        disputed: what stands against each other, the elder first; empty where nothing does.
    """

    values: PortableValues
    disputed: tuple[WrittenField, ...] = ()


def resolve(table: str, name: str, written: Sequence[WrittenField]) -> Resolved:
    """Return what is shown of a field that several wrote side by side.

    It is the elder version until somebody decides; of long texts both, one below the other; of lists of names all; of
    what nobody is asked, such as an order, the last.
    """
    if len(written) == 1:
        return Resolved(written[0].values)
    ordered = sorted(written, key=lambda one: one.by.stamp)
    distinct: list[WrittenField] = []
    for one in ordered:
        if not any(_same(one.values, other.values) for other in distinct):
            distinct.append(one)
    if len(distinct) == 1:
        return Resolved(distinct[0].values)
    if name in QUIET:
        return Resolved(distinct[-1].values)
    if (table, name) in UNITED:
        names = dict.fromkeys(alias for one in distinct for alias in json.loads(one.values[name]))
        return Resolved({name: json.dumps(list(names), ensure_ascii=False)})
    if (table, name) in JOINED:
        texts = [str(one.values[name]) for one in distinct if str(one.values[name] or "").strip()]
        # one that holds the other already has it
        own = [text for at, text in enumerate(texts) if not any(text in other for other in texts[:at])]
        own = [text for at, text in enumerate(own) if not any(text in other for other in own[at + 1 :])]
        return Resolved({name: "\n\n".join(own)}, tuple(distinct))
    return Resolved(distinct[0].values, tuple(distinct))


def _same(one: PortableValues, other: PortableValues) -> bool:
    """Tell whether two versions of a field say the same; how sure a name was is no other claim."""
    names = {*one, *other} - {"certainty"}
    return all(one.get(name) == other.get(name) for name in names)


def in_order(sets: Iterable[PortableSet], seen: Mapping[str, int]) -> tuple[list[PortableSet], list[PortableSet]]:
    """Return those of *sets* that can be taken now, each after all that it had seen, and those that must wait.

    What was *seen* already is left out, and of what comes twice one is taken.
    """
    queues: dict[str, dict[int, PortableSet]] = {}
    for one in sets:
        if one.number > seen.get(one.client, 0):
            queues.setdefault(one.client, {}).setdefault(one.number, one)
    known, ready = dict(seen), list[PortableSet]()
    moved = True
    while moved:
        moved = False
        for client in sorted(queues):
            queue = queues[client]
            while (head := queue.get(known.get(client, 0) + 1)) is not None and all(
                known.get(other, 0) >= number for other, number in head.base.items() if other != client
            ):
                known[client] = head.number
                ready.append(queue.pop(head.number))
                moved = True
    return ready, [one for queue in queues.values() for one in queue.values()]
