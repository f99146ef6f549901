"""Python's collector of circles, held back where much is made that holds none."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# objects that are young: to look through so many takes some hundredths of a second
_MANY = 100_000
# seconds for which things are freed without a rest, and of the rest
_FREEING, _REST = 0.002, 0.004


class _Held:
    """How many blocks and works, of whatever thread, hold collections back now: the last of them lets them begin."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._was = False

    def begin(self) -> None:
        with self._lock:
            if not self._count:
                self._was = gc.isenabled()
                gc.disable()
            self._count += 1

    def end(self) -> None:
        with self._lock:
            self._count -= 1
            if not self._count and self._was:
                gc.enable()


_HELD = _Held()


@contextmanager
def no_collecting() -> Iterator[None]:
    """Let no collection begin for the length of a block; what refers to nothing in a circle is freed all the same.

    Tens of thousands of tuples made at once set off collections that look at every object of the window each time: at
    100,000 claims they took as long as counting and showing the matrix together.
    """
    _HELD.begin()
    try:
        yield
    finally:
        _HELD.end()


def empty(*held: list[Any] | dict[Any, Any] | set[Any]) -> None:
    """Empty lists, dictionaries and sets that nobody looks at any more, one thing after another.

    What a hundred thousand rows are made of is freed at once else, and no other thread has its turn meanwhile. To free
    one thing may take some thousandths of a second; a window beside would have a tenth of the time if none was left it.
    """
    rests = threading.current_thread() is not threading.main_thread()
    begun = time.perf_counter()
    for one in held:
        take: Callable[[], object] = one.popitem if isinstance(one, dict) else one.pop
        for _number in range(len(one)):
            take()
            if rests and time.perf_counter() - begun > _FREEING:
                time.sleep(_REST)
                begun = time.perf_counter()


class LongWork:
    """Collect circles among what was made lately only, as long as any long work goes on.

    Thousands of files leave so much behind that Python looks through all objects of the window again and again: 0.1 to
    0.3 s each time, in which nothing else happens. What one file left behind is young when the file is done, and to
    look through that takes a millisecond.
    """

    def __init__(self) -> None:
        self._begun = False

    def begin(self) -> None:
        """Hold the full collections back; once for each work."""
        if not self._begun:
            self._begun = True
            _HELD.begin()

    def step(self) -> None:
        """Collect what the last piece of the work has left behind."""
        if not self._begun:
            return
        if gc.get_count()[0] > _MANY:
            # a hundred thousand files that were found are in no circle, and are freed when nobody refers to them: to
            # look through them, now and at each full collection, would take a second
            gc.freeze()
        else:
            gc.collect(1)

    def end(self) -> None:
        """Leave everything to Python again, when no other work goes on."""
        if self._begun:
            self._begun = False
            _HELD.end()
