"""What a team needs of the place where its members meet, whether that is a folder or a server."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.portable import PortableSet

# of a text or a kept file: its kind and SHA-256
Blob = tuple[str, str]
TEXT, FILE = "text", "file"
# bytes that what others sent may have when it is unpacked, and how many times those that it has packed: what work there
# is becomes a tenth, what is made to fill memory or disk a thousandth
MOST, TIMES, ANYWAY = 500_000_000, 200, 10_000_000
_NO_COPY = N_("The copy of the project at “{place}” is not there as a whole: wait until it is, or look at the place.")
# bytes that are unpacked together
_PIECE = 1 << 20


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

    def take_name(self, name: str) -> bool:
        """Let a name be one's own from now on, and tell whether it is: where the place knows who is who, one has it."""

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
            OthersNameError: when one of these tells a coder who is another member.
        """

    def pull(self, seen: Mapping[str, int]) -> list[PortableSet]:
        """Return the sets that are here and not *seen*, as far as they can be read."""

    def contents(self, blobs: Iterable[Blob]) -> dict[Blob, tuple[str, bytes]]:
        """Return name and bytes of those texts and files that are here."""

    def put_snapshot(self, client: str, project: Path) -> None:
        """Leave a copy of the project for those who come."""

    def snapshot(self, target: Path) -> None:
        """Write the newest copy of the project to *target*."""

    def wait(self, seconds: float) -> bool:
        """Wait until something may have come, or so many seconds; tell whether the place told of something."""

    def close(self) -> None:
        """Leave."""


class TakenError(Exception):
    """Another set of the same client is there: its project was copied, and both copies go on.

    Attributes:
        after: the number up to which the sets there are one's own.
    """

    def __init__(self, after: int) -> None:
        super().__init__(after)
        self.after = after


class OthersNameError(Exception):
    """Sets tell a coder who is another member.

    Attributes:
        names: such coders.
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


def fits(blob: Blob, data: bytes) -> bool:
    """Tell whether what others sent as a text or file is it, by its SHA-256, and of a text whether it is one."""
    kind, sha256 = blob
    if hashlib.sha256(data).hexdigest() != sha256:
        return False
    try:
        return kind != TEXT or bool(data.decode()) or not data
    except UnicodeDecodeError:
        return False


def _write(new: BinaryIO, data: bytes, path: Path) -> None:
    try:
        new.write(data)
    except OSError as error:
        told = _("“{path}” cannot be written ({reason}): make room there, or choose another place.")
        raise UserError(told, path=path.parent, reason=error.strerror) from error


def unpack(packed: Iterable[bytes], size: int, target: Path, place: str) -> None:
    """Write to *target* what the pieces of a gzip file of *size* bytes hold, which somebody left at *place*.

    Raises:
        UserError: when it would unpack to more than a project does, is no such file, or does not fit on the disk.
    """
    most = left = max(ANYWAY, TIMES * size)
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        with target.open("wb") as new:
            for piece in packed:
                while piece and not unpacker.eof:
                    data = unpacker.decompress(piece, _PIECE)
                    piece = unpacker.unconsumed_tail
                    left -= len(data)
                    if left < 0:
                        told = _(
                            "The copy of the project at “{place}” has {size:,} bytes and would unpack to more than "
                            "{most:,}: nothing was taken. Ask whoever began the team to look at it."
                        )
                        raise UserError(told, place=place, size=size, most=most)
                    _write(new, data, target)
    except zlib.error as error:
        raise UserError(_(_NO_COPY), place=place) from error
    if not unpacker.eof:
        raise UserError(_(_NO_COPY), place=place)
