"""Looking a whole project over; a large file is looked through by a child at the same time."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.progress import Progress
from desktop.core.stopping import CURRENT, Stop, StoppedError
from desktop.project import children
from desktop.store import check
from desktop.store.database import Database
from desktop.store.lost import FileMark

# seconds for which is waited for a child that is free: an import keeps all at work
_PATIENCE = 2.0


def problems(db: Database, progress: Progress = lambda _done, _whole: None) -> list[str]:
    """Return one sentence for each thing that is wrong with a project, as `check.problems` does."""
    return check.problems(db, progress, _elsewhere if children.count() > 1 else None)


def problems_of_copy(path: Path, progress: Progress) -> list[str]:
    """Return what is wrong with the project at *path*, as `check.problems_of_copy` does."""
    return check.problems_of_copy(path, progress, _elsewhere if children.count() > 1 else None)


@contextmanager
def _elsewhere(path: Path, known: FileMark | None) -> Iterator["Future[list[str] | None]"]:
    stop = Stop()
    with ThreadPoolExecutor(1) as thread:
        try:
            yield thread.submit(_in_child, stop, path, known)
        finally:
            # nobody waits for it any more when this block is left by an exception
            stop.set(at_once=True)


def _in_child(stop: Stop, path: Path, known: FileMark | None) -> list[str] | None:
    CURRENT.set(stop)
    try:
        return children.run_own(check.look_at_file, path, known, patience=_PATIENCE)
    except (UserError, StoppedError):
        # it died, or there was none
        return None
