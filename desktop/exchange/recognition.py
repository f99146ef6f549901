"""What a file is, and which of those in folders are to import: the one place where window and command line ask.

A file is a document, an annotated document, a codebook or a project, known by its content. Another program's project
is one row more here, with a reader of its own in a package beside.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core.columns import ColumnChoices
from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.project_file import SUFFIX, is_project
from desktop.exchange.readers.collections import ARCHIVE, collecting_of, is_member, is_table, members_of, tables_within
from desktop.exchange.readers.formats import DOCUMENTS, FileFormat, FileKind
from desktop.exchange.readers.grids import refuse_table
from desktop.exchange.readers.source import SourceFile, read_head, refuse_foreign, shown
from desktop.paths import is_there

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

# projects, sound or not; what a page needs to be shown, some of it text; and what systems write into each folder
_NO_DOCUMENTS = (
    SUFFIX, f"{SUFFIX}-journal", ".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".otf", ".ico",
    "thumbs.db", "desktop.ini",
)  # fmt: skip
# what browsers and word processors add to a page's name for the folder of what belongs to it, by their language
_BESIDE = re.compile(
    r"(.+)[-_. ](?:files|file|archivos|fichiers|dateien|arquivos|ficheiros|bestanden|filer|pliki|soubory|fájlok|elemei|"
    r"fails|dosyalar|файлы|файли|αρχεία)",
    re.IGNORECASE,
)
# and what servers call a page
_PAGES = (*next(row.suffixes for row in DOCUMENTS if row.key == "html"), ".php", ".asp", ".aspx")
# only what is called so is looked into: a folder may hold thousands of documents
_CODEBOOKS = tuple(suffix for row in CODEBOOKS for suffix in row.suffixes)


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
        found = _first((row for row in (*known, *_OTHERS) if row.is_text), source)
        if found is None:
            refuse_table(source)
            found = plain
    return found


def recognise_document(source: SourceFile) -> FileFormat:
    """Return the format of a document; as `recognise`; UserError for what is none, with what to do with it."""
    found = recognise(source)
    if found.kind in _WAYS_OUT:
        raise UserError(_(_WAYS_OUT[found.kind]), name=source.name)
    return found


def kind_of(path: Path) -> FileKind:
    """Return what the file at *path* is by its first bytes; what cannot be read, or is nothing else, is a document."""
    return _kind_of(read_head(path), path.name)


def _kind_of(head: bytes, name: str) -> FileKind:
    found = _first(_OTHERS, SourceFile(head, name))
    return found.kind if found is not None else FileKind.DOCUMENT


def is_project_file(source: SourceFile) -> bool:
    """Tell whether *source* is a project."""
    return is_project(source.content)


def _first(formats: Iterable[FileFormat], source: SourceFile) -> FileFormat | None:
    return next((row for row in formats if row.recognises(source)), None)


_AS_SUGGESTED = ColumnChoices()
# a file, what the columns of tables are, and whether it is several documents where it may be one
MembersOf = Callable[[Path, ColumnChoices, bool | None], "HeldNames"]


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to import, or what cannot be imported with the sentence that says why.

    Attributes:
        set_path: the folders that it lies in below the one that was named: the set that its document comes into.
    """

    path: Path
    problem: str = ""
    set_path: str = ""


@dataclass(frozen=True, slots=True)
class HeldNames:
    """The documents of a file that holds many, each by its name and why it cannot be read; none where it is one itself.

    Attributes:
        is_archive: whether it is an archive, whose folders are those of its documents.
    """

    found: tuple[tuple[str, str], ...] = ()
    is_archive: bool = False


def members_in(path: Path, columns: ColumnChoices, several: bool | None) -> HeldNames:
    """Return the documents of the file at *path*; UserError as `members_of`."""
    found = tuple((one.name, one.problem) for one in members_of(path, columns, several=several))
    return HeldNames(found, bool(found) and collecting_of(path) is ARCHIVE)


def find_files(
    names: Iterable[Path],
    tops: Sequence[Path] = (),
    columns: ColumnChoices = _AS_SUGGESTED,
    *,
    several: bool | None = None,
    members: MembersOf = members_in,
) -> list[FoundFile]:
    """Return the files to import: those that are named, and all below the folders that are named, by name.

    What lies in folders below one that is named, or of files that are named below one of *tops*, comes as sets.
    A file that holds many documents is a folder of these; one that may as well be one document is what *several* says,
    else what is usual of its kind. *columns* says what the columns of tables are. *members* opens files for it.

    Hidden files, projects, codebooks, links to folders, style sheets and scripts, and the folder beside a saved web
    page are left out; pipes, devices and what cannot be read are told.
    """
    found: list[FoundFile] = []
    for name in names:
        if is_there(name, folder=True):
            below = [each for one in _below(name) for each in _opened(one, columns, several, members)]
            if not below:
                told = _("{folder} is a folder without a file to import; choose another.")
                below = [FoundFile(name, told.format(folder=shown(name.name) or name))]
            found.extend(below)
        else:
            top = next((one for one in tops if name.is_relative_to(one)), name.parent)
            found.extend(
                _opened(FoundFile(name, set_path=_set_path(name, top)), columns, several, members, is_named=True)
            )
    # the same file may be named twice, or lie in a folder that is named as well
    return list({one.path: one for one in reversed(found)}.values())[::-1]


def _opened(
    file: FoundFile, columns: ColumnChoices, several: bool | None, members: MembersOf, *, is_named: bool = False
) -> Iterator[FoundFile]:
    """Yield the documents in a file that holds many, else the file itself."""
    try:
        is_one = file.problem or is_member(file.path)
        held = HeldNames() if is_one else members(file.path, columns, several)
    except UserError as error:
        yield FoundFile(file.path, str(error))
        return
    if not held.found:
        yield file
        return
    # several are a set that is called as their file is; an archive that is named is no set, as a folder is none
    is_set = len(held.found) > 1 and not (is_named and held.is_archive)
    top = "/".join(filter(None, (file.set_path, shown(file.path.name) if is_set else "")))
    for name, problem in held.found:
        folders = name.rpartition("/")[0]
        yield FoundFile(file.path / name, problem, "/".join(filter(None, (top, folders))))


def tables_at(path: Path) -> list[Path]:
    """Return the file at *path* where it may be a table of documents, or those in it where it is an archive."""
    # of a table in an archive is asked as of any other
    able = [(path, read_head(path))] if is_table(path) else tables_within(path)
    return [one for one, head in able if _kind_of(head, one.name) is FileKind.DOCUMENT]


def find_tables(names: Iterable[Path], tables: Callable[[Path], list[Path]] = tables_at) -> list[Path]:
    """Return what may be tables of documents among the files that `find_files` finds, those in archives too.

    *tables* opens files for it.
    """
    found = (one for name in names for one in (_below(name) if is_there(name, folder=True) else [FoundFile(name)]))
    paths = dict.fromkeys(one.path for one in found if not one.problem)
    return list(dict.fromkeys(table for path in paths for table in tables(path)))


def _set_path(path: Path, top: Path) -> str:
    return "/".join(map(shown, path.relative_to(top).parts[:-1]))


def _below(top: Path) -> Iterator[FoundFile]:
    # a stack of our own: folders may lie deeper in each other than Python's reaches
    waiting = [(top, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield FoundFile(path, set_path=_set_path(path, top))
            continue
        try:
            waiting.extend(reversed(_entries(path)))
        except OSError as error:
            reason = error.strerror or str(error)
            told = _("The folder {folder} cannot be read ({reason}); ask its owner for permission.")
            yield FoundFile(path, told.format(folder=shown(path.name), reason=reason))


def _entries(folder: Path) -> list[tuple[Path, bool]]:
    """Return what may hold documents in one folder, by name, and whether it is a folder itself."""
    with os.scandir(folder) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    pages = {Path(entry.name).stem for entry in entries if entry.name.lower().endswith(_PAGES)}
    found = []
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.name.lower().endswith(_NO_DOCUMENTS):
            continue
        if entry.name.lower().endswith(_CODEBOOKS) and kind_of(Path(entry.path)) is not FileKind.DOCUMENT:
            continue
        try:
            is_folder = entry.is_dir()
            is_link = entry.is_symlink()
        except OSError:
            # a link to nowhere: the reader says so
            is_folder = is_link = False
        beside = _BESIDE.fullmatch(entry.name) if is_folder else None
        # a link to a folder could lead back
        if is_folder and (is_link or (beside is not None and beside[1] in pages)):
            continue
        found.append((Path(entry.path), is_folder))
    return found
