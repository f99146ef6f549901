"""A team that meets in a folder which some program keeps the same on several computers, or on a stick.

Each member writes below a folder of their own, and nobody else writes there: such a program has nothing to bring
together. A set is a file that is written once, beside its place and then renamed; members are counted one by one, so
that nobody needs a list of all files, and one that comes late or twice does no harm.

    visavis-team.json                          which team meets here
    CLIENT/member.json                         who it is, and when they were here last
    CLIENT/000000/000000012.json.gz            their twelfth set
    CLIENT/texts/ab/ab12….gz, CLIENT/files/…   what sets name, by SHA-256
    CLIENT/snapshot.visavis.gz                 a copy of the project for those who come
"""

import gzip
import hashlib
import json
import re
import shutil
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.portable import CLIENT_FORM, PortableSet, dump_set, load_set
from desktop.project.sharing.transport import (
    ANYWAY,
    FILE,
    MOST,
    TEXT,
    TIMES,
    Blob,
    TakenError,
    Team,
    TeamMember,
    fits,
    unpack,
)
from desktop.store.twins import brought
from desktop.store.whole import written_whole

_TEAM = "visavis-team.json"
_MEMBER = "member.json"
_SNAPSHOT = "snapshot.visavis.gz"
_CLIENT = re.compile(CLIENT_FORM)
_HASH = re.compile(r"[0-9a-f]{64}")
# bytes of what a member tells of themself
_SHORT = 100_000
_FAULTS = (OSError, EOFError, ValueError, TypeError, KeyError, zlib.error, RecursionError)


class FolderTransport:
    """A folder.

    Attributes:
        folder: where it is.
        unread: the files of sets that were there at the last look and could not be read.
    """

    def __init__(self, folder: Path) -> None:
        """Meet in *folder*, which must be there.

        Raises:
            UserError: when it is not.
        """
        if not folder.is_dir():
            raise UserError(_("The folder “{folder}” does not exist, or is not here now."), folder=folder)
        self.folder = folder
        self.unread: list[str] = []

    def team(self) -> Team | None:
        """Return the team that meets here; None where none does yet."""
        told = self._json(self.folder / _TEAM)
        if told is None:
            return None
        try:
            return Team(_words(told["project"]), _words(told["name"]))
        except _FAULTS as error:
            raise UserError(
                _("“{path}” is no team’s file: choose another folder."), path=self.folder / _TEAM
            ) from error

    def found(self, team: Team) -> None:
        """Let a team meet here from now on."""
        path = self.folder / _TEAM
        try:
            self._write(path, json.dumps(asdict(team), ensure_ascii=False).encode(), replace=False)
        except FileExistsError as error:
            raise UserError(_("Another team has begun to meet in “{folder}”: join it."), folder=self.folder) from error

    def take_name(self, name: str) -> bool:
        """Return whether it is a name at all: who is who in a folder nobody can tell."""
        return bool(name)

    def introduce(self, member: TeamMember) -> None:
        """Tell the others of oneself, and that one was here."""
        told = {"name": member.name, "synced": member.synced}
        self._write(self._own(member.client) / _MEMBER, json.dumps(told, ensure_ascii=False).encode(), replace=True)

    def members(self) -> list[TeamMember]:
        """Return who takes part, by name."""
        found = []
        for client in self._clients():
            name, synced = "?", ""
            # one who cannot be read is one of whom nothing is known
            with suppress(UserError, *_FAULTS):
                told = self._json(self.folder / client / _MEMBER) or {}
                name, synced = _words(told.get("name", name)), _words(told.get("synced", ""))
            found.append(TeamMember(client, name, synced, self.last_number(client)))
        return sorted(found, key=lambda one: (one.name, one.client))

    def last_number(self, client: str) -> int:
        """Return the number of the last set of a client that is here; 0 where there is none."""
        own = self.folder / client
        last = 0
        with suppress(OSError):
            parts = [int(one.name) for one in own.iterdir() if re.fullmatch(r"\d{6}", one.name)]
            if parts:
                names = (own / f"{max(parts):06}").iterdir()
                last = max(
                    (int(one.name[:9]) for one in names if re.fullmatch(r"\d{9}\.json\.gz", one.name)), default=0
                )
        return last

    def push(self, sets: Sequence[PortableSet], contents: Callable[[Blob], tuple[str, bytes] | None]) -> None:
        """Send sets, and before them the texts and files that they name."""
        for one in sets:
            texts, files = brought(one)
            for blob in [*((TEXT, sha) for sha in sorted(texts)), *((FILE, sha) for sha in sorted(files))]:
                self._send(one.client, blob, contents)
            path = self._path(one.client, one.number)
            if path.exists():
                there = self._set(one.client, one.number)
                if there is None or there.uuid != one.uuid:
                    raise TakenError(one.number - 1)
                continue
            try:
                # the time is left out: the same set is the same bytes
                self._write(path, gzip.compress(dump_set(one).encode(), mtime=0), replace=False)
            except FileExistsError as error:
                raise TakenError(one.number - 1) from error

    def _send(self, client: str, blob: Blob, contents: Callable[[Blob], tuple[str, bytes] | None]) -> None:
        if any(self._blob(one, blob).exists() for one in self._clients()):
            return
        found = contents(blob)
        if found is not None:
            name, data = found
            with suppress(FileExistsError):
                head = json.dumps(name).encode() + b"\n"
                self._write(self._blob(client, blob), gzip.compress(head + data, mtime=0), replace=False)

    def pull(self, seen: Mapping[str, int]) -> list[PortableSet]:
        """Return the sets that are here and not *seen*, as far as they can be read."""
        found: list[PortableSet] = []
        self.unread = []
        for client in self._clients():
            number = seen.get(client, 0) + 1
            while (one := self._set(client, number)) is not None:
                found.append(one)
                number += 1
            path = self._path(client, number)
            if path.exists():
                self.unread.append(str(path))
        return found

    def contents(self, blobs: Iterable[Blob]) -> dict[Blob, tuple[str, bytes]]:
        """Return name and bytes of those texts and files that are here."""
        clients = self._clients()
        found: dict[Blob, tuple[str, bytes]] = {}
        for blob in blobs:
            for client in clients:
                data = self._unpacked(self._blob(client, blob))
                if data is None:
                    continue
                name, _end, content = data.partition(b"\n")
                # one that is not all there yet, or another, is as if it was not there
                if fits(blob, content):
                    with suppress(*_FAULTS):
                        found[blob] = (_words(json.loads(name)), content)
                        break
        return found

    def put_snapshot(self, client: str, project: Path) -> None:
        """Leave a copy of the project for those who come."""
        target = self._own(client) / _SNAPSHOT
        with (
            _told(target),
            written_whole(target, replace=True) as part,
            project.open("rb") as source,
            gzip.open(part, "wb", compresslevel=1) as packed,
        ):
            shutil.copyfileobj(source, packed, 1 << 20)

    def snapshot(self, target: Path) -> None:
        """Write the newest copy of the project to *target*."""
        paths = [self.folder / client / _SNAPSHOT for client in self._clients()]
        there = sorted((path for path in paths if path.exists()), key=lambda path: path.stat().st_mtime, reverse=True)
        refused: UserError | None = None
        for path in there:
            with suppress(OSError):
                try:
                    with path.open("rb") as packed:
                        unpack(iter(lambda: packed.read(1 << 20), b""), path.stat().st_size, target, str(path))
                except UserError as error:
                    # another member may have left a good one
                    refused = refused or error
                else:
                    return
        if refused is not None:
            raise refused
        told = _("There is no copy of the project in “{folder}” yet: wait until it is there, or look at the folder.")
        raise UserError(told, folder=self.folder)

    def wait(self, seconds: float) -> bool:
        """Wait so many seconds: a folder tells nobody what comes."""
        time.sleep(seconds)
        return False

    def close(self) -> None:
        """Leave."""

    def _clients(self) -> list[str]:
        with _told(self.folder):
            return sorted(one.name for one in self.folder.iterdir() if _CLIENT.fullmatch(one.name))

    def _path(self, client: str, number: int) -> Path:
        return self.folder / client / f"{number // 1000:06}" / f"{number:09}.json.gz"

    def _blob(self, client: str, blob: Blob) -> Path:
        kind, sha256 = blob
        # it comes from others and becomes part of a path
        if not _HASH.fullmatch(sha256):
            sha256 = hashlib.sha256(sha256.encode()).hexdigest()
        return self.folder / client / f"{kind}s" / sha256[:2] / f"{sha256}.gz"

    def _own(self, client: str) -> Path:
        if not _CLIENT.fullmatch(client):
            raise ValueError(client)
        return self.folder / client

    def _set(self, client: str, number: int) -> PortableSet | None:
        data = self._unpacked(self._path(client, number))
        if data is None:
            return None
        try:
            one = load_set(data)
        except _FAULTS:
            return None
        return one if (one.client, one.number) == (client, number) else None

    @staticmethod
    def _unpacked(path: Path) -> bytes | None:
        """Return what a file holds; None where it is not there, or not all of it yet."""
        try:
            most = min(MOST, max(ANYWAY, TIMES * path.stat().st_size))
            with gzip.open(path) as packed:
                data = packed.read(most + 1)
        except (OSError, EOFError, zlib.error):
            return None
        return data if len(data) <= most else None

    @staticmethod
    def _json(path: Path) -> dict[str, Any] | None:
        try:
            with path.open("rb") as source:
                told = json.loads(source.read(_SHORT))
            if not isinstance(told, dict):
                raise TypeError
        except FileNotFoundError:
            return None
        except _FAULTS as error:
            raise UserError(_("“{path}” cannot be read: wait until it is here as a whole."), path=path) from error
        return told

    @staticmethod
    def _write(path: Path, data: bytes, *, replace: bool) -> None:
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(path, replace=replace) as part:
                part.write_bytes(data)


def _words(value: Any) -> str:
    """Return what a file of others says as a text that a project can hold.

    Raises:
        ValueError: when it is none.
    """
    words = str(value)
    words.encode()
    return words


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        told = _("“{path}” cannot be reached or written ({reason}): nothing is lost, it goes on once it can.")
        raise UserError(told, path=path, reason=error.strerror) from error
