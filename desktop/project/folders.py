"""Folders that are looked through again and again: which of their files no project holds yet."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.columns import ColumnChoices
from desktop.core.errors import UserError
from desktop.core.progress import Progress
from desktop.core.text import bytes_hash, text_hash
from desktop.exchange.readers.collections import (
    collecting_of,
    find_member,
    is_member,
    members_of,
    parts_of,
)
from desktop.exchange.readers.contained import container_of
from desktop.exchange.readers.source import read_bytes
from desktop.exchange.recognition import find_files
from desktop.store import edits, reads
from desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class Held:
    """What a project holds, by SHA-256.

    Attributes:
        files: of the bytes of the files that its documents were read from.
        left_out: of the bytes of files that the user has seen and does not want.
        columns: what the columns of tables are.
    """

    files: Collection[str] = frozenset()
    texts: Collection[str] = frozenset()
    left_out: Collection[str] = frozenset()
    columns: ColumnChoices = field(default_factory=ColumnChoices)


@dataclass(slots=True)
class FolderLook:
    """Look through folders again and again; a file that has not changed since is not read again."""

    _known: dict[Path, tuple[int, int, str, str]] = field(default_factory=dict)

    def new_files(
        self, folder: Path, held: Held, progress: Progress | None = None, *, several: bool | None = None
    ) -> list[Path]:
        """Return the files in and below *folder* that hold a text, and none that is *held*; by name.

        Files that cannot be read are left out: they would stay new for ever. *progress* counts files; *several* as
        `find_files` has it.
        """
        found = []
        files = find_files([folder], columns=held.columns, several=several)
        for number, one in enumerate(files):
            if progress is not None:
                progress(number, len(files))
            if one.problem:
                continue
            sha256, text = self._hashes(one.path, held)
            if sha256 and self._is_there_otherwise(one.path, held):
                continue
            if sha256 and text and sha256 not in held.files and sha256 not in held.left_out and text not in held.texts:
                found.append(one.path)
        return found

    def _is_there_otherwise(self, path: Path, held: Held) -> bool:
        """Tell whether a file came in as one document of which *path* is a part, or as several of which it is all."""
        file = container_of(path)
        if file is not None:
            return parts_of(file) is not None and self._hashes(file, held)[0] in held.files
        kind = collecting_of(path)
        if kind is None or kind.told is None:
            return False
        members = members_of(path, several=True)
        return bool(members) and all(bytes_hash(one.made()[0]) in held.files for one in members)

    def _hashes(self, path: Path, held: Held) -> tuple[str, str]:
        """Return the hashes of a file's bytes and of its text; the text's is empty where nobody needs it."""
        try:
            member = find_member(path, held.columns) if is_member(path) else None
            state = (container_of(path) or path).stat()
        except (OSError, UserError):
            return "", ""
        known = self._known.get(path)
        if known is None or known[:2] != (state.st_size, state.st_mtime_ns):
            try:
                known = (
                    state.st_size,
                    state.st_mtime_ns,
                    bytes_hash(member.content if member else read_bytes(path)),
                    "?",
                )
            except UserError:
                known = (state.st_size, state.st_mtime_ns, "", "")
            self._known[path] = known
        size, changed, sha256, text = known
        if text == "?" and sha256 not in held.files and sha256 not in held.left_out:
            text = _text_hash(path, held.columns)
            self._known[path] = (size, changed, sha256, text)
        return sha256, text


def held(db: Database, left_out: Collection[str] = frozenset(), columns: ColumnChoices | None = None) -> Held:
    """Return what a project holds; *left_out* are the hashes of files that the user does not want.

    Without *columns*, those of tables are what the project remembers.
    """
    there = reads.project.hashes(db)
    return Held(
        frozenset(of_bytes for of_bytes, _ in there if of_bytes),
        frozenset(of_text for _, of_text in there),
        frozenset(left_out),
        columns if columns is not None else edits.columns.remembered(db),
    )


def _text_hash(path: Path, columns: ColumnChoices) -> str:
    from desktop.exchange.documents import read_document

    try:
        return text_hash(read_document(path, columns=columns).document.text)
    except UserError:
        return ""
