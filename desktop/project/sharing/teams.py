"""Work of several, each in a file of their own, that meet in a folder or on a server.

The project of each member is complete and comes first: without the place where they meet all goes on, and what was done
meanwhile is sent once it is there again.
"""

import datetime
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.collecting import empty, no_collecting
from desktop.core.errors import NotNowError, UserError
from desktop.core.language import N_, _, ngettext
from desktop.core.portable import PortableSet
from desktop.core.text import one_line
from desktop.project.sharing.folder import FolderTransport
from desktop.project.sharing.transport import (
    FILE,
    TEXT,
    Blob,
    OthersNameError,
    TakenError,
    Team,
    TeamMember,
    Transport,
)
from desktop.store import edits, reads, set_log
from desktop.store.database import Database, account_name, now
from desktop.store.twins import held, named
from desktop.store.whole import unfinished

if TYPE_CHECKING:
    from desktop.project.sharing.hub import HubTransport

# of the facts on a team beside those of `set_log`: where it meets, how far one's own sets are sent, when that was
PLACE, SENT, SYNCED, NAME = "place", "sent", "synced", "name"
# seconds after which the others are told that one was here, though nothing happened
_RARELY = 300
# seconds after which a look is taken at one's own file, while the place where the team meets is listened to
_OFTEN = 0.02
# seconds after which who listens looks whether they are to go on
_PATIENCE = 0.5
# bytes of what is taken in that are held until it is written as one
_AT_ONCE = 100_000_000
_OTHERS_NAME = N_(
    "“{name}” is another member of the team: choose another name for yourself (“Who am I…”, or --coder), "
    "and try it again."
)
_SERVER = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Synced:
    """What a meeting with the team brought.

    Attributes:
        taken: sets of others that came in.
        sent: one's own that went out.
        waiting: those that need others, or texts, which are not there yet.
        conflicts: uuids of what is to be looked at.
        unread: what others sent and what cannot be read, by its path or number.
    """

    taken: int = 0
    sent: int = 0
    waiting: int = 0
    conflicts: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """In a sentence."""
        parts = [
            ngettext("{count:,} action taken in", "{count:,} actions taken in", self.taken).format(count=self.taken),
            ngettext("{count:,} sent", "{count:,} sent", self.sent).format(count=self.sent),
        ]
        if self.waiting:
            parts.append(ngettext("{count:,} waits", "{count:,} wait", self.waiting).format(count=self.waiting))
        if self.conflicts:
            told = ngettext("{count:,} conflict", "{count:,} conflicts", len(self.conflicts))
            parts.append(told.format(count=len(self.conflicts)))
        told = ", ".join(parts) + "."
        for one in self.unread:
            told += " " + _(
                "“{path}” is not here as a whole, or no action of a team: what follows it there waits."
            ).format(path=one)
        return told


@dataclass(frozen=True, slots=True)
class Status:
    """How a project stands to its team.

    Attributes:
        team: its name; empty where the project is in none.
        place: where it meets.
        client: who this file is there.
        synced: when they met last, ISO 8601 in UTC; empty where they never did.
        unsent: how many actions here the others do not have yet.
        members: who takes part; empty where the place is not there.
        away: why the place cannot be reached; empty where it can.
        conflicts: how many are to be decided.
    """

    team: str = ""
    place: str = ""
    client: str = ""
    synced: str = ""
    unsent: int = 0
    members: tuple[TeamMember, ...] = ()
    away: str = ""
    conflicts: int = 0


def is_in_team(db: Database) -> bool:
    """Tell whether the project is in a team."""
    return set_log.CLIENT in set_log.facts(db)


def meet(place: str) -> Transport:
    """Go to the place where a team meets: a folder, or a server by its address.

    Raises:
        UserError: when it cannot be reached.
    """
    if place.startswith(_SERVER):
        return _hub(place)
    return FolderTransport(Path(place))


def kept_place(place: str) -> str:
    """Return a place as the project file keeps it: a folder by its whole path, a server without any password.

    Raises:
        UserError: when a password is in the address.
    """
    if not place.startswith(_SERVER):
        return str(Path(place).absolute())
    from desktop.project.sharing.hub import refuse_password

    refuse_password(place)
    return place


def init(db: Database, place: str, name: str = "") -> Synced:
    """Let a team begin with this project, and meet at *place*.

    Raises:
        UserError: when the project is in a team already, or another one meets there.
    """
    _refuse_member(db)
    with closing(meet(place)) as transport:
        if transport.team() is not None:
            raise UserError(_("A team meets there already: join it with “visavis team join”, or choose another place."))
        team = Team(str(uuid.uuid4()), name.strip() or db.path.stem)
        _become_member(db, team, place)
        transport.found(team)
        transport.take_name(db.coder_name)
        found = _synchronize(db, transport)
        leave_snapshot(db, transport)
    return found


def join(place: str, path: Path, coder: str = "") -> Synced:
    """Make a project file at *path* of what the team that meets at *place* has, and take part.

    Raises:
        UserError: when something stands there already, no team meets at the place, or another member is called so.
    """
    if path.exists():
        raise UserError(_("“{path}” exists already: choose another name for your file of the project."), path=path)
    if not path.parent.is_dir():
        raise UserError(_("The folder “{folder}” does not exist: make it first."), folder=path.parent)
    with closing(meet(place)) as transport:
        team = transport.team()
        if team is None:
            raise UserError(_("No team meets there: begin one with “visavis team init”, or look at the place."))
        name = coder.strip() or account_name()
        if not transport.take_name(name):
            raise UserError(_(_OTHERS_NAME), name=name)
        with unfinished(path.parent) as part:
            transport.snapshot(part)
            with Database(part) as db:
                _refuse_unsound(db, place)
                db.set_coder(coder)
                _become_member(db, team, place)
            part.rename(path)
        with Database(path) as db:
            db.set_coder(coder)
            return _synchronize(db, transport)


def _refuse_unsound(db: Database, place: str) -> None:
    """Refuse a copy that others left, in which a row is not as Visavis writes it.

    Raises:
        UserError: then.
    """
    # what looks a whole project over is read when it is wanted
    from desktop.store import check

    if wrong := check.problems(db):
        told = _(
            "The copy of the project at “{place}” is not sound ({first}): nothing was taken. Ask whoever began the "
            "team to look at their file with “visavis check”."
        )
        raise UserError(told, place=kept_place(place), first=one_line(wrong[0], 200).rstrip("."))


def sync(db: Database) -> Synced:
    """Send what was done here, and take in what others did.

    Raises:
        UserError: when the project is in no team, or the place cannot be reached; what was done stays to be sent.
    """
    with closing(meet(_facts(db)[PLACE])) as transport:
        return _synchronize(db, transport)


class KeptConnection:
    """The connection of the last meeting with a server: to go there anew takes several times there and back.

    Whoever uses it has it alone.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: tuple[str, Transport] | None = None
        self._is_over = False

    def take(self, place: str) -> Transport | None:
        """Return the connection to *place*; None where there is none, or another one uses it."""
        with self._lock:
            idle, self._idle = self._idle, None
        if idle is None or idle[0] == place:
            return idle[1] if idle is not None else None
        idle[1].close()
        return None

    def leave(self, place: str, transport: Transport) -> None:
        """Leave the connection for the next meeting; one with a folder, or behind the last of a project, ends."""
        with self._lock:
            if is_told_of_news(place) and self._idle is None and not self._is_over:
                self._idle = place, transport
                return
        transport.close()

    def close(self) -> None:
        """End the connection, at once or when it is used no more."""
        with self._lock:
            self._is_over, idle, self._idle = True, self._idle, None
        if idle is not None:
            idle[1].close()


def sync_file(
    path: Path,
    coder: str,
    *,
    read_only: bool = False,
    kept: KeptConnection | None = None,
    tell: Callable[[], object] = lambda: None,
) -> tuple[Synced, Status]:
    """Let the project at *path* meet with its team, as `sync`, and return how it stands to it then.

    It is opened for that alone, so that whoever has it open besides goes on meanwhile; *tell* is called when what came
    is there. The connection is the *kept* one where there is one that still works.
    """
    if kept is None:
        with closing(KeptConnection()) as kept:
            return sync_file(path, coder, read_only=read_only, kept=kept, tell=tell)
    with Database(path, read_only=read_only) as db:
        db.set_coder(coder)
        place = _facts(db)[PLACE]
        if (transport := kept.take(place)) is not None:
            try:
                found = _meet_over(db, transport, tell)
            except UserError:
                # the server may have gone and come again meanwhile
                transport.close()
            else:
                kept.leave(place, transport)
                return found
        transport = meet(place)
        try:
            found = _meet_over(db, transport, tell)
        except BaseException:
            transport.close()
            raise
        kept.leave(place, transport)
        return found


def _meet_over(db: Database, transport: Transport, tell: Callable[[], object]) -> tuple[Synced, Status]:
    return _send_and_take(db, transport, tell), status(db, transport=transport)


def init_file(path: Path, place: str, coder: str, *, read_only: bool = False) -> Status:
    """Let a team begin with the project at *path*, as `init`, and return how it stands to it; as `sync_file`."""
    with Database(path, read_only=read_only) as db:
        db.set_coder(coder)
        init(db, place)
        return status(db)


def renew_snapshot(db: Database) -> Synced:
    """Meet with the team, and leave a new copy of the project for those who come: they need not read all sets again.

    Raises:
        UserError: as `sync`.
    """
    with closing(meet(_facts(db)[PLACE])) as transport:
        found = _synchronize(db, transport)
        leave_snapshot(db, transport)
    return found


def admit(db: Database, role: str) -> None:
    """Let a role of the server take part; only who founded the team may.

    Raises:
        UserError: when the team meets in a folder, or the server refuses.
    """
    told = _facts(db)
    with closing(_hub(told[PLACE])) as hub:
        hub.server.admit(told[set_log.PROJECT], role)


def set_blind(db: Database, *, is_blind: bool) -> None:
    """Let members see one another's work, or not; as `admit`."""
    told = _facts(db)
    with closing(_hub(told[PLACE])) as hub:
        hub.server.set_blind(told[set_log.PROJECT], is_blind)


def _hub(place: str) -> "HubTransport":
    if not place.startswith(_SERVER):
        raise UserError(_("Who takes part in a folder is whoever has the folder: there is nobody to be let in."))
    from desktop.project.sharing.hub import HubTransport

    return HubTransport(place)


def watch(db: Database, every: float = 2.0) -> Iterator[Synced]:
    """Meet with the team again and again, and yield each time that something came or went; it never ends by itself.

    Where the place cannot be reached it waits; *every* so many seconds it looks, or at once where a server tells.
    """
    while True:
        try:
            with closing(meet(_facts(db)[PLACE])) as transport:
                while True:
                    _wait(db, transport, every)
                    found = _send_and_take(db, transport)
                    if found.taken or found.sent:
                        yield found
        except NotNowError:
            time.sleep(every)
        except UserError:
            time.sleep(10 * every)


def _wait(db: Database, transport: Transport, seconds: float) -> None:
    """Wait until the place tells of something, or something was done here, or so many seconds."""
    version, end = set_log.file_version(db), time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if transport.wait(min(left, _OFTEN)):
            return
        if set_log.file_version(db) != version:
            return


def unsent_told(count: int) -> str:
    """Return in a sentence how much the others do not have yet."""
    if not count:
        return _("All that was done here is sent.")
    return ngettext(
        "{count:,} action of yours is not sent yet.", "{count:,} actions of yours are not sent yet.", count
    ).format(count=count)


def leave(db: Database) -> None:
    """Take this file out of its team: it stays as it is, and nothing is sent or taken any more."""
    _facts(db)
    with db.edit("sync", {"count": 0}, undoable=False):
        set_log.leave_team(db)


def status(db: Database, *, look: bool = True, transport: Transport | None = None) -> Status:
    """Return how a project stands to its team; with *look* False without going to the place where it meets.

    Whoever is there already names the *transport*.
    """
    told = set_log.facts(db)
    if set_log.CLIENT not in told:
        return Status(conflicts=reads.conflicts.count(db))
    client = told[set_log.CLIENT]
    seen = set_log.vector(db)
    unsent = seen.get(client, 0) - int(told.get(SENT, "0")) + set_log.unsealed(db)
    members: tuple[TeamMember, ...] = ()
    away = ""
    if look:
        try:
            with nullcontext(transport) if transport is not None else closing(meet(told[PLACE])) as there:
                members = tuple(
                    replace(one, waiting=max(0, one.number - seen.get(one.client, 0))) for one in there.members()
                )
        except UserError as error:
            away = str(error)
    return Status(
        *(told.get(NAME, ""), told[PLACE], client, told.get(SYNCED, ""), unsent, members, away),
        reads.conflicts.count(db),
    )


def leave_snapshot(db: Database, transport: Transport) -> None:
    """Leave a copy of the project for those who come."""
    with unfinished(db.path.parent) as part:
        db.save_copy(part)
        transport.put_snapshot(set_log.facts(db)[set_log.CLIENT], part)


def _facts(db: Database) -> dict[str, str]:
    told = set_log.facts(db)
    if set_log.CLIENT not in told:
        raise UserError(_("This project is in no team: begin one with “visavis team init”, or join one."))
    return told


def _refuse_member(db: Database) -> None:
    told = set_log.facts(db)
    if set_log.CLIENT in told:
        raise UserError(_("This project is in the team “{name}” already, which meets at {place}."), **told)


def _become_member(db: Database, team: Team, place: str) -> None:
    with db.edit("sync", {"count": 0}, undoable=False):
        set_log.leave_team(db)
        told = {
            set_log.CLIENT: str(uuid.uuid4()),
            set_log.PROJECT: team.project,
            set_log.SEALED: str(set_log.newest_line(db)),
            NAME: team.name,
            PLACE: kept_place(place),
            SENT: "0",
        }
        set_log.note(db, told)


def is_told_of_news(place: str) -> bool:
    """Tell whether the place where a team meets tells when something has come: a server does, a folder does not."""
    return place.startswith(_SERVER)


def listen(place: str, is_over: Callable[[], bool]) -> Iterator[None]:
    """Yield each time that the server where a team meets tells of something, until *is_over*; never for a folder.

    Where it cannot be reached it is asked again after a while.
    """
    if not is_told_of_news(place):
        return
    while not is_over():
        try:
            with closing(meet(place)) as transport:
                while not is_over():
                    if transport.wait(_PATIENCE):
                        yield
        except UserError:
            for _again in range(20):
                if not is_over():
                    time.sleep(_PATIENCE)


def _refuse_other(db: Database, transport: Transport) -> Team:
    told = _facts(db)
    team = transport.team()
    if team is None or team.project != told[set_log.PROJECT]:
        raise UserError(_("Another team meets at {place}: look whether that is the right place."), place=told[PLACE])
    return team


# what a hundred thousand rows are made of is in no circle; a collection before all is let go would look through it
@no_collecting()
def _synchronize(db: Database, transport: Transport, tell: Callable[[], object] = lambda: None) -> Synced:
    told = _facts(db)
    team = _refuse_other(db, transport)
    client = told[set_log.CLIENT]
    seen = set_log.vector(db)
    found = [one for one in transport.pull(seen) if one.project == team.project]
    if transport.last_number(client) > seen.get(client, 0):
        # the file was copied or restored, and went on elsewhere: here it is another one from now on
        client = _become_another(db, client, seen.get(client, 0))
    # what has no room in the cache would be written at once, and keep everybody from reading until the end
    db.hold_back(_AT_ONCE)
    whole = _with_contents(db, transport, found)
    taken = edits.sharing.Intake(waiting=len(found) - len(whole))
    if whole or set_log.unsealed(db):
        before = taken.waiting
        taken = edits.sharing.synchronize(db, whole)
        taken = replace(taken, waiting=taken.waiting + before)
        # before others look at what came: that takes its time, too
        empty(found, whole)
        tell()
    sent = _send(db, transport, client)
    if taken.sets or sent or _is_long_ago(told.get(SYNCED, "")):
        # not at each look: a folder that is kept the same elsewhere is left alone while nothing happens
        if not sent:
            with db.edit("sync", {"count": 0}, undoable=False):
                set_log.note(db, {SYNCED: now()})
        client = set_log.facts(db)[set_log.CLIENT]
        transport.introduce(TeamMember(client, db.coder_name, now(), set_log.vector(db).get(client, 0)))
    return Synced(taken.sets, sent, taken.waiting, taken.conflicts, tuple(transport.unread))


def _send_and_take(db: Database, transport: Transport, tell: Callable[[], object] = lambda: None) -> Synced:
    first = 0
    if set_log.unsealed(db):
        # it goes out before anybody looks what came: that would be there and back once more
        _refuse_other(db, transport)
        edits.sharing.synchronize(db, [])
        first = _send(db, transport, _facts(db)[set_log.CLIENT])
    found = _synchronize(db, transport, tell)
    return replace(found, sent=found.sent + first)


def _send(db: Database, transport: Transport, client: str) -> int:
    sent = int(set_log.facts(db).get(SENT, "0"))
    sets = set_log.sets_of(db, client, sent)
    if not sets:
        return 0

    def contents(blob: Blob) -> tuple[str, bytes] | None:
        return set_log.content(db, *blob)

    try:
        sent_as = _push(db, transport, client, sets, contents)
    except OthersNameError as others:
        if db.coder_name in others.names:
            raise UserError(_(_OTHERS_NAME), name=db.coder_name) from others
        # what was done under such a name is told under the one that was chosen instead
        told = set_log.facts(db)
        client, sent = told[set_log.CLIENT], int(told.get(SENT, "0"))
        with db.edit("sync", {"count": 0}, undoable=False):
            set_log.rename_coders(db, client, sent, others.names, db.coder_name)
        sent_as = _push(db, transport, client, set_log.sets_of(db, client, sent), contents)
    with db.edit("sync", {"count": 0}, undoable=False):
        set_log.note(db, {SENT: str(sent_as[-1].number), SYNCED: now()})
    return len(sent_as)


def _push(
    db: Database,
    transport: Transport,
    client: str,
    sets: Sequence[PortableSet],
    contents: Callable[[Blob], tuple[str, bytes] | None],
) -> Sequence[PortableSet]:
    """Send *sets*, as another client where one's own went on elsewhere; return them as they were sent."""
    try:
        transport.push(sets, contents)
    except TakenError as taken:
        client = _become_another(db, client, max(sets[0].number - 1, taken.after))
        sets = set_log.sets_of(db, client)
        transport.push(sets, contents)
    return sets


def _is_long_ago(synced: str) -> bool:
    try:
        then = datetime.datetime.fromisoformat(synced)
    except ValueError:
        return True
    return abs((datetime.datetime.now(datetime.UTC) - then).total_seconds()) > _RARELY


def _become_another(db: Database, client: str, after: int) -> str:
    """Count on as another one: what was done here behind the number *after* is theirs."""
    new = str(uuid.uuid4())
    with db.edit("sync", {"count": 0}, undoable=False):
        set_log.count_as(db, client, after, new)
        set_log.note(db, {set_log.CLIENT: new, SENT: "0"})
    return new


def _with_contents(db: Database, transport: Transport, sets: Sequence[PortableSet]) -> list[PortableSet]:
    """Bring in the texts and files that *sets* name, and return those sets whose texts are all here."""
    texts_of = [named([one]) for one in sets]
    texts = set[str]().union(*(texts for texts, _files in texts_of))
    files = set[str]().union(*(files for _texts, files in texts_of))
    wanted = [(TEXT, sha) for sha in sorted(texts - held(db, "text", texts))]
    wanted += [(FILE, sha) for sha in sorted(files - held(db, "file", files))]
    if wanted:
        found = transport.contents(wanted)
        with db.edit("sync", {"count": 0}, undoable=False):
            for (kind, sha256), (name, data) in found.items():
                set_log.put_content(db, kind, sha256, name, data)
    here = held(db, "text", texts)
    # a file that is kept by nobody hinders nothing
    return [one for one, (needed, _files) in zip(sets, texts_of, strict=True) if needed <= here]
