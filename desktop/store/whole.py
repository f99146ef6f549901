"""Files that are there whole or not at all: written beside their place under another name, synced, then renamed."""

import contextlib
import errno
import os
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".visavis-"
_SUFFIX = ".part"
# seconds after which what a killed process left of a file is nobody's any more
_STALE = 86_400.0


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """Give a name in a *folder* to write to, where nothing stands; what stands there when the block ends is deleted."""
    # of a fixed length: the name beside a name as long as names can be would be too long
    part = folder / f"{_PREFIX}{uuid.uuid4().hex}{_SUFFIX}"
    try:
        yield part
    finally:
        for one in (part, part.with_name(f"{part.name}-journal")):
            with contextlib.suppress(OSError):
                one.unlink()


@contextmanager
def written_whole(path: Path, *, replace: bool) -> Iterator[Path]:
    """Give a name beside *path* to write to; what stands there when the block ends well becomes *path*, synced.

    When the block raises, or the disk has no room, nothing of it stays.

    Args:
        path: where the file shall be.
        replace: whether what stands there gives way.

    Raises:
        FileExistsError: when something stands there, and it shall not give way.
        OSError: when the folder cannot be written to.
    """
    with unfinished(path.parent) as part:
        yield part
        put_whole(part, path, replace=replace)


def put_whole(part: Path, path: Path, *, replace: bool) -> None:
    """Give the file *part* the name *path* in the same folder, once all of it is on the disk.

    Raises:
        FileExistsError: when something stands there, and it shall not give way.
        OSError: when the folder cannot be written to.
    """
    sync(part)
    if replace:
        part.replace(path)
    elif sys.platform == "win32":
        part.rename(path)
    else:
        try:
            # unlike a renaming, it fails where something stands
            os.link(part, path)
        except FileExistsError:
            raise
        except OSError:
            # a disk that knows no second name of a file
            if path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            part.rename(path)
    sync_folder(path.parent)


def sync(path: Path) -> None:
    """Wait until what a file holds is on the disk.

    Raises:
        OSError: when it cannot be written there.
    """
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        if sys.platform == "darwin":
            import fcntl

            # fsync leaves it in the cache of the disk there
            with contextlib.suppress(OSError):
                fcntl.fcntl(file.fileno(), fcntl.F_FULLFSYNC)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can say so."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder where it is missing, with those above it, so that what it will hold is found after a power cut.

    Raises:
        OSError: when it cannot be made.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        sync_folder(one.parent)


def sweep(folder: Path) -> None:
    """Delete what killed processes left, a day ago or longer, of files that they were writing into a folder."""
    with contextlib.suppress(OSError):
        for part in folder.glob(f"{_PREFIX}*{_SUFFIX}*"):
            if time.time() - part.stat().st_mtime > _STALE:
                part.unlink()
