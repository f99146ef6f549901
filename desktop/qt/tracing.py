"""What the window can read and write of traced quotations and suggestions; a part of the session.

Reading the store is done here and now, the long work on what was read in one worker thread. A result whose documents,
speakers or events have changed meanwhile is dropped.
"""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, SignalInstance

from desktop.analysis.suggestions.suggestions import Answered
from desktop.analysis.tracing.tracing import Tracer, order
from desktop.core.changes import ChangeSet
from desktop.core.progress import Progress
from desktop.core.spans import Span
from desktop.core.traces import KeptVerdict, Trace, Verdict, answer_to, answered_only
from desktop.project import quotations as work_traces
from desktop.project.candidates import candidate_finder
from desktop.qt.background import Work, Worker
from desktop.qt.messages import Messages
from desktop.store.database import Database
from desktop.store.reads import traces as trace_reads

if TYPE_CHECKING:
    from desktop.analysis.suggestions.claim_candidates import CandidateFinder

# the tables whose changes make traces other ones
_BASIS = ("document", "segment", "actor", "participant", "same_event")


class _Basis:
    """The project's documents at one time; read at once, looked at when somebody first asks."""

    def __init__(self, taken: work_traces.Taken, workshop: work_traces.Workshop, lock: threading.Lock) -> None:
        self.taken = taken
        self._workshop = workshop
        self._lock = lock
        self.material: work_traces.Material | None = None
        self._tracer: Tracer | None = None

    def tracer(self, progress: Progress) -> Tracer:
        """Return the documents indexed."""
        # two questions may come at once
        with self._lock:
            if self._tracer is None:
                self.material = self._workshop.material(self.taken, progress)
                self._tracer = self._workshop.tracer(self.material, progress)
            return self._tracer


class Traces(QObject):
    """Trace quotations, keep what the user says of them, and suggest claims.

    Attributes:
        state: of the traces: ``none``, ``running``, ``ready`` or ``stopped``.
        found: the traces, the altered first; those before while new ones are awaited.
        material: what they were found in; None before the first.

    Signals:
        left(): another project was opened; what was about to be written belongs to the one before.
        changed(): `state`, `found` or what users said of them is different.
        progressed(done, total): of the quotations.
        elsewhere(document_id, Span, list): where else the words of a span stand: traces, the best first.
        some_suggested(document_id, list): those of what is read so far, while a document is read for the first time.
        suggested(document_id, list): suggestions for a document.
    """

    left = Signal()
    changed = Signal()
    progressed = Signal(int, int)
    elsewhere = Signal(int, object, list)
    some_suggested = Signal(int, list)
    suggested = Signal(int, list)
    _told = Signal(object, int, list)

    def __init__(
        self,
        database: Callable[[], Database],
        messages: Messages,
        opened: SignalInstance,
        edited: SignalInstance,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._database = database
        self._messages = messages
        self.state = "none"
        self.found: list[Trace] = []
        self.material: work_traces.Material | None = None
        self._basis: _Basis | None = None
        # what the last basis was read from, and in which documents segments were moved since
        self._before: work_traces.Taken | None = None
        self._moved: set[int] = set()
        self._workshop, self._lock = work_traces.Workshop(), threading.Lock()
        self._kept: list[KeptVerdict] | None = None
        self._by_key: dict[tuple[int, int, int, int | None], KeptVerdict] = {}
        self._finder: CandidateFinder | None = None
        # the question after suggestions that was asked last
        self._question = object()
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        # of each kind only the latest counts
        self._tracing, self._seeking, self._suggesting = Worker(self), Worker(self), Worker(self)
        self._tracing.progressed.connect(self.progressed)
        self._tracing.failed.connect(self.stop)
        opened.connect(self._on_opened)
        edited.connect(self._on_edited)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.finish)

    # long work

    def trace(self) -> None:
        """Trace all quotations, unless that is done or under way; `changed` tells the end."""
        if self.state in ("running", "ready"):
            return
        basis = self._now()

        def find(progress: Progress) -> object:
            tracer = basis.tracer(progress)
            return basis.material, order(tracer.trace_all(None, progress))

        self.state = "running"
        _renew(self._tracing, find, self._on_traced)
        self.changed.emit()

    def stop(self) -> None:
        """Give up tracing."""
        if self.state == "running":
            self._tracing.drop()
            self.state = "stopped"
            self.changed.emit()

    def ask_elsewhere(self, document_id: int, span: Span, actor: str = "") -> None:
        """Ask where else the words of a span were said; `elsewhere` answers. A new question ends the one before."""
        basis = self._now()
        _renew(
            self._seeking,
            lambda progress: basis.tracer(progress).where_else(document_id, span, actor),
            lambda found: self.elsewhere.emit(document_id, span, found),
        )

    def ask_suggestions(self, document_id: int) -> bool:
        """Learn from the project's claims and suggest claims for a document.

        `suggested` answers, and `some_suggested` before it while the document is read for the first time.

        Return False where the codebook has nothing to suggest, which is told.
        """
        lesson = self._messages.attempt(work_traces.take_lesson, self._database(), document_id)
        if lesson is None:
            return False
        finder = self._finder
        if finder is None:
            # kept for what comes next: only the weights and topics change with each claim
            finder = self._finder = candidate_finder(lesson.actors)
        question = self._question = object()

        def tell(found: object) -> None:
            # in the worker's thread
            self._told.emit(question, document_id, found)

        def done(found: object) -> None:
            self._question = object()
            self.suggested.emit(document_id, found)

        _renew(self._suggesting, lambda progress: lesson.suggest(finder, progress, tell), done)
        return True

    def finish(self) -> None:
        """End all work; the program is about to go."""
        for worker in (self._tracing, self._seeking, self._suggesting):
            worker.stop()

    # what the user says

    def kept(self, trace: Trace) -> KeptVerdict | None:
        """Return what the user said of a trace, or None."""
        self._all_kept()
        return answer_to(trace, self._by_key.get(trace.key))

    def listed(self) -> list[Trace]:
        """Return the traces, and those that only an answer of the user tells of: the altered first."""
        if self.material is None:
            return []
        there = self.material.documents
        kept = [one for one in self._all_kept() if one.document_a in there and one.document_b in there]
        return order([*self.found, *answered_only(kept, self.found)])

    def quoted(self, trace: Trace) -> str:
        """Return the words of a trace's quotation; those that its text no longer has as the user judged them."""
        assert self.material is not None
        return work_traces.quoted_words(self.material, trace, self.kept(trace))

    def verdict(self, trace: Trace) -> Verdict:
        """Return the verdict that counts: the user's, or else the rules'."""
        kept = self.kept(trace)
        return kept.verdict if kept is not None else trace.verdict

    def answered(self, document_id: int) -> Answered:
        """Return the places of a document that were tagged or dismissed."""
        database = self._database()
        return Answered(trace_reads.claimed(database, document_id) | trace_reads.dismissed(database, document_id))

    # what happens

    def _now(self) -> _Basis:
        if self._basis is None:
            taken = work_traces.take(self._database(), self._before, self._moved)
            self._before, self._moved = taken, set()
            self._basis = _Basis(taken, self._workshop, self._lock)
        return self._basis

    def _all_kept(self) -> list[KeptVerdict]:
        if self._kept is None:
            self._kept = trace_reads.verdicts(self._database())
            self._by_key = {one.key: one for one in self._kept}
        return self._kept

    def _on_told(self, question: object, document_id: int, found: list[Any]) -> None:
        # nobody waits for what was asked before
        if question is self._question:
            self.some_suggested.emit(document_id, found)

    def _on_traced(self, result: tuple[work_traces.Material, list[Trace]]) -> None:
        self.material, self.found = result
        self.state = "ready"
        self.changed.emit()

    def _on_opened(self) -> None:
        self.left.emit()
        self._finder, self._question = None, object()
        for worker in (self._tracing, self._seeking, self._suggesting):
            worker.drop()
        self._forget(keep=False)
        self._before, self._moved = None, set()
        # a job that is about to end may still hold those before
        self._workshop, self._lock = work_traces.Workshop(), threading.Lock()

    def _on_edited(self, changes: ChangeSet) -> None:
        if changes.touches("trace_verdict"):
            self._kept = None
        if changes.touches("actor"):
            self._finder = None
        if changes.touches(*_BASIS):
            # a result older than what it rests on is dropped
            self._tracing.drop()
            self._seeking.drop()
            if self._before is not None:
                # the rows of a long import take seconds to look through
                self._moved |= changes.grouped("segment", "document").keys()
            # a word on events moves no text: what is shown stands until the new traces are there
            self._forget(keep=not changes.touches("document", "segment", "actor"))
        elif changes.touches("trace_verdict"):
            self.changed.emit()

    def _forget(self, *, keep: bool) -> None:
        self._basis, self._kept = None, None
        self.state = "none"
        if not keep:
            self.found, self.material = [], None
        self.changed.emit()


def _renew(worker: Worker, work: Work, done: Callable[[Any], None]) -> None:
    """Let a worker do *work* instead of what it does."""
    worker.drop()
    worker.ask(lambda: work, done)
