"""Meeting with the team in another thread: when it is asked for, after edits, every minute, and when a server tells."""

import datetime
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.core.changes import ChangeSet
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.progress import Progress
from desktop.core.stopping import or_leave
from desktop.qt.background import later
from desktop.qt.session import Session
from desktop.store import set_log

if TYPE_CHECKING:
    from desktop.project.sharing.teams import KeptConnection, Status, Synced
    from desktop.project.sharing.transport import TeamMember

# milliseconds between two meetings, after the last edit, and after the opening: the first page comes before
_EVERY = 60_000
_AFTER_EDIT = 3_000
# where a server tells the others at once
_SOON = 20
_AFTER_OPENING = 1_500


def when(created: str) -> str:
    """Return a time in UTC as the clock here has it, with its day where that is another one; empty for none."""
    try:
        local = datetime.datetime.fromisoformat(created).astimezone()
    except ValueError:
        return ""
    is_today = local.date() == datetime.datetime.now().astimezone().date()
    return f"{local:%H:%M}" if is_today else f"{local:%Y-%m-%d %H:%M}"


class Meetings(QObject):
    """Let the open project meet with its team, where it is in one, over a connection of its own to the file.

    Nothing goes anywhere for a project that is in no team.

    Attributes:
        members: who takes part, as the last meeting found them.
        problem: why the last meeting failed, in words; empty when it did not.

    Signals:
        moved(): a meeting begins or is over, or the project is in another team.
    """

    moved = Signal()
    _heard = Signal(object)
    _came = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._worker = session.worker(self)
        self.members: tuple[TeamMember, ...] = ()
        self.problem = ""
        # the sentence of the next meeting is wanted, though one is under way
        self._is_wanted = False
        self._soon = later(self, _AFTER_EDIT, self._by_itself)
        self._first = later(self, _AFTER_OPENING, self._by_itself)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._by_itself)
        # one is to follow the meeting that is under way: what that has looked up may be from before
        self._is_due = False
        # of the open project, where its team meets on a server
        self._kept: KeptConnection | None = None
        # what is set when nobody listens to the server of the open project any more
        self._is_left = threading.Event()
        self._listener: threading.Thread | None = None
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)
        session.entered.connect(self._on_entered)
        session.closing.connect(self._on_closing)
        session.changed.connect(self._on_changed)
        if session.is_open:
            self._on_entered()

    @property
    def is_under_way(self) -> bool:
        """Whether something goes to the place where the team meets or comes from there."""
        return self._worker.busy

    @property
    def is_in_team(self) -> bool:
        """Whether the open project is in a team."""
        return self._session.is_open and set_log.CLIENT in self._facts()

    @property
    def told(self) -> str:
        """When they met last, in a few words for the status line; empty where the project is in no team."""
        facts = self._facts() if self._session.is_open else {}
        if set_log.CLIENT not in facts:
            return ""
        time = when(facts.get("synced", "")) or _("never")
        return (_("team away since {time}") if self.problem else _("team: {time}")).format(time=time)

    def meet(self, *, is_asked: bool = True) -> None:
        """Send what was done here and take in what others did; what came of it is told where one has asked."""
        if self._worker.busy:
            self._is_wanted = self._is_wanted or is_asked
            return
        path, coder, is_read_only = self._session.path, self._session.coder, self._session.database.is_read_only
        kept, is_left = self._kept, self._is_left

        def tell() -> None:
            # the window may have gone meanwhile
            with suppress(RuntimeError):
                self._came.emit(is_left)

        def work(_progress: Progress) -> object:
            # what meets is read when a project is in a team: the window starts without it
            from desktop.project.sharing import teams

            # who closes the window waits for no server, and for no folder on a network
            return or_leave(partial(teams.sync_file, path, coder, read_only=is_read_only, kept=kept, tell=tell))

        self._worker.ask(lambda: work, partial(self._on_met, is_asked))
        self.moved.emit()

    def look(self) -> None:
        """Meet soon, as after the opening of a project; nothing is told of it but what came."""
        self._first.start()

    def init(self, place: str) -> None:
        """Let a team begin with the open project, and meet at *place*."""
        path, coder, is_read_only = self._session.path, self._session.coder, self._session.database.is_read_only

        def work(_progress: Progress) -> object:
            from desktop.project.sharing import teams

            return or_leave(partial(teams.init_file, path, place, coder, read_only=is_read_only))

        self._worker.ask(lambda: work, self._on_begun)
        self.moved.emit()

    def join(self, place: str, path: Path, coder: str = "") -> None:
        """Make a file of one's own at *path* of what the team at *place* has, and open it; no project need be open.

        It is that of the *coder*, by name: of who tags in the open project where none is named.
        """
        coder = coder or (self._session.coder if self._session.is_open else "")

        def work(_progress: Progress) -> object:
            from desktop.project.sharing import teams

            return or_leave(partial(teams.join, place, path, coder))

        self._worker.ask(lambda: work, partial(self._on_joined, path))
        self.moved.emit()

    def _by_itself(self) -> None:
        # a file to be read only, or one that is not there any more, meets nobody
        session = self._session
        if not session.is_open or session.database.is_read_only or session.is_stepping or session.is_waiting:
            return
        if self._worker.busy:
            self._is_due = True
        elif session.database.watch.loss is None and self.is_in_team:
            self.meet(is_asked=False)

    def _on_met(self, is_asked: bool, found: "tuple[Synced, Status] | UserError") -> None:
        is_asked, self._is_wanted = is_asked or self._is_wanted, False
        if self._is_due:
            self._is_due = False
            self._soon.start()
        messages = self._session.messages
        if isinstance(found, UserError):
            self.problem = str(found)
            if is_asked:
                messages.error(self.problem)
        else:
            synced, status = found
            self._listen(status.place)
            self.problem, self.members = status.away, status.members
            self._session.refresh()
            if is_asked:
                messages.info(synced.told)
            elif synced.conflicts:
                messages.hint(_("What came from the team stands against something of yours: look at “Together”."))
        self.moved.emit()

    def _on_begun(self, found: "Status | UserError") -> None:
        if isinstance(found, UserError):
            self._session.messages.error(str(found))
        else:
            self.problem, self.members = found.away, found.members
            self._session.messages.info(_("The team meets there now: let the others join it."))
        self.moved.emit()

    def _on_joined(self, path: Path, found: object) -> None:
        if isinstance(found, UserError):
            self._session.messages.error(str(found))
            self.moved.emit()
        else:
            # when this worker is done: it ends with the project that is open now
            QTimer.singleShot(0, self, partial(self._session.messages.succeeded, self._session.open, path))

    def _listen(self, place: str) -> None:
        """Let a server tell when others have sent something; a thread that waits for it keeps nobody waiting."""
        # what meets is read already
        from desktop.project.sharing import teams

        if self._listener is not None or not teams.is_told_of_news(place):
            return
        is_left = self._is_left
        self._kept = teams.KeptConnection()
        self._soon.setInterval(_SOON)
        self._listener = threading.Thread(
            target=_tell_of_news, args=(place, is_left, self._heard.emit), name="team", daemon=True
        )
        self._listener.start()

    def _on_heard(self, is_left: threading.Event) -> None:
        if is_left is self._is_left and not is_left.is_set():
            self._by_itself()

    def _on_came(self, is_left: threading.Event) -> None:
        """Show what came before more is asked of the place."""
        if is_left is self._is_left and not is_left.is_set():
            self._session.refresh()

    def _facts(self) -> dict[str, str]:
        try:
            return self._session.read(set_log.facts)
        except UserError:
            # it is told by what the user does
            return {}

    def _on_entered(self) -> None:
        self.members, self.problem, self._is_wanted, self._is_due = (), "", False, False
        self._is_left, self._listener = threading.Event(), None
        self._soon.setInterval(_AFTER_EDIT)
        self._first.start()
        self._timer.start()
        self.moved.emit()

    def _on_closing(self) -> None:
        for timer in (self._first, self._soon, self._timer):
            timer.stop()
        self._is_left.set()
        kept, self._kept = self._kept, None
        if kept is not None:
            # nobody waits for an answer
            kept.close()

    def _on_changed(self, changes: ChangeSet) -> None:
        # what came from others is no edit of one's own
        if not changes.coder:
            self._soon.start()


def _tell_of_news(place: str, is_left: threading.Event, tell: Callable[[threading.Event], object]) -> None:
    from desktop.project.sharing import teams

    for _news in teams.listen(place, is_left.is_set):
        try:
            tell(is_left)
        except RuntimeError:
            # the window has gone meanwhile
            return


def meetings_of(session: Session) -> Meetings:
    """Return where the open project meets with its team; one for a session, which all that tell of it share."""
    found = session.findChild(Meetings)
    return found if isinstance(found, Meetings) else Meetings(session)
