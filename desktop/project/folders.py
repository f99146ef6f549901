"""Folders that are looked through again and again: which of their files no project holds yet."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.columns import ColumnChoices
from desktop.core.errors import UserError
from desktop.core.progress import Progress
from desktop.exchange.readers.contained import container_of
from desktop.project import foreign
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
        files = foreign.files_in([folder], columns=held.columns, several=several)
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
        try:
            if file is not None:
                return self._hashes(file, held)[0] in held.files and foreign.is_several(file)
            parts = foreign.hashes_of_parts(path)
        except UserError:
            return False
        return bool(parts) and all(one in held.files for one in parts)

    def _hashes(self, path: Path, held: Held) -> tuple[str, str]:
        """Return the hashes of a file's bytes and of its text; the text's is empty where nobody needs it."""
        try:
            state = (container_of(path) or path).stat()
        except OSError:
            return "", ""
        known = self._known.get(path)
        if known is None or known[:2] != (state.st_size, state.st_mtime_ns):
            try:
                known = (state.st_size, state.st_mtime_ns, foreign.hash_of(path, held.columns), "?")
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
    try:
        return foreign.hash_of_text(path, columns)
    except UserError:
        return ""
