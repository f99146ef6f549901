"""The codebook as a file, both ways: what the command line and the window call alike."""

from pathlib import Path

from desktop.core.codebook_plans import CodebookFile
from desktop.core.errors import UserError
from desktop.core.values import Codebook
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.reads import project as reads

FORMATS = ("toml", "csv")


def codebook(db: Database) -> Codebook:
    """Return the project's codebook."""
    return Codebook(tuple(reads.actors(db)), tuple(reads.topics(db)))


def render(found: Codebook, form: str) -> bytes:
    """Return a codebook as a file of one of `FORMATS` holds it."""
    if form == "csv":
        from desktop.exchange.codebook_csv import write_codebook_csv

        return write_codebook_csv(found)
    from desktop.exchange.codebook import write_codebook

    return write_codebook(found).encode("utf-8", "replace")


def export_codebook(db: Database, path: Path) -> str:
    """Write the codebook to *path*, as CSV when it is called so and else as TOML; return the sentence that tells it.

    Raises:
        UserError: when the file cannot be written.
    """
    from desktop.exchange.writing import write_file

    found = codebook(db)
    write_file(path, render(found, _form(path)))
    return f"{path.name}: {_number(len(found.actors), 'actor')} and {_number(len(found.topics), 'topic')} were written."


def read_file(path: Path) -> CodebookFile:
    """Read a codebook, as CSV when the file is called so and else as TOML.

    Raises:
        UserError: when it cannot be read, or is no codebook.
    """
    from desktop.exchange.codebook import read_codebook_file
    from desktop.exchange.codebook_csv import read_codebook_csv

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}): choose another file.") from error
    if _form(path) == "csv":
        return read_codebook_csv(data, path.name)
    try:
        return read_codebook_file(data.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name} is not in UTF-8: save it as UTF-8.") from error


def import_codebook(db: Database, path: Path, *, update: bool = False) -> str:
    """Add what the project does not have, with *update* change the rest too; return the sentence that tells it.

    Raises:
        UserError: when the file cannot be read, is no codebook, or does not fit the project's.
    """
    file = read_file(path)
    new, changed = edit_codebook.apply_codebook(db, file, update=update)
    total = len(file.codebook.actors) + len(file.codebook.topics)
    rest = total - new - changed
    parts = [f"{new} new"]
    if update:
        parts.append(f"{changed} changed")
    parts.append(f"{rest} {'as before' if update else 'already there and left as they are'}")
    return f"{path.name}: {', '.join(parts)}."


def _form(path: Path) -> str:
    return "csv" if path.suffix.lower() == ".csv" else "toml"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
