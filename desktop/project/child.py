"""A child process: it does the work that it is handed, one piece after another, and hands back what came of it.

What reads the files of strangers runs here, where it can be ended at any moment and takes no more than it may. The
other end is `children`. Requests come and answers go as pickles behind their length. When the other end is gone, so is
the child, whatever it is doing.
"""

import contextlib
import io
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from desktop import paths
from desktop.core import language, progress, scale
from desktop.core.errors import UserError
from desktop.core.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Callable

LENGTH = struct.Struct("<Q")
# seconds between two signs of life
_BEAT = 0.5
# what the system grants beyond the memory that is allowed: the address space has what is never used, too
_SLACK = 1024 * 1024 * 1024
# seconds of processor time beyond the limit, after which the system ends a child that nobody else could
_GRACE = 30

# what makes a child of the program, where it is one file without a Python beside it
FLAG = "--child"
# it is to read documents
READS = "reads"
# beside a window
GIVES_WAY = "gives-way"
# how much later than the window it has its turn where both want it
_NICE = 5
# kinds of answers
DONE, REFUSED, FAILED, FULL, ALIVE, PART = "done", "refused", "failed", "full", "alive", "part"


def send(file: BinaryIO, value: object) -> None:
    """Write *value* behind its length."""
    body = pickle.dumps(value, protocol=5)
    file.write(LENGTH.pack(len(body)))
    file.write(body)
    file.flush()


def receive(file: BinaryIO) -> bytes:
    """Return the next value as it was pickled; EOFError when there is none any more."""
    head = file.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    body = file.read(length)
    if len(body) < length:
        raise EOFError
    return body


def in_folder(folder: str, call: "Callable[..., Any]", *arguments: Any, **named: Any) -> Any:
    """Return what *call* returns in the *folder* in which whoever asks stands: names of files may begin there."""
    if folder:
        with contextlib.suppress(OSError):
            os.chdir(folder)
    return call(*arguments, **named)


def main() -> None:
    """Do what is asked until nobody asks any more."""
    # Ctrl+C in the terminal is for the program that asks
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = _take_pipes()
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, waiting), daemon=True).start()
    last, seconds = 0.0, 0.0

    def limit(memory: int, most: float) -> None:
        nonlocal seconds
        seconds = most
        _limit_memory(memory)
        _limit_time(most)

    def beat() -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _BEAT:
            last = now
            _limit_time(seconds)
            send(answers, (ALIVE, None))

    def tell(part: Any) -> None:
        nonlocal last
        last = time.monotonic()
        send(answers, (PART, part))

    progress.listen(beat)
    rosters = _Rosters()
    _prepare()
    # whoever waits counts from here: on a busy machine beginning takes seconds
    send(answers, (ALIVE, None))
    while True:
        body = waiting.get()
        last = time.monotonic()
        answer = _answer(body, rosters, limit, tell)
        del body
        try:
            send(answers, answer)
        except MemoryError:
            send(answers, (FULL, None))
        except OSError:
            return
        # what it took is given back before it waits for more
        del answer


def _prepare() -> None:
    """Load what every piece of work needs, and what reads documents, where it is to read any."""
    language.install(paths.shipped("resources") / "languages")
    if READS in sys.argv:
        from desktop.project.document_files import read_pasted

        # words of languages too
        read_pasted("A.\n\nB: c.", "words")
    if GIVES_WAY in sys.argv and hasattr(os, "nice"):
        # the processors are the window's first
        with contextlib.suppress(OSError):
            os.nice(_NICE)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes that are standard input and output, and leave nothing there that a library could spoil."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    # a program without a terminal has none of these
    sys.stdin = sys.stdin or io.StringIO()
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    return requests, answers


def _listen(requests: BinaryIO, waiting: "queue.SimpleQueue[bytes]") -> None:
    try:
        while True:
            waiting.put(receive(requests))
    except (EOFError, OSError):
        # nobody is there any more: not even what runs is wanted
        os._exit(0)


def _answer(
    body: bytes, rosters: "_Rosters", limit: "Callable[[int, float], None]", tell: "Callable[[Any], None]"
) -> tuple[str, Any]:
    """Return kind and value of the answer; of what is yielded each part is told before."""
    try:
        call, arguments, named, actors, used, memory, seconds = pickle.loads(body)
        # the words for stances are those of the project for which it works
        scale.use(used)
        limit(memory, seconds)
        if actors is not None:
            named["actors"] = rosters.take(*actors)
        found = call(*arguments, **named)
        if isinstance(found, Iterator):
            for part in found:
                tell(part)
            found = None
        return DONE, found
    except UserError as error:
        return REFUSED, error
    except MemoryError:
        return FULL, None
    except Exception as error:  # it is raised again where it was asked for
        told = "".join(traceback.format_exception(error))
        return FAILED, (type(error).__name__, told)


class _Rosters:
    """The actors of whom was heard last: they come once, and then only those who are new."""

    def __init__(self) -> None:
        self._roster = Roster()
        self._made = 0

    def take(self, made: int, since: int, tail: "list[Any]") -> Roster:
        if made != self._made or since != len(self._roster):
            self._roster, self._made = Roster(), made
        self._roster.add(tail)
        return self._roster


# the system ends this process where nobody else does: that is the last resort, `children` looks closer


def _limit_memory(memory: int) -> None:
    if sys.platform != "linux":
        # there is no such limit on Windows, and on macOS none that holds
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        taken = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        _lower(resource.RLIMIT_AS, taken + memory + _SLACK)


def _limit_time(seconds: float) -> None:
    try:
        import resource
    except ImportError:
        # not on Windows
        return
    with contextlib.suppress(OSError, ValueError):
        _lower(resource.RLIMIT_CPU, int(time.process_time() + 2 * seconds) + _GRACE)


def _lower(what: int, wanted: int) -> None:
    import resource

    hardest = resource.getrlimit(what)[1]
    resource.setrlimit(what, (wanted if hardest == resource.RLIM_INFINITY else min(wanted, hardest), hardest))


if __name__ == "__main__":
    main()
