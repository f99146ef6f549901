"""Claims that meet a filter: `ClaimFilter` as SQL, what lists of claims read with it, and how many each thing has."""

import json
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from itertools import chain
from operator import and_, or_
from typing import Any, Literal

from desktop.core import query
from desktop.core.axes import NONE, NOT_KNOWN
from desktop.core.claim_fields import CHOICES, Choice
from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.language import _
from desktop.core.memberships import Belongings, Turns, days_of
from desktop.core.own_fields import parted
from desktop.core.speaking import standings
from desktop.core.values import Claim, Document, Stance
from desktop.store.database import Database
from desktop.store.reads import handouts, scale
from desktop.store.reads import project as reads
from desktop.store.reads.word_index import found_in

# claims by the steps of the scale in use, those that are not coded last
Stances = tuple[int, ...]
Holder = Literal["document", "topic", "actor"]

_OF_CLAIM = "SELECT c.{holder}_id, {stances} FROM claim c WHERE {where} GROUP BY 1"
_OF_ACTOR = (
    "SELECT a.actor_id, {stances} FROM claim_actor a "
    "WHERE a.claim_id IN (SELECT c.id FROM claim c WHERE {where}) GROUP BY 1"
)

# all that stand at or below the given keys; UNION, not UNION ALL: a circle of parents must end
_TREE = (
    "WITH RECURSIVE tree(id) AS (SELECT id FROM {table} WHERE key IN (SELECT value FROM json_each(?)) "
    "UNION SELECT child.id FROM {table} child JOIN tree ON child.parent_id = tree.id) SELECT id FROM tree"
)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
# claims that are read at once
_BLOCK = 2000
# a byte for each number up to here; and of so many claims with some words it is worth while
_MARKS = 20_000_000
_MANY = 20_000
_BLIND = (
    "CASE WHEN {alias}.coder_id = (SELECT id FROM coder WHERE name = ?) THEN 1 "
    f"ELSE {{alias}}.document_id NOT IN ({handouts.UNFINISHED}) END"
)
_SPEAKING_ALWAYS = "SELECT claim_id FROM claim_actor WHERE actor_id IN (SELECT value FROM json_each(?))"
# who speaks then: dates by their periods, and actors with those in which they are meant
_SPEAKING_THEN = """
SELECT x.claim_id FROM claim_actor x JOIN claim k ON k.id = x.claim_id JOIN document d ON d.id = k.document_id
JOIN json_each(?) period ON period.key = d.date
WHERE (x.actor_id, period.value) IN (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))
"""
_KEYS = "SELECT id FROM {table} WHERE key IN (SELECT value FROM json_each(?))"
# what a table shows first of a claim's memos and actors is what it is sorted by
# SQLite takes the other columns from the row that has the minimum
_FIRST_ACTOR = "SELECT claim_id, actor_id, min(position) FROM claim_actor GROUP BY claim_id"
_FIRST_MEMO = "(SELECT m.text FROM memo m WHERE m.claim_id = c.id ORDER BY m.id LIMIT 1)"
# the order of the index claim_document, so that it needs no sorting
_PLACE = 'c.document_id, c.start, c."end" DESC, c.stance, c.topic_id, c.id'


def _missing_last(value: str) -> str:
    return f"{value} IS NULL, {value} COLLATE NOCASE {{way}}"


def _by_values(choice: Choice) -> str:
    numbered = " ".join(f"WHEN {scale.literals([value])} THEN {at}" for at, value in enumerate(choice.values))
    return f"CASE c.{choice.key} {numbered} END {{way}}"


# what a list of claims may be sorted by: an expression, or the column that refers to a table and the order of that
# table, whose few rows are sorted instead of the many claims
_ORDERS: dict[str, str | Choice | tuple[str, str, str]] = {
    "document": ("document_id", "document", "coalesce(nullif(title, ''), name) COLLATE names {way}"),
    "date": ("document_id", "document", "date = '', date {way}"),
    "actors": ("actor_id", "actor", "name COLLATE names {way}"),
    "topic": ("topic_id", "topic", "name COLLATE names {way}"),
    **{choice.key: choice for choice in CHOICES},
    "quote": "c.quote COLLATE NOCASE {way}",
    "coder": ("coder_id", "coder", "name COLLATE names {way}"),
    "memo": _missing_last(_FIRST_MEMO),
}
ORDERS = tuple(_ORDERS)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the claims of a statement, and the values of its question marks."""

    sql: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class FilterMarks:
    """What a filter lets through by a byte for each number, 1 or 0: that is looked up in half the time of a list.

    Attributes:
        documents: of those that it asks of; None where it asks nothing of documents.
        claims: of those that have its words and its own values; None where it asks for none.
        few: instead of marks the claims that have these, as JSON, where they are few.
    """

    documents: bytes | None = None
    claims: bytes | None = None
    few: str | None = None

    @property
    def is_of_claims(self) -> bool:
        """Whether it says which claims have the words and the own values."""
        return self.claims is not None or self.few is not None


def condition(
    db: Database, chosen: ClaimFilter, alias: str = "c", key: str = "id", marked: FilterMarks | None = None
) -> Condition:
    """Return *chosen* as a condition on the claims of a statement; ``1`` when it lets all through.

    Args:
        db: the project, whose memberships tell who speaks for an organisation when.
        chosen: which claims.
        alias: what the statement calls ``claim``, or the table of mentions, which has the same columns.
        key: the column that holds the claim's id.
        marked: what `marks_of` found out, for whoever goes through all claims.
    """
    marked = marked or FilterMarks()
    number = f"{alias}.{key}"
    parts = [*_of_codebook(chosen, alias, number), *_of_claim(chosen, alias, number)]
    parts += _of_own_fields(chosen, alias, number, marked)
    if chosen.organisations:
        parts.append(_of_organisations(db, chosen.organisations, number))
    documents = _joined(_of_documents(chosen))
    if marked.documents is not None:
        parts.append(_has_mark(f"{alias}.document_id", marked.documents))
    elif documents.values:
        inner = f"SELECT id FROM document WHERE {documents.sql}"
        parts.append(Condition(f"{alias}.document_id IN ({inner})", documents.values))
    if marked.claims is not None:
        parts.append(_has_mark(number, marked.claims))
    elif marked.few is not None:
        parts.append(Condition(f"{number} IN (SELECT value FROM json_each(?))", (marked.few,)))
    elif (asked := query.parse(chosen.text)) is not None:
        parts.append(_of_text(asked, number))
    return _joined(parts)


def marks_of(db: Database, chosen: ClaimFilter, *, by_document: bool = False, least: int = 0) -> FilterMarks:
    """Return what *chosen* lets through by its words, and with *by_document* by what it asks of documents.

    Fewer than *least* claims with its words are sooner looked up one by one: then there are no marks of them.
    """
    documents = claims = None
    asked = _joined(_of_documents(chosen)) if by_document else Condition("1", ())
    if asked.values and (size := _size(db, "document")):
        table = bytearray(size)
        for (number,) in db.sqlite.execute(f"SELECT id FROM document WHERE {asked.sql}", asked.values):
            table[number] = 1
        documents = bytes(table)
    words, own, few = query.parse(chosen.text), [*_of_own_values(chosen)], None
    if (words is not None or own) and (size := _size(db, "claim")):
        marks = [_marks_of_numbers(db, one, size) for one in own]
        found = reduce(and_, marks if words is None else (*marks, _marks_of_text(db, words, size)))
        if found.bit_count() >= (_MANY if own else least):
            claims = found.to_bytes(size, "little")
        elif own:
            # of each value there may be many, of all together few
            few = json.dumps([*_marked(found.to_bytes(size, "little"))])
    return FilterMarks(documents, claims, few)


def _marked(marks: bytes) -> Iterator[int]:
    """Yield the numbers that have a mark."""
    at = marks.find(1)
    while at >= 0:
        yield at
        at = marks.find(1, at + 1)


def _size(db: Database, table: str) -> int:
    """Return how many marks the rows of a table need; 0 where its numbers are too high for that."""
    highest = db.sqlite.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0
    return highest + 1 if highest < _MARKS else 0


def _has_mark(number: str, marks: bytes) -> Condition:
    return Condition(f"substr(?, {number} + 1, 1) = x'01'", (marks,))


def _marks_of_numbers(db: Database, found: Condition, size: int) -> int:
    """Return the marks of the claims that a SELECT has, as one number, whose lowest byte is that of claim 0."""
    table = bytearray(size)
    # as one text, which is taken apart in half the time of rows
    sql = f"WITH found(number) AS ({found.sql}) SELECT group_concat(number) FROM found"
    (numbers,) = db.sqlite.execute(sql, found.values).fetchone()
    for number in json.loads(f"[{numbers or ''}]"):
        table[number] = 1
    return int.from_bytes(table, "little")


def _marks_of_text(db: Database, asked: query.Query, size: int) -> int:
    """Return the marks of the claims for which *asked* holds as one number, whose lowest byte is that of claim 0."""
    if isinstance(asked, query.Term):
        return _marks_of_numbers(db, _of_term(asked), size)
    if isinstance(asked, query.Not):
        return int.from_bytes(b"\1" * size, "little") ^ _marks_of_text(db, asked.part, size)
    parts = (_marks_of_text(db, part, size) for part in asked.parts)
    return reduce(or_ if asked.any else and_, parts)


def chosen_actors(chosen: ClaimFilter) -> str:
    """Return the SELECT of the ids of the actors that *chosen* names; its question mark takes their keys as JSON."""
    return (_TREE if chosen.with_children else _KEYS).format(table="actor")


def ids(db: Database, chosen: ClaimFilter, order: str = "", *, descending: bool = False) -> list[int]:
    """Return `numbers` as a list."""
    return numbers(db, chosen, order, descending=descending).tolist()


def numbers(db: Database, chosen: ClaimFilter, order: str = "", *, descending: bool = False) -> "array[int]":
    """Return the ids of the claims that *chosen* lets through, by document and place, or by an *order* of `ORDERS`.

    What is equal in that order stays by document and place; what has no date or memo stands last. An *order* may also
    be the place of an own field of claims: numbers by their size.
    """
    found = condition(db, chosen, marked=marks_of(db, chosen, least=_MANY))
    way = "DESC" if descending else "ASC"
    values: tuple[str | int, ...] = found.values
    # that index covers all conditions but those on other tables; left alone, SQLite takes one of a condition and sorts
    join, by = "INDEXED BY claim_document ", _PLACE
    key = _ORDERS.get(order)
    if isinstance(key, Choice):
        # the steps of the scale in use
        key = _by_values(key)
    if isinstance(key, tuple):
        column, table, own = key
        ranked = f"SELECT id, dense_rank() OVER (ORDER BY {own.format(way=way)}) AS number FROM {table}"
        join, holder = "", "c"
        if table == "actor":
            join, holder = f"JOIN ({_FIRST_ACTOR}) first ON first.claim_id = c.id ", "first"
        join += f"JOIN ({ranked}) ranked ON ranked.id = {holder}.{column} "
        by = f"ranked.number, {_PLACE}"
    elif parted(order)[0] == "claim":
        # the first value of each; numbers by their size
        sql = (
            "SELECT CASE f.kind WHEN 'number' THEN CAST(v.value AS REAL) ELSE v.value END "
            "FROM claim_value v JOIN own_field f ON f.id = v.field_id "
            "WHERE v.claim_id = c.id AND f.owner = 'claim' AND f.name = ? ORDER BY v.id LIMIT 1"
        )
        join = f"LEFT JOIN (SELECT c.id AS claim_id, ({sql}) AS value FROM claim c) own ON own.claim_id = c.id "
        values = (parted(order)[1], *values)
        by = f"{_missing_last('own.value').format(way=way)}, {_PLACE}"
    elif key is not None:
        join = ""
        by = f"{key.format(way=way)}, {_PLACE}"
    sql = f"SELECT c.id FROM claim c {join}WHERE {found.sql} ORDER BY {by}"
    # eight bytes for each of a million
    return array("q", chain.from_iterable(db.sqlite.execute(sql, values)))


def numbers_from(db: Database, document_id: int, least: int) -> "tuple[array[int], int | None]":
    """Return the ids of all claims from a document on, by document and place: at least so many, if there are.

    Those of a document come together; the document with which to go on comes with them, None where they are all.
    """
    limit = least
    while True:
        sql = f"SELECT c.id, c.document_id FROM claim c WHERE c.document_id >= ? ORDER BY {_PLACE} LIMIT ?"
        found = db.sqlite.execute(sql, [document_id, limit + 1]).fetchall()
        if len(found) <= limit:
            return array("q", (number for number, _ in found)), None
        # of the last document some may be missing
        last = found[-1][1]
        if found[0][1] != last:
            return array("q", (number for number, document in found if document != last)), last
        limit *= 2


def rows(db: Database, chosen: ClaimFilter, limit: int | None = None) -> "RowsOfClaims":
    """Return what tables need of the claims that *chosen* lets through, in the order of `project.claims`."""
    return RowsOfClaims(db, chosen, limit)


class RowsOfClaims:
    """Claims without an object for each, read so many at once: what a table of a million is made of.

    The project is locked while a block is read, not between two. When somebody else has written meanwhile, going on
    raises `OvertakenError`.
    """

    def __init__(self, db: Database, chosen: ClaimFilter, limit: int | None) -> None:
        """Take which claims are wanted, and no more than how many; they are counted, and read later."""
        self._db = db
        self._version = self._data_version()
        self._condition = condition(db, chosen)
        self._count = count(db, chosen) if limit is None else self._count_to(limit)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[reads.FlatClaims]:
        """Yield the claims as columns, so many at once."""
        return self.stretch(0, len(self))

    def stretch(self, first: int, count: int) -> Iterator[reads.FlatClaims]:
        """Yield so many of the claims from the *first* on, counted from 0, as columns."""
        # that index has the order, but for the ends of what begins at one place
        sql = (
            f"SELECT c.id FROM claim c INDEXED BY claim_document WHERE {self._condition.sql} "
            'ORDER BY c.document_id, c.start, c."end", c.id LIMIT ? OFFSET ?'
        )
        values = [*self._condition.values, count, first]
        # eight bytes for each of a million
        ids = array("q", chain.from_iterable(self._db.sqlite.execute(sql, values)))
        self.look_after_state()
        for at in range(0, len(ids), _BLOCK):
            yield reads.flat_claims(self._db, ids[at : at + _BLOCK])
            self.look_after_state()

    def look_after_state(self) -> None:
        """Raise `OvertakenError` where somebody else has written to the project since these were counted."""
        if self._data_version() != self._version:
            raise OvertakenError(_("The project was changed while it was being written out: do it once more."))

    def _count_to(self, limit: int) -> int:
        # a list that shows the first ones need not wait for a million to be counted
        sql = f"SELECT count(*) FROM (SELECT 1 FROM claim c WHERE {self._condition.sql} LIMIT ?)"
        return int(self._db.sqlite.execute(sql, [*self._condition.values, limit]).fetchone()[0])

    def _data_version(self) -> int:
        return int(self._db.sqlite.execute("PRAGMA data_version").fetchone()[0])


class OvertakenError(UserError):
    """Somebody else has written to the project while it was read in blocks."""


def claims(db: Database, chosen: ClaimFilter) -> list[Claim]:
    """Return the claims that *chosen* lets through, by document and place."""
    return reads.claims(db, ids=None if chosen.is_empty else ids(db, chosen))


def document_ids(db: Database, chosen: ClaimFilter) -> set[int]:
    """Return the documents that meet what *chosen* asks of documents, whether they have claims or not."""
    asked = _joined(_of_documents(chosen))
    return {int(row[0]) for row in db.sqlite.execute(f"SELECT id FROM document WHERE {asked.sql}", asked.values)}


def count(db: Database, chosen: ClaimFilter) -> int:
    """Return how many claims *chosen* lets through."""
    found = condition(db, chosen, marked=marks_of(db, chosen, least=_MANY))
    return int(db.sqlite.execute(f"SELECT count(*) FROM claim c WHERE {found.sql}", found.values).fetchone()[0])


def marks(
    db: Database, chosen: ClaimFilter, document_id: int, *, start: int = 0, most: int | None = None
) -> reads.Marks:
    """Return what a pane needs to paint: the claims of a document that *chosen* lets through; one index has it all.

    Only those that begin at the code point *start* or behind it; with *most*, about so many of these: of claims that
    begin at one place all are returned, or none.
    """
    found = condition(db, chosen)
    sql = (
        'SELECT c.id, c.start, c."end", c.stance, c.topic_id FROM claim c '
        f'WHERE c.document_id = ? AND c.start >= ? AND {found.sql} ORDER BY c.start, c."end" DESC'
    )
    values: list[object] = [document_id, start, *found.values]
    if most is None:
        return reads.Marks(*zip(*db.sqlite.execute(sql, values).fetchall(), strict=True))
    rows = db.sqlite.execute(f"{sql} LIMIT ?", [*values, most + 1]).fetchall()
    if len(rows) <= most:
        return reads.Marks(*zip(*rows, strict=True))
    last = rows[-1][1]
    whole = [row for row in rows if row[1] < last]
    if not whole:
        same = sql.replace("c.start >= ?", "c.start = ?", 1)
        whole = db.sqlite.execute(same, [document_id, last, *found.values]).fetchall()
        last += 1
    return reads.Marks(*zip(*whole, strict=True), following=last)


def in_document(db: Database, chosen: ClaimFilter, document_id: int) -> list[int]:
    """Return the claims of a document that *chosen* lets through, in the order of `marks`."""
    found = condition(db, chosen)
    sql = f"SELECT c.id FROM claim c WHERE c.document_id = ? AND {found.sql} ORDER BY {_PLACE}"
    return [row[0] for row in db.sqlite.execute(sql, [document_id, *found.values])]


def slice_of(db: Database, listed: Sequence[int], document_id: int, known: Mapping[int, int]) -> tuple[int, int]:
    """Return from which to which place of *listed* the claims of a document stand, twice where they would stand.

    They are looked for by halves: forty claims are looked up in a list of a million.

    Args:
        db: the project.
        listed: claims by document, as `numbers` gives them.
        document_id: whose are meant.
        known: the documents of claims that were changed since, and may be gone.
    """

    # both halvings look at the same claims at first
    @cache
    def document_of(number: int) -> int:
        if number in known:
            return known[number]
        row = db.sqlite.execute("SELECT document_id FROM claim WHERE id = ?", [number]).fetchone()
        return int(row[0]) if row else 0

    first = bisect_left(listed, document_id, key=document_of)
    return first, bisect_right(listed, document_id, lo=first, key=document_of)


def stances(db: Database, holder: Holder, chosen: ClaimFilter) -> dict[int, Stances]:
    """Return the claims per stance of each document, topic or actor (*holder*) that has one, by its id.

    A claim of two actors counts for each of them.
    """
    where = condition(db, chosen)
    form, column = (_OF_ACTOR, "a.stance") if holder == "actor" else (_OF_CLAIM, "c.stance")
    counted = ", ".join(f"sum({column} = {scale.literals([key])})" for key in Stance)
    sql = form.format(holder=holder, where=where.sql, stances=counted)
    return {row[0]: row[1:] for row in db.sqlite.execute(sql, where.values)}


def usage(db: Database, holder: Holder, chosen: ClaimFilter) -> dict[int, int]:
    """Return how many claims each document, topic or actor (*holder*) that has one has, by its id."""
    if chosen.is_empty:
        # one read of a covering index
        table = "claim_actor" if holder == "actor" else "claim"
        return dict(db.sqlite.execute(f"SELECT {holder}_id, count(*) FROM {table} GROUP BY 1").fetchall())
    return {number: sum(counts) for number, counts in stances(db, holder, chosen).items()}


def documents(db: Database, chosen: ClaimFilter, ids: Iterable[int] | None = None) -> list[Document]:
    """Return all documents in the order in which they came in, with the counts of the claims that *chosen* lets.

    With *ids* those of them that there are.
    """
    found = reads.documents(db, ids)
    if chosen.is_empty:
        return found
    # of so many it is faster to count in all
    few = replace(chosen, documents=tuple(one.uuid for one in found)) if ids is not None else chosen
    return _with_counts(db, found, few)


def titles(db: Database, uuids: Iterable[str]) -> dict[str, str]:
    """Return what documents are called, by their uuids."""
    sql = "SELECT uuid, coalesce(nullif(title, ''), name) FROM document WHERE uuid IN (SELECT value FROM json_each(?))"
    return dict(db.sqlite.execute(sql, [json.dumps(list(uuids))]).fetchall())


def document(db: Database, chosen: ClaimFilter, number: int) -> Document:
    """Return one document with the counts of the claims that *chosen* lets through, of whatever documents it names.

    Raises:
        UserError: when there is none of that number.
    """
    found = reads.document(db, number)
    if chosen.is_empty:
        return found
    return _with_counts(db, [found], replace(chosen, documents=(found.uuid,)))[0]


def _joined(parts: Iterable[Condition], word: str = " AND ") -> Condition:
    found = list(parts)
    values = (value for one in found for value in one.values)
    return Condition(word.join(one.sql for one in found) or "1", tuple(values))


def _of_documents(chosen: ClaimFilter) -> Iterator[Condition]:
    if chosen.documents:
        sql = "(uuid IN (SELECT value FROM json_each(?)) OR name IN (SELECT value FROM json_each(?)))"
        yield Condition(sql, (json.dumps(chosen.documents),) * 2)
    if chosen.sets:
        below = "substr(set_path, 1, length(value) + 1) = value || '/'"
        sql = f"EXISTS (SELECT 1 FROM json_each(?) WHERE set_path = value OR {below})"
        yield Condition(sql, (json.dumps(chosen.sets),))
    for column, wanted in (("publisher", chosen.publishers), ("kind", chosen.kinds)):
        if wanted:
            yield Condition(f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(wanted),))
    for one in chosen.variables or ():
        # of its name any of the values that are wanted: which part of it is the name, the document knows, since names
        # may hold an equals sign too
        inner = (
            "SELECT 1 FROM json_each(variables) WHERE substr(?, 1, length(key) + 1) = key || '=' "
            "AND key || '=' || value IN (SELECT value FROM json_each(?))"
        )
        yield Condition(f"EXISTS ({inner})", (one, json.dumps(chosen.variables)))
    # as text, a date without a month or day stands before all dates in its year or month, and with a tilde behind it
    # after all; one without a year begins with a hyphen
    if chosen.since:
        yield Condition("date >= '0' AND date || '~' >= ?", (chosen.since,))
    if chosen.until:
        yield Condition("date >= '0' AND date <= ?", (chosen.until + "~",))


_OWN_FIELD = "(SELECT id FROM own_field WHERE owner = 'claim' AND name = ?)"
_WITH_VALUES = f"SELECT m.claim_id FROM field_mention m WHERE m.field_id = {_OWN_FIELD} AND ({{tests}})"
# of a field of several, each value by itself
_PART_OF = (
    "(EXISTS (SELECT 1 FROM own_field f WHERE f.owner = '{owner}' AND f.name = v.key AND f.kind = 'several') AND "
    "EXISTS (SELECT 1 FROM json_each(?) w WHERE instr('; ' || v.value || ';', '; ' || w.value || ';')))"
)


def _wanted_own(chosen: ClaimFilter) -> dict[str, list[str]]:
    """Return the values that are wanted of own fields by their places."""
    wanted: dict[str, list[str]] = {}
    for one in chosen.own or ():
        place, _sign, value = one.partition("=")
        wanted.setdefault(place, []).append(value)
    return wanted


def _of_own_values(chosen: ClaimFilter) -> Iterator[Condition]:
    """Yield a SELECT of claims for each of their own fields of which values are wanted, and not that there is none."""
    for place, values in _wanted_own(chosen).items():
        owner, name = parted(place)
        if owner == "claim" and NONE not in values:
            tests, told = _tests("m.value", values)
            yield Condition(_WITH_VALUES.format(tests=tests), (name, *told))


def _of_own_fields(chosen: ClaimFilter, alias: str, number: str, marked: FilterMarks) -> Iterator[Condition]:
    """Yield a condition for each own field: any of the values that are wanted, or none where that is."""
    for place, values in _wanted_own(chosen).items():
        owner, name = parted(place)
        if marked.is_of_claims and owner == "claim" and NONE not in values:
            continue
        parts = [_own_values(owner, name, values, alias, number)] if any(one != NONE for one in values) else []
        if NONE in values:
            having = f"SELECT t.id FROM {owner} t, json_each(t.variables) v WHERE v.key = ? AND t.variables <> '{{}}'"
            if owner == "claim":
                sql = f"{number} NOT IN (SELECT claim_id FROM field_mention WHERE field_id = {_OWN_FIELD})"
            else:
                sql = _of_things(owner, alias, number, f"SELECT id FROM {owner} WHERE id NOT IN ({having})")
            parts.append(Condition(sql, (name,)))
        found = _joined(parts, " OR ")
        yield Condition(f"({found.sql})", found.values)


def _of_things(owner: str, alias: str, number: str, things: str) -> str:
    """Return the condition that a claim is of one of the documents, actors or topics that a SELECT has."""
    if owner == "actor":
        return f"{number} IN (SELECT claim_id FROM claim_actor WHERE actor_id IN ({things}))"
    return f"{alias}.{owner}_id IN ({things})"


def _tests(column: str, values: Sequence[str]) -> tuple[str, list[str]]:
    """Return the condition that a column has one of the values, or what lies between two, and what it asks for."""
    tests, told = [f"{column} IN (SELECT value FROM json_each(?))"], [json.dumps(values)]
    for value in values:
        first, dots, last = value.partition("..")
        if not dots:
            continue
        if _NUMBER.fullmatch(first) and _NUMBER.fullmatch(last):
            is_number = f"{column} GLOB '*[0-9]*' AND {column} NOT GLOB '*[^-0-9.]*'"
            tests.append(f"({is_number} AND CAST({column} AS REAL) BETWEEN CAST(? AS REAL) AND CAST(? AS REAL))")
            told += [first, last]
        else:
            # a date without a month or day is all of its days, as `_of_documents` has it
            tests.append(f"({column} >= '0' AND {column} || '~' >= ? AND {column} <= ?)")
            told += [first, last + "~"]
    return " OR ".join(tests), told


def _own_values(owner: str, name: str, values: Sequence[str], alias: str, number: str) -> Condition:
    if owner == "claim":
        tests, told = _tests("m.value", values)
        return Condition(f"{number} IN ({_WITH_VALUES.format(tests=tests)})", (name, *told))
    tests, told = _tests("v.value", values)
    inner = (
        f"SELECT t.id FROM {owner} t, json_each(t.variables) v "
        f"WHERE t.variables <> '{{}}' AND v.key = ? AND ({tests} OR {_PART_OF.format(owner=owner)})"
    )
    return Condition(_of_things(owner, alias, number, inner), (name, *told, json.dumps(values)))


def _of_codebook(chosen: ClaimFilter, alias: str, number: str) -> Iterator[Condition]:
    form = _TREE if chosen.with_children else _KEYS
    if chosen.topics:
        yield Condition(f"{alias}.topic_id IN ({form.format(table='topic')})", (json.dumps(chosen.topics),))
    if chosen.actors:
        inner = f"SELECT claim_id FROM claim_actor WHERE actor_id IN ({chosen_actors(chosen)})"
        yield Condition(f"{number} IN ({inner})", (json.dumps(chosen.actors),))


def _of_organisations(db: Database, keys: Sequence[str], number: str) -> Condition:
    """Return the condition that one of a claim's actors spoke for one of *keys* on the date of its document.

    An actor who belongs to something by the date is looked up by its periods: in all dates of one, everybody belongs to
    the same.
    """
    actors, wanted = reads.actors(db), {*keys}
    standing, _others = standings(actors)
    always = [number for number, one in standing.items() if not one.spans and one.always in wanted]
    dated = [actor for actor in actors if standing[actor.id].spans]
    inner, values = _SPEAKING_ALWAYS, [json.dumps(always)]
    if dated:
        turns = Turns([(since, until) for actor in dated for _key, since, until in standing[actor.id].spans])
        periods: dict[tuple[int, int], str] = {}
        places = {str(date): turns.place(date) for (date,) in db.sqlite.execute("SELECT DISTINCT date FROM document")}
        for date, place in places.items():
            periods.setdefault(place, date)
        numbers = {place: at for at, place in enumerate(periods)}
        meant = []
        for actor in dated:
            belongings = Belongings(standing[actor.id].spans, actor.key)
            for place, date in periods.items():
                told = belongings.at(*days_of(date))
                if not wanted.isdisjoint((*told.sure, *(() if told.is_known else (NOT_KNOWN,)))):
                    meant.append((actor.id, numbers[place]))
        inner = f"{inner} UNION ALL {_SPEAKING_THEN}"
        values += [json.dumps({date: numbers[place] for date, place in places.items()}), json.dumps(meant)]
    return Condition(f"{number} IN ({inner})", tuple(values))


def _of_claim(chosen: ClaimFilter, alias: str, number: str) -> Iterator[Condition]:
    choices = ((choice.key, getattr(chosen, choice.several)) for choice in CHOICES)
    certainties = tuple("" if one == "none" else one for one in chosen.certainties or ())
    for column, wanted in (*choices, ("origin", chosen.origins), ("certainty", certainties)):
        if wanted:
            # a plus keeps SQLite from an index on a column of three values, which is slower than none
            yield Condition(f"+{alias}.{column} IN ({', '.join('?' * len(wanted))})", tuple(map(str, wanted)))
    for word, coders in (("IN", chosen.coders), ("NOT IN", chosen.hidden_coders)):
        if coders:
            inner = "SELECT id FROM coder WHERE name IN (SELECT value FROM json_each(?))"
            yield Condition(f"+{alias}.coder_id {word} ({inner})", (json.dumps(coders),))
    for name in chosen.blind_coders or ():
        yield Condition(_BLIND.format(alias=alias), (name, name))
    if chosen.has_memo is not None:
        word = "IN" if chosen.has_memo else "NOT IN"
        yield Condition(f"{number} {word} (SELECT claim_id FROM memo WHERE claim_id IS NOT NULL)", ())


def _of_text(asked: query.Query, number: str) -> Condition:
    """Return a condition term by term, not one FTS5 expression: one word may stand in the quote, one in a memo."""
    if isinstance(asked, query.Term):
        found = _of_term(asked)
        return Condition(f"{number} IN ({found.sql})", found.values)
    if isinstance(asked, query.Not):
        part = _of_text(asked.part, number)
        return Condition(f"NOT {part.sql}", part.values)
    found = _joined((_of_text(part, number) for part in asked.parts), " OR " if asked.any else " AND ")
    return Condition(f"({found.sql})", found.values)


def _of_term(asked: query.Term) -> Condition:
    """Return what tells the ids of the claims that have a term in their quotes or memos."""
    claims, values = found_in("claim_fts", query.phrases(asked))
    memos, more = found_in("memo_fts", query.phrases(asked))
    sql = f"{claims} UNION ALL SELECT m.claim_id FROM memo m WHERE m.id IN ({memos}) AND m.claim_id IS NOT NULL"
    return Condition(sql, (*values, *more))


def _with_counts(db: Database, found: list[Document], chosen: ClaimFilter) -> list[Document]:
    counts = stances(db, "document", chosen)
    none = (0,) * len(Stance)
    return [replace(one, stances=counts.get(one.id, none), claim_count=sum(counts.get(one.id, none))) for one in found]
