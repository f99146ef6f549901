"""The first rows that a query finds, by number, without looking for all of them: what the first screen of a search has.

An index of words gives its rows in the order of their numbers one by one, if it is asked for words and not for their
beginnings, of which it would first gather all rows. So the words that a query means are looked for in the vocabulary.
Letters that stand in very many words stand in very many texts: these are read one after the other instead.
"""

import json
import re
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from desktop.core import query as queries
from desktop.core.folding import FoldedText, Phrase
from desktop.core.query import Query, Term
from desktop.store.database import Database
from desktop.store.reads.filtered import Condition

# letters that stand in more words than these are looked for in the texts
_WORDS = 500
# so many texts are folded at most, before an index is asked for all rows instead; where the first ones are enough, no
# more than so many to find others
_READ, _ENOUGH = 20_000, 1_000
# of letters that a text need not be folded for
_PLAIN = re.compile(r"[a-z0-9]+")


class FirstRows(NamedTuple):
    """The numbers of rows, and whether there are no more."""

    numbers: list[int]
    is_all: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an index is asked for.

    Attributes:
        expression: for FTS5; None where it can tell nothing.
        is_exact: whether what it finds is what the query finds, or all of that and more.
    """

    expression: str | None
    is_exact: bool


_ANYTHING = _Asked(None, False)


def first(
    db: Database, asked: Query, table: str, column: str, condition: Condition, limit: int, enough: int
) -> FirstRows | None:
    """Return the first *limit* rows of *table* that *asked* finds in its *column*, by number.

    Where texts would have to be read for long, only *enough*, if these are fewer; None where not even these are found
    soon: then the index is to be asked for all rows.

    Args:
        db: the project.
        asked: what is looked for.
        table: ``claim`` or ``memo``.
        column: of it, that the index holds.
        condition: on the rows, which it calls ``t``.
        limit: more than these are not looked for.
        enough: more than these are not looked for for long.
    """
    what = _asked(db, asked)
    if what.is_exact and condition.sql == "1":
        sql = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ? ORDER BY rowid LIMIT ?"
        numbers = [*chain.from_iterable(db.sqlite.execute(sql, [what.expression, limit]))]
        return FirstRows(numbers, len(numbers) < limit)
    source, number, where, values = f"{table} t", "t.id", condition.sql, [*condition.values]
    if what.expression is not None:
        # the index first, by the order of its rows
        source, number = f"{table}_fts CROSS JOIN {table} t ON t.id = {table}_fts.rowid", f"{table}_fts.rowid"
        where, values = f"{table}_fts MATCH ? AND {where}", [what.expression, *values]
    text = "''" if what.is_exact else f"t.{column}"
    rows = db.sqlite.execute(f"SELECT t.id, {text} FROM {source} WHERE {where} ORDER BY {number}", values)
    stands = _Stands(asked)
    found: list[int] = []
    is_all = True
    for row, content in rows:
        if what.is_exact or stands(content):
            found.append(row)
        if len(found) == limit or stands.folded >= (_ENOUGH if len(found) >= enough else _READ):
            is_all = False
            break
    rows.close()
    return FirstRows(found, is_all) if is_all or len(found) >= min(limit, enough) else None


class _Stands:
    """Tell whether a query holds for a text, by the patterns of its terms.

    Attributes:
        folded: how many texts had to be folded for that, which takes a hundred times as long.
    """

    def __init__(self, asked: Query) -> None:
        self._asked = asked
        self._phrases = {term: queries.phrases(term) for term in queries.terms(asked, every=True)}
        self._patterns = {term: queries.pattern_of(phrases) for term, phrases in self._phrases.items()}
        # letters without marks that may stand anywhere: where a text has them so, they stand there
        self._plain = {
            term: tuple(
                one.words[0]
                for one in phrases
                if len(one.words) == 1 and not one.whole and _PLAIN.fullmatch(one.words[0])
            )
            for term, phrases in self._phrases.items()
        }
        self.folded = 0

    def __call__(self, text: str) -> bool:
        sure = self._at_a_glance(self._asked, text.lower())
        if sure is not None:
            return sure
        self.folded += 1
        folded = FoldedText(text).folded
        return queries.holds(self._asked, lambda term: self._patterns[term].search(folded) is not None)

    def _at_a_glance(self, query: Query, lower: str) -> bool | None:
        """Return whether a query holds, as far as plain letters tell; None where they do not."""
        if isinstance(query, Term):
            return True if any(letters in lower for letters in self._plain[query]) else None
        if isinstance(query, queries.Not):
            inner = self._at_a_glance(query.part, lower)
            return None if inner is None else not inner
        parts = [self._at_a_glance(part, lower) for part in query.parts]
        # one that holds is enough for any, and one that does not for all
        if query.any in parts:
            return query.any
        return None if None in parts else not query.any


def _asked(db: Database, query: Query) -> _Asked:
    if isinstance(query, Term):
        parts: list[str] = []
        for phrase in queries.phrases(query):
            words = _expressions(db, phrase)
            if words is None:
                return _ANYTHING
            parts += words
        return _Asked(" OR ".join(dict.fromkeys(parts)), True)
    if isinstance(query, queries.Not):
        return _ANYTHING
    if query.any:
        found = [_asked(db, part) for part in query.parts]
        told = [one.expression for one in found]
        if None in told:
            return _ANYTHING
        return _Asked(" OR ".join(f"({one})" for one in told), all(one.is_exact for one in found))
    wanted = [_asked(db, part) for part in query.parts if not isinstance(part, queries.Not)]
    unwanted = [_asked(db, part.part) for part in query.parts if isinstance(part, queries.Not)]
    known = [one.expression for one in wanted if one.expression is not None]
    if not known:
        return _ANYTHING
    expression = " AND ".join(f"({one})" for one in known)
    refused = [one.expression for one in unwanted if one.is_exact]
    if refused:
        expression = f"({expression}) NOT ({' OR '.join(f'({one})' for one in refused)})"
    return _Asked(expression, all(one.is_exact for one in (*wanted, *unwanted)))


def _expressions(db: Database, phrase: Phrase) -> list[str] | None:
    """Return what finds a phrase in an index, each without a star if it can be; None where that are too many words."""
    terms = phrase.index_terms()
    if terms is None:
        return None
    found = [terms.expression]
    if terms.expression.endswith("*"):
        *before, last = phrase.words
        words = _known_words(db, last, "begin")
        if words is None:
            return None
        found = [f'"{" ".join([*before, word])}"' for word in dict.fromkeys([last, *words])]
    if terms.inner:
        words = _known_words(db, terms.inner, "end" if terms.at_end else "inside")
        if words is None:
            return None
        found += [f'"{word}{terms.after}' for word in words]
    return found


def _known_words(db: Database, letters: str, place: str) -> list[str] | None:
    (words,) = db.sqlite.execute("SELECT known_words(?, ?, ?)", [letters, place, _WORDS]).fetchone()
    return None if words is None else list(json.loads(words))
