"""Looking a whole project over: the file, its offsets, quotes and references."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from desktop.core.language import N_, _
from desktop.core.progress import Progress
from desktop.core.text import bytes_hash, context, one_line, text_hash
from desktop.store import files, foreign
from desktop.store.database import Database
from desktop.store.errors import DAMAGED, explain, is_damage, is_wrong_index, plain
from desktop.store.guarded import guard
from desktop.store.mention_schema import MENTIONS, TABLE
from desktop.store.schema import INDEXED
from desktop.store.sqlite import Sqlite
from desktop.store.trail import read_all
from desktop.store.vocabulary import LONGEST_WORD

_WRONG_INDEX = {
    "text": N_("The search index does not agree with the texts."),
    "claim": N_("The search index does not agree with the claims."),
    "memo": N_("The search index does not agree with the memos."),
}


def problems(db: Database) -> list[str]:
    """Return one sentence for each thing that is wrong with the project; an empty list when it is sound."""
    found: list[str] = []
    for part in (_file, _values, _texts, _claims, _segments, _history):
        try:
            # one by one: what was found before the file could not be read further is told too
            found.extend(part(db))
        except sqlite3.Error as error:
            sentence = explain(error, db.path)
            if sentence is None:
                raise
            return [*found, sentence]
        except (MemoryError, UnicodeDecodeError):
            # a row that says it is larger than all memory, or what SQLite says of it and is no text
            return [*found, foreign.fault(db)]
    return found


def damage(path: Path, progress: Progress) -> str:
    """Return a sentence on what SQLite finds wrong with the file at *path* at a quick look; empty where nothing is.

    It is read beside whoever has it open, and nothing is written; *progress* is called now and then, and what it raises
    ends the look.
    """
    # the file is open, so that its schema was compared
    connection = sqlite3.connect(f"{files.uri(path)}?mode=ro", uri=True, isolation_level=None, timeout=1.0)
    guard(connection)
    stopped: list[Exception] = []

    def go_on() -> int:
        try:
            progress(0, 1)
        except Exception as error:
            stopped.append(error)
        return len(stopped)

    try:
        connection.set_progress_handler(go_on, 20_000)
        (line,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        return "" if line == "ok" else _(DAMAGED).format(path=path, reason=plain(line))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if stopped:
            raise stopped[0] from error
        # in use by another program, say: that is told by what it hinders
        is_damaged = isinstance(error, UnicodeDecodeError) or is_damage(error)
        return _(DAMAGED).format(path=path, reason=one_line(str(error), 200)) if is_damaged else ""
    finally:
        connection.close()


def _file(db: Database) -> Iterator[str]:
    for (line,) in db.sqlite.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield _("The file is damaged: {reason}.").format(reason=line)
    for table, row, parent, _key in db.sqlite.execute("PRAGMA foreign_key_check"):
        yield _("{table} {row} refers to a row of {parent} that does not exist.").format(
            table=table, row=row, parent=parent
        )
    # SQLite looks at a search index only when it could write to it
    sqlite = files.scratch_copy(db.sqlite) if db.is_read_only else db.sqlite
    try:
        yield from _indexes(sqlite)
    finally:
        if sqlite is not db.sqlite:
            sqlite.close()


def _indexes(sqlite: Sqlite) -> Iterator[str]:
    for index, (table, _content) in INDEXED.items():
        try:
            sqlite.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)").close()
        except sqlite3.DatabaseError as error:
            # locked by another program, or write-protected: that is not the index's fault
            if not is_wrong_index(error) and not _cannot_go_on(error):
                raise
            yield _(_WRONG_INDEX[table])
        try:
            if _lacks_words(sqlite, index):
                yield _("The vocabulary lacks words: letters inside of these are not found.")
                return
        except sqlite3.DatabaseError as error:
            # told already
            if not is_wrong_index(error) and not _cannot_go_on(error):
                raise


def _cannot_go_on(error: sqlite3.Error) -> bool:
    """Tell whether a search index came upon what it never writes."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def _lacks_words(sqlite: Sqlite, index: str) -> bool:
    """Tell whether an index has words of several letters that the vocabulary has not."""
    sqlite.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_of_{index} USING FTS5VOCAB (main, {index}, row)")
    # what FTS5 has cut may end amid a letter
    sql = (
        f"SELECT 1 FROM temp.words_of_{index} WHERE length(term) > 1 AND length(CAST(term AS BLOB)) < {LONGEST_WORD} "
        "AND term NOT IN (SELECT word FROM vocabulary) LIMIT 1"
    )
    found = sqlite.execute(sql).fetchone() is not None
    sqlite.execute(f"DROP TABLE temp.words_of_{index}").close()
    return found


def _values(db: Database) -> Iterator[str]:
    yield from foreign.problems(db.sqlite)


def _texts(db: Database) -> Iterator[str]:
    for number, sha256, content in db.sqlite.execute("SELECT id, sha256, content FROM text"):
        if text_hash(content) != sha256:
            yield _("Text {number} is not the text that came in: its hash differs.").format(number=number)
    for number, sha256, content in db.sqlite.execute("SELECT id, sha256, content FROM file"):
        if bytes_hash(content) != sha256:
            yield _("File {number} is not the file that came in: its hash differs.").format(number=number)
    sql = "SELECT d.id FROM document d JOIN text t ON t.id = d.text_id WHERE d.length <> length(t.content)"
    for (number,) in db.sqlite.execute(sql):
        yield _("Document {number} does not say its text's length.").format(number=number)


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
            yield _("Claim {number} lies outside its document {document}.").format(number=number, document=document)
        elif text[start:end] != quote:
            yield _("The quote of claim {number} is not what stands in document {document} at {start}-{end}.").format(
                number=number, document=document, start=start, end=end
            )
        elif list(context(text, start, end)) != around:
            yield _("The context of claim {number} is not what stands around it in document {document}.").format(
                number=number, document=document
            )
    sql = "SELECT id FROM claim WHERE id NOT IN (SELECT claim_id FROM claim_actor)"
    for (number,) in db.sqlite.execute(sql):
        yield _("Claim {number} has no actor.").format(number=number)
    sql = (
        "SELECT a.id FROM claim_actor a JOIN claim c ON c.id = a.claim_id "
        "WHERE a.topic_id <> c.topic_id OR a.stance <> c.stance"
    )
    for (number,) in db.sqlite.execute(sql):
        yield _("claim_actor {number} says another topic or stance than its claim.").format(number=number)
    sql = f"SELECT (SELECT count(*) FROM ({MENTIONS} EXCEPT SELECT * FROM {TABLE})), "
    sql += f"(SELECT count(*) FROM (SELECT * FROM {TABLE} EXCEPT {MENTIONS}))"
    if any(db.sqlite.execute(sql).fetchone()):
        yield _("The index of mentions does not agree with the claims: counts with a filter may be wrong.")


def _segments(db: Database) -> Iterator[str]:
    sql = 'SELECT s.id, d.id FROM segment s JOIN document d ON d.id = s.document_id WHERE s."end" > d.length'
    for number, document in db.sqlite.execute(sql):
        yield _("Segment {number} lies outside its document {document}.").format(number=number, document=document)


def _history(db: Database) -> Iterator[str]:
    for number, parts in db.sqlite.execute("SELECT id, parts FROM history").fetchall():
        try:
            read_all(db.sqlite, number, parts)
        except (ValueError, TypeError, LookupError):
            yield _("History entry {number} cannot be read.").format(number=number)
