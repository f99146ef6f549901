"""Counts by what no index has in its order: documents, coders, voices, and claims of several actors counted once.

SQLite would sort a million rows for them. Here it reads one index in its own order and joins what it does not group by
into one text for each group; these are taken apart and counted in Python, in a fraction of the time.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.core.axes import COLUMNS, Base
from desktop.core.claim_fields import QUALITIES
from desktop.store.database import Database
from desktop.store.reads.filtered import Condition

_SPACED = " || ' ' || "
# what is told in words and not by a number
_WORDS = frozenset(COLUMNS) - {"topic", "actor", "document", "coder"}


@dataclass(frozen=True, slots=True)
class DocumentTimes:
    """What documents are counted by, by their numbers as text.

    Attributes:
        dates: of each the place of its date among `ordered`, -1 for one without a year; None where no dates are asked
            for.
        ordered: the dates that there are, the first one first.
        periods: the stretch that each lies in, in which an actor holds a topic with one stance once; None without such
            a rule.
        ranks: the place of each in time, for *periods*.
    """

    dates: Mapping[str, int] | None = None
    ordered: Sequence[str] = ()
    periods: Mapping[str, str] | None = None
    ranks: Mapping[str, int] = field(default_factory=dict)


def counts(
    db: Database,
    bases: Sequence[Base],
    source: tuple[str, str, Condition],
    groups: Mapping[Base, Mapping[int, int]],
    documents: DocumentTimes,
    *,
    once: bool = False,
) -> list[tuple[Any, ...]]:
    """Return for each combination of *bases* and stance the number of claims, and the dates where they are asked for.

    Args:
        db: the project.
        bases: what to divide by, in the order of `COLUMNS`.
        source: the tables to read, what they call the one that has all columns, and which rows.
        groups: for each number of a base the one that stands for its group; who has none stands for itself.
        documents: their dates and periods.
        once: whether a claim counts once of whose actors several are of one group.
    """
    tables, alias, where = source
    order: list[Base] = ["topic", "actor"] if "actor" in bases else ["topic"]
    joined = [base for base in bases if base not in order]
    of_documents = documents.dates is not None or documents.periods is not None
    if of_documents and "document" not in joined:
        joined.insert(0, "document")
    if joined and not once and len(joined) == len(bases) - len(order) == 1:
        counted = _by_word(db, order, joined[0], source)
        if counted is not None:
            return counted
    items = [f"{alias}.{COLUMNS[base]}" for base in joined] + ([f"{alias}.claim_id"] if once else [])
    keys = ", ".join((*(f"{alias}.{COLUMNS[base]}" for base in order), f"{alias}.stance"))
    text = f"group_concat({_SPACED.join(items)})" if items else "count(*)"
    sql = f"SELECT {keys}, {text} FROM {tables} WHERE {where.sql} GROUP BY {keys}"
    found: Iterable[tuple[Any, ...]] = db.sqlite.execute(sql, where.values)
    actors = groups.get("actor", {})
    if actors:
        found = ((topic, actors.get(actor, actor), stance, text) for topic, actor, stance, text in found)
    wanted = [order.index(base) for base in bases if base in order]
    told = _Items([base for base in bases if base not in order], joined, groups)
    # what the index tells apart and nobody asks for: added up at once, or where each part has its own rule, at the end
    is_apart = len(wanted) == len(order)
    if once:
        lines = _distinct(found)
    elif is_apart or documents.periods is not None or not items:
        lines = ((row, row[-1].split(",") if items else row[-1]) for row in found)
    else:
        lines, is_apart = _together(found, [*wanted, len(order)]), True
        wanted = [*range(len(wanted))]
    rows: list[tuple[Any, ...]] = []
    for row, held in lines:
        head, stance = tuple([row[at] for at in wanted]), row[-2]
        rows += [(*head, *key, stance, *numbers) for key, *numbers in _counted(held, told, documents)]
    return rows if is_apart else summed(rows, len(bases) + 1)


def _by_word(
    db: Database, order: Sequence[Base], base: Base, source: tuple[str, str, Condition]
) -> list[tuple[Any, ...]] | None:
    """Return what `counts` does where a quality of claims, of which there are a few, follows topics and actors.

    None for something else, and where a file holds words that are none of these.
    """
    known = next((choice.values for choice in QUALITIES if choice.key == base), None)
    if known is None:
        return None
    tables, alias, where = source
    words = [str(value) for value in known]
    keys = ", ".join((*(f"{alias}.{COLUMNS[one]}" for one in order), f"{alias}.stance"))
    each = ", ".join([f"count(*) FILTER (WHERE {alias}.{COLUMNS[base]} = ?)"] * len(words))
    sql = f"SELECT {keys}, count(*), {each} FROM {tables} WHERE {where.sql} GROUP BY {keys}"
    rows: list[tuple[Any, ...]] = []
    size = len(order)
    for row in db.sqlite.execute(sql, [*words, *where.values]):
        numbers = row[size + 2 :]
        if sum(numbers) != row[size + 1]:
            return None
        rows += [(*row[:size], word, row[size], number) for word, number in zip(words, numbers, strict=True) if number]
    return rows


# so many things have a letter of one, two or three bytes in UTF-8; the first of them
_LETTERS = ((0x7F, 1, 0x01), (0x780, 2, 0x80), (0xD000, 3, 0x800))
# a byte or three for each number of a document that ever was
_MOST = 2_000_000
# a group whose text is so many times as long as there are letters is sooner counted letter by letter
_LONG = 4


@dataclass(frozen=True, slots=True)
class Letters:
    """A letter for what each document is counted by: a million of them are counted in the time of a tenth of numbers.

    Attributes:
        table: the letters of the documents by their numbers, all *width* bytes long, as SQL looks one up.
        meaning: what each letter stands for, in the order of the letters.
    """

    table: bytes
    width: int
    meaning: Mapping[str, Any]

    @classmethod
    def of(cls, values: Mapping[int, Any], order: Sequence[Any]) -> "Letters | None":
        """Return letters for the *values* of documents, which *order* has all; None where they are too many."""
        most = max(values, default=0)
        fitting = next((one for one in _LETTERS if len(order) <= one[0]), None)
        if fitting is None or most > _MOST:
            return None
        _most, width, first = fitting
        letters = {value: chr(first + at) for at, value in enumerate(order)}
        table = bytearray((most + 1) * width)
        coded = {value: letter.encode() for value, letter in letters.items()}
        for number, value in values.items():
            table[number * width : (number + 1) * width] = coded[value]
        return cls(bytes(table), width, {letter: value for value, letter in letters.items()})


def letters_of_claims(groups: Iterable[tuple[str, str]], size: int) -> Letters | None:
    """Return a letter of one byte for the value of each claim; None where there are too many values, or claims.

    Args:
        groups: each value with the numbers of its claims, as one text with commas.
        size: beyond the highest number of a claim.
    """
    values = list(groups)
    most, width, first = _LETTERS[0]
    if len(values) >= most or size > _MOST:
        return None
    # the last one is that of claims without a value
    table = bytearray([first + len(values)]) * size
    for letter, (_value, numbers) in enumerate(values, first):
        for number in json.loads(f"[{numbers}]"):
            table[number] = letter
    meaning = {chr(first + at): value for at, value in enumerate([*(value for value, _numbers in values), None])}
    return Letters(bytes(table), width, meaning)


def texts(db: Database, source: tuple[str, str, Condition], letters: Letters) -> Iterable[tuple[int, int, str, str]]:
    """Return for each topic, actor and stance the letters of the documents of their claims, one for each claim."""
    tables, alias, where = source
    keys = ", ".join(f"{alias}.{column}" for column in ("topic_id", "actor_id", "stance"))
    letter = f"substr(?, {alias}.document_id * {letters.width} + 1, {letters.width})"
    sql = f"SELECT {keys}, group_concat({letter}, '') FROM {tables} WHERE {where.sql} GROUP BY {keys}"
    return db.sqlite.execute(sql, [letters.table, *where.values])


def by_cell(
    db: Database, source: tuple[str, str, Condition], letters: Letters, column: str
) -> list[tuple[int, int, str]]:
    """Return for each topic and actor the letters of their claims, by the numbers of claims or documents (*column*)."""
    tables, alias, where = source
    letter = f"substr(?, {alias}.{column} * {letters.width} + 1, {letters.width})"
    sql = (
        f"SELECT {alias}.topic_id, {alias}.actor_id, group_concat({letter}, '') FROM {tables} WHERE {where.sql} "
        f"GROUP BY {alias}.topic_id, {alias}.actor_id"
    )
    return db.sqlite.execute(sql, [letters.table, *where.values]).fetchall()


def held_together(db: Database, where: Condition, letters: Letters) -> Iterable[tuple[int, str, str, str]]:
    """Return topic, stance, actors (ids joined by commas) and the letter of the document of what several hold.

    *where* is on the claim ``c``.
    """
    # as text: the letters are bytes
    letter = f"substr(?, c.document_id * {letters.width} + 1, {letters.width}) || ''"
    sql = (
        f"SELECT s.topic_id, s.stance, s.actors, {letter} FROM (SELECT claim_id, topic_id, stance, "
        "group_concat(actor_id) AS actors FROM claim_actor GROUP BY claim_id, topic_id, stance HAVING count(*) > 1) s "
        f"CROSS JOIN claim c ON c.id = s.claim_id WHERE {where.sql}"
    )
    return db.sqlite.execute(sql, [letters.table, *where.values])


def lettered(
    db: Database,
    bases: Sequence[Base],
    source: tuple[str, str, Condition],
    letters: Letters,
    *,
    dates: bool,
    column: str = "document_id",
) -> list[tuple[Any, ...]]:
    """Return what `counts` does of bases among topic, actor and document; the last by the meaning of its letters.

    With *dates* letters stand for dates in their order, the last one for none, and documents are not among *bases*.
    They may stand for something else than documents, whose numbers are in another *column*.
    """
    tables, alias, where = source
    order: list[Base] = ["topic", "actor"] if "actor" in bases else ["topic"]
    keys = ", ".join((*(f"{alias}.{COLUMNS[base]}" for base in order), f"{alias}.stance"))
    letter = f"substr(?, {alias}.{column} * {letters.width} + 1, {letters.width})"
    sql = f"SELECT {keys}, group_concat({letter}, '') FROM {tables} WHERE {where.sql} GROUP BY {keys}"
    found = db.sqlite.execute(sql, [letters.table, *where.values])
    wanted = [order.index(base) for base in bases if base in order]
    texts: Iterable[tuple[Sequence[Any], str]]
    if len(wanted) == len(order):
        texts = ((row[:-1], row[-1]) for row in found)
    else:
        parts: dict[tuple[Any, ...], list[str]] = {}
        for row in found:
            parts.setdefault((*(row[at] for at in wanted), row[-2]), []).append(row[-1])
        texts = ((key, "".join(several)) for key, several in parts.items())
    meaning = letters.meaning
    if dates:
        none = next((letter for letter, value in meaning.items() if value is None), "")
        return [(*key, len(text), *_ends(text, none, meaning)) for key, text in texts]
    rows: list[tuple[Any, ...]] = []
    for key, text in texts:
        head, stance = key[:-1], key[-1]
        if letters.width == 1 and len(text) > _LONG * len(meaning):
            counted: Iterable[tuple[str, int]] = ((one, number) for one in meaning if (number := text.count(one)))
        else:
            counted = Counter(text).items()
        rows += [(*head, meaning[one], stance, number) for one, number in counted]
    return rows


def _ends(text: str, none: str, meaning: Mapping[str, str]) -> tuple[str | None, str | None]:
    if none and none in text:
        text = text.replace(none, "")
        if not text:
            return None, None
    return meaning[min(text)], meaning[max(text)]


class _Items(dict[str, int]):
    """Of which key each item is, by its number; each item is taken apart once.

    Numbers are counted in a third of the time that keys take, which are tuples.

    Attributes:
        keys_of: what items say of the bases that are asked for, by these numbers.
    """

    def __init__(self, bases: Sequence[Base], joined: Sequence[Base], groups: Mapping[Base, Mapping[int, int]]) -> None:
        super().__init__()
        self.keys_of: list[tuple[Any, ...]] = []
        self._numbers: dict[tuple[Any, ...], int] = {}
        self.is_single = len(joined) == 1
        self.bases = [(base, joined.index(base), groups.get(base, {})) for base in bases]
        self.document = joined.index("document") if "document" in joined else -1

    def __missing__(self, item: str) -> int:
        parts = item.split(" ")
        values: list[Any] = []
        for base, at, groups in self.bases:
            number = parts[at] if base in _WORDS else int(parts[at])
            values.append(groups.get(number, number) if isinstance(number, int) else number)
        key = tuple(values)
        found = self[item] = self._numbers.setdefault(key, len(self.keys_of))
        if found == len(self.keys_of):
            self.keys_of.append(key)
        return found


def _together(
    found: Iterable[tuple[Any, ...]], wanted: Sequence[int]
) -> Iterator[tuple[tuple[Any, ...], Collection[str]]]:
    """Yield the items of all groups that have the same in the places of *wanted*."""
    texts: dict[tuple[Any, ...], list[str]] = {}
    for row in found:
        texts.setdefault(tuple([row[at] for at in wanted]), []).append(row[-1])
    for key, parts in texts.items():
        yield (*key, ""), ",".join(parts).split(",")


def _distinct(found: Iterable[tuple[Any, ...]]) -> Iterator[tuple[tuple[Any, ...], Collection[str]]]:
    """Yield the items of each group of actors with each claim once, and without its number."""
    topic: object = None
    held: dict[tuple[Any, ...], set[str]] = {}
    for row in found:
        if row[0] != topic:
            yield from _without_claims(held)
            topic, held = row[0], {}
        held.setdefault(row[:3], set()).update(row[-1].split(","))
    yield from _without_claims(held)


def _without_claims(held: Mapping[tuple[Any, ...], set[str]]) -> Iterator[tuple[tuple[Any, ...], Collection[str]]]:
    for key, items in held.items():
        yield (*key, ""), [item.rpartition(" ")[0] for item in items]


def _counted(held: Collection[str] | int, told: _Items, documents: DocumentTimes) -> Iterable[tuple[Any, ...]]:
    """Return for what the items of a group say how many they are, and their first and last dates."""
    if isinstance(held, int):
        return [((), held)]
    if documents.periods is not None:
        if not told.bases and documents.dates is None:
            # as many as there are periods, whichever document is the first in each
            return [((), len({*map(documents.periods.__getitem__, held)}))]
        held = _first_of_each(held, documents)
    keys = told.keys_of
    if documents.dates is None:
        if not told.bases:
            return [((), len(held))]
        return [(keys[at], number) for at, number in Counter(map(told.__getitem__, held)).items()]
    if not told.bases and told.is_single:
        return [((), len(held), *_span(list(map(documents.dates.__getitem__, held)), documents.ordered))]
    dates: dict[int, list[int]] = {}
    for item in set(held):
        date = documents.dates[item if told.is_single else item.split(" ")[told.document]]
        dates.setdefault(told[item], []).append(date)
    counted = Counter(map(told.__getitem__, held))
    return [(keys[at], number, *_span(dates[at], documents.ordered)) for at, number in counted.items()]


def _span(dates: list[int], ordered: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the first and the last of *ordered* whose places are among *dates*; None twice where none is."""
    first, last = min(dates), max(dates)
    if first < 0:
        if last < 0:
            return None, None
        first = min(date for date in dates if date >= 0)
    return ordered[first], ordered[last]


def _first_of_each(items: Collection[str], documents: DocumentTimes) -> Collection[str]:
    """Return of the documents in each period the first."""
    assert documents.periods is not None
    in_time = sorted(set(items), key=documents.ranks.__getitem__, reverse=True)
    return {documents.periods[one]: one for one in in_time}.values()


def summed(rows: Iterable[tuple[Any, ...]], size: int) -> list[tuple[Any, ...]]:
    """Return rows with those added up that have the same in their first *size* columns."""
    sums: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        known = sums.setdefault(row[:size], [0, *row[size + 1 :]])
        known[0] += row[size]
        if len(known) > 1:
            told = [one for one in (*known[1:], *row[size + 1 :]) if one is not None]
            known[1:] = min(told, default=None), max(told, default=None)
    return [(*key, *numbers) for key, numbers in sums.items()]
