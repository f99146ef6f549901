"""Looking a whole project over: the file, its offsets, quotes and references."""

import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from desktop.core.language import N_, _
from desktop.core.progress import Progress
from desktop.core.text import AROUND, bytes_hash, context, text_hash
from desktop.store import files, foreign
from desktop.store.database import Database
from desktop.store.errors import explain, explained, is_wrong_index
from desktop.store.guarded import guard
from desktop.store.mention_schema import TABLE
from desktop.store.own_field_schema import FIELD_MENTION, FIELD_MENTIONS
from desktop.store.reads import scale as scales
from desktop.store.schema import INDEXED
from desktop.store.sqlite import Sqlite
from desktop.store.trail import read_all
from desktop.store.vocabulary import LONGEST_WORD

_WRONG_INDEX = {
    "text": N_("The search index does not agree with the texts."),
    "claim": N_("The search index does not agree with the claims."),
    "memo": N_("The search index does not agree with the memos."),
}


# the columns of a mention that come of a claim's actor; the others come of the claim
_OF_ACTOR = ("topic_id", "actor_id", "stance", "claim_id")
# kB of the file that are held in memory by who looks the file through, where each row is looked up in each index, and
# by who looks at other things beside
_CACHE, _CACHE_BESIDE = 150_000, 30_000
# bytes from which on the file is looked through beside other things, and how often is asked meanwhile, in seconds
_LARGE, _ASKED = 30_000_000, 0.1
# what is looked through one after the other; pages that are copied at once; steps of SQLite between two words of it
_PARTS, _PAGES, _STEPS = 10, 2_000, 50_000
LookedAt = Callable[[Database], Iterable[str]]


def problems(db: Database, progress: Progress = lambda _done, _whole: None) -> list[str]:
    """Return one sentence for each thing that is wrong with the project; an empty list when it is sound.

    *progress* is called with how many of how many parts are looked through, and what it raises ends the look, amid a
    statement too.
    """
    with _much_in_memory(db.sqlite), _ended_by(db.sqlite, progress) as told:
        return _problems(db, told)


def problems_of_copy(path: Path, progress: Progress) -> list[str]:
    """Return what `problems` does of the file at *path*, which may be open: of a copy, so that nobody waits for it.

    Raises:
        UserError: when it cannot be copied or opened.
    """
    with (
        explained(path),
        tempfile.TemporaryDirectory(prefix="visavis-", ignore_cleanup_errors=True) as folder,
    ):
        copied = Path(folder) / path.name
        with closing(sqlite3.connect(f"{files.uri(path)}?mode=ro", uri=True, timeout=1.0)) as connection:
            guard(connection)
            files.write_copy(connection, copied, pages=_PAGES, progress=lambda _done, _whole: progress(0, _PARTS))
        with Database(copied) as db:
            return problems(db, progress)


@contextmanager
def _ended_by(sqlite: Sqlite, progress: Progress) -> Iterator[Progress]:
    """Give a function that tells *progress*, which is told of what is told last while a statement runs, too."""
    stopped: list[Exception] = []
    last = [0, 1]

    def tell(done: int, whole: int) -> None:
        last[:] = done, whole
        progress(done, whole)

    def go_on() -> int:
        try:
            progress(*last)
        except Exception as error:
            stopped.append(error)
        return len(stopped)

    sqlite.conn.set_progress_handler(go_on, _STEPS)
    try:
        yield tell
    except Exception as error:
        # SQLite says that it was interrupted
        raise (stopped[0] if stopped else error) from None
    finally:
        sqlite.conn.set_progress_handler(None, 0)


@contextmanager
def _much_in_memory(sqlite: Sqlite) -> Iterator[None]:
    (before,) = sqlite.execute("PRAGMA cache_size").fetchone()
    sqlite.execute(f"PRAGMA cache_size=-{_CACHE}").close()
    try:
        yield
    finally:
        sqlite.execute(f"PRAGMA cache_size={int(before)}").close()
        # what is held beyond that goes at once
        sqlite.execute("PRAGMA shrink_memory").close()


def _problems(db: Database, progress: Progress) -> list[str]:
    parts = (_search, _texts, _claims, _own_fields, _segments, _history)
    assert len(parts) + len(_BESIDE) + 1 == _PARTS
    with ExitStack() as stack:
        beside = stack.enter_context(_looked_at_beside(db)) if _can_be_read_beside(db) else None
        # what SQLite finds wrong with the file is told first, then whether rows refer to each other
        whole: Sequence[LookedAt] = () if beside else (_file, *_BESIDE)
        found, ended = list[str](), False
        for number, part in enumerate((*whole, *parts)):
            progress(number, _PARTS)
            if not ended:
                # one by one: what was found before the file could not be read further is told too
                more, ended = _look(db, part)
                found += more
        for number, looked in enumerate(beside or (), len(parts)):
            while not wait([looked], _ASKED).done:
                progress(number, _PARTS)
        # what SQLite finds wrong with the file first
        found = [*(line for looked in beside or () for line in _told(db, looked)), *found]
        progress(1, 1)
    return found


def _told(db: Database, looked: "Future[list[str]]") -> list[str]:
    """Return what was found wrong beside."""
    return _look(db, lambda _db: looked.result())[0]


def _look(db: Database, part: LookedAt) -> tuple[list[str], bool]:
    """Return what is wrong in one part, and whether nothing more can be read."""
    found: list[str] = []
    try:
        found.extend(part(db))
    except sqlite3.Error as error:
        sentence = explain(error, db.path)
        if sentence is None:
            raise
        return [*found, sentence], True
    except (MemoryError, UnicodeDecodeError):
        # a row that says it is larger than all memory, or what SQLite says of it and is no text
        return [*found, foreign.fault(db)], True
    return found, False


def _can_be_read_beside(db: Database) -> bool:
    """Tell whether the open file is large, and the one that stands at its path."""
    return not db.is_read_only and db.size() > _LARGE and not db.look_after_file()


@contextmanager
def _looked_at_beside(db: Database) -> Iterator["list[Future[list[str]]]"]:
    """Look the file through, and then the parts of `_BESIDE`, by other connections while other things are looked at.

    SQLite looks through the file on one processor, and whatever else there is on another one.
    """
    whole = sqlite3.connect(f"{files.uri(db.path)}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
    guard(whole)
    whole.execute(f"PRAGMA cache_size=-{_CACHE - _CACHE_BESIDE}").close()
    # texts and claims are read one after the other
    db.sqlite.execute(f"PRAGMA cache_size=-{_CACHE_BESIDE}").close()
    connections, ended = [whole], threading.Event()

    def look() -> list[str]:
        found = list[str]()
        with Database(db.path, read_only=True) as own:
            own.sqlite.execute(f"PRAGMA cache_size=-{_CACHE_BESIDE}").close()
            connections.append(own.sqlite.conn)
            for part in () if ended.is_set() else _BESIDE:
                more, cannot_go_on = _look(own, part)
                found += more
                if cannot_go_on:
                    break
        return found

    with closing(whole), ThreadPoolExecutor(2) as threads:
        try:
            yield [
                threads.submit(lambda: [*_damages(line for (line,) in whole.execute("PRAGMA integrity_check"))]),
                threads.submit(look),
            ]
        finally:
            # nobody waits for it any more when this block is left by an exception
            ended.set()
            for one in connections:
                # which may be closed by now
                with suppress(sqlite3.ProgrammingError):
                    one.interrupt()


def _file(db: Database) -> Iterator[str]:
    yield from _damages(line for (line,) in db.sqlite.execute("PRAGMA integrity_check"))


def _damages(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if line != "ok":
            yield _("The file is damaged: {reason}.").format(reason=line)


def _references(db: Database) -> Iterator[str]:
    for table, row, parent, _key in db.sqlite.execute("PRAGMA foreign_key_check"):
        yield _("{table} {row} refers to a row of {parent} that does not exist.").format(
            table=table, row=row, parent=parent
        )


def _search(db: Database) -> Iterator[str]:
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
            with _taken_back(sqlite):
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


@contextmanager
def _taken_back(sqlite: Sqlite) -> Iterator[None]:
    """Take back what was written, which is nothing: to commit it would wait for whoever reads the file beside."""
    sqlite.execute("BEGIN IMMEDIATE").close()
    try:
        yield
    finally:
        if sqlite.conn.in_transaction:
            sqlite.execute("ROLLBACK").close()


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
    for number, document, start, end, quote, before, behind in db.sqlite.execute(sql):
        if document != of:
            row = db.sqlite.execute(
                "SELECT t.content FROM document d JOIN text t ON t.id = d.text_id WHERE d.id = ?", [document]
            ).fetchone()
            text, of = (row[0] if row else ""), document
        # of a sound claim, as all are but a few, one look: nothing is called for it
        if text[start - len(before) : end + len(behind)] == before + quote + behind and (
            len(before) == AROUND == len(behind)
        ):
            continue
        if end > len(text):
            yield _("Claim {number} lies outside its document {document}.").format(number=number, document=document)
        elif text[start:end] != quote:
            yield _("The quote of claim {number} is not what stands in document {document} at {start}-{end}.").format(
                number=number, document=document, start=start, end=end
            )
        elif context(text, start, end) != (before, behind):
            yield _("The context of claim {number} is not what stands around it in document {document}.").format(
                number=number, document=document
            )
    # a covering index has each once
    row = db.sqlite.execute("SELECT CAST(value AS BLOB) FROM setting WHERE key = ?", [scales.SETTING]).fetchone()
    if row is not None and scales.read(row[0]) is None:
        yield _("The scale of the project cannot be read: choose it anew.")
    known = scales.literals(one.key for one in scales.scale(db).all)
    sql = f"SELECT id, stance FROM claim WHERE stance NOT IN ({known}) ORDER BY id"
    for number, stance in db.sqlite.execute(sql):
        yield _("Claim {number} has the stance “{stance}”, which is no step of the project's scale.").format(
            number=number, stance=stance
        )
    sql = "SELECT id FROM claim WHERE id NOT IN (SELECT claim_id FROM claim_actor)"
    for (number,) in db.sqlite.execute(sql):
        yield _("Claim {number} has no actor.").format(number=number)


def _mentions(db: Database) -> Iterator[str]:
    # there are as many as there must be, none twice, and one for each actor of a claim: then they are the same. To look
    # for those of the one that are not in the other and the other way takes thrice as long; and here claims and actors
    # are at hand, which must say the same
    names = [str(name) for (name,) in db.sqlite.execute("SELECT name FROM pragma_table_info(?)", [TABLE])]
    same = " AND ".join(f"m.{name} = {'x' if name in _OF_ACTOR else 'c'}.{name}" for name in names)
    sql = (
        "SELECT x.id, x.topic_id <> c.topic_id OR x.stance <> c.stance FROM claim_actor x CROSS JOIN claim c "
        f"ON c.id = x.claim_id WHERE x.topic_id <> c.topic_id OR x.stance <> c.stance "
        f"OR NOT EXISTS (SELECT 1 FROM {TABLE} m WHERE {same})"
    )
    count = f"SELECT (SELECT count(*) FROM {TABLE}) = (SELECT count(*) FROM claim_actor)"
    agrees = bool(db.sqlite.execute(count).fetchone()[0])
    for number, is_other in db.sqlite.execute(sql):
        if is_other:
            yield _("claim_actor {number} says another topic or stance than its claim.").format(number=number)
        else:
            agrees = False
    if not agrees:
        yield _("The index of mentions does not agree with the claims: counts with a filter may be wrong.")


def _own_fields(db: Database) -> Iterator[str]:
    counts = f"SELECT (SELECT count(*) FROM {FIELD_MENTION}) = (SELECT count(*) FROM claim_value)"
    wrong = f"SELECT 1 FROM (SELECT * FROM {FIELD_MENTION} EXCEPT {FIELD_MENTIONS}) LIMIT 1"
    if not db.sqlite.execute(counts).fetchone()[0] or db.sqlite.execute(wrong).fetchone() is not None:
        yield _("The index of own fields does not agree with the claims: counts by an own field may be wrong.")
    sql = (
        "SELECT v.id, f.name FROM claim_value v JOIN own_field f ON f.id = v.field_id WHERE f.owner <> 'claim' "
        "ORDER BY v.id"
    )
    for number, name in db.sqlite.execute(sql):
        yield _("claim_value {number} is of the field “{name}”, which is none of claims.").format(
            number=number, name=name
        )


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


# what is looked at by another connection where the file is large
_BESIDE: tuple[LookedAt, ...] = (_references, _values, _mentions)
