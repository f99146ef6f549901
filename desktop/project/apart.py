"""Rows of a great many claims, made on all processors: a stretch here, the others in child processes at the same time.

What is made of a stretch in a child lies in a file until it is that stretch's turn, so that nobody holds it in memory.
"""

import marshal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from desktop.core.collecting import no_collecting
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.progress import Progress
from desktop.core.stopping import CURRENT, Stop
from desktop.exchange.tables.table import CellColumns, OfRows
from desktop.project import children

# rows from which on it is worth while to begin another process, which takes half a second
LEAST = 150_000
# seconds between two looks at a child
_LOOK = 0.1
# blocks of columns of rows: so many from the first one on
RowStretch = Callable[[int, int], Iterator[CellColumns]]
# makes the same in a process that knows nothing: a function of a module, with plain arguments bound to it
StretchElsewhere = Callable[..., Iterator[CellColumns]]


def is_worth_while(rows: int) -> bool:
    """Tell whether so many rows are made sooner by several processes."""
    return rows >= LEAST and children.count() > 1


def made_apart(
    own: RowStretch, work: StretchElsewhere, count: int, make: OfRows[Any], progress: Progress
) -> Iterator[Any]:
    """Yield what *make* makes of each block of rows, in their order.

    Args:
        own: makes a stretch of the rows here.
        work: makes it elsewhere. What cannot be made there is made here.
        count: how many rows there are.
        make: what is made of a block; plain values.
        progress: is called with how many are done, also while a child is waited for; what it raises ends the work.
    """
    parts = children.count()
    ends = [count * part // parts for part in range(parts + 1)]
    stretches = [(first, last - first) for first, last in pairwise(ends[1:])]
    stop = Stop()
    with tempfile.TemporaryDirectory(prefix="visavis-", ignore_cleanup_errors=True) as folder:
        places = [Path(folder) / str(first) for first, _rows in stretches]
        with ThreadPoolExecutor(max(1, len(stretches))) as threads:
            try:
                waited = [
                    threads.submit(_in_child, stop, partial(_make, work, make, first, rows, place))
                    for (first, rows), place in zip(stretches, places, strict=True)
                ]
                done = 0
                for made, rows in _of_stretch(own, make, 0, ends[1]):
                    done += rows
                    progress(min(count, done * parts), count)
                    yield made
                for looked, place, (first, rows) in zip(waited, places, stretches, strict=True):
                    while not wait([looked], _LOOK).done:
                        progress(count, count)
                    if _is_there(looked):
                        yield from _kept(place)
                    else:
                        for made, _rows in _of_stretch(own, make, first, rows):
                            progress(count, count)
                            yield made
            finally:
                # nobody waits for it any more when this block is left by an exception
                stop.set(at_once=True)


def _of_stretch(stretch: RowStretch, make: OfRows[Any], first: int, rows: int) -> Iterator[tuple[Any, int]]:
    """Yield what is made of each block of a stretch, and of how many rows."""
    before = first
    for columns in stretch(first, rows):
        count = len(columns[0])
        yield make(before, count, columns), count
        before += count


def _is_there(looked: "Future[None]") -> bool:
    """Tell whether a child has made its stretch; its memory or its disk may have been full, or it was ended."""
    try:
        looked.result()
    except UserError:
        return False
    return True


def _in_child(stop: Stop, call: Callable[[], None]) -> None:
    CURRENT.set(stop)
    children.run_own(call)


def _make(work: StretchElsewhere, make: OfRows[Any], first: int, rows: int, place: Path) -> None:
    """Write to *place* what is made of a stretch; in a child."""
    try:
        with no_collecting(), place.open("wb") as file:
            for made, _rows in _of_stretch(work, make, first, rows):
                marshal.dump(made, file)
    except OSError as error:
        raise UserError(_("The table cannot be kept beside ({reason}).").format(reason=error)) from error


def _kept(place: Path) -> Iterator[Any]:
    with place.open("rb") as file:
        while True:
            try:
                made = marshal.load(file)
            except EOFError:
                return
            yield made
