"""What comparisons read: claims counted by whatever stands on the axes, and the mentions behind them.

The counting is done by SQLite. Fields that follow from a column (the theme of a topic, the month of a document) are
folded afterwards in Python: there are few of them, while there are many claims.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from desktop.core import scale
from desktop.core.axes import COLUMNS, Base, is_own_base
from desktop.core.claim_fields import QUALITIES
from desktop.core.filters import ClaimFilter
from desktop.core.mentions import Duplicates, Mention, Passage, first_of_each, has_year, period_of
from desktop.core.own_fields import KINDS, parted
from desktop.store.database import Database
from desktop.store.reads import filtered, gathered
from desktop.store.reads.filtered import Condition, chosen_actors, condition
from desktop.store.reads.scale import literals

# the order of the table of mentions, and of the covering index claim_actor_cell: grouping by it needs no sorting
BASES: tuple[Base, ...] = tuple(COLUMNS)
_ALL = ClaimFilter()
_OF_CLAIM = {*BASES} - {"topic", "actor"}
# what indexes have in their order, and what an actor's part in a claim and its document tell
_IN_ORDER: list[list[Base]] = [["topic"], ["topic", "actor"], ["topic", QUALITIES[0].key]]
_NARROW = frozenset(("actor", "topic", "stance", "children"))
# what is looked up by the number of a claim, which that index has too
_BY_NUMBER = frozenset(("text", "memo"))
_COUNTED_ONCE = "count(DISTINCT x.{})"
_FIELD_ID = "(SELECT id FROM own_field WHERE owner = 'claim' AND name = ?)"
# of so many claims one: looking up one at a time takes several times as long as going through all
_FEW = 8
# what the index of documents and stances tells
_BY_PLACE = frozenset(("document", "set", "publisher", "kind", "date", "variable", "stance"))
_BY_DOCUMENT: set[Base] = {"topic", "actor", "document"}
_DATE_OF = " JOIN document d ON d.id = {}.document_id"
_DATES = ", min(CASE WHEN d.date >= '0' THEN d.date END), max(CASE WHEN d.date >= '0' THEN d.date END)"
# a table of its own: SQLite would read the JSON anew for every row that it joins
_PAIRS = "{}(id, stands) AS MATERIALIZED (SELECT CAST(key AS INTEGER), value FROM json_each(?))"
_BY_DATE = "NOT d.date >= '0', CASE WHEN d.date >= '0' THEN d.date END"
_QUALITIES = ", ".join(f"c.{choice.key}" for choice in QUALITIES)
_MENTIONS = (
    f"SELECT c.id, x.actor_id, c.topic_id, c.stance, c.document_id, d.date, c.start, c.coder_id, {_QUALITIES} "
    "FROM claim c JOIN claim_actor x ON x.claim_id = c.id JOIN document d ON d.id = c.document_id WHERE {where} "
    "ORDER BY c.document_id, c.start, c.id, x.position, x.id"
)

# what stands on the axes, in the order of `BASES`, then stance, number, and if asked for the first and last date
CountRow = tuple[int | str | None, ...]


def counts(
    db: Database,
    bases: Iterable[Base],
    chosen: ClaimFilter = _ALL,
    duplicates: Duplicates = "include",
    *,
    actor_groups: Mapping[int, int] | None = None,
    document_groups: Mapping[int, int] | None = None,
    dates: bool = False,
) -> list[CountRow]:
    """Return how many claims there are for each combination of *bases* and stance, in the order of `BASES`.

    A claim of two actors counts for each of them; without actors among *bases* it counts once. Under a rule against
    *duplicates*, a claim stands as long as one of its actors' parts does.

    Args:
        db: the project.
        bases: what to divide by.
        chosen: which claims.
        duplicates: how often an actor may hold a topic with one stance.
        actor_groups: for each actor the one that stands for its group; a claim of two of a group counts once.
        document_groups: for each document the one that stands for its group.
        dates: whether the first and last date of the documents follow each number; None where no date has a year.
    """
    wanted = ordered(bases)
    by_actor = "actor" in wanted
    if not by_actor or (actor_groups is not None and all(one == other for one, other in actor_groups.items())):
        # where each stands for itself alone, no claim counts twice
        actor_groups = None
    if any(map(is_own_base, wanted)):
        return _by_own_fields(db, wanted, chosen, duplicates, actor_groups, dates=dates)
    by_claim = actor_groups is not None or not by_actor or any(base not in _BY_DOCUMENT for base in wanted)
    if duplicates != "include" and by_claim:
        return _sorted_out(db, wanted, chosen, duplicates, actor_groups, dates=dates)
    plain = duplicates == "include" and not dates and actor_groups is None
    source = _source(db, wanted, chosen, plain=plain)
    if plain and wanted in _IN_ORDER:
        keys = ", ".join((*(f"{source[1]}.{COLUMNS[base]}" for base in wanted), f"{source[1]}.stance"))
        sql = f"SELECT {keys}, count(*) FROM {source[0]} WHERE {source[2].sql} GROUP BY {keys}"
        return db.sqlite.execute(sql, source[2].values).fetchall()
    if wanted == ["document"] and duplicates == "include" and _BY_PLACE.issuperset(chosen.names()):
        return _of_documents(db, chosen, document_groups or {}, dates=dates)
    groups: dict[Base, Mapping[int, int]] = {"actor": actor_groups or {}, "document": document_groups or {}}
    # one state of both
    with db.sqlite.one_state():
        if duplicates == "include" and actor_groups is None:
            letters = _letters(db, wanted, document_groups or {}, dates=dates)
            if letters is not None:
                return gathered.lettered(db, wanted, source, letters, dates=dates)
        documents = _documents(db, duplicates, dates=dates)
        return gathered.counts(db, wanted, source, groups, documents, once=actor_groups is not None)


def with_documents(
    db: Database, bases: Iterable[Base], chosen: ClaimFilter = _ALL, *, by_document: bool = False
) -> tuple[list[tuple[Any, ...]], list[tuple[int, str, int]]]:
    """Return for each combination of *bases* and stance how many claims there are, and of which documents.

    The documents are their numbers as one text, with commas: what nobody looks at need not be taken apart. With actors
    a combination may come several times.

    Args:
        db: the project.
        bases: topics, actors, or both.
        chosen: which claims.
        by_document: whether the claims of each document by stance follow, where there is one, counted as the others.
    """
    wanted = ordered(bases)
    tables, alias, where = _source(db, wanted, chosen, plain=False)
    order = ["topic", "actor"] if "actor" in wanted else ["topic"]
    keys, groups = (
        ", ".join([*(f"{alias}.{COLUMNS[base]}" for base in one), f"{alias}.stance"]) for one in (wanted, order)
    )
    sql = (
        f"SELECT {keys}, count(*), group_concat({alias}.document_id) FROM {tables} WHERE {where.sql} GROUP BY {groups}"
    )
    # one state of both
    with db.sqlite.one_state():
        rows = db.sqlite.execute(sql, where.values).fetchall()
        if not by_document:
            return rows, []
        if "actor" not in wanted and _BY_PLACE.issuperset(chosen.names()):
            return rows, _by_place(db, chosen)
    texts: dict[str, list[str]] = {}
    for row in rows:
        texts.setdefault(row[-3], []).append(row[-1])
    # as JSON, which is taken apart sooner
    counted = ((stance, Counter(json.loads(f"[{','.join(several)}]"))) for stance, several in texts.items())
    return rows, [(number, stance, count) for stance, counts in counted for number, count in counts.items()]


def by_period(
    db: Database, chosen: ClaimFilter, periods: Mapping[int, int]
) -> tuple[gathered.Letters, Iterable[tuple[int, int, str, str]], Iterable[tuple[int, str, str, str]]] | None:
    """Return what is counted where the period of each document matters; None where there are too many periods.

    Letters for the periods, then for each topic, actor and stance those of their claims, then the same of each claim
    that several actors hold: topic, stance, actors, and its one letter.
    """
    letters = gathered.Letters.of(periods, sorted({*periods.values()}))
    if letters is None:
        return None
    source = _source(db, ["topic", "actor"], chosen, plain=False)
    # where each claim has one actor, none is held together
    (alone,) = db.sqlite.execute("SELECT (SELECT count(*) FROM claim_actor) = (SELECT count(*) FROM claim)").fetchone()
    together = () if alone else gathered.held_together(db, condition(db, chosen), letters)
    return letters, gathered.texts(db, source, letters), together


def ordered(bases: Iterable[Base]) -> list[Base]:
    """Return bases in the order in which counts tell them: those of `BASES`, then own fields by name."""
    given = set(bases)
    return [*(base for base in BASES if base in given), *sorted(filter(is_own_base, given))]


def own_values(
    db: Database, bases: Iterable[Base], claim_ids: Iterable[int] | None = None
) -> dict[Base, dict[int, tuple[str, ...]]]:
    """Return for each own field of claims among *bases* the values of claims, by their ids; others are left out."""
    among, values = "", list[str]()
    if claim_ids is not None:
        among, values = " AND claim_id IN (SELECT value FROM json_each(?))", [json.dumps(list(claim_ids))]
    found: dict[Base, dict[int, tuple[str, ...]]] = {}
    for base in filter(is_own_base, bases):
        held = found[base] = {}
        sql = f"SELECT claim_id, value FROM claim_value WHERE field_id = {_FIELD_ID}{among} ORDER BY claim_id, id"
        for number, value in db.sqlite.execute(sql, [parted(base)[1], *values]):
            held[number] = (*held[number], value) if number in held else (value,)
    return found


def _by_own_fields(
    db: Database,
    wanted: Sequence[Base],
    chosen: ClaimFilter,
    duplicates: Duplicates,
    actor_groups: Mapping[int, int] | None,
    *,
    dates: bool,
) -> list[CountRow]:
    """Return the counts by own fields of claims; None is what a claim has that has no value, and several count each."""
    own = [base for base in wanted if is_own_base(base)]
    others = [base for base in wanted if base not in own]
    names = [parted(base)[1] for base in own]
    plain = duplicates == "include" and not dates and len(own) == 1
    if plain and others in ([], ["topic"]) and _NARROW.issuperset(chosen.names()):
        return _by_one_field(db, names[0], chosen, by_topic=bool(others))
    if plain and "actor" in others and {*others} <= {"topic", "actor"} and actor_groups is None:
        found = _by_actors_and_field(db, others, names[0], chosen)
        if found is not None:
            return found
    tables: list[str] = []
    values: list[str | int] = []
    if duplicates == "include":
        source, key = ("mention", "claim_id") if "actor" in others else ("claim", "id")
        where = condition(db, chosen, "x", key)
        last: Sequence[str | int] = where.values
    else:
        kept = condition(db, chosen)
        tables = _kept_tables(kept)
        values = [_periods(db, duplicates), *kept.values]
        source, key, where, last = "kept", "claim_id", Condition("1", ()), ()
    joins = f"{source} x" + (_DATE_OF.format("x") if dates else "")
    columns = {base: f"x.{COLUMNS[base]}" for base in others}
    if actor_groups is not None:
        tables.insert(0, _PAIRS.format("member"))
        values.insert(0, json.dumps({str(one): other for one, other in actor_groups.items()}))
        joins += " JOIN member g ON g.id = x.actor_id"
        columns["actor"] = "g.stands"
    for at, base in enumerate(own):
        joins += f" LEFT JOIN claim_value v{at} ON v{at}.claim_id = x.{key} AND v{at}.field_id = {_FIELD_ID}"
        columns[base] = f"v{at}.value"
    repeated = actor_groups is not None or (duplicates != "include" and "actor" not in others)
    keys = ", ".join([*columns.values(), "x.stance"])
    number = _COUNTED_ONCE.format(key) if repeated else "count(*)"
    head = f"WITH {', '.join(tables)} " if tables else ""
    sql = f"{head}SELECT {keys}, {number}{_DATES if dates else ''} FROM {joins} WHERE {where.sql} GROUP BY {keys}"
    return db.sqlite.execute(sql, [*values, *names, *last]).fetchall()


def _by_actors_and_field(db: Database, others: Sequence[Base], name: str, chosen: ClaimFilter) -> list[CountRow] | None:
    """Return the counts by actors and one own field; None where claims may have several values, or too many."""
    with db.sqlite.one_state():
        letters = _letters_of_field(db, name)
        if letters is None:
            return None
        source = _source(db, others, chosen, plain=True)
        return gathered.lettered(db, others, source, letters, dates=False, column="claim_id")


def _letters_of_field(db: Database, name: str) -> gathered.Letters | None:
    """Return a letter for what each claim has of an own field; None where it may have several, or they are too many."""
    field = db.sqlite.execute("SELECT id, kind FROM own_field WHERE owner = 'claim' AND name = ?", [name]).fetchone()
    if field is None or KINDS[field[1]].several:
        return None
    highest = db.sqlite.execute("SELECT max(id) FROM claim").fetchone()[0] or 0
    sql = "SELECT value, group_concat(claim_id) FROM field_mention WHERE field_id = ? GROUP BY value"
    return gathered.letters_of_claims(db.sqlite.execute(sql, [field[0]]), highest + 1)


def texts_of_cells(
    db: Database, base: Base, chosen: ClaimFilter = _ALL, of_documents: Mapping[int, int | str] | None = None
) -> tuple[Mapping[str, Any], list[tuple[int, int, str]]] | None:
    """Return what the claims of each topic and actor have of an own field of claims, or of their documents.

    That is a letter for each claim in one text, which is taken apart when somebody looks at it, after what each letter
    means: a value of the field, or what *of_documents* tells of each document. None where there are too many of these,
    or claims may have several.
    """
    with db.sqlite.one_state():
        if of_documents is None:
            letters, column = _letters_of_field(db, parted(base)[1]), "claim_id"
        else:
            letters, column = gathered.Letters.of(of_documents, [*dict.fromkeys(of_documents.values())]), "document_id"
        if letters is None:
            return None
        source = _source(db, ["topic", "actor"], chosen, plain=of_documents is None)
        return letters.meaning, gathered.by_cell(db, source, letters, column)


def _by_one_field(db: Database, name: str, chosen: ClaimFilter, *, by_topic: bool) -> list[CountRow]:
    """Return the counts by one own field of claims, and by topic: one read of a covering index in its order."""
    where = condition(db, chosen, "x", "claim_id")
    sql = (
        "SELECT x.topic_id, x.value, x.stance, count(*) FROM field_mention x "
        f"WHERE x.field_id = {_FIELD_ID} AND {where.sql} GROUP BY x.value, x.topic_id, x.stance"
    )
    found = db.sqlite.execute(sql, [name, *where.values]).fetchall()
    sums: dict[tuple[int | str | None, ...], int] = {}
    for topic, value, stance, number in found:
        key = (topic, value, stance) if by_topic else (value, stance)
        sums[key] = sums.get(key, 0) + number
    kind = db.sqlite.execute("SELECT kind FROM own_field WHERE owner = 'claim' AND name = ?", [name]).fetchone()
    if kind is not None and KINDS[kind[0]].several:
        without = condition(db, chosen)
        sql = (
            "SELECT c.topic_id, c.stance, count(*) FROM claim c "
            f"WHERE c.id NOT IN (SELECT claim_id FROM field_mention WHERE field_id = {_FIELD_ID}) AND {without.sql} "
            "GROUP BY c.topic_id, c.stance"
        )
        rest = {row[:2]: row[2] for row in db.sqlite.execute(sql, [name, *without.values])}
    elif chosen.is_empty and sum(sums.values()) == db.sqlite.execute("SELECT count(*) FROM claim").fetchone()[0]:
        # each has one: what is left need not be looked for among all
        rest = {}
    else:
        # of all those that have no value
        rest = {row[:2]: row[2] for row in counts(db, ("topic",), chosen)}
        for topic, _value, stance, number in found:
            rest[topic, stance] -= number
    for (topic, stance), number in rest.items():
        key = (topic, None, stance) if by_topic else (None, stance)
        if number:
            sums[key] = sums.get(key, 0) + number
    return [(*key, number) for key, number in sums.items()]


def _letters(
    db: Database, wanted: Sequence[Base], groups: Mapping[int, int], *, dates: bool
) -> gathered.Letters | None:
    """Return letters for what is counted by besides topics and actors; None where that takes more than one of each."""
    if dates and not {*wanted} - {"topic", "actor"}:
        sql = "SELECT id, CASE WHEN date >= '0' THEN date END FROM document"
        known = dict(db.sqlite.execute(sql).fetchall())
        return gathered.Letters.of(known, [*sorted({one for one in known.values() if one is not None}), None])
    if not dates and {*wanted} - {"topic", "actor"} == {"document"}:
        numbers = [row[0] for row in db.sqlite.execute("SELECT id FROM document")]
        values = {number: groups.get(number, number) for number in numbers}
        return gathered.Letters.of(values, sorted({*values.values()}))
    return None


def _by_place(db: Database, chosen: ClaimFilter) -> list[tuple[int, str, int]]:
    """Return the counts of documents by stance, which an index has in its order."""
    where = condition(db, chosen)
    sql = (
        "SELECT c.document_id, c.stance, count(*) FROM claim c INDEXED BY claim_document_stance "
        f"WHERE {where.sql} GROUP BY c.document_id, c.stance"
    )
    return db.sqlite.execute(sql, where.values).fetchall()


def _of_documents(db: Database, chosen: ClaimFilter, groups: Mapping[int, int], *, dates: bool) -> list[CountRow]:
    """Return the counts of documents, or of groups of them: an index has their claims by stance."""
    with db.sqlite.one_state():
        rows = _by_place(db, chosen)
        if not dates:
            return gathered.summed(((groups.get(number, number), *rest) for number, *rest in rows), 2)
        sql = "SELECT id, CASE WHEN date >= '0' THEN date END FROM document"
        known = dict(db.sqlite.execute(sql).fetchall())
    return gathered.summed(((groups.get(row[0], row[0]), *row[1:], *[known[row[0]]] * 2) for row in rows), 2)


def _sorted_out(
    db: Database,
    wanted: Sequence[Base],
    chosen: ClaimFilter,
    duplicates: Duplicates,
    actor_groups: Mapping[int, int] | None,
    *,
    dates: bool,
) -> list[CountRow]:
    """Return the counts under a rule against duplicates where it has to be known which claim of a document is first."""
    where = condition(db, chosen)
    tables = _kept_tables(where)
    values: list[str | int] = [_periods(db, duplicates), *where.values]
    joins = "kept x" + (_DATE_OF.format("x") if dates else "")
    columns = {base: f"x.{COLUMNS[base]}" for base in wanted}
    if actor_groups is not None:
        tables.insert(0, _PAIRS.format("member"))
        values.insert(0, json.dumps({str(one): other for one, other in actor_groups.items()}))
        joins += " JOIN member g ON g.id = x.actor_id"
        columns["actor"] = "g.stands"
    repeated = actor_groups is not None or "actor" not in wanted
    keys = ", ".join([*columns.values(), "x.stance"])
    number = _COUNTED_ONCE.format("claim_id") if repeated else "count(*)"
    sql = f"WITH {', '.join(tables)} SELECT {keys}, {number}{_DATES if dates else ''} FROM {joins} GROUP BY {keys}"
    return db.sqlite.execute(sql, values).fetchall()


def mentions(
    db: Database, chosen: ClaimFilter = _ALL, duplicates: Duplicates = "include", ids: Iterable[int] | None = None
) -> list[Mention]:
    """Return each chosen claim once for every actor who holds it, by document and place.

    Under a rule against *duplicates* they stand in time, as `first_of_each` gives them.
    """
    where = condition(db, chosen)
    sql, values = where.sql, [*where.values]
    if ids is not None:
        sql += " AND c.id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(list(ids)))
    rows = db.sqlite.execute(_MENTIONS.format(where=sql), values)
    found = [Mention(*row) for row in rows]
    return found if duplicates == "include" else first_of_each(found, duplicates)


def has_coders(db: Database) -> bool:
    """Tell whether several coders have claims."""
    # each is one look into the index, which a list of all coders would go through
    first, last = "(SELECT min(coder_id) FROM claim)", "(SELECT max(coder_id) FROM claim)"
    return bool(db.sqlite.execute(f"SELECT {first} <> {last}").fetchone()[0])


def encounters(
    db: Database, chosen: ClaimFilter = _ALL, *, of_actors: bool = False, of_coders: bool = False
) -> list[tuple[int, int]]:
    """Return the pairs of chosen claims, by their ids, that one coder put on words that overlap; each pair both ways.

    *of_actors* adds the claims that several hold together, each as a pair of itself. *of_coders* asks for what two
    coders put there on one topic instead.

    What the index finds begins within the other's words: this takes no square of a document's claims.
    """
    other, where = condition(db, chosen, "p"), condition(db, chosen)
    whose = "p.coder_id <> c.coder_id AND p.topic_id = c.topic_id" if of_coders else "p.coder_id = c.coder_id"
    if of_coders and not has_coders(db):
        return []
    sql = (
        "SELECT c.id, p.id FROM claim c JOIN claim p ON p.document_id = c.document_id AND p.start >= c.start "
        f'AND p.start < c."end" AND {whose} AND p.id <> c.id '
        f"WHERE {where.sql} AND {other.sql}"
    )
    found = db.sqlite.execute(sql, [*where.values, *other.values]).fetchall()
    if of_actors:
        several = "(SELECT count(*) FROM claim_actor x WHERE x.claim_id = c.id) > 1"
        found += db.sqlite.execute(f"SELECT c.id, c.id FROM claim c WHERE {where.sql} AND {several}", where.values)
    return sorted({pair for one, two in found for pair in ((one, two), (two, one))})


def passages(
    db: Database, chosen: ClaimFilter = _ALL, columns: Iterable[str] = (), *, with_actors: bool = False
) -> Iterator[Passage]:
    """Yield the chosen claims by document and start, each of the kind that its actors and *columns* tell."""
    where = condition(db, chosen)
    actors = "(SELECT group_concat(x.actor_id) FROM claim_actor x WHERE x.claim_id = c.id)" if with_actors else "NULL"
    kind = ", ".join((actors, *(f"c.{name}" for name in columns)))
    sql = (
        f'SELECT c.document_id, c.coder_id, c.start, c."end", c.id, c.stance, {kind} '
        f"FROM claim c INDEXED BY claim_document WHERE {where.sql} ORDER BY c.document_id, c.start"
    )
    return db.sqlite.execute(sql, where.values)


def disputed(db: Database, chosen: ClaimFilter = _ALL) -> set[tuple[int, int]]:
    """Return the chosen claims, each with an actor, whose words two coders read in opposite ways for this actor.

    What `desktop.analysis.comparison.contradictions.settle` sets aside, without what coders read alike: of claims that
    overlap by chance few are for and against one topic, and of one actor fewer still.
    """
    if not has_coders(db):
        return set()
    other, where = condition(db, chosen, "p"), condition(db, chosen)
    favor, against = (literals(scale.in_use().keys_of(sign)) for sign in (1, -1))
    # a table of its own: stance and topic stand in the index that finds what overlaps, actors in none
    sql = (
        "WITH pair(one, two) AS MATERIALIZED (SELECT c.id, p.id FROM claim c JOIN claim p ON "
        'p.document_id = c.document_id AND p.start >= c.start AND p.start < c."end" AND p.topic_id = c.topic_id '
        f"AND (c.stance IN ({favor}) AND p.stance IN ({against}) OR "
        f"c.stance IN ({against}) AND p.stance IN ({favor})) AND p.coder_id <> c.coder_id "
        f"WHERE {where.sql} AND {other.sql}) "
        "SELECT x.claim_id, y.claim_id, x.actor_id FROM pair CROSS JOIN claim_actor x ON x.claim_id = pair.one "
        "CROSS JOIN claim_actor y ON y.claim_id = pair.two AND y.actor_id = x.actor_id"
    )
    found = db.sqlite.execute(sql, [*where.values, *other.values])
    return {(claim, actor) for one, two, actor in found for claim in (one, two)}


def are_read_otherwise(db: Database, claims: Iterable[int]) -> bool:
    """Tell whether another coder gave words of some of these claims another stance on the same topic."""
    sql = (
        'SELECT 1 FROM claim c JOIN claim p ON p.document_id = c.document_id AND p.start < c."end" '
        'AND p."end" > c.start AND p.topic_id = c.topic_id AND p.coder_id <> c.coder_id AND p.stance <> c.stance '
        "WHERE c.id IN (SELECT value FROM json_each(?)) AND ? NOT IN (c.stance, p.stance) LIMIT 1"
    )
    return db.sqlite.execute(sql, [json.dumps(list(claims)), scale.NOT_CODED]).fetchone() is not None


def document_lines(db: Database) -> list[tuple[int, str, str, str, str, str, str, str]]:
    """Return of each document number, name, title, set, publisher, kind, date and own fields, without its claims."""
    sql = "SELECT id, name, title, set_path, publisher, kind, date, variables FROM document ORDER BY id"
    return db.sqlite.execute(sql).fetchall()


# topic, actor and stance, and how many claims they have
CellCount = tuple[tuple[int, int, str], int]
# a claim, its document, and its stance
ClaimPlace = tuple[int, int, str]


def stands(db: Database, chosen: ClaimFilter = _ALL, cells: Iterable[tuple[int, int]] | None = None) -> list[CellCount]:
    """Return how many claims a topic and an actor have of each stance that they have; of all, or of some *cells*."""
    if cells is None:
        return [(row[:3], row[3]) for row in counts(db, ("topic", "actor"), chosen)]  # type: ignore[misc]
    where = condition(db, chosen, "x", "claim_id")
    sql = (
        "SELECT x.topic_id, x.actor_id, x.stance, count(*) FROM mention x "
        f"WHERE x.topic_id = ? AND x.actor_id = ? AND {where.sql} GROUP BY 1, 2, 3"
    )
    rows = (row for cell in cells for row in db.sqlite.execute(sql, [*cell, *where.values]))
    return [(row[:3], row[3]) for row in rows]


def documents_of(db: Database, chosen: ClaimFilter, topic: int, actor: int) -> dict[str, list[str]]:
    """Return for each stance that an actor has on a topic the documents, as words, as often as there are claims."""
    where = condition(db, chosen, "x", "claim_id")
    # thousands at once: a row for each takes three times as long
    sql = (
        "SELECT x.stance, group_concat(x.document_id) FROM mention x "
        f"WHERE x.topic_id = ? AND x.actor_id = ? AND {where.sql} GROUP BY x.stance"
    )
    return {stance: told.split(",") for stance, told in db.sqlite.execute(sql, [topic, actor, *where.values])}


def encounters_of(db: Database, claims: Iterable[int], chosen: ClaimFilter = _ALL) -> list[tuple[int, int]]:
    """Return of what `encounters` tells of coders the pairs that have one of these claims, each both ways."""
    if not has_coders(db):
        return []
    other, where = condition(db, chosen, "p"), condition(db, chosen)
    sql = (
        "SELECT c.id, p.id FROM claim c CROSS JOIN claim p ON p.document_id = c.document_id "
        'AND p.start < c."end" AND p."end" > c.start AND p.topic_id = c.topic_id AND p.coder_id <> c.coder_id '
        f"WHERE c.id IN (SELECT value FROM json_each(?)) AND {where.sql} AND {other.sql}"
    )
    found = db.sqlite.execute(sql, [json.dumps(list(claims)), *where.values, *other.values]).fetchall()
    return sorted({pair for one, two in found for pair in ((one, two), (two, one))})


def actors_of(db: Database, claims: Iterable[int]) -> set[tuple[int, int]]:
    """Return topic and actor of claims."""
    sql = "SELECT topic_id, actor_id FROM claim_actor WHERE claim_id IN (SELECT value FROM json_each(?))"
    return {(topic, actor) for topic, actor in db.sqlite.execute(sql, [json.dumps(list(claims))])}


def held_together(db: Database) -> list[tuple[int, str]]:
    """Return the claims that several actors hold, each with the ids of these, joined by commas."""
    sql = "SELECT claim_id, group_concat(actor_id) FROM claim_actor GROUP BY claim_id HAVING count(*) > 1"
    return db.sqlite.execute(sql).fetchall()


def claim_places(
    db: Database,
    chosen: ClaimFilter = _ALL,
    only: Mapping[Base, Sequence[int | str | None]] | None = None,
    documents: Sequence[int] | None = None,
) -> list[ClaimPlace]:
    """Return the claims of a cell, a row or a column, each once with its document and stance, in no order.

    A covering index has all of it, and tells 100,000 in a twentieth of a second: of an actor's claims the table of
    mentions, of a topic's its index, of *documents* that of the places.

    Args:
        db: the project.
        chosen: which claims the comparison counts.
        only: for each base that narrows them the values that are meant, such as the topics and actors of a cell; None
            of an own field is no value.
        documents: those whose claims are wanted; all where it is None.
    """
    only = dict(only or {})
    table, alias, key = ("mention", "x", "claim_id") if "actor" in only and documents is None else ("claim", "c", "id")
    # an actor holds a claim once, two of them may hold the same
    head = "SELECT DISTINCT" if alias == "x" and len(only["actor"]) > 1 else "SELECT"
    head = f"{head} {alias}.{key}, {alias}.document_id, {alias}.stance FROM {table} {alias}"
    if documents is not None:
        head = "SELECT c.id, c.document_id, c.stance FROM claim c INDEXED BY claim_document"
    where = condition(db, chosen, alias, key)
    wheres, values = [where.sql], [*where.values]
    among = "IN (SELECT value FROM json_each(?))"
    if documents is not None:
        wheres.insert(0, f"{alias}.document_id {among}")
        values.insert(0, json.dumps(list(documents)))
    elif "actor" in only and "topic" not in only:
        # the topics first, as they stand in the table: one look for each
        wheres.append(f"{alias}.topic_id IN (SELECT id FROM topic)")
    many = {"topic", "actor", "document"}
    for base in BASES:
        if base not in only:
            continue
        if base == "actor" and documents is not None:
            wheres.append(f"EXISTS (SELECT 1 FROM claim_actor x WHERE x.claim_id = c.id AND x.actor_id {among})")
        else:
            # a plus keeps SQLite from an index on few values where one on many is at hand
            plus = "+" if documents is not None or (base not in many and not many.isdisjoint(only)) else ""
            wheres.append(f"{plus}{alias}.{COLUMNS[base]} {among}")
        values.append(json.dumps(list(only[base])))
    for base in filter(is_own_base, only):
        having = f"{alias}.{key} IN (SELECT claim_id FROM field_mention WHERE field_id = {_FIELD_ID}"
        parts = [f"{having} AND value {among})"]
        values += [parted(base)[1], json.dumps([one for one in only[base] if one is not None])]
        if None in only[base]:
            parts.append(f"NOT {having})")
            values.append(parted(base)[1])
        wheres.append(f"({' OR '.join(parts)})")
    return db.sqlite.execute(f"{head} WHERE {' AND '.join(wheres)}", values).fetchall()


def in_place(db: Database, ids: Iterable[int]) -> list[int]:
    """Return claims by document and place, as `project.claims` does; those that are gone are left out."""
    sql = 'SELECT id FROM claim WHERE id IN (SELECT value FROM json_each(?)) ORDER BY document_id, start, "end", id'
    return [row[0] for row in db.sqlite.execute(sql, [json.dumps(list(ids))])]


def dates(db: Database, among: Iterable[int] | None = None) -> dict[int, str]:
    """Return the date of each document, or of those *among*, in the form of `desktop.core.dates.PartialDate`."""
    if among is None:
        return dict(db.sqlite.execute("SELECT id, date FROM document").fetchall())
    sql = "SELECT id, date FROM document WHERE id IN (SELECT value FROM json_each(?))"
    return dict(db.sqlite.execute(sql, [json.dumps(list(among))]).fetchall())


def summaries(db: Database) -> dict[tuple[int, int], str]:
    """Return the analyst's summaries of cells by topic and actor id: the memos on both, joined by a blank line."""
    sql = (
        "SELECT topic_id, actor_id, text FROM memo WHERE topic_id IS NOT NULL AND actor_id IS NOT NULL AND text <> '' "
        "ORDER BY id"
    )
    found: dict[tuple[int, int], str] = {}
    for topic, actor, text in db.sqlite.execute(sql):
        before = found.get((topic, actor))
        found[topic, actor] = f"{before}\n\n{text}" if before else text
    return found


def _source(db: Database, wanted: Sequence[Base], chosen: ClaimFilter, *, plain: bool) -> tuple[str, str, Condition]:
    """Return what to count: tables, the alias of the one that has all, and which.

    Args:
        db: the project.
        wanted: what to divide by.
        chosen: which claims.
        plain: whether nothing more is asked of each claim.
    """
    if "actor" not in wanted:
        return "claim c", "c", condition(db, chosen, marked=filtered.marks_of(db, chosen))
    table, way = "mention", ""
    names = {*chosen.names()}
    if plain and not any(base in _OF_CLAIM for base in wanted) and names <= _NARROW | _BY_NUMBER:
        # of all that hold topic, actor and stance in this order
        table = "claim_actor"
        way = "" if chosen.actors and _are_few(db, chosen) else "INDEXED BY claim_actor_cell"
    marked = filtered.marks_of(db, chosen, by_document=True)
    return f"{table} x {way}", "x", condition(db, chosen, "x", "claim_id", marked)


def _are_few(db: Database, chosen: ClaimFilter) -> bool:
    """Tell whether the claims of the chosen actors are sooner looked up than found among all."""
    number = f"SELECT count(*) FROM claim_actor WHERE actor_id IN ({chosen_actors(chosen)})"
    # the highest id is told at once, and there are about so many
    sql = f"SELECT ({number}) * {_FEW} <= max(id) FROM claim_actor"
    return bool(db.sqlite.execute(sql, [json.dumps(chosen.actors)]).fetchone()[0])


def _documents(db: Database, duplicates: Duplicates, *, dates: bool) -> gathered.DocumentTimes:
    """Return what documents are counted by."""
    if duplicates == "include" and not dates:
        return gathered.DocumentTimes()
    rows = db.sqlite.execute("SELECT CAST(id AS TEXT), date, id FROM document").fetchall()
    in_time = sorted(rows, key=lambda row: (not has_year(row[1]), row[1] if has_year(row[1]) else "", row[2]))
    ordered = sorted({row[1] for row in rows if has_year(row[1])})
    places = {date: at for at, date in enumerate(ordered)}
    known = {row[0]: places.get(row[1], -1) for row in rows} if dates else None
    if duplicates == "include":
        return gathered.DocumentTimes(known, ordered)
    periods = {name: period_of(duplicates, number, date) for name, date, number in rows}
    return gathered.DocumentTimes(known, ordered, periods, {row[0]: rank for rank, row in enumerate(in_time)})


def _periods(db: Database, duplicates: Duplicates) -> str:
    """Return the stretch of each document in which a rule lets a claim stand once, as a JSON object."""
    documents = db.sqlite.execute("SELECT id, date FROM document").fetchall()
    return json.dumps({str(number): period_of(duplicates, number, date) for number, date in documents})


def _kept_tables(where: Condition) -> list[str]:
    """Return the tables of which a rule against repetitions is made; the first takes the periods of documents."""
    return [_PAIRS.format("period"), f"kept AS ({_kept(where)})"]


def _kept(where: Condition) -> str:
    """Return the mentions that a rule lets stand, as SQL; the twin of `first_of_each`."""
    columns = ", ".join(f"{'x' if base == 'actor' else 'c'}.{column}" for base, column in COLUMNS.items())
    return (
        f"SELECT claim_id, {', '.join(COLUMNS.values())}, stance FROM ("
        f"SELECT x.claim_id, {columns}, c.stance, "
        "row_number() OVER (PARTITION BY x.actor_id, c.topic_id, c.stance, p.stands "
        f"ORDER BY {_BY_DATE}, c.document_id, c.start, c.id) AS nth "
        "FROM claim c JOIN claim_actor x ON x.claim_id = c.id "
        f"JOIN document d ON d.id = c.document_id JOIN period p ON p.id = c.document_id WHERE {where.sql}"
        ") WHERE nth = 1"
    )
