"""Python's collector of circles, held back where much is made that holds none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
