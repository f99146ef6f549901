"""Looking a whole project over: the file, its offsets, quotes and references."""

import sqlite3
from collections.abc import Iterator

from desktop.core.text import bytes_hash, context, text_hash
from desktop.store import files
from desktop.store.database import Database
from desktop.store.mention_schema import MENTIONS, TABLE
from desktop.store.recorder import load_changes
from desktop.store.schema import INDEXED


def problems(db: Database) -> list[str]:
    """Return one sentence for each thing that is wrong with the project; an empty list when it is sound."""
    found: list[str] = []
    for part in (_file, _texts, _claims, _segments, _history):
        try:
            # one by one: what was found before the file could not be read further is told too
            found.extend(part(db))
        except sqlite3.DatabaseError as error:
            return [*found, files.explain(error, db.path)]
    return found


def _file(db: Database) -> Iterator[str]:
    for (line,) in db.sqlite.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"The file is damaged: {line}."
    for table, row, parent, _ in db.sqlite.execute("PRAGMA foreign_key_check"):
        yield f"{table} {row} refers to a row of {parent} that does not exist."
    for index, (table, _) in INDEXED.items():
        try:
            db.sqlite.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)").close()
        except sqlite3.OperationalError:
            # locked by another program, or write-protected: that is not the index's fault
            raise
        except sqlite3.DatabaseError:
            yield f"The search index does not agree with the {table}s."


def _texts(db: Database) -> Iterator[str]:
    for number, sha256, content in db.sqlite.execute("SELECT id, sha256, content FROM text"):
        if text_hash(content) != sha256:
            yield f"Text {number} is not the text that came in: its hash differs."
    for number, sha256, content in db.sqlite.execute("SELECT id, sha256, content FROM file"):
        if bytes_hash(content) != sha256:
            yield f"File {number} is not the file that came in: its hash differs."
    sql = "SELECT d.id FROM document d JOIN text t ON t.id = d.text_id WHERE d.length <> length(t.content)"
    for (number,) in db.sqlite.execute(sql):
        yield f"Document {number} does not say its text's length."


def _claims(db: Database) -> Iterator[str]:
    text, of = "", 0
    sql = (
        'SELECT c.id, c.document_id, c.start, c."end", c.quote, c.prefix, c.suffix FROM claim c '
        "ORDER BY c.document_id, c.start"
    )
    for number, document, start, end, quote, *around in db.sqlite.execute(sql):
        if document != of:
            row = db.sqlite.execute(
                "SELECT t.content FROM document d JOIN text t ON t.id = d.text_id WHERE d.id = ?", [document]
            ).fetchone()
            text, of = (row[0] if row else ""), document
        if end > len(text):
            yield f"Claim {number} lies outside its document {document}."
        elif text[start:end] != quote:
            yield f"The quote of claim {number} is not what stands in document {document} at {start}-{end}."
        elif list(context(text, start, end)) != around:
            yield f"The context of claim {number} is not what stands around it in document {document}."
    sql = "SELECT id FROM claim WHERE id NOT IN (SELECT claim_id FROM claim_actor)"
    for (number,) in db.sqlite.execute(sql):
        yield f"Claim {number} has no actor."
    sql = (
        "SELECT a.id FROM claim_actor a JOIN claim c ON c.id = a.claim_id "
        "WHERE a.topic_id <> c.topic_id OR a.stance <> c.stance"
    )
    for (number,) in db.sqlite.execute(sql):
        yield f"claim_actor {number} says another topic or stance than its claim."
    sql = f"SELECT (SELECT count(*) FROM ({MENTIONS} EXCEPT SELECT * FROM {TABLE})), "
    sql += f"(SELECT count(*) FROM (SELECT * FROM {TABLE} EXCEPT {MENTIONS}))"
    if any(db.sqlite.execute(sql).fetchone()):
        yield "The index of mentions does not agree with the claims: counts with a filter may be wrong."


def _segments(db: Database) -> Iterator[str]:
    sql = 'SELECT s.id, d.id FROM segment s JOIN document d ON d.id = s.document_id WHERE s."end" > d.length'
    for number, document in db.sqlite.execute(sql):
        yield f"Segment {number} lies outside its document {document}."


def _history(db: Database) -> Iterator[str]:
    for number, changes in db.sqlite.execute("SELECT id, changes FROM history"):
        try:
            load_changes(changes)
        except (ValueError, TypeError):
            yield f"History entry {number} cannot be read."
