"""Looking a whole project over; a large file is looked through by a child at the same time."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.progress import Progress
from desktop.core.stopping import Stop
from desktop.project import children
from desktop.store import check
from desktop.store.database import Database
from desktop.store.lost import FileMark

if TYPE_CHECKING:
    from concurrent.futures import Future

# seconds for which is waited for a child that is free: an import keeps all at work
_PATIENCE = 2.0


def problems(db: Database, progress: Progress = lambda _done, _whole: None) -> list[str]:
    """Return one sentence for each thing that is wrong with a project, as `check.problems` does."""
    return check.problems(db, progress, _elsewhere if children.count() > 1 else None)


def problems_of_copy(path: Path, progress: Progress) -> list[str]:
    """Return what is wrong with the project at *path*, as `check.problems_of_copy` does."""
    return check.problems_of_copy(path, progress, _elsewhere if children.count() > 1 else None)


def _elsewhere(path: Path, known: FileMark | None) -> AbstractContextManager["Future[list[str] | None]"]:
    return children.beside(Stop(), check.look_at_file, path, known, patience=_PATIENCE)
