"""Folders that a program keeps the same on several computers, and the copies that such programs make of conflicts.

A synced project is copied while it is written, and two computers write to two copies of it: neither of the two knows.
So they are recognised, by the files with which each program marks its folders, and told of. What is known of the
programs stands in ``resources/sync_programs.toml``.
"""

import contextlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from desktop.core.language import _, ngettext
from desktop.paths import shipped, user_settings

# the file in the folder for settings that has what the command line told of once, a line each, and how many it keeps
_TOLD, _MOST = "sync_told.txt", 500
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


def warnings(project: Path) -> tuple[str, str]:
    """Return a sentence on the program that syncs a project's folder, and one on copies beside it; empty where none."""
    path = project.absolute()
    of_program = of_copies = ""
    if program := syncing_program(path.parent):
        words = _(
            "{program} keeps this folder the same on other computers. Work in the project on one of them at a time "
            "and close it before you go to the next: else there are two projects, each with a part of the work."
        )
        of_program = words.format(program=program)
    if copies := conflict_copies(path, program):
        words = ngettext(
            "Beside the project lies a copy that came of a conflict, with work that may be missing here: {names}.",
            "Beside the project lie copies that came of conflicts, with work that may be missing here: {names}.",
            len(copies),
        )
        of_copies = words.format(names=", ".join(f"“{one.name}”" for one in copies))
    return of_program, of_copies


def news(project: Path) -> list[str]:
    """Return those of the `warnings` of a project that the command line has not told yet, and remember them."""
    found = {repr((str(project.absolute()), one)): one for one in warnings(project) if one}
    if not found:
        return []
    known: list[str] = []
    # where it cannot be remembered it is told again
    with contextlib.suppress(OSError, UnicodeError):
        known = (user_settings(make=False) / _TOLD).read_text("utf-8").splitlines()
    new = {key: one for key, one in found.items() if key not in known}
    if new:
        with contextlib.suppress(OSError, UnicodeError):
            (user_settings() / _TOLD).write_text("\n".join([*new, *known][:_MOST]), "utf-8")
    return list(new.values())
