"""Full-text search over documents, claims and memos; what may be asked is in `desktop.core.query`."""

import json
import re
from collections.abc import Collection, Iterator, Sequence

from desktop.core import query as queries
from desktop.core.concordance import Ground
from desktop.core.filters import ClaimFilter
from desktop.core.folding import FoldedText
from desktop.core.interjections import INTERJECTION, spoken_parts
from desktop.core.query import ClaimHit, MarkedRanges, MemoHit, Query, SearchResults, Term
from desktop.core.text import one_line
from desktop.core.values import SearchHit
from desktop.store.database import Database
from desktop.store.reads import filtered
from desktop.store.reads.memos import memos

# two noncharacters of Unicode: no text that people exchange holds them
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARK = re.compile(f"([{_OPEN}{_CLOSE}])")
_SPACE = re.compile(r"\s+")
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


def search_all(
    db: Database, query: str, limit: int = 50, shown: ClaimFilter | None = None, *, coded: bool = False
) -> SearchResults:
    """Return the documents, claims (by their quotes) and memos that *query* finds, at most *limit* of each.

    Claims, and memos on claims, that *shown* does not let through are left out; with *coded* so are all documents, for
    whoever has looked for them already: their texts take the time.
    """
    asked = queries.parse(query)
    if asked is None:
        return SearchResults()
    documents, document_count = _documents(db, asked, limit) if not coded else ([], 0)
    claims, claim_count = _claims(db, asked, limit, shown or ClaimFilter())
    memos, memo_count = _memos(db, asked, limit, shown or ClaimFilter())
    return SearchResults(tuple(documents), tuple(claims), tuple(memos), document_count, claim_count, memo_count)


def grounds(db: Database, index: str, ids: Collection[int] | None = None) -> Iterator[Ground]:
    """Yield the texts of the documents of *ids*, of all without it, in which the full-text *index* finds something.

    An empty *index* leaves none out.
    """
    where, values = ["1"], []
    if index:
        where.append("t.id IN (SELECT rowid FROM text_fts WHERE text_fts MATCH ?)")
        values.append(index)
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


def _documents(db: Database, asked: Query, limit: int) -> tuple[list[SearchHit], int]:
    """Return the documents that *asked* finds, at most *limit*, and how many there are in all."""
    sql = "SELECT d.id FROM text_fts JOIN document d ON d.text_id = text_fts.rowid WHERE text_fts MATCH ?"
    terms = list(dict.fromkeys(queries.terms(asked, every=True)))
    by_text = {term: {row[0] for row in db.sqlite.execute(sql, [queries.term_as_fts(term)])} for term in terms}
    by_text_alone: list[int] = []
    titles: dict[int, str] = {}
    for number, title, publisher in db.sqlite.execute("SELECT id, title, publisher FROM document ORDER BY id"):
        told = (queries.fold(title), queries.fold(publisher))

        def in_text(term: Term, number: int = number) -> bool:
            return number in by_text[term]

        def in_title(term: Term, told: tuple[str, str] = told) -> bool:
            return any(queries.term_stands(term, one) for one in told)

        if queries.holds(asked, lambda term: in_text(term) or in_title(term)):
            titles[number] = title
            # its title says it all only where the text does not
            if queries.holds(asked, in_text) or not queries.holds(asked, in_title):
                by_text_alone.append(number)
    hits: dict[int, SearchHit] = {}
    wanted = " OR ".join(dict.fromkeys(map(queries.term_as_fts, queries.terms(asked))))
    pattern = queries.places_pattern(asked)
    if pattern is not None and by_text_alone:
        sql = (
            "SELECT d.id, t.content FROM text_fts JOIN document d ON d.text_id = text_fts.rowid JOIN text t ON t.id = "
            "text_fts.rowid WHERE text_fts MATCH ? AND d.id IN (SELECT value FROM json_each(?)) ORDER BY rank LIMIT ?"
        )
        for number, text in db.sqlite.execute(sql, [wanted, json.dumps(by_text_alone), limit]):
            spans, count = _places(text, pattern)
            hits[number] = SearchHit(number, *_snippet(text, spans), count, spans[0][0] if spans else None)
    for number, title in titles.items():
        if len(hits) >= limit:
            break
        hits.setdefault(number, SearchHit(number, title))
    return list(hits.values()), len(titles)


def _claims(db: Database, asked: Query, limit: int, shown: ClaimFilter) -> tuple[list[ClaimHit], int]:
    rows, count = _matches(db, asked, limit, "claim", "quote", filtered.condition(shown, "t"))
    return [ClaimHit(number, document_id, *_marked(asked, quote)) for number, document_id, quote in rows], count


def _memos(db: Database, asked: Query, limit: int, shown: ClaimFilter) -> tuple[list[MemoHit], int]:
    where = filtered.condition(shown)
    if where.sql != "1":
        sql = f"(t.claim_id IS NULL OR t.claim_id IN (SELECT c.id FROM claim c WHERE {where.sql}))"
        where = filtered.Condition(sql, where.values)
    rows, count = _matches(db, asked, limit, "memo", "text", where)
    found = {memo.id: memo for memo in memos(db, ids=[row[0] for row in rows])}
    return [MemoHit(found[number], *_marked(asked, text)) for number, _document, text in rows], count


def _matches(
    db: Database, asked: Query, limit: int, table: str, column: str, condition: filtered.Condition
) -> tuple[list[tuple[int, int, str]], int]:
    """Return id, document and *column* of the rows that *asked* finds, and how many there are in all."""
    expression, inverted = queries.as_fts(asked)
    index = f"{table}_fts"
    if inverted:
        order, source = "t.id", f"{table} t"
        where = f"t.id NOT IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)"
    else:
        order = "rank"
        source, where = f"{index} JOIN {table} t ON t.id = {index}.rowid", f"{index} MATCH ?"
    where = f"FROM {source} WHERE {where} AND {condition.sql}"
    values = [expression, *condition.values]
    sql = f"SELECT t.id, t.document_id, t.{column} {where} ORDER BY {order} LIMIT ?"
    rows = db.sqlite.execute(sql, [*values, limit]).fetchall()
    if len(rows) < limit:
        return rows, len(rows)
    return rows, int(db.sqlite.execute(f"SELECT count(*) {where}", values).fetchone()[0])


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
