"""Looking a whole project over: the file, its offsets, quotes and references."""

import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from pathlib import Path

from desktop.core.language import N_, _
from desktop.core.progress import Progress
from desktop.core.text import AROUND, bytes_hash, context, text_hash
from desktop.store import files, foreign
from desktop.store.database import Database
from desktop.store.errors import explain, explained, is_wrong_index
from desktop.store.guarded import guard
from desktop.store.lost import FileMark, mark
from desktop.store.mention_schema import TABLE
from desktop.store.own_field_schema import FIELD_MENTION, FIELD_MENTIONS
from desktop.store.reads import scale as scales
from desktop.store.schema import INDEXED
from desktop.store.sqlite import Sqlite
from desktop.store.texts import Texts
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
# pages that are copied at once; steps of SQLite between two words of it
_PAGES, _STEPS = 2_000, 50_000
# and a copy is one of so many parts of the time
_COPY = 8
# bytes of the file that are mapped into memory by a process that does nothing else: each row is looked up in each
# index, which takes a third less of the time then. Where the medium fails, or the file is cut short, the system ends
# a process that reads what is mapped
_MAPPED = 1_000_000_000
# letters of the texts that the history is read with
_LETTERS = 20_000_000
LookedAt = Callable[[Database], Iterable[str]]
# what is looked at beside, and what was found; None where it was not brought to its end
Beside = tuple["Future[list[str] | None]", Sequence[LookedAt]]
# looks a file through by another process, with `look_at_file`, for as long as a block lasts
OtherProcess = Callable[[Path, FileMark | None], AbstractContextManager["Future[list[str] | None]"]]


def problems(
    db: Database, progress: Progress = lambda _done, _whole: None, elsewhere: OtherProcess | None = None
) -> list[str]:
    """Return one sentence for each thing that is wrong with the project; an empty list when it is sound.

    Args:
        db: the project.
        progress: called with how many of how many parts are looked through, and what it raises ends the look, amid a
            statement too.
        elsewhere: how a large file is looked through by another process.
    """
    with _much_in_memory(db.sqlite), _ended_by(db.sqlite, progress) as told:
        return _problems(db, told, elsewhere)


def problems_of_copy(path: Path, progress: Progress, elsewhere: OtherProcess | None = None) -> list[str]:
    """Return what `problems` does of the file at *path*, which may be open: of a copy, so that nobody waits for it.

    Raises:
        UserError: when it cannot be copied or opened.
    """
    with (
        explained(path),
        tempfile.TemporaryDirectory(prefix="visavis-", ignore_cleanup_errors=True) as folder,
    ):
        copied = Path(folder) / path.name

        def tell_copied(done: int, whole: int) -> None:
            progress(done, _COPY * whole)

        with closing(sqlite3.connect(f"{files.uri(path)}?mode=ro", uri=True, timeout=1.0)) as connection:
            guard(connection)
            files.write_copy(
                connection, copied, pages=_PAGES, progress=lambda done, whole: progress(done, _COPY * whole)
            )
        with Database(copied) as db:
            return problems(db, lambda done, whole: progress(whole + (_COPY - 1) * done, _COPY * whole), elsewhere)


def look_at_file(path: Path, known: FileMark | None) -> list[str] | None:
    """Return what is wrong with a file itself and its values; for a process that may end of it.

    None where it is not the *known* one: another may have taken its place.
    """
    with Database(path, read_only=True) as own, closing(_connected(path)) as whole:
        now = mark(path)
        if now is None or known is None or (now.device, now.inode) != (known.device, known.inode):
            return None
        for one in (whole, own.sqlite.conn):
            one.execute(f"PRAGMA cache_size=-{_CACHE_BESIDE}").close()
            one.execute(f"PRAGMA mmap_size={_MAPPED}").close()
            # the cells of a page are looked at whenever it is mapped, for each row; the look itself does that once
            one.execute("PRAGMA cell_size_check=OFF").close()
        return _look_one_by_one(own, (lambda _own: _damages(whole), *_ELSEWHERE_TOO))


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


def _problems(db: Database, progress: Progress, elsewhere: OtherProcess | None) -> list[str]:
    with ExitStack() as stack:
        beside = list(stack.enter_context(_looked_at_beside(db, elsewhere))) if _can_be_read_beside(db) else []
        not_here = {part for _looked, parts in beside for part in parts}
        here = [part for part in _PARTS if part not in not_here]
        done, whole = 0, sum(map(_weight, here)) + 1
        found, ended = list[str](), False
        for part in here:
            progress(done, whole)
            if not ended:
                # one by one: what was found before the file could not be read further is told too
                more, ended = _look(db, part)
                found += more
            done += _weight(part)
        first = list[str]()
        for looked, parts in beside:
            while not wait([looked], _ASKED).done:
                progress(done, whole)
            first += _told(db, looked, parts)
        progress(1, 1)
    # what SQLite finds wrong with the file first; what ended the look here and beside is told once
    return list(dict.fromkeys([*first, *found]))


def _weight(part: LookedAt) -> int:
    """Return how long a part takes, of a large project and beside the others."""
    return _WEIGHTS.get(part, 1)


def _told(db: Database, looked: "Future[list[str] | None]", parts: Sequence[LookedAt]) -> list[str]:
    """Return what was found wrong beside; where nothing could be found there, it is looked for here."""
    there: list[str] | None = None

    def tell(_db: Database) -> Sequence[str]:
        nonlocal there
        there = looked.result()
        return there or ()

    found, ended = _look(db, tell)
    return found if there is not None or ended else _look_one_by_one(db, parts)


def _look_one_by_one(db: Database, parts: Iterable[LookedAt]) -> list[str]:
    found = list[str]()
    for part in parts:
        more, ended = _look(db, part)
        found += more
        if ended:
            break
    return found


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
def _looked_at_beside(db: Database, elsewhere: OtherProcess | None) -> Iterator[Iterable[Beside]]:
    """Have the file and some parts looked through for as long as a block lasts, while it looks at the others.

    SQLite looks through the file on one processor, and whatever else there is on another one.
    """
    if elsewhere is None:
        with _looked_at_in_threads(db) as beside:
            yield beside
        return
    with elsewhere(db.path, mark(db.path)) as looked:
        yield [(looked, _ELSEWHERE)]


@contextmanager
def _looked_at_in_threads(db: Database) -> Iterator[Iterable[Beside]]:
    """Look by other connections of this process."""
    whole = _connected(db.path)
    whole.execute(f"PRAGMA cache_size=-{_CACHE - _CACHE_BESIDE}").close()
    # texts and claims are read one after the other
    db.sqlite.execute(f"PRAGMA cache_size=-{_CACHE_BESIDE}").close()
    connections, ended = [whole], threading.Event()

    def look() -> list[str]:
        with Database(db.path, read_only=True) as own:
            own.sqlite.execute(f"PRAGMA cache_size=-{_CACHE_BESIDE}").close()
            connections.append(own.sqlite.conn)
            return [] if ended.is_set() else _look_one_by_one(own, _BESIDE)

    with closing(whole), ThreadPoolExecutor(2) as threads:
        try:
            yield [(threads.submit(lambda: [*_damages(whole)]), (_file,)), (threads.submit(look), _BESIDE)]
        finally:
            # nobody waits for it any more when this block is left by an exception
            ended.set()
            for one in connections:
                # which may be closed by now
                with suppress(sqlite3.ProgrammingError):
                    one.interrupt()


def _connected(path: Path) -> sqlite3.Connection:
    """Return a connection that looks at a file and writes nothing; whichever thread may use it.

    It could write: of a file that is opened to be read alone SQLite knows no checks of its tables, and so looks at none
    (``sqlite3AddCheckConstraint`` of its source).
    """
    found = sqlite3.connect(f"{files.uri(path)}?mode=rw", uri=True, isolation_level=None, check_same_thread=False)
    guard(found).execute("PRAGMA query_only=ON").close()
    return found


def _file(db: Database) -> Iterator[str]:
    found = [*_damages(db.sqlite.conn)]
    yield from found
    if db.is_read_only and not found:
        # whether rows are as their tables want them; of a damaged file there may be no copy
        with _writable(db) as sqlite:
            yield from _damages(sqlite.conn, "quick_check")


def _damages(connection: sqlite3.Connection, look: str = "integrity_check") -> Iterator[str]:
    for (line,) in connection.execute(f"PRAGMA {look}"):
        if line != "ok":
            yield _("The file is damaged: {reason}.").format(reason=line)


@contextmanager
def _writable(db: Database) -> Iterator[Sqlite]:
    """Give what could be written to: of another SQLite looks at no search index, and at no checks of tables."""
    if not db.is_read_only:
        yield db.sqlite
        return
    copied = files.scratch_copy(db.sqlite)
    try:
        yield copied
    finally:
        copied.close()


def _references(db: Database) -> Iterator[str]:
    for table, row, parent, _key in db.sqlite.execute("PRAGMA foreign_key_check"):
        yield _("{table} {row} refers to a row of {parent} that does not exist.").format(
            table=table, row=row, parent=parent
        )


def _search(db: Database) -> Iterator[str]:
    with _writable(db) as sqlite:
        yield from _indexes(sqlite)


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
    # steps may go from text to text
    content = Texts(db.sqlite.conn, _LETTERS).content
    for number, parts in db.sqlite.execute("SELECT id, parts FROM history").fetchall():
        try:
            read_all(db.sqlite, number, parts, content)
        except (ValueError, TypeError, LookupError):
            yield _("History entry {number} cannot be read.").format(number=number)


# what SQLite finds wrong with the file is told first, then whether rows refer to each other
_PARTS: tuple[LookedAt, ...] = (
    *(_file, _references, _values, _mentions),
    *(_search, _texts, _claims, _own_fields, _segments, _history),
)
# in seconds, of a million claims
_WEIGHTS: dict[LookedAt, int] = {_file: 15, _search: 10, _mentions: 4, _values: 3, _claims: 3}
# what is looked at, where the file is large, by another connection, and what by another process: about half of the work
_BESIDE = (_references, _values, _mentions)
_ELSEWHERE_TOO = (_references, _mentions)
_ELSEWHERE = (_file, *_ELSEWHERE_TOO)
