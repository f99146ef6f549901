"""A team that meets on a PostgreSQL server: the same sets as in a folder, in one table that only grows.

No password is kept: the server's own ways have them (``~/.pgpass``, ``PGPASSWORD``, certificates).
"""

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.portable import PortableSet, dump_set, load_set
from desktop.project.sharing.transport import (
    FILE,
    MOST,
    TEXT,
    Blob,
    OthersNameError,
    TakenError,
    Team,
    TeamMember,
    fits,
    unpack,
)
from desktop.store.server import TeamServer
from desktop.store.twins import brought

# sets that are asked for at once
_TOGETHER = 1000
# characters that are sent at once, beside one set that may be longer: a server takes 250 MB together
_AT_ONCE = 4_000_000
# bytes of a character
_WIDEST = 4
# bytes of a copy of the project that are asked for at once
_PIECE = 8_000_000


def refuse_password(address: str) -> None:
    """Refuse an address that has a password in it: it would stand in the project file.

    Raises:
        UserError: then.
    """
    parts = urlsplit(address)
    if parts.password or "password" in parse_qs(parts.query):
        told = _(
            "There is a password in the address: leave it out, and put it into ~/.pgpass or the variable PGPASSWORD."
        )
        raise UserError(told)


def _pieces(sets: Sequence[PortableSet]) -> Iterator[list[tuple[PortableSet, str]]]:
    """Yield sets with what is sent of them, so many as go at once."""
    some: list[tuple[PortableSet, str]] = []
    size = 0
    for one in sets:
        body = dump_set(one)
        if some and (size + len(body) > _AT_ONCE or len(some) == _TOGETHER):
            yield some
            some, size = [], 0
        some.append((one, body))
        size += len(body)
    if some:
        yield some


class HubTransport:
    """A server.

    Attributes:
        server: the connection to it.
    """

    def __init__(self, address: str) -> None:
        """Connect.

        Raises:
            UserError: when there is a password in the address, or the server cannot be reached.
        """
        refuse_password(address)
        self.server = TeamServer(address)
        self._project = ""
        self._team: Team | None = None
        # the last number of each client, as the last look found it
        self._last: dict[str, int] | None = None
        self.unread: list[str] = []

    def team(self) -> Team | None:
        """Return the team that meets here; None where none does yet, or one is no member."""
        if self._team is None and (told := self.server.team()) is not None:
            self._team = Team(*told)
            self._project = told[0]
        return self._team

    def found(self, team: Team) -> None:
        """Let a team meet here from now on."""
        self.server.found(team.project, team.name)
        self._project = team.project

    def take_name(self, name: str) -> bool:
        """Let a name be that of one's role, and tell whether it is."""
        return self.server.take_name(self._team_id, name)

    def introduce(self, member: TeamMember) -> None:
        """Tell the others of oneself, and that one was here."""
        self.server.introduce(self._team_id, member.client, member.name, member.synced)

    def members(self) -> list[TeamMember]:
        """Return who takes part, by name."""
        return [TeamMember(*one) for one in self.server.members(self._team_id)]

    def last_number(self, client: str) -> int:
        """Return the number of the last set of a client that is here; 0 where there is none."""
        if self._last is not None:
            return self._last.get(client, 0)
        return self.server.last_number(self._team_id, client)

    def push(self, sets: Sequence[PortableSet], contents: Callable[[Blob], tuple[str, bytes] | None]) -> None:
        """Send sets, and before them the texts and files that they name."""
        wanted: dict[Blob, None] = {}
        for one in sets:
            texts, files = brought(one)
            wanted |= dict.fromkeys([*((TEXT, sha) for sha in sorted(texts)), *((FILE, sha) for sha in sorted(files))])
        for blob in self.server.missing(self._team_id, list(wanted)) if wanted else ():
            found = contents(blob)
            if found is not None:
                self.server.put_content(self._team_id, *blob, *found)
        for some in _pieces(sets):
            rows = [{"uuid": one.uuid, "client": one.client, "number": one.number, "body": body} for one, body in some]
            try:
                self.server.push(self._team_id, rows)
            except LookupError as error:
                if others := self.server.others_names(self._team_id, sorted({one.coder for one in sets})):
                    raise OthersNameError(others) from error
                there = self.server.sent(self._team_id, [one.uuid for one in sets])
                after = sets[0].number - 1
                for one in sets:
                    if (one.uuid, one.client, one.number) not in there:
                        break
                    after = one.number
                raise TakenError(after) from error

    def pull(self, seen: Mapping[str, int]) -> list[PortableSet]:
        """Return the sets that are here and not *seen*: they alone are asked for, all together."""
        found: list[PortableSet] = []
        self.unread = []
        last = dict(seen)
        while rows := self.server.pull(self._team_id, last, _TOGETHER, MOST):
            for seq, client, number, body in rows:
                last[client] = max(number, last.get(client, 0))
                try:
                    one = load_set(body) if body is not None else None
                    if one is None or (one.client, one.number) != (client, number):
                        raise ValueError(client)
                except (ValueError, TypeError, KeyError, RecursionError):
                    # what nobody of ours wrote is passed over
                    self.unread.append(str(seq))
                    continue
                found.append(one)
            bodies = [body for _seq, _client, _number, body in rows if body is not None]
            if len(bodies) < _TOGETHER and len(bodies) == len(rows) and sum(map(len, bodies)) < MOST // _WIDEST:
                # there was room for more: these are all
                break
        self._last = last
        return found

    def contents(self, blobs: Iterable[Blob]) -> dict[Blob, tuple[str, bytes]]:
        """Return name and bytes of those texts and files that are here."""
        wanted = list(blobs)
        rows = self.server.contents(self._team_id, [sha for _kind, sha in wanted], MOST)
        return {
            (kind, sha256): (name, data)
            for kind, sha256, name, data in rows
            if (kind, sha256) in wanted and fits((kind, sha256), data)
        }

    def put_snapshot(self, client: str, project: Path) -> None:
        """Leave a copy of the project for those who come."""
        self.server.put_snapshot(self._team_id, gzip.compress(project.read_bytes(), 1))

    def snapshot(self, target: Path) -> None:
        """Write the newest copy of the project to *target*."""
        found = self.server.snapshot(self._team_id)
        if found is None:
            raise UserError(_("There is no copy of the project on the server yet: who founded the team leaves one."))
        number, size = found
        pieces = (self.server.part_of_snapshot(number, at, _PIECE) for at in range(0, size, _PIECE))
        unpack(pieces, size, target, self.server.place)

    def wait(self, seconds: float) -> bool:
        """Wait until the server tells that something came, or so many seconds; tell whether it did."""
        return self.server.wait(seconds)

    def close(self) -> None:
        """Leave."""
        self.server.close()

    @property
    def _team_id(self) -> str:
        if not self._project and self.team() is None:
            raise UserError(_("You are in no team on this server: who founded it lets you in (“visavis team admit”)."))
        return self._project
