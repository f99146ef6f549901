"""Folders that a program keeps the same on several computers, and the copies that such programs make of conflicts.

A synced project is copied while it is written, and two computers write to two copies of it: neither of the two knows.
So they are recognised, by the files with which each program marks its folders, and told of. What is known of the
programs stands in ``resources/sync_programs.toml``.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from desktop.paths import shipped

# of macOS: Library/CloudStorage/Dropbox, Library/CloudStorage/GoogleDrive-name@example.org
_STORAGE = "CloudStorage"
_CONFLICTS = (
    # Dropbox and Nextcloud: study (Ana's conflicted copy 2024-04-26).visavis
    re.compile(r" \([^)]*conflict[^)]*\)", re.IGNORECASE),
    # Syncthing: study.sync-conflict-20240426-140200-ABCDEFG.visavis
    re.compile(r"\.sync-conflict-[0-9]{8}-[0-9]{6}(?:-\w+)?"),
    # ownCloud before: study_conflict-20240426-140200.visavis
    re.compile(r"_conflict-[0-9]{8}-[0-9]{6}"),
)


@dataclass(frozen=True, slots=True)
class SyncProgram:
    """How a program's folders are known, and the copies that it numbers."""

    name: str
    markers: tuple[str, ...]
    folder: re.Pattern[str] | None
    numbered: re.Pattern[str] | None


@cache
def _programs() -> tuple[SyncProgram, ...]:
    table = tomllib.loads((shipped("resources") / "sync_programs.toml").read_text("utf-8"))

    def pattern(row: dict[str, str], key: str) -> re.Pattern[str] | None:
        return re.compile(row[key]) if key in row else None

    return tuple(
        SyncProgram(name, tuple(row.get("markers", ())), pattern(row, "names"), pattern(row, "numbered"))
        for name, row in table.items()
    )


def syncing_program(folder: Path) -> str:
    """Return the name of the program that keeps a folder the same elsewhere; empty where none is known to."""
    # no program syncs all of a disk
    folders = [one for one in (folder, *folder.parents) if one != one.parent]
    return next((name for one in folders if (name := _named(one) or _marked(one))), "")


def _named(folder: Path) -> str:
    if folder.parent.name == _STORAGE:
        return folder.name.partition("-")[0]
    return next((one.name for one in _programs() if one.folder and one.folder.fullmatch(folder.name)), "")


def _marked(folder: Path) -> str:
    try:
        there = [path for path in folder.iterdir() if path.name.startswith(".")]
    except OSError:
        return ""
    return next(
        (one.name for one in _programs() for marker in one.markers for path in there if path.match(marker)),
        "",
    )


def conflict_copies(project: Path, program: str = "") -> list[Path]:
    """Return the copies that a program made of a project beside it, since two computers had written to it."""
    numbered = [one.numbered for one in _programs() if one.name == program and one.numbered]
    try:
        beside = [path for path in project.parent.iterdir() if path.suffix == project.suffix and path != project]
    except OSError:
        return []
    rests = {path: path.stem.removeprefix(project.stem) for path in beside if path.stem.startswith(project.stem)}
    patterns = (*_CONFLICTS, *numbered)
    return sorted(path for path, rest in rests.items() if any(pattern.fullmatch(rest) for pattern in patterns))
