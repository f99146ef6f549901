"""The log: what the program did and where it failed. No text of a document, no name and no message ever goes into it.

It is for reports of faults: one file in the user's own folder for logs, which begins anew when it is full.
"""

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG = logging.getLogger("visavis")
INFO = logging.INFO
# nothing is written before `start`, and never to standard error
LOG.addHandler(logging.NullHandler())
LOG.propagate = False

NAME = "visavis.log"
# bytes of one file, and how many older ones are kept
LARGEST = 500_000
KEPT = 2


def start(folder: "Path") -> "Path | None":
    """Write the log into *folder* from now on; return its file, or None where none can be written."""
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=False)
    except OSError:
        # a full or read-only disk is no reason not to work
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
    # a disk that fills later is none either: the default would write the record to standard error
    handler.handleError = lambda record: None  # type: ignore[method-assign]
    stop()
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    return path


def stop() -> None:
    """Write no log any more."""
    for handler in [*LOG.handlers]:
        if isinstance(handler, RotatingFileHandler):
            LOG.removeHandler(handler)
            handler.close()


def program_version() -> str:
    """Return the version of Visavis; empty when it was not installed."""
    # what is installed lies beside a folder that is called after it and its version: a start looks no further
    for folder in map(Path, sys.path):
        for found in folder.glob("visavis-*.dist-info"):
            return found.name.removesuffix(".dist-info").partition("-")[2]
    # a package of mail is read with it
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("visavis")
    except PackageNotFoundError:
        return ""


def failure(error: BaseException, level: int = logging.ERROR) -> None:
    """Log where *error* was raised: its kind and its frames, without its message, which may quote a text."""
    frames = traceback.extract_tb(error.__traceback__)
    places = "".join(f"\n  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    LOG.log(level, "%s%s", type(error).__name__, places)
