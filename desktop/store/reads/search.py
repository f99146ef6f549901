"""Full-text search over documents, claims and memos; what may be asked is in `desktop.core.query`."""

import json
import re
import weakref
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from typing import Generic, NamedTuple, TypeVar

from desktop.core import query as queries
from desktop.core.concordance import Ground
from desktop.core.filters import ClaimFilter
from desktop.core.folding import FoldedText, Phrase
from desktop.core.interjections import INTERJECTION, spoken_parts
from desktop.core.query import ClaimHit, MarkedRanges, MemoHit, Query, SearchResults, Term
from desktop.core.text import one_line
from desktop.core.values import SearchHit
from desktop.store.database import Database
from desktop.store.reads import filtered, word_index
from desktop.store.reads.first_hits import first
from desktop.store.reads.memos import memos

R = TypeVar("R")
# two noncharacters of Unicode: no text that people exchange holds them
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARK = re.compile(f"([{_OPEN}{_CLOSE}])")
_SPACE = re.compile(r"\s+")
# parts one title from the next where all are looked through as one text: a hieroglyph, which no phrase goes across
_BETWEEN = "\U00013000"
# of more documents, claims or memos than these none is taken for a better match than another
_RANKED = 500
# how rare words are is counted where at most so many claims have any of them
_COUNTED = 10_000
# a pasted page is no title: a pattern of all its words would take its time
_NAMED = 100
# code points of a folded text, from the first match on, in which all that a snippet shows begins
_REACH = 1000


# so many documents are listed at most
MOST = 200


def search(db: Database, query: str, limit: int = MOST) -> list[SearchHit]:
    """Return the documents for which *query* holds, the best match first.

    Its words may stand in the text, the title or the publisher, one here and one there; case and marks do not count.
    """
    asked = queries.parse(query)
    return _documents(db, asked, limit)[0] if asked is not None else []


class FoundDocument(NamedTuple):
    """A document that a query finds, and whether something of it stands in the text and not in its title alone."""

    number: int
    in_text: bool


def found_documents(db: Database, query: str, limit: int = MOST) -> list[FoundDocument]:
    """Return the documents that `search` does, in its order, without their passages: `passage` has that of each."""
    asked = queries.parse(query)
    return _numbers(db, asked, limit)[0] if asked is not None else []


def passage(db: Database, query: str, found: FoundDocument) -> SearchHit:
    """Return a document that *query* has found with the passage around what stands first in it."""
    asked = queries.parse(query)
    return next(_hits(db, asked, [found])) if asked is not None else SearchHit(found.number, "")


def search_all(
    db: Database,
    query: str,
    limit: int = 50,
    shown: ClaimFilter | None = None,
    *,
    coded: bool = False,
    roughly: bool = False,
) -> SearchResults:
    """Return the documents, claims (by their quotes) and memos that *query* finds, at most *limit* of each.

    Claims, and memos on claims, that *shown* does not let through are left out; with *coded* so are all documents, for
    whoever has looked for them already: their texts take the time. With *roughly* very many claims and memos are not
    counted to the end.
    """
    asked = queries.parse(query)
    if asked is None:
        return SearchResults()
    documents, document_count = _documents(db, asked, limit) if not coded else ([], 0)
    claims = _claims(db, asked, limit, shown or ClaimFilter(), roughly=roughly)
    memos = _memos(db, asked, limit, shown or ClaimFilter(), roughly=roughly)
    uncounted = {name for name, found in (("claim", claims), ("memo", memos)) if found.has_more}
    counts = (document_count, claims.total, memos.total)
    return SearchResults(tuple(documents), tuple(claims.rows), tuple(memos.rows), *counts, frozenset(uncounted))


def grounds(db: Database, phrases: Sequence[Phrase] = (), ids: Collection[int] | None = None) -> Iterator[Ground]:
    """Yield the texts of the documents of *ids*, of all without it, that have any of *phrases*.

    None of these leaves none out.
    """
    where, values = ["1"], []
    if phrases:
        found = word_index.rows(db, "text_fts", phrases, _text_count(db))
        where.append("t.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(found)))
    if ids is not None:
        where.append("d.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(ids)))
    among = f"FROM document d JOIN text t ON t.id = d.text_id WHERE {' AND '.join(where)}"
    segments = (
        "SELECT document_id, CASE role WHEN ? THEN role ELSE kind END, "
        "start + CASE kind WHEN 'turn' THEN length(label) ELSE 0 END, \"end\", actor_id FROM segment "
        f"WHERE (kind IN ('turn', 'furniture') OR role = ?) AND document_id IN (SELECT d.id {among}) ORDER BY start"
    )
    known: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
    for number, kind, start, end, actor in db.sqlite.execute(segments, [INTERJECTION, INTERJECTION, *values]):
        known.setdefault((number, kind), []).append((start, end, actor or 0))
    for number, text in db.sqlite.execute(f"SELECT d.id, t.content {among} ORDER BY d.id", values):
        hidden = [(start, end) for start, end, _ in known.get((number, "furniture"), ())]
        thrown_in = [(start, end) for start, end, _ in known.get((number, INTERJECTION), ())]
        turns = known.get((number, "turn"), [])
        if thrown_in:
            turns = [(*part, actor) for start, end, actor in turns for part in spoken_parts(start, end, thrown_in)]
        yield Ground(number, text, turns, hidden)


def _text_count(db: Database) -> int:
    return int(db.sqlite.execute("SELECT count(*) FROM text").fetchone()[0])


def _documents(db: Database, asked: Query, limit: int) -> tuple[list[SearchHit], int]:
    """Return the documents that *asked* finds, at most *limit*, and how many there are in all."""
    found, count = _numbers(db, asked, limit)
    return [*_hits(db, asked, found)], count


def _numbers(db: Database, asked: Query, limit: int) -> tuple[list[FoundDocument], int]:
    """Return which documents *asked* finds, at most *limit*, the best match first, and how many there are in all."""
    terms = list(dict.fromkeys(queries.terms(asked, every=True)))
    everything = _text_count(db)
    by_text = {term: word_index.rows(db, "text_fts", queries.phrases(term), everything) for term in terms}
    titles = _titles_of(db)
    has_text = {term: titles.with_texts(texts) for term, texts in by_text.items()}
    every = titles.every
    if isinstance(asked, Term) and has_text[asked] == every and queries.places_pattern(asked) is not None:
        # as of a letter: no title has anything to add
        numbers = _best_first(db, asked, titles.ids, limit)
        return [FoundDocument(number, in_text=True) for number in numbers], len(every)
    # where every text has each of the terms, no title changes what is found
    is_everywhere = all(texts == every for texts in has_text.values())
    by_title = dict.fromkeys(terms, every) if is_everywhere else titles.having(terms)
    either = queries.holding(asked, lambda term: has_text[term] | by_title[term], every)
    # its title says it all only where the text does not
    in_text = queries.holding(asked, has_text.__getitem__, every)
    by_text_alone = either - (queries.holding(asked, by_title.__getitem__, every) - in_text)
    found: dict[int, FoundDocument] = {}
    if by_text_alone and queries.places_pattern(asked) is not None:
        ids = [titles.ids[at] for at in sorted(by_text_alone)]
        found = {number: FoundDocument(number, in_text=True) for number in _best_first(db, asked, ids, limit)}
    for at in sorted(either):
        if len(found) >= limit:
            break
        found.setdefault(titles.ids[at], FoundDocument(titles.ids[at], in_text=False))
    return list(found.values()), len(either)


def _hits(db: Database, asked: Query, found: Iterable[FoundDocument]) -> Iterator[SearchHit]:
    """Yield each document with the passage around what was found first."""
    pattern = queries.places_pattern(asked)
    sql = (
        "SELECT d.title, CASE WHEN ? THEN t.content END FROM document d JOIN text t ON t.id = d.text_id WHERE d.id = ?"
    )
    for number, in_text in found:
        # one that is gone meanwhile has no words
        title, text = db.sqlite.execute(sql, [in_text, number]).fetchone() or ("", None)
        if text is None or pattern is None:
            yield SearchHit(number, title)
            continue
        spans, count = _places(text, pattern)
        yield SearchHit(number, *_snippet(text, spans), count, spans[0][0] if spans else None)


class _Titles:
    """Titles and publishers of all documents, folded as one text: what each search looks through.

    Attributes:
        ids: the documents, by number; all that follows has their places in it.
        holders: for each text the documents that have it.
        every: the places of all documents.
    """

    def __init__(self, db: Database) -> None:
        rows = db.sqlite.execute("SELECT id, text_id, title, publisher FROM document ORDER BY id").fetchall()
        self.ids = [row[0] for row in rows]
        self.holders: dict[int, list[int]] = {}
        for at, row in enumerate(rows):
            self.holders.setdefault(row[1], []).append(at)
        self.every = frozenset(range(len(rows)))
        self._told = [row[2:] for row in rows]
        names = [one.replace(_BETWEEN, " ") for both in self._told for one in both]
        self._folded = FoldedText(f"\n{_BETWEEN}\n".join(names)).folded
        self._starts = [0, *(one.end() for one in re.finditer(_BETWEEN, self._folded))]

    def with_texts(self, texts: Set[int]) -> Set[int]:
        """Return the places of the documents that have any of these texts."""
        if texts >= self.holders.keys():
            return self.every
        return {at for text in texts for at in self.holders.get(text, ())}

    def having(self, terms: Sequence[Term]) -> dict[Term, set[int]]:
        """Return for each term which titles and publishers have it."""
        found: dict[Term, set[int]] = {}
        for term in terms:
            if len(queries.phrases(term)[0].words) > _NAMED:
                words = (tuple(map(queries.fold, both)) for both in self._told)
                found[term] = {
                    at for at, both in enumerate(words) if any(queries.term_stands(term, one) for one in both)
                }
            elif (pattern := queries.places_pattern(term)) is not None:
                places = (one.start() for one in pattern.finditer(self._folded))
                found[term] = {(bisect_right(self._starts, place) - 1) // 2 for place in places}
        return found


# of each open project those that were read last, and after how many changes
_titles: "weakref.WeakKeyDictionary[Database, tuple[tuple[int, int], _Titles]]" = weakref.WeakKeyDictionary()


def _titles_of(db: Database) -> _Titles:
    """Return the titles of all documents, read once as long as nobody writes."""
    connection = db.sqlite.conn
    if connection.in_transaction:
        # what is written may not stay
        return _Titles(db)
    state = int(connection.execute("PRAGMA data_version").fetchone()[0]), connection.total_changes
    known = _titles.get(db)
    if known is None or known[0] != state:
        known = _titles[db] = state, _Titles(db)
    return known[1]


def _best_first(db: Database, asked: Query, ids: Sequence[int], limit: int) -> list[int]:
    """Return documents of *ids*, at most *limit*: the best match of whole words or beginnings first.

    Those with the letters inside of words alone follow, by number; of very many nobody asks which are the best.
    """
    if len(ids) > _RANKED:
        return list(ids[:limit])
    # with the plus each document is looked up among *ids*, and not each of *ids* among the documents of each text
    ranked = (
        "SELECT d.id FROM text_fts JOIN document d ON d.text_id = text_fts.rowid WHERE text_fts MATCH ? "
        "AND +d.id IN (SELECT value FROM json_each(?)) ORDER BY rank LIMIT ?"
    )
    wanted = _as_they_are(phrase for term in queries.terms(asked) for phrase in queries.phrases(term))
    best = [row[0] for row in db.sqlite.execute(ranked, [wanted, json.dumps(ids), limit])]
    return list(dict.fromkeys([*best, *ids]))[:limit]


def _as_they_are(phrases: Iterable[Phrase]) -> str:
    """Return *phrases* for FTS5: any of them, whole or begun."""
    terms = [one.index_terms() for one in phrases]
    return " OR ".join(dict.fromkeys(one.expression for one in terms if one is not None))


def _claims(db: Database, asked: Query, limit: int, shown: ClaimFilter, *, roughly: bool) -> "_Found[ClaimHit]":
    found = _matches(db, asked, limit, ("claim", "quote"), filtered.condition(db, shown, "t"), roughly=roughly)
    hits = [ClaimHit(number, document_id, *_marked(asked, quote)) for number, document_id, quote in found.rows]
    return _Found(hits, found.total, found.has_more)


def _memos(db: Database, asked: Query, limit: int, shown: ClaimFilter, *, roughly: bool) -> "_Found[MemoHit]":
    where = filtered.condition(db, shown)
    if where.sql != "1":
        sql = f"(t.claim_id IS NULL OR t.claim_id IN (SELECT c.id FROM claim c WHERE {where.sql}))"
        where = filtered.Condition(sql, where.values)
    found = _matches(db, asked, limit, ("memo", "text"), where, roughly=roughly)
    known = {memo.id: memo for memo in memos(db, ids=[row[0] for row in found.rows])}
    hits = [MemoHit(known[number], *_marked(asked, text)) for number, _document, text in found.rows]
    return _Found(hits, found.total, found.has_more)


class _Found(NamedTuple, Generic[R]):
    """What is listed, how many there are, and whether there are more than that."""

    rows: list[R]
    total: int
    has_more: bool = False


def _matches(
    db: Database, asked: Query, limit: int, of: tuple[str, str], condition: filtered.Condition, *, roughly: bool
) -> _Found[tuple[int, int, str]]:
    """Return id, document and text of the rows of a table, by its column (*of*), that *asked* finds.

    The best match of whole words or beginnings comes first; rows with the letters inside of words alone follow. Where
    there are more than `_RANKED`, nobody asks which are the best: where few are listed, they are the first ones. With
    *roughly* their number is then not told.
    """
    table, column = of
    index = f"{table}_fts"
    most = _RANKED + 1
    # without a number of all, those that are listed are enough
    enough = limit + 1 if roughly else most
    rows_found = first(db, asked, table, column, condition, most, enough) if limit <= _RANKED else None
    found, values = _holding(asked, index)
    where = f"FROM {table} t WHERE {found} AND {condition.sql}"
    values += condition.values
    if rows_found is not None:
        numbers, has_more = rows_found.numbers, not rows_found.is_all
        listed = numbers if has_more else _best(db, asked, of, numbers)
        sql = f"SELECT t.id, t.document_id, t.{column} FROM {table} t WHERE t.id IN (SELECT value FROM json_each(?))"
        known = {row[0]: row for row in db.sqlite.execute(sql, [json.dumps(listed[:limit])])}
        rows = [known[number] for number in listed[:limit]]
        if not has_more or roughly:
            return _Found(rows, min(len(numbers), _RANKED), has_more)
        return _Found(rows, int(db.sqlite.execute(f"SELECT count(*) {where}", values).fetchone()[0]))
    wanted = _as_they_are(phrase for term in queries.terms(asked) for phrase in queries.phrases(term))
    rows = []
    if wanted:
        sql = (
            f"SELECT t.id, t.document_id, t.{column} FROM {index} JOIN {table} t ON t.id = {index}.rowid "
            f"WHERE {index} MATCH ? AND {found} AND {condition.sql} ORDER BY rank LIMIT ?"
        )
        rows = db.sqlite.execute(sql, [wanted, *values, limit]).fetchall()
    if len(rows) < limit:
        sql = (
            f"SELECT t.id, t.document_id, t.{column} {where} AND t.id NOT IN (SELECT value FROM json_each(?)) "
            "ORDER BY t.id LIMIT ?"
        )
        rows += db.sqlite.execute(sql, [*values, json.dumps([row[0] for row in rows]), limit - len(rows)])
        if len(rows) < limit:
            return _Found(rows, len(rows))
    return _Found(rows, int(db.sqlite.execute(f"SELECT count(*) {where}", values).fetchone()[0]))


def _best(db: Database, asked: Query, of: tuple[str, str], numbers: Sequence[int]) -> list[int]:
    """Return rows of a table with the best match of whole words or beginnings first, else by number.

    How rare a word is has to be counted for that: where its rows are very many, those that have it come first alike.
    """
    table, column = of
    index = f"{table}_fts"
    wanted = _as_they_are(phrase for term in queries.terms(asked) for phrase in queries.phrases(term))
    if not wanted or not numbers:
        return [*numbers]
    left = dict.fromkeys(numbers)
    sql = f"SELECT rowid FROM {index} WHERE {index} MATCH ? LIMIT ?"
    if len(db.sqlite.execute(sql, [wanted, _COUNTED + 1]).fetchall()) <= _COUNTED:
        ranked = db.sqlite.execute(f"SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY rank", [wanted])
        best = [row[0] for row in ranked if row[0] in left]
    else:
        begun = [one.begun() for term in queries.terms(asked) for one in queries.phrases(term)]
        pattern = queries.pattern_of(begun)
        sql = f"SELECT t.id, t.{column} FROM {table} t WHERE t.id IN (SELECT value FROM json_each(?)) ORDER BY t.id"
        texts = db.sqlite.execute(sql, [json.dumps([*numbers])])
        best = [number for number, text in texts if pattern.search(FoldedText(text).folded)]
    return [*dict.fromkeys([*best, *left])]


def _holding(asked: Query, index: str) -> tuple[str, list[str | int]]:
    """Return the condition that *asked* holds for a row ``t`` by its *index*, and the values of its question marks."""
    if isinstance(asked, Term):
        found, values = word_index.found_in(index, queries.phrases(asked))
        return f"t.id IN (SELECT rowid FROM ({found}))", list(values)
    if isinstance(asked, queries.Not):
        sql, own = _holding(asked.part, index)
        return f"NOT {sql}", own
    parts = [_holding(part, index) for part in asked.parts]
    joined = (" OR " if asked.any else " AND ").join(sql for sql, _ in parts)
    return f"({joined})", [value for _, own in parts for value in own]


def _places(text: str, pattern: re.Pattern[str]) -> tuple[list[tuple[int, int]], int]:
    """Return where *pattern* stands in a text, as far as a snippet reaches, and how often in all of it."""
    folded = FoldedText(text)
    spans: list[tuple[int, int]] = []
    count = last = 0
    for found in pattern.finditer(folded.folded):
        count += 1
        if not spans or found.start() < last:
            spans.append(folded.place(*found.span()))
            last = found.start() + _REACH if len(spans) == 1 else last
    return spans, count


def _marked(asked: Query, text: str) -> tuple[str, MarkedRanges]:
    pattern = queries.places_pattern(asked)
    return _snippet(text, _places(text, pattern)[0] if pattern is not None else ())


def _snippet(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, MarkedRanges]:
    """Return the passage around the first of the matches of a text, and its marks in it."""
    first = spans[0][0] if spans else 0
    # 60 characters before the first match and 160 from it on, at white space where there is some
    begin, end = max(0, first - 60), first + 160
    if begin:
        border = _SPACE.search(text, begin, first)
        begin = border.end() if border else begin
    if end < len(text):
        behind = spans[0][1] if spans else 0
        borders = [border.start() for border in _SPACE.finditer(text, behind, end)]
        end = borders[-1] if borders else max(end, min(behind, len(text)))
    marked, at = "", begin
    for start, stop in spans:
        if start >= end:
            break
        # a mark that the border cuts ends there
        stop = min(stop, end)
        marked += f"{text[at:start]}{_OPEN}{text[start:stop]}{_CLOSE}"
        at = stop
    snippet = one_line(marked + text[at:end])
    if begin:
        snippet = "…" + snippet
    plain, marks, opened = "", [], 0
    for part in _MARK.split(snippet):
        if part == _OPEN:
            opened = len(plain)
        elif part != _CLOSE:
            plain += part
        elif opened < len(plain):
            marks.append((opened, len(plain)))
    return plain, tuple(marks)
