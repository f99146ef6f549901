"""The codebook as a file, both ways: what the command line and the window call alike."""

from pathlib import Path

from desktop.core import phrases
from desktop.core.language import _
from desktop.core.values import Codebook
from desktop.exchange.writing import write_file
from desktop.project.foreign import codebook_format, read_codebook
from desktop.store import edits, reads
from desktop.store.database import Database


def codebook(db: Database) -> Codebook:
    """Return the project's codebook."""
    return Codebook(tuple(reads.project.actors(db)), tuple(reads.project.topics(db)))


def export_codebook(db: Database, path: Path) -> str:
    """Write the codebook to *path*, as CSV when it is called so and else as TOML; return the sentence that tells it.

    Raises:
        UserError: when the file cannot be written.
    """
    found = codebook(db)
    write_file(path, codebook_format(path).write(found))
    return _("{name}: {actors} and {topics} were written.").format(
        name=path.name,
        actors=phrases.counted("actor", len(found.actors)),
        topics=phrases.counted("topic", len(found.topics)),
    )


def import_codebook(db: Database, path: Path, *, update: bool = False) -> str:
    """Add what the project does not have, with *update* change the rest too; return the sentence that tells it.

    Raises:
        UserError: when the file cannot be read, is no codebook, or does not fit the project's.
    """
    file = read_codebook(path)
    new, changed = edits.codebook.apply_codebook(db, file, update=update)
    total = len(file.codebook.actors) + len(file.codebook.topics)
    rest = total - new - changed
    told = _("{name}: {new} new, {rest} already there and left as they are.")
    if update:
        told = _("{name}: {new} new, {changed} changed, {rest} as before.")
    return " ".join((told.format(name=path.name, new=new, changed=changed, rest=rest), *file.notes))
