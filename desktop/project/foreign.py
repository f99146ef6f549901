"""What is done with the files of strangers, each in a child process and within limits of its own (`children`).

Nothing of such a file is opened in the process of the window or of a command but its first bytes, to tell what it is.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from desktop.core.columns import ColumnChoices, TableLook
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.near_duplicates import sketch
from desktop.core.text import bytes_hash, text_hash
from desktop.core.values import Actor, CodebookFile
from desktop.exchange.readers.collections import (
    collecting,
    collecting_of,
    find_member,
    is_member,
    is_table,
    members_of,
    parts_of,
)
from desktop.exchange.readers.formats import FileFormat
from desktop.exchange.readers.source import SourceFile, read_bytes, read_head, shown
from desktop.exchange.recognition import CODEBOOKS, FoundFile, HeldNames, find_files, find_tables, members_in, tables_at
from desktop.project import children, document_files

if TYPE_CHECKING:
    from desktop.exchange.documents import Reading

_AS_SUGGESTED = ColumnChoices()


def name_of(path: Path) -> str:
    """Return what a file, or a document in one, is called, fit to stand in a sentence."""
    return shown(path.name)


def read_file(
    path: Path,
    actors: Sequence[Actor] = (),
    encoding: str = "",
    *,
    whole: bool = False,
    columns: ColumnChoices = _AS_SUGGESTED,
    keep_limit: int | None = None,
    compares: bool = False,
) -> "Reading":
    """Return what `document_files.read_file` does; without the content of a file larger than *keep_limit* bytes.

    Its sketch is made where somebody *compares* it with others.

    Raises:
        UserError: when it cannot be read, or takes more than it may.
    """
    how = {"whole": whole, "columns": columns, "keep_limit": keep_limit, "compares": compares}
    return children.run(_read, path, encoding, name=name_of(path), actors=actors, **how)


def read_pasted(text: str, name: str, actors: Sequence[Actor] = ()) -> "Reading":
    """Return what `document_files.read_pasted` does; as `read_file`."""
    return children.run(document_files.read_pasted, text, name, name=name, actors=actors)


def read_plain(text: str, name: str, actors: Sequence[Actor] = ()) -> "Reading":
    """Return what `document_files.read_plain` does; as `read_file`."""
    return children.run(document_files.read_plain, text, name, name=name, actors=actors)


def files_in(
    names: Iterable[Path],
    tops: Sequence[Path] = (),
    columns: ColumnChoices = _AS_SUGGESTED,
    *,
    several: bool | None = None,
) -> list[FoundFile]:
    """Return what `find_files` does; what takes more than it may is told as what cannot be read."""
    return find_files(names, tops, columns, several=several, members=_members_of)


def tables(names: Iterable[Path]) -> list[Path]:
    """Return what `find_tables` does; what takes more than it may is none."""
    return find_tables(names, tables=_tables_of)


def look(path: Path, choices: ColumnChoices) -> TableLook | None:
    """Return the table in a file with what its columns seem to be; None where it holds none.

    Raises:
        UserError: when it cannot be read, or takes more than it may.
    """
    return children.run(_look, path, choices, name=name_of(path))


def read_codebook(path: Path) -> CodebookFile:
    """Return the codebook in a file, in whatever format.

    Raises:
        UserError: when it cannot be read, is none, or takes more than it may.
    """
    return children.run(_read_codebook, path, name=name_of(path))


def codebook_format(path: Path) -> FileFormat:
    """Return the format that a codebook called so has: CSV, or else TOML."""
    return next((row for row in CODEBOOKS if path.suffix.lower() in row.suffixes), CODEBOOKS[0])


def hash_of(path: Path, columns: ColumnChoices) -> str:
    """Return the SHA-256 of a file's bytes, or of those of a document in one; UserError when it cannot be read."""
    if not is_member(path):
        return bytes_hash(read_bytes(path))
    return children.run(_hash_of_member, path, columns, name=name_of(path))


def hash_of_text(path: Path, columns: ColumnChoices) -> str:
    """Return the SHA-256 of the text of a document; UserError when it cannot be read, or takes more than it may."""
    return children.run(_hash_of_text, path, columns, name=name_of(path))


def is_several(path: Path) -> bool:
    """Tell whether a file may be one document or several; UserError when it takes more than it may."""
    return children.run(_is_several, path, name=name_of(path))


def hashes_of_parts(path: Path) -> list[str]:
    """Return the SHA-256 of each document in a file that may be one or several; none where it is one.

    Raises:
        UserError: when it takes more than it may.
    """
    return children.run(_hashes_of_parts, path, name=name_of(path)) if _may_hold(path, True) else []


def _may_hold(path: Path, several: bool | None) -> bool:
    """Tell by its first bytes whether a file may hold documents; what has to be opened to tell may."""
    try:
        kind = collecting(path.name, read_head(path), _refuse_to_open)
    except _ToBeOpenedError:
        return True
    return kind is not None and not (kind.told and not (kind.several if several is None else several))


class _ToBeOpenedError(Exception):
    """A file has to be opened to tell what it is."""


def _refuse_to_open() -> NoReturn:
    raise _ToBeOpenedError


def _members_of(path: Path, columns: ColumnChoices, several: bool | None) -> HeldNames:
    if not _may_hold(path, several):
        return HeldNames()
    return children.run(members_in, path, columns, several, name=name_of(path))


def _tables_of(path: Path) -> list[Path]:
    if not read_head(path).startswith(b"PK\x03\x04"):
        return tables_at(path) if is_table(path) else []
    try:
        return children.run(tables_at, path, name=name_of(path))
    except UserError:
        # it is told when it is to come in
        return []


# what is done in a child


def _read(
    path: Path,
    encoding: str,
    actors: Sequence[Actor],
    *,
    whole: bool,
    columns: ColumnChoices,
    keep_limit: int | None,
    compares: bool,
) -> "Reading":
    found = document_files.read_file(path, actors, encoding, whole=whole, columns=columns)
    is_wanted = keep_limit is None or len(found.content) <= keep_limit
    runs = array("I", sketch(found.document.text)).tobytes() if compares else b""
    return replace(found, content=found.content if is_wanted else b"", sketch=runs)


def _look(path: Path, choices: ColumnChoices) -> TableLook | None:
    from desktop.exchange.readers.sheets import look_at

    return look_at(path, choices)


def _read_codebook(path: Path) -> CodebookFile:
    try:
        source = SourceFile(path.read_bytes(), path.name)
    except OSError as error:
        sentence = _("{path} cannot be read ({reason}): choose another file.")
        raise UserError(sentence, path=path, reason=error.strerror) from error
    # known by its content, whatever it is called; what is wrong with one that is not known is told by its reader
    form = next((row for row in CODEBOOKS if row.recognises(source)), codebook_format(path))
    file: CodebookFile = form.read(source)
    return file


def _hash_of_member(path: Path, columns: ColumnChoices) -> str:
    return bytes_hash(find_member(path, columns).content)


def _hash_of_text(path: Path, columns: ColumnChoices) -> str:
    from desktop.exchange.documents import read_document

    return text_hash(read_document(path, columns=columns).document.text)


def _is_several(path: Path) -> bool:
    return parts_of(path) is not None


def _hashes_of_parts(path: Path) -> list[str]:
    kind = collecting_of(path)
    if kind is None or kind.told is None:
        return []
    return [bytes_hash(one.made()[0]) for one in members_of(path, several=True)]
