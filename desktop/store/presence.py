"""Who has a project open: a small note beside the file for each program that has, which blocks nobody.

A note is ``.name.visavis.open-…``: JSON with who, on which computer, since when, in which program. It is touched while
the project is open and goes when it is closed. One that was left by a program that ended otherwise is known by its age,
or by its process, and is taken away by the next who looks. Where no note can be written, nothing is missing but a
courtesy.
"""

import contextlib
import datetime
import json
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core.language import N_, _
from desktop.core.text import one_line

# how often a note is touched, and how old one is that nobody touches any more; in seconds
TOUCH = 10.0
_OLD = 60.0
# what a note may have at most: nobody has to read more of a foreign file
_LETTERS = 1000
_PROGRAMS = {"window": N_("in a window"), "command": N_("by a command")}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Who has a project open.

    Attributes:
        who: the coder's name.
        host: of the computer.
        since: local time, ``14:02``.
        program: ``window`` or ``command``.
    """

    who: str
    host: str
    since: str
    program: str

    def is_here(self, who: str) -> bool:
        """Tell whether it is the same coder at the same computer."""
        return (self.who, self.host) == (who, platform.node())

    @property
    def told(self) -> str:
        """Who it is, in words: ``Ana (in a window, on north, since 14:02)``."""
        words = _("{who} ({program}, on {host}, since {since})")
        return words.format(who=self.who, program=_(_PROGRAMS[self.program]), host=self.host, since=self.since)


class Presence:
    """One's own note on a project."""

    def __init__(self, project: Path, who: str, program: str) -> None:
        self._project = project.absolute()
        self._path = self._project.with_name(f"{_prefix(self._project)}{os.getpid()}-{os.urandom(4).hex()}")
        since = datetime.datetime.now().astimezone().strftime("%H:%M")
        self._note = {"who": who, "host": platform.node(), "pid": os.getpid(), "since": since, "program": program}
        self._write()

    def say(self, who: str) -> None:
        """Say who it is, since that changed."""
        if who != self._note["who"]:
            self._note["who"] = who
            self._write()

    def _write(self) -> None:
        with contextlib.suppress(OSError):
            self._path.write_text(json.dumps(self._note, ensure_ascii=False), "utf-8")

    def touch(self) -> None:
        """Say that one is still there."""
        with contextlib.suppress(OSError):
            os.utime(self._path)

    def end(self) -> None:
        """Take the note away."""
        with contextlib.suppress(OSError):
            self._path.unlink()

    def others(self) -> list[Neighbour]:
        """Return who else has the project open."""
        return [holder for path, holder in _notes(self._project, self._now()) if path != self._path]

    def _now(self) -> float | None:
        # by the clock of whoever keeps the files
        with contextlib.suppress(OSError):
            os.utime(self._path)
            return self._path.stat().st_mtime
        return None


def holders(project: Path) -> list[Neighbour]:
    """Return who has a project open, by the notes beside it, without those of this program."""
    own = f"{_prefix(project)}{os.getpid()}-"
    return [holder for path, holder in _notes(project.absolute(), None) if not path.name.startswith(own)]


def _prefix(project: Path) -> str:
    return f".{project.name}.open-"


def _notes(project: Path, now: float | None) -> Iterator[tuple[Path, Neighbour]]:
    prefix = _prefix(project)
    try:
        found = sorted(path for path in project.parent.iterdir() if path.name.startswith(prefix))
    except OSError:
        return
    for path in found:
        try:
            touched = path.stat().st_mtime
            with path.open(encoding="utf-8") as file:
                note = json.loads(file.read(_LETTERS))
            holder, pid = _holder(note), int(note["pid"])
        except (OSError, ValueError, TypeError, KeyError):
            continue
        here = holder.host == platform.node()
        if (here and not _runs(pid)) or (now is not None and now - touched > _OLD):
            with contextlib.suppress(OSError):
                path.unlink()
            continue
        yield path, holder


def _holder(note: Any) -> Neighbour:
    program = note["program"] if note["program"] in _PROGRAMS else "window"
    who, host, since = (one_line(str(note[name]), 60) for name in ("who", "host", "since"))
    return Neighbour(who, host, since, program)


def _runs(pid: int) -> bool:
    if os.name == "nt":
        # to send a signal there would end the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
