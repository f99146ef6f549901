"""Rows of a great many claims, made by two processes: the first half here, the other one in a child at the same time.

What the child makes lies in a file until it is its turn, so that nobody holds it in memory. Two and not more: each has
what it takes of names and documents in memory, and on two processors a million claims take seconds.
"""

import marshal
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from functools import partial
from pathlib import Path
from typing import Any

from desktop.core.collecting import no_collecting
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.progress import Progress
from desktop.core.stopping import Stop
from desktop.exchange.tables.table import CellColumns, OfRows
from desktop.project import children

# rows from which on it is worth while to begin another process, which takes half a second
LEAST = 150_000
# seconds between two looks at a child, and for which is waited until it begins
_LOOK, _PATIENCE = 0.1, 2.0
# blocks of columns of rows: so many from the first one on
RowStretch = Callable[[int, int], Iterator[CellColumns]]
# makes the same in a process that knows nothing: a function of a module, with plain arguments bound to it
StretchElsewhere = Callable[..., Iterator[CellColumns]]


def is_worth_while(rows: int) -> bool:
    """Tell whether so many rows are made sooner by two processes."""
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
    first = count // 2
    rest = (first, count - first)
    stop = Stop()
    with tempfile.TemporaryDirectory(prefix="visavis-", ignore_cleanup_errors=True) as folder:
        place = Path(folder) / "rows"
        with children.beside(stop, partial(_make, work, make, *rest, place)) as there:
            done = 0
            for made, rows in _of_stretch(own, make, 0, first):
                done += rows
                progress(min(count, 2 * done), count)
                yield made
            since = time.monotonic()
            while not wait([there], _LOOK).done:
                progress(count, count)
                if not place.exists() and time.monotonic() - since > _PATIENCE:
                    # an import keeps all children at work
                    stop.set(at_once=True)
            if there.result():
                yield from _kept(place)
            else:
                for made, _rows in _of_stretch(own, make, *rest):
                    progress(count, count)
                    yield made


def _of_stretch(stretch: RowStretch, make: OfRows[Any], first: int, rows: int) -> Iterator[tuple[Any, int]]:
    """Yield what is made of each block of a stretch, and of how many rows."""
    before = first
    for columns in stretch(first, rows):
        count = len(columns[0])
        yield make(before, count, columns), count
        before += count


def _make(work: StretchElsewhere, make: OfRows[Any], first: int, rows: int, place: Path) -> bool:
    """Write to *place* what is made of a stretch, in a child; True when all of it is there."""
    try:
        with no_collecting(), place.open("wb") as file:
            for made, _rows in _of_stretch(work, make, first, rows):
                marshal.dump(made, file)
        return True
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
