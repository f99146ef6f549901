"""Full-text search over titles and texts."""

import re
import unicodedata

from desktop.core.text import normalise_text, one_line
from desktop.core.values import SearchHit
from desktop.store.database import Database

# two noncharacters of Unicode: no text that people exchange holds them
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_WORDS = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")


def search(db: Database, query: str, limit: int = 200) -> list[SearchHit]:
    """Return the documents in whose title, publisher or text all words of *query* stand, the best match first.

    The last word matches as a prefix, words in straight double quotes as a phrase; case and accents do not count.
    """
    terms = _terms(query)
    if not terms:
        return []
    expression = " ".join(f'"{term}"' for term in terms) + ("" if query.rstrip().endswith('"') else "*")
    hits: dict[int, SearchHit] = {}
    sql = (
        "SELECT d.id, highlight(text_fts, 0, char(64976), char(64977)) FROM text_fts "
        "JOIN document d ON d.text_id = text_fts.rowid WHERE text_fts MATCH ? ORDER BY rank LIMIT ?"
    )
    for number, marked in db.sqlite.execute(sql, [expression, limit]):
        hits[number] = _hit(number, marked)
    wanted = [_folded_words(term) for term in terms]
    for number, title, publisher in db.sqlite.execute("SELECT id, title, publisher FROM document ORDER BY id"):
        if len(hits) >= limit:
            break
        told = f"{_folded_words(title)}\n{_folded_words(publisher)}"
        if all(words in told for words in wanted):
            hits.setdefault(number, SearchHit(number, title))
    return list(hits.values())


def _terms(query: str) -> list[str]:
    """Return the words and phrases of *query*; what is only punctuation is none."""
    # normalised, since FTS5 ends an expression at a NUL and no lone surrogate can be written in UTF-8
    parts = re.findall(r'"([^"]*)"?|([^\s"]+)', normalise_text(query))
    terms = [(phrase or word).strip() for phrase, word in parts]
    return [term for term in terms if _folded_words(term)]


def _folded_words(text: str) -> str:
    """Return the words of *text* joined by single spaces, without case and accents."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return " ".join(_WORDS.findall("".join(one for one in letters if not unicodedata.combining(one))))


def _hit(number: int, marked: str) -> SearchHit:
    first = marked.index(_OPEN)
    count = marked.count(_OPEN)
    # 60 characters before the first match and 160 from it on, at white space where there is some
    begin, end = max(0, first - 60), first + 160
    if begin:
        border = _SPACE.search(marked, begin, first)
        begin = border.end() if border else begin
    if end < len(marked):
        borders = [border.start() for border in _SPACE.finditer(marked, marked.index(_CLOSE, first), end)]
        end = borders[-1] if borders else end
    snippet = one_line(marked[begin:end])
    if begin:
        snippet = "…" + snippet
    plain, marks, opened = [], [], None
    length = 0
    for character in snippet:
        if character == _OPEN:
            opened = length
        elif character == _CLOSE:
            if opened is not None:
                marks.append((opened, length))
            opened = None
        else:
            plain.append(character)
            length += 1
    if opened is not None and opened < length:
        marks.append((opened, length))
    return SearchHit(number, "".join(plain), tuple(marks), count, first)
