"""How much reading one document may take; the user may allow more."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document, or one of the documents in a file that holds many, may take.

    Attributes:
        seconds: by the clock on the wall.
        memory: resident memory of the process that reads, in bytes, with what it holds of documents read before.
    """

    seconds: float = 60
    memory: int = 1024 * MEGABYTE


# with less not even the process that reads could start
LEAST = Limits(seconds=1, memory=200 * MEGABYTE)
_current = Limits()


def limits() -> Limits:
    """Return the limits in force."""
    return _current


def allow(wanted: Limits) -> None:
    """Let *wanted* be the limits from now on."""
    global _current
    _current = wanted
