"""How much work something is, for tests that hold it to a share of other work."""

import gc
import time
from collections.abc import Callable


def processor_time(work: Callable[[], object], times: int = 3) -> float:
    """Return the seconds of processor that *work* takes, the least of some *times*.

    What else the machine does, and rubbish that other tests left to be collected, are no part of it.
    """
    taken = []
    for _ in range(times):
        gc.collect()
        gc.disable()
        try:
            begun = time.thread_time()
            work()
            taken.append(time.thread_time() - begun)
        finally:
            gc.enable()
    return min(taken)
