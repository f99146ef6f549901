"""Work on a project that takes more than one layer: populating it, importing files, tagging by name, making tables.

The command line and the window both call these, so that the same wish has the same effect in both. What reads or
writes files is imported only when it is called: most commands need none of it.
"""

import contextlib
import difflib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop import paths
from desktop.analysis.matrix import Matrix
from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Stance, Voice
from desktop.store import edit_claims, edit_codebook, edit_documents, files, reads
from desktop.store.database import Database
from desktop.store.edit_documents import Imported

if TYPE_CHECKING:
    from desktop.exchange.exports import ClaimRow, MatrixCells, Quote
    from desktop.exchange.tables import Table

DEFAULT_PROJECT = "visavis-project" + files.SUFFIX


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read for import: its document, or the sentence that says why there is none."""

    path: Path
    document: CodedDocument | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file: what was imported, or None.

    Attributes:
        message: one sentence that tells it.
    """

    path: Path
    imported: Imported | None
    message: str


def new_project(path: Path, *, empty: bool = False) -> Database:
    """Make a project, populated from the seeds unless *empty*, and return it open.

    Raises:
        UserError: when something stands there already or the place cannot be written to; nothing is left there then.
    """
    db = Database(path, create=True)
    try:
        if not empty:
            populate(db)
    except BaseException:
        db.close()
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return db


def default_project() -> Path:
    """Return the project that opens when none is named: in the user's data folder, made when missing."""
    path = paths.user_data() / DEFAULT_PROJECT
    if not path.exists():
        new_project(path).close()
    return path


def populate(db: Database) -> None:
    """Fill a new project with the codebook and the coded documents that come with Visavis."""
    from desktop.exchange.seeds import load_seeds

    codebook, documents = load_seeds(paths.shipped("seeds"))
    # not undoable: the first undo of a new user would else empty the project
    with db.edit("Populate from the seeds", undoable=False) as recorder:
        edit_codebook.add_codebook(db, recorder, codebook)
        for document in documents:
            edit_documents.add_document(db, recorder, document, "seed")


@contextmanager
def open_project(path: Path) -> Iterator[Database]:
    """Open a project for the length of a block.

    Raises:
        UserError: when it cannot be opened, or turns out to be damaged inside the block.
    """
    with Database(path) as db:
        try:
            yield db
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            # ours, not the file's
            raise
        except sqlite3.DatabaseError as error:
            raise UserError(files.explain(error, path)) from error


def size(db: Database) -> str:
    """Return how much the project holds: ``5 documents, 60 claims``."""
    counts = reads.counts(db)
    return ", ".join(
        f"{counts[name]} {name if counts[name] != 1 else name.removesuffix('s')}" for name in ("documents", "claims")
    )


def read_files(names: Iterable[Path]) -> list[ReadFile]:
    """Read files for import; needs no project, and so may run beside the window's thread."""
    from desktop.exchange.files import read_document

    found = []
    for path in names:
        try:
            document = read_document(path)
            found.append(ReadFile(path, replace(document, name=_storable(document.name))))
        except UserError as error:
            found.append(ReadFile(path, None, str(error)))
    return found


def add_files(db: Database, read: Sequence[ReadFile]) -> list[FileResult]:
    """Add what was read, in one action, and return what became of each file, in their order.

    Raises:
        UserError: when the project cannot be written; nothing is added then.
    """
    documents = [one.document for one in read if one.document is not None]
    added = iter(edit_documents.add_documents(db, documents) if documents else [])
    results = []
    for one in read:
        imported = next(added) if one.document is not None else None
        results.append(FileResult(one.path, imported, imported.message if imported else one.problem))
    return results


def import_files(db: Database, names: Iterable[Path]) -> list[FileResult]:
    """Read files and add them in one action; as `read_files` and `add_files`."""
    return add_files(db, read_files(names))


def as_record(result: FileResult) -> dict[str, Any]:
    """Return *result* as a JSON object; ``outcome`` is ``failed`` for a file that could not be read."""
    imported = result.imported
    return {
        "file": str(result.path),
        "outcome": str(imported.outcome) if imported else "failed",
        "document_id": imported.document_id if imported else None,
        "claims": imported.claims if imported else 0,
        "approximate": list(imported.approximate) if imported else [],
        "message": result.message,
    }


def tag(
    db: Database,
    *,
    document: str,
    start: int,
    end: int,
    actors: Sequence[str],
    topic: str,
    stance: Stance,
    voice: Voice = Voice.DIRECT,
    memo: str = "",
) -> int:
    """Tag a claim whose document, actors and topic are named as people name them, and return its id.

    *actors* and *topic* are keys, *document* is a number, uuid, file name or title, offsets are code points.

    Raises:
        UserError: when one of the names is unknown, or the span is not inside the text.
    """
    if end < start:
        raise UserError(f"The span {start}-{end} ends before it begins: swap the two offsets.")
    return edit_claims.tag(
        db,
        edit_claims.NewClaim(
            reads.find_document(db, document).id,
            Span(start, end),
            tuple(find_key(db, "actor", key) for key in actors),
            find_key(db, "topic", topic),
            stance,
            voice,
            memo.strip(),
        ),
    )


def find_key(db: Database, table: str, key: str) -> int:
    """Return the id of the *table* ``actor`` or ``topic`` with this *key*.

    Raises:
        UserError: when there is none; it names the keys that are spelt nearly so.
    """
    keys = edit_codebook.keys(db, table)
    if key in keys:
        return keys[key]
    near = difflib.get_close_matches(edit_codebook.key_of(key), keys, 3, 0.5)
    way = f"did you mean {' or '.join(f'“{one}”' for one in near)}?" if near else f"“visavis {table}s” lists the keys."
    raise UserError(f"There is no {table} with the key “{key}”: {way}")


def claim_rows(db: Database) -> list["ClaimRow"]:
    """Return all claims, by document and place, each with all that names it."""
    from desktop.exchange.exports import ClaimRow

    documents = {document.id: document for document in reads.documents(db)}
    actors = {actor.id: actor.key for actor in reads.actors(db)}
    topics = {topic.id: topic.key for topic in reads.topics(db)}
    coders = {coder.id: coder.name for coder in reads.coders(db)}
    return [
        ClaimRow(
            claim_id=claim.id,
            uuid=claim.uuid,
            document_id=claim.document_id,
            document=documents[claim.document_id].name,
            title=documents[claim.document_id].facts.title,
            date=documents[claim.document_id].facts.date,
            start=claim.start,
            end=claim.end,
            quote=claim.quote,
            actors=tuple(actors[actor_id] for actor_id in claim.actor_ids),
            topic=topics[claim.topic_id],
            stance=claim.stance,
            voice=claim.voice.value,
            coder=coders[claim.coder_id],
            created=claim.created,
            memo=claim.memo,
            origin=claim.origin,
        )
        for claim in reads.claims(db)
    ]


def claims_export(db: Database) -> "Table":
    """Return the table of all claims."""
    from desktop.exchange.exports import claims_table

    return claims_table(claim_rows(db))


def matrix_export(db: Database, cells: "MatrixCells" = "counts") -> "Table":
    """Return the matrix as a table: topics that have a proposition or a claim, by actors that hold a claim.

    *cells* is ``counts``, ``net``, ``stance`` or ``quotes``; rows and columns stand in the codebook's order.
    """
    from desktop.exchange.exports import matrix_table

    found = matrix(db)
    topics = [topic for topic in reads.topics(db) if topic.proposition or topic.id in found.rows]
    actors = [actor for actor in reads.actors(db) if actor.id in found.columns]
    topic_keys = {topic.id: topic.key for topic in topics}
    actor_keys = {actor.id: actor.key for actor in actors}
    counts = {(topic_keys[topic], actor_keys[actor]): cell for (topic, actor), cell in found.cells.items()}
    quotes = _quotes(db, topic_keys, actor_keys) if cells == "quotes" else {}
    return matrix_table(topics, actors, counts, quotes, cells)


def render(table: "Table", form: str = "csv", *, exact: bool = False) -> bytes:
    """Return *table* as a file's content: *form* is ``csv`` or ``json``; *exact* leaves out what spreadsheets need."""
    from desktop.exchange.tables import write_csv, write_json

    return write_csv(table, exact=exact) if form == "csv" else write_json(table)


def matrix(db: Database) -> Matrix:
    """Return the matrix of all claims."""
    return Matrix((cell.topic_id, cell.actor_id, cell.stance, cell.count) for cell in reads.cell_counts(db))


def make_folder(folder: Path) -> None:
    """Make *folder* with those above it; nothing when it is there.

    Raises:
        UserError: when that is not possible.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"The folder “{folder}” cannot be made ({error.strerror}): choose another place.") from error


def _quotes(db: Database, topics: Mapping[int, str], actors: Mapping[int, str]) -> dict[tuple[str, str], list["Quote"]]:
    from desktop.exchange.exports import Quote

    facts = {document.id: document.facts for document in reads.documents(db)}
    quotes: dict[tuple[str, str], list[Quote]] = {}
    for claim in reads.claims(db):
        source = facts[claim.document_id]
        quote = Quote(claim.quote, claim.stance, source.publisher, source.date)
        for actor_id in claim.actor_ids:
            quotes.setdefault((topics[claim.topic_id], actors[actor_id]), []).append(quote)
    return quotes


def _storable(name: str) -> str:
    """Return a file's name without the bytes that are no UTF-8, which a file system allows and a project does not."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
