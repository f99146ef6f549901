"""One open project as the window sees it: what it reads, and the one signal of every change."""

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from desktop.core import logs, scale
from desktop.core.changes import ChangeSet, RowLog
from desktop.core.collation import name_key
from desktop.core.errors import LockedError, NotNowError, UserError
from desktop.core.filters import ClaimFilter
from desktop.core.language import _, ngettext
from desktop.core.matching import Candidate, MatchingIndex
from desktop.core.own_fields import OwnField
from desktop.core.speaker_guess import NameIndex
from desktop.core.told_apart import shown_names
from desktop.core.values import Actor, ActorKind, Claim, Topic, topics_to_code
from desktop.qt import theme
from desktop.qt.messages import Messages
from desktop.qt.noting import Noting
from desktop.store import reads
from desktop.store.database import Database
from desktop.store.errors import explained
from desktop.store.foreign import read_from
from desktop.store.presence import TOUCH, Neighbour, Presence

if TYPE_CHECKING:
    from desktop.project.history import HistoryReader
    from desktop.qt.background import Worker
    from desktop.qt.comparisons import Comparisons
    from desktop.qt.drafts import Drafts
    from desktop.qt.stepping import LongStep
    from desktop.qt.tracing import Traces

# how often it is looked whether others have written, in milliseconds
_LOOK = 700
# for how long the window stands still for another program's lock, and when it is tried again, in milliseconds
_PATIENCE = 40
_TRY_AGAIN = 100
# an action of more parts in the history is undone and redone between events: a part takes 15 to 50 ms
FEW_PARTS = 2
# of claims that were asked for one by one
_KEPT = 200
P = ParamSpec("P")
R = TypeVar("R")


class Session(QObject):
    """Run actions on the open project and tell every change.

    Attributes:
        messages: the door to the user.
        hidden_coders: names of the coders whose claims are hidden everywhere; `hide_coders` sets them.
        blind_documents: those that the coder has in hand and has not finished: what others say there is not shown.
        revision: grows with every change, so that a late result can be told from a current one.

    Signals:
        closing(): the project is about to be closed: end what works on it.
        entered(): another project is open: forget what was chosen in the last one; `opened` follows.
        opened(): another project is open, or the file was changed from outside: read everything anew.
        changed(ChangeSet): one action, undo or redo was committed.
        lost(str): what became of the project's file, in words: it is not the one that was opened any more; empty when
            it is again.
        visibility_changed(): the claims of other coders are hidden, or shown again.
        stepping(str): a long action is being undone or redone, as the sentence says: until `stepped` what the project
            holds is neither as before nor as after, and nothing can be changed.
        steps_done(int, int): so many of so many of its rows are.
        stepped(bool): it is done, which `changed` tells of next, or was given up.
    """

    closing = Signal()
    entered = Signal()
    opened = Signal()
    # stances have other steps than before, or another project
    scale_changed = Signal()
    changed = Signal(object)
    visibility_changed = Signal()
    lost = Signal(str)
    stepping = Signal(str)
    stepped = Signal(bool)
    steps_done = Signal(int, int)

    def __init__(self, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.messages = messages
        self.hidden_coders: frozenset[str] = frozenset()
        self.blind_documents: frozenset[int] = frozenset()
        self.revision = 0
        # asked before what somebody else did is taken back: its name, and who did it
        self.may_undo: Callable[[str, str], bool] = lambda _action, _coder: False
        self._db: Database | None = None
        # how long an action waits for another program's, in seconds
        self.patience = 30.0
        self._waiting: QEventLoop | None = None
        self._gave_up = False
        # nothing can be read at the moment
        self._is_locked = self._told_locked = False
        # one's own note beside the file, and who else has it open
        self._presence: Presence | None = None
        self._others: list[Neighbour] = []
        self._touched = 0.0
        self._noting = Noting(lambda: self._db, self)
        # what became of the file
        self._lost = ""
        self._watch = QTimer(self)
        self._watch.setInterval(_LOOK)
        self._watch.timeout.connect(self._look)
        self._actors: dict[int, Actor] = {}
        self._topics: dict[int, Topic] = {}
        self._own_fields: dict[str, list[OwnField]] = {}
        self._topic_names: dict[int, str] = {}
        self._names: NameIndex | None = None
        self._persons: set[int] | None = None
        self._indexes: dict[str, MatchingIndex[int]] = {}
        self._usage: dict[str, Counter[int]] = {}
        self._dates: dict[int, str] | None = None
        # claims that were asked for at a revision
        self._claims: tuple[int, dict[int, Claim | None]] = (0, {})
        self._scale = scale.THREE

    # parts that the first window can do without; each is read when it is first wanted

    @cached_property
    def drafts(self) -> "Drafts":
        """What was typed and is not written yet."""
        from desktop.qt.drafts import Drafts

        return Drafts(self.messages, self)

    @cached_property
    def traces(self) -> "Traces":
        """Quotations traced across documents, and suggested claims."""
        from desktop.qt.tracing import Traces

        traces = Traces(lambda: self.database, self.messages, self.opened, self.changed, self)
        self.closing.connect(traces.finish)
        return traces

    @cached_property
    def history(self) -> "HistoryReader":
        """What was done, told by the names of its time."""
        from desktop.project.history import HistoryReader

        return HistoryReader(lambda: self.database)

    @cached_property
    def comparisons(self) -> "Comparisons":
        """The matrix by any axes, saved views, contradictions, pictures."""
        from desktop.qt.comparisons import Comparisons

        return Comparisons(lambda: self.database, self.messages, lambda: self.visible)

    @property
    def database(self) -> Database:
        """The open project.

        Raises:
            RuntimeError: when none is open.
        """
        if self._db is None:
            raise RuntimeError("no project is open")
        return self._db

    @property
    def is_open(self) -> bool:
        """Whether a project is open."""
        return self._db is not None

    @property
    def path(self) -> Path:
        """The open project's file."""
        return self.database.path

    @property
    def coder(self) -> str:
        """Whose name stands on what is done."""
        return self.database.coder_name

    @coder.setter
    def coder(self, name: str) -> None:
        self.database.set_coder(name)
        if self._presence is not None:
            self._presence.say(name)
        if self._use_handouts():
            self.visibility_changed.emit()

    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Open the project at *path* in place of the present one, which stays open when that fails.

        Raises:
            UserError: when it cannot be opened.
        """
        self._adopt(Database(path, read_only=read_only))

    def create(self, path: Path, *, empty: bool = False) -> None:
        """Make a project at *path*, populated from the seeds unless *empty*, and open it.

        Raises:
            UserError: when it cannot be made.
        """
        from desktop.project import opening

        self._adopt(opening.new_project(path, empty=empty))

    def close(self) -> None:
        """Close the project; nothing needs saving."""
        if self._db is not None:
            self.drafts.keeping.emit()
            self.drafts.try_again()
            # whoever leaves with something unwritten was asked
            self.drafts.clear()
            self.closing.emit()
            self._watch.stop()
            if self._presence is not None:
                self._presence.end()
                self._presence = None
            self._db.close()
            self._db = None

    def worker(self, parent: QObject, threads: int = 1) -> "Worker":
        """Return *threads* for long work, which is ended when the project is closed."""
        from desktop.qt.background import Worker

        worker = Worker(parent, threads)
        self.closing.connect(worker.stop)
        return worker

    def refresh(self) -> None:
        """Read everything anew when another program has written to the file since."""
        # not by `read`, which comes here again when the file cannot be read; a lock is told of by what it hinders
        if self._db is not None and not self._is_lost():
            self.messages.attempt(self._catch_up_unless_locked, self._db)

    @staticmethod
    def _keep_steps(db: Database) -> None:
        with explained(db.path):
            db.keep_steps()

    @staticmethod
    def _catch_up(db: Database) -> None:
        with explained(db.path):
            db.catch_up()

    def _catch_up_unless_locked(self, db: Database) -> None:
        with contextlib.suppress(NotNowError):
            self._catch_up(db)

    @property
    def can_be_read(self) -> bool:
        """Whether all that is seen can still be read, wherever the file is."""
        return self._db is not None and self._db.can_be_read

    @property
    def is_file_there(self) -> bool:
        """Whether a file lies where the project was opened."""
        return self._db is not None and self._db.path.exists()

    def _is_lost(self) -> bool:
        """Look whether the file is still the one that was opened, and tell when that changed."""
        told = self.database.look_after_file()
        if told != self._lost:
            self._lost = told
            self.lost.emit(told)
        return bool(told)

    def is_locked(self) -> bool:
        """Tell whether another program keeps everybody from reading the file now; the user is told then."""
        if self._db is not None and not self._is_locked and self._db.is_locked():
            self._on_locked()
        return self._is_locked

    def _on_locked(self) -> None:
        if not self._is_locked and self._db is not None:
            self._is_locked = True
            # not again for each of the hundred questions of a page
            self._db.wait_at_most(0)

    def _tell_others(self) -> None:
        """Say now and then that one is still there, and tell who came."""
        if self._presence is None or time.monotonic() - self._touched < TOUCH:
            return
        self._touched = time.monotonic()
        self._presence.touch()
        others = self._presence.others()
        new = [one for one in others if one not in self._others]
        self._others = others
        if new:
            who = ", ".join(one.told for one in new)
            told = _("“{project}” is open elsewhere too: {who}. What each of you does is shown to the other.")
            self.messages.info(told.format(project=self.path.name, who=who))

    def _look(self) -> None:
        if self.is_waiting:
            # what waits looks again and again already
            return
        self._tell_others()
        if self._is_locked and self._db is not None:
            if self._db.is_locked():
                # told only now: what a slow disk writes at once is over before anybody has read a sentence
                told = _("Waiting for another program that writes to “{project}”: what is shown may not be all.")
                if not self._told_locked:
                    self._told_locked = True
                    self.messages.hint(told.format(project=self.path.name))
                return
            self._is_locked = self._told_locked = False
            self._db.wait_at_most(_PATIENCE)
            # what was asked for meanwhile could not be shown
            self._read_anew()
        # what hinders it is told by what the user asks for next
        if self._db is not None and not self._is_lost():
            with contextlib.suppress(UserError):
                self._catch_up(self._db)

    def _read_anew(self) -> None:
        self._forget()
        self._use_handouts()
        self.revision += 1
        self.opened.emit()

    # every question and every action

    def read(self, question: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what the open project answers to a question: ``read(reads.project.text, 3)``.

        Raises:
            UserError: when the question does, and when the file cannot be read.
        """
        try:
            with read_from(self.database):
                return question(self.database, *args, **kwargs)
        except UserError as error:
            if isinstance(error, LockedError):
                if not error.only_writing:
                    self._on_locked()
            else:
                # it may be about what another program has taken away: then what is shown is read anew
                QTimer.singleShot(0, self, self.refresh)
            raise

    def do(self, action: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Run an action on the open project and return its result: ``do(edits.claims.duplicate, ids, topic)``.

        When it returns a sentence, the user is told it; when it raises a `UserError`, that, and the result is None.
        """
        return self.messages.attempt(self._act, action, *args, **kwargs)

    def done(self, action: Callable[Concatenate[Database, P], object], /, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Run an action as `do` does and return whether it was done: ``if session.done(edits.claims.delete, ids)``."""
        return self.messages.succeeded(self._act, action, *args, **kwargs)

    def _act(self, action: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run an action; while another program writes, wait for it without keeping the window from anything else."""
        end = time.monotonic() + self.patience
        while True:
            try:
                return self.read(action, *args, **kwargs)
            except LockedError as error:
                # one waits at a time: what is asked for meanwhile is told that it cannot be done now
                if not error.only_writing or self.is_waiting or time.monotonic() > end or not self._wait():
                    raise

    @property
    def is_waiting(self) -> bool:
        """Whether an action waits for another program to end its writing."""
        return self._waiting is not None

    def give_up_waiting(self) -> None:
        """Do not do what waits for another program."""
        if self._waiting is not None:
            self._gave_up = True
            self._waiting.quit()

    def _wait(self) -> bool:
        """Let the window live for a moment; tell whether the user still wants to wait."""
        told = _("Waiting for another program that writes to “{project}”. Esc gives up.")
        self.messages.hint(told.format(project=self.path.name))
        self._waiting, self._gave_up = QEventLoop(), False
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        QTimer.singleShot(_TRY_AGAIN, self._waiting.quit)
        self._waiting.exec()
        if application is not None:
            application.removeEventFilter(self)
        self._waiting = None
        # kept apart from what the loop returns: the moment may be over at the same time
        return not self._gave_up and self._db is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give up waiting at Esc, whatever else it stands for in the window."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if isinstance(event, QKeyEvent) and event.type() in kinds and event.key() == Qt.Key.Key_Escape:
            # an action of the window that has this key does not get it then
            event.accept()
            self.give_up_waiting()
            return True
        return False

    # what is shown

    def shown(
        self, question: Callable[Concatenate[Database, ClaimFilter, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Return what the project answers of the claims that are shown: ``shown(reads.filtered.marks, 3)``."""
        return self.read(question, self.visible, *args, **kwargs)

    @property
    def visible(self) -> ClaimFilter:
        """The filter that holds for everything that is shown: claims of hidden coders, and what one codes blind."""
        blind = (self.coder,) if self.blind_documents else ()
        return ClaimFilter(hidden_coders=tuple(sorted(self.hidden_coders)), blind_coders=blind)

    def hide_coders(self, names: Iterable[str]) -> None:
        """Hide the claims of these coders and show those of all others; nothing in the file changes."""
        hidden = frozenset(names)
        if hidden != self.hidden_coders:
            self.hidden_coders = hidden
            self._usage, self._indexes = {}, {}
            self.revision += 1
            self.visibility_changed.emit()

    def hidden_count(self) -> int:
        """Return how many claims are hidden."""
        if not self.hidden_coders:
            return 0
        return self.read(reads.filtered.count, ClaimFilter(coders=tuple(self.hidden_coders)))

    def hidden_text(self) -> str:
        """Return what must be told: ``14 claims hidden (Ana, Bo)``; empty when nothing is hidden.

        Of documents that are coded blind only that they are: how many claims others have there is not said.
        """
        told = []
        if blind := len(self.blind_documents):
            words = ngettext("{count:,} document coded blind", "{count:,} documents coded blind", blind)
            told.append(words.format(count=blind))
        if count := self.hidden_count():
            words = ngettext("{count:,} claim hidden ({coders})", "{count:,} claims hidden ({coders})", count)
            told.append(words.format(count=count, coders=", ".join(sorted(self.hidden_coders, key=name_key))))
        return " · ".join(told)

    # what there is

    def claims(
        self,
        *,
        document_id: int | None = None,
        topic_id: int | None = None,
        actor_id: int | None = None,
        ids: Iterable[int] | None = None,
    ) -> list[Claim]:
        """Return claims, narrowed by what is given, without those that are hidden."""
        found = self.read(reads.project.claims, document_id=document_id, topic_id=topic_id, actor_id=actor_id, ids=ids)
        if not self.visible.hides:
            return found
        coders = {coder.id: coder.name for coder in self.read(reads.project.coders)}
        return [
            claim
            for claim in found
            if (name := coders[claim.coder_id]) not in self.hidden_coders
            and (name == self.coder or claim.document_id not in self.blind_documents)
        ]

    def claim(self, number: int) -> Claim | None:
        """Return one claim, or None when it is gone; several views ask for the chosen one."""
        if self._claims[0] != self.revision or len(self._claims[1]) > _KEPT:
            self._claims = self.revision, {}
        known = self._claims[1]
        if number not in known:
            known[number] = next(iter(self.read(reads.project.claims, ids=[number])), None)
        return known[number]

    def dates(self) -> dict[int, str]:
        """Return the date of each document, in the form of `desktop.core.dates.PartialDate`."""
        if self._dates is None:
            self._dates = self.read(reads.counts.dates)
        return self._dates

    def actors(self) -> dict[int, Actor]:
        """Return the actors by id in the codebook's order."""
        if not self._actors:
            self._actors = {actor.id: actor for actor in self.read(reads.project.actors)}
        return self._actors

    def topics(self) -> dict[int, Topic]:
        """Return the topics by id in the codebook's order, themes included."""
        if not self._topics:
            self._topics = {topic.id: topic for topic in self.read(reads.project.topics)}
        return self._topics

    def own_fields(self, owner: str) -> list[OwnField]:
        """Return the fields that the project has of its own for claims, documents, actors or topics, in their order."""
        if owner not in self._own_fields:
            self._own_fields[owner] = self.read(reads.own_fields.fields, owner, defined=True) if self.is_open else []
        return self._own_fields[owner]

    def topic_names(self) -> dict[int, str]:
        """Return what topics are called by id, those that share a name told apart by what is above them."""
        if not self._topic_names:
            called = shown_names(self.topics().values())
            self._topic_names = {number: called[topic.key] for number, topic in self.topics().items()}
        return self._topic_names

    def names(self) -> NameIndex:
        """Return the names of all actors, ready to be looked for in a text."""
        if self._names is None:
            forms: dict[int, list[str]] = {}
            for actor in self.actors().values():
                # a surname alone names a person; initials are left out: they stand in too many words
                surname = [actor.name.split()[-1]] if actor.kind == ActorKind.PERSON else []
                forms[actor.id] = [actor.name, *actor.aliases, *surname]
            self._names = NameIndex(forms)
        return self._names

    def entries(self, table: str) -> dict[int, Actor] | dict[int, Topic]:
        """Return the ``actor`` or ``topic`` entries by id in the codebook's order, themes included."""
        return self.actors() if table == "actor" else self.topics()

    def entry_names(self, table: str) -> dict[int, str]:
        """Return what actors or topics are called by id; topics of one name with what tells them apart."""
        return self.topic_names() if table == "topic" else {one.id: one.name for one in self.actors().values()}

    def candidates(self, table: str) -> list[Candidate[int]]:
        """Return the names of all entries of a table; what claims use weighs most."""
        uses = self.usage(table)
        return [
            Candidate(one.id, (one.name, one.key, getattr(one, "initials", ""), *one.aliases), uses.get(one.id, 0))
            for one in self.entries(table).values()
        ]

    def index(self, table: str) -> MatchingIndex[int]:
        """Return the names of all ``actor`` or ``topic`` entries that claims can have, ready for type-ahead."""
        if table not in self._indexes:
            found = self.candidates(table)
            if table == "topic":
                coded = {one.id for one in topics_to_code(self.topics().values())}
                found = [one for one in found if one.weight or one.key in coded]
            self._indexes[table] = MatchingIndex(found)
        return self._indexes[table]

    def persons(self) -> set[int]:
        """Return the ids of the actors that are persons."""
        if self._persons is None:
            self._persons = {actor.id for actor in self.actors().values() if actor.kind == ActorKind.PERSON}
        return self._persons

    def usage(self, table: str) -> dict[int, int]:
        """Return how many shown claims use each ``actor`` or ``topic``; counted once, then kept right by changes."""
        if table not in self._usage:
            holder: reads.filtered.Holder = "actor" if table == "actor" else "topic"
            self._usage[table] = Counter(self.read(reads.filtered.usage, holder, self.visible))
        return self._usage[table]

    def counts(self) -> dict[str, int]:
        """Return how many documents, shown claims, topics and actors there are."""
        found = self.read(reads.project.counts)
        if self.blind_documents:
            return {**found, "claims": self.shown(reads.filtered.count)}
        return {**found, "claims": found["claims"] - self.hidden_count()}

    # undo

    def undo(self) -> ChangeSet | None:
        """Take one's own last action back; where there is none, that of somebody else, if `may_undo` says so.

        A long one is undone part by part, of which `stepping` and `stepped` tell; nothing is returned then.
        """
        other = None if self.read(Database.undo_text) else self.read(Database.last_of_others)
        if other is None:
            return self._step("undo")
        return self._step("undo", other.id) if self.may_undo(other.text, other.coder) else None

    def undo_names(self) -> tuple[str, str]:
        """Return the names of what `undo` and `redo` would do, that of somebody else with who did it; or nothing."""
        name = self.read(Database.undo_text)
        if not name and (other := self.read(Database.last_of_others)) is not None:
            name = _("{action} ({coder})").format(action=other.text, coder=other.coder)
        return name, self.read(Database.redo_text)

    def redo(self) -> ChangeSet | None:
        """Do the last undone action again, as `undo` takes it back."""
        return self._step("redo")

    @property
    def is_stepping(self) -> bool:
        """Whether a long action is being undone or redone."""
        return "_long_step" in vars(self) and self._long_step.is_under_way

    def give_up_step(self) -> None:
        """Leave the project as it was before the long step that is under way."""
        if self.is_stepping:
            self._long_step.give_up()

    @cached_property
    def _long_step(self) -> "LongStep":
        from desktop.qt.stepping import LongStep

        step = LongStep(lambda: self.database, self.messages, self)
        step.began.connect(self.stepping)
        step.progressed.connect(self.steps_done)
        step.ended.connect(self.stepped)
        self.closing.connect(step.stop)
        return step

    def _step(self, kind: str, of: int | None = None) -> ChangeSet | None:
        if not self.is_stepping and (self.do(Database.parts_of_step, kind, of) or 0) > FEW_PARTS:
            undo, redo = self.undo_names()
            told = _("Undoing: {action}").format(action=undo)
            self._long_step.begin(kind, told if kind == "undo" else _("Doing again: {action}").format(action=redo), of)
            return None
        return self.do(Database.undo, of) if kind == "undo" else self.do(Database.redo)

    def _adopt(self, database: Database) -> None:
        self.close()
        # whose claims were hidden in the last project says nothing of this one
        self.hidden_coders = frozenset()
        self._db = database
        self.messages.attempt(self._keep_steps, database)
        database.on_change = self._on_change
        database.wait_at_most(_PATIENCE)
        self._is_locked, self._told_locked, self._lost = False, False, ""
        database.on_strange = self._read_anew
        database.on_long = self._noting.begin
        self._forget()
        self._use_scale()
        self._use_handouts()
        self.revision += 1
        self._watch.start()
        self.entered.emit()
        self.opened.emit()
        self._others, self._touched = [], 0.0
        if not database.is_read_only:
            self._presence = Presence(database.path, database.coder_name, "window")
        self._tell_others()
        for note in database.notes:
            self.messages.info(note)

    def _on_change(self, changes: ChangeSet) -> None:
        logs.LOG.info("%s: %d rows of %s", changes.kind, len(changes.rows), ", ".join(sorted(changes.tables)))
        if changes.touches("actor", "membership"):
            self._actors, self._names, self._persons = {}, None, None
            self._indexes.pop("actor", None)
        self._count_uses(changes)
        if changes.touches("document"):
            self._dates = None
        is_new_scale = changes.touches("setting") and self._use_scale()
        if changes.touches("topic"):
            self._topics, self._topic_names = {}, {}
            self._indexes.pop("topic", None)
        self._note(changes)
        is_seen_otherwise = changes.touches("setting", "document", "coder") and self._use_handouts()
        self.revision += 1
        if is_new_scale:
            # all that tells stances looks otherwise
            self._read_anew()
            return
        self.changed.emit(changes)
        if is_seen_otherwise:
            self.visibility_changed.emit()

    def _use_handouts(self) -> bool:
        """Find out what the coder codes blind; tell whether it is other than before."""
        found = self.read(reads.handouts.unfinished, self.coder)
        if found == self.blind_documents:
            return False
        self.blind_documents = found
        self._usage, self._indexes = {}, {}
        self._note(None)
        self.revision += 1
        return True

    def _count_uses(self, changes: ChangeSet) -> None:
        for table, rows, column in (("actor", "claim_actor", "actor_id"), ("topic", "claim", "topic_id")):
            if not changes.touches(rows):
                continue
            if self.visible.hides or isinstance(changes.rows, RowLog):
                # whose a changed row is stands elsewhere, or far too many did: counting anew is always right
                self._usage.pop(table, None)
            elif table in self._usage:
                for change in changes.of(rows):
                    for row, step in ((change.before, -1), (change.after, 1)):
                        if row is not None:
                            self._usage[table][int(str(row[column]))] += step

    def _use_scale(self) -> bool:
        """Let the words and looks of stances be those of the project; tell where they are others than before."""
        found = self.read(reads.scale.scale)
        scale.use(found)
        is_new, self._scale = found != self._scale, found
        if is_new:
            theme.forget_looks()
            self.scale_changed.emit()
        return is_new

    def _forget(self) -> None:
        self._note(None)
        self._actors, self._topics, self._usage, self._indexes = {}, {}, {}, {}
        self._topic_names = {}
        self._names, self._persons, self._dates = None, None, None

    def _note(self, changes: ChangeSet | None) -> None:
        if changes is None or changes.touches("own_field"):
            self._own_fields = {}
        # what was never asked has nothing to forget
        if "comparisons" in vars(self):
            self.comparisons.note(changes)
