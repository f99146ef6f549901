"""The table of all words: each that stands in a text, a quote or a memo, by which letters inside of words are found.

Triggers add the words of what comes in, whoever writes. A word that stands nowhere any more does no harm.
"""

from collections.abc import Mapping

from desktop.store.sqlite import Sqlite
from desktop.store.vocabulary import LONGEST_WORD

_VOCABULARY = """
CREATE TABLE vocabulary (word TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;;
CREATE VIRTUAL TABLE temp.words_of_texts USING FTS5VOCAB (main, text_fts, row);;
CREATE VIRTUAL TABLE temp.words_of_claims USING FTS5VOCAB (main, claim_fts, row);;
CREATE VIRTUAL TABLE temp.words_of_memos USING FTS5VOCAB (main, memo_fts, row);;
INSERT INTO vocabulary (word) SELECT term FROM temp.words_of_texts WHERE {whole};;
INSERT INTO vocabulary (word) SELECT term FROM temp.words_of_claims WHERE {whole} ON CONFLICT DO NOTHING;;
INSERT INTO vocabulary (word) SELECT term FROM temp.words_of_memos WHERE {whole} ON CONFLICT DO NOTHING;;
DROP TABLE temp.words_of_texts;;
DROP TABLE temp.words_of_claims;;
DROP TABLE temp.words_of_memos;;
"""
_TO_VOCABULARY = """
CREATE TRIGGER {table}_vocabulary_{event} AFTER {event} {of} ON {table} BEGIN
    INSERT INTO vocabulary (word) SELECT value FROM json_each(new_words(CAST(new.{column} AS BLOB))) WHERE true
    ON CONFLICT DO NOTHING;
END
"""


def add_vocabulary(db: Sqlite, indexed: Mapping[str, tuple[str, str]]) -> None:
    """Make the vocabulary of an open file; *indexed* are the search indexes, each with its table and column."""
    # what FTS5 has cut may end amid a letter
    whole = f"length(term) > 1 AND length(CAST(term AS BLOB)) < {LONGEST_WORD}"
    for statement in _VOCABULARY.format(whole=whole).split(";;\n"):
        if statement.strip():
            db.execute(statement).close()
    for table, column in indexed.values():
        for event, of in (("insert", ""), ("update", f"OF {column}")):
            db.execute(_TO_VOCABULARY.format(table=table, column=column, event=event, of=of)).close()
