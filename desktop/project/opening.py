"""Opening a project and what is done by name: populating it, tagging by name, what a form of the matrix is made of.

The command line and the window both call these, so that the same request has the same effect in both. What reads or
writes files is imported only when it is called: most commands need none of it.
"""

import contextlib
import difflib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import paths
from desktop.analysis.comparison.counts import Matrix
from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import Stance, Voice
from desktop.project.importing import FileResult as FileResult
from desktop.project.importing import as_record as as_record
from desktop.project.importing import import_files as import_files
from desktop.store import files
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import filtered
from desktop.store.reads import project as reads

if TYPE_CHECKING:
    from desktop.exchange.tables.table import Table
    from desktop.project.exports import ClaimRow

# whose the claims are that come with Visavis: the user did not make them
SEED_CODER = "Visavis"
DEFAULT_PROJECT = "visavis-project" + files.SUFFIX


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
    with db.acting_as(SEED_CODER), db.edit("Populate from the seeds", undoable=False) as recorder:
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


def claim_filter(db: Database, words: str) -> ClaimFilter:
    """Return the filter that *words* write (``topic=trade date=2021..2024``), with its names looked up in *db*.

    Documents may be named by number, uuid, file name or title.

    Raises:
        UserError: when the words are no filter, or name what the project does not have.
    """
    chosen = ClaimFilter.parse(words)
    for table, keys in (("topic", chosen.topics), ("actor", chosen.actors)):
        for key in keys or ():
            find_key(db, table, key)
    coders = [coder.name for coder in reads.coders(db)]
    for name in (*(chosen.coders or ()), *(chosen.hidden_coders or ())):
        if name not in coders:
            raise UserError(f"There is no coder “{name}”: the project has {', '.join(coders) or 'none'}.")
    documents = tuple(reads.find_document(db, reference).uuid for reference in chosen.documents or ())
    return replace(chosen, documents=documents or None)


def claim_rows(
    db: Database, chosen: ClaimFilter | None = None, limit: int | None = None, *, named: bool = False
) -> list["ClaimRow"]:
    """Return the claims that *chosen* lets through, by document and place, each with all that names it.

    With *limit*, the first so many; *named* has names instead of the keys of actors and topics.
    """
    from desktop.project.exports import ClaimRow

    documents = {document.id: document for document in reads.documents(db)}
    actors = {actor.id: actor.name if named else actor.key for actor in reads.actors(db)}
    topics = {topic.id: topic.name if named else topic.key for topic in reads.topics(db)}
    coders = {coder.id: coder.name for coder in reads.coders(db)}
    chosen = chosen or ClaimFilter()
    found = filtered.claims(db, chosen) if limit is None else reads.claims(db, ids=filtered.ids(db, chosen)[:limit])
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
        for claim in found
    ]


def claims_export(
    db: Database, chosen: ClaimFilter | None = None, limit: int | None = None, *, named: bool = False
) -> "Table":
    """Return the table of the claims that *chosen* lets through, of all when it is None; as `claim_rows`."""
    from desktop.project.exports import claims_table
    from desktop.project.paged import with_pages

    found = claims_table(claim_rows(db, chosen, limit, named=named))
    return with_pages(found, {one.id: one.pages for one in reads.documents(db)})


def render(table: "Table", form: str = "csv", *, exact: bool = False) -> bytes:
    """Return *table* as a file's content, in a format of `desktop.exchange.tables.formats`.

    *exact* leaves out of a CSV what spreadsheets need.
    """
    from desktop.exchange.tables.formats import render

    return render(table, form, exact=exact)


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
