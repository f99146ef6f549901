"""Opening other programs' projects: which program a file is of, and what it holds, read in a child process."""

import stat
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.exchange.annotated.front_matter import is_annotated
from desktop.exchange.programs.annotated_project import begins_as_project
from desktop.exchange.programs.interchange import ForeignProject
from desktop.exchange.programs.registry import CLOSED, DATABASE, PROGRAMS, Program
from desktop.exchange.readers.source import SourceFile, read_bytes, read_head, shown
from desktop.paths import is_there
from desktop.project import children
from desktop.store.other_databases import read_tables, table_names

_BY_KEY = {row.key: row for row in PROGRAMS}
KEYS = tuple(_BY_KEY)
# what a project is called that may be one: of others nothing but their beginning is looked at
_SUFFIXES = frozenset(suffix for row in PROGRAMS for suffix in row.suffixes)


_ARCHIVE = b"PK\x03\x04"
# endings that documents may have as well
_SHARED = frozenset((".json", ".jsonl", ".csv", ".tsv", ".xlsx", ".sqlite3", ".zip"))


def is_called_so(path: Path) -> bool:
    """Tell whether a file is a project of another program by its name, or of ours by what it begins with.

    So are closed projects, and an annotated document; what documents may be called as well is none.
    """
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return begins_as_project(read_head(path))
    if suffix == ".md":
        # its claims may be here already, and changed in the file: that is shown and asked
        return is_annotated(read_head(path).decode("utf-8", "replace"))
    return suffix in _SUFFIXES - _SHARED or any(suffix in suffixes for suffixes in CLOSED)


def program_of(path: Path, chosen: str = "", *, alone: bool = False) -> Program | None:
    """Return which program's project a file is; None for a document, or whatever else it may be.

    Args:
        path: a file, or a folder that is a project.
        chosen: the key of the program that the user says it is.
        alone: whether it was named as a project: an annotated document is one then.

    Raises:
        UserError: when it is in a closed form, in a sentence with the menu that writes an open one.
    """
    suffix = path.suffix.lower()
    for suffixes, sentence in CLOSED.items():
        if suffix in suffixes:
            raise UserError(_(sentence), name=shown(path.name))
    if chosen:
        return _BY_KEY[chosen]
    if is_there(path, folder=True):
        return next((row for row in PROGRAMS if row.folder and is_there(path / row.folder)), None)
    head = read_head(path)
    if alone and is_annotated(head.decode("utf-8", "replace")):
        return _BY_KEY["annotated"]
    # an archive whose name tells nothing may be one; a document that is an archive is called so
    may_be = suffix in _SUFFIXES or head.startswith(DATABASE) or (not suffix and head.startswith(_ARCHIVE))
    if not head or not may_be:
        return None
    key = children.run(_recognise, path, name=shown(path.name))
    return _BY_KEY.get(key)


def read_project(path: Path, program: Program) -> ForeignProject:
    """Return what a project of another program holds.

    Raises:
        UserError: when it cannot be read, or takes more than it may.
    """
    found: ForeignProject = children.run(_read, path, program.key, name=shown(path.name))
    return found


# what is done in a child


def _recognise(path: Path) -> str:
    if read_head(path).startswith(DATABASE):
        names = table_names(path)
        return next((row.key for row in PROGRAMS if row.tables and row.recognises(names)), "")
    source = SourceFile(read_bytes(path), shown(path.name))
    for row in PROGRAMS:
        if not row.tables and (source.is_zip or path.suffix.lower() in row.suffixes) and row.recognises(source):
            return row.key
    return ""


def _beside(path: Path, row: Program) -> list[SourceFile]:
    """Return the file that is read with a project, where it is there; UserError when nothing can be read without."""
    beside = path.with_name(row.beside.replace("*", path.stem))
    if beside.is_file():
        return [SourceFile(read_bytes(beside), shown(beside.name))]
    if row.needs_it:
        sentence = _("The text of {name} is missing: put {text} beside it.")
        raise UserError(sentence, name=shown(path.name), text=shown(beside.name))
    return []


def _read(path: Path, key: str) -> ForeignProject:
    row = _BY_KEY[key]
    if row.tables:
        file = path / row.folder if is_there(path, folder=True) and row.folder else path
        if not stat.S_ISREG(file.stat().st_mode):
            raise UserError(_("{name} is no file that can be read: choose another."), name=shown(path.name))
        found: ForeignProject = row.read(read_tables(file, row.wanted))
        return found
    source = SourceFile(read_bytes(path), shown(path.name))
    try:
        found = row.read([source, *_beside(path, row)] if row.beside else source)
    except UserError:
        raise
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        # readers of foreign forms raise whatever a damaged file leads them to; it is the file's fault, not ours
        sentence = _("{name} is damaged, or no {program}: get a new copy of it.")
        raise UserError(sentence, name=shown(path.name), program=_(row.name)) from error
    return found
