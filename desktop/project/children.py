"""Work on the files of strangers in processes of its own, within limits, each ended at any moment.

`run` calls a function in a child (`child`), which is kept for the next piece of work. A child that takes too much, or
that nobody waits for any more, is killed and another takes its place. Nothing of this needs a fork: a child is this
program started anew.
"""

import atexit
import contextlib
import io
import os
import pathlib
import pickle
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, BinaryIO, ParamSpec, TypeVar

from desktop.core import scale
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.limits import MEGABYTE, Limits, limits
from desktop.core.roster import Roster
from desktop.core.stopping import CURRENT, Stop, StoppedError
from desktop.core.values import Actor
from desktop.project.child import ALIVE, DONE, FLAG, FULL, GIVES_WAY, PART, READS, REFUSED, in_folder, receive, send
from desktop.project.memory import resident, waited

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

# seconds between two looks at those that work
_LOOK = 0.05
# what nobody waits for any more may come to its end, if it began so many seconds ago: another child takes long to start
_PATIENCE, _SHORT = 0.5, 0.15
# seconds that a child may take to begin, on a busy machine; they are not the document's
_BEGINNING = 60
# seconds after which a child that has nothing to do is ended
_IDLE = 120
# of the memory that was allowed, beyond which a child that died is taken to have died of it
_MOST = 0.7
_MUCH = 0.5
# what an answer has besides the classes of Visavis
_PLAIN = frozenset({("builtins", "set"), ("builtins", "frozenset"), ("builtins", "bytearray")})
# what work on the user's own project may take
_OWN = Limits(seconds=24 * 3600, memory=2048 * MEGABYTE)
# an answer larger than so many bytes is not taken in
_LARGEST = 768 * MEGABYTE


class ChildError(RuntimeError):
    """A bug that arose in a child, with its traceback there."""


def run(call: Callable[..., R], *arguments: Any, name: str, actors: Sequence[Actor] | None = None, **named: Any) -> R:
    """Return what *call* returns for these arguments, called in a child within the limits in force.

    Args:
        call: a function that can be imported; it takes and returns values.
        *arguments: what it takes.
        name: what it reads, fit to stand in a sentence.
        actors: handed over as the argument of this name; of a `Roster` only those that the child does not have yet.
        **named: what it takes besides.

    Raises:
        UserError: that which *call* raises, and when it takes more than it may, in a sentence with the way out.
        StoppedError: when nobody waits for it any more.
    """
    work = _Work(name, limits(), reads=True)
    return _pool.run(in_folder, (_folder(), call, *arguments), named, work, actors)  # type: ignore[no-any-return]


def run_own(call: Callable[..., R], *arguments: Any, patience: float | None = None) -> R:
    """Return what `run` does of work on the user's own project, which takes as long as it takes.

    A child that is begun for it does not load first what reads documents, and reads none afterwards. Where all are at
    work for longer than *patience*, in seconds, this raises StoppedError.
    """
    work = _Work(_("The project"), _OWN, reads=False, patience=patience)
    return _pool.run(in_folder, (_folder(), call, *arguments), {}, work, None)  # type: ignore[no-any-return]


@contextlib.contextmanager
def beside(
    stop: Stop, call: Callable[..., R], *arguments: Any, patience: float | None = None
) -> "Iterator[Future[R | None]]":
    """Let a child do what `run_own` does while a block lasts; None comes of it where no child brought it to its end.

    Who sets *stop* ends it, as the end of the block does.
    """

    def run_there() -> R | None:
        CURRENT.set(stop)
        try:
            return run_own(call, *arguments, patience=patience)
        except (UserError, StoppedError):
            # its memory or its disk may have been full, the system may have ended it, or there was none
            return None

    with ThreadPoolExecutor(1) as thread:
        try:
            yield thread.submit(run_there)
        finally:
            # nobody waits for it any more when the block is left by an exception
            stop.set(at_once=True)


class Stream(Iterator[T | None]):
    """What a call yields in a child, part by part, from now on; None now and then while nothing comes.

    It is ended when it is closed, and when nobody has it any more. Where no child is free, or one could not bring it to
    its end, the next part is a `StoppedError` or a `UserError`, and there is none behind it.
    """

    def __init__(self, call: Callable[..., Iterator[T]], *arguments: Any) -> None:
        """Begin to call *call* for these arguments; as `run_own`."""
        stop = Stop()
        self._parts: queue.SimpleQueue[tuple[T] | BaseException | None] = queue.SimpleQueue()
        self._is_over = False
        self.close = weakref.finalize(self, stop.set, at_once=True)
        threading.Thread(target=_fill, args=(self._parts, stop, call, arguments), daemon=True).start()

    def __next__(self) -> T | None:
        """Return the next part, or None when there is none after a moment."""
        if self._is_over:
            raise StopIteration
        try:
            part = self._parts.get(timeout=_LOOK)
        except queue.Empty:
            return None
        if isinstance(part, tuple):
            return part[0]
        self._is_over = True
        if part is None:
            raise StopIteration
        raise part


def _fill(parts: "queue.SimpleQueue[Any]", stop: Stop, call: Callable[..., Any], arguments: Sequence[Any]) -> None:
    CURRENT.set(stop)
    work = _Work(_("The project"), _OWN, reads=False, patience=0)
    try:
        _pool.run(in_folder, (_folder(), call, *arguments), {}, work, None, lambda part: parts.put((part,)))
    except Exception as error:  # raised where it is waited for
        parts.put(error)
    else:
        parts.put(None)


def _folder() -> str:
    # the folder in which a program stands may have gone
    with contextlib.suppress(OSError):
        return str(pathlib.Path.cwd())
    return ""


def close() -> None:
    """End all children; what they are doing is lost."""
    _pool.close()


def give_way() -> None:
    """Let children that begin from now on have the processors only where a window leaves them."""
    _pool.gives_way = True


def count() -> int:
    """Return how many children may work at once."""
    return _pool.most


@dataclass(frozen=True, slots=True)
class _Work:
    """What a child is wanted for.

    Attributes:
        name: of what it reads.
        allowed: its limits.
        reads: whether it reads documents.
        patience: seconds for which one waits for a child that is free; None for as long as it takes.
    """

    name: str
    allowed: Limits
    reads: bool
    patience: float | None = None


class _Child:
    """One process, and what is known of it.

    Attributes:
        began: when its work began, or when it told last that it is alive; None while it has none.
        most: the most memory that was seen of it during its work, in bytes.
        waited: when that work began that was looked at last, and how long it had waited for a processor until then.
        reads: whether it has loaded what reads documents.
        is_ready: whether it has told that it is alive; before, it only loads what it needs.
        killed: why it was killed: ``time``, ``memory`` or ``stop``; empty when it was not.
    """

    def __init__(self, *, reads: bool) -> None:
        self.began: float | None = None
        self.since = time.monotonic()
        self.allowed = Limits()
        self.stop: Stop | None = None
        self.most = 0
        self.waited = (0.0, 0.0)
        self.killed = ""
        self.is_ready = False
        self.reads = reads
        # the roster that it holds: its number, and how many actors
        self._roster = (0, 0)
        try:
            self._process = _start(reads=reads)
        except OSError as error:
            sentence = _("The process that reads documents cannot be started ({reason}): restart Visavis.")
            raise UserError(sentence, reason=error.strerror or error) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._answers: BinaryIO = self._process.stdout  # type: ignore[assignment]

    @property
    def number(self) -> int:
        return self._process.pid

    def do(
        self,
        call: Callable[..., Any],
        arguments: Any,
        named: Any,
        actors: Sequence[Actor] | None,
        tell: Callable[[Any], object] | None,
    ) -> Any:
        """Return kind and value of the answer, having told of each part of it; EOFError when it died."""
        handed = None
        if isinstance(actors, Roster):
            made, there = self._roster
            since = there if made == actors.made else 0
            new = list(actors[since:])
            handed = (actors.made, since, new)
            self._roster = (actors.made, since + len(new))
        elif actors is not None:
            named = {**named, "actors": actors}
        try:
            used = scale.in_use()
            request = (call, arguments, named, handed, used, self.allowed.memory, self.allowed.seconds)
            send(self._requests, request)
        except OSError as error:
            raise EOFError from error
        while True:
            kind, value = _Answer(receive(self._answers)).load()
            if kind == PART and tell is not None:
                tell(value)
            elif kind != ALIVE:
                return kind, value
            self.began, self.is_ready = time.monotonic(), True

    def kill(self, why: str) -> None:
        self.killed = self.killed or why
        with contextlib.suppress(OSError):
            self._process.kill()

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self.kill("end")
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()
        self._process.wait()


class _Pool:
    """Children that work and that wait for work; a thread looks after them while there are any."""

    def __init__(self) -> None:
        self.most = max(1, min(8, os.cpu_count() or 1))
        self.gives_way = False
        self._children: list[_Child] = []
        # those that wait, the one that worked last at the end: it has in memory what is wanted again
        self._idle: list[_Child] = []
        self._changed = threading.Condition()
        self._watcher: threading.Thread | None = None

    def run(
        self,
        call: Callable[..., Any],
        arguments: Any,
        named: Any,
        work: _Work,
        actors: Any,
        tell: Callable[[Any], object] | None = None,
    ) -> Any:
        stop = CURRENT.get()
        heard = stop.heard_by(self._look_again) if stop is not None else contextlib.nullcontext()
        with heard, self._taken(work, stop) as child:
            try:
                kind, value = child.do(call, arguments, named, actors, tell)
            except (EOFError, OSError) as error:
                raise self._death(child, work.name) from error
        if kind == DONE:
            return value
        if kind == REFUSED:
            raise value
        if kind == FULL:
            raise _full(work.name, child.allowed)
        kind_of, told = value
        bug = ChildError(kind_of)
        bug.add_note(told)
        raise bug

    def close(self) -> None:
        with self._changed:
            children, self._children, self._idle = self._children, [], []
            self._changed.notify_all()
        for child in children:
            child.end()

    @contextlib.contextmanager
    def _taken(self, work: _Work, stop: Stop | None) -> Iterator[_Child]:
        """Take a child for a block; it is used again when all went well."""
        child = self._take(work, stop)
        try:
            yield child
        except BaseException:
            # whatever it is doing, nobody will ask for the answer
            self._remove(child)
            raise
        with self._changed:
            child.began, child.stop, child.since = None, None, time.monotonic()
            # one that took much keeps some of it, and the next document is not to pay for that
            # and one that reads no documents would load for the next one what that has no time for
            is_good = not child.killed and child in self._children and child.most < _MUCH * child.allowed.memory
            is_good = is_good and child.reads
            if is_good:
                self._idle.append(child)
            self._changed.notify_all()
        if not is_good:
            self._remove(child)

    def _take(self, work: _Work, stop: Stop | None) -> _Child:
        since = time.monotonic()
        with self._changed:
            while not self._idle and len(self._children) >= self.most:
                left = None if work.patience is None else since + work.patience - time.monotonic()
                if (stop is not None and stop.is_set) or (left is not None and left <= 0):
                    raise StoppedError
                self._changed.wait(left)
            child = self._idle.pop() if self._idle else self._new(reads=work.reads)
            child.allowed, child.stop, child.most, child.began = work.allowed, stop, 0, time.monotonic()
            self._changed.notify_all()
            return child

    def _new(self, *, reads: bool = True) -> _Child:
        child = _Child(reads=reads)
        self._children.append(child)
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, name="children", daemon=True)
            self._watcher.start()
        return child

    def _remove(self, child: _Child) -> None:
        child.end()
        with self._changed:
            for children in (self._children, self._idle):
                if child in children:
                    children.remove(child)
            self._changed.notify_all()
            was_ended = child.killed in ("stop", "time", "memory") and child.reads
            is_wanted = self._watcher is not None and was_ended and not self._idle
        if is_wanted:
            # to begin takes a while: the next document need not wait for that
            threading.Thread(target=self._begin_another, daemon=True).start()

    def _begin_another(self) -> None:
        with self._changed, contextlib.suppress(UserError):
            if self._watcher is not None and not self._idle and len(self._children) < self.most:
                self._idle.append(self._new())
                self._changed.notify_all()

    def _look_again(self) -> None:
        # called by whoever sets a stop, which may hold the window: nothing is waited for
        threading.Thread(target=self._wake, daemon=True).start()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _watch(self) -> None:
        """Kill what takes too much; end when there is nothing to look at."""
        while True:
            with self._changed:
                working = [child for child in self._children if child.began is not None]
                if not working:
                    self._changed.wait(_IDLE)
                    for child in [one for one in self._idle if time.monotonic() - one.since >= _IDLE]:
                        self._idle.remove(child)
                        self._children.remove(child)
                        child.end()
                    if not self._children:
                        self._watcher = None
                        return
                    continue
            for child in working:
                self._look_at(child)
            with self._changed:
                self._changed.wait(_LOOK)

    def _look_at(self, child: _Child) -> None:
        began, stop = child.began, child.stop
        if began is None:
            return
        if child.waited[0] != began:
            child.waited = (began, waited(child.number))
        age = time.monotonic() - began
        taken = resident(child.number)
        child.most = max(child.most, taken)
        why = ""
        if stop is not None and stop.is_set and age > (_SHORT if stop.at_once else _PATIENCE):
            why = "stop"
        elif taken > child.allowed.memory:
            why = "memory"
        elif age > (most := child.allowed.seconds + (0 if child.is_ready else _BEGINNING)) and (
            # on a busy machine what others do with the processor is not the document's
            age - (waited(child.number) - child.waited[1]) > most
        ):
            why = "time"
        if why:
            with self._changed:
                # it may have gone on to other work meanwhile
                if child.began == began:
                    child.kill(why)

    def _death(self, child: _Child, name: str) -> Exception:
        """Return what to say when a child died at its work."""
        if child.killed in ("stop", "end"):
            return StoppedError()
        if child.killed == "time":
            sentence = _(
                "{name} took more than {seconds:g} s to read and was left out; "
                "the preferences and --time-limit allow more."
            )
            return UserError(sentence, name=name, seconds=child.allowed.seconds)
        if child.killed == "memory" or child.most > _MOST * child.allowed.memory:
            return _full(name, child.allowed)
        sentence = _("{name} broke off the process that read it; get a new copy or save it as text.")
        return UserError(sentence, name=name)


def _full(name: str, allowed: Limits) -> UserError:
    sentence = _(
        "{name} took more than {megabytes:,} MB of memory to read and was left out; "
        "the preferences and --memory-limit allow more."
    )
    return UserError(sentence, name=name, megabytes=allowed.memory // MEGABYTE)


def _start(*, reads: bool) -> "subprocess.Popen[bytes]":
    if getattr(sys, "frozen", False):
        command = [sys.executable, FLAG]
    else:
        # nothing of the folder of whoever started the program is taken for a module of ours
        command = [sys.executable, "-P", "-m", "desktop.project.child"]
    there = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    if reads:
        command.append(READS)
    if _pool.gives_way:
        command.append(GIVES_WAY)
        # where there are no nice values
        flags |= getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=there,
        creationflags=flags,
    )


class _Answer(pickle.Unpickler):
    """An answer of values alone: what took a child over cannot make this process do anything."""

    def __init__(self, body: bytes) -> None:
        if len(body) > _LARGEST:
            raise EOFError
        super().__init__(io.BytesIO(body))

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module.startswith(("desktop.", "pathlib")) else None
        if isinstance(found, type) and (module.startswith("desktop.") or issubclass(found, pathlib.PurePath)):
            return found
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


_pool = _Pool()
atexit.register(close)
