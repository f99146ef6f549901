"""Files that hold many documents: a folder to whoever looks for files, each of its documents a file in it.

``list.mbox/0001 The fares`` is the first message of ``list.mbox``. Mailboxes, feeds (RSS, Atom), the exports of press
databases (Nexis, Factiva, ProQuest) and tables in which a row is a document (`sheets`) are such. A file is read when
its name or its beginning says that it may be one; what turns out to be none stays a file.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from desktop.core.columns import ColumnChoices
from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.exchange.readers.source import SourceFile, read_bytes, read_head, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from desktop.exchange.readers.extracted import Extracted

    Parted = Iterator[tuple[str, bytes, Extracted | None]]
    Parting = Callable[[SourceFile], Parted]
    # the bytes of a document, and what they hold; made when they are wanted
    Making = Callable[[], tuple[bytes, Extracted | None]]

# documents of one file; a table of speeches has a hundred thousand
LIMIT = 250_000
# bytes of a Word document's XML that are looked at
_LOOK = 4 * 1024 * 1024
_LINES = re.compile(rb"^From (?!:)[^\n]{0,200}\d{4}[^\n]{0,40}\r?\n(?=[A-Za-z][A-Za-z0-9-]{1,40}:[ \t])", re.MULTILINE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_EXPORT = re.compile(
    rb"End of Document|(?i:Load-Date:)|\d+ of \d+ DOCUMENTS|Document \d+ of \d+|class=\"article \w*|ProQuest|"
    rb"\b(?:Document|Dokument|Documento) [A-Z]{4,}\w*\d{8}"
)
TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".ods", ".jsonl", ".ndjson")
_OBJECTS = re.compile(rb"\s*\[\s*\{")
_TIMED = re.compile(rb'"(?:start|begin|timestamp|offset|time)"\s*:')
# how the names of such files end that no document's does
SUFFIXES = (".mbox", ".mbx", ".rss", ".atom", *TABLES)
_SPOILT = re.compile(r"[\x00-\x1f/\\:*?\"<>|]+")


class TooManyDocumentsError(UserError):
    """A file holds more documents than a project shall have of one."""


@dataclass(frozen=True, slots=True)
class Contained:
    """One document of a file.

    Attributes:
        name: what it is called, unlike any other of its file.
        content: the bytes it was read from.
        found: what they hold; None for what a reader of a format has to read.
    """

    name: str
    content: bytes
    found: "Extracted | None" = None


_AS_SUGGESTED = ColumnChoices()


def members_of(path: Path, columns: ColumnChoices = _AS_SUGGESTED) -> tuple[str, ...]:
    """Return the names of the documents of the file at *path*; none when it is one itself, or cannot be read.

    Raises:
        TooManyDocumentsError: when it holds more than `LIMIT`; read as one document it would be none.
    """
    try:
        if _reader(path) is None and not is_table(path):
            return ()
        state = path.stat()
        return tuple(_read(path, columns, state.st_size, state.st_mtime_ns))
    except TooManyDocumentsError:
        raise
    except Exception:
        # whatever is wrong with it, its own reader says so
        return ()


def is_table(path: Path) -> bool:
    """Tell by its name and its beginning whether the file at *path* may be a table."""
    if path.suffix.lower() in TABLES:
        return True
    head = read_head(path) if path.suffix.lower() == ".json" else b""
    return _OBJECTS.match(head) is not None and not _TIMED.search(head)


def is_member(path: Path) -> bool:
    """Tell whether *path* leads into a file."""
    try:
        return path.parent.is_file()
    except OSError:
        return False


def find_member(path: Path, columns: ColumnChoices = _AS_SUGGESTED) -> Contained:
    """Return the document to which *path* leads; UserError when its file has none of that name."""
    try:
        state = path.parent.stat()
        making = _read(path.parent, columns, state.st_size, state.st_mtime_ns).get(path.name)
    except OSError:
        making = None
    if making is None:
        sentence = _("{name} holds no document of the name {part}; look at it again.")
        raise UserError(sentence, name=shown(path.parent.name), part=shown(path.name))
    return Contained(path.name, *making())


@lru_cache(maxsize=2)
def _read(path: Path, columns: ColumnChoices, _size: int, _changed: int) -> "dict[str, Making]":
    found: dict[str, Making] = {}
    for title, making in _parts(path, columns):
        if len(found) >= LIMIT:
            sentence = _("{name} holds more than {limit:,} documents; split it into several files.")
            raise TooManyDocumentsError(sentence, name=shown(path.name), limit=LIMIT)
        name = _SPOILT.sub(" ", " ".join(title.split()))[:80].strip(" .") or path.stem
        found[f"{len(found) + 1:04} {name}"] = making
    return found


def _parts(path: Path, columns: ColumnChoices) -> "Iterator[tuple[str, Making]]":
    """Yield the title of each document of a file, and what makes it."""
    if is_table(path):
        from desktop.exchange.readers.sheets import grid_of, read_rows

        grid = grid_of(path)
        yield from read_rows(grid, shown(path.name), columns) if grid is not None else ()
        return
    reader = _reader(path)
    source = SourceFile(read_bytes(path), shown(path.name))
    for title, content, extracted in reader(source) if reader is not None else ():
        yield title, partial(_as_it_is, content, extracted)


def _as_it_is(content: bytes, found: "Extracted | None") -> "tuple[bytes, Extracted | None]":
    return content, found


def _reader(path: Path) -> "Parting | None":
    """Return what takes a file apart, by its name and its beginning; loaded when it is wanted."""
    head = read_head(path)
    if not head:
        return None
    if _LINES.match(head.lstrip()):
        return _messages
    if _FEED.search(head[:2000]) and head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return _loaded("feeds:read_feed")
    if head.startswith(b"PK\x03\x04"):
        return _loaded("articles:read_articles") if _has_export(path) else None
    return _loaded("articles:read_articles") if _EXPORT.search(head) else None


def _loaded(place: str) -> "Parting":
    found: Parting = resolve_name(f"desktop.exchange.readers.{place}")
    return found


def _has_export(path: Path) -> bool:
    """Tell whether a Word document has what exports have at their articles' ends; not all of one is read for that."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as part:
            return _EXPORT.search(re.sub(rb"<[^>]*>", b"", part.read(_LOOK))) is not None
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error):
        return False


def _messages(source: SourceFile) -> "Parted":
    """Yield the messages of a mailbox; what it does to lines that begin with “From ” is undone."""
    from email import message_from_bytes, policy

    from desktop.exchange.readers.mail import header_words

    content = source.content
    starts = list(_LINES.finditer(content))
    ends: Sequence[int] = [one.start() for one in starts[1:]] + [len(content)]
    for begin, end in zip(starts, ends, strict=True):
        message = _QUOTED.sub(rb"\1", content[begin.end() : end].strip(b"\r\n") + b"\n")
        head = re.split(rb"\r?\n\r?\n", message, maxsplit=1)[0]
        yield header_words(message_from_bytes(head, policy=policy.default), "subject"), message, None
