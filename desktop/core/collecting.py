"""Python's collector of circles, held back where much is made that holds none."""

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# objects that are young: to look through so many takes some hundredths of a second
_MANY = 100_000


@contextmanager
def no_collecting() -> Iterator[None]:
    """Let no collection begin for the length of a block; what refers to nothing in a circle is freed all the same.

    Tens of thousands of tuples made at once set off collections that look at every object of the window each time: at
    100,000 claims they took as long as counting and showing the matrix together.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def empty(*held: list[Any] | dict[Any, Any] | set[Any]) -> None:
    """Empty lists, dictionaries and sets that nobody looks at any more, one thing after another.

    What a hundred thousand rows are made of is freed at once else, and no other thread has its turn meanwhile.
    """
    for one in held:
        take: Callable[[], object] = one.popitem if isinstance(one, dict) else one.pop
        for _number in range(len(one)):
            take()


class LongWork:
    """Collect circles among what was made lately only, as long as any long work goes on.

    Thousands of files leave so much behind that Python looks through all objects of the window again and again: 0.1 to
    0.3 s each time, in which nothing else happens. What one file left behind is young when the file is done, and to
    look through that takes a millisecond.
    """

    _lock = threading.Lock()
    _going_on = 0
    _was = False

    def __init__(self) -> None:
        self._begun = False

    def begin(self) -> None:
        """Hold the full collections back; once for each work."""
        with LongWork._lock:
            if not self._begun:
                if not LongWork._going_on:
                    LongWork._was = gc.isenabled()
                    gc.disable()
                LongWork._going_on += 1
                self._begun = True

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
        with LongWork._lock:
            if self._begun:
                self._begun = False
                LongWork._going_on -= 1
                if not LongWork._going_on and LongWork._was:
                    gc.enable()
