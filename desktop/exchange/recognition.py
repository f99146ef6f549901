"""What a file is: the one place where the window, the command line and the folders that are looked through ask.

A file is a document, an annotated document, a codebook or a project, known by its content. Another program's project
is one row more here, with a reader of its own in a package beside.
"""

from collections.abc import Iterable
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.project_file import SUFFIX, is_project
from desktop.exchange.readers.formats import DOCUMENTS, FileFormat, FileKind
from desktop.exchange.readers.source import SourceFile, read_head, refuse_foreign

CODEBOOKS = (
    FileFormat("toml", N_("TOML"), (".toml",), "application/toml", "codebook:toml", kind=FileKind.CODEBOOK),
    FileFormat("csv", N_("CSV"), (".csv",), "text/csv", "codebook:codebook_csv", kind=FileKind.CODEBOOK),
)
# the store opens it
PROJECT = FileFormat(
    "visavis",
    N_("Visavis project"),
    (SUFFIX,),
    "application/vnd.sqlite3",
    "recognition:project_file",
    kind=FileKind.PROJECT,
    is_text=False,
)
_OTHERS = (PROJECT, *CODEBOOKS)
_WAYS_OUT = {
    FileKind.CODEBOOK: N_(
        "{name} is a codebook, not a document; bring it in with “Import codebook” or “visavis codebook-import”."
    ),
    FileKind.PROJECT: N_("{name} is a Visavis project, not a document; open it, or import the documents themselves."),
}


def recognise(source: SourceFile) -> FileFormat:
    """Return the format of *source*; its name only tells Markdown from text that happens to have its marks.

    Raises:
        UserError: for what holds no text that can be read: pictures, programs, other archives.
    """
    found = _first((row for row in (*DOCUMENTS, *_OTHERS) if not row.is_text), source)
    if found is None:
        refuse_foreign(source)
        # what is read as it stands comes last
        *known, plain = DOCUMENTS
        found = _first((row for row in (*known, *_OTHERS) if row.is_text), source) or plain
    return found


def recognise_document(source: SourceFile) -> FileFormat:
    """Return the format of a document; as `recognise`; UserError for what is none, with what to do with it."""
    found = recognise(source)
    if found.kind in _WAYS_OUT:
        raise UserError(_(_WAYS_OUT[found.kind]), name=source.name)
    return found


def kind_of(path: Path) -> FileKind:
    """Return what the file at *path* is by its first bytes; what cannot be read, or is nothing else, is a document."""
    found = _first(_OTHERS, SourceFile(read_head(path), path.name))
    return found.kind if found is not None else FileKind.DOCUMENT


def is_project_file(source: SourceFile) -> bool:
    """Tell whether *source* is a project."""
    return is_project(source.content)


def _first(formats: Iterable[FileFormat], source: SourceFile) -> FileFormat | None:
    return next((row for row in formats if row.recognises(source)), None)
