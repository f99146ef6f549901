"""Which texts, claims and memos have some words: by the index of words, and by the vocabulary for letters inside these.

The index knows words and their beginnings. Words that have the letters elsewhere are looked for in the vocabulary
(`desktop.store.vocabulary`), which is far smaller than the texts, and then asked of the index a few hundred at once.
"""

import json
from collections.abc import Iterable

from desktop.core.folding import Phrase
from desktop.store.database import Database

# of letters, what follows, and whether the letters end a word: expressions for FTS5
_EXPRESSIONS = "SELECT value AS expression FROM json_each(asked_words(?, ?, ?))"


def found_in(index: str, phrases: Iterable[Phrase]) -> tuple[str, list[str | int]]:
    """Return a SELECT of the rows of *index* that have any of *phrases*, and the values of its question marks.

    A row may come more than once.
    """
    parts: list[str] = []
    values: list[str | int] = []
    for asked in phrases:
        terms = asked.index_terms()
        if terms is None:
            return f"SELECT rowid FROM {index}", []
        parts.append(f"SELECT rowid FROM {index} WHERE {index} MATCH ?")
        values.append(terms.expression)
        if terms.inner:
            asked_for = f"FROM ({_EXPRESSIONS}) asked CROSS JOIN {index} i WHERE i.{index} MATCH asked.expression"
            parts.append(f"SELECT i.rowid {asked_for}")
            values += [terms.inner, terms.after, terms.at_end]
    return " UNION ALL ".join(parts), values


def rows(db: Database, index: str, phrases: Iterable[Phrase], everything: int) -> set[int]:
    """Return the rows of *index* that have any of *phrases*; *everything* is how many there are in all."""
    found: set[int] = set()
    for asked in phrases:
        terms = asked.index_terms()
        # as one text, which takes half of the time of ten thousand rows
        sql = f"SELECT json_group_array(rowid) FROM {index}"
        if terms is None:
            return set(json.loads(db.sqlite.execute(sql).fetchone()[0]))
        sql += f" WHERE {index} MATCH ?"
        found.update(json.loads(db.sqlite.execute(sql, [terms.expression]).fetchone()[0]))
        if terms.inner and len(found) < everything:
            own = [terms.inner, terms.after, terms.at_end]
            for (expression,) in db.sqlite.execute(_EXPRESSIONS, own).fetchall():
                found.update(json.loads(db.sqlite.execute(sql, [expression]).fetchone()[0]))
                # of a letter or two the frequent words, which are asked for first, are everywhere
                if len(found) >= everything:
                    break
    return found
