"""What a team needs of the place where its members meet, whether that is a folder or a server."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.core.portable import PortableSet

# of a text or a kept file: its kind and SHA-256
Blob = tuple[str, str]
TEXT, FILE = "text", "file"


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One who takes part.

    Attributes:
        client: the file that they work in.
        name: what they are called.
        synced: when they were here last, ISO 8601 in UTC; empty where nobody knows.
        number: how many sets they have sent.
        waiting: how many of these are not in one's own project yet.
    """

    client: str
    name: str
    synced: str
    number: int
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Team:
    """What a place says of the team that meets there: an id that all members have, and a name."""

    project: str
    name: str


class Transport(Protocol):
    """The place where a team meets. Whatever cannot be reached or read raises `UserError`.

    Attributes:
        unread: sets that were there at the last look and could not be read; what follows them waits.
    """

    unread: list[str]

    def team(self) -> Team | None:
        """Return the team that meets here; None where none does yet."""

    def found(self, team: Team) -> None:
        """Let a team meet here from now on."""

    def introduce(self, member: TeamMember) -> None:
        """Tell the others of oneself, and that one was here."""

    def members(self) -> list[TeamMember]:
        """Return who takes part, by name."""

    def last_number(self, client: str) -> int:
        """Return the number of the last set of a client that is here; 0 where there is none."""

    def push(self, sets: Sequence[PortableSet], contents: Callable[[Blob], tuple[str, bytes] | None]) -> None:
        """Send sets, and before them the texts and files that they name; what is here already is left as it is.

        Raises:
            TakenError: when another set of this client has a number of these.
        """

    def pull(self, seen: Mapping[str, int]) -> list[PortableSet]:
        """Return the sets that are here and not *seen*, as far as they can be read."""

    def contents(self, blobs: Iterable[Blob]) -> dict[Blob, tuple[str, bytes]]:
        """Return name and bytes of those texts and files that are here."""

    def put_snapshot(self, client: str, project: Path) -> None:
        """Leave a copy of the project for those who come."""

    def snapshot(self, target: Path) -> None:
        """Write the newest copy of the project to *target*."""

    def wait(self, seconds: float) -> None:
        """Wait until something may have come, or so many seconds."""

    def close(self) -> None:
        """Leave."""


class TakenError(Exception):
    """Another set of the same client is there: its project was copied, and both copies go on."""
