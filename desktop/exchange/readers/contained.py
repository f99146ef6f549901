"""One document of a file that holds many, and what is said of such a file that cannot be opened."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.paths import is_taken, is_there

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.exchange.readers.extracted import Extracted

    # the bytes of a document, and what they hold; made when they are wanted
    Making = Callable[[], tuple[bytes, Extracted | None]]


def container_of(path: Path) -> Path | None:
    """Return the file that *path* leads into; None when it leads into none."""
    # with what leads on in it, the name may be longer than any that the system knows
    return None if is_taken(path) else next(filter(is_there, path.parents), None)


class CollectionError(UserError):
    """A file that holds documents cannot be taken apart, and read as one document it would be none."""


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """One document of a file as it is listed.

    Attributes:
        name: what it is called, unlike any other of its file; with its folders, where these are kept.
        made: makes what it holds; UserError when it is damaged.
        problem: why it cannot be read, in one sentence.
    """

    name: str
    made: "Making"
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Contained:
    """One document of a file as it is read.

    Attributes:
        content: the bytes it was read from.
        found: what they hold; None for what a reader of a format has to read.
    """

    name: str
    content: bytes
    found: "Extracted | None" = None
