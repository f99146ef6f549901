"""Finding the files to import in folders, and saying what in them is none."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.core.language import _
from desktop.core.project_file import SUFFIX
from desktop.exchange.readers.formats import DOCUMENTS, FileKind
from desktop.exchange.readers.source import shown
from desktop.exchange.recognition import CODEBOOKS, kind_of

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


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to import, or what cannot be imported with the sentence that says why."""

    path: Path
    problem: str = ""


def find_files(names: Iterable[Path]) -> list[FoundFile]:
    """Return the files to import: those that are named, and all below the folders that are named, by name.

    Hidden files, projects, codebooks, links to folders, style sheets and scripts, and the folder beside a saved web
    page are left out; pipes, devices and what cannot be read are told.
    """
    found: list[FoundFile] = []
    for name in names:
        if _is_folder(name):
            below = list(_below(name))
            if not below:
                told = _("{folder} is a folder without a file to import; choose another.")
                below = [FoundFile(name, told.format(folder=shown(name.name) or name))]
            found.extend(below)
        else:
            found.append(FoundFile(name))
    # the same file may be named twice, or lie in a folder that is named as well
    return list({one.path: one for one in reversed(found)}.values())[::-1]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # in a folder that may not be searched; the reader says so
        return False


def _below(top: Path) -> Iterator[FoundFile]:
    # a stack of our own: folders may lie deeper in each other than Python's reaches
    waiting = [(top, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield FoundFile(path)
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
