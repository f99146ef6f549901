"""The codebook as a file, both ways: what the command line and the window call alike."""

from pathlib import Path

from desktop.core import phrases
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.values import Codebook, CodebookFile
from desktop.exchange.readers.formats import FileFormat
from desktop.exchange.readers.source import SourceFile
from desktop.exchange.recognition import CODEBOOKS
from desktop.exchange.writing import write_file
from desktop.store import edits, reads
from desktop.store.database import Database


def codebook(db: Database) -> Codebook:
    """Return the project's codebook."""
    return Codebook(tuple(reads.project.actors(db)), tuple(reads.project.topics(db)))


def format_of(path: Path) -> FileFormat:
    """Return the format that a codebook called so has: CSV, or else TOML."""
    return next((row for row in CODEBOOKS if path.suffix.lower() in row.suffixes), CODEBOOKS[0])


def export_codebook(db: Database, path: Path) -> str:
    """Write the codebook to *path*, as CSV when it is called so and else as TOML; return the sentence that tells it.

    Raises:
        UserError: when the file cannot be written.
    """
    found = codebook(db)
    write_file(path, format_of(path).write(found))
    return _("{name}: {actors} and {topics} were written.").format(
        name=path.name,
        actors=phrases.counted("actor", len(found.actors)),
        topics=phrases.counted("topic", len(found.topics)),
    )


def read_file(path: Path) -> CodebookFile:
    """Read a codebook, in whatever format; UserError when it cannot be read, or is no codebook."""
    try:
        source = SourceFile(path.read_bytes(), path.name)
    except OSError as error:
        sentence = _("{path} cannot be read ({reason}): choose another file.")
        raise UserError(sentence, path=path, reason=error.strerror) from error
    # known by its content, whatever it is called; what is wrong with one that is not known is told by its reader
    form = next((row for row in CODEBOOKS if row.recognises(source)), format_of(path))
    file: CodebookFile = form.read(source)
    return file


def import_codebook(db: Database, path: Path, *, update: bool = False) -> str:
    """Add what the project does not have, with *update* change the rest too; return the sentence that tells it.

    Raises:
        UserError: when the file cannot be read, is no codebook, or does not fit the project's.
    """
    file = read_file(path)
    new, changed = edits.codebook.apply_codebook(db, file, update=update)
    total = len(file.codebook.actors) + len(file.codebook.topics)
    rest = total - new - changed
    told = _("{name}: {new} new, {rest} already there and left as they are.")
    if update:
        told = _("{name}: {new} new, {changed} changed, {rest} as before.")
    return " ".join((told.format(name=path.name, new=new, changed=changed, rest=rest), *file.notes))
