"""Finding the files to import in folders, and saying what in them is none."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_PROJECTS = (".visavis", ".visavis-journal")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to import, or what cannot be imported with the sentence that says why."""

    path: Path
    problem: str = ""


def find_files(names: Iterable[Path]) -> list[FoundFile]:
    """Return the files to import: those that are named, and all below the folders that are named, by name.

    Hidden files, projects, links to folders and the pictures beside a saved web page are left out; pipes, devices and
    what cannot be read are told.
    """
    found: list[FoundFile] = []
    for name in names:
        if name.is_dir():
            below = list(_below(name))
            if not below:
                below = [FoundFile(name, f"{name.name or name} is a folder without a file to import; choose another.")]
            found.extend(below)
        else:
            found.append(FoundFile(name))
    # the same file may be named twice, or lie in a folder that is named as well
    return list({one.path: one for one in reversed(found)}.values())[::-1]


def _below(folder: Path) -> Iterator[FoundFile]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        reason = error.strerror or str(error)
        yield FoundFile(folder, f"The folder {folder.name} cannot be read ({reason}); ask its owner for permission.")
        return
    pages = {Path(entry.name).stem for entry in entries if entry.name.lower().endswith((".html", ".htm"))}
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith((".", "~$")) or entry.name.lower().endswith(_PROJECTS):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                beside = entry.name.removesuffix("_files").removesuffix("-files").removesuffix(".files")
                if beside == entry.name or beside not in pages:
                    yield from _below(path)
                continue
            mode = entry.stat().st_mode
        except OSError:
            # a link to nowhere: the reader says so
            mode = stat.S_IFREG
        if stat.S_ISDIR(mode):
            continue
        yield FoundFile(path)
